//! Accounts that declared to type in paper questionnaires without serving the counter.

use sqlx::SqliteConnection;

use super::StorageError;

/// Keeps that `account` declared it on `day`.
///
/// # Errors
/// When the file cannot be written.
pub async fn put(
    connection: &mut SqliteConnection,
    unit: &str,
    account: &str,
    day: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into paper_keyer (unit, account, declared_on) values (?1, ?2, ?3)
         on conflict (unit, account) do update set declared_on = excluded.declared_on",
        unit,
        account,
        day
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The day on which `account` declared it last.
///
/// # Errors
/// When the file cannot be read.
pub async fn declared_on(
    connection: &mut SqliteConnection,
    unit: &str,
    account: &str,
) -> Result<Option<String>, StorageError> {
    let day = sqlx::query_scalar!(
        "select declared_on from paper_keyer where unit = ?1 and account = ?2",
        unit,
        account
    )
    .fetch_optional(connection)
    .await?;
    Ok(day)
}
