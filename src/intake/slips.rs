//! The slips a group's answers came with: each lets in one answer, and is gone with it.

use std::collections::BTreeMap;

use serde_json::json;
use sqlx::SqliteConnection;

use super::Arrival;
use crate::storage::voucher::VoucherRow;
use crate::storage::{StorageError, voucher, voucher_sheet};

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

    /// Deletes what was taken and counts it on its sheet, where nothing says which answer it was.
    pub(super) async fn burn(self, connection: &mut SqliteConnection) -> Result<(), StorageError> {
        if self.used.is_empty() {
            return Ok(());
        }
        let mut sheets: BTreeMap<(&str, i64), u64> = BTreeMap::new();
        for row in &self.used {
            *sheets.entry((&row.unit, row.sheet)).or_default() += 1;
        }
        let sheets = sheets
            .into_iter()
            .map(|((unit, sheet), n)| (unit, sheet, n));
        let sheets = json!(sheets.collect::<Vec<_>>()).to_string();
        let hashes: Vec<String> = self.used.iter().map(|row| hex::encode(row.hash)).collect();
        voucher::delete_all(connection, &json!(hashes).to_string()).await?;
        voucher_sheet::add_used(connection, &sheets).await
    }
}
