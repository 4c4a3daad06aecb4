//! `GET /api/v1/rounds/{id}`: a round's signed file, for the units it asks.

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::usecase::list_rounds::signed_file;
use crate::web::download::headers;
use crate::web::error::Failure;
use crate::web::extract::Path;
use crate::web::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/api/v1/rounds/{id}", get(show))
}

/// The signed file of a survey round, as `round export` writes it.
#[utoipa::path(
    get,
    operation_id = "round_file",
    path = "/api/v1/rounds/{id}",
    params(("id" = String, Path, description = "the round's id, such as `2026-q4`")),
    responses(
        (status = 200, description = "TOML whose last line is the signature", content_type = "application/toml", body = String),
        (status = 404, description = "no such round", body = super::openapi::Problems),
    )
)]
pub(super) async fn show(
    State(site): State<Site>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let bytes = signed_file(&site.app, &id).await?;
    // An id is small letters, digits and hyphens, or there is no such round.
    let name = format!("{id}.round.toml");
    Ok((headers("application/toml", &name, &name), bytes).into_response())
}
