//! Takes a paper questionnaire that is typed in: once, then again by another account.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::record_event::{Act, record};
use super::submit_sheet::{Sender, SubmitError, check};
use super::{App, Invalid, UsecaseError};
use crate::domain::form::{Channel, Form};
use crate::domain::paper::{
    Decision, Difference, Standing, decide, differences, read_serial, serial_name, tidied,
};
use crate::domain::sheet::Problem;
use crate::storage::paper_entry::{self, EntryRow};
use crate::storage::paper_issue::IssueRow;
use crate::storage::{StorageError, Write, paper_issue, paper_keyer};

/// A sheet as someone typed it in.
#[derive(Clone, Debug)]
pub struct Keying<'a> {
    /// The account that types.
    pub actor: &'a str,
    /// The unit.
    pub unit: &'a str,
    /// The form on the screen.
    pub form: &'a Form,
    /// The serial, as typed.
    pub serial: &'a str,
    /// Everything else: `collected_at` (the day's first moment), `language`, `service`, `answers`,
    /// `comment`.
    pub sheet: Map<String, Value>,
}

impl Keying<'_> {
    /// The sheet as it is compared and kept, with the name of its form.
    #[must_use]
    pub fn tidied(&self) -> Map<String, Value> {
        let mut sheet = tidied(self.form, self.sheet.clone());
        sheet.insert("form".to_owned(), self.form.form_ref.to_string().into());
        sheet
    }
}

/// What became of a keying.
#[derive(Clone, Debug, PartialEq)]
pub enum Keyed {
    /// It is the first of this sheet; another account has to type it in again.
    First(u32),
    /// It is the second, and both agree or are decided.
    Second(u32),
    /// It is the second, and nothing is kept until the differences are decided.
    Differs(Vec<Difference>),
}

/// Why a keying was not taken.
#[derive(Debug)]
pub enum KeyError {
    /// Everything that is wrong, `serial` and `collected_at` among the fields.
    Problems(Vec<Problem>),
    /// Trouble below.
    Failed(UsecaseError),
}

impl From<StorageError> for KeyError {
    fn from(error: StorageError) -> Self {
        Self::Failed(error.into())
    }
}

/// Whether `actor` declared today not to serve the counter of `unit`.
///
/// # Errors
/// When the file cannot be read.
pub async fn has_declared(app: &App, actor: &str, unit: &str) -> Result<bool, UsecaseError> {
    let mut connection = app.store.read().await?;
    let day = paper_keyer::declared_on(&mut connection, unit, actor).await?;
    Ok(day == Some(app.today()))
}

/// Refuses whoever has not declared today not to serve the counter of `unit`.
///
/// # Errors
/// When they have not, or the file cannot be read.
pub(super) async fn require_declared(
    write: &mut Write,
    app: &App,
    actor: &str,
    unit: &str,
) -> Result<(), UsecaseError> {
    let day = paper_keyer::declared_on(write.connection(), unit, actor).await?;
    if day == Some(app.today()) {
        return Ok(());
    }
    Err(UsecaseError::Invalid(Invalid {
        vi: "Ông/Bà chưa khai hôm nay không trực quầy; xin mở trang nhập phiếu để khai".to_owned(),
        en: "you have not declared for today that you do not serve the counter; open the page \
             where sheets are typed in"
            .to_owned(),
    }))
}

