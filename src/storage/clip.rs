//! Recordings of spoken texts, by unit, language and text.

use sqlx::SqliteConnection;

use super::{StorageError, bytes};

/// A recording on its way in; nobody has reviewed it yet.
#[derive(Clone, Copy, Debug)]
pub struct NewClip<'a> {
    /// Unit code.
    pub unit: &'a str,
    /// Language tag.
    pub language: &'a str,
    /// Key of the text.
    pub text_key: &'a str,
    /// SHA-256 of the body.
    pub sha256: &'a [u8; 32],
    /// One of the five the table knows.
    pub media_type: &'a str,
    /// Local day, ISO.
    pub day: &'a str,
    /// The sound.
    pub body: &'a [u8],
}

/// A recording without its sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClipRow {
    /// Unit code.
    pub unit: String,
    /// Language tag.
    pub language: String,
    /// Key of the text.
    pub text_key: String,
    /// SHA-256 of the body.
    pub sha256: [u8; 32],
    /// Local day, ISO.
    pub recorded_on: String,
    /// Whether a speaker has heard and approved it.
    pub reviewed: bool,
}

/// Adds a recording, in place of the one there was.
///
/// # Errors
/// When the file cannot be written.
pub async fn put(connection: &mut SqliteConnection, clip: NewClip<'_>) -> Result<(), StorageError> {
    let sha256 = clip.sha256.as_slice();
    sqlx::query!(
        "insert into clip (unit, language, text_key, sha256, media_type, recorded_on, reviewed, body)
         values (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)
         on conflict (unit, language, text_key) do update
             set sha256 = excluded.sha256, media_type = excluded.media_type,
                 recorded_on = excluded.recorded_on, reviewed = excluded.reviewed,
                 body = excluded.body",
        clip.unit,
        clip.language,
        clip.text_key,
        sha256,
        clip.media_type,
        clip.day,
        clip.body
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes a recording; `false` when there was none.
///
/// # Errors
/// When the file cannot be written.
pub async fn delete(
    connection: &mut SqliteConnection,
    unit: &str,
    language: &str,
    text_key: &str,
) -> Result<bool, StorageError> {
    let done = sqlx::query!(
        "delete from clip where unit = ?1 and language = ?2 and text_key = ?3",
        unit,
        language,
        text_key
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes all recordings of a language.
///
/// # Errors
/// When the file cannot be written.
pub async fn delete_language(
    connection: &mut SqliteConnection,
    unit: &str,
    language: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "delete from clip where unit = ?1 and language = ?2",
        unit,
        language
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Marks the recordings of those contents as heard and approved. `hashes` is a JSON array of
/// SHA-256 in hex: what was replaced while the speaker listened is not approved unheard.
///
/// # Errors
/// When the file cannot be written.
pub async fn review(
    connection: &mut SqliteConnection,
    unit: &str,
    language: &str,
    hashes: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "update clip set reviewed = 1
         where unit = ?1 and language = ?2
             and sha256 in (select unhex(value) from json_each(?3))",
        unit,
        language,
        hashes
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Every recording of a unit, without its sound, by language and text.
///
/// # Errors
/// When a row is corrupt.
pub async fn of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<ClipRow>, StorageError> {
    let rows = sqlx::query!(
        r#"select unit, language, text_key, sha256, recorded_on, reviewed as "reviewed: bool"
           from clip where unit = ?1 order by language, text_key"#,
        unit
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ClipRow {
                unit: row.unit,
                language: row.language,
                text_key: row.text_key,
                sha256: bytes(row.sha256)?,
                recorded_on: row.recorded_on,
                reviewed: row.reviewed,
            })
        })
        .collect()
}

/// The approved recordings of a language with their sounds, by text.
///
/// # Errors
/// When a row is corrupt.
pub async fn reviewed(
    connection: &mut SqliteConnection,
    unit: &str,
    language: &str,
) -> Result<Vec<(ClipRow, Vec<u8>)>, StorageError> {
    let rows = sqlx::query!(
        "select text_key, sha256, recorded_on, body from clip
         where unit = ?1 and language = ?2 and reviewed = 1 order by text_key",
        unit,
        language
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let clip = ClipRow {
                unit: unit.to_owned(),
                language: language.to_owned(),
                text_key: row.text_key,
                sha256: bytes(row.sha256)?,
                recorded_on: row.recorded_on,
                reviewed: true,
            };
            Ok((clip, row.body))
        })
        .collect()
}

/// The sound of a content in one of `units` (a JSON array of codes), with its media type.
///
/// # Errors
/// When the file cannot be read.
pub async fn body(
    connection: &mut SqliteConnection,
    sha256: &[u8; 32],
    units: &str,
) -> Result<Option<(String, Vec<u8>)>, StorageError> {
    let sha256 = sha256.as_slice();
    let row = sqlx::query!(
        "select media_type, body from clip
         where sha256 = ?1 and unit in (select value from json_each(?2)) limit 1",
        sha256,
        units
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.media_type, row.body)))
}

/// The units that have a recording of that content.
///
/// # Errors
/// When the file cannot be read.
pub async fn units_with(
    connection: &mut SqliteConnection,
    sha256: &[u8; 32],
) -> Result<Vec<String>, StorageError> {
    let sha256 = sha256.as_slice();
    let units = sqlx::query_scalar!(
        "select distinct unit from clip where sha256 = ?1 order by unit",
        sha256
    )
    .fetch_all(connection)
    .await?;
    Ok(units)
}
