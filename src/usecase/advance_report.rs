//! Takes a step in a unit's report: drafts, confirms, hands in, returns, accepts, archives; and
//! marks reports as published where their figures are.

use sqlx::SqliteConnection;

use super::find_unit::{find, is_collected};
use super::list_reports::{Standing, standings};
use super::list_submissions::lacks_figures;
use super::prepare_confirmation::{Seen, prepare};
use super::print_report::keep;
use super::record_event::{self, record};
use super::sign_in::SignedIn;
use super::{App, UsecaseError, random_bytes};
use crate::domain::account::Role;
use crate::domain::period::Period;
use crate::domain::report::{
    Act, Figures, Followed, MOST_POSITION_CHARS, MOST_STEPS, Refusal, Side, Stage, Step, Who, Wish,
    follow, is_line, is_reason,
};
use crate::domain::vietnamese::to_nfc;
use crate::storage::report_step::{self, ReportStepRow};
use crate::storage::{StorageError, Write};

/// A step as somebody asks for it.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Unit code.
    pub unit: &'a str,
    /// The period.
    pub period: Period,
    /// What is to be done.
    pub act: Act,
    /// The position (*chức vụ*) as typed; empty: the name of the role, but never of who confirms.
    pub position: &'a str,
    /// Why, as typed; empty: not said.
    pub reason: &'a str,
    /// Of a confirmation, the report that was seen.
    pub seen: Seen<'a>,
}

/// One reason why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Who, or when.
    Refused(Refusal),
    /// The unit's steps are made on its own server.
    Elsewhere,
    /// The position is too long, or on several lines.
    Position,
    /// A position is asked for.
    PositionMissing,
    /// The reason is too long.
    Reason,
    /// The report has gone back and forth too often.
    TooMany,
    /// A confirmation does not say which report was seen.
    Unseen,
    /// The report was drafted again since it was seen.
    Redrafted,
    /// The report says something else than what was seen.
    Changed,
    /// The figures the report confirmed are not here to be accepted.
    NoFigures,
}

/// Why a step was not taken.
#[derive(Debug)]
pub enum AdvanceError {
    /// Everything that stands against it.
    Faults(Vec<Fault>),
    /// Anything else.
    Usecase(UsecaseError),
}

/// Takes the step, in one transaction with its event.
///
/// # Errors
/// [`AdvanceError::Faults`] with everything that stands against it; [`UsecaseError::UnknownUnit`]
/// when there is no such unit within reach, or it makes no reports.
pub async fn advance(app: &App, who: &SignedIn, asked: Asked<'_>) -> Result<(), AdvanceError> {
    let Asked { unit, act, .. } = asked;
    let found = find(app, &who.scope, unit, asked.period).await?;
    if !found.reports() {
        return Err(UsecaseError::UnknownUnit(unit.to_owned()).into());
    }
    let (_, _, first) = judge(app, who, &asked, &mut *app.store.read().await?).await?;
    if is_refused(&first) {
        return Err(AdvanceError::Faults(first));
    }
    let prepared = match act {
        Act::Confirm => Some(prepare(app, &who.scope, &found.unit, asked.period).await?),
        Act::Draft
        | Act::Submit
        | Act::RequestChange
        | Act::Accept
        | Act::Publish
        | Act::Archive => None,
    };
    let standings = if act == Act::Accept {
        standings(app, &who.scope, unit, asked.period).await?
    } else {
        Vec::new()
    };
    let period = asked.period.to_string();
    let mut write = app.store.write().await?;
    let (report, typed, mut faults) = judge(app, who, &asked, write.connection()).await?;
    if let Some(prepared) = prepared.as_ref().filter(|_| !is_refused(&faults)) {
        faults.extend(unlike(asked.seen, &prepared.digest, &report));
    }
    let lacks = |standing: &Standing| lacks_figures(&standing.source, &report);
    if !is_refused(&faults) && standings.iter().any(lacks) {
        faults.push(Fault::NoFigures);
    }
    if !faults.is_empty() {
        return Err(AdvanceError::Faults(faults));
    }
    let made = Made {
        act,
        account: &who.name,
        typed,
        figures: prepared.as_ref().map(|prepared| prepared.figures),
    };
    let step = add(app, &mut write, (unit, &period), &report, made).await?;
    if let Some(prepared) = prepared {
        keep(write.connection(), &step, &prepared.report).await?;
    }
    write.commit().await?;
    Ok(())
}

/// Marks the accepted reports of these units as published, within the transaction that publishes
/// them; the others are left as they are. Gives the codes of those it marked.
///
/// # Errors
/// When the file cannot be read or written.
pub async fn publish(
    app: &App,
    write: &mut Write,
    who: &SignedIn,
    (units, period): (&[String], Period),
) -> Result<Vec<String>, UsecaseError> {
    let period = period.to_string();
    let mut marked = Vec::new();
    for unit in units {
        let steps = report_step::of_report(write.connection(), unit, &period).await?;
        let report = follow(steps);
        if report.state.after(Act::Publish).is_none() || report.next_sequence() > MOST_STEPS {
            continue;
        }
        let made = Made {
            act: Act::Publish,
            account: &who.name,
            typed: Typed {
                position: position_of(who.role).to_owned(),
                reason: None,
            },
            figures: None,
        };
        add(app, write, (unit, &period), &report, made).await?;
        marked.push(unit.clone());
    }
    Ok(marked)
}

/// The position an account last typed in a step of this unit's reports; `None`: never one.
///
/// # Errors
/// When the file cannot be read.
pub async fn last_position(
    app: &App,
    who: &SignedIn,
    unit: &str,
) -> Result<Option<String>, UsecaseError> {
    let mut connection = app.store.read().await?;
    let untyped = position_of(who.role);
    Ok(report_step::last_position(&mut connection, (unit, &who.name), untyped).await?)
}

