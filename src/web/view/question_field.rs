//! One question as a fieldset: legend, hint, options, answers outside the scale.

use maud::{Markup, html};

use crate::domain::form::{Choice, Kind, Question, Scale};
use crate::web::text::Words;
use crate::web::view::speech::Speech;
use crate::web::view::{face, icon};

/// A question and what stands around it.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// The name its answer is sent under.
    pub name: &'a str,
    /// The question.
    pub question: &'a Question,
    /// How its texts are read and heard.
    pub speech: Speech<'a>,
    /// Its number and how many there are; profile questions have none.
    pub place: Option<(usize, usize)>,
    /// When it applies, in words.
    pub condition: Option<String>,
    /// What was given before.
    pub given: &'a [String],
    /// What is wrong with it.
    pub problem: Option<&'a str>,
}

/// What kind of control an option is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// One of several.
    Radio,
    /// Any of several.
    Checkbox,
}

/// One option: a control that fills its row, and the word on it.
#[derive(Clone, Debug)]
pub struct Choosable<'a> {
    /// Radio or checkbox.
    pub kind: Input,
    /// The field's name.
    pub name: &'a str,
    /// What is sent.
    pub value: &'a str,
    /// Its place among the field's options, from 0; the first is where problem links lead.
    pub place: usize,
    /// Whether it was chosen before; nothing is ever chosen beforehand.
    pub checked: bool,
    /// A face, where the word is a level; an icon, where the choice has one.
    pub picture: Option<Markup>,
    /// The word.
    pub word: Markup,
}

/// The question's fieldset.
#[must_use]
pub fn question(words: Words, field: &Field<'_>) -> Markup {
    let body = html! {
        @if let Some(condition) = &field.condition { p class="condition" { (condition) } }
        (hint(words, field))
        div class="answers" { (answers(words, field)) (outside(field)) }
    };
    let frame = Frame {
        name: field.name,
        place: field.place,
        problem: field.problem,
        text: field.speech.text(&field.question.text),
    };
    framed(words, &frame, &body)
}

/// What stands over the body of any field.
#[derive(Clone, Debug)]
pub struct Frame<'a> {
    /// The field's name.
    pub name: &'a str,
    /// Its number and how many there are.
    pub place: Option<(usize, usize)>,
    /// What is wrong with it.
    pub problem: Option<&'a str>,
    /// The question.
    pub text: Markup,
}

/// A field: number, question, what is wrong, then the body.
#[must_use]
pub fn framed(words: Words, frame: &Frame<'_>, body: &Markup) -> Markup {
    let wrong_id = frame.problem.map(|_| format!("{}-wrong", frame.name));
    html! {
        fieldset class="question" id={ "q-" (frame.name) } aria-describedby=[wrong_id.as_deref()] {
            legend {
                span class="count" { (count(words, frame.place)) }
                h2 class="asked" { (frame.text) }
            }
            @if let Some(problem) = frame.problem { p class="wrong" id=[wrong_id.as_deref()] { (problem) } }
            (body)
        }
    }
}

/// One option's control and label.
#[must_use]
pub fn option(choice: &Choosable<'_>) -> Markup {
    let id = id_at(choice.name, choice.place);
    let (kind, mark) = match choice.kind {
        Input::Radio => ("radio", "#ring"),
        Input::Checkbox => ("checkbox", "#box"),
    };
    html! {
        div class="option" data-spoken {
            input type=(kind) id=(id) name=(choice.name) value=(choice.value) checked[choice.checked];
            label for=(id) {
                @if let Some(picture) = &choice.picture { (picture) }
                span class="word" { (choice.word) }
                svg class=(if choice.kind == Input::Radio { "mark" } else { "mark square" }) aria-hidden="true" focusable="false" { use href=(mark) {} }
            }
        }
    }
}

/// Id of the first control of a field, where links to it lead.
#[must_use]
pub fn first_id(name: &str) -> String {
    id_at(name, 0)
}

fn id_at(name: &str, place: usize) -> String {
    format!("{name}-{place}")
}

