//! Counts of dossiers per unit, day or month, and service field.

use sqlx::SqliteConnection;

use super::StorageError;

/// Dossiers one unit received and returned in one day or month, all service fields together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierRow {
    /// Unit code.
    pub unit: String,
    /// `2026-11-03`, or `2026-11` for a whole month.
    pub time: String,
    /// `unit` or `province`.
    pub source: String,
    /// How many were received.
    pub received: i64,
    /// How many were returned.
    pub returned: i64,
}

/// Sets counts of one source. `rows` is a JSON array of `[unit, time, service, received,
/// returned]`. A total replaces the counts by service of the same unit and time, and they it.
///
/// # Errors
/// When the file cannot be written.
pub async fn put_all(
    connection: &mut SqliteConnection,
    source: &str,
    rows: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "delete from dossiers
         where source = ?1 and (unit, time, service <> '') in
             (select value ->> 0, value ->> 1, value ->> 2 = '' from json_each(?2))",
        source,
        rows
    )
    .execute(&mut *connection)
    .await?;
    // `where true`: SQLite would otherwise read `on conflict` as part of a join.
    sqlx::query!(
        "insert into dossiers (unit, time, source, service, received, returned)
         select value ->> 0, value ->> 1, ?1, value ->> 2, value ->> 3, value ->> 4
         from json_each(?2) where true
         on conflict (unit, time, source, service) do update
             set received = excluded.received, returned = excluded.returned",
        source,
        rows
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// One unit's counts between two times such as `2026-10` and `2026-12-31`, both included.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
    from: &str,
    to: &str,
) -> Result<Vec<DossierRow>, StorageError> {
    let rows = sqlx::query_as!(
        DossierRow,
        r#"select unit, time, source, sum(received) as "received!: i64",
                  sum(returned) as "returned!: i64" from dossiers
           where unit = ?1 and time between ?2 and ?3
           group by unit, time, source order by unit, time, source"#,
        unit,
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Every unit's counts between two times, both included.
///
/// # Errors
/// When the file cannot be read.
pub async fn between(
    connection: &mut SqliteConnection,
    from: &str,
    to: &str,
) -> Result<Vec<DossierRow>, StorageError> {
    let rows = sqlx::query_as!(
        DossierRow,
        r#"select unit, time, source, sum(received) as "received!: i64",
                  sum(returned) as "returned!: i64" from dossiers
           where time between ?1 and ?2
           group by unit, time, source order by unit, time, source"#,
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
