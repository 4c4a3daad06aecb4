//! Texts that are read aloud, by a key that changes with their wording, and the languages they are
//! read in.

mod recording;

use std::fmt;

pub use recording::{MOST_CLIP_BYTES, MediaType};

use sha2::{Digest as _, Sha256};

/// Names a text to be spoken: the first 16 hex digits of the SHA-256 of its Vietnamese wording.
///
/// A changed wording has another key and needs another recording; the same words in two questions
/// share one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextKey(String);

impl TextKey {
    /// The key of a Vietnamese wording in NFC, as all our texts are.
    #[must_use]
    pub fn of(vietnamese: &str) -> Self {
        let hash = Sha256::digest(vietnamese.trim().as_bytes());
        Self(hex::encode(hash).chars().take(16).collect())
    }

    /// Reads a key: 16 lower-case hex digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 16 && text.bytes().all(is_hex)).then(|| Self(text.to_owned()))
    }

    /// The key as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TextKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A language a tablet may speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpokenLanguage {
    /// ISO 639 tag, one of those a sheet may carry.
    pub tag: &'static str,
    /// What its speakers call it. For all but Vietnamese and English it awaits a speaker's word.
    pub own_name: &'static str,
    /// What it is called in Vietnamese; spoken in the language itself when its row is touched.
    pub vietnamese_name: &'static str,
    /// What it is called in English.
    pub english_name: &'static str,
    /// What decides that tablets offer it.
    pub standing: Standing,
}

/// What decides that a language is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every text is written in it: always offered, with or without recordings.
    Written,
    /// Few read it: offered when every text is recorded and a speaker has approved it.
    Recorded,
}

/// The languages of a tablet, in the order it shows them.
pub const LANGUAGES: [SpokenLanguage; 8] = [
    language(
        "vi",
        "Tiếng Việt",
        ("Tiếng Việt", "Vietnamese"),
        Standing::Written,
    ),
    language("hmn", "Hmôngz", ("Tiếng Mông", "Hmong"), Standing::Recorded),
    language("tyz", "Tiểng Tày", ("Tiếng Tày", "Tày"), Standing::Recorded),
    language("ium", "Iu Mienh", ("Tiếng Dao", "Dao"), Standing::Recorded),
    language("nut", "Nồng", ("Tiếng Nùng", "Nùng"), Standing::Recorded),
    language("blt", "Tai Dam", ("Tiếng Thái", "Thái"), Standing::Recorded),
    language(
        "km",
        "ភាសាខ្មែរ",
        ("Tiếng Khmer", "Khmer"),
        Standing::Recorded,
    ),
    language("en", "English", ("Tiếng Anh", "English"), Standing::Written),
];

const fn language(
    tag: &'static str,
    own_name: &'static str,
    (vietnamese_name, english_name): (&'static str, &'static str),
    standing: Standing,
) -> SpokenLanguage {
    SpokenLanguage {
        tag,
        own_name,
        vietnamese_name,
        english_name,
        standing,
    }
}

impl SpokenLanguage {
    /// The language of that tag.
    #[must_use]
    pub fn find(tag: &str) -> Option<&'static Self> {
        LANGUAGES.iter().find(|language| language.tag == tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sheet::PREPARED_LANGUAGES;
    use crate::domain::vietnamese::is_nfc;

    #[test]
    fn every_language_of_a_tablet_may_stand_on_a_sheet_and_has_its_names() {
        for language in LANGUAGES {
            assert!(
                PREPARED_LANGUAGES.contains(&language.tag),
                "{}",
                language.tag
            );
            let names = [
                language.own_name,
                language.vietnamese_name,
                language.english_name,
            ];
            for name in names {
                assert!(!name.is_empty() && is_nfc(name), "{name}");
            }
            assert_eq!(SpokenLanguage::find(language.tag), Some(language).as_ref());
        }
        assert_eq!(SpokenLanguage::find("fr"), None);
    }

    #[test]
    fn a_key_follows_the_words_alone() {
        let key = TextKey::of("Rất hài lòng");
        assert_eq!(key, TextKey::of(" Rất hài lòng\n"), "white space around");
        assert_ne!(key, TextKey::of("Rất hài lòng."), "another wording");
        assert_eq!(TextKey::parse(key.as_str()), Some(key), "read back");
        for text in [
            "",
            "ABCDEF0123456789",
            "0123456789abcde",
            "g123456789abcdef",
        ] {
            assert_eq!(TextKey::parse(text), None, "{text:?}");
        }
    }
}
