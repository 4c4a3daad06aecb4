//! HTTP: pages and the JSON API.
//!
//! Every answer passes [`headers::frame`]; every error becomes a page or JSON in
//! [`error::dress`]; handlers only translate between requests, use cases and [`view`].

pub mod address;
mod admin;
mod answers;
pub mod api;
pub mod assets;
pub mod desk;
mod download;
pub mod error;
pub mod extract;
pub mod form_data;
#[cfg(test)]
mod frame_test;
pub mod headers;
mod home;
pub mod json;
pub mod kiosk;
pub mod language;
pub mod metrics;
mod multipart;
pub mod origin;
pub mod period;
pub mod place;
pub mod problem;
mod province;
mod public;
mod report;
pub mod serve;
pub mod session;
mod sign_in;
pub mod site;
pub mod text;
mod unit;
pub mod view;

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::usecase::App;
use crate::web::error::Failure;
use crate::web::extract::Path;
use crate::web::site::{Settings, Site};

/// Every page and the whole API of one node, in their frame.
pub fn router(app: App, settings: Settings) -> Router {
    let routes = fixed_routes()
        .merge(home::routes())
        .merge(kiosk::routes())
        .merge(sign_in::routes())
        .merge(unit::routes())
        .merge(province::routes())
        .merge(answers::routes())
        .merge(public::routes())
        .merge(download::routes())
        .merge(report::routes())
        .merge(admin::routes())
        .merge(metrics::routes())
        .merge(api::routes())
        .with_state(Site::new(app, settings));
    headers::frame(routes)
}

/// Routes that need no data: files and the thank-you.
pub fn fixed_routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/assets/{file}", get(asset))
        .route("/cam-on", get(kiosk::thanks))
        .route("/cam-on/{lang}", get(kiosk::thanks_in))
        .fallback(|| async { Failure::not_found() })
}

async fn asset(Path(file): Path<String>, request: Request) -> Response {
    assets::serve(&file, request.headers()).unwrap_or_else(|| Failure::not_found().into_response())
}
