//! Makes a unit's bundle: what it counted in a period, signed, for the province.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use sqlx::SqliteConnection;

use super::export_file::Asked;
use super::find_unit::{find, is_collected};
use super::permit::Deed;
use super::seal_batch::{decode_tallies, known_form, seal_period, seal_unit, state_name};
use super::sign_in::SignedIn;
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::ledger::{BatchHead, Hash, blinded, tallies_hash};
use crate::domain::period::{HalfDay, Span};
use crate::domain::tally::FormTally;
use crate::domain::unit::Edition;
use crate::exchange::bundle::{Bundle, SignedHead, SpanPart, read, signing_key, write};
use crate::storage::batch::{self, SealedRow};
use crate::storage::{StorageError, closed_span, tally};

/// Seals what the unit has open and gives the signed file, read back and compared. Equal ledger
/// and equal closed spans, equal bytes; nothing but the seal is recorded.
///
/// # Errors
/// When the unit is unknown, out of reach or not collected for here, or when the database cannot
/// be read.
pub async fn create(app: &App, scope: &Scope, asked: Asked<'_>) -> Result<Vec<u8>, UsecaseError> {
    made(app, scope, asked, Sealing::All).await
}

/// Like [`create`], but seals only what is open in the period itself: whoever asks for a past
/// period changes nothing about the running one.
///
/// # Errors
/// As for [`create`]; [`UsecaseError::Forbidden`] when the account does not carry files from here.
pub async fn create_of_period(
    app: &App,
    who: &SignedIn,
    asked: Asked<'_>,
) -> Result<Vec<u8>, UsecaseError> {
    who.require(app, Deed::Carry)?;
    made(app, &who.scope, asked, Sealing::Period).await
}

/// What is sealed before the figures are read.
#[derive(Clone, Copy)]
enum Sealing {
    All,
    Period,
}

async fn made(
    app: &App,
    scope: &Scope,
    asked: Asked<'_>,
    sealing: Sealing,
) -> Result<Vec<u8>, UsecaseError> {
    let Asked { unit, period } = asked;
    let found = find(app, scope, unit, period).await?;
    let mut connection = app.store.read().await?;
    if !is_collected(&mut connection, &app.node.unit, unit).await? {
        return Err(UsecaseError::NotCollected(unit.to_owned()));
    }
    // What is closed is asked before the seal: whatever comes to these spans from now on is late,
    // so nothing that still counts can be missing from a span called final.
    let closed = Closed {
        today: app.clock.now_local().date(),
        by_hand: closed_span::of_unit(&mut connection, unit)
            .await?
            .into_iter()
            .collect(),
    };
    drop(connection);
    match sealing {
        Sealing::All => seal_unit(app, unit).await?,
        Sealing::Period => seal_period(app, unit, period).await?,
    }
    let mut connection = app.store.read().await?;
    let mut snapshot = sqlx::Connection::begin(&mut *connection)
        .await
        .map_err(StorageError::from)?;
    let mut bundle = empty(asked, found.edition, &closed);
    add_heads(app, &mut snapshot, &mut bundle).await?;
    add_tallies(app, &mut snapshot, &mut bundle).await?;
    drop(snapshot);
    Ok(signed(app, &bundle)?)
}

/// Which spans are closed.
struct Closed {
    today: Date,
    by_hand: BTreeSet<String>,
}

impl Closed {
    fn has(&self, span: Span) -> bool {
        span.is_past_closing(self.today) || self.by_hand.contains(&span.to_string())
    }
}

/// A bundle that knows its spans, before anything is counted.
fn empty(asked: Asked<'_>, edition: Edition, closed: &Closed) -> Bundle {
    let part = |span: Span| SpanPart {
        is_final: closed.has(span),
        ..SpanPart::default()
    };
    Bundle {
        unit: asked.unit.to_owned(),
        edition: edition.as_str().to_owned(),
        period: asked.period,
        forms: BTreeMap::new(),
        methods: BTreeMap::new(),
        revision: 0,
        last: None,
        spans: asked
            .period
            .spans()
            .into_iter()
            .map(|span| (span, part(span)))
            .collect(),
        heads: Vec::new(),
    }
}

