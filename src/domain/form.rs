//! A questionnaire as a versioned value: sections, questions, scales, conditions.
//!
//! Forms are read from files by [`crate::forms`]; nothing here knows about TOML.

use std::collections::BTreeMap;
use std::fmt;

use crate::domain::roll_up::RollUp;

/// A short machine name: lower-case letters, digits and hyphens, 1 to 40 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(String);

impl Code {
    /// Reads a code.
    ///
    /// # Errors
    /// When the text is empty, longer than 40 characters or holds anything but `a-z`, `0-9`, `-`.
    pub fn parse(text: &str) -> Result<Self, InvalidCode> {
        let fits = (1..=40).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidCode(text.to_owned()))
        }
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is no [`Code`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidCode(String);

impl fmt::Display for InvalidCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "code must be 1 to 40 of a-z, 0-9 and -, got {:?}",
            self.0
        )
    }
}

impl std::error::Error for InvalidCode {}

/// One form version, written `hai-long-quay@1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormRef {
    /// The form's name, the same over all its versions.
    pub id: Code,
    /// 1 and up; changed content needs a new one.
    pub version: u16,
}

impl FormRef {
    /// Reads `id@version`; the version is written without sign or leading zeros.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, version) = text.split_once('@')?;
        let id = Code::parse(id).ok()?;
        let version = version.parse().ok().filter(|version| *version >= 1)?;
        let form_ref = Self { id, version };
        (form_ref.to_string() == text).then_some(form_ref)
    }
}

impl fmt::Display for FormRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.id, self.version)
    }
}

/// A text in one or more languages; Vietnamese is always there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    vietnamese: String,
    others: BTreeMap<String, String>,
}

impl Text {
    /// A text with its Vietnamese wording and any others by language tag (`en`, `hmn`, …).
    #[must_use]
    pub fn new(vietnamese: String, others: BTreeMap<String, String>) -> Self {
        Self { vietnamese, others }
    }

    /// The wording in `language`, or the Vietnamese one where that language has none.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        self.others.get(language).unwrap_or(&self.vietnamese)
    }

    /// Whether `language` has a wording of its own.
    #[must_use]
    pub fn has(&self, language: &str) -> bool {
        language == "vi" || self.others.contains_key(language)
    }
}

/// The way an answer reached us. Channels are never mixed silently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// The unit's own tablet, answered alone or with a relative.
    Tablet,
    /// The person's own phone, by one-time code.
    Qr,
    /// A paper sheet entered later.
    Paper,
    /// An officer helped.
    Assisted,
    /// A page posted without device or code.
    Open,
}

impl Channel {
    /// Every channel, in the order shown.
    pub const ALL: [Self; 5] = [
        Self::Tablet,
        Self::Qr,
        Self::Paper,
        Self::Assisted,
        Self::Open,
    ];
    /// The channels a headline sums when no round names others.
    pub const HEADLINE: [Self; 2] = [Self::Tablet, Self::Qr];

    /// The channel's name in files, URLs and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tablet => "tablet",
            Self::Qr => "qr",
            Self::Paper => "paper",
            Self::Assisted => "assisted",
            Self::Open => "open",
        }
    }

    /// The channel of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|channel| channel.as_str() == name)
    }
}

/// A questionnaire in one version. Never changes once an answer refers to it.
#[derive(Clone, Debug)]
pub struct Form {
    /// Name and version.
    pub form_ref: FormRef,
    /// What the citizen sees on top.
    pub title: Text,
    /// Languages offered, Vietnamese first.
    pub languages: Vec<String>,
    /// Method used when nobody names another.
    pub default_method: Code,
    /// How the headline figure is rolled up: `OverallQuestion` or `PooledAnswers`.
    pub headline: RollUp,
    /// The overall question's id, for `OverallQuestion` headlines.
    pub overall: Option<Code>,
    /// The question after which the page asks for the service field; `None`: not asked.
    pub service_after: Option<Code>,
    /// Whether the form takes a free comment.
    pub comment: bool,
    /// Sections in page order.
    pub sections: Vec<Section>,
    /// SHA-256 of the canonical content; equal content, equal hash.
    pub hash: [u8; 32],
}

