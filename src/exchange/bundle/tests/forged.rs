//! Files that must be refused, most of them signed by a key that is trusted.

use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

use super::is_tally;
use crate::domain::ledger::Hash;
use crate::exchange::bundle::line::{EndLine, Hex};
use crate::exchange::bundle::sample::{Forms, bundle, key};
use crate::exchange::bundle::sign::{self, key_text};
use crate::exchange::bundle::{MAX_FILE_BYTES, MAX_LINE_BYTES, MAX_LINES};

/// Changes lines and signs again, as a cheating owner of a trusted key could.
fn resigned(bytes: &[u8], change: impl Fn(String) -> String) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let before = lines[..lines.len() - 1].join("\n") + "\n";
    let changed = change(before.clone());
    assert_ne!(changed, before, "the test must change something");
    let body: String = changed
        .split_inclusive('\n')
        .filter(|line| is_tally(line))
        .collect();
    let body = hex::encode(Sha256::digest(body));
    let old = hex::encode(Forms::new().read(bytes).unwrap().body_sha256);
    signed(&changed.replace(&old, &body))
}

fn signed(before: &str) -> Vec<u8> {
    let sha256: Hash = Sha256::digest(before).into();
    let end = EndLine {
        key: key_text(&key().verifying_key()),
        kind: "end".into(),
        lines: u64::try_from(before.lines().count()).unwrap(),
        sha256: Hex(sha256),
        signature: sign::encode(&sign::sign_hash(&key(), &sha256)),
    };
    format!("{before}{}\n", serde_json::to_string(&end).unwrap()).into_bytes()
}

fn codes(bytes: &[u8]) -> Vec<(usize, &'static str)> {
    match Forms::new().read(bytes) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(|p| (p.line, p.fault.code())).collect(),
    }
}

