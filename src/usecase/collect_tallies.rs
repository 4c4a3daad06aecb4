//! Collects what was counted in a period: sealed tallies, and what is still open, counted now.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use sqlx::SqliteConnection;

use super::seal_batch::{Contents, decode_tallies, known_form};
use super::{App, UsecaseError};
use crate::domain::period::{HalfDay, Period, Span};
use crate::domain::tally::FormTally;
use crate::storage::tally::TallyRow;
use crate::storage::unit::UnitRow;
use crate::storage::{StorageError, answer, batch, bundle_span, bundle_tally, closed_span, tally};

/// What one unit counted in a period.
#[derive(Clone, Debug, Default)]
pub struct UnitTallies {
    /// Tallies by span and `id@version`.
    pub spans: BTreeMap<Span, BTreeMap<String, FormTally>>,
    /// Answers by `id@version` that came after their span had closed: kept, not counted.
    pub late: BTreeMap<String, u64>,
    /// Spans that were closed before their ten days were over: by hand here, or in a bundle.
    pub closed: BTreeSet<Span>,
}

impl UnitTallies {
    /// The forms that have answers, counted or late.
    pub fn forms(&self) -> impl Iterator<Item = &String> {
        self.spans
            .values()
            .flat_map(BTreeMap::keys)
            .chain(self.late.keys())
    }
}

/// What `units` counted in a period, whether they are collected for here or their bundles were
/// merged. A unit without answers has an empty entry.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn collect(
    app: &App,
    units: &[UnitRow],
    period: Period,
) -> Result<BTreeMap<String, UnitTallies>, UsecaseError> {
    collect_around(app, units, period, (period.from(), period.to())).await
}

/// As [`collect`], with the tallies of all spans between two days around the period. What came
/// late is that of the period alone.
///
/// # Errors
/// As for [`collect`].
pub async fn collect_around(
    app: &App,
    units: &[UnitRow],
    period: Period,
    around: (Date, Date),
) -> Result<BTreeMap<String, UnitTallies>, UsecaseError> {
    let mut collected: BTreeMap<String, UnitTallies> = units
        .iter()
        .map(|unit| (unit.code.clone(), UnitTallies::default()))
        .collect();
    let mut connection = app.store.read().await?;
    // One read transaction: a batch sealed meanwhile is neither missed nor counted twice.
    let mut snapshot = sqlx::Connection::begin(&mut *connection)
        .await
        .map_err(StorageError::from)?;
    let (from, to) = (
        Span::of(around.0).to_string(),
        Span::of(around.1).to_string(),
    );
    // A unit is collected for here or its bundles are merged, never both.
    let codes: Vec<&str> = units.iter().map(|unit| unit.code.as_str()).collect();
    let codes = serde_json::json!(codes).to_string();
    let sealed = tally::of_units(&mut snapshot, &codes, &from, &to).await?;
    let merged = bundle_tally::of_units(&mut snapshot, &codes, &from, &to).await?;
    for row in sealed.into_iter().chain(merged) {
        if let Some(unit) = collected.get_mut(&row.unit) {
            add_row(app, unit, &row)?;
        }
    }
    let (first, last) = (
        format!("{}-am", period.from()),
        format!("{}-pm", period.to()),
    );
    for (code, tallies) in batch::sealed_late(&mut snapshot, &first, &last).await? {
        if let Some(unit) = collected.get_mut(&code) {
            add_late(unit, decode_tallies(&app.catalog, &tallies)?);
        }
    }
    for row in bundle_span::between(&mut snapshot, &from, &to).await? {
        let Some((unit, span)) = collected.get_mut(&row.unit).zip(Span::parse(&row.span)) else {
            continue;
        };
        if row.is_final && !row.is_withdrawn {
            unit.closed.insert(span);
        }
        if is_in(period, span.from()) {
            for (form, n) in row.late_by_form()? {
                *unit.late.entry(form).or_default() += n;
            }
        }
    }
    for (unit, span) in closed_span::between(&mut snapshot, &from, &to).await? {
        if let Some((unit, span)) = collected.get_mut(&unit).zip(Span::parse(&span)) {
            unit.closed.insert(span);
        }
    }
    add_open(app, &mut snapshot, &mut collected, (period, around)).await?;
    Ok(collected)
}

fn is_in(period: Period, day: Date) -> bool {
    (period.from()..=period.to()).contains(&day)
}

fn add_row(app: &App, unit: &mut UnitTallies, row: &TallyRow) -> Result<(), StorageError> {
    let form = known_form(&app.catalog, &row.form)?;
    let corrupt = |what: String| {
        StorageError::Corrupt(format!(
            "tally {} {} {}: {what}",
            row.unit, row.span, row.form
        ))
    };
    let span = Span::parse(&row.span).ok_or_else(|| corrupt("no such span".to_owned()))?;
    let counted =
        FormTally::decode(form, &row.cells).map_err(|error| corrupt(error.to_string()))?;
    add_counted(unit, span, [(row.form.clone(), counted)])
}

fn add_counted(
    unit: &mut UnitTallies,
    span: Span,
    counted: impl IntoIterator<Item = (String, FormTally)>,
) -> Result<(), StorageError> {
    let forms = unit.spans.entry(span).or_default();
    for (form, tally) in counted {
        forms
            .entry(form)
            .or_default()
            .merge(&tally)
            .map_err(|error| StorageError::Corrupt(error.to_string()))?;
    }
    Ok(())
}

fn add_late(unit: &mut UnitTallies, forms: BTreeMap<String, FormTally>) {
    for (form, tally) in forms {
        let n: u64 = tally.cells.values().map(|cell| cell.sheets).sum();
        *unit.late.entry(form).or_default() += n;
    }
}

async fn add_open(
    app: &App,
    connection: &mut SqliteConnection,
    collected: &mut BTreeMap<String, UnitTallies>,
    (period, around): (Period, (Date, Date)),
) -> Result<(), StorageError> {
    for open in batch::all_open(connection).await? {
        let half_day = HalfDay::parse(&open.half_day)
            .ok_or_else(|| StorageError::Corrupt(format!("half-day {:?}", open.half_day)))?;
        let day = half_day.date();
        let is_asked = if open.late {
            is_in(period, day)
        } else {
            (around.0..=around.1).contains(&day)
        };
        let Some(unit) = collected.get_mut(&open.unit).filter(|_| is_asked) else {
            continue;
        };
        let answers = answer::of_batch(connection, &open.unit, open.number).await?;
        let forms = Contents::read(&app.catalog, &answers)?.forms;
        if open.late {
            add_late(unit, forms);
        } else {
            add_counted(unit, half_day.span(), forms)?;
        }
    }
    Ok(())
}
