//! Takes a unit's bundle at the province: it replaces what is held, it never adds.

pub mod line;
pub mod problem;

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

pub use self::line::MergeLine;
use self::problem::MergeFault;
use super::find_unit::is_collected;
use super::record_event::{Act, record};
use super::trust_key::{Signer, signer};
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::ledger::tallies_hash;
use crate::domain::merge::{Outcome, SpanAccount, SpanOutcome, judge};
use crate::domain::period::Span;
use crate::domain::unit::Edition;
use crate::exchange::bundle::{Bundle, Problem, SignedBundle, SpanPart, read};
use crate::forms::catalog::Catalog;
use crate::storage::bundle::BundleRow;
use crate::storage::bundle_span::BundleSpanRow;
use crate::storage::{StorageError, Write, bundle, bundle_span, bundle_tally, unit};

/// A bundle as somebody hands it in.
#[derive(Clone, Debug)]
pub struct Handed<'a> {
    /// The file.
    pub bytes: Vec<u8>,
    /// How far whoever hands it in may reach.
    pub scope: &'a Scope,
    /// Account or token name, or `shell`.
    pub actor: &'a str,
    /// Whether it is meant.
    pub mode: Mode,
}

/// Whether a merge is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Take the bundle.
    Merge,
    /// Only say what would become of it.
    DryRun,
}

/// Checks the bundle and, if it stands, puts its spans in the place of older ones, in one
/// transaction. Whatever is wrong with it is said in the line, not as an error.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn merge(app: &App, handed: Handed<'_>) -> Result<MergeLine, UsecaseError> {
    let (bytes, outcome) = read_apart(&app.catalog, handed.bytes).await?;
    let signed = match outcome {
        Ok(signed) => signed,
        Err(problems) => return Ok(MergeLine::broken(&bytes, problems)),
    };
    let verdict = match handed.mode {
        Mode::DryRun => {
            let mut connection = app.store.read().await?;
            examine(app, &mut connection, &signed, handed.scope).await?
        }
        Mode::Merge => {
            let mut write = app.store.write().await?;
            let verdict = examine(app, write.connection(), &signed, handed.scope).await?;
            if verdict.outcome == Outcome::Merged {
                take(
                    app,
                    &mut write,
                    Taken {
                        signed: &signed,
                        bytes: &bytes,
                    },
                    &verdict,
                )
                .await?;
                note(app, &mut write, &signed, handed.actor).await?;
            }
            write.commit().await?;
            verdict
        }
    };
    Ok(MergeLine::of(
        &signed.bundle,
        verdict.outcome,
        verdict.faults,
    ))
}

/// Reads a bundle by the forms at hand, away from the threads that serve: 64 MiB take a while.
///
/// # Errors
/// When the reader was stopped.
pub async fn read_apart(
    catalog: &Catalog,
    bytes: Vec<u8>,
) -> Result<(Vec<u8>, Result<SignedBundle, Vec<Problem>>), UsecaseError> {
    let catalog = catalog.clone();
    let reading = tokio::task::spawn_blocking(move || {
        let outcome = read(&bytes, &|name| catalog.exactly(name));
        (bytes, outcome)
    });
    reading
        .await
        .map_err(|error| UsecaseError::File(std::io::Error::other(error)))
}

/// What would become of a bundle.
struct Verdict {
    outcome: Outcome,
    faults: Vec<MergeFault>,
    spans: BTreeMap<Span, SpanOutcome>,
}

impl Verdict {
    fn against(outcome: Outcome, faults: Vec<MergeFault>) -> Self {
        Self {
            outcome,
            faults,
            spans: BTreeMap::new(),
        }
    }
}

async fn examine(
    app: &App,
    connection: &mut SqliteConnection,
    signed: &SignedBundle,
    scope: &Scope,
) -> Result<Verdict, UsecaseError> {
    let faults = stranger(app, connection, signed, scope).await?;
    if !faults.is_empty() {
        return Ok(Verdict::against(Outcome::Refused, faults));
    }
    let brought = &signed.bundle;
    if is_collected(connection, &app.node.unit, &brought.unit).await? {
        let fault = MergeFault::CollectedHere(brought.unit.clone());
        return Ok(Verdict::against(Outcome::Conflict, vec![fault]));
    }
    let held = bundle_span::of_unit(connection, &brought.unit).await?;
    let Held {
        accounts,
        withdrawn,
        foreign,
    } = weigh(held, signed)?;
    if !withdrawn.is_empty() {
        return Ok(Verdict::against(Outcome::Refused, withdrawn));
    }
    if !foreign.is_empty() {
        return Ok(Verdict::against(Outcome::Conflict, foreign));
    }
    let judged = judge(&accounts, &brought.accounts());
    let contradicted = judged
        .spans
        .iter()
        .filter(|(_, o)| **o == SpanOutcome::Conflict);
    Ok(Verdict {
        outcome: judged.outcome,
        faults: contradicted
            .map(|(span, _)| MergeFault::OtherTallies(*span))
            .collect(),
        spans: judged.spans,
    })
}

