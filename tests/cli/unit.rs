//! A province's own units: which files are taken in, and what they change.

use serde_json::{Value, json};

use crate::answers::{sheet, take_in, with, year};
use crate::node::{Node, Said, now};

const OWN: &str = r#"
province = "08"
edition = "2025-07-01"

[[unit]]
code = "08-TTHC"
kind = "trung tâm"
name = "Trung tâm Phục vụ hành chính công tỉnh"

[[unit]]
code = "08-TTHC-2"
parent = "08-TTHC"
kind = "chi nhánh"
name = "Chi nhánh Hà Giang"

[[reception_point]]
code = "01141.1"
name = "Điểm tiếp nhận Chế Là"

[[succession]]
old = "00688"
new = "00691"
relation = "partial_area_all_people"
source = "quyết định thử"
"#;

fn province() -> Node {
    let node = Node::none();
    node.done(&["init", "--unit", "08"]);
    node
}

fn add(node: &Node, content: &str) -> Said {
    let file = node.file("riêng.toml", content);
    node.run(&["unit", "add", &file])
}

fn enrol(node: &Node, unit: &str) -> Said {
    node.run(&["device", "add", "quầy 1", "--unit", unit])
}

/// Unit codes and answers of the province's rows by unit.
fn rows(node: &Node) -> Vec<(String, u64)> {
    let month = format!("{}-{:02}", year(), now().month());
    let arguments = [
        "results", "--unit", "08", "--period", &month, "--by", "unit",
    ];
    let row = |row: &Value| {
        let unit = row["unit"].as_str().unwrap().to_owned();
        (unit, row["n"].as_u64().unwrap())
    };
    let rows = node.rows(&arguments);
    rows.iter().map(row).filter(|(_, n)| *n > 0).collect()
}

#[test]
fn an_own_unit_collects_and_stands_below_its_province() {
    let node = province();
    assert_eq!(enrol(&node, "08-TTHC").code, 2, "nobody knows it yet");
    for again in ["took it in", "and may be told again"] {
        let said = add(&node, OWN);
        assert_eq!(said.code, 0, "{again}: {}{}", said.out, said.err);
        assert!(
            said.err
                .contains("took in 2 own units and 1 reception points"),
            "{again}: {}",
            said.err
        );
    }
    let mut sheets = Vec::new();
    for (unit, n) in [("01141", 1), ("08-TTHC", 2), ("08-TTHC-2", 3)] {
        let said = enrol(&node, unit);
        assert_eq!(said.code, 0, "{unit}: {}", said.err);
        let one = || with(sheet(9, &json!({"chung": 4})), &json!({"unit": unit}));
        sheets.extend(std::iter::repeat_with(one).take(n));
    }
    take_in(&node, "tablet", &sheets);
    let expected = [("01141", 1), ("08-TTHC-2", 3), ("08-TTHC", 2)];
    let mut found = rows(&node);
    found.sort();
    let mut expected: Vec<_> = expected.map(|(unit, n)| (unit.to_owned(), n)).into();
    expected.sort();
    assert_eq!(found, expected, "each once, the one below another too");
    let said = enrol(&node, "01141.1");
    assert_eq!(said.code, 2, "a reception point has no devices of its own");
    assert!(
        said.err.contains("enrol the device for 01141"),
        "{}",
        said.err
    );
    assert_eq!(node.run(&["verify"]).code, 0, "the acts are in the chain");
}

#[tokio::test]
async fn units_are_stored_for_every_later_edition_after_the_official_ones() {
    let node = province();
    assert_eq!(add(&node, OWN).code, 0);
    let last = "update unit set name = name where level = 'own' and edition = ";
    for edition in ["2025-07-01", "2026-09-20"] {
        let own = format!(
            "{last}'{edition}' and code = '08-TTHC' and position > (select max(position) from unit
             where edition = '{edition}' and (level = 'commune' or code = '08-TTHC-2'))"
        );
        node.tamper(&own).await;
    }
    let relation = "update succession set relation = relation where old_code = '00688'
         and new_code = '00691' and relation = 'partial_area_all_people'";
    node.tamper(relation).await;
}

#[test]
fn a_file_with_problems_is_refused_whole_with_each_on_a_line() {
    let node = province();
    let wrong = OWN
        .replace("code = \"08-TTHC-2\"", "code = \"01-TTHC-2\"")
        .replace("kind = \"trung tâm\"", "kind = \"xã\"")
        .replace("new = \"00691\"", "new = \"01141\"");
    let said = add(&node, &wrong);
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!((said.code, lines.len()), (1, 3), "{}{}", said.out, said.err);
    for (line, (number, words)) in lines.iter().zip([
        (5, "08-TTHC"),
        (10, "01-TTHC-2"),
        (20, "no part of 00688 went to 01141"),
    ]) {
        assert!(line.contains(&format!("riêng.toml:{number}: ")), "{line}");
        assert!(line.contains(words), "{line}");
    }
    assert!(said.err.contains("3 problems; no unit was taken in"));
    assert_eq!(enrol(&node, "08-TTHC").code, 2, "nothing of it is stored");
}

#[test]
fn a_file_of_another_unit_is_wrong_usage() {
    let other = "province = \"01\"\nedition = \"2025-07-01\"\n";
    let old = "province = \"08\"\nedition = \"pre-2025\"\n";
    for (node, content, words) in [
        (Node::commune(), OWN, "only a province adds its own units"),
        (province(), other, "the file is of province 01"),
        (province(), old, "edition pre-2025"),
    ] {
        let said = add(&node, content);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{}", said.err);
        assert!(said.err.contains(words), "{}", said.err);
    }
    let node = province();
    assert_eq!(node.run(&["unit", "add", "no-such-file.toml"]).code, 2);
}
