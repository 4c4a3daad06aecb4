//! `POST /api/v1/bundles`: a unit's results on their way to the province.

use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use axum::routing::post;

use crate::domain::account::{Role, Scope};
use crate::domain::merge::Outcome;
use crate::exchange::bundle::MAX_FILE_BYTES;
use crate::usecase::issue_token::{self, TokenRole};
use crate::usecase::merge_bundle::{Handed, Mode, merge};
use crate::web::api::device::bearer;
use crate::web::error::{Failure, Shown};
use crate::web::extract;
use crate::web::language::Reader;
use crate::web::session::signed_in;
use crate::web::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/api/v1/bundles", post(take))
}

/// Merges a bundle as `bundle merge` does.
#[utoipa::path(
    post,
    operation_id = "merge_bundle",
    path = "/api/v1/bundles",
    request_body(content = String, content_type = "application/x-ndjson", description = "the file as it is, at most 64 MiB"),
    security(("program" = []), ("session" = [])),
    responses(
        (status = 201, description = "merged", body = super::openapi::MergeLine),
        (status = 200, description = "already there", body = super::openapi::MergeLine),
        (status = 401, description = "neither a node's token nor a session", body = super::openapi::Problems),
        (status = 403, description = "a session of another role, or `cross_site`", body = super::openapi::Problems),
        (status = 409, description = "conflict: what is held stays", body = super::openapi::MergeLine),
        (status = 413, description = "over 64 MiB", body = super::openapi::Problems),
        (status = 422, description = "refused", body = super::openapi::MergeLine),
        (status = 503, description = "two bundles are being taken in; see `Retry-After`", body = super::openapi::Problems),
    )
)]
pub(super) async fn take(
    State(site): State<Site>,
    who: Bearer,
    reader: Reader,
    request: Request,
) -> Result<Response, Failure> {
    // Before the body: a file that has to wait is not read.
    let _place = site
        .bundles
        .try_acquire()
        .map_err(|_| Failure::new(StatusCode::SERVICE_UNAVAILABLE))?;
    let handed = Handed {
        bytes: extract::bytes(request.into_body(), MAX_FILE_BYTES).await?,
        scope: &who.scope,
        actor: &who.actor,
        mode: Mode::Merge,
    };
    let line = merge(&site.app, handed).await?;
    let status = match line.outcome {
        Outcome::Merged => StatusCode::CREATED,
        Outcome::Already => StatusCode::OK,
        Outcome::Conflict => StatusCode::CONFLICT,
        Outcome::Refused => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let text = line
        .json(None, reader.language())
        .map_err(|error| Failure::internal(&error))?;
    let head = [(header::CONTENT_TYPE, "application/json")];
    let mut response = (status, head, text).into_response();
    response.extensions_mut().insert(Shown);
    Ok(response)
}

/// Who brings a bundle: a unit's node by its token, or the province.
pub(super) struct Bearer {
    scope: Scope,
    actor: String,
}

impl FromRequestParts<Site> for Bearer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        let unauthorized = || Failure::new(StatusCode::UNAUTHORIZED);
        if parts.headers.contains_key(header::AUTHORIZATION) {
            let secret = bearer(&parts.headers).ok_or_else(unauthorized)?;
            let token = issue_token::recognise(&site.app, secret, TokenRole::Node).await?;
            let token = token.ok_or_else(unauthorized)?;
            return Ok(Self {
                scope: Scope::of_unit(&token.unit),
                actor: token.id,
            });
        }
        let account = signed_in(&parts.headers, site).await?;
        let account = account.ok_or_else(unauthorized)?;
        if account.role == Role::Province {
            Ok(Self {
                scope: account.scope,
                actor: account.name,
            })
        } else {
            Err(Failure::new(StatusCode::FORBIDDEN))
        }
    }
}
