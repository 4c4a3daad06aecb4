//! After the last rank: units with too few answers, units without figures, and the sum of all.

use maud::{Markup, html};

use crate::domain::board::Place;
use crate::domain::percent::Rounded;
use crate::domain::results::{Class, Total, UnitLine};
use crate::usecase::list_reports::Source;
use crate::usecase::overview_province::Reach;
use crate::usecase::watch_reports::Line;
use crate::web::text::Words;
use crate::web::view::province::{MeasuredForm, Overview, board, count, figure, ranking};
use crate::web::view::{number, result_table};

pub(super) fn block(words: Words, overview: &Overview<'_>, measured: &MeasuredForm<'_>) -> Markup {
    let without: Vec<&UnitLine> = lines(measured, Class::None);
    html! {
        div class="overview-end" {
            div id="chua-co" {
                (few(words, overview, measured))
                @if !without.is_empty() {
                    section class="block" {
                        h2 { (words.say("overview.without")) }
                        (without_table(words, overview, |unit| without.iter().any(|line| line.headline.unit == unit)))
                    }
                }
            }
            div { (reconciliation(words, measured)) p class="note explained" { (words.say("overview.explained")) } }
        }
    }
}

/// The whole board, where nothing was measured yet.
pub(super) fn without_figures(words: Words, overview: &Overview<'_>) -> Markup {
    html! {
        section class="block" id="chua-co" {
            h2 { (words.say("overview.without")) }
            (without_table(words, overview, |_| true))
        }
    }
}

fn lines<'a>(measured: &MeasuredForm<'a>, class: Class) -> Vec<&'a UnitLine> {
    let lines = measured.table.units.iter();
    lines.filter(|line| line.class() == class).collect()
}

fn few(words: Words, overview: &Overview<'_>, measured: &MeasuredForm<'_>) -> Markup {
    let (few, folded) = (lines(measured, Class::Few), lines(measured, Class::Folded));
    let sum = measured.table.total(Class::Few);
    html! {
        @if !few.is_empty() || !folded.is_empty() {
            section class="block" id="chua-du-mau" {
                h2 { (words.say("overview.few")) }
                p class="note" { (words.say("overview.few_is")) }
                div class="scroll" tabindex="0" role="region" aria-label=(words.say("overview.few")) {
                    table {
                        thead { tr {
                            th scope="col" { (words.say("province.unit")) }
                            th scope="col" class="number" { (words.say("desk.sheets")) }
                            th scope="col" class="number" { (words.say("overview.dossiers")) }
                            th scope="col" class="number" { (words.say("overview.rate")) }
                            th scope="col" { (words.say("overview.state")) }
                            th scope="col" { (words.say("overview.next_step")) }
                        } }
                        tbody {
                            @for line in &few { (few_row(words, overview, measured, line)) }
                            @for line in &folded { (folded_row(words, measured, line)) }
                            @if few.len() > 1 { (few_sum(words, measured, &sum)) }
                        }
                    }
                }
            }
        }
    }
}

fn few_row(
    words: Words,
    overview: &Overview<'_>,
    measured: &MeasuredForm<'_>,
    line: &UnitLine,
) -> Markup {
    let row = &line.headline;
    let four = measured.four_quarters.get(&row.unit).copied().unwrap_or(0);
    html! {
        tr id={ "u-" (row.unit) } {
            th scope="row" { a href=(overview.links.of_unit(&row.unit)) { (ranking::name(measured, row)) } }
            td class="number" { (number::count(words, row.n)) }
            td class="number" { (line.dossiers.map_or_else(|| words.say("overview.unknown").to_owned(), |n| number::count(words, n))) }
            td class="number" { (ranking::rate(words, row.n, line.dossiers)) }
            td { (words.say("desk.few")) }
            td {
                @if overview.links.reach == Reach::Period && four > row.n {
                    a href={ (overview.links.here("view", "four")) "#xep-hang" } { (words.fill("overview.see_four", &[("n", &number::count(words, four))])) }
                } @else { (words.say("overview.collect_more")) }
            }
        }
    }
}

