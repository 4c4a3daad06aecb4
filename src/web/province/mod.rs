//! `/tinh/{unit}`: a province's desk.

mod choices;
mod compare;
mod overview;
mod publication;
mod references;
mod reminders;
mod rounds;
mod step;
mod trend;
mod versions;

use axum::Router;

use crate::web::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .merge(overview::routes())
        .merge(rounds::routes())
        .merge(reminders::routes())
        .merge(trend::routes())
        .merge(compare::routes())
        .merge(references::routes())
        .merge(publication::routes())
}
