//! Ranges of serials of paper questionnaires, as they were handed to a unit.

use sqlx::SqliteConnection;

use super::StorageError;

/// One range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueRow {
    /// Its first serial.
    pub first_serial: i64,
    /// Its last serial.
    pub last_serial: i64,
    /// `id@version` of the form printed on it.
    pub form: String,
    /// Local day, ISO.
    pub issued_on: String,
}

/// Adds a range of `unit`.
///
/// # Errors
/// When its first serial is taken.
pub async fn insert(
    connection: &mut SqliteConnection,
    unit: &str,
    issue: &IssueRow,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into paper_issue (unit, first_serial, last_serial, form, issued_on)
         values (?1, ?2, ?3, ?4, ?5)",
        unit,
        issue.first_serial,
        issue.last_serial,
        issue.form,
        issue.issued_on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Every range of a unit, oldest first.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<IssueRow>, StorageError> {
    let rows = sqlx::query_as!(
        IssueRow,
        "select first_serial, last_serial, form, issued_on from paper_issue
         where unit = ?1 order by first_serial",
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// The range a serial lies in.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_serial(
    connection: &mut SqliteConnection,
    unit: &str,
    serial: u32,
) -> Result<Option<IssueRow>, StorageError> {
    let row = sqlx::query_as!(
        IssueRow,
        "select first_serial, last_serial, form, issued_on from paper_issue
         where unit = ?1 and ?2 between first_serial and last_serial",
        unit,
        serial
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}
