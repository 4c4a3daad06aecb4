//! Disclosure: what may be shown of answers without showing what one to four people said.
//!
//! Small categories are folded together rather than left out, and everything shown is a sum of
//! parts that hold nobody or at least five. `docs/method.md` tells the rule; ADR 0010 says why.

mod block;
mod divide;
mod fold;
mod pieces;
mod pool;
mod table;
#[cfg(test)]
mod tests;
mod unit;

use std::collections::{BTreeMap, BTreeSet};

pub use self::block::Block;
pub use self::pool::{Pool, Remainder, pool};
pub use self::table::Table;
pub use self::unit::release;
use crate::domain::form::{Channel, Form};
use crate::domain::period::{Period, Span};
use crate::domain::roll_up::RollUp;
use crate::domain::tally::{Cell, TallyError};

/// Fewest answers that are shown apart.
pub const LEAST: u64 = 5;

/// Fewest answers of a group of people that are shown apart.
pub const LEAST_PROFILE: u64 = 10;

/// Whether a stored snapshot of so many sheets is replaced by what there is now: a difference of
/// fewer would tell what they said.
#[must_use]
pub fn is_due(shown: u64, now: u64) -> bool {
    now >= shown.saturating_add(LEAST)
}

/// Whether the flagged sheets of a span and the others may be told apart: neither are one to four
/// people, nor did one to four of either answer a question.
pub fn may_part<A: Answers>(rule: &Rule, parts: [&A; 2]) -> bool {
    parts.into_iter().all(|part| {
        let answered = (0..rule.n_questions).map(|at| part.answered(at));
        !answered.chain([part.sheets()]).any(|n| rule.is_small(n))
    })
}

/// How many are enough, and of which questions.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Fewest answers that are shown apart.
    pub least: u64,
    /// The questions a breakdown shows, by position among the counted ones.
    pub heads: Vec<usize>,
    /// How many questions are counted.
    pub n_questions: usize,
}

impl Rule {
    /// The rule for a form: its breakdowns show what its headline is made of.
    #[must_use]
    pub fn of(form: &Form) -> Self {
        let rated = |roll_up: RollUp| match roll_up {
            RollUp::OverallQuestion => form.overall.is_some(),
            RollUp::PooledAnswers | RollUp::MeanOfQuestions | RollUp::MeanOfFactors => false,
        };
        let is_overall = rated(form.headline);
        let mut heads = Vec::new();
        let mut at = 0;
        for section in &form.sections {
            for question in section.questions.iter().filter(|it| it.is_counted()) {
                let is_head = if is_overall {
                    form.overall.as_ref() == Some(&question.id)
                } else {
                    section.factor.is_some() && question.satisfaction_scale().is_some()
                };
                if is_head {
                    heads.push(at);
                }
                at += 1;
            }
        }
        Self {
            least: LEAST,
            heads,
            n_questions: at,
        }
    }

    /// Whether so many are somebody, and too few.
    #[must_use]
    pub fn is_small(&self, n: u64) -> bool {
        (1..self.least).contains(&n)
    }

    /// The questions that too few of `answers` answered.
    fn small_questions<A: Answers>(&self, answers: &A) -> BTreeSet<usize> {
        (0..self.n_questions)
            .filter(|at| self.is_small(answers.answered(*at)))
            .collect()
    }

    /// The questions that no breakdown shows.
    fn others(&self) -> impl Iterator<Item = usize> {
        (0..self.n_questions).filter(|at| !self.heads.contains(at))
    }
}

/// Answers that add up: counts in the program, names of unknowns in the proof.
pub trait Answers: Clone {
    /// What they are added up from.
    type Cell;

    /// Of nobody.
    fn nobody(rule: &Rule) -> Self;

    /// Adds the answers of one cell.
    ///
    /// # Errors
    /// When the two are of different forms or a sum outgrows 64 bits.
    fn add_cell(&mut self, cell: &Self::Cell) -> Result<(), TallyError>;

    /// Adds the answers of other people.
    ///
    /// # Errors
    /// As for [`Answers::add_cell`].
    fn add(&mut self, other: &Self) -> Result<(), TallyError>;

