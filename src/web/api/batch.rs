//! `POST /api/v1/responses/batch`: many answers, each with an outcome of its own.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};

use crate::config::Language;
use crate::usecase::App;
use crate::usecase::submit_sheet::{Ready, Receipt, Sender, Status, SubmitError, submit_all};
use crate::web::api::device::Device;
use crate::web::api::{response, sheet};
use crate::web::error::Failure;
use crate::web::extract::{self, MOST_BATCH_BYTES, MOST_SHEET_BYTES, require_media_type};
use crate::web::json;
use crate::web::language::Reader;
use crate::web::problem::Problem;
use crate::web::site::Site;

/// Most lines of one batch.
pub const MOST_LINES: usize = 500;

/// The media type of newline-delimited JSON.
const NDJSON: &str = "application/x-ndjson";

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/api/v1/responses/batch", post(take))
}

/// Takes finished questionnaires, one JSON object a line.
#[utoipa::path(
    post,
    operation_id = "submit_batch",
    path = "/api/v1/responses/batch",
    request_body(content = String, content_type = "application/x-ndjson", description = "at most 500 lines and 1 MiB"),
    security(("device" = [])),
    responses(
        (status = 200, description = "one JSON line per line, in order; codes as for one answer", body = super::openapi::LineReceipt, content_type = "application/x-ndjson"),
        (status = 401, description = "`device_unknown`", body = super::openapi::Problems),
        (status = 403, description = "`device_revoked` or `cross_site`", body = super::openapi::Problems),
        (status = 413, description = "over 500 lines or 1 MiB", body = super::openapi::Problems),
        (status = 415, description = "neither NDJSON nor JSON", body = super::openapi::Problems),
    )
)]
pub(super) async fn take(
    State(site): State<Site>,
    device: Device,
    reader: Reader,
    request: Request,
) -> Result<Response, Failure> {
    device.confirm(&site).await?;
    require_ndjson(request.headers())?;
    let body = extract::bytes(request.into_body(), MOST_BATCH_BYTES).await?;
    let lines = lines(&body);
    if lines.len() > MOST_LINES {
        return Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE));
    }
    let replies = submit_lines(&site.app, &device.sender, &lines).await;
    for reply in &replies {
        site.counts.add(reply.code);
    }
    let text: String = replies
        .iter()
        .map(|reply| reply.line(reader.language()) + "\n")
        .collect();
    Ok(([(header::CONTENT_TYPE, NDJSON)], Body::from(text)).into_response())
}

fn require_ndjson(headers: &HeaderMap) -> Result<(), Failure> {
    require_media_type(headers, NDJSON).or_else(|_| require_media_type(headers, "application/json"))
}

/// The lines of a batch. What follows the last newline is a line unless it is blank.
#[must_use]
pub fn lines(body: &[u8]) -> Vec<&[u8]> {
    let mut lines: Vec<&[u8]> = body.split(|byte| *byte == b'\n').collect();
    while lines
        .last()
        .is_some_and(|line| line.trim_ascii().is_empty())
    {
        lines.pop();
    }
    lines
}

/// What became of one line.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The id as it was sent, where one could be read.
    pub id: Option<String>,
    /// The status one answer alone would have got.
    pub code: StatusCode,
    /// What is wrong, all of it.
    pub problems: Vec<Problem>,
}

impl Reply {
    /// The reply as one line of JSON.
    #[must_use]
    pub fn line(&self, language: Language) -> String {
        let mut line = json!({ "id": self.id, "code": self.code.as_u16() });
        if let Some(object) = line.as_object_mut().filter(|_| !self.problems.is_empty()) {
            let sent: Vec<_> = self
                .problems
                .iter()
                .map(|problem| problem.sent(language))
                .collect();
            object.insert("problems".to_owned(), json!(sent));
        }
        line.to_string()
    }

    fn refused(id: Option<String>, failure: Failure) -> Self {
        let status = failure.status;
        let problems = if failure.problems.is_empty() {
            vec![unnamed(status)]
        } else {
            failure.problems
        };
        Self {
            id,
            code: status,
            problems,
        }
    }

