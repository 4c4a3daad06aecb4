use std::sync::LazyLock;

use super::*;
use crate::config::Language;
use crate::domain::vietnamese::is_nfc;

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| crate::units::load().unwrap());

const GOOD: &str = r#"
province = "08"
edition = "2025-07-01"

[[unit]]
code = "08-TTHC"
kind = "trung tâm"
name = "Trung tâm Phục vụ hành chính công tỉnh Tuyên Quang"

[[unit]]
code = "08-TTHC-2"
parent = "08-TTHC"
kind = "chi nhánh"
name = "Chi nhánh Hà Giang"

[[reception_point]]
code = "01141.1"
name = "Điểm tiếp nhận Chế Là"

[[reception_point]]
code = "08-TTHC.1"
name = "Quầy số 1"
"#;

fn problems(text: &str) -> Vec<(usize, Reason)> {
    let problems = parse_own_units("own.toml", text, &REGISTRY).unwrap_err();
    problems
        .into_iter()
        .map(|problem| (problem.line, problem.reason))
        .collect()
}

#[test]
fn a_province_adds_its_units_to_both_editions_of_its_codes() {
    let own = parse_own_units("own.toml", GOOD, &REGISTRY).unwrap();
    assert_eq!(own.units.len(), 8, "four units, two editions");
    let registry = REGISTRY.clone().with(own.units, own.successions).unwrap();
    let code = |text: &str| UnitCode::parse(text).unwrap();
    for edition in [Edition::July2025, Edition::Sept2026] {
        let point = registry.get(edition, &code("01141.1")).unwrap();
        assert_eq!(point.parent, Some(code("01141")));
        assert_eq!(registry.lineage(edition, &code("08-TTHC-2")).len(), 3);
        let below = registry.children(edition, &code("08")).count();
        assert_eq!(below, 125, "124 communes and one own unit");
    }
    assert!(registry.get(Edition::Pre2025, &code("08-TTHC")).is_none());
}

#[test]
fn every_problem_is_told_at_once_with_its_line() {
    let text = r#"province = "08"
edition = "2025-07-01"
colour = "red"
[[unit]]
code = "08-tthc"
kind = "trung tâm"
name = ""
[[unit]]
code = "24-X"
kind = "sở"
name = "Sở X"
size = 3
[[reception_point]]
code = "01141.1"
[[succession]]
old = "01138"
new = "00691"
relation = "whole"
source = 7
"#;
    let expected = [
        (3, Reason::UnknownKey("colour".into())),
        (5, Reason::Value("code".into(), "08-tthc".into())),
        (7, Reason::Value("name".into(), String::new())),
        (8, Reason::OtherProvince(UnitCode::parse("24-X").unwrap())),
        (12, Reason::UnknownKey("size".into())),
        (13, Reason::MissingKey("name")),
        (18, Reason::Value("relation".into(), "whole".into())),
        (19, Reason::WrongType("source".into(), "a string")),
    ];
    assert_eq!(problems(text), expected);
}

#[test]
fn what_only_the_lists_can_tell_is_refused_too() {
    let head = "province = \"08\"\nedition = \"2025-07-01\"\n";
    let unit = |code: &str, parent: &str| {
        format!("[[unit]]\ncode = \"{code}\"\nparent = \"{parent}\"\nkind = \"sở\"\nname = \"N\"\n")
    };
    let point = |code: &str| format!("[[reception_point]]\ncode = \"{code}\"\nname = \"N\"\n");
    let table = [
        (unit("08-A", "08-B"), "the parent does not exist"),
        (unit("08-A", "08-A"), "its own parent"),
        (
            unit("08-A", "08-B") + &unit("08-B", "08-A"),
            "each below the other",
        ),
        (
            unit("08-A", "01141"),
            "an office of the province below a commune",
        ),
        (unit("08-A", "08") + &unit("08-A", "08"), "a code twice"),
        (point("01138.1"), "Chế Là is no unit any more"),
        (point("00001.1"), "a commune of nowhere"),
        (point("24820.1"), "a commune of another province"),
        (unit("08-A", "24-B"), "below another province's office"),
        (unit("08-A", "24"), "below another province"),
    ];
    for (body, why) in table {
        let found = problems(&format!("{head}{body}"));
        assert!(!found.is_empty(), "{why}");
        assert!(found.iter().all(|(line, _)| *line >= 3), "{why}: {found:?}");
    }
    let kind = unit("08-A", "08").replace("sở", "xã");
    assert_eq!(
        problems(&format!("{head}{kind}")).len(),
        1,
        "an official kind is no own kind"
    );
}

