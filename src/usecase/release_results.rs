//! Releases results: what pages, files and the API may show of what was counted.
//!
//! Closed spans are shown folded, open ones from a stored snapshot. ADR 0010 says why.

mod shown;
mod stamp;
mod unit;

pub use self::shown::Disclosed;
pub use self::stamp::Stamp;
pub(super) use self::stamp::stamps;
pub use self::unit::UnitReleases;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use self::unit::{UnitRelease, of_units};
use super::collect_tallies::UnitTallies;
use super::compute_results::{Counted, Query, breakdown, forms};
use super::find_unit::{Found, find};
use super::import_dossiers::received;
use super::memory::Memory;
use super::seal_batch::known_form;
use super::{App, UsecaseError, find_round};
use crate::domain::account::Scope;
use crate::domain::disclosure::{self, Group, Months, Released, Remainder, Rule, Table};
use crate::domain::period::Period;
use crate::domain::results::{FOLDED, ResultRow, UnitData};
use crate::domain::tally::TallyError;
use crate::storage::{Mark, StorageError};

/// Released results by unit code and period, until anything at all is written or the day ends.
pub type ReleasedResults = Memory<(String, Period), (Mark, Date), Counted>;

/// What may be shown of a unit's period, ready for as many breakdowns as a reader wants.
///
/// # Errors
/// When the unit is unknown, out of reach, or the file cannot be read.
pub async fn release(
    app: &App,
    scope: &Scope,
    unit: &str,
    period: Period,
) -> Result<Counted, UsecaseError> {
    // Asked before anything is read: what changes meanwhile makes the next reader read again.
    let ground = (app.store.mark().await?, app.clock.now_local().date());
    let found = find(app, scope, unit, period).await?;
    let asked = (unit.to_owned(), period);
    if let Some(kept) = app.counted.find(&asked, &ground) {
        return Ok(Counted::clone(&kept));
    }
    let counted = together(app, found, period).await?;
    app.counted.keep(asked, ground, Arc::new(counted.clone()));
    Ok(counted)
}

/// What may be shown of the units that make up a unit, and of those too few alone.
async fn together(app: &App, found: Found, period: Period) -> Result<Counted, UsecaseError> {
    let rounds = find_round::of_period(&mut *app.store.read().await?, &found.unit, period).await?;
    let dossiers = received(app, found.counted(), period).await?;
    let mut release = Release {
        units: of_units(app, found.counted(), period).await?,
        ..Release::default()
    };
    if !found.below.is_empty() {
        release.add_pools(app)?;
    }
    let late = |unit: &Arc<UnitRelease>| UnitTallies {
        late: unit.late.clone(),
        ..UnitTallies::default()
    };
    let tallies = release.units.iter();
    let tallies = tallies.map(|(code, unit)| (code.clone(), late(unit)));
    Ok(Counted {
        tallies: tallies.collect(),
        found,
        period,
        dossiers,
        rounds,
        release: Some(release),
    })
}

/// Result rows for one question, as they may be shown.
///
/// # Errors
/// When unit, form or method are unknown, or the file cannot be read.
pub async fn compute_released(
    app: &App,
    scope: &Scope,
    query: Query<'_>,
) -> Result<Vec<ResultRow>, UsecaseError> {
    let counted = release(app, scope, query.unit, query.period).await?;
    let mut rows = Vec::new();
    for form in forms(app, &counted, query.form)? {
        rows.extend(breakdown(app, &counted, &form, query.method, query.by)?);
    }
    Ok(rows)
}

/// What may be shown of several units.
#[derive(Clone, Debug, Default)]
pub(super) struct Release {
    units: BTreeMap<String, Arc<UnitRelease>>,
    /// What units are too few for alone, by form.
    pools: BTreeMap<String, UnitData>,
}

impl Release {
    /// The forms that have answers, shown or not.
    pub(super) fn forms(&self) -> impl Iterator<Item = &String> {
        self.units.values().flat_map(|unit| unit.forms.keys())
    }

    /// What may be shown of one unit and form.
    pub(super) fn of(&self, unit: &str, form: &str) -> Option<&Arc<Released<Table>>> {
        self.units.get(unit)?.forms.get(form)
    }

    /// What units hold together that are too few alone.
    pub(super) fn pool(&self, form: &str) -> Option<&UnitData> {
        self.pools.get(form)
    }

    /// Adds what was released of another period.
    fn add(&mut self, other: Self) -> Result<(), StorageError> {
        for (code, unit) in other.units {
            match self.units.get_mut(&code) {
                Some(own) => Arc::make_mut(own).add(&unit).map_err(corrupt)?,
                None => {
                    self.units.insert(code, unit);
                }
            }
        }
        for (form, pool) in other.pools {
            let (Some(known), Some(more)) = (self.pools.get_mut(&form), &pool.released) else {
                self.pools.insert(form, pool);
                continue;
            };
            known.pooled = known.pooled.max(pool.pooled);
            if let Some(released) = &mut known.released {
                Arc::make_mut(released).add(more).map_err(corrupt)?;
            }
        }
        Ok(())
    }

    /// Adds up over the units what each is too few for.
    fn add_pools(&mut self, app: &App) -> Result<(), StorageError> {
        let mut remainders: BTreeMap<&String, Vec<&[Remainder<Table>]>> = BTreeMap::new();
        for (name, released) in self.units.values().flat_map(|unit| &unit.forms) {
            remainders
                .entry(name)
                .or_default()
                .push(&released.remainders);
        }
        let mut pools = BTreeMap::new();
        for (name, remainders) in remainders {
            let rule = Rule::of(known_form(&app.catalog, name)?);
            let pool = disclosure::pool(&rule, remainders).map_err(corrupt)?;
            let group = || Group {
                names: Vec::new(),
                also: Vec::new(),
                is_folded: true,
                answers: pool.answers.clone(),
            };
            let released = Released {
                total: pool.answers.clone(),
                lacks: pool.lacks,
                months: vec![Months {
                    labels: Vec::new(),
                    answers: pool.answers.clone(),
                    lacks: false,
                }],
                channels: vec![group()],
                services: vec![group()],
                remainders: Vec::new(),
            };
            if !pool.answers.is_nobody() {
                pools.insert(
                    name.clone(),
                    UnitData {
                        unit: FOLDED.to_owned(),
                        released: Some(Arc::new(released)),
                        pooled: Some(pool.n_units),
                        ..UnitData::default()
                    },
                );
            }
        }
        self.pools = pools;
        Ok(())
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "stands where an error is mapped"
)]
fn corrupt(error: TallyError) -> StorageError {
    StorageError::Corrupt(error.to_string())
}
