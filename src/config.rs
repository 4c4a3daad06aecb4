//! Settings from the environment; the one place that reads it.

use std::path::PathBuf;

/// The reader's language, for people at the desks and at the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Tiếng Việt.
    Vi,
    /// English.
    En,
}

impl Language {
    /// The language of that tag.
    #[must_use]
    pub fn parse(tag: &str) -> Option<Self> {
        match tag {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The language's tag.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// Whichever of two wordings is this language's.
    #[must_use]
    pub fn pick<T>(self, vietnamese: T, english: T) -> T {
        match self {
            Self::Vi => vietnamese,
            Self::En => english,
        }
    }
}

/// What the environment sets.
#[derive(Clone, Debug)]
pub struct Config {
    /// `HAILONG_DATA`, the data folder; `./hailong-data` unless set.
    pub data_dir: PathBuf,
    /// `HAILONG_LANG`, or the locale's language; English only where one of them says so.
    pub language: Language,
}

impl Config {
    /// Reads the environment.
    #[must_use]
    pub fn from_env() -> Self {
        let data_dir =
            variable("HAILONG_DATA").map_or_else(|| "hailong-data".into(), PathBuf::from);
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .find_map(variable);
        let language = variable("HAILONG_LANG")
            .and_then(|tag| Language::parse(&tag))
            .or_else(|| {
                locale
                    .filter(|tag| tag.starts_with("en"))
                    .map(|_| Language::En)
            })
            .unwrap_or(Language::Vi);
        Self { data_dir, language }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the environment's one home"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
