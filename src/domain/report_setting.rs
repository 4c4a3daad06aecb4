//! What a unit prints around its report: who issues it, to whom, and by which right it is signed.

#[cfg(test)]
mod tests;

use crate::domain::plain_text::{Lines, is_plain};
use crate::domain::vietnamese::to_nfc;

/// The block on top, the recipients and the signature of a unit's reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportSetting {
    /// The agency above, up to two lines; empty: none is named.
    pub superior: String,
    /// The agency that issues, up to three lines.
    pub agency: String,
    /// What follows the number, such as `BC-UBND`.
    pub symbol: String,
    /// The place of the date, such as `Nấm Dẩn`.
    pub place: String,
    /// To whom, one a line.
    pub addressees: String,
    /// Who gets a copy, one a line.
    pub recipients: String,
    /// Whom the signature stands for as a body (`TM.`); empty: nobody.
    pub body: String,
    /// By which right it is signed.
    pub mode: SigningMode,
    /// The post of the head in whose place somebody signs.
    pub head_post: String,
    /// The post of who signs.
    pub post: String,
    /// The name of who signs; empty: left to be filled in.
    pub signer: String,
}

/// By which right a document is signed: Nghị định 30/2020/NĐ-CP Điều 13.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SigningMode {
    /// The head signs, alone or for the body.
    Direct,
    /// `KT.`: a deputy in the place of the head.
    InPlace,
    /// `TL.`: a subordinate, by order.
    ByOrder,
    /// `TUQ.`: somebody empowered in writing.
    Empowered,
    /// `Q.`: whoever acts as head.
    Acting,
}

impl SigningMode {
    /// Every mode.
    pub const ALL: [Self; 5] = [
        Self::Direct,
        Self::InPlace,
        Self::ByOrder,
        Self::Empowered,
        Self::Acting,
    ];

    /// The name in forms and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "truc-tiep",
            Self::InPlace => "kt",
            Self::ByOrder => "tl",
            Self::Empowered => "tuq",
            Self::Acting => "q",
        }
    }

    /// The mode of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == name)
    }

    /// What stands before the head's post, for modes in which another signs.
    #[must_use]
    pub fn prefix(self) -> Option<&'static str> {
        match self {
            Self::Direct | Self::Acting => None,
            Self::InPlace => Some("KT."),
            Self::ByOrder => Some("TL."),
            Self::Empowered => Some("TUQ."),
        }
    }
}

/// A setting as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// See [`ReportSetting::superior`].
    pub superior: String,
    /// See [`ReportSetting::agency`].
    pub agency: String,
    /// See [`ReportSetting::symbol`].
    pub symbol: String,
    /// See [`ReportSetting::place`].
    pub place: String,
    /// See [`ReportSetting::addressees`].
    pub addressees: String,
    /// See [`ReportSetting::recipients`].
    pub recipients: String,
    /// See [`ReportSetting::body`].
    pub body: String,
    /// See [`ReportSetting::mode`].
    pub mode: String,
    /// See [`ReportSetting::head_post`].
    pub head_post: String,
    /// See [`ReportSetting::post`].
    pub post: String,
    /// See [`ReportSetting::signer`].
    pub signer: String,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field.
    pub field: &'static str,
    /// What is wrong.
    pub what: Wrong,
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It must be filled in.
    Missing,
    /// It has more characters than this.
    TooLong(usize),
    /// It has more lines than this.
    TooManyLines(usize),
    /// It holds a character that is not printed.
    Unprintable,
    /// It is no mode of signing.
    NoMode,
    /// The number's suffix holds something else than letters, digits and hyphens.
    NoSymbol,
    /// Who signs by order or empowered does not sign for a body.
    NoBody,
}

