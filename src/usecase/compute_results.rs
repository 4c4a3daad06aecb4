//! Computes result rows: the one way every page, file, API and command gets its figures.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::collect_tallies::{UnitTallies, collect};
use super::find_unit::{Found, find};
use super::import_dossiers::received;
use super::release_results::Release;
use super::{App, Invalid, UsecaseError, find_round};
use crate::domain::account::Scope;
use crate::domain::form::{Channel, Form};
use crate::domain::method::Method;
use crate::domain::period::Period;
use crate::domain::results::{By, ResultInput, ResultRow, UnitData, pooled_rows, rows};
use crate::domain::round::{Round, Rounds};
use crate::domain::tally::{FormTally, TallyError};
use crate::storage::StorageError;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// Unit code.
    pub unit: &'a str,
    /// The period.
    pub period: Period,
    /// `id` for every version with a row each, `id@version` for one; `None`: every form that has
    /// answers.
    pub form: Option<&'a str>,
    /// Method id; `None`: that of the round that asks for the form, else the form's default.
    pub method: Option<&'a str>,
    /// The breakdown.
    pub by: Option<By>,
}

/// What was counted for a unit in a period, ready for as many breakdowns as a reader wants.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The unit and those below it.
    pub found: Found,
    /// The period.
    pub period: Period,
    /// Tallies by unit code; without counts where only what was released may be shown.
    pub tallies: BTreeMap<String, UnitTallies>,
    /// Dossiers received, by unit code, where known.
    pub dossiers: BTreeMap<String, u64>,
    /// The rounds that hold in exactly this period.
    pub rounds: Rounds,
    /// What may be shown; `None` for the shell, which sees everything.
    pub(super) release: Option<Release>,
}

impl Counted {
    /// The round that holds for what was counted.
    #[must_use]
    pub fn round(&self) -> Option<&Round> {
        find_round::of(&self.rounds, &self.found.unit)
    }

    /// The round that asks for this form version: its channels, its method and what it calls
    /// enough hold for no other.
    #[must_use]
    pub fn round_of(&self, form: &Form) -> Option<&Round> {
        let name = form.form_ref.to_string();
        match self.found.unit.parent {
            None => self.rounds.of_form(&name),
            Some(_) => self.round().filter(|round| round.form == name),
        }
    }

    /// Whether a round that holds here has this form version as its rotating block.
    #[must_use]
    pub fn rotates(&self, form: &Form) -> bool {
        let name = form.form_ref.to_string();
        let rotates = |round: &Round| round.rotating.as_ref() == Some(&name);
        match self.found.unit.parent {
            None => self.rounds.iter().any(rotates),
            Some(_) => self.round().is_some_and(rotates),
        }
    }

    /// The channels whose sum is shown of a form: the round's, except where no channel may be
    /// told from another, as while the period is open.
    #[must_use]
    pub fn channels(&self, form: &Form) -> &[Channel] {
        let is_exact = self.release.is_none();
        let round = self
            .round_of(form)
            .filter(|_| is_exact || self.is_divided());
        round.map_or(&Channel::HEADLINE[..], |round| &round.channels)
    }
}

/// Result rows for one question.
///
/// # Errors
/// When unit, form or method are unknown, or the file cannot be read.
pub async fn compute(
    app: &App,
    scope: &Scope,
    query: Query<'_>,
) -> Result<Vec<ResultRow>, UsecaseError> {
    let counted = count(app, scope, query.unit, query.period).await?;
    let mut rows = Vec::new();
    for form in forms(app, &counted, query.form)? {
        rows.extend(breakdown(app, &counted, &form, query.method, query.by)?);
    }
    Ok(rows)
}

/// Counts once for several breakdowns.
///
/// # Errors
/// When the unit is unknown, out of reach, or the file cannot be read.
pub async fn count(
    app: &App,
    scope: &Scope,
    unit: &str,
    period: Period,
) -> Result<Counted, UsecaseError> {
    let found = find(app, scope, unit, period).await?;
    let tallies = collect(app, found.counted(), period).await?;
    let dossiers = received(app, found.counted(), period).await?;
    let rounds = find_round::of_period(&mut *app.store.read().await?, &found.unit, period).await?;
    Ok(Counted {
        found,
        period,
        tallies,
        dossiers,
        rounds,
        release: None,
    })
}

