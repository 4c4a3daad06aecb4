use serde_json::json;

use super::*;
use crate::domain::form::{Code, FormRef, Level, Question, Scale, Section, Text};
use crate::domain::roll_up::RollUp;

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn choices(values: &[&str]) -> Vec<Choice> {
    let choice = |value: &&str| Choice {
        value: code(value),
        label: Text::new((*value).to_owned(), BTreeMap::new()),
    };
    values.iter().map(choice).collect()
}

fn form() -> Form {
    let scale = Scale {
        id: code("hai-long"),
        levels: [5, 4, 3]
            .map(|code| Level {
                code,
                label: Text::new("mức".to_owned(), BTreeMap::new()),
            })
            .to_vec(),
        satisfied: vec![5, 4],
        neutral: vec![3],
    };
    let multi = Kind::Multi {
        options: choices(&["thoi-gian", "thai-do"]),
        most: 2,
    };
    let questions = [
        ("chung", Kind::Rating(scale)),
        ("can-cai-thien", multi),
        ("y-kien", Kind::Text),
    ]
    .map(|(id, kind)| Question {
        id: code(id),
        kind,
        text: Text::new(id.to_owned(), BTreeMap::new()),
        outside: choices(&["skip"]),
        profile: false,
        show_if: None,
        channels: Vec::new(),
        source: None,
    });
    Form {
        form_ref: FormRef {
            id: code("thu"),
            version: 1,
        },
        title: Text::new("Thử".to_owned(), BTreeMap::new()),
        languages: vec!["vi".to_owned()],
        default_method: code("ty-le"),
        headline: RollUp::OverallQuestion,
        overall: Some(code("chung")),
        service_after: None,
        comment: true,
        sections: vec![Section {
            id: code("tat-ca"),
            title: Text::new("Tất cả".to_owned(), BTreeMap::new()),
            factor: None,
            questions: questions.to_vec(),
        }],
        hash: [0; 32],
    }
}

fn sheet(value: &Value) -> Map<String, Value> {
    tidied(&form(), value.as_object().unwrap().clone())
}

fn fields(first: &Value, second: &Value) -> Vec<String> {
    differences(&form(), &sheet(first), &sheet(second))
        .into_iter()
        .map(|difference| difference.field)
        .collect()
}

#[test]
fn a_serial_is_read_as_printed_or_short_and_only_of_its_own_unit() {
    for (text, serial, why) in [
        ("01141-000123", Some(123), "as printed"),
        ("123", Some(123), "short"),
        (" 000123 ", Some(123), "with spaces"),
        ("01144-000123", None, "a neighbour's"),
        ("0", None, "there is no sheet 0"),
        ("1000000", None, "seven digits"),
        ("12a", None, "a letter"),
        ("-5", None, "no unit"),
        ("", None, "nothing"),
    ] {
        assert_eq!(read_serial("01141", text), serial, "{why}");
    }
    assert_eq!(
        read_serial("01141", &serial_name("01141", 7)),
        Some(7),
        "what is printed reads back"
    );
}

#[test]
fn one_in_twenty_is_looked_at_again_and_five_at_least() {
    for (n_sheets, n, why) in [
        (0, 0, "nothing waits"),
        (3, 3, "all of a few"),
        (5, 5, "just five"),
        (100, 5, "five are 5 % here"),
        (101, 6, "rounded up"),
        (400, 20, "5 %"),
    ] {
        assert_eq!(n_to_recheck(n_sheets), n, "{why}");
    }
}

#[test]
fn a_draw_goes_by_the_random_bytes_and_not_by_the_serials() {
    let serials = vec![([9; 16], 1), ([1; 16], 2), ([5; 16], 3)];
    assert_eq!(draw(serials.clone(), 2), BTreeSet::from([2, 3]));
    assert_eq!(draw(serials, 9).len(), 3, "no more than there are");
}

#[test]
fn equal_keyings_do_not_differ_and_others_say_where() {
    let first = json!({
        "collected_at": "a", "comment": "Cán bộ tốt.",
        "answers": {"chung": 5, "can-cai-thien": ["thai-do", "thoi-gian"]}
    });
    for (second, differing, why) in [
        (first.clone(), &[][..], "the same"),
        (
            json!({"collected_at": "a", "comment": " cán bộ  tốt", "answers": {"chung": 5, "can-cai-thien": ["thoi-gian", "thai-do"]}}),
            &[],
            "the order of ticks, spaces, capitals and full stops are no difference",
        ),
        (
            json!({"collected_at": "a", "comment": "Cán bộ tồi.", "answers": {"chung": 5, "can-cai-thien": ["thai-do", "thoi-gian"]}}),
            &["comment"],
            "another word is",
        ),
        (
            json!({"collected_at": "b", "comment": "Cán bộ tốt.", "answers": {"chung": 4}}),
            &["collected_at", "chung", "can-cai-thien"],
            "in page order, a blank among them",
        ),
        (
            json!({"collected_at": "a", "comment": "Cán bộ tốt.", "answers": {"chung": "skip", "can-cai-thien": ["thai-do", "thoi-gian"]}}),
            &["chung"],
            "outside the scale",
        ),
    ] {
        assert_eq!(fields(&first, &second), differing, "{why}");
        assert_eq!(fields(&second, &first), differing, "{why}, the other way");
    }
}

#[test]
fn a_decision_takes_the_first_the_second_or_what_is_typed_anew() {
    let first = sheet(&json!({"answers": {"chung": 5, "y-kien": "a"}}));
    let second = sheet(&json!({"answers": {"chung": 4, "can-cai-thien": ["thai-do"]}}));
    let other = sheet(&json!({"answers": {"can-cai-thien": ["thoi-gian"]}}));
    let found = differences(&form(), &first, &second);
    let decisions = |pairs: &[(&str, Decision)]| {
        let pairs = pairs.iter().map(|(field, how)| ((*field).to_owned(), *how));
        pairs.collect::<BTreeMap<_, _>>()
    };
    let some = decisions(&[("chung", Decision::First)]);
    assert_eq!(
        decide(&found, &some, &second, &other),
        Err(vec!["can-cai-thien".to_owned(), "y-kien".to_owned()]),
        "nothing is decided by silence"
    );
    let all = decisions(&[
        ("chung", Decision::First),
        ("can-cai-thien", Decision::Other),
        ("y-kien", Decision::Second),
    ]);
    let expected = json!({"answers": {"chung": 5, "can-cai-thien": ["thoi-gian"]}});
    assert_eq!(
        decide(&found, &all, &second, &other).map(Value::Object),
        Ok(expected),
        "the second left the text blank"
    );
}

#[test]
fn every_standing_reads_back() {
    for standing in Standing::ALL {
        assert_eq!(Standing::parse(standing.as_str()), Some(standing));
    }
}
