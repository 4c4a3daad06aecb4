//! Counts, and the exact sums over people that intervals need. Merging is addition.

mod encoding;
#[cfg(test)]
pub(crate) mod fixtures;
mod sums;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::sums::ClusterSums;
use crate::domain::form::{Channel, Code, Form, Kind, Question, Scale};
use crate::domain::mark::Mark;

/// The answers of one form version by the smallest cells that travel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormTally {
    /// Tallies by cell; a cell nobody answered in is absent.
    pub cells: BTreeMap<Cell, CellTally>,
}

/// Who a cell counts: one channel, one service field, one class of quality.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// How the answers came.
    pub channel: Channel,
    /// The service field, where one was given.
    pub service: Option<Code>,
    /// Whether `domain::quality` marked the sheets.
    pub flagged: bool,
}

/// What one cell holds. Fields stand in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellTally {
    /// Over all factor sections together.
    pub index: ClusterSums,
    /// One entry per counted question, in form order ([`Form::counted`]).
    pub questions: Vec<QuestionTally>,
    /// One entry per factor section, in form order ([`Form::factors`]).
    pub sections: Vec<ClusterSums>,
    /// Sheets counted.
    pub sheets: u64,
}

/// The answers to one question. Fields stand in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionTally {
    /// Per level in ascending code order, or per option in form order.
    pub counts: Vec<u64>,
    /// Asked and left out.
    pub left_out: u64,
    /// Not asked.
    pub not_asked: u64,
    /// Per code outside the scale, in form order.
    pub outside: Vec<u64>,
}

impl FormTally {
    /// Counts one sheet. `marks` are in the order of [`Form::counted`], as read against `form`.
    pub fn add_sheet(&mut self, form: &Form, cell: Cell, marks: &[Mark]) {
        self.cells.entry(cell).or_default().add_sheet(form, marks);
    }

    /// Adds another tally of the same form version. The order of merging makes no difference.
    ///
    /// # Errors
    /// When the two are of different forms or a sum outgrows 64 bits; `self` is then half merged
    /// and good for nothing.
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        for (cell, tally) in &other.cells {
            self.cells.entry(cell.clone()).or_default().merge(tally)?;
        }
        Ok(())
    }

    /// The cells that `keep` wants, added up.
    ///
    /// # Errors
    /// As for [`FormTally::merge`].
    pub fn sum(&self, keep: impl Fn(&Cell) -> bool) -> Result<CellTally, TallyError> {
        let mut total = CellTally::default();
        for (_, tally) in self.cells.iter().filter(|(cell, _)| keep(cell)) {
            total.merge(tally)?;
        }
        Ok(total)
    }
}

impl CellTally {
    /// A tally of nobody, with the questions and sections of `form`.
    #[must_use]
    pub fn empty(form: &Form) -> Self {
        Self {
            index: ClusterSums::default(),
            questions: form.counted().map(QuestionTally::empty).collect(),
            sections: form.factors().map(|_| ClusterSums::default()).collect(),
            sheets: 0,
        }
    }

    /// Sheets that are parts of `form` ([`crate::domain::sheet::is_part`]).
    #[must_use]
    pub fn parts(&self, form: &Form) -> u64 {
        let overall = form.overall_position();
        overall
            .and_then(|at| self.questions.get(at))
            .map_or(0, |question| question.not_asked)
    }

    /// Counts one sheet. `marks` are in the order of [`Form::counted`], as read against `form`;
    /// a mark that does not fit its question, which reading rules out, counts as left out, so
    /// that every question still accounts for every sheet.
    pub fn add_sheet(&mut self, form: &Form, marks: &[Mark]) {
        if self.is_shapeless() {
            *self = Self::empty(form);
        }
        self.sheets = self.sheets.saturating_add(1);
        let mut marks = marks.iter();
        let mut questions = self.questions.iter_mut();
        let mut sections = self.sections.iter_mut();
        let mut whole = Person::default();
        for section in &form.sections {
            let mut part = Person::default();
            for question in section
                .questions
                .iter()
                .filter(|question| question.is_counted())
            {
                let mark = marks.next().unwrap_or(&Mark::LeftOut);
                part.add(question, mark);
                if let Some(tally) = questions.next() {
                    tally.add(question, mark);
                }
            }
            if section.factor.is_some() {
                whole.join(&part);
                if let Some(sums) = sections.next() {
                    sums.add_person(part.a, part.y, part.p);
                }
            }
        }
        self.index.add_person(whole.a, whole.y, whole.p);
    }

