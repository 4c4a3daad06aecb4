//! Records an act in the node's own chain, inside the transaction of the act.

use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use crate::storage::event::{self, EventRow};
use crate::storage::{StorageError, Write};

/// One act, as it is done.
#[derive(Clone, Copy, Debug)]
pub struct Act<'a> {
    /// Local day, ISO.
    pub day: &'a str,
    /// Account name, or `shell`.
    pub actor: &'a str,
    /// Such as `device-add`.
    pub action: &'a str,
    /// What it was done to.
    pub subject: &'a str,
}

/// Adds the act to the chain.
///
/// # Errors
/// When the file cannot be written.
pub async fn record(write: &mut Write, act: Act<'_>) -> Result<(), StorageError> {
    let (last, previous) = event::last(write.connection())
        .await?
        .unwrap_or((0, [0; 32]));
    let mut row = EventRow {
        sequence: last + 1,
        day: act.day.to_owned(),
        actor: act.actor.to_owned(),
        action: act.action.to_owned(),
        subject: act.subject.to_owned(),
        previous,
        hash: [0; 32],
    };
    row.hash = event_hash(&row);
    event::insert(write.connection(), &row).await
}

/// The sequence of the first event that does not follow from the one before, if any.
///
/// # Errors
/// When the file cannot be read.
pub async fn first_broken(connection: &mut SqliteConnection) -> Result<Option<i64>, StorageError> {
    let mut expected = (1, [0; 32]);
    for row in event::all(connection).await? {
        if (row.sequence, row.previous) != expected || row.hash != event_hash(&row) {
            return Ok(Some(row.sequence));
        }
        expected = (row.sequence + 1, row.hash);
    }
    Ok(None)
}

fn event_hash(row: &EventRow) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(b"hailong event 1\0");
    hash.update(row.previous);
    hash.update(row.sequence.to_be_bytes());
    for field in [&row.day, &row.actor, &row.action, &row.subject] {
        hash.update(field.len().to_be_bytes());
        hash.update(field);
    }
    hash.finalize().into()
}
