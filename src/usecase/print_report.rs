//! Gives a report to be printed: as its leader confirmed it, else composed of what is known by now.

use jiff::civil::Date;
use sqlx::SqliteConnection;

use super::compose_report::{Asked, Composed, compose};
use super::find_unit::find;
use super::follow_report::task;
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::period::Period;
use crate::domain::report::{Act, Followed, State, Step};
use crate::exchange::report::{Report, Status, copy};
use crate::storage::unit::UnitRow;
use crate::storage::{StorageError, report_copy};

/// Whose report is to be printed, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Unit code.
    pub unit: &'a str,
    /// The period.
    pub period: Period,
    /// Who draws it up as long as nobody has drafted it, where known.
    pub compiler: Option<&'a str>,
    /// Which of two there may be.
    pub version: Version,
}

/// Which version of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// What was confirmed; until then what is known by now.
    Settled,
    /// What is known by now, as a draft.
    Present,
}

/// A report to be printed.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The unit it is of.
    pub unit: UnitRow,
    /// The report.
    pub report: Report,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a printed report comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Composed of what is known by now; nobody has confirmed it.
    Composed,
    /// Kept since the unit's leader confirmed it.
    Kept {
        /// When.
        confirmed_on: Date,
        /// Whether it would say the same if it were composed now.
        present: Present,
    },
    /// Composed of what is known by now, though a leader has confirmed another one.
    Anew {
        /// When.
        confirmed_on: Date,
    },
    /// Confirmed, and composed of what is known here: what was confirmed is not kept here.
    NotHere {
        /// When.
        confirmed_on: Date,
    },
}

/// What a kept report would say if it were composed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Present {
    /// The same.
    Same,
    /// Something else: figures, settings or the plan have changed.
    Other,
}

/// The report, of a unit or of a province with all its units.
///
/// # Errors
/// When the unit is unknown or out of reach, or the file cannot be read.
pub async fn print(app: &App, scope: &Scope, wanted: Wanted<'_>) -> Result<Printed, UsecaseError> {
    let found = find(app, scope, wanted.unit, wanted.period).await?;
    let today = app.clock.now_local().date();
    let mut asked = Asked {
        unit: wanted.unit,
        period: wanted.period,
        compiler: wanted.compiler,
        day: today,
        status: Status::Draft,
    };
    if !found.reports() {
        return Ok(composed(
            compose(app, scope, asked).await?,
            Origin::Composed,
        ));
    }
    let report = task(app, &found.unit, wanted.period).await?.report;
    let drafter = report.last(Act::Draft).map(|step| step.account.as_str());
    asked.compiler = drafter.or(wanted.compiler);
    let Some(confirmed) = confirmation(&report) else {
        return Ok(composed(
            compose(app, scope, asked).await?,
            Origin::Composed,
        ));
    };
    let confirmed_on = confirmed.day;
    let kept = kept(&mut *app.store.read().await?, confirmed).await?;
    let Some(mut kept) = kept else {
        asked.status = status(report.state);
        let origin = Origin::NotHere { confirmed_on };
        return Ok(composed(compose(app, scope, asked).await?, origin));
    };
    if wanted.version == Version::Present {
        let origin = Origin::Anew { confirmed_on };
        return Ok(composed(compose(app, scope, asked).await?, origin));
    }
    // Dated as it was then, so that nothing but its words and figures is compared.
    asked.day = confirmed_on;
    // What was confirmed is printed whatever has become of what it was composed from.
    let present = match compose(app, scope, asked).await {
        Ok(now) if kept.says_the_same(&now.report).unwrap_or_default() => Present::Same,
        Ok(_) => Present::Other,
        Err(error) => {
            tracing::warn!(%error, "a confirmed report could not be composed anew");
            Present::Other
        }
    };
    if status(report.state) == Status::Accepted {
        kept.draft = None;
    }
    Ok(Printed {
        unit: found.unit,
        report: kept,
        origin: Origin::Kept {
            confirmed_on,
            present,
        },
    })
}

/// Keeps what a step confirmed, in the caller's transaction.
///
/// # Errors
/// When the file cannot be written.
pub async fn keep(
    connection: &mut SqliteConnection,
    step: &str,
    report: &Report,
) -> Result<(), StorageError> {
    let text = copy::write(report);
    let text = text.map_err(|error| StorageError::Corrupt(format!("report of {step}: {error}")))?;
    report_copy::insert(connection, step, &text).await
}

async fn kept(
    connection: &mut SqliteConnection,
    step: &Step,
) -> Result<Option<Report>, StorageError> {
    let text = report_copy::find(connection, &step.id).await?;
    let read = |text: String| {
        copy::read(&text)
            .map_err(|error| StorageError::Corrupt(format!("report copy {}: {error}", step.id)))
    };
    text.map(read).transpose()
}

/// The step by which the unit's leader stands for the report as it is.
fn confirmation(report: &Followed) -> Option<&Step> {
    report
        .last(Act::Confirm)
        .filter(|_| report.state.is_confirmed())
}

/// A unit's report is a draft until the province has accepted it.
fn status(state: State) -> Status {
    if state >= State::Accepted {
        Status::Accepted
    } else {
        Status::Draft
    }
}

fn composed(composed: Composed, origin: Origin) -> Printed {
    Printed {
        unit: composed.unit,
        report: composed.report,
        origin,
    }
}
