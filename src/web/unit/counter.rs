//! The counter behind a unit's desk: its tablets, sounds, slips and paper.

use axum::http::StatusCode;

use crate::domain::account::Role;
use crate::usecase::describe_unit::{Described, describe};
use crate::usecase::find_unit::{find_collected, find_today};
use crate::web::desk::Desk;
use crate::web::error::Failure;

/// The unit whose counter the account keeps: its own officers and leaders, and the province's
/// accounts and administrators above.
///
/// # Errors
/// 404 when the unit is out of reach, missing, or not collected for here; 403 for an account that
/// only publishes.
pub(super) async fn kept(desk: &Desk, unit: &str) -> Result<Described, Failure> {
    let app = &desk.site.app;
    let found = find_today(app, &desk.who.scope, unit).await?;
    match desk.who.role {
        Role::Officer | Role::Leader | Role::Province | Role::Admin => {}
        Role::Publisher => return Err(Failure::new(StatusCode::FORBIDDEN)),
    }
    find_collected(app, unit).await?;
    Ok(describe(app, found.edition, unit).await?)
}
