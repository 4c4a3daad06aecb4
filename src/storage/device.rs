//! Enrolled tablets and other ways in, by the hash of their token.

use sqlx::SqliteConnection;

use super::{StorageError, bytes};

/// One device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRow {
    /// Random id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The unit it speaks for.
    pub unit: String,
    /// `tablet`, `qr` or `paper`.
    pub channel: String,
    /// The form it asks, without version: always the newest.
    pub form: String,
    /// Whether it was revoked.
    pub revoked: bool,
}

/// What a device shows to be known again.
#[derive(Clone, Copy, Debug)]
pub struct Secrets<'a> {
    /// Hash of the token its answers come with.
    pub token_hash: &'a [u8; 32],
    /// Hash of the cookie its pages come with.
    pub page_hash: &'a [u8; 32],
    /// Six digits that open its settings.
    pub pin: &'a str,
}

/// Adds a device, not revoked.
///
/// # Errors
/// When the file cannot be written.
pub async fn insert(
    connection: &mut SqliteConnection,
    device: &DeviceRow,
    secrets: Secrets<'_>,
    day: &str,
) -> Result<(), StorageError> {
    let (token_hash, page_hash) = (secrets.token_hash.as_slice(), secrets.page_hash.as_slice());
    sqlx::query!(
        "insert into device (id, name, unit, channel, form, token_hash, page_hash, pin, created_on)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        device.id,
        device.name,
        device.unit,
        device.channel,
        device.form,
        token_hash,
        page_hash,
        secrets.pin,
        day
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives a device new secrets, name and form: the old secrets are nobody's from then on, and a
/// revocation is over. `false` when its unit has no device of that id.
///
/// # Errors
/// When the file cannot be written.
pub async fn renew(
    connection: &mut SqliteConnection,
    device: &DeviceRow,
    secrets: Secrets<'_>,
) -> Result<bool, StorageError> {
    let (token_hash, page_hash) = (secrets.token_hash.as_slice(), secrets.page_hash.as_slice());
    let done = sqlx::query!(
        "update device
         set name = ?3, form = ?4, token_hash = ?5, page_hash = ?6, pin = ?7, revoked = 0
         where id = ?1 and unit = ?2",
        device.id,
        device.unit,
        device.name,
        device.form,
        token_hash,
        page_hash,
        secrets.pin
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The device of a token, revoked or not.
///
/// # Errors
/// When the file cannot be read.
pub async fn by_token(
    connection: &mut SqliteConnection,
    token_hash: &[u8; 32],
) -> Result<Option<DeviceRow>, StorageError> {
    let token_hash = token_hash.as_slice();
    let row = sqlx::query_as!(
        DeviceRow,
        r#"select id, name, unit, channel, form, revoked as "revoked: bool"
           from device where token_hash = ?1"#,
        token_hash
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// The device of a page cookie, revoked or not.
///
/// # Errors
/// When the file cannot be read.
pub async fn by_page(
    connection: &mut SqliteConnection,
    page_hash: &[u8; 32],
) -> Result<Option<DeviceRow>, StorageError> {
    let page_hash = page_hash.as_slice();
    let row = sqlx::query_as!(
        DeviceRow,
        r#"select id, name, unit, channel, form, revoked as "revoked: bool"
           from device where page_hash = ?1"#,
        page_hash
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// The device of an id, revoked or not.
///
/// # Errors
/// When the file cannot be read.
pub async fn find(
    connection: &mut SqliteConnection,
    id: &str,
) -> Result<Option<DeviceRow>, StorageError> {
    let row = sqlx::query_as!(
        DeviceRow,
        r#"select id, name, unit, channel, form, revoked as "revoked: bool"
           from device where id = ?1"#,
        id
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// The devices of a unit, revoked or not, by id.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<DeviceRow>, StorageError> {
    let rows = sqlx::query_as!(
        DeviceRow,
        r#"select id, name, unit, channel, form, revoked as "revoked: bool"
           from device where unit = ?1 order by id"#,
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// A device, revoked or not, and the hash of its token.
///
/// # Errors
/// When the row is corrupt.
pub async fn find_with_hash(
    connection: &mut SqliteConnection,
    id: &str,
) -> Result<Option<(DeviceRow, [u8; 32])>, StorageError> {
    let hash = sqlx::query_scalar!("select token_hash from device where id = ?1", id)
        .fetch_optional(&mut *connection)
        .await?;
    match (find(connection, id).await?, hash) {
        (Some(device), Some(hash)) => Ok(Some((device, bytes(hash)?))),
        (Some(_) | None, Some(_) | None) => Ok(None),
    }
}

/// The staff's PIN of a device; one of before there were PINs has none.
///
/// # Errors
/// When the file cannot be read.
pub async fn pin(
    connection: &mut SqliteConnection,
    id: &str,
) -> Result<Option<String>, StorageError> {
    let pin = sqlx::query_scalar!("select pin from device where id = ?1", id)
        .fetch_optional(connection)
        .await?;
    Ok(pin.flatten())
}

/// The staff's PIN of each device of a unit, by id; a device of before has none.
///
/// # Errors
/// When the file cannot be read.
pub async fn pins(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<(String, String)>, StorageError> {
    let rows = sqlx::query!(
        r#"select id, pin as "pin!" from device where unit = ?1 and pin is not null"#,
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.pin)).collect())
}

/// Sets the staff's PIN; `false` when there is no device of that id.
///
/// # Errors
/// When the file cannot be written.
pub async fn set_pin(
    connection: &mut SqliteConnection,
    id: &str,
    pin: &str,
) -> Result<bool, StorageError> {
    let done = sqlx::query!("update device set pin = ?2 where id = ?1", id, pin)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Every device, by unit and name.
///
/// # Errors
/// When the file cannot be read.
pub async fn all(connection: &mut SqliteConnection) -> Result<Vec<DeviceRow>, StorageError> {
    let rows = sqlx::query_as!(
        DeviceRow,
        r#"select id, name, unit, channel, form, revoked as "revoked: bool"
           from device order by unit, name, id"#
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Revokes a device at once; `false` when there is none of that id.
///
/// # Errors
/// When the file cannot be written.
pub async fn revoke(connection: &mut SqliteConnection, id: &str) -> Result<bool, StorageError> {
    let done = sqlx::query!("update device set revoked = 1 where id = ?1", id)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Which of `ids` (a JSON array) are revoked. Read inside the transaction that stores answers,
/// so that an answer after the revocation is never accepted.
///
/// # Errors
/// When the file cannot be read.
pub async fn revoked_among(
    connection: &mut SqliteConnection,
    ids: &str,
) -> Result<Vec<String>, StorageError> {
    let rows = sqlx::query_scalar!(
        r#"select d.id as "id!: String" from json_each(?1) asked
           join device d on d.id = asked.value where d.revoked = 1"#,
        ids
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Whether a unit has a device here that is not revoked.
///
/// # Errors
/// When the file cannot be read.
pub async fn is_enrolled(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<bool, StorageError> {
    let found = sqlx::query_scalar!(
        "select 1 from device where unit = ?1 and revoked = 0 limit 1",
        unit
    )
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}

/// Every unit with a device that is not revoked.
///
/// # Errors
/// When the file cannot be read.
pub async fn enrolled_units(
    connection: &mut SqliteConnection,
) -> Result<Vec<String>, StorageError> {
    let units =
        sqlx::query_scalar!("select distinct unit from device where revoked = 0 order by unit")
            .fetch_all(connection)
            .await?;
    Ok(units)
}

/// The forms that tablets of `units` (a JSON array of codes) ask, without version.
///
/// # Errors
/// When the file cannot be read.
pub async fn forms(
    connection: &mut SqliteConnection,
    units: &str,
) -> Result<Vec<String>, StorageError> {
    let forms = sqlx::query_scalar!(
        "select distinct form from device
         where unit in (select value from json_each(?1)) and channel = 'tablet' and revoked = 0
         order by form",
        units
    )
    .fetch_all(connection)
    .await?;
    Ok(forms)
}

/// The units that have, or had, a device here.
///
/// # Errors
/// When the file cannot be read.
pub async fn units(connection: &mut SqliteConnection) -> Result<Vec<String>, StorageError> {
    let units = sqlx::query_scalar!("select distinct unit from device order by unit")
        .fetch_all(connection)
        .await?;
    Ok(units)
}
