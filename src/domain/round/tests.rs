//! Which of several rounds of one period holds where.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use proptest::prelude::*;

use super::{Round, Rounds};
use crate::domain::form::Channel;
use crate::domain::period::Period;
use crate::domain::sample::Enough;

const UNITS: [&str; 5] = ["01141", "01144", "01147", "01150", "01153"];

fn round(id: usize, units: Option<BTreeSet<String>>) -> Round {
    Round {
        id: format!("dot-{id}"),
        revision: 1,
        title: "Đợt".to_owned(),
        province: "08".to_owned(),
        decision: None,
        period: Period::parse("2026-Q4b").unwrap(),
        form: "hai-long-quay@1".to_owned(),
        method: "ty-le".to_owned(),
        rotating: None,
        channels: vec![Channel::Tablet],
        units,
        target: None,
        targets: BTreeMap::new(),
        goal: None,
        goals: BTreeMap::new(),
        deadline: date(2026, 12, 20),
        grace_days: 3,
        enough: Enough::DEFAULT,
    }
}

fn rounds() -> impl Strategy<Value = Vec<Round>> {
    let some = proptest::sample::subsequence(UNITS.map(str::to_owned).to_vec(), 1..=4);
    let units = proptest::option::weighted(0.8, some.prop_map(BTreeSet::from_iter));
    proptest::collection::vec(units, 0..6).prop_map(|all| {
        let each = all.into_iter().enumerate();
        each.map(|(id, units)| round(id, units)).collect()
    })
}

proptest! {
    #[test]
    fn the_last_round_that_asks_for_a_unit_holds_for_it(all in rounds()) {
        let held = Rounds::holding(all.clone());
        // Those that share no unit all hold, and no other asks for more than the widest.
        let breadth = |round: &Round| round.units.as_ref().map_or(6, BTreeSet::len);
        let widest = held.of_province().map(breadth);
        prop_assert_eq!(widest, held.iter().map(breadth).max());
        prop_assert_eq!(widest.is_none(), all.is_empty());
        prop_assert_eq!(held.of_form("hai-long-quay@1"), held.of_province());
        for unit in UNITS {
            let last = all.iter().rev().find(|round| round.asks(unit));
            prop_assert_eq!(held.of_unit(unit), last);
            prop_assert_eq!(held.expect(unit), all.is_empty() || last.is_some());
        }
    }

    #[test]
    fn only_units_measured_differently_need_one_yardstick(all in rounds(), odd in 0_usize..6) {
        let mut all = all;
        let is_odd = |round: &mut Round| round.channels = vec![Channel::Qr, Channel::Tablet];
        all.iter_mut().skip(odd).for_each(is_odd);
        let held = Rounds::holding(all);
        let ways: BTreeSet<usize> = held.iter().map(|round| round.channels.len()).collect();
        let expected = held.of_province().filter(|_| ways.len() > 1);
        prop_assert_eq!(held.yardstick("hai-long-quay@1"), expected);
        prop_assert_eq!(held.yardstick("mot-cau@1"), None);
    }

    #[test]
    fn a_round_that_holds_nowhere_is_absent(all in rounds()) {
        let held = Rounds::holding(all);
        // A sixth unit takes part only where every unit does.
        let holds = |round: &Round| {
            let mut everywhere = UNITS.into_iter().chain(["01156"]);
            everywhere.any(|unit| held.of_unit(unit) == Some(round))
        };
        prop_assert!(held.iter().all(holds));
    }
}
