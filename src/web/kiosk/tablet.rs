//! Who shows a page cookie: an enrolled tablet, whose posts without JavaScript count as its own.

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, HeaderValue, request::Parts};
use axum::response::{IntoResponse, Redirect, Response};

use crate::usecase::enrol_device::{Paged, recognise_page};
use crate::web::error::Failure;
use crate::web::session::{Transport, cookie};
use crate::web::site::Site;

/// The tablet of a request; without its cookie, or once revoked, the way leads to enrolment.
#[derive(Clone, Debug)]
pub(crate) struct Tablet(pub(crate) Paged);

impl FromRequestParts<Site> for Tablet {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let found = tablet(&parts.headers, site).await;
        match found.map_err(IntoResponse::into_response)? {
            Some(paged) => Ok(Self(paged)),
            None => Err(Redirect::to("/may").into_response()),
        }
    }
}

/// The tablet whose cookie a request shows, if any.
pub(crate) async fn tablet(headers: &HeaderMap, site: &Site) -> Result<Option<Paged>, Failure> {
    match cookie(headers, cookie_name(site.settings.transport)) {
        Some(page) => Ok(recognise_page(&site.app, page).await?),
        None => Ok(None),
    }
}

/// Sets the page cookie for a year.
pub(super) fn set_cookie(page: &str, transport: Transport) -> Option<HeaderValue> {
    let name = cookie_name(transport);
    let attributes = transport.cookie_attributes();
    HeaderValue::from_str(&format!("{name}={page}; Max-Age=31536000; {attributes}")).ok()
}

fn cookie_name(transport: Transport) -> &'static str {
    match transport {
        Transport::Plain => "hailong-may",
        Transport::Tls => "__Host-hailong-may",
    }
}
