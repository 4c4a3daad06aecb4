//! Counts a unit's sheets by weekday and half-day: when people answer.

use std::collections::BTreeMap;

use super::find_unit::is_collected;
use super::{App, UsecaseError};
use crate::domain::period::{Half, HalfDay, Period};
use crate::storage::{StorageError, batch};

/// Sheets by half and weekday, Monday as 1.
pub type Pattern = BTreeMap<(Half, i8), u64>;

/// The sealed half-days of a unit in a period. Open half-days, late sheets and sheets whose clock
/// could not be true are in none of them.
///
/// `None` when the unit's sheets are on another server, whose bundles say nothing of weekdays.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn pattern(
    app: &App,
    unit: &str,
    period: Period,
) -> Result<Option<Pattern>, UsecaseError> {
    let mut connection = app.store.read().await?;
    if !is_collected(&mut connection, &app.node.unit, unit).await? {
        return Ok(None);
    }
    let (first, last) = bounds(period);
    let mut pattern = Pattern::new();
    let sealed = batch::sealed_until(&mut connection, unit, &last).await?;
    for (_, text, n) in sealed.into_iter().filter(|(_, text, _)| *text >= first) {
        let half_day = HalfDay::parse(&text)
            .ok_or_else(|| StorageError::Corrupt(format!("half-day {text:?}")))?;
        let weekday = half_day.date().weekday().to_monday_one_offset();
        *pattern.entry((half_day.half(), weekday)).or_default() += n;
    }
    Ok(Some(pattern))
}

/// First and last half-day of a period, as texts.
#[must_use]
pub fn bounds(period: Period) -> (String, String) {
    (
        format!("{}-am", period.from()),
        format!("{}-pm", period.to()),
    )
}
