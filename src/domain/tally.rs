//! Counts, and the exact sums over people that intervals need. Merging is addition.

use std::collections::BTreeMap;

use crate::domain::form::{Channel, Code, Form};
use crate::domain::sheet::Mark;

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

/// What one cell holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellTally {
    /// Sheets counted.
    pub sheets: u64,
    /// One entry per counted question, in form order ([`Form::counted`]).
    pub questions: Vec<QuestionTally>,
    /// One entry per factor section, in form order ([`Form::factors`]).
    pub sections: Vec<ClusterSums>,
    /// Over all factor sections together.
    pub index: ClusterSums,
}

/// The answers to one question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionTally {
    /// Per level in ascending code order, or per option in form order.
    pub counts: Vec<u64>,
    /// Per code outside the scale, in form order.
    pub outside: Vec<u64>,
    /// Asked and left out.
    pub left_out: u64,
    /// Not asked.
    pub not_asked: u64,
}

/// Sums over people of items answered (`a`), items satisfied (`y`) and points (`p`, the sum of
/// level codes): what the clustered variance needs, and all of it adds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClusterSums {
    /// People with at least one item answered.
    pub n: u64,
    /// Σ a.
    pub a: u64,
    /// Σ y.
    pub y: u64,
    /// Σ p.
    pub p: u64,
    /// Σ a².
    pub aa: u64,
    /// Σ y².
    pub yy: u64,
    /// Σ y·a.
    pub ya: u64,
    /// Σ p².
    pub pp: u64,
    /// Σ p·a.
    pub pa: u64,
}

impl FormTally {
    /// Counts one sheet.
    pub fn add_sheet(&mut self, form: &Form, cell: Cell, marks: &[Mark]) {
        self.cells.entry(cell).or_default().add_sheet(form, marks);
    }
}

impl CellTally {
    /// Counts one sheet. `marks` are in the order of [`Form::counted`].
    pub fn add_sheet(&mut self, _form: &Form, _marks: &[Mark]) {}
}
