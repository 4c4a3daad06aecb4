//! Prints sheets of slips with one-time codes, and keeps account of them.

use std::collections::BTreeMap;

use serde_json::json;
use sqlx::SqliteConnection;

use super::find_unit::{find_collected, find_today};
use super::permit::Deed;
use super::record_event::{Act, record};
use super::sign_in::SignedIn;
use super::{App, Invalid, UsecaseError, random_bytes};
use crate::domain::account::Scope;
use crate::domain::plain_text::{Lines, is_plain};
use crate::domain::vietnamese::to_nfc;
use crate::domain::voucher::VoucherCode;
use crate::storage::unit::UnitRow;
use crate::storage::voucher_sheet::VoucherSheetRow;
use crate::storage::{StorageError, Write, voucher, voucher_sheet};

/// Slips on a sheet of A4: three beside each other, eight below.
pub const SLIPS_ON_SHEET: i64 = 24;
/// Sheets printed at once.
pub const MOST_SHEETS: i64 = 20;
/// Sheets a unit may ever print.
const LAST_NUMBER: i64 = 999_999;
/// Longest reason, in characters.
pub const MOST_REASON_CHARS: usize = 200;

/// What is to be printed.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The unit that gives the slips out.
    pub unit: &'a str,
    /// The form they lead to, without version.
    pub form: &'a str,
    /// How many sheets.
    pub n_sheets: i64,
    /// The newest sheet known to whoever asks: the same page posted twice prints once.
    pub after: i64,
}

/// A sheet to be printed now: nothing ever tells its codes again.
#[derive(Debug)]
pub struct Sheet {
    /// The unit's number of it.
    pub number: i64,
    /// Its codes in the order of the paper.
    pub codes: Vec<VoucherCode>,
}

/// What became of an order.
#[derive(Debug)]
pub enum Printed {
    /// The sheets.
    Sheets(Vec<Sheet>),
    /// Sheets were printed since: perhaps by this very order.
    Since,
}

/// Makes sheets of new codes.
///
/// # Errors
/// When the unit is out of reach or not collected for, the form unknown, or the number too large.
pub async fn print(app: &App, who: &SignedIn, order: Order<'_>) -> Result<Printed, UsecaseError> {
    find_kept(app, who, order.unit).await?;
    if app.catalog.newest(order.form).is_none() {
        return Err(invalid("không có mẫu phiếu này", "there is no such form"));
    }
    if !(1..=MOST_SHEETS).contains(&order.n_sheets) {
        return Err(UsecaseError::Invalid(Invalid {
            vi: format!("mỗi lần in từ 1 đến {MOST_SHEETS} tờ"),
            en: format!("1 to {MOST_SHEETS} sheets are printed at once"),
        }));
    }
    let day = app.today();
    let mut write = app.store.write().await?;
    let last = voucher_sheet::last_number(write.connection(), order.unit).await?;
    if last != order.after {
        return Ok(Printed::Since);
    }
    if last > LAST_NUMBER - order.n_sheets {
        return Err(invalid("đã hết số tờ", "there are no more sheet numbers"));
    }
    let mut sheets = Vec::new();
    for number in last + 1..=last + order.n_sheets {
        let codes = new_sheet(&mut write, &order, number, &day).await?;
        let act = Act {
            day: &day,
            actor: &who.name,
            action: "voucher-print",
            subject: &format!("{} {number:04}: {}", order.unit, order.form),
        };
        record(&mut write, act).await?;
        sheets.push(Sheet { number, codes });
    }
    write.commit().await?;
    Ok(Printed::Sheets(sheets))
}

async fn new_sheet(
    write: &mut Write,
    order: &Order<'_>,
    number: i64,
    day: &str,
) -> Result<Vec<VoucherCode>, UsecaseError> {
    let codes = (0..SLIPS_ON_SHEET)
        .map(|_| random_bytes().map(VoucherCode::from_random))
        .collect::<Result<Vec<_>, _>>()?;
    let row = VoucherSheetRow {
        number,
        form: order.form.to_owned(),
        issued_on: day.to_owned(),
        printed: SLIPS_ON_SHEET,
        used: 0,
        void: 0,
        void_reason: None,
    };
    voucher_sheet::insert(write.connection(), order.unit, &row).await?;
    let hashes: Vec<String> = codes.iter().map(|code| hex::encode(code.hash())).collect();
    let hashes = json!(hashes).to_string();
    voucher::insert_sheet(write.connection(), order.unit, number, &hashes).await?;
    Ok(codes)
}

/// A sheet and what became of its slips.
#[derive(Clone, Debug)]
pub struct Account {
    /// The sheet with what was printed, used and made void.
    pub sheet: VoucherSheetRow,
    /// Slips still good, and those whose answer is not sealed, counted one by one.
    pub left: i64,
}

impl Account {
    /// Whether every printed slip is used, void or left, and none twice.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.sheet.used + self.sheet.void + self.left == self.sheet.printed
    }
}

/// A unit's sheets, newest first.
///
/// # Errors
/// When the unit is out of reach or not collected for.
pub async fn account(app: &App, scope: &Scope, unit: &str) -> Result<Vec<Account>, UsecaseError> {
    find(app, scope, unit).await?;
    let mut connection = app.store.read().await?;
    // Both tables as they stood at one moment, or an answer in between would spoil the sum.
    let mut snapshot = sqlx::Connection::begin(&mut *connection)
        .await
        .map_err(StorageError::from)?;
    Ok(accounts(&mut snapshot, unit).await?)
}

