//! `/don-vi/{unit}/may`: the tablets of a unit, and the codes that add to them.

use std::collections::BTreeMap;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};
use maud::Markup;

use crate::domain::enrolment::{EnrolmentCode, HOLDS_SECONDS};
use crate::domain::form::{self, Channel};
use crate::domain::vietnamese::sort_key;
use crate::domain::working_day::has_working_days_between;
use crate::storage::device::DeviceRow;
use crate::storage::device_report::DeviceReportRow;
use crate::usecase::UsecaseError;
use crate::usecase::describe_unit::Described;
use crate::usecase::enrol_device::{self, DEFAULT_FORM};
use crate::usecase::invite_device::{self, Invitation, Invited, Standing, invite};
use crate::usecase::report_device::{DeviceState, list_devices};
use crate::usecase::reset_pin::reset_pin;
use crate::web::desk::Desk;
use crate::web::error::{Failure, Shown};
use crate::web::extract::{self, Path, single_values};
use crate::web::origin::Origin;
use crate::web::session::{Transport, cookie};
use crate::web::site::Site;
use crate::web::unit::counter::keepable;
use crate::web::view::invitation::{self as code_view, Address, Code};
use crate::web::view::tablets::{self as view, Add, Tablets};
use crate::web::view::unit::channel_name;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/don-vi/{unit}/may", get(show))
        .route("/don-vi/{unit}/may/moi", post(add))
        .route("/don-vi/{unit}/may/ma/{selector}", get(show_code))
        .route("/don-vi/{unit}/may/{device}/dang-ky-lai", post(enrol_again))
        .route("/don-vi/{unit}/may/{device}/pin", post(set_pin))
        .route("/don-vi/{unit}/may/{device}/thu-hoi", post(revoke))
}

async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Markup, Failure> {
    let unit = keepable(&desk, &unit).await?;
    let add = Add {
        name: "",
        form: DEFAULT_FORM,
        problem: None,
    };
    list(&desk, &unit, add).await
}

