//! What batches tell of when answers came, without the answers.

use sqlx::SqliteConnection;

use super::super::{StorageError, count};

/// Batches of `units`, a JSON array of codes, between two half-days, both included: unit and how
/// many.
///
/// # Errors
/// When the file cannot be read.
pub async fn n_between(
    connection: &mut SqliteConnection,
    units: &str,
    (first, last): (&str, &str),
) -> Result<Vec<(String, u64)>, StorageError> {
    let rows = sqlx::query!(
        r#"select b.unit as "unit!", count(*) as "n!: i64"
           from json_each(?1) asked
           join batch b indexed by batch_by_half_day
               on b.unit = asked.value and b.half_day between ?2 and ?3
           group by b.unit"#,
        units,
        first,
        last
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.unit, count(row.n)?)))
        .collect()
}

/// The last half-day with answers of each unit that has any, by unit.
///
/// # Errors
/// When the file cannot be read.
pub async fn last_half_days(
    connection: &mut SqliteConnection,
) -> Result<Vec<(String, String)>, StorageError> {
    let rows = sqlx::query!(
        r#"select unit as "unit!: String", max(half_day) as "half_day!: String"
           from batch group by unit order by unit"#
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.unit, row.half_day))
        .collect())
}

/// Sealed late batches between two half-days, both included: unit and tallies per form.
///
/// # Errors
/// When the file cannot be read.
pub async fn sealed_late(
    connection: &mut SqliteConnection,
    from: &str,
    to: &str,
) -> Result<Vec<(String, String)>, StorageError> {
    let rows = sqlx::query!(
        r#"select unit, tallies as "tallies!" from batch
           where state = 'sealed' and late = 1 and half_day between ?1 and ?2
           order by unit, number"#,
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.unit, row.tallies))
        .collect())
}

/// Sheets of one form in a unit's sealed half-days, late ones apart: half-day, channel, count.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn sealed_sheets(
    connection: &mut SqliteConnection,
    unit: &str,
    form: &str,
    (from, to): (&str, &str),
) -> Result<Vec<(String, String, u64)>, StorageError> {
    let rows = sqlx::query!(
        r#"select b.half_day as "half_day!", cell.value ->> 'channel' as "channel!: String",
                  sum(cell.value ->> 'sheets') as "sheets!: i64"
           from batch b
           join json_each(b.tallies) tally on tally.key = ?2
           join json_each(tally.value, '$.cells') cell
           where b.unit = ?1 and b.state = 'sealed' and b.late = 0
               and b.half_day between ?3 and ?4
           group by 1, 2 order by 1, 2"#,
        unit,
        form,
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.half_day, row.channel, count(row.sheets)?)))
        .collect()
}

/// A unit's batches between two half-days whose answers count: number and half-day.
///
/// # Errors
/// When the file cannot be read.
pub async fn counted_between(
    connection: &mut SqliteConnection,
    unit: &str,
    first: &str,
    last: &str,
) -> Result<Vec<(i64, String)>, StorageError> {
    let rows = sqlx::query!(
        r#"select number as "number!", half_day from batch
           where unit = ?1 and half_day between ?2 and ?3 and late = 0"#,
        unit,
        first,
        last
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.number, row.half_day))
        .collect())
}

/// A unit's sealed batches up to a half-day that count and whose clocks were believed: number,
/// half-day and sheets.
///
/// # Errors
/// When a row is corrupt.
pub async fn sealed_until(
    connection: &mut SqliteConnection,
    unit: &str,
    last: &str,
) -> Result<Vec<(i64, String, u64)>, StorageError> {
    let rows = sqlx::query!(
        r#"select number as "number!", half_day, answer_count as "n!" from batch
           where unit = ?1 and half_day <= ?2 and state = 'sealed' and late = 0 and placed = 1
           order by half_day, number"#,
        unit,
        last
    );
    let rows = rows.fetch_all(connection).await?;
    rows.into_iter()
        .map(|row| Ok((row.number, row.half_day, count(row.n)?)))
        .collect()
}

/// The half-day of the first of those; `None`: there are none.
///
/// # Errors
/// When the file cannot be read.
pub async fn first_sealed(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Option<String>, StorageError> {
    let first = sqlx::query_scalar!(
        "select half_day from batch
         where unit = ?1 and state = 'sealed' and late = 0 and placed = 1
         order by half_day limit 1",
        unit
    )
    .fetch_optional(connection)
    .await?;
    Ok(first)
}

/// A unit's sealed batches between two half-days whose answers count: number and sheets.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn sealed_between(
    connection: &mut SqliteConnection,
    unit: &str,
    (first, last): (&str, &str),
) -> Result<Vec<(i64, u64)>, StorageError> {
    let rows = sqlx::query!(
        r#"select number as "number!", answer_count as "n!" from batch
           where unit = ?1 and half_day between ?2 and ?3 and state = 'sealed' and late = 0"#,
        unit,
        first,
        last
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.number, count(row.n)?)))
        .collect()
}
