//! `/dang-nhap`, `/dang-xuat`: a session begins and ends.

use axum::Router;
use axum::extract::{FromRequestParts, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::Markup;

use crate::domain::account::Role;
use crate::domain::unit::{Level, UnitCode};
use crate::usecase::describe_unit::describe;
use crate::usecase::manage_account::MOST_NAME_CHARS;
use crate::usecase::read_published::is_anything_public;
use crate::usecase::sign_in::{Attempt, SignedIn, sign_in, sign_out};
use crate::web::error::{Failure, Shown};
use crate::web::extract::{self, Query, single_values};
use crate::web::language::Reader;
use crate::web::site::Site;
use crate::web::text::Words;
use crate::web::view::layout::Masthead;
use crate::web::view::sign_in::{self as view, Refused};
use crate::web::{address, place, session};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/dang-nhap", get(show).post(enter))
        .route("/dang-xuat", post(leave))
}

async fn show(door: Door, query: Query) -> Result<Markup, Failure> {
    let next = address::local(query.get("next")).unwrap_or_default();
    door.page(next, "", None).await
}

async fn enter(door: Door, extract::Form(fields): extract::Form) -> Result<Response, Failure> {
    let fields = single_values(fields)?;
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let (name, next) = (field("name").trim(), address::local(Some(field("next"))));
    let attempt = if name.chars().count() > MOST_NAME_CHARS {
        Attempt::Refused
    } else {
        sign_in(&door.site.app, name, field("password")).await?
    };
    match attempt {
        Attempt::Accepted(secret, account) => {
            let way = next.map_or_else(|| desk_of(&account), str::to_owned);
            Ok(with_cookie(
                Redirect::to(&way).into_response(),
                session::set(&secret, door.site.settings.transport),
            ))
        }
        Attempt::Refused => {
            let page = door
                .page(next.unwrap_or_default(), name, Some(Refused::Wrong))
                .await?;
            Ok(refused(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
        Attempt::Wait(seconds) => {
            let page = door
                .page(next.unwrap_or_default(), name, Some(Refused::Locked))
                .await?;
            let mut response = refused(StatusCode::TOO_MANY_REQUESTS, page);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            Ok(response)
        }
    }
}

async fn leave(State(site): State<Site>, headers: HeaderMap) -> Result<Response, Failure> {
    let transport = site.settings.transport;
    if let Some(secret) = session::token(&headers, transport) {
        sign_out(&site.app, secret).await?;
    }
    let response = Redirect::to("/").into_response();
    Ok(with_cookie(response, session::clear(transport)))
}

/// The desk an account works at.
#[must_use]
pub(super) fn desk_of(account: &SignedIn) -> String {
    let is_province = match account.role {
        Role::Officer | Role::Leader => false,
        Role::Province | Role::Publisher => true,
        Role::Admin => {
            UnitCode::parse(&account.unit).is_ok_and(|code| code.level() == Level::Province)
        }
    };
    let desk = if is_province { "tinh" } else { "don-vi" };
    format!("/{desk}/{}", account.unit)
}

/// The door of this server: who reads it, and where they stand.
struct Door {
    site: Site,
    words: Words,
    other_language: String,
}

impl FromRequestParts<Site> for Door {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        let Ok(reader) = Reader::from_request_parts(parts, site).await;
        Ok(Self {
            site: site.clone(),
            words: reader.words(),
            other_language: address::in_other_language(&parts.uri, reader.words()),
        })
    }
}

impl Door {
    async fn page(
        &self,
        next: &str,
        name: &str,
        refused: Option<Refused>,
    ) -> Result<Markup, Failure> {
        let app = &self.site.app;
        let node = describe(app, app.edition(), app.node.unit.as_str()).await?;
        let published = is_anything_public(app).await?;
        let published = published.then(|| format!("/ket-qua?lang={}", self.words.tag()));
        let sign_in = view::SignIn {
            masthead: Masthead {
                place: &place::in_full(&node),
                above: None,
                account: None,
                other_language: &self.other_language,
                simulated: self.site.is_simulated(),
            },
            published: published.as_deref(),
            next,
            name,
            refused,
        };
        Ok(view::page(self.words, &sign_in))
    }
}

fn refused(status: StatusCode, page: Markup) -> Response {
    let mut response = (status, page).into_response();
    response.extensions_mut().insert(Shown);
    response
}

fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}
