//! A province's answers recounted: made through the intake, sealed, then verified.

use std::time::Instant;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::ground::{Ground, close};
use super::measure::{seconds, timed_rate};
use crate::cli::simulate;
use crate::cli::{CliError, Context};
use crate::domain::period::Span;
use crate::domain::simulation::Profile;
use crate::usecase::open_node::open;
use crate::usecase::simulate::Plan;
use crate::usecase::verify_node::verify;

/// Makes `n_answers` in all communes, recounts them, and writes both times. They lie in the last
/// week that can be exported, whose last day is returned.
pub(super) async fn write(
    context: &mut Context,
    ground: &Ground,
    n_answers: usize,
) -> Result<Date, CliError> {
    let folder = ground.copy("recount")?;
    let opened = open(&folder, context.clock.clone())
        .await
        .map_err(|error| context.explain(error))?;
    let last_day = last_closed_day(context.clock.now_local().date());
    let plan = Plan {
        units: &ground.communes,
        n_answers,
        first_day: last_day.saturating_sub(6.days()),
        last_day,
        profile: Profile::Honest,
        seed: 1,
    };
    let words = context
        .language
        .pick("đang tạo phiếu để đếm lại", "making answers to recount");
    writeln!(context.err, "{words}: {n_answers}")?;
    let begun = Instant::now();
    let made = simulate::run(context, &opened.app, &plan).await?;
    let making = begun.elapsed();
    let begun = Instant::now();
    let report = verify(&opened.app)
        .await
        .map_err(|error| context.explain(error))?;
    let recounting = begun.elapsed();
    if let Some(difference) = report.differences.first() {
        return Err(CliError::Found(difference.clone()));
    }
    let (n, rate) = (made.n_stored, timed_rate(made.n_stored, making));
    writeln!(
        context.out,
        "| measured | what | seconds | answers/s |\n|---|---|--:|--:|"
    )?;
    writeln!(
        context.out,
        "| making | {n} simulated answers of {} communes through the intake, {} half-days sealed | {} | {rate} |",
        ground.communes.len(),
        made.n_sealed,
        seconds(making),
    )?;
    let rate = timed_rate(n, recounting);
    writeln!(
        context.out,
        "| recount | `verify`: file, roots, signatures and tallies of the same | {} | {rate} |",
        seconds(recounting),
    )?;
    context.out.flush()?;
    close(opened).await?;
    Ok(last_day)
}

/// The last day of the last half-month that is closed.
fn last_closed_day(today: Date) -> Date {
    let mut span = Span::of(today);
    while !span.is_past_closing(today) {
        span = Span::of(span.from().saturating_sub(1.day()));
    }
    span.to()
}
