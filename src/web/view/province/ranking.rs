//! The ranking: every unit's figure, its doubt and its factors in the row of its name.

use maud::{Markup, html};

use crate::domain::comparison::{Standing, shown};
use crate::domain::form::Section;
use crate::domain::percent::Rounded;
use crate::domain::results::{Class, Direction, Order, ResultRow, SortKey, UnitLine, order};
use crate::usecase::list_reports::Source;
use crate::usecase::overview_province::Reach;
use crate::web::text::Words;
use crate::web::view::geometry::{Axis, Length};
use crate::web::view::province::{Links, MeasuredForm, Overview, count, figure};
use crate::web::view::{heat, number};

/// What the rows of a ranking share.
struct Scale<'a> {
    /// Of the figures.
    axis: Axis,
    /// Ranked units.
    n_ranked: u64,
    /// The province's figure.
    province: Option<&'a str>,
    /// The province's figure of each factor, in the order of the form.
    references: Vec<(&'a Section, Option<Rounded>)>,
}

pub(super) fn block(words: Words, overview: &Overview<'_>, measured: &MeasuredForm<'_>) -> Markup {
    let ranked = measured.table.total(Class::Ranked).units;
    let title = words.fill("overview.ranking", &[("n", &count(words, ranked))]);
    let mut lines: Vec<&UnitLine> = measured.table.units.iter().collect();
    lines.retain(|line| line.class() == Class::Ranked);
    order(&mut lines, measured.order);
    let scale = Scale::of(measured, &lines);
    let form = measured.form.form_ref.to_string();
    let rounds = &overview.watched.rounds;
    let is_of_period = overview.links.reach == Reach::Period;
    let yardstick = rounds.yardstick(&form).filter(|_| is_of_period);
    let others = rounds.of_other_forms(&form).filter(|_| is_of_period);
    html! {
        section class="block ranking-block" id="xep-hang" {
            div class="ranking-title" {
                h2 { (title) }
                span class="note" { (words.say("overview.range_is")) }
                (heat::legend(words))
            }
            @if let Some(round) = yardstick {
                p class="note" { (words.fill("overview.yardstick", &[("round", &round.title)])) }
            }
            @if let Some(titles) = others {
                p class="note" { (words.fill("overview.unlike_forms", &[("rounds", &titles)])) }
            }
            div class="scroll" tabindex="0" role="region" aria-label=(title) {
                table class="ranks-table" {
                    caption class="aside-to-ear" { (title) }
                    (head(words, overview.links, measured, &scale))
                    (province_row(words, measured, &scale))
                    tbody { @for line in lines { (row(words, overview, measured, (line, &scale))) } }
                }
            }
        }
    }
}

impl<'a> Scale<'a> {
    fn of(measured: &MeasuredForm<'a>, lines: &[&'a UnitLine]) -> Self {
        let figures = || {
            lines
                .iter()
                .filter_map(|line| line.headline.percent.as_deref())
        };
        // Intervals may leave the drawing; figures may not.
        let low = [60, 40, 20].into_iter().find(|low| {
            let axis = Axis {
                low: *low,
                high: 100,
            };
            figures().all(|figure| axis.holds(figure))
        });
        let reference = |section: &'a Section| {
            let mut rows = measured.table.sections.iter();
            let row = rows.find(|row| row.section.as_deref() == Some(section.id.as_str()));
            let figure = row.and_then(|row| row.percent.as_deref());
            (section, figure.and_then(shown))
        };
        let form: &'a _ = measured.form;
        Self {
            axis: Axis {
                low: low.unwrap_or(0),
                high: 100,
            },
            n_ranked: u64::try_from(lines.len()).unwrap_or(u64::MAX),
            province: figure::pooled(measured).and_then(|row| row.percent.as_deref()),
            references: form.factors().map(reference).collect(),
        }
    }
}

/// A column that can be sorted by: its key in the address and what it is called.
struct Column<'a> {
    key: SortKey,
    name: &'a str,
    label: Markup,
    class: &'static str,
}

fn head(words: Words, links: &Links, measured: &MeasuredForm<'_>, scale: &Scale<'_>) -> Markup {
    let column = |key, name: &'static str, label: &'static str, class| Column {
        key,
        name,
        label: html! { (words.say(label)) },
        class,
    };
    let sorted = |column: &Column<'_>| head_cell(words, links, measured.order, column);
    html! {
        thead { tr {
            (sorted(&column(SortKey::Rank, "rank", "province.rank", "number")))
            th scope="col" class="range" { (words.say("province.rank_range")) }
            (sorted(&column(SortKey::Name, "name", "province.unit", "")))
            (sorted(&column(SortKey::Sheets, "sheets", "desk.sheets", "number")))
            (sorted(&column(SortKey::Rate, "rate", "overview.rate", "number")))
            (sorted(&column(SortKey::Figure, "figure", "desk.satisfied_percent", "number")))
            th scope="col" class="plot" { (words.say("overview.figure_and_interval")) (ticks(scale.axis)) }
            th scope="col" class="plot ranks-cell" { (words.say("overview.rank_and_range")) (ticks(Axis { low: 1, high: scale.n_ranked.max(2) })) }
            @for (section, _) in &scale.references {
                (sorted(&Column {
                    key: SortKey::Factor(section.id.to_string()),
                    name: section.id.as_str(),
                    label: factor_name(words, section),
                    class: "factor-head",
                }))
            }
            th scope="col" { (words.say("province.remark")) }
        } }
    }
}

