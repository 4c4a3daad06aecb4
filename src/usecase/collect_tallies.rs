//! Collects what was counted in a period: sealed tallies, and what is still open, counted now.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use super::seal_batch::{Contents, known_form};
use super::{App, UsecaseError};
use crate::domain::period::{HalfDay, Period, Span};
use crate::domain::tally::FormTally;
use crate::storage::tally::TallyRow;
use crate::storage::{StorageError, answer, batch, tally};

/// What one unit counted in a period.
#[derive(Clone, Debug, Default)]
pub struct UnitTallies {
    /// Tallies by span and `id@version`.
    pub spans: BTreeMap<Span, BTreeMap<String, FormTally>>,
    /// Answers that came after their span had closed: kept, not counted.
    pub late: u64,
}

impl UnitTallies {
    /// The forms that have answers, sorted.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.spans
            .values()
            .flat_map(|forms| forms.keys().map(String::as_str))
    }
}

/// What every unit here counted in a period, whether it collects here or its bundles were
/// merged.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn collect(
    app: &App,
    period: Period,
) -> Result<BTreeMap<String, UnitTallies>, UsecaseError> {
    let mut connection = app.store.read().await?;
    // One read transaction: a batch sealed meanwhile is neither missed nor counted twice.
    let mut snapshot = sqlx::Connection::begin(&mut *connection)
        .await
        .map_err(StorageError::from)?;
    let (from, to) = (Span::of(period.from()), Span::of(period.to()));
    let sealed = tally::in_spans(&mut snapshot, &from.to_string(), &to.to_string()).await?;
    let mut units: BTreeMap<String, UnitTallies> = BTreeMap::new();
    for row in sealed {
        add_row(app, &mut units, row)?;
    }
    let (first, last) = (
        format!("{}-am", period.from()),
        format!("{}-pm", period.to()),
    );
    for (unit, late) in batch::sealed_late(&mut snapshot, &first, &last).await? {
        units.entry(unit).or_default().late += late;
    }
    add_open(app, &mut snapshot, &mut units, period).await?;
    Ok(units)
}

fn add_row(
    app: &App,
    units: &mut BTreeMap<String, UnitTallies>,
    row: TallyRow,
) -> Result<(), StorageError> {
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
    let total = units
        .entry(row.unit.clone())
        .or_default()
        .spans
        .entry(span)
        .or_default();
    total
        .entry(row.form.clone())
        .or_default()
        .merge(&counted)
        .map_err(|error| corrupt(error.to_string()))
}

async fn add_open(
    app: &App,
    connection: &mut SqliteConnection,
    units: &mut BTreeMap<String, UnitTallies>,
    period: Period,
) -> Result<(), StorageError> {
    for open in batch::all_open(connection).await? {
        let half_day = HalfDay::parse(&open.half_day)
            .ok_or_else(|| StorageError::Corrupt(format!("half-day {:?}", open.half_day)))?;
        if half_day.date() < period.from() || half_day.date() > period.to() {
            continue;
        }
        let unit = units.entry(open.unit.clone()).or_default();
        if open.late {
            unit.late += answer::count_in_batch(connection, &open.unit, open.number).await?;
            continue;
        }
        let answers = answer::of_batch(connection, &open.unit, open.number).await?;
        let forms = unit.spans.entry(half_day.span()).or_default();
        for (form, counted) in Contents::read(&app.catalog, &answers)?.forms {
            forms
                .entry(form)
                .or_default()
                .merge(&counted)
                .map_err(|error| StorageError::Corrupt(error.to_string()))?;
        }
    }
    Ok(())
}
