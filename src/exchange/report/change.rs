//! A figure against another: the difference shown, and whether the data carry it.

use num_traits::Signed as _;

use super::figure::signed;
use super::words::fill;
use crate::domain::comparison::{Clarity, Difference, Estimate};
use crate::domain::percent::Rounded;
use crate::domain::results::ResultRow;

/// The difference between a row and the same row before; `None` where either has no figure that
/// may be compared.
pub(super) fn since(row: &ResultRow, before: &ResultRow) -> Option<Change> {
    let (now, then) = (comparable(row)?, comparable(before)?);
    Some(Change(now.minus(&then)))
}

/// The difference between a row and what was aimed at.
pub(super) fn against(row: &ResultRow, goal: &Rounded) -> Option<Change> {
    Some(Change(comparable(row)?.minus_fixed(goal)))
}

fn comparable(row: &ResultRow) -> Option<Estimate> {
    Estimate::of(row).filter(|_| row.enough && !row.is_withheld())
}

/// A difference in *điểm %*.
pub(super) struct Change(Difference);

impl Change {
    /// With its sign, and *chưa rõ rệt* where it is not clear.
    pub(super) fn in_words(&self) -> String {
        let key = if self.is_clear() {
            "change.clear"
        } else {
            "change.unclear"
        };
        fill(key, &[("points", &signed(&self.0.points))])
    }

    /// For a column that has the unit in its head; `*` where it is not clear.
    pub(super) fn in_column(&self) -> String {
        let mark = if self.is_clear() { "" } else { "*" };
        format!("{}{mark}", signed(&self.0.points))
    }

    /// Whether the figure lies below the other one, and not by chance.
    pub(super) fn is_clear_fall(&self) -> bool {
        self.is_clear() && self.0.points.value().is_negative()
    }

    fn is_clear(&self) -> bool {
        self.0.clarity == Clarity::Clear
    }
}
