//! `/tinh/{unit}/chi-so`: what others published of the province, beside its own figures.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;

use crate::domain::account::Role;
use crate::domain::period::{Period, Rule};
use crate::domain::unit::Level;
use crate::exchange::references::template;
use crate::usecase::compute_results::{forms, pooled};
use crate::usecase::describe_unit::{Described, describe};
use crate::usecase::find_unit::find_today;
use crate::usecase::import_dossiers::ImportError;
use crate::usecase::import_references::{Imported, MOST_BYTES, import};
use crate::usecase::list_references::of_province;
use crate::usecase::release_results::release;
use crate::web::desk::Desk;
use crate::web::download::headers;
use crate::web::error::Failure;
use crate::web::extract::{self, Path};
use crate::web::multipart;
use crate::web::site::Site;
use crate::web::view::desk_nav::Tabs;
use crate::web::view::references::{self as view, ImportForm, OurFigure, Outcome, ReferencePage};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/tinh/{unit}/chi-so", get(show).post(take_in))
        .route("/tinh/{unit}/chi-so/mau.csv", get(blank))
}

async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    let province = province(&desk, &unit).await?;
    let outcome = desk.query.get("xong").and_then(done);
    page(&desk, &province, outcome).await
}

/// A file of published figures: all of it, or every problem and nothing.
async fn take_in(
    desk: Desk,
    Path(unit): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    // Room for the form around the file.
    const MOST_BODY_BYTES: usize = MOST_BYTES + 4 * 1024;
    let province = province(&desk, &unit).await?;
    if !may_import(&desk) {
        return Err(Failure::new(StatusCode::FORBIDDEN));
    }
    let (parts, body) = request.into_parts();
    let body = match extract::bytes(body, MOST_BODY_BYTES).await {
        Ok(body) => body,
        Err(failure) if failure.status == StatusCode::PAYLOAD_TOO_LARGE => {
            return refuse(&desk, &province, vec![whole(&desk, "references.too_large")]).await;
        }
        Err(failure) => return Err(failure),
    };
    let content = multipart::field(&parts.headers, &body, "tep");
    let Some(content) = content.filter(|content| !content.is_empty()) else {
        return refuse(&desk, &province, vec![whole(&desk, "references.no_file")]).await;
    };
    if content.len() > MOST_BYTES {
        return refuse(&desk, &province, vec![whole(&desk, "references.too_large")]).await;
    }
    match import(&desk.site.app, &desk.who.name, content).await {
        Ok(Imported {
            added,
            changed,
            same,
        }) => {
            let address = format!("/tinh/{unit}/chi-so?xong={added}-{changed}-{same}#nhap");
            Ok(Redirect::to(&address).into_response())
        }
        Err(ImportError::Problems(problems)) => {
            let language = desk.words.language();
            let told = problems
                .into_iter()
                .map(|problem| (problem.line, language.pick(problem.vi, problem.en)));
            refuse(&desk, &province, told.collect()).await
        }
        Err(ImportError::Usecase(error)) => Err(error.into()),
    }
}

async fn refuse(
    desk: &Desk,
    province: &Described,
    problems: Vec<(u64, String)>,
) -> Result<Response, Failure> {
    let page = page(desk, province, Some(Outcome::Refused(problems))).await?;
    let mut response = (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
    response.extensions_mut().insert(crate::web::error::Shown);
    Ok(response)
}

/// The file to be filled in.
async fn blank(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    let province = province(&desk, &unit).await?;
    let app = &desk.site.app;
    let series = of_province(app, &province.unit.code).await?;
    let asked: Vec<_> = series
        .iter()
        .map(|series| {
            (
                series.edition,
                series.unit.as_str(),
                series.full_name.as_str(),
            )
        })
        .collect();
    let text = template(&asked, app.clock.now_local().year());
    let named = format!("Mẫu chỉ số đã công bố - {}.csv", province.unit.full_name);
    let headers = headers("text/csv; charset=utf-8", "hailong-chi-so-mau.csv", &named);
    Ok((headers, text).into_response())
}

/// The province of that code, if it is one and within reach.
async fn province(desk: &Desk, unit: &str) -> Result<Described, Failure> {
    let app = &desk.site.app;
    let found = find_today(app, &desk.who.scope, unit).await?;
    if found.unit.level != Level::Province.as_str() {
        return Err(Failure::not_found());
    }
    Ok(describe(app, found.edition, unit).await?)
}

async fn page(
    desk: &Desk,
    province: &Described,
    outcome: Option<Outcome>,
) -> Result<Response, Failure> {
    let code = &province.unit.code;
    let series = of_province(&desk.site.app, code).await?;
    let ours = our_figures(desk, code).await?;
    let head = desk.head(province);
    let address = format!("/tinh/{code}/chi-so");
    let form = ImportForm {
        address: &address,
        outcome,
    };
    let period = desk.period.to_string();
    let page = ReferencePage {
        masthead: head.masthead(),
        tabs: Tabs {
            unit: code,
            period: &period,
            counter: None,
        },
        name: &province.unit.full_name,
        series: &series,
        ours: &ours,
        import: may_import(desk).then_some(&form),
    };
    Ok(view::page(desk.words, &page).into_response())
}

/// The province's figure of each reporting year that has answers, for each form version.
async fn our_figures(desk: &Desk, code: &str) -> Result<BTreeMap<i16, Vec<OurFigure>>, Failure> {
    let app = &desk.site.app;
    let mut by_year = BTreeMap::new();
    let today = app.clock.now_local().date();
    let last = Period::quarter_of(today, Rule::Reporting).to().year();
    for year in crate::domain::period::FIRST_YEAR..=last {
        let Ok(period) = Period::parse(&format!("{year}b")) else {
            continue;
        };
        let counted = release(app, &desk.who.scope, code, period).await?;
        let mut figures = Vec::new();
        for form in forms(app, &counted, None)? {
            let mut rows = pooled(app, &counted, &form, None, None)?.into_iter();
            let row = rows.next().filter(|row| row.n > 0);
            figures.extend(row.map(|row| OurFigure {
                form: form.title.get(desk.words.tag()).to_owned(),
                row,
            }));
        }
        if !figures.is_empty() {
            by_year.insert(year, figures);
        }
    }
    Ok(by_year)
}

fn may_import(desk: &Desk) -> bool {
    match desk.who.role {
        Role::Province => true,
        Role::Officer | Role::Leader | Role::Publisher | Role::Admin => false,
    }
}

/// A problem of the file as a whole.
fn whole(desk: &Desk, key: &'static str) -> (u64, String) {
    (0, desk.words.say(key).to_owned())
}

/// `2-0-1`: new, replaced and unchanged figures of the file that led here.
fn done(text: &str) -> Option<Outcome> {
    let mut counts = text.split('-').map(|count| count.parse().ok());
    let done = [counts.next()??, counts.next()??, counts.next()??];
    counts.next().is_none().then_some(Outcome::Done(done))
}
