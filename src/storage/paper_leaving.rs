//! Sheets from paper on their way to the answers, by fresh random ids and without serials.

use sqlx::SqliteConnection;

use super::StorageError;

/// One sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeavingRow {
    /// The answer's id.
    pub id: String,
    /// The sheet as JSON text.
    pub body: String,
}

/// Adds sheets; `rows` is a JSON array of `[id, body]`.
///
/// # Errors
/// When an id is taken.
pub async fn insert_all(
    connection: &mut SqliteConnection,
    unit: &str,
    rows: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into paper_leaving (unit, id, body)
         select ?1, value ->> 0, value ->> 1 from json_each(?2)",
        unit,
        rows
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// At most `n` sheets of a unit behind the id `after`, in the order of their random ids.
///
/// # Errors
/// When the file cannot be read.
pub async fn some_after(
    connection: &mut SqliteConnection,
    unit: &str,
    after: &str,
    n: i64,
) -> Result<Vec<LeavingRow>, StorageError> {
    let rows = sqlx::query_as!(
        LeavingRow,
        "select id, body from paper_leaving where unit = ?1 and id > ?2 order by id limit ?3",
        unit,
        after,
        n
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// How many sheets of a unit are on their way.
///
/// # Errors
/// When the file cannot be read.
pub async fn count(connection: &mut SqliteConnection, unit: &str) -> Result<i64, StorageError> {
    let n = sqlx::query_scalar!(
        r#"select count(*) as "n!: i64" from paper_leaving where unit = ?1"#,
        unit
    )
    .fetch_one(connection)
    .await?;
    Ok(n)
}

/// Forgets sheets that arrived; `ids` is a JSON array.
///
/// # Errors
/// When the file cannot be written.
pub async fn delete(
    connection: &mut SqliteConnection,
    unit: &str,
    ids: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "delete from paper_leaving
         where unit = ?1 and id in (select value from json_each(?2))",
        unit,
        ids
    )
    .execute(connection)
    .await?;
    Ok(())
}
