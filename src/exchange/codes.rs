//! The names under which counts leave the program.

use crate::domain::form::{Choice, Kind, Question};

/// The codes of a question's answers in the order of
/// [`QuestionTally::counts`](crate::domain::tally::QuestionTally): levels ascending, options in
/// form order.
#[must_use]
pub fn answer_codes(question: &Question) -> Vec<String> {
    match &question.kind {
        Kind::Rating(scale) => scale.codes().iter().map(u8::to_string).collect(),
        Kind::Choice(options) | Kind::Multi { options, .. } => values(options),
        Kind::Text => Vec::new(),
    }
}

/// The codes of a question's answers outside the scale, in form order.
#[must_use]
pub fn outside_codes(question: &Question) -> Vec<String> {
    values(&question.outside)
}

fn values(choices: &[Choice]) -> Vec<String> {
    choices
        .iter()
        .map(|choice| choice.value.as_str().to_owned())
        .collect()
}
