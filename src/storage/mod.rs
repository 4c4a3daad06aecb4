//! All SQL. One file per table; every statement about a table stands in its file.

pub mod account;
pub mod answer;
pub mod batch;
pub mod bundle;
pub mod bundle_span;
pub mod bundle_tally;
pub mod clip;
pub mod closed_span;
pub mod comment;
pub mod device;
pub mod device_report;
pub mod dossiers;
pub mod enrolment;
pub mod event;
pub mod file;
pub mod flag_count;
pub mod form_version;
pub mod hidden_comment;
pub mod intake_count;
pub mod node;
pub mod paper_batch;
pub mod paper_entry;
pub mod paper_issue;
pub mod paper_keyer;
pub mod paper_leaving;
pub mod plan_goal;
pub mod plan_task;
pub mod profile;
pub mod publication;
pub mod quality_note;
pub mod reference;
pub mod released_comment;
pub mod report_copy;
pub mod report_reminder;
pub mod report_setting;
pub mod report_step;
pub mod round;
pub mod session;
pub mod snapshot;
pub mod spoken_language;
pub mod tally;
pub mod token;
pub mod unit;
pub mod unit_key;
pub mod unit_setting;
pub mod visit_count;
pub mod voucher;
pub mod voucher_sheet;
mod watch;

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, Sqlite, SqliteConnection};

pub use self::watch::Mark;
use self::watch::Watch;

/// The database file's name in the data folder.
pub const FILE_NAME: &str = "hailong.db";

/// SQLite before this can corrupt a database in WAL mode (sqlite.org, WAL-reset bug).
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);

/// How long a writer waits for another process before it says "busy".
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

const READERS: u32 = 4;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

/// The open database: one writer, a few readers.
#[derive(Clone, Debug)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
    watch: Watch,
    /// Whether the log still holds pages from before a rewrite.
    log_kept: Arc<AtomicBool>,
}

/// A write transaction, begun immediately. Dropped without [`Write::commit`], its connection is
/// closed, which rolls it back: a connection that met an error is never used again.
#[derive(Debug)]
pub struct Write {
    connection: PoolConnection<Sqlite>,
    committed: bool,
}

impl Store {
    /// Creates the database of a new folder.
    ///
    /// # Errors
    /// When the file exists or cannot be made.
    pub async fn create(file: &Path) -> Result<Self, StorageError> {
        if file.exists() {
            return Err(StorageError::Exists);
        }
        Self::open_with(options(file).create_if_missing(true)).await
    }

    /// Opens an existing database, brings it up to date and checks what durability rests on.
    ///
    /// # Errors
    /// When there is none, when it is newer than this program, or when SQLite refuses.
    pub async fn open(file: &Path) -> Result<Self, StorageError> {
        if !file.exists() {
            return Err(StorageError::Missing);
        }
        let store = options(file).create_if_missing(false);
        Self::open_with(store).await
    }

    async fn open_with(options: SqliteConnectOptions) -> Result<Self, StorageError> {
        let mut first = SqliteConnection::connect_with(&options).await?;
        refuse_newer(&mut first).await?;
        file::back_up_before_migration(&mut first, options.get_filename(), &MIGRATIONS).await?;
        MIGRATIONS
            .run(&mut first)
            .await
            .map_err(StorageError::Migration)?;
        file::assert_durable(&mut first, OLDEST_SQLITE).await?;
        first.close().await?;
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_lazy_with(options.clone());
        // Readers go over much once: four of them with the writer's room would hold four copies.
        let read_only = options
            .read_only(true)
            .pragma("query_only", "on")
            .pragma("cache_size", "-4096");
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_lazy_with(read_only.clone());
        Ok(Self {
            writer,
            readers,
            watch: Watch::with(read_only),
            log_kept: Arc::default(),
        })
    }

    /// Begins a write transaction, waiting for the writer before this one.
    ///
    /// # Errors
    /// When the writer stays busy, or the file cannot be opened.
    pub async fn write(&self) -> Result<Write, StorageError> {
        let connection = self.writer.acquire().await?;
        let mut write = Write {
            connection,
            committed: false,
        };
        file::begin_immediate(&mut write.connection).await?;
        Ok(write)
    }

