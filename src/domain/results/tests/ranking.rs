//! The table of a ranking against the breakdowns it replaces, its sums, and its order.

use proptest::prelude::*;

use super::{as_they_are, ask, tablet, unit};
use crate::domain::form::{Channel, Form};
use crate::domain::method::{Kind as MethodKind, Method};
use crate::domain::results::{
    By, Class, Order, ResultInput, Table, UnitData, UnitLine, order, pooled_rows, rows, table,
};
use crate::domain::roll_up::UnitRollUp;
use crate::domain::tally::fixtures::{form, method};

fn input<'a>(form: &'a Form, method: &'a Method, units: &'a [UnitData]) -> ResultInput<'a> {
    ResultInput {
        form,
        method,
        unit: "08",
        edition: "2026-09-20",
        period: "2026-Q4",
        from: "2026-10-01",
        to: "2026-12-31",
        units,
        channels: &Channel::HEADLINE,
        by: None,
    }
}

fn table_of(units: &[UnitData]) -> Table {
    let (form, method) = (form(), method(MethodKind::TopShare));
    table(&input(&form, &method, units)).unwrap()
}

/// Four ranked or few, one without a sheet. Figures of `chung`: 100, 50, 100 (few), 75, none.
fn province() -> Vec<UnitData> {
    let known = |unit: UnitData, dossiers| UnitData {
        dossiers: Some(dossiers),
        ..unit
    };
    vec![
        known(unit("a", &[tablet(40, [5, 1, 5, 5])]), 400),
        known(
            unit("b", &[tablet(30, [5, 5, 5, 5]), tablet(30, [1, 5, 5, 5])]),
            100,
        ),
        unit("c", &[tablet(4, [5, 5, 5, 5])]),
        known(
            unit("d", &[tablet(30, [5, 5, 1, 1]), tablet(10, [2, 0, 0, 0])]),
            80,
        ),
        unit("e", &[]),
    ]
}

#[test]
fn the_table_says_what_the_breakdowns_say() {
    let units = province();
    let table = table_of(&units);
    let json = |rows: &[_]| serde_json::to_value(rows).unwrap();
    assert_eq!(json(&table.headline), json(&ask(&units, None, as_they_are)));
    let by_unit: Vec<_> = table
        .units
        .iter()
        .map(|line| line.headline.clone())
        .collect();
    assert_eq!(
        json(&by_unit),
        json(&ask(&units, Some(By::Unit), as_they_are))
    );
    for (line, unit) in table.units.iter().zip(&units) {
        let mut own = ask(std::slice::from_ref(unit), Some(By::Section), as_they_are);
        own.retain(|row| row.units == UnitRollUp::PooledCounts);
        let figures = |rows: &[crate::domain::results::ResultRow]| {
            let figure = |row: &crate::domain::results::ResultRow| {
                (row.section.clone(), row.percent.clone(), row.n)
            };
            rows.iter().map(figure).collect::<Vec<_>>()
        };
        assert_eq!(figures(&line.sections), figures(&own), "{}", unit.unit);
    }
}

#[test]
fn pooled_rows_are_all_rows_but_the_means() {
    let (form, method) = (form(), method(MethodKind::TopShare));
    let units = province();
    let every = [
        None,
        Some(By::Unit),
        Some(By::Section),
        Some(By::Question),
        Some(By::Channel),
        Some(By::Month),
        Some(By::Service),
    ];
    for by in every {
        let input = ResultInput {
            by,
            ..input(&form, &method, &units)
        };
        let mut all = rows(&input).unwrap();
        all.retain(|row| row.units == UnitRollUp::PooledCounts);
        let pooled = pooled_rows(&input).unwrap();
        assert!(!pooled.is_empty());
        let json = |rows: &[_]| serde_json::to_value(rows).unwrap();
        assert_eq!(json(&pooled), json(&all), "{by:?}");
    }
}

