//! `/don-vi/{unit}/ma`: a unit's slips with one-time codes, and the switch of its open page.

use std::collections::BTreeMap;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use crate::domain::form::Channel;
use crate::usecase::describe_unit::Described;
use crate::usecase::enrol_device::DEFAULT_FORM;
use crate::usecase::print_vouchers::{Order, Printed, account, print, void_sheet, void_slip};
use crate::usecase::switch_open_page::{OpenPage, state, switch};
use crate::usecase::{Invalid, UsecaseError};
use crate::web::desk::Desk;
use crate::web::error::{Failure, Shown};
use crate::web::extract::{Form, Path, single_values};
use crate::web::origin::Origin;
use crate::web::site::Site;
use crate::web::unit::counter::kept;
use crate::web::view::slip_desk::{self, Notice, Reach, SlipDesk};
use crate::web::view::{number, slips};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/don-vi/{unit}/ma", get(show).post(print_sheets))
        .route("/don-vi/{unit}/ma/huy-to", post(void_rest))
        .route("/don-vi/{unit}/ma/huy", post(void_one))
        .route("/don-vi/{unit}/ma/trang-mo", post(switch_page))
}

async fn show(
    desk: Desk,
    headers: HeaderMap,
    Path(unit): Path<String>,
) -> Result<Response, Failure> {
    Counter::of(&desk, &headers, &unit).await?.show(None).await
}

/// Answers with the sheets themselves: their codes are in this one answer and nowhere else.
async fn print_sheets(
    desk: Desk,
    headers: HeaderMap,
    Path(unit): Path<String>,
    Form(fields): Form,
) -> Result<Response, Failure> {
    let counter = Counter::of(&desk, &headers, &unit).await?;
    let fields = single_values(fields)?;
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let order = Order {
        unit: &unit,
        form: field("form"),
        n_sheets: number_in(&fields, "sheets"),
        after: number_in(&fields, "after"),
    };
    match print(&desk.site.app, &desk.who, order).await {
        Ok(Printed::Sheets(sheets)) => {
            let sheets: Vec<_> = sheets
                .iter()
                .map(|sheet| (sheet.number, sheet.codes.as_slice()))
                .collect();
            Ok(counter.sheets(order.form, &sheets).into_response())
        }
        Ok(Printed::Since) => {
            let words = desk.words.say("voucher.printed_since");
            let notice = Notice::Refused(words.to_owned());
            counter.show_with(StatusCode::CONFLICT, notice).await
        }
        Err(error) => counter.refuse(error).await,
    }
}

async fn void_rest(
    desk: Desk,
    headers: HeaderMap,
    Path(unit): Path<String>,
    Form(fields): Form,
) -> Result<Response, Failure> {
    let counter = Counter::of(&desk, &headers, &unit).await?;
    let fields = single_values(fields)?;
    let reason = fields.get("reason").map_or("", String::as_str);
    let number = number_in(&fields, "sheet");
    match void_sheet(&desk.site.app, &desk.who, (&unit, number), reason).await {
        Ok(n) => counter.done(number, n).await,
        Err(error) => counter.refuse(error).await,
    }
}

async fn void_one(
    desk: Desk,
    headers: HeaderMap,
    Path(unit): Path<String>,
    Form(fields): Form,
) -> Result<Response, Failure> {
    let counter = Counter::of(&desk, &headers, &unit).await?;
    let fields = single_values(fields)?;
    let typed = fields.get("ma").map_or("", String::as_str);
    match void_slip(&desk.site.app, &desk.who, &unit, typed).await {
        Ok(number) => counter.done(number, 1).await,
        Err(error) => counter.refuse(error).await,
    }
}

async fn switch_page(
    desk: Desk,
    Path(unit): Path<String>,
    Form(fields): Form,
) -> Result<Redirect, Failure> {
    kept(&desk, &unit).await?;
    let fields = single_values(fields)?;
    let wanted = match fields.get("open").map(String::as_str) {
        Some("on") => OpenPage::On,
        Some("off") => OpenPage::Off,
        Some(_) | None => return Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY)),
    };
    switch(&desk.site.app, &desk.who, &unit, wanted).await?;
    Ok(Redirect::to(&format!("/don-vi/{unit}/ma")))
}

