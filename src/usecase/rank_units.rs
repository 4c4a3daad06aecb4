//! Ranks a province's units, each with its factors.

use std::collections::BTreeMap;

use super::compute_results::{Counted, unit_data};
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::form::{Channel, Form};
use crate::domain::method::Method;
use crate::domain::period::Period;
use crate::domain::results::{ResultInput, Table, table};
use crate::storage::StorageError;
use crate::usecase::release_results::release;

/// The ranking of one form version, by its default method.
///
/// # Errors
/// When the form's method is unknown or a tally is corrupt.
pub fn rank(app: &App, counted: &Counted, form: &Form) -> Result<Table, UsecaseError> {
    let name = form.form_ref.to_string();
    let units = counted
        .found
        .counted()
        .iter()
        .map(|unit| unit_data(&unit.code, &name, counted))
        .collect::<Result<Vec<_>, _>>()?;
    let input = ResultInput {
        form,
        method: method_of(app, form)?,
        unit: &counted.found.unit.code,
        edition: counted.found.edition.as_str(),
        period: &counted.period.to_string(),
        from: &counted.period.from().to_string(),
        to: &counted.period.to().to_string(),
        units: &units,
        channels: &Channel::HEADLINE,
        by: None,
    };
    table(&input).map_err(|error| StorageError::Corrupt(error.to_string()).into())
}

/// The form's default method.
///
/// # Errors
/// [`UsecaseError::NotFound`] when it is unknown here.
pub fn method_of<'a>(app: &'a App, form: &Form) -> Result<&'a Method, UsecaseError> {
    let id = form.default_method.as_str();
    let unknown = || UsecaseError::NotFound(id.to_owned());
    app.methods.get(id).ok_or_else(unknown)
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
        let older = release(app, scope, unit, quarter).await?;
        // A sum of dossiers is known where every quarter's are.
        let known = |code: &String, dossiers: u64| Some(dossiers + older.dossiers.get(code)?);
        let dossiers: BTreeMap<String, u64> = all
            .dossiers
            .iter()
            .filter_map(|(code, dossiers)| Some((code.clone(), known(code, *dossiers)?)))
            .collect();
        all.dossiers = dossiers;
        for (code, tallies) in older.tallies {
            if let Some(unit) = all.tallies.get_mut(&code) {
                unit.spans.extend(tallies.spans);
                for (form, n) in tallies.late {
                    *unit.late.entry(form).or_default() += n;
                }
            }
        }
    }
    Ok(all)
}
