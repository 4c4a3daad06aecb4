//! Counts ahead, so that whoever opens a desk first does not wait for what has long been closed.

use super::rank_units::last_quarters;
use super::release_results::release;
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::period::{Period, Rule, Span};

/// Quarters counted: those an overview sets beside each other.
const N_QUARTERS: usize = 6;

/// Releases the closed quarters of the node's own unit. What is shown of an open one is taken
/// when somebody asks for it, and not before.
///
/// # Errors
/// When the file cannot be read.
pub async fn warm(app: &App) -> Result<(), UsecaseError> {
    let (unit, scope) = (app.node.unit.as_str(), Scope::of_shell());
    let today = app.clock.now_local().date();
    let now = Period::quarter_of(today, Rule::Reporting);
    for quarter in last_quarters(now, N_QUARTERS) {
        if !Span::of(quarter.to()).is_past_closing(today) {
            continue;
        }
        match release(app, &scope, unit, quarter).await {
            // The unit did not exist then.
            Ok(_) | Err(UsecaseError::UnknownUnit(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