#[test]
fn a_province_says_where_all_people_of_a_split_commune_went() {
    let split = REGISTRY
        .successors(&UnitCode::parse("00688").unwrap())
        .collect::<Vec<_>>();
    assert_eq!(split.len(), 2, "Phường Quang Trung was split");
    let step = |new: &UnitCode| {
        format!(
            "[[succession]]\nold = \"00688\"\nnew = \"{new}\"\n\
             relation = \"partial_area_all_people\"\nsource = \"Quyết định\"\n"
        )
    };
    let head = "province = \"08\"\nedition = \"2025-07-01\"\n";
    let once = format!("{head}{}", step(&split[0].new));
    let own = parse_own_units("own.toml", &once, &REGISTRY).unwrap();
    let registry = REGISTRY.clone().with(own.units, own.successions).unwrap();
    let relations: Vec<_> = registry
        .successors(&split[0].old)
        .map(|step| step.relation.counts_as_whole())
        .collect();
    assert_eq!(relations, [true, false]);
    assert_eq!(
        registry.predecessors(&split[0].new).count(),
        REGISTRY.predecessors(&split[0].new).count()
    );

    let twice = format!("{once}{}", step(&split[1].new));
    assert_eq!(
        problems(&twice),
        [(8, Reason::AllPeopleTwice(split[0].old.clone()))]
    );
    let unknown = format!("{head}{}", step(&UnitCode::parse("01141").unwrap()));
    assert!(matches!(
        problems(&unknown)[..],
        [(3, Reason::NoSuccession(_, _))]
    ));
    let foreign = once.replace("province = \"08\"", "province = \"01\"");
    assert!(matches!(
        problems(&foreign)[..],
        [(3, Reason::OtherProvince(_))]
    ));
}

#[test]
fn a_file_without_head_or_toml_is_refused() {
    assert_eq!(
        problems(""),
        [
            (1, Reason::MissingKey("edition")),
            (1, Reason::MissingKey("province"))
        ]
    );
    let table = [
        (
            "province = \"08\"\nedition = \"2025-08-01\"\n",
            "no such edition",
        ),
        (
            "province = \"02\"\nedition = \"2025-07-01\"\n",
            "Hà Giang is no province any more",
        ),
        (
            "province = \"01141\"\nedition = \"2025-07-01\"\n",
            "a commune is no province",
        ),
        (
            "province = \"08\"\nedition = 2025-07-01\n",
            "a date is no string",
        ),
        (
            "province = \"08\"\nedition = \"2025-07-01\"\nunit = 3\n",
            "a number is no table",
        ),
        (
            "province = \"08\"\nprovince = \"08\"\nedition = \"2025-07-01\"\n",
            "a key twice",
        ),
        ("province = \n[[unit\n", "no TOML"),
    ];
    for (text, why) in table {
        assert!(!problems(text).is_empty(), "{why}");
    }
    let large = "#".repeat(MAX_OWN_BYTES + 1);
    assert_eq!(problems(&large), [(1, Reason::TooLarge(MAX_OWN_BYTES))]);
}

#[test]
fn decomposed_letters_are_composed() {
    let own =
        parse_own_units("own.toml", &GOOD.replace("ế", "e\u{302}\u{301}"), &REGISTRY).unwrap();
    assert!(own.units.iter().all(|unit| is_nfc(&unit.name)));
}

#[test]
fn problems_speak_the_readers_language() {
    let problem = &parse_own_units("own.toml", "", &REGISTRY).unwrap_err()[0];
    assert_eq!(
        problem.describe(Language::En),
        "own.toml:1: edition is missing; add it"
    );
    assert_eq!(
        problem.describe(Language::Vi),
        "own.toml:1: thiếu edition; hãy bổ sung"
    );
}
