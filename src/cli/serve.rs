//! `hailong serve`: pages and API until stopped.

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::{CliError, Context, log};
use crate::usecase::open_node::{Opened, hold};
use crate::web::serve::serve_with;
use crate::web::site::Settings;

/// Serves pages and API until stopped.
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// Address to listen on; port 0 takes any free one.
    #[arg(long, value_name = "ADDR", default_value = ADDRESS)]
    listen: String,
}

/// Where a program listens unless told otherwise: to this machine alone.
pub(super) const ADDRESS: &str = "127.0.0.1:8080";

impl Serve {
    /// Runs the command; ends cleanly on SIGTERM or Ctrl-C.
    ///
    /// # Errors
    /// When there is no node or another serve has the folder (78), or the address cannot be had (75).
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        log::begin();
        let stopped = stopped()?;
        let _held = hold(&context.data_dir).map_err(|error| context.explain(error))?;
        let opened = context.open().await?;
        let listener = listen(&self.listen).await?;
        serve(context, opened, listener, (Settings::default(), stopped)).await
    }
}

/// A listener on an address.
///
/// # Errors
/// When the address cannot be had.
pub(super) async fn listen(address: &str) -> Result<TcpListener, CliError> {
    TcpListener::bind(address).await.map_err(|error| {
        let words = format!("{address}: {error}");
        if error.kind() == std::io::ErrorKind::InvalidInput {
            CliError::Usage(words)
        } else {
            CliError::Trouble(words)
        }
    })
}

/// Says on standard output where it listens, and serves until stopped.
///
/// # Errors
/// When the listener cannot be used.
pub(super) async fn serve(
    context: &mut Context,
    opened: Opened,
    listener: TcpListener,
    (settings, stopped): (Settings, impl Future<Output = ()>),
) -> Result<(), CliError> {
    let address = listener.local_addr()?;
    writeln!(context.out, "listening on http://{address}")?;
    context.out.flush()?;
    tracing::info!(%address, version = env!("CARGO_PKG_VERSION"), "serving");
    let Opened { app, writer } = opened;
    let store = app.store.clone();
    serve_with(settings, app, listener, stopped).await?;
    // Everything that was acknowledged is on disk; this waits for what was still under way.
    if let Err(error) = writer.await {
        return Err(CliError::Trouble(error.to_string()));
    }
    store.close().await;
    tracing::info!("ended");
    Ok(())
}

/// Ends with the first SIGTERM or Ctrl-C after this call.
///
/// # Errors
/// When the system does not let signals be heard.
pub(super) fn stopped() -> Result<impl Future<Output = ()>, CliError> {
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
    })
}
