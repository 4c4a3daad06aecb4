//! The whole server with one writer or another, and clients around it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::ground::Ground;
use super::load::{Clients, Sheets};
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

/// Measures all kinds of server at one number of clients, in turns of a second: what else the
/// machine does falls on all of them alike.
pub(super) async fn measure(
    context: &Context,
    ground: &Ground,
    n_clients: usize,
    n_rounds: u64,
) -> Result<Vec<(Kind, Measured)>, CliError> {
    let mut running = Vec::new();
    for kind in Kind::ALL {
        let folder = ground.copy(&format!("{}-{n_clients}", kind.as_str().replace(' ', "-")))?;
        let server = Server::start(context, folder, kind).await?;
        let clients =
            Clients::connect(n_clients, server.address, &ground.tokens, &server.sheets).await?;
        running.push((kind, server, clients, Measured::default()));
    }
    for _ in 0..n_rounds {
        for (_, _, clients, measured) in &mut running {
            clients.work(Duration::from_secs(1), measured).await?;
        }
    }
    let mut all = Vec::new();
    for (kind, server, clients, measured) in running {
        drop(clients);
        server.end().await?;
        all.push((kind, measured));
    }
    Ok(all)
}

struct Server {
    address: SocketAddr,
    sheets: Sheets,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
    writer: JoinHandle<()>,
    store: Store,
    folder: PathBuf,
}

impl Server {
    async fn start(context: &Context, folder: PathBuf, kind: Kind) -> Result<Self, CliError> {
        let explain = |error| context.explain(error);
        let store = Store::open(&folder.join(FILE_NAME))
            .await
            .map_err(|error| explain(error.into()))?;
        let writer = kind.writer(store.clone());
        let Opened { app, writer } =
            open_with(&folder, context.clock.clone(), store.clone(), writer)
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
        Ok(Self {
            address,
            sheets,
            stop,
            serving,
            writer,
            store,
            folder,
        })
    }

    async fn end(self) -> Result<(), CliError> {
        drop(self.stop);
        self.serving.await.map_err(std::io::Error::other)??;
        self.writer.await.map_err(std::io::Error::other)?;
        self.store.close().await;
        std::fs::remove_dir_all(self.folder)?;
        Ok(())
    }
}
