//! The database file as a whole: transactions, checkpoints, copies, what durability rests on.

use std::path::Path;

use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Row as _, SqliteConnection};

use super::StorageError;

pub(super) async fn begin_immediate(connection: &mut SqliteConnection) -> Result<(), StorageError> {
    sqlx::query("begin immediate").execute(connection).await?;
    Ok(())
}

pub(super) async fn commit(connection: &mut SqliteConnection) -> Result<(), StorageError> {
    sqlx::query("commit").execute(connection).await?;
    Ok(())
}

/// Whether the log is empty now. Waits a moment for readers, not long: answers wait meanwhile.
pub(super) async fn checkpoint(connection: &mut SqliteConnection) -> Result<bool, StorageError> {
    sqlx::query("pragma busy_timeout = 100")
        .execute(&mut *connection)
        .await?;
    let row = sqlx::query("pragma wal_checkpoint(truncate)")
        .fetch_one(&mut *connection)
        .await?;
    sqlx::query("pragma busy_timeout = 10000")
        .execute(&mut *connection)
        .await?;
    Ok(row.try_get::<i64, _>(0)? == 0)
}

async fn vacuum_into(connection: &mut SqliteConnection, target: &Path) -> Result<(), StorageError> {
    sqlx::query("vacuum into ?1")
        .bind(target.to_string_lossy())
        .execute(connection)
        .await?;
    Ok(())
}

/// The newest migration applied, or `None` for an empty database.
pub(super) async fn newest_applied(
    connection: &mut SqliteConnection,
) -> Result<Option<i64>, StorageError> {
    let is_known = sqlx::query("select 1 from sqlite_schema where name = '_sqlx_migrations'")
        .fetch_optional(&mut *connection)
        .await?
        .is_some();
    if !is_known {
        return Ok(None);
    }
    let row = sqlx::query("select max(version) from _sqlx_migrations")
        .fetch_one(connection)
        .await?;
    Ok(row.try_get(0)?)
}

/// Copies the file aside before a migration changes it, and checks the copy.
pub(super) async fn back_up_before_migration(
    connection: &mut SqliteConnection,
    file: &Path,
    migrations: &Migrator,
) -> Result<(), StorageError> {
    let newest = migrations
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or(0);
    let Some(applied) = newest_applied(connection).await? else {
        return Ok(());
    };
    if applied >= newest {
        return Ok(());
    }
    let copy = file.with_extension(format!("before-{newest:04}.db"));
    if copy.exists() {
        return Ok(());
    }
    let draft = file.with_extension("before-unfinished");
    copy_privately(connection, &draft).await?;
    std::fs::rename(&draft, &copy).map_err(sqlx::Error::from)?;
    Ok(())
}

/// Writes a consistent copy that only its owner can read, and checks it.
///
/// # Errors
/// When it cannot be written, or is not whole.
pub(super) async fn copy_privately(
    connection: &mut SqliteConnection,
    target: &Path,
) -> Result<(), StorageError> {
    if target.exists() {
        std::fs::remove_file(target).map_err(sqlx::Error::from)?;
    }
    create_private(target).map_err(sqlx::Error::from)?;
    vacuum_into(connection, target).await?;
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(target)
        .immutable(true);
    let mut copied = <SqliteConnection as sqlx::Connection>::connect_with(&options).await?;
    let problems = integrity(&mut copied).await?;
    sqlx::Connection::close(copied).await?;
    if problems.is_empty() {
        Ok(())
    } else {
        Err(StorageError::Corrupt(problems.join("; ")))
    }
}

/// An empty file that nobody else can read: what SQLite copies into keeps its mode.
fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// What SQLite's own check finds; empty when the file is whole.
///
/// # Errors
/// When the file cannot be read at all.
pub async fn integrity(connection: &mut SqliteConnection) -> Result<Vec<String>, StorageError> {
    let rows = sqlx::query("pragma integrity_check")
        .fetch_all(connection)
        .await?;
    let found = rows
        .iter()
        .map(|row| row.try_get(0))
        .collect::<Result<Vec<String>, _>>()?;
    Ok(found.into_iter().filter(|line| line != "ok").collect())
}

/// The version of SQLite inside this program, such as `3.51.3`.
///
/// # Errors
/// When SQLite does not answer.
pub async fn sqlite_version(connection: &mut SqliteConnection) -> Result<String, StorageError> {
    let row = sqlx::query("select sqlite_version()")
        .fetch_one(connection)
        .await?;
    Ok(row.try_get(0)?)
}

pub(super) async fn assert_durable(
    connection: &mut SqliteConnection,
    oldest: (u32, u32, u32),
) -> Result<(), StorageError> {
    let version = sqlite_version(connection).await?;
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    if (next(), next(), next()) < oldest {
        return Err(StorageError::NotDurable(format!("SQLite {version}")));
    }
    for (pragma, wanted) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("secure_delete", "1"),
    ] {
        let row = sqlx::query(AssertSqlSafe(format!("pragma {pragma}")))
            .fetch_one(&mut *connection)
            .await?;
        let value = match row.try_get::<String, _>(0) {
            Ok(text) => text,
            Err(_) => row.try_get::<i64, _>(0)?.to_string(),
        };
        if value != wanted {
            return Err(StorageError::NotDurable(format!(
                "{pragma} is {value}, not {wanted}"
            )));
        }
    }
    Ok(())
}
