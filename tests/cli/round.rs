//! Survey rounds: opened and signed at the province, taken on at a commune that trusts its key.

use crate::node::{Node, Said};

const ROUND: &str = r#"id = "2026-q4"
revision = 1
title = "Đợt khảo sát quý IV năm 2026"
province = "08"
period = "2026-Q4b"
form = "hai-long-quay@1"
method = "ty-le"
channels = ["tablet", "qr"]
deadline = 2026-12-20
grace_days = 3
"#;

fn province() -> Node {
    let node = Node::none();
    node.done(&["init", "--unit", "08"]);
    node
}

fn open(node: &Node, content: &str) -> Said {
    let file = node.file("đợt.toml", content);
    node.run(&["round", "open", &file])
}

/// The signed file of the province's round.
fn exported(node: &Node) -> String {
    node.done(&["round", "export", "2026-q4", "--out", "-"])
}

fn accept(node: &Node, content: &str) -> Said {
    let file = node.file("đợt.hailong", content);
    node.run(&["round", "accept", &file])
}

/// A commune that trusts the province's key.
fn commune_of(province: &Node) -> Node {
    let commune = Node::commune();
    let key = commune.file("khóa", &province.done(&["key", "show"]));
    commune.done(&["unit", "trust", "08", "--key", &key]);
    commune
}

#[test]
fn a_round_goes_from_the_province_to_a_commune() {
    let province = province();
    let said = open(&province, ROUND);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.err.contains("opened round 2026-q4, revision 1"));
    let again = open(&province, ROUND);
    assert_eq!(again.code, 0);
    assert!(again.err.contains("was open already"), "{}", again.err);
    let file = exported(&province);
    assert!(file.starts_with(ROUND), "the text byte for byte");
    assert!(file[ROUND.len()..].starts_with("# hailong-round ed25519:"));
    let commune = commune_of(&province);
    for outcome in ["accepted", "already there"] {
        let said = accept(&commune, &file);
        assert_eq!(said.code, 0, "{outcome}: {}", said.out);
        assert!(said.out.contains(outcome), "{}", said.out);
    }
    let listed = commune.done(&["round", "list"]);
    let expected = "2026-q4\t1\t08\t2026-Q4b\thai-long-quay@1\t2026-12-20\t";
    assert!(listed.starts_with(expected), "{listed}");
    assert_eq!(exported(&commune), file, "and can be handed on");
    for node in [&province, &commune] {
        assert_eq!(node.run(&["verify"]).code, 0, "the acts are in the chain");
    }
}

#[test]
fn a_file_with_problems_opens_nothing_and_tells_each_with_its_line() {
    let province = province();
    let bad = ROUND
        .replace("\"08\"", "\"02\"")
        .replace("@1", "@9")
        .replace("ty-le", "diem-thi")
        .replace("2026-12-20", "2026-12-01")
        + "units = [\"01141\", \"99999\"]\ntargets = { 01144 = 100 }\n";
    let said = open(&province, &bad);
    assert_eq!(said.code, 1);
    for (line, word) in [
        (4, "this province's code"),
        (6, "no form “hai-long-quay@9”"),
        (7, "no method “diem-thi”"),
        (9, "after the last day of the period"),
        (11, "no unit “99999”"),
        (12, "not in “units”"),
    ] {
        let found = said
            .out
            .lines()
            .any(|it| it.contains(&format!("đợt.toml:{line}:")) && it.contains(word));
        assert!(found, "line {line}, {word}: {}", said.out);
    }
    assert_eq!(said.out.lines().count(), 6, "{}", said.out);
    assert_eq!(province.done(&["round", "list"]), "");
}

#[test]
fn a_changed_round_is_the_next_revision() {
    let province = province();
    let commune = commune_of(&province);
    assert_eq!(open(&province, ROUND).code, 0);
    let first = exported(&province);
    let changed = ROUND.replace("2026-12-20", "2026-12-22");
    let said = open(&province, &changed);
    assert_eq!(said.code, 1, "the same revision with other content");
    assert!(said.out.contains("must be above 1"), "{}", said.out);
    assert_eq!(
        open(&province, &changed.replace("revision = 1", "revision = 2")).code,
        0
    );
    let second = exported(&province);
    assert_eq!(accept(&commune, &second).code, 0);
    let said = accept(&commune, &first);
    assert_eq!(said.code, 0, "an older one is there already");
    assert!(said.out.contains("already there"), "{}", said.out);
    assert!(commune.done(&["round", "list"]).contains("2026-12-22"));
}

#[test]
fn nobody_but_the_trusted_province_asks_for_a_round() {
    let province = province();
    assert_eq!(open(&province, ROUND).code, 0);
    let file = exported(&province);
    let stranger = Node::commune();
    let said = accept(&stranger, &file);
    assert_eq!(said.code, 1, "no key is trusted yet");
    assert!(said.out.contains("unit trust 08 --key"), "{}", said.out);
    let commune = commune_of(&province);
    let other = province_with_round();
    for (text, word, why) in [
        (
            file.replace("grace_days = 3", "grace_days = 9"),
            "the seal does not fit",
            "tampered",
        ),
        (ROUND.to_owned(), "no seal", "not signed"),
        (
            exported(&other),
            "not the one trusted for 08",
            "another key",
        ),
        (String::new(), "no seal", "empty"),
    ] {
        let said = accept(&commune, &text);
        assert_eq!(said.code, 1, "{why}: {}", said.out);
        assert!(
            said.out.contains("refused") && said.out.contains(word),
            "{why}: {}",
            said.out
        );
    }
    assert_eq!(commune.done(&["round", "list"]), "");
    let said = open(&commune, ROUND);
    assert_eq!(said.code, 2, "a commune opens none");
    assert_eq!(commune.run(&["round", "export", "x", "--out", "-"]).code, 2);
}

/// Another province node, with a key of its own and a round of the same id.
fn province_with_round() -> Node {
    let node = province();
    assert_eq!(
        open(&node, &ROUND.replace("grace_days = 3", "grace_days = 5")).code,
        0
    );
    node
}

#[test]
fn a_round_with_other_content_under_the_same_revision_is_a_conflict() {
    let province = province();
    assert_eq!(open(&province, ROUND).code, 0);
    let commune = commune_of(&province);
    assert_eq!(accept(&commune, &exported(&province)).code, 0);
    // The province's folder was lost, and a new node made in its place.
    let anew = province_with_round();
    let key = commune.file("khóa", &anew.done(&["key", "show"]));
    commune.done(&["unit", "trust", "08", "--key", &key]);
    let said = accept(&commune, &exported(&anew));
    assert_eq!(said.code, 1);
    assert!(said.out.contains("conflict"), "{}", said.out);
    let others = ROUND.to_owned() + "units = [\"01144\"]\n";
    assert_eq!(
        open(&anew, &others.replace("revision = 1", "revision = 2")).code,
        0
    );
    let said = accept(&commune, &exported(&anew));
    assert!(said.out.contains("takes no part"), "{}", said.out);
}

#[test]
fn a_commune_trusts_its_own_province_and_no_other_unit() {
    let commune = Node::commune();
    let key = commune.file("khóa", &province().done(&["key", "show"]));
    for (unit, code) in [("08", 0), ("01", 2), ("01144", 2), ("01141", 2)] {
        let said = commune.run(&["unit", "trust", unit, "--key", &key]);
        assert_eq!(said.code, code, "{unit}: {}", said.err);
    }
}
