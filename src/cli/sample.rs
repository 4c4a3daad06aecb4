//! `hailong sample`: how many answers Slovin's formula wants.

use clap::Args;
use serde_json::json;

use crate::cli::method::Format;
use crate::cli::{CliError, Context};
use crate::domain::sample::{ErrorPercent, slovin};

/// `hailong sample --dossiers N [--error-percent 5]`
#[derive(Debug, Args)]
pub struct Sample {
    /// Number of dossiers.
    #[arg(long, allow_hyphen_values = true)]
    dossiers: String,
    /// Error in percent, above 0, at most 50.
    #[arg(long, default_value = "5", allow_hyphen_values = true)]
    error_percent: String,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

impl Sample {
    /// Prints the sample size: rounded up, uncapped.
    ///
    /// # Errors
    /// Wrong usage, with every problem; trouble writing.
    #[expect(clippy::unused_async, reason = "every command runs alike")]
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let language = context.language;
        let mut problems = Vec::new();
        let digits = self.dossiers.bytes().all(|byte| byte.is_ascii_digit());
        let dossiers = self.dossiers.parse::<u64>().ok().filter(|_| digits);
        if dossiers.is_none() {
            problems.push(language.pick(
                format!(
                    "--dossiers phải từ 0 đến {}; đã nhận {:?}",
                    u64::MAX,
                    self.dossiers
                ),
                format!(
                    "--dossiers must be from 0 to {}; got {:?}",
                    u64::MAX,
                    self.dossiers
                ),
            ));
        }
        let error = ErrorPercent::parse(&self.error_percent);
        if error.is_none() {
            let given = &self.error_percent;
            problems.push(language.pick(
                format!("--error-percent phải trên 0 và không quá 50; đã nhận {given:?}"),
                format!("--error-percent must be above 0 and at most 50; got {given:?}"),
            ));
        }
        let Some((dossiers, error)) = dossiers.zip(error) else {
            return Err(CliError::Usage(problems.join("\n")));
        };
        let sample = slovin(dossiers, &error);
        match self.format {
            Format::Json => {
                writeln!(
                    context.out,
                    "{}",
                    json!({"dossiers": dossiers, "sample": sample})
                )?;
            }
            Format::Table => {
                let words = language.pick("phiếu cần thu", "answers wanted");
                writeln!(context.out, "{sample} {words}")?;
            }
        }
        Ok(())
    }
}
