//! Result rows as tables: figure, interval, chart and counts in one row.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::form::{Choice, Form, Kind, Question, Scale, Section};
use crate::domain::results::ResultRow;
use crate::web::text::Words;
use crate::web::view::chart;
use crate::web::view::disclosure;
use crate::web::view::geometry::Axis;
use crate::web::view::number;

/// The axis for these rows: from 50, or from 0 where an interval reaches below.
pub(super) fn axis_for<'a>(rows: impl IntoIterator<Item = &'a ResultRow>) -> Axis {
    let usual = Axis { low: 50, high: 100 };
    let bounds = rows.into_iter().filter_map(|row| {
        row.interval
            .as_ref()
            .map(|limits| limits.low.as_str())
            .or(row.percent.as_deref())
    });
    let reaches_below = bounds.into_iter().any(|bound| !usual.holds(bound));
    if reaches_below {
        Axis { low: 0, ..usual }
    } else {
        usual
    }
}

/// The figure of a row as it is read: a percent, points, or that there is none.
#[must_use]
pub fn figure(words: Words, row: &ResultRow) -> String {
    match (&row.percent, &row.score) {
        (Some(percent), _) => number::percent(words, percent),
        (None, Some(score)) => number::decimal(words, score),
        (None, None) => words.say("desk.no_figure").to_owned(),
    }
}

/// Rows that differ by one thing: channels, months, service fields.
#[must_use]
pub fn plain(words: Words, caption: &str, column: &str, rows: &[(String, &ResultRow)]) -> Markup {
    let drawn = rows.iter().map(|(_, row)| *row);
    let axis = axis_for(drawn.filter(|row| row.enough));
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr {
                    th scope="col" { (column) }
                    th scope="col" class="number" { (words.say("desk.sheets")) }
                    th scope="col" class="number" { (words.say("desk.satisfied_percent")) }
                    th scope="col" class="number" { (words.say("desk.interval")) }
                    th scope="col" class="chart-cell" { (axis_head(axis)) }
                } }
                tbody { @for (name, row) in rows { tr { th scope="row" { (name) } (figures_if_enough(words, row, axis)) } } }
            }
        }
    }
}

/// Factors with their questions below them, then the index.
#[must_use]
pub fn factors(
    words: Words,
    form: &Form,
    sections: &[ResultRow],
    questions: &[ResultRow],
) -> Markup {
    let caption = words.say("unit.factors");
    let drawn = sections.iter().chain(questions);
    let axis = axis_for(drawn.filter(|row| row.enough));
    let rows = Rows {
        sections,
        questions,
        axis,
    };
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr {
                    th scope="col" { (words.say("unit.factor_or_question")) }
                    th scope="col" class="number" { "n" }
                    th scope="col" class="number" { (words.say("desk.satisfied_percent")) }
                    th scope="col" class="number" { (words.say("desk.interval")) }
                    th scope="col" class="chart-cell" { (axis_head(axis)) }
                    th scope="col" class="chart-cell" { (words.say("unit.distribution")) }
                } }
                tbody {
                    @for section in &form.sections { (section_rows(words, section, rows)) }
                    @for index in sections.iter().filter(|row| row.section.is_none()) {
                        tr class="total" { th scope="row" { (words.say("unit.index")) } (figures_if_enough(words, index, axis)) td {} }
                    }
                }
            }
        }
    }
}

/// The rows of one form version and their common axis.
#[derive(Clone, Copy)]
struct Rows<'a> {
    sections: &'a [ResultRow],
    questions: &'a [ResultRow],
    axis: Axis,
}

fn section_rows(words: Words, section: &Section, rows: Rows<'_>) -> Markup {
    let Rows {
        sections,
        questions,
        axis,
    } = rows;
    let own = sections
        .iter()
        .find(|row| row.section.as_deref() == Some(section.id.as_str()));
    let measured = section.questions.iter().filter_map(|question| {
        let row = row_of(questions, question)?;
        question
            .satisfaction_scale()
            .map(|scale| (question, scale, row))
    });
    let measured: Vec<_> = measured.collect();
    let answered: Vec<&ResultRow> = measured.iter().map(|(_, _, row)| *row).collect();
    let own = own.map(|own| own.by_answers_of(&answered));
    html! {
        @if let Some(own) = &own {
            tr class="factor" {
                th scope="row" { @if let Some(factor) = section.factor { (roman(factor)) ". " } (section.title.get(words.tag())) }
                (figures_if_enough(words, own, axis))
                td {}
            }
        }
        @for (question, scale, row) in measured {
            tr class="item" {
                th scope="row" { (question.text.get(words.tag())) }
                (figures_if_enough(words, row, axis))
                td { (chart::levels(words, scale, &row.counts, "thin")) }
            }
        }
    }
}

/// How many chose each level, and who did not: one table for each scale.
#[must_use]
pub fn level_counts(words: Words, form: &Form, questions: &[ResultRow]) -> Markup {
    let mut by_scale: BTreeMap<&str, Vec<Asked<'_>>> = BTreeMap::new();
    for question in form.counted() {
        if let (Kind::Rating(scale), Some(row)) = (&question.kind, row_of(questions, question)) {
            let asked = Asked {
                question,
                scale,
                row,
            };
            by_scale.entry(scale.id.as_str()).or_default().push(asked);
        }
    }
    html! { @for asked in by_scale.values() { (scale_counts(words, asked)) } }
}

