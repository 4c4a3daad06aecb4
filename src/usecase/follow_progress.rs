//! Follows how a unit's sheets come in over a period.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::compute_results::Counted;
use super::{App, UsecaseError};
use crate::domain::form::{Channel, Form};
use crate::domain::period::HalfDay;
use crate::domain::progress::{Collected, Progress};
use crate::storage::{StorageError, batch};

/// Where the sheets of a form stand in the period counted: against the target of its round, and
/// by the half-days that are sealed here. `n` is what is shown of them.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn follow(
    app: &App,
    counted: &Counted,
    form: &Form,
    n: u64,
) -> Result<Progress, UsecaseError> {
    let round = counted.round_of(form);
    let unit = counted.found.unit.code.as_str();
    let dossiers = counted.dossiers.get(unit).copied();
    let channels = round.map_or(&Channel::HEADLINE[..], |round| &round.channels);
    let by_day = by_day(app, counted, form, channels).await?;
    Ok(Progress::of(&Collected {
        period: counted.period,
        today: app.clock.now_local().date(),
        n,
        wanted: round.and_then(|round| round.sheets_wanted(unit, dossiers)),
        by_day: by_day.as_ref(),
    }))
}

/// `None` where the unit's half-days are kept on a server of its own: bundles bring their sums.
async fn by_day(
    app: &App,
    counted: &Counted,
    form: &Form,
    channels: &[Channel],
) -> Result<Option<BTreeMap<Date, u64>>, UsecaseError> {
    let unit = counted.found.unit.code.as_str();
    let (period, form) = (counted.period, form.form_ref.to_string());
    let (first, last) = (
        format!("{}-am", period.from()),
        format!("{}-pm", period.to()),
    );
    let mut connection = app.store.read().await?;
    if !batch::has_any(&mut connection, unit).await? {
        return Ok(None);
    }
    let mut days = BTreeMap::new();
    let rows = batch::sealed_sheets(&mut connection, unit, &form, (&first, &last)).await?;
    for (half_day, channel, n) in rows {
        let place = HalfDay::parse(&half_day)
            .ok_or_else(|| StorageError::Corrupt(format!("half-day {half_day:?}")))?;
        if channels.iter().any(|one| one.as_str() == channel) {
            let sum: &mut u64 = days.entry(place.date()).or_default();
            *sum = sum.saturating_add(n);
        }
    }
    Ok(Some(days))
}
