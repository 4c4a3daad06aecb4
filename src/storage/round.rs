//! Rounds that were opened here or taken on.

use sqlx::SqliteConnection;

use super::{StorageError, bytes, count};

/// A round as its file came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundRow {
    /// Its id.
    pub id: String,
    /// 1 and up.
    pub revision: u32,
    /// Code of the province whose round it is.
    pub province: String,
    /// The period as written.
    pub period: String,
    /// The round file, TOML.
    pub body: String,
    /// Who signed it.
    pub public_key: [u8; 32],
    /// The signature over the hash of the body.
    pub signature: [u8; 64],
    /// Local day of receipt, ISO.
    pub received_on: String,
}

/// Keeps a round, or the newer revision of one that is there.
///
/// # Errors
/// When the file cannot be written.
pub async fn put(connection: &mut SqliteConnection, row: &RoundRow) -> Result<(), StorageError> {
    let revision = i64::from(row.revision);
    let (public_key, signature) = (row.public_key.as_slice(), row.signature.as_slice());
    sqlx::query!(
        "insert into round (id, revision, province, period, body, public_key, signature, received_on)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         on conflict (id) do update
         set revision = excluded.revision, province = excluded.province, period = excluded.period,
             body = excluded.body, public_key = excluded.public_key,
             signature = excluded.signature, received_on = excluded.received_on
         where excluded.revision > round.revision",
        row.id,
        revision,
        row.province,
        row.period,
        row.body,
        public_key,
        signature,
        row.received_on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The round of that id.
///
/// # Errors
/// When the row is corrupt or the file cannot be read.
pub async fn find(
    connection: &mut SqliteConnection,
    id: &str,
) -> Result<Option<RoundRow>, StorageError> {
    let row = sqlx::query_as!(Raw, "select * from round where id = ?1", id)
        .fetch_optional(connection)
        .await?;
    row.map(Raw::row).transpose()
}

/// Every round, the latest period last.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn all(connection: &mut SqliteConnection) -> Result<Vec<RoundRow>, StorageError> {
    let rows = sqlx::query_as!(Raw, "select * from round order by period, id")
        .fetch_all(connection)
        .await?;
    rows.into_iter().map(Raw::row).collect()
}

/// The rounds of a province that measure exactly this period, the one received last first.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn of_period(
    connection: &mut SqliteConnection,
    province: &str,
    period: &str,
) -> Result<Vec<RoundRow>, StorageError> {
    let rows = sqlx::query_as!(
        Raw,
        "select * from round where province = ?1 and period = ?2 order by received_on desc, id desc",
        province,
        period
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Raw::row).collect()
}

struct Raw {
    id: String,
    revision: i64,
    province: String,
    period: String,
    body: String,
    public_key: Vec<u8>,
    signature: Vec<u8>,
    received_on: String,
}

impl Raw {
    fn row(self) -> Result<RoundRow, StorageError> {
        let corrupt = |_| StorageError::Corrupt(format!("round {}", self.id));
        Ok(RoundRow {
            revision: u32::try_from(count(self.revision)?).map_err(corrupt)?,
            public_key: bytes(self.public_key)?,
            signature: bytes(self.signature)?,
            id: self.id,
            province: self.province,
            period: self.period,
            body: self.body,
            received_on: self.received_on,
        })
    }
}
