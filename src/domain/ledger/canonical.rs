//! The bytes that are hashed.

use sha2::{Digest, Sha256};

use crate::domain::ledger::Hash;

/// Bytes on their way into a hash, each field so that the next one cannot be mistaken for it.
pub(super) struct Canonical(Sha256);

impl Canonical {
    pub(super) fn new(purpose: &str) -> Self {
        let mut bytes = Self(Sha256::new());
        bytes.text(purpose);
        bytes
    }

    pub(super) fn leaf(purpose: &str) -> Self {
        let mut bytes = Self(Sha256::new_with_prefix([0]));
        bytes.text(purpose);
        bytes
    }

    /// Bytes whose length the field itself fixes.
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(super) fn number(&mut self, number: u64) {
        self.raw(&number.to_be_bytes());
    }

    pub(super) fn length(&mut self, length: usize) {
        self.number(u64::try_from(length).unwrap_or(u64::MAX));
    }

    pub(super) fn text(&mut self, text: &str) {
        self.length(text.len());
        self.raw(text.as_bytes());
    }

    pub(super) fn optional(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            None => self.raw(&[0]),
            Some(bytes) => {
                self.raw(&[1]);
                self.length(bytes.len());
                self.raw(bytes);
            }
        }
    }

    pub(super) fn numbers(&mut self, numbers: &[u64]) {
        self.length(numbers.len());
        for number in numbers {
            self.number(*number);
        }
    }

    pub(super) fn finish(self) -> Hash {
        self.0.finalize().into()
    }
}
