//! Random tables, everything that is released of them as linear equations, and proof that no
//! group of one to four answers follows from them.

mod algebra;
mod traced;

use proptest::prelude::*;

use self::algebra::Space;
use self::traced::{Known, Place, groups, rule, source};
use super::*;

/// Every period that touches the blocks of the test: the edge of the third quarter, the body and
/// the edge of the fourth.
const PERIODS: [&str; 9] = [
    "2026-Q4b", "2026-Q4", "2026-10", "2026-11", "2026-12", "2026-10b", "2026-11b", "2026-12b",
    "2027-01b",
];

/// Sheets of a cell, and how many of them answered either question.
type Counts = [u64; 3];

/// Numbers that are nobody, too few, or enough, in proportions that differ by table.
fn cells() -> impl Strategy<Value = Vec<Counts>> {
    let cell = |most: u64| {
        (0..most, 0..4u64, 0..4u64).prop_map(|(n, all, few)| {
            let some = |n: u64, at_most: u64| n.min(at_most);
            let second = if few == 0 { n } else { some(n, few) };
            [n, if all == 0 { some(n, 3) } else { n }, second]
        })
    };
    prop_oneof![Just(2u64), Just(3), Just(6), Just(20)]
        .prop_flat_map(move |most| prop::collection::vec(cell(most), Place::ALL))
}

/// What units release, as groups of cells whose sums are known.
fn released(units: &[Vec<Counts>], n_open: usize) -> Known {
    let rule = rule();
    let mut known = Known::default();
    let cells: Vec<_> = units
        .iter()
        .enumerate()
        .map(|(unit, counts)| traced::cells(unit, counts))
        .collect();
    for period in PERIODS {
        let period = Period::parse(period).unwrap();
        let mut remainders = Vec::new();
        for cells in &cells {
            let released = release(&rule, &source(cells, period, n_open)).unwrap();
            known.add_released(&released);
            remainders.push(released.remainders);
        }
        let pool = pool(&rule, remainders.iter().map(Vec::as_slice)).unwrap();
        known.add(&pool.answers);
    }
    known
}

fn nothing_small_follows(units: &[Vec<Counts>], n_open: usize) -> Result<(), TestCaseError> {
    let known = released(units, n_open);
    let counts: Vec<Counts> = units.concat();
    for subject in 0..3 {
        let space = Space::of(&known.sums(subject));
        for (key, group) in groups(units.len()) {
            let members = counts
                .iter()
                .enumerate()
                .filter(|(at, _)| group >> at & 1 == 1);
            let n: u64 = members.map(|(_, counts)| counts[subject]).sum();
            if (1..LEAST).contains(&n) {
                prop_assert!(
                    !space.holds(*group),
                    "subject {subject}: {n} of {key:?} follow"
                );
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8_000))]
    #[test]
    fn nothing_small_of_one_unit_follows_from_all_it_releases(
        cells in cells(), n_open in prop_oneof![3 => Just(0usize), 1 => 1..6usize],
    ) {
        nothing_small_follows(&[cells], n_open)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn nothing_small_of_a_unit_follows_from_what_a_province_adds(
        one in cells(), two in cells(), three in cells(),
    ) {
        nothing_small_follows(&[one, two, three], 0)?;
    }
}

/// The algebra finds what does follow: without this, the proofs above could not fail.
#[test]
fn a_small_cell_follows_where_total_and_rest_are_shown() {
    let (whole, rest, cell) = (0b11, 0b10, 0b01);
    assert!(Space::of(&[(whole, 9), (rest, 7)]).holds(cell), "9 − 7 = 2");
    assert!(
        !Space::of(&[(whole, 9)]).holds(cell),
        "9 alone tells nothing"
    );
    let crossed = [(0b0011, 9), (0b0110, 9), (0b1100, 9)];
    assert!(Space::of(&crossed).holds(0b1001), "by a chain of three");
}
