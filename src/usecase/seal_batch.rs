//! Seals half-days: root, chained signed head, tallies, rows written again in id order.

use std::collections::{BTreeMap, BTreeSet};

use super::{App, UsecaseError, random_bytes};
use crate::domain::form::{Channel, Code, Form};
use crate::domain::ledger::{self, BatchHead, Hash, SealedAnswer};
use crate::domain::period::{HalfDay, Period};
use crate::domain::sheet;
use crate::domain::tally::{Cell, FormTally};
use crate::exchange::bundle::{LATE, sign_hash, signing_key};
use crate::forms::catalog::Catalog;
use crate::storage::answer::{self, AnswerRow, NewAnswer};
use crate::storage::batch::{self, OpenRow, SealedRow};
use crate::storage::tally::{self, TallyRow};
use crate::storage::{StorageError, Write, comment, profile, voucher, voucher_sheet};

/// Batches sealed in one transaction: bounds how long answers wait for the writer.
const MOST_AT_ONCE: i64 = 64;

/// Seals every batch opened in a half-day that is over, and returns how many.
///
/// A batch with a row that cannot be read stays open, is logged, and holds up no other.
///
/// # Errors
/// When the disk refuses; what was sealed before stays.
pub async fn seal_due(app: &App) -> Result<usize, UsecaseError> {
    let now = HalfDay::of(app.clock.now_local().datetime()).to_string();
    let (mut n_sealed, mut n_left) = (0, 0);
    loop {
        let asked = (MOST_AT_ONCE, n_left);
        let due = batch::due(&mut *app.store.read().await?, &now, asked).await?;
        if due.is_empty() {
            break;
        }
        match seal_all(app, &due).await {
            Ok(()) => n_sealed += due.len(),
            Err(StorageError::Corrupt(_)) => {
                for open in due {
                    match seal_all(app, std::slice::from_ref(&open)).await {
                        Ok(()) => n_sealed += 1,
                        Err(StorageError::Corrupt(what)) => {
                            tracing::error!(open.unit, open.half_day, what, "half-day not sealed");
                            n_left += 1;
                        }
                        Err(error) => return Err(error.into()),
                    }
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    if n_sealed > 0 || app.store.is_log_kept() {
        app.store.truncate_log().await?;
    }
    Ok(n_sealed)
}

/// Seals everything a unit has open, whatever its half-day.
///
/// # Errors
/// As for [`seal_due`].
pub async fn seal_unit(app: &App, unit: &str) -> Result<(), UsecaseError> {
    let open = batch::open_of_unit(&mut *app.store.read().await?, unit).await?;
    seal_early(app, &open).await
}

/// Seals what a unit has open in the half-days of a period, and nothing beside it.
///
/// # Errors
/// As for [`seal_due`].
pub async fn seal_period(app: &App, unit: &str, period: Period) -> Result<(), UsecaseError> {
    let mut open = batch::open_of_unit(&mut *app.store.read().await?, unit).await?;
    let days = period.from()..=period.to();
    open.retain(|open| {
        HalfDay::parse(&open.half_day).is_some_and(|half_day| days.contains(&half_day.date()))
    });
    seal_early(app, &open).await
}

async fn seal_early(app: &App, open: &[OpenRow]) -> Result<(), UsecaseError> {
    if open.is_empty() {
        return Ok(());
    }
    seal_all(app, open).await?;
    app.store.truncate_log().await?;
    Ok(())
}

async fn seal_all(app: &App, batches: &[OpenRow]) -> Result<(), StorageError> {
    let mut write = app.store.write().await?;
    for open in batches {
        seal(app, &mut write, open).await?;
    }
    let units: BTreeSet<&str> = batches.iter().map(|open| open.unit.as_str()).collect();
    for unit in units {
        count_slips(&mut write, unit).await?;
    }
    write.commit().await
}

/// Turns a unit's used slips into counts of their sheets, once all its answers are sealed: which
/// batch holds a slip's answer is not known.
async fn count_slips(write: &mut Write, unit: &str) -> Result<(), StorageError> {
    let connection = write.connection();
    if batch::open_of_unit(connection, unit).await?.is_empty() {
        let sheets = voucher::delete_used(connection, unit).await?;
        if !sheets.is_empty() {
            let sheets = serde_json::Value::from(sheets).to_string();
            voucher_sheet::add_used(connection, unit, &sheets).await?;
        }
    }
    Ok(())
}

async fn seal(app: &App, write: &mut Write, open: &OpenRow) -> Result<(), StorageError> {
    let connection = write.connection();
    if !batch::is_open(connection, &open.unit, open.number).await? {
        return Ok(());
    }
    let answers = answer::of_batch(connection, &open.unit, open.number).await?;
    let contents = Contents::read(&app.catalog, &answers)?;
    let salt = random_bytes()?;
    let last = batch::last_sealed(connection, &open.unit).await?;
    let (previous_sequence, previous) = last.map_or((0, None), |(n, head)| (n, Some(head)));
    let head = BatchHead {
        unit: open.unit.clone(),
        sequence: previous_sequence + 1,
        half_day: open.half_day.clone(),
        state: state_name(open.placed, open.late).to_owned(),
        count: contents.count,
        root: contents.root,
        tallies: ledger::blinded(&salt, &contents.tallies_hash()),
        previous,
    };
    let hash = ledger::head_hash(&head);
    let sealed = SealedRow {
        unit: open.unit.clone(),
        number: open.number,
        half_day: open.half_day.clone(),
        placed: open.placed,
        late: open.late,
        sequence: head.sequence,
        answer_count: head.count,
        root: head.root,
        tallies: contents.encode(),
        salt,
        previous: previous.unwrap_or_default(),
        head: hash,
        signature: sign_hash(&signing_key(&app.node.signing_key), &hash),
    };
    let half_day = HalfDay::parse(&open.half_day)
        .ok_or_else(|| StorageError::Corrupt(format!("half-day {:?}", open.half_day)))?;
    if !open.late {
        add_to_span(app, write, &open.unit, half_day, &contents).await?;
    }
    rewrite(write, open, half_day, &answers).await?;
    batch::seal(write.connection(), &sealed).await
}

/// The name of a batch's kind in the ledger and in bundles.
#[must_use]
pub fn state_name(placed: bool, late: bool) -> &'static str {
    match (placed, late) {
        (_, true) => LATE,
        (true, false) => "placed",
        (false, false) => "unplaced",
    }
}

/// What a batch's answers add up to.
#[derive(Debug)]
pub struct Contents {
    /// How many there are.
    pub count: u64,
    /// Merkle root over them.
    pub root: Hash,
    /// Tallies by `id@version`.
    pub forms: BTreeMap<String, FormTally>,
}

impl Contents {
    /// Counts answers given in id order.
    ///
    /// # Errors
    /// When an answer names an unknown form, or does not fit its own.
    pub fn read(catalog: &Catalog, answers: &[AnswerRow]) -> Result<Self, StorageError> {
        let mut leaves = Vec::with_capacity(answers.len());
        let mut forms: BTreeMap<String, FormTally> = BTreeMap::new();
        for row in answers {
            let corrupt = |what: String| {
                StorageError::Corrupt(format!("answer {}: {what}", hex::encode(row.id)))
            };
            let form = known_form(catalog, &row.form)?;
            let channel = Channel::parse(&row.channel)
                .ok_or_else(|| corrupt(format!("channel {:?}", row.channel)))?;
            let service = row.service.as_deref().map(Code::parse).transpose();
            let service = service.map_err(|error| corrupt(error.to_string()))?;
            let marks =
                sheet::decode(form, &row.sheet).map_err(|error| corrupt(error.to_string()))?;
            leaves.push(ledger::leaf(&SealedAnswer {
                id: row.id,
                form: &row.form,
                service: row.service.as_deref(),
                channel,
                flagged: row.flagged,
                sheet: &row.sheet,
            }));
            let cell = Cell {
                channel,
                service,
                flagged: row.flagged,
            };
            forms
                .entry(row.form.clone())
                .or_default()
                .add_sheet(form, cell, &marks);
        }
        let count = u64::try_from(answers.len()).unwrap_or(u64::MAX);
        Ok(Self {
            count,
            root: ledger::root(&leaves),
            forms,
        })
    }

    /// The hash the head vouches for.
    #[must_use]
    pub fn tallies_hash(&self) -> Hash {
        ledger::tallies_hash(
            self.forms
                .iter()
                .map(|(form, tally)| (form.as_str(), tally)),
        )
    }

    /// The tallies as the batch keeps them: a JSON object, forms sorted.
    #[must_use]
    pub fn encode(&self) -> String {
        let forms: BTreeMap<&str, String> = self
            .forms
            .iter()
            .map(|(form, tally)| (form.as_str(), tally.encode()))
            .collect();
        serde_json::json!(forms).to_string()
    }
}

/// Reads what [`Contents::encode`] wrote.
///
/// # Errors
/// When the text is no such object, or a tally does not hold together.
pub fn decode_tallies(
    catalog: &Catalog,
    text: &str,
) -> Result<BTreeMap<String, FormTally>, StorageError> {
    let corrupt = |what: String| StorageError::Corrupt(format!("batch tallies: {what}"));
    let forms: BTreeMap<String, String> =
        serde_json::from_str(text).map_err(|error| corrupt(error.to_string()))?;
    forms
        .into_iter()
        .map(|(name, cells)| {
            let form = known_form(catalog, &name)?;
            let tally = FormTally::decode(form, &cells).map_err(|e| corrupt(e.to_string()))?;
            Ok((name, tally))
        })
        .collect()
}

/// The form stored answers refer to.
///
/// # Errors
/// When it is not known here.
pub fn known_form<'a>(catalog: &'a Catalog, name: &str) -> Result<&'a Form, StorageError> {
    catalog
        .find(name)
        .map(std::convert::AsRef::as_ref)
        .ok_or_else(|| StorageError::Corrupt(format!("unknown form {name:?}")))
}

async fn add_to_span(
    app: &App,
    write: &mut Write,
    unit: &str,
    half_day: HalfDay,
    contents: &Contents,
) -> Result<(), StorageError> {
    let span = half_day.span().to_string();
    for (name, counted) in &contents.forms {
        let form = known_form(&app.catalog, name)?;
        let corrupt = |error: crate::domain::tally::TallyError| {
            StorageError::Corrupt(format!("tally {unit} {span} {name}: {error}"))
        };
        let mut total = match tally::find(write.connection(), unit, &span, name).await? {
            Some(cells) => FormTally::decode(form, &cells).map_err(corrupt)?,
            None => FormTally::default(),
        };
        total.merge(counted).map_err(corrupt)?;
        let row = TallyRow {
            unit: unit.to_owned(),
            span: span.clone(),
            form: name.clone(),
            cells: total.encode(),
        };
        tally::put(write.connection(), &row).await?;
    }
    Ok(())
}

/// Deletes and inserts again in id order: a page of the file otherwise keeps the order in which
/// its rows arrived. The digests go with it.
async fn rewrite(
    write: &mut Write,
    open: &OpenRow,
    half_day: HalfDay,
    answers: &[AnswerRow],
) -> Result<(), StorageError> {
    let connection = write.connection();
    answer::delete_batch(connection, &open.unit, open.number).await?;
    let rows: Vec<NewAnswer<'_>> = answers
        .iter()
        .map(|row| NewAnswer {
            unit: &open.unit,
            batch: open.number,
            id: hex::encode(row.id),
            form: &row.form,
            service: row.service.as_deref(),
            channel: &row.channel,
            flagged: u8::from(row.flagged),
            sheet: &row.sheet,
            digest: None,
        })
        .collect();
    answer::insert_all(connection, &rows).await?;
    profile::rewrite(connection, &open.unit, &half_day.span().to_string()).await?;
    let date = half_day.date();
    let month = format!("{:04}-{:02}", date.year(), date.month());
    comment::rewrite(connection, &open.unit, &month).await
}
