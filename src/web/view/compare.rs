//! Two periods, units and methods side by side, with the way from each figure back to its counts.

use maud::{Markup, html};

use crate::domain::comparison::{Clarity, Difference};
use crate::domain::results::ResultRow;
use crate::domain::roll_up::RollUp;
use crate::domain::side_by_side::{Break, Trace};
use crate::web::text::Words;
use crate::web::view::compare_form::{self, CompareForm};
use crate::web::view::desk_nav::{self, ProvincePage, Tabs};
use crate::web::view::geometry::Axis;
use crate::web::view::layout::{self, Masthead};
use crate::web::view::unit::channel_name;
use crate::web::view::{number, result_table};

/// A comparison, or the form alone where nothing can be compared.
#[derive(Clone, Debug)]
pub struct ComparePage<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The tabs of the desk.
    pub tabs: Tabs<'a>,
    /// The province, such as `Tỉnh Tuyên Quang`.
    pub name: &'a str,
    /// What can be chosen, and what was.
    pub form: &'a CompareForm,
    /// What came of it; `None`: the choices do not fit.
    pub found: Option<&'a Comparison>,
}

/// What is compared.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The earlier and the later period, in words.
    pub periods: [String; 2],
    /// Whether the two share days, so that their answers are partly the same.
    pub overlap: bool,
    /// One table for each method.
    pub tables: Vec<MethodTable>,
}

/// The figures of one method.
#[derive(Clone, Debug)]
pub struct MethodTable {
    /// Its name.
    pub title: String,
    /// Its id, which is the name of its file.
    pub id: String,
    /// The province by both roll-ups, then the units.
    pub lines: Vec<Line>,
}

/// One line: a unit, or the province by one roll-up.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it is.
    pub name: String,
    /// Its trend.
    pub address: Option<String>,
    /// The figure of the earlier period.
    pub before: Option<Figure>,
    /// The figure of the later one.
    pub after: Option<Figure>,
    /// How far the later is from the earlier, where they may be compared.
    pub change: Option<Difference>,
    /// Why they may not be.
    pub breaks: Vec<Break>,
    /// How far it is from the first unit chosen, in the later period.
    pub beside: Option<Difference>,
}

/// A result with the counts that it comes from.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The result.
    pub row: ResultRow,
    /// Its fraction written out; `None` for means.
    pub trace: Option<Trace>,
}

/// The page.
#[must_use]
pub fn page(words: Words, page: &ComparePage<'_>) -> Markup {
    let title = words.fill("compare.title", &[("province", page.name)]);
    let content = html! {
        main class="wide compare" id="content" {
            (desk_nav::province(words, page.tabs, ProvincePage::Compare))
            div class="head" { h1 { (title) } }
            p class="full-title" { (words.say("desk.full_title")) }
            (compare_form::form(words, page.form))
            @if let Some(found) = page.found {
                @if found.overlap { p class="attention" { (words.say("compare.overlap")) } }
                @for table in &found.tables { (figures(words, found, table)) }
                p class="note" { (words.say("desk.interval_note")) " " (words.say("compare.clear_note")) }
                section class="block" {
                    h2 { (words.say("compare.trace")) }
                    p class="note" { (words.say("compare.trace_what")) }
                    @for table in &found.tables { (traces(words, found, table)) }
                }
            }
        }
    };
    layout::desk(words, &title, page.masthead, &content)
}

fn rows(table: &MethodTable) -> impl Iterator<Item = &ResultRow> {
    let figures = table
        .lines
        .iter()
        .flat_map(|line| [&line.before, &line.after]);
    figures.flatten().map(|figure| &figure.row)
}

fn figures(words: Words, found: &Comparison, table: &MethodTable) -> Markup {
    let caption = words.fill("compare.by_method", &[("method", &table.title)]);
    let axis = result_table::axis_for(rows(table).filter(|row| row.percent.is_some()));
    let number = |key: &'static str| html! { th scope="col" class="number" { (words.say(key)) } };
    let [before, after] = &found.periods;
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(caption) {
            table class="compared" {
                caption { (caption) }
                thead {
                    tr class="groups" {
                        th scope="col" rowspan="2" { (words.say("compare.unit")) }
                        th scope="colgroup" colspan="3" class="group" { (before) }
                        th scope="colgroup" colspan="3" class="group" { (after) }
                        th scope="col" rowspan="2" class="number" { (words.say("compare.change")) }
                        th scope="col" rowspan="2" class="number" { (words.say("compare.beside")) }
                        th scope="col" rowspan="2" class="chart-cell" { (words.say("compare.chart")) (result_table::axis_head(axis)) }
                    }
                    tr {
                        (number("desk.sheets")) (number("compare.figure")) (number("desk.interval"))
                        (number("desk.sheets")) (number("compare.figure")) (number("desk.interval"))
                    }
                }
                tbody { @for line in &table.lines { (figure_line(words, line, axis)) } }
            }
        }
    }
}

