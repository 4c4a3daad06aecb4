//! Paper questionnaires that came back or were spoiled, by serial.

use sqlx::SqliteConnection;

use super::StorageError;
use crate::domain::paper::Standing;

/// One serial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRow {
    /// The serial.
    pub serial: u32,
    /// How far it has come.
    pub standing: Standing,
    /// The sheet as JSON text, while it waits.
    pub body: Option<String>,
    /// The account that typed it first, or mended it last.
    pub keyed_by: Option<String>,
    /// Why it is spoiled.
    pub reason: Option<String>,
    /// `wanted`, `agrees`, `mended` or `confirmed`, for a sheet of a batch that was drawn.
    pub recheck: Option<String>,
}

struct Raw {
    serial: i64,
    state: String,
    body: Option<String>,
    keyed_by: Option<String>,
    reason: Option<String>,
    recheck: Option<String>,
}

fn entry(raw: Raw) -> Result<EntryRow, StorageError> {
    let corrupt = || StorageError::Corrupt(format!("paper entry {} {:?}", raw.serial, raw.state));
    Ok(EntryRow {
        serial: u32::try_from(raw.serial).map_err(|_| corrupt())?,
        standing: Standing::parse(&raw.state).ok_or_else(corrupt)?,
        body: raw.body,
        keyed_by: raw.keyed_by,
        reason: raw.reason,
        recheck: raw.recheck,
    })
}

/// The entry of a serial.
///
/// # Errors
/// When the row is corrupt.
pub async fn find(
    connection: &mut SqliteConnection,
    unit: &str,
    serial: u32,
) -> Result<Option<EntryRow>, StorageError> {
    let row = sqlx::query_as!(
        Raw,
        "select serial, state, body, keyed_by, reason, recheck from paper_entry
         where unit = ?1 and serial = ?2",
        unit,
        serial
    )
    .fetch_optional(connection)
    .await?;
    row.map(entry).transpose()
}

/// Every entry of a unit by serial, its sheet left out.
///
/// # Errors
/// When a row is corrupt.
pub async fn of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<EntryRow>, StorageError> {
    let rows = sqlx::query_as!(
        Raw,
        r#"select serial, state, null as "body: String", keyed_by, reason, recheck
           from paper_entry where unit = ?1 order by serial"#,
        unit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(entry).collect()
}

/// The entries of the unit's open batch by serial, with their sheets.
///
/// # Errors
/// When a row is corrupt.
pub async fn of_batch(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<EntryRow>, StorageError> {
    let rows = sqlx::query_as!(
        Raw,
        "select serial, state, body, keyed_by, reason, recheck from paper_entry
         where unit = ?1 and state = 'batch' order by serial",
        unit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(entry).collect()
}

/// Keeps a first keying.
///
/// # Errors
/// When the serial has an entry.
pub async fn insert_once(
    connection: &mut SqliteConnection,
    (unit, serial): (&str, u32),
    body: &str,
    keyed_by: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into paper_entry (unit, serial, state, body, keyed_by)
         values (?1, ?2, 'once', ?3, ?4)",
        unit,
        serial,
        body,
        keyed_by
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps what two keyings came to.
///
/// # Errors
/// When the file cannot be written.
pub async fn set_twice(
    connection: &mut SqliteConnection,
    (unit, serial): (&str, u32),
    body: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "update paper_entry set state = 'twice', body = ?3
         where unit = ?1 and serial = ?2 and state = 'once'",
        unit,
        serial,
        body
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Marks serials, a JSON array of numbers, as spoiled; what was typed of them is erased.
///
/// # Errors
/// When the file cannot be written.
pub async fn spoil(
    connection: &mut SqliteConnection,
    unit: &str,
    serials: &str,
    reason: &str,
) -> Result<(), StorageError> {
    // `where true`: SQLite would otherwise read `on conflict` as part of a join.
    sqlx::query!(
        "insert into paper_entry (unit, serial, state, reason)
         select ?1, value, 'spoiled', ?3 from json_each(?2) where true
         on conflict (unit, serial) do update
             set state = 'spoiled', reason = excluded.reason, body = null",
        unit,
        serials,
        reason
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Puts every sheet that waits into the unit's batch; those of `drawn`, a JSON array of serials,
/// are to be compared with their paper.
///
/// # Errors
/// When the file cannot be written.
pub async fn gather(
    connection: &mut SqliteConnection,
    unit: &str,
    drawn: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "update paper_entry
         set state = 'batch',
             recheck = case when serial in (select value from json_each(?2)) then 'wanted' end
         where unit = ?1 and state = 'twice'",
        unit,
        drawn
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps that a drawn sheet says what its paper says; `recheck` is `agrees` or `confirmed`.
///
/// # Errors
/// When the file cannot be written.
pub async fn set_recheck(
    connection: &mut SqliteConnection,
    (unit, serial): (&str, u32),
    recheck: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "update paper_entry set recheck = ?3
         where unit = ?1 and serial = ?2 and state = 'batch' and recheck is not null",
        unit,
        serial,
        recheck
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps what the paper of a drawn sheet says instead, and who says so.
///
/// # Errors
/// When the file cannot be written.
pub async fn set_mended(
    connection: &mut SqliteConnection,
    (unit, serial): (&str, u32),
    body: &str,
    mended_by: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "update paper_entry set recheck = 'mended', body = ?3, keyed_by = ?4
         where unit = ?1 and serial = ?2 and state = 'batch' and recheck is not null",
        unit,
        serial,
        body,
        mended_by
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Erases the sheets of the unit's batch, which are on their way to the answers.
///
/// # Errors
/// When the file cannot be written.
pub async fn close_batch(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "update paper_entry set state = 'stored', body = null, recheck = null
         where unit = ?1 and state = 'batch'",
        unit
    )
    .execute(connection)
    .await?;
    Ok(())
}
