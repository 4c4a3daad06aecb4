use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday, date};

use super::super::{UnitPlan, simulate_dossiers};
use super::fixture::{honest, plan};

#[test]
fn nobody_comes_on_sundays_holidays_or_out_of_hours() {
    let mut by_weekday: BTreeMap<i8, usize> = BTreeMap::new();
    for sheet in honest(9, &plan(0, 4_000)) {
        let at = sheet.collected_at;
        let clock = (at.hour(), at.minute());
        let is_morning = ((7, 30)..(11, 30)).contains(&clock);
        let is_afternoon = ((13, 30)..(17, 0)).contains(&clock);
        assert_ne!(at.weekday(), Weekday::Sunday, "{at}");
        assert_ne!(at.date(), date(2026, 9, 2), "Quốc khánh");
        assert!(
            is_morning || (is_afternoon && at.weekday() != Weekday::Saturday),
            "{at}"
        );
        *by_weekday
            .entry(at.weekday().to_monday_one_offset())
            .or_default() += 1;
    }
    assert!(
        by_weekday[&1] > by_weekday[&5],
        "Monday is busier than Friday: {by_weekday:?}"
    );
    assert!(
        by_weekday[&6] * 5 < by_weekday[&5],
        "few come on Saturday: {by_weekday:?}"
    );
}

#[test]
fn sheets_come_in_order_of_time_and_within_the_plan() {
    let plan = plan(0, 500);
    let sheets = honest(2, &plan);
    assert!(sheets.is_sorted_by_key(|sheet| sheet.collected_at));
    let within = |day: Date| (plan.first_day..=plan.last_day).contains(&day);
    assert!(sheets.iter().all(|sheet| within(sheet.collected_at.date())));
}

#[test]
fn a_plan_of_closed_days_has_no_sheets() {
    let sunday = date(2026, 11, 29);
    for (first_day, last_day, why) in [
        (sunday, sunday, "a Sunday"),
        (sunday, date(2026, 11, 1), "a last day before the first"),
    ] {
        let plan = UnitPlan {
            unit_index: 0,
            n_sheets: 10,
            first_day,
            last_day,
        };
        assert_eq!(honest(1, &plan).len(), 0, "{why}");
    }
}

#[test]
fn dossiers_are_counted_on_open_days_and_outnumber_the_sheets() {
    let totals = |seed, plan: &UnitPlan| {
        let days = simulate_dossiers(seed, plan);
        for day in days.keys() {
            assert!((plan.first_day..=plan.last_day).contains(day));
            assert_ne!(day.weekday(), Weekday::Sunday, "{day}");
        }
        let received = days.values().map(|day| day.received).sum::<u32>();
        let returned = days.values().map(|day| day.returned).sum::<u32>();
        (received, returned)
    };
    for unit_index in 0..20 {
        let (received, returned) = totals(3, &plan(unit_index, 1_000));
        for n in [received, returned] {
            assert!((1_400..2_800).contains(&n), "unit {unit_index}: {n}");
        }
    }
    let one = plan(1, 1_000);
    assert_eq!(totals(3, &one), totals(3, &one), "equal seeds");
    assert_ne!(totals(3, &one), totals(4, &one), "another seed");
    assert_ne!(totals(3, &one), totals(3, &plan(2, 1_000)), "another unit");
}
