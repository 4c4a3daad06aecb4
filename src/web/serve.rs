//! Connections: taken, limited in number and patience, and let end when the program does.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tower::{Service, ServiceExt as _};

use crate::usecase::seal_batch::seal_due;
use crate::usecase::warm_results::warm;
use crate::usecase::{App, UsecaseError};
use crate::web::metrics::Peer;
use crate::web::router;
use crate::web::site::Settings;

/// Connections at once; one more waits to be taken. Under the 1,024 files a process may open.
const MOST_CONNECTIONS: usize = 900;
/// How long requests under way, and the sealing, may take to end when the program does; what has
/// not ended by then is broken off.
const END_DEADLINE: Duration = Duration::from_secs(10);
/// How often half-days that are over are looked for.
const SEAL_EVERY: Duration = Duration::from_secs(20);
/// How long nothing is taken after the system refused to give a connection.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves HTTP/1 in the clear until `shutdown` is done, and seals half-days as they end.
///
/// Requests under way may end; when this returns, nothing of the program is running any more.
///
/// # Errors
/// When the listener cannot be used at all.
pub async fn serve(
    app: App,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    serve_with(Settings::default(), app, listener, shutdown).await
}

/// [`serve`] with other settings.
///
/// # Errors
/// As for [`serve`].
pub async fn serve_with(
    settings: Settings,
    app: App,
    listener: TcpListener,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    listener.local_addr()?;
    let (stop, stopping) = watch::channel(());
    let mut sealing = tokio::spawn(seal(app.clone(), stopping.clone()));
    let mut connections = JoinSet::new();
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let routes = router(app, settings);
    tokio::pin!(shutdown);
    loop {
        let taken = tokio::select! {
            () = &mut shutdown => break,
            taken = take(&listener, &places) => taken,
        };
        // Ended connections are let go of as new ones come.
        while connections.try_join_next().is_some() {}
        if let Some((stream, peer, place)) = taken {
            let (routes, stopping) = (routes.clone(), stopping.clone());
            let routes = routes.map_request(move |mut request: Request<Incoming>| {
                request.extensions_mut().insert(Peer(peer));
                request
            });
            connections.spawn(async move {
                converse(stream, routes, (settings.head_deadline, stopping)).await;
                drop(place);
            });
        }
    }
    drop(listener);
    // Receivers see the sender gone.
    drop(stop);
    let ending = async {
        while connections.join_next().await.is_some() {}
        let _ended = (&mut sealing).await;
    };
    if tokio::time::timeout(END_DEADLINE, ending).await.is_err() {
        tracing::warn!("requests under way did not end in time");
        connections.shutdown().await;
        sealing.abort();
        let _broken_off = sealing.await;
    }
    Ok(())
}

async fn take(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, peer, place)),
        Err(error) => {
            tracing::warn!(%error, "a connection could not be taken");
            tokio::time::sleep(PAUSE).await;
            None
        }
    }
}

/// HTTP/1 only: without TLS no browser speaks HTTP/2, and to tell the two apart a server would
/// have to wait for a first byte that a silent client never sends.
async fn converse<S>(
    stream: TcpStream,
    routes: S,
    (head_deadline, mut stopping): (Duration, watch::Receiver<()>),
) where
    S: Service<Request<Incoming>, Response = Response, Error = Infallible> + Clone + Send,
    S::Future: Send,
{
    // Answers are small and whole: waiting for more of them only costs time.
    let _kept_as_it_is = stream.set_nodelay(true);
    let service = TowerToHyperService::new(routes);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head_deadline)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    tokio::select! {
        // A client that breaks off has nobody left to tell.
        _ended = connection.as_mut() => return,
        _stop = stopping.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ended = connection.await;
}

/// Seals what is over, at once and then again and again, and counts closed quarters ahead.
async fn seal(app: App, mut stopping: watch::Receiver<()>) {
    let mut is_warm = false;
    let mut ticks = tokio::time::interval(SEAL_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _tick = ticks.tick() => {}
            _stop = stopping.changed() => return,
        }
        match seal_due(&app).await {
            Ok(0) => {}
            Ok(n_sealed) => {
                tracing::info!(n_sealed, "half-days sealed");
                is_warm = false;
            }
            Err(error) => tell(&error, "half-days could not be sealed"),
        }
        if !is_warm {
            // Tried once: who asks for these figures counts them, or is told why not.
            is_warm = true;
            tokio::select! {
                done = warm(&app) => if let Err(error) = done {
                    tell(&error, "results could not be counted ahead");
                },
                _stop = stopping.changed() => return,
            }
        }
    }
}

fn tell(error: &UsecaseError, what: &'static str) {
    let cause = std::error::Error::source(error);
    tracing::error!(%error, ?cause, what);
}
