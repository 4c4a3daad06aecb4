//! Keeps snapshots of open spans: taken when first asked for, replaced once five are newer.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::seal_batch::known_form;
use super::{App, UsecaseError};
use crate::domain::disclosure::{LEAST, is_due};
use crate::domain::form::Channel;
use crate::domain::period::{HalfDay, Span};
use crate::domain::tally::{Cell, CellTally, FormTally};
use crate::storage::snapshot::{self, SnapshotRow};
use crate::storage::{StorageError, answer, batch};

/// Which total: one unit's, of one span and form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wanted {
    unit: String,
    span: Span,
    form: String,
}

impl Wanted {
    pub(super) fn key(unit: &str, span: Span, form: &str) -> Self {
        Self {
            unit: unit.to_owned(),
            span,
            form: form.to_owned(),
        }
    }
}

/// A total as it was.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    /// Over the headline channels.
    pub(super) tally: CellTally,
    /// First and last day of its answers.
    pub(super) days: (Date, Date),
}

/// What may be shown of open spans, given what they hold now. Those that are due are taken in one
/// transaction, and read back: of two readers at once the first one's stays.
pub(super) async fn current(
    app: &App,
    wanted: Vec<(Wanted, CellTally)>,
) -> Result<BTreeMap<Wanted, Snapshot>, UsecaseError> {
    if wanted.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut held = held(app, &wanted).await?;
    let is_due = |(key, now): &&(Wanted, CellTally)| {
        let shown = held.get(key).map_or(0, |row| row.sheets);
        is_due(shown, now.sheets)
    };
    let due: Vec<&(Wanted, CellTally)> = wanted.iter().filter(is_due).collect();
    if !due.is_empty() {
        let mut rows = Vec::new();
        for (key, now) in due {
            rows.push(row(app, key, now).await?);
        }
        let mut write = app.store.write().await?;
        for row in &rows {
            snapshot::put(write.connection(), row, LEAST).await?;
        }
        write.commit().await?;
        held = self::held(app, &wanted).await?;
    }
    let mut snapshots = BTreeMap::new();
    for (key, row) in held {
        snapshots.insert(key, read(app, &row)?);
    }
    Ok(snapshots)
}

async fn held(
    app: &App,
    wanted: &[(Wanted, CellTally)],
) -> Result<BTreeMap<Wanted, SnapshotRow>, StorageError> {
    let units: BTreeSet<&str> = wanted.iter().map(|(key, _)| key.unit.as_str()).collect();
    let units = serde_json::json!(units).to_string();
    let spans = || wanted.iter().map(|(key, _)| key.span);
    let (Some(from), Some(to)) = (spans().min(), spans().max()) else {
        return Ok(BTreeMap::new());
    };
    let mut connection = app.store.read().await?;
    let (from, to) = (from.to_string(), to.to_string());
    let rows = snapshot::of_units(&mut connection, &units, &from, &to).await?;
    let keyed = |row: SnapshotRow| {
        let span = Span::parse(&row.span)?;
        Some((Wanted::key(&row.unit, span, &row.form), row))
    };
    Ok(rows.into_iter().filter_map(keyed).collect())
}

async fn row(app: &App, key: &Wanted, now: &CellTally) -> Result<SnapshotRow, StorageError> {
    let (first, last) = days(app, key).await?;
    // Which channel stands in the cell means nothing: it is all of the headline's.
    let cell = Cell {
        channel: Channel::Tablet,
        service: None,
        flagged: false,
    };
    let tally = FormTally {
        cells: [(cell, now.clone())].into(),
    };
    Ok(SnapshotRow {
        unit: key.unit.clone(),
        span: key.span.to_string(),
        form: key.form.clone(),
        sheets: now.sheets,
        cells: tally.encode(),
        first_day: first,
        last_day: last,
    })
}

/// The days the answers are of; of a bundle's, which names none, those of the span so far.
async fn days(app: &App, key: &Wanted) -> Result<(String, String), StorageError> {
    let channels = Channel::HEADLINE.map(Channel::as_str);
    let channels = serde_json::json!(channels).to_string();
    let (from, to) = (key.span.from(), key.span.to());
    let (first, last) = (format!("{from}-am"), format!("{to}-pm"));
    let mut connection = app.store.read().await?;
    let batches = batch::counted_between(&mut connection, &key.unit, &first, &last).await?;
    let numbers: Vec<i64> = batches.iter().map(|(number, _)| *number).collect();
    let of = (key.unit.as_str(), &*serde_json::json!(numbers).to_string());
    let held = answer::batches_with(&mut connection, of, &key.form, &channels).await?;
    let days = || {
        let own = batches.iter().filter(|(number, _)| held.contains(number));
        own.filter_map(|(_, half_day)| Some(HalfDay::parse(half_day)?.date()))
    };
    let found = days().min().zip(days().max());
    let found = found.map(|(first, last)| (first.to_string(), last.to_string()));
    let today = app.clock.now_local().date();
    Ok(found.unwrap_or_else(|| (from.to_string(), to.min(today).max(from).to_string())))
}

fn read(app: &App, row: &SnapshotRow) -> Result<Snapshot, StorageError> {
    let corrupt = |what: String| {
        StorageError::Corrupt(format!(
            "snapshot {} {} {}: {what}",
            row.unit, row.span, row.form
        ))
    };
    let form = known_form(&app.catalog, &row.form)?;
    let tally = FormTally::decode(form, &row.cells).map_err(|error| corrupt(error.to_string()))?;
    let tally = tally
        .sum(|_| true)
        .map_err(|error| corrupt(error.to_string()))?;
    let day = |text: &str| {
        text.parse::<Date>()
            .map_err(|error| corrupt(error.to_string()))
    };
    Ok(Snapshot {
        tally,
        days: (day(&row.first_day)?, day(&row.last_day)?),
    })
}
