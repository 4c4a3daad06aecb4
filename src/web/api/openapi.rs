//! `/openapi.json`: the description of the API, made from the handlers themselves.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi, ToSchema};

use crate::web::api::form::json_response;
use crate::web::api::{batch, bundle, form, response, results, round, tablet, unit};
use crate::web::error::Failure;
use crate::web::session::Transport;
use crate::web::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/openapi.json", get(show))
}

async fn show() -> Result<Response, Failure> {
    json_response(&Description::openapi())
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "hailong",
        description = "Satisfaction questionnaires at Vietnamese one-stop counters. Errors are JSON: `{\"problems\": [{\"field\"?, \"code\", \"message\"}]}`, every problem at once, in the language of `Accept-Language`.",
        license(name = "MIT OR Apache-2.0")
    ),
    paths(response::take, batch::take, tablet::take, bundle::take, results::show, round::show, unit::show, form::show),
    modifiers(&Security)
)]
struct Description;

/// The three ways in: a device's token, a program's token, a person's session.
struct Security;

impl Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let bearer = |what: &str| {
            let scheme = HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .description(Some(what));
            SecurityScheme::Http(scheme.build())
        };
        let cookie = ApiKeyValue::new(Transport::Plain.cookie_name());
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("device", bearer("the token `hailong device add` prints"));
        components.add_security_scheme("program", bearer("the token `hailong token add` prints"));
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// Every error.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a shape for the description alone")]
pub(super) struct Problems {
    problems: Vec<ProblemShape>,
}

/// One thing wrong.
#[derive(ToSchema)]
#[schema(as = Problem)]
#[expect(dead_code, reason = "a shape for the description alone")]
pub(super) struct ProblemShape {
    /// Where, such as `answers.chung`; absent for the request as a whole.
    field: Option<String>,
    /// What, for programs; stable.
    code: String,
    /// What, for people.
    message: String,
}

/// What became of one answer.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a shape for the description alone")]
pub(super) struct Receipt {
    /// The id as it was sent.
    id: String,
    /// `stored`, `duplicate` or `conflict`.
    status: String,
    /// With `conflict` only.
    problems: Option<Vec<ProblemShape>>,
}

/// What became of one line of a batch.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a shape for the description alone")]
pub(super) struct LineReceipt {
    /// The id as it was sent, or null where none could be read.
    id: Option<String>,
    /// The status one answer alone would have got.
    code: u16,
    /// Absent where nothing is wrong.
    problems: Option<Vec<ProblemShape>>,
}

/// What became of a bundle.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a shape for the description alone")]
pub(super) struct MergeLine {
    /// Always null here; the command line names the file.
    file: Option<String>,
    /// What the bundle says of itself; null where it could not be read.
    unit: Option<String>,
    period: Option<String>,
    revision: Option<u64>,
    /// `merged`, `already`, `conflict` or `refused`.
    outcome: String,
    /// Why it was not taken; each may have a `line`.
    problems: Vec<ProblemShape>,
}

/// Result rows.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a shape for the description alone")]
pub(super) struct Results {
    rows: Vec<ResultShape>,
}

/// One result; percentages are texts with a point and the method's decimals.
#[derive(ToSchema)]
#[schema(as = ResultRow)]
#[expect(dead_code, reason = "a shape for the description alone")]
pub(super) struct ResultShape {
    unit: String,
    edition: String,
    period: String,
    from: String,
    to: String,
    form: String,
    method: String,
    /// `pooled-answers`, `mean-of-questions`, `mean-of-factors` or `overall-question`.
    roll_up: String,
    /// `pooled-counts` or `mean-of-units`.
    units: String,
    channels: Vec<String>,
    section: Option<String>,
    question: Option<String>,
    channel: Option<String>,
    month: Option<String>,
    service: Option<String>,
    /// Answers by level or option.
    #[schema(value_type = Object)]
    counts: (),
    /// Answers by code outside the scale.
    #[schema(value_type = Object)]
    outside: (),
    skipped: u64,
    left_out: u64,
    not_asked: u64,
    /// Answers in a question row, sheets elsewhere.
    n: u64,
    /// Unreduced; null for means.
    numerator: Option<u64>,
    /// Unreduced; null for means.
    denominator: Option<u64>,
    /// Null: nobody answered, or a points method.
    percent: Option<String>,
    /// Mean points, for a points method.
    score: Option<String>,
    shares: Option<SharesShape>,
    /// 95 % limits in percent, four decimals.
    interval: Option<IntervalShape>,
    group: Option<String>,
    rank: Option<u64>,
    rank_low: Option<u64>,
    rank_high: Option<u64>,
    /// Whether there are enough answers to compare and rank.
    enough: bool,
    flagged: u64,
    /// Sheets that came after their span had closed: counted in no row.
    late: u64,
    folded: bool,
}

/// Percents of satisfied, neutral and dissatisfied answers.
#[derive(ToSchema)]
#[schema(as = Shares)]
#[expect(dead_code, reason = "a shape for the description alone")]
pub(super) struct SharesShape {
    satisfied: String,
    neutral: String,
    dissatisfied: String,
}

/// Limits of an interval.
#[derive(ToSchema)]
#[schema(as = Interval)]
#[expect(dead_code, reason = "a shape for the description alone")]
pub(super) struct IntervalShape {
    low: String,
    high: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::view::sample;

    #[test]
    fn a_result_row_has_no_name_that_the_description_lacks() {
        let description = serde_json::to_value(Description::openapi()).unwrap();
        let known = &description["components"]["schemas"]["ResultRow"]["properties"];
        let row = serde_json::to_value(sample::row()).unwrap();
        for name in row.as_object().unwrap().keys() {
            assert!(known.get(name).is_some(), "{name}: {known}");
        }
    }
}
