//! `GET /api/v1/units/{code}`: a unit in today's edition.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use utoipa::ToSchema;

use crate::usecase::describe_unit::{Described, describe};
use crate::web::api::form::json_response;
use crate::web::error::Failure;
use crate::web::extract::Path;
use crate::web::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/api/v1/units/{code}", get(show))
}

/// A unit as programs read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitDto {
    /// Unit code, unique within the edition.
    code: String,
    /// Edition of the official list.
    edition: String,
    /// Name without its kind.
    name: String,
    /// Name with its kind.
    full_name: String,
    /// `xã`, `phường`, `tỉnh`, …
    kind: String,
    /// `province`, `district`, `commune`, `own` or `reception-point`.
    level: String,
    /// Code of the unit above.
    parent: Option<String>,
    /// The units it came from on 1/7/2025.
    predecessors: Vec<PredecessorDto>,
    /// How many units are right below it.
    children: usize,
}

/// A unit of the edition before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PredecessorDto {
    /// Its code there.
    code: String,
    /// How it became this one: `whole`, `partial`, …
    relation: String,
}

/// A unit of the official list in today's edition.
#[utoipa::path(
    get,
    path = "/api/v1/units/{code}",
    params(("code" = String, Path, description = "unit code, such as `01141`")),
    responses(
        (status = 200, description = "the unit", body = UnitDto),
        (status = 404, description = "no such unit", body = super::openapi::Problems),
    )
)]
pub(super) async fn show(
    State(site): State<Site>,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let described = describe(&site.app, site.app.edition(), &code).await?;
    json_response(&UnitDto::from(described))
}

impl From<Described> for UnitDto {
    fn from(described: Described) -> Self {
        let predecessor = |(code, relation)| PredecessorDto { code, relation };
        Self {
            code: described.unit.code,
            edition: described.edition.to_string(),
            name: described.unit.name,
            full_name: described.unit.full_name,
            kind: described.unit.kind,
            level: described.unit.level,
            parent: described.unit.parent,
            predecessors: described
                .predecessors
                .into_iter()
                .map(predecessor)
                .collect(),
            children: described.n_children,
        }
    }
}
