//! Follows a province's figure from quarter to quarter.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::compute_results::{Counted, pooled};
use super::rank_units::last_quarters;
use super::release_results::release;
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::form::Form;
use crate::domain::period::Period;
use crate::domain::results::ResultRow;
use crate::domain::unit::Level;

/// One quarter.
#[derive(Clone, Debug)]
pub struct Quarter {
    /// Which.
    pub period: Period,
    /// The pooled headline of the form version with the most sheets; `None`: no sheet came.
    pub row: Option<ResultRow>,
    /// Why the figure must not be joined to the quarter before.
    pub breaks: Vec<Break>,
    /// Sheets of that form version by unit code.
    pub sheets: BTreeMap<String, u64>,
    communes: BTreeSet<String>,
}

/// What changed between two quarters, so that their figures are not of one series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// Another version of the form, from one to the other.
    Form(String, String),
    /// Another method, from one to the other.
    Method(String, String),
    /// Other communes: borders or competence changed.
    Borders,
}

/// What is followed.
#[derive(Clone, Copy, Debug)]
pub struct Along<'a> {
    /// The form, in whichever version was used most.
    pub form: &'a Form,
    /// Quarters at most.
    pub most: usize,
    /// What was released already: its quarter is not asked for again.
    pub known: Option<&'a Counted>,
}

/// The last quarters up to the one in which `period` ends, oldest first.
///
/// # Errors
/// When the unit is unknown, out of reach, or the file cannot be read.
pub async fn follow(
    app: &App,
    scope: &Scope,
    (unit, period): (&str, Period),
    along: Along<'_>,
) -> Result<Vec<Quarter>, UsecaseError> {
    let mut quarters: Vec<Quarter> = Vec::new();
    let mut periods = last_quarters(period, along.most);
    periods.reverse();
    for period in periods {
        let known = along.known.filter(|known| known.period == period);
        let mut quarter = match known {
            Some(known) => of(app, known, along.form)?,
            None => of(app, &release(app, scope, unit, period).await?, along.form)?,
        };
        if let Some(before) = quarters.last() {
            quarter.breaks = breaks(before, &quarter);
        }
        quarters.push(quarter);
    }
    Ok(quarters)
}

fn of(app: &App, counted: &Counted, form: &Form) -> Result<Quarter, UsecaseError> {
    let versions = app.catalog.versions(form.form_ref.id.as_str());
    let versions: Vec<&Arc<Form>> = versions.collect();
    let n_sheets = |form: &Form| sheets(counted, form).values().sum::<u64>();
    let used = versions.into_iter().filter(|form| n_sheets(form) > 0);
    let used = used.max_by_key(|form| n_sheets(form));
    let communes = counted.found.below.iter();
    let communes = communes.filter(|unit| unit.level == Level::Commune.as_str());
    Ok(Quarter {
        period: counted.period,
        row: match used {
            Some(form) => pooled(app, counted, form, None, None)?.into_iter().next(),
            None => None,
        },
        breaks: Vec::new(),
        sheets: used.map(|form| sheets(counted, form)).unwrap_or_default(),
        communes: communes.map(|unit| unit.code.clone()).collect(),
    })
}

/// Sheets of a form version by unit.
#[must_use]
pub fn sheets(counted: &Counted, form: &Form) -> BTreeMap<String, u64> {
    let name = form.form_ref.to_string();
    let units = counted.tallies.keys();
    units
        .map(|code| (code.clone(), counted.n_shown(code, &name)))
        .collect()
}

fn breaks(before: &Quarter, after: &Quarter) -> Vec<Break> {
    let mut breaks = Vec::new();
    if let (Some(old), Some(new)) = (&before.row, &after.row) {
        if old.form != new.form {
            breaks.push(Break::Form(old.form.clone(), new.form.clone()));
        }
        if old.method != new.method {
            breaks.push(Break::Method(old.method.clone(), new.method.clone()));
        }
    }
    if before.communes != after.communes {
        breaks.push(Break::Borders);
    }
    breaks
}
