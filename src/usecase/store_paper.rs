//! Closes a batch of paper questionnaires: a sample is compared with its paper again, then all
//! are stored like any other answer.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::key_paper::{
    KeyError, Keying, body, day_problem, require_declared, sender, sheet_problems,
};
use super::record_event::{Act, record};
use super::submit_sheet::{Ready, SubmitError, check, submit_all};
use super::{App, Invalid, UsecaseError, random_bytes};
use crate::domain::form::Form;
use crate::domain::paper::{Standing, draw, n_to_recheck, serial_name};
use crate::storage::StorageError;
use crate::storage::paper_batch::{self, BatchRow};
use crate::storage::paper_entry::{self, EntryRow};
use crate::storage::paper_issue;
use crate::storage::paper_leaving::{self, LeavingRow};

/// Sheets handed to the intake together.
const MOST_AT_ONCE: i64 = 500;

/// The batch that is being checked.
#[derive(Clone, Debug)]
pub struct OpenBatch {
    /// All its sheets.
    pub n_sheets: usize,
    /// Those that were drawn, by serial.
    pub drawn: Vec<EntryRow>,
}

impl OpenBatch {
    /// How many of the drawn sheets are still to be compared with their paper, mended ones that
    /// nobody else has seen among them.
    #[must_use]
    pub fn n_open(&self) -> usize {
        let is_open = |entry: &&EntryRow| {
            let recheck = entry.recheck.as_deref();
            matches!(recheck, Some("wanted" | "mended"))
        };
        self.drawn.iter().filter(is_open).count()
    }
}

/// Makes a batch of all sheets that wait, and draws those to be compared with their paper.
///
/// # Errors
/// When nothing waits, a batch is being checked already, or `actor` has not declared today.
pub async fn draw_batch(app: &App, actor: &str, unit: &str) -> Result<(), UsecaseError> {
    let day = app.today();
    let mut write = app.store.write().await?;
    require_declared(&mut write, app, actor, unit).await?;
    let entries = paper_entry::of_unit(write.connection(), unit).await?;
    if entries.iter().any(|e| e.standing == Standing::Batch) {
        return Err(invalid(
            "một lô đang được kiểm tra; xin làm xong lô đó trước",
            "a batch is being checked; finish it first",
        ));
    }
    let waiting: Vec<([u8; 16], u32)> = entries
        .iter()
        .filter(|entry| entry.standing == Standing::Twice)
        .map(|entry| Ok((random_bytes()?, entry.serial)))
        .collect::<Result<_, StorageError>>()?;
    if waiting.is_empty() {
        return Err(invalid(
            "chưa có phiếu nào nhập đủ hai lần để chốt lô",
            "no sheet was typed in twice yet",
        ));
    }
    let n_sheets = waiting.len();
    let drawn: Vec<u32> = draw(waiting, n_to_recheck(n_sheets)).into_iter().collect();
    let subject = format!("{unit}: {}/{n_sheets}", drawn.len());
    paper_entry::gather(write.connection(), unit, &Value::from(drawn).to_string()).await?;
    let act = Act {
        day: &day,
        actor,
        action: "paper-draw",
        subject: &subject,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(())
}

/// The batch of a unit that is being checked, if there is one.
///
/// # Errors
/// When the file cannot be read.
pub async fn open_batch(app: &App, unit: &str) -> Result<Option<OpenBatch>, UsecaseError> {
    let entries = paper_entry::of_batch(&mut *app.store.read().await?, unit).await?;
    let n_sheets = entries.len();
    let drawn = entries.into_iter().filter(|e| e.recheck.is_some());
    Ok((n_sheets > 0).then(|| OpenBatch {
        n_sheets,
        drawn: drawn.collect(),
    }))
}

/// Keeps that a drawn sheet says what its paper says; of a mended one another account says so.
///
/// # Errors
/// When it was not drawn, `actor` mended it, or has not declared today.
pub async fn agree(app: &App, actor: &str, unit: &str, serial: u32) -> Result<(), UsecaseError> {
    let mut write = app.store.write().await?;
    require_declared(&mut write, app, actor, unit).await?;
    let entry = paper_entry::find(write.connection(), unit, serial).await?;
    let entry = drawn(entry, unit, serial)?;
    if let Some(recheck) = agreed(&entry, actor)? {
        paper_entry::set_recheck(write.connection(), (unit, serial), recheck).await?;
        write.commit().await?;
    }
    Ok(())
}

/// What a drawn sheet becomes when `actor` finds it right; `None`: it was found so already.
fn agreed(entry: &EntryRow, actor: &str) -> Result<Option<&'static str>, UsecaseError> {
    match entry.recheck.as_deref() {
        Some("wanted") => Ok(Some("agrees")),
        Some("mended") if entry.keyed_by.as_deref() == Some(actor) => Err(invalid(
            "phiếu này do Ông/Bà sửa; xin để người khác so lại với bản giấy",
            "you mended this sheet; let someone else compare it with the paper",
        )),
        Some("mended") => Ok(Some("confirmed")),
        Some(_) | None => Ok(None),
    }
}

