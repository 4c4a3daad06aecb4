//! What provinces made public, and what took it back. Rows are added and never changed.

use sqlx::SqliteConnection;

use super::{StorageError, bytes};

/// An act without its figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicationRow {
    /// Code of the province.
    pub province: String,
    /// The province's number of it.
    pub number: i64,
    /// `publish` or `withdraw`.
    pub act: String,
    /// The period, as written.
    pub period: String,
    /// The earlier publication it replaces or withdraws.
    pub about: Option<i64>,
    /// Why it does.
    pub reason: Option<String>,
    /// The decision or notice it rests on.
    pub decision: Option<String>,
    /// When that was signed, ISO.
    pub decided_on: Option<String>,
    /// The account that acted.
    pub acted_by: String,
    /// When, ISO.
    pub acted_on: String,
    /// Reports that were not accepted then; `None`: of a withdrawal, or without reports.
    pub n_unaccepted: Option<i64>,
}

/// The figures of a publication as they were stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotRow {
    /// JSON.
    pub text: String,
    /// Its SHA-256.
    pub digest: [u8; 32],
}

/// What a standing publication says of one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedUnitRow {
    /// Code of the province.
    pub province: String,
    /// The province's number of it.
    pub number: i64,
    /// The period, as written.
    pub period: String,
    /// The decision or notice it rests on.
    pub decision: String,
    /// When that was signed, ISO.
    pub decided_on: String,
    /// When it was published, ISO.
    pub acted_on: String,
    /// Why an earlier one was replaced, if one was.
    pub reason: Option<String>,
    /// What the snapshot says of the whole, JSON, without its units.
    pub head: String,
    /// What it says of the unit, JSON; `None`: nothing.
    pub unit: Option<String>,
}

/// Adds an act; `snapshot` goes with `publish`.
///
/// # Errors
/// When the number is taken, or what it is about was replaced or withdrawn already.
pub async fn insert(
    connection: &mut SqliteConnection,
    row: &PublicationRow,
    snapshot: Option<&SnapshotRow>,
) -> Result<(), StorageError> {
    let text = snapshot.map(|snapshot| snapshot.text.as_str());
    let digest = snapshot.map(|snapshot| snapshot.digest.as_slice());
    sqlx::query!(
        "insert into publication (province, number, act, period, about, reason, decision,
             decided_on, snapshot, digest, acted_by, acted_on, unaccepted_count)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        row.province,
        row.number,
        row.act,
        row.period,
        row.about,
        row.reason,
        row.decision,
        row.decided_on,
        text,
        digest,
        row.acted_by,
        row.acted_on,
        row.n_unaccepted
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Every act of a province, the latest first.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_province(
    connection: &mut SqliteConnection,
    province: &str,
) -> Result<Vec<PublicationRow>, StorageError> {
    let rows = sqlx::query_as!(
        PublicationRow,
        "select province, number, act, period, about, reason, decision, decided_on, acted_by,
             acted_on, unaccepted_count as n_unaccepted
         from publication where province = ?1 order by number desc",
        province
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// The figures of one publication.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn snapshot(
    connection: &mut SqliteConnection,
    province: &str,
    number: i64,
) -> Result<Option<SnapshotRow>, StorageError> {
    let row = sqlx::query!(
        r#"select snapshot as "text!", digest as "digest!" from publication
           where province = ?1 and number = ?2 and act = 'publish'"#,
        province,
        number
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(SnapshotRow {
            text: row.text,
            digest: bytes(row.digest)?,
        })
    })
    .transpose()
}

/// What every publication that stands says of one unit, in no order that means anything.
///
/// # Errors
/// When the file cannot be read.
pub async fn standing_of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<PublishedUnitRow>, StorageError> {
    let rows = sqlx::query_as!(
        PublishedUnitRow,
        r#"select p.province, p.number, p.period, p.decision as "decision!",
             p.decided_on as "decided_on!", p.acted_on, p.reason,
             json_remove(p.snapshot, '$.units') as "head!: String",
             p.snapshot -> '$.units' -> ?1 as "unit: String"
         from publication p
         where p.act = 'publish'
             and (p.province = ?1 or p.snapshot -> '$.units' -> ?1 is not null)
             and not exists (select 1 from publication later
                             where later.province = p.province and later.about = p.number)
         order by p.province, p.number desc"#,
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// The publications that stand: neither replaced nor withdrawn.
///
/// # Errors
/// When the file cannot be read.
pub async fn standing(
    connection: &mut SqliteConnection,
) -> Result<Vec<PublicationRow>, StorageError> {
    let rows = sqlx::query_as!(
        PublicationRow,
        "select p.province, p.number, p.act, p.period, p.about, p.reason, p.decision,
             p.decided_on, p.acted_by, p.acted_on, p.unaccepted_count as n_unaccepted
         from publication p
         where p.act = 'publish'
             and not exists (select 1 from publication later
                             where later.province = p.province and later.about = p.number)
         order by p.province, p.number desc"
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