/// What is replaced, by what, what must be found, and why.
const LIES: &str = r#"
    "5":                   | "5":1                 | sums-wrong     | ten times the top level
    "sheets":24            | "sheets":25           | sums-wrong     | a sheet more
    "sheets":24            | "sheets":0            | value-invalid  | a cell without sheets is absent
    "y":                   | "y":1                 | sums-wrong     | more satisfied items
    "pp":                  | "pp":9                | sums-wrong     | larger squares
    "pp":                  | "pp":9999999999999    | sums-wrong     | beyond 2^53
    "5":                   | "6":                  | value-invalid  | a level the form does not have
    "tablet"               | "telex"               | value-invalid  | another channel
    "span":"2026-11-01"    | "span":"2026-11-02"   | value-invalid  | no span begins there
    "to":"2026-11-14"      | "to":"2026-11-13"     | not-canonical  | not a whole span
    "period":"2026-11"     | "period":"2026-12"    | value-invalid  | spans of another period
    "provisional":true     | "provisional":false   | not-canonical  | a span is open
    "format":1             | "format":2            | format-unknown | a newer format
    {"body                 | { "body               | not-canonical  | a blank
    "form":                | "extra":1,"form":     | line-invalid   | an unknown key
    "1":                   | "1":0,"1":            | not-canonical  | a key twice
    "sequence":5           | "sequence":4          | head-hash      | another sequence
    2026-11-03-am          | 2026-11-16-am         | value-invalid  | a half-day of another span
    2026-11-12-am          | 2026-11-16-am         | value-invalid  | a late batch of another span
    2026-11-03-am          | 2026-11-03-xx         | value-invalid  | no half-day
    2026-11-03-am          | 2026-11-31-am         | value-invalid  | no such day
    "state":"unplaced"     | "state":"elsewhere"   | value-invalid  | no state of a batch
    "count":1,"form":      | "count":2,"form":     | head-count     | the late batch holds one
    "count":1,"form":      | "count":0,"form":     | value-invalid  | a late line of nothing
    "count":1,"form":"hai-long-quay | "count":1,"form":"sipas | value-invalid | not among the header's forms
    "revision":9           | "revision":8          | head-chain     | a batch newer than the revision
"#;

#[test]
fn an_owner_of_the_key_cannot_say_what_does_not_add_up() {
    let good = Forms::new().write(&bundle());
    for lie in LIES.trim().lines() {
        let [old, new, expected, why] = lie
            .split(" | ")
            .map(str::trim)
            .collect::<Vec<_>>()
            .try_into()
            .unwrap();
        let found = codes(&resigned(&good, |text| text.replace(old, new)));
        assert!(
            found.iter().any(|(_, code)| *code == expected),
            "{why}: {expected}, got {found:?}"
        );
    }
}

#[test]
fn lines_have_their_place() {
    let good = Forms::new().write(&bundle());
    let swap = |i: usize, j: usize| {
        move |text: String| {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            lines.swap(i, j);
            lines.concat()
        }
    };
    let twice = |i: usize| {
        move |text: String| {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            lines.insert(i, lines[i]);
            lines.concat()
        }
    };
    let without = |i: usize| {
        move |text: String| {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            lines.remove(i);
            lines.concat()
        }
    };
    let n = String::from_utf8(good.clone()).unwrap().lines().count();
    assert_eq!(
        codes(&resigned(&good, swap(1, 2))),
        [(2, "line-misplaced"), (3, "line-misplaced")]
    );
    assert_eq!(
        codes(&resigned(&good, twice(1))),
        [(3, "line-misplaced")],
        "a tally line twice"
    );
    assert_eq!(
        codes(&resigned(&good, without(1))),
        [(2, "line-missing")],
        "a question less"
    );
    let last_tally = n - 8;
    assert_eq!(
        codes(&resigned(&good, without(last_tally)))
            .first()
            .map(|p| p.1),
        Some("line-missing")
    );
    assert_eq!(
        codes(&resigned(&good, without(n - 2))),
        [(1, "head-count")],
        "the last head"
    );
    assert_eq!(
        codes(&resigned(&good, without(n - 5))),
        [(1, "head-count")],
        "a head between"
    );
    assert!(
        codes(&resigned(&good, swap(n - 2, n - 3)))
            .iter()
            .any(|p| p.1 == "head-chain")
    );
    assert_eq!(
        codes(&resigned(&good, without(n - 7))),
        [(1, "head-count")],
        "the late line"
    );
}

#[test]
fn every_byte_of_the_last_line_counts() {
    let good = Forms::new().write(&bundle());
    let from = good[..good.len() - 1]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .unwrap()
        + 1;
    for at in from..good.len() {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        assert!(
            Forms::new().read(&bytes).is_err(),
            "byte {} of the line",
            at - from
        );
    }
}

#[test]
fn another_key_cannot_sign_in_the_name_of_the_first() {
    let good = String::from_utf8(Forms::new().write(&bundle())).unwrap();
    let hash = Forms::new().read(good.as_bytes()).unwrap().sha256;
    let by = |key| sign::encode(&sign::sign_hash(key, &hash));
    let forged = good.replace(&by(&key()), &by(&sign::signing_key(&[8; 32])));
    assert_ne!(forged, good);
    assert_eq!(codes(forged.as_bytes()), [(89, "signature")]);
}

#[test]
fn a_form_must_be_the_same_on_both_sides() {
    let bytes = Forms::new().write(&bundle());
    for (forms, expected) in [
        (Forms::new().without("mot-cau@1"), "form-unknown"),
        (Forms::new().with_hash("mot-cau@1", [1; 32]), "form-differs"),
    ] {
        let problems = forms.read(&bytes).unwrap_err();
        let found: Vec<_> = problems.iter().map(|p| (p.line, p.fault.code())).collect();
        assert_eq!(found, [(1, expected)]);
    }
}

#[test]
fn a_file_cut_anywhere_is_refused() {
    let good = Forms::new().write(&bundle());
    for end in (0..good.len()).step_by(97).chain([good.len() - 1]) {
        assert!(Forms::new().read(&good[..end]).is_err(), "cut at {end}");
    }
    assert!(
        Forms::new().read(&[&good[..], b"\n"].concat()).is_err(),
        "an empty line more"
    );
    assert!(
        Forms::new().read(&[&good[..], &good].concat()).is_err(),
        "twice in one file"
    );
}

#[test]
fn limits_are_kept() {
    for (bytes, expected) in [
        (vec![b' '; MAX_FILE_BYTES + 1], "file-too-large"),
        (
            [vec![b' '; MAX_LINE_BYTES + 1], vec![b'\n']].concat(),
            "line-too-long",
        ),
        (vec![b'\n'; MAX_LINES + 1], "too-many-lines"),
        (b"\xff\n\n".to_vec(), "not-utf8"),
        (Vec::new(), "cut-off"),
    ] {
        assert_eq!(codes(&bytes).first().map(|p| p.1), Some(expected));
    }
}

#[test]
fn a_hostile_file_gives_few_problems() {
    let good = Forms::new().write(&bundle());
    let many = resigned(&good, |text| {
        format!("{text}{}", "{\"kind\":\"x\"}\n".repeat(5000))
    });
    let found = codes(&many);
    assert_eq!(
        (found.len(), found.last().map(|p| p.1)),
        (101, Some("more"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_changed_byte_is_refused(at in any::<prop::sample::Index>(), by in 1_u8..=255) {
        let mut bytes = Forms::new().write(&bundle());
        let at = at.index(bytes.len());
        bytes[at] ^= by;
        prop_assert!(Forms::new().read(&bytes).is_err(), "byte {} changed", at);
    }

    #[test]
    fn a_changed_byte_that_is_signed_again_gives_no_other_bundle_silently(
        at in any::<prop::sample::Index>(), byte in prop::sample::select(b"09a\",:{}[]\\ -".to_vec()),
    ) {
        let good = Forms::new().write(&bundle());
        let end = good.len() - good.rsplit(|b| *b == b'\n').nth(1).unwrap().len() - 1;
        let at = at.index(end);
        prop_assume!(good[at] != byte && good[at] != b'\n');
        let changed = resigned(&good, |mut text| {
            text.replace_range(at..=at, char::from(byte).encode_utf8(&mut [0; 4]));
            text
        });
        // What is still accepted must say exactly what it says: written again it is the same.
        if let Ok(read) = Forms::new().read(&changed) {
            prop_assert_eq!(Forms::new().write(&read.bundle), changed);
        }
    }

    #[test]
    fn arbitrary_bytes_are_refused_calmly(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(Forms::new().read(&bytes).is_err());
    }
}
