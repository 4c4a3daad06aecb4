//! Counts of dossiers: which files are taken in, and what they change.

use serde_json::{Value, json};

use crate::answers::{sheet, take_in, year};
use crate::node::{Node, now};

/// Imports a file of counts by day, today's day standing for `{today}`.
fn import(node: &Node, lines: &str) -> crate::node::Said {
    let today = now().date().to_string();
    let file = node.file("hồ sơ.csv", &lines.replace("{today}", &today));
    node.run(&["dossiers", "import", &file])
}

/// Whether the headline has enough answers, after twelve of them.
fn is_enough(node: &Node) -> Value {
    let month = format!("{}-{:02}", year(), now().month());
    let rows = node.rows(&["results", "--unit", "01141", "--period", &month]);
    rows.first().unwrap().get("enough").unwrap().clone()
}

#[test]
fn half_of_the_dossiers_of_a_small_unit_are_enough() {
    let node = Node::commune();
    let sheets: Vec<Value> = (0..12).map(|_| sheet(9, &json!({"chung": 4}))).collect();
    take_in(&node, "tablet", &sheets);
    assert_eq!(is_enough(&node), false, "dossiers unknown: 12 of 30");
    for (service, received, expected, why) in [
        ("", 24, true, "12 is half of 24"),
        (
            "",
            25,
            false,
            "importing again replaces: 12 is less than half of 25",
        ),
        ("dat-dai", 20, true, "a count by service replaces the total"),
        ("ho-tich", 5, false, "service fields add up: 25"),
        ("ho-tich", 4, true, "and each is replaced by itself: 24"),
        ("", 20, true, "a total replaces them all"),
        ("", 60, false, "60 are not few"),
    ] {
        let line = format!("01141,{{today}},{service},{received},0\n");
        let head = "unit_code,day,service,received,returned\n";
        let said = import(&node, &format!("{head}{line}"));
        assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
        assert_eq!(is_enough(&node), expected, "{why}");
    }
}

#[test]
fn a_file_with_one_bad_line_is_refused_whole_with_every_problem() {
    let node = Node::commune();
    let sheets: Vec<Value> = (0..12).map(|_| sheet(9, &json!({"chung": 4}))).collect();
    take_in(&node, "tablet", &sheets);
    let said = import(
        &node,
        "unit_code,day,service,received,returned\n\
         01141,{today},dat-dai,10,5\n\
         00004,{today},dat-dai,x,5\n\
         01141,2199-01-01,dat-dai,10,5\n\
         01141,{today},ma-thuat,10,5\n",
    );
    let expected = [
        "hồ sơ.csv:3: no commune “00004” within reach of this node",
        "hồ sơ.csv:3: “received” must be a whole number from 0 to 10000000; got “x”",
        "hồ sơ.csv:4: 2199-01-01 is yet to come; correct the day or month",
        "hồ sơ.csv:5: no service field “ma-thuat”; see survey_forms/services.toml",
    ];
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines.len(), expected.len(), "{}", said.out);
    for (line, end) in lines.iter().zip(expected) {
        assert!(line.ends_with(end), "{line}");
    }
    assert!(
        said.err.contains("4 problems; no line was taken in"),
        "{}",
        said.err
    );
    assert_eq!(
        (said.code, is_enough(&node)),
        (1, json!(false)),
        "nothing of it is stored"
    );
}

#[test]
fn a_province_has_counts_of_its_communes() {
    let node = Node::none();
    node.done(&["init", "--unit", "08"]);
    for (unit, code, why) in [
        ("01141", 0, "a commune of its own"),
        ("00004", 1, "a commune of another province"),
        ("08", 1, "the province itself serves nobody"),
    ] {
        let said = import(
            &node,
            &format!("unit_code,day,received,returned\n{unit},{{today}},1,1\n"),
        );
        assert_eq!(said.code, code, "{why}: {}{}", said.out, said.err);
    }
    assert_eq!(
        node.run(&["verify"]).code,
        0,
        "the import is in the chain of acts"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_wrong_usage() {
    let node = Node::commune();
    assert_eq!(
        node.run(&["dossiers", "import", "no-such-file.csv"]).code,
        2
    );
    let large = node.path("large.csv");
    std::fs::File::create(&large)
        .unwrap()
        .set_len(64 * 1024 * 1024 + 1)
        .unwrap();
    let said = node.run(&["dossiers", "import", &large]);
    assert_eq!(said.code, 2, "a byte over 64 MiB");
    assert!(said.err.contains("split the file"), "{}", said.err);
}
