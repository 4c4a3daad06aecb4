//! `hailong sound`: recordings between nodes.

use std::path::PathBuf;

use super::{CliError, Context, file};
use crate::domain::account::Scope;
use crate::domain::spoken::{LANGUAGES, SpokenLanguage};
use crate::exchange::recordings::MOST_FILE_BYTES;
use crate::usecase::carry_recordings::{export, import};

/// What tablets say.
#[derive(Debug, clap::Subcommand)]
pub enum Sound {
    /// Writes the recordings of a language that a native speaker has approved.
    Export {
        /// Unit code; the province, for recordings that serve all its communes.
        #[arg(long, value_name = "CODE")]
        unit: String,
        /// Such as hmn.
        #[arg(long, value_name = "TAG")]
        language: String,
        /// The file, replaced if it is there; - writes to standard output.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Takes such a file in, in place of what was held of its language; safe to repeat.
    Import {
        /// The file, of this node's unit or of its province.
        file: PathBuf,
    },
}

impl Sound {
    /// Runs the command.
    ///
    /// # Errors
    /// In words for the reader; nothing of a broken file is taken.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        match self {
            Self::Export {
                unit,
                language,
                out,
            } => {
                let language = spoken(context, &language)?;
                let app = context.open().await?.app;
                let written = export(&app, &Scope::of_shell(), &unit, language).await;
                let bytes = written.map_err(|error| context.explain(error))?;
                file::write(context, &out, &bytes)
            }
            Self::Import { file } => {
                let name = file.display().to_string();
                let unreadable =
                    |error: std::io::Error| CliError::Usage(format!("{name}: {error}"));
                let bytes = file::read(&file, MOST_FILE_BYTES).map_err(unreadable)?;
                if bytes.len() > MOST_FILE_BYTES {
                    return Err(CliError::Usage(context.language.pick(
                        format!("{name}: tệp lớn hơn {MOST_FILE_BYTES} byte"),
                        format!("{name}: more than {MOST_FILE_BYTES} bytes"),
                    )));
                }
                let app = context.open().await?.app;
                let imported = import(&app, &bytes).await;
                let imported = imported.map_err(|error| context.explain(error))?;
                let (n, tag, unit) = (imported.n_clips, imported.language, imported.unit);
                let words = context.language.pick(
                    format!("đã nhận {n} bản ghi tiếng {tag} của đơn vị {unit}"),
                    format!("took in {n} recordings of {tag} of unit {unit}"),
                );
                writeln!(context.err, "{words}")?;
                Ok(())
            }
        }
    }
}

fn spoken(context: &Context, tag: &str) -> Result<&'static SpokenLanguage, CliError> {
    SpokenLanguage::find(tag).ok_or_else(|| {
        let known = LANGUAGES.map(|language| language.tag).join(", ");
        CliError::Usage(context.language.pick(
            format!("không biết tiếng {tag:?}; các tiếng: {known}"),
            format!("language {tag:?} is not known; the languages are {known}"),
        ))
    })
}
