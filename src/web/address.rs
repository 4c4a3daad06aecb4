//! Addresses on this server.

use axum::http::Uri;

use crate::web::text::Words;

/// Longest address that is come back to.
const MOST_BYTES: usize = 512;

/// The address if it leads nowhere but to this server.
#[must_use]
pub fn local(address: Option<&str>) -> Option<&str> {
    let is_local = |address: &&str| {
        let mut bytes = address.bytes();
        bytes.next() == Some(b'/')
            && !matches!(bytes.next(), Some(b'/' | b'\\'))
            && address.len() <= MOST_BYTES
            && address.bytes().all(|byte| byte.is_ascii_graphic())
    };
    address.filter(is_local)
}

/// The same page in the reader's other language.
#[must_use]
pub fn in_other_language(uri: &Uri, words: Words) -> String {
    let other = words.language().pick("en", "vi");
    let kept: Vec<&str> = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
        .collect();
    let before = kept.iter().map(|pair| format!("{pair}&"));
    format!("{}?{}lang={other}", uri.path(), before.collect::<String>())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::config::Language;

    #[rstest]
    #[case("/don-vi/01141?period=2026-Q4b", true, "a page of ours")]
    #[case("/", true, "the first page")]
    #[case("//evil.example/", false, "another host without a scheme")]
    #[case("/\\evil.example/", false, "which browsers read the same way")]
    #[case("https://evil.example/", false, "another host")]
    #[case("/a\r\nSet-Cookie: b=c", false, "a header of its own")]
    #[case("/a\tb", false, "which browsers drop")]
    #[case("", false, "nothing")]
    fn only_addresses_of_this_server_are_come_back_to(
        #[case] address: &str,
        #[case] expected: bool,
        #[case] why: &str,
    ) {
        assert_eq!(local(Some(address)).is_some(), expected, "{why}");
    }

    #[test]
    fn the_other_language_keeps_the_rest_of_the_address() {
        let uri: Uri = "/don-vi/01141?period=2026&lang=vi".parse().unwrap();
        assert_eq!(
            in_other_language(&uri, Words::of(Language::Vi)),
            "/don-vi/01141?period=2026&lang=en"
        );
        let uri: Uri = "/".parse().unwrap();
        assert_eq!(
            in_other_language(&uri, Words::of(Language::En)),
            "/?lang=vi"
        );
    }
}
