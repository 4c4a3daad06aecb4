//! Breakdowns of the eight sheets of `results.rs`, against figures counted by hand.

use serde_json::{Value, json};

use crate::answers::year;
use crate::node::now;
use crate::results::{node, picked, rows};

#[test]
fn factors_and_the_index_leave_out_what_is_no_answer() {
    let node = node();
    let mut found = rows(&node, &["--by", "section"]);
    let index = found.pop().unwrap();
    let fields = [
        "section",
        "numerator",
        "denominator",
        "percent",
        "skipped",
        "left_out",
        "not_asked",
    ];
    let by_hand = [
        ["tiep-can", "60.00"],
        ["thu-tuc", "75.00"],
        ["cong-chuc", "75.00"],
        ["ket-qua", "100.00"],
        ["phan-anh", "66.67"],
    ];
    let counts = [
        [3, 5, 0, 1, 0], // 4 3 2 4 5; sheet 6 left it out
        [3, 4, 1, 1, 0], // 4 1 4 5; sheet 1 skipped, sheet 6 left out
        [3, 4, 0, 2, 0], // 5 3 4 4; sheets 2 and 6 left out
        [1, 1, 0, 1, 4], // 4; sheet 5 left out; sheets 2, 3, 4 and 6 were not asked
        [2, 3, 2, 1, 0], // 2 4 4; never sent any, skip; sheet 6 left out
    ];
    let rows: Vec<Vec<Value>> = by_hand
        .iter()
        .zip(counts)
        .map(
            |([section, percent], [numerator, denominator, skipped, left_out, not_asked])| {
                vec![
                    json!(section),
                    json!(numerator),
                    json!(denominator),
                    json!(percent),
                    json!(skipped),
                    json!(left_out),
                    json!(not_asked),
                ]
            },
        )
        .collect();
    assert_eq!(picked(&found, &fields), rows);
    assert_eq!(
        found[4]["outside"],
        json!({"chua-gui": 1, "skip": 1}),
        "each code by itself"
    );
    assert_eq!(index.get("section"), None, "the index is of no section");
    assert_eq!(index["roll_up"], "pooled-answers");
    assert_eq!(
        (&index["numerator"], &index["denominator"]),
        (&json!(12), &json!(17))
    );
    assert_eq!(index["percent"], "70.59", "12 of 17 is 70.588…");
    let asides = (&index["skipped"], &index["left_out"], &index["not_asked"]);
    assert_eq!(
        asides,
        (&json!(3), &json!(6), &json!(4)),
        "with 17 answers: 6 sheets × 5 questions"
    );
}

#[test]
fn questions_count_the_people_who_answered() {
    let node = node();
    let found = rows(&node, &["--by", "question"]);
    let of = |question: &str| {
        let mut rows = found.iter();
        rows.find(|row| row["question"] == question).unwrap()
    };
    let purpose = of("muc-dich");
    assert_eq!(purpose["counts"]["nop-ho-so"], 3, "sheets 2, 3 and 4");
    assert_eq!(purpose["counts"]["nhan-ket-qua"], 2, "sheets 1 and 5");
    assert_eq!(
        (&purpose["n"], &purpose["left_out"]),
        (&json!(5), &json!(1)),
        "sheet 6 left it out"
    );
    assert_eq!(
        purpose["percent"],
        Value::Null,
        "a purpose has no satisfaction"
    );
    let result = of("ket-qua");
    assert_eq!(
        result["counts"],
        json!({"1": 0, "2": 0, "3": 0, "4": 1, "5": 0})
    );
    assert_eq!(
        result["n"], 1,
        "the answer of sheet 2, who was not asked, is dropped"
    );
    let improve = of("can-cai-thien");
    assert_eq!(improve["n"], 1, "one person, who chose two things");
    assert_eq!(improve["counts"]["thoi-gian"], 1);
    assert_eq!(improve["counts"]["thai-do"], 1);
    assert!(
        found.iter().all(|row| row["question"] != "gioi-tinh"),
        "profiles stand apart"
    );
}

#[test]
fn channels_stand_beside_each_other() {
    let node = node();
    let found = rows(&node, &["--by", "channel"]);
    let fields = ["channel", "n", "numerator", "denominator", "percent"];
    let mut found = picked(&found, &fields);
    found.sort_by_key(|row| row[0].to_string());
    let rows = [
        [
            json!("assisted"),
            json!(1),
            json!(1),
            json!(1),
            json!("100.00"),
        ],
        [json!("paper"), json!(1), json!(0), json!(1), json!("0.00")],
        [json!("qr"), json!(2), json!(0), json!(1), json!("0.00")],
        [
            json!("tablet"),
            json!(4),
            json!(3),
            json!(4),
            json!("75.00"),
        ],
    ];
    assert_eq!(found, rows.map(Vec::from));
}

#[test]
fn months_services_and_units_sum_to_the_headline() {
    let node = node();
    let month = format!("{}-{:02}", year(), now().month());
    let fields = ["month", "numerator", "denominator", "percent"];
    let found = picked(&rows(&node, &["--by", "month"]), &fields);
    assert_eq!(
        found,
        [[json!(month), json!(3), json!(5), json!("60.00")].to_vec()]
    );
    let fields = ["service", "n", "numerator", "denominator", "percent"];
    let found = picked(&rows(&node, &["--by", "service"]), &fields);
    let by_service = [
        [json!(""), json!(1), json!(0), json!(1), json!("0.00")], // sheet 6: 3
        [
            json!("chung-thuc"),
            json!(1),
            json!(1),
            json!(1),
            json!("100.00"),
        ], // sheet 4: 4
        [
            json!("dat-dai"),
            json!(2),
            json!(0),
            json!(1),
            json!("0.00"),
        ], // 3: 2; 5: skip
        [
            json!("ho-tich"),
            json!(2),
            json!(2),
            json!(2),
            json!("100.00"),
        ], // 1: 5; 2: 4
    ];
    assert_eq!(found, by_service.map(Vec::from));
    let fields = ["unit", "n", "percent", "enough", "rank"];
    let found = picked(&rows(&node, &["--by", "unit"]), &fields);
    let unit = [
        json!("01141"),
        json!(6),
        json!("60.00"),
        json!(false),
        Value::Null,
    ];
    assert_eq!(
        found,
        [unit.to_vec()],
        "six answers are not enough for a rank"
    );
}