/// Keeps what the paper of a drawn sheet says instead, until another account confirms it. A sheet
/// that comes out the same is agreed to.
///
/// # Errors
/// When it was not drawn, the account has not declared today, or with everything its form refuses.
pub async fn mend(app: &App, keying: Keying<'_>, serial: u32) -> Result<(), KeyError> {
    let day = app.today();
    let sheet = keying.tidied();
    let mut write = app.store.write().await?;
    require_declared(&mut write, app, keying.actor, keying.unit)
        .await
        .map_err(KeyError::Failed)?;
    let issue = paper_issue::of_serial(write.connection(), keying.unit, serial).await?;
    let mut problems = sheet_problems(app, &keying, &sheet);
    problems.extend(day_problem(app, &sheet, issue.as_ref()));
    if !problems.is_empty() {
        return Err(KeyError::Problems(problems));
    }
    let entry = paper_entry::find(write.connection(), keying.unit, serial).await?;
    let entry = drawn(entry, keying.unit, serial).map_err(KeyError::Failed)?;
    let place = (keying.unit, serial);
    if body(&entry)? == sheet {
        let recheck = agreed(&entry, keying.actor).map_err(KeyError::Failed)?;
        if let Some(recheck) = recheck {
            paper_entry::set_recheck(write.connection(), place, recheck).await?;
        }
    } else {
        let text = Value::Object(sheet).to_string();
        paper_entry::set_mended(write.connection(), place, &text, keying.actor).await?;
        let act = Act {
            day: &day,
            actor: keying.actor,
            action: "paper-mend",
            subject: &serial_name(keying.unit, serial),
        };
        record(&mut write, act).await?;
    }
    write.commit().await?;
    Ok(())
}

fn drawn(entry: Option<EntryRow>, unit: &str, serial: u32) -> Result<EntryRow, UsecaseError> {
    entry
        .filter(|entry| entry.recheck.is_some())
        .ok_or_else(|| UsecaseError::NotFound(format!("{unit}-{serial}")))
}

/// A drawn sheet and the form it was printed with.
///
/// # Errors
/// When it was not drawn.
pub async fn drawn_sheet(app: &App, unit: &str, serial: u32) -> Result<EntryRow, UsecaseError> {
    let entry = paper_entry::find(&mut *app.store.read().await?, unit, serial).await?;
    drawn(entry, unit, serial)
}

