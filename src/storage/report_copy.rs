//! What confirmed reports are printed from, added and never changed.

use sha2::{Digest as _, Sha256};
use sqlx::SqliteConnection;

use super::StorageError;

/// Keeps the text of the report that a step confirmed.
///
/// # Errors
/// When there is no such step, it has a copy, or the file cannot be written.
pub async fn insert(
    connection: &mut SqliteConnection,
    step: &str,
    content: &str,
) -> Result<(), StorageError> {
    let digest = Sha256::digest(content).to_vec();
    sqlx::query!(
        "insert into report_copy (step, content, digest) values (?1, ?2, ?3)",
        step,
        content,
        digest
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The text of the report that a step confirmed; `None`: none was kept here.
///
/// # Errors
/// [`StorageError::Corrupt`] when it is not what was kept; when the file cannot be read.
pub async fn find(
    connection: &mut SqliteConnection,
    step: &str,
) -> Result<Option<String>, StorageError> {
    let row = sqlx::query!(
        "select content, digest from report_copy where step = ?1",
        step
    )
    .fetch_optional(connection)
    .await?;
    match row {
        Some(row) if Sha256::digest(&row.content).as_slice() != row.digest => Err(
            StorageError::Corrupt(format!("report copy {step}: not what was kept")),
        ),
        row => Ok(row.map(|row| row.content)),
    }
}
