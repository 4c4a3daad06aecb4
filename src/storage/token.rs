//! Tokens for programs, by their hash.

use sqlx::SqliteConnection;

use super::StorageError;

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    /// Random id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The unit it speaks for.
    pub unit: String,
    /// `api`, `node` or `metrics`.
    pub role: String,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// Adds a token, not revoked.
///
/// # Errors
/// When the file cannot be written.
pub async fn insert(
    connection: &mut SqliteConnection,
    token: &TokenRow,
    token_hash: &[u8; 32],
    day: &str,
) -> Result<(), StorageError> {
    let token_hash = token_hash.as_slice();
    sqlx::query!(
        "insert into token (id, name, unit, role, token_hash, created_on)
         values (?1, ?2, ?3, ?4, ?5, ?6)",
        token.id,
        token.name,
        token.unit,
        token.role,
        token_hash,
        day
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The token of a token, revoked or not.
///
/// # Errors
/// When the file cannot be read.
pub async fn by_token(
    connection: &mut SqliteConnection,
    token_hash: &[u8; 32],
) -> Result<Option<TokenRow>, StorageError> {
    let token_hash = token_hash.as_slice();
    let row = sqlx::query_as!(
        TokenRow,
        r#"select id, name, unit, role, revoked as "revoked: bool"
           from token where token_hash = ?1"#,
        token_hash
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// Every token, by unit and name.
///
/// # Errors
/// When the file cannot be read.
pub async fn all(connection: &mut SqliteConnection) -> Result<Vec<TokenRow>, StorageError> {
    let rows = sqlx::query_as!(
        TokenRow,
        r#"select id, name, unit, role, revoked as "revoked: bool"
           from token order by unit, name, id"#
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Revokes a token at once; `false` when there is none of that id.
///
/// # Errors
/// When the file cannot be written.
pub async fn revoke(connection: &mut SqliteConnection, id: &str) -> Result<bool, StorageError> {
    let done = sqlx::query!("update token set revoked = 1 where id = ?1", id)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}
