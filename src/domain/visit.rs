//! Why people come to a counter, and what such a visit leaves in the one-stop system.
//!
//! A form asks it in the choice question `muc-dich`; the meanings of its options are written down
//! in `survey_forms/README.md`, so that a form of one's own can be measured against dossiers too.

use crate::domain::form::{Choice, Form, Kind, Question};

/// What a visit leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// A dossier received.
    Received,
    /// A dossier returned.
    Returned,
    /// Nothing that is counted.
    Nothing,
}

/// The question for the purpose of the visit, with its options; `None`: the form does not ask.
#[must_use]
pub fn purposes(form: &Form) -> Option<(&Question, &[Choice])> {
    let question = form.question("muc-dich")?;
    match &question.kind {
        Kind::Choice(options) => Some((question, options)),
        Kind::Multi { .. } | Kind::Rating(_) | Kind::Text => None,
    }
}

/// What a visit for that purpose leaves behind.
#[must_use]
pub fn trace(purpose: &str) -> Trace {
    match purpose {
        "nop-ho-so" => Trace::Received,
        "nhan-ket-qua" => Trace::Returned,
        _ => Trace::Nothing,
    }
}