/// What an account is called that typed no position.
#[must_use]
pub fn position_of(role: Role) -> &'static str {
    match role {
        Role::Officer => "người lập báo cáo",
        Role::Leader => "lãnh đạo đơn vị",
        Role::Province => "người tổng hợp của tỉnh",
        Role::Publisher => "người công bố",
        Role::Admin => "quản trị",
    }
}

/// Whether this server makes the unit's steps.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Here {
    Yes,
    No,
}

fn is_here_to(is_collected: bool) -> Here {
    if is_collected { Here::Yes } else { Here::No }
}

/// The report as its steps left it, what was typed, and what stands against the step.
async fn judge(
    app: &App,
    who: &SignedIn,
    asked: &Asked<'_>,
    connection: &mut SqliteConnection,
) -> Result<(Followed, Typed, Vec<Fault>), UsecaseError> {
    let is_here = is_collected(connection, &app.node.unit, asked.unit).await?;
    let period = asked.period.to_string();
    let steps = report_step::of_report(connection, asked.unit, &period).await?;
    let report = follow(steps);
    let typed = Typed::read(asked, who.role);
    let faults = faults(app, who, asked, (&report, &typed, is_here_to(is_here)));
    Ok((report, typed, faults))
}

fn faults(
    app: &App,
    who: &SignedIn,
    asked: &Asked<'_>,
    (report, typed, here): (&Followed, &Typed, Here),
) -> Vec<Fault> {
    let of = Who {
        account: &who.name,
        role: who.role,
    };
    let wish = Wish {
        act: asked.act,
        reason: typed.reason.as_deref(),
        stage: Stage::of(asked.period, app.clock.now_local().date()),
    };
    let refusals = report.refusals(of, wish);
    let mut faults: Vec<Fault> = refusals.into_iter().map(Fault::Refused).collect();
    let is_own = match asked.act.side() {
        Side::Unit => who.unit == asked.unit,
        Side::Province => app.node.is_province() && who.unit == app.node.unit.as_str(),
    };
    if !is_own && !faults.contains(&Fault::Refused(Refusal::Role)) {
        faults.push(Fault::Refused(Refusal::Role));
    }
    if asked.act.side() == Side::Unit && here == Here::No {
        faults.push(Fault::Elsewhere);
    }
    if !is_line(&typed.position, MOST_POSITION_CHARS) {
        faults.push(Fault::Position);
    }
    if asked.act.needs_position() && asked.position.trim().is_empty() {
        faults.push(Fault::PositionMissing);
    }
    if typed.reason.as_deref().is_some_and(|why| !is_reason(why)) {
        faults.push(Fault::Reason);
    }
    if report.next_sequence() > asked.act.side().most_steps() {
        faults.push(Fault::TooMany);
    }
    faults.sort_unstable();
    faults
}

/// Whether whoever asks may not take the step at all, or not now.
fn is_refused(faults: &[Fault]) -> bool {
    faults.iter().any(|it| matches!(it, Fault::Refused(_)))
}

/// How the report that was seen differs from the one that would be confirmed.
fn unlike(seen: Seen<'_>, digest: &str, report: &Followed) -> Vec<Fault> {
    if seen.digest.is_empty() || seen.draft.is_empty() {
        return vec![Fault::Unseen];
    }
    let drafted = report.last(Act::Draft).map(|step| step.id.as_str());
    let faults = [
        (drafted != Some(seen.draft)).then_some(Fault::Redrafted),
        (digest != seen.digest).then_some(Fault::Changed),
    ];
    faults.into_iter().flatten().collect()
}

/// What was typed, as it is kept.
struct Typed {
    position: String,
    reason: Option<String>,
}

impl Typed {
    fn read(asked: &Asked<'_>, role: Role) -> Self {
        let position = to_nfc(asked.position.trim());
        // A text area sends the line ends of its own system.
        let reason = to_nfc(asked.reason.replace("\r\n", "\n").trim());
        Self {
            position: if position.is_empty() {
                position_of(role).to_owned()
            } else {
                position
            },
            reason: (!reason.is_empty()).then_some(reason),
        }
    }
}

/// A step that may be taken.
struct Made<'a> {
    act: Act,
    account: &'a str,
    typed: Typed,
    figures: Option<Figures>,
}

/// Adds the step with its event; its id.
async fn add(
    app: &App,
    write: &mut Write,
    (unit, period): (&str, &str),
    report: &Followed,
    made: Made<'_>,
) -> Result<String, StorageError> {
    let day = app.clock.now_local().date();
    let row = ReportStepRow {
        unit: unit.to_owned(),
        period: period.to_owned(),
        step: Step {
            id: hex::encode(random_bytes::<16>()?),
            sequence: report.next_sequence(),
            act: made.act,
            account: made.account.to_owned(),
            position: made.typed.position,
            day,
            received_on: day,
            reason: made.typed.reason,
            figures: made.figures,
        },
    };
    report_step::insert(write.connection(), &row).await?;
    let why = row.step.reason.as_deref().unwrap_or_default();
    let subject = format!("{unit} {period} {}: {why}", row.step.id);
    let act = record_event::Act {
        day: &day.to_string(),
        actor: made.account,
        action: &format!("report-{}", made.act),
        subject: subject.trim_end_matches(": "),
    };
    record(write, act).await?;
    Ok(row.step.id)
}

impl From<UsecaseError> for AdvanceError {
    fn from(error: UsecaseError) -> Self {
        Self::Usecase(error)
    }
}

impl From<StorageError> for AdvanceError {
    fn from(error: StorageError) -> Self {
        Self::Usecase(error.into())
    }
}
