//! Round files as people write them.

use super::*;
use crate::domain::rotation::block_of;

const ROUND: &str = r#"
id = "2026-q4"
revision = 1
title = "Đợt khảo sát quý IV năm 2026"
province = "08"
decision = { number = "123/QĐ-UBND", date = 2026-09-01 }
period = "2026-Q4b"
form = "hai-long-quay@1"
method = "ty-le"
channels = ["tablet", "qr"]
target = { rule = "slovin" }
targets = { 01141 = 600 }
goal = "85"
goals = { thu-tuc = "80.5" }
deadline = 2026-12-20
grace_days = 3
"#;

#[test]
fn a_round_file_is_read_whole() {
    let round = parse_round("round.toml", ROUND).unwrap();
    assert_eq!(round.id, "2026-q4");
    assert_eq!(round.channels, Channel::HEADLINE);
    assert_eq!(round.sheets_wanted("01141", None), Some(600));
    assert_eq!(round.sheets_wanted("01096", Some(1000)), Some(286));
    assert_eq!(round.sheets_wanted("01096", None), None, "nothing to go by");
    assert_eq!(round.goal_of("thu-tuc").unwrap().to_string(), "80.50");
    assert_eq!(round.goal_of("tiep-can").unwrap().to_string(), "85.00");
    assert!(round.asks("01096"), "no list of units takes in all");
}

#[test]
fn every_problem_of_a_round_is_told_at_once() {
    let bad = ROUND
        .replace("2026-Q4b", "2026-Q9")
        .replace("[\"tablet\", \"qr\"]", "[\"fax\"]")
        .replace("\"85\"", "\"185\"")
        .replace("revision = 1", "revision = 0");
    let problems = parse_round("round.toml", &bad).unwrap_err();
    let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [3, 7, 10, 10, 13], "{problems:?}");
}

#[test]
fn words_of_a_round_are_plain_and_not_too_long() {
    let long = "ồ".repeat(201);
    for (title, why) in [
        ("Đợt\\uFFFF", "a noncharacter"),
        ("Đợt\\u202E", "turned around"),
        ("Đợt\\n2", "two lines"),
        (long.as_str(), "one character too many"),
    ] {
        let bad = ROUND.replace("Đợt khảo sát quý IV năm 2026", title);
        let problems = parse_round("round.toml", &bad).unwrap_err();
        assert_eq!(problems.len(), 1, "{why}: {problems:?}");
        assert_eq!(problems[0].line, 4, "{why}");
        let bad = ROUND.replace("123/QĐ-UBND", title);
        assert!(parse_round("round.toml", &bad).is_err(), "{why}");
    }
}

#[test]
fn a_round_is_checked_against_its_province_with_every_problem_on_its_line() {
    let units = BTreeSet::from(["01141".to_owned(), "01096".to_owned()]);
    let ground = Ground {
        province: "08",
        units: &units,
        form: &|name| (name == "hai-long-quay@1").then(|| BTreeSet::from(["thu-tuc".to_owned()])),
        rotates: &|name| {
            ["sipas-xa@1", "mot-cau@1"]
                .contains(&name)
                .then_some(name == "sipas-xa@1")
        },
        has_method: &|id| id == "ty-le",
        other_revision: &|id| (id == "2026-q3").then_some(4),
    };
    assert!(check_round("round.toml", ROUND, &ground).is_ok());
    let bad = ROUND
        .replace("\"2026-q4\"", "\"2026-q3\"")
        .replace("\"08\"", "\"02\"")
        .replace("@1", "@7")
        .replace("ty-le", "diem")
        .replace("01141 = 600", "99999 = 600");
    let problems = check_round("round.toml", &bad, &ground).unwrap_err();
    let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [3, 5, 8, 9, 12], "{problems:?}");
    let other_factor = ROUND.replace("thu-tuc =", "ket-qua =");
    let problems = check_round("round.toml", &other_factor, &ground).unwrap_err();
    assert!(
        problems[0].en.contains("no factor “ket-qua”"),
        "{problems:?}"
    );
    assert_eq!(problems.len(), 1);
    for (block, words) in [
        ("sipas-xa@1", None),
        ("sipas-xa@2", Some("no form “sipas-xa@2”")),
        ("mot-cau@1", Some("two factors to draw one of")),
    ] {
        let rotating = format!("{ROUND}rotating = \"{block}\"\n");
        let found = check_round("round.toml", &rotating, &ground);
        let problems = found.as_ref().err().map_or(&[][..], Vec::as_slice);
        assert_eq!(
            problems.len(),
            usize::from(words.is_some()),
            "{block}: {problems:?}"
        );
        for problem in problems {
            assert!(words.is_some_and(|words| problem.en.contains(words)) && problem.line == 17);
        }
    }
}

#[test]
fn a_rotating_block_is_another_form_and_for_units_that_expect_many_sheets() {
    let same = format!("{ROUND}rotating = \"hai-long-quay@1\"\n");
    let problems = parse_round("round.toml", &same).unwrap_err();
    assert_eq!((problems.len(), problems[0].line), (1, 17), "{problems:?}");
    let quota = "rule = \"quota\", answers = 500";
    let text = format!("{ROUND}rotating = \"sipas-xa@1\"\n").replace("rule = \"slovin\"", quota);
    let round = parse_round("round.toml", &text).unwrap();
    for dossiers in [None, Some(60), Some(1_000)] {
        let block = block_of(&round, "01096", dossiers);
        assert_eq!(block, Some("sipas-xa@1"), "{dossiers:?} came in by now");
    }
    let unasked = text
        .replace("targets = { 01141 = 600 }", "targets = { 01141 = 499 }")
        .replace(quota, "rule = \"slovin\", error_percent = 5");
    let problems = parse_round("round.toml", &unasked).unwrap_err();
    assert_eq!((problems.len(), problems[0].line), (1, 17), "{problems:?}");
    assert!(problems[0].en.contains("no tablet would ask it"));
    let exacter = unasked.replace("error_percent = 5", "error_percent = 4");
    assert!(parse_round("round.toml", &exacter).is_ok(), "up to 625");
    let fewer = parse_round("round.toml", &text.replace("= 500", "= 499")).unwrap();
    assert_eq!(block_of(&fewer, "01096", None), None, "499 are expected");
    let without = parse_round("round.toml", ROUND).unwrap();
    assert_eq!(
        block_of(&without, "01141", None),
        None,
        "600 sheets and no block"
    );
}

#[test]
fn a_target_is_for_a_unit_that_takes_part() {
    let listed = format!("{ROUND}units = [\"01096\"]\n");
    let problems = parse_round("round.toml", &listed).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0].line, 12);
}

#[test]
fn a_report_is_due_after_its_period() {
    let bad = ROUND.replace("2026-12-20", "2026-12-14");
    let problems = parse_round("round.toml", &bad).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
}
