//! The counter behind a unit's desk: its tablets, sounds, slips and paper.

use crate::domain::unit::Level;
use crate::usecase::describe_unit::{Described, describe};
use crate::usecase::find_unit::{find_collected, find_today};
use crate::usecase::permit::Deed;
use crate::web::desk::Desk;
use crate::web::error::Failure;

/// The unit whose counter the account keeps: its own officers and leaders, and the province's
/// accounts and administrators above.
///
/// # Errors
/// 404 when the unit is out of reach, missing, or not collected for here; 403 for an account that
/// only publishes.
pub(super) async fn kept(desk: &Desk, unit: &str) -> Result<Described, Failure> {
    let described = keepable(desk, unit).await?;
    find_collected(&desk.site.app, unit).await?;
    Ok(described)
}

/// The same for a unit that this node does not collect for yet, as its first tablet is to come.
///
/// # Errors
/// 404 when the unit is out of reach, missing, or none that has a counter; 403 for an account that
/// only publishes.
pub(super) async fn keepable(desk: &Desk, unit: &str) -> Result<Described, Failure> {
    let app = &desk.site.app;
    let found = find_today(app, &desk.who.scope, unit).await?;
    let mut with_counter = [Level::Commune, Level::Own].iter();
    if !with_counter.any(|level| level.as_str() == found.unit.level) {
        return Err(Failure::not_found());
    }
    desk.who.require(app, Deed::KeepCounter)?;
    Ok(describe(app, found.edition, unit).await?)
}

/// Whether the account keeps the counters within its reach.
pub(in crate::web) fn may_keep(desk: &Desk) -> bool {
    desk.who.may(&desk.site.app, Deed::KeepCounter)
}
