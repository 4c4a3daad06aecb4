//! `POST /api/v1/responses`: one answer, on disk before it is acknowledged.

use axum::Router;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::json;

use crate::usecase::submit_sheet::{Receipt, Status, SubmitError, store};
use crate::web::api::device::{self, Device};
use crate::web::api::sheet;
use crate::web::error::{Failure, Shown};
use crate::web::extract::Json;
use crate::web::language::Reader;
use crate::web::problem::Problem;
use crate::web::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/api/v1/responses", post(take))
}

/// Takes one finished questionnaire.
#[utoipa::path(
    post,
    operation_id = "submit_sheet",
    path = "/api/v1/responses",
    request_body = sheet::SheetDto,
    security(("device" = [])),
    responses(
        (status = 201, description = "durable on disk", body = super::openapi::Receipt),
        (status = 200, description = "id and content are known", body = super::openapi::Receipt),
        (status = 400, description = "not UTF-8, not JSON, or a key twice", body = super::openapi::Problems),
        (status = 401, description = "`device_unknown`", body = super::openapi::Problems),
        (status = 403, description = "`device_revoked`, `other_unit` or `cross_site`", body = super::openapi::Problems),
        (status = 409, description = "same id, other content: the first stays", body = super::openapi::Receipt),
        (status = 413, description = "over 64 KiB", body = super::openapi::Problems),
        (status = 415, description = "not `application/json`", body = super::openapi::Problems),
        (status = 422, description = "every other problem, all at once", body = super::openapi::Problems),
        (status = 503, description = "later, with the same id; see `Retry-After`", body = super::openapi::Problems),
    )
)]
pub(super) async fn take(
    State(site): State<Site>,
    device: Device,
    reader: Reader,
    request: Request,
) -> Result<Response, Failure> {
    match submit(&site, &device, reader, request).await {
        Ok(response) => {
            site.counts.add(response.status());
            Ok(response)
        }
        Err(failure) => {
            site.counts.add(failure.status);
            // A device that was revoked since it was recognised is told that, whatever it sent.
            device.confirm(&site).await?;
            Err(failure)
        }
    }
}

async fn submit(
    site: &Site,
    device: &Device,
    reader: Reader,
    request: Request,
) -> Result<Response, Failure> {
    let Json(sent) = Json::from_request(request, site).await?;
    let ready = sheet::check(&site.app, &device.sender, &sent).map_err(failure)?;
    let id = ready.id().to_owned();
    match store(&site.app, ready).await {
        Ok(receipt) => Ok(acknowledged(&receipt)),
        Err(SubmitError::Conflict) => Ok(conflict(&id, reader)),
        Err(error) => Err(failure(error)),
    }
}

/// The status of an answer that was taken.
#[must_use]
pub fn status(status: Status) -> StatusCode {
    match status {
        Status::Stored => StatusCode::CREATED,
        Status::Duplicate => StatusCode::OK,
    }
}

fn acknowledged(receipt: &Receipt) -> Response {
    let word = match receipt.status {
        Status::Stored => "stored",
        Status::Duplicate => "duplicate",
    };
    json_response(
        status(receipt.status),
        &json!({ "id": receipt.id, "status": word }).to_string(),
    )
}

fn conflict(id: &str, reader: Reader) -> Response {
    let problem = conflict_problem();
    let sent = problem.sent(reader.language());
    let body = json!({ "id": id, "status": "conflict", "problems": [sent] });
    let mut response = json_response(StatusCode::CONFLICT, &body.to_string());
    response.extensions_mut().insert(Shown);
    response
}

fn json_response(status: StatusCode, body: &str) -> Response {
    let media_type = [(header::CONTENT_TYPE, "application/json")];
    (status, media_type, body.to_owned()).into_response()
}

/// What is wrong when an id is known with other content.
#[must_use]
pub fn conflict_problem() -> Problem {
    let words = (
        "mã phiếu này đã có với nội dung khác; phiếu đầu tiên được giữ".to_owned(),
        "this id is known with other content; the first stays".to_owned(),
    );
    Problem::of("id", "conflict", words)
}

/// Status and problems of a sheet that was not taken.
#[must_use]
pub fn failure(error: SubmitError) -> Failure {
    match error {
        SubmitError::Problems(problems) => Failure::with(
            StatusCode::UNPROCESSABLE_ENTITY,
            problems.into_iter().map(Problem::from).collect(),
        ),
        SubmitError::OtherUnit => {
            Failure::with(StatusCode::FORBIDDEN, vec![device::other_unit_problem()])
        }
        SubmitError::DeviceRevoked => device::revoked(),
        SubmitError::Conflict => Failure::with(StatusCode::CONFLICT, vec![conflict_problem()]),
        SubmitError::VoucherUsed => Failure::new(StatusCode::GONE),
        SubmitError::Later(_) => Failure::new(StatusCode::SERVICE_UNAVAILABLE),
    }
}