/// Takes a checked batch apart: its sheets lose their serials and get fresh random ids, in one
/// transaction. [`send`] then stores them; until it is through they are kept.
///
/// # Errors
/// When there is no batch, a drawn sheet is still open, or `actor` has not declared today.
pub async fn close_batch(app: &App, actor: &str, unit: &str) -> Result<(), UsecaseError> {
    let day = app.today();
    let mut write = app.store.write().await?;
    require_declared(&mut write, app, actor, unit).await?;
    let entries = paper_entry::of_batch(write.connection(), unit).await?;
    let n = |recheck: &str| {
        let found = entries
            .iter()
            .filter(|e| e.recheck.as_deref() == Some(recheck));
        i64::try_from(found.count()).unwrap_or(i64::MAX)
    };
    if entries.is_empty() || n("wanted") + n("mended") > 0 {
        return Err(invalid(
            "chưa so hết các phiếu được rút với bản giấy",
            "not every drawn sheet was compared with its paper",
        ));
    }
    let leaving: Vec<Value> = entries
        .iter()
        .map(|entry| {
            Value::from(vec![
                Uuid::new_v4().to_string(),
                entry.body.clone().unwrap_or_default(),
            ])
        })
        .collect();
    let batches = paper_batch::of_unit(write.connection(), unit).await?;
    let row = BatchRow {
        number: batches.first().map_or(0, |batch| batch.number) + 1,
        stored_on: day.clone(),
        sheet_count: i64::try_from(entries.len()).unwrap_or(i64::MAX),
        rechecked_count: n("agrees") + n("confirmed"),
        mended_count: n("confirmed"),
    };
    let rows = Value::from(leaving).to_string();
    paper_leaving::insert_all(write.connection(), unit, &rows).await?;
    paper_entry::close_batch(write.connection(), unit).await?;
    paper_batch::insert(write.connection(), unit, &row).await?;
    let subject = format!(
        "{unit}: {} ({}/{})",
        row.sheet_count, row.mended_count, row.rechecked_count
    );
    let act = Act {
        day: &day,
        actor,
        action: "paper-store",
        subject: &subject,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(())
}

/// Stores every sheet of a unit that is on its way, in the order of their random ids. Sheets that
/// arrived before an interruption are known by their ids and not doubled.
///
/// Returns how many stay on their way: the intake was full, or one was refused, which is logged.
///
/// # Errors
/// When the file cannot be read or written.
pub async fn send(app: &App, unit: &str) -> Result<u64, UsecaseError> {
    let mut after = String::new();
    loop {
        let mut connection = app.store.read().await?;
        let rows = paper_leaving::some_after(&mut connection, unit, &after, MOST_AT_ONCE).await?;
        drop(connection);
        let Some(last) = rows.last() else { break };
        after.clone_from(&last.id);
        let ready: Vec<Ready> = rows
            .iter()
            .filter_map(|row| ready(app, unit, row))
            .collect();
        let outcomes = submit_all(app, ready).await;
        let arrived: Vec<String> = outcomes
            .into_iter()
            .filter_map(|outcome| outcome.map(|receipt| receipt.id).map_err(complain).ok())
            .collect();
        let mut write = app.store.write().await?;
        paper_leaving::delete(write.connection(), unit, &Value::from(arrived).to_string()).await?;
        write.commit().await?;
    }
    // The pages that held serials beside answers are not to outlive them in the log.
    app.store.truncate_log().await?;
    let n_left = paper_leaving::count(&mut *app.store.read().await?, unit).await?;
    Ok(n_left.unsigned_abs())
}

fn ready(app: &App, unit: &str, row: &LeavingRow) -> Option<Ready> {
    let mut sheet: Map<String, Value> = serde_json::from_str(&row.body).unwrap_or_default();
    sheet.insert("id".to_owned(), row.id.clone().into());
    check(app, &sender(unit), &sheet).map_err(complain).ok()
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "used where errors are handed over"
)]
fn complain(error: SubmitError) {
    let cause = match error {
        SubmitError::Problems(_) => "its form refuses it",
        SubmitError::OtherUnit => "it is another unit's",
        SubmitError::DeviceRevoked => "its device is revoked",
        SubmitError::Conflict => "its id is taken",
        SubmitError::VoucherUsed => "its slip is used",
        SubmitError::Later(_) => "the intake asks to come later",
    };
    tracing::error!(cause, "a sheet from paper was not stored and is kept");
}

/// The form of a sheet that waits.
#[must_use]
pub fn form_of<'a>(app: &'a App, sheet: &Map<String, Value>) -> Option<&'a Form> {
    let name = sheet.get("form").and_then(Value::as_str)?;
    app.catalog.find(name).map(AsRef::as_ref)
}

fn invalid(vi: &str, en: &str) -> UsecaseError {
    UsecaseError::Invalid(Invalid {
        vi: vi.to_owned(),
        en: en.to_owned(),
    })
}
