//! The content hash of every form version this database has met.

use sqlx::SqliteConnection;

use super::{StorageError, bytes};

/// Every version met, with its hash.
///
/// # Errors
/// When a row is corrupt.
pub async fn all(
    connection: &mut SqliteConnection,
) -> Result<Vec<(String, [u8; 32])>, StorageError> {
    let rows = sqlx::query!("select form, hash from form_version order by form")
        .fetch_all(connection)
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.form, bytes(row.hash)?)))
        .collect()
}

/// Remembers a version; one already known keeps its hash.
///
/// # Errors
/// When the file cannot be written.
pub async fn insert(
    connection: &mut SqliteConnection,
    form: &str,
    hash: &[u8; 32],
) -> Result<(), StorageError> {
    let hash = hash.as_slice();
    sqlx::query!(
        "insert into form_version (form, hash) values (?1, ?2) on conflict (form) do nothing",
        form,
        hash
    )
    .execute(connection)
    .await?;
    Ok(())
}