/// Keeps that `actor` declares, for today, not to serve the counter whose sheets are typed in.
///
/// # Errors
/// When the file cannot be written.
pub async fn declare(app: &App, actor: &str, unit: &str) -> Result<(), UsecaseError> {
    let day = app.today();
    let mut write = app.store.write().await?;
    paper_keyer::put(write.connection(), unit, actor, &day).await?;
    let act = Act {
        day: &day,
        actor,
        action: "paper-keyer-not-at-counter",
        subject: unit,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(())
}

/// Takes a keying: the first of a serial is kept, the second compared with it.
///
/// # Errors
/// See [`KeyError`]; nothing is kept then.
pub async fn key(app: &App, keying: Keying<'_>) -> Result<Keyed, KeyError> {
    key_deciding(app, keying, None).await
}

/// What the second account decides, looking at the paper.
#[derive(Clone, Debug, Default)]
pub struct Decided {
    /// By field.
    pub decisions: BTreeMap<String, Decision>,
    /// What was typed anew.
    pub other: Map<String, Value>,
}

/// Takes a second keying together with what was decided where it differs from the first.
///
/// # Errors
/// See [`KeyError`]; a difference nobody decided comes back as [`Keyed::Differs`].
pub async fn key_decided(
    app: &App,
    keying: Keying<'_>,
    decided: Decided,
) -> Result<Keyed, KeyError> {
    key_deciding(app, keying, Some(decided)).await
}

async fn key_deciding(
    app: &App,
    keying: Keying<'_>,
    decided: Option<Decided>,
) -> Result<Keyed, KeyError> {
    let serial = read_serial(keying.unit, keying.serial);
    let mut write = app.store.write().await?;
    require_declared(&mut write, app, keying.actor, keying.unit)
        .await
        .map_err(KeyError::Failed)?;
    let (issue, entry) = match serial {
        Some(serial) => (
            paper_issue::of_serial(write.connection(), keying.unit, serial).await?,
            paper_entry::find(write.connection(), keying.unit, serial).await?,
        ),
        None => (None, None),
    };
    let mut problems = serial_problems(&keying, serial, issue.as_ref(), entry.as_ref());
    if decided.is_some() && entry.is_none() {
        problems.push(nothing_to_decide());
    }
    let sheet = keying.tidied();
    problems.extend(sheet_problems(app, &keying, &sheet));
    problems.extend(day_problem(app, &sheet, issue.as_ref()));
    let Some(serial) = serial.filter(|_| problems.is_empty()) else {
        return Err(KeyError::Problems(problems));
    };
    let Some(first) = entry else {
        return keep_first(write, &keying, serial, sheet).await;
    };
    let found = differences(keying.form, &body(&first)?, &sheet);
    let sheet = match decided {
        None if found.is_empty() => sheet,
        None => return Ok(Keyed::Differs(found)),
        Some(decided) => match decide(&found, &decided.decisions, &sheet, &decided.other) {
            Ok(sheet) => tidied(keying.form, sheet),
            Err(_) => return Ok(Keyed::Differs(found)),
        },
    };
    // What was decided may break a rule that both keyings kept.
    let mut problems = sheet_problems(app, &keying, &sheet);
    problems.extend(day_problem(app, &sheet, issue.as_ref()));
    if !problems.is_empty() {
        return Err(KeyError::Problems(problems));
    }
    let body = Value::Object(sheet).to_string();
    paper_entry::set_twice(write.connection(), (keying.unit, serial), &body).await?;
    write.commit().await?;
    Ok(Keyed::Second(serial))
}

async fn keep_first(
    mut write: Write,
    keying: &Keying<'_>,
    serial: u32,
    sheet: Map<String, Value>,
) -> Result<Keyed, KeyError> {
    let body = Value::Object(sheet).to_string();
    let place = (keying.unit, serial);
    paper_entry::insert_once(write.connection(), place, &body, keying.actor).await?;
    write.commit().await?;
    Ok(Keyed::First(serial))
}

/// The sheet of an entry that waits.
///
/// # Errors
/// When there is none, or it is no JSON object.
pub fn body(entry: &EntryRow) -> Result<Map<String, Value>, StorageError> {
    let text = entry.body.as_deref().unwrap_or_default();
    serde_json::from_str(text)
        .map_err(|_| StorageError::Corrupt(format!("paper entry {}", entry.serial)))
}

/// Everything the form refuses of a sheet from paper.
#[must_use]
pub fn sheet_problems(app: &App, keying: &Keying<'_>, sheet: &Map<String, Value>) -> Vec<Problem> {
    let mut whole = sheet.clone();
    whole.insert("id".to_owned(), Uuid::new_v4().to_string().into());
    match check(app, &sender(keying.unit), &whole) {
        Err(SubmitError::Problems(problems)) => problems,
        Ok(_)
        | Err(
            SubmitError::OtherUnit
            | SubmitError::DeviceRevoked
            | SubmitError::Conflict
            | SubmitError::VoucherUsed
            | SubmitError::Later(_),
        ) => Vec::new(),
    }
}

fn nothing_to_decide() -> Problem {
    Problem::new(
        "serial",
        "not-keyed",
        "Phiếu này chưa ai nhập lần đầu. Mời nhập phiếu từ đầu.".to_owned(),
        "Nobody has typed this sheet in yet. Type it in from the start.".to_owned(),
    )
}

/// Who hands sheets from paper in.
#[must_use]
pub fn sender(unit: &str) -> Sender {
    Sender {
        device: None,
        unit: unit.to_owned(),
        channel: Channel::Paper,
    }
}

fn serial_problems(
    keying: &Keying<'_>,
    serial: Option<u32>,
    issue: Option<&IssueRow>,
    entry: Option<&EntryRow>,
) -> Vec<Problem> {
    let wrong = |code, vi: String, en: String| vec![Problem::new("serial", code, vi, en)];
    let unit = keying.unit;
    let Some(serial) = serial else {
        return wrong(
            "not-a-serial",
            format!("số phiếu có dạng {unit}-000123, hoặc chỉ ghi 123"),
            format!("a serial looks like {unit}-000123, or just 123"),
        );
    };
    let name = serial_name(unit, serial);
    let Some(issue) = issue else {
        return wrong(
            "serial-unknown",
            format!("phiếu {name} chưa được cấp cho đơn vị này"),
            format!("sheet {name} was not issued to this unit"),
        );
    };
    if issue.form != keying.form.form_ref.to_string() {
        return wrong(
            "other-form",
            format!(
                "phiếu {name} in mẫu {}, không phải mẫu đang nhập",
                issue.form
            ),
            format!(
                "sheet {name} is printed with form {}, not this one",
                issue.form
            ),
        );
    }
    let Some(entry) = entry else {
        return Vec::new();
    };
    match entry.standing {
        Standing::Once if entry.keyed_by.as_deref() == Some(keying.actor) => wrong(
            "same-account",
            format!(
                "chính tài khoản này đã nhập phiếu {name} lần 1; lần 2 phải là người khác, đăng \
                 nhập bằng tài khoản khác"
            ),
            format!(
                "this very account typed sheet {name} in first; the second time it has to be \
                 another person, signed in with another account"
            ),
        ),
        Standing::Once => Vec::new(),
        Standing::Twice | Standing::Batch | Standing::Stored => wrong(
            "keyed-twice",
            format!("phiếu {name} đã nhập đủ hai lần"),
            format!("sheet {name} was typed in twice already"),
        ),
        Standing::Spoiled => wrong(
            "spoiled",
            format!("phiếu {name} đã ghi là hỏng"),
            format!("sheet {name} is marked as spoiled"),
        ),
    }
}

/// A sheet cannot be filled in before it was issued, nor tomorrow.
pub(super) fn day_problem(
    app: &App,
    sheet: &Map<String, Value>,
    issue: Option<&IssueRow>,
) -> Option<Problem> {
    let at = sheet.get("collected_at").and_then(Value::as_str)?;
    let day: Date = at.get(..10)?.parse().ok()?;
    let issued: Option<Date> = issue.and_then(|issue| issue.issued_on.parse().ok());
    let today = app.clock.now_local().date();
    let fits = day <= today && issued.is_none_or(|issued| issued <= day);
    let from = issued.unwrap_or(today);
    (!fits).then(|| {
        Problem::new(
            "collected_at",
            "out-of-range",
            format!("ngày trên phiếu từ ngày cấp ({from}) đến hôm nay ({today}), không phải {day}"),
            format!("the day is between the issue ({from}) and today ({today}), not {day}"),
        )
    })
}