/// Factor `mot` asks `a` and `b`, factor `hai` asks `c`.
#[test]
fn a_factor_has_enough_when_its_most_answered_question_has() {
    let tallies = [
        tablet(12, [5, 5, 0, 0]),
        tablet(30, [5, 0, 5, 0]),
        tablet(3, [5, 0, 0, 4]),
    ];
    for (dossiers, expected, why) in [
        (
            None,
            [true, false, true],
            "30 of `b` are enough, 3 of `c` are not",
        ),
        (Some(6), [true, true, true], "3 are half of six dossiers"),
        (Some(8), [true, false, true], "and less than half of eight"),
    ] {
        let unit = UnitData {
            dossiers,
            ..unit("a", &tallies)
        };
        let table = table_of(&[unit]);
        let line = &table.units[0];
        assert_eq!(line.answered, [30, 3, 30], "of `b`, of `c`, of `b` again");
        let enough: Vec<bool> = line.sections.iter().map(|row| row.enough).collect();
        assert_eq!(enough, expected, "{why}");
        assert_eq!(line.sections[1].n, 45, "a row's n is its sheets");
    }
}

#[test]
fn ranked_few_and_none_add_up_to_the_province() {
    let table = table_of(&province());
    let counted = |class| {
        let total = table.total(class);
        (total.units, total.numerator, total.denominator)
    };
    assert_eq!(counted(Class::Ranked), (3, 100, 140));
    assert_eq!(counted(Class::Few), (1, 4, 4));
    assert_eq!(counted(Class::None), (1, 0, 0));
    assert!(table.agrees());
    assert_eq!(table.whole().dossiers, None, "c and e are unknown");
    assert_eq!(table.total(Class::Ranked).dossiers, Some(580));
    let mut broken = table;
    broken.headline[0].numerator = Some(105);
    assert!(!broken.agrees(), "one too many is seen");
}

#[test]
fn figures_weigh_by_dossiers_where_every_ranked_units_are_known() {
    // (100 · 400 + 50 · 100 + 75 · 80) / 580
    assert_eq!(table_of(&province()).weighted.as_deref(), Some("87.93"));
    let mut units = province();
    units[1].dossiers = None;
    assert_eq!(table_of(&units).weighted, None);
}

fn sorted(table: &Table, asked: &str) -> String {
    let mut lines: Vec<&UnitLine> = table.units.iter().collect();
    let sections: Vec<&str> = table
        .sections
        .iter()
        .filter_map(|row| row.section.as_deref())
        .collect();
    order(&mut lines, &Order::parse(asked, &sections).unwrap());
    lines
        .iter()
        .map(|line| line.headline.unit.as_str())
        .collect()
}

#[test]
fn lines_stand_in_the_order_asked_for_and_those_without_come_last() {
    let table = table_of(&province());
    let factor = table.sections[0].section.clone().unwrap();
    for (asked, expected, why) in [
        ("rank", "adbce", "100, 75, 50; no rank last"),
        ("-rank", "bdace", "no rank stays last"),
        ("name", "abcde", "as the units stand"),
        ("-name", "edcba", "from the other end"),
        ("sheets", "badce", "60, 40, 40, 4, 0; equal ones by rank"),
        ("rate", "bdace", "60, 50 and 10 %; unknown last"),
        ("figure", "adbce", "100, 75, 50; too few are not compared"),
        (factor.as_str(), "badce", "100, 50 and 43 % of the factor"),
    ] {
        assert_eq!(sorted(&table, asked), expected, "{asked}: {why}");
    }
    for wrong in ["", "-", "hang", "--rank", "Rank"] {
        assert_eq!(Order::parse(wrong, &[]), None, "{wrong:?}");
    }
}

proptest! {
    #[test]
    fn any_units_add_up_to_their_province(sizes in prop::collection::vec((0usize..40, 0usize..40), 1..12)) {
        let units: Vec<UnitData> = sizes
            .iter()
            .zip('a'..)
            .map(|((good, bad), code)| unit(&code.to_string(), &[tablet(*good, [5, 5, 4, 4]), tablet(*bad, [2, 1, 3, 3])]))
            .chain([unit("z", &[])])
            .collect();
        let table = table_of(&units);
        prop_assert!(table.agrees());
        let classes = [Class::Ranked, Class::Few, Class::Folded, Class::None];
        let n: usize = classes.iter().map(|class| table.total(*class).units).sum();
        prop_assert_eq!(n, units.len());
    }
}
