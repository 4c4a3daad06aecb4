//! One finished questionnaire a row.

use serde::Serialize;
use sqlx::SqliteConnection;

use super::{StorageError, bytes, count};

/// One answer as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// Random id made by the tablet.
    pub id: [u8; 16],
    /// `id@version`.
    pub form: String,
    /// Service code.
    pub service: Option<String>,
    /// Channel name.
    pub channel: String,
    /// Whether quality marked it.
    pub flagged: bool,
    /// The marks as text.
    pub sheet: String,
}

/// One answer on its way in. Bytes are hexadecimal, because rows travel as one JSON text.
#[derive(Clone, Debug, Serialize)]
pub struct NewAnswer<'a> {
    /// Unit code.
    pub unit: &'a str,
    /// The unit's batch number.
    pub batch: i64,
    /// Id.
    pub id: String,
    /// `id@version`.
    pub form: &'a str,
    /// Service code.
    pub service: Option<&'a str>,
    /// Channel name.
    pub channel: &'a str,
    /// Whether quality marked it.
    pub flagged: u8,
    /// The marks as text.
    pub sheet: &'a str,
    /// Keyed hash of the content; `None` once sealed.
    pub digest: Option<String>,
}

/// Which answers are read at once, in the order of their ids. Two half-days may know one id: the
/// batch tells them apart.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stretch {
    /// Only what follows this id; the default stands before every answer.
    pub after: [u8; 16],
    /// Only what follows this batch number, where the id is the same.
    pub after_batch: i64,
    /// The last id.
    pub last: [u8; 16],
    /// Most answers.
    pub limit: i64,
}

/// An answer found again by its id.
#[derive(Clone, Debug)]
pub struct FoundRow {
    /// Unit code.
    pub unit: String,
    /// The unit's batch number.
    pub batch: i64,
    /// Id.
    pub id: Vec<u8>,
    /// `id@version`.
    pub form: String,
    /// Service code.
    pub service: Option<String>,
    /// Channel name.
    pub channel: String,
    /// The marks as text.
    pub sheet: String,
    /// Keyed hash of the content, while the batch is open.
    pub digest: Option<Vec<u8>>,
}

/// The answers there are among `keys`, a JSON array of `[unit, batch, id]`.
///
/// # Errors
/// When the file cannot be read.
pub async fn find_among(
    connection: &mut SqliteConnection,
    keys: &str,
) -> Result<Vec<FoundRow>, StorageError> {
    let rows = sqlx::query_as!(
        FoundRow,
        r#"select a.unit as "unit!", a.batch as "batch!", a.id as "id!", a.form as "form!",
                  a.service, a.channel as "channel!", a.sheet as "sheet!", a.digest
           from json_each(?1) asked
           join answer a on a.unit = asked.value ->> 0 and a.batch = asked.value ->> 1
                        and a.id = unhex(asked.value ->> 2)"#,
        keys
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Adds answers in the order given: one statement for a whole group commit.
///
/// # Errors
/// When one is there already.
pub async fn insert_all(
    connection: &mut SqliteConnection,
    answers: &[NewAnswer<'_>],
) -> Result<(), StorageError> {
    let rows =
        serde_json::to_string(answers).map_err(|error| StorageError::Corrupt(error.to_string()))?;
    sqlx::query!(
        "insert into answer (unit, batch, id, form, service, channel, flagged, sheet, digest)
         select value ->> 'unit', value ->> 'batch', unhex(value ->> 'id'), value ->> 'form',
                value ->> 'service', value ->> 'channel', value ->> 'flagged', value ->> 'sheet',
                unhex(value ->> 'digest')
         from json_each(?1)",
        rows
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Answers in each of `batches`, a JSON array of `[unit, number]`: unit, number, how many.
///
/// # Errors
/// When the file cannot be read.
pub async fn n_by_batch(
    connection: &mut SqliteConnection,
    batches: &str,
) -> Result<Vec<(String, i64, u64)>, StorageError> {
    let rows = sqlx::query!(
        r#"select a.unit as "unit!", a.batch as "batch!", count(*) as "n!: i64"
           from json_each(?1) asked
           join answer a on a.unit = asked.value ->> 0 and a.batch = asked.value ->> 1
           group by a.unit, a.batch"#,
        batches
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.unit, row.batch, count(row.n)?)))
        .collect()
}

/// The answers of a batch, by id.
///
/// # Errors
/// When a row is corrupt.
pub async fn of_batch(
    connection: &mut SqliteConnection,
    unit: &str,
    batch: i64,
) -> Result<Vec<AnswerRow>, StorageError> {
    let rows = sqlx::query!(
        r#"select id, form, service, channel, flagged as "flagged: bool", sheet
           from answer where unit = ?1 and batch = ?2 order by id"#,
        unit,
        batch
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(AnswerRow {
                id: bytes(row.id)?,
                form: row.form,
                service: row.service,
                channel: row.channel,
                flagged: row.flagged,
                sheet: row.sheet,
            })
        })
        .collect()
}

/// The next answers of several batches of a unit, a JSON array of numbers, by id: so the rows keep
/// neither the half-day nor the order in which batches were sealed. Each with its batch's number.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn of_batches(
    connection: &mut SqliteConnection,
    unit: &str,
    batches: &str,
    stretch: &Stretch,
) -> Result<Vec<(i64, AnswerRow)>, StorageError> {
    let (after, last) = (stretch.after.as_slice(), stretch.last.as_slice());
    let rows = sqlx::query!(
        r#"select a.id as "id!", a.batch as "batch!", a.form as "form!", a.service,
                  a.channel as "channel!", a.flagged as "flagged!: bool", a.sheet as "sheet!"
           from json_each(?2) asked join answer a on a.unit = ?1 and a.batch = asked.value
           where a.id between ?3 and ?5 and (a.id > ?3 or a.batch > ?4)
           order by a.id, a.batch limit ?6"#,
        unit,
        batches,
        after,
        stretch.after_batch,
        last,
        stretch.limit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let answer = AnswerRow {
                id: bytes(row.id)?,
                form: row.form,
                service: row.service,
                channel: row.channel,
                flagged: row.flagged,
                sheet: row.sheet,
            };
            Ok((row.batch, answer))
        })
        .collect()
}

