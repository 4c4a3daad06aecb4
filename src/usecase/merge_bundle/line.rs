//! What became of one bundle, as `bundle merge --json` and the API say it.

use serde::Serialize;
use serde_json::Value;

use super::problem::{MergeFault, MergeProblem};
use crate::config::Language;
use crate::domain::merge::Outcome;
use crate::exchange::bundle::{Bundle, Problem, claims};

/// What became of one bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeLine {
    /// The unit it names; of a file that is refused this is what it claims, unproven.
    pub unit: Option<String>,
    /// The period it names.
    pub period: Option<String>,
    /// The revision it names.
    pub revision: Option<u64>,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it was not taken; empty when it was.
    pub problems: Vec<MergeProblem>,
}

impl MergeLine {
    /// The line of a file that could not be opened; `why` is in the system's words.
    #[must_use]
    pub fn unreadable(why: String) -> Self {
        Self {
            unit: None,
            period: None,
            revision: None,
            outcome: Outcome::Refused,
            problems: vec![MergeProblem::whole(MergeFault::Unreadable(why))],
        }
    }

    /// The line of bytes that are no whole bundle.
    pub(super) fn broken(bytes: &[u8], problems: Vec<Problem>) -> Self {
        let claimed = claims(bytes);
        Self {
            unit: claimed.as_ref().map(|bundle| bundle.unit.clone()),
            period: claimed.as_ref().map(|bundle| bundle.period.to_string()),
            revision: claimed.as_ref().map(|bundle| bundle.revision),
            outcome: Outcome::Refused,
            problems: problems.into_iter().map(MergeProblem::from).collect(),
        }
    }

    pub(super) fn of(bundle: &Bundle, outcome: Outcome, faults: Vec<MergeFault>) -> Self {
        Self {
            unit: Some(bundle.unit.clone()),
            period: Some(bundle.period.to_string()),
            revision: Some(bundle.revision),
            outcome,
            problems: faults.into_iter().map(MergeProblem::whole).collect(),
        }
    }

    /// The JSON object of the contract; `file` is null where there was none.
    ///
    /// # Errors
    /// Never with these fields; the encoder's error otherwise.
    pub fn json(&self, file: Option<&str>, language: Language) -> serde_json::Result<String> {
        let sent = Sent {
            file,
            unit: self.unit.as_deref(),
            period: self.period.as_deref(),
            revision: self.revision,
            outcome: self.outcome.as_str(),
            problems: self
                .problems
                .iter()
                .map(|problem| sent(problem, language))
                .collect(),
        };
        serde_json::to_string(&sent)
    }
}

#[derive(Serialize)]
struct Sent<'a> {
    file: Option<&'a str>,
    unit: Option<&'a str>,
    period: Option<&'a str>,
    revision: Option<u64>,
    outcome: &'static str,
    problems: Vec<Value>,
}

fn sent(problem: &MergeProblem, language: Language) -> Value {
    let mut value = serde_json::json!({
        "code": problem.fault.code(),
        "message": problem.fault.words(language),
    });
    if let (Some(line), Value::Object(fields)) = (problem.line, &mut value) {
        fields.insert("line".to_owned(), line.into());
    }
    value
}
