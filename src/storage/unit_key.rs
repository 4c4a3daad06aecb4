//! Which public key speaks for a unit.

use sqlx::SqliteConnection;

use super::{StorageError, bytes};

/// The key of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitKeyRow {
    /// Unit code.
    pub unit: String,
    /// Ed25519 public key.
    pub public_key: [u8; 32],
    /// Local day on which it was trusted, ISO.
    pub trusted_on: String,
}

/// Trusts a key for a unit; the one before speaks no more.
///
/// # Errors
/// When the key speaks for another unit, or the file cannot be written.
pub async fn put(connection: &mut SqliteConnection, row: &UnitKeyRow) -> Result<(), StorageError> {
    let public_key = row.public_key.as_slice();
    sqlx::query!(
        "insert into unit_key (unit, public_key, trusted_on) values (?1, ?2, ?3)
         on conflict (unit) do update
         set public_key = excluded.public_key, trusted_on = excluded.trusted_on",
        row.unit,
        public_key,
        row.trusted_on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The key trusted for a unit.
///
/// # Errors
/// When the row is corrupt or the file cannot be read.
pub async fn of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Option<[u8; 32]>, StorageError> {
    let key = sqlx::query_scalar!("select public_key from unit_key where unit = ?1", unit)
        .fetch_optional(connection)
        .await?;
    key.map(bytes).transpose()
}

/// The unit a key speaks for.
///
/// # Errors
/// When the file cannot be read.
pub async fn unit_of(
    connection: &mut SqliteConnection,
    public_key: &[u8; 32],
) -> Result<Option<String>, StorageError> {
    let public_key = public_key.as_slice();
    let unit = sqlx::query_scalar!(
        "select unit from unit_key where public_key = ?1",
        public_key
    )
    .fetch_optional(connection)
    .await?;
    Ok(unit)
}
