//! Spans closed before their ten days were over.

use sqlx::SqliteConnection;

use super::StorageError;

/// Closes a unit's span; closing twice changes nothing.
///
/// # Errors
/// When the file cannot be written.
pub async fn insert(
    connection: &mut SqliteConnection,
    unit: &str,
    span: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into closed_span (unit, span) values (?1, ?2) on conflict do nothing",
        unit,
        span
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Which of `asked`, a JSON array of `[unit, span]`, are closed.
///
/// # Errors
/// When the file cannot be read.
pub async fn among(
    connection: &mut SqliteConnection,
    asked: &str,
) -> Result<Vec<(String, String)>, StorageError> {
    let rows = sqlx::query!(
        r#"select c.unit as "unit!", c.span as "span!" from json_each(?1) asked
           join closed_span c on c.unit = asked.value ->> 0 and c.span = asked.value ->> 1"#,
        asked
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.unit, row.span)).collect())
}

/// Every unit's spans closed by hand between two, both included: unit and span.
///
/// # Errors
/// When the file cannot be read.
pub async fn between(
    connection: &mut SqliteConnection,
    from: &str,
    to: &str,
) -> Result<Vec<(String, String)>, StorageError> {
    let rows = sqlx::query!(
        "select unit, span from closed_span where span between ?1 and ?2 order by unit, span",
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.unit, row.span)).collect())
}

/// The spans of a unit closed by hand.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<String>, StorageError> {
    let spans = sqlx::query_scalar!(
        "select span from closed_span where unit = ?1 order by span",
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(spans)
}
