//! What a unit has set for itself; a unit without a row has every setting as it comes.

use sqlx::SqliteConnection;

use super::StorageError;

/// Whether a unit's page without device or code is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenPage {
    /// Whoever has its address may answer; so it is until someone closes it.
    On,
    /// Only tablets and slips.
    Off,
}

/// How a unit's open page is set.
///
/// # Errors
/// When the file cannot be read.
pub async fn open_page(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<OpenPage, StorageError> {
    let open = sqlx::query_scalar!(
        r#"select open_page as "open: bool" from unit_setting where unit = ?1"#,
        unit
    )
    .fetch_optional(connection)
    .await?;
    Ok(match open {
        Some(false) => OpenPage::Off,
        Some(true) | None => OpenPage::On,
    })
}

/// Sets a unit's open page.
///
/// # Errors
/// When the file cannot be written.
pub async fn set_open_page(
    connection: &mut SqliteConnection,
    unit: &str,
    state: OpenPage,
) -> Result<(), StorageError> {
    let is_open = state == OpenPage::On;
    sqlx::query!(
        "insert into unit_setting (unit, open_page) values (?1, ?2)
         on conflict (unit) do update set open_page = excluded.open_page",
        unit,
        is_open
    )
    .execute(connection)
    .await?;
    Ok(())
}