    /// How many sheets are counted.
    fn sheets(&self) -> u64;

    /// How many answered a question with one of its levels or options.
    fn answered(&self, question: usize) -> u64;

    /// Takes out whatever the sheets say of a question.
    fn leave_out(&mut self, question: usize);

    /// What the sheets say of one question, without the sheets.
    #[must_use]
    fn only(&self, question: usize) -> Self;

    /// Says how many of the sheets are flagged.
    fn set_flagged(&mut self, flagged: u64);
}

/// Everything there is of one unit and form.
#[derive(Clone, Debug)]
pub struct Source<'a, A: Answers> {
    /// Cells of closed spans; spans of the blocks the period touches are all here.
    pub closed: BTreeMap<Span, Vec<(&'a Cell, &'a A::Cell)>>,
    /// Snapshots of open spans, over the headline channels.
    pub snapshots: BTreeMap<Span, A>,
    /// Spans that are open or to come.
    pub open: BTreeSet<Span>,
    /// The period asked for.
    pub period: Period,
    /// Channels the headline sums.
    pub headline: &'a [Channel],
}

/// What may be shown of one unit and form in a period.
#[derive(Clone, Debug, Default)]
pub struct Released<A> {
    /// Over the headline channels.
    pub total: A,
    /// Whether answers of the period are in no figure, because they are fewer than five.
    pub lacks: bool,
    /// By month of the period.
    pub months: Vec<Months<A>>,
    /// By channel: the headline's, then those beside.
    pub channels: Vec<Group<A>>,
    /// By service field, over the headline channels.
    pub services: Vec<Group<A>>,
    /// What a unit above may add up with that of other units; shown nowhere by itself.
    pub remainders: Vec<Remainder<A>>,
}

impl<A: Answers> Released<A> {
    /// What was released of `channels` and of no other: a group that holds any other channel is
    /// left out whole, since the total of one period less that of another would tell what is
    /// folded in it.
    #[must_use]
    pub fn of_channels(&self, channels: &[Channel]) -> Vec<&A> {
        let is_within = |group: &&Group<A>| {
            let own = group.channels();
            !own.is_empty() && own.iter().all(|channel| channels.contains(channel))
        };
        let within = self.channels.iter().filter(is_within);
        within.map(|group| &group.answers).collect()
    }

    /// Adds what was released of another period: totals and months. Categories folded in one and
    /// not in the other would tell what was folded, so no breakdown is left.
    ///
    /// # Errors
    /// As for [`Answers::add`].
    pub fn add(&mut self, other: &Self) -> Result<(), TallyError> {
        self.total.add(&other.total)?;
        self.lacks |= other.lacks;
        self.months.extend(other.months.iter().cloned());
        self.channels.clear();
        self.services.clear();
        self.remainders.clear();
        Ok(())
    }
}

/// A month, or several that cannot be told apart.
#[derive(Clone, Debug)]
pub struct Months<A> {
    /// Such as `2026-11`.
    pub labels: Vec<String>,
    /// Their answers.
    pub answers: A,
    /// Whether some are missing.
    pub lacks: bool,
}

/// One category, or several folded into one.
#[derive(Clone, Debug)]
pub struct Group<A> {
    /// The categories by code, in order.
    pub names: Vec<String>,
    /// Categories that are folded in for some questions only.
    pub also: Vec<String>,
    /// Whether this is what was folded.
    pub is_folded: bool,
    /// Their answers.
    pub answers: A,
}

impl<A> Group<A> {
    /// The channels a group of channels holds, in their own order; one without names holds those
    /// of the headline.
    #[must_use]
    pub fn channels(&self) -> Vec<Channel> {
        let names: Vec<&str> = self
            .names
            .iter()
            .chain(&self.also)
            .map(String::as_str)
            .collect();
        if names.is_empty() {
            return Channel::HEADLINE.to_vec();
        }
        let all = Channel::ALL.into_iter();
        all.filter(|channel| names.contains(&channel.as_str()))
            .collect()
    }
}