fn figure_line(words: Words, line: &Line, axis: Axis) -> Markup {
    html! {
        tr {
            th scope="row" { @if let Some(address) = &line.address { a href=(address) { (line.name) } } @else { (line.name) } }
            (cells(words, line.before.as_ref()))
            (cells(words, line.after.as_ref()))
            td class="number" { (change(words, line)) }
            td class="number" { @if let Some(beside) = &line.beside { (difference(words, beside)) } }
            td class="chart-cell" { (dots(axis, line)) }
        }
    }
}

/// Sheets, figure and interval of a period; too few sheets show their number alone.
fn cells(words: Words, figure: Option<&Figure>) -> Markup {
    html! {
        @match figure {
            None => td colspan="3" class="note from-here" { (words.say("compare.no_unit")) },
            Some(Figure { row, .. }) => {
                td class="number from-here" { (number::count(words, row.n)) }
                @if row.folded {
                    td colspan="2" class="number" { (words.say("compare.folded")) }
                } @else if row.n > 0 && !row.enough {
                    td colspan="2" class="number" { span class="few" { (words.say("desk.few")) } }
                } @else {
                    td class="number strong" { (result_table::figure(words, row)) }
                    td class="number" { @if let Some(limits) = &row.interval { (number::interval(words, limits)) } }
                }
            }
        }
    }
}

fn change(words: Words, line: &Line) -> Markup {
    let both = line.before.as_ref().zip(line.after.as_ref());
    html! {
        @if let Some(change) = &line.change {
            (difference(words, change))
        } @else if let (Some((before, after)), false) = (both, line.breaks.is_empty()) {
            span class="apart" { (words.say("compare.apart")) " " (reasons(words, &line.breaks, &before.row, &after.row)) }
        }
    }
}

/// `+3,09 điểm %`, and whether it is more than chance.
pub(super) fn difference(words: Words, difference: &Difference) -> Markup {
    let text = difference.points.to_string();
    let is_level = text.chars().all(|c| !c.is_ascii_digit() || c == '0');
    let plus = if text.starts_with('-') || is_level {
        ""
    } else {
        "+"
    };
    let clear = match difference.clarity {
        Clarity::Clear => None,
        Clarity::Unclear => Some(words.say("compare.unclear")),
    };
    html! {
        span class=(if clear.is_none() { "strong" } else { "faint" }) { (plus) (number::decimal(words, &text)) }
        @if let Some(clear) = clear { " " span class="note" { (clear) } }
    }
}

/// What keeps two results apart, in words.
#[must_use]
pub fn reasons(words: Words, breaks: &[Break], before: &ResultRow, after: &ResultRow) -> String {
    let told = breaks.iter().map(|why| match why {
        Break::Reform => words.say("compare.reform").to_owned(),
        Break::Form => words.fill(
            "compare.form_changed",
            &[("old", &before.form), ("new", &after.form)],
        ),
        Break::Method => words.fill(
            "compare.method_changed",
            &[("old", &before.method), ("new", &after.method)],
        ),
        Break::RollUp => words.say("compare.roll_up_changed").to_owned(),
        Break::Channels => words.say("compare.channels_changed").to_owned(),
    });
    told.collect::<Vec<_>>().join("; ")
}

/// The earlier figure hollow, the later one full with its interval.
fn dots(axis: Axis, line: &Line) -> Markup {
    let shown = |figure: &Option<Figure>| {
        let row = figure.as_ref().map(|figure| &figure.row);
        row.filter(|row| row.enough && !row.folded).cloned()
    };
    let (before, after) = (shown(&line.before), shown(&line.after));
    html! {
        svg class="dot" aria-hidden="true" focusable="false" {
            line class="grid" x1="0" x2="100%" y1="10" y2="10" {}
            @if let Some(limits) = after.as_ref().and_then(|row| row.interval.as_ref()) {
                line class="whisker" x1=(axis.place(&limits.low)) x2=(axis.place(&limits.high)) y1="10" y2="10" {}
            }
            @if let Some(percent) = before.as_ref().and_then(|row| row.percent.as_ref()) {
                circle class="hollow" cx=(axis.place(percent)) cy="10" r="4.5" {}
            }
            @if let Some(percent) = after.as_ref().and_then(|row| row.percent.as_ref()) {
                circle class="mark" cx=(axis.place(percent)) cy="10" r="4" {}
            }
        }
    }
}

