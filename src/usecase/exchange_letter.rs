//! Writes the steps this server made in a unit's report as a signed letter, and takes the other's.

use sqlx::SqliteConnection;

use super::accept_round::untrusted;
use super::find_round::province_of;
use super::find_unit::{find, is_collected};
use super::permit::Deed;
use super::record_event::{Act, record};
use super::sign_in::SignedIn;
use super::trust_key::{Signer, signer};
use super::{App, Invalid, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::merge::Outcome;
use crate::domain::period::Period;
use crate::domain::report::{Carried, Followed, ForeignFault, Side, Step, follow};
use crate::domain::unit::Edition;
use crate::exchange::bundle::signing_key;
use crate::exchange::letter::{Letter, SignedLetter, read, write as sealed};
use crate::exchange::signed::FileProblem;
use crate::storage::report_step::{self, ReportStepRow};
use crate::storage::unit::{self, UnitRow};
use crate::storage::{StorageError, Write};

/// What became of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterLine {
    /// Unit and period it names, if it can be read.
    pub named: Option<(String, Period)>,
    /// What became of it.
    pub outcome: Outcome,
    /// Steps that were not known before.
    pub n_new: usize,
    /// Why it was not taken; empty when it was.
    pub problems: Vec<FileProblem>,
}

/// The letter with every step this server made in a unit's report.
///
/// # Errors
/// [`UsecaseError::UnknownUnit`] when there is no such unit within reach;
/// [`UsecaseError::Forbidden`] when the account exchanges no letters here;
/// [`UsecaseError::Invalid`] when this server made no step yet.
pub async fn write(
    app: &App,
    who: &SignedIn,
    unit: &str,
    period: Period,
) -> Result<Vec<u8>, UsecaseError> {
    let found = find(app, &who.scope, unit, period).await?;
    let side = own_side(app);
    who.require(app, exchange(side))?;
    let mut connection = app.store.read().await?;
    let code = &found.unit.code;
    let steps = report_step::of_report(&mut connection, code, &period.to_string()).await?;
    let letter = Letter {
        unit: code.clone(),
        period,
        side,
        steps: steps
            .into_iter()
            .filter(|step| step.act.side() == side)
            .collect(),
    };
    if letter.steps.is_empty() {
        return Err(UsecaseError::Invalid(Invalid {
            vi: "máy chủ này chưa ghi bước nào về báo cáo đó".to_owned(),
            en: "this server has made no step of that report yet".to_owned(),
        }));
    }
    sealed(&letter, &signing_key(&app.node.signing_key))
        .map_err(|error| StorageError::Corrupt(format!("letter {code}: {error}")).into())
}

/// Takes the other server's steps in, each once, whatever the order of letters. Whatever is wrong
/// with the letter is said in the line.
///
/// # Errors
/// [`UsecaseError::Forbidden`] when the account exchanges no letters here; when the database cannot
/// be read or written.
pub async fn take(app: &App, who: &SignedIn, bytes: &[u8]) -> Result<LetterLine, UsecaseError> {
    who.require(app, exchange(own_side(app)))?;
    let signed = match read(bytes) {
        Ok(signed) => signed,
        Err(problems) => return Ok(LetterLine::refused(None, Outcome::Refused, problems)),
    };
    let named = Some((signed.letter.unit.clone(), signed.letter.period));
    let mut write = app.store.write().await?;
    let problems = strange(app, write.connection(), &signed, &who.scope).await?;
    if !problems.is_empty() {
        return Ok(LetterLine::refused(named, Outcome::Refused, problems));
    }
    match add_new(app, &mut write, &signed.letter).await? {
        Ok(n_new) => {
            if n_new > 0 {
                note(app, &mut write, &signed.letter, (&who.name, n_new)).await?;
                write.commit().await?;
            }
            let outcome = if n_new > 0 {
                Outcome::Merged
            } else {
                Outcome::Already
            };
            Ok(LetterLine {
                named,
                outcome,
                n_new,
                problems: Vec::new(),
            })
        }
        Err((outcome, problems)) => Ok(LetterLine::refused(named, outcome, problems)),
    }
}

impl LetterLine {
    fn refused(
        named: Option<(String, Period)>,
        outcome: Outcome,
        problems: Vec<FileProblem>,
    ) -> Self {
        Self {
            named,
            outcome,
            n_new: 0,
            problems,
        }
    }
}

/// Whose steps this server makes where two servers share a report.
fn own_side(app: &App) -> Side {
    if app.node.is_province() {
        Side::Province
    } else {
        Side::Unit
    }
}

/// What exchanging letters is, on the server of either side.
fn exchange(side: Side) -> Deed {
    match side {
        Side::Unit => Deed::Carry,
        Side::Province => Deed::Receive,
    }
}