/// What a field may hold.
struct Limit {
    field: &'static str,
    chars: usize,
    lines: usize,
    is_required: Required,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Required {
    Yes,
    No,
}

/// The limits of every field of text, in the order of the page.
const LIMITS: [Limit; 10] = [
    limit("superior", 120, 2, Required::No),
    limit("agency", 160, 3, Required::Yes),
    limit("symbol", 30, 1, Required::Yes),
    limit("place", 60, 1, Required::Yes),
    limit("addressees", 500, 5, Required::Yes),
    limit("recipients", 800, 12, Required::Yes),
    limit("body", 80, 1, Required::No),
    limit("head_post", 80, 1, Required::No),
    limit("post", 80, 1, Required::Yes),
    limit("signer", 80, 1, Required::No),
];

const fn limit(field: &'static str, chars: usize, lines: usize, is_required: Required) -> Limit {
    Limit {
        field,
        chars,
        lines,
        is_required,
    }
}

/// The most characters a field of text takes.
#[must_use]
pub fn most_chars(field: &str) -> usize {
    let found = LIMITS.iter().find(|limit| limit.field == field);
    found.map_or(0, |limit| limit.chars)
}

impl Typed {
    /// Reads a setting, or tells every problem at once.
    ///
    /// # Errors
    /// When a field is missing, too long, or does not fit the others.
    pub fn read(&self) -> Result<ReportSetting, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut texts: Vec<String> = Vec::new();
        for (limit, typed) in LIMITS.iter().zip(self.texts()) {
            let text = tidy(typed);
            let found = limit.check(&text).into_iter();
            problems.extend(found.map(|what| Problem {
                field: limit.field,
                what,
            }));
            texts.push(text);
        }
        let mode = SigningMode::parse(&self.mode);
        problems.extend(self.misfits(mode));
        let mut texts = texts.into_iter();
        let mut next = || texts.next().unwrap_or_default();
        match mode {
            Some(mode) if problems.is_empty() => Ok(ReportSetting {
                superior: next(),
                agency: next(),
                symbol: next(),
                place: next(),
                addressees: next(),
                recipients: next(),
                body: next(),
                mode,
                head_post: next(),
                post: next(),
                signer: next(),
            }),
            Some(_) | None => Err(problems),
        }
    }

    /// The fields of text, in the order of [`LIMITS`].
    fn texts(&self) -> [&str; 10] {
        [
            &self.superior,
            &self.agency,
            &self.symbol,
            &self.place,
            &self.addressees,
            &self.recipients,
            &self.body,
            &self.head_post,
            &self.post,
            &self.signer,
        ]
    }

    fn misfits(&self, mode: Option<SigningMode>) -> Vec<Problem> {
        let mut found = Vec::new();
        let mut problem = |field, what| found.push(Problem { field, what });
        let is_letter = |c: char| c.is_alphanumeric() || c == '-';
        if !self.symbol.trim().chars().all(is_letter) {
            problem("symbol", Wrong::NoSymbol);
        }
        let Some(mode) = mode else {
            problem("mode", Wrong::NoMode);
            return found;
        };
        if mode.prefix().is_some() && self.head_post.trim().is_empty() {
            problem("head_post", Wrong::Missing);
        }
        let is_alone = matches!(mode, SigningMode::ByOrder | SigningMode::Empowered);
        if is_alone && !self.body.trim().is_empty() {
            problem("body", Wrong::NoBody);
        }
        found
    }
}

impl Limit {
    fn check(&self, text: &str) -> Option<Wrong> {
        if text.is_empty() {
            return (self.is_required == Required::Yes).then_some(Wrong::Missing);
        }
        if text.chars().count() > self.chars {
            return Some(Wrong::TooLong(self.chars));
        }
        if text.lines().count() > self.lines {
            return Some(Wrong::TooManyLines(self.lines));
        }
        (!is_plain(text, Lines::Several)).then_some(Wrong::Unprintable)
    }
}

impl ReportSetting {
    /// What the fields of a page show.
    #[must_use]
    pub fn typed(&self) -> Typed {
        let Self {
            superior,
            agency,
            symbol,
            place,
            addressees,
            recipients,
            body,
            mode,
            head_post,
            post,
            signer,
        } = self.clone();
        Typed {
            superior,
            agency,
            symbol,
            place,
            addressees,
            recipients,
            body,
            mode: mode.as_str().to_owned(),
            head_post,
            post,
            signer,
        }
    }

    /// By which right it is signed, line by line, in capitals.
    #[must_use]
    pub fn authority(&self) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.body.is_empty() {
            lines.push(format!("TM. {}", self.body));
        }
        if let Some(prefix) = self.mode.prefix() {
            lines.push(format!("{prefix} {}", self.head_post));
        }
        lines.push(match self.mode {
            SigningMode::Acting => format!("Q. {}", self.post),
            SigningMode::Direct
            | SigningMode::InPlace
            | SigningMode::ByOrder
            | SigningMode::Empowered => self.post.clone(),
        });
        lines.iter().map(|line| line.to_uppercase()).collect()
    }
}

/// Composed letters, no blank line, no space at the ends of a line.
fn tidy(text: &str) -> String {
    let text = to_nfc(text);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}
