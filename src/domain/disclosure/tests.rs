//! Random tables, everything that is released of them as linear equations, and proof that no
//! group of one to four answers follows from them.
//!
//! What a round with other channels sums is picked from the groups that are released anyhow, so it
//! can tell no more; every choice of channels is looked at all the same.
//!
//! Ten thousand tables are tried. A long campaign is twenty times as many:
//! `PROPTEST_CASES=5120 cargo test --release --lib disclosure`.

mod algebra;
mod people;
mod set;
mod traced;
mod world;

use std::collections::BTreeMap;

use proptest::prelude::*;

use self::algebra::Space;
use self::people::People;
use self::set::Set;
use self::traced::{Counts, Known, SUBJECTS, Subject, Traced, rule};
use self::world::{Scope, World};
use super::*;

/// The edge of the third quarter of 2026, the body and the edge of the fourth.
const THREE_BLOCKS: Scope = Scope {
    n_units: 1,
    first: "2026-09-15",
    n_spans: 7,
    n_open: 0,
};

/// The same of three units.
const PROVINCE: Scope = Scope {
    n_units: 3,
    ..THREE_BLOCKS
};

/// All that a calendar year and a reporting year have: nine blocks.
const TWO_YEARS: Scope = Scope {
    first: "2025-12-15",
    n_spans: 25,
    ..THREE_BLOCKS
};

/// Every period of both rules that has a span of the scope.
fn periods(scope: Scope) -> Vec<Period> {
    let first = Span::parse(scope.first).unwrap();
    let spans = std::iter::successors(Some(first), |span| Some(span.next()));
    let spans: Vec<Span> = spans.take(scope.n_spans).collect();
    let parts = ["H1", "H2", "Q1", "Q2", "Q3", "Q4"].map(str::to_owned);
    let months = (1..=12).map(|month| format!("{month:02}"));
    let parts: Vec<String> = parts.into_iter().chain(months).collect();
    let of_year = |year: &str| {
        let parts = parts.iter().map(|part| format!("{year}-{part}"));
        parts.chain([year.to_owned()]).collect::<Vec<_>>()
    };
    let names = ["2026", "2027"].into_iter().flat_map(of_year);
    let both = names.flat_map(|name| [format!("{name}b"), name]);
    both.map(|name| Period::parse(&name).unwrap())
        .filter(|period| period.spans().iter().any(|span| spans.contains(span)))
        .collect()
}

/// Numbers that are nobody, too few, or enough, in proportions that differ by table.
fn people(scope: Scope) -> impl Strategy<Value = People> {
    let world = World::of(scope);
    let cell = |most: u64| {
        (0..most, 0..4u64, 0..4u64).prop_map(|(n, all, few)| {
            let second = if few == 0 { n } else { n.min(few) };
            [n, if all == 0 { n.min(3) } else { n }, second]
        })
    };
    let most = prop_oneof![Just(2u64), Just(3), Just(6), Just(20)];
    let most_flagged = prop_oneof![Just(1u64), Just(2), Just(6), Just(20)];
    (most, most_flagged).prop_flat_map(move |(most, most_flagged)| {
        let cells = prop::collection::vec((cell(most), cell(most_flagged)), world.places.len());
        cells.prop_map(move |cells| {
            let places = world.places.iter().zip(cells);
            let counts = places.map(
                |(place, (sheets, flagged))| {
                    if place.cell.flagged { flagged } else { sheets }
                },
            );
            People::new(world, counts.collect())
        })
    })
}

/// What units and their province release of all periods, as groups of cells whose sums are known.
fn released(people: &People, scope: Scope, stored: &[&BTreeMap<Span, Traced>]) -> Known {
    let rule = rule();
    let mut known = Known::default();
    for period in periods(scope) {
        let mut remainders = Vec::new();
        let mut province = Traced::nobody(&rule);
        for (unit, stored) in stored.iter().enumerate() {
            let released = release(&rule, &people.source(unit, period, stored)).unwrap();
            known.add_released(&released);
            known.add_others(people.others(unit, period, &released.total));
            province.add(&released.total).unwrap();
            remainders.push(released.remainders);
        }
        let pool = pool(&rule, remainders.iter().map(Vec::as_slice)).unwrap();
        known.add(&pool.answers);
        province.add(&pool.answers).unwrap();
        known.add(&province);
    }
    known
}

/// Four quarters of one rule together, as ranks of small units need them.
fn four_quarters(people: &People, names: [&str; 4]) -> Known {
    let mut all: Option<Released<Traced>> = None;
    for name in names {
        let period = Period::parse(name).unwrap();
        let source = people.source(0, period, &BTreeMap::new());
        let released = release(&rule(), &source).unwrap();
        match &mut all {
            Some(all) => all.add(&released).unwrap(),
            None => all = Some(released),
        }
    }
    let mut known = Known::default();
    known.add_released(&all.unwrap());
    known
}

