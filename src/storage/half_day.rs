//! Sealed half-days as counts: what is asked of the batches of a unit over time.

use sqlx::SqliteConnection;

use super::{StorageError, count};

/// Sealed sheets by half-day between two half-days, both included: those that count and whose
/// clocks were believed.
///
/// # Errors
/// When a row is corrupt.
pub async fn sealed_by_half_day(
    connection: &mut SqliteConnection,
    unit: &str,
    (from, to): (&str, &str),
) -> Result<Vec<(String, u64)>, StorageError> {
    let rows = sqlx::query!(
        r#"select half_day, sum(answer_count) as "n!: i64" from batch
           where unit = ?1 and half_day between ?2 and ?3
             and state = 'sealed' and late = 0 and placed = 1
           group by half_day order by half_day"#,
        unit,
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.half_day, count(row.n)?)))
        .collect()
}

/// The first half-day a unit has a batch of.
///
/// # Errors
/// When the file cannot be read.
pub async fn first_half_day(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Option<String>, StorageError> {
    let first = sqlx::query_scalar!(
        "select half_day from batch where unit = ?1 and placed = 1 order by half_day limit 1",
        unit
    )
    .fetch_optional(connection)
    .await?;
    Ok(first)
}
