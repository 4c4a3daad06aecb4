//! The JSON API under `/api/v1`.

pub mod batch;
pub mod bundle;
pub mod device;
pub mod form;
pub mod openapi;
pub mod response;
pub mod results;
pub mod round;
pub mod sheet;
pub mod tablet;
pub mod unit;

use axum::Router;

use crate::web::site::Site;

/// Every route for programs, and their description.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(response::routes())
        .merge(batch::routes())
        .merge(tablet::routes())
        .merge(bundle::routes())
        .merge(results::routes())
        .merge(round::routes())
        .merge(unit::routes())
        .merge(form::routes())
        .merge(openapi::routes())
}
