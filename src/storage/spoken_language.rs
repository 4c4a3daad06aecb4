//! Who vouches for the recordings of a language.

use sqlx::SqliteConnection;

use super::StorageError;

/// A sign-off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOffRow {
    /// Unit code.
    pub unit: String,
    /// Language tag.
    pub language: String,
    /// The native speaker who heard every recording.
    pub speaker: String,
    /// Local day, ISO.
    pub signed_on: String,
    /// The account that wrote it down.
    pub signed_by: String,
}

/// Writes a sign-off, in place of the one before.
///
/// # Errors
/// When the file cannot be written.
pub async fn put(
    connection: &mut SqliteConnection,
    sign_off: &SignOffRow,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into spoken_language (unit, language, speaker, signed_on, signed_by)
         values (?1, ?2, ?3, ?4, ?5)
         on conflict (unit, language) do update
             set speaker = excluded.speaker, signed_on = excluded.signed_on,
                 signed_by = excluded.signed_by",
        sign_off.unit,
        sign_off.language,
        sign_off.speaker,
        sign_off.signed_on,
        sign_off.signed_by
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Every sign-off of a unit, by language.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<SignOffRow>, StorageError> {
    let rows = sqlx::query_as!(
        SignOffRow,
        "select unit, language, speaker, signed_on, signed_by
         from spoken_language where unit = ?1 order by language",
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
