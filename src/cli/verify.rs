//! `hailong verify`: recounts everything.

use serde_json::json;

use super::{CliError, Context};
use crate::usecase::verify_node::verify;

/// Checks file integrity, ledger and tallies against a recount of the answers.
#[derive(Debug, clap::Args)]
pub struct Verify {
    /// Prints a JSON object.
    #[arg(long)]
    json: bool,
}

impl Verify {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError::Found`] when anything differs.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let app = context.open().await?.app;
        let report = verify(&app).await.map_err(|error| context.explain(error))?;
        let agrees = report.differences.is_empty();
        if self.json {
            let line = json!({
                "ok": agrees, "units": report.units, "batches": report.batches,
                "answers": report.answers, "differences": report.differences,
            });
            writeln!(context.out, "{line}")?;
        } else {
            for difference in &report.differences {
                writeln!(context.out, "{difference}")?;
            }
        }
        let (units, batches, answers) = (report.units, report.batches, report.answers);
        if agrees {
            let words = context.language.pick(
                format!("khớp: {units} đơn vị, {batches} buổi đã niêm phong, {answers} phiếu"),
                format!("all agree: {units} units, {batches} sealed half-days, {answers} answers"),
            );
            writeln!(context.err, "{words}")?;
            return Ok(());
        }
        let n = report.differences.len();
        Err(CliError::Found(context.language.pick(
            format!("có {n} chỗ không khớp"),
            format!("{n} differences"),
        )))
    }
}
