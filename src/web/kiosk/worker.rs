//! `/may/worker.js` and `/may/app.webmanifest`: what makes a web page an app of the tablet.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::web::assets;

/// The service worker; the browser asks for it by one address, whatever its content.
pub(super) const SCRIPT: &str = include_str!("../assets/worker.js");
/// Where the manifest is.
pub(super) const MANIFEST_ADDRESS: &str = "/may/app.webmanifest";

/// `GET`: the worker.
pub(super) async fn script() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (
            header::HeaderName::from_static("service-worker-allowed"),
            "/may",
        ),
    ];
    (headers, SCRIPT).into_response()
}

/// `GET`: the manifest, so that the tablet can put the page on its home screen, without a bar.
pub(super) async fn manifest() -> Response {
    let manifest = json!({
        "name": "Khảo sát hài lòng tại quầy",
        "short_name": "Khảo sát",
        "lang": "vi",
        "id": "/may",
        "start_url": "/may/quay",
        "scope": "/may",
        "display": "fullscreen",
        "background_color": "#F8F4EA",
        "theme_color": "#232C6B",
        "icons": [{ "src": assets::path("icon.svg"), "type": "image/svg+xml", "sizes": "any" }],
    });
    let media_type = [
        (header::CONTENT_TYPE, "application/manifest+json"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (media_type, manifest.to_string()).into_response()
}
