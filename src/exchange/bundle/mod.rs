//! A unit's results on their way to the province: one signed file, `*.hailong.jsonl`.
//!
//! The format is written down in `docs/bundle.md`. Equal content gives equal bytes.

mod check;
mod line;
mod problem;
mod read;
mod sign;
mod write;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::domain::ledger::{BatchHead, Hash, tallies_hash};
use crate::domain::merge::SpanAccount;
use crate::domain::period::{Period, Span};
use crate::domain::tally::FormTally;

pub use self::problem::{Fault, Problem};
pub use self::read::{SignedBundle, claims, read};
pub use self::sign::{
    InvalidKey, is_signed, key_text, parse_key, parse_key_bytes, parse_signature, sign_hash,
    signature_text, signing_key,
};
pub use self::write::{WriteError, write};

/// The version of the format; a reader refuses any other.
pub const FORMAT: u64 = 1;
/// The largest file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 64 << 20;
/// The longest line, in bytes without its end.
pub const MAX_LINE_BYTES: usize = 64 << 10;
/// The most lines a file has.
pub const MAX_LINES: usize = 1_000_000;
/// The most heads a file has: a year has 730 half-days, a few batches each.
pub const MAX_HEADS: usize = 10_000;
/// The most answers a bundle counts: sums over them, and over thousands of bundles, stay far from
/// the end of 64 bits.
pub const MAX_SHEETS: u64 = 100_000_000;
/// The largest number: every JSON reader holds it exactly.
pub const MAX_NUMBER: u64 = (1 << 53) - 1;
/// The state of a batch whose answers came after their span had closed: not in the tallies.
pub const LATE: &str = "late";

/// Every state of a batch: its answers' clocks were believed, or not, or they came too late.
pub const STATES: [&str; 3] = ["placed", "unplaced", LATE];

/// What a bundle says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The unit, by code in `edition`.
    pub unit: String,
    /// Edition of the unit code, in force on the period's last day.
    pub edition: String,
    /// The period asked for; its spans are those of the bundle.
    pub period: Period,
    /// Content hash of each form that has answers, counted or late, by `id@version`.
    pub forms: BTreeMap<String, Hash>,
    /// Content hash of each method in use, by id.
    pub methods: BTreeMap<String, Hash>,
    /// The unit's last sealed sequence at creation; 0 before the first seal.
    pub revision: u64,
    /// The head of that sequence; `None` before the first seal.
    pub last: Option<Hash>,
    /// Every span of the period.
    pub spans: BTreeMap<Span, SpanPart>,
    /// The sealed batches of those spans, by ascending sequence.
    pub heads: Vec<SignedHead>,
}

/// What a bundle says of one span.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpanPart {
    /// Whether the span is closed.
    pub is_final: bool,
    /// Answers by `id@version` that came after the close, at least one each; kept, shown, not in
    /// `forms`.
    pub late: BTreeMap<String, u64>,
    /// Tallies by `id@version`; a form without answers is absent.
    pub forms: BTreeMap<String, FormTally>,
}

/// A sealed batch with the span that counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedHead {
    /// The span whose tallies hold the batch's answers; for an unplaced batch that of receipt.
    pub span: Span,
    /// The head.
    pub head: BatchHead,
    /// The unit's Ed25519 signature over the head's hash.
    pub signature: [u8; 64],
}

impl Bundle {
    /// Whether a span is still open: merged and counted, but marked.
    #[must_use]
    pub fn is_provisional(&self) -> bool {
        self.spans.values().any(|part| !part.is_final)
    }

    /// The head before the first batch of this bundle; `None` when that is the unit's first, or
    /// when there is no batch.
    #[must_use]
    pub fn previous(&self) -> Option<Hash> {
        self.heads.first().and_then(|first| first.head.previous)
    }

    /// What [`crate::domain::merge::judge`] compares.
    #[must_use]
    pub fn accounts(&self) -> BTreeMap<Span, SpanAccount> {
        let account = |part: &SpanPart| SpanAccount {
            revision: self.revision,
            is_final: part.is_final,
            tallies: tallies_hash(
                part.forms
                    .iter()
                    .map(|(form, tally)| (form.as_str(), tally)),
            ),
        };
        self.spans
            .iter()
            .map(|(span, part)| (*span, account(part)))
            .collect()
    }
}
