//! The reader's language: asked for, remembered, or preferred by the browser.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, header, request::Parts};

use crate::config::Language;
use crate::web::text::Words;

/// Name of the cookie that remembers a desk's language; it says nothing about anybody.
pub const COOKIE: &str = "lang";

/// Who reads the answer: `?lang=`, else the cookie, else `Accept-Language`, else Vietnamese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader(Language);

impl Reader {
    /// The reader's language.
    #[must_use]
    pub fn language(self) -> Language {
        self.0
    }

    /// The reader's words.
    #[must_use]
    pub fn words(self) -> Words {
        Words::of(self.0)
    }
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let asked = parts.uri.query().and_then(asked_for);
        let language = asked
            .or_else(|| remembered(&parts.headers))
            .or_else(|| preferred(&parts.headers))
            .unwrap_or(Language::Vi);
        Ok(Self(language))
    }
}

/// The language a query asks for by `lang=vi` or `lang=en`.
#[must_use]
pub fn asked_for(query: &str) -> Option<Language> {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix("lang="))
        .and_then(Language::parse)
}

fn remembered(headers: &HeaderMap) -> Option<Language> {
    let cookies = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split("; "));
    pairs.find_map(|pair| Language::parse(pair.strip_prefix(COOKIE)?.strip_prefix('=')?))
}

/// The first of our languages in the browser's own order, which browsers send by weight.
fn preferred(headers: &HeaderMap) -> Option<Language> {
    let list = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    list.split(',').find_map(|entry| {
        let tag = entry.split(';').next()?.trim();
        Language::parse(tag.split('-').next()?.to_ascii_lowercase().as_str())
    })
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        "/",
        "",
        "",
        Language::Vi,
        "Vietnamese unless something says otherwise"
    )]
    #[case(
        "/",
        "",
        "fr, en-GB;q=0.8, vi;q=0.5",
        Language::En,
        "the browser's first that we speak"
    )]
    #[case(
        "/",
        "a=1; lang=vi",
        "en",
        Language::Vi,
        "the cookie before the browser"
    )]
    #[case(
        "/?period=2026&lang=en",
        "lang=vi",
        "vi",
        Language::En,
        "the address before all"
    )]
    #[case(
        "/?lang=hmn",
        "",
        "en",
        Language::En,
        "a tag we have no words for asks nothing"
    )]
    #[tokio::test]
    async fn the_reader_is_answered_in_the_language_asked_for(
        #[case] address: &str,
        #[case] cookie: &str,
        #[case] accept: &str,
        #[case] expected: Language,
        #[case] why: &str,
    ) {
        let request = Request::builder()
            .uri(address)
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT_LANGUAGE, accept)
            .body(())
            .unwrap();
        let (mut parts, ()) = request.into_parts();
        let reader = Reader::from_request_parts(&mut parts, &()).await.unwrap();
        assert_eq!(reader.language(), expected, "{why}");
    }
}
