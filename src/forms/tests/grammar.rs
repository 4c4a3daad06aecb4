use crate::domain::form::{Form, Kind};
use crate::forms::Problem;
use crate::forms::parse::parse_form;
use crate::forms::services::parse_services;

pub(super) const SMALL: &str = r#"id = "thu"
version = 1
title = { vi = "Thử", en = "Trial" }
languages = ["vi", "en"]
default_method = "ty-le"
headline = "overall-question"
overall = "chung"
[[scale]]
id = "hai-long"
satisfied = [4]
levels = [{ code = 4, label = { vi = "Có", en = "Yes" } }, { code = 2, label = { vi = "Không", en = "No" } }]
[[outside]]
value = "skip"
label = { vi = "Không biết", en = "Do not know" }
[[section]]
id = "chung"
title = { vi = "Chung", en = "Overall" }
[[section.question]]
id = "chung"
kind = "rating"
text = { vi = "Ông/Bà hài lòng không?", en = "Satisfied?" }
scale = "hai-long"
outside = ["skip"]
[[section.question]]
id = "dieu"
kind = "multi"
text = { vi = "Điều gì?", en = "What?" }
options = [{ value = "a", label = { vi = "A", en = "A" } }, { value = "b", label = { vi = "B", en = "B" } }]
most = 1
show_if = { question = "chung", any_of = [2] }
"#;

pub(super) fn small(text: &str) -> Result<Form, Vec<Problem>> {
    parse_form("thu.toml", text, &["ty-le"])
}

#[test]
fn a_form_is_read_as_it_is_written() {
    let form = small(SMALL).unwrap();
    assert_eq!(form.form_ref.to_string(), "thu@1");
    let questions: Vec<_> = form.questions().collect();
    assert_eq!(questions[0].outside[0].value.as_str(), "skip");
    assert_eq!(questions[0].satisfaction_scale().unwrap().codes(), [2, 4]);
    assert!(matches!(questions[1].kind, Kind::Multi { most: 1, .. }));
    assert_eq!(
        questions[1].show_if.as_ref().unwrap().any_of,
        ["2"],
        "levels become text"
    );
}

#[test]
fn a_question_cannot_be_called_what_the_page_names_itself() {
    for id in [
        "id",
        "unit",
        "form",
        "language",
        "service",
        "comment",
        "collected_at",
    ] {
        let text = SMALL.replace("id = \"dieu\"", &format!("id = \"{id}\""));
        let problems = small(&text).unwrap_err();
        let lines: Vec<usize> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [25], "{id}: {problems:?}");
    }
}

