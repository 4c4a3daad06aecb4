//! Hides a released comment that names a person, insults or tells private data, and shows it again.

use super::find_unit::find_today;
use super::permit::Deed;
use super::record_event::{Act, record};
use super::sign_in::SignedIn;
use super::{App, Invalid, UsecaseError};
use crate::domain::comments::HidingReason;
use crate::storage::hidden_comment::{self, HiddenRow};
use crate::storage::released_comment;

/// Hides the comment of that id; one that is hidden already stays as it is.
///
/// # Errors
/// When the unit is out of reach, the account hides nothing, the reason is none of
/// [`HidingReason`], or there is no such comment.
pub async fn hide(
    app: &App,
    who: &SignedIn,
    (unit, id): (&str, &str),
    reason: &str,
) -> Result<(), UsecaseError> {
    find_today(app, &who.scope, unit).await?;
    who.require(app, Deed::HideComment)?;
    let reason = HidingReason::parse(reason).ok_or_else(no_reason)?;
    let day = app.today();
    let mut write = app.store.write().await?;
    let all = released_comment::all(write.connection(), unit).await?;
    let comment = all.into_iter().find(|row| row.id == id);
    let comment = comment.ok_or_else(|| UsecaseError::NotFound(id.to_owned()))?;
    let hidden = hidden_comment::of_unit(write.connection(), unit).await?;
    if hidden.iter().any(|row| row.id == comment.id) {
        return Ok(());
    }
    let row = HiddenRow {
        id: comment.id,
        reason,
        hidden_by: who.name.clone(),
        hidden_on: day.clone(),
    };
    hidden_comment::insert(write.connection(), (unit, comment.batch), &row).await?;
    let act = Act {
        day: &day,
        actor: &who.name,
        action: "comment-hide",
        subject: &format!("{unit} {id}: {}", reason.as_str()),
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(())
}

/// Shows a hidden comment again.
///
/// # Errors
/// When the unit is out of reach, the account hides nothing, or there is no such hidden comment.
pub async fn show_again(
    app: &App,
    who: &SignedIn,
    (unit, id): (&str, &str),
) -> Result<(), UsecaseError> {
    find_today(app, &who.scope, unit).await?;
    who.require(app, Deed::HideComment)?;
    let day = app.today();
    let mut write = app.store.write().await?;
    if !hidden_comment::delete(write.connection(), unit, id).await? {
        return Err(UsecaseError::NotFound(id.to_owned()));
    }
    let act = Act {
        day: &day,
        actor: &who.name,
        action: "comment-show",
        subject: &format!("{unit} {id}"),
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(())
}

fn no_reason() -> UsecaseError {
    UsecaseError::Invalid(Invalid {
        vi: "Xin chọn lý do che: nêu tên người, xúc phạm hoặc dữ liệu riêng tư.".to_owned(),
        en: "Choose why it is hidden: it names a person, insults, or tells private data."
            .to_owned(),
    })
}
