//! Who was reminded of a report, when and by whom.

use sqlx::SqliteConnection;

use super::StorageError;

/// One reminder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderRow {
    /// Unit code.
    pub unit: String,
    /// The period as written.
    pub period: String,
    /// Local day, ISO.
    pub reminded_on: String,
    /// The account that reminded.
    pub account: String,
}

/// Notes a reminder; the same one of the same day once.
///
/// # Errors
/// When the file cannot be written.
pub async fn put(connection: &mut SqliteConnection, row: &ReminderRow) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into report_reminder (unit, period, reminded_on, account) values (?1, ?2, ?3, ?4)
         on conflict do nothing",
        row.unit,
        row.period,
        row.reminded_on,
        row.account
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The reminders of a period, by unit and day.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_period(
    connection: &mut SqliteConnection,
    period: &str,
) -> Result<Vec<ReminderRow>, StorageError> {
    let rows = sqlx::query_as!(
        ReminderRow,
        "select unit, period, reminded_on, account from report_reminder
         where period = ?1 order by unit, reminded_on, account",
        period
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
