//! `hailong reference`: figures that others published.

use std::path::PathBuf;

use super::{CliError, Context};
use crate::exchange::dossiers::LineProblem;
use crate::usecase::import_dossiers::ImportError;
use crate::usecase::import_references::{Imported, MOST_BYTES, import};

/// Published figures.
#[derive(Debug, clap::Subcommand)]
pub enum Reference {
    /// Takes in published SIPAS and PAR INDEX, the whole file or nothing; safe to repeat.
    Import {
        /// CSV with the columns instrument, `unit_code`, `unit_name` (optional), year, value, rank, of, source.
        file: PathBuf,
    },
}

impl Reference {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError::Found`] when a line is wrong, each said on standard output; nothing is stored
    /// then.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let Self::Import { file } = self;
        let name = file.display().to_string();
        let unreadable = |error: std::io::Error| CliError::Usage(format!("{name}: {error}"));
        let n_bytes = std::fs::metadata(&file).map_err(unreadable)?.len();
        if !usize::try_from(n_bytes).is_ok_and(|n| n <= MOST_BYTES) {
            return Err(CliError::Usage(context.language.pick(
                format!("{name}: tệp lớn hơn {MOST_BYTES} byte; hãy chia tệp"),
                format!("{name}: more than {MOST_BYTES} bytes; split the file"),
            )));
        }
        let bytes = std::fs::read(&file).map_err(unreadable)?;
        let app = context.open().await?.app;
        match import(&app, "shell", &bytes).await {
            Ok(imported) => say(context, imported),
            Err(ImportError::Problems(problems)) => Err(refuse(context, &name, &problems)?),
            Err(ImportError::Usecase(error)) => Err(context.explain(error)),
        }
    }
}

fn say(context: &mut Context, imported: Imported) -> Result<(), CliError> {
    let Imported {
        added,
        changed,
        same,
    } = imported;
    let words = context.language.pick(
        format!("{added} số mới, {changed} số được thay, {same} số giữ nguyên"),
        format!("{added} new figures, {changed} replaced, {same} unchanged"),
    );
    writeln!(context.err, "{words}")?;
    Ok(())
}

fn refuse(
    context: &mut Context,
    name: &str,
    problems: &[LineProblem],
) -> Result<CliError, CliError> {
    for LineProblem { line, vi, en } in problems {
        let words = context.language.pick(vi, en);
        writeln!(context.out, "{name}:{line}: {words}")?;
    }
    let n = problems.len();
    Ok(CliError::Found(context.language.pick(
        format!("có {n} lỗi; không số nào được nhận"),
        format!("{n} problems; no figure was taken in"),
    )))
}
