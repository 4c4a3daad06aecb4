//! The commands, against the built program: what is printed, and how they end.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::node::{NAM_DAN, Node, PROVINCE, sheets};

struct Said {
    code: i32,
    out: String,
    err: String,
}

/// Runs `hailong` on the node's folder, in English.
fn run(node: &Node, arguments: &[&str]) -> Said {
    run_with(node, arguments, "")
}

fn run_with(node: &Node, arguments: &[&str], input: &str) -> Said {
    let mut child = Command::new(env!("CARGO_BIN_EXE_hailong"))
        .env("HAILONG_LANG", "en")
        .arg("--data")
        .arg(node.folder.path())
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn done(node: &Node, arguments: &[&str]) -> String {
    let said = run(node, arguments);
    assert_eq!(said.code, 0, "{arguments:?}: {}", said.err);
    said.out
}

fn lines(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A commune with eight answers, its key in a file and its bundle in another.
async fn commune() -> (Node, PathBuf) {
    let commune = Node::of(NAM_DAN).await;
    commune.take(NAM_DAN, &sheets(3, 8)).await;
    let file = commune.folder.path().join("gửi tỉnh.hailong.jsonl");
    let create = [
        "bundle",
        "create",
        "--unit",
        NAM_DAN,
        "--period",
        "2026-11",
        "--out",
        text(&file),
    ];
    assert_eq!(done(&commune, &create), "", "words go to the other stream");
    (commune, file)
}

#[tokio::test]
async fn a_bundle_goes_from_a_commune_to_the_province() {
    let (commune, file) = commune().await;
    let province = Node::of(PROVINCE).await;
    let key = done(&commune, &["key", "show"]);
    assert_eq!(key.lines().count(), 1);

    assert_eq!(
        run(&province, &["bundle", "verify", text(&file)]).code,
        1,
        "nobody trusts it"
    );
    let trust = ["unit", "trust", NAM_DAN, "--key", "-"];
    assert_eq!(run_with(&province, &trust, "ed25519:x").code, 2, "no key");
    assert_eq!(run_with(&province, &trust, &key).code, 0);
    let verified = done(&province, &["bundle", "verify", text(&file)]);
    assert!(
        verified.contains("trusted for unit 01141") && verified.contains(&key),
        "{verified}"
    );
    assert!(done(&commune, &["bundle", "verify", text(&file)]).contains("own key"));
}

#[tokio::test]
async fn each_file_is_taken_or_refused_on_its_own() {
    let (commune, file) = commune().await;
    let province = Node::province(&[(NAM_DAN, &commune)]).await;
    let broken = commune.folder.path().join("broken");
    std::fs::write(&broken, "{}\n").unwrap();
    let missing = commune.folder.path().join("missing");
    let merge = [
        "bundle",
        "merge",
        text(&missing),
        text(&file),
        text(&broken),
        text(&file),
        "--json",
    ];
    let dry = [&merge[..], &["--dry-run"]].concat();
    let outcomes = |said: &Said| {
        let outcome = |line: &Value| line["outcome"].as_str().unwrap().to_owned();
        lines(&said.out).iter().map(outcome).collect::<Vec<_>>()
    };
    assert_eq!(
        outcomes(&run(&province, &dry)),
        ["refused", "merged", "refused", "merged"]
    );
    let said = run(&province, &merge);
    assert_eq!(said.code, 1, "not all were taken");
    assert_eq!(outcomes(&said), ["refused", "merged", "refused", "already"]);
    let said = lines(&said.out);
    assert_eq!(said[0]["problems"][0]["code"], "unreadable");
    assert_eq!(said[1]["file"], text(&file));
    assert_eq!(
        (&said[1]["unit"], &said[1]["period"]),
        (&NAM_DAN.into(), &"2026-11".into())
    );
    assert_eq!(said[1]["revision"], 1);
    assert!(said[2]["unit"].is_null() && said[2]["problems"][0]["message"].is_string());
    let again = ["bundle", "merge", text(&file), "--json"];
    assert_eq!(lines(&done(&province, &again)).len(), 1, "already is well");
}

#[tokio::test]
async fn a_merged_bundle_is_listed_and_can_be_withdrawn() {
    let (commune, file) = commune().await;
    let province = Node::province(&[(NAM_DAN, &commune)]).await;
    let merge = ["bundle", "merge", text(&file), "--json"];
    done(&province, &merge);
    let listed = lines(&done(&province, &["bundle", "list", "--json"]));
    assert_eq!((listed.len(), &listed[0]["state"]), (1, &"merged".into()));
    let id = listed[0]["id"].as_str().unwrap();
    assert_eq!(
        run(&province, &["bundle", "withdraw", id]).code,
        2,
        "a reason is needed"
    );
    done(
        &province,
        &["bundle", "withdraw", id, "--reason", "tập huấn"],
    );
    let listed = done(&province, &["bundle", "list"]);
    assert!(listed.contains("withdrawn: tập huấn"), "{listed}");
    let said = run(&province, &merge);
    assert_eq!(
        (said.code, &lines(&said.out)[0]["outcome"]),
        (1, &"refused".into())
    );
}

#[tokio::test]
async fn a_bundle_is_shown_without_a_node_of_ones_own() {
    let (commune, file) = commune().await;
    let shown = done(&commune, &["bundle", "show", text(&file)]);
    assert!(shown.contains("unit: 01141 (2026-09-20)"), "{shown}");
    assert!(
        shown.contains("2026-11-01\t8\t0\t"),
        "eight sheets in the first half: {shown}"
    );
    let nowhere = commune.folder.path().join("nowhere");
    let show = [
        "--data",
        text(&nowhere),
        "bundle",
        "show",
        text(&file),
        "--json",
    ];
    let output = Command::new(env!("CARGO_BIN_EXE_hailong"))
        .args(show)
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let shown: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&shown["unit"], &shown["revision"]),
        (&NAM_DAN.into(), &1.into())
    );
    assert_eq!(shown["spans"][0]["sheets"], 8);
    let missing = run(&commune, &["bundle", "show", text(&nowhere)]);
    assert_eq!(missing.code, 2);
}