fn head_cell(words: Words, links: &Links, order: &Order, column: &Column<'_>) -> Markup {
    let is_here = order.key == column.key;
    // Ranks and names begin with the least, all other columns with the greatest.
    let rises = matches!(column.key, SortKey::Rank | SortKey::Name)
        == (order.direction == Direction::Usual);
    let sorted = match (is_here, rises) {
        (false, _) => None,
        (true, true) => Some("ascending"),
        (true, false) => Some("descending"),
    };
    let turned = if is_here && order.direction == Direction::Usual {
        "-"
    } else {
        ""
    };
    let address = links.here("sort", &format!("{turned}{}", column.name));
    html! {
        th scope="col" class=(column.class) aria-sort=[sorted] {
            a href={ (address) "#xep-hang" } {
                (column.label)
                @if sorted.is_some() { span aria-hidden="true" class="sort-mark" { @if rises { " ▴" } @else { " ▾" } } }
                span class="aside-to-ear" { ", " (words.say("overview.sort")) }
            }
        }
    }
}

/// The marks of an axis: five where they are round, else both ends.
fn ticks(axis: Axis) -> Markup {
    let whole = axis.high - axis.low;
    let marks: Vec<u64> = match (axis.low, whole) {
        (_, 40) => (0..=4).map(|mark| axis.low + mark * 10).collect(),
        (0 | 20 | 40, _) => (axis.low..=axis.high)
            .filter(|mark| mark % 20 == 0)
            .collect(),
        (_, 0..50) => vec![axis.low, axis.high],
        _ => {
            // No mark so near the last that their numbers touch.
            let between = (25..axis.high).step_by(25);
            let between = between.filter(|mark| (axis.high - mark) * 8 > whole);
            [1].into_iter().chain(between).chain([axis.high]).collect()
        }
    };
    html! {
        svg class="ticks" role="img" aria-label={ (axis.low) "–" (axis.high) } focusable="false" {
            @for mark in marks {
                text x=(Length::of(mark - axis.low, whole)) y="12" text-anchor="middle" { (mark) }
            }
        }
    }
}

/// A factor's number over its short name; the whole name for whoever points at it.
fn factor_name(words: Words, section: &Section) -> Markup {
    let title = section.title.get(words.tag());
    let short = match section.id.as_str() {
        "tiep-can" => words.say("overview.short_access"),
        "thu-tuc" => words.say("overview.short_procedures"),
        "cong-chuc" => words.say("overview.short_staff"),
        "ket-qua" => words.say("overview.short_results"),
        "phan-anh" => words.say("overview.short_complaints"),
        _ => title,
    };
    let numeral = section.factor.map_or("", roman);
    html! { abbr title=(title) { (numeral) br; (short) } }
}

fn roman(factor: u8) -> &'static str {
    match factor {
        1 => "I",
        2 => "II",
        3 => "III",
        4 => "IV",
        5 => "V",
        _ => "",
    }
}

/// The whole province over all its units: what every factor below is set against.
fn province_row(words: Words, measured: &MeasuredForm<'_>, scale: &Scale<'_>) -> Markup {
    let dossiers = measured.table.whole().dossiers;
    html! {
        @if let Some(row) = figure::pooled(measured) {
            tbody class="whole" { tr {
                td {} td {}
                th scope="row" { (words.say("province.province")) }
                td class="number" { (number::count(words, row.n)) }
                td class="number" { (rate(words, row.n, dossiers)) }
                td class="number" { (plain_figure(words, row)) }
                td class="plot" { (dot(scale, row)) }
                td class="plot ranks-cell" {}
                @for (section, _) in &scale.references { (reference_cell(words, measured, section)) }
                td {}
            } }
        }
    }
}

fn reference_cell(words: Words, measured: &MeasuredForm<'_>, section: &Section) -> Markup {
    let mut rows = measured.table.sections.iter();
    let row = rows.find(|row| row.section.as_deref() == Some(section.id.as_str()));
    html! { td class="reference" { @if let Some(row) = row { (plain_figure(words, row)) } } }
}

fn plain_figure(words: Words, row: &ResultRow) -> String {
    row.percent.as_deref().or(row.score.as_deref()).map_or_else(
        || words.say("desk.no_figure").to_owned(),
        |figure| number::decimal(words, figure),
    )
}

/// One unit's row: its line and what all rows share.
type Placed<'a> = (&'a UnitLine, &'a Scale<'a>);