fn folded_row(words: Words, measured: &MeasuredForm<'_>, line: &UnitLine) -> Markup {
    let row = &line.headline;
    html! {
        tr {
            th scope="row" { (ranking::name(measured, row)) " (" (words.say("heat.folded")) ")" }
            td class="number" { (number::count(words, row.n)) }
            td {} td {}
            td colspan="2" { (words.say("overview.folded_why")) }
        }
    }
}

fn few_sum(words: Words, measured: &MeasuredForm<'_>, sum: &Total) -> Markup {
    let first = measured.table.headline.first();
    let decimals = first.and_then(|row| row.percent.as_deref()?.split_once('.'));
    let decimals = decimals.map_or(0, |(_, decimals)| decimals.len());
    let decimals = u8::try_from(decimals).unwrap_or(2);
    let percent = Rounded::percent_of(sum.numerator.into(), sum.denominator.into(), decimals);
    html! {
        tr class="total" {
            th scope="row" { (words.fill("overview.few_sum", &[("n", &count(words, sum.units))])) }
            td class="number" { (number::count(words, sum.n)) }
            td class="number" { (sum.dossiers.map_or_else(String::new, |n| number::count(words, n))) }
            td class="number" { (ranking::rate(words, sum.n, sum.dossiers)) }
            td colspan="2" { @if let Some(percent) = percent { (number::percent(words, &percent.to_string())) " " (words.say("overview.satisfied")) } }
        }
    }
}

/// Up to so many units have a row each; more stand together by what is known of them.
const MOST_ROWS: usize = 12;

/// Units of which the same is known: state, last bundle, what to do.
struct Alike<'a> {
    cells: [Markup; 3],
    lines: Vec<&'a Line>,
}

/// Units of the board that `is_shown`, each with its state and what to do.
fn without_table(words: Words, overview: &Overview<'_>, is_shown: impl Fn(&str) -> bool) -> Markup {
    let lines: Vec<&Line> = overview
        .watched
        .lines
        .iter()
        .filter(|line| is_shown(&line.unit))
        .collect();
    let alike = alike(words, overview, &lines);
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(words.say("overview.without")) {
            table class="without" {
                thead { tr {
                    th scope="col" { (words.say("province.unit")) }
                    th scope="col" { (words.say("overview.state")) }
                    th scope="col" { (words.say("overview.last_bundle")) }
                    th scope="col" { (words.say("overview.next_step")) }
                } }
                tbody {
                    @for Alike { cells, lines } in &alike {
                        tr {
                            th scope="row" { (units(overview, lines)) }
                            @for cell in cells { td { (cell) } }
                        }
                    }
                }
            }
        }
    }
}

fn alike<'a>(words: Words, overview: &Overview<'_>, lines: &[&'a Line]) -> Vec<Alike<'a>> {
    let mut all: Vec<Alike<'a>> = Vec::new();
    for line in lines {
        let cells = [
            state(words, line),
            last(words, line),
            to_do(words, overview, line),
        ];
        let same = |other: &&mut Alike<'_>| {
            let mut pairs = other.cells.iter().zip(&cells);
            lines.len() > MOST_ROWS && pairs.all(|(one, other)| one.0 == other.0)
        };
        match all.iter_mut().find(same) {
            Some(known) => known.lines.push(line),
            None => all.push(Alike {
                cells,
                lines: vec![line],
            }),
        }
    }
    all
}

fn units(overview: &Overview<'_>, lines: &[&Line]) -> Markup {
    let link = |line: &Line| html! { a href=(overview.links.of_unit(&line.unit)) { (line.name) } };
    html! {
        @match lines {
            [only] => (link(only)),
            _ => ul class="unit-list" { @for line in lines { li { (link(line)) } } },
        }
    }
}

fn last(words: Words, line: &Line) -> Markup {
    html! {
        (board::last(words, line))
        @if let Some(last) = &line.last { ", " (words.fill("overview.of_period", &[("period", &last.period)])) }
    }
}

