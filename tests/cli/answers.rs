//! Answers that come by `import`: which are taken, which are not, and what is said of each line.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::node::{Node, Said, now};

/// A sheet of today at `hour`, with an id of its own.
pub(crate) fn sheet(hour: i8, answers: &Value) -> Value {
    let at = now().date().at(hour, 0, 0, 0);
    json!({
        "id": Uuid::new_v4().to_string(),
        "form": "hai-long-quay@1",
        "collected_at": format!("{at}+07:00"),
        "answers": answers,
    })
}

/// The sheet with more fields.
pub(crate) fn with(mut sheet: Value, fields: &Value) -> Value {
    let more = fields.as_object().unwrap().clone();
    sheet.as_object_mut().unwrap().extend(more);
    sheet
}

/// Imports sheets into `channel`, one a line.
pub(crate) fn import(node: &Node, channel: &str, lines: &[String]) -> Said {
    let file = node.file("phiếu.ndjson", &(lines.join("\n") + "\n"));
    node.run(&["import", &file, "--channel", channel])
}

/// Imports sheets that must all be taken.
pub(crate) fn take_in(node: &Node, channel: &str, sheets: &[Value]) {
    let lines: Vec<String> = sheets.iter().map(Value::to_string).collect();
    let said = import(node, channel, &lines);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

/// The codes of the result lines, in order.
fn codes(said: &Said) -> Vec<u64> {
    let lines = said
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines
        .map(|line| line.get("code").and_then(Value::as_u64).unwrap())
        .collect()
}

#[test]
fn every_line_gets_its_result_and_a_bad_one_spoils_no_other() {
    let node = Node::commune();
    let good = sheet(9, &json!({"chung": 5}));
    let id = good["id"].as_str().unwrap();
    let cases = [
        (good.to_string(), 201, "a good line"),
        (good.to_string(), 200, "the same again"),
        (
            with(good.clone(), &json!({"answers": {"chung": 1}})).to_string(),
            409,
            "other content",
        ),
        ("{".to_owned(), 400, "not JSON"),
        ("[1]".to_owned(), 422, "JSON, and no object"),
        (sheet(9, &json!({})).to_string(), 422, "no answer at all"),
        (
            sheet(9, &json!({"chung": 6})).to_string(),
            422,
            "no such level",
        ),
        (
            sheet(9, &json!({"khac": 5})).to_string(),
            422,
            "no such question",
        ),
        (
            with(sheet(9, &json!({"chung": 5})), &json!({"x": 1})).to_string(),
            422,
            "unknown field",
        ),
        (
            with(sheet(9, &json!({"chung": 5})), &json!({"form": "x@1"})).to_string(),
            422,
            "form",
        ),
        (
            with(
                sheet(9, &json!({"chung": 5})),
                &json!({"id": Uuid::nil().to_string()}),
            )
            .to_string(),
            422,
            "an id that is not random",
        ),
        (
            with(sheet(9, &json!({"chung": 5})), &json!({"unit": "00004"})).to_string(),
            403,
            "unit",
        ),
        (
            sheet(9, &json!({"chung": 4})).to_string(),
            201,
            "a good line after all that",
        ),
    ];
    let lines: Vec<String> = cases.iter().map(|(line, ..)| line.clone()).collect();
    let said = import(&node, "tablet", &lines);
    assert_eq!(said.code, 1, "some lines were not taken");
    for ((_, expected, why), code) in cases.iter().zip(codes(&said)) {
        assert_eq!(code, *expected, "{why}: {}", said.out);
    }
    assert_eq!(
        said.out.lines().count(),
        cases.len(),
        "one result line a line"
    );
    let first: Value = serde_json::from_str(said.out.lines().next().unwrap()).unwrap();
    assert_eq!(first, json!({"id": id, "code": 201}));
}

#[test]
fn importing_again_is_safe() {
    let node = Node::commune();
    let lines = [5, 4].map(|level| sheet(9, &json!({"chung": level})).to_string());
    for expected in [vec![201, 201], vec![200, 200]] {
        let said = import(&node, "tablet", &lines);
        assert_eq!((said.code, codes(&said)), (0, expected));
    }
    let row = &node.rows(&["results", "--unit", "01141", "--period", &year()])[0];
    assert_eq!(
        row["n"], 2,
        "two sheets are stored, however often they came"
    );
}

#[test]
fn all_problems_of_a_line_are_named_at_once() {
    let node = Node::commune();
    let bad = with(
        sheet(9, &json!({"chung": 6, "tiep-can": "skip-it", "khac": 1})),
        &json!({"id": "1", "collected_at": "hôm qua", "x": 1}),
    );
    let said = import(&node, "tablet", &[bad.to_string()]);
    let line: Value = serde_json::from_str(said.out.trim()).unwrap();
    let problems = line["problems"].as_array().unwrap();
    let mut fields: Vec<&str> = problems
        .iter()
        .map(|it| it["field"].as_str().unwrap())
        .collect();
    fields.sort_unstable();
    let expected = [
        "answers.chung",
        "answers.khac",
        "answers.tiep-can",
        "collected_at",
        "id",
        "x",
    ];
    assert_eq!(fields, expected, "{line}");
}

#[test]
fn import_needs_a_file_and_a_channel_that_exist() {
    let node = Node::commune();
    let file = node.file("phiếu.ndjson", "");
    for (arguments, why) in [
        (
            ["import", "no-such-file.ndjson", "--channel", "tablet"],
            "no such file",
        ),
        (
            ["import", &file, "--channel", "open"],
            "no one imports into the open page",
        ),
        (
            ["import", &file, "--channel", "assisted"],
            "a sheet says itself that it was assisted",
        ),
    ] {
        assert_eq!(node.run(&arguments).code, 2, "{why}");
    }
}

/// The calendar year of today: every test's period, whatever day it runs.
pub(crate) fn year() -> String {
    format!("{:04}", now().year())
}

#[test]
fn a_file_of_more_than_half_a_gibibyte_is_refused_unread() {
    let node = Node::commune();
    let path = node.file("lớn.jsonl", "");
    // A hole: it takes no room on the disk.
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    file.set_len(512 * 1024 * 1024 + 1).unwrap();
    let said = node.run(&["import", &path, "--channel", "paper"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("over 512 MiB"), "{}", said.err);
}
