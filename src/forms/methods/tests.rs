//! The shipped methods against figures worked out by hand, and broken files against their problems.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::method::Outcome;

fn shipped(id: &str) -> Method {
    Methods::shipped().unwrap().get(id).unwrap().clone()
}

fn evaluate(method: &Method, counts: &[(u8, u64)]) -> Outcome {
    method.evaluate(&counts.iter().copied().collect::<BTreeMap<u8, u64>>())
}

#[test]
fn the_shipped_methods_are_three() {
    let methods = Methods::shipped().unwrap();
    assert_eq!(methods.ids().collect::<Vec<_>>(), ["diem", "tt01", "ty-le"]);
}

/// Method, counts from its least level up, numerator, denominator, figure, group, why.
type Case = (
    &'static str,
    &'static [u64],
    u128,
    u128,
    &'static str,
    &'static str,
    &'static str,
);

#[rustfmt::skip]
const BY_HAND: [Case; 12] = [
    ("ty-le", &[3, 0, 10, 40, 47], 87, 100, "87.00", "B", "(c4 + c5) / A"),
    ("diem", &[3, 0, 10, 40, 47], 428, 500, "85.60", "B", "(1·3 + 3·10 + 4·40 + 5·47) / 5A"),
    ("diem", &[0, 0, 7, 0, 0], 21, 35, "60.00", "D", "all Bình thường is 60"),
    ("ty-le", &[0, 0, 7, 0, 0], 0, 7, "0.00", "E", "all Bình thường satisfies nobody"),
    ("diem", &[4], 4, 20, "20.00", "E", "the least mean score is 20"),
    ("ty-le", &[1, 0, 0, 4, 0], 4, 5, "80.00", "B", "80 is B"),
    ("ty-le", &[4_001, 0, 0, 0, 15_999], 15_999, 20_000, "80.00", "B", "79.995 shows 80.00, so B"),
    ("ty-le", &[2_001, 0, 0, 0, 7_999], 7_999, 10_000, "79.99", "C", "79.99 is C"),
    ("ty-le", &[1, 0, 0, 0, 9], 9, 10, "90.00", "A", "90 is A"),
    ("ty-le", &[0, 1, 0, 0, 1], 1, 2, "50.00", "D", "50 is D"),
    ("tt01", &[0, 1, 2], 5, 3, "1.7", "-", "three dossiers with points 2, 2, 1"),
    ("tt01", &[0, 0, 3], 6, 3, "2.0", "-", "a questionnaire has no class"),
];

#[test]
fn counts_give_numerator_denominator_figure_and_group() {
    for (id, counts, numerator, denominator, figure, group, why) in BY_HAND {
        let method = shipped(id);
        let by_level = method.levels.iter().copied().zip(counts.iter().copied());
        let outcome = evaluate(&method, &by_level.collect::<Vec<_>>());
        assert_eq!(
            (outcome.numerator, outcome.denominator),
            (numerator, denominator),
            "{why}"
        );
        assert_eq!(outcome.figure.unwrap().to_string(), figure, "{why}");
        assert_eq!(outcome.group.as_deref().unwrap_or("-"), group, "{why}");
    }
}

#[test]
fn nobody_answering_is_no_figure_and_no_group() {
    for id in ["ty-le", "diem", "tt01"] {
        let outcome = evaluate(&shipped(id), &[]);
        assert_eq!((outcome.figure, outcome.group), (None, None), "{id}");
    }
}

#[test]
fn the_greatest_counts_overflow_nothing() {
    let outcome = evaluate(
        &shipped("diem"),
        &[1, 2, 3, 4, 5].map(|code| (code, u64::MAX)),
    );
    assert_eq!(outcome.numerator, 15 * u128::from(u64::MAX));
    assert_eq!(outcome.figure.unwrap().to_string(), "60.00");
}

#[test]
fn figures_are_grouped_as_shown() {
    #[rustfmt::skip]
    let cases = [
        ("ty-le", "88.46", "88.46", Some("B"), "Hà Giang 2021"),
        ("ty-le", "80", "80.00", Some("B"), "from 80"),
        ("ty-le", "79.995", "80.00", Some("B"), "judged as shown"),
        ("ty-le", "79.99", "79.99", Some("C"), "under 80"),
        ("ty-le", "79.58", "79.58", Some("C"), "Bình Dương 2017"),
        ("ty-le", "90.00", "90.00", Some("A"), "from 90"),
        ("ty-le", "91.17", "91.17", Some("A"), "Hà Tĩnh 2021"),
        ("ty-le", "69.99", "69.99", Some("D"), "under 70"),
        ("ty-le", "49.99", "49.99", Some("E"), "under 50"),
        ("ty-le", "0", "0.00", Some("E"), "the least"),
        ("ty-le", "100", "100.00", Some("A"), "the most"),
        ("tt01", "18", "18.0", Some("xuat-sac"), "the most"),
        (
            "tt01",
            "15.0",
            "15.0",
            Some("xuat-sac"),
            "the boundary a real program let fall to the worst",
        ),
        ("tt01", "14.95", "15.0", Some("xuat-sac"), "judged as shown"),
        ("tt01", "14.9", "14.9", Some("tot"), "under 15"),
        ("tt01", "12.0", "12.0", Some("tot"), "from 12"),
        ("tt01", "11.9", "11.9", Some("kha"), "under 12"),
        ("tt01", "9.0", "9.0", Some("kha"), "from 9"),
        ("tt01", "6.0", "6.0", Some("trung-binh"), "from 6"),
        ("tt01", "5.9", "5.9", Some("yeu"), "under 6"),
        ("tt01", "0", "0.0", Some("yeu"), "the least"),
    ];
    for (id, text, shown, group, why) in cases {
        let method = shipped(id);
        let (figure, found) = method.classify_figure(text).unwrap();
        assert_eq!(figure.to_string(), shown, "{why}");
        assert_eq!(found.map(|group| group.id.as_str()), group, "{text}: {why}");
    }
}

