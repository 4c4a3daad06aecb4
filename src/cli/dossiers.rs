//! `hailong dossiers`: how many dossiers there were.

use std::path::PathBuf;

use super::{CliError, Context};
use crate::exchange::dossiers::LineProblem;
use crate::usecase::import_dossiers::{ImportError, MOST_BYTES, import};

/// Problems printed; a file that is wrong throughout needs no million lines to say so.
const MOST_PRINTED: usize = 1_000;

/// Counts of dossiers.
#[derive(Debug, clap::Subcommand)]
pub enum Dossiers {
    /// Takes in dossiers received and returned, the whole file or nothing; safe to repeat.
    Import {
        /// CSV with the columns `unit_code`, day or month, service (optional), received, returned.
        file: PathBuf,
    },
}

impl Dossiers {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError::Found`] when a line is wrong, each said on standard output; nothing is stored
    /// then.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let Self::Import { file } = self;
        let name = file.display().to_string();
        let unreadable = |error: std::io::Error| CliError::Usage(format!("{name}: {error}"));
        if std::fs::metadata(&file).map_err(unreadable)?.len() > MOST_BYTES {
            return Err(CliError::Usage(context.language.pick(
                format!("{name}: tệp lớn hơn {MOST_BYTES} byte; hãy chia tệp"),
                format!("{name}: more than {MOST_BYTES} bytes; split the file"),
            )));
        }
        let bytes = std::fs::read(&file).map_err(unreadable)?;
        let app = context.open().await?.app;
        match import(&app, &bytes).await {
            Ok(imported) => {
                let (lines, units) = (imported.lines, imported.units);
                let words = context.language.pick(
                    format!("đã nhận {lines} dòng của {units} đơn vị"),
                    format!("took in {lines} lines of {units} units"),
                );
                writeln!(context.err, "{words}")?;
                Ok(())
            }
            Err(ImportError::Problems(problems)) => Err(refuse(context, &name, &problems)?),
            Err(ImportError::Usecase(error)) => Err(context.explain(error)),
        }
    }
}

fn refuse(
    context: &mut Context,
    name: &str,
    problems: &[LineProblem],
) -> Result<CliError, CliError> {
    for LineProblem { line, vi, en } in problems.iter().take(MOST_PRINTED) {
        let words = context.language.pick(vi, en);
        writeln!(context.out, "{name}:{line}: {words}")?;
    }
    let n = problems.len();
    Ok(CliError::Found(context.language.pick(
        format!("có {n} lỗi; không dòng nào được nhận"),
        format!("{n} problems; no line was taken in"),
    )))
}
