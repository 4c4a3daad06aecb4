//! How often quality marked a sheet, per month and reason.

use sqlx::SqliteConnection;

use super::StorageError;

/// Adds to the counts. `rows` is a JSON array of `[unit, month, reason, n]`, each triple once.
///
/// # Errors
/// When the file cannot be written.
pub async fn add_all(connection: &mut SqliteConnection, rows: &str) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into flag_count (unit, month, reason, n)
         select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(?1) where true
         on conflict (unit, month, reason) do update set n = n + excluded.n",
        rows
    )
    .execute(connection)
    .await?;
    Ok(())
}
