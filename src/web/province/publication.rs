//! `/tinh/{unit}/cong-bo`: what a province makes public, and takes back.

use std::collections::BTreeMap;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use crate::domain::period::Period;
use crate::usecase::check_fields::Refused as NotTaken;
use crate::usecase::describe_unit::describe;
use crate::usecase::permit::Deed;
use crate::usecase::publish_results::{Order, Preview, preview, publish, withdraw};
use crate::usecase::{Invalid, UsecaseError};
use crate::web::desk::Desk;
use crate::web::error::{Failure, Shown};
use crate::web::extract::{Form, Path, single_values};
use crate::web::period;
use crate::web::site::Site;
use crate::web::view::desk_nav::Tabs;
use crate::web::view::publication::{self as view, PublicationDesk, Reach, Refused};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/tinh/{unit}/cong-bo", get(show).post(make_public))
        .route("/tinh/{unit}/cong-bo/{number}/rut", post(take_back))
}

async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    let preview = previewed(&desk, &unit).await?;
    page(&desk, &preview, None).await
}

async fn make_public(
    desk: Desk,
    Path(unit): Path<String>,
    Form(fields): Form,
) -> Result<Response, Failure> {
    let preview = previewed(&desk, &unit).await?;
    let typed = single_values(fields)?;
    let field = |name: &str| typed.get(name).map_or("", String::as_str);
    let order = Order {
        province: &unit,
        period: desk.period,
        decision: field("decision"),
        decided_on: field("decided_on"),
        reason: field("reason"),
        digest: field("digest"),
        confirmed: field("confirmed"),
        unaccepted: field("unaccepted"),
    };
    let taken = publish(&desk.site.app, &desk.who, order).await;
    let taken = taken.map(|_number| ());
    answer(&desk, &preview, taken, (None, typed)).await
}

async fn take_back(
    desk: Desk,
    Path((unit, number)): Path<(String, i64)>,
    Form(fields): Form,
) -> Result<Response, Failure> {
    let preview = previewed(&desk, &unit).await?;
    let typed = single_values(fields)?;
    let reason = typed.get("reason").map_or("", String::as_str);
    let taken = withdraw(&desk.site.app, &desk.who, (&unit, number), reason).await;
    answer(&desk, &preview, taken, (Some(number), typed)).await
}

async fn previewed(desk: &Desk, unit: &str) -> Result<Preview, Failure> {
    Ok(preview(&desk.site.app, &desk.who.scope, unit, desk.period).await?)
}

async fn answer(
    desk: &Desk,
    preview: &Preview,
    taken: Result<(), NotTaken>,
    (withdrawal, typed): (Option<i64>, BTreeMap<String, String>),
) -> Result<Response, Failure> {
    let language = desk.words.language();
    let problems = match taken {
        Ok(()) => {
            let way = format!("/tinh/{}/cong-bo?period={}", preview.unit.code, desk.period);
            return Ok(Redirect::to(&way).into_response());
        }
        Err(NotTaken::Fields(problems)) => {
            let said = problems.into_iter().map(|problem| {
                let Invalid { vi, en } = problem.what;
                let field = (problem.field != "digest").then_some(problem.field);
                (field, language.pick(vi, en))
            });
            said.collect()
        }
        Err(NotTaken::Other(UsecaseError::Invalid(Invalid { vi, en }))) => {
            vec![(None, language.pick(vi, en))]
        }
        Err(NotTaken::Other(error)) => return Err(error.into()),
    };
    let refused = Refused {
        withdrawal,
        problems,
        typed,
    };
    let mut response = page(desk, preview, Some(&refused)).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response.extensions_mut().insert(Shown);
    Ok(response)
}

async fn page(
    desk: &Desk,
    preview: &Preview,
    refused: Option<&Refused>,
) -> Result<Response, Failure> {
    let app = &desk.site.app;
    let code = &preview.unit.code;
    let described = describe(app, preview.edition, code).await?;
    let head = desk.head(&described);
    let shown_period = desk.period.to_string();
    let form = preview.prepared.as_ref();
    let form = form.and_then(|prepared| app.catalog.find(&prepared.snapshot.form));
    let names = preview.acts.iter().filter_map(|row| {
        let parsed = Period::parse(&row.period).ok()?;
        Some((row.period.clone(), period::name(desk.words, parsed)))
    });
    let may = desk.who.may(app, Deed::Publish);
    let page = PublicationDesk {
        masthead: head.masthead(),
        tabs: Tabs {
            unit: code,
            period: &shown_period,
            counter: None,
        },
        period: &period::shown(desk.words, &format!("/tinh/{code}/cong-bo"), desk.period),
        preview,
        standing: preview.standing(desk.period),
        form: form.map(std::sync::Arc::as_ref),
        reach: if may { Reach::Publish } else { Reach::Read },
        refused,
        periods: &names.collect(),
    };
    Ok(view::page(desk.words, &page).into_response())
}