#[test]
#[rustfmt::skip] // A table is read by the line.
fn each_fault_is_reported_with_its_line() {
    for (from, to, line, words) in [
        (r#"id = "thu""#, r#"id = "Thử""#, 1, "1 to 40 of a-z"),
        (r#"id = "thu""#, "", 1, "“id” is missing"),
        ("version = 1", "version = 0", 2, "from 1 to 65535"),
        ("version = 1", "version = 1\ncolour = \"red\"", 3, "unknown field “colour”"),
        ("version = 1", "version = ", 2, "not TOML"),
        (r#"en = "Trial""#, r#"fr = "Essai""#, 3, "no “en” wording"),
        (r#"en = "Trial""#, r#"fr = "Essai", en = "T""#, 3, "“fr” is not known"),
        (r#""Thử""#, "\"Thu\u{309}\u{31b}\"", 3, "must be in NFC"),
        (r#""Thử""#, r#"" Thử""#, 3, "space around it"),
        (r#""Thử""#, r#""""#, 3, "not empty"),
        (r#"["vi", "en"]"#, r#"["en"]"#, 4, "begin with \"vi\""),
        (r#"["vi", "en"]"#, r#"["vi", "vi"]"#, 4, "has “vi” twice"),
        (r#""ty-le""#, r#""diem""#, 5, "one of ty-le"),
        (r#""overall-question""#, r#""best""#, 6, "one of overall-question, pooled-answers"),
        (r#""overall-question""#, r#""pooled-answers""#, 6, "at least one section with “factor”"),
        ("overall = \"chung\"", "", 1, "“overall” is missing"),
        ("overall = \"chung\"", "overall = \"dieu\"", 7, "must be a rating of satisfaction"),
        ("overall = \"chung\"", "overall = \"khac\"", 7, "no such question"),
        ("overall = \"chung\"", "overall = \"chung\"\nservice_after = \"x\"", 8, "no such question"),
        ("overall = \"chung\"", "overall = \"chung\"\nmost_questions = 1", 8, "has 2 questions"),
        ("overall = \"chung\"", "overall = \"chung\"\nsource_required = true", 19, "“source” is missing"),
        ("satisfied = [4]", "satisfied = [5]", 10, "levels of the scale"),
        ("satisfied = [4]", "satisfied = [4]\nneutral = [4]", 9, "both satisfied and neutral"),
        ("code = 2", "code = 4", 11, "has level 4 twice"),
        ("code = 2", "code = 10", 11, "from 0 to 9"),
        ("code = 2", "code = 2.0", 11, "from 0 to 9"),
        ("value = \"skip\"", "value = \"9\"", 13, "must not be a number"),
        ("[[outside]]", "[[scale]]\nid = \"hai-long\"\nlevels = []\n[[outside]]", 13, "is already there"),
        ("title = { vi = \"Chung\"", "factor = 6\ntitle = { vi = \"Chung\"", 17, "from 1 to 5"),
        ("title = { vi = \"Chung\"", "factor = 1\ntitle = { vi = \"Chung\"", 7, "must not stand in a factor section"),
        ("id = \"dieu\"", "id = \"chung\"", 25, "is already there"),
        ("kind = \"rating\"", "kind = \"stars\"", 20, "one of rating, choice, multi, text"),
        ("kind = \"rating\"", "kind = \"text\"", 22, "does not belong to kind = \"text\""),
        ("scale = \"hai-long\"", "scale = \"khac\"", 22, "one of hai-long"),
        ("outside = [\"skip\"]", "outside = [\"chua-gui\"]", 23, "one of skip"),
        ("outside = [\"skip\"]", "outside = [\"skip\", \"skip\"]", 23, "has “skip” twice"),
        ("outside = [\"skip\"]", "show_if = { question = \"dieu\", any_of = [\"a\"] }", 23, "must be a question above"),
        ("value = \"b\"", "value = \"a\"", 28, "has “a” twice"),
        ("most = 1", "most = 3", 29, "from 1 to 2"),
        ("most = 1", "profile = 1", 29, "true or false"),
        ("any_of = [2]", "any_of = [3]", 30, "has no “3”, only 4, 2, skip"),
        ("any_of = [2]", "any_of = []", 30, "needs a value in any_of"),
        ("most = 1", "channels = [\"radio\"]", 29, "one of tablet, qr"),
        ("most = 1", "channels = []", 29, "must not be empty"),
    ] {
        assert!(SMALL.contains(from), "{from}");
        let problems = small(&SMALL.replacen(from, to, 1)).expect_err(to);
        let fits = |problem: &Problem| problem.line == line && problem.en.contains(words);
        assert!(problems.iter().any(fits), "{from} → {to}: {problems:#?}");
    }
}

#[test]
fn every_fault_of_a_file_is_reported_at_once_in_line_order() {
    let broken = SMALL
        .replacen("version = 1", "version = -1", 1)
        .replacen("\"ty-le\"", "\"diem\"", 1)
        .replacen("code = 2", "code = 4", 1)
        .replacen("most = 1", "most = 9\nextra = 1", 1);
    let lines: Vec<_> = small(&broken)
        .unwrap_err()
        .iter()
        .map(|problem| problem.line)
        .collect();
    assert_eq!(
        lines,
        [2, 5, 11, 29, 30, 31],
        "line 31 waits for level 2, which is gone"
    );
}

#[test]
fn two_syntax_errors_are_two_problems() {
    let broken = SMALL
        .replacen("version = 1", "version = ", 1)
        .replacen("most = 1", "most = ?", 1);
    let problems = small(&broken).unwrap_err();
    let syntax = |problem: &&Problem| problem.en.starts_with("not TOML");
    let lines: Vec<_> = problems
        .iter()
        .filter(syntax)
        .map(|problem| problem.line)
        .collect();
    assert!(lines.contains(&2) && lines.contains(&29), "{problems:#?}");
}

#[test]
fn a_condition_never_tells_what_the_profile_says() {
    let telling = SMALL.replacen("kind = \"multi\"", "kind = \"multi\"\nprofile = true", 1)
        + "[[section.question]]\nid = \"them\"\nkind = \"rating\"\nscale = \"hai-long\"\n\
           text = { vi = \"T\", en = \"T\" }\nshow_if = { question = \"dieu\", any_of = [\"a\"] }\n";
    let problems = small(&telling).unwrap_err();
    assert!(
        problems[0]
            .en
            .contains("must not wait for a question of the profile"),
        "{problems:?}"
    );
    let both = telling.replacen(
        "scale = \"hai-long\"\ntext",
        "profile = true\nscale = \"hai-long\"\ntext",
        1,
    );
    assert!(
        small(&both).is_ok(),
        "a profile question may follow another"
    );
}

#[test]
fn the_hash_covers_content_and_not_layout() {
    let hash = |text: &str| small(text).unwrap().hash;
    let first = hash(SMALL);
    for (from, to, same, why) in [
        (
            "version = 1",
            "version   = 1 # one",
            true,
            "space and comments",
        ),
        (
            "version = 1\ntitle = { vi = \"Thử\", en = \"Trial\" }",
            "title = { en = \"Trial\", vi = \"Thử\" }\nversion = 1",
            true,
            "order of keys",
        ),
        (
            "text = { vi = \"Điều gì?\", en = \"What?\" }",
            "text.vi = \"Điều gì?\"\ntext.en = 'What?'",
            true,
            "dotted keys and quotes",
        ),
        ("en = \"What?\"", "en = \"Which?\"", false, "a wording"),
        ("most = 1", "most = 2", false, "a limit"),
        (
            "outside = [\"skip\"]",
            "",
            false,
            "a code outside the scale",
        ),
    ] {
        assert!(SMALL.contains(from), "{from}");
        assert_eq!(hash(&SMALL.replacen(from, to, 1)) == first, same, "{why}");
    }
}

#[test]
fn a_service_list_is_read_with_every_problem() {
    let good = "[[service]]\ncode = \"dat-dai\"\nlabel = { vi = \"Đất đai\", en = \"Land\" }\nfrom = 2026-01-01\n";
    assert_eq!(parse_services("s.toml", good).unwrap().all().len(), 1);
    for (text, line, words) in [
        (String::new(), 1, "“service” is missing"),
        (format!("{good}{good}"), 6, "is already there"),
        (good.replace("2026-01-01", "\"2026\""), 4, "a day such as"),
        (
            format!("{good}until = 2025-01-01\n"),
            2,
            "ends before it begins",
        ),
        (good.replace(", en = \"Land\"", ""), 3, "no “en” wording"),
    ] {
        let problems = parse_services("s.toml", &text).unwrap_err();
        assert_eq!(
            (problems[0].line, problems.len()),
            (line, 1),
            "{problems:?}"
        );
        assert!(problems[0].en.contains(words), "{problems:?}");
    }
}