/// A unit's sheets, newest first, within one read.
pub(super) async fn accounts(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<Account>, StorageError> {
    let sheets = voucher_sheet::of_unit(connection, unit).await?;
    let left = voucher::left_by_sheet(connection, unit).await?;
    let left: BTreeMap<i64, i64> = left.into_iter().collect();
    let account = |sheet: VoucherSheetRow| Account {
        left: left.get(&sheet.number).copied().unwrap_or(0),
        sheet,
    };
    Ok(sheets.into_iter().map(account).collect())
}

/// Makes void what is left of a sheet; how many slips that was.
///
/// # Errors
/// When there is no such sheet in reach, nothing is left of it, or the reason is none.
pub async fn void_sheet(
    app: &App,
    who: &SignedIn,
    (unit, number): (&str, i64),
    reason: &str,
) -> Result<i64, UsecaseError> {
    find_kept(app, who, unit).await?;
    let reason = check_reason(reason)?;
    let day = app.today();
    let mut write = app.store.write().await?;
    if voucher_sheet::find(write.connection(), unit, number)
        .await?
        .is_none()
    {
        return Err(UsecaseError::NotFound(format!("{unit} {number:04}")));
    }
    let left = voucher::delete_sheet(write.connection(), unit, number).await?;
    let left = i64::try_from(left).unwrap_or(i64::MAX);
    if left == 0 {
        return Err(invalid(
            "tờ này không còn mã nào để hủy",
            "this sheet has no slips left to make void",
        ));
    }
    voucher_sheet::add_void(write.connection(), unit, number, left).await?;
    voucher_sheet::set_void_reason(write.connection(), unit, number, &reason).await?;
    let act = Act {
        day: &day,
        actor: &who.name,
        action: "voucher-void",
        subject: &format!("{unit} {number:04}: {reason}"),
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(left)
}

/// Makes one slip void, by its code; the number of its sheet.
///
/// # Errors
/// When the unit has no such slip that is still good: used, void, foreign and unknown ones look the
/// same.
pub async fn void_slip(
    app: &App,
    who: &SignedIn,
    unit: &str,
    typed: &str,
) -> Result<i64, UsecaseError> {
    find_kept(app, who, unit).await?;
    let none = || {
        invalid(
            "không hủy được: mã gõ sai, đã dùng hoặc đã hủy",
            "not made void: the code is mistyped, used or void already",
        )
    };
    let code = VoucherCode::parse(typed).ok_or_else(none)?;
    let day = app.today();
    let mut write = app.store.write().await?;
    let hashes = json!([hex::encode(code.hash())]).to_string();
    let found = voucher::among(write.connection(), &hashes).await?;
    let row = found.into_iter().find(|row| row.unit == unit);
    let row = row.ok_or_else(none)?;
    voucher::delete_all(write.connection(), &hashes).await?;
    voucher_sheet::add_void(write.connection(), unit, row.sheet, 1).await?;
    let act = Act {
        day: &day,
        actor: &who.name,
        action: "voucher-void",
        subject: &format!("{unit} {:04}: 1", row.sheet),
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(row.sheet)
}

/// Where a slip leads to.
#[derive(Clone, Debug)]
pub struct Slip {
    /// The unit that gave it out.
    pub unit: String,
    /// The form, without version.
    pub form: String,
    /// Local day its sheet was printed, ISO.
    pub issued_on: String,
}

/// Where the slip of that code leads to, until it is void or its answer sealed: one that stopped at
/// its answer would tell whoever printed it when that came.
///
/// # Errors
/// When the file cannot be read.
pub async fn find_slip(app: &App, code: &VoucherCode) -> Result<Option<Slip>, UsecaseError> {
    let mut connection = app.store.read().await?;
    let Some(row) = voucher::find(&mut connection, &code.hash()).await? else {
        return Ok(None);
    };
    let sheet = voucher_sheet::find(&mut connection, &row.unit, row.sheet).await?;
    let sheet = sheet.ok_or_else(|| {
        StorageError::Corrupt(format!("voucher of sheet {} {}", row.unit, row.sheet))
    })?;
    Ok(Some(Slip {
        unit: row.unit,
        form: sheet.form,
        issued_on: sheet.issued_on,
    }))
}

/// The unit within reach, if the account keeps its counter and this node collects for it.
async fn find_kept(app: &App, who: &SignedIn, unit: &str) -> Result<UnitRow, UsecaseError> {
    let found = find(app, &who.scope, unit).await?;
    who.require(app, Deed::KeepCounter)?;
    Ok(found)
}

/// The unit within reach, if this node collects for it.
async fn find(app: &App, scope: &Scope, unit: &str) -> Result<UnitRow, UsecaseError> {
    find_today(app, scope, unit).await?;
    find_collected(app, unit).await
}

fn check_reason(reason: &str) -> Result<String, UsecaseError> {
    let reason = to_nfc(reason.trim());
    if is_plain(&reason, Lines::One) && (1..=MOST_REASON_CHARS).contains(&reason.chars().count()) {
        return Ok(reason);
    }
    Err(UsecaseError::Invalid(Invalid {
        vi: format!("lý do phải có từ 1 đến {MOST_REASON_CHARS} ký tự, trên một dòng"),
        en: format!("a reason has 1 to {MOST_REASON_CHARS} characters, in one line"),
    }))
}

fn invalid(vi: &str, en: &str) -> UsecaseError {
    UsecaseError::Invalid(Invalid {
        vi: vi.to_owned(),
        en: en.to_owned(),
    })
}
