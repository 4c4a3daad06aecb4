//! Stamps of what a unit's figures are counted from: equal stamps, equal figures.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::json;

use crate::domain::period::Span;
use crate::storage::{StorageError, answer, batch, bundle_span, closed_span};
use crate::usecase::App;

/// What a unit holds between two days. Batches are only ever added, and sealed; an open one only
/// ever gets more answers; a span is closed once, by hand or by the day; and what came in bundles
/// is named by them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    n_batches: u64,
    n_open: u64,
    n_open_answers: u64,
    n_closed: u64,
    n_past: usize,
    /// Span and bundle, and whether that was withdrawn.
    bundles: Vec<(String, String, bool)>,
}

/// The stamps of units by code, over the spans between two days. A unit without any answers has
/// one too.
pub(in crate::usecase) async fn stamps(
    app: &App,
    units: impl Iterator<Item = &str>,
    (from, to): (Date, Date),
) -> Result<BTreeMap<String, Stamp>, StorageError> {
    let spans = std::iter::successors(Some(Span::of(from)), |span| Some(span.next()));
    let spans: Vec<Span> = spans.take_while(|span| span.from() <= to).collect();
    let today = app.clock.now_local().date();
    let n_past = spans.iter().filter(|span| span.is_past_closing(today));
    let unseen = Stamp {
        n_past: n_past.count(),
        ..Stamp::default()
    };
    let mut stamps: BTreeMap<String, Stamp> = units
        .map(|unit| (unit.to_owned(), unseen.clone()))
        .collect();
    let codes = json!(stamps.keys().collect::<Vec<_>>()).to_string();
    let last = spans.last().map_or(to, |span| span.to());
    let half_days = (
        format!("{}-am", Span::of(from).from()),
        format!("{last}-pm"),
    );
    let (from, to) = (Span::of(from).to_string(), Span::of(to).to_string());

    let mut connection = app.store.read().await?;
    // One read transaction: a batch sealed between two statements would be open in one of them.
    let mut snapshot = sqlx::Connection::begin(&mut *connection)
        .await
        .map_err(StorageError::from)?;
    let half_days = (&*half_days.0, &*half_days.1);
    for (unit, n) in batch::n_between(&mut snapshot, &codes, half_days).await? {
        stamps.entry(unit).or_default().n_batches = n;
    }
    let mut open = batch::all_open(&mut snapshot).await?;
    open.retain(|batch| {
        let is_within = (half_days.0..=half_days.1).contains(&&*batch.half_day);
        is_within && stamps.contains_key(&batch.unit)
    });
    let numbers: Vec<_> = open
        .iter()
        .map(|batch| (&batch.unit, batch.number))
        .collect();
    let numbers = json!(numbers).to_string();
    for (unit, _, n) in answer::n_by_batch(&mut snapshot, &numbers).await? {
        stamps.entry(unit).or_default().n_open_answers += n;
    }
    for batch in open {
        stamps.entry(batch.unit).or_default().n_open += 1;
    }
    for (unit, _) in closed_span::between(&mut snapshot, &from, &to).await? {
        if let Some(stamp) = stamps.get_mut(&unit) {
            stamp.n_closed += 1;
        }
    }
    for (unit, span, bundle, is_withdrawn) in
        bundle_span::origins(&mut snapshot, &from, &to).await?
    {
        if let Some(stamp) = stamps.get_mut(&unit) {
            stamp.bundles.push((span, bundle, is_withdrawn));
        }
    }
    Ok(stamps)
}
