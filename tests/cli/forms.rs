//! A folder's own questionnaires: taken up at the start, and fixed from then on.

use serde_json::json;

use crate::answers::{sheet, take_in, with, year};
use crate::node::Node;

const FORM: &str = r#"id = "thu"
version = 1
title = { vi = "Thử", en = "Trial" }
languages = ["vi", "en"]
default_method = "ty-le"
headline = "overall-question"
overall = "chung"
[[scale]]
id = "hai-long"
satisfied = [4, 5]
neutral = [3]
levels = [
    { code = 5, label = { vi = "Rất hài lòng", en = "Very satisfied" } },
    { code = 4, label = { vi = "Hài lòng", en = "Satisfied" } },
    { code = 3, label = { vi = "Bình thường", en = "Neither" } },
    { code = 2, label = { vi = "Không hài lòng", en = "Dissatisfied" } },
    { code = 1, label = { vi = "Rất không hài lòng", en = "Very dissatisfied" } },
]
[[section]]
id = "chung"
title = { vi = "Chung", en = "Overall" }
[[section.question]]
id = "chung"
kind = "rating"
text = { vi = "Ông/Bà hài lòng không?", en = "Satisfied?" }
scale = "hai-long"
"#;

/// Puts a file into the folder's own forms.
fn put(node: &Node, name: &str, text: &str) {
    let folder = node.data().join("survey_forms");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), text).unwrap();
}

#[test]
fn a_form_of_the_folder_is_answered_and_counted() {
    let node = Node::commune();
    put(&node, "thu.toml", FORM);
    assert!(node.done(&["forms", "list"]).contains("thu@1"));
    let answer =
        |form: &str, level: u8| with(sheet(9, &json!({"chung": level})), &json!({"form": form}));
    take_in(&node, "tablet", &[answer("thu@1", 5), answer("thu@1", 1)]);
    put(
        &node,
        "thu-2.toml",
        &FORM.replace("version = 1", "version = 2"),
    );
    take_in(&node, "tablet", &[answer("thu@2", 4)]);
    let rows = node.rows(&[
        "results",
        "--unit",
        "01141",
        "--period",
        &year(),
        "--form",
        "thu",
    ]);
    let figures: Vec<_> = rows
        .iter()
        .map(|row| (&row["form"], &row["percent"]))
        .collect();
    let expected = [
        (&json!("thu@1"), &json!("50.00")),
        (&json!("thu@2"), &json!("100.00")),
    ];
    assert_eq!(figures, expected, "versions are never pooled");
}

#[test]
fn content_that_changed_without_a_new_version_is_refused_at_the_start() {
    let node = Node::commune();
    put(&node, "thu.toml", FORM);
    node.done(&["verify"]);
    put(&node, "thu.toml", &format!("# một chú thích\n{FORM}"));
    assert_eq!(node.run(&["verify"]).code, 0, "a comment is no content");
    put(
        &node,
        "thu.toml",
        &FORM.replace("Ông/Bà hài lòng không?", "Ông/Bà có hài lòng không?"),
    );
    let before = std::fs::read(node.database()).unwrap();
    for arguments in [
        &["verify"][..],
        &["device", "add", "quầy", "--unit", "01141"],
    ] {
        let said = node.run(arguments);
        assert_eq!(said.code, 78, "{arguments:?}: {}", said.err);
        for part in [
            "survey_forms/thu.toml: form thu@1",
            "new version",
            "put the old content back",
        ] {
            assert!(said.err.contains(part), "{part}: {}", said.err);
        }
    }
    assert_eq!(
        std::fs::read(node.database()).unwrap(),
        before,
        "nothing is done"
    );
    put(&node, "thu.toml", FORM);
    assert_eq!(node.run(&["verify"]).code, 0, "the old content is back");
    std::fs::remove_file(node.data().join("survey_forms/thu.toml")).unwrap();
    let said = node.run(&["verify"]);
    assert_eq!(said.code, 78, "a form that was in use is gone");
    assert!(said.err.contains("thu@1 is missing"), "{}", said.err);
}

#[test]
fn a_file_that_is_no_form_is_refused_with_its_line_and_so_is_a_shipped_version_rewritten() {
    let node = Node::commune();
    for (name, text, part, why) in [
        (
            "a.toml",
            FORM.replace("version = 1", "version = 0"),
            "a.toml:2: “version”",
            "a bad field",
        ),
        (
            "b.toml",
            FORM.replace("\"thu\"", "\"hai-long-quay\""),
            "hai-long-quay@1",
            "a shipped version",
        ),
    ] {
        put(&node, name, &text);
        let said = node.run(&["user", "list"]);
        assert_eq!(said.code, 78, "{why}: {}", said.err);
        assert!(
            said.err.contains(part) && said.err.contains(name),
            "{why}: {}",
            said.err
        );
        assert_eq!(
            node.run(&["forms", "check"]).code,
            1,
            "and `forms check` says so too"
        );
        std::fs::remove_file(node.data().join("survey_forms").join(name)).unwrap();
    }
    assert_eq!(
        node.run(&["user", "list"]).code,
        0,
        "without them all is well"
    );
}
