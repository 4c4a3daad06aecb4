//! Questions that measure no satisfaction: how many chose what, as bars.

use maud::{Markup, html};

use super::{FormQuestions, bar, instead, row_of};
use crate::domain::form::{Kind, Question};
use crate::domain::results::ResultRow;
use crate::web::text::Words;
use crate::web::view::geometry::whole_percent;
use crate::web::view::number;

/// One table for each of them, in the order of the form.
#[must_use]
pub(super) fn tables(words: Words, form: &FormQuestions<'_>, year: Option<&str>) -> Markup {
    let asked = form.form.counted().filter_map(|question| {
        let row = row_of(form.questions, question.id.as_str())?;
        let options = options(words, question);
        (!options.is_empty()).then_some((question, options, row))
    });
    let asked: Vec<_> = asked.collect();
    html! {
        @if !asked.is_empty() {
            section class="block options" {
                h2 { (words.say("questions.options")) }
                @for (question, options, row) in &asked { (table(words, (question, options, row), year)) }
            }
        }
    }
}

fn table(
    words: Words,
    (question, options, row): (&Question, &[(String, &str)], &ResultRow),
    year: Option<&str>,
) -> Markup {
    html! {
        h3 { (question.text.get(words.tag())) }
        @if let Some(instead) = instead(words, row, year) {
            p class="instead" { @if !row.folded { "n " (number::count(words, row.n)) ": " } (instead) }
        } @else {
            table class="option-table" {
                thead { tr {
                    th scope="col" { (words.say("questions.option")) }
                    th scope="col" class="number" { (words.say("questions.chosen")) }
                    th scope="col" class="bar-cell" { (words.say("questions.share")) ", n " (number::count(words, row.n)) }
                } }
                tbody {
                    @for (code, label) in options {
                        @let n = row.counts.get(code).copied().unwrap_or(0);
                        tr {
                            th scope="row" { (label) }
                            td class="number" { (number::count(words, n)) }
                            td class="bar-cell" { div class="option-share" {
                                (bar::option(n, row.n))
                                span { (whole_percent(n, row.n)) "%" }
                            } }
                        }
                    }
                }
            }
            @if matches!(question.kind, Kind::Multi { .. }) { p class="note" { (words.say("questions.several")) } }
        }
    }
}

/// Code and label of what can be chosen; empty for what the other table shows.
fn options(words: Words, question: &Question) -> Vec<(String, &str)> {
    match &question.kind {
        Kind::Choice(options) | Kind::Multi { options, .. } => options
            .iter()
            .map(|option| (option.value.to_string(), option.label.get(words.tag())))
            .collect(),
        Kind::Rating(scale) if scale.satisfied.is_empty() => scale
            .levels
            .iter()
            .map(|level| (level.code.to_string(), level.label.get(words.tag())))
            .collect(),
        Kind::Rating(_) | Kind::Text => Vec::new(),
    }
}
