//! Takes the snapshot of a closed period that a publication makes public.

use serde_json::json;

use super::compute_results::{Counted, breakdown};
use super::find_main_form::{main_form, rated};
use super::list_reports::{Source, Standing, standings};
use super::release_results::release;
use super::{App, UsecaseError, find_round};
use crate::domain::account::Scope;
use crate::domain::form::Form;
use crate::domain::period::{Period, Span};
use crate::domain::publication::{
    FactorFigure, Figure, Snapshot, UnitResult, UnitSnapshot, Whole, may_tell_whole,
};
use crate::domain::results::{By, ResultRow};
use crate::domain::roll_up::UnitRollUp;
use crate::storage::closed_span;

/// Why a period cannot be published yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Its last day is still to come.
    NotOver {
        /// That day, ISO.
        last_day: String,
    },
    /// Answers are still counted for units collected here.
    Open {
        /// The last day on which they are, ISO.
        until: String,
        /// Their names.
        units: Vec<String>,
    },
    /// Bundles of these units were made before the period was closed.
    Provisional {
        /// Their names.
        units: Vec<String>,
    },
    /// Nobody answered a form that has a percent.
    NoFigures,
}

/// What stands in the way of a province's period.
///
/// # Errors
/// When the province is unknown or out of reach, or the file cannot be read.
pub async fn obstacles(
    app: &App,
    scope: &Scope,
    province: &str,
    period: Period,
) -> Result<Vec<Obstacle>, UsecaseError> {
    let today = app.clock.now_local().date();
    if today <= period.to() {
        let last_day = period.to().to_string();
        return Ok(vec![Obstacle::NotOver { last_day }]);
    }
    let standings = standings(app, scope, province, period).await?;
    let mut found = Vec::new();
    let last = Span::of(period.to());
    if !last.is_past_closing(today) {
        let units = open_here(app, &standings, period).await?;
        if !units.is_empty() {
            let until = last.open_until().to_string();
            found.push(Obstacle::Open { until, units });
        }
    }
    let provisional = standings.iter().filter(|unit| match unit.source {
        Source::Merged { is_final, .. } => !is_final,
        Source::Here | Source::Withdrawn { .. } | Source::Nothing => false,
    });
    let units: Vec<String> = provisional.map(|unit| unit.name.clone()).collect();
    if !units.is_empty() {
        found.push(Obstacle::Provisional { units });
    }
    Ok(found)
}

/// The units collected here that have a span of the period neither past its days nor closed by
/// hand.
async fn open_here(
    app: &App,
    standings: &[Standing],
    period: Period,
) -> Result<Vec<String>, UsecaseError> {
    let today = app.clock.now_local().date();
    let mut spans = period.spans();
    spans.retain(|span| !span.is_past_closing(today));
    let here = || standings.iter().filter(|unit| unit.source == Source::Here);
    let asked: Vec<[String; 2]> = here()
        .flat_map(|unit| {
            let pairs = spans
                .iter()
                .map(|span| [unit.unit.clone(), span.to_string()]);
            pairs.collect::<Vec<_>>()
        })
        .collect();
    let asked = json!(asked).to_string();
    let closed = closed_span::among(&mut *app.store.read().await?, &asked).await?;
    let n_closed = |code: &str| closed.iter().filter(|(unit, _)| unit == code).count();
    let open = here().filter(|unit| n_closed(&unit.unit) < spans.len());
    Ok(open.map(|unit| unit.name.clone()).collect())
}

/// The figures of a province's period; `None`: there are none.
///
/// # Errors
/// When the province is unknown or out of reach, or the file cannot be read.
pub async fn snapshot(
    app: &App,
    scope: &Scope,
    province: &str,
    period: Period,
) -> Result<Option<Snapshot>, UsecaseError> {
    let counted = release(app, scope, province, period).await?;
    let round = find_round::of_unit(app, &counted.found.unit, period).await?;
    let Some(form) = main_form(app, &counted, round.as_ref())? else {
        return Ok(None);
    };
    let asked = Asked {
        app,
        form: &form,
        method: round.as_ref().map(|round| round.method.as_str()),
    };
    let rows = asked.rows(&counted, None)?;
    let Some(first) = rows.first().filter(|row| row.percent.is_some()) else {
        return Ok(None);
    };
    let mut snapshot = Snapshot {
        version: 1,
        province: province.to_owned(),
        name: counted.found.unit.full_name.clone(),
        edition: counted.found.edition.as_str().to_owned(),
        period: period.to_string(),
        form: form.form_ref.to_string(),
        method: first.method.clone(),
        channels: first.channels.clone(),
        whole: None,
        units: std::collections::BTreeMap::new(),
    };
    let mut measured = Vec::new();
    for unit in &counted.found.below {
        let own = asked.unit(&counted.only(unit))?;
        let shown = UnitSnapshot {
            name: unit.full_name.clone(),
            result: own.result.clone(),
        };
        snapshot.units.insert(unit.code.clone(), shown);
        measured.push(own);
    }
    snapshot.whole = asked.whole(&counted, &rows, &measured)?;
    Ok(Some(snapshot))
}

