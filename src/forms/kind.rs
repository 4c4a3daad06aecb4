//! What a file is meant as: a form, a method or a service list.

use super::catalog::SHIPPED_METHODS;
use super::methods::parse_method;
use super::parse::parse_form;
use super::services::parse_services;
use crate::forms::Problem;

/// The kinds of file an office may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A questionnaire.
    Form,
    /// A way to compute results.
    Method,
    /// The list of service fields.
    Services,
}

impl FileKind {
    /// What a text is meant as, judged by what only that kind has; a form unless told otherwise.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let starts = |line: &str, start: &str| line.trim_start().starts_with(start);
        if text.lines().any(|line| starts(line, "[[service]]")) {
            return Self::Services;
        }
        // A form has `kind` too, but only in the tables of its questions.
        let mut top = text.lines().take_while(|line| !starts(line, "["));
        if top.any(|line| starts(line, "kind")) {
            Self::Method
        } else {
            Self::Form
        }
    }

    /// Every problem of a file of this kind; `name` is what they call it.
    #[must_use]
    pub fn problems(self, name: &str, text: &str) -> Vec<Problem> {
        let found = match self {
            Self::Form => parse_form(name, text, &SHIPPED_METHODS).err(),
            Self::Method => parse_method(name, text).err(),
            Self::Services => parse_services(name, text).err(),
        };
        found.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_what_only_its_kind_has() {
        for (text, expected, why) in [
            (
                "id = \"a\"\n[[section]]\n[[section.question]]\nkind = \"rating\"\n",
                FileKind::Form,
                "kind in a question",
            ),
            (
                "# a\nid = \"a\"\nkind = \"points\"\n[title]\n",
                FileKind::Method,
                "kind on top",
            ),
            (
                "# a\n[[service]]\ncode = \"a\"\n",
                FileKind::Services,
                "the table",
            ),
            ("", FileKind::Form, "nothing: the most common file"),
        ] {
            assert_eq!(FileKind::of(text), expected, "{why}");
        }
    }
}