    fn of(id: Option<String>, outcome: Result<Receipt, SubmitError>) -> Self {
        let code = match outcome {
            Ok(Receipt {
                status: Status::Stored,
                ..
            }) => StatusCode::CREATED,
            Ok(Receipt {
                status: Status::Duplicate,
                ..
            }) => StatusCode::OK,
            Err(error) => return Self::refused(id, response::failure(error)),
        };
        Self {
            id,
            code,
            problems: Vec::new(),
        }
    }
}

/// Checks every line, stores those that fit together, and replies to each in order.
pub async fn submit_lines(app: &App, sender: &Sender, lines: &[&[u8]]) -> Vec<Reply> {
    let mut replies: Vec<Option<Reply>> = Vec::with_capacity(lines.len());
    let mut fitting = Vec::new();
    for line in lines {
        match read(app, sender, line) {
            Ok(ready) => {
                replies.push(None);
                fitting.push(ready);
            }
            Err(reply) => replies.push(Some(reply)),
        }
    }
    let ids: Vec<String> = fitting.iter().map(|ready| ready.id().to_owned()).collect();
    let outcomes = submit_all(app, fitting).await;
    let mut stored = ids
        .into_iter()
        .zip(outcomes)
        .map(|(id, outcome)| Reply::of(Some(id), outcome));
    replies
        .into_iter()
        .filter_map(|reply| reply.or_else(|| stored.next()))
        .collect()
}

fn read(app: &App, sender: &Sender, line: &[u8]) -> Result<Ready, Reply> {
    let refused = |status| Reply::refused(None, Failure::new(status));
    if line.len() > MOST_SHEET_BYTES {
        return Err(refused(StatusCode::PAYLOAD_TOO_LARGE));
    }
    let sent = std::str::from_utf8(line)
        .ok()
        .and_then(|text| json::read_strictly(text).ok())
        .ok_or_else(|| refused(StatusCode::BAD_REQUEST))?;
    sheet::check(app, sender, &sent).map_err(|error| Reply::of(sent_id(&sent), Err(error)))
}

/// An id worth repeating: any text as short as an id.
fn sent_id(sent: &Value) -> Option<String> {
    const MOST_ID_BYTES: usize = 36;
    let id = sent.get("id")?.as_str()?;
    (id.len() <= MOST_ID_BYTES).then(|| id.to_owned())
}

fn unnamed(status: StatusCode) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::whole(
            "too_large",
            "dòng này dài quá 64 KiB",
            "this line is longer than 64 KiB",
        ),
        StatusCode::SERVICE_UNAVAILABLE => Problem::whole(
            "busy",
            "máy đang bận; hãy gửi lại sau với cùng mã phiếu",
            "the server is busy; send again later with the same id",
        ),
        _ => Problem::whole(
            "unreadable",
            "dòng này không phải JSON hợp lệ, hoặc có khóa lặp lại",
            "this line is not JSON in UTF-8, or has a key twice",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_has_as_many_lines_as_were_sent_and_blank_ends_are_none() {
        let count = |body: &[u8]| lines(body).len();
        assert_eq!(count(b""), 0);
        assert_eq!(count(b"\n\r\n"), 0);
        assert_eq!(count(b"{}"), 1);
        assert_eq!(count(b"{}\r\n\n{}\n"), 3, "a blank line between is a line");
    }

    #[test]
    fn a_reply_has_problems_only_where_something_is_wrong() {
        let reply = Reply {
            id: None,
            code: StatusCode::BAD_REQUEST,
            problems: vec![unnamed(StatusCode::BAD_REQUEST)],
        };
        assert!(
            reply
                .line(Language::En)
                .starts_with(r#"{"id":null,"code":400,"problems":["#)
        );
        let stored = Reply {
            id: Some("x".to_owned()),
            code: StatusCode::CREATED,
            problems: vec![],
        };
        assert_eq!(stored.line(Language::Vi), r#"{"id":"x","code":201}"#);
    }
}
