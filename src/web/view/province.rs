//! The province's desk: who has data, the sum that must agree, both roll-ups, the ranking.

use maud::{Markup, html};

use crate::domain::form::Form;
use crate::domain::results::ResultRow;
use crate::web::text::Words;
use crate::web::view::geometry::Axis;
use crate::web::view::layout::{self, Masthead};
use crate::web::view::period::Shown;
use crate::web::view::unit::{self, Downloads};
use crate::web::view::{chart, number, result_table};

/// A province in a period.
#[derive(Clone, Copy, Debug)]
pub struct ProvinceDesk<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The province, such as `Tỉnh Tuyên Quang`.
    pub name: &'a str,
    /// The period shown.
    pub period: &'a Shown,
    /// Files to take away.
    pub downloads: Option<Downloads<'a>>,
    /// Every unit of the province, in Vietnamese order.
    pub board: &'a [BoardLine],
    /// One block for each form version with answers.
    pub forms: &'a [FormResults<'a>],
}

/// Where a unit stands in the period.
#[derive(Clone, Debug)]
pub struct BoardLine {
    /// Unit code.
    pub code: String,
    /// Unit name.
    pub name: String,
    /// Its page.
    pub address: String,
    /// How its figures came.
    pub standing: Standing,
    /// Why what came was withdrawn, where it was.
    pub reason: Option<String>,
    /// Sheets counted in the period.
    pub n_sheets: u64,
}

/// How a unit's figures came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Collected on this server.
    Here,
    /// Bundles were merged for the whole period, every span of it closed; perhaps with no answer.
    Received,
    /// Bundles were merged while a span was open or before it began: they will be replaced.
    Provisional,
    /// What came was withdrawn, and nothing newer came.
    Withdrawn,
    /// Nothing yet.
    Missing,
}

impl Standing {
    const ALL: [Self; 5] = [
        Self::Here,
        Self::Received,
        Self::Provisional,
        Self::Withdrawn,
        Self::Missing,
    ];

    /// Whether there are figures: a closed period without an answer has its figure, nought.
    fn has_data(self, n_sheets: u64) -> bool {
        match self {
            Self::Received => true,
            Self::Here | Self::Provisional | Self::Withdrawn | Self::Missing => n_sheets > 0,
        }
    }

    fn say(self, words: Words) -> &'static str {
        match self {
            Self::Here => words.say("province.here"),
            Self::Received => words.say("province.received"),
            Self::Provisional => words.say("province.provisional"),
            Self::Withdrawn => words.say("province.withdrawn"),
            Self::Missing => words.say("province.missing"),
        }
    }
}

/// One form version over the province.
#[derive(Clone, Debug)]
pub struct FormResults<'a> {
    /// The form.
    pub form: &'a Form,
    /// All units' counts in one fraction.
    pub pooled: &'a ResultRow,
    /// The plain mean of the ranked units' figures.
    pub mean: Option<&'a ResultRow>,
    /// Units with answers, best first, those without a rank last.
    pub units: Vec<UnitRow<'a>>,
    /// Sums over `units`, added apart from `pooled`.
    pub sums: Sums,
}

/// One unit's figure.
#[derive(Clone, Debug)]
pub struct UnitRow<'a> {
    /// Unit name.
    pub name: &'a str,
    /// Its page.
    pub address: &'a str,
    /// Its headline row with rank.
    pub row: &'a ResultRow,
}

/// What the units add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sums {
    /// Sheets.
    pub n: u64,
    /// Numerators.
    pub numerator: u64,
    /// Denominators.
    pub denominator: u64,
}

/// The page.
#[must_use]
pub fn page(words: Words, desk: &ProvinceDesk<'_>) -> Markup {
    let title = format!("{}, {}", desk.name, desk.period.name);
    let content = html! {
        (chart::fills())
        main class="wide province" id="content" {
            (unit::heading(words, &title, desk.period, desk.downloads))
            (summary(words, desk.board))
            @if desk.forms.is_empty() { p class="block" { (words.say("unit.empty")) } }
            @for results in desk.forms { (form_results(words, results)) }
            (board(words, desk.board))
            p class="foot" { (words.say("desk.method_note")) }
        }
    };
    layout::desk(words, &title, desk.masthead, &content)
}

/// The board as a sum: all units = those here + received + provisional + withdrawn +
/// missing.
fn summary(words: Words, board: &[BoardLine]) -> Markup {
    let with_data = board
        .iter()
        .filter(|line| line.standing.has_data(line.n_sheets))
        .count()
        .to_string();
    let all = board.len().to_string();
    html! {
        section class="block" {
            h2 { (words.fill("province.with_data", &[("n", &with_data), ("all", &all)])) }
            p class="identity" {
                b { (all) } span { (words.say("province.units")) } "="
                @for (place, standing) in Standing::ALL.into_iter().enumerate() {
                    @if place > 0 { "+" }
                    b { (board.iter().filter(|line| line.standing == standing).count()) } span { (standing.say(words)) }
                }
            }
        }
    }
}

fn form_results(words: Words, results: &FormResults<'_>) -> Markup {
    let title = results.form.title.get(words.tag());
    html! {
        section class="form-results" aria-label=(title) {
            p class="note" { (title) " · " (results.pooled.form) }
            div class="columns" {
                div {
                    (unit::headline(words, results.form, results.pooled))
                    (unit::notes(words, results.pooled))
                }
                div { (roll_ups(words, results)) (identity(words, results)) }
            }
            (ranking(words, results))
        }
    }
}

