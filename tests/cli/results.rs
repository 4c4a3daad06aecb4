//! Results of known answers, against figures counted by hand.
//!
//! Eight sheets, of which six are in the headline's channels (tablet, qr):
//!
//! | | channel | service | chung | tiep-can | thu-tuc | cong-chuc | ket-qua | phan-anh |
//! |---|---|---|---|---|---|---|---|---|
//! | 1 | tablet | ho-tich | 5 | 4 | skip | 5 | 4 | chua-gui |
//! | 2 | tablet | ho-tich | 4 | 3 | 4 | left out | not asked | 2 |
//! | 3 | tablet | dat-dai | 2 | 2 | 1 | 3 | not asked | skip |
//! | 4 | tablet, too fast | chung-thuc | 4 | 4 | 4 | 4 | not asked | 4 |
//! | 5 | qr | dat-dai | skip | 5 | 5 | 4 | left out | 4 |
//! | 6 | qr | none | 3 | left out | left out | left out | not asked | left out |
//! | 7 | assisted | none | 5 | | | | | |
//! | 8 | paper | none | 1 | | | | | |

use serde_json::{Value, json};

use crate::answers::{sheet, take_in, with, year};
use crate::node::Node;

/// The node with the eight sheets of the table above.
pub(crate) fn node() -> Node {
    let node = Node::commune();
    let of = |service: &str| json!({"service": service});
    let one = json!({"muc-dich": "nhan-ket-qua", "chung": 5, "tiep-can": 4, "thu-tuc": "skip",
        "cong-chuc": 5, "ket-qua": 4, "phan-anh": "chua-gui",
        "can-cai-thien": ["thoi-gian", "thai-do"], "gioi-tinh": "nu"});
    // `ket-qua` is asked of who collects a result; an answer to it by anyone else is dropped.
    let two = json!({"muc-dich": "nop-ho-so", "chung": 4, "tiep-can": 3, "thu-tuc": 4,
        "ket-qua": 1, "phan-anh": 2});
    let three = json!({"muc-dich": "nop-ho-so", "chung": 2, "tiep-can": 2, "thu-tuc": 1,
        "cong-chuc": 3, "phan-anh": "skip"});
    let four = json!({"muc-dich": "nop-ho-so", "chung": 4, "tiep-can": 4, "thu-tuc": 4,
        "cong-chuc": 4, "phan-anh": 4});
    let five = json!({"muc-dich": "nhan-ket-qua", "chung": "skip", "tiep-can": 5, "thu-tuc": 5,
        "cong-chuc": 4, "phan-anh": 4});
    let tablet = [
        with(sheet(8, &one), &of("ho-tich")),
        with(sheet(9, &two), &of("ho-tich")),
        with(sheet(14, &three), &of("dat-dai")),
        with(
            sheet(15, &four),
            &json!({"service": "chung-thuc", "duration_s": 1}),
        ),
        with(
            sheet(16, &json!({"chung": 5})),
            &json!({"assisted": "officer"}),
        ),
    ];
    let qr = [
        with(sheet(10, &five), &of("dat-dai")),
        sheet(11, &json!({"chung": 3})),
    ];
    take_in(&node, "tablet", &tablet);
    take_in(&node, "qr", &qr);
    take_in(&node, "paper", &[sheet(12, &json!({"chung": 1}))]);
    node
}

pub(crate) fn rows(node: &Node, more: &[&str]) -> Vec<Value> {
    let year = year();
    let base = [
        "results",
        "--unit",
        "01141",
        "--period",
        &year,
        "--form",
        "hai-long-quay",
    ];
    node.rows(&[&base[..], more].concat())
}

/// The named fields of each row, in order.
pub(crate) fn picked(rows: &[Value], fields: &[&str]) -> Vec<Vec<Value>> {
    let pick = |row: &Value| fields.iter().map(|field| row[*field].clone()).collect();
    rows.iter().map(pick).collect()
}

#[test]
fn the_headline_is_the_overall_question_over_tablet_and_qr() {
    let node = node();
    let found = rows(&node, &[]);
    assert_eq!(found.len(), 1, "one unit, one form version, one row");
    let year = year();
    let expected = json!({
        "unit": "01141", "edition": "2026-09-20", "period": year,
        "from": format!("{year}-01-01"), "to": format!("{year}-12-31"),
        "form": "hai-long-quay@1", "method": "ty-le",
        "roll_up": "overall-question", "units": "pooled-counts", "channels": ["tablet", "qr"],
        "counts": {"1": 0, "2": 1, "3": 1, "4": 2, "5": 1},
        "outside": {"skip": 1}, "skipped": 1, "left_out": 0, "not_asked": 0,
        "n": 6, "numerator": 3, "denominator": 5, "percent": "60.00",
        "shares": {"satisfied": "60.00", "neutral": "20.00", "dissatisfied": "20.00"},
        // Wilson for 3 of 5 with z = 1.959964, worked out apart.
        "interval": {"low": "23.0724", "high": "88.2379"},
        "group": "D", "enough": false, "flagged": 1, "late": 0, "folded": false,
    });
    assert_eq!(found[0], expected);
}

