//! Writing and reading together; what the format promises.

mod forged;

use crate::domain::merge::{Outcome, judge};
use crate::domain::period::Period;
use crate::exchange::bundle::sample::{Forms, bundle, key};
use crate::exchange::bundle::{Bundle, SpanPart};

#[test]
fn what_is_written_is_read() {
    let read = Forms::new().read(&Forms::new().write(&bundle())).unwrap();
    assert_eq!(read.bundle, bundle());
    assert_eq!(read.key, key().verifying_key());
    assert!(read.bundle.is_provisional(), "the second span is open");
}

#[test]
fn equal_content_gives_equal_bytes() {
    assert_eq!(Forms::new().write(&bundle()), Forms::new().write(&bundle()));
}

#[test]
fn the_file_is_as_documented() {
    let text = String::from_utf8(Forms::new().write(&bundle())).unwrap();
    let other_cells =
        |line: &&str| is_tally(line) && !line.contains("\"sheets\":24,\"span\":\"2026-11-01");
    let shown: Vec<&str> = text.lines().filter(|line| !other_cells(line)).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn equal_tallies_give_an_equal_body() {
    let mut closed = bundle();
    closed
        .spans
        .values_mut()
        .for_each(|part| part.is_final = true);
    let [open, closed] = [bundle(), closed].map(|b| Forms::new().write(&b));
    assert_ne!(open, closed, "the header tells them apart");
    let [open, closed] = [open, closed].map(|bytes| Forms::new().read(&bytes).unwrap());
    assert_eq!(open.body_sha256, closed.body_sha256);
    assert_ne!(open.sha256, closed.sha256);
}

#[test]
fn a_unit_that_sealed_nothing_can_say_so() {
    let period = Period::parse("2026-Q4b").unwrap();
    let empty = Bundle {
        revision: 0,
        last: None,
        heads: Vec::new(),
        forms: [].into(),
        spans: period
            .spans()
            .into_iter()
            .map(|span| (span, SpanPart::default()))
            .collect(),
        period,
        ..bundle()
    };
    assert_eq!(
        Forms::new()
            .read(&Forms::new().write(&empty))
            .unwrap()
            .bundle,
        empty
    );
}

#[test]
fn merging_the_file_twice_changes_nothing() {
    let accounts = Forms::new()
        .read(&Forms::new().write(&bundle()))
        .unwrap()
        .bundle
        .accounts();
    assert_eq!(judge(&[].into(), &accounts).outcome, Outcome::Merged);
    assert_eq!(judge(&accounts, &accounts).outcome, Outcome::Already);
}

fn is_tally(line: &str) -> bool {
    ["question", "section", "index"]
        .iter()
        .any(|kind| line.contains(&format!("\"kind\":\"{kind}\"")))
}
