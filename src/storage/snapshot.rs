//! What is shown of spans that are still open.

use sqlx::SqliteConnection;

use super::{StorageError, count};

/// One unit's total of one span and form, as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotRow {
    /// Unit code.
    pub unit: String,
    /// Span, by its first day.
    pub span: String,
    /// `id@version`.
    pub form: String,
    /// Sheets it counts.
    pub sheets: u64,
    /// One tally cell, as JSON text.
    pub cells: String,
    /// First day of the answers it covers, ISO.
    pub first_day: String,
    /// Last day of them, ISO.
    pub last_day: String,
}

/// Keeps a snapshot unless one is there that lacks fewer than `least` of its sheets.
///
/// # Errors
/// When the file cannot be written.
pub async fn put(
    connection: &mut SqliteConnection,
    row: &SnapshotRow,
    least: u64,
) -> Result<(), StorageError> {
    let sheets = i64::try_from(row.sheets).unwrap_or(i64::MAX);
    let least = i64::try_from(least).unwrap_or(i64::MAX);
    sqlx::query!(
        "insert into snapshot (unit, span, form, sheets, cells, first_day, last_day)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         on conflict (unit, span, form) do update
         set sheets = excluded.sheets, cells = excluded.cells,
             first_day = excluded.first_day, last_day = excluded.last_day
         where excluded.sheets >= snapshot.sheets + ?8",
        row.unit,
        row.span,
        row.form,
        sheets,
        row.cells,
        row.first_day,
        row.last_day,
        least
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The snapshots of `units`, a JSON array of codes, of spans between `from` and `to`, both
/// included.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn of_units(
    connection: &mut SqliteConnection,
    units: &str,
    from: &str,
    to: &str,
) -> Result<Vec<SnapshotRow>, StorageError> {
    let rows = sqlx::query!(
        r#"select s.unit as "unit!", s.span as "span!", s.form as "form!", s.sheets as "sheets!",
                  s.cells as "cells!", s.first_day as "first_day!", s.last_day as "last_day!"
           from json_each(?1) asked
           join snapshot s on s.unit = asked.value and s.span between ?2 and ?3"#,
        units,
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(SnapshotRow {
                unit: row.unit,
                span: row.span,
                form: row.form,
                sheets: count(row.sheets)?,
                cells: row.cells,
                first_day: row.first_day,
                last_day: row.last_day,
            })
        })
        .collect()
}
