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
    /// The form, as `id@version`, of which tablets ask one factor more, where many sheets are wanted.
    pub rotating: Option<String>,
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

    /// How many units take part; every unit is more than any number.
    fn breadth(&self) -> usize {
        self.units.as_ref().map_or(usize::MAX, BTreeSet::len)
    }

    /// Sheets wanted of a unit: its own number, else the round's rule, at most half the dossiers.
    #[must_use]
    pub fn sheets_wanted(&self, unit: &str, n_dossiers: Option<u64>) -> Option<u64> {
        match self.targets.get(unit) {
            Some(own) => Target::Quota(*own).answers(n_dossiers),
            None => self.target.as_ref()?.answers(n_dossiers),
        }
    }

    /// As [`Round::sheets_wanted`], however many dossiers there are by now.
    #[must_use]
    pub fn sheets_expected(&self, unit: &str, n_dossiers: Option<u64>) -> Option<u64> {
        match self.targets.get(unit) {
            Some(own) => Some(*own),
            None => self.target.as_ref()?.uncapped(n_dossiers),
        }
    }

    /// The aim for a factor: its own, else the round's.
    #[must_use]
    pub fn goal_of(&self, section: &str) -> Option<&Rounded> {
        self.goals.get(section).or(self.goal.as_ref())
    }
}

/// The rounds of a province that hold in one period, each before those that came earlier.
///
/// A round that asks only for units that a later one asks for too holds nowhere, and is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rounds(Vec<Round>);

impl Rounds {
    /// Of all rounds that name the period, in the order in which a later one wins.
    #[must_use]
    pub fn holding(in_order: Vec<Round>) -> Self {
        let mut asked: BTreeSet<String> = BTreeSet::new();
        let mut is_whole_asked = false;
        let mut holding = Vec::new();
        for round in in_order.into_iter().rev() {
            let adds = match &round.units {
                _ if is_whole_asked => false,
                None => true,
                Some(units) => !units.is_subset(&asked),
            };
            is_whole_asked |= round.units.is_none();
            asked.extend(round.units.iter().flatten().cloned());
            if adds {
                holding.push(round);
            }
        }
        holding.reverse();
        Self(holding)
    }

    /// Each, later ones last.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Round> {
        self.0.iter()
    }

    /// The round that holds for a province as a whole: the one that asks for most units, of
    /// equal ones the last.
    #[must_use]
    pub fn of_province(&self) -> Option<&Round> {
        self.iter().max_by_key(|round| round.breadth())
    }

    /// The round by which a province measures with a form version, as `id@version`.
    #[must_use]
    pub fn of_form(&self, form: &str) -> Option<&Round> {
        let of_form = self.iter().filter(|round| round.form == form);
        of_form.max_by_key(|round| round.breadth())
    }

    /// The round that holds for a unit.
    #[must_use]
    pub fn of_unit(&self, unit: &str) -> Option<&Round> {
        self.iter().rev().find(|round| round.asks(unit))
    }

    /// The round that holds for a unit, where it asks for this form version, `id@version`.
    #[must_use]
    pub fn of_unit_and_form(&self, unit: &str, form: &str) -> Option<&Round> {
        self.of_unit(unit).filter(|round| round.form == form)
    }

    /// Whether the round that holds for a unit asks for another form version than this one,
    /// `id@version`, so that sheets of this one say nothing of what the unit was asked for.
    #[must_use]
    pub fn asks_otherwise(&self, unit: &str, form: &str) -> bool {
        self.of_unit(unit).is_some_and(|round| round.form != form)
    }

    /// What the rounds are called that ask for another form version than this one, as
    /// `“one”, “another”`; `None`: there is none.
    #[must_use]
    pub fn of_other_forms(&self, form: &str) -> Option<String> {
        let others = self.iter().filter(|round| round.form != form);
        let titles: Vec<String> = others.map(|round| format!("“{}”", round.title)).collect();
        (!titles.is_empty()).then(|| titles.join(", "))
    }

    /// Whether a unit is to report: any of them asks for it, or there is none at all.
    #[must_use]
    pub fn expect(&self, unit: &str) -> bool {
        self.0.is_empty() || self.of_unit(unit).is_some()
    }

    /// The round by which units are compared that go by rounds with another method or other
    /// channels for this form, `id@version`; `None`: there is nothing to choose.
    #[must_use]
    pub fn yardstick(&self, form: &str) -> Option<&Round> {
        let chosen = self.of_form(form)?;
        let differs = |round: &Round| {
            let channels: BTreeSet<_> = round.channels.iter().collect();
            round.method != chosen.method || channels != chosen.channels.iter().collect()
        };
        let mut of_form = self.iter().filter(|round| round.form == form);
        of_form.any(differs).then_some(chosen)
    }
}

#[cfg(test)]
mod tests;
