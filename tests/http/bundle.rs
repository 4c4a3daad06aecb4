//! `POST /api/v1/bundles`.

use hailong::domain::account::{Role, Scope};
use hailong::domain::period::Period;
use hailong::usecase::create_bundle::create;
use hailong::usecase::export_file::Asked;
use hailong::usecase::issue_token::TokenRole;
use hailong::usecase::list_reports::bundles;
use hailong::usecase::trust_key::{own_key_text, trust};
use hailong::usecase::withdraw_bundle::withdraw;
use reqwest::Response;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::server::{
    COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, header, json as body, sent, text,
};
use crate::sheet::sheet;

async fn bundle(server: &Server) -> Vec<u8> {
    bundle_for(server, "2026-11").await
}

async fn bundle_for(server: &Server, period: &str) -> Vec<u8> {
    let asked = Asked {
        unit: COMMUNE,
        period: Period::parse(period).unwrap(),
    };
    create(&server.app, &Scope::of_shell(), asked)
        .await
        .unwrap()
}

async fn post(province: &Server, token: &str, file: &[u8]) -> Response {
    let request = province.client.post(province.url("/api/v1/bundles"));
    sent(request.bearer_auth(token).body(file.to_vec())).await
}

/// A commune with one answer, and a province that trusts its key.
async fn two_nodes() -> (Server, Server) {
    let commune = Server::commune().await;
    let tablet = commune.tablet().await;
    assert_eq!(commune.post(&tablet.token, sheet()).await.status(), 201);
    let province = Server::of(PROVINCE, MORNING).await;
    trust(&province.app, COMMUNE, &own_key_text(&commune.app))
        .await
        .unwrap();
    (commune, province)
}

#[tokio::test]
async fn a_node_hands_in_its_bundle_and_hears_what_became_of_it() {
    let (commune, province) = two_nodes().await;
    let token = province.token(TokenRole::Node, COMMUNE).await;
    let file = bundle(&commune).await;
    let line = |outcome: &str| {
        json!({
            "file": null, "unit": COMMUNE, "period": "2026-11", "revision": 1,
            "outcome": outcome, "problems": [],
        })
    };
    for (status, outcome) in [(201, "merged"), (200, "already"), (200, "already")] {
        let response = post(&province, &token, &file).await;
        assert_eq!(response.status(), status);
        assert_eq!(body(response).await, line(outcome));
    }
    assert_eq!(province.headline(PROVINCE, "2026-11").await.unwrap().n, 1);

    let mut forged = file.clone();
    forged[40] ^= 1;
    let response = post(&province, &token, &forged).await;
    assert_eq!(response.status(), 422);
    let refused = body(response).await;
    assert_eq!(refused["outcome"], "refused");
    assert!(refused["problems"][0]["code"].is_string(), "{refused}");
    assert!(refused["problems"][0]["line"].is_u64(), "{refused}");
}

#[tokio::test]
async fn a_unit_the_province_collects_for_is_a_conflict() {
    let (commune, province) = two_nodes().await;
    province.tablet().await;
    let token = province.token(TokenRole::Node, COMMUNE).await;
    let response = post(&province, &token, &bundle(&commune).await).await;
    assert_eq!(response.status(), 409);
    let line = body(response).await;
    assert_eq!(line["outcome"], "conflict");
    assert_eq!(line["problems"][0]["code"], "collected-here");
}

#[tokio::test]
async fn only_the_units_own_node_and_the_province_bring_bundles() {
    let (commune, province) = two_nodes().await;
    let file = bundle(&commune).await;
    for (role, unit, status, why) in [
        (TokenRole::Node, NEIGHBOUR, 422, "the neighbour's node"),
        (TokenRole::Api, COMMUNE, 401, "a token for results"),
        (TokenRole::Metrics, COMMUNE, 401, "a token for metrics"),
    ] {
        let token = province.token(role, unit).await;
        assert_eq!(
            post(&province, &token, &file).await.status(),
            status,
            "{why}"
        );
    }
    assert_eq!(
        post(&province, "x", &file).await.status(),
        401,
        "no token of ours"
    );
    let device = province.device(NEIGHBOUR, hailong::domain::form::Channel::Tablet);
    assert_eq!(
        post(&province, &device.await.token, &file).await.status(),
        401,
        "a tablet"
    );
    for (name, role, unit, status) in [
        ("bundle.officer", Role::Officer, COMMUNE, 403),
        ("bundle.admin", Role::Admin, PROVINCE, 403),
        ("bundle.province", Role::Province, PROVINCE, 201),
    ] {
        let cookie = province.signed_in(name, role, unit).await;
        let request = province.client.post(province.url("/api/v1/bundles"));
        let response = sent(request.header("cookie", cookie).body(file.clone())).await;
        assert_eq!(response.status(), status, "{name}");
    }
    let nobody = sent(
        province
            .client
            .post(province.url("/api/v1/bundles"))
            .body(file),
    )
    .await;
    assert_eq!(nobody.status(), 401);
}

