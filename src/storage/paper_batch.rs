//! Batches of paper questionnaires that were stored: counts alone.

use sqlx::SqliteConnection;

use super::StorageError;

/// One batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    /// 1 and up within the unit.
    pub number: i64,
    /// Local day, ISO.
    pub stored_on: String,
    /// Sheets in it.
    pub sheet_count: i64,
    /// Sheets compared with their paper again.
    pub rechecked_count: i64,
    /// Of those, sheets that had to be mended.
    pub mended_count: i64,
}

/// Adds a batch of `unit`.
///
/// # Errors
/// When its number is taken.
pub async fn insert(
    connection: &mut SqliteConnection,
    unit: &str,
    batch: &BatchRow,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into paper_batch
             (unit, number, stored_on, sheet_count, rechecked_count, mended_count)
         values (?1, ?2, ?3, ?4, ?5, ?6)",
        unit,
        batch.number,
        batch.stored_on,
        batch.sheet_count,
        batch.rechecked_count,
        batch.mended_count
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Every batch of a unit, newest first.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<BatchRow>, StorageError> {
    let rows = sqlx::query_as!(
        BatchRow,
        "select number, stored_on, sheet_count, rechecked_count, mended_count
         from paper_batch where unit = ?1 order by number desc",
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