fn to_do(words: Words, overview: &Overview<'_>, line: &Line) -> Markup {
    html! {
        @match line.place {
            Place::Missing { .. } if !overview.watched.due.is_reporting() => (words.say("overview.wait_end")),
            Place::Missing { .. } => a href=(overview.links.page("nhac-nop")) { (words.say("overview.remind")) },
            Place::Withdrawn => (words.say("overview.wait_again")),
            Place::OnTime | Place::Late | Place::Collecting => (words.say("overview.look_why")),
        }
    }
}

fn state(words: Words, line: &Line) -> Markup {
    html! {
        @match (line.place, &line.source) {
            (Place::Missing { days_late: 0 }, _) => (words.say("overview.not_sent")),
            (Place::Missing { .. }, _) => span class="attention inline" { (words.say("overview.not_sent")) ", " (board::behind(words, line.place)) },
            (Place::Withdrawn, Source::Withdrawn { reason }) => { (words.say("overview.withdrawn")) ": " (reason) },
            (Place::Withdrawn, Source::Here | Source::Merged { .. } | Source::Nothing) => (words.say("overview.withdrawn")),
            (Place::Collecting, _) => (words.say("overview.collecting_none")),
            (Place::OnTime | Place::Late, Source::Here) => (words.say("overview.here_none")),
            (Place::OnTime | Place::Late, Source::Merged { .. } | Source::Withdrawn { .. } | Source::Nothing) => (words.say("overview.sent_none")),
        }
    }
}

/// Ranked + few + folded + none = the province, each side added apart.
fn reconciliation(words: Words, measured: &MeasuredForm<'_>) -> Markup {
    let table = measured.table;
    let agrees = table.agrees();
    let none = table.total(Class::None).units;
    let parts = [
        (Class::Ranked, "overview.sum_ranked"),
        (Class::Few, "overview.sum_few"),
        (Class::Folded, "overview.sum_folded"),
    ];
    html! {
        section class="block" data-identity=(if agrees { "holds" } else { "broken" }) {
            h2 { (words.say("overview.reconcile")) }
            table class="sums" {
                thead class="aside-to-ear" { tr { th scope="col" { (words.say("overview.state")) } th scope="col" { (words.say("overview.satisfied_counts")) } } }
                tbody {
                    @for (class, key) in parts {
                        @let sum = table.total(class);
                        @if sum.units > 0 { (sum_row(words, key, &sum)) }
                    }
                    @if none > 0 {
                        tr { th scope="row" { (words.fill("overview.sum_none", &[("n", &count(words, none))])) } td class="number" { (words.say("overview.no_numbers")) } }
                    }
                    (province_sum(words, measured, none))
                }
            }
            @if agrees { p class="note" { (words.say("province.agrees")) } }
            @else { p class="attention" role="alert" { (words.say("province.differs")) } }
        }
    }
}

fn sum_row(words: Words, key: &str, sum: &Total) -> Markup {
    let (part, whole) = (
        number::count(words, sum.numerator),
        number::count(words, sum.denominator),
    );
    html! {
        tr {
            th scope="row" { (words.fill(key, &[("n", &count(words, sum.units))])) }
            td class="number" { @if sum.denominator > 0 { (part) " / " (whole) } @else { (words.fill("desk.sheets_counted", &[("n", &number::count(words, sum.n))])) } }
        }
    }
}

fn province_sum(words: Words, measured: &MeasuredForm<'_>, none: usize) -> Markup {
    let all = measured.table.units.len();
    let named = [("n", count(words, all - none)), ("all", count(words, all))];
    let named: Vec<(&str, &str)> = named
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    html! {
        @if let Some(row) = figure::pooled(measured) {
            tr class="total" {
                th scope="row" { (words.fill("overview.sum_all", &named)) }
                td class="number" {
                    (figure::fraction(words, row))
                    @if row.numerator.is_some() { " = " (result_table::figure(words, row)) }
                }
            }
        }
    }
}
