//! `GET /api/v1/results`: the rows every reader of figures gets.

use axum::Router;
use axum::extract::{FromRequestParts, State};
use axum::http::{StatusCode, header, request::Parts};
use axum::response::Response;
use axum::routing::get;
use serde_json::json;

use crate::domain::account::Scope;
use crate::domain::period::Period;
use crate::domain::results::By;
use crate::usecase::compute_results;
use crate::usecase::issue_token::{self, TokenRole};
use crate::usecase::release_results::compute_released;
use crate::web::api::device::bearer;
use crate::web::api::form::json_response;
use crate::web::error::Failure;
use crate::web::extract::Query;
use crate::web::problem::Problem;
use crate::web::session::signed_in;
use crate::web::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/api/v1/results", get(show))
}

/// What the query may name.
const NAMES: [&str; 5] = ["unit", "period", "form", "method", "by"];

/// The breakdowns by name.
const BREAKDOWNS: [(&str, By); 6] = [
    ("unit", By::Unit),
    ("section", By::Section),
    ("question", By::Question),
    ("channel", By::Channel),
    ("month", By::Month),
    ("service", By::Service),
];

/// Result rows of one unit and period.
#[utoipa::path(
    get,
    path = "/api/v1/results",
    params(
        ("unit" = String, Query, description = "unit code in the edition of the period's last day"),
        ("period" = String, Query, description = "`2026`, `2026-H2`, `2026-Q4`, `2026-11`; `b` at the end for the reporting period from the 15th to the 14th"),
        ("form" = Option<String>, Query, description = "`id` for every version, `id@version` for one; all with answers unless given"),
        ("method" = Option<String>, Query, description = "the form's own unless given"),
        ("by" = Option<String>, Query, description = "`unit`, `section`, `question`, `channel`, `month` or `service`"),
    ),
    security(("session" = []), ("program" = [])),
    responses(
        (status = 200, description = "the rows", body = super::openapi::Results),
        (status = 401, description = "neither session nor token", body = super::openapi::Problems),
        (status = 404, description = "no such unit within reach", body = super::openapi::Problems),
        (status = 422, description = "every name or value of the query that cannot be", body = super::openapi::Problems),
    )
)]
pub(super) async fn show(
    State(site): State<Site>,
    Reach(scope): Reach,
    query: Query,
) -> Result<Response, Failure> {
    let asked = Asked::read(&site, &query)
        .map_err(|problems| Failure::with(StatusCode::UNPROCESSABLE_ENTITY, problems))?;
    let rows = compute_released(
        &site.app,
        &scope,
        compute_results::Query {
            unit: asked.unit,
            period: asked.period,
            form: query.get("form"),
            method: query.get("method"),
            by: asked.by,
        },
    )
    .await?;
    json_response(&json!({ "rows": rows }))
}

/// How far a program or a signed-in reader sees.
pub(super) struct Reach(Scope);

impl FromRequestParts<Site> for Reach {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        let unauthorized = || Failure::new(StatusCode::UNAUTHORIZED);
        if parts.headers.contains_key(header::AUTHORIZATION) {
            let secret = bearer(&parts.headers).ok_or_else(unauthorized)?;
            let scope = issue_token::scope(&site.app, secret, TokenRole::Api).await?;
            return scope.map(Self).ok_or_else(unauthorized);
        }
        let account = signed_in(&parts.headers, site).await?;
        account
            .map(|account| Self(account.scope))
            .ok_or_else(unauthorized)
    }
}

struct Asked<'a> {
    unit: &'a str,
    period: Period,
    by: Option<By>,
}

impl<'a> Asked<'a> {
    /// Every problem of the query at once.
    fn read(site: &Site, query: &'a Query) -> Result<Self, Vec<Problem>> {
        let mut problems: Vec<Problem> = query.unknown(&NAMES).map(unknown_name).collect();
        let unit = query.get("unit");
        if unit.is_none() {
            problems.push(required("unit"));
        }
        let period = match query.get("period").map(Period::parse) {
            Some(Ok(period)) => Some(period),
            Some(Err(_)) => {
                problems.push(no_period());
                None
            }
            None => {
                problems.push(required("period"));
                None
            }
        };
        let by = query.get("by").map(|name| {
            BREAKDOWNS
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, by)| *by)
        });
        if by == Some(None) {
            problems.push(no_breakdown());
        }
        let (catalog, methods) = (&site.app.catalog, &site.app.methods);
        if query
            .get("form")
            .is_some_and(|name| catalog.find(name).is_none())
        {
            problems.push(not_here("form", "form-unknown", ("mẫu phiếu", "form")));
        }
        if query
            .get("method")
            .is_some_and(|id| methods.get(id).is_none())
        {
            problems.push(not_here(
                "method",
                "method-unknown",
                ("phương pháp", "method"),
            ));
        }
        match (unit, period) {
            (Some(unit), Some(period)) if problems.is_empty() => Ok(Self {
                unit,
                period,
                by: by.flatten(),
            }),
            (_, _) => Err(problems),
        }
    }
}

fn unknown_name(name: &str) -> Problem {
    let known = NAMES.join(", ");
    let words = (
        format!("không có tham số này; các tham số là {known}"),
        format!("there is no such parameter; the parameters are {known}"),
    );
    Problem::of(name, "unknown-field", words)
}

fn required(name: &'static str) -> Problem {
    let words = (format!("thiếu “{name}”"), format!("“{name}” is missing"));
    Problem::of(name, "required", words)
}

/// What is wrong with a text that names no period.
#[must_use]
pub fn no_period() -> Problem {
    let words = (
        "Kỳ phải có dạng 2026, 2026-H2, 2026-Q4 hoặc 2026-11; thêm b ở cuối cho kỳ từ ngày 15 đến ngày 14"
            .to_owned(),
        "A period looks like 2026, 2026-H2, 2026-Q4 or 2026-11, with b at the end for 15th to 14th"
            .to_owned(),
    );
    Problem::of("period", "not-a-period", words)
}

fn no_breakdown() -> Problem {
    let known = BREAKDOWNS.map(|(name, _)| name).join(", ");
    let words = (
        format!("“by” là một trong: {known}"),
        format!("“by” is one of {known}"),
    );
    Problem::of("by", "not-an-option", words)
}

fn not_here(
    name: &'static str,
    code: &'static str,
    (vietnamese, english): (&str, &str),
) -> Problem {
    let words = (
        format!("máy chủ không có {vietnamese} này"),
        format!("there is no such {english} here"),
    );
    Problem::of(name, code, words)
}