#[test]
fn figures_out_of_range_are_refused() {
    for (id, text) in [
        ("ty-le", "100.01"),
        ("ty-le", "-0.01"),
        ("tt01", "18.1"),
        ("diem", "82,66"),
        ("diem", ""),
    ] {
        assert!(shipped(id).classify_figure(text).is_err(), "{id} {text:?}");
    }
}

#[test]
fn mean_from_zero_is_in_the_grammar() {
    let text = SHIPPED[1].1.replace("\"mean-score\"", "\"mean-from-zero\"");
    let method = parse_method("m.toml", &text).unwrap();
    let outcome = evaluate(&method, &[(1, 3), (2, 0), (3, 10), (4, 40), (5, 47)]);
    assert_eq!(
        (outcome.numerator, outcome.denominator),
        (328, 400),
        "(2·10 + 3·40 + 4·47) / 4A"
    );
    assert_eq!(
        evaluate(&method, &[(3, 2)]).figure.unwrap().to_string(),
        "50.00"
    );
}

#[test]
fn classification_may_be_on_the_exact_figure() {
    let text = SHIPPED[0]
        .1
        .replace("classify_on = \"rounded\"", "classify_on = \"exact\"");
    let method = parse_method("m.toml", &text).unwrap();
    let outcome = evaluate(&method, &[(5, 15_999), (1, 4_001)]);
    assert_eq!(outcome.group.as_deref(), Some("C"), "79.995 is under 80");
}

#[test]
fn every_problem_of_a_file_is_named_with_its_line() {
    let text = "id = \"Tỷ lệ\"\nkind = \"best\"\nlevels = [1, 2, 2]\nsatisfied = [9]\nneutral = []\n\
        decimals = 9\nclassify_on = \"rounded\"\nsection_roll_up = \"pooled-answers\"\n\
        index_roll_up = \"pooled-answers\"\nunit_roll_up = \"pooled-counts\"\ndecision = \"\"\n\
        from = 2026\ncolour = \"red\"\n[title]\nvi = \"chỉ tiếng Việt\"\n\
        [[group]]\nid = \"A\"\nfrom = 79.5\nlabel = { vi = \"a\", en = \"a\" }\n";
    let problems = parse_method("m.toml", text).unwrap_err();
    let found: Vec<(usize, &str)> = problems
        .iter()
        .map(|problem| {
            let word = problem.en.split(' ').next().unwrap();
            (problem.line, word.trim_matches(['“', '”']))
        })
        .collect();
    let expected = [
        (1, "id"),
        (2, "kind"),
        (3, "levels"),
        (6, "decimals"),
        (11, "decision"),
        (12, "from"),
        (13, "unknown"),
        (14, "title"),
        (18, "from"),
    ];
    assert_eq!(found, expected, "{problems:#?}");
}

#[test]
fn fields_that_do_not_fit_together_are_problems() {
    let cases = [
        ("satisfied = [4, 5]", "satisfied = [6]", 5, "not a level"),
        (
            "neutral = [3]",
            "neutral = [4]",
            6,
            "satisfied and neutral at once",
        ),
        ("from = 80", "from = 95", 30, "groups must descend"),
        (
            "from = 0",
            "from = 10",
            23,
            "figures under 10 would have no group",
        ),
        ("id = \"B\"", "id = \"A\"", 29, "a group twice"),
        (
            "section_roll_up = \"pooled-answers\"",
            "section_roll_up = \"mean-of-factors\"",
            9,
            "no factors in a factor",
        ),
        (
            "kind = \"top-share\"",
            "kind = \"points\"",
            23,
            "points have no percent groups",
        ),
    ];
    for (right, wrong, line, why) in cases {
        let problems = parse_method("m.toml", &SHIPPED[0].1.replace(right, wrong)).unwrap_err();
        let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [line], "{why}: {problems:?}");
    }
}

#[test]
fn the_hash_follows_the_content_and_not_the_layout() {
    let (name, text) = SHIPPED[0];
    let hash = |text: &str| parse_method(name, text).unwrap().hash;
    assert_eq!(hash(text), hash(&format!("# một chú thích\n\n{text}")));
    assert_ne!(
        hash(text),
        hash(&text.replace("decimals = 2", "decimals = 1"))
    );
}

proptest! {
    #[test]
    fn arbitrary_text_is_read_or_refused_without_panic(text in "\\PC{0,80}") {
        let _ = parse_method("m.toml", &text);
    }

    #[test]
    fn a_damaged_file_is_read_or_refused_without_panic(at in 0usize..900, piece in "[\\[\\]=\"{},a-z0-9\n.]{0,6}") {
        let mut text = SHIPPED[2].1.to_owned();
        let at = (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text.insert_str(at, &piece);
        let _ = parse_method("m.toml", &text);
    }

    #[test]
    fn figures_lie_between_the_least_and_the_most(counts in prop::array::uniform5(0u64..1_000_000)) {
        prop_assume!(counts.iter().sum::<u64>() > 0);
        let counts: Vec<(u8, u64)> = (1u8..).zip(counts).collect();
        let value = |id| evaluate(&shipped(id), &counts).figure.unwrap().value();
        let whole = |n: i64| BigRational::from_integer(n.into());
        prop_assert!(value("ty-le") >= whole(0) && value("ty-le") <= whole(100));
        prop_assert!(value("diem") >= whole(20) && value("diem") <= whole(100));
    }
}
