//! Accounts, devices and tokens.

use serde_json::Value;

use crate::node::Node;

const PASSWORD: &str = "mật khẩu đủ dài 2026";

#[test]
fn an_account_needs_a_password_of_its_own() {
    let node = Node::commune();
    let add = ["user", "add", "lan", "--role", "officer", "--unit", "01141"];
    let with_password = [&add[..], &["--password-stdin"]].concat();
    assert_eq!(
        node.done(&["user", "list"]),
        "",
        "no account is there from the start"
    );
    assert_eq!(
        node.run(&add).code,
        2,
        "without --password-stdin nothing is asked or made up"
    );
    for (password, why) in [("", "none"), ("\n", "an empty line"), ("ngắn", "too short")] {
        assert_eq!(node.run_with(&with_password, password).code, 2, "{why}");
    }
    assert_eq!(
        node.done(&["user", "list"]),
        "",
        "a refused account is not there"
    );
    let said = node.run_with(&with_password, &format!("{PASSWORD}\nnot the password\n"));
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(
        node.done(&["user", "list"]),
        "lan\tofficer\t01141\tactive\n"
    );
    assert_eq!(
        node.run_with(&with_password, PASSWORD).code,
        2,
        "the name is taken"
    );
    node.done(&["user", "disable", "lan"]);
    assert_eq!(
        node.done(&["user", "list"]),
        "lan\tofficer\t01141\tdisabled\n"
    );
    assert!(
        !files_contain(&node, PASSWORD.as_bytes()),
        "only a hash is kept"
    );
}

#[test]
fn an_account_has_a_role_and_a_unit_that_exist() {
    let node = Node::commune();
    for (role, unit, why) in [
        ("king", "01141", "no such role"),
        ("officer", "99999", "no such unit"),
        ("officer", "00004", "a commune of another province"),
    ] {
        let add = [
            "user",
            "add",
            "lan",
            "--role",
            role,
            "--unit",
            unit,
            "--password-stdin",
        ];
        assert_eq!(node.run_with(&add, PASSWORD).code, 2, "{why}");
    }
}

#[test]
fn a_token_is_printed_once_and_not_kept() {
    let node = Node::commune();
    for arguments in [
        &["device", "add", "quầy 1", "--unit", "01141", "--json"][..],
        &[
            "token",
            "add",
            "báo cáo",
            "--role",
            "api",
            "--unit",
            "01141",
            "--json",
        ],
    ] {
        let issued: Value = serde_json::from_str(&node.done(arguments)).unwrap();
        let fields: Vec<&String> = issued.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["id", "token"], "{arguments:?}");
        let token = issued["token"].as_str().unwrap();
        assert!(token.len() >= 32, "long enough not to be guessed");
        assert!(!files_contain(&node, token.as_bytes()), "not as text");
        assert!(
            !files_contain(&node, hex::encode(token).as_bytes()),
            "not as hex of its text"
        );
        let bytes = hex::decode(token).unwrap();
        assert!(
            !files_contain(&node, &bytes),
            "not as the bytes it stands for"
        );
        let id = issued["id"].as_str().unwrap();
        assert!(
            files_contain(&node, id.as_bytes()),
            "while the id is: the search finds things"
        );
    }
}

#[test]
fn devices_are_listed_and_revoked() {
    let node = Node::commune();
    let add = [
        "device",
        "add",
        "quầy 1",
        "--unit",
        "01141",
        "--channel",
        "paper",
        "--json",
    ];
    let issued: Value = serde_json::from_str(&node.done(&add)).unwrap();
    let id = issued["id"].as_str().unwrap();
    assert_eq!(
        node.done(&["device", "list"]),
        format!("{id}\t01141\tpaper\tactive\tquầy 1\n")
    );
    node.done(&["device", "revoke", id]);
    assert_eq!(
        node.done(&["device", "list"]),
        format!("{id}\t01141\tpaper\trevoked\tquầy 1\n")
    );
    for (arguments, why) in [
        (&["device", "revoke", "dffff"][..], "no such device"),
        (
            &["device", "add", "x", "--unit", "01141", "--channel", "open"],
            "not a device's channel",
        ),
        (
            &["device", "add", "x", "--unit", "00004"],
            "a unit this node does not collect for",
        ),
        (&["device", "add", "", "--unit", "01141"], "no name"),
    ] {
        assert_eq!(node.run(arguments).code, 2, "{why}");
    }
}

/// Whether any file of the data folder holds these bytes.
fn files_contain(node: &Node, wanted: &[u8]) -> bool {
    let files = std::fs::read_dir(node.data()).unwrap();
    files
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .any(|bytes| bytes.windows(wanted.len()).any(|window| window == wanted))
}

#[test]
fn an_invitation_prints_a_code_for_a_tablet_once() {
    let node = Node::commune();
    let invite = |name: &str, more: &[&str]| {
        let arguments = ["device", "invite", name, "--unit", "01141"];
        node.run(&[&arguments, more].concat())
    };
    let plain = invite("Quầy số 1", &[]);
    assert_eq!(plain.code, 0, "{}", plain.err);
    let (head, tail) = plain.out.trim().split_once(' ').unwrap();
    assert_eq!((head.len(), tail.len()), (4, 4), "two groups of four");
    let said = invite("Quầy số 2", &["--json", "--form", "mot-cau"]);
    let told: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(told["code"].as_str().unwrap().len(), 8);
    assert!(told["expires_at"].as_str().unwrap().ends_with("+07:00"));
    assert_eq!(
        node.done(&["device", "list"]),
        "",
        "invited is not enrolled"
    );
    for (name, more, why) in [
        (
            "Quầy số 3",
            ["--form", "danh-gia-ho-so"],
            "each answer needs a code",
        ),
        ("Quầy số 3", ["--form", "khong-co"], "no form"),
        ("Quầy số 3", ["--device", "d0"], "no device"),
        ("", ["--form", "mot-cau"], "no name"),
    ] {
        assert_ne!(invite(name, &more).code, 0, "{why}");
    }
}
