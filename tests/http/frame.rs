//! What stands around every answer: headers, languages, methods, errors.

use hailong::domain::account::Role;
use reqwest::Method;
use rstest::rstest;

use crate::page::links;
use crate::server::{COMMUNE, Server, header, json, problems, sent, text};

const PAGES: [(&str, u16); 12] = [
    ("/", 200),
    ("/phieu/01141/hai-long-quay", 200),
    ("/phieu/01141/sipas-xa?lang=en", 200),
    ("/cam-on", 200),
    ("/dang-nhap", 200),
    ("/don-vi/01141", 200),
    ("/don-vi/99999", 404),
    ("/healthz", 200),
    ("/nowhere", 404),
    ("/openapi.json", 200),
    ("/api/v1/units/01141", 200),
    ("/api/v1/nowhere", 404),
];

#[tokio::test]
async fn every_answer_is_framed_and_kept_by_nobody() {
    let server = Server::commune().await;
    let cookie = server.signed_in("framed", Role::Officer, COMMUNE).await;
    for (path, status) in PAGES {
        let response = server.get_as(&cookie, path).await;
        assert_eq!(response.status(), status, "{path}");
        let policy = header(&response, "content-security-policy");
        assert!(
            policy.contains("script-src 'self'") && !policy.contains("unsafe"),
            "{path}"
        );
        assert_eq!(header(&response, "cache-control"), "no-store", "{path}");
        assert_eq!(
            header(&response, "x-content-type-options"),
            "nosniff",
            "{path}"
        );
        assert_eq!(
            header(&response, "referrer-policy"),
            "same-origin",
            "{path}"
        );
        let media_type = header(&response, "content-type");
        let page = text(response).await;
        if media_type.starts_with("text/html") {
            for forbidden in ["<script", "<style", " style=", "javascript:", "onclick"] {
                assert!(!page.contains(forbidden), "{path}: {forbidden}");
            }
        }
    }
}

#[tokio::test]
async fn head_is_answered_like_get_without_a_body() {
    let server = Server::commune().await;
    let cookie = server.signed_in("head", Role::Officer, COMMUNE).await;
    for (path, status) in PAGES {
        let request = server
            .client
            .head(server.url(path))
            .header("cookie", &cookie);
        let response = sent(request).await;
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(text(response).await, "", "{path}");
    }
}

#[rstest]
#[case("DELETE", "/", "GET,HEAD")]
#[case("PUT", "/phieu/01141/hai-long-quay", "GET,HEAD,POST")]
#[case("GET", "/dang-xuat", "POST")]
#[case("GET", "/api/v1/responses", "POST")]
#[case("POST", "/api/v1/results", "GET,HEAD")]
#[case("BREW", "/healthz", "GET,HEAD")]
#[tokio::test]
async fn an_unknown_method_is_told_which_ones_there_are(
    #[case] method: &str,
    #[case] path: &str,
    #[case] allowed: &str,
) {
    let server = Server::commune().await;
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let response = sent(server.client.request(method, server.url(path))).await;
    assert_eq!(response.status(), 405);
    assert_eq!(header(&response, "allow"), allowed);
    let is_api = path.starts_with("/api");
    let expected = if is_api {
        "application/json"
    } else {
        "text/html; charset=utf-8"
    };
    assert_eq!(header(&response, "content-type"), expected);
}

#[tokio::test]
async fn errors_below_api_are_json_and_others_pages_in_the_readers_language() {
    let server = Server::commune().await;
    for (language, word) in [
        ("vi", "Không có trang này"),
        ("en", "There is no such page"),
    ] {
        let get = |path: &str| {
            server
                .client
                .get(server.url(path))
                .header("accept-language", language)
        };
        let page = sent(get("/nowhere")).await;
        assert!(text(page).await.contains(word), "{language}");
        for path in ["/api", "/api/v1", "/api/v1/nowhere", "/api/v2/results"] {
            let response = sent(get(path)).await;
            assert_eq!(response.status(), 404);
            assert_eq!(
                header(&response, "content-type"),
                "application/json",
                "{path}"
            );
            let body = json(response).await;
            assert_eq!(problems(&body)[0].1, "not_found");
            assert!(
                body["problems"][0]["message"]
                    .as_str()
                    .unwrap()
                    .contains(word)
            );
        }
    }
}

#[tokio::test]
async fn every_file_a_page_asks_for_is_there() {
    let server = Server::commune().await;
    for path in ["/", "/cam-on"] {
        let page = text(server.get(path).await).await;
        let files: Vec<_> = links(&page)
            .into_iter()
            .filter(|link| link.starts_with("/assets/"))
            .collect();
        assert!(files.iter().any(|file| file.contains("/icon.")), "an icon");
        for file in files {
            let response = server.get(&file).await;
            assert_eq!(response.status(), 200, "{file}");
            assert!(
                header(&response, "cache-control").contains("immutable"),
                "{file}"
            );
        }
    }
}

#[tokio::test]
async fn a_desks_language_is_remembered() {
    let server = Server::commune().await;
    let response = server.get("/dang-nhap?lang=en").await;
    let cookie = header(&response, "set-cookie");
    assert!(cookie.starts_with("lang=en; Path=/"), "{cookie}");
    let page = server.get_as("lang=en", "/dang-nhap").await;
    assert!(text(page).await.contains("<html lang=\"en\">"));
}

#[tokio::test]
async fn a_form_posted_from_another_site_is_refused() {
    let server = Server::commune().await;
    for path in ["/dang-nhap", "/dang-xuat", "/phieu/01141/hai-long-quay"] {
        let request = server
            .client
            .post(server.url(path))
            .header("sec-fetch-site", "cross-site");
        assert_eq!(
            sent(request.form(&[("chung", "5")])).await.status(),
            403,
            "{path}"
        );
    }
    assert_eq!(server.n_stored().await, 0);
}
