//! Hands out serials of paper questionnaires, and keeps account of every one of them.

use std::collections::BTreeMap;

use super::record_event::{Act, record};
use super::{App, Invalid, UsecaseError};
use crate::domain::paper::{MOST_SERIAL, Standing, read_serial, serial_name};
use crate::domain::plain_text::{Lines, is_plain};
use crate::storage::paper_batch::{self, BatchRow};
use crate::storage::paper_entry::{self, EntryRow};
use crate::storage::paper_issue::{self, IssueRow};
use crate::storage::{StorageError, paper_leaving};

/// Sheets in one issue.
pub const MOST_IN_ISSUE: u32 = 5_000;

/// Sheets spoiled at once.
pub const MOST_SPOILED: u32 = 1_000;

/// Characters of the reason why a sheet is spoiled.
pub const MOST_REASON_CHARS: usize = 200;

/// Every serial of a unit, and what became of it.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// Ranges of serials, oldest first.
    pub issues: Vec<Issue>,
    /// Entries by serial, without their sheets.
    pub entries: Vec<EntryRow>,
    /// Batches that were stored, newest first.
    pub batches: Vec<BatchRow>,
    /// Sheets of a stored batch that did not reach the answers yet.
    pub n_leaving: u64,
}

/// One range of serials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Its first serial.
    pub first: u32,
    /// Its last serial.
    pub last: u32,
    /// `id@version`.
    pub form: String,
    /// Local day, ISO.
    pub issued_on: String,
    /// What became of its serials.
    pub counts: Counts,
}

/// How many serials are where. `issued = returned + spoiled + out`, always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Handed to the unit.
    pub issued: u64,
    /// Typed in by one account.
    pub once: u64,
    /// Typed in by two, waiting for a batch.
    pub twice: u64,
    /// In the batch that is being checked.
    pub batch: u64,
    /// Among the answers.
    pub stored: u64,
    /// Spoiled.
    pub spoiled: u64,
}

impl Counts {
    /// Came back and was typed in.
    #[must_use]
    pub fn returned(&self) -> u64 {
        self.once + self.twice + self.batch + self.stored
    }

    /// Neither came back nor is spoiled.
    #[must_use]
    pub fn out(&self) -> u64 {
        self.issued.saturating_sub(self.returned() + self.spoiled)
    }

    fn add(&mut self, standing: Standing) {
        let place = match standing {
            Standing::Once => &mut self.once,
            Standing::Twice => &mut self.twice,
            Standing::Batch => &mut self.batch,
            Standing::Stored => &mut self.stored,
            Standing::Spoiled => &mut self.spoiled,
        };
        *place += 1;
    }
}

impl Account {
    /// The counts of all ranges.
    #[must_use]
    pub fn total(&self) -> Counts {
        self.issues
            .iter()
            .fold(Counts::default(), |sum, issue| Counts {
                issued: sum.issued + issue.counts.issued,
                once: sum.once + issue.counts.once,
                twice: sum.twice + issue.counts.twice,
                batch: sum.batch + issue.counts.batch,
                stored: sum.stored + issue.counts.stored,
                spoiled: sum.spoiled + issue.counts.spoiled,
            })
    }

    /// The serials of that standing.
    pub fn serials(&self, standing: Standing) -> impl Iterator<Item = &EntryRow> {
        self.entries
            .iter()
            .filter(move |entry| entry.standing == standing)
    }
}

