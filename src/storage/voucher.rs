//! Slips that are still good, or used and not sealed, by the hash of their code.

use sqlx::SqliteConnection;

use super::{StorageError, bytes};

/// A slip that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherRow {
    /// SHA-256 of the code.
    pub hash: [u8; 32],
    /// The unit that gives it out.
    pub unit: String,
    /// The unit's sheet it was printed on.
    pub sheet: i64,
}

/// Adds the slips of one sheet. `hashes` is a JSON array of hexadecimal hashes; they are stored in
/// their own order, so that the file keeps none of the paper's.
///
/// # Errors
/// When a code is there already.
pub async fn insert_sheet(
    connection: &mut SqliteConnection,
    unit: &str,
    sheet: i64,
    hashes: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into voucher (hash, unit, sheet)
         select unhex(value), ?1, ?2 from json_each(?3) order by value",
        unit,
        sheet,
        hashes
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Which slips of `hashes`, a JSON array of hexadecimal hashes, are still good.
///
/// # Errors
/// When the file cannot be read.
pub async fn among(
    connection: &mut SqliteConnection,
    hashes: &str,
) -> Result<Vec<VoucherRow>, StorageError> {
    let rows = sqlx::query!(
        r#"select v.hash as "hash!", v.unit as "unit!", v.sheet as "sheet!" from json_each(?1) asked
           join voucher v on v.hash = unhex(asked.value) and v.used = 0"#,
        hashes
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(VoucherRow {
                hash: bytes(row.hash)?,
                unit: row.unit,
                sheet: row.sheet,
            })
        })
        .collect()
}

/// The slip of that hash, good or used and not sealed.
///
/// # Errors
/// When the file cannot be read.
pub async fn find(
    connection: &mut SqliteConnection,
    hash: &[u8; 32],
) -> Result<Option<VoucherRow>, StorageError> {
    let asked = hash.as_slice();
    let row = sqlx::query!("select unit, sheet from voucher where hash = ?1", asked)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|row| VoucherRow {
        hash: *hash,
        unit: row.unit,
        sheet: row.sheet,
    }))
}

/// Marks slips an answer came with. `hashes` as for [`among`].
///
/// # Errors
/// When the file cannot be written.
pub async fn mark_used(
    connection: &mut SqliteConnection,
    hashes: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "update voucher set used = 1 where hash in (select unhex(value) from json_each(?1))",
        hashes
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes the used slips of a unit; the sheet of each of them.
///
/// # Errors
/// When the file cannot be written.
pub async fn delete_used(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<i64>, StorageError> {
    let sheets = sqlx::query_scalar!(
        "delete from voucher where unit = ?1 and used = 1 returning sheet",
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(sheets)
}

/// Deletes good slips that are made void. `hashes` as for [`among`].
///
/// # Errors
/// When the file cannot be written.
pub async fn delete_all(
    connection: &mut SqliteConnection,
    hashes: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "delete from voucher
         where hash in (select unhex(value) from json_each(?1)) and used = 0",
        hashes
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes the good slips of a sheet; how many slips that was.
///
/// # Errors
/// When the file cannot be written.
pub async fn delete_sheet(
    connection: &mut SqliteConnection,
    unit: &str,
    sheet: i64,
) -> Result<u64, StorageError> {
    let done = sqlx::query!(
        "delete from voucher where unit = ?1 and sheet = ?2 and used = 0",
        unit,
        sheet
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// How many slips each sheet of a unit has left, with those used and not sealed, which nobody is to
/// tell apart: `(sheet, slips)`; none for a sheet with none.
///
/// # Errors
/// When the file cannot be read.
pub async fn left_by_sheet(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<(i64, i64)>, StorageError> {
    let rows = sqlx::query!(
        r#"select sheet, count(*) as "n!: i64" from voucher where unit = ?1 group by sheet"#,
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.sheet, row.n)).collect())
}
