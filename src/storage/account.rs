//! Accounts of officers, leaders, the province and the administrator.

use sqlx::SqliteConnection;

use super::StorageError;

/// One account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// Sign-in name.
    pub name: String,
    /// `officer`, `leader`, `province`, `publisher` or `admin`.
    pub role: String,
    /// The unit it belongs to.
    pub unit: String,
    /// Argon2 hash in PHC form.
    pub password_hash: String,
    /// Whether sign-in is refused.
    pub disabled: bool,
}

/// Adds an account; `false` when the name is taken.
///
/// # Errors
/// When the file cannot be written.
pub async fn insert(
    connection: &mut SqliteConnection,
    account: &AccountRow,
    day: &str,
) -> Result<bool, StorageError> {
    let done = sqlx::query!(
        "insert into account (name, role, unit, password_hash, created_on)
         values (?1, ?2, ?3, ?4, ?5) on conflict (name) do nothing",
        account.name,
        account.role,
        account.unit,
        account.password_hash,
        day
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The account of that name.
///
/// # Errors
/// When the file cannot be read.
pub async fn find(
    connection: &mut SqliteConnection,
    name: &str,
) -> Result<Option<AccountRow>, StorageError> {
    let row = sqlx::query_as!(
        AccountRow,
        r#"select name, role, unit, password_hash, disabled as "disabled: bool"
           from account where name = ?1"#,
        name
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// Every account, by name.
///
/// # Errors
/// When the file cannot be read.
pub async fn all(connection: &mut SqliteConnection) -> Result<Vec<AccountRow>, StorageError> {
    let rows = sqlx::query_as!(
        AccountRow,
        r#"select name, role, unit, password_hash, disabled as "disabled: bool"
           from account order by name"#
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// Refuses the account from now on; `false` when there is none of that name.
///
/// # Errors
/// When the file cannot be written.
pub async fn disable(connection: &mut SqliteConnection, name: &str) -> Result<bool, StorageError> {
    let done = sqlx::query!("update account set disabled = 1 where name = ?1", name)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}
