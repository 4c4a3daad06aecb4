//! Tells whether anything was written, by this program or another, without looking at it.

use std::sync::Arc;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, SqliteConnection};
use tokio::sync::Mutex;

use super::StorageError;

/// Equal marks of one open database: nothing was committed in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    connection: u64,
    version: i64,
}

/// A connection that does nothing but ask. SQLite counts for each connection what others commit,
/// so it is always the same one; a new one counts from the beginning and has a number of its own.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    options: SqliteConnectOptions,
    held: Arc<Mutex<Held>>,
}

#[derive(Debug, Default)]
struct Held {
    connection: Option<SqliteConnection>,
    n_opened: u64,
}

impl Watch {
    pub(super) fn with(options: SqliteConnectOptions) -> Self {
        let held = Arc::default();
        Self { options, held }
    }

    pub(super) async fn mark(&self) -> Result<Mark, StorageError> {
        let mut held = self.held.lock().await;
        // Put back only when it has answered: one that failed is never asked again.
        let mut connection = if let Some(connection) = held.connection.take() {
            connection
        } else {
            held.n_opened += 1;
            SqliteConnection::connect_with(&self.options).await?
        };
        let version: i64 = sqlx::query_scalar("pragma data_version")
            .fetch_one(&mut connection)
            .await?;
        held.connection = Some(connection);
        Ok(Mark {
            connection: held.n_opened,
            version,
        })
    }

    pub(super) async fn close(&self) {
        if let Some(connection) = self.held.lock().await.connection.take() {
            let _closed = connection.close().await;
        }
    }
}