#[tokio::test]
async fn bundles_are_created_for_units_collected_here_only() {
    let (commune, _) = commune().await;
    for (unit, period, why) in [
        (PROVINCE, "2026-11", "a province collects nothing itself"),
        ("01144", "2026-11", "a neighbour"),
        ("99999", "2026-11", "no such unit"),
        (NAM_DAN, "2026-13", "no such month"),
    ] {
        let create = [
            "bundle", "create", "--unit", unit, "--period", period, "--out", "-",
        ];
        let said = run(&commune, &create);
        assert_eq!(
            (said.code, said.out.as_str()),
            (2, ""),
            "{why}: {}",
            said.err
        );
    }
}

#[tokio::test]
async fn exports_say_what_is_possible_and_are_there_whole_or_not_at_all() {
    let (commune, _) = commune().await;
    let of = |what: &'static str, rest: &[&'static str]| {
        let asked = [
            "export", what, "--unit", NAM_DAN, "--period", "2026-11", "--out", "-",
        ];
        run(&commune, &[&asked[..], rest].concat())
    };
    let csv = of("tallies", &["--format", "csv"]);
    assert_eq!(csv.code, 0, "{}", csv.err);
    assert!(
        csv.out.starts_with("unit_code,unit_edition,"),
        "{}",
        csv.out
    );
    assert!(
        of("tallies", &["--bom", "--semicolon"])
            .out
            .starts_with("\u{feff}unit_code;")
    );
    for (what, rest, why) in [
        ("tallies", ["--format", "xlsx"], "tallies can only be csv"),
        ("workbook", ["--format", "csv"], "workbook can only be xlsx"),
        ("workbook", ["--lang", "fr"], "vi, en"),
        ("tallies", ["--format", "pdf"], "csv, xlsx"),
        ("slides", ["--format", "csv"], "tallies, workbook"),
    ] {
        let said = of(what, &rest);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{what} {rest:?}");
        assert!(said.err.contains(why), "{what} {rest:?}: {}", said.err);
    }
    let folder = commune.folder.path();
    let book = folder.join("số liệu.xlsx");
    std::fs::write(&book, "an older one").unwrap();
    let export = [
        "export", "workbook", "--unit", NAM_DAN, "--period", "2026-11", "--out",
    ];
    done(&commune, &[&export[..], &[text(&book)]].concat());
    assert!(
        std::fs::read(&book).unwrap().starts_with(b"PK"),
        "replaced by a workbook"
    );
    let nowhere = folder.join("no such folder").join("x.xlsx");
    assert_eq!(
        run(&commune, &[&export[..], &[text(&nowhere)]].concat()).code,
        75
    );
    let names = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let unfinished = names.filter(|name| text(Path::new(name)).contains("unfinished"));
    assert_eq!(unfinished.count(), 0);
    let unknown = [
        "export", "tallies", "--unit", "99999", "--period", "2026-11", "--out", "-",
    ];
    assert_eq!(run(&commune, &unknown).code, 2);
}
