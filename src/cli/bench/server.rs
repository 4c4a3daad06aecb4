//! The whole server with one writer or another, and clients around it.

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use super::ground::Ground;
use super::load::{Load, Sheets};
use super::measure::Measured;
use crate::cli::{CliError, Context};
use crate::clock::Clock;
use crate::intake::Writer;
use crate::storage::{FILE_NAME, Store};
use crate::usecase::open_node::{Opened, open_with};
use crate::web::serve::serve;

/// What stands at the end of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A writer that stores nothing.
    Nothing,
    /// The product.
    Product,
    /// One transaction per answer.
    OneByOne,
}

impl Kind {
    /// In the order they are measured.
    pub(super) const ALL: [Self; 3] = [Self::Nothing, Self::Product, Self::OneByOne];

    /// Its name in the table.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "null writer",
            Self::Product => "product",
            Self::OneByOne => "one by one",
        }
    }

    fn writer(self, store: Store) -> Writer {
        match self {
            Self::Nothing => Writer::Nothing,
            Self::Product => Writer::Group(store, Clock::System),
            Self::OneByOne => Writer::OneByOne(store, Clock::System),
        }
    }
}

/// Serves a fresh node to `load`.
pub(super) async fn measure(
    context: &Context,
    ground: &Ground,
    kind: Kind,
    load: Load,
) -> Result<Measured, CliError> {
    let folder = ground.copy(&format!(
        "{}-{}",
        kind.as_str().replace(' ', "-"),
        load.n_clients
    ))?;
    let explain = |error| context.explain(error);
    let store = Store::open(&folder.join(FILE_NAME))
        .await
        .map_err(|error| explain(error.into()))?;
    let writer = kind.writer(store.clone());
    let Opened { app, writer } = open_with(&folder, context.clock.clone(), store.clone(), writer)
        .await
        .map_err(explain)?;
    let sheets = Sheets::draw(&app)?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(serve(app, listener, async {
        // Dropped or sent: both mean stop.
        let _stopped = stopped.await;
    }));
    let measured = load.run(address, &ground.tokens, &sheets).await;
    drop(stop);
    serving.await.map_err(std::io::Error::other)??;
    writer.await.map_err(std::io::Error::other)?;
    store.close().await;
    std::fs::remove_dir_all(folder)?;
    measured
}
