//! The frame around all routes, tried with routes that go wrong in every way.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use axum::routing::{get, post};
use http_body_util::BodyExt;
use rstest::rstest;
use serde_json::Value;
use tower::ServiceExt;

use crate::web::error::Failure;
use crate::web::extract::{Form, Json};
use crate::web::{fixed_routes, headers};

fn routes() -> Router {
    let routes = fixed_routes()
        .route(
            "/page",
            get(|| async { "page" }).post(|_: Form| async { "posted" }),
        )
        .route("/api/v1/json", post(|_: Json| async { "read" }))
        .route("/api/v1/panic", get(panicking))
        .route("/panic", get(panicking))
        .route(
            "/busy",
            get(|| async { Failure::new(StatusCode::SERVICE_UNAVAILABLE) }),
        );
    headers::frame(routes)
}

static TOO_LARGE: [u8; 64 * 1024 + 1] = [b' '; 64 * 1024 + 1];

async fn panicking() -> &'static str {
    panic!("secret words")
}

async fn send(request: Request<Body>) -> (StatusCode, Response<()>, String) {
    let response = routes().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    (
        parts.status,
        Response::from_parts(parts, ()),
        String::from_utf8(body.to_vec()).unwrap(),
    )
}

fn get_request(address: &str) -> Request<Body> {
    Request::get(address).body(Body::empty()).unwrap()
}

fn post_request(address: &str, media_type: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(address)
        .header(header::CONTENT_TYPE, media_type)
        .body(body.into())
        .unwrap()
}

#[rstest]
#[case("/nowhere", 404, "Không có trang này")]
#[case("/panic", 500, "Máy gặp trục trặc")]
#[case("/busy", 503, "Máy đang bận")]
#[case("/assets/nothing.css", 404, "Không có trang này")]
#[tokio::test]
async fn a_mishap_on_a_page_is_a_page_that_shows_nothing_of_the_inside(
    #[case] address: &str,
    #[case] status: u16,
    #[case] title: &str,
) {
    let (got, response, body) = send(get_request(address)).await;
    assert_eq!(got.as_u16(), status);
    assert!(body.contains(title) && !body.contains("secret"), "{body}");
    assert_eq!(
        response.headers()[header::CONTENT_TYPE],
        "text/html; charset=utf-8"
    );
    assert_eq!(
        response.headers().contains_key(header::RETRY_AFTER),
        status == 503
    );
}

#[rstest]
#[case("/api/v1/nowhere", 404, "not_found")]
#[case("/api/v1/panic", 500, "internal")]
#[case("/api/v1/json", 405, "method_not_allowed")]
#[tokio::test]
async fn a_mishap_of_the_api_is_json(
    #[case] address: &str,
    #[case] status: u16,
    #[case] code: &str,
) {
    let (got, response, body) = send(get_request(address)).await;
    assert_eq!(got.as_u16(), status);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/json");
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["problems"][0]["code"], code);
}

#[rstest]
#[case("application/json", r#"{"a":1}"#.as_bytes(), 200, "one value")]
#[case(
    "application/json; charset=utf-8",
    b"1",
    200,
    "a parameter does not matter"
)]
#[case("text/plain", b"{}", 415, "another type")]
#[case("application/json", b"{\"a\":\"\xff\"}", 400, "not UTF-8")]
#[case("application/json", br#"{"a":1,"a":2}"#, 400, "a key twice")]
#[case("application/json", TOO_LARGE.as_slice(), 413, "one byte too many")]
#[tokio::test]
async fn json_is_read_strictly(
    #[case] media_type: &str,
    #[case] body: &'static [u8],
    #[case] status: u16,
    #[case] why: &str,
) {
    let (got, _, _) = send(post_request("/api/v1/json", media_type, body)).await;
    assert_eq!(got.as_u16(), status, "{why}");
}

#[tokio::test]
async fn a_post_from_another_site_is_refused_and_says_so() {
    let cross = |address, media_type| {
        let mut request = post_request(address, media_type, "a=1");
        request
            .headers_mut()
            .insert("sec-fetch-site", "cross-site".parse().unwrap());
        request
    };
    let (status, _, body) = send(cross("/page", "application/x-www-form-urlencoded")).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(body.contains("Không mở được từ đây"));
    let (status, _, body) = send(cross("/api/v1/json", "application/json")).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["problems"][0]["code"], "cross_site");
    let own = post_request("/page", "application/x-www-form-urlencoded", "a=1");
    assert_eq!(
        send(own).await.0,
        StatusCode::OK,
        "a program without either header passes"
    );
}

#[tokio::test]
async fn every_answer_carries_the_safe_headers() {
    for address in ["/page", "/cam-on", "/nowhere", "/api/v1/panic"] {
        let (_, response, _) = send(get_request(address)).await;
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap();
        assert!(
            policy.contains("script-src 'self'") && !policy.contains("unsafe"),
            "{address}"
        );
        assert_eq!(
            response.headers()[header::X_CONTENT_TYPE_OPTIONS],
            "nosniff"
        );
        assert_eq!(response.headers()[header::REFERRER_POLICY], "same-origin");
        assert_eq!(
            response.headers()[header::CACHE_CONTROL],
            "no-store",
            "{address}"
        );
    }
}

#[tokio::test]
async fn the_language_of_a_desk_is_remembered_and_that_of_a_citizen_is_not() {
    let (_, response, body) = send(get_request("/nowhere?lang=en")).await;
    assert!(body.contains("There is no such page"));
    assert!(
        response.headers()[header::SET_COOKIE]
            .to_str()
            .unwrap()
            .starts_with("lang=en;")
    );
    let (_, response, _) = send(get_request("/cam-on/en?lang=en")).await;
    assert!(
        !response.headers().contains_key(header::SET_COOKIE),
        "no trace of a citizen"
    );
}
