//! `hailong serve`: pages and API until stopped.

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::{CliError, Context};
use crate::usecase::open_node::{Opened, hold};
use crate::web;

/// Serves pages and API until stopped.
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// Address to listen on; port 0 takes any free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: String,
}

impl Serve {
    /// Runs the command; ends cleanly on SIGTERM or Ctrl-C.
    ///
    /// # Errors
    /// When another serve has the folder (78), or the address cannot be had (75).
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let opened = context.open().await?;
        let _held = hold(&context.data_dir).map_err(|error| context.explain(error))?;
        serve(context, opened, &self.listen).await
    }
}

/// Listens, says so on standard output, and serves until stopped.
///
/// # Errors
/// When the address cannot be had.
pub async fn serve(context: &mut Context, opened: Opened, address: &str) -> Result<(), CliError> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| CliError::Trouble(format!("{address}: {error}")))?;
    writeln!(context.out, "listening on http://{}", listener.local_addr()?)?;
    context.out.flush()?;
    let Opened { app, writer } = opened;
    let store = app.store.clone();
    web::serve::serve(app, listener, stopped()?).await?;
    // Everything that was acknowledged is on disk; this waits for what was still under way.
    if let Err(error) = writer.await {
        return Err(CliError::Trouble(error.to_string()));
    }
    store.close().await;
    Ok(())
}

fn stopped() -> Result<impl Future<Output = ()>, CliError> {
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = terminated.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
    })
}