fn roll_ups(words: Words, results: &FormResults<'_>) -> Markup {
    html! {
        div class="block" {
            h2 { (words.say("province.roll_ups")) }
            dl class="pairs" {
                div { dt { (words.say("province.pooled")) } dd { (result_table::figure(words, results.pooled)) } }
                div {
                    dt { (words.say("province.mean")) }
                    dd { (results.mean.map_or(words.say("desk.no_figure").to_owned(), |row| result_table::figure(words, row))) }
                }
                div { dt { (words.say("desk.sheets")) } dd { (number::count(words, results.pooled.n)) } }
            }
        }
    }
}

/// "Sum of units = province", each side from its own addition.
fn identity(words: Words, results: &FormResults<'_>) -> Markup {
    let pooled = results.pooled;
    let lines = [
        (
            words.say("province.sum_sheets"),
            results.sums.n,
            Some(pooled.n),
        ),
        (
            words.say("province.sum_satisfied"),
            results.sums.numerator,
            pooled.numerator,
        ),
        (
            words.say("province.sum_answers"),
            results.sums.denominator,
            pooled.denominator,
        ),
    ];
    let agrees = lines
        .iter()
        .all(|(_, sum, province)| province.is_none_or(|province| province == *sum));
    html! {
        div class="block" data-identity=(if agrees { "holds" } else { "broken" }) {
            h2 { (words.say("province.identity")) }
            table {
                thead { tr {
                    td {}
                    th scope="col" class="number" { (words.say("province.sum")) }
                    th scope="col" class="number" { (words.say("province.province")) }
                } }
                tbody {
                    @for (name, sum, province) in lines {
                        @if let Some(province) = province {
                            tr {
                                th scope="row" { (name) }
                                td class="number" { (number::count(words, sum)) }
                                td class="number" { (number::count(words, province)) }
                            }
                        }
                    }
                }
            }
            @if agrees { p class="note" { (words.say("province.agrees")) } }
            @else { p class="attention" role="alert" { (words.say("province.differs")) } }
        }
    }
}

fn ranking(words: Words, results: &FormResults<'_>) -> Markup {
    let ranked = results
        .units
        .iter()
        .filter(|unit| unit.row.rank.is_some())
        .count();
    let caption = words.fill("province.ranking", &[("n", &ranked.to_string())]);
    let n_units = wide(ranked);
    let axis = result_table::axis_for(results.units.iter().map(|unit| unit.row));
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(caption) {
            table class="ranking" {
                caption { (caption) }
                thead { tr {
                    th scope="col" class="number" { (words.say("province.rank")) }
                    th scope="col" { (words.say("province.rank_range")) }
                    th scope="col" { (words.say("province.unit")) }
                    th scope="col" class="number" { (words.say("desk.sheets")) }
                    th scope="col" class="number" { (words.say("desk.satisfied_percent")) }
                    th scope="col" class="number" { (words.say("desk.interval")) }
                    th scope="col" class="chart-cell" { (result_table::axis_head(axis)) }
                    th scope="col" class="chart-cell" { (result_table::axis_head(Axis { low: 1, high: n_units.max(1) })) }
                    th scope="col" { (words.say("province.remark")) }
                } }
                tbody { @for unit in &results.units { (ranking_row(words, unit, n_units, axis)) } }
            }
        }
        p class="note" { (words.say("province.rank_note")) }
    }
}

fn ranking_row(words: Words, unit: &UnitRow<'_>, n_units: u64, axis: Axis) -> Markup {
    let row = unit.row;
    let range = row
        .rank_low
        .zip(row.rank_high)
        .map(|(low, high)| (wide(low), wide(high)));
    html! {
        tr {
            td class="number strong" { @if let Some(rank) = row.rank { (rank) } }
            td { @if let Some((low, high)) = range { (low) "–" (high) } }
            th scope="row" { a href=(unit.address) { (unit.name) } }
            (result_table::figures(words, row, axis))
            td class="chart-cell" {
                @if let Some((rank, range)) = row.rank.zip(range) { (chart::ranks(wide(rank), range, n_units)) }
            }
            td class="note" {
                @if !row.enough { (words.say("desk.few")) }
                @if row.late > 0 { " " (words.fill("province.late", &[("n", &number::count(words, row.late))])) }
            }
        }
    }
}

/// Every unit of the province, with data or without.
fn board(words: Words, board: &[BoardLine]) -> Markup {
    let caption = words.fill("province.board", &[("n", &board.len().to_string())]);
    html! {
        table class="ranking" {
            caption { (caption) }
            thead { tr {
                th scope="col" { (words.say("province.code")) }
                th scope="col" { (words.say("province.unit")) }
                th scope="col" { (words.say("province.standing")) }
                th scope="col" class="number" { (words.say("desk.sheets")) }
            } }
            tbody {
                @for line in board {
                    tr {
                        td { (line.code) }
                        th scope="row" { a href=(line.address) { (line.name) } }
                        td { (line.standing.say(words)) @if let Some(reason) = &line.reason { ": " (reason) } }
                        td class="number" { (number::count(words, line.n_sheets)) }
                    }
                }
            }
        }
    }
}

fn wide(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
