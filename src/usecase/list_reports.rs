//! Lists what units have sent, and where each stands in a period.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::SqliteConnection;

use super::find_unit::{collected_codes, find};
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::period::{Period, Span};
use crate::storage::bundle::BundleRow;
use crate::storage::bundle_span::BundleSpanRow;
use crate::storage::{StorageError, bundle, bundle_span};

/// A bundle and how much of it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The bundle.
    pub bundle: BundleRow,
    /// Spans that count as it says: 0 once all are replaced or withdrawn.
    pub n_spans: usize,
}

/// Every bundle ever merged, withdrawn ones too, by unit, period and revision.
///
/// # Errors
/// When the database cannot be read.
pub async fn bundles(app: &App) -> Result<Vec<Received>, UsecaseError> {
    let mut connection = app.store.read().await?;
    let mut snapshot = sqlx::Connection::begin(&mut *connection)
        .await
        .map_err(StorageError::from)?;
    let mut n_spans: BTreeMap<String, usize> = BTreeMap::new();
    for span in bundle_span::between(&mut snapshot, "", "9").await? {
        *n_spans.entry(span.bundle).or_default() += usize::from(!span.is_withdrawn);
    }
    let bundles = bundle::all(&mut snapshot).await?;
    let with_spans = bundles.into_iter().map(|bundle| {
        let n_spans = n_spans.get(&bundle.id).copied().unwrap_or(0);
        Received { bundle, n_spans }
    });
    Ok(with_spans.collect())
}

/// Where a unit stands in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Unit code.
    pub unit: String,
    /// Unit name with its kind.
    pub name: String,
    /// How its figures came.
    pub source: Source,
    /// Of a whole report: the day, ISO, on which it came; one that was sent after the period's end
    /// and replaced when the last span closed counts from its first day.
    pub whole_since: Option<String>,
}

/// How a unit's figures came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Collected on this node.
    Here,
    /// Merged from bundles.
    Merged {
        /// The highest revision that counts.
        revision: u64,
        /// Spans of the period that count.
        n_spans: usize,
        /// Whether every span of the period counts and was closed when the bundle was made.
        is_final: bool,
        /// Answers that came after the close: kept at the unit, not counted.
        late: u64,
    },
    /// What came was withdrawn, and nothing newer came.
    Withdrawn {
        /// Why, as it was written down then.
        reason: String,
    },
    /// Nothing yet.
    Nothing,
}

/// Where the unit, or each of those right below it, stands, in Vietnamese order.
///
/// # Errors
/// When the unit is unknown or out of reach, or the database cannot be read.
pub async fn standings(
    app: &App,
    scope: &Scope,
    unit: &str,
    period: Period,
) -> Result<Vec<Standing>, UsecaseError> {
    let found = find(app, scope, unit, period).await?;
    let spans = period.spans();
    let mut connection = app.store.read().await?;
    let mut held: BTreeMap<String, Vec<BundleSpanRow>> = BTreeMap::new();
    let (from, to) = (
        Span::of(period.from()).to_string(),
        Span::of(period.to()).to_string(),
    );
    for row in bundle_span::between(&mut connection, &from, &to).await? {
        held.entry(row.unit.clone()).or_default().push(row);
    }
    let receipts = Receipts::of(&mut connection, period, &held).await?;
    let here = collected_codes(&mut connection, &app.node.unit).await?;
    let mut standings = Vec::new();
    for row in found.counted() {
        let held = held.get(&row.code).map(Vec::as_slice).unwrap_or_default();
        let source = if here.contains(&row.code) {
            Source::Here
        } else {
            source(&mut connection, held, spans.len()).await?
        };
        let is_whole = matches!(source, Source::Merged { is_final: true, .. });
        standings.push(Standing {
            unit: row.code.clone(),
            name: row.full_name.clone(),
            source,
            whole_since: is_whole
                .then(|| receipts.whole_since(&row.code, held))
                .flatten(),
        });
    }
    Ok(standings)
}

/// When bundles came.
struct Receipts {
    /// By bundle id.
    days: BTreeMap<String, String>,
    /// The first bundle of the very period that came after its end, or was final, by unit.
    first_whole: BTreeMap<String, String>,
}

impl Receipts {
    async fn of(
        connection: &mut SqliteConnection,
        period: Period,
        held: &BTreeMap<String, Vec<BundleSpanRow>>,
    ) -> Result<Self, StorageError> {
        let ids: BTreeSet<&String> = held.values().flatten().map(|row| &row.bundle).collect();
        let ids = serde_json::json!(ids).to_string();
        let rows = bundle::receipts(connection, &period.to_string(), &ids).await?;
        let (mut days, mut first_whole) = (BTreeMap::new(), BTreeMap::<String, String>::new());
        for row in rows {
            let is_whole = !row.provisional || row.received_on > period.to().to_string();
            if row.period == period.to_string() && is_whole {
                let first = first_whole
                    .entry(row.unit)
                    .or_insert_with(|| row.received_on.clone());
                *first = row.received_on.clone().min(first.clone());
            }
            days.insert(row.id, row.received_on);
        }
        Ok(Self { days, first_whole })
    }

    /// A unit that mends its report later was whole by the first one.
    fn whole_since(&self, unit: &str, held: &[BundleSpanRow]) -> Option<String> {
        let days = held.iter().filter_map(|row| self.days.get(&row.bundle));
        days.max()
            .into_iter()
            .chain(self.first_whole.get(unit))
            .min()
            .cloned()
    }
}

async fn source(
    connection: &mut SqliteConnection,
    held: &[BundleSpanRow],
    n_asked: usize,
) -> Result<Source, StorageError> {
    let counted: Vec<&BundleSpanRow> = held.iter().filter(|row| !row.is_withdrawn).collect();
    let Some(revision) = counted.iter().map(|row| row.revision).max() else {
        // Spans of several withdrawn bundles: the newest of them says why.
        let Some(newest) = held.iter().max_by_key(|row| row.revision) else {
            return Ok(Source::Nothing);
        };
        let bundle = bundle::find(connection, &newest.bundle).await?;
        let reason = bundle.and_then(|bundle| bundle.reason).unwrap_or_default();
        return Ok(Source::Withdrawn { reason });
    };
    let mut late: u64 = 0;
    for row in &counted {
        late += row.late_by_form()?.values().sum::<u64>();
    }
    Ok(Source::Merged {
        revision,
        n_spans: counted.len(),
        is_final: counted.len() == n_asked && counted.iter().all(|row| row.is_final),
        late,
    })
}
