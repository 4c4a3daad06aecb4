//! Closing a period: what comes later is kept, and counts nowhere.

use serde_json::json;

use crate::answers::{import, sheet, take_in, year};
use crate::node::Node;

#[test]
fn an_answer_for_a_closed_period_is_late_and_not_counted() {
    let node = Node::commune();
    let year = year();
    let first = sheet(8, &json!({"chung": 5}));
    take_in(&node, "tablet", std::slice::from_ref(&first));
    let said = node.run(&["period", "close", &year, "--unit", "01141"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let second = sheet(9, &json!({"chung": 1}));
    take_in(
        &node,
        "tablet",
        &[second.clone(), sheet(15, &json!({"chung": 1}))],
    );
    let row = &node.rows(&["results", "--unit", "01141", "--period", &year])[0];
    assert_eq!((&row["n"], &row["late"]), (&json!(1), &json!(2)), "trễ: 2");
    assert_eq!(
        row["percent"], "100.00",
        "the figure of the closed period stands"
    );
    let again = import(&node, "tablet", &[first.to_string(), second.to_string()]);
    assert_eq!(
        again.out.matches("\"code\":200").count(),
        2,
        "both are known: {}",
        again.out
    );
    assert_eq!(node.run(&["verify"]).code, 0, "late answers verify too");
    let closed = node.run(&["period", "close", &year, "--unit", "01141"]);
    assert_eq!(closed.code, 0, "closing again is no harm: {}", closed.err);
    let row = &node.rows(&["results", "--unit", "01141", "--period", &year])[0];
    assert_eq!(
        (&row["n"], &row["late"]),
        (&json!(1), &json!(2)),
        "sealed or open alike"
    );
}

#[test]
fn only_a_unit_that_is_collected_for_can_be_closed() {
    let node = Node::commune();
    for (period, unit, why) in [
        ("2026-Q9", "01141", "no such period"),
        ("2026", "99999", "no such unit"),
        ("2026", "00004", "not this node's unit"),
        ("2026", "08", "a province is not collected for"),
    ] {
        assert_eq!(
            node.run(&["period", "close", period, "--unit", unit]).code,
            2,
            "{why}"
        );
    }
}
