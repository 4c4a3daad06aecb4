//! Free text, joined to nothing.

use serde::Serialize;
use sqlx::SqliteConnection;

use super::{StorageError, count};

/// One comment on its way in. The id is its own, random, and not the answer's.
#[derive(Clone, Debug, Serialize)]
pub struct NewComment<'a> {
    /// Unit code.
    pub unit: &'a str,
    /// Calendar month, `2026-11`.
    pub month: &'a str,
    /// Random id, hexadecimal.
    pub id: String,
    /// What was written.
    pub body: &'a str,
}

/// Adds comments.
///
/// # Errors
/// When the file cannot be written.
pub async fn insert_all(
    connection: &mut SqliteConnection,
    comments: &[NewComment<'_>],
) -> Result<(), StorageError> {
    let rows = serde_json::to_string(comments)
        .map_err(|error| StorageError::Corrupt(error.to_string()))?;
    insert_json(connection, &rows).await
}

/// Writes a unit's comments of a month again under new ids and in their order, so that the file keeps
/// no order of arrival: with the old ids, long rows would move in a way that can be traced back.
///
/// # Errors
/// When the file cannot be written.
pub async fn rewrite(
    connection: &mut SqliteConnection,
    unit: &str,
    month: &str,
) -> Result<(), StorageError> {
    let rows = sqlx::query_scalar!(
        r#"select json_group_array(
                      json_object('unit', unit, 'month', month, 'id', hex(randomblob(16)), 'body', body)
                      ) as "rows!: String"
           from comment where unit = ?1 and month = ?2"#,
        unit,
        month
    )
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from comment where unit = ?1 and month = ?2",
        unit,
        month
    )
    .execute(&mut *connection)
    .await?;
    insert_json(connection, &rows).await
}

/// How many comments a unit has of each month, the first month first.
///
/// # Errors
/// When a row is corrupt.
pub async fn count_by_month(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<(String, u64)>, StorageError> {
    let rows = sqlx::query!(
        r#"select month, count(*) as "n!: i64" from comment where unit = ?1
           group by month order by month"#,
        unit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.month, count(row.n)?)))
        .collect()
}

/// Takes the comments of some months, both included, out of those that wait: a JSON array of
/// texts.
///
/// # Errors
/// When the file cannot be written.
pub async fn take(
    connection: &mut SqliteConnection,
    unit: &str,
    (first, last): (&str, &str),
) -> Result<String, StorageError> {
    let bodies = sqlx::query_scalar!(
        r#"select json_group_array(body) as "bodies!: String" from comment
           where unit = ?1 and month between ?2 and ?3"#,
        unit,
        first,
        last
    )
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from comment where unit = ?1 and month between ?2 and ?3",
        unit,
        first,
        last
    )
    .execute(connection)
    .await?;
    Ok(bodies)
}

async fn insert_json(connection: &mut SqliteConnection, rows: &str) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into comment (unit, month, id, body)
         select value ->> 'unit', value ->> 'month', unhex(value ->> 'id'), value ->> 'body'
         from json_each(?1) order by value ->> 'id'",
        rows
    )
    .execute(connection)
    .await?;
    Ok(())
}