/// Why nobody here may listen to this bundle at all.
async fn stranger(
    app: &App,
    connection: &mut SqliteConnection,
    signed: &SignedBundle,
    scope: &Scope,
) -> Result<Vec<MergeFault>, UsecaseError> {
    if !app.node.is_province() {
        return Ok(vec![MergeFault::NotAProvince]);
    }
    let brought = &signed.bundle;
    let edition = Edition::in_force_on(brought.period.to());
    let row = unit::find(connection, edition.as_str(), &brought.unit).await?;
    let parent = row.and_then(|row| row.parent);
    if parent.as_deref() != Some(app.node.unit.as_str())
        || !scope.covers(&brought.unit, parent.as_deref())
    {
        return Ok(vec![MergeFault::UnitUnknown(brought.unit.clone())]);
    }
    let mut faults = Vec::new();
    if edition.as_str() != brought.edition {
        faults.push(MergeFault::EditionWrong(brought.edition.clone()));
    }
    match signer(app, connection, &brought.unit, &signed.key).await? {
        Signer::Trusted => {}
        // What this node signed for a unit it collects for is a conflict, not a stranger's.
        Signer::Own if is_collected(connection, &app.node.unit, &brought.unit).await? => {}
        Signer::OtherUnit(other) => faults.push(MergeFault::KeyOfOtherUnit(other)),
        Signer::Own | Signer::Unknown => {
            faults.push(MergeFault::KeyUnknown(brought.unit.clone()));
        }
    }
    let known = bundle::find(connection, &id(signed)).await?;
    faults.extend(known.and_then(|row| row.reason).map(MergeFault::Withdrawn));
    Ok(faults)
}

/// What is held of the spans that a bundle brings.
#[derive(Default)]
struct Held {
    accounts: BTreeMap<Span, SpanAccount>,
    withdrawn: Vec<MergeFault>,
    foreign: Vec<MergeFault>,
}

fn weigh(rows: Vec<BundleSpanRow>, signed: &SignedBundle) -> Result<Held, StorageError> {
    let mut held = Held::default();
    for row in rows {
        let span = Span::parse(&row.span)
            .ok_or_else(|| StorageError::Corrupt(format!("bundle span {:?}", row.span)))?;
        if !signed.bundle.spans.contains_key(&span) {
            continue;
        }
        let is_same_key = row.public_key == *signed.key.as_bytes();
        if row.is_withdrawn {
            if is_same_key && signed.bundle.revision <= row.revision {
                held.withdrawn
                    .push(MergeFault::SpanWithdrawn(span, row.revision));
            }
        } else if is_same_key {
            let account = SpanAccount {
                revision: row.revision,
                is_final: row.is_final,
                tallies: row.tallies,
            };
            held.accounts.insert(span, account);
        } else if row.tallies != tallies_hash([]) || row.late != NO_LATE {
            // Another key is another ledger: its revisions cannot be compared with these.
            held.foreign.push(MergeFault::KeyChanged(span));
        }
    }
    Ok(held)
}

/// The late answers of a span that has none.
const NO_LATE: &str = "{}";

/// A bundle that is taken, with its file.
#[derive(Clone, Copy)]
struct Taken<'a> {
    signed: &'a SignedBundle,
    bytes: &'a [u8],
}

async fn take(
    app: &App,
    write: &mut Write,
    taken: Taken<'_>,
    verdict: &Verdict,
) -> Result<(), StorageError> {
    let Taken { signed, bytes } = taken;
    let brought = &signed.bundle;
    let row = BundleRow {
        id: id(signed),
        unit: brought.unit.clone(),
        period: brought.period.to_string(),
        revision: brought.revision,
        provisional: brought.is_provisional(),
        sha256: signed.sha256,
        public_key: *signed.key.as_bytes(),
        received_on: app.today(),
        reason: None,
    };
    bundle::put(write.connection(), &row, bytes).await?;
    let accounts = brought.accounts();
    for (span, part) in &brought.spans {
        let Some(account) = accounts.get(span) else {
            continue;
        };
        match verdict.spans.get(span) {
            Some(SpanOutcome::Newer) => {
                replace_tallies(write, &brought.unit, *span, part).await?;
            }
            Some(SpanOutcome::Finalised) => {}
            Some(SpanOutcome::Already | SpanOutcome::Conflict) | None => continue,
        }
        let held = BundleSpanRow {
            unit: brought.unit.clone(),
            span: span.to_string(),
            bundle: row.id.clone(),
            revision: account.revision,
            is_final: account.is_final,
            is_withdrawn: false,
            public_key: row.public_key,
            tallies: account.tallies,
            late: serde_json::json!(part.late).to_string(),
        };
        bundle_span::put(write.connection(), &held).await?;
    }
    let held = bundle_span::of_unit(write.connection(), &brought.unit).await?;
    let held: Vec<String> = held.into_iter().map(|row| row.bundle).collect();
    let held = serde_json::json!(held).to_string();
    bundle::forget_bodies(write.connection(), &brought.unit, &held).await
}

async fn replace_tallies(
    write: &mut Write,
    unit: &str,
    span: Span,
    part: &SpanPart,
) -> Result<(), StorageError> {
    let span = span.to_string();
    let rows: Vec<(&String, String)> = part
        .forms
        .iter()
        .map(|(form, tally)| (form, tally.encode()))
        .collect();
    let rows = serde_json::json!(rows).to_string();
    bundle_tally::delete_span(write.connection(), unit, &span).await?;
    bundle_tally::insert_all(write.connection(), unit, &span, &rows).await
}

async fn note(
    app: &App,
    write: &mut Write,
    signed: &SignedBundle,
    actor: &str,
) -> Result<(), StorageError> {
    let Bundle {
        unit,
        period,
        revision,
        ..
    } = &signed.bundle;
    let subject = format!("{unit} {period} {revision} {}", hex::encode(signed.sha256));
    let day = app.today();
    record(
        write,
        Act {
            day: &day,
            actor,
            action: "bundle-merge",
            subject: &subject,
        },
    )
    .await
}

/// What people call the bundle: the beginning of its hash.
fn id(signed: &SignedBundle) -> String {
    hex::encode(signed.sha256).chars().take(16).collect()
}