    /// Adds another tally of the same form version.
    ///
    /// # Errors
    /// As for [`FormTally::merge`].
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        if other.is_shapeless() {
            return Ok(());
        }
        if self.is_shapeless() {
            *self = other.clone();
            return Ok(());
        }
        let same_form = self.questions.len() == other.questions.len()
            && self.sections.len() == other.sections.len();
        if !same_form {
            return Err(TallyError::OtherForm);
        }
        add(&mut self.sheets, other.sheets)?;
        for (mine, theirs) in self.questions.iter_mut().zip(&other.questions) {
            mine.merge(theirs)?;
        }
        for (mine, theirs) in self.sections.iter_mut().zip(&other.sections) {
            mine.merge(theirs)?;
        }
        self.index.merge(&other.index)
    }

    /// Made by `default()`: of no form yet, and of nobody.
    fn is_shapeless(&self) -> bool {
        self.sheets == 0 && self.questions.is_empty() && self.sections.is_empty()
    }
}

impl QuestionTally {
    /// A tally of nobody, with the levels or options of `question`.
    #[must_use]
    pub fn empty(question: &Question) -> Self {
        let n_counts = match &question.kind {
            Kind::Rating(scale) => scale.levels.len(),
            Kind::Choice(options) | Kind::Multi { options, .. } => options.len(),
            Kind::Text => 0,
        };
        Self {
            counts: vec![0; n_counts],
            left_out: 0,
            not_asked: 0,
            outside: vec![0; question.outside.len()],
        }
    }

    /// Counts one mark; an empty choice of several counts as left out.
    fn add(&mut self, question: &Question, mark: &Mark) {
        let slot = match mark {
            Mark::Level(code) => position(question, *code).and_then(|at| self.counts.get_mut(at)),
            Mark::Option(at) => self.counts.get_mut(*at),
            Mark::Options(flags) if flags.contains(&true) => {
                for (count, _) in self.counts.iter_mut().zip(flags).filter(|(_, flag)| **flag) {
                    *count = count.saturating_add(1);
                }
                return;
            }
            Mark::Outside(at) => self.outside.get_mut(*at),
            Mark::NotAsked => Some(&mut self.not_asked),
            Mark::LeftOut | Mark::Options(_) => None,
        };
        let slot = slot.unwrap_or(&mut self.left_out);
        *slot = slot.saturating_add(1);
    }

    fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        let same_form =
            self.counts.len() == other.counts.len() && self.outside.len() == other.outside.len();
        if !same_form {
            return Err(TallyError::OtherForm);
        }
        let mine = self.counts.iter_mut().chain(&mut self.outside);
        for (mine, theirs) in mine.zip(other.counts.iter().chain(&other.outside)) {
            add(mine, *theirs)?;
        }
        add(&mut self.left_out, other.left_out)?;
        add(&mut self.not_asked, other.not_asked)
    }
}

/// Where a level code's count stands, without sorting: this runs once per answer recounted.
fn position(question: &Question, code: u8) -> Option<usize> {
    let Kind::Rating(Scale { levels, .. }) = &question.kind else {
        return None;
    };
    let known = levels.iter().any(|level| level.code == code);
    known.then(|| levels.iter().filter(|level| level.code < code).count())
}

/// What one person gave to a section: items answered, items satisfied, points.
#[derive(Default)]
struct Person {
    a: u32,
    y: u32,
    p: u32,
}

impl Person {
    fn add(&mut self, question: &Question, mark: &Mark) {
        let Mark::Level(code) = mark else { return };
        let Some(scale) = question.satisfaction_scale() else {
            return;
        };
        if scale.levels.iter().any(|level| level.code == *code) {
            self.a += 1;
            self.y += u32::from(scale.satisfied.contains(code));
            self.p += u32::from(*code);
        }
    }

    fn join(&mut self, part: &Self) {
        self.a += part.a;
        self.y += part.y;
        self.p += part.p;
    }
}

/// Adds, or reports that the sum outgrows 64 bits.
fn add(sum: &mut u64, more: u64) -> Result<(), TallyError> {
    *sum = sum.checked_add(more).ok_or(TallyError::Overflow)?;
    Ok(())
}

/// Why tallies cannot be added or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TallyError {
    /// A sum outgrows 64 bits.
    Overflow,
    /// The tallies are of forms with different questions.
    OtherForm,
    /// The text is no tally at all.
    Unreadable(String),
    /// A cell, counted from 0, does not hold together.
    Corrupt {
        /// Which cell.
        cell: usize,
        /// What is wrong with it.
        what: String,
    },
}

impl fmt::Display for TallyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overflow => f.write_str("a tally's sum outgrows 64 bits"),
            Self::OtherForm => f.write_str("tallies of different forms cannot be added"),
            Self::Unreadable(why) => write!(f, "tally cannot be read: {why}"),
            Self::Corrupt { cell, what } => write!(f, "tally cell {cell}: {what}"),
        }
    }
}

impl std::error::Error for TallyError {}
