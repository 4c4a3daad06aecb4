//! Signed-in sessions, by the hash of their cookie.

use sqlx::SqliteConnection;

use super::StorageError;

/// Adds a session that ends at `expires_at`, in Unix seconds.
///
/// # Errors
/// When the file cannot be written.
pub async fn insert(
    connection: &mut SqliteConnection,
    token_hash: &[u8; 32],
    account: &str,
    expires_at: i64,
) -> Result<(), StorageError> {
    let token_hash = token_hash.as_slice();
    sqlx::query!(
        "insert into session (token_hash, account, expires_at) values (?1, ?2, ?3)",
        token_hash,
        account,
        expires_at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The name of the account behind a cookie, unless the session is over.
///
/// # Errors
/// When the file cannot be read.
pub async fn account_name(
    connection: &mut SqliteConnection,
    token_hash: &[u8; 32],
    now: i64,
) -> Result<Option<String>, StorageError> {
    let token_hash = token_hash.as_slice();
    let name = sqlx::query_scalar!(
        "select account from session where token_hash = ?1 and expires_at > ?2",
        token_hash,
        now
    )
    .fetch_optional(connection)
    .await?;
    Ok(name)
}

/// Ends one session.
///
/// # Errors
/// When the file cannot be written.
pub async fn delete(
    connection: &mut SqliteConnection,
    token_hash: &[u8; 32],
) -> Result<(), StorageError> {
    let token_hash = token_hash.as_slice();
    sqlx::query!("delete from session where token_hash = ?1", token_hash)
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends every session of an account.
///
/// # Errors
/// When the file cannot be written.
pub async fn delete_all(
    connection: &mut SqliteConnection,
    account: &str,
) -> Result<(), StorageError> {
    sqlx::query!("delete from session where account = ?1", account)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets the sessions that are over.
///
/// # Errors
/// When the file cannot be written.
pub async fn delete_expired(
    connection: &mut SqliteConnection,
    now: i64,
) -> Result<(), StorageError> {
    sqlx::query!("delete from session where expires_at <= ?1", now)
        .execute(connection)
        .await?;
    Ok(())
}
