use serde_json::json;

use super::*;

#[test]
fn a_full_sheet_becomes_marks_profile_and_text() {
    let sheet = parse_tablet(&json!({
        "answers": {
            "muc-dich": "nhan-ket-qua", "chung": 5, "ket-qua": "chua-gui",
            "can-cai-thien": ["phi", "thoi-gian"], "y-kien": "Tốt", "tuoi": "18-24"
        },
        "service": "ho-tich", "comment": " Ca\u{0309}m ơn\r\n", "language": "tyz",
        "duration_s": 83, "assisted": "relative"
    }))
    .unwrap();
    assert_eq!(
        sheet.encoded(),
        "25!101.",
        "the channel tablet does not ask the last question"
    );
    assert_eq!(
        sheet.profile().get("tuoi").map(String::as_str),
        Some("18-24")
    );
    assert_eq!(sheet.texts().get("y-kien").map(String::as_str), Some("Tốt"));
    assert_eq!(sheet.comment(), Some("Cảm ơn"), "NFC and trimmed");
    assert_eq!(sheet.service(), Some(&code("ho-tich")));
    assert_eq!(sheet.language(), Some("tyz"));
    assert_eq!(sheet.duration_s(), Some(83));
    assert_eq!(sheet.overall_level(), Some(5));
    assert_eq!(
        (sheet.assisted(), sheet.channel()),
        (Assisted::Relative, Channel::Tablet)
    );
    assert_eq!(sheet.flag(), None);
}

#[test]
fn every_answer_that_fits_is_stored_as_its_character() {
    for (answers, expected, why) in [
        (
            json!({"chung": 1}),
            "-1.---.",
            "left out is not the same as not asked",
        ),
        (
            json!({"chung": "skip"}),
            "-?.---.",
            "outside the scale is an answer",
        ),
        (
            json!({"muc-dich": "nop-ho-so"}),
            "1-.---.",
            "the first option, condition false",
        ),
        (
            json!({"muc-dich": "nhan-ket-qua", "ket-qua": 3}),
            "2-3---.",
            "condition true",
        ),
        (
            json!({"muc-dich": "nop-ho-so", "ket-qua": 3}),
            "1-.---.",
            "dropped, not refused",
        ),
        (
            json!({"chung": 2, "ket-qua": 9}),
            "-2.---.",
            "what is dropped is not looked at",
        ),
        (
            json!({"chung": 2, "nhung-nhieu": 1}),
            "-2.---.",
            "a tablet does not ask it",
        ),
        (
            json!({"chung": 2, "can-cai-thien": "skip"}),
            "-2.???.",
            "skip keeps a multi's width",
        ),
    ] {
        let sheet = parse_tablet(&json!({ "answers": answers })).unwrap();
        assert_eq!(sheet.encoded(), expected, "{why}");
    }
}

#[test]
#[rustfmt::skip] // A table is read by the line.
fn every_wrong_answer_is_refused_with_its_code() {
    for (answers, field, expected, why) in [
        (json!({"chung": 6}), ".chung", "not-an-option", "no such level"),
        (json!({"chung": -1}), ".chung", "not-an-option", "an integer all the same"),
        (json!({"chung": "5"}), ".chung", "wrong-type", "a level is an integer"),
        (json!({"chung": 5.0}), ".chung", "wrong-type", "a level is an integer"),
        (json!({"chung": null}), ".chung", "wrong-type", "leave it out instead"),
        (json!({"chung": "toi"}), ".chung", "not-an-option", "no such outside code"),
        (json!({"chung": "chua-gui"}), ".chung", "not-an-option", "another question's"),
        (json!({"muc-dich": 1}), ".muc-dich", "wrong-type", "never a position"),
        (json!({"muc-dich": "NOP-HO-SO"}), ".muc-dich", "not-an-option", "codes are exact"),
        (json!({"can-cai-thien": "phi"}), ".can-cai-thien", "wrong-type", "a list"),
        (json!({"can-cai-thien": [1]}), ".can-cai-thien", "wrong-type", "of strings"),
        (json!({"can-cai-thien": ["skip"]}), ".can-cai-thien", "not-an-option", "skip stands alone"),
        (json!({"can-cai-thien": ["phi", "phi"]}), ".can-cai-thien", "twice", "distinct"),
        (json!({"can-cai-thien": ["phi", "thai-do", "thoi-gian"]}), ".can-cai-thien", "too-many", "two at most"),
        (json!({"chung": 5, "khac": 1}), ".khac", "unknown-question", "no such question"),
        (json!({"chung": 5, "tuoi": "7"}), ".tuoi", "not-an-option", "profile: same rules"),
        (json!({"chung": 5, "y-kien": 7}), ".y-kien", "wrong-type", "text is a string"),
        (json!({"tuoi": "18-24", "y-kien": "x"}), "", "no-answer", "neither is an answer"),
        (json!({"ket-qua": 5}), "", "no-answer", "judged after dropping"),
        (json!({"can-cai-thien": []}), "", "no-answer", "an empty list is left out"),
        (json!({}), "", "no-answer", "nothing"),
        (json!([5]), "", "wrong-type", "an object"),
    ] {
        let found = found(&json!({ "answers": answers }));
        assert_eq!(found, [(format!("answers{field}"), expected)], "{why}");
    }
}

#[test]
fn every_problem_is_reported_at_once() {
    let body = json!({
        "answers": {"muc-dich": "x", "ket-qua": 9, "khac": 1, "can-cai-thien": ["x", 1, "phi", "phi"]},
        "service": "x", "language": "x", "duration_s": "x", "assisted": "x", "comment": 1
    });
    let mut codes: Vec<_> = found(&body).into_iter().map(|(_, code)| code).collect();
    codes.sort_unstable();
    let expected = [
        "not-an-option",
        "not-an-option",
        "not-an-option",
        "not-an-option",
        "too-many",
        "twice",
        "unknown-language",
        "unknown-question",
        "unknown-service",
        "wrong-type",
        "wrong-type",
        "wrong-type",
    ];
    assert_eq!(codes, expected);
}

#[test]
fn what_was_not_put_is_not_asked_whatever_came() {
    let mut form = form();
    let rest = form.sections[0].questions.split_off(2);
    form.sections.push(Section {
        id: code("con-lai"),
        questions: rest,
        ..form.sections[0].clone()
    });
    let answers = json!({
        "muc-dich": "nhan-ket-qua", "chung": 5, "ket-qua": 3, "can-cai-thien": ["phi"],
        "y-kien": "Tốt", "tuoi": "18-24"
    });
    let parsed = |sections: Value| {
        let raw = RawSheet {
            answers: Some(&answers),
            sections: Some(&sections),
            ..RawSheet::default()
        };
        parse(&form, &services(), Channel::Tablet, raw).unwrap()
    };
    for (sections, expected, is_a_part, why) in [
        (Value::Null, "253001.", false, "not given is all"),
        (json!(["tat-ca", "con-lai"]), "253001.", false, "all named"),
        (
            json!(["tat-ca"]),
            "25.....",
            false,
            "the overall question is in it",
        ),
        (
            json!(["con-lai"]),
            "...001.",
            true,
            "a condition on what was not put is false",
        ),
    ] {
        let sheet = parsed(sections);
        assert_eq!(sheet.encoded(), expected, "{why}");
        assert_eq!(is_part(&form, sheet.marks()), is_a_part, "{why}");
    }
    let first = parsed(json!(["tat-ca"]));
    assert!(first.texts().is_empty() && first.profile().is_empty());
}
