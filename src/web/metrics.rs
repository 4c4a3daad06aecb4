//! `/metrics`: how the server fares, as Prometheus text. Nothing of any unit or answer.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;

use crate::usecase::count_sealed::count_sealed;
use crate::usecase::issue_token::{TokenRole, recognise};
use crate::web::api::device::bearer;
use crate::web::error::Failure;
use crate::web::site::Site;

/// The media type of the text format, version 0.0.4.
const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/metrics", get(show))
}

/// The other end of the connection a request came by.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// What became of the answers handed in since the program began.
#[derive(Debug, Default)]
pub struct Counts {
    accepted: AtomicU64,
    duplicate: AtomicU64,
    conflict: AtomicU64,
    refused: AtomicU64,
}

impl Counts {
    /// Counts one answer by the status it got. One that is to come later is counted then.
    pub fn add(&self, status: StatusCode) {
        let counter = match status {
            StatusCode::CREATED => &self.accepted,
            StatusCode::OK => &self.duplicate,
            StatusCode::CONFLICT => &self.conflict,
            status if status.is_client_error() => &self.refused,
            _ => return,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

async fn show(
    State(site): State<Site>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Failure> {
    if !is_from_here(peer.map(|Extension(peer)| peer), &headers) {
        let unauthorized = || Failure::new(StatusCode::UNAUTHORIZED);
        let secret = bearer(&headers).ok_or_else(unauthorized)?;
        let token = recognise(&site.app, secret, TokenRole::Metrics).await?;
        token.ok_or_else(unauthorized)?;
    }
    let n_sealed = count_sealed(&site.app).await?;
    let head = [(header::CONTENT_TYPE, MEDIA_TYPE)];
    Ok((head, text(&site, n_sealed)))
}

/// Whether a program on this machine asks. What a proxy on it passes on comes from elsewhere.
fn is_from_here(peer: Option<Peer>, headers: &HeaderMap) -> bool {
    let is_passed_on = ["forwarded", "x-forwarded-for", "x-real-ip", "via"]
        .iter()
        .any(|name| headers.contains_key(*name));
    !is_passed_on && peer.is_some_and(|Peer(address)| address.ip().to_canonical().is_loopback())
}

fn text(site: &Site, n_sealed: u64) -> String {
    let counts = &site.counts;
    let mut text = String::from(
        "# HELP hailong_answers_total Answers handed in since the program began, by outcome.\n\
         # TYPE hailong_answers_total counter\n",
    );
    for (outcome, counter) in [
        ("accepted", &counts.accepted),
        ("duplicate", &counts.duplicate),
        ("conflict", &counts.conflict),
        ("refused", &counts.refused),
    ] {
        let n = counter.load(Ordering::Relaxed);
        let _never_fails = writeln!(text, "hailong_answers_total{{outcome=\"{outcome}\"}} {n}");
    }
    let uptime = site.app.clock.now().as_second() - site.began.as_second();
    let gauges = [
        (
            "hailong_queue_length",
            "Answers waiting to be written.",
            site.app.intake.waiting().to_string(),
        ),
        (
            "hailong_sealed_batches",
            "Half-day batches sealed on this node.",
            n_sealed.to_string(),
        ),
        (
            "hailong_uptime_seconds",
            "Seconds since the program began.",
            uptime.to_string(),
        ),
    ];
    for (name, help, value) in gauges {
        let _never_fails = writeln!(
            text,
            "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_a_program_on_this_machine_asks_without_a_token() {
        let peer = |text: &str| Some(Peer(text.parse().unwrap()));
        for (peer, is_here, why) in [
            (peer("127.0.0.1:9"), true, "this machine"),
            (peer("[::1]:9"), true, "this machine, the new way"),
            (
                peer("[::ffff:127.0.0.1]:9"),
                true,
                "this machine on a socket for both",
            ),
            (peer("10.0.0.7:9"), false, "the same office"),
            (None, false, "nobody knows who"),
        ] {
            assert_eq!(is_from_here(peer, &HeaderMap::new()), is_here, "{why}");
        }
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("10.0.0.7"));
        assert!(
            !is_from_here(peer("127.0.0.1:9"), &headers),
            "a proxy passes it on"
        );
    }
}
