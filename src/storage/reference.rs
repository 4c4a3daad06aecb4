//! Figures others published of provinces.

use sqlx::SqliteConnection;

use super::StorageError;

/// One published figure, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceRow {
    /// `SIPAS` or `PAR INDEX`.
    pub instrument: String,
    /// Edition of the province's code.
    pub edition: String,
    /// Province code.
    pub unit: String,
    /// The year it is of.
    pub year: i64,
    /// Percent as published, with a point.
    pub value: String,
    /// Place among the provinces, where known.
    pub rank: Option<i64>,
    /// How many provinces there were.
    pub n_provinces: i64,
    /// Where it was published.
    pub source: String,
    /// Account that imported it, or `shell`.
    pub imported_by: String,
    /// Local day, ISO.
    pub imported_on: String,
}

/// Sets figures, in the place of those of the same instrument, province and year. `rows` is a
/// JSON array of `[instrument, edition, unit, year, value, rank, n_provinces, source]`.
///
/// # Errors
/// When the file cannot be written.
pub async fn put_all(
    connection: &mut SqliteConnection,
    (by, on): (&str, &str),
    rows: &str,
) -> Result<(), StorageError> {
    // `where true`: SQLite would otherwise read `on conflict` as part of a join.
    sqlx::query!(
        "insert into reference_series
             (instrument, edition, unit, year, value, rank, n_provinces, source,
              imported_by, imported_on)
         select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
                value ->> 6, value ->> 7, ?1, ?2
         from json_each(?3) where true
         on conflict (instrument, edition, unit, year) do update
             set value = excluded.value, rank = excluded.rank,
                 n_provinces = excluded.n_provinces, source = excluded.source,
                 imported_by = excluded.imported_by, imported_on = excluded.imported_on",
        by,
        on,
        rows
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Every figure, by instrument, province and year.
///
/// # Errors
/// When the file cannot be read.
pub async fn all(connection: &mut SqliteConnection) -> Result<Vec<ReferenceRow>, StorageError> {
    let rows = sqlx::query_as!(
        ReferenceRow,
        "select instrument, edition, unit, year, value, rank, n_provinces, source, imported_by,
                imported_on
         from reference_series order by instrument, edition, unit, year"
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// The figures of one province of one edition, by instrument and year.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_unit(
    connection: &mut SqliteConnection,
    edition: &str,
    unit: &str,
) -> Result<Vec<ReferenceRow>, StorageError> {
    let rows = sqlx::query_as!(
        ReferenceRow,
        "select instrument, edition, unit, year, value, rank, n_provinces, source, imported_by,
                imported_on
         from reference_series where edition = ?1 and unit = ?2 order by instrument, year",
        edition,
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
