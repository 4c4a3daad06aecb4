//! The counts behind the bars, with what is in no denominator.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{FormQuestions, row_of};
use crate::domain::form::{Kind, Question, Scale};
use crate::domain::results::ResultRow;
use crate::web::text::Words;
use crate::web::view::number;

/// A question with what it got.
type Asked<'a> = (&'a Question, &'a ResultRow);

/// One table for each scale, folded away.
#[must_use]
pub(super) fn counts(words: Words, form: &FormQuestions<'_>) -> Markup {
    let mut by_scale: BTreeMap<&str, (&Scale, Vec<Asked<'_>>)> = BTreeMap::new();
    let mut others: Vec<Asked<'_>> = Vec::new();
    for question in form.form.counted() {
        let Some(row) = row_of(form.questions, question.id.as_str()) else {
            continue;
        };
        match &question.kind {
            Kind::Rating(scale) => {
                let (_, asked) = by_scale
                    .entry(scale.id.as_str())
                    .or_insert((scale, Vec::new()));
                asked.push((question, row));
            }
            Kind::Choice(_) | Kind::Multi { .. } => others.push((question, row)),
            Kind::Text => {}
        }
    }
    html! {
        details class="block twin" {
            summary { (words.say("questions.counts")) }
            @for (scale, asked) in by_scale.values() { (table(words, Some(scale), asked)) }
            @if !others.is_empty() { (table(words, None, &others)) }
        }
    }
}

fn table(words: Words, scale: Option<&Scale>, asked: &[Asked<'_>]) -> Markup {
    let levels = scale.map_or(&[][..], |scale| scale.levels.as_slice());
    let n_columns = levels.len() + 4;
    let count = |n: u64| html! { td class="number" { (number::count(words, n)) } };
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(words.say("questions.counts")) {
            table {
                thead { tr {
                    th scope="col" { (words.say("questions.question")) }
                    th scope="col" class="number" { "n" }
                    @for level in levels { th scope="col" class="number" { (level.label.get(words.tag())) } }
                    th scope="col" class="number" { (words.say("questions.outside")) }
                    th scope="col" class="number" { (words.say("questions.left_out")) }
                    th scope="col" class="number" { (words.say("questions.not_asked")) }
                } }
                tbody { @for (question, row) in asked { tr {
                    th scope="row" { (question.text.get(words.tag())) }
                    @if row.folded { td colspan=(n_columns) class="instead" { (words.say("questions.folded")) } }
                    @else {
                        (count(row.n))
                        @for level in levels { (count(row.counts.get(&level.code.to_string()).copied().unwrap_or(0))) }
                        (count(row.skipped)) (count(row.left_out)) (count(row.not_asked))
                    }
                } } }
            }
        }
    }
}