/// The form versions a reader gets rows for.
///
/// # Errors
/// When a form is named that is not known here.
pub fn forms(
    app: &App,
    counted: &Counted,
    named: Option<&str>,
) -> Result<Vec<Arc<Form>>, UsecaseError> {
    let unknown = |name: &str| {
        UsecaseError::Invalid(Invalid {
            vi: format!("không có mẫu phiếu “{name}”"),
            en: format!("no form “{name}”"),
        })
    };
    match named {
        Some(name) if name.contains('@') => Ok(vec![Arc::clone(
            app.catalog.find(name).ok_or_else(|| unknown(name))?,
        )]),
        Some(id) => {
            let versions: Vec<_> = app.catalog.versions(id).map(Arc::clone).collect();
            if versions.is_empty() {
                Err(unknown(id))
            } else {
                Ok(versions)
            }
        }
        None => {
            let late = counted.tallies.values().flat_map(UnitTallies::forms);
            let shown = counted.release.iter().flat_map(Release::forms);
            let used: BTreeSet<&String> = late.chain(shown).collect();
            Ok(used
                .into_iter()
                .filter_map(|name| app.catalog.find(name))
                .map(Arc::clone)
                .collect())
        }
    }
}

/// Result rows of one form and breakdown.
///
/// # Errors
/// When the method is unknown.
pub fn breakdown(
    app: &App,
    counted: &Counted,
    form: &Form,
    method: Option<&str>,
    by: Option<By>,
) -> Result<Vec<ResultRow>, UsecaseError> {
    with_input(app, counted, form, (method, by), rows)
}

/// As [`breakdown`], without the means of units.
///
/// # Errors
/// As for [`breakdown`].
pub fn pooled(
    app: &App,
    counted: &Counted,
    form: &Form,
    method: Option<&str>,
    by: Option<By>,
) -> Result<Vec<ResultRow>, UsecaseError> {
    with_input(app, counted, form, (method, by), pooled_rows)
}

/// The method that holds for a form: the one named, else the round's, else the form's own; what is
/// enough is the round's.
///
/// # Errors
/// When it is unknown.
pub fn method_of(
    app: &App,
    counted: &Counted,
    form: &Form,
    named: Option<&str>,
) -> Result<Method, UsecaseError> {
    let round = counted.round_of(form);
    let of_round = round.map(|round| round.method.as_str());
    let id = named.or(of_round);
    let id = id.unwrap_or_else(|| form.default_method.as_str());
    let method = app.methods.get(id).ok_or_else(|| {
        UsecaseError::Invalid(Invalid {
            vi: format!("không có phương pháp “{id}”"),
            en: format!("no method “{id}”"),
        })
    })?;
    Ok(Method {
        enough: round.map_or(method.enough, |round| round.enough),
        ..method.clone()
    })
}

/// Computes something from what was counted with one form.
pub(super) fn with_input<T>(
    app: &App,
    counted: &Counted,
    form: &Form,
    (method, by): (Option<&str>, Option<By>),
    compute: impl FnOnce(&ResultInput<'_>) -> Result<T, TallyError>,
) -> Result<T, UsecaseError> {
    let method = method_of(app, counted, form, method)?;
    let name = form.form_ref.to_string();
    let mut units = counted
        .found
        .counted()
        .iter()
        .map(|unit| unit_data(&unit.code, &name, counted))
        .collect::<Result<Vec<_>, _>>()?;
    let pool = counted.release.as_ref().and_then(|it| it.pool(&name));
    units.extend(pool.cloned());
    let input = ResultInput {
        form,
        method: &method,
        unit: &counted.found.unit.code,
        edition: counted.found.edition.as_str(),
        period: &counted.period.to_string(),
        from: &counted.period.from().to_string(),
        to: &counted.period.to().to_string(),
        units: &units,
        channels: counted.channels(form),
        by,
    };
    compute(&input).map_err(|error| StorageError::Corrupt(error.to_string()).into())
}

fn unit_data(code: &str, form: &str, counted: &Counted) -> Result<UnitData, StorageError> {
    let mut months: BTreeMap<String, FormTally> = BTreeMap::new();
    let tallies = counted.tallies.get(code);
    for (span, forms) in tallies.iter().flat_map(|tallies| &tallies.spans) {
        if let Some(tally) = forms.get(form) {
            months
                .entry(counted.period.month_label(*span))
                .or_default()
                .merge(tally)
                .map_err(|error| StorageError::Corrupt(error.to_string()))?;
        }
    }
    let own = counted.rounds.of_unit_and_form(code, form);
    let late = tallies
        .and_then(|tallies| tallies.late.get(form))
        .copied()
        .unwrap_or(0);
    Ok(UnitData {
        unit: code.to_owned(),
        months,
        late,
        dossiers: counted.dossiers.get(code).copied(),
        enough: own.map(|round| round.enough),
        released: counted.release.as_ref().map(|release| {
            let released = release.of(code, form);
            released.map_or_else(Arc::default, Arc::clone)
        }),
        pooled: None,
    })
}