/// The end of the unit's ledger, the heads of the period's batches, and their late answers.
async fn add_heads(
    app: &App,
    connection: &mut SqliteConnection,
    bundle: &mut Bundle,
) -> Result<(), StorageError> {
    for row in batch::ledger(connection, &bundle.unit).await? {
        bundle.revision = row.sequence;
        bundle.last = Some(row.head);
        let half_day = HalfDay::parse(&row.half_day)
            .ok_or_else(|| StorageError::Corrupt(format!("half-day {:?}", row.half_day)))?;
        let Some(part) = bundle.spans.get_mut(&half_day.span()) else {
            continue;
        };
        let counted = decode_tallies(&app.catalog, &row.tallies)?;
        if row.late {
            for (form, tally) in &counted {
                let n: u64 = tally.cells.values().map(|cell| cell.sheets).sum();
                *part.late.entry(form.clone()).or_default() += n;
            }
        }
        let tallies = tallies_hash(counted.iter().map(|(form, tally)| (form.as_str(), tally)));
        let tallies = blinded(&row.salt, &tallies);
        bundle.heads.push(SignedHead {
            span: half_day.span(),
            signature: row.signature,
            head: head(row, tallies),
        });
    }
    Ok(())
}

fn head(row: SealedRow, tallies: Hash) -> BatchHead {
    BatchHead {
        unit: row.unit,
        sequence: row.sequence,
        half_day: row.half_day,
        state: state_name(row.placed, row.late).to_owned(),
        count: row.answer_count,
        root: row.root,
        tallies,
        previous: (row.sequence > 1).then_some(row.previous),
    }
}

/// What the sealed batches of each span add up to, with the forms and their default methods.
async fn add_tallies(
    app: &App,
    connection: &mut SqliteConnection,
    bundle: &mut Bundle,
) -> Result<(), StorageError> {
    let (first, last) = (Span::of(bundle.period.from()), Span::of(bundle.period.to()));
    let rows = tally::of_unit(
        connection,
        &bundle.unit,
        &first.to_string(),
        &last.to_string(),
    )
    .await?;
    for row in rows {
        let form = known_form(&app.catalog, &row.form)?;
        let corrupt = |what: String| {
            StorageError::Corrupt(format!(
                "tally {} {} {}: {what}",
                row.unit, row.span, row.form
            ))
        };
        let counted =
            FormTally::decode(form, &row.cells).map_err(|error| corrupt(error.to_string()))?;
        let part = Span::parse(&row.span).and_then(|span| bundle.spans.get_mut(&span));
        let part = part.ok_or_else(|| corrupt("no such span".to_owned()))?;
        if !counted.cells.is_empty() {
            part.forms.insert(row.form, counted);
        }
    }
    let parts = bundle.spans.values();
    let used: BTreeSet<String> = parts
        .flat_map(|part| part.forms.keys().chain(part.late.keys()))
        .cloned()
        .collect();
    for name in used {
        let form = known_form(&app.catalog, &name)?;
        bundle.forms.insert(name, form.hash);
        let id = form.default_method.as_str();
        if let Some(method) = app.methods.get(id) {
            bundle.methods.insert(id.to_owned(), method.hash);
        }
    }
    Ok(())
}

/// The bytes, only if reading them gives the same bundle again.
fn signed(app: &App, bundle: &Bundle) -> Result<Vec<u8>, StorageError> {
    let corrupt = |what: String| StorageError::Corrupt(format!("bundle {}: {what}", bundle.unit));
    let forms = |name: &str| app.catalog.exactly(name);
    let key = signing_key(&app.node.signing_key);
    let bytes = write(bundle, &forms, &key).map_err(|error| corrupt(error.to_string()))?;
    match read(&bytes, &forms) {
        Ok(again) if again.bundle == *bundle => Ok(bytes),
        Ok(_) => Err(corrupt("reads back differently".to_owned())),
        Err(problems) => {
            let words: Vec<String> = problems.iter().map(ToString::to_string).collect();
            Err(corrupt(words.join("; ")))
        }
    }
}
