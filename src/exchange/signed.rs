//! What signed text files have in common: problems by line, and the hash their last line signs.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::config::Language;
use crate::domain::ledger::Hash;

/// Something wrong in a signed file, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblem {
    /// Line, from 1; `None`: the file as a whole.
    pub line: Option<usize>,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl FileProblem {
    /// A problem of the whole file.
    #[must_use]
    pub fn whole(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            line: None,
            vi: vi.into(),
            en: en.into(),
        }
    }

    /// A problem of one line.
    #[must_use]
    pub fn at(line: usize, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            line: Some(line),
            ..Self::whole(vi, en)
        }
    }

    /// With its line, in the reader's language.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let words = language.pick(&self.vi, &self.en);
        match self.line {
            Some(line) => format!("{} {line}: {words}", language.pick("dòng", "line")),
            None => words.clone(),
        }
    }

    pub(super) fn too_large(most_bytes: usize) -> Self {
        Self::whole(
            format!("tệp lớn hơn {most_bytes} byte"),
            format!("the file is larger than {most_bytes} bytes"),
        )
    }

    pub(super) fn no_text() -> Self {
        Self::whole("tệp phải là văn bản UTF-8", "the file must be UTF-8 text")
    }

    pub(super) fn wrong_signature() -> Self {
        Self::whole(
            "niêm phong không khớp: tệp đã bị sửa sau khi niêm phong, hoặc không nguyên vẹn; hãy xin tệp gốc",
            "the seal does not fit: the file was changed after it was sealed, or is not whole; ask for the original",
        )
    }
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Language::En))
    }
}

/// The hash of all lines before the last.
pub(super) fn hash_of(lines: &str) -> Hash {
    Sha256::digest(lines.as_bytes()).into()
}
