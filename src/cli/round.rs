//! `hailong round`: survey rounds, opened at the province and taken on at its units.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::{CliError, Context, file};
use crate::domain::merge::Outcome;
use crate::exchange::round_file::MOST_SIGNED_BYTES;
use crate::forms::rounds::MOST_ROUND_BYTES;
use crate::usecase::accept_round::accept;
use crate::usecase::list_rounds::{list, signed_file};
use crate::usecase::open_round::{OpenError, open};

/// Survey rounds.
#[derive(Debug, clap::Subcommand)]
pub enum RoundCommand {
    /// Opens a round at the province, or the next revision of one: checked, signed and kept.
    Open {
        /// TOML as in docs/rounds.md; - reads standard input.
        file: PathBuf,
    },
    /// Lists every round that was opened here or taken on.
    List,
    /// Writes the signed file of a round, for its units.
    Export {
        /// The round's id, as `round list` shows it.
        id: String,
        /// The file, replaced if it is there; - writes to standard output.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Takes a round of the province on, if the key trusted for it signed the file.
    Accept {
        /// The signed file; - reads standard input.
        file: PathBuf,
    },
}

impl RoundCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// In words for the reader; [`CliError::Found`] when a file has problems or is not taken on.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        match self {
            Self::Open { file } => open_file(context, &file).await,
            Self::List => list_all(context).await,
            Self::Export { id, out } => {
                let app = context.open().await?.app;
                let bytes = signed_file(&app, &id)
                    .await
                    .map_err(|error| context.explain(error))?;
                file::write(context, &out, &bytes)
            }
            Self::Accept { file } => accept_file(context, &file).await,
        }
    }
}

async fn open_file(context: &mut Context, path: &Path) -> Result<(), CliError> {
    let name = path.display().to_string();
    let bytes = read(path, MOST_ROUND_BYTES)?;
    // A character cut in half at the limit is too large before it is no text.
    let text = String::from_utf8_lossy(&bytes);
    if bytes.len() <= MOST_ROUND_BYTES && matches!(text, Cow::Owned(_)) {
        let words = context
            .language
            .pick("tệp phải là UTF-8", "the file must be UTF-8");
        return Err(CliError::Usage(format!("{name}: {words}")));
    }
    let app = context.open().await?.app;
    match open(&app, &name, &text, "shell").await {
        Ok(opened) => {
            let (id, revision) = (opened.round.id, opened.round.revision);
            let words = match opened.outcome {
                Outcome::Already => context.language.pick(
                    format!("đợt {id}, bản {revision}, đã mở từ trước"),
                    format!("round {id}, revision {revision}, was open already"),
                ),
                Outcome::Merged | Outcome::Conflict | Outcome::Refused => context.language.pick(
                    format!("đã mở đợt {id}, bản {revision}"),
                    format!("opened round {id}, revision {revision}"),
                ),
            };
            writeln!(context.err, "{words}")?;
            Ok(())
        }
        Err(OpenError::Problems(problems)) => {
            for problem in &problems {
                writeln!(context.out, "{}", problem.describe(context.language))?;
            }
            let n = problems.len();
            Err(CliError::Found(context.language.pick(
                format!("có {n} lỗi; đợt chưa được mở"),
                format!("{n} problems; the round is not open"),
            )))
        }
        Err(OpenError::Usecase(error)) => Err(context.explain(error)),
    }
}

async fn list_all(context: &mut Context) -> Result<(), CliError> {
    let app = context.open().await?.app;
    let listed = list(&app).await.map_err(|error| context.explain(error))?;
    for one in listed {
        let round = one.round;
        writeln!(
            context.out,
            "{}\t{}\t{}\t{}\t{}\t{}\t{}",
            round.id,
            round.revision,
            round.province,
            round.period,
            round.form,
            round.deadline,
            one.received_on
        )?;
    }
    Ok(())
}

async fn accept_file(context: &mut Context, path: &Path) -> Result<(), CliError> {
    let bytes = read(path, MOST_SIGNED_BYTES)?;
    let app = context.open().await?.app;
    let line = accept(&app, &bytes, "shell")
        .await
        .map_err(|error| context.explain(error))?;
    let language = context.language;
    let outcome = match line.outcome {
        Outcome::Merged => language.pick("đã nhận", "accepted"),
        Outcome::Already => language.pick("đã có", "already there"),
        Outcome::Conflict => language.pick("mâu thuẫn", "conflict"),
        Outcome::Refused => language.pick("từ chối", "refused"),
    };
    let named = line.named.map(|(id, revision)| format!("{id} {revision}"));
    let file = path.display();
    writeln!(
        context.out,
        "{file}\t{outcome}\t{}",
        named.unwrap_or_default()
    )?;
    for problem in &line.problems {
        writeln!(context.out, "\t{}", problem.words(language))?;
    }
    if line.outcome.is_settled() {
        return Ok(());
    }
    let words = language.pick("đợt không được nhận", "the round was not accepted");
    Err(CliError::Found(words.to_owned()))
}

fn read(path: &Path, most_bytes: usize) -> Result<Vec<u8>, CliError> {
    file::read(path, most_bytes)
        .map_err(|error| CliError::Usage(format!("{}: {error}", path.display())))
}
