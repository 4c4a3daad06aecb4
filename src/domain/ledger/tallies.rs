//! One hash for what was counted.

use crate::domain::ledger::Hash;
use crate::domain::ledger::canonical::Canonical;
use crate::domain::tally::{CellTally, ClusterSums, FormTally};

/// One hash for the tallies of several forms, given in ascending order of `id@version`.
#[must_use]
pub fn tallies_hash<'a>(forms: impl IntoIterator<Item = (&'a str, &'a FormTally)>) -> Hash {
    let mut bytes = Canonical::new("hailong tallies 1");
    for (form, tally) in forms {
        bytes.text(form);
        bytes.raw(&tally_hash(tally));
    }
    bytes.finish()
}

/// The hash of a batch's tallies as its head carries it: blinded by a salt that stays at home, or
/// the few answers of a small half-day could be found by trying.
#[must_use]
pub fn blinded(salt: &Hash, tallies: &Hash) -> Hash {
    let mut bytes = Canonical::new("hailong blinded tallies 1");
    bytes.raw(salt);
    bytes.raw(tallies);
    bytes.finish()
}

/// One hash for one form's tally: equal tallies, equal hash.
#[must_use]
pub fn tally_hash(tally: &FormTally) -> Hash {
    let mut bytes = Canonical::new("hailong tally 1");
    for (cell, counted) in &tally.cells {
        bytes.text(cell.channel.as_str());
        bytes.optional(cell.service.as_ref().map(|code| code.as_str().as_bytes()));
        bytes.number(u64::from(cell.flagged));
        add_cell(&mut bytes, counted);
    }
    bytes.finish()
}

fn add_cell(bytes: &mut Canonical, cell: &CellTally) {
    bytes.number(cell.sheets);
    bytes.length(cell.questions.len());
    for question in &cell.questions {
        bytes.numbers(&question.counts);
        bytes.numbers(&question.outside);
        bytes.number(question.left_out);
        bytes.number(question.not_asked);
    }
    bytes.length(cell.sections.len());
    for sums in cell.sections.iter().chain([&cell.index]) {
        add_sums(bytes, sums);
    }
}

fn add_sums(bytes: &mut Canonical, s: &ClusterSums) {
    for number in [s.n, s.a, s.y, s.p, s.aa, s.yy, s.ya, s.pp, s.pa] {
        bytes.number(number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::{Channel, Code};
    use crate::domain::tally::{Cell, QuestionTally};

    fn tally() -> FormTally {
        let cell = Cell {
            channel: Channel::Tablet,
            service: Some(Code::parse("ho-tich").unwrap()),
            flagged: false,
        };
        let question = QuestionTally {
            counts: vec![0, 3],
            outside: vec![1],
            left_out: 1,
            not_asked: 0,
        };
        let counted = CellTally {
            sheets: 5,
            questions: vec![question],
            ..CellTally::default()
        };
        FormTally {
            cells: [(cell, counted)].into(),
        }
    }

    #[test]
    fn every_count_changes_the_tally_hash() {
        type Change = fn(&mut CellTally);
        let changed: [(&str, Change); 7] = [
            ("sheets", |c| c.sheets += 1),
            ("a level", |c| c.questions[0].counts[0] += 1),
            ("levels swapped", |c| c.questions[0].counts.reverse()),
            ("outside", |c| c.questions[0].outside[0] += 1),
            ("left out", |c| c.questions[0].left_out += 1),
            ("a section more", |c| {
                c.sections.push(ClusterSums::default());
            }),
            ("the index", |c| c.index.pa += 1),
        ];
        let mut seen = vec![tally_hash(&tally()), tally_hash(&FormTally::default())];
        for (what, change) in changed {
            let mut other = tally();
            other.cells.values_mut().for_each(change);
            let hash = tally_hash(&other);
            assert!(
                !seen.contains(&hash),
                "{what} must be part of the tally hash"
            );
            seen.push(hash);
        }
    }

    #[test]
    fn the_forms_name_is_part_of_the_tallies_hash() {
        let tally = tally();
        assert_ne!(
            tallies_hash([("a@1", &tally)]),
            tallies_hash([("a@2", &tally)]),
            "same counts"
        );
        assert_ne!(
            tallies_hash([("a@1", &tally)]),
            tallies_hash([]),
            "nothing counted"
        );
    }
}