fn count(words: Words, place: Option<(usize, usize)>) -> Markup {
    html! {
        @match place {
            Some((number, all)) => {
                b { (words.fill("paper.question_number", &[("i", &number.to_string())])) }
                (words.fill("paper.of_all", &[("n", &all.to_string())]))
            }
            None => { (words.say("paper.optional")) }
        }
    }
}

/// How many to choose; said aloud where it is not one.
fn hint(words: Words, field: &Field<'_>) -> Markup {
    html! {
        @match &field.question.kind {
            Kind::Rating(_) => p class="hint" { (words.say("paper.choose_level")) },
            Kind::Choice(_) => p class="hint" { (words.say("paper.choose_one")) },
            Kind::Multi { most, .. } => p class="hint" {
                (field.speech.filled(words, "paper.choose_most", &[("n", &most.to_string())]))
                span class="so-far" data-fill=(words.say("kiosk.so_far")) {}
            },
            Kind::Text => {},
        }
    }
}

fn answers(words: Words, field: &Field<'_>) -> Markup {
    match &field.question.kind {
        Kind::Rating(scale) => levels(field, scale),
        Kind::Choice(options) => choices(field, options, Input::Radio),
        Kind::Multi { options, .. } => choices(field, options, Input::Checkbox),
        Kind::Text => html! {
            textarea id=(first_id(field.name)) name=(field.name)
                maxlength="1000" rows="4" autocomplete="off" spellcheck="false" aria-label=(words.say("paper.your_words")) {
                "\n" (field.given.first().map_or("", String::as_str))
            }
        },
    }
}

fn levels(field: &Field<'_>, scale: &Scale) -> Markup {
    html! {
        div class=(if field.question.outside.len() > 1 { "options tight" } else { "options" }) {
            @for (place, level) in scale.levels.iter().enumerate() {
                (option(&Choosable {
                    kind: Input::Radio,
                    name: field.name,
                    value: &level.code.to_string(),
                    place,
                    checked: given(field, &level.code.to_string()),
                    picture: face::face(scale, level),
                    word: field.speech.text(&level.label),
                }))
            }
        }
    }
}

/// Few options stand one under another like levels; many stand as tiles.
fn choices(field: &Field<'_>, options: &[Choice], kind: Input) -> Markup {
    let class = arrangement(options.len());
    let pictures = icon::of_all(options);
    html! {
        div class=(class) {
            @for (place, (choice, picture)) in options.iter().zip(pictures).enumerate() {
                (option(&Choosable { picture, ..chosen(field, choice, kind, place) }))
            }
        }
    }
}

/// How so many options stand, as a class.
pub(super) fn arrangement(n_options: usize) -> &'static str {
    match n_options {
        0..=5 => "options plain",
        6..=10 => "options tiles",
        11.. => "options tiles many",
    }
}

/// Answers outside the scale: apart, smaller, still of the same field.
fn outside(field: &Field<'_>) -> Markup {
    let (kind, inside) = match &field.question.kind {
        Kind::Rating(scale) => (Input::Radio, scale.levels.len()),
        Kind::Choice(options) => (Input::Radio, options.len()),
        Kind::Multi { options, .. } => (Input::Checkbox, options.len()),
        Kind::Text => (Input::Radio, 1),
    };
    html! {
        @if !field.question.outside.is_empty() {
            div class="outside" {
                @for (place, choice) in field.question.outside.iter().enumerate() {
                    (option(&chosen(field, choice, kind, inside + place)))
                }
            }
        }
    }
}

fn chosen<'a>(field: &Field<'a>, choice: &'a Choice, kind: Input, place: usize) -> Choosable<'a> {
    Choosable {
        kind,
        name: field.name,
        value: choice.value.as_str(),
        place,
        checked: given(field, choice.value.as_str()),
        picture: None,
        word: field.speech.text(&choice.label),
    }
}

fn given(field: &Field<'_>, value: &str) -> bool {
    field.given.iter().any(|known| known == value)
}