/// Hands out the next `n` serials of a unit for a form, `id` or `id@version`; the first and the
/// last of them.
///
/// # Errors
/// When there is no such form, `n` is out of range, or six digits are used up.
pub async fn issue(
    app: &App,
    actor: &str,
    unit: &str,
    (form, n): (&str, u32),
) -> Result<(u32, u32), UsecaseError> {
    let form = app
        .catalog
        .find(form)
        .ok_or_else(|| UsecaseError::NotFound(form.to_owned()))?;
    if !(1..=MOST_IN_ISSUE).contains(&n) {
        return Err(invalid(
            format!("số tờ phải từ 1 đến {MOST_IN_ISSUE}, không phải {n}"),
            format!("the number of sheets is 1 to {MOST_IN_ISSUE}, not {n}"),
        ));
    }
    let day = app.today();
    let mut write = app.store.write().await?;
    let issues = paper_issue::of_unit(write.connection(), unit).await?;
    let first = issues
        .last()
        .map_or(Ok(0), |issue| serial(issue.last_serial))?
        + 1;
    let last = first + n - 1;
    if last > MOST_SERIAL {
        return Err(invalid(
            format!("số phiếu của đơn vị chỉ còn đến {MOST_SERIAL:06}"),
            format!("the unit's serials end at {MOST_SERIAL:06}"),
        ));
    }
    let row = IssueRow {
        first_serial: first.into(),
        last_serial: last.into(),
        form: form.form_ref.to_string(),
        issued_on: day.clone(),
    };
    paper_issue::insert(write.connection(), unit, &row).await?;
    let subject = format!("{}..{last:06} {}", serial_name(unit, first), row.form);
    let act = Act {
        day: &day,
        actor,
        action: "paper-issue",
        subject: &subject,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok((first, last))
}

/// Marks the serials from the first to the last of `range` as spoiled, for a reason.
///
/// # Errors
/// When one of them was not issued, was typed in twice already or is spoiled, or the reason is
/// missing or too long: then none is marked.
pub async fn spoil(
    app: &App,
    actor: &str,
    unit: &str,
    (range, reason): ((&str, &str), &str),
) -> Result<(), UsecaseError> {
    let (first, last) = read_range(unit, range)?;
    let reason = reason.trim();
    let fits = (1..=MOST_REASON_CHARS).contains(&reason.chars().count());
    if !fits || !is_plain(reason, Lines::One) {
        return Err(invalid(
            format!("xin ghi lý do, nhiều nhất {MOST_REASON_CHARS} chữ cái"),
            format!("a reason is needed, at most {MOST_REASON_CHARS} characters"),
        ));
    }
    let day = app.today();
    let mut write = app.store.write().await?;
    for serial in first..=last {
        let issued = paper_issue::of_serial(write.connection(), unit, serial).await?;
        let entry = paper_entry::find(write.connection(), unit, serial).await?;
        refuse_unspoilable(unit, serial, issued.as_ref(), entry.as_ref())?;
    }
    let serials = serde_json::Value::from((first..=last).collect::<Vec<u32>>()).to_string();
    paper_entry::spoil(write.connection(), unit, &serials, reason).await?;
    let subject = format!("{}..{last:06}: {reason}", serial_name(unit, first));
    let act = Act {
        day: &day,
        actor,
        action: "paper-spoil",
        subject: &subject,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(())
}

fn read_range(unit: &str, (first, last): (&str, &str)) -> Result<(u32, u32), UsecaseError> {
    let number = |text: &str| {
        read_serial(unit, text).ok_or_else(|| {
            let shown: String = text.chars().take(40).collect();
            invalid(
                format!("số phiếu có dạng {unit}-000123, không phải “{shown}”"),
                format!("a serial looks like {unit}-000123, not “{shown}”"),
            )
        })
    };
    let from = number(first)?;
    let to = if last.trim().is_empty() {
        from
    } else {
        number(last)?
    };
    if (from..=to).contains(&to) && to - from < MOST_SPOILED {
        Ok((from, to))
    } else {
        Err(invalid(
            format!("số cuối phải từ số đầu trở lên, mỗi lần nhiều nhất {MOST_SPOILED} tờ"),
            format!("the last serial is not before the first, at most {MOST_SPOILED} at a time"),
        ))
    }
}

fn refuse_unspoilable(
    unit: &str,
    serial: u32,
    issued: Option<&IssueRow>,
    entry: Option<&EntryRow>,
) -> Result<(), UsecaseError> {
    let name = serial_name(unit, serial);
    let standing = entry.map(|entry| entry.standing);
    match (issued, standing) {
        (None, _) => Err(invalid(
            format!("phiếu {name} chưa được cấp"),
            format!("sheet {name} was not issued"),
        )),
        (Some(_), None | Some(Standing::Once)) => Ok(()),
        (Some(_), Some(Standing::Twice | Standing::Batch | Standing::Stored)) => Err(invalid(
            format!("phiếu {name} đã nhập đủ hai lần, không ghi hỏng được nữa"),
            format!("sheet {name} was typed in twice and cannot be spoiled any more"),
        )),
        (Some(_), Some(Standing::Spoiled)) => Err(invalid(
            format!("phiếu {name} đã ghi là hỏng"),
            format!("sheet {name} is spoiled already"),
        )),
    }
}

/// Every serial of a unit, and what became of it.
///
/// # Errors
/// When the file cannot be read.
pub async fn account(app: &App, unit: &str) -> Result<Account, UsecaseError> {
    let mut connection = app.store.read().await?;
    let rows = paper_issue::of_unit(&mut connection, unit).await?;
    let entries = paper_entry::of_unit(&mut connection, unit).await?;
    let batches = paper_batch::of_unit(&mut connection, unit).await?;
    let n_leaving = paper_leaving::count(&mut connection, unit).await?;
    let standings: BTreeMap<u32, Standing> = entries
        .iter()
        .map(|entry| (entry.serial, entry.standing))
        .collect();
    let issues = rows
        .into_iter()
        .map(|row| {
            let (first, last) = (serial(row.first_serial)?, serial(row.last_serial)?);
            let mut counts = Counts {
                issued: u64::from(last.saturating_sub(first)) + 1,
                ..Counts::default()
            };
            for standing in standings.range(first..=last).map(|(_, standing)| *standing) {
                counts.add(standing);
            }
            Ok(Issue {
                first,
                last,
                form: row.form,
                issued_on: row.issued_on,
                counts,
            })
        })
        .collect::<Result<_, StorageError>>()?;
    Ok(Account {
        issues,
        entries,
        batches,
        n_leaving: n_leaving.unsigned_abs(),
    })
}

fn serial(number: i64) -> Result<u32, StorageError> {
    u32::try_from(number).map_err(|_| StorageError::Corrupt(format!("paper serial {number}")))
}

fn invalid(vi: String, en: String) -> UsecaseError {
    UsecaseError::Invalid(Invalid { vi, en })
}
