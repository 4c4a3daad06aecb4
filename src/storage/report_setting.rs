//! What units print around their reports.

use sqlx::SqliteConnection;

use super::StorageError;
use crate::domain::report_setting::{ReportSetting, Typed};

/// A unit's setting; `None`: it has set nothing.
///
/// # Errors
/// When the row is corrupt or the file cannot be read.
pub async fn find(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Option<ReportSetting>, StorageError> {
    let row = sqlx::query_as!(
        Typed,
        "select superior, agency, symbol, place, addressees, recipients, body, mode, head_post,
                post, signer
         from report_setting where unit = ?1",
        unit
    )
    .fetch_optional(connection)
    .await?;
    let read = row.map(|row| row.read());
    read.transpose()
        .map_err(|_| StorageError::Corrupt(format!("report setting of {unit}")))
}

/// Sets it.
///
/// # Errors
/// When the file cannot be written.
pub async fn put(
    connection: &mut SqliteConnection,
    unit: &str,
    setting: &ReportSetting,
) -> Result<(), StorageError> {
    let mode = setting.mode.as_str();
    sqlx::query!(
        "insert into report_setting (unit, superior, agency, symbol, place, addressees, recipients,
                                     body, mode, head_post, post, signer)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         on conflict (unit) do update
             set superior = excluded.superior, agency = excluded.agency,
                 symbol = excluded.symbol, place = excluded.place,
                 addressees = excluded.addressees, recipients = excluded.recipients,
                 body = excluded.body, mode = excluded.mode, head_post = excluded.head_post,
                 post = excluded.post, signer = excluded.signer",
        unit,
        setting.superior,
        setting.agency,
        setting.symbol,
        setting.place,
        setting.addressees,
        setting.recipients,
        setting.body,
        mode,
        setting.head_post,
        setting.post,
        setting.signer
    )
    .execute(connection)
    .await?;
    Ok(())
}
