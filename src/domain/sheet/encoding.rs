//! The stored text of a sheet: fixed width per form, readable and countable in any `SQLite` shell.

use std::fmt;

use super::{AnswerSheet, Mark};
use crate::domain::form::{Form, FormRef, Kind, Question};

/// Positions of a choice; also the reason why a question has at most 35 options.
const POSITIONS: &[u8] = b"123456789abcdefghijklmnopqrstuvwxyz";
/// Codes outside the scale, in form order; also the reason why a question has at most three.
const OUTSIDE: &[u8] = b"?!#";
const LEFT_OUT: char = '-';
const NOT_ASKED: char = '.';
/// Never decodes: a mark that does not fit its question must not pass for another one.
const MISFIT: char = '~';

/// Writes marks as text, in the order of [`Form::counted`].
///
/// A rating is its level code `0`–`9`; a choice its position `1`–`9`, `a`–`z`; a multi one `0` or
/// `1` per option. `?`, `!`, `#` are the first, second and third code outside the scale, `-` is
/// left out, `.` not asked; a multi repeats them for each option, so that every sheet of a form
/// has the same length. A mark that does not fit its question becomes `~`, which [`decode`]
/// refuses.
#[must_use]
pub fn encode(form: &Form, marks: &[Mark]) -> String {
    let mut text = String::new();
    let mut marks = marks.iter();
    for question in form.counted() {
        push(&mut text, question, marks.next());
    }
    if marks.next().is_some() {
        text.push(MISFIT);
    }
    text
}

/// Reads what [`encode`] wrote.
///
/// # Errors
/// [`CorruptSheet`] when the text is no sheet of this form: wrong length, an unknown character, a
/// level, option or outside code the question does not have, more options than it allows.
pub fn decode(form: &Form, text: &str) -> Result<Vec<Mark>, CorruptSheet> {
    let mut rest = text;
    let mut marks = Vec::new();
    for question in form.counted() {
        let corrupt = || CorruptSheet {
            form: form.form_ref.clone(),
            sheet: text.to_owned(),
        };
        let (own, others) = rest.split_at_checked(width(question)).ok_or_else(corrupt)?;
        marks.push(read(question, own).ok_or_else(corrupt)?);
        rest = others;
    }
    if rest.is_empty() {
        Ok(marks)
    } else {
        Err(CorruptSheet {
            form: form.form_ref.clone(),
            sheet: text.to_owned(),
        })
    }
}

/// What "the same content" covers: form, service field, help and answers, each with its length
/// before it, so that no two contents have the same bytes.
#[must_use]
pub fn content_bytes(sheet: &AnswerSheet, form_ref: &FormRef) -> Vec<u8> {
    let mut bytes = b"hailong-sheet-1".to_vec();
    for part in [
        form_ref.to_string().as_str(),
        sheet.service().map_or("", |code| code.as_str()),
        sheet.assisted().as_str(),
        sheet.encoded(),
    ] {
        let n_bytes = u32::try_from(part.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&n_bytes.to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
}

/// A stored text that is no sheet of its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorruptSheet {
    form: FormRef,
    sheet: String,
}

impl fmt::Display for CorruptSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "stored sheet is no sheet of form {}: {:?}",
            self.form, self.sheet
        )
    }
}

impl std::error::Error for CorruptSheet {}

fn width(question: &Question) -> usize {
    match &question.kind {
        Kind::Multi { options, .. } => options.len(),
        Kind::Rating(_) | Kind::Choice(_) | Kind::Text => 1,
    }
}

fn push(text: &mut String, question: &Question, mark: Option<&Mark>) {
    let width = width(question);
    match (mark, &question.kind) {
        (Some(Mark::Options(chosen)), Kind::Multi { options, .. })
            if chosen.len() == options.len() =>
        {
            text.extend(chosen.iter().map(|chosen| if *chosen { '1' } else { '0' }));
        }
        (Some(mark), _) => {
            text.extend(std::iter::repeat_n(
                character(question, mark).unwrap_or(MISFIT),
                width,
            ));
        }
        (None, _) => text.extend(std::iter::repeat_n(MISFIT, width)),
    }
}

/// The one character of a mark; `None` for a multi's options and for what does not fit.
fn character(question: &Question, mark: &Mark) -> Option<char> {
    match (mark, &question.kind) {
        (Mark::Level(code), Kind::Rating(scale)) => scale
            .levels
            .iter()
            .any(|level| level.code == *code)
            .then(|| char::from_digit(u32::from(*code), 10))
            .flatten(),
        (Mark::Option(position), Kind::Choice(options)) => options
            .get(*position)
            .and_then(|_| POSITIONS.get(*position))
            .map(|byte| char::from(*byte)),
        (Mark::Outside(position), _) => question
            .outside
            .get(*position)
            .and_then(|_| OUTSIDE.get(*position))
            .map(|byte| char::from(*byte)),
        (Mark::LeftOut, _) => Some(LEFT_OUT),
        (Mark::NotAsked, _) => Some(NOT_ASKED),
        (Mark::Level(_) | Mark::Option(_) | Mark::Options(_), _) => None,
    }
}

fn read(question: &Question, own: &str) -> Option<Mark> {
    let first = own.chars().next()?;
    if let Kind::Multi { options, most } = &question.kind {
        if first == '0' || first == '1' {
            let chosen: Vec<bool> = own.chars().map(flag).collect::<Option<_>>()?;
            let n_chosen = chosen.iter().filter(|chosen| **chosen).count();
            return (chosen.len() == options.len() && (1..=*most).contains(&n_chosen))
                .then_some(Mark::Options(chosen));
        }
        return own
            .chars()
            .all(|c| c == first)
            .then(|| unanswered(question, first))
            .flatten();
    }
    answered(question, first).or_else(|| unanswered(question, first))
}

fn flag(character: char) -> Option<bool> {
    match character {
        '0' => Some(false),
        '1' => Some(true),
        _ => None,
    }
}

fn answered(question: &Question, character: char) -> Option<Mark> {
    match &question.kind {
        Kind::Rating(scale) => scale
            .levels
            .iter()
            .find(|level| char::from_digit(u32::from(level.code), 10) == Some(character))
            .map(|level| Mark::Level(level.code)),
        Kind::Choice(options) => POSITIONS
            .iter()
            .position(|byte| char::from(*byte) == character)
            .filter(|position| *position < options.len())
            .map(Mark::Option),
        Kind::Multi { .. } | Kind::Text => None,
    }
}

fn unanswered(question: &Question, character: char) -> Option<Mark> {
    match character {
        LEFT_OUT => Some(Mark::LeftOut),
        NOT_ASKED => Some(Mark::NotAsked),
        _ => OUTSIDE
            .iter()
            .position(|byte| char::from(*byte) == character)
            .filter(|position| *position < question.outside.len())
            .map(Mark::Outside),
    }
}
