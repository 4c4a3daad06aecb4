//! Takes a merged bundle back: what came with it counts no more.

use super::record_event::{Act, record};
use super::{App, Invalid, UsecaseError};
use crate::domain::plain_text::{Lines, is_plain};
use crate::domain::vietnamese::to_nfc;
use crate::storage::bundle_span::BundleSpanRow;
use crate::storage::{bundle, bundle_span, bundle_tally};

/// The longest reason, in characters.
const MOST_REASON_CHARS: usize = 500;

/// Withdraws a bundle and returns how many spans counted by it. They stay empty until the unit
/// sends a newer revision, or one under another key.
///
/// # Errors
/// When there is no such bundle, it was withdrawn before, or the reason is empty or too long.
pub async fn withdraw(
    app: &App,
    id: &str,
    reason: &str,
    actor: &str,
) -> Result<usize, UsecaseError> {
    let reason = to_nfc(reason.trim());
    if !is_plain(&reason, Lines::One) || !(1..=MOST_REASON_CHARS).contains(&reason.chars().count())
    {
        return Err(UsecaseError::Invalid(Invalid {
            vi: format!("lý do phải có từ 1 đến {MOST_REASON_CHARS} ký tự, trên một dòng"),
            en: format!("a reason has 1 to {MOST_REASON_CHARS} characters, in one line"),
        }));
    }
    let day = app.today();
    let mut write = app.store.write().await?;
    let Some(row) = bundle::find(write.connection(), id).await? else {
        return Err(UsecaseError::NotFound(id.to_owned()));
    };
    if !bundle::withdraw(write.connection(), id, &reason).await? {
        return Err(UsecaseError::Invalid(Invalid {
            vi: format!("gói {id} đã được rút trước đó"),
            en: format!("bundle {id} was withdrawn before"),
        }));
    }
    let spans = bundle_span::of_unit(write.connection(), &row.unit).await?;
    let spans: Vec<BundleSpanRow> = spans.into_iter().filter(|span| span.bundle == id).collect();
    let n_spans = spans.len();
    for span in spans {
        bundle_tally::delete_span(write.connection(), &span.unit, &span.span).await?;
        let empty = BundleSpanRow {
            is_withdrawn: true,
            late: "{}".to_owned(),
            ..span
        };
        bundle_span::put(write.connection(), &empty).await?;
    }
    let subject = format!("{} {}: {reason}", row.unit, hex::encode(row.sha256));
    let act = Act {
        day: &day,
        actor,
        action: "bundle-withdraw",
        subject: &subject,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(n_spans)
}