#[test]
fn the_formula_is_the_methods() {
    let node = node();
    let row = &rows(&node, &["--method", "diem"])[0];
    assert_eq!(row["numerator"], 18, "5 + 4 + 4 + 3 + 2");
    assert_eq!(row["denominator"], 25, "5 answers of 5 points each");
    assert_eq!(
        (&row["percent"], &row["group"]),
        (&json!("72.00"), &json!("C"))
    );
    let row = &rows(&node, &["--method", "tt01"])[0];
    assert_eq!(
        row["percent"],
        Value::Null,
        "points of a three-level scale do not apply"
    );
    assert_eq!(row["counts"]["5"], 1, "but the counts stay");
}

#[test]
fn csv_says_what_json_says() {
    let node = node();
    for by in ["section", "question", "channel", "month", "service", "unit"] {
        let json = rows(&node, &["--by", by]);
        let year = year();
        let text = node.done(&[
            "results",
            "--unit",
            "01141",
            "--period",
            &year,
            "--form",
            "hai-long-quay",
            "--by",
            by,
            "--format",
            "csv",
        ]);
        assert!(
            text.ends_with("\r\n") && !text.replace("\r\n", "").contains('\n'),
            "CRLF"
        );
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let head = reader.headers().unwrap().clone();
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), json.len(), "{by}");
        for (record, row) in records.iter().zip(&json) {
            for field in [
                "section", "question", "channel", "month", "service", "unit", "percent",
            ] {
                let at = head.iter().position(|name| name == field).unwrap();
                let value = row.get(field).and_then(Value::as_str).unwrap_or_default();
                assert_eq!(&record[at], value, "{by}: {field}");
            }
            for field in [
                "n",
                "skipped",
                "left_out",
                "not_asked",
                "numerator",
                "denominator",
            ] {
                let at = head.iter().position(|name| name == field).unwrap();
                let value = row[field]
                    .as_u64()
                    .map(|n| n.to_string())
                    .unwrap_or_default();
                assert_eq!(&record[at], value, "{by}: {field}");
            }
        }
    }
}

#[test]
fn people_get_a_table() {
    let node = node();
    let table = node.done(&["results", "--unit", "01141", "--period", &year()]);
    let line = table.lines().nth(1).unwrap();
    for part in [
        "01141",
        "hai-long-quay@1",
        "60.00 %",
        "23.0724–88.2379",
        "overall-question",
    ] {
        assert!(line.contains(part), "{part}: {table}");
    }
}

#[test]
fn versions_and_forms_are_never_pooled_and_points_have_a_score() {
    let node = node();
    let points = |level: u8| {
        with(
            sheet(9, &json!({"chung": level})),
            &json!({"form": "danh-gia-ho-so@1"}),
        )
    };
    take_in(&node, "tablet", &[points(2), points(2), points(1)]);
    let tap = with(
        sheet(9, &json!({"chung": 5})),
        &json!({"form": "mot-cau@1"}),
    );
    take_in(&node, "tablet", &[tap]);
    let year = year();
    let found = node.rows(&["results", "--unit", "01141", "--period", &year]);
    let fields = ["form", "method", "n", "percent", "score"];
    assert_eq!(
        picked(&found, &fields),
        [
            // 2, 2 and 1 point of 3 dossiers: 5/3, one decimal (TT 01/2018 Điều 15 khoản 2).
            [
                json!("danh-gia-ho-so@1"),
                json!("tt01"),
                json!(3),
                Value::Null,
                json!("1.7")
            ],
            [
                json!("hai-long-quay@1"),
                json!("ty-le"),
                json!(6),
                json!("60.00"),
                Value::Null
            ],
            [
                json!("mot-cau@1"),
                json!("ty-le"),
                json!(1),
                json!("100.00"),
                Value::Null
            ],
        ]
        .map(Vec::from)
    );
    let one = node.rows(&[
        "results",
        "--unit",
        "01141",
        "--period",
        &year,
        "--form",
        "mot-cau@1",
    ]);
    assert_eq!(one.len(), 1, "one version is asked for by name");
}

#[test]
fn what_is_not_there_is_wrong_usage_or_no_row() {
    let node = Node::commune();
    let year = year();
    for (arguments, why) in [
        (&["--unit", "99999", "--period", &year][..], "no such unit"),
        (
            &["--unit", "01141", "--period", "2026-Q5"],
            "no such period",
        ),
        (
            &["--unit", "01141", "--period", &year, "--form", "x"],
            "no such form",
        ),
        (
            &["--unit", "01141", "--period", &year, "--by", "officer"],
            "never by officer",
        ),
        (
            &[
                "--unit", "01141", "--period", &year, "--form", "mot-cau", "--method", "x",
            ],
            "no such method",
        ),
    ] {
        assert_eq!(
            node.run(&[&["results"], arguments].concat()).code,
            2,
            "{why}"
        );
    }
    assert_eq!(
        node.rows(&["results", "--unit", "01141", "--period", &year]),
        Vec::<Value>::new()
    );
    let empty = node.rows(&[
        "results", "--unit", "01141", "--period", &year, "--form", "mot-cau",
    ]);
    assert_eq!(
        empty[0]["percent"],
        Value::Null,
        "nobody answered: no data, not 0 %"
    );
    assert_eq!(empty[0]["n"], 0);
}
