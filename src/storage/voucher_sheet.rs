//! Sheets of slips, and what became of their slips in numbers.

use sqlx::SqliteConnection;

use super::StorageError;

/// A sheet that was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoucherSheetRow {
    /// The unit's number of it.
    pub number: i64,
    /// The form its slips lead to, without version.
    pub form: String,
    /// Local day, ISO.
    pub issued_on: String,
    /// Slips on it.
    pub printed: i64,
    /// Slips an answer came with that is sealed.
    pub used: i64,
    /// Slips made void.
    pub void: i64,
    /// Why what was left of it was made void, if it was.
    pub void_reason: Option<String>,
}

/// Adds a sheet of which nothing is used or void yet.
///
/// # Errors
/// When the unit has one of that number.
pub async fn insert(
    connection: &mut SqliteConnection,
    unit: &str,
    sheet: &VoucherSheetRow,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into voucher_sheet (unit, number, form, issued_on, printed)
         values (?1, ?2, ?3, ?4, ?5)",
        unit,
        sheet.number,
        sheet.form,
        sheet.issued_on,
        sheet.printed
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The number of a unit's newest sheet; 0 before the first.
///
/// # Errors
/// When the file cannot be read.
pub async fn last_number(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<i64, StorageError> {
    let last = sqlx::query_scalar!(
        r#"select coalesce(max(number), 0) as "last!: i64" from voucher_sheet where unit = ?1"#,
        unit
    )
    .fetch_one(connection)
    .await?;
    Ok(last)
}

/// One sheet of a unit.
///
/// # Errors
/// When the file cannot be read.
pub async fn find(
    connection: &mut SqliteConnection,
    unit: &str,
    number: i64,
) -> Result<Option<VoucherSheetRow>, StorageError> {
    let row = sqlx::query_as!(
        VoucherSheetRow,
        "select number, form, issued_on, printed, used, void, void_reason
         from voucher_sheet where unit = ?1 and number = ?2",
        unit,
        number
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// Every sheet of a unit, newest first.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<VoucherSheetRow>, StorageError> {
    let rows = sqlx::query_as!(
        VoucherSheetRow,
        "select number, form, issued_on, printed, used, void, void_reason
         from voucher_sheet where unit = ?1 order by number desc",
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// The units that ever printed sheets.
///
/// # Errors
/// When the file cannot be read.
pub async fn units(connection: &mut SqliteConnection) -> Result<Vec<String>, StorageError> {
    let units = sqlx::query_scalar!("select distinct unit from voucher_sheet order by unit")
        .fetch_all(connection)
        .await?;
    Ok(units)
}

/// Counts used slips of a unit on their sheets. `sheets` is a JSON array with the number of a
/// sheet for every slip.
///
/// # Errors
/// When the file cannot be written, or a sheet would have more used slips than it has.
pub async fn add_used(
    connection: &mut SqliteConnection,
    unit: &str,
    sheets: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "update voucher_sheet set used = used + taken.n
         from (select value as number, count(*) as n from json_each(?2) group by value) taken
         where voucher_sheet.unit = ?1 and voucher_sheet.number = taken.number",
        unit,
        sheets
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Counts `n` slips of a sheet as void.
///
/// # Errors
/// When the file cannot be written, or the sheet has not so many.
pub async fn add_void(
    connection: &mut SqliteConnection,
    unit: &str,
    number: i64,
    n: i64,
) -> Result<(), StorageError> {
    sqlx::query!(
        "update voucher_sheet set void = void + ?3 where unit = ?1 and number = ?2",
        unit,
        number,
        n
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps why what was left of a sheet was made void.
///
/// # Errors
/// When the file cannot be written.
pub async fn set_void_reason(
    connection: &mut SqliteConnection,
    unit: &str,
    number: i64,
    reason: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "update voucher_sheet set void_reason = ?3 where unit = ?1 and number = ?2",
        unit,
        number,
        reason
    )
    .execute(connection)
    .await?;
    Ok(())
}