/// Deletes a batch's answers, to be inserted again in id order at the seal: pages of the file
/// otherwise keep the order of arrival.
///
/// # Errors
/// When the file cannot be written.
pub async fn delete_batch(
    connection: &mut SqliteConnection,
    unit: &str,
    batch: i64,
) -> Result<(), StorageError> {
    sqlx::query!(
        "delete from answer where unit = ?1 and batch = ?2",
        unit,
        batch
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How many answers a batch holds.
///
/// # Errors
/// When the file cannot be read.
pub async fn count_in_batch(
    connection: &mut SqliteConnection,
    unit: &str,
    batch: i64,
) -> Result<u64, StorageError> {
    let n = sqlx::query_scalar!(
        "select count(*) from answer where unit = ?1 and batch = ?2",
        unit,
        batch
    )
    .fetch_one(connection)
    .await?;
    count(n)
}

/// Units and batches that hold answers, to find answers that no batch accounts for.
///
/// # Errors
/// When the file cannot be read.
pub async fn batches(
    connection: &mut SqliteConnection,
) -> Result<Vec<(String, i64)>, StorageError> {
    let rows = sqlx::query!("select distinct unit, batch from answer order by unit, batch")
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.unit, row.batch)).collect())
}

/// Equal sheets of one batch and channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EqualRow {
    /// The unit's batch number.
    pub batch: i64,
    /// Channel name.
    pub channel: String,
    /// `id@version`.
    pub form: String,
    /// The marks as text.
    pub sheet: String,
    /// How many sheets have exactly these.
    pub n: u64,
}

/// The sheets in some batches of a unit, a JSON array of numbers, equal ones together.
///
/// # Errors
/// When a row is corrupt.
pub async fn count_equal(
    connection: &mut SqliteConnection,
    unit: &str,
    batches: &str,
) -> Result<Vec<EqualRow>, StorageError> {
    let rows = sqlx::query!(
        r#"select a.batch as "batch!", a.channel as "channel!", a.form as "form!",
                  a.sheet as "sheet!", count(*) as "n!: i64"
           from json_each(?2) asked join answer a on a.unit = ?1 and a.batch = asked.value
           group by a.batch, a.channel, a.form, a.sheet
           order by a.batch, a.channel, a.form, a.sheet"#,
        unit,
        batches
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(EqualRow {
                batch: row.batch,
                channel: row.channel,
                form: row.form,
                sheet: row.sheet,
                n: count(row.n)?,
            })
        })
        .collect()
}

/// Which of `batches`, a JSON array of a unit's batch numbers, hold answers to a form on
/// `channels`, a JSON array of names.
///
/// # Errors
/// When the file cannot be read.
pub async fn batches_with(
    connection: &mut SqliteConnection,
    (unit, batches): (&str, &str),
    form: &str,
    channels: &str,
) -> Result<Vec<i64>, StorageError> {
    let numbers = sqlx::query_scalar!(
        r#"select distinct a.batch as "batch!" from json_each(?2) asked
           join answer a on a.unit = ?1 and a.batch = asked.value
           where a.form = ?3 and a.channel in (select value from json_each(?4))"#,
        unit,
        batches,
        form,
        channels
    )
    .fetch_all(connection)
    .await?;
    Ok(numbers)
}