#[tokio::test]
async fn a_third_bundle_at_once_is_told_to_come_later_and_no_byte_of_it_is_read() {
    let province = Server::of(PROVINCE, MORNING).await;
    let token = province.token(TokenRole::Node, COMMUNE).await;
    let address = province.address;
    let head = format!(
        "POST /api/v1/bundles HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\
         content-length: 9\r\nexpect: 100-continue\r\n\r\n"
    );
    let mut under_way = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut go_on = [0; 12];
        stream.read_exact(&mut go_on).await.unwrap();
        assert_eq!(&go_on, b"HTTP/1.1 100", "its body is waited for");
        under_way.push(stream);
    }
    let third = post(&province, &token, b"no bundle").await;
    assert_eq!(third.status(), 503);
    assert_eq!(header(&third, "retry-after"), "5");
    assert_eq!(body(third).await["problems"][0]["code"], "busy");
    let mut first = under_way.remove(0);
    first.write_all(b"no bundle").await.unwrap();
    let mut answer = Vec::new();
    while !String::from_utf8_lossy(&answer).contains("HTTP/1.1 422") {
        assert!(
            first.read_buf(&mut answer).await.unwrap() > 0,
            "it is answered"
        );
    }
    assert_eq!(
        post(&province, &token, b"no bundle").await.status(),
        422,
        "its place is free"
    );
}

/// The board of a province desk: the sum of all units, and the whole page.
async fn board(province: &Server, cookie: &str, period: &str) -> (Vec<u64>, String) {
    let path = format!("/tinh/{PROVINCE}?period={period}&lang=en");
    let page = text(province.get_as(cookie, &path).await).await;
    let sum = page.split("class=\"board-sum\"").nth(1).unwrap();
    let numbers = sum.split("</p>").next().unwrap().split("<b>").skip(1);
    let numbers = numbers.map(|part| part.split('<').next().unwrap().parse().unwrap());
    (numbers.collect(), page)
}

#[tokio::test]
async fn the_board_tells_received_provisional_withdrawn_and_nothing_apart() {
    let (commune, province) = two_nodes().await;
    let token = province.token(TokenRole::Node, COMMUNE).await;
    let cookie = province
        .signed_in("board.province", Role::Province, PROVINCE)
        .await;
    let (nothing, _) = board(&province, &cookie, "2026-10").await;
    assert_eq!(nothing, [124, 0, 0, 124, 0], "all are missing");
    for (period, sum, why) in [
        (
            "2026-10",
            &[124, 0, 1, 123, 0][..],
            "after the tenth of November",
        ),
        (
            "2026-11",
            &[124, 0, 124, 0],
            "a month that is not over: nobody is late",
        ),
    ] {
        let file = bundle_for(&commune, period).await;
        assert_eq!(post(&province, &token, &file).await.status(), 201, "{why}");
        let (numbers, _) = board(&province, &cookie, period).await;
        assert_eq!(numbers, sum, "{why}");
    }
    for received in bundles(&province.app).await.unwrap() {
        withdraw(&province.app, &received.bundle.id, "nhầm <kỳ>", "shell")
            .await
            .unwrap();
    }
    let (numbers, page) = board(&province, &cookie, "2026-10").await;
    assert_eq!(numbers, [124, 0, 0, 123, 1]);
    assert!(page.contains("nhầm &lt;kỳ&gt;"), "the reason is told");
}
