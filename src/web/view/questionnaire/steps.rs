//! The questions in page order, each a section that the kiosk can show alone.

use maud::{Markup, html};

use crate::domain::form::{Choice, Kind, Question};
use crate::web::text::Words;
use crate::web::view::asked::{Asked, Item, What};
use crate::web::view::icon;
use crate::web::view::question_field::{self, Field};
use crate::web::view::questionnaire::Questionnaire;
use crate::web::view::speech::Speech;

/// Every question, the service field among them, and the comment last.
pub(super) fn steps(words: Words, sheet: &Questionnaire<'_>) -> Markup {
    let silent = Speech::silent(sheet.language);
    let items = asked(sheet).items();
    let n_numbered = count_numbered(&items);
    html! {
        @for item in &items {
            @if let Some(heading) = item.heading { h2 class="section-title" { (silent.text(heading)) } }
            @let place = item.number.map(|number| (number, n_numbered));
            @match item.what {
                What::Question(question) => {
                    @let earlier = question.show_if.as_ref().map(|condition| condition.question.as_str());
                    (step(question.id.as_str(), question, earlier,
                        &question_field::question(words, &field(sheet, item, question, place))))
                }
                What::Service(_) => { (service(words, sheet, place)) }
            }
        }
        (comment(words, sheet))
    }
}

/// How many questions carry a number: all but the profile's, and the service field.
pub(in crate::web::view) fn numbered(sheet: &Questionnaire<'_>) -> usize {
    count_numbered(&asked(sheet).items())
}

fn count_numbered(items: &[Item<'_>]) -> usize {
    items.iter().filter(|item| item.number.is_some()).count()
}

fn asked<'a>(sheet: &Questionnaire<'a>) -> Asked<'a> {
    Asked {
        form: sheet.form,
        channel: sheet.channel,
        services: sheet.services,
        language: sheet.language,
    }
}

/// What the page knows of a question besides its field: the kiosk steps by it. `name` is the
/// field's, `earlier` that of the question its condition is about.
pub(in crate::web::view) fn step(
    name: &str,
    question: &Question,
    earlier: Option<&str>,
    field: &Markup,
) -> Markup {
    let (kind, most) = match &question.kind {
        Kind::Rating(_) => ("rating", None),
        Kind::Choice(_) => ("choice", None),
        Kind::Multi { most, .. } => ("multi", Some(most)),
        Kind::Text => ("text", None),
    };
    let condition = question.show_if.as_ref();
    html! {
        section class="step" data-screen="question" data-name=(name) data-kind=(kind)
            data-most=[most] data-numbered[!question.profile]
            data-if=[earlier]
            data-any=[condition.map(|condition| condition.any_of.join(" "))] { (field) }
    }
}

fn field<'a>(
    sheet: &Questionnaire<'a>,
    item: &Item<'_>,
    question: &'a Question,
    place: Option<(usize, usize)>,
) -> Field<'a> {
    Field {
        name: question.id.as_str(),
        question,
        speech: sheet.speech(),
        place,
        condition: item.condition.clone(),
        given: sheet
            .given
            .get(question.id.as_str())
            .map_or(&[], Vec::as_slice),
        problem: problem(sheet, question.id.as_str()),
    }
}

fn service(words: Words, sheet: &Questionnaire<'_>, place: Option<(usize, usize)>) -> Markup {
    let given = sheet.given.get("service").map_or(&[][..], Vec::as_slice);
    let speech = sheet.speech();
    let frame = question_field::Frame {
        name: "service",
        place,
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

fn problem<'a>(sheet: &Questionnaire<'a>, field: &str) -> Option<&'a str> {
    sheet
        .problems
        .iter()
        .find(|wrong| wrong.field == field)
        .map(|wrong| wrong.message.as_str())
}
