//! Recounts everything from the answers and compares it with what was signed.

mod bundles;

use std::collections::{BTreeMap, BTreeSet};

use sqlx::SqliteConnection;

use super::print_vouchers::accounts;
use super::record_event::first_broken;
use super::seal_batch::{Contents, state_name};
use super::{App, UsecaseError};
use crate::domain::ledger::{self, BatchHead};
use crate::domain::period::HalfDay;
use crate::domain::tally::FormTally;
use crate::exchange::bundle::{is_signed, signing_key};
use crate::storage::batch::{self, SealedRow};
use crate::storage::{StorageError, answer, file, tally, voucher_sheet};

/// What was looked at, and everything that differs.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Units with a ledger or an open batch.
    pub units: usize,
    /// Sealed batches recounted.
    pub batches: usize,
    /// Answers recounted.
    pub answers: u64,
    /// Merged bundles whose signed files were read again.
    pub bundles: usize,
    /// What differs, each naming the place; empty when all agree.
    pub differences: Vec<String>,
}

/// Checks the file, every ledger, every tally and the event chain.
///
/// # Errors
/// When the file cannot be read at all.
pub async fn verify(app: &App) -> Result<Report, UsecaseError> {
    let mut connection = app.store.read().await?;
    let mut snapshot = sqlx::Connection::begin(&mut *connection)
        .await
        .map_err(StorageError::from)?;
    let mut report = Report {
        differences: file::integrity(&mut snapshot).await?,
        ..Report::default()
    };
    let mut batches = BTreeSet::new();
    for unit in batch::units(&mut snapshot).await? {
        report.units += 1;
        verify_unit(app, &mut snapshot, &unit, &mut report, &mut batches).await?;
    }
    for (unit, number) in answer::batches(&mut snapshot).await? {
        if !batches.contains(&(unit.clone(), number)) {
            report
                .differences
                .push(format!("unit {unit}: answers of an unknown batch {number}"));
        }
    }
    bundles::verify(app, &mut snapshot, &mut report).await?;
    verify_slips(&mut snapshot, &mut report).await?;
    if let Some(sequence) = first_broken(&mut snapshot).await? {
        report.differences.push(format!(
            "event {sequence}: does not follow from the one before"
        ));
    }
    Ok(report)
}

/// Every printed slip is used, void or left, and none of them twice.
async fn verify_slips(
    connection: &mut SqliteConnection,
    report: &mut Report,
) -> Result<(), UsecaseError> {
    for unit in voucher_sheet::units(connection).await? {
        let accounts = accounts(connection, &unit).await?;
        let broken = accounts.iter().filter(|account| !account.adds_up());
        report.differences.extend(broken.map(|account| {
            let (sheet, left) = (&account.sheet, account.left);
            format!(
                "unit {unit}, sheet {:04} of slips: {} printed, but {} used, {} void and {left} left",
                sheet.number, sheet.printed, sheet.used, sheet.void
            )
        }));
    }
    Ok(())
}

type Spans = BTreeMap<(String, String), FormTally>;

async fn verify_unit(
    app: &App,
    connection: &mut SqliteConnection,
    unit: &str,
    report: &mut Report,
    batches: &mut BTreeSet<(String, i64)>,
) -> Result<(), UsecaseError> {
    let mut spans = Spans::new();
    let mut expected = (1, None);
    for row in batch::ledger(connection, unit).await? {
        let place = format!("unit {unit}, batch {} ({})", row.number, row.half_day);
        batches.insert((row.unit.clone(), row.number));
        report.batches += 1;
        let previous = (row.sequence > 1).then_some(row.previous);
        if (row.sequence, previous) != expected {
            report
                .differences
                .push(format!("{place}: does not follow the batch before it"));
        }
        expected = (row.sequence + 1, Some(row.head));
        let answers = answer::of_batch(connection, unit, row.number).await;
        let contents = answers.and_then(|answers| Contents::read(&app.catalog, &answers));
        match contents {
            Err(error) => report.differences.push(format!("{place}: {error}")),
            Ok(contents) => {
                report.answers += contents.count;
                report.differences.extend(
                    differences(app, &row, &contents)
                        .into_iter()
                        .map(|what| format!("{place}: {what}")),
                );
                add_span(&mut spans, &row, contents);
            }
        }
    }
    for open in batch::open_of_unit(connection, unit).await? {
        batches.insert((open.unit.clone(), open.number));
        let answers = answer::of_batch(connection, unit, open.number).await;
        match answers.and_then(|answers| Contents::read(&app.catalog, &answers)) {
            Err(error) => report
                .differences
                .push(format!("unit {unit}, open batch {}: {error}", open.number)),
            Ok(contents) => report.answers += contents.count,
        }
    }
    compare_spans(connection, unit, spans, report).await
}

fn differences(app: &App, row: &SealedRow, contents: &Contents) -> Vec<String> {
    let mut found = Vec::new();
    if contents.count != row.answer_count {
        found.push(format!(
            "holds {} answers, sealed with {}",
            contents.count, row.answer_count
        ));
    }
    if contents.root != row.root {
        found.push("answers differ from those sealed".to_owned());
    }
    if contents.encode() != row.tallies {
        found.push("tallies differ from a recount".to_owned());
    }
    let head = BatchHead {
        unit: row.unit.clone(),
        sequence: row.sequence,
        half_day: row.half_day.clone(),
        state: state_name(row.placed, row.late).to_owned(),
        count: row.answer_count,
        root: row.root,
        tallies: ledger::blinded(&row.salt, &contents.tallies_hash()),
        previous: (row.sequence > 1).then_some(row.previous),
    };
    let key = signing_key(&app.node.signing_key).verifying_key();
    if ledger::head_hash(&head) != row.head {
        found.push("head does not match what it stands for".to_owned());
    } else if !is_signed(&key, &row.head, &row.signature) {
        found.push("signature is not this node's".to_owned());
    }
    found
}

fn add_span(spans: &mut Spans, row: &SealedRow, contents: Contents) {
    let Some(half_day) = HalfDay::parse(&row.half_day).filter(|_| !row.late) else {
        return;
    };
    for (form, counted) in contents.forms {
        let total = spans
            .entry((half_day.span().to_string(), form))
            .or_default();
        // A sum past 64 bits would need more answers than a disk holds.
        let _overflow = total.merge(&counted);
    }
}

async fn compare_spans(
    connection: &mut SqliteConnection,
    unit: &str,
    mut spans: Spans,
    report: &mut Report,
) -> Result<(), UsecaseError> {
    for row in tally::of_unit(connection, unit, "", "9").await? {
        let recounted = spans
            .remove(&(row.span.clone(), row.form.clone()))
            .unwrap_or_default();
        if recounted.encode() != row.cells {
            let (span, form) = (row.span, row.form);
            report.differences.push(format!(
                "unit {unit}, span {span}, {form}: tally differs from its batches"
            ));
        }
    }
    for (span, form) in spans.into_keys() {
        report.differences.push(format!(
            "unit {unit}, span {span}, {form}: tally is missing"
        ));
    }
    Ok(())
}