/// A part of a form. A section with a factor belongs to the index.
#[derive(Clone, Debug)]
pub struct Section {
    /// Section id, unique in the form.
    pub id: Code,
    /// Heading.
    pub title: Text,
    /// Factor number I to V as 1 to 5; `None`: outside the index.
    pub factor: Option<u8>,
    /// Questions in page order.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Question id, unique in the form.
    pub id: Code,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// The wording.
    pub text: Text,
    /// Codes outside the scale (`skip`, `chua-gui`); at most three.
    pub outside: Vec<Choice>,
    /// Demographics: kept apart from the answers.
    pub profile: bool,
    /// Asked only when this holds.
    pub show_if: Option<Condition>,
    /// Asked only on these channels; empty: on all.
    pub channels: Vec<Channel>,
    /// The official item it stands for.
    pub source: Option<String>,
}

/// The kind of answer a question takes.
#[derive(Clone, Debug)]
pub enum Kind {
    /// One level of a scale.
    Rating(Scale),
    /// One of the options, at most 35.
    Choice(Vec<Choice>),
    /// Any of the options, up to `most`.
    Multi {
        /// The options in form order, at most 35.
        options: Vec<Choice>,
        /// How many may be chosen.
        most: usize,
    },
    /// Free text.
    Text,
}

/// A code and its label: an option, or an answer outside the scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent and stored.
    pub value: Code,
    /// What is read.
    pub label: Text,
}

/// A scale: levels by code, never by position.
#[derive(Clone, Debug)]
pub struct Scale {
    /// Scale id in the form file.
    pub id: Code,
    /// Levels in the order the page shows them; codes 0 to 9, distinct.
    pub levels: Vec<Level>,
    /// Codes that count as satisfied; empty: the scale measures no satisfaction.
    pub satisfied: Vec<u8>,
    /// Codes that count as neutral.
    pub neutral: Vec<u8>,
}

/// One level of a scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The stored code.
    pub code: u8,
    /// What is read.
    pub label: Text,
}

/// A question is asked only if another one has one of these answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// An earlier question of the same form: choice, multi or rating.
    pub question: Code,
    /// Option values, or level codes as text.
    pub any_of: Vec<String>,
}

impl Form {
    /// Every question in page order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// The questions whose answers stand in the stored sheet, in form order:
    /// neither profile nor free text. Tallies are indexed by this order.
    pub fn counted(&self) -> impl Iterator<Item = &Question> {
        self.questions().filter(|question| question.is_counted())
    }

    /// Position of the overall question among [`Form::counted`].
    #[must_use]
    pub fn overall_position(&self) -> Option<usize> {
        let overall = self.overall.as_ref()?;
        self.counted().position(|question| question.id == *overall)
    }

    /// Sections that belong to the index, in form order.
    pub fn factors(&self) -> impl Iterator<Item = &Section> {
        self.sections
            .iter()
            .filter(|section| section.factor.is_some())
    }

    /// The question of that id.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().find(|question| question.id.as_str() == id)
    }
}

impl Question {
    /// Whether its answer stands in the stored sheet and in tallies.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        !self.profile && !matches!(self.kind, Kind::Text)
    }

    /// The scale, for a rating that measures satisfaction.
    #[must_use]
    pub fn satisfaction_scale(&self) -> Option<&Scale> {
        match &self.kind {
            Kind::Rating(scale) if !scale.satisfied.is_empty() => Some(scale),
            Kind::Rating(_) | Kind::Choice(_) | Kind::Multi { .. } | Kind::Text => None,
        }
    }

    /// Whether `channel` asks this question at all.
    #[must_use]
    pub fn is_asked_on(&self, channel: Channel) -> bool {
        self.channels.is_empty() || self.channels.contains(&channel)
    }
}

impl Scale {
    /// The level codes in ascending order: the order of counts in tallies.
    #[must_use]
    pub fn codes(&self) -> Vec<u8> {
        let mut codes: Vec<u8> = self.levels.iter().map(|level| level.code).collect();
        codes.sort_unstable();
        codes
    }
}
