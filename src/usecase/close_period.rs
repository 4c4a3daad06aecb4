//! Closes a unit's spans before their ten days are over.

use super::record_event::{Act, record};
use super::seal_batch::seal_unit;
use super::{App, Invalid, UsecaseError};
use crate::domain::period::{Period, Span};
use crate::storage::closed_span;

/// Closes every span of the period that has begun, and returns them. What was open counts and is
/// sealed; what comes afterwards is late.
///
/// # Errors
/// When the period has not begun, or the file cannot be written.
pub async fn close(app: &App, unit: &str, period: Period) -> Result<Vec<Span>, UsecaseError> {
    let today = app.clock.now_local().date();
    let spans: Vec<Span> = period
        .spans()
        .into_iter()
        .filter(|span| span.from() <= today)
        .collect();
    if spans.is_empty() {
        return Err(UsecaseError::Invalid(Invalid {
            vi: format!("kỳ {period} chưa bắt đầu, chưa khóa được"),
            en: format!("period {period} has not begun and cannot be closed"),
        }));
    }
    let day = today.to_string();
    let subject = format!("{unit} {period}");
    let mut write = app.store.write().await?;
    for span in &spans {
        closed_span::insert(write.connection(), unit, &span.to_string()).await?;
    }
    let act = Act {
        day: &day,
        actor: "shell",
        action: "period-close",
        subject: &subject,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    seal_unit(app, unit).await?;
    Ok(spans)
}