/// A number as typed; what is none is 0, which is neither a sheet nor a number of sheets.
fn number_in(fields: &BTreeMap<String, String>, name: &str) -> i64 {
    let typed = fields.get(name).and_then(|text| text.trim().parse().ok());
    typed.unwrap_or(0)
}

/// The counter whose slips are kept, and how this server is reached by whoever keeps them.
struct Counter<'a> {
    desk: &'a Desk,
    unit: Described,
    origin: Origin,
}

impl<'a> Counter<'a> {
    async fn of(desk: &'a Desk, headers: &HeaderMap, unit: &str) -> Result<Self, Failure> {
        Ok(Self {
            desk,
            unit: kept(desk, unit).await?,
            origin: Origin::of(headers, desk.site.settings.transport)
                .ok_or(Failure::new(StatusCode::BAD_REQUEST))?,
        })
    }

    /// Id and name of every form that can be answered by slip, the counter's own first.
    fn forms(&self) -> Vec<(String, String)> {
        let catalog = &self.desk.site.app.catalog;
        let newest = catalog.ids().filter_map(|id| catalog.newest(id.as_str()));
        let asked = newest.filter(|form| form.questions().any(|q| q.is_asked_on(Channel::Qr)));
        let tag = self.desk.words.tag();
        let mut forms: Vec<_> = asked
            .map(|form| (form.form_ref.id.to_string(), form.title.get(tag).to_owned()))
            .collect();
        forms.sort_by_key(|(id, _)| id != DEFAULT_FORM);
        forms
    }

    fn sheets(
        &self,
        form: &str,
        sheets: &[(i64, &[crate::domain::voucher::VoucherCode])],
    ) -> maud::Markup {
        let words = self.desk.words;
        let forms = self.forms();
        let name = forms.iter().find(|(id, _)| id == form);
        slips::page(
            words,
            &slips::Slips {
                unit_name: &self.unit.unit.full_name,
                form: name.map_or(form, |(_, name)| name),
                day: &number::date(words, &self.desk.site.app.today()),
                origin: &self.origin.address(),
                sheets,
                account: &format!("/don-vi/{}/ma", self.unit.unit.code),
            },
        )
    }

    async fn show(&self, notice: Option<&Notice>) -> Result<Response, Failure> {
        let (desk, app) = (self.desk, &self.desk.site.app);
        let code = &self.unit.unit.code;
        let head = desk.head(&self.unit);
        let is_own = self.origin.is_loopback();
        let page = SlipDesk {
            masthead: head.masthead(),
            unit: code,
            name: &self.unit.unit.full_name,
            forms: &self.forms(),
            origin: &self.origin.address(),
            reach: if is_own {
                Reach::ThisMachine
            } else {
                Reach::Others
            },
            accounts: &account(app, &desk.who.scope, code).await?,
            open_page: state(app, code).await?,
            notice,
        };
        Ok(slip_desk::page(desk.words, &page).into_response())
    }

    async fn show_with(&self, status: StatusCode, notice: Notice) -> Result<Response, Failure> {
        let mut response = self.show(Some(&notice)).await?;
        *response.status_mut() = status;
        response.extensions_mut().insert(Shown);
        Ok(response)
    }

    async fn done(&self, number: i64, n: i64) -> Result<Response, Failure> {
        let (number, n) = (format!("{number:04}"), n.to_string());
        let words = self.desk.words;
        let text = words.fill("voucher.voided", &[("number", &number), ("n", &n)]);
        self.show(Some(&Notice::Done(text))).await
    }

    /// What cannot be is said on the page; other trouble has pages of its own.
    async fn refuse(&self, error: UsecaseError) -> Result<Response, Failure> {
        let UsecaseError::Invalid(Invalid { vi, en }) = error else {
            return Err(error.into());
        };
        let text = self.desk.words.language().pick(vi, en);
        let notice = Notice::Refused(text);
        self.show_with(StatusCode::UNPROCESSABLE_ENTITY, notice)
            .await
    }
}
