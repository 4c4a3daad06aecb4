//! A survey round (*đợt khảo sát*): what the province measures, where, when, against which targets.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::domain::form::Channel;
use crate::domain::percent::Rounded;
use crate::domain::period::Period;
use crate::domain::sample::{Enough, Target};

/// One round. A changed round is the next revision under the same id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its id, such as `2026-q4`: small letters, digits and hyphens, at most 40.
    pub id: String,
    /// 1 and up.
    pub revision: u32,
    /// What it is called, in Vietnamese.
    pub title: String,
    /// Code of the province that opened it.
    pub province: String,
    /// The decision it rests on.
    pub decision: Option<Decision>,
    /// What is measured.
    pub period: Period,
    /// The form, as `id@version`.
    pub form: String,
    /// The method's id.
    pub method: String,
    /// The channels the headline sums.
    pub channels: Vec<Channel>,
    /// The units that take part; `None`: every commune of the province.
    pub units: Option<BTreeSet<String>>,
    /// How many sheets are wanted of a unit.
    pub target: Option<Target>,
    /// Sheets wanted of units with a number of their own.
    pub targets: BTreeMap<String, u64>,
    /// The satisfied share aimed at, in percent.
    pub goal: Option<Rounded>,
    /// Aims for single factors, by section id, in percent.
    pub goals: BTreeMap<String, Rounded>,
    /// The last day on which a report is on time.
    pub deadline: Date,
    /// Days after the deadline before a unit is reminded as late.
    pub grace_days: u16,
    /// When there are enough answers to rank.
    pub enough: Enough,
}

/// The decision a round rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Such as `123/QĐ-UBND`.
    pub number: String,
    /// When it was signed.
    pub date: Date,
}

impl Round {
    /// Whether a unit takes part.
    #[must_use]
    pub fn asks(&self, unit: &str) -> bool {
        self.units.as_ref().is_none_or(|units| units.contains(unit))
    }

    /// Sheets wanted of a unit: its own number, else the round's rule, at most half the dossiers.
    #[must_use]
    pub fn sheets_wanted(&self, unit: &str, n_dossiers: Option<u64>) -> Option<u64> {
        match self.targets.get(unit) {
            Some(own) => Target::Quota(*own).answers(n_dossiers),
            None => self.target.as_ref()?.answers(n_dossiers),
        }
    }

    /// The aim for a factor: its own, else the round's.
    #[must_use]
    pub fn goal_of(&self, section: &str) -> Option<&Rounded> {
        self.goals.get(section).or(self.goal.as_ref())
    }
}
