//! Demographics, language and the overall level, joined to nothing.

use std::collections::BTreeMap;

use serde::Serialize;
use sqlx::SqliteConnection;

use super::{StorageError, count};

/// One profile on its way in. The id is its own, random, and not the answer's.
#[derive(Clone, Debug, Serialize)]
pub struct NewProfile<'a> {
    /// Unit code.
    pub unit: &'a str,
    /// Span, by its first day.
    pub span: &'a str,
    /// Random id, hexadecimal.
    pub id: String,
    /// `id@version`.
    pub form: &'a str,
    /// Language the sheet was answered in.
    pub language: &'a str,
    /// Level of the overall question.
    pub overall: Option<u8>,
    /// Profile answers as a JSON object with sorted keys.
    pub answers: String,
}

/// Adds profiles.
///
/// # Errors
/// When the file cannot be written.
pub async fn insert_all(
    connection: &mut SqliteConnection,
    profiles: &[NewProfile<'_>],
) -> Result<(), StorageError> {
    let rows = serde_json::to_string(profiles)
        .map_err(|error| StorageError::Corrupt(error.to_string()))?;
    insert_json(connection, &rows).await
}

/// Writes a unit's profiles of a span again under new ids and in their order, so that the file keeps
/// no order of arrival: with the old ids, long rows would move in a way that can be traced back.
///
/// # Errors
/// When the file cannot be written.
pub async fn rewrite(
    connection: &mut SqliteConnection,
    unit: &str,
    span: &str,
) -> Result<(), StorageError> {
    let rows = sqlx::query_scalar!(
        r#"select json_group_array(
                      json_object('unit', unit, 'span', span, 'id', hex(randomblob(16)), 'form', form,
                                  'language', language, 'overall', overall, 'answers', answers)
                      ) as "rows!: String"
           from profile where unit = ?1 and span = ?2"#,
        unit,
        span
    )
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from profile where unit = ?1 and span = ?2",
        unit,
        span
    )
    .execute(&mut *connection)
    .await?;
    insert_json(connection, &rows).await
}

/// Sheets by language in the spans of a month such as `2026-11`, for `units` (a JSON array of
/// codes) together.
///
/// # Errors
/// When a row is corrupt.
pub async fn count_languages(
    connection: &mut SqliteConnection,
    units: &str,
    month: &str,
) -> Result<BTreeMap<String, u64>, StorageError> {
    let rows = sqlx::query!(
        r#"select language, count(*) as "n!: i64" from profile
           where unit in (select value from json_each(?1))
               and span between ?2 || '-01' and ?2 || '-31'
           group by language order by language"#,
        units,
        month
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.language, count(row.n)?)))
        .collect()
}

async fn insert_json(connection: &mut SqliteConnection, rows: &str) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into profile (unit, span, id, form, language, overall, answers)
         select value ->> 'unit', value ->> 'span', unhex(value ->> 'id'), value ->> 'form',
                value ->> 'language', value ->> 'overall', value ->> 'answers'
         from json_each(?1) order by value ->> 'id'",
        rows
    )
    .execute(connection)
    .await?;
    Ok(())
}
