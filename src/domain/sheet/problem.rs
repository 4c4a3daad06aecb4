//! What can be wrong with a sheet, in words and by code.

use crate::domain::plain_text::is_printable;

/// One thing wrong with a submission.
///
/// The codes are stable; programs decide by them:
///
/// | Code | Means |
/// |---|---|
/// | `form-unknown` | no form of that id and version here: keep, and retry after the catalogue changes |
/// | `unknown-question` | the form has no question of that id |
/// | `not-an-option` | a value that is no level, option, outside code or choice of the field |
/// | `too-many` | more options than the question allows |
/// | `twice` | the same option more than once |
/// | `wrong-type` | a value of another JSON type than the field takes |
/// | `no-answer` | no counted question of the form is answered |
/// | `too-long` | a text over its limit of characters |
/// | `control-character` | a text with a character that cannot be shown |
/// | `out-of-range` | a number outside its limits |
/// | `unknown-service` | a code that is not in the list of service fields |
/// | `unknown-language` | a language neither the form nor the prepared list knows |
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: `answers.chung`, `service`, `comment`, …
    pub field: String,
    /// What, for programs.
    pub code: &'static str,
    /// What, for people.
    pub message: Words,
}

/// The same words in Vietnamese and English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// Tiếng Việt.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Problem {
    /// A problem of `field`, in both languages.
    #[must_use]
    pub fn new(field: impl Into<String>, code: &'static str, vi: String, en: String) -> Self {
        Self {
            field: field.into(),
            code,
            message: Words { vi, en },
        }
    }

    /// No form of that name and version is known here.
    #[must_use]
    pub fn form_unknown(form: &str) -> Self {
        let form = shortened(form);
        Self::new(
            "form",
            "form-unknown",
            format!("không có mẫu phiếu “{form}” tại đây; giữ phiếu lại và gửi lại sau"),
            format!("form “{form}” is not known here; keep the sheet and send it later"),
        )
    }
}

impl Words {
    /// English for `en`, Vietnamese for every other tag.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        if language == "en" { &self.en } else { &self.vi }
    }
}

/// At most 40 characters of what a stranger sent, so that no message grows with its cause.
pub(super) fn shortened(text: &str) -> String {
    const MOST_SHOWN_CHARS: usize = 40;
    let mut shown: String = text
        .chars()
        .map(|c| if is_printable(c) { c } else { '\u{fffd}' })
        .take(MOST_SHOWN_CHARS)
        .collect();
    if text.chars().nth(MOST_SHOWN_CHARS).is_some() {
        shown.push('…');
    }
    shown
}
