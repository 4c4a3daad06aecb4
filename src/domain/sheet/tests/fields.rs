use serde_json::json;

use super::*;

#[test]
fn every_wrong_field_is_refused_with_its_code() {
    for (name, value, expected, why) in [
        (
            "service",
            json!("HO-TICH"),
            "unknown-service",
            "codes are exact",
        ),
        ("service", json!(1), "wrong-type", "a string"),
        (
            "comment",
            json!("x".repeat(1_001)),
            "too-long",
            "one over the limit",
        ),
        (
            "comment",
            json!("a\u{0}b"),
            "control-character",
            "no control characters",
        ),
        (
            "language",
            json!("xx"),
            "unknown-language",
            "nobody prepared it",
        ),
        ("duration_s", json!(86_401), "out-of-range", "over a day"),
        ("duration_s", json!(-1), "out-of-range", "under nothing"),
        ("duration_s", json!(1.5), "wrong-type", "whole seconds"),
        ("duration_s", json!("83"), "wrong-type", "a number"),
        ("assisted", json!("nobody"), "not-an-option", "three ways"),
    ] {
        let mut body = json!({"answers": {"chung": 5}});
        body[name] = value;
        assert_eq!(found(&body), [(name.to_owned(), expected)], "{why}");
    }
}

#[test]
fn fields_at_their_limits_are_taken() {
    for (name, value, why) in [
        (
            "comment",
            json!("ế".repeat(1_000)),
            "characters are counted, not bytes",
        ),
        (
            "comment",
            json!("e\u{0302}\u{0301}".repeat(1_000)),
            "after composing them",
        ),
        (
            "comment",
            json!("một\r\nhai\tba"),
            "lines and tabs are people's",
        ),
        ("duration_s", json!(0), "the least"),
        ("duration_s", json!(86_400), "the most"),
        ("service", json!(null), "null is not given"),
    ] {
        let mut body = json!({"answers": {"chung": 5}});
        body[name] = value;
        assert!(parse_tablet(&body).is_ok(), "{why}");
    }
    let blank = parse_tablet(&json!({"answers": {"chung": 5}, "comment": " \n "})).unwrap();
    assert_eq!(blank.comment(), None, "a blank comment is none");
}

#[test]
fn an_officers_help_sets_the_answer_apart_except_on_paper() {
    for (device, assisted, expected) in [
        (Channel::Tablet, "officer", Channel::Assisted),
        (Channel::Qr, "officer", Channel::Assisted),
        (Channel::Open, "officer", Channel::Assisted),
        (Channel::Paper, "officer", Channel::Paper),
        (Channel::Tablet, "relative", Channel::Tablet),
        (Channel::Qr, "self", Channel::Qr),
    ] {
        let body = json!({"answers": {"chung": 5, "nhung-nhieu": 1}, "assisted": assisted});
        let sheet = parse_on(device, &body).unwrap();
        assert_eq!(sheet.channel(), expected, "{device:?} {assisted}");
        let asked = sheet.marks()[4] != Mark::NotAsked;
        assert_eq!(
            asked,
            matches!(expected, Channel::Qr | Channel::Paper),
            "as it counts"
        );
    }
}

#[test]
fn no_message_grows_with_what_a_stranger_sent() {
    let long = "a".repeat(60_000);
    let body = json!({"answers": {"chung": long, (&*long): 1}, "service": long, "language": long});
    for problem in parse_tablet(&body).unwrap_err() {
        let length = problem.field.len() + problem.message.vi.len() + problem.message.en.len();
        assert!(length < 600, "{problem:?}");
    }
}
