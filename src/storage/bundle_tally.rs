//! Tallies that came with bundles, per unit, span and form: what counts of other nodes' answers.

use sqlx::SqliteConnection;

use super::StorageError;
use super::tally::TallyRow;

/// Adds the tallies of one span. `rows` is a JSON array of `[form, cells]`.
///
/// # Errors
/// When one is there already, or the file cannot be written.
pub async fn insert_all(
    connection: &mut SqliteConnection,
    unit: &str,
    span: &str,
    rows: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into bundle_tally (unit, span, form, cells)
         select ?1, ?2, value ->> 0, value ->> 1 from json_each(?3)",
        unit,
        span,
        rows
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets the tallies of one span.
///
/// # Errors
/// When the file cannot be written.
pub async fn delete_span(
    connection: &mut SqliteConnection,
    unit: &str,
    span: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "delete from bundle_tally where unit = ?1 and span = ?2",
        unit,
        span
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Every unit's tallies between two spans, both included, by unit, span and form.
///
/// # Errors
/// When the file cannot be read.
pub async fn between(
    connection: &mut SqliteConnection,
    from: &str,
    to: &str,
) -> Result<Vec<TallyRow>, StorageError> {
    let rows = sqlx::query_as!(
        TallyRow,
        "select unit, span, form, cells from bundle_tally where span between ?1 and ?2
         order by unit, span, form",
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// The tallies of `units`, a JSON array of codes, in spans between `from` and `to`, both included.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_units(
    connection: &mut SqliteConnection,
    units: &str,
    from: &str,
    to: &str,
) -> Result<Vec<TallyRow>, StorageError> {
    let rows = sqlx::query_as!(
        TallyRow,
        r#"select t.unit as "unit!", t.span as "span!", t.form as "form!", t.cells as "cells!"
           from json_each(?1) asked
           join bundle_tally t on t.unit = asked.value and t.span between ?2 and ?3"#,
        units,
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