async fn add(
    desk: Desk,
    Path(unit): Path<String>,
    extract::Form(fields): extract::Form,
) -> Result<Response, Failure> {
    let unit = keepable(&desk, &unit).await?;
    let fields = single_values(fields)?;
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let invitation = Invitation {
        unit: &unit.unit.code,
        name: field("name"),
        form: field("form"),
        device: None,
    };
    match invite(&desk.site.app, &desk.who.name, invitation).await {
        Ok(invited) => Ok(to_code(
            &unit.unit.code,
            &invited,
            desk.site.settings.transport,
        )),
        Err(UsecaseError::Invalid(invalid)) => {
            let problem = desk.words.language().pick(&invalid.vi, &invalid.en);
            let add = Add {
                name: field("name"),
                form: field("form"),
                problem: Some(problem),
            };
            let page = list(&desk, &unit, add).await?;
            let mut response = (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
            response.extensions_mut().insert(Shown);
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

async fn enrol_again(
    desk: Desk,
    Path((unit, device)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (unit, found) = device_of(&desk, &unit, &device).await?;
    let invitation = Invitation {
        unit: &unit,
        name: &found.name,
        form: &found.form,
        device: Some(&found.id),
    };
    let invited = invite(&desk.site.app, &desk.who.name, invitation).await?;
    Ok(to_code(&unit, &invited, desk.site.settings.transport))
}

async fn set_pin(
    desk: Desk,
    Path((unit, device)): Path<(String, String)>,
) -> Result<Redirect, Failure> {
    let (unit, found) = device_of(&desk, &unit, &device).await?;
    reset_pin(&desk.site.app, &desk.who.name, &found.id).await?;
    Ok(Redirect::to(&format!("/don-vi/{unit}/may")))
}

async fn revoke(
    desk: Desk,
    Path((unit, device)): Path<(String, String)>,
) -> Result<Redirect, Failure> {
    let (unit, found) = device_of(&desk, &unit, &device).await?;
    enrol_device::revoke_as(&desk.site.app, &desk.who.name, &found.id).await?;
    desk.site.devices.forget_device(&found.id);
    Ok(Redirect::to(&format!("/don-vi/{unit}/may")))
}

/// The page of a code. What is kept of it here is a hash: the code itself stands in a cookie of
/// the browser that made it, which no other page is sent.
async fn show_code(
    desk: Desk,
    Path((unit, selector)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Markup, Failure> {
    let unit = keepable(&desk, &unit).await?;
    let code = &unit.unit.code;
    let seen = invite_device::see(&desk.site.app, code, &selector).await?;
    let seen = seen.ok_or_else(Failure::not_found)?;
    let shown = cookie(&headers, CODE_COOKIE)
        .and_then(EnrolmentCode::parse)
        .filter(|shown| seen.is_code(shown));
    let grouped = shown.as_ref().map(EnrolmentCode::grouped);
    let origin = Origin::of(&headers, desk.site.settings.transport);
    let page = origin.as_ref().map(|origin| origin.address() + "/may");
    // A tablet that still has its cookie is led past the page unless the address says "again".
    let again = seen.device.as_ref().map_or("", |_| "?lai=1");
    let whole = page.as_ref().zip(shown.as_ref());
    let whole = whole.map(|(page, code)| format!("{page}{again}#{}", code.as_str()));
    let address = origin.as_ref().zip(page.as_deref()).zip(whole.as_deref());
    let address = address.map(|((origin, page), whole)| Address {
        page,
        whole,
        is_loopback: origin.is_loopback(),
    });
    let standing = match seen.standing {
        Standing::Open(seconds) => code_view::Standing::Open {
            minutes: SignedDuration::from_secs(seconds + 59).as_mins(),
            code: grouped.as_deref().map(|grouped| Code { grouped, address }),
        },
        Standing::Enrolled(_) => code_view::Standing::Enrolled,
        Standing::Over => code_view::Standing::Over,
    };
    let head = desk.head(&unit);
    let invitation = code_view::Invitation {
        masthead: head.masthead(),
        unit: code,
        name: &seen.name,
        device: seen.device.as_deref(),
        standing,
    };
    Ok(code_view::page(desk.words, &invitation))
}

/// Whether a tablet has said nothing for two working days.
fn is_silent(report: Option<&DeviceReportRow>, today: Date) -> bool {
    let seen = report.and_then(|report| report.last_seen.parse::<DateTime>().ok());
    seen.is_some_and(|seen| has_working_days_between(seen.date(), today, SILENT_DAYS))
}

const SILENT_DAYS: u32 = 2;

const CODE_COOKIE: &str = "hailong-ma";

/// Leads to the page of a new code, which the browser brings along.
fn to_code(unit: &str, invited: &Invited, transport: Transport) -> Response {
    let code = &invited.code;
    let path = format!("/don-vi/{unit}/may/ma/{}", code.selector());
    let secure = match transport {
        Transport::Plain => "",
        Transport::Tls => "; Secure",
    };
    let cookie = format!(
        "{CODE_COOKIE}={}; Path={path}; Max-Age={HOLDS_SECONDS}; HttpOnly; SameSite=Lax{secure}",
        code.as_str()
    );
    let mut response = Redirect::to(&path).into_response();
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// A device of a unit that the account keeps; another unit's looks like one that is not there.
async fn device_of(desk: &Desk, unit: &str, id: &str) -> Result<(String, DeviceRow), Failure> {
    let unit = keepable(desk, unit).await?.unit.code;
    let found = enrol_device::find_of_unit(&desk.site.app, &unit, id).await?;
    Ok((unit, found))
}

async fn list(desk: &Desk, unit: &Described, add: Add<'_>) -> Result<Markup, Failure> {
    let app = &desk.site.app;
    let (words, tag) = (desk.words, desk.words.tag());
    let ids = app.catalog.ids().map(form::Code::as_str);
    let titles: BTreeMap<String, String> = ids
        .filter_map(|id| {
            Some((
                id.to_owned(),
                app.catalog.newest(id)?.title.get(tag).to_owned(),
            ))
        })
        .collect();
    let title = |id: &str| titles.get(id).map_or(id, String::as_str).to_owned();
    let mut forms: Vec<_> = invite_device::forms(app)
        .map(|id| (id.to_owned(), title(id)))
        .collect();
    forms.sort_by_key(|(id, _)| id != DEFAULT_FORM);
    let code = &unit.unit.code;
    let mut pins = enrol_device::pins(app, code).await?;
    let today = app.clock.now_local().date();
    let mut states = list_devices(app, &desk.who.scope, code).await?;
    states.sort_by_cached_key(|state| (state.device.revoked, sort_key(&state.device.name)));
    let shown = |state: DeviceState| {
        let row = &state.device;
        view::Device {
            channel: channel_name(words, &row.channel).to_owned(),
            form: title(&row.form),
            is_tablet: row.channel == Channel::Tablet.as_str(),
            is_silent: is_silent(state.report.as_ref(), today),
            pin: pins.remove(&row.id),
            state,
        }
    };
    let devices: Vec<_> = states.into_iter().map(shown).collect();
    let head = desk.head(unit);
    let tablets = Tablets {
        masthead: head.masthead(),
        unit: code,
        name: &unit.unit.full_name,
        today: &today.to_string(),
        devices: &devices,
        forms: &forms,
        add,
    };
    Ok(view::page(words, &tablets))
}
