//! `hailong period`: closing before the ten days are over.

use super::{CliError, Context};
use crate::domain::account::Scope;
use crate::domain::period::Period;
use crate::usecase::close_period::close;
use crate::usecase::find_unit::{find, is_collected};

/// Periods of account.
#[derive(Debug, clap::Subcommand)]
pub enum PeriodCommand {
    /// Closes a unit's period: what comes later is kept as late and does not count.
    Close {
        /// Such as 2026-Q4, 2026-11 or 2026-Q4b.
        period: String,
        /// Unit code.
        #[arg(long, value_name = "CODE")]
        unit: String,
    },
}

impl PeriodCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// In words for the reader.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let Self::Close { period, unit } = self;
        let period = parse_period(context, &period)?;
        let app = context.open().await?.app;
        find(&app, &Scope::of_shell(), &unit, period)
            .await
            .map_err(|e| context.explain(e))?;
        let mut connection = app
            .store
            .read()
            .await
            .map_err(|e| context.explain(e.into()))?;
        let collected = is_collected(&mut connection, &app.node.unit, &unit).await;
        drop(connection);
        if !collected.map_err(|error| context.explain(error))? {
            return Err(context.explain(crate::usecase::UsecaseError::NotCollected(unit)));
        }
        let spans = close(&app, &unit, period)
            .await
            .map_err(|error| context.explain(error))?;
        let today = context.clock.now_local().date();
        for span in spans {
            let (from, to) = (span.from(), span.to());
            let words = if to < today {
                context.language.pick(
                    format!("đã khóa {from} – {to}"),
                    format!("closed {from} – {to}"),
                )
            } else {
                context.language.pick(
                    format!(
                        "đã khóa {from} – {to}, chưa hết kỳ: phiếu đến từ bây giờ được ghi là trễ"
                    ),
                    format!("closed {from} – {to}, not over yet: answers from now on are late"),
                )
            };
            writeln!(context.err, "{words}")?;
        }
        Ok(())
    }
}

/// Reads a period, or says in the reader's language what one looks like.
///
/// # Errors
/// [`CliError::Usage`] when the text names no period.
pub fn parse_period(context: &Context, text: &str) -> Result<Period, CliError> {
    Period::parse(text).map_err(|_| {
        CliError::Usage(context.language.pick(
            format!("không có kỳ “{text}”; ví dụ: 2026, 2026-H2, 2026-Q4, 2026-11, thêm b cho kỳ báo cáo 15–14"),
            format!("no period “{text}”; such as 2026, 2026-H2, 2026-Q4, 2026-11, with b for the 15th to the 14th"),
        ))
    })
}
