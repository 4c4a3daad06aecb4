//! Administrative units by edition, and which became which.

use sqlx::SqliteConnection;

use super::StorageError;

/// One unit as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitRow {
    /// Unit code.
    pub code: String,
    /// Code of the unit above.
    pub parent: Option<String>,
    /// `province`, `district`, `commune`, `own` or `reception-point`.
    pub level: String,
    /// `xã`, `phường`, …
    pub kind: String,
    /// Name without its kind.
    pub name: String,
    /// Name with its kind.
    pub full_name: String,
}

/// Adds units of one edition. `rows` is a JSON array of objects with the columns as keys.
///
/// # Errors
/// When a unit is there already.
pub async fn insert_all(
    connection: &mut SqliteConnection,
    edition: &str,
    rows: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into unit
             (edition, code, parent, level, kind, name, full_name, search_name, position)
         select ?1, value ->> 'code', value ->> 'parent', value ->> 'level', value ->> 'kind',
                value ->> 'name', value ->> 'full_name', value ->> 'search_name',
                value ->> 'position'
         from json_each(?2)",
        edition,
        rows
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds own units and reception points of one edition, or puts them in the place of those with the
/// same codes. `rows` as for [`insert_all`]; they are placed after every official unit.
///
/// # Errors
/// When the file cannot be written.
pub async fn put_all(
    connection: &mut SqliteConnection,
    edition: &str,
    rows: &str,
) -> Result<(), StorageError> {
    // `where true`: SQLite would otherwise read `on conflict` as part of a join.
    sqlx::query!(
        "insert into unit
             (edition, code, parent, level, kind, name, full_name, search_name, position)
         select ?1, value ->> 'code', value ->> 'parent', value ->> 'level', value ->> 'kind',
                value ->> 'name', value ->> 'full_name', value ->> 'search_name',
                value ->> 'position' + (
                    select count(*) from unit
                    where edition = ?1 and level not in ('own', 'reception-point')
                )
         from json_each(?2) where true
         on conflict (edition, code) do update
             set parent = excluded.parent, kind = excluded.kind, name = excluded.name,
                 full_name = excluded.full_name, search_name = excluded.search_name,
                 position = excluded.position",
        edition,
        rows
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets the relation of successions that are there. `rows` is a JSON array of
/// `[old, new, relation]`.
///
/// # Errors
/// When the file cannot be written.
pub async fn put_relations(
    connection: &mut SqliteConnection,
    rows: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "update succession set relation = told.value ->> 2
         from json_each(?1) as told
         where old_code = told.value ->> 0 and new_code = told.value ->> 1",
        rows
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Own units and reception points of one edition, by code.
///
/// # Errors
/// When the file cannot be read.
pub async fn own(
    connection: &mut SqliteConnection,
    edition: &str,
) -> Result<Vec<UnitRow>, StorageError> {
    let rows = sqlx::query_as!(
        UnitRow,
        "select code, parent, level, kind, name, full_name from unit
         where edition = ?1 and level in ('own', 'reception-point') order by code",
        edition
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Adds successions. `rows` is a JSON array of `[old, new, relation]`.
///
/// # Errors
/// When one is there already.
pub async fn insert_successions(
    connection: &mut SqliteConnection,
    rows: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into succession (old_code, new_code, relation)
         select value ->> 0, value ->> 1, value ->> 2 from json_each(?1)",
        rows
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The unit of that code, if the edition has it.
///
/// # Errors
/// When the file cannot be read.
pub async fn find(
    connection: &mut SqliteConnection,
    edition: &str,
    code: &str,
) -> Result<Option<UnitRow>, StorageError> {
    let row = sqlx::query_as!(
        UnitRow,
        "select code, parent, level, kind, name, full_name from unit
         where edition = ?1 and code = ?2",
        edition,
        code
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// The units below `parent` that are counted, in Vietnamese order: those right below it, and below
/// a province all its own units, whichever of them stands above. Reception points are none: answers
/// there are answers of the unit they belong to.
///
/// # Errors
/// When the file cannot be read.
pub async fn children(
    connection: &mut SqliteConnection,
    edition: &str,
    parent: &str,
) -> Result<Vec<UnitRow>, StorageError> {
    let rows = sqlx::query_as!(
        UnitRow,
        "select code, parent, level, kind, name, full_name from unit
         where edition = ?1 and level <> 'reception-point'
             and (parent = ?2
                  or level = 'own' and length(?2) = 2
                     and code > ?2 || '-' and code < ?2 || '.')
         order by position",
        edition,
        parent
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// The provinces of an edition, in Vietnamese order.
///
/// # Errors
/// When the file cannot be read.
pub async fn provinces(
    connection: &mut SqliteConnection,
    edition: &str,
) -> Result<Vec<UnitRow>, StorageError> {
    let rows = sqlx::query_as!(
        UnitRow,
        "select code, parent, level, kind, name, full_name from unit
         where edition = ?1 and level = 'province' order by position",
        edition
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// The units a new unit came from: `(old code, relation)`.
///
/// # Errors
/// When the file cannot be read.
pub async fn predecessors(
    connection: &mut SqliteConnection,
    new_code: &str,
) -> Result<Vec<(String, String)>, StorageError> {
    let rows = sqlx::query!(
        "select old_code, relation from succession where new_code = ?1 order by old_code",
        new_code
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.old_code, row.relation))
        .collect())
}
