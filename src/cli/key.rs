//! `hailong key`: what others trust this node by.

use super::{CliError, Context};
use crate::usecase::trust_key::own_key_text;

/// The node's key.
#[derive(Debug, clap::Subcommand)]
pub enum KeyCommand {
    /// Prints the public key in one line, for `unit trust` at the province.
    Show,
}

impl KeyCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// When there is no node.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let Self::Show = self;
        let app = context.open().await?.app;
        writeln!(context.out, "{}", own_key_text(&app))?;
        Ok(())
    }
}
