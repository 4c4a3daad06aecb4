//! Comments that may be read, in their batches.

use sqlx::SqliteConnection;

use super::{StorageError, count};

/// A batch of comments released together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    /// The unit's batch number, 1 and up.
    pub number: i64,
    /// First calendar month, included.
    pub first_month: String,
    /// Last calendar month, included.
    pub last_month: String,
    /// How many comments it holds.
    pub n: u64,
}

/// One released comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleasedRow {
    /// Its random id, hexadecimal.
    pub id: String,
    /// Its batch.
    pub batch: i64,
    /// What was written.
    pub body: String,
}

/// Adds a batch of comments, a JSON array of texts, under random ids and in their order.
///
/// # Errors
/// When the file cannot be written.
pub async fn add(
    connection: &mut SqliteConnection,
    unit: &str,
    (first, last, day): (&str, &str, &str),
    bodies: &str,
) -> Result<(), StorageError> {
    let number = sqlx::query_scalar!(
        r#"insert into comment_batch (unit, number, first_month, last_month, released_on)
           select ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4 from comment_batch where unit = ?1
           returning number as "number!""#,
        unit,
        first,
        last,
        day
    )
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into released_comment (unit, batch, id, body)
         select ?1, ?2, id, body from
             (select randomblob(16) as id, value as body from json_each(?3))
         order by id",
        unit,
        number,
        bodies
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A unit's batches, the newest first.
///
/// # Errors
/// When a row is corrupt.
pub async fn batches(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<BatchRow>, StorageError> {
    let rows = sqlx::query!(
        r#"select b.number as "number!", b.first_month as "first!", b.last_month as "last!",
                  count(*) as "n!: i64"
           from comment_batch b join released_comment c on c.unit = b.unit and c.batch = b.number
           where b.unit = ?1 group by b.number order by b.number desc"#,
        unit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(BatchRow {
                number: row.number,
                first_month: row.first,
                last_month: row.last,
                n: count(row.n)?,
            })
        })
        .collect()
}

/// A unit's released comments, the newest batch first, in the order of their random ids.
///
/// # Errors
/// When the file cannot be read.
pub async fn all(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<ReleasedRow>, StorageError> {
    let rows = sqlx::query_as!(
        ReleasedRow,
        r#"select lower(hex(id)) as "id!: String", batch, body
           from released_comment where unit = ?1 order by batch desc, id"#,
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
