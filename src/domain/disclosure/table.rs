//! A table of released answers.

use std::collections::BTreeSet;

use crate::domain::disclosure::{Answers, Rule};
use crate::domain::form::Form;
use crate::domain::tally::{CellTally, ClusterSums, QuestionTally, TallyError};

/// Counts as they are shown, and what of them was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The counts.
    pub tally: CellTally,
    /// Sheets whose answers to a question are in, question by question. Fewer or more than
    /// [`CellTally::sheets`] where the question is folded.
    pub bases: Vec<u64>,
    /// Flagged sheets, where they and the others are enough.
    pub flagged: u64,
    /// Questions without which sums over people were left out.
    lacking: BTreeSet<usize>,
}

impl Table {
    /// Everything a tally holds.
    ///
    /// # Errors
    /// When a sum outgrows 64 bits.
    pub fn whole(rule: &Rule, tally: &CellTally) -> Result<Self, TallyError> {
        let mut table = Self::nobody(rule);
        table.add_cell(tally)?;
        Ok(table)
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        self.tally.sheets == 0 && self.bases.iter().all(|base| *base == 0)
    }

    /// Whether a question's answers are all there and no more.
    #[must_use]
    pub fn is_whole(&self, question: usize) -> bool {
        self.bases.get(question).copied().unwrap_or(0) == self.tally.sheets
    }

    /// Sheets whose answers to a question are in.
    #[must_use]
    pub fn base(&self, question: usize) -> u64 {
        self.bases.get(question).copied().unwrap_or(0)
    }

    /// Whether sums over people cover all these questions.
    #[must_use]
    pub fn has_sums_of(&self, mut questions: impl Iterator<Item = usize>) -> bool {
        questions.all(|at| self.is_whole(at) && !self.lacking.contains(&at))
    }

    /// The tally with the shape of `form`, even of nobody.
    ///
    /// # Errors
    /// When the table is of another form.
    pub fn shaped(mut self, form: &Form) -> Result<Self, TallyError> {
        let mut tally = CellTally::empty(form);
        self.bases.resize(tally.questions.len(), 0);
        tally.merge(&self.tally)?;
        self.tally = tally;
        Ok(self)
    }
}

impl Answers for Table {
    type Cell = CellTally;

    fn nobody(rule: &Rule) -> Self {
        Self {
            bases: vec![0; rule.n_questions],
            ..Self::default()
        }
    }

    fn add_cell(&mut self, cell: &CellTally) -> Result<(), TallyError> {
        self.tally.merge(cell)?;
        for base in &mut self.bases {
            *base = base.saturating_add(cell.sheets);
        }
        Ok(())
    }

    fn add(&mut self, other: &Self) -> Result<(), TallyError> {
        self.tally.merge(&other.tally)?;
        for (base, more) in self.bases.iter_mut().zip(&other.bases) {
            *base = base.saturating_add(*more);
        }
        self.flagged = self.flagged.saturating_add(other.flagged);
        self.lacking.extend(&other.lacking);
        Ok(())
    }

    fn sheets(&self) -> u64 {
        self.tally.sheets
    }

    fn answered(&self, question: usize) -> u64 {
        let Some(tally) = self.tally.questions.get(question) else {
            return 0;
        };
        let outside = tally.outside.iter().copied().fold(0, u64::saturating_add);
        self.base(question)
            .saturating_sub(outside)
            .saturating_sub(tally.left_out)
            .saturating_sub(tally.not_asked)
    }

    fn leave_out(&mut self, question: usize) {
        if let Some(tally) = self.tally.questions.get_mut(question) {
            *tally = nothing(tally);
        }
        if let Some(base) = self.bases.get_mut(question).filter(|base| **base > 0) {
            *base = 0;
            self.lacking.insert(question);
        }
    }

    fn only(&self, question: usize) -> Self {
        let mut only = Self {
            tally: CellTally {
                index: ClusterSums::default(),
                questions: self.tally.questions.iter().map(nothing).collect(),
                sections: vec![ClusterSums::default(); self.tally.sections.len()],
                sheets: 0,
            },
            bases: vec![0; self.bases.len()],
            ..Self::default()
        };
        let places = only
            .tally
            .questions
            .get_mut(question)
            .zip(only.bases.get_mut(question));
        let found = self
            .tally
            .questions
            .get(question)
            .zip(self.bases.get(question));
        if let (Some((tally, base)), Some((own, own_base))) = (places, found) {
            *tally = own.clone();
            *base = *own_base;
        }
        only
    }

    fn set_flagged(&mut self, flagged: u64) {
        self.flagged = flagged;
    }
}

fn nothing(tally: &QuestionTally) -> QuestionTally {
    QuestionTally {
        counts: vec![0; tally.counts.len()],
        left_out: 0,
        not_asked: 0,
        outside: vec![0; tally.outside.len()],
    }
}
