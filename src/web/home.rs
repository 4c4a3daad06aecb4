//! `/` and `/healthz`.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::Markup;

use crate::domain::account::Role;
use crate::domain::vietnamese;
use crate::usecase::check_health::check;
use crate::usecase::describe_unit::describe;
use crate::usecase::find_unit::collected;
use crate::usecase::read_published::is_anything_public;
use crate::usecase::switch_open_page::{OpenPage, state};
use crate::web::error::{Failure, Shown};
use crate::web::language::Reader;
use crate::web::session::signed_in;
use crate::web::sign_in::desk_of;
use crate::web::site::Site;
use crate::web::view::home::{self, Home};
use crate::web::view::layout::Masthead;
use crate::web::{address, place};

/// The form that several units' doors lead to; a unit alone shows its others behind it.
const FIRST_FORM: &str = "hai-long-quay";

/// Forms nobody is led to: this one needs a code that only the owner of a dossier has.
const NOT_OFFERED: [&str; 1] = ["danh-gia-ho-so"];

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/", get(show))
        .route("/healthz", get(health))
}

async fn show(
    State(site): State<Site>,
    reader: Reader,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Markup, Failure> {
    let app = &site.app;
    let words = reader.words();
    let node = describe(app, app.edition(), app.node.unit.as_str()).await?;
    let account = signed_in(&headers, &site).await?;
    let place = place::in_full(&node);
    let desk = account.as_ref().map(desk_of);
    let published = is_anything_public(app).await?;
    let published = published.then(|| format!("/ket-qua?lang={}", words.tag()));
    let page = Home {
        masthead: Masthead {
            place: &place,
            above: None,
            account: account.as_ref().map(|account| account.name.as_str()),
            other_language: &address::in_other_language(&uri, words),
            simulated: site.is_simulated(),
        },
        node: &place,
        questionnaires: &questionnaires(&site, words.tag()).await?,
        published: published.as_deref(),
        desk: desk.as_deref(),
        administration: account
            .as_ref()
            .filter(|account| account.role == Role::Admin)
            .map(|_| "/quan-tri"),
    };
    Ok(home::page(words, &page))
}

async fn questionnaires(site: &Site, tag: &str) -> Result<Vec<(String, String)>, Failure> {
    let mut units: Vec<_> = collected(&site.app).await?.into_iter().collect();
    units.sort_by_cached_key(|(_, unit)| vietnamese::sort_key(&unit.name));
    let is_alone = units.len() == 1;
    let mut doors = Vec::new();
    for (code, unit) in &units {
        if state(&site.app, code).await? == OpenPage::Off {
            continue;
        }
        let mut ids: Vec<_> = site.app.catalog.ids().collect();
        ids.retain(|id| !NOT_OFFERED.contains(&id.as_str()));
        ids.retain(|id| is_alone || id.as_str() == FIRST_FORM);
        ids.sort_by_key(|id| id.as_str() != FIRST_FORM);
        for id in ids {
            if let Some(form) = site.app.catalog.newest(id.as_str()) {
                let name = format!("{}: {}", unit.full_name, form.title.get(tag));
                doors.push((name, format!("/phieu/{code}/{id}?lang={tag}")));
            }
        }
    }
    Ok(doors)
}

async fn health(State(site): State<Site>) -> Response {
    match check(&site.app).await {
        Ok(()) => "ok".into_response(),
        Err(error) => {
            let failure = Failure::from(error);
            tracing::error!(status = %failure.status, "the database does not answer");
            let mut response = (StatusCode::SERVICE_UNAVAILABLE, "database").into_response();
            response.extensions_mut().insert(Shown);
            response
        }
    }
}
