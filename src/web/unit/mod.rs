//! `/don-vi/{unit}`: a unit's desk.

mod comments;
pub(super) mod counter;
mod glance;
mod paper;
mod plan;
mod questions;
pub(super) mod report;
mod slips;
mod sound;
mod tablets;

use axum::Router;
use axum::routing::get;

use crate::web::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/don-vi/{unit}", get(glance::show))
        .merge(comments::routes())
        .merge(questions::routes())
        .merge(plan::routes())
        .merge(slips::routes())
        .merge(sound::routes())
        .merge(tablets::routes())
        .merge(paper::routes())
        .merge(report::routes())
}
