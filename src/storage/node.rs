//! What this database is: one row, written at init.

use sqlx::SqliteConnection;

use super::{StorageError, bytes};

/// The node a folder holds.
#[derive(Clone, Debug)]
pub struct NodeRow {
    /// The unit it was made for: a commune or a province.
    pub unit: String,
    /// The edition of unit codes in force when it was made.
    pub edition: String,
    /// Ed25519 secret key.
    pub signing_key: [u8; 32],
    /// Whether its answers were made up.
    pub simulated: bool,
}

/// Writes the one row.
///
/// # Errors
/// When there is one already.
pub async fn insert(
    connection: &mut SqliteConnection,
    node: &NodeRow,
    day: &str,
) -> Result<(), StorageError> {
    let key = node.signing_key.as_slice();
    sqlx::query!(
        "insert into node (id, unit, edition, signing_key, created_on) values (1, ?1, ?2, ?3, ?4)",
        node.unit,
        node.edition,
        key,
        day
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Reads the one row.
///
/// # Errors
/// When it is missing: the folder was never initialised.
pub async fn load(connection: &mut SqliteConnection) -> Result<NodeRow, StorageError> {
    let row = sqlx::query!(r#"select unit, edition, signing_key, simulated as "simulated: bool" from node where id = 1"#)
        .fetch_optional(connection)
        .await?
        .ok_or(StorageError::Missing)?;
    Ok(NodeRow {
        unit: row.unit,
        edition: row.edition,
        signing_key: bytes(row.signing_key)?,
        simulated: row.simulated,
    })
}

/// Says for good that the node's answers are made up.
///
/// # Errors
/// When the file cannot be written.
pub async fn mark_simulated(connection: &mut SqliteConnection) -> Result<(), StorageError> {
    sqlx::query!("update node set simulated = 1 where id = 1")
        .execute(connection)
        .await?;
    Ok(())
}
