//! HTTP: pages and the JSON API.
//!
//! Every answer passes [`headers::frame`]; every error becomes a page or JSON in
//! [`error::dress`]; handlers only translate between requests, use cases and [`view`].

pub mod api;
pub mod assets;
pub mod error;
pub mod extract;
pub mod form_data;
#[cfg(test)]
mod frame_test;
pub mod headers;
pub mod json;
pub mod kiosk;
pub mod language;
pub mod problem;
pub mod session;
pub mod text;
pub mod view;

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::web::error::Failure;
use crate::web::extract::Path;

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
