//! Ranks a province's units, each with its factors.

use super::compute_results::{Counted, with_input};
use super::release_results::release;
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::form::Form;
use crate::domain::period::Period;
use crate::domain::results::{Table, table};

/// The ranking of one form version: by the round's method, else by the form's own.
///
/// # Errors
/// When the method is unknown or a tally is corrupt.
pub fn rank(app: &App, counted: &Counted, form: &Form) -> Result<Table, UsecaseError> {
    with_input(app, counted, form, (None, None), table)
}

/// The quarter in which a period ends and the three before it, newest first; fewer at the
/// beginning of all counting.
#[must_use]
pub fn four_quarters(period: Period) -> Vec<Period> {
    last_quarters(period, 4)
}

/// The quarter in which a period ends and those before it, newest first.
#[must_use]
pub fn last_quarters(period: Period, most: usize) -> Vec<Period> {
    let newest = Period::quarter_of(period.to(), period.rule());
    let before = |period: &Period| Period::parse(&period.previous().to_string()).ok();
    std::iter::successors(Some(newest), before)
        .take(most)
        .collect()
}

/// What the four quarters that end with `period` hold together: each is released by itself, and
/// the sums of what was released are added.
///
/// # Errors
/// When the unit is unknown, out of reach, or the file cannot be read.
pub async fn release_four(
    app: &App,
    scope: &Scope,
    unit: &str,
    period: Period,
) -> Result<Counted, UsecaseError> {
    let mut quarters = four_quarters(period).into_iter();
    let newest = quarters.next().unwrap_or(period);
    let mut all = release(app, scope, unit, newest).await?;
    for quarter in quarters {
        all.add_earlier(release(app, scope, unit, quarter).await?)?;
    }
    Ok(all)
}
