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
    /// `province`, `district` or `commune`.
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

/// The units right below `parent`, in Vietnamese order.
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
         where edition = ?1 and parent = ?2 order by position",
        edition,
        parent
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// The units an old unit became: `(new code, relation)`.
///
/// # Errors
/// When the file cannot be read.
pub async fn successors(
    connection: &mut SqliteConnection,
    old_code: &str,
) -> Result<Vec<(String, String)>, StorageError> {
    let rows = sqlx::query!(
        "select new_code, relation from succession where old_code = ?1 order by new_code",
        old_code
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.new_code, row.relation))
        .collect())
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
