//! One question as a fieldset: legend, hint, options, answers outside the scale.

use maud::{Markup, html};

use crate::domain::form::{Choice, Kind, Question, Scale};
use crate::web::text::Words;
use crate::web::view::face;
use crate::web::view::questionnaire::in_language;

/// A question and what stands around it.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    /// The question.
    pub question: &'a Question,
    /// Tag of the language shown.
    pub language: &'a str,
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
    /// A face, where the word is a level.
    pub face: Option<Markup>,
    /// The word.
    pub word: Markup,
}

/// The question's fieldset.
#[must_use]
pub fn question(words: Words, field: &Field<'_>) -> Markup {
    let body = html! {
        @if let Some(condition) = &field.condition { p class="condition" { (condition) } }
        @if let Some(hint) = hint(words, &field.question.kind) { p class="hint" { (hint) } }
        (answers(words, field))
        (outside(field))
    };
    let frame = Frame {
        name: field.question.id.as_str(),
        place: field.place,
        problem: field.problem,
        text: in_language(&field.question.text, field.language),
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
                span class="asked" { (frame.text) }
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
        div class="option" {
            input type=(kind) id=(id) name=(choice.name) value=(choice.value) checked[choice.checked];
            label for=(id) {
                @if let Some(face) = &choice.face { (face) }
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

fn hint(words: Words, kind: &Kind) -> Option<String> {
    match kind {
        Kind::Rating(_) => Some(words.say("paper.choose_level").to_owned()),
        Kind::Choice(_) => Some(words.say("paper.choose_one").to_owned()),
        Kind::Multi { most, .. } => {
            Some(words.fill("paper.choose_most", &[("n", &most.to_string())]))
        }
        Kind::Text => None,
    }
}

fn answers(words: Words, field: &Field<'_>) -> Markup {
    match &field.question.kind {
        Kind::Rating(scale) => levels(field, scale),
        Kind::Choice(options) => choices(field, options, Input::Radio),
        Kind::Multi { options, .. } => choices(field, options, Input::Checkbox),
        Kind::Text => html! {
            textarea id=(first_id(field.question.id.as_str())) name=(field.question.id.as_str())
                maxlength="1000" rows="4" aria-label=(words.say("paper.your_words")) {
                "\n" (field.given.first().map_or("", String::as_str))
            }
        },
    }
}

fn levels(field: &Field<'_>, scale: &Scale) -> Markup {
    html! {
        div class="options" {
            @for (place, level) in scale.levels.iter().enumerate() {
                (option(&Choosable {
                    kind: Input::Radio,
                    name: field.question.id.as_str(),
                    value: &level.code.to_string(),
                    place,
                    checked: given(field, &level.code.to_string()),
                    face: face::face(scale, level),
                    word: in_language(&level.label, field.language),
                }))
            }
        }
    }
}

/// Few options stand one under another like levels; many stand as tiles.
fn choices(field: &Field<'_>, options: &[Choice], kind: Input) -> Markup {
    let class = if options.len() > 5 {
        "options tiles"
    } else {
        "options plain"
    };
    html! {
        div class=(class) {
            @for (place, choice) in options.iter().enumerate() { (chosen(field, choice, kind, place)) }
        }
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
                    (chosen(field, choice, kind, inside + place))
                }
            }
        }
    }
}

fn chosen(field: &Field<'_>, choice: &Choice, kind: Input, place: usize) -> Markup {
    option(&Choosable {
        kind,
        name: field.question.id.as_str(),
        value: choice.value.as_str(),
        place,
        checked: given(field, choice.value.as_str()),
        face: None,
        word: in_language(&choice.label, field.language),
    })
}

fn given(field: &Field<'_>, value: &str) -> bool {
    field.given.iter().any(|known| known == value)
}
