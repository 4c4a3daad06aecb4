//! Reads the signed files of merged bundles again and compares them with what counts.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use super::Report;
use crate::domain::ledger::tallies_hash;
use crate::domain::period::Span;
use crate::domain::tally::FormTally;
use crate::exchange::bundle::SignedBundle;
use crate::storage::bundle_span::BundleSpanRow;
use crate::storage::{StorageError, bundle, bundle_span, bundle_tally};
use crate::usecase::merge_bundle::read_apart;
use crate::usecase::{App, UsecaseError};

/// Before the first and after the last day there is: every span.
const ALL: (&str, &str) = ("", "9");

/// Adds to the report what differs between signed files, spans held and tallies held.
pub(super) async fn verify(
    app: &App,
    connection: &mut SqliteConnection,
    report: &mut Report,
) -> Result<(), UsecaseError> {
    let mut tallies: BTreeMap<(String, String), BTreeMap<String, String>> = BTreeMap::new();
    for row in bundle_tally::between(connection, ALL.0, ALL.1).await? {
        tallies
            .entry((row.unit, row.span))
            .or_default()
            .insert(row.form, row.cells);
    }
    let mut files: BTreeMap<String, Option<SignedBundle>> = BTreeMap::new();
    for row in bundle_span::between(connection, ALL.0, ALL.1).await? {
        let place = format!(
            "unit {}, span {}, bundle {}",
            row.unit, row.span, row.bundle
        );
        let held = tallies
            .remove(&(row.unit.clone(), row.span.clone()))
            .unwrap_or_default();
        if row.is_withdrawn {
            if !held.is_empty() {
                report
                    .differences
                    .push(format!("{place}: withdrawn, yet there are tallies"));
            }
            continue;
        }
        if !files.contains_key(&row.bundle) {
            report.bundles += 1;
            let file = read_again(app, connection, &row.bundle, report).await?;
            files.insert(row.bundle.clone(), file);
        }
        if hash(app, &held).ok() != Some(row.tallies) {
            report
                .differences
                .push(format!("{place}: tallies differ from those merged"));
        }
        if let Some(Some(file)) = files.get(&row.bundle)
            && !is_said_by(file, &row)
        {
            report
                .differences
                .push(format!("{place}: held otherwise than it was signed"));
        }
    }
    for (unit, span) in tallies.into_keys() {
        report.differences.push(format!(
            "unit {unit}, span {span}: tallies without a bundle"
        ));
    }
    Ok(())
}

async fn read_again(
    app: &App,
    connection: &mut SqliteConnection,
    id: &str,
    report: &mut Report,
) -> Result<Option<SignedBundle>, UsecaseError> {
    let Some(body) = bundle::body(connection, id).await? else {
        report
            .differences
            .push(format!("bundle {id}: the signed file is missing"));
        return Ok(None);
    };
    match read_apart(&app.catalog, body).await?.1 {
        Ok(signed) => Ok(Some(signed)),
        Err(problems) => {
            let first = problems
                .first()
                .map(ToString::to_string)
                .unwrap_or_default();
            report.differences.push(format!("bundle {id}: {first}"));
            Ok(None)
        }
    }
}

fn hash(app: &App, held: &BTreeMap<String, String>) -> Result<[u8; 32], StorageError> {
    let corrupt = |what: String| StorageError::Corrupt(what);
    let decoded = held.iter().map(|(name, cells)| {
        let form = app
            .catalog
            .exactly(name)
            .ok_or_else(|| corrupt(format!("form {name:?}")))?;
        let tally = FormTally::decode(form, cells).map_err(|error| corrupt(error.to_string()))?;
        Ok((name.as_str(), tally))
    });
    let decoded = decoded.collect::<Result<Vec<_>, StorageError>>()?;
    Ok(tallies_hash(
        decoded.iter().map(|(name, tally)| (*name, tally)),
    ))
}

/// Whether the file says of the span what is held of it.
fn is_said_by(file: &SignedBundle, row: &BundleSpanRow) -> bool {
    let Some(span) = Span::parse(&row.span) else {
        return false;
    };
    let (accounts, part) = (file.bundle.accounts(), file.bundle.spans.get(&span));
    let late = part.map(|part| serde_json::json!(part.late).to_string());
    file.bundle.unit == row.unit
        && *file.key.as_bytes() == row.public_key
        && late.as_ref() == Some(&row.late)
        && accounts.get(&span).is_some_and(|account| {
            (account.revision, account.is_final, account.tallies)
                == (row.revision, row.is_final, row.tallies)
        })
}
