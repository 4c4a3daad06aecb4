//! Prepares what a leader confirms: the report as it is now, by a digest of which the leader says
//! that it is the one that was seen.

use sha2::{Digest as _, Sha256};

use super::compose_report::{Asked, compose};
use super::follow_report::{figures, task};
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::period::Period;
use crate::domain::report::{Act, Figures};
use crate::exchange::report::{Report, Status};
use crate::storage::StorageError;
use crate::storage::unit::UnitRow;

/// A report ready to be confirmed.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The unit's figures of the period.
    pub figures: Figures,
    /// What is printed from then on.
    pub report: Report,
    /// The SHA-256 of the number of sheets and of what it says, hexadecimal: who confirms it
    /// confirms what was seen.
    pub digest: String,
    /// The id of the step that drafted it; empty: nobody has.
    pub draft: String,
}

/// What was seen by whoever confirms, as the form sends it back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen<'a> {
    /// [`Prepared::digest`] of then.
    pub digest: &'a str,
    /// [`Prepared::draft`] of then.
    pub draft: &'a str,
}

/// The report of a unit as it would be confirmed now.
///
/// # Errors
/// When the unit is unknown or out of reach, or the file cannot be read.
pub async fn prepare(
    app: &App,
    scope: &Scope,
    unit: &UnitRow,
    period: Period,
) -> Result<Prepared, UsecaseError> {
    let followed = task(app, unit, period).await?.report;
    let draft = followed.last(Act::Draft);
    // Before the report: an answer that comes between the two is told as a change afterwards.
    let figures = figures(app, unit, period).await?;
    let asked = Asked {
        unit: &unit.code,
        period,
        compiler: draft.map(|step| step.account.as_str()),
        day: app.clock.now_local().date(),
        status: Status::Draft,
    };
    let report = compose(app, scope, asked).await?.report;
    let said = report.said();
    let said = said.map_err(|error| StorageError::Corrupt(error.to_string()))?;
    Ok(Prepared {
        figures,
        report,
        // The number of sheets stands on the page where the report is confirmed.
        digest: hex::encode(Sha256::digest(format!("{} {said}", figures.n_sheets))),
        draft: draft.map(|step| step.id.clone()).unwrap_or_default(),
    })
}
