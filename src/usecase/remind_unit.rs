//! Notes that a unit was reminded of its report; the words themselves go by Zalo or e-mail.

use super::find_unit::find;
use super::permit::Deed;
use super::record_event::{Act, record};
use super::sign_in::SignedIn;
use super::{App, Invalid, UsecaseError};
use crate::domain::period::Period;
use crate::domain::report::Stage;
use crate::storage::report_reminder::{self, ReminderRow};

/// Notes the reminder with day and account; the same one of the same day once.
///
/// # Errors
/// [`UsecaseError::UnknownUnit`] when there is no such unit below the account's;
/// [`UsecaseError::Forbidden`] when the account does not receive reports;
/// [`UsecaseError::Invalid`] while answers of the period still come in.
pub async fn remind(
    app: &App,
    who: &SignedIn,
    unit: &str,
    period: Period,
) -> Result<(), UsecaseError> {
    let found = find(app, &who.scope, unit, period).await?;
    who.require(app, Deed::Receive)?;
    if found.unit.code == who.unit {
        return Err(UsecaseError::UnknownUnit(unit.to_owned()));
    }
    if Stage::of(period, app.clock.now_local().date()) == Stage::Running {
        return Err(UsecaseError::Invalid(Invalid {
            vi: "kỳ này còn thu phiếu nên chưa nhắc ai nộp báo cáo".to_owned(),
            en: "the period still takes answers, so nobody is reminded of its report".to_owned(),
        }));
    }
    let row = ReminderRow {
        unit: found.unit.code,
        period: period.to_string(),
        reminded_on: app.today(),
        account: who.name.clone(),
    };
    let subject = format!("{unit} {period}");
    let mut write = app.store.write().await?;
    report_reminder::put(write.connection(), &row).await?;
    let act = Act {
        day: &row.reminded_on,
        actor: &who.name,
        action: "report-remind",
        subject: &subject,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(())
}
