//! Copies: taken while answers come in, whole, and good for a new node.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::answers::{sheet, take_in, year};
use crate::node::{Node, program, said};

/// Runs a command on the folder a copy was restored into.
fn on(node: &Node, folder: &str, arguments: &[&str]) -> crate::node::Said {
    let mut command = program(node.folder.path());
    command.arg("--data").arg(node.path(folder)).args(arguments);
    said(command, "")
}

#[test]
fn a_copy_taken_while_answers_come_in_is_whole() {
    let node = Node::commune();
    let lines: Vec<String> = (0..3_000)
        .map(|_| sheet(9, &json!({"chung": 5})).to_string())
        .collect();
    let file = node.file("phiếu.ndjson", &lines.join("\n"));
    let mut importing = program(node.folder.path());
    importing
        .arg("--data")
        .arg(node.data())
        .args(["import", &file, "--channel", "tablet"]);
    let mut importing = importing.stdout(Stdio::null()).spawn().unwrap();
    let copy = node.path("giữa chừng.db");
    node.done(&["backup", &copy]);
    assert!(
        importing.wait().unwrap().success(),
        "the import is not disturbed"
    );
    let restored = on(&node, "giữa chừng", &["restore", &copy]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert_eq!(
        on(&node, "giữa chừng", &["verify"]).code,
        0,
        "whatever part it holds agrees"
    );
}

#[test]
fn a_restored_copy_gives_the_same_results_and_goes_on() {
    let node = Node::commune();
    take_in(
        &node,
        "tablet",
        &[
            sheet(9, &json!({"chung": 5})),
            sheet(9, &json!({"chung": 2})),
        ],
    );
    let year = year();
    node.done(&["period", "close", &year, "--unit", "01141"]);
    take_in(&node, "tablet", &[sheet(10, &json!({"chung": 3}))]);
    let results = [
        "results", "--unit", "01141", "--period", &year, "--by", "question",
    ];
    let before = node.done(&results);
    let copy = node.path("copy.db");
    node.done(&["backup", &copy]);
    assert_eq!(
        node.run(&["backup", &copy]).code,
        2,
        "a copy is never overwritten"
    );
    assert_eq!(on(&node, "new", &["restore", &copy]).code, 0);
    assert_eq!(on(&node, "new", &results).out, before);
    let report: Value = serde_json::from_str(&on(&node, "new", &["verify", "--json"]).out).unwrap();
    assert_eq!(
        (&report["ok"], &report["answers"]),
        (&json!(true), &json!(3))
    );
    assert_eq!(
        on(&node, "data", &["restore", &copy]).code,
        78,
        "a used folder is refused"
    );
    assert_eq!(
        on(&node, "new", &["device", "list"]).code,
        0,
        "the new node works on"
    );
}

#[test]
fn what_is_no_whole_copy_makes_no_node() {
    let node = Node::commune();
    let copy = node.path("copy.db");
    node.done(&["backup", &copy]);
    let bytes = std::fs::read(&copy).unwrap();
    let half = node.path("half.db");
    std::fs::write(&half, &bytes[..bytes.len() / 2]).unwrap();
    let text = node.file("text.db", "not a database");
    for (file, why) in [
        (&half, "half a copy"),
        (&text, "a text"),
        (&node.path("none.db"), "no file"),
    ] {
        assert_ne!(on(&node, "new", &["restore", file]).code, 0, "{why}");
        let database = node.folder.path().join("new/hailong.db");
        assert!(!database.exists(), "{why} leaves no node behind");
        let _gone = std::fs::remove_dir_all(node.path("new"));
    }
}
