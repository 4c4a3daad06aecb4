//! `hailong unit`: which key speaks for which unit.

use std::path::PathBuf;

use super::{CliError, Context, file};
use crate::usecase::trust_key::trust;

/// Longer than any key with a line end.
const MOST_KEY_BYTES: usize = 1_024;

/// Units of this province.
#[derive(Debug, clap::Subcommand)]
pub enum UnitCommand {
    /// Lets a key sign for a unit; a key trusted for it before signs no more.
    Trust {
        /// Unit code.
        code: String,
        /// A file with the line of `key show`; - reads standard input.
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
}

impl UnitCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// When the unit is not below this province or the key is none (2).
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let Self::Trust { code, key } = self;
        let bytes = file::read(&key, MOST_KEY_BYTES)
            .map_err(|error| CliError::Usage(format!("{}: {error}", key.display())))?;
        let text = String::from_utf8_lossy(&bytes);
        let app = context.open().await?.app;
        trust(&app, &code, &text)
            .await
            .map_err(|error| context.explain(error))?;
        let words = context.language.pick(
            format!("đã tin cậy khóa này cho đơn vị {code}"),
            format!("this key now speaks for unit {code}"),
        );
        writeln!(context.err, "{words}")?;
        Ok(())
    }
}
