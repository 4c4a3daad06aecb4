//! Every rating in the order of the form: factor, then its questions.

use maud::{Markup, html};

use super::{FormQuestions, bar, instead, row_of};
use crate::domain::form::{Scale, Section};
use crate::domain::results::ResultRow;
use crate::web::text::Words;
use crate::web::view::{number, rotating};

/// The table with its legend.
#[must_use]
pub(super) fn table(words: Words, form: &FormQuestions<'_>, year: Option<&str>) -> Markup {
    let caption = words.say("questions.distribution");
    let scale = form
        .form
        .counted()
        .find_map(|question| question.satisfaction_scale());
    html! {
        section class="block" aria-label={ (caption) ", " (form.form.form_ref) } {
            h2 { (caption) }
            p class="note" { (form.form.title.get(words.tag())) " · " (form.form.form_ref) }
            (rotating::note(words, form.headline))
            @if let Some(scale) = scale {
                (bar::legend(words, scale))
                div class="scroll" tabindex="0" role="region" aria-label=(caption) {
                    table class="distribution" {
                        thead { tr {
                            th scope="col" { (words.say("questions.question")) }
                            th scope="col" class="number" { "n" }
                            th scope="col" class="number" { (words.say("desk.satisfied_percent")) }
                            th scope="col" class="bar-cell" { (words.say("questions.levels")) }
                            th scope="col" class="number" { (words.say("questions.dissatisfied")) }
                        } }
                        tbody { @for section in &form.form.sections { (rows(words, form, section, year)) } }
                    }
                }
                p class="note" { (words.say("questions.outside_note")) }
            }
        }
    }
}

fn rows(words: Words, form: &FormQuestions<'_>, section: &Section, year: Option<&str>) -> Markup {
    let rated = section.questions.iter().filter_map(|question| {
        let row = row_of(form.questions, question.id.as_str())?;
        Some((
            question.text.get(words.tag()),
            question.satisfaction_scale()?,
            row,
        ))
    });
    let rated: Vec<(&str, &Scale, &ResultRow)> = rated.collect();
    let answered: Vec<&ResultRow> = rated.iter().map(|(_, _, row)| *row).collect();
    let own = form
        .sections
        .iter()
        .find(|row| row.section.as_deref() == Some(section.id.as_str()));
    match (own, rated.as_slice()) {
        // A factor of one question is that question: one row says both.
        (Some(_), [(text, scale, row)]) => html! {
            tr class="section" {
                th scope="row" { (factor_name(words, section)) " " span class="asked" { (text) } }
                (cells(words, (row, scale), year))
            }
        },
        (Some(own), [(_, scale, _), ..]) => html! {
            tr class="section" {
                th scope="row" { (factor_name(words, section)) }
                (cells(words, (&own.by_answers_of(&answered), scale), year))
            }
            (items(words, &rated, ("item", year)))
        },
        (Some(_) | None, _) => items(words, &rated, ("whole", year)),
    }
}

fn items(
    words: Words,
    rated: &[(&str, &Scale, &ResultRow)],
    (class, year): (&str, Option<&str>),
) -> Markup {
    html! {
        @for (text, scale, row) in rated {
            tr class=(class) {
                th scope="row" { (text) }
                (cells(words, (row, scale), year))
            }
        }
    }
}

fn factor_name(words: Words, section: &Section) -> String {
    let title = section.title.get(words.tag());
    match section.factor {
        Some(factor) => format!("{}. {title}", roman(factor)),
        None => title.to_owned(),
    }
}

fn cells(words: Words, (row, scale): (&ResultRow, &Scale), year: Option<&str>) -> Markup {
    html! {
        td class="number" data-label="n" { @if !row.folded { (number::count(words, row.n)) } }
        @match (instead(words, row, year), &row.percent) {
            (Some(instead), _) => td colspan="3" class="instead" { (instead) },
            (None, None) => td colspan="3" class="instead" { (words.say("desk.no_figure")) },
            (None, Some(percent)) => {
                td class="number figure-cell" data-label=(words.say("desk.satisfied_percent")) { (number::decimal(words, percent)) }
                td class="bar-cell" { (bar::levels(words, scale, &row.counts)) }
                td class="number" data-label=(words.say("questions.dissatisfied")) {
                    @if let Some(shares) = &row.shares { (number::decimal(words, &shares.dissatisfied)) }
                }
            },
        }
    }
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
