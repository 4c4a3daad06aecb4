//! `/don-vi/{unit}/phieu-giay`: paper questionnaires, from the first serial to the answers.

mod batch;
mod keying;
mod posted;
mod print;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use crate::domain::form::{Channel, Choice, Form};
use crate::usecase::describe_unit::Described;
use crate::usecase::issue_paper::{self, account};
use crate::usecase::store_paper::open_batch;
use crate::usecase::{App, UsecaseError};
use crate::web::desk::{Desk, Head};
use crate::web::error::{Failure, Shown};
use crate::web::extract::{self, Path, single_values};
use crate::web::site::Site;
use crate::web::unit::counter::kept;
use crate::web::view::asked::Asked;
use crate::web::view::paper::{self as view, Around, Overview};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/don-vi/{unit}/phieu-giay", get(show))
        .route("/don-vi/{unit}/phieu-giay/cap", post(issue))
        .route("/don-vi/{unit}/phieu-giay/hong", post(spoil))
        .route("/don-vi/{unit}/phieu-giay/in", get(print::show))
        .route(
            "/don-vi/{unit}/phieu-giay/nguoi-nhap",
            post(keying::declare),
        )
        .route(
            "/don-vi/{unit}/phieu-giay/nhap/{form}",
            get(keying::show).post(keying::take),
        )
        .route(
            "/don-vi/{unit}/phieu-giay/nhap/{form}/quyet-dinh",
            post(keying::decide),
        )
        .route(
            "/don-vi/{unit}/phieu-giay/lo",
            get(batch::show).post(batch::draw),
        )
        .route("/don-vi/{unit}/phieu-giay/lo/{serial}", post(batch::agree))
        .route(
            "/don-vi/{unit}/phieu-giay/lo/{serial}/sua",
            get(batch::mending).post(batch::mend),
        )
        .route("/don-vi/{unit}/phieu-giay/luu", post(batch::store))
}

/// A unit whose paper the account keeps.
struct Kept<'a> {
    desk: &'a Desk,
    unit: Described,
    head: Head<'a>,
}

impl<'a> Kept<'a> {
    async fn find(desk: &'a Desk, unit: &str) -> Result<Self, Failure> {
        let unit = kept(desk, unit).await?;
        let head = desk.head(&unit);
        Ok(Self { desk, unit, head })
    }

    fn code(&self) -> &str {
        &self.unit.unit.code
    }

    fn around(&self) -> Around<'_> {
        Around {
            masthead: self.head.masthead(),
            unit: self.code(),
            words: self.desk.words,
        }
    }

    fn home(&self) -> Redirect {
        Redirect::to(&self.around().address(""))
    }
}

/// The service fields of today, as a form offers them.
fn services(app: &App) -> Vec<Choice> {
    let today = app.clock.now_local().date();
    app.services
        .in_force(today)
        .map(|field| Choice {
            value: field.code.clone(),
            label: field.label.clone(),
        })
        .collect()
}

/// What a form asks on paper.
fn asked<'a>(form: &'a Form, services: &'a [Choice], language: &'a str) -> Asked<'a> {
    Asked {
        form,
        channel: Channel::Paper,
        services,
        language,
    }
}

async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    let kept = Kept::find(&desk, &unit).await?;
    overview(&kept, None).await
}

async fn overview(kept: &Kept<'_>, refused: Option<&str>) -> Result<Response, Failure> {
    let app = &kept.desk.site.app;
    let account = account(app, kept.code()).await?;
    let batch = open_batch(app, kept.code()).await?;
    let forms: Vec<&Form> = newest(app);
    let page = view::page(&Overview {
        around: kept.around(),
        actor: &kept.desk.who.name,
        account: &account,
        n_to_compare: batch.map_or(0, |batch| batch.n_open()),
        forms: &forms,
        refused,
    });
    Ok(match refused {
        None => page.into_response(),
        Some(_) => refusal(page.into_response()),
    })
}

/// The newest version of every form, the counter's first.
fn newest(app: &App) -> Vec<&Form> {
    let mut forms: Vec<&Form> = app
        .catalog
        .ids()
        .filter_map(|id| app.catalog.newest(id.as_str()))
        .map(AsRef::as_ref)
        .collect();
    forms.sort_by_key(|form| form.form_ref.id.as_str() != "hai-long-quay");
    forms
}

fn refusal(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response.extensions_mut().insert(Shown);
    response
}

/// Back to the account: as it is now, or with the words of what was refused.
async fn after(kept: &Kept<'_>, done: Result<(), UsecaseError>) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(kept.home().into_response()),
        Err(UsecaseError::Invalid(invalid)) => {
            let language = kept.desk.words.language();
            overview(kept, Some(language.pick(&invalid.vi, &invalid.en))).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn issue(
    desk: Desk,
    Path(unit): Path<String>,
    extract::Form(fields): extract::Form,
) -> Result<Response, Failure> {
    let kept = Kept::find(&desk, &unit).await?;
    let fields = single_values(fields)?;
    let text = |name: &str| fields.get(name).map_or("", |text| text.trim());
    // What is no number of sheets is refused like a number out of range.
    let n = text("so-to").parse().unwrap_or(0);
    let order = (text("form"), n);
    let done = issue_paper::issue(&desk.site.app, &desk.who.name, kept.code(), order).await;
    after(&kept, done.map(|_| ())).await
}

async fn spoil(
    desk: Desk,
    Path(unit): Path<String>,
    extract::Form(fields): extract::Form,
) -> Result<Response, Failure> {
    let kept = Kept::find(&desk, &unit).await?;
    let fields = single_values(fields)?;
    let text = |name: &str| fields.get(name).map_or("", String::as_str);
    let what = ((text("tu"), text("den")), text("ly-do"));
    let done = issue_paper::spoil(&desk.site.app, &desk.who.name, kept.code(), what).await;
    after(&kept, done).await
}
