//! Half-day batches: open while answers come in, sealed for good afterwards.

mod counted;

use sqlx::SqliteConnection;

pub use self::counted::{
    counted_between, first_sealed, last_half_days, n_between, sealed_between, sealed_late,
    sealed_sheets, sealed_until,
};

use super::{StorageError, bytes, count};

/// A batch that may hold an answer looked for, or take a new one.
#[derive(Clone, Debug)]
pub struct CandidateRow {
    /// Unit code.
    pub unit: String,
    /// The unit's batch number.
    pub number: i64,
    /// Half-day, such as `2026-11-24-am`.
    pub half_day: String,
    /// Whether its answers' clocks were believed.
    pub placed: bool,
    /// Whether its span was closed.
    pub late: bool,
    /// Random key of an open batch; `None` once sealed.
    pub digest_key: Option<Vec<u8>>,
}

/// An open batch.
#[derive(Clone, Debug)]
pub struct OpenRow {
    /// Unit code.
    pub unit: String,
    /// The unit's batch number.
    pub number: i64,
    /// Half-day of its answers.
    pub half_day: String,
    /// Half-day in which its first answer came.
    pub opened: String,
    /// Whether its answers' clocks were believed.
    pub placed: bool,
    /// Whether its span was closed.
    pub late: bool,
}

/// A sealed batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRow {
    /// Unit code.
    pub unit: String,
    /// The unit's batch number.
    pub number: i64,
    /// Half-day.
    pub half_day: String,
    /// Whether its answers' clocks were believed.
    pub placed: bool,
    /// Whether its span was closed.
    pub late: bool,
    /// Position in the unit's ledger, 1 and up.
    pub sequence: u64,
    /// Answers in it.
    pub answer_count: u64,
    /// Merkle root over its answers.
    pub root: [u8; 32],
    /// Tallies per form as JSON text.
    pub tallies: String,
    /// Blinds the hash of the tallies in the head.
    pub salt: [u8; 32],
    /// Head of the batch before; zeros for the first.
    pub previous: [u8; 32],
    /// Head of this batch.
    pub head: [u8; 32],
    /// Ed25519 signature over the head.
    pub signature: [u8; 64],
}

