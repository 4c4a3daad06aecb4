//! One thing wrong with a request, in words and by code: the `problems` of every JSON error.

use std::borrow::Cow;

use serde::Serialize;

use crate::config::Language;
use crate::domain::sheet;

/// One thing wrong, in both languages until a reader's is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, such as `answers.chung`; `None`: the request as a whole.
    pub field: Option<String>,
    /// What, for programs; stable.
    pub code: Cow<'static, str>,
    /// Tiếng Việt.
    pub vietnamese: String,
    /// English.
    pub english: String,
}

/// A problem as it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SentProblem<'a> {
    /// Where; absent for the request as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'a str>,
    /// What, for programs.
    pub code: &'a str,
    /// What, for the reader.
    pub message: &'a str,
}

impl Problem {
    /// A problem of `field`.
    #[must_use]
    pub fn of(field: &str, code: &'static str, (vietnamese, english): (String, String)) -> Self {
        Self {
            field: Some(shortened(field)),
            code: Cow::Borrowed(code),
            vietnamese,
            english,
        }
    }

    /// A problem of the request as a whole.
    #[must_use]
    pub fn whole(code: &'static str, vietnamese: &str, english: &str) -> Self {
        Self {
            field: None,
            code: Cow::Borrowed(code),
            vietnamese: vietnamese.to_owned(),
            english: english.to_owned(),
        }
    }

    /// The wording for a reader of `language`.
    #[must_use]
    pub fn message(&self, language: Language) -> &str {
        language.pick(&self.vietnamese, &self.english)
    }

    /// The problem as a reader of `language` gets it.
    #[must_use]
    pub fn sent(&self, language: Language) -> SentProblem<'_> {
        SentProblem {
            field: self.field.as_deref(),
            code: &self.code,
            message: self.message(language),
        }
    }
}

impl From<sheet::Problem> for Problem {
    fn from(problem: sheet::Problem) -> Self {
        Self {
            field: Some(shortened(&problem.field)).filter(|field| !field.is_empty()),
            code: Cow::Borrowed(problem.code),
            vietnamese: problem.message.vi,
            english: problem.message.en,
        }
    }
}

/// At most 60 characters of a name a stranger sent, so that no answer grows with its cause.
fn shortened(name: &str) -> String {
    const MOST_SHOWN_CHARS: usize = 60;
    name.chars().take(MOST_SHOWN_CHARS).collect()
}
