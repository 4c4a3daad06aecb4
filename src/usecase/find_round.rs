//! Finds the round that asks for a unit's period.

use super::{App, UsecaseError};
use crate::domain::period::Period;
use crate::domain::round::Round;
use crate::domain::unit::UnitCode;
use crate::forms::rounds::parse_round;
use crate::storage::unit::UnitRow;
use crate::storage::{StorageError, round};

/// The round that measures exactly this period of the unit, or of the province itself; `None`:
/// the calendar and the form's own defaults hold.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn of_unit(
    app: &App,
    unit: &UnitRow,
    period: Period,
) -> Result<Option<Round>, UsecaseError> {
    let province = province_of(unit);
    let mut connection = app.store.read().await?;
    for row in round::of_period(&mut connection, &province, &period.to_string()).await? {
        let round = read(&row.id, &row.body)?;
        if unit.parent.is_none() || round.asks(&unit.code) {
            return Ok(Some(round));
        }
    }
    Ok(None)
}

/// Code of the province a unit belongs to; a province's is its own.
#[must_use]
pub fn province_of(unit: &UnitRow) -> String {
    // An own unit below another one is still its province's.
    let own = UnitCode::parse(&unit.code).ok();
    let own = own.and_then(|code| code.own_province()).map(String::from);
    own.or_else(|| unit.parent.clone())
        .unwrap_or_else(|| unit.code.clone())
}

/// A round as it is kept.
///
/// # Errors
/// [`StorageError::Corrupt`] when it is no round.
pub fn read(id: &str, body: &str) -> Result<Round, StorageError> {
    parse_round(id, body).map_err(|problems| {
        let first = problems.first().map(|problem| problem.en.as_str());
        StorageError::Corrupt(format!("round {id}: {}", first.unwrap_or("unreadable")))
    })
}
