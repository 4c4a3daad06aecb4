//! A bundle for the tests.

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;

use crate::domain::form::Form;
use crate::domain::ledger::{BatchHead, head_hash};
use crate::domain::period::{Period, Span};
use crate::exchange::bundle::{Bundle, SignedHead, SpanPart, read, sign_hash, signing_key, write};
use crate::exchange::bundle::{Problem, SignedBundle};
use crate::exchange::sample::{form, tally};

pub(super) fn key() -> SigningKey {
    signing_key(&[7; 32])
}

/// The two forms of a node, each once, so that they can be lent.
pub(super) struct Forms(BTreeMap<String, Form>);

impl Forms {
    pub(super) fn new() -> Self {
        let forms = ["hai-long-quay", "mot-cau"].map(|id| (format!("{id}@1"), form(id)));
        Self(forms.into())
    }

    pub(super) fn without(mut self, name: &str) -> Self {
        self.0.remove(name).unwrap();
        self
    }

    pub(super) fn with_hash(mut self, name: &str, hash: [u8; 32]) -> Self {
        self.0.get_mut(name).unwrap().hash = hash;
        self
    }

    pub(super) fn write(&self, bundle: &Bundle) -> Vec<u8> {
        write(bundle, &|name| self.0.get(name), &key()).unwrap()
    }

    pub(super) fn read(&self, bytes: &[u8]) -> Result<SignedBundle, Vec<Problem>> {
        read(bytes, &|name| self.0.get(name))
    }
}

/// November 2026 of one unit: the first span closed with a late answer, the second open with an
/// unplaced batch.
pub(super) fn bundle() -> Bundle {
    let period = Period::parse("2026-11").unwrap();
    let [first, second] = period.spans().try_into().unwrap();
    let forms = ["hai-long-quay@1", "mot-cau@1"];
    let late = BTreeMap::from([("hai-long-quay@1".to_owned(), 1)]);
    let part = |seed: usize, is_final, late, forms: &[&str]| SpanPart {
        is_final,
        late,
        forms: forms
            .iter()
            .map(|name| ((*name).to_owned(), tally(seed + name.len())))
            .collect(),
    };
    let spans = BTreeMap::from([
        (first, part(1, true, late, &forms)),
        (second, part(2, false, BTreeMap::new(), &forms[..1])),
    ]);
    let heads = chain(&[
        (first, "2026-11-03-am", "placed", 60),
        (first, "2026-11-09-pm", "placed", 4),
        (second, "2026-11-16-am", "placed", 30),
        (first, "2026-11-12-am", "late", 1),
        (second, "2026-11-16-am", "unplaced", 2),
    ]);
    Bundle {
        unit: "01141".into(),
        edition: "2026-09-20".into(),
        period,
        forms: forms.map(|name| (name.to_owned(), [0xab; 32])).into(),
        methods: [("ty-le".to_owned(), [0xcd; 32])].into(),
        revision: 9,
        last: heads.last().map(|signed| head_hash(&signed.head)),
        spans,
        heads,
    }
}

/// Batches 5 and up.
fn chain(batches: &[(Span, &str, &str, u64)]) -> Vec<SignedHead> {
    let mut previous = Some([0xee; 32]);
    let mut heads = Vec::new();
    for ((span, half_day, state, count), sequence) in batches.iter().zip(5..) {
        let head = BatchHead {
            unit: "01141".into(),
            sequence,
            half_day: (*half_day).into(),
            state: (*state).into(),
            count: *count,
            root: [u8::try_from(sequence).unwrap(); 32],
            tallies: [0x33; 32],
            previous,
        };
        let hash = head_hash(&head);
        previous = Some(hash);
        heads.push(SignedHead {
            span: *span,
            head,
            signature: sign_hash(&key(), &hash),
        });
    }
    heads
}
