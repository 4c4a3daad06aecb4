//! What follows from known sums, by elimination over whole numbers: exact, and without fractions.

use std::collections::{BTreeMap, BTreeSet};

use super::traced::Set;

/// The space of all linear combinations of known sums.
pub(super) struct Space {
    /// One unknown of each class that no sum tells apart, with all of its class.
    classes: Vec<Set>,
    /// Rows in echelon form: the place of the leading number, and the row.
    rows: Vec<(usize, Vec<i64>)>,
    nobody: Set,
}

impl Space {
    /// `sums` are groups of unknowns with how many they are together. A group of nobody tells
    /// that each of it is nobody.
    pub(super) fn of(sums: &[(Set, u64)]) -> Self {
        let empty = sums.iter().filter(|(_, n)| *n == 0);
        let nobody = empty.fold(0, |all, (group, _)| all | group);
        let groups: BTreeSet<Set> = sums.iter().map(|(group, _)| group & !nobody).collect();
        let mut by_signature: BTreeMap<Set, Set> = BTreeMap::new();
        for at in (0..Set::BITS).filter(|at| nobody >> at & 1 == 0) {
            let mut signature = 0;
            for (row, group) in groups.iter().enumerate() {
                signature |= (group >> at & 1) << row;
            }
            *by_signature.entry(signature).or_default() |= 1 << at;
        }
        let classes = by_signature.into_values().collect();
        let mut space = Self {
            classes,
            rows: Vec::new(),
            nobody,
        };
        for group in groups {
            let row = space.reduced(space.row(group).unwrap());
            if let Some(lead) = row.iter().position(|number| *number != 0) {
                space.rows.push((lead, row));
            }
        }
        space
    }

    /// Whether the sum of `group` follows.
    pub(super) fn holds(&self, group: Set) -> bool {
        let row = self.row(group & !self.nobody);
        row.is_some_and(|row| self.reduced(row).iter().all(|number| *number == 0))
    }

    /// A group as numbers by class; `None` when it cuts one.
    fn row(&self, group: Set) -> Option<Vec<i64>> {
        let number = |class: &Set| match class & group {
            0 => Some(0),
            both => (both == *class).then_some(1),
        };
        self.classes.iter().map(number).collect()
    }

    /// The row with every known leading place cleared.
    fn reduced(&self, mut row: Vec<i64>) -> Vec<i64> {
        for (lead, known) in &self.rows {
            if row[*lead] == 0 {
                continue;
            }
            let divisor = gcd(row[*lead].abs(), known[*lead].abs());
            let (mine, theirs) = (row[*lead] / divisor, known[*lead] / divisor);
            for (number, other) in row.iter_mut().zip(known) {
                *number = number.checked_mul(theirs).unwrap() - other.checked_mul(mine).unwrap();
            }
        }
        row
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
