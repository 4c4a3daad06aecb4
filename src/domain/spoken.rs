//! Texts that are read aloud, by a key that changes with their wording.

use std::fmt;

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

#[cfg(test)]
mod tests {
    use super::*;

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
