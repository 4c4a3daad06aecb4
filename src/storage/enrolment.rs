//! Invitations of tablets, by the selector of their code.

use sqlx::SqliteConnection;

use super::StorageError;

/// One invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentRow {
    /// First three characters of the code.
    pub selector: String,
    /// Hash of the whole code.
    pub code_hash: Vec<u8>,
    /// The unit that invites.
    pub unit: String,
    /// What the device will be called.
    pub name: String,
    /// The form it will ask, without version.
    pub form: String,
    /// The device that gets new secrets, unless a new one is made.
    pub device: Option<String>,
    /// Account name, or `shell`.
    pub invited_by: String,
    /// In Unix seconds.
    pub expires_at: i64,
    /// Wrong proofs it still takes.
    pub tries_left: i64,
    /// The device that came of it.
    pub enrolled: Option<String>,
}

/// Adds an invitation; `false` when its selector is taken.
///
/// # Errors
/// When the file cannot be written.
pub async fn insert(
    connection: &mut SqliteConnection,
    row: &EnrolmentRow,
) -> Result<bool, StorageError> {
    let done = sqlx::query!(
        "insert into enrolment
             (selector, code_hash, unit, name, form, device, invited_by, expires_at, tries_left)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         on conflict (selector) do nothing",
        row.selector,
        row.code_hash,
        row.unit,
        row.name,
        row.form,
        row.device,
        row.invited_by,
        row.expires_at,
        row.tries_left
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The invitation of a selector, whatever became of it.
///
/// # Errors
/// When the file cannot be read.
pub async fn find(
    connection: &mut SqliteConnection,
    selector: &str,
) -> Result<Option<EnrolmentRow>, StorageError> {
    let row = sqlx::query_as!(
        EnrolmentRow,
        "select selector, code_hash, unit, name, form, device, invited_by, expires_at, tries_left,
                enrolled
         from enrolment where selector = ?1",
        selector
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// How many invitations of a unit may still be redeemed.
///
/// # Errors
/// When the file cannot be read.
pub async fn n_open(
    connection: &mut SqliteConnection,
    unit: &str,
    now: i64,
) -> Result<i64, StorageError> {
    let open = sqlx::query_scalar!(
        r#"select count(*) as "n!: i64" from enrolment
           where unit = ?1 and expires_at > ?2 and tries_left > 0 and enrolled is null"#,
        unit,
        now
    )
    .fetch_one(connection)
    .await?;
    Ok(open)
}

/// Takes one try away.
///
/// # Errors
/// When the file cannot be written.
pub async fn burn_try(
    connection: &mut SqliteConnection,
    selector: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "update enrolment set tries_left = tries_left - 1 where selector = ?1 and tries_left > 0",
        selector
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Says which device came of an invitation, which is then good for nothing more.
///
/// # Errors
/// When the file cannot be written.
pub async fn set_enrolled(
    connection: &mut SqliteConnection,
    selector: &str,
    device: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "update enrolment set enrolled = ?2 where selector = ?1",
        selector,
        device
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes back what was offered for a device and not redeemed: of two codes for one tablet, only
/// the newer holds.
///
/// # Errors
/// When the file cannot be written.
pub async fn withdraw(connection: &mut SqliteConnection, device: &str) -> Result<(), StorageError> {
    sqlx::query!(
        "delete from enrolment where device = ?1 and enrolled is null",
        device
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets invitations that were over at `moment`.
///
/// # Errors
/// When the file cannot be written.
pub async fn delete_over(
    connection: &mut SqliteConnection,
    moment: i64,
) -> Result<(), StorageError> {
    sqlx::query!("delete from enrolment where expires_at <= ?1", moment)
        .execute(connection)
        .await?;
    Ok(())
}
