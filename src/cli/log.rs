//! The program's log: lines on standard error, for whoever keeps the server.

use tracing_subscriber::EnvFilter;

/// What is logged unless `RUST_LOG` says otherwise. The libraries below tell of statements and
/// connections; only what they warn of is worth a line.
const DEFAULT: &str = "info,sqlx=warn,hyper=warn";

/// Begins the log. A program that has one already keeps it.
///
/// A line says what happened and why, never a token, an answer's id or anything a person sent.
pub(super) fn begin() {
    // Reads `RUST_LOG` itself; one that cannot be read is as good as none.
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let _kept_the_first = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .try_init();
}
