use proptest::prelude::*;
use serde_json::json;

use super::*;

#[test]
fn same_content_covers_form_service_help_and_answers_only() {
    let bytes = |body: &Value| content_bytes(&parse_tablet(body).unwrap(), &form().form_ref);
    let first = bytes(&json!({"answers": {"chung": 5}}));
    for (body, same, why) in [
        (
            json!({"answers": {"chung": 5, "tuoi": "skip"}}),
            true,
            "profile",
        ),
        (
            json!({"answers": {"chung": 5}, "comment": "x"}),
            true,
            "comment",
        ),
        (
            json!({"answers": {"chung": 5}, "language": "en"}),
            true,
            "language",
        ),
        (
            json!({"answers": {"chung": 5}, "duration_s": 9}),
            true,
            "duration",
        ),
        (
            json!({"answers": {"chung": 5}, "assisted": "self"}),
            true,
            "said or not",
        ),
        (json!({"answers": {"chung": 4}}), false, "answers"),
        (
            json!({"answers": {"chung": 5}, "service": "ho-tich"}),
            false,
            "service",
        ),
        (
            json!({"answers": {"chung": 5}, "assisted": "relative"}),
            false,
            "help",
        ),
    ] {
        assert_eq!(bytes(&body) == first, same, "{why}");
    }
    let other = FormRef {
        id: code("thu"),
        version: 2,
    };
    let sheet = parse_tablet(&json!({"answers": {"chung": 5}})).unwrap();
    assert_ne!(content_bytes(&sheet, &other), first, "form version");
}

#[test]
fn stored_text_that_is_no_sheet_is_corrupt() {
    for (text, why) in [
        ("", "empty"),
        ("-5.---", "too short"),
        ("-5.---..", "too long"),
        ("35.---.", "the choice has two options"),
        ("-6.---.", "no such level"),
        ("-!.---.", "one outside code only"),
        ("-5.000.", "nothing chosen is left out, never 000"),
        ("-5.111.", "two at most"),
        ("-5.1-0.", "a mixed multi"),
        ("-5.??-.", "a mixed multi"),
        ("-~.---.", "a mark that did not fit"),
        ("-5.--ế", "a character of more than one byte"),
        ("ế.---.", "a character cut in two"),
    ] {
        assert!(decode(&form(), text).is_err(), "{why}: {text}");
    }
}

#[test]
fn a_mark_that_does_not_fit_its_question_never_decodes_as_another() {
    let good = decode(&form(), "25!101.").unwrap();
    for (position, mark, why) in [
        (0, Mark::Level(1), "a level for a choice"),
        (0, Mark::Option(2), "an option too many"),
        (1, Mark::Level(6), "no such level"),
        (1, Mark::Outside(1), "no such outside code"),
        (3, Mark::Options(vec![true]), "too few flags"),
        (3, Mark::Option(0), "one option for a multi"),
    ] {
        let mut marks = good.clone();
        marks[position] = mark;
        assert!(decode(&form(), &encode(&form(), &marks)).is_err(), "{why}");
    }
    assert!(
        decode(&form(), &encode(&form(), &good[..4])).is_err(),
        "a mark missing"
    );
    let longer: Vec<Mark> = good.iter().cloned().chain([Mark::LeftOut]).collect();
    assert!(
        decode(&form(), &encode(&form(), &longer)).is_err(),
        "a mark too many"
    );
}

fn mark_of(question: &Question) -> BoxedStrategy<Mark> {
    let outside = question.outside.len();
    let own: BoxedStrategy<Mark> = match &question.kind {
        Kind::Rating(scale) => proptest::sample::select(scale.codes())
            .prop_map(Mark::Level)
            .boxed(),
        Kind::Choice(options) => (0..options.len()).prop_map(Mark::Option).boxed(),
        Kind::Multi { options, most } => {
            let (n, most) = (options.len(), *most);
            proptest::collection::vec(any::<bool>(), n)
                .prop_filter("as many as allowed", move |chosen| {
                    (1..=most).contains(&chosen.iter().filter(|chosen| **chosen).count())
                })
                .prop_map(Mark::Options)
                .boxed()
        }
        Kind::Text => unreachable!("free text is not counted"),
    };
    prop_oneof![
        own,
        (0..outside).prop_map(Mark::Outside),
        Just(Mark::LeftOut),
        Just(Mark::NotAsked)
    ]
    .boxed()
}

fn marks() -> impl Strategy<Value = Vec<Mark>> {
    form().counted().map(mark_of).collect::<Vec<_>>()
}

proptest! {
    #[test]
    fn what_was_encoded_decodes_to_the_same_marks(marks in marks()) {
        let text = encode(&form(), &marks);
        prop_assert_eq!(text.len(), 7, "every sheet of a form has the same length");
        prop_assert_eq!(decode(&form(), &text).unwrap(), marks);
    }

    #[test]
    fn any_text_decodes_or_is_corrupt_and_what_decodes_encodes_to_itself(
        text in prop_oneof![".{0,12}", "[0-9a-z?!#.~-]{7}", "[12?.-][1-5?.-][.!-][01]{3}[.-]"]
    ) {
        if let Ok(marks) = decode(&form(), &text) {
            prop_assert_eq!(encode(&form(), &marks), text);
        }
    }

    #[test]
    fn any_json_is_a_sheet_or_a_list_of_problems(
        key in prop_oneof!["chung", "muc-dich", "can-cai-thien", ".{0,8}"],
        number in any::<i64>(), words in ".{0,20}", form_field in ".{0,20}"
    ) {
        for value in [json!(number), json!(words), json!([words, number]), json!({"x": words})] {
            let body = json!({"answers": {(&*key): value}, "service": form_field, "comment": value});
            if let Err(problems) = parse_tablet(&body) {
                prop_assert!(!problems.is_empty());
            }
        }
    }
}