fn row(
    words: Words,
    overview: &Overview<'_>,
    measured: &MeasuredForm<'_>,
    (line, scale): Placed<'_>,
) -> Markup {
    let row = &line.headline;
    let wide = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let range = row
        .rank_low
        .zip(row.rank_high)
        .map(|(low, high)| (wide(low), wide(high)));
    html! {
        tr {
            td class="number strong" { @if let Some(rank) = row.rank { (rank) } }
            td class="range" { @if let Some((low, high)) = range { (low) "–" (high) } }
            th scope="row" { a href=(overview.links.of_unit(&row.unit)) { (name(measured, row)) } }
            td class="number" { (number::count(words, row.n)) }
            td class="number rate" { (rate(words, row.n, line.dossiers)) }
            td class="number strong" { (plain_figure(words, row)) }
            td class="plot" { (dot(scale, row)) }
            td class="plot ranks-cell" {
                @if let Some((rank, (low, high))) = row.rank.zip(range) { (ranks((wide(rank), low, high), scale.n_ranked)) }
            }
            @for (section, reference) in &scale.references { (factor_cell(words, line, section, reference.as_ref())) }
            td class="remark" { (remark(words, overview, line)) }
        }
    }
}

pub(super) fn name<'a>(measured: &MeasuredForm<'a>, row: &'a ResultRow) -> &'a str {
    measured
        .names
        .get(&row.unit)
        .map_or(row.unit.as_str(), String::as_str)
}

/// Sheets over dossiers in percent with one decimal; nothing where the dossiers are unknown.
pub(super) fn rate(words: Words, n: u64, dossiers: Option<u64>) -> String {
    let rate = dossiers.and_then(|dossiers| Rounded::percent_of(n.into(), dossiers.into(), 1));
    rate.map_or_else(String::new, |rate| {
        number::decimal(words, &rate.to_string())
    })
}

fn factor_cell(
    words: Words,
    line: &UnitLine,
    section: &Section,
    reference: Option<&Rounded>,
) -> Markup {
    let mut rows = line.sections.iter().zip(&line.answered);
    let row = rows.find(|(row, _)| row.section.as_deref() == Some(section.id.as_str()));
    html! {
        @match row {
            Some((row, n)) => (heat::cell(words, &heat::Cell {
                n: *n,
                ..heat::Cell::of(row, Standing::of(row, reference))
            })),
            None => td {},
        }
    }
}

/// A figure with its interval; the province stands as a line through all rows.
fn dot(scale: &Scale<'_>, row: &ResultRow) -> Markup {
    let axis = scale.axis;
    html! {
        svg class="row-plot" aria-hidden="true" focusable="false" {
            @if let Some(figure) = scale.province {
                line class="province-line" x1=(axis.place(figure)) x2=(axis.place(figure)) y1="0" y2="100%" {}
            }
            @if let Some(limits) = &row.interval {
                line class="whisker" x1=(axis.place(&limits.low)) x2=(axis.place(&limits.high)) y1="50%" y2="50%" {}
            }
            @if let Some(figure) = &row.percent { circle class="mark" cx=(axis.place(figure)) cy="50%" r="4" {} }
        }
    }
}

/// A rank and the ranks the data allow, from the first to the last.
fn ranks((rank, low, high): (u64, u64, u64), n_ranked: u64) -> Markup {
    let place = |rank: u64| Length::of(rank.saturating_sub(1), n_ranked.saturating_sub(1));
    html! {
        svg class="row-plot" aria-hidden="true" focusable="false" {
            rect class="range" x=(place(low)) y="9" width=(place(low).to(place(high))) height="7" {}
            circle class="mark" cx=(place(rank)) cy="50%" r="4" {}
        }
    }
}

/// What a reader of the row must know: too few for the target, figures to be replaced.
fn remark(words: Words, overview: &Overview<'_>, line: &UnitLine) -> Markup {
    let row = &line.headline;
    let rounds = &overview.watched.rounds;
    let round = rounds.of_unit_and_form(&row.unit, &row.form);
    let round = round.filter(|_| overview.links.reach == Reach::Period);
    let wanted = round.and_then(|round| round.sheets_wanted(&row.unit, line.dossiers));
    let mut lines = overview.watched.lines.iter();
    let source = lines
        .find(|line| line.unit == row.unit)
        .map(|line| &line.source);
    let is_interim = match source {
        Some(Source::Merged { is_final, .. }) => !is_final,
        Some(Source::Here | Source::Withdrawn { .. } | Source::Nothing) | None => false,
    };
    html! {
        @if wanted.is_some_and(|wanted| row.n < wanted) { span { (words.say("overview.below_target")) } " " }
        @if is_interim { span { (words.say("overview.interim")) } " " }
        @if row.late > 0 { span { (words.fill("province.late", &[("n", &number::count(words, row.late))])) } " " }
        @if row.flagged > 0 { span { (words.fill("overview.to_look_at", &[("n", &number::count(words, row.flagged))])) } }
    }
}