    /// A connection that cannot write.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub async fn read(&self) -> Result<PoolConnection<Sqlite>, StorageError> {
        Ok(self.readers.acquire().await?)
    }

    /// What the database is at: an equal mark later on says that nothing was committed meanwhile.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn mark(&self) -> Result<Mark, StorageError> {
        self.watch.mark().await
    }

    /// Empties the write-ahead log into the database file, so that no copy of a rewritten page
    /// stays behind. A reader in the way leaves the log as it is: ask [`Store::is_log_kept`],
    /// and try again.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn truncate_log(&self) -> Result<(), StorageError> {
        self.log_kept.store(true, Ordering::Relaxed);
        let mut connection = self.writer.acquire().await?;
        match file::checkpoint(&mut connection).await {
            Ok(is_emptied) => {
                self.log_kept.store(!is_emptied, Ordering::Relaxed);
                Ok(())
            }
            Err(error) => {
                connection.close_on_drop();
                Err(error)
            }
        }
    }

    /// Whether the last [`Store::truncate_log`] found a reader in its way.
    #[must_use]
    pub fn is_log_kept(&self) -> bool {
        self.log_kept.load(Ordering::Relaxed)
    }

    /// Writes a consistent, checked copy while serving, readable by its owner alone. What stands
    /// under that name is replaced.
    ///
    /// # Errors
    /// When the target cannot be written, or the copy is not whole.
    pub async fn copy_into(&self, target: &Path) -> Result<(), StorageError> {
        let mut connection = self.writer.acquire().await?;
        let outcome = file::copy_privately(&mut connection, target).await;
        if outcome.is_err() {
            connection.close_on_drop();
        }
        outcome
    }

    /// Closes every connection.
    pub async fn close(&self) {
        self.watch.close().await;
        self.readers.close().await;
        self.writer.close().await;
    }
}

impl Write {
    /// The connection inside the transaction.
    pub fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.connection
    }

    /// Makes it durable: when this returns, the rows are on disk.
    ///
    /// # Errors
    /// When the disk refuses; then nothing of it is kept, or, rarely, all of it.
    pub async fn commit(mut self) -> Result<(), StorageError> {
        file::commit(&mut self.connection).await?;
        self.committed = true;
        Ok(())
    }
}

impl Drop for Write {
    fn drop(&mut self) {
        if !self.committed {
            self.connection.close_on_drop();
        }
    }
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("secure_delete", "on")
        .pragma("temp_store", "memory")
        // Random ids touch many pages: kept in memory, and folded into the file seldom, a page
        // that many answers share is written once for all of them.
        .pragma("cache_size", "-16384")
        .pragma("wal_autocheckpoint", "8000")
}

async fn refuse_newer(connection: &mut SqliteConnection) -> Result<(), StorageError> {
    let newest = MIGRATIONS
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or(0);
    match file::newest_applied(connection).await? {
        Some(applied) if applied > newest => Err(StorageError::Newer { applied, newest }),
        Some(_) | None => Ok(()),
    }
}

/// What can go wrong below.
#[derive(Debug)]
pub enum StorageError {
    /// The folder has no database.
    Missing,
    /// The folder has a database already.
    Exists,
    /// A newer program wrote it; it is never touched.
    Newer {
        /// The newest migration applied to it.
        applied: i64,
        /// The newest this program knows.
        newest: i64,
    },
    /// A row that this program did not write, or that a disk changed.
    Corrupt(String),
    /// The settings durability rests on do not hold.
    NotDurable(String),
    /// The system gave no random bytes.
    NoRandom(String),
    /// SQLite or the disk.
    Database(sqlx::Error),
    /// A migration failed.
    Migration(sqlx::migrate::MigrateError),
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("no database here"),
            Self::Exists => f.write_str("a database is here already"),
            Self::Newer { applied, newest } => {
                write!(
                    f,
                    "database is at migration {applied}, this program knows {newest}"
                )
            }
            Self::Corrupt(what) => write!(f, "corrupt row: {what}"),
            Self::NotDurable(what) => write!(f, "not durable: {what}"),
            Self::NoRandom(what) => write!(f, "no random bytes: {what}"),
            Self::Database(_) => f.write_str("database error"),
            Self::Migration(_) => f.write_str("migration failed"),
        }
    }
}

impl std::error::Error for StorageError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            Self::Migration(error) => Some(error),
            Self::Missing
            | Self::Exists
            | Self::Newer { .. }
            | Self::Corrupt(_)
            | Self::NotDurable(_)
            | Self::NoRandom(_) => None,
        }
    }
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// A count as SQLite keeps it: never negative, or the row is corrupt.
fn count(value: i64) -> Result<u64, StorageError> {
    u64::try_from(value).map_err(|_| StorageError::Corrupt(format!("negative count {value}")))
}

/// Exactly `N` bytes, or the row is corrupt.
fn bytes<const N: usize>(value: Vec<u8>) -> Result<[u8; N], StorageError> {
    value.try_into().map_err(|value: Vec<u8>| {
        StorageError::Corrupt(format!("{} bytes instead of {N}", value.len()))
    })
}