/// The batches of half-days, and the unplaced ones of their units. `asked` is a JSON array of
/// `[unit, half_day]`.
///
/// # Errors
/// When the file cannot be read.
pub async fn candidates(
    connection: &mut SqliteConnection,
    asked: &str,
) -> Result<Vec<CandidateRow>, StorageError> {
    let rows = sqlx::query_as!(
        CandidateRow,
        r#"select b.unit as "unit!", b.number as "number!", b.half_day as "half_day!",
                  b.placed as "placed!: bool", b.late as "late!: bool", b.digest_key
           from json_each(?1) asked
           join batch b indexed by batch_by_half_day
               on b.unit = asked.value ->> 0 and b.half_day = asked.value ->> 1
           union
           select b.unit, b.number, b.half_day, b.placed, b.late, b.digest_key
           from json_each(?1) asked
           join batch b indexed by batch_unplaced
               on b.unit = asked.value ->> 0 and b.placed = 0"#,
        asked
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Opens a batch and returns its number.
///
/// # Errors
/// When one is open for the same half-day and kind.
pub async fn open(
    connection: &mut SqliteConnection,
    batch: &OpenRow,
    digest_key: &[u8; 32],
) -> Result<i64, StorageError> {
    let digest_key = digest_key.as_slice();
    let number = sqlx::query_scalar!(
        r#"insert into batch (unit, number, half_day, opened, state, placed, late, digest_key)
           select ?1, coalesce(max(number), 0) + 1, ?2, ?3, 'open', ?4, ?5, ?6
           from batch where unit = ?1
           returning number as "number!""#,
        batch.unit,
        batch.half_day,
        batch.opened,
        batch.placed,
        batch.late,
        digest_key
    )
    .fetch_one(connection)
    .await?;
    Ok(number)
}

/// Batches opened in half-days before `before`, at most `limit` from `offset`, in the order of
/// sealing.
///
/// # Errors
/// When the file cannot be read.
pub async fn due(
    connection: &mut SqliteConnection,
    before: &str,
    (limit, offset): (i64, i64),
) -> Result<Vec<OpenRow>, StorageError> {
    let rows = sqlx::query_as!(
        OpenRow,
        r#"select unit, number as "number!", half_day, opened, placed as "placed: bool", late as "late: bool"
           from batch where state = 'open' and opened < ?1
           order by half_day, unit, number limit ?2 offset ?3"#,
        before,
        limit,
        offset
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Every open batch of a unit, in the order of sealing.
///
/// # Errors
/// When the file cannot be read.
pub async fn open_of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<OpenRow>, StorageError> {
    let rows = sqlx::query_as!(
        OpenRow,
        r#"select unit, number as "number!", half_day, opened, placed as "placed: bool", late as "late: bool"
           from batch where state = 'open' and unit = ?1 order by half_day, number"#,
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Every open batch.
///
/// # Errors
/// When the file cannot be read.
pub async fn all_open(connection: &mut SqliteConnection) -> Result<Vec<OpenRow>, StorageError> {
    let rows = sqlx::query_as!(
        OpenRow,
        r#"select unit, number as "number!", half_day, opened, placed as "placed: bool", late as "late: bool"
           from batch where state = 'open' order by half_day, unit, number"#
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// The end of a unit's ledger: last sequence and head.
///
/// # Errors
/// When a row is corrupt.
pub async fn last_sealed(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Option<(u64, [u8; 32])>, StorageError> {
    let row = sqlx::query!(
        r#"select sequence as "sequence!", head as "head!" from batch
           where unit = ?1 and state = 'sealed' order by sequence desc limit 1"#,
        unit
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| Ok((count(row.sequence)?, bytes(row.head)?)))
        .transpose()
}

/// Seals an open batch: its key is erased, its head set for good.
///
/// # Errors
/// When it is not open.
pub async fn seal(
    connection: &mut SqliteConnection,
    batch: &SealedRow,
) -> Result<(), StorageError> {
    let sequence = i64::try_from(batch.sequence).unwrap_or(i64::MAX);
    let answer_count = i64::try_from(batch.answer_count).unwrap_or(i64::MAX);
    let (root, previous) = (batch.root.as_slice(), batch.previous.as_slice());
    let (head, signature) = (batch.head.as_slice(), batch.signature.as_slice());
    let salt = batch.salt.as_slice();
    let done = sqlx::query!(
        "update batch set state = 'sealed', digest_key = null, sequence = ?3, answer_count = ?4,
                root = ?5, tallies = ?6, previous = ?7, head = ?8, signature = ?9, salt = ?10
         where unit = ?1 and number = ?2 and state = 'open'",
        batch.unit,
        batch.number,
        sequence,
        answer_count,
        root,
        batch.tallies,
        previous,
        head,
        signature,
        salt
    )
    .execute(connection)
    .await?;
    match done.rows_affected() {
        1 => Ok(()),
        _ => Err(StorageError::Corrupt(format!(
            "batch {}/{} is not open",
            batch.unit, batch.number
        ))),
    }
}

/// A unit's ledger, first batch first.
///
/// # Errors
/// When a row is corrupt.
pub async fn ledger(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<SealedRow>, StorageError> {
    let rows = sqlx::query!(
        r#"select unit, number as "number!", half_day, placed as "placed: bool", late as "late: bool",
                  sequence as "sequence!", answer_count as "answer_count!", root as "root!",
                  tallies as "tallies!", salt as "salt!", previous as "previous!",
                  head as "head!", signature as "signature!"
           from batch where unit = ?1 and state = 'sealed' order by sequence"#,
        unit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(SealedRow {
                unit: row.unit,
                number: row.number,
                half_day: row.half_day,
                placed: row.placed,
                late: row.late,
                sequence: count(row.sequence)?,
                answer_count: count(row.answer_count)?,
                root: bytes(row.root)?,
                tallies: row.tallies,
                salt: bytes(row.salt)?,
                previous: bytes(row.previous)?,
                head: bytes(row.head)?,
                signature: bytes(row.signature)?,
            })
        })
        .collect()
}

/// Every unit that has a batch.
///
/// # Errors
/// When the file cannot be read.
pub async fn units(connection: &mut SqliteConnection) -> Result<Vec<String>, StorageError> {
    let units = sqlx::query_scalar!("select distinct unit from batch order by unit")
        .fetch_all(connection)
        .await?;
    Ok(units)
}

/// Whether a unit has a batch here.
///
/// # Errors
/// When the file cannot be read.
pub async fn has_any(connection: &mut SqliteConnection, unit: &str) -> Result<bool, StorageError> {
    let found = sqlx::query_scalar!("select 1 from batch where unit = ?1 limit 1", unit)
        .fetch_optional(connection)
        .await?;
    Ok(found.is_some())
}

/// Whether a batch is still open: asked inside the transaction that seals it.
///
/// # Errors
/// When the file cannot be read.
pub async fn is_open(
    connection: &mut SqliteConnection,
    unit: &str,
    number: i64,
) -> Result<bool, StorageError> {
    let found = sqlx::query_scalar!(
        "select 1 from batch where unit = ?1 and number = ?2 and state = 'open'",
        unit,
        number
    )
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}
