//! What was done by whom, chained so that a later edit shows.

use sqlx::SqliteConnection;

use super::{StorageError, bytes};

/// One act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// 1 and up, without gaps.
    pub sequence: i64,
    /// Local day, ISO.
    pub day: String,
    /// Account, or `shell` for the command line.
    pub actor: String,
    /// Such as `device-add`.
    pub action: String,
    /// What it was done to.
    pub subject: String,
    /// Hash of the event before; zeros for the first.
    pub previous: [u8; 32],
    /// Hash of this event.
    pub hash: [u8; 32],
}

/// The newest event's sequence and hash.
///
/// # Errors
/// When the file cannot be read.
pub async fn last(
    connection: &mut SqliteConnection,
) -> Result<Option<(i64, [u8; 32])>, StorageError> {
    let row = sqlx::query!("select sequence, hash from event order by sequence desc limit 1")
        .fetch_optional(connection)
        .await?;
    row.map(|row| Ok((row.sequence, bytes(row.hash)?)))
        .transpose()
}

/// Adds an event.
///
/// # Errors
/// When the sequence is taken.
pub async fn insert(
    connection: &mut SqliteConnection,
    event: &EventRow,
) -> Result<(), StorageError> {
    let (previous, hash) = (event.previous.as_slice(), event.hash.as_slice());
    sqlx::query!(
        "insert into event (sequence, day, actor, action, subject, previous, hash)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        event.sequence,
        event.day,
        event.actor,
        event.action,
        event.subject,
        previous,
        hash
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Every event, oldest first.
///
/// # Errors
/// When a row is corrupt.
pub async fn all(connection: &mut SqliteConnection) -> Result<Vec<EventRow>, StorageError> {
    let rows = sqlx::query!(
        "select sequence, day, actor, action, subject, previous, hash from event order by sequence"
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(EventRow {
                sequence: row.sequence,
                day: row.day,
                actor: row.actor,
                action: row.action,
                subject: row.subject,
                previous: bytes(row.previous)?,
                hash: bytes(row.hash)?,
            })
        })
        .collect()
}
