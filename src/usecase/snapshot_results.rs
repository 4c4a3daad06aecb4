//! Takes the snapshot of a closed period that a publication makes public.

use std::collections::BTreeMap;

use serde_json::json;

use super::find_main_form::main_form;
use super::list_reports::{Source, Standing, standings};
use super::rank_units::rank;
use super::release_results::release;
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::period::{Period, Span};
use crate::domain::publication::{
    FactorFigure, Figure, Snapshot, UnitResult, UnitSnapshot, Whole, may_tell_whole,
};
use crate::domain::results::{ResultRow, Table, UnitLine};
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

/// The figures of a province's period, those of its ranking; `None`: there are none.
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
    let Some(form) = main_form(app, &counted, counted.round())? else {
        return Ok(None);
    };
    let table = rank(app, &counted, &form)?;
    let pooled = table.headline.first();
    let Some(first) = pooled.filter(|row| row.percent.is_some()) else {
        return Ok(None);
    };
    let mut units = BTreeMap::new();
    let mut measured = Vec::new();
    for unit in &counted.found.below {
        let mut lines = table.units.iter();
        let own = MeasuredUnit::of(lines.find(|line| line.headline.unit == unit.code));
        let round = counted.rounds.of_unit(&unit.code);
        let other = round.filter(|round| own.result.is_none() && round.form != first.form);
        let shown = UnitSnapshot {
            name: unit.full_name.clone(),
            result: own.result.clone(),
            other_form: other.map(|round| round.form.clone()),
        };
        units.insert(unit.code.clone(), shown);
        measured.push(own);
    }
    Ok(Some(Snapshot {
        version: 1,
        province: province.to_owned(),
        name: counted.found.unit.full_name.clone(),
        edition: counted.found.edition.as_str().to_owned(),
        period: period.to_string(),
        form: form.form_ref.to_string(),
        method: first.method.clone(),
        channels: first.channels.clone(),
        whole: whole(&table, &measured),
        units,
    }))
}

/// What a unit has: what is shown of it, and how many answers there are, shown or not.
#[derive(Default)]
struct MeasuredUnit {
    result: Option<UnitResult>,
    n: u64,
    /// By factor, in the order of the form.
    n_by_factor: Vec<u64>,
}

impl MeasuredUnit {
    /// `None`: nothing may be shown of it.
    fn of(line: Option<&UnitLine>) -> Self {
        let Some(line) = line else {
            return Self::default();
        };
        let headline = Some(&line.headline).filter(|row| row.enough);
        let factors = factors(&line.sections, &line.answered);
        Self {
            n: line.headline.n,
            n_by_factor: factors.iter().map(|(_, n)| *n).collect(),
            result: headline.and_then(Figure::of).map(|headline| UnitResult {
                headline,
                factors: factors.into_iter().map(|(factor, _)| factor).collect(),
            }),
        }
    }
}

/// Each factor with the people who answered its most answered question; the index, which is of no
/// section, is left out.
fn factors(sections: &[ResultRow], answered: &[u64]) -> Vec<(FactorFigure, u64)> {
    let of_factor = |(row, n): (&ResultRow, &u64)| {
        let section = row.section.clone()?;
        let figure = Some(row).filter(|row| row.enough).and_then(Figure::of);
        let figure = figure.map(|figure| Figure {
            n: *n,
            counts: BTreeMap::new(),
            ..figure
        });
        Some((FactorFigure { section, figure }, *n))
    };
    sections
        .iter()
        .zip(answered)
        .filter_map(of_factor)
        .collect()
}

fn whole(table: &Table, units: &[MeasuredUnit]) -> Option<Whole> {
    let hidden = units.iter().filter(|unit| unit.result.is_none());
    let hidden: Vec<u64> = hidden.map(|unit| unit.n).collect();
    let mut rows = table.headline.iter();
    let pooled = rows.next().and_then(Figure::of);
    let pooled = pooled.filter(|_| may_tell_whole(&hidden))?;
    let mean = rows.find(|row| row.units == UnitRollUp::MeanOfUnits);
    let mut shown = Vec::new();
    for (place, (mut factor, _)) in factors(&table.sections, &table.answered)
        .into_iter()
        .enumerate()
    {
        let untold = units.iter().filter(|unit| {
            let factors = unit.result.as_ref().map(|result| &result.factors);
            let own = factors.and_then(|factors| factors.get(place));
            own.is_none_or(|factor| factor.figure.is_none())
        });
        let hidden: Vec<u64> = untold
            .map(|unit| unit.n_by_factor.get(place).copied().unwrap_or(0))
            .collect();
        factor.figure = factor.figure.filter(|_| may_tell_whole(&hidden));
        shown.push(factor);
    }
    Some(Whole {
        pooled,
        mean: mean.and_then(|row| row.percent.clone()),
        factors: shown,
    })
}
