//! What became of the visits at each tablet, as it counted them itself.

use sqlx::SqliteConnection;

use super::{StorageError, count};

/// Keeps the larger of what is known and what is told. `rows` is a JSON array of
/// `[half_day, started, finished, abandoned, declined, rotated]`, each half-day once.
///
/// # Errors
/// When the file cannot be written.
pub async fn raise_all(
    connection: &mut SqliteConnection,
    device: &str,
    store: &str,
    rows: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into visit_count
             (device, store, half_day, started, finished, abandoned, declined, rotated)
         select ?1, ?2, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5
         from json_each(?3) where true
         on conflict (device, store, half_day) do update
         set started = max(started, excluded.started),
             finished = max(finished, excluded.finished),
             abandoned = max(abandoned, excluded.abandoned),
             declined = max(declined, excluded.declined),
             rotated = max(rotated, excluded.rotated)",
        device,
        store,
        rows
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What became of the visits at a tablet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visits {
    /// Persons who began.
    pub started: u64,
    /// Sheets finished and kept on the tablet.
    pub finished: u64,
    /// Begun and left.
    pub abandoned: u64,
    /// Persons who said no.
    pub declined: u64,
    /// Sheets of a rotating block, finished beside those.
    pub rotated: u64,
}

/// The visits a device counted in half-days from `from` (included) to `to` (excluded), as texts.
///
/// # Errors
/// When a row is corrupt.
pub async fn total(
    connection: &mut SqliteConnection,
    device: &str,
    (from, to): (&str, &str),
) -> Result<Visits, StorageError> {
    let row = sqlx::query!(
        r#"select coalesce(sum(started), 0) as "started!: i64",
                  coalesce(sum(finished), 0) as "finished!: i64",
                  coalesce(sum(abandoned), 0) as "abandoned!: i64",
                  coalesce(sum(declined), 0) as "declined!: i64",
                  coalesce(sum(rotated), 0) as "rotated!: i64"
           from visit_count where device = ?1 and half_day >= ?2 and half_day < ?3"#,
        device,
        from,
        to
    )
    .fetch_one(connection)
    .await?;
    Ok(Visits {
        started: count(row.started)?,
        finished: count(row.finished)?,
        abandoned: count(row.abandoned)?,
        declined: count(row.declined)?,
        rotated: count(row.rotated)?,
    })
}
