//! Checks what was typed into a page: every field's problem at once, the text as it is kept.

use jiff::civil::Date;

use super::{Invalid, UsecaseError};
use crate::domain::plain_text::{Lines, is_plain};
use crate::domain::vietnamese::to_nfc;
use crate::storage::StorageError;

/// Why what was typed is not taken.
#[derive(Debug)]
pub enum Refused {
    /// Something is wrong with these fields.
    Fields(Vec<FieldProblem>),
    /// Something else is.
    Other(UsecaseError),
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name on the page.
    pub field: String,
    /// What is wrong.
    pub what: Invalid,
}

impl From<UsecaseError> for Refused {
    fn from(error: UsecaseError) -> Self {
        Self::Other(error)
    }
}

impl From<StorageError> for Refused {
    fn from(error: StorageError) -> Self {
        Self::Other(error.into())
    }
}

/// A field with its text as typed.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    /// Its name on the page.
    pub field: &'a str,
    /// What people call it, Vietnamese and English.
    pub called: (&'a str, &'a str),
    /// What was typed.
    pub text: &'a str,
}

/// The problems found so far.
#[derive(Debug, Default)]
pub struct Checks {
    problems: Vec<FieldProblem>,
}

impl Checks {
    /// A text of at least `least` and at most `most` characters, in NFC, with single spaces.
    pub fn text(&mut self, typed: Typed<'_>, (least, most): (usize, usize)) -> String {
        let words: Vec<&str> = typed.text.split_whitespace().collect();
        let text = to_nfc(&words.join(" "));
        let n_chars = text.chars().count();
        let (vi, en) = typed.called;
        if !is_plain(&text, Lines::One) {
            self.add(
                typed.field,
                format!("{vi} có ký tự không in được"),
                format!("{en} has characters that cannot be printed"),
            );
        } else if n_chars < least {
            self.add(
                typed.field,
                format!("{vi}: chưa ghi"),
                format!("{en}: missing"),
            );
        } else if n_chars > most {
            self.add(
                typed.field,
                format!("{vi} dài {n_chars} ký tự, nhiều nhất là {most}"),
                format!("{en} has {n_chars} characters, at most {most} are taken"),
            );
        }
        text
    }

    /// A day as a browser's date field sends it, or as it is written: `31/12/2026`.
    pub fn date(&mut self, typed: Typed<'_>) -> Option<Date> {
        let read = read_date(typed.text.trim());
        if read.is_none() {
            let (vi, en) = typed.called;
            self.add(
                typed.field,
                format!("{vi}: ghi như 31/12/2026"),
                format!("{en}: write it like 31/12/2026"),
            );
        }
        read
    }

    /// Notes a problem.
    pub fn add(&mut self, field: &str, vi: String, en: String) {
        self.problems.push(FieldProblem {
            field: field.to_owned(),
            what: Invalid { vi, en },
        });
    }

    /// Nothing, if nothing was wrong.
    ///
    /// # Errors
    /// Everything that was.
    pub fn end(self) -> Result<(), Refused> {
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(Refused::Fields(self.problems))
        }
    }
}

fn read_date(text: &str) -> Option<Date> {
    let day = text.parse::<Date>().ok().or_else(|| {
        let mut parts = text.splitn(3, '/');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    });
    day.filter(|day| (2020..2200).contains(&day.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Typed<'_> {
        Typed {
            field: "what",
            called: ("việc", "task"),
            text,
        }
    }

    #[test]
    fn a_text_is_taken_up_to_its_last_character_and_not_beyond() {
        for (text, problems, why) in [
            ("a", 0, "the least"),
            ("", 1, "nothing"),
            (" \n ", 1, "nothing but space"),
            ("ồồồ", 0, "the most, in characters"),
            (
                "o\u{302}\u{300}o\u{302}\u{300}o\u{302}\u{300}",
                0,
                "composed first",
            ),
            ("aaaa", 1, "one more"),
            ("a\u{7}", 1, "a bell"),
            ("a\u{ffff}", 1, "a noncharacter"),
            ("a\u{202e}", 1, "turned around"),
        ] {
            let mut checks = Checks::default();
            checks.text(typed(text), (1, 3));
            assert_eq!(checks.problems.len(), problems, "{why}");
        }
    }

    #[test]
    fn days_are_read_as_they_are_sent_and_as_they_are_written() {
        for (text, expected) in [
            ("2026-12-31", Some("2026-12-31")),
            ("31/12/2026", Some("2026-12-31")),
            (" 1/2/2027 ", Some("2027-02-01")),
            ("31/02/2026", None),
            ("12/31/2026", None),
            ("2019-12-31", None),
            ("2200-01-01", None),
            ("mai", None),
            ("", None),
        ] {
            let mut checks = Checks::default();
            let day = checks.date(typed(text)).map(|day| day.to_string());
            assert_eq!(day.as_deref(), expected, "{text}");
            assert_eq!(checks.end().is_err(), expected.is_none(), "{text}");
        }
    }
}
