//! Texts in several languages, and the rules they obey.

use std::collections::BTreeMap;

use unicode_normalization::is_nfc;

use super::fields::Item;
use crate::domain::form::Text;
use crate::domain::plain_text::{Lines, is_plain};
use crate::domain::sheet::PREPARED_LANGUAGES;

/// Characters a title or a question may have: what fits a tablet page in large letters.
const MOST_QUESTION_CHARS: usize = 300;
/// Characters a label may have: what fits a button.
const MOST_LABEL_CHARS: usize = 80;

/// The rules every text of one form obeys.
#[derive(Clone, Copy)]
pub(super) struct Wordings<'f> {
    /// Languages every text must have.
    pub(super) languages: &'f [String],
}

impl Wordings<'_> {
    /// A question's or a heading's text.
    pub(super) fn question(self, item: Item<'_>) -> Option<Text> {
        self.read(item, MOST_QUESTION_CHARS)
    }

    /// A label's text.
    pub(super) fn label(self, item: Item<'_>) -> Option<Text> {
        self.read(item, MOST_LABEL_CHARS)
    }

    fn read(self, item: Item<'_>, most_chars: usize) -> Option<Text> {
        let mut words = BTreeMap::new();
        for (tag, at, wording) in item.open_table()?.wordings() {
            if !PREPARED_LANGUAGES.contains(&tag) {
                let known = PREPARED_LANGUAGES.join(", ");
                item.file.report(
                    at,
                    format!("không biết ngôn ngữ “{tag}”; các ngôn ngữ: {known}"),
                    format!("language “{tag}” is not known; the languages are {known}"),
                );
            }
            if let Some(text) = wording.string() {
                check_wording(wording, text, most_chars);
                words.insert(tag.to_owned(), text.to_owned());
            }
        }
        for language in self
            .languages
            .iter()
            .filter(|language| !words.contains_key(*language))
        {
            item.report(
                format!("thiếu lời “{language}”; hãy thêm, hoặc bỏ khỏi languages"),
                format!("has no “{language}” wording; add it, or drop it from languages"),
            );
        }
        let vietnamese = words.remove("vi")?;
        Some(Text::new(vietnamese, words))
    }
}

pub(super) fn check_wording(item: Item<'_>, text: &str, most_chars: usize) {
    let n_chars = text.chars().count();
    let findings = [
        (
            !is_nfc(text),
            "phải ở dạng NFC (dấu tổ hợp sẵn)",
            "must be in NFC (composed accents)",
        ),
        (
            !is_plain(text, Lines::One),
            "có ký tự điều khiển",
            "holds a control character",
        ),
        (
            text.trim() != text,
            "có khoảng trắng thừa ở đầu hoặc cuối",
            "has space around it",
        ),
    ];
    for (_, vi, en) in findings.into_iter().filter(|(wrong, ..)| *wrong) {
        item.report(vi, en);
    }
    if n_chars > most_chars {
        item.report(
            format!("dài {n_chars} ký tự, nhiều nhất là {most_chars}; hãy viết ngắn lại"),
            format!("has {n_chars} characters, at most {most_chars}; say it shorter"),
        );
    }
}
