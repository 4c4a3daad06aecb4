//! `verify`: agrees with what was sealed, and names what does not.

use serde_json::{Value, json};

use crate::answers::{sheet, take_in, year};
use crate::node::Node;

fn sealed() -> Node {
    let node = Node::commune();
    let sheets: Vec<Value> = (0..6)
        .map(|_| sheet(9, &json!({"chung": 5, "tiep-can": 4})))
        .collect();
    take_in(&node, "tablet", &sheets);
    node.done(&["period", "close", &year(), "--unit", "01141"]);
    node
}

#[test]
fn what_was_sealed_verifies() {
    let node = sealed();
    let report: Value = serde_json::from_str(&node.done(&["verify", "--json"])).unwrap();
    assert_eq!(
        report,
        json!({"ok": true, "units": 1, "batches": 1, "answers": 6, "differences": []})
    );
}

#[tokio::test]
async fn one_changed_thing_is_found_and_named() {
    for (statement, named, why) in [
        (
            "update answer set sheet = replace(sheet, '54', '14')
             where id = (select min(id) from answer)",
            "answers differ from those sealed",
            "one answer's level",
        ),
        (
            "update answer set channel = 'qr' where id = (select max(id) from answer)",
            "answers differ from those sealed",
            "one answer's channel",
        ),
        (
            "delete from answer where id = (select min(id) from answer)",
            "holds 5 answers, sealed with 6",
            "one answer gone",
        ),
        (
            "update tally set cells = replace(cells, '6', '7')",
            "tally",
            "a tally that says more",
        ),
        (
            "update batch set head = zeroblob(32)",
            "head does not match",
            "another head",
        ),
        (
            "update batch set signature = zeroblob(64)",
            "signature is not this node's",
            "another signature",
        ),
        (
            "update event set subject = 'other' where sequence = 1",
            "event",
            "an act rewritten",
        ),
    ] {
        let node = sealed();
        node.tamper(statement).await;
        let said = node.run(&["verify"]);
        assert_eq!(said.code, 1, "{why}: {}{}", said.out, said.err);
        assert!(said.out.contains(named), "{why}: {}", said.out);
        let report: Value = serde_json::from_str(&node.run(&["verify", "--json"]).out).unwrap();
        assert_eq!(report["ok"], false, "{why}");
    }
}
