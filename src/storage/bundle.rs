//! Bundles that were merged, with the files they came in.

use sqlx::SqliteConnection;

use super::{StorageError, bytes, count};

/// One bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleRow {
    /// The first 16 hexadecimal digits of `sha256`.
    pub id: String,
    /// Unit code.
    pub unit: String,
    /// The period it was made for.
    pub period: String,
    /// The unit's last sealed sequence when it was made.
    pub revision: u64,
    /// Whether a span of it was open.
    pub provisional: bool,
    /// The bundle's name: hash of all lines but the last.
    pub sha256: [u8; 32],
    /// Who signed it.
    pub public_key: [u8; 32],
    /// Local day of receipt, ISO.
    pub received_on: String,
    /// Why it was withdrawn; `None`: it was not.
    pub reason: Option<String>,
}

/// Adds a merged bundle, or gives one whose file was let go its file back.
///
/// # Errors
/// When it is there and was withdrawn, or the file cannot be written.
pub async fn put(
    connection: &mut SqliteConnection,
    bundle: &BundleRow,
    body: &[u8],
) -> Result<(), StorageError> {
    let revision = i64::try_from(bundle.revision).unwrap_or(i64::MAX);
    let (sha256, public_key) = (bundle.sha256.as_slice(), bundle.public_key.as_slice());
    let done = sqlx::query!(
        "insert into bundle (id, unit, period, revision, provisional, sha256, public_key, body,
                             received_on, state)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'merged')
         on conflict (id) do update set body = excluded.body
         where sha256 = excluded.sha256 and state = 'merged'",
        bundle.id,
        bundle.unit,
        bundle.period,
        revision,
        bundle.provisional,
        sha256,
        public_key,
        body,
        bundle.received_on
    )
    .execute(connection)
    .await?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(StorageError::Corrupt(format!(
            "bundle {} is another one",
            bundle.id
        ))),
    }
}

/// The bundle of that id.
///
/// # Errors
/// When the row is corrupt or the file cannot be read.
pub async fn find(
    connection: &mut SqliteConnection,
    id: &str,
) -> Result<Option<BundleRow>, StorageError> {
    let row = sqlx::query_as!(
        Raw,
        r#"select id, unit, period, revision, provisional as "provisional: bool", sha256,
                  public_key, received_on, reason
           from bundle where id = ?1"#,
        id
    )
    .fetch_optional(connection)
    .await?;
    row.map(Raw::check).transpose()
}

/// Every bundle, by unit, period and revision.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn all(connection: &mut SqliteConnection) -> Result<Vec<BundleRow>, StorageError> {
    let rows = sqlx::query_as!(
        Raw,
        r#"select id, unit, period, revision, provisional as "provisional: bool", sha256,
                  public_key, received_on, reason
           from bundle order by unit, period, revision, id"#
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Raw::check).collect()
}

/// When a bundle came, and what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptRow {
    /// The bundle's id.
    pub id: String,
    /// Unit code.
    pub unit: String,
    /// The period it was made for.
    pub period: String,
    /// Whether a span of it was open.
    pub provisional: bool,
    /// Local day of receipt, ISO.
    pub received_on: String,
}

/// When the merged bundles of a period came, and those of `ids`, a JSON array, of other periods.
///
/// # Errors
/// When the file cannot be read.
pub async fn receipts(
    connection: &mut SqliteConnection,
    period: &str,
    ids: &str,
) -> Result<Vec<ReceiptRow>, StorageError> {
    let rows = sqlx::query_as!(
        ReceiptRow,
        r#"select id, unit, period, provisional as "provisional: bool", received_on
           from bundle
           where state = 'merged'
             and (period = ?1 or id in (select value from json_each(?2)))"#,
        period,
        ids
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// The last bundle of each of `units`, a JSON array of codes, withdrawn ones too.
///
/// # Errors
/// When the file cannot be read.
pub async fn last_of_units(
    connection: &mut SqliteConnection,
    units: &str,
) -> Result<Vec<ReceiptRow>, StorageError> {
    let rows = sqlx::query_as!(
        ReceiptRow,
        r#"select b.id as "id!", b.unit as "unit!", b.period as "period!",
                  b.provisional as "provisional!: bool", b.received_on as "received_on!"
           from json_each(?1) asked
           join bundle b on b.id = (
               select id from bundle where unit = asked.value
               order by received_on desc, revision desc, id limit 1
           )"#,
        units
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// The file of a bundle, if it is still kept.
///
/// # Errors
/// When the file cannot be read.
pub async fn body(
    connection: &mut SqliteConnection,
    id: &str,
) -> Result<Option<Vec<u8>>, StorageError> {
    let body = sqlx::query_scalar!("select body from bundle where id = ?1", id)
        .fetch_optional(connection)
        .await?;
    Ok(body.flatten())
}

/// Withdraws a merged bundle; `false` when there is none of that id that still counts.
///
/// # Errors
/// When the file cannot be written.
pub async fn withdraw(
    connection: &mut SqliteConnection,
    id: &str,
    reason: &str,
) -> Result<bool, StorageError> {
    let done = sqlx::query!(
        "update bundle set state = 'withdrawn', reason = ?2 where id = ?1 and state = 'merged'",
        id,
        reason
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Lets go of the files of a unit's merged bundles that are not in `held`, a JSON array of ids.
///
/// # Errors
/// When the file cannot be written.
pub async fn forget_bodies(
    connection: &mut SqliteConnection,
    unit: &str,
    held: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "update bundle set body = null
         where unit = ?1 and state = 'merged' and body is not null
           and id not in (select value from json_each(?2))",
        unit,
        held
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A bundle as SQLite gives it.
struct Raw {
    id: String,
    unit: String,
    period: String,
    revision: i64,
    provisional: bool,
    sha256: Vec<u8>,
    public_key: Vec<u8>,
    received_on: String,
    reason: Option<String>,
}

impl Raw {
    fn check(self) -> Result<BundleRow, StorageError> {
        Ok(BundleRow {
            id: self.id,
            unit: self.unit,
            period: self.period,
            revision: count(self.revision)?,
            provisional: self.provisional,
            sha256: bytes(self.sha256)?,
            public_key: bytes(self.public_key)?,
            received_on: self.received_on,
            reason: self.reason,
        })
    }
}
