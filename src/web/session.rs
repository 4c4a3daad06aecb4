//! The session cookie: a random token that only its hash, in the database, gives a meaning.

use axum::http::{HeaderMap, HeaderValue, header};

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
}

/// The token a browser shows, of whatever worth it is.
#[must_use]
pub fn token(headers: &HeaderMap, transport: Transport) -> Option<&str> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split("; "));
    pairs.find_map(|pair| {
        pair.strip_prefix(transport.cookie_name())?
            .strip_prefix('=')
    })
}

/// Sets the cookie to `token` until the browser closes.
#[must_use]
pub fn set(token: &str, transport: Transport) -> Option<HeaderValue> {
    header_value(&format!(
        "{}={token}; {}",
        transport.cookie_name(),
        attributes(transport)
    ))
}

/// Takes the cookie back.
#[must_use]
pub fn clear(transport: Transport) -> Option<HeaderValue> {
    header_value(&format!(
        "{}=; Max-Age=0; {}",
        transport.cookie_name(),
        attributes(transport)
    ))
}

fn attributes(transport: Transport) -> &'static str {
    match transport {
        Transport::Plain => "Path=/; HttpOnly; SameSite=Lax",
        Transport::Tls => "Path=/; HttpOnly; SameSite=Lax; Secure",
    }
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
