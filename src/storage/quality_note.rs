//! What units say about the signs of a month.

use sqlx::SqliteConnection;

use super::StorageError;

/// One note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteRow {
    /// The month as the period counts it, `2026-11` or `2026-11b`.
    pub month: String,
    /// 1 and up within the month.
    pub number: i64,
    /// What was written.
    pub body: String,
    /// The account that wrote it.
    pub author: String,
    /// The day, ISO.
    pub written_on: String,
}

/// A unit's notes on `months`, a JSON array, the newest of each month first.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_months(
    connection: &mut SqliteConnection,
    unit: &str,
    months: &str,
) -> Result<Vec<NoteRow>, StorageError> {
    let rows = sqlx::query_as!(
        NoteRow,
        r#"select n.month as "month!", n.number as "number!", n.body as "body!",
                  n.author as "author!", n.written_on as "written_on!"
           from json_each(?2) asked
           join quality_note n on n.unit = ?1 and n.month = asked.value
           order by n.month, n.number desc"#,
        unit,
        months
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Adds a note; its number says where it stands.
///
/// # Errors
/// When a note of that number is there, or it breaks a limit of the table.
pub async fn insert(
    connection: &mut SqliteConnection,
    unit: &str,
    note: &NoteRow,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into quality_note (unit, month, number, body, author, written_on)
         values (?1, ?2, ?3, ?4, ?5, ?6)",
        unit,
        note.month,
        note.number,
        note.body,
        note.author,
        note.written_on
    )
    .execute(connection)
    .await?;
    Ok(())
}
