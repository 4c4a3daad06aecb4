//! What a handler answers when it cannot do what was asked, and how that is shown.
//!
//! A [`Failure`] says what is wrong; [`dress`] turns it, and every bare error of the libraries
//! below, into a page or into JSON in the reader's language. Nothing of the inside is shown.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::usecase::UsecaseError;
use crate::web::language::Reader;
use crate::web::problem::Problem;
use crate::web::view::failure;

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The status of the contract.
    pub status: StatusCode,
    /// What is wrong, all of it; empty: the status says it.
    pub problems: Vec<Problem>,
}

/// Marks an error response that already is what the reader should see.
#[derive(Clone, Copy, Debug)]
pub struct Shown;

impl Failure {
    /// A failure that its status says in full.
    #[must_use]
    pub fn new(status: StatusCode) -> Self {
        Self {
            status,
            problems: Vec::new(),
        }
    }

    /// A failure with its problems.
    #[must_use]
    pub fn with(status: StatusCode, problems: Vec<Problem>) -> Self {
        Self { status, problems }
    }

    /// There is no such thing, or it is not the reader's to see: both look the same.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND)
    }

    /// Trouble of ours. The cause is logged here, once, and never shown.
    #[must_use]
    pub fn internal(cause: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(cause = %chain(cause), "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Nothing is wrong but the time. The cause is logged here, once, and never shown.
    #[must_use]
    pub fn later(cause: &(dyn std::error::Error + 'static)) -> Self {
        tracing::warn!(cause = %chain(cause), "a request is to come later");
        Self::new(StatusCode::SERVICE_UNAVAILABLE)
    }

    /// A page of another site sent this request.
    #[must_use]
    pub fn cross_site() -> Self {
        let problem = Problem::whole(
            "cross_site",
            "yêu cầu đến từ một trang web khác",
            "the request comes from another site",
        );
        Self::with(StatusCode::FORBIDDEN, vec![problem])
    }
}

impl From<UsecaseError> for Failure {
    /// What is out of reach looks like what is not there; trouble below is logged and not shown. A
    /// busy database is 503, any other trouble 500.
    fn from(error: UsecaseError) -> Self {
        match error {
            UsecaseError::UnknownUnit(_)
            | UsecaseError::NotCollected(_)
            | UsecaseError::NotFound(_) => Self::not_found(),
            UsecaseError::Invalid(invalid) => {
                let problem = Problem::whole("invalid", &invalid.vi, &invalid.en);
                Self::with(StatusCode::UNPROCESSABLE_ENTITY, vec![problem])
            }
            UsecaseError::Forbidden => Self::new(StatusCode::FORBIDDEN),
            UsecaseError::NameTaken(_) => Self::new(StatusCode::CONFLICT),
            UsecaseError::Storage(_) if error.is_busy() => Self::later(&error),
            UsecaseError::Storage(_)
            | UsecaseError::File(_)
            | UsecaseError::FolderUsed
            | UsecaseError::FolderServed
            | UsecaseError::Files(_) => Self::internal(&error),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Shows every error in the reader's language: JSON below `/api`, a page elsewhere.
pub async fn dress(reader: Reader, request: Request, next: Next) -> Response {
    let is_api = is_for_programs(request.uri().path());
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.extensions().get::<Shown>().is_some() {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    let failure = parts.extensions.remove::<Failure>();
    let problems = failure.map(|failure| failure.problems).unwrap_or_default();
    let (media_type, body) = if is_api {
        ("application/json", as_json(reader, status, &problems))
    } else {
        let page = failure::page(reader.words(), status, &problems).into_string();
        ("text/html; charset=utf-8", Body::from(page))
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts
        .headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    parts
        .headers
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if is_api && status == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static("Bearer");
        parts.headers.insert(header::WWW_AUTHENTICATE, scheme);
    }
    if matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
    ) {
        parts
            .headers
            .entry(header::RETRY_AFTER)
            .or_insert(HeaderValue::from_static("5"));
    }
    Response::from_parts(parts, body)
}

/// Whether errors at `path` are read by programs.
#[must_use]
pub fn is_for_programs(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/") || path == "/openapi.json"
}

fn as_json(reader: Reader, status: StatusCode, problems: &[Problem]) -> Body {
    let language = reader.language();
    let body = if problems.is_empty() {
        let (what, advice) = failure::wording(reader.words(), status);
        let message = format!("{what}. {advice}");
        json!({ "problems": [{ "code": code(status), "message": message }] })
    } else {
        let sent: Vec<_> = problems
            .iter()
            .map(|problem| problem.sent(language))
            .collect();
        json!({ "problems": sent })
    };
    Body::from(body.to_string())
}

/// The code of a problem that its status says in full.
fn code(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "unreadable",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not_found",
        405 => "method_not_allowed",
        408 => "too_slow",
        409 => "conflict",
        410 => "gone",
        413 => "too_large",
        415 => "wrong_media_type",
        422 => "invalid",
        429 => "too_often",
        503 => "busy",
        _ => "internal",
    }
}

fn chain(cause: &(dyn std::error::Error + 'static)) -> String {
    let mut text = cause.to_string();
    let mut next = cause.source();
    while let Some(source) = next {
        text.push_str(": ");
        text.push_str(&source.to_string());
        next = source.source();
    }
    text
}
