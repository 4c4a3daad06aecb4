//! What each device handed in, per half-day, without answers.

use sqlx::SqliteConnection;

use super::{StorageError, count};

/// Adds to the counts. `rows` is a JSON array of `[device, half_day, stored, assisted]`, each
/// pair once.
///
/// # Errors
/// When the file cannot be written.
pub async fn add_all(connection: &mut SqliteConnection, rows: &str) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into intake_count (device, half_day, stored, assisted)
         select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(?1) where true
         on conflict (device, half_day) do update
         set stored = stored + excluded.stored, assisted = assisted + excluded.assisted",
        rows
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How many sheets of a device are stored, of half-days from `from` (included) to `to` (excluded),
/// as texts.
///
/// # Errors
/// When a row is corrupt.
pub async fn stored(
    connection: &mut SqliteConnection,
    device: &str,
    (from, to): (&str, &str),
) -> Result<u64, StorageError> {
    let stored = sqlx::query_scalar!(
        r#"select coalesce(sum(stored), 0) as "n!: i64" from intake_count
           where device = ?1 and half_day >= ?2 and half_day < ?3"#,
        device,
        from,
        to
    )
    .fetch_one(connection)
    .await?;
    count(stored)
}
