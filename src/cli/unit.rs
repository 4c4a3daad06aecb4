//! `hailong unit`: a province's own units, and which key speaks for which unit.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::{CliError, Context, file};
use crate::units::{MAX_OWN_BYTES, Problem};
use crate::usecase::add_own_units::{AddError, add};
use crate::usecase::trust_key::trust;

/// Longer than any key with a line end.
const MOST_KEY_BYTES: usize = 1_024;

/// Units of this province.
#[derive(Debug, clap::Subcommand)]
pub enum UnitCommand {
    /// Adds the province's own units and reception points, the whole file or nothing; safe to
    /// repeat.
    Add {
        /// TOML as in docs/units.md; - reads standard input.
        file: PathBuf,
    },
    /// Lets a key sign for a unit, or on a unit's node for its province; a key trusted for it
    /// before signs no more.
    Trust {
        /// Unit code; on a unit's node the province's.
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
    /// When the unit is not below this province, the key is none or the file is another
    /// province's (2); when the file has problems (1), each said on standard output: nothing is
    /// stored then.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        match self {
            Self::Add { file } => add_file(context, &file).await,
            Self::Trust { code, key } => trust_file(context, &code, &key).await,
        }
    }
}

async fn add_file(context: &mut Context, path: &Path) -> Result<(), CliError> {
    let name = path.display().to_string();
    let usage = |words: String| CliError::Usage(format!("{name}: {words}"));
    let bytes = file::read(path, MAX_OWN_BYTES).map_err(|error| usage(error.to_string()))?;
    // A character cut in half at the limit is too large before it is no text.
    let text = String::from_utf8_lossy(&bytes);
    if bytes.len() <= MAX_OWN_BYTES && matches!(text, Cow::Owned(_)) {
        let words = context
            .language
            .pick("tệp phải là UTF-8", "the file must be UTF-8");
        return Err(usage(words.to_owned()));
    }
    let app = context.open().await?.app;
    match add(&app, &name, &text).await {
        Ok(added) => {
            let (units, points) = (added.units, added.points);
            let words = context.language.pick(
                format!("đã nhận {units} đơn vị riêng và {points} điểm tiếp nhận"),
                format!("took in {units} own units and {points} reception points"),
            );
            writeln!(context.err, "{words}")?;
            Ok(())
        }
        Err(AddError::Problems(problems)) => Err(refuse(context, &problems)?),
        Err(AddError::Usecase(error)) => Err(context.explain(error)),
    }
}

fn refuse(context: &mut Context, problems: &[Problem]) -> Result<CliError, CliError> {
    for problem in problems {
        writeln!(context.out, "{}", problem.describe(context.language))?;
    }
    let n = problems.len();
    Ok(CliError::Found(context.language.pick(
        format!("có {n} lỗi; không đơn vị nào được nhận"),
        format!("{n} problems; no unit was taken in"),
    )))
}

async fn trust_file(context: &mut Context, code: &str, key: &Path) -> Result<(), CliError> {
    let bytes = file::read(key, MOST_KEY_BYTES)
        .map_err(|error| CliError::Usage(format!("{}: {error}", key.display())))?;
    let text = String::from_utf8_lossy(&bytes);
    let app = context.open().await?.app;
    trust(&app, code, &text)
        .await
        .map_err(|error| context.explain(error))?;
    let words = context.language.pick(
        format!("đã tin cậy khóa này cho đơn vị {code}"),
        format!("this key now speaks for unit {code}"),
    );
    writeln!(context.err, "{words}")?;
    Ok(())
}
