//! `hailong simulate`: answers through the real intake.

use std::io::IsTerminal as _;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{CliError, Context};
use crate::domain::account::Scope;
use crate::domain::period::FIRST_YEAR;
use crate::domain::simulation::Profile;
use crate::usecase::App;
use crate::usecase::find_unit::find_today;
use crate::usecase::simulate::{Plan, Progress, Summary, simulate};

/// Hands in simulated answers, repeatable by seed.
#[derive(Debug, clap::Args)]
pub struct Simulate {
    /// Equal seeds on equal days: equal answers.
    #[arg(long)]
    seed: u64,
    /// How many units: the node's own, or at a province the first so many of its communes.
    #[arg(long)]
    units: usize,
    /// How many answers, over all units.
    #[arg(long)]
    answers: usize,
    /// honest, or stuffed:20% for answers that units gave themselves.
    #[arg(long, default_value = "honest")]
    profile: String,
    /// First day; three months before the last unless given.
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Last day; yesterday unless given.
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
}

impl Simulate {
    /// Runs the command.
    ///
    /// # Errors
    /// When there are fewer units, or the days or the profile cannot be (2).
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let profile =
            Profile::parse(&self.profile).map_err(|error| CliError::Usage(error.to_string()))?;
        let opened = context.open().await?;
        let units = first_units(context, &opened.app, self.units).await?;
        let today = opened.app.clock.now_local().date();
        let last_day = self.to.unwrap_or_else(|| today.saturating_sub(1.day()));
        let plan = Plan {
            units: &units,
            n_answers: self.answers,
            first_day: self.from.unwrap_or_else(|| three_months_before(last_day)),
            last_day,
            profile,
            seed: self.seed,
        };
        let summary = run(context, &opened.app, &plan).await?;
        let (stored, known, clash) = (summary.n_stored, summary.n_duplicate, summary.n_conflict);
        let (n_units, sealed) = (units.len(), summary.n_sealed);
        let words = context.language.pick(
            format!("{n_units} đơn vị, {} đến {}: {stored} phiếu mới, {known} phiếu đã có, {clash} phiếu trùng mã khác nội dung; đã niêm phong {sealed} buổi", plan.first_day, plan.last_day),
            format!("{n_units} units, {} to {}: {stored} new answers, {known} known already, {clash} known with other content; {sealed} half-days sealed", plan.first_day, plan.last_day),
        );
        writeln!(context.err, "{words}")?;
        Ok(())
    }
}

/// Simulates; on a terminal, one line tells how far it is.
///
/// # Errors
/// In words for the reader.
pub(super) async fn run(
    context: &mut Context,
    app: &App,
    plan: &Plan<'_>,
) -> Result<Summary, CliError> {
    let is_watched = std::io::stderr().is_terminal();
    let words = context.language.pick("phiếu mô phỏng", "simulated answers");
    let err = &mut context.err;
    let mut tell = |progress: Progress| {
        if is_watched {
            let (day, n) = (progress.half_day.date(), progress.n_sent);
            // Progress that cannot be shown stops nothing.
            let _unseen = write!(err, "\r{day}  {n} {words} ").and_then(|()| err.flush());
        }
    };
    let outcome = simulate(app, plan, &mut tell).await;
    if is_watched {
        writeln!(context.err)?;
    }
    outcome.map_err(|error| context.explain(error))
}

/// Where a default period of three months begins.
pub(super) fn three_months_before(last_day: Date) -> Date {
    let from = last_day.saturating_sub(3.months()).saturating_add(1.day());
    let first = Date::new(FIRST_YEAR, 1, 1).unwrap_or(from);
    from.max(first)
}

async fn first_units(
    context: &Context,
    app: &App,
    n_units: usize,
) -> Result<Vec<String>, CliError> {
    let node = app.node.unit.as_str();
    let found = find_today(app, &Scope::of_unit(node), node)
        .await
        .map_err(|error| context.explain(error))?;
    let all = found.counted();
    if (1..=all.len()).contains(&n_units) {
        return Ok(all
            .iter()
            .take(n_units)
            .map(|unit| unit.code.clone())
            .collect());
    }
    let most = all.len();
    Err(CliError::Usage(context.language.pick(
        format!("nút này có 1 đến {most} đơn vị để mô phỏng, không phải {n_units}"),
        format!("this node has 1 to {most} units to simulate, not {n_units}"),
    )))
}