/// A rating and what it got.
struct Asked<'a> {
    question: &'a Question,
    scale: &'a Scale,
    row: &'a ResultRow,
}

fn scale_counts(words: Words, rows: &[Asked<'_>]) -> Markup {
    let caption = words.say("unit.level_counts");
    let levels = rows
        .first()
        .map_or(&[][..], |asked| asked.scale.levels.as_slice());
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr {
                    th scope="col" { (words.say("unit.question")) }
                    @for level in levels { th scope="col" class="number" { (level.label.get(words.tag())) } }
                    th scope="col" class="number" { (words.say("unit.outside")) }
                    th scope="col" class="number" { (words.say("unit.left_out")) }
                    th scope="col" class="number" { (words.say("unit.not_asked")) }
                } }
                tbody {
                    @for Asked { question, row, .. } in rows {
                        tr {
                            th scope="row" { (question.text.get(words.tag())) }
                            @if disclosure::is_hidden(row) {
                                td colspan=(levels.len() + 3) { (words.say("disclosure.few")) }
                            } @else {
                                @for level in levels { (cell(words, row.counts.get(&level.code.to_string()))) }
                                (cell(words, Some(&row.skipped)))
                                (cell(words, Some(&row.left_out)))
                                (cell(words, Some(&row.not_asked)))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How many chose each option, for questions that measure no satisfaction.
#[must_use]
pub fn option_counts(words: Words, form: &Form, questions: &[ResultRow]) -> Markup {
    html! {
        @for question in form.counted() {
            @if let (Some(options), Some(row)) = (options(question), row_of(questions, question)) {
                table {
                    caption { (question.text.get(words.tag())) }
                    thead { tr {
                        th scope="col" { (words.say("unit.option")) }
                        th scope="col" class="number" { (words.say("unit.chosen")) }
                    } }
                    tbody {
                        @if disclosure::is_hidden(row) { tr { th scope="row" { (words.say("unit.answered")) } td class="number" { (words.say("disclosure.few")) } } }
                        @else {
                        @for choice in options {
                            tr { th scope="row" { (choice.label.get(words.tag())) } (cell(words, row.counts.get(choice.value.as_str()))) }
                        }
                        @for choice in &question.outside {
                            tr { th scope="row" { (choice.label.get(words.tag())) } (cell(words, row.outside.get(choice.value.as_str()))) }
                        }
                        tr class="total" { th scope="row" { (words.say("unit.answered")) } (cell(words, Some(&row.n))) }
                        tr { th scope="row" { (words.say("unit.left_out")) } (cell(words, Some(&row.left_out))) }
                        tr { th scope="row" { (words.say("unit.not_asked")) } (cell(words, Some(&row.not_asked))) }
                        }
                    }
                }
            }
        }
    }
}

/// The same, or the number alone where it is too small to be judged.
fn figures_if_enough(words: Words, row: &ResultRow, axis: Axis) -> Markup {
    html! {
        @if row.enough {
            (figures(words, row, axis))
        } @else {
            td class="number" { (number::count(words, row.n)) }
            td class="number note" colspan="2" { (few(words, row)) }
            td class="chart-cell" {}
        }
    }
}

fn few(words: Words, row: &ResultRow) -> &'static str {
    if row.folded {
        words.say("heat.folded")
    } else {
        words.say("desk.few")
    }
}

/// Sheets, figure, interval and its chart: the middle of every row.
pub(super) fn figures(words: Words, row: &ResultRow, axis: Axis) -> Markup {
    html! {
        td class="number" { (disclosure::count(words, row)) }
        td class="number strong" { (figure(words, row)) }
        td class="number" { @if let Some(limits) = &row.interval { (number::interval(words, limits)) } }
        td class="chart-cell" { (chart::dot(axis, row.percent.as_deref(), row.interval.as_ref(), "")) }
    }
}

/// The ends of an axis, over its column.
pub(super) fn axis_head(axis: Axis) -> Markup {
    let range = format!("{}–{}", axis.low, axis.high);
    html! { div class="axis" role="img" aria-label=(range) { span { (axis.low) } span { (axis.high) } } }
}

fn row_of<'a>(rows: &'a [ResultRow], question: &Question) -> Option<&'a ResultRow> {
    rows.iter()
        .find(|row| row.question.as_deref() == Some(question.id.as_str()))
}

fn options(question: &Question) -> Option<&[Choice]> {
    match &question.kind {
        Kind::Choice(options) | Kind::Multi { options, .. } => Some(options),
        Kind::Rating(_) | Kind::Text => None,
    }
}

fn cell(words: Words, number: Option<&u64>) -> Markup {
    html! { td class="number" { (number::count(words, number.copied().unwrap_or(0))) } }
}

pub(super) fn roman(factor: u8) -> &'static str {
    match factor {
        1 => "I",
        2 => "II",
        3 => "III",
        4 => "IV",
        5 => "V",
        _ => "",
    }
}
