//! Result rows: one shape for the command line, the API, pages and files.

mod build;
mod measure;
mod order;
mod part;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

pub use self::build::{pooled_rows, rows};
pub use self::order::{Direction, Order, SortKey, order};
pub use self::table::{Class, Table, Total, UnitLine, table};
use crate::domain::disclosure::{self, Released};
use crate::domain::form::{Channel, Form};
use crate::domain::method::Method;
use crate::domain::roll_up::{RollUp, UnitRollUp};
use crate::domain::sample::Enough;
use crate::domain::tally::FormTally;

/// What stands for a category, month or unit in the row of those that were folded.
pub const FOLDED: &str = "gop";

/// What the rows are broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// One row per unit below.
    Unit,
    /// One row per factor, then the index.
    Section,
    /// One row per counted question.
    Question,
    /// One row per channel.
    Channel,
    /// One row per month.
    Month,
    /// One row per service field.
    Service,
}

/// What result rows are computed from: one form version, one period, one edition.
#[derive(Clone, Copy, Debug)]
pub struct ResultInput<'a> {
    /// The form version; versions are never pooled.
    pub form: &'a Form,
    /// The formula.
    pub method: &'a Method,
    /// The unit asked for: the only one of `units`, or one above them.
    pub unit: &'a str,
    /// Edition of the unit codes.
    pub edition: &'a str,
    /// The period asked for, as it was written.
    pub period: &'a str,
    /// Its first day, ISO.
    pub from: &'a str,
    /// Its last day, ISO, included.
    pub to: &'a str,
    /// The units that served, in the order of their rows; those without data too.
    pub units: &'a [UnitData],
    /// The channels the figures sum; a breakdown by channel looks at each of the five instead.
    pub channels: &'a [Channel],
    /// The breakdown; `None`: the headline alone.
    pub by: Option<By>,
}

/// What one unit collected with one form version in the period.
#[derive(Clone, Debug, Default)]
pub struct UnitData {
    /// Unit code.
    pub unit: String,
    /// Tallies by month, such as `2026-11`; of a reporting period, by its own months.
    pub months: BTreeMap<String, FormTally>,
    /// Late sheets: kept, and in no tally.
    pub late: u64,
    /// Dossiers received, where known.
    pub dossiers: Option<u64>,
    /// What its own round calls enough, where one asks for it.
    pub enough: Option<Enough>,
    /// What may be shown instead of `months`, where the reader is not the shell.
    pub released: Option<Arc<Released<disclosure::Table>>>,
    /// How many units this is; `None` for one that is shown by its name.
    pub pooled: Option<usize>,
}

/// One result. Field names are those of the contract.
#[derive(Clone, Debug, Serialize)]
pub struct ResultRow {
    /// Unit code.
    pub unit: String,
    /// Edition of the unit code.
    pub edition: String,
    /// The period asked for.
    pub period: String,
    /// First day, ISO.
    pub from: String,
    /// Last day, ISO, included.
    pub to: String,
    /// `id@version`.
    pub form: String,
    /// Method id.
    pub method: String,
    /// How questions were rolled up.
    pub roll_up: RollUp,
    /// How units were rolled up.
    pub units: UnitRollUp,
    /// The channels summed.
    pub channels: Vec<String>,
    /// Section id, in section rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Question id, in question rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// Channel, in channel rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Month such as `2026-11`, in month rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<String>,
    /// Service code, in service rows; empty text for sheets without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Answers by level code or option code.
    pub counts: BTreeMap<String, u64>,
    /// Answers by code outside the scale.
    pub outside: BTreeMap<String, u64>,
    /// Answers outside the scale, all codes.
    pub skipped: u64,
    /// Asked and left out.
    pub left_out: u64,
    /// Not asked.
    pub not_asked: u64,
    /// Answers in a question row, sheets elsewhere.
    pub n: u64,
    /// Unreduced, for pooled figures; `None` for means.
    pub numerator: Option<u64>,
    /// Unreduced, for pooled figures; `None` for means.
    pub denominator: Option<u64>,
    /// Such as `"82.66"`; `None`: nobody answered, or a points method.
    pub percent: Option<String>,
    /// Mean points, for a points method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<String>,
    /// Percent of satisfied, neutral and dissatisfied answers, where the scale names them.
    pub shares: Option<Shares>,
    /// 95 % limits.
    pub interval: Option<Limits>,
    /// Group by the figure shown.
    pub group: Option<String>,
    /// Rank among units with enough answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<usize>,
    /// Best rank the data allow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank_low: Option<usize>,
    /// Worst rank the data allow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank_high: Option<usize>,
    /// Whether there are enough answers to rank.
    pub enough: bool,
    /// Sheets with the quality flag among those counted.
    pub flagged: u64,
    /// Late sheets of the unit and period, all of them: counted in no row.
    pub late: u64,
    /// Whether the row holds what was folded, or lacks answers that were too few to show.
    pub folded: bool,
    /// How many units have answers in it, in the breakdowns of a unit above others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n_units: Option<usize>,
}

impl ResultRow {
    /// A factor's row with the answers of its most answered question, by which it is judged to be
    /// enough.
    #[must_use]
    pub fn by_answers_of(&self, questions: &[&Self]) -> Self {
        let most = questions.iter().max_by_key(|row| row.n);
        Self {
            n: most.map_or(0, |row| row.n),
            enough: most.is_some_and(|row| row.enough),
            ..self.clone()
        }
    }

    /// Whether the row shows no figure because too few answered. A folded row may have one: that of
    /// several together, or one that lacks a few answers.
    #[must_use]
    pub fn is_withheld(&self) -> bool {
        self.folded && self.percent.is_none() && self.score.is_none()
    }
}

/// The three shares that always stand beside a headline.
#[derive(Clone, Debug, Serialize)]
pub struct Shares {
    /// Percent satisfied.
    pub satisfied: String,
    /// Percent neutral.
    pub neutral: String,
    /// Percent dissatisfied.
    pub dissatisfied: String,
}

/// Limits of an interval, in percent with four decimals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// Lower limit.
    pub low: String,
    /// Upper limit.
    pub high: String,
}
