//! Released comments that are hidden from most readers; the comments themselves stay.

use sqlx::SqliteConnection;

use super::StorageError;
use crate::domain::comments::HidingReason;

/// A comment that is hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HiddenRow {
    /// The comment's id, hexadecimal.
    pub id: String,
    /// Why.
    pub reason: HidingReason,
    /// The account that hid it.
    pub hidden_by: String,
    /// When, ISO.
    pub hidden_on: String,
}

/// The hidden comments of a unit, the latest first.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<HiddenRow>, StorageError> {
    let rows = sqlx::query!(
        r#"select lower(hex(id)) as "id!: String", reason, hidden_by, hidden_on
           from hidden_comment where unit = ?1 order by hidden_on desc, batch desc, id"#,
        unit
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|row| {
        let reason = HidingReason::parse(&row.reason)
            .ok_or_else(|| StorageError::Corrupt(format!("comment hidden for {:?}", row.reason)))?;
        Ok(HiddenRow {
            id: row.id,
            reason,
            hidden_by: row.hidden_by,
            hidden_on: row.hidden_on,
        })
    });
    rows.collect()
}

/// Hides a released comment.
///
/// # Errors
/// When it is hidden already or not there, or the file cannot be written.
pub async fn insert(
    connection: &mut SqliteConnection,
    (unit, batch): (&str, i64),
    row: &HiddenRow,
) -> Result<(), StorageError> {
    let reason = row.reason.as_str();
    sqlx::query!(
        "insert into hidden_comment (unit, batch, id, reason, hidden_by, hidden_on)
         values (?1, ?2, unhex(?3), ?4, ?5, ?6)",
        unit,
        batch,
        row.id,
        reason,
        row.hidden_by,
        row.hidden_on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Shows a comment again; whether it was hidden.
///
/// # Errors
/// When the file cannot be written.
pub async fn delete(
    connection: &mut SqliteConnection,
    unit: &str,
    id: &str,
) -> Result<bool, StorageError> {
    let done = sqlx::query!(
        "delete from hidden_comment where unit = ?1 and id = unhex(?2)",
        unit,
        id
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}
