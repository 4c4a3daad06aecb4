//! `hailong backup` and `hailong restore`.

use std::path::PathBuf;

use super::{CliError, Context};
use crate::usecase::back_up;

/// Writes a consistent, checked copy while serving. The copy is as secret as the folder.
#[derive(Debug, clap::Args)]
pub struct Backup {
    /// The copy; must not exist.
    file: PathBuf,
}

/// Makes a node of a copy, in the new folder named by `--data`.
#[derive(Debug, clap::Args)]
pub struct Restore {
    /// The copy.
    file: PathBuf,
}

impl Backup {
    /// Runs the command.
    ///
    /// # Errors
    /// When the target exists or cannot be written.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let app = context.open().await?.app;
        back_up::back_up(&app.store, &self.file)
            .await
            .map_err(|error| context.explain(error))?;
        let file = self.file.display();
        let words = context.language.pick(
            format!("đã sao lưu vào {file}; hãy giữ kín như chính thư mục dữ liệu"),
            format!("backed up to {file}; keep it as secret as the data folder"),
        );
        writeln!(context.err, "{words}")?;
        Ok(())
    }
}

impl Restore {
    /// Runs the command.
    ///
    /// # Errors
    /// When the folder is used, or the copy is not whole.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        back_up::restore(&self.file, &context.data_dir)
            .await
            .map_err(|error| context.explain(error))?;
        let folder = context.data_dir.display();
        let words = context.language.pick(
            format!("đã phục hồi vào {folder}"),
            format!("restored into {folder}"),
        );
        writeln!(context.err, "{words}")?;
        Ok(())
    }
}