fn nothing_small_follows(
    people: &People,
    known: &Known,
    subjects: &[Subject],
) -> Result<(), TestCaseError> {
    let is_small = |numbers: Vec<u64>| numbers.iter().any(|n| (1..LEAST).contains(n));
    let groups = &people.world.groups;
    let counts: Vec<Counts> = groups
        .iter()
        .map(|(_, members)| people.count(members.iter().copied()))
        .collect();
    for subject in subjects {
        let space = Space::of(people.world.all, &known.sums(*subject, people));
        for ((group, members), counts) in groups.iter().zip(&counts) {
            if is_small(subject.numbers(*counts)) {
                let found = || members.iter().map(|at| &people.world.places[*at]);
                prop_assert!(
                    !space.holds(*group),
                    "{subject:?}: {counts:?} of {:?} follow",
                    found().collect::<Vec<_>>()
                );
            }
        }
        for group in space.basis() {
            let members = || (0..people.counts.len()).filter(|at| group.has(*at));
            let counts = people.count(members());
            prop_assert!(
                !is_small(subject.numbers(counts)),
                "{subject:?}: {counts:?} of {:?} follow",
                members()
                    .map(|at| &people.world.places[at])
                    .collect::<Vec<_>>()
            );
        }
    }
    Ok(())
}

/// So many tables where proptest's own setting is 256 cases, as it is if nobody says otherwise.
fn tables(n: u32) -> ProptestConfig {
    let own = ProptestConfig::default();
    ProptestConfig {
        cases: own.cases * n / 256,
        ..own
    }
}

proptest! {
    #![proptest_config(tables(7_000))]
    #[test]
    fn nothing_small_of_one_unit_follows_from_all_it_releases(people in people(THREE_BLOCKS)) {
        let known = released(&people, THREE_BLOCKS, &[&BTreeMap::new()]);
        nothing_small_follows(&people, &known, &SUBJECTS)?;
    }
}

/// The last spans are open, and a reader looks again and again.
fn open_people() -> impl Strategy<Value = (Scope, People)> {
    (1..6usize).prop_flat_map(|n_open| {
        let scope = Scope {
            n_open,
            ..THREE_BLOCKS
        };
        people(scope).prop_map(move |people| (scope, people))
    })
}

proptest! {
    #![proptest_config(tables(1_500))]
    #[test]
    fn nothing_small_follows_while_spans_are_open((scope, people) in open_people()) {
        let mut all = Known::default();
        for stored in people.looks(0) {
            let known = released(&people, scope, &[&stored]);
            // One question may have gained fewer than five answers since the look before.
            nothing_small_follows(&people, &known, &SUBJECTS)?;
            all.add_all(known);
        }
        nothing_small_follows(&people, &all, &[Subject::Sheets])?;
    }
}

proptest! {
    #![proptest_config(tables(1_400))]
    #[test]
    fn nothing_small_of_a_unit_follows_from_what_a_province_adds(people in people(PROVINCE)) {
        let nothing = BTreeMap::new();
        let known = released(&people, PROVINCE, &[&nothing; PROVINCE.n_units]);
        nothing_small_follows(&people, &known, &SUBJECTS)?;
    }
}

proptest! {
    #![proptest_config(tables(100))]
    #[test]
    fn nothing_small_of_one_unit_follows_from_two_years(people in people(TWO_YEARS)) {
        let mut known = released(&people, TWO_YEARS, &[&BTreeMap::new()]);
        for names in [
            ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"],
            ["2026-Q1b", "2026-Q2b", "2026-Q3b", "2026-Q4b"],
        ] {
            known.add_all(four_quarters(&people, names));
        }
        nothing_small_follows(&people, &known, &SUBJECTS)?;
    }
}

/// The algebra finds what does follow: without this, the proofs above could not fail.
#[test]
fn a_small_cell_follows_where_total_and_rest_are_shown() {
    let set = |members: &[usize]| members.iter().copied().collect::<Set>();
    let all = set(&[0, 1, 2, 3]);
    let (whole, rest, cell) = (set(&[0, 1]), set(&[1]), set(&[0]));
    let space = Space::of(all, &[(whole, 9), (rest, 7)]);
    assert!(space.holds(cell), "9 − 7 = 2");
    assert!(space.basis().contains(&cell), "found by nobody's asking");
    assert!(
        !Space::of(all, &[(whole, 9)]).holds(cell),
        "9 alone tells nothing"
    );
    let crossed = [(set(&[0, 1]), 9), (set(&[1, 2]), 9), (set(&[2, 3]), 9)];
    assert!(
        Space::of(all, &crossed).holds(set(&[0, 3])),
        "by a chain of three"
    );
    let empty = [(set(&[0, 1, 2]), 9), (set(&[1, 2]), 0)];
    assert!(
        Space::of(all, &empty).holds(cell),
        "nobody is in the others"
    );
}
