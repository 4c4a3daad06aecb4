//! The whole questionnaire as one page that needs no JavaScript.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::form::{Channel, Choice, Form, Kind, Question, Section, Text};
use crate::web::text::Words;
use crate::web::view::question_field::{self, Field};
use crate::web::view::{face, layout};

/// A questionnaire to be filled in, or one that came back with problems.
#[derive(Clone, Copy, Debug)]
pub struct Questionnaire<'a> {
    /// The form asked.
    pub form: &'a Form,
    /// The unit that served, such as `xã Nấm Dẩn`.
    pub unit_name: &'a str,
    /// Where the page lives and posts to: `/phieu/{unit}/{form}`.
    pub address: &'a str,
    /// Tag of the language shown, one of the form's.
    pub language: &'a str,
    /// Channel the answer will come by: questions it does not ask are not shown.
    pub channel: Channel,
    /// Service fields to choose from, where the form asks for one.
    pub services: &'a [Choice],
    /// The answer's UUID, so that sending twice counts once.
    pub id: &'a str,
    /// When the page was made, ISO with offset; a repeated post repeats it.
    pub collected_at: &'a str,
    /// What was typed before, by field name.
    pub given: &'a Given,
    /// What is wrong, in page order.
    pub problems: &'a [Wrong],
}

/// Values as posted, by field name.
pub type Given = BTreeMap<String, Vec<String>>;

/// Something to be mended on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Name of the field; empty: the sheet as a whole.
    pub field: String,
    /// What to do, in the reader's language.
    pub message: String,
}

/// The page.
#[must_use]
pub fn page(sheet: &Questionnaire<'_>) -> Markup {
    let words = Words::for_tag(sheet.language);
    let title = sheet.form.title.get(sheet.language);
    let title = if sheet.problems.is_empty() {
        title.to_owned()
    } else {
        words.fill("paper.title_with_problems", &[("title", title)])
    };
    let content = html! {
        (face::symbols())
        main class="sheet two" {
            (opening(words, sheet))
            form method="post" action={ (sheet.address) "?lang=" (sheet.language) } autocomplete="off" novalidate {
                input type="hidden" name="id" value=(sheet.id);
                input type="hidden" name="collected_at" value=(sheet.collected_at);
                input type="hidden" name="language" value=(sheet.language);
                (problem_summary(words, sheet.problems))
                (questions(words, sheet))
                (closing(words, sheet))
            }
        }
    };
    layout::paper(&title, sheet.language, &content)
}

fn opening(words: Words, sheet: &Questionnaire<'_>) -> Markup {
    let count = numbered(sheet).to_string();
    html! {
        header class="opening" {
            p class="place" { (words.fill("paper.place", &[("unit", sheet.unit_name)])) }
            h1 { (in_language(&sheet.form.title, sheet.language)) }
            p class="lead quiet" { (words.fill("paper.how_long", &[("n", &count)])) }
            p class="lead" { strong { (words.say("paper.privacy")) } }
            (languages(words, sheet))
        }
    }
}

/// Links to the other languages of the form, each under its own name.
fn languages(words: Words, sheet: &Questionnaire<'_>) -> Markup {
    let others = sheet
        .form
        .languages
        .iter()
        .filter(|tag| *tag != sheet.language);
    html! {
        @if sheet.form.languages.len() > 1 {
            nav class="tools" aria-label=(words.say("paper.languages")) {
                @for tag in others {
                    a class="tool" href={ (sheet.address) "?lang=" (tag) } lang=(tag) hreflang=(tag) {
                        svg viewBox="0 0 48 48" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="3" stroke-linejoin="round" {
                            path d="M5 8h26v18H17l-7 6v-6H5zM31 16h12v18h-5v6l-7-6H18v-8" {}
                        }
                        (language_name(tag))
                    }
                }
            }
        }
    }
}

/// What a language calls itself. Names of minority languages await a speaker's sign-off, so a tag
/// that is not here shows itself.
fn language_name(tag: &str) -> &str {
    match tag {
        "vi" => "Tiếng Việt",
        "en" => "English",
        other => other,
    }
}

fn problem_summary(words: Words, problems: &[Wrong]) -> Markup {
    html! {
        @if !problems.is_empty() {
            section class="summary" id="problems" role="alert" aria-labelledby="problems-title" tabindex="-1" {
                h2 id="problems-title" { (words.say("paper.problems")) }
                ul {
                    @for wrong in problems {
                        li {
                            @if wrong.field.is_empty() { (wrong.message) }
                            @else { a href={ "#" (question_field::first_id(&wrong.field)) } { (wrong.message) } }
                        }
                    }
                }
            }
        }
    }
}

fn questions(words: Words, sheet: &Questionnaire<'_>) -> Markup {
    let mut number = 0;
    let mut parts = Vec::new();
    for section in &sheet.form.sections {
        let asked: Vec<&Question> = asked(section, sheet.channel).collect();
        if asked.len() > 1 || asked.iter().any(|question| question.profile) {
            parts.push(html! { h2 class="section-title" { (in_language(&section.title, sheet.language)) } });
        }
        for question in asked {
            if !question.profile {
                number += 1;
            }
            parts.push(question_field::question(
                words,
                &field(sheet, question, number),
            ));
            if asks_service_after(sheet, question) {
                number += 1;
                parts.push(service_field(words, sheet, number));
            }
        }
    }
    html! { @for part in &parts { (part) } }
}

