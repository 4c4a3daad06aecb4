//! Sets what stands around a unit's report.

use super::describe_unit::{Described, describe, in_sentence};
use super::find_unit::find_today;
use super::record_event::{Act, record};
use super::sign_in::SignedIn;
use super::{App, UsecaseError};
use crate::domain::account::Role;
use crate::domain::report_setting::{Problem, ReportSetting, Typed};
use crate::exchange::report::defaults::{self, Known};
use crate::storage::report_setting;

/// The setting of a unit; what is officially known of it, until somebody sets it otherwise.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn setting(app: &App, unit: &Described) -> Result<ReportSetting, UsecaseError> {
    let code = &unit.unit.code;
    let kept = report_setting::find(&mut *app.store.read().await?, code).await?;
    Ok(kept.unwrap_or_else(|| by_default(unit)))
}

/// What is printed for a unit that has set nothing.
#[must_use]
pub fn by_default(described: &Described) -> ReportSetting {
    let unit = &described.unit;
    let province = described.parent.as_ref().map(in_sentence);
    defaults::setting(&Known {
        level: &unit.level,
        kind: &unit.kind,
        name: &unit.name,
        in_sentence: &in_sentence(unit),
        province: province.as_deref(),
    })
}

/// Whether an account may set the report of a unit: its own officers and leaders, and the
/// province's receivers for the province and for units below it.
#[must_use]
pub fn may_set(who: &SignedIn) -> bool {
    match who.role {
        Role::Officer | Role::Leader | Role::Province => true,
        Role::Publisher | Role::Admin => false,
    }
}

/// What became of a setting that was typed.
#[derive(Debug)]
pub enum Outcome {
    /// It is kept.
    Kept,
    /// Nothing was kept: everything that is wrong with it.
    Wrong(Vec<Problem>),
    /// The account may not set it.
    Forbidden,
}

/// Keeps a setting; what is so already is recorded no second time.
///
/// # Errors
/// When the unit is unknown or out of reach, or the file cannot be written.
pub async fn set(
    app: &App,
    who: &SignedIn,
    unit: &str,
    typed: &Typed,
) -> Result<Outcome, UsecaseError> {
    let found = find_today(app, &who.scope, unit).await?;
    if !may_set(who) {
        return Ok(Outcome::Forbidden);
    }
    let wanted = match typed.read() {
        Ok(wanted) => wanted,
        Err(problems) => return Ok(Outcome::Wrong(problems)),
    };
    let described = describe(app, found.edition, unit).await?;
    if setting(app, &described).await? == wanted {
        return Ok(Outcome::Kept);
    }
    let day = app.today();
    let mut write = app.store.write().await?;
    report_setting::put(write.connection(), unit, &wanted).await?;
    let act = Act {
        day: &day,
        actor: &who.name,
        action: "report-setting",
        subject: unit,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(Outcome::Kept)
}
