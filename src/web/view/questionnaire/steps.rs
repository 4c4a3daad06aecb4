//! The questions in page order, each a section that the kiosk can show alone.

use maud::{Markup, html};

use crate::domain::form::{Choice, Form, Kind, Question, Text};
use crate::web::text::Words;
use crate::web::view::icon;
use crate::web::view::question_field::{self, Field};
use crate::web::view::questionnaire::Questionnaire;
use crate::web::view::speech::Speech;

/// Every question, the service field among them, and the comment last.
pub(super) fn steps(words: Words, sheet: &Questionnaire<'_>) -> Markup {
    let mut parts = Vec::new();
    for section in &sheet.form.sections {
        let asked: Vec<&Question> = section
            .questions
            .iter()
            .filter(|question| question.is_asked_on(sheet.channel))
            .collect();
        if asked.len() > 1 || asked.iter().any(|question| question.profile) {
            let title = Speech::silent(sheet.language).text(&section.title);
            parts.push(html! { h2 class="section-title" { (title) } });
        }
        for question in asked {
            let number = place_of(sheet, question);
            parts.push(step(
                question,
                &question_field::question(words, &field(sheet, question, number)),
            ));
            if asks_service_after(sheet, question) {
                parts.push(service(words, sheet, number + 1));
            }
        }
    }
    html! { @for part in &parts { (part) } (comment(words, sheet)) }
}

/// How many questions carry a number: all but the profile's, and the service field.
pub(in crate::web::view) fn numbered(sheet: &Questionnaire<'_>) -> usize {
    sheet
        .form
        .questions()
        .filter(|question| question.is_asked_on(sheet.channel))
        .map(|question| numbers_of(sheet, question))
        .sum()
}

/// What the page knows of a question besides its field: the kiosk steps by it.
fn step(question: &Question, field: &Markup) -> Markup {
    let (kind, most) = match &question.kind {
        Kind::Rating(_) => ("rating", None),
        Kind::Choice(_) => ("choice", None),
        Kind::Multi { most, .. } => ("multi", Some(most)),
        Kind::Text => ("text", None),
    };
    let condition = question.show_if.as_ref();
    html! {
        section class="step" data-screen="question" data-name=(question.id) data-kind=(kind)
            data-most=[most] data-numbered[!question.profile]
            data-if=[condition.map(|condition| &condition.question)]
            data-any=[condition.map(|condition| condition.any_of.join(" "))] { (field) }
    }
}

fn field<'a>(sheet: &Questionnaire<'a>, question: &'a Question, number: usize) -> Field<'a> {
    Field {
        question,
        speech: sheet.speech(),
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

fn service(words: Words, sheet: &Questionnaire<'_>, number: usize) -> Markup {
    let given = sheet.given.get("service").map_or(&[][..], Vec::as_slice);
    let speech = sheet.speech();
    let frame = question_field::Frame {
        name: "service",
        place: Some((number, numbered(sheet))),
        problem: problem(sheet, "service"),
        text: speech.words(words, "paper.service"),
    };
    let option = |(place, (choice, picture)): (usize, (&Choice, Option<Markup>))| {
        question_field::option(&question_field::Choosable {
            kind: question_field::Input::Radio,
            name: "service",
            value: choice.value.as_str(),
            place,
            checked: given.iter().any(|value| value == choice.value.as_str()),
            picture,
            word: speech.text(&choice.label),
        })
    };
    let pictures = icon::of_all(sheet.services);
    let body = html! {
        p class="hint" { (words.say("paper.choose_one")) }
        div class="answers" {
            div class=(question_field::arrangement(sheet.services.len())) {
                @for entry in sheet.services.iter().zip(pictures).enumerate() { (option(entry)) }
            }
        }
    };
    html! {
        section class="step" data-screen="question" data-name="service" data-kind="service" data-numbered {
            (question_field::framed(words, &frame, &body))
        }
    }
}

/// The words that stand before a comment, and the comment where the form takes one.
fn comment(words: Words, sheet: &Questionnaire<'_>) -> Markup {
    let given = sheet.given.get("comment").and_then(|values| values.first());
    let wrong = problem(sheet, "comment");
    let speech = sheet.speech();
    let first = question_field::first_id("comment");
    html! {
        @if sheet.form.comment {
            section class="step" data-screen="comment" data-name="comment" data-kind="comment" {
                (not_a_complaint(words, speech))
                div class="question" {
                    h2 { label class="asked" for=(first) { (speech.words(words, "paper.comment")) } }
                    p class="hint" id="comment-hint" { (speech.words(words, "paper.comment_hint")) }
                    @if let Some(message) = wrong { p class="wrong" id="comment-wrong" { (message) } }
                    div class="answers" {
                        textarea id=(first) name="comment" maxlength="1000" rows="5" autocomplete="off" spellcheck="false"
                            aria-describedby=(if wrong.is_some() { "comment-hint comment-wrong" } else { "comment-hint" })
                            aria-invalid=[wrong.map(|_| "true")] {
                            // A newline right after the tag is dropped by browsers; ours keeps what was typed.
                            "\n" (given.map_or("", String::as_str))
                        }
                    }
                }
            }
        } @else { div class="step" { (not_a_complaint(words, Speech::silent(sheet.language))) } }
    }
}

/// That this is no complaint, and where complaints go.
pub(in crate::web::view) fn not_a_complaint(words: Words, speech: Speech<'_>) -> Markup {
    html! {
        section class="not-a-complaint" aria-label=(words.say("paper.complaint_label")) {
            p {
                strong { (speech.words(words, "paper.not_a_complaint")) }
                (speech.words(words, "paper.where_complaints_go"))
            }
        }
    }
}

fn asks_service_after(sheet: &Questionnaire<'_>, question: &Question) -> bool {
    !sheet.services.is_empty() && sheet.form.service_after.as_ref() == Some(&question.id)
}

fn numbers_of(sheet: &Questionnaire<'_>, question: &Question) -> usize {
    usize::from(!question.profile) + usize::from(asks_service_after(sheet, question))
}

/// The number a question carries.
fn place_of(sheet: &Questionnaire<'_>, wanted: &Question) -> usize {
    let form: &Form = sheet.form;
    let before = form
        .questions()
        .filter(|question| question.is_asked_on(sheet.channel))
        .take_while(|question| question.id != wanted.id);
    1 + before
        .map(|question| numbers_of(sheet, question))
        .sum::<usize>()
}

fn problem<'a>(sheet: &Questionnaire<'a>, field: &str) -> Option<&'a str> {
    sheet
        .problems
        .iter()
        .find(|wrong| wrong.field == field)
        .map(|wrong| wrong.message.as_str())
}