/// Every figure of a method with its fraction and what was left out of it.
fn traces(words: Words, found: &Comparison, table: &MethodTable) -> Markup {
    let symbols = rows_traced(table).next().map(symbols);
    let caption = words.fill("compare.trace_by", &[("method", &table.title)]);
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(caption) {
            table class="traced" {
                caption { (caption) }
                thead { tr {
                    th scope="col" { (words.say("compare.unit")) }
                    th scope="col" { (words.say("compare.period")) }
                    th scope="col" { (words.say("compare.fraction")) @if let Some(symbols) = &symbols { " " b { (symbols) } } }
                    th scope="col" class="number" { (words.say("compare.figure")) }
                    th scope="col" class="number" { (words.say("compare.outside")) }
                    th scope="col" class="number" { (words.say("compare.left_out")) }
                    th scope="col" class="number" { (words.say("compare.not_asked")) }
                } }
                tbody {
                    @for line in &table.lines {
                        @for (period, figure) in found.periods.iter().zip([&line.before, &line.after]) {
                            @if let Some(figure) = figure { (trace_line(words, &line.name, period, figure)) }
                        }
                    }
                }
            }
        }
        @if let Some(row) = rows(table).next() { p class="note" { (words.fill("compare.file", &[("form", &row.form), ("file", &format!("{}.toml", table.id)), ("roll_up", roll_up(words, row.roll_up)), ("channels", &channels(words, row))])) } }
    }
}

fn rows_traced(table: &MethodTable) -> impl Iterator<Item = &Trace> {
    let figures = table
        .lines
        .iter()
        .flat_map(|line| [&line.before, &line.after]);
    figures.flatten().filter_map(|figure| figure.trace.as_ref())
}

fn trace_line(words: Words, name: &str, period: &str, figure: &Figure) -> Markup {
    let row = &figure.row;
    let is_shown = row.enough && !row.folded;
    html! {
        tr {
            th scope="row" { (name) }
            td class="period" { (period) }
            @match (&figure.trace, is_shown) {
                (_, false) => { td class="note" colspan="2" { @if row.folded { (words.say("compare.folded")) } @else if row.n > 0 { (words.say("desk.few")) } @else { (words.say("desk.no_figure")) } } },
                (Some(trace), true) => { td class="fraction" { (fraction(words, trace, row)) } td class="number strong" { (result_table::figure(words, row)) } },
                (None, true) => { td class="note" { (words.say("compare.mean_of_units")) } td class="number strong" { (result_table::figure(words, row)) } },
            }
            td class="number" { (number::count(words, row.skipped)) }
            td class="number" { (number::count(words, row.left_out)) }
            td class="number" { (number::count(words, row.not_asked)) }
        }
    }
}

/// `(c5 + c4) : A`, as a formula is spoken.
fn symbols(trace: &Trace) -> String {
    let terms = trace.terms.iter().map(|term| match term.weight {
        1 => format!("c{}", term.code),
        weight => format!("{weight}×c{}", term.code),
    });
    let below = match trace.scale {
        1 => "A".to_owned(),
        scale => format!("({scale}×A)"),
    };
    format!("({}) / {below}", terms.collect::<Vec<_>>().join(" + "))
}

/// The same with numbers, and the unreduced fraction they give.
fn fraction(words: Words, trace: &Trace, row: &ResultRow) -> String {
    let count = |number| number::count(words, number);
    let terms = trace.terms.iter().map(|term| match term.weight {
        1 => count(term.count),
        weight => format!("{weight}×{}", count(term.count)),
    });
    let below = match trace.scale {
        1 => count(trace.answers),
        scale => format!("({scale}×{})", count(trace.answers)),
    };
    let written = format!("({}) / {below}", terms.collect::<Vec<_>>().join(" + "));
    match (row.numerator, row.denominator) {
        (Some(part), Some(whole)) => format!("{written} = {} / {}", count(part), count(whole)),
        (Some(_) | None, Some(_) | None) => written,
    }
}

fn roll_up(words: Words, roll_up: RollUp) -> &'static str {
    match roll_up {
        RollUp::OverallQuestion => words.say("compare.overall_question"),
        RollUp::PooledAnswers => words.say("compare.pooled_answers"),
        RollUp::MeanOfQuestions => words.say("compare.mean_of_questions"),
        RollUp::MeanOfFactors => words.say("compare.mean_of_factors"),
    }
}

fn channels(words: Words, row: &ResultRow) -> String {
    let names = row
        .channels
        .iter()
        .map(|channel| channel_name(words, channel));
    names.collect::<Vec<_>>().join(", ")
}
