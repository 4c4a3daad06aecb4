//! What follows from known sums, by elimination over whole numbers: exact, and without fractions.

use std::collections::BTreeSet;

use super::set::Set;

/// The space of all linear combinations of known sums.
pub(super) struct Space {
    /// What no sum tells apart, each class whole.
    classes: Vec<Set>,
    /// Rows in echelon form: the place of the leading number, and the row.
    rows: Vec<(usize, Vec<i64>)>,
    nobody: Set,
}

impl Space {
    /// `sums` are groups of the `unknowns` with how many they are together. A group of nobody
    /// tells that each of it is nobody.
    pub(super) fn of(unknowns: Set, sums: &[(Set, u64)]) -> Self {
        let empty = sums.iter().filter(|(_, n)| *n == 0);
        let nobody = empty.fold(Set::EMPTY, |all, (group, _)| all | *group);
        let groups: BTreeSet<Set> = sums.iter().map(|(group, _)| *group - nobody).collect();
        let mut classes = vec![unknowns - nobody];
        for group in &groups {
            classes = classes
                .into_iter()
                .flat_map(|class| [class & *group, class - *group])
                .filter(|class| !class.is_empty())
                .collect();
        }
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
        let row = self.row(group - self.nobody);
        row.is_some_and(|row| self.reduced(row).iter().all(|number| *number == 0))
    }

    /// Groups that follow, each as small as the elimination makes it: whoever is not after a group
    /// of a certain kind still finds these.
    pub(super) fn basis(&self) -> Vec<Set> {
        let mut basis = Vec::new();
        for (at, (_, row)) in self.rows.iter().enumerate() {
            let mut row = row.clone();
            for (lead, other) in self.rows.iter().skip(at + 1) {
                clear(&mut row, *lead, other);
            }
            let unit = row.iter().find(|number| **number != 0).copied();
            if row.iter().all(|n| *n == 0 || Some(*n) == unit) {
                let members = self.classes.iter().zip(&row).filter(|(_, n)| **n != 0);
                basis.push(members.fold(Set::EMPTY, |all, (class, _)| all | *class));
            }
        }
        basis
    }

    /// A group as numbers by class; `None` when it cuts one.
    fn row(&self, group: Set) -> Option<Vec<i64>> {
        let number = |class: &Set| match *class & group {
            Set::EMPTY => Some(0),
            both => (both == *class).then_some(1),
        };
        self.classes.iter().map(number).collect()
    }

    /// The row with every known leading place cleared.
    fn reduced(&self, mut row: Vec<i64>) -> Vec<i64> {
        for (lead, known) in &self.rows {
            clear(&mut row, *lead, known);
        }
        row
    }
}

/// Clears one place of a row by another row that leads there; without a common divisor left.
fn clear(row: &mut [i64], lead: usize, known: &[i64]) {
    if row[lead] == 0 {
        return;
    }
    let divisor = gcd(row[lead].abs(), known[lead].abs());
    let (mine, theirs) = (row[lead] / divisor, known[lead] / divisor);
    for (number, other) in row.iter_mut().zip(known) {
        *number = number.checked_mul(theirs).unwrap() - other.checked_mul(mine).unwrap();
    }
    let common = row
        .iter()
        .fold(0, |common, number| gcd(common, number.abs()));
    if common > 1 {
        for number in row.iter_mut() {
            *number /= common;
        }
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