/// Why nobody here may listen to this letter.
async fn strange(
    app: &App,
    connection: &mut SqliteConnection,
    signed: &SignedLetter,
    scope: &Scope,
) -> Result<Vec<FileProblem>, UsecaseError> {
    let letter = &signed.letter;
    let edition = Edition::in_force_on(letter.period.to());
    let unit = unit::find(connection, edition.as_str(), &letter.unit).await?;
    let unit = unit.filter(|unit| is_for_here(app, unit, scope));
    let Some(unit) = unit else {
        let code = &letter.unit;
        return Ok(vec![FileProblem::whole(
            format!("thư về đơn vị {code}, không thuộc phạm vi của máy chủ hoặc tài khoản này"),
            format!(
                "the letter is about unit {code}, which is out of reach of this server or account"
            ),
        )]);
    };
    let mut problems = Vec::new();
    if letter.side == own_side(app) {
        problems.push(FileProblem::whole(
            "đây là thư của chính phía này, không phải thư của phía bên kia",
            "this is a letter of this side, not of the other",
        ));
    }
    if app.node.is_province() && is_collected(connection, &app.node.unit, &unit.code).await? {
        problems.push(FileProblem::whole(
            "đơn vị này thu phiếu và lập báo cáo ngay trên máy chủ này",
            "this unit collects and reports on this very server",
        ));
    }
    let speaker = match letter.side {
        Side::Unit => unit.code.clone(),
        Side::Province => province_of(&unit),
    };
    match signer(app, connection, &speaker, &signed.key).await? {
        Signer::Trusted => {}
        Signer::Own | Signer::OtherUnit(_) | Signer::Unknown => problems.push(untrusted(&speaker)),
    }
    Ok(problems)
}

/// A province takes letters about its units, a unit's server about itself.
fn is_for_here(app: &App, unit: &UnitRow, scope: &Scope) -> bool {
    let (own, above) = (app.node.unit.as_str(), province_of(unit));
    let is_of_node = if app.node.is_province() {
        above == own && unit.code != own
    } else {
        unit.code == own
    };
    is_of_node && scope.covers(&unit.code, Some(&above))
}

/// Adds the steps that are new, each with the day of today. One whose id stands for another step,
/// or that would change what this side has decided since, is a conflict.
async fn add_new(
    app: &App,
    write: &mut Write,
    letter: &Letter,
) -> Result<Result<usize, (Outcome, Vec<FileProblem>)>, StorageError> {
    let period = letter.period.to_string();
    let held = report_step::of_report(write.connection(), &letter.unit, &period).await?;
    let report = follow(held);
    let mut n_new = 0;
    let mut outcome = Outcome::Refused;
    let mut problems = Vec::new();
    for (number, step) in (2..).zip(&letter.steps) {
        let row = ReportStepRow {
            unit: letter.unit.clone(),
            period: period.clone(),
            step: Step {
                received_on: app.clock.now_local().date(),
                ..step.clone()
            },
        };
        let faults = match report_step::find(write.connection(), &step.id).await? {
            None => {
                let faults = strange_step(app, &report, (letter, &row.step));
                report_step::insert(write.connection(), &row).await?;
                n_new += 1;
                faults
            }
            Some(held) if is_same(&held, &row) => Vec::new(),
            Some(_) => vec![(Outcome::Conflict, OTHER_CONTENT)],
        };
        for (kind, (vi, en)) in faults {
            if kind == Outcome::Conflict {
                outcome = kind;
            }
            problems.push(FileProblem::at(number, vi, en));
        }
    }
    Ok(if problems.is_empty() {
        Ok(n_new)
    } else {
        Err((outcome, problems))
    })
}

/// Words in Vietnamese and English.
type Said = (&'static str, &'static str);

const OTHER_CONTENT: Said = (
    "bước này đã có với nội dung khác",
    "this step is here with other content",
);

/// Whether two rows are one step: the day it came is of this server, and no part of the letter.
fn is_same(held: &ReportStepRow, row: &ReportStepRow) -> bool {
    let step = Step {
        received_on: held.step.received_on,
        ..row.step.clone()
    };
    held.unit == row.unit && held.period == row.period && held.step == step
}

/// What stands against a new step, with the outcome it has for the letter.
fn strange_step(
    app: &App,
    report: &Followed,
    (letter, step): (&Letter, &Step),
) -> Vec<(Outcome, Said)> {
    let carried = Carried {
        to: own_side(app),
        period: letter.period,
        n_steps: letter.steps.len(),
    };
    let faults = report.foreign_faults(step, carried);
    let faults = faults.into_iter().map(|fault| {
        let outcome = if fault.is_conflict() {
            Outcome::Conflict
        } else {
            Outcome::Refused
        };
        (outcome, said(fault))
    });
    faults.collect()
}

fn said(fault: ForeignFault) -> Said {
    match fault {
        ForeignFault::Past => (
            "bước mới này đứng trước một bước mà phía bên này đã làm; việc đã quyết không đổi được",
            "this new step stands before one that this side has taken; what was decided stays",
        ),
        ForeignFault::Archived => (
            "báo cáo đã lưu trữ, không nhận thêm bước nào",
            "the report is archived and takes no further step",
        ),
        ForeignFault::Ahead => (
            "ngày của bước này còn ở phía trước; xin xem lại ngày giờ của máy đã ghi bước này",
            "the day of this step is still to come; check the clock of the computer that made it",
        ),
        ForeignFault::PeriodRunning => (
            "bước này ghi ngày mà kỳ còn thu phiếu; hết kỳ mới xác nhận và nộp được",
            "on the day of this step the period was not over; only then is a report confirmed and handed in",
        ),
        ForeignFault::Leap => (
            "số thứ tự của bước này lớn hơn số bước đã biết; xin lấy lại thư mới nhất ở máy chủ bên kia",
            "the number of this step is higher than the steps that are known; fetch the latest letter of the other server",
        ),
    }
}

async fn note(
    app: &App,
    write: &mut Write,
    letter: &Letter,
    (actor, n_new): (&str, usize),
) -> Result<(), StorageError> {
    let subject = format!("{} {} {n_new}", letter.unit, letter.period);
    let day = app.today();
    let act = Act {
        day: &day,
        actor,
        action: "letter-take",
        subject: &subject,
    };
    record(write, act).await
}
