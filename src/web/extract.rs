//! Extractors that answer with our errors, and a limit on every body.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, StatusCode, header, request::Parts};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::web::error::Failure;
use crate::web::{form_data, json};

/// Largest body of one answer, by JSON or by page: 64 KiB.
pub const MOST_SHEET_BYTES: usize = 64 * 1024;
/// Largest body of a batch of answers: 1 MiB.
pub const MOST_BATCH_BYTES: usize = 1024 * 1024;
/// How long a body may take to arrive.
const BODY_DEADLINE: Duration = Duration::from_secs(20);

/// The parts of the address; what does not fit is no address of ours.
#[derive(Clone, Copy, Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    #[expect(
        clippy::disallowed_types,
        reason = "this is the one place that wraps it"
    )]
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let path = axum::extract::Path::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(value)| Self(value))
            .map_err(|_| Failure::not_found())
    }
}

/// The query, each name at most once.
#[derive(Clone, Debug, Default)]
pub struct Query(BTreeMap<String, String>);

impl Query {
    /// The value of `name`; an empty one is as good as none.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// Names in the query that are not among `known`.
    pub fn unknown<'a>(&'a self, known: &'a [&str]) -> impl Iterator<Item = &'a str> {
        self.0
            .keys()
            .map(String::as_str)
            .filter(move |name| !known.contains(name))
    }
}

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let fields = form_data::read(parts.uri.query().unwrap_or_default())
            .map_err(|form_data::Unreadable| Failure::new(StatusCode::BAD_REQUEST))?;
        single_values(fields).map(Self)
    }
}

/// A posted page: fields and values as sent.
#[derive(Clone, Debug)]
pub struct Form(pub BTreeMap<String, Vec<String>>);

impl<S: Sync> FromRequest<S> for Form {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        require_media_type(request.headers(), "application/x-www-form-urlencoded")?;
        let text = text(request.into_body(), MOST_SHEET_BYTES).await?;
        form_data::read(&text)
            .map(Self)
            .map_err(|form_data::Unreadable| Failure::new(StatusCode::BAD_REQUEST))
    }
}

/// One JSON value of at most 64 KiB, no key twice.
#[derive(Clone, Debug)]
pub struct Json(pub Value);

impl<S: Sync> FromRequest<S> for Json {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        require_media_type(request.headers(), "application/json")?;
        let text = text(request.into_body(), MOST_SHEET_BYTES).await?;
        json::read_strictly(&text)
            .map(Self)
            .map_err(|_| Failure::new(StatusCode::BAD_REQUEST))
    }
}

/// Fields that may stand only once.
///
/// # Errors
/// 400 when a name stands twice.
pub fn single_values(
    fields: BTreeMap<String, Vec<String>>,
) -> Result<BTreeMap<String, String>, Failure> {
    fields
        .into_iter()
        .map(|(name, mut values)| match (values.pop(), values.pop()) {
            (Some(value), None) => Ok((name, value)),
            (Some(_) | None, Some(_) | None) => Err(Failure::new(StatusCode::BAD_REQUEST)),
        })
        .collect()
}

/// Refuses any other media type than `expected`; parameters such as `charset` do not matter.
///
/// # Errors
/// 415.
pub fn require_media_type(headers: &HeaderMap, expected: &str) -> Result<(), Failure> {
    let given = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = given
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    if essence.trim().eq_ignore_ascii_case(expected) {
        Ok(())
    } else {
        Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE))
    }
}

/// Reads a whole body of at most `most_bytes`.
///
/// # Errors
/// 413 when it is larger, 408 when it does not arrive in time, 400 when it breaks off.
pub async fn bytes(body: Body, most_bytes: usize) -> Result<Vec<u8>, Failure> {
    let reading = tokio::time::timeout(BODY_DEADLINE, Limited::new(body, most_bytes).collect());
    match reading.await {
        Ok(Ok(whole)) => Ok(whole.to_bytes().into()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE))
        }
        Ok(Err(_)) => Err(Failure::new(StatusCode::BAD_REQUEST)),
        Err(_) => Err(Failure::new(StatusCode::REQUEST_TIMEOUT)),
    }
}

async fn text(body: Body, most_bytes: usize) -> Result<String, Failure> {
    let bytes = bytes(body, most_bytes).await?;
    String::from_utf8(bytes).map_err(|_| Failure::new(StatusCode::BAD_REQUEST))
}
