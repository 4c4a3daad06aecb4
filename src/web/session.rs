//! The session cookie: a random token that only its hash, in the database, gives a meaning.

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, HeaderValue, Method, header, request::Parts};
use axum::response::{IntoResponse, Redirect, Response};

use crate::usecase::sign_in::{SignedIn, who};
use crate::web::error::Failure;
use crate::web::form_data;
use crate::web::site::Site;

/// Someone signed in; without a session, the way leads to the sign-in and back.
#[derive(Clone, Debug)]
pub struct Session(pub SignedIn);

impl FromRequestParts<Site> for Session {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let found = signed_in(&parts.headers, site).await;
        match found.map_err(IntoResponse::into_response)? {
            Some(account) => Ok(Self(account)),
            None => Err(to_sign_in(parts)),
        }
    }
}

/// Who the request's cookie stands for, if for anybody.
///
/// # Errors
/// When the database cannot be read.
pub async fn signed_in(headers: &HeaderMap, site: &Site) -> Result<Option<SignedIn>, Failure> {
    match token(headers, site.settings.transport) {
        Some(secret) => Ok(who(&site.app, secret).await?),
        None => Ok(None),
    }
}

/// Only what can be opened again by its address is come back to.
fn to_sign_in(parts: &Parts) -> Response {
    let address = parts.uri.path_and_query().map_or("/", |part| part.as_str());
    let way = if matches!(parts.method, Method::GET | Method::HEAD) {
        format!("/dang-nhap?next={}", form_data::encode(address))
    } else {
        "/dang-nhap".to_owned()
    };
    Redirect::to(&way).into_response()
}

/// How the server is reached, which decides what a cookie may say about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// Plain HTTP: a `Secure` cookie would vanish.
    Plain,
    /// HTTPS: the cookie is bound to this host.
    Tls,
}

impl Transport {
    /// The cookie's name.
    #[must_use]
    pub fn cookie_name(self) -> &'static str {
        match self {
            Self::Plain => "hailong",
            Self::Tls => "__Host-hailong",
        }
    }

    /// What every cookie of ours says about itself.
    #[must_use]
    pub fn cookie_attributes(self) -> &'static str {
        match self {
            Self::Plain => "Path=/; HttpOnly; SameSite=Lax",
            Self::Tls => "Path=/; HttpOnly; SameSite=Lax; Secure",
        }
    }
}

/// The token a browser shows, of whatever worth it is.
#[must_use]
pub fn token(headers: &HeaderMap, transport: Transport) -> Option<&str> {
    cookie(headers, transport.cookie_name())
}

/// The value of the cookie `name`.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split("; "));
    pairs.find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

/// Sets the cookie to `token` until the browser closes.
#[must_use]
pub fn set(token: &str, transport: Transport) -> Option<HeaderValue> {
    header_value(&format!(
        "{}={token}; {}",
        transport.cookie_name(),
        transport.cookie_attributes()
    ))
}

/// Takes the cookie back.
#[must_use]
pub fn clear(transport: Transport) -> Option<HeaderValue> {
    header_value(&format!(
        "{}=; Max-Age=0; {}",
        transport.cookie_name(),
        transport.cookie_attributes()
    ))
}

fn header_value(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_server_sets_no_secure_cookie_and_reads_only_its_own() {
        let plain = set("abc", Transport::Plain).unwrap();
        assert_eq!(plain, "hailong=abc; Path=/; HttpOnly; SameSite=Lax");
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_static("lang=vi; hailong=abc; hailongx=d"),
        );
        assert_eq!(token(&headers, Transport::Plain), Some("abc"));
        assert_eq!(
            token(&headers, Transport::Tls),
            None,
            "the other transport's cookie is another"
        );
    }
}
