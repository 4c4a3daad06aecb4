//! The program: hands the command line to [`hailong::cli`].

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    ExitCode::from(hailong::cli::run(std::env::args_os()).await)
}