fn field<'a>(sheet: &Questionnaire<'a>, question: &'a Question, number: usize) -> Field<'a> {
    Field {
        question,
        language: sheet.language,
        place: (!question.profile).then(|| (number, numbered(sheet))),
        condition: condition_words(sheet, question),
        given: sheet
            .given
            .get(question.id.as_str())
            .map_or(&[], Vec::as_slice),
        problem: problem(sheet, question.id.as_str()),
    }
}

/// When a question applies, in words, since a page without JavaScript shows every question.
fn condition_words(sheet: &Questionnaire<'_>, question: &Question) -> Option<String> {
    let words = Words::for_tag(sheet.language);
    let condition = question.show_if.as_ref()?;
    let earlier = sheet.form.question(condition.question.as_str())?;
    let labels: Vec<String> = condition
        .any_of
        .iter()
        .filter_map(|value| label(earlier, value))
        .map(|text| format!("“{}”", text.get(sheet.language)))
        .collect();
    let number = place_of(sheet, earlier).to_string();
    let answers = labels.join(words.say("paper.or"));
    Some(words.fill("paper.only_if", &[("i", &number), ("answers", &answers)]))
}

fn label<'a>(question: &'a Question, value: &str) -> Option<&'a Text> {
    let choices = match &question.kind {
        Kind::Rating(scale) => {
            let level = scale
                .levels
                .iter()
                .find(|level| level.code.to_string() == value);
            if let Some(level) = level {
                return Some(&level.label);
            }
            &[][..]
        }
        Kind::Choice(options) | Kind::Multi { options, .. } => options,
        Kind::Text => &[],
    };
    let mut known = choices.iter().chain(&question.outside);
    known
        .find(|choice| choice.value.as_str() == value)
        .map(|choice| &choice.label)
}

fn service_field(words: Words, sheet: &Questionnaire<'_>, number: usize) -> Markup {
    let given = sheet.given.get("service").map_or(&[][..], Vec::as_slice);
    let frame = question_field::Frame {
        name: "service",
        place: Some((number, numbered(sheet))),
        problem: problem(sheet, "service"),
        text: html! { (words.say("paper.service")) },
    };
    question_field::framed(
        words,
        &frame,
        &html! {
            p class="hint" { (words.say("paper.choose_one")) }
            div class="options tiles" {
                @for (place, choice) in sheet.services.iter().enumerate() {
                    (question_field::option(&question_field::Choosable {
                        kind: question_field::Input::Radio,
                        name: "service",
                        value: choice.value.as_str(),
                        place,
                        checked: given.iter().any(|value| value == choice.value.as_str()),
                        face: None,
                        word: in_language(&choice.label, sheet.language),
                    }))
                }
            }
        },
    )
}

fn closing(words: Words, sheet: &Questionnaire<'_>) -> Markup {
    let comment = sheet.given.get("comment").and_then(|values| values.first());
    let wrong = problem(sheet, "comment");
    html! {
        section class="not-a-complaint" aria-label=(words.say("paper.complaint_label")) {
            p { strong { (words.say("paper.not_a_complaint")) } (words.say("paper.where_complaints_go")) }
        }
        @if sheet.form.comment {
            div class="question" {
                label class="asked" for=(question_field::first_id("comment")) { (words.say("paper.comment")) }
                p class="hint" id="comment-hint" { (words.say("paper.comment_hint")) }
                @if let Some(message) = wrong { p class="wrong" id="comment-wrong" { (message) } }
                textarea id=(question_field::first_id("comment")) name="comment" maxlength="1000" rows="5"
                    aria-describedby=(if wrong.is_some() { "comment-hint comment-wrong" } else { "comment-hint" })
                    aria-invalid=[wrong.map(|_| "true")] {
                    // A newline right after the tag is dropped by browsers; ours keeps what was typed.
                    "\n" (comment.map_or("", String::as_str))
                }
            }
        }
        button class="button" type="submit" { (words.say("paper.send")) }
    }
}

fn asked(section: &Section, channel: Channel) -> impl Iterator<Item = &Question> {
    section
        .questions
        .iter()
        .filter(move |question| question.is_asked_on(channel))
}

fn asks_service_after(sheet: &Questionnaire<'_>, question: &Question) -> bool {
    !sheet.services.is_empty() && sheet.form.service_after.as_ref() == Some(&question.id)
}

/// How many questions carry a number: all but the profile's, and the service field.
fn numbered(sheet: &Questionnaire<'_>) -> usize {
    let asked = sheet
        .form
        .questions()
        .filter(|question| question.is_asked_on(sheet.channel));
    asked
        .map(|question| {
            usize::from(!question.profile) + usize::from(asks_service_after(sheet, question))
        })
        .sum()
}

fn place_of(sheet: &Questionnaire<'_>, wanted: &Question) -> usize {
    let asked = sheet
        .form
        .questions()
        .filter(|question| question.is_asked_on(sheet.channel));
    let before = asked.take_while(|question| question.id != wanted.id);
    1 + before
        .map(|question| {
            usize::from(!question.profile) + usize::from(asks_service_after(sheet, question))
        })
        .sum::<usize>()
}

fn problem<'a>(sheet: &Questionnaire<'a>, field: &str) -> Option<&'a str> {
    sheet
        .problems
        .iter()
        .find(|wrong| wrong.field == field)
        .map(|wrong| wrong.message.as_str())
}

/// A text, marked as Vietnamese where the language shown has no wording of its own.
pub(super) fn in_language(text: &Text, language: &str) -> Markup {
    let fallback = (!text.has(language)).then_some("vi");
    html! {
        @if let Some(tag) = fallback { span lang=(tag) { (text.get(language)) } }
        @else { (text.get(language)) }
    }
}
