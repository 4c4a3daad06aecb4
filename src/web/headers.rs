//! What stands around every answer: safe headers, limits of time, and a page for every mishap.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::web::error::{self, Failure};
use crate::web::language;

/// What pages may load: our own files, and nothing inline.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; \
    worker-src 'self'; manifest-src 'self'; form-action 'self'; \
    frame-ancestors 'none'; base-uri 'none'";

/// How long one request may take; what is stored by then is stored, and the same id is known.
const REQUEST_DEADLINE: Duration = Duration::from_mins(1);

/// Puts the frame around all routes; outermost first: headers, errors, panics, time, origin.
pub fn frame<S: Clone + Send + Sync + 'static>(routes: Router<S>) -> Router<S> {
    let large_and_not_packed = SizeAbove::new(1024)
        .and(NotForContentType::const_new("font/"))
        .and(NotForContentType::const_new("audio/"));
    routes
        .layer(CsrfLayer::new().with_rejection_response(refuse_cross_site))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            REQUEST_DEADLINE,
        ))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(middleware::from_fn(error::dress))
        .layer(middleware::from_fn(remember_language))
        .layer(CompressionLayer::new().compress_when(large_and_not_packed))
        .layer(fixed(
            header::CONTENT_SECURITY_POLICY,
            CONTENT_SECURITY_POLICY,
        ))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        // A page whose address is a secret says less.
        .layer(SetResponseHeaderLayer::if_not_present(
            header::REFERRER_POLICY,
            HeaderValue::from_static("same-origin"),
        ))
        .layer(fixed(
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
}

fn fixed(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

fn refuse_cross_site(_: ProtectionError) -> Response {
    Failure::cross_site().into_response()
}

/// A panic is ours to mend: it is logged with its words and shown without them.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the layer hands the panic over"
)]
fn after_panic(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<String>().map(String::as_str);
    let words = words
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no words");
    tracing::error!(words, "a handler panicked");
    Failure::new(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

/// Remembers the language asked for on a desk; the citizen's pages leave nothing behind.
async fn remember_language(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_citizens = path == "/q"
        || ["/phieu/", "/cam-on", "/may", "/q/", "/ket-qua", "/api"]
            .iter()
            .any(|start| path.starts_with(start));
    let asked = request
        .uri()
        .query()
        .filter(|_| !is_citizens)
        .and_then(language::asked_for);
    let mut response = next.run(request).await;
    if let Some(language) = asked {
        let cookie = format!(
            "{}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
            language::COOKIE,
            language.as_str()
        );
        if let Ok(value) = HeaderValue::try_from(cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    response
}
