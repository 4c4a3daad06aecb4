//! The newest report of each tablet.

use sqlx::SqliteConnection;

use super::StorageError;

/// What a tablet last said of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceReportRow {
    /// Device id.
    pub device: String,
    /// Id of the browser storage that holds its queue.
    pub store: String,
    /// Local time to ten minutes, `2026-11-24T09:30`.
    pub last_seen: String,
    /// Sheets not sent yet.
    pub waiting: i64,
    /// Sheets refused for good and kept.
    pub refused: i64,
    /// Sheets in the queue of this storage when the device was enrolled.
    pub carried: i64,
    /// The same of all earlier storages together.
    pub carried_before: i64,
    /// Stored sheets that no count of the tablet stands for, as of the first report of its storage.
    pub surplus: i64,
    /// Half-day in which the storage last changed, if it ever did.
    pub changed: Option<String>,
    /// Sheets that went down with an earlier storage.
    pub lost: i64,
    /// Version of the pages it shows.
    pub version: String,
    /// Whether its browser promised to keep the queue.
    pub persistent: bool,
    /// Whether the queue is encrypted.
    pub encrypted: bool,
    /// Whether it opens without the server.
    pub offline: bool,
}

/// Writes a report in place of the one before.
///
/// # Errors
/// When the file cannot be written.
pub async fn put(
    connection: &mut SqliteConnection,
    row: &DeviceReportRow,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into device_report (device, store, last_seen, waiting, refused, carried, lost,
                                    version, persistent, encrypted, offline,
                                    carried_before, surplus, changed)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
         on conflict (device) do update
         set store = excluded.store, last_seen = excluded.last_seen, waiting = excluded.waiting,
             refused = excluded.refused, carried = excluded.carried, lost = excluded.lost,
             version = excluded.version, persistent = excluded.persistent,
             encrypted = excluded.encrypted, offline = excluded.offline,
             carried_before = excluded.carried_before, surplus = excluded.surplus,
             changed = excluded.changed",
        row.device,
        row.store,
        row.last_seen,
        row.waiting,
        row.refused,
        row.carried,
        row.lost,
        row.version,
        row.persistent,
        row.encrypted,
        row.offline,
        row.carried_before,
        row.surplus,
        row.changed
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The report of a device, if it ever sent one.
///
/// # Errors
/// When the file cannot be read.
pub async fn find(
    connection: &mut SqliteConnection,
    device: &str,
) -> Result<Option<DeviceReportRow>, StorageError> {
    let row = sqlx::query_as!(
        DeviceReportRow,
        r#"select device, store, last_seen, waiting, refused, carried, lost, version,
                  carried_before, surplus, changed, persistent as "persistent: bool", encrypted as "encrypted: bool",
                  offline as "offline: bool"
           from device_report where device = ?1"#,
        device
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}
