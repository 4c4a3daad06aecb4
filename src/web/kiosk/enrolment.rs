//! `/may`: a tablet becomes a device of a unit by the code its officer shows.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};

use crate::usecase::redeem_invitation::{Redeemed, redeem};
use crate::web::error::{Failure, Shown};
use crate::web::extract::{self, Query, single_values};
use crate::web::kiosk::tablet::{set_cookie, tablet};
use crate::web::session::Transport;
use crate::web::site::Site;
use crate::web::text::Words;
use crate::web::view::enrolment::{self as view, Enrolment};

/// Where an enrolled tablet goes.
const COUNTER: &str = "/may/quay";

/// `GET`: asks for the code. A tablet that is enrolled goes on to the questionnaire, unless
/// `?lai=1` says that it is to be enrolled again.
pub(super) async fn ask(
    State(site): State<Site>,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if query.get("lai").is_none() && tablet(&headers, &site).await?.is_some() {
        return Ok(Redirect::to(COUNTER).into_response());
    }
    Ok(page(&query, None).into_response())
}

/// `POST`: redeems the code. Whoever asks for JSON is told the token as well; a browser without
/// JavaScript has its cookie and needs no more.
pub(super) async fn take(
    State(site): State<Site>,
    query: Query,
    headers: HeaderMap,
    extract::Form(fields): extract::Form,
) -> Result<Response, Failure> {
    let fields = single_values(fields)?;
    let typed = fields.get("ma").map_or("", String::as_str);
    let is_program = wants_json(&headers);
    match redeem(&site.app, typed).await? {
        Some(redeemed) => {
            site.devices.forget_device(&redeemed.device.id);
            Ok(enrolled(&redeemed, site.settings.transport, is_program))
        }
        None if is_program => {
            let problem = json!({
                "field": "ma",
                "code": "code_refused",
                "message": words(&query).say("enrolment.refused"),
            });
            Ok(refused(as_json(&json!({ "problems": [problem] }))))
        }
        None => Ok(refused(page(&query, Some(typed)))),
    }
}

fn enrolled(redeemed: &Redeemed, transport: Transport, is_program: bool) -> Response {
    let device = &redeemed.device;
    let mut response = if is_program {
        as_json(&json!({
            "id": device.id,
            "token": device.token,
            "unit": redeemed.unit,
            "name": redeemed.name,
        }))
        .into_response()
    } else {
        Redirect::to(COUNTER).into_response()
    };
    if let Some(cookie) = set_cookie(&device.page, transport) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

fn as_json(value: &Value) -> impl IntoResponse {
    let media_type = [(header::CONTENT_TYPE, "application/json")];
    (media_type, value.to_string())
}

/// A wrong code, one that is over and one that nobody ever had are answered alike.
fn refused(body: impl IntoResponse) -> Response {
    let mut response = (StatusCode::UNPROCESSABLE_ENTITY, body).into_response();
    response.extensions_mut().insert(Shown);
    response
}

fn page(query: &Query, refused: Option<&str>) -> maud::Markup {
    view::page(
        words(query),
        &Enrolment {
            is_again: query.get("lai").is_some(),
            refused,
        },
    )
}

/// Vietnamese unless English is asked for: in which language a tablet came from the shop says
/// nothing about who stands before it.
fn words(query: &Query) -> Words {
    Words::for_tag(query.get("lang").unwrap_or("vi"))
}

fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok());
    accept.is_some_and(|types| {
        types
            .split(',')
            .any(|one| one.trim().starts_with("application/json"))
    })
}
