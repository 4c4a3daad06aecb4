//! The administrative report: what it says, before anybody decides in which format.
//!
//! A [`Report`] holds every word that is printed, in the order it is printed in; the page and the
//! document are both written from it, so that they cannot differ. Its layout follows the first
//! appendix of Nghị định 30/2020/NĐ-CP.

mod change;
pub mod copy;
pub mod defaults;
pub mod docx;
mod factors;
mod figure;
mod fit;
mod levels;
mod opening;
mod overall;
pub mod plan;
pub mod province;
mod questions;
mod rotating;
mod standings;
mod table;
#[cfg(test)]
mod tests;
pub mod unit;
mod units;
mod verdict;
mod words;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::table::{Align, Cell, Row, Table, Weight};
use crate::domain::comparison::Mismatch;
use crate::domain::form::Form;
use crate::domain::method::Method;
use crate::domain::period::Period;
use crate::domain::report_setting::ReportSetting;
use crate::domain::results::ResultRow;
use crate::domain::round::Round;

/// A report as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Layout and its version, such as `bc-quy@1`.
    pub layout: String,
    /// The box on top of what nobody has signed yet.
    pub draft: Option<String>,
    /// The two lines every administrative document begins with.
    pub national: [String; 2],
    /// Who issues it.
    pub issuer: Issuer,
    /// `BÁO CÁO`.
    pub kind: String,
    /// What it reports on.
    pub subject: String,
    /// What it is not.
    pub aside: String,
    /// To whom, line by line.
    pub addressees: Vec<String>,
    /// The text.
    pub body: Vec<Block>,
    /// Who gets it and who signs it.
    pub signature: Signature,
    /// The line at the end.
    pub foot: String,
    /// What follows after the signature.
    pub appendices: Vec<Appendix>,
}

/// The block on the upper left, and place and date on the right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuer {
    /// The agency above, if one is named.
    pub superior: Vec<String>,
    /// The agency that issues it.
    pub agency: Vec<String>,
    /// The number, to be filled in by hand.
    pub number: String,
    /// Place and date, the day to be filled in by hand.
    pub place_and_date: String,
}

/// A piece of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// A numbered heading.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// A line of a list.
    Item(String),
    /// A table.
    Table(Table),
    /// A note to a table.
    Note(String),
}

/// The end of the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// `Nơi nhận:`.
    pub label: String,
    /// Who gets it, line by line.
    pub recipients: Vec<String>,
    /// By which right it is signed, line by line.
    pub authority: Vec<String>,
    /// Who signs.
    pub signer: String,
}

/// An appendix on pages of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appendix {
    /// How its pages lie.
    pub orientation: Orientation,
    /// Such as `Phụ lục I`; of the only one `Phụ lục`.
    pub number: String,
    /// What it holds, in capitals.
    pub title: String,
    /// Which document it belongs to.
    pub aside: String,
    /// Its content.
    pub blocks: Vec<Block>,
}

/// How a page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Orientation {
    /// Upright.
    Portrait,
    /// On its side, for wide tables.
    Landscape,
}

/// What stands around the figures.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// Heading and signature.
    pub setting: &'a ReportSetting,
    /// The period reported on.
    pub period: Period,
    /// The day it is drawn up.
    pub today: Date,
    /// Who drew it up, where known.
    pub compiler: Option<&'a str>,
    /// The seal of the figures, as hexadecimal digits.
    pub seal: Option<&'a str>,
    /// Whether somebody has signed it.
    pub status: Status,
    /// The round that asked for it, if one did.
    pub round: Option<&'a Round>,
    /// Whether the figures can still change.
    pub books: Books,
}

/// Whether a period's books are closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Books {
    /// They are.
    Closed,
    /// They are not; first and last day of the answers shown of what is open, where there are any.
    Open(Option<(Date, Date)>),
}

/// Whether a report is binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nobody has signed it.
    Draft,
    /// Its figures were accepted.
    Accepted,
}

/// All rows of one form version that a report shows.
#[derive(Clone, Debug)]
pub struct FormFigures<'a> {
    /// The form.
    pub form: &'a Form,
    /// The method, and what is enough by it or by the round.
    pub method: &'a Method,
    /// The headline; of a unit above others the pooled one.
    pub headline: ResultRow,
    /// One row per factor, then the index; enough by the most answered question.
    pub sections: Vec<ResultRow>,
    /// One row per counted question.
    pub questions: Vec<ResultRow>,
    /// The same of the period before, if it had answers to the same form version.
    pub before: Option<Before>,
    /// Why there is none although it had: its figures were computed in another way.
    pub mismatch: Option<Mismatch>,
    /// Dossiers the unit received, where known.
    pub dossiers: Option<u64>,
}

impl FormFigures<'_> {
    /// Whether a row may show a share: its sheets are enough, and so are the answers to it.
    fn is_enough(&self, row: &ResultRow) -> bool {
        let enough = &self.method.enough;
        row.enough && enough.is_met(levels::answers(row), self.dossiers)
    }
}

/// Rows of the period before.
#[derive(Clone, Debug)]
pub struct Before {
    /// Its headline.
    pub headline: ResultRow,
    /// One row per factor, then the index.
    pub sections: Vec<ResultRow>,
    /// One row per counted question.
    pub questions: Vec<ResultRow>,
}

/// Another form with answers in the same period.
#[derive(Clone, Debug)]
pub struct OtherForm<'a> {
    /// The form.
    pub form: &'a Form,
    /// Its method.
    pub method: &'a Method,
    /// Its headline.
    pub headline: ResultRow,
}
