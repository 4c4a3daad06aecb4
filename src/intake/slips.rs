//! The slips a group's answers came with: each lets in one answer, and is marked with it.

use std::collections::BTreeMap;

use serde_json::json;
use sqlx::SqliteConnection;

use super::Arrival;
use crate::storage::voucher::VoucherRow;
use crate::storage::{StorageError, voucher};

/// Slips by the hash of their code. A group without any costs no statement.
pub(super) struct Slips {
    good: BTreeMap<[u8; 32], VoucherRow>,
    used: Vec<VoucherRow>,
}

impl Slips {
    /// Which of the arrivals' slips are good, read inside the transaction that stores the answers.
    pub(super) async fn load(
        connection: &mut SqliteConnection,
        arrivals: &[Arrival],
    ) -> Result<Self, StorageError> {
        let shown = arrivals.iter().filter_map(|arrival| arrival.voucher);
        let shown: Vec<String> = shown.map(hex::encode).collect();
        let found = if shown.is_empty() {
            Vec::new()
        } else {
            voucher::among(connection, &json!(shown).to_string()).await?
        };
        Ok(Self {
            good: found.into_iter().map(|row| (row.hash, row)).collect(),
            used: Vec::new(),
        })
    }

    /// Whether a new answer may be stored: it needs no slip, or takes a good one of its unit, which
    /// no later answer of the group can take again.
    pub(super) fn admit(&mut self, arrival: &Arrival) -> bool {
        let Some(hash) = arrival.voucher else {
            return true;
        };
        match self.good.remove(&hash) {
            Some(row) if row.unit == arrival.unit => {
                self.used.push(row);
                true
            }
            Some(_) | None => false,
        }
    }

    /// Marks what was taken, where nothing says by which answer. Sheets are counted at the seal: a
    /// count that rose now would tell when each slip is answered.
    pub(super) async fn burn(self, connection: &mut SqliteConnection) -> Result<(), StorageError> {
        if self.used.is_empty() {
            return Ok(());
        }
        let hashes: Vec<String> = self.used.iter().map(|row| hex::encode(row.hash)).collect();
        voucher::mark_used(connection, &json!(hashes).to_string()).await
    }
}
