//! `/ket-qua`: published results for everybody, without sign-in and without cookies.

use axum::Router;
use axum::extract::{FromRequestParts, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::Markup;

use crate::config::Language;
use crate::domain::form::Form;
use crate::usecase::App;
use crate::usecase::find_unit::find_collected;
use crate::usecase::read_published::{PublicUnit, PublishedPeriod, list, of_unit, units_of};
use crate::usecase::switch_open_page::{OpenPage, state};
use crate::web::error::Failure;
use crate::web::extract::{Path, Query};
use crate::web::language::asked_for;
use crate::web::origin::Origin;
use crate::web::site::Site;
use crate::web::text::Words;
use crate::web::view::poster::{self, Poster, Reach};
use crate::web::view::public_list::{self, List, MOST_SEARCH_CHARS};
use crate::web::view::public_results::{self as view, Frame, Results};
use crate::web::{address, period};

/// How long anybody may keep a page: a withdrawal is seen after that.
const CACHED: &str = "public, max-age=300";

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/ket-qua", get(show_list))
        .route("/ket-qua/{unit}", get(show))
        .route("/ket-qua/{unit}/to-dan", get(show_poster))
}

async fn show_list(
    State(site): State<Site>,
    reader: PublicReader,
    query: Query,
) -> Result<Response, Failure> {
    let words = reader.words;
    let search = query.get("tim").unwrap_or_default().trim();
    // What is longer than any name finds nothing, and is cut where it is shown again.
    let search: String = search.chars().take(MOST_SEARCH_CHARS).collect();
    let provinces = list(&site.app, &search).await?;
    let periods = provinces.iter().map(|province| {
        let parsed = crate::domain::period::Period::parse(&province.period);
        parsed.map_or(String::new(), |parsed| period::name(words, parsed))
    });
    let page = List {
        frame: reader.frame(&site),
        search: &search,
        provinces: &provinces,
        periods: &periods.collect::<Vec<_>>(),
    };
    Ok(cached(&public_list::page(words, &page)))
}

async fn show(
    State(site): State<Site>,
    reader: PublicReader,
    query: Query,
    Path(unit): Path<String>,
) -> Result<Response, Failure> {
    let (app, words) = (&site.app, reader.words);
    let found = of_unit(app, &unit).await?;
    let questionnaire = questionnaire(app, &unit, words).await?;
    let way = questionnaire.as_deref();
    let Some(shown) = asked(&found, &query)? else {
        return Ok(reader.nothing_yet(&site, &found, way));
    };
    let units = if shown.row.province == unit {
        units_of(app, &unit, shown.row.number).await?
    } else {
        Vec::new()
    };
    let names = found.periods.iter().map(|published| {
        let address = format!(
            "/ket-qua/{unit}?ky={}&lang={}",
            published.row.period,
            words.tag()
        );
        (period::name(words, published.period), address)
    });
    let results = Results {
        frame: reader.frame(&site),
        unit: &found,
        shown,
        names: &names.collect::<Vec<_>>(),
        form: form_of(app, shown),
        units: &units,
        questionnaire: way,
    };
    Ok(cached(&view::page(words, &results)))
}

async fn show_poster(
    State(site): State<Site>,
    reader: PublicReader,
    (query, headers): (Query, HeaderMap),
    Path(unit): Path<String>,
) -> Result<Response, Failure> {
    let (app, words) = (&site.app, reader.words);
    let found = of_unit(app, &unit).await?;
    let shown = asked(&found, &query)?;
    let Some((shown, result)) = shown.and_then(|shown| Some((shown, shown.result.as_ref()?)))
    else {
        let way = questionnaire(app, &unit, words).await?;
        return Ok(reader.nothing_yet(&site, &found, way.as_deref()));
    };
    let origin = Origin::of(&headers, site.settings.transport)
        .ok_or(Failure::new(StatusCode::BAD_REQUEST))?;
    let reach = if origin.is_loopback() {
        Reach::ThisMachine
    } else {
        Reach::Others
    };
    let page = Poster {
        unit: &found,
        shown,
        result,
        period: &period::name(words, shown.period),
        form: form_of(app, shown),
        origin: &origin.address(),
        reach,
        simulated: site.is_simulated(),
    };
    Ok(cached(&poster::page(words, &page)))
}

/// The published period asked for, else the latest; 404 for one that is not published.
fn asked<'a>(found: &'a PublicUnit, query: &Query) -> Result<Option<&'a PublishedPeriod>, Failure> {
    let Some(period) = query.get("ky") else {
        return Ok(found.periods.first());
    };
    let mut periods = found.periods.iter();
    let shown = periods.find(|published| published.row.period == period);
    shown.map(Some).ok_or_else(Failure::not_found)
}

fn form_of<'a>(app: &'a App, shown: &PublishedPeriod) -> Option<&'a Form> {
    app.catalog
        .find(&shown.head.form)
        .map(std::sync::Arc::as_ref)
}

/// Where the unit's questionnaire is open to everybody, if here.
async fn questionnaire(app: &App, unit: &str, words: Words) -> Result<Option<String>, Failure> {
    match find_collected(app, unit).await {
        Ok(_) => {}
        Err(crate::usecase::UsecaseError::UnknownUnit(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    let is_open = state(app, unit).await? == OpenPage::On;
    Ok(is_open.then(|| format!("/phieu/{unit}/hai-long-quay?lang={}", words.tag())))
}

/// Who reads a public page: its address alone decides the language, so that anybody may keep it.
struct PublicReader {
    words: Words,
    other_language: String,
}

impl<S: Sync> FromRequestParts<S> for PublicReader {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let query = parts.uri.query().unwrap_or_default();
        let words = Words::of(asked_for(query).unwrap_or(Language::Vi));
        Ok(Self {
            words,
            other_language: address::in_other_language(&parts.uri, words),
        })
    }
}

impl PublicReader {
    fn frame(&self, site: &Site) -> Frame<'_> {
        Frame {
            other_language: &self.other_language,
            simulated: site.is_simulated(),
        }
    }

    fn nothing_yet(&self, site: &Site, unit: &PublicUnit, way: Option<&str>) -> Response {
        cached(&view::nothing_yet(self.words, self.frame(site), unit, way))
    }
}

fn cached(page: &Markup) -> Response {
    let mut response = page.clone().into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHED));
    response
}
