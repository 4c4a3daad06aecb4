//! Releases results: what pages, files and the API may show of what was counted.

use super::compute_results::{Counted, count};
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::period::Period;

/// What may be shown of a unit's period, ready for as many breakdowns as a reader wants.
///
/// # Errors
/// When the unit is unknown, out of reach, or the file cannot be read.
pub async fn release(
    app: &App,
    scope: &Scope,
    unit: &str,
    period: Period,
) -> Result<Counted, UsecaseError> {
    count(app, scope, unit, period).await
}