/// What a unit has: what is shown of it, and how many answers there are, shown or not.
struct MeasuredUnit {
    result: Option<UnitResult>,
    n: u64,
    /// By factor, in the order of the form.
    n_by_factor: Vec<u64>,
}

#[derive(Clone, Copy)]
struct Asked<'a> {
    app: &'a App,
    form: &'a Form,
    method: Option<&'a str>,
}

impl Asked<'_> {
    fn rows(&self, counted: &Counted, by: Option<By>) -> Result<Vec<ResultRow>, UsecaseError> {
        breakdown(self.app, counted, self.form, self.method, by)
    }

    fn unit(&self, counted: &Counted) -> Result<MeasuredUnit, UsecaseError> {
        let rows = self.rows(counted, None)?;
        let row = rows.first();
        let factors = self.factors(counted)?;
        let headline = row.filter(|row| row.enough).and_then(Figure::of);
        Ok(MeasuredUnit {
            n: row.map_or(0, |row| row.n),
            n_by_factor: factors.iter().map(|(_, n)| *n).collect(),
            result: headline.map(|headline| UnitResult {
                headline,
                factors: factors.into_iter().map(|(factor, _)| factor).collect(),
            }),
        })
    }

    /// Each factor with the people who answered its most answered question.
    fn factors(&self, counted: &Counted) -> Result<Vec<(FactorFigure, u64)>, UsecaseError> {
        let sections = self.rows(counted, Some(By::Section))?;
        let questions = self.rows(counted, Some(By::Question))?;
        let mut factors = Vec::new();
        for section in self.form.factors() {
            let id = section.id.as_str();
            let own = rated(section).filter_map(|question| {
                let id = Some(question.id.as_str());
                questions.iter().find(|row| row.question.as_deref() == id)
            });
            let (mut n, mut is_enough) = (0, false);
            for row in own {
                n = n.max(row.n);
                is_enough |= row.enough;
            }
            let row = sections
                .iter()
                .find(|row| row.section.as_deref() == Some(id));
            let figure = row.filter(|_| is_enough).and_then(Figure::of);
            let figure = figure.map(|figure| Figure {
                n,
                counts: std::collections::BTreeMap::new(),
                ..figure
            });
            let section = id.to_owned();
            factors.push((FactorFigure { section, figure }, n));
        }
        Ok(factors)
    }

    fn whole(
        &self,
        counted: &Counted,
        rows: &[ResultRow],
        units: &[MeasuredUnit],
    ) -> Result<Option<Whole>, UsecaseError> {
        let hidden = units.iter().filter(|unit| unit.result.is_none());
        let hidden: Vec<u64> = hidden.map(|unit| unit.n).collect();
        let of = |way| rows.iter().find(|row| row.units == way);
        let pooled = of(UnitRollUp::PooledCounts).and_then(Figure::of);
        let Some(pooled) = pooled.filter(|_| may_tell_whole(&hidden)) else {
            return Ok(None);
        };
        let mut factors = Vec::new();
        for (place, (mut factor, _)) in self.factors(counted)?.into_iter().enumerate() {
            let untold = units.iter().filter(|unit| {
                let factors = unit.result.as_ref().map(|result| &result.factors);
                let own = factors.and_then(|factors| factors.get(place));
                own.is_none_or(|factor| factor.figure.is_none())
            });
            let hidden: Vec<u64> = untold
                .map(|unit| unit.n_by_factor.get(place).copied().unwrap_or(0))
                .collect();
            factor.figure = factor.figure.filter(|_| may_tell_whole(&hidden));
            factors.push(factor);
        }
        Ok(Some(Whole {
            pooled,
            mean: of(UnitRollUp::MeanOfUnits).and_then(|row| row.percent.clone()),
            factors,
        }))
    }
}
