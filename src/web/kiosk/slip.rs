//! `/q`: the questionnaire on a person's own phone, by the one-time code of a slip.
//!
//! Asking never uses a code up: the transaction that stores the answer does.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use maud::Markup;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::domain::form::{Channel, FormRef};
use crate::domain::voucher::VoucherCode;
use crate::usecase::print_vouchers::find_slip;
use crate::usecase::submit_sheet::Sender;
use crate::web::error::{Failure, Shown};
use crate::web::extract::{self, Path, Query};
use crate::web::kiosk::questionnaire::{Asked, too_often};
use crate::web::language::Reader;
use crate::web::site::Site;
use crate::web::view::slip_entry;

/// The routes of slips. No address of theirs is told to any page: it holds the code. A policy of
/// `no-referrer` would say that too, but makes browsers post without an origin on plain HTTP.
pub(super) fn routes() -> Router<Site> {
    let policy = HeaderValue::from_static("strict-origin");
    Router::new()
        .route("/q", get(enter).post(entered))
        .route("/q/{code}", get(ask).post(take))
        .route("/q/{code}/{unit}/{form}", get(ask_again).post(take_again))
        .layer(SetResponseHeaderLayer::overriding(
            header::REFERRER_POLICY,
            policy,
        ))
}

/// `GET /q`: for a phone that cannot scan.
async fn enter(reader: Reader) -> Markup {
    slip_entry::page(reader.words(), None)
}

/// `POST /q`: the way to the page of a code, if it can be one.
async fn entered(reader: Reader, extract::Form(given): extract::Form) -> Response {
    let typed = given.get("ma").and_then(|values| values.first());
    let typed = typed.map_or("", String::as_str);
    let words = reader.words();
    if let Some(code) = VoucherCode::parse(typed) {
        let address = format!("/q/{}?lang={}", code.as_str(), words.tag());
        return Redirect::to(&address).into_response();
    }
    let page = slip_entry::page(words, Some(typed));
    let mut response = (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
    response.extensions_mut().insert(Shown);
    response
}

/// `GET /q/{code}`: the address on the slip.
async fn ask(
    State(site): State<Site>,
    Path(code): Path<String>,
    query: Query,
) -> Result<Markup, Failure> {
    let asked = fresh(&site, &code, None).await?;
    Ok(asked.empty(&site, query.get("lang")))
}

/// `GET /q/{code}/{unit}/{form}`: the same page in another language.
async fn ask_again(
    State(site): State<Site>,
    Path((code, unit, form)): Path<(String, String, String)>,
    query: Query,
) -> Result<Markup, Failure> {
    let asked = fresh(&site, &code, Some(Carried { unit, form })).await?;
    Ok(asked.empty(&site, query.get("lang")))
}

/// `POST /q/{code}`: takes the page.
async fn take(
    State(site): State<Site>,
    Path(code): Path<String>,
    query: Query,
    request: Request,
) -> Result<Response, Failure> {
    let asked = fresh(&site, &code, None).await?;
    asked.take(&site, query.get("lang"), request).await
}

/// `POST /q/{code}/{unit}/{form}`: takes the page, or thanks again for one that is stored. Once that
/// one is sealed its code is gone, and with it what it led to: the page has carried it here.
async fn take_again(
    State(site): State<Site>,
    Path((code, unit, form)): Path<(String, String, String)>,
    query: Query,
    request: Request,
) -> Result<Response, Failure> {
    let (code, carried) = (parse(&code)?, Carried { unit, form });
    let slip = find_slip(&site.app, &code).await?;
    let is_kept = slip.is_some();
    let issued_on = slip.as_ref().map(|slip| slip.issued_on.clone());
    let (unit, form) = match slip {
        Some(slip) => {
            let form = carried.version_of(&slip.form).to_owned();
            (slip.unit, form)
        }
        None => (carried.unit, carried.form),
    };
    let mut asked = asked(&site, &code, (unit, form)).await?;
    asked.issued_on = issued_on;
    // Nothing is stored without a good code, but looking for it takes the writer's time.
    let now = site.app.clock.now().as_second();
    if !is_kept && let Err(wait) = site.pace.admit(&asked.sender.unit, now) {
        return Ok(too_often(wait));
    }
    asked.take(&site, query.get("lang"), request).await
}

/// What a page was made for, in its own address.
struct Carried {
    unit: String,
    form: String,
}

impl Carried {
    /// The version the page shows, if it is one of the slip's form: a program that was renewed
    /// since still takes it.
    fn version_of<'a>(&'a self, form: &'a str) -> &'a str {
        let shown = FormRef::parse(&self.form).filter(|shown| shown.id.as_str() == form);
        shown.map_or(form, |_| self.form.as_str())
    }
}

/// The form of a slip that is good, or looks so until its answer is sealed.
async fn fresh(site: &Site, code: &str, carried: Option<Carried>) -> Result<Asked, Failure> {
    let code = parse(code)?;
    let slip = find_slip(&site.app, &code).await?.ok_or_else(gone)?;
    let form = carried
        .as_ref()
        .map_or(slip.form.as_str(), |carried| carried.version_of(&slip.form));
    let form = form.to_owned();
    let mut asked = asked(site, &code, (slip.unit, form)).await?;
    asked.issued_on = Some(slip.issued_on);
    Ok(asked)
}

async fn asked(
    site: &Site,
    code: &VoucherCode,
    (unit, form): (String, String),
) -> Result<Asked, Failure> {
    let sender = Sender {
        device: None,
        unit: unit.clone(),
        channel: Channel::Qr,
    };
    let found = Asked::find(site, sender, &form).await;
    let mut asked = found.map_err(|failure| match failure.status {
        StatusCode::NOT_FOUND => gone(),
        _ => failure,
    })?;
    asked.address = format!("/q/{}/{unit}/{}", code.as_str(), asked.form_ref());
    asked.voucher = Some(code.hash());
    Ok(asked)
}

fn parse(code: &str) -> Result<VoucherCode, Failure> {
    VoucherCode::parse(code).ok_or_else(gone)
}

/// Sealed, void, mistyped and unknown codes look the same.
fn gone() -> Failure {
    Failure::new(StatusCode::GONE)
}
