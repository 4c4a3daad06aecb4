//! Sums of sealed batches per unit, span and form.

use sqlx::SqliteConnection;

use super::StorageError;

/// One unit's tally of one span and form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyRow {
    /// Unit code.
    pub unit: String,
    /// Span, by its first day.
    pub span: String,
    /// `id@version`.
    pub form: String,
    /// The cells, as JSON text.
    pub cells: String,
}

/// The cells of one unit, span and form.
///
/// # Errors
/// When the file cannot be read.
pub async fn find(
    connection: &mut SqliteConnection,
    unit: &str,
    span: &str,
    form: &str,
) -> Result<Option<String>, StorageError> {
    let cells = sqlx::query_scalar!(
        "select cells from tally where unit = ?1 and span = ?2 and form = ?3",
        unit,
        span,
        form
    )
    .fetch_optional(connection)
    .await?;
    Ok(cells)
}

/// Sets the cells of one unit, span and form.
///
/// # Errors
/// When the file cannot be written.
pub async fn put(connection: &mut SqliteConnection, tally: &TallyRow) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into tally (unit, span, form, cells) values (?1, ?2, ?3, ?4)
         on conflict (unit, span, form) do update set cells = excluded.cells",
        tally.unit,
        tally.span,
        tally.form,
        tally.cells
    )
    .execute(connection)
    .await?;
    Ok(())
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
           join tally t on t.unit = asked.value and t.span between ?2 and ?3"#,
        units,
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// One unit's tallies of spans between `from` and `to`, both included.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
    from: &str,
    to: &str,
) -> Result<Vec<TallyRow>, StorageError> {
    let rows = sqlx::query_as!(
        TallyRow,
        "select unit, span, form, cells from tally where unit = ?1 and span between ?2 and ?3
         order by span, form",
        unit,
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
