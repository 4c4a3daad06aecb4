//! `POST /api/v1/bundles`.

use hailong::domain::account::{Role, Scope};
use hailong::domain::period::Period;
use hailong::usecase::create_bundle::create;
use hailong::usecase::export_file::Asked;
use hailong::usecase::issue_token::TokenRole;
use hailong::usecase::trust_key::{own_key_text, trust};
use reqwest::Response;
use serde_json::json;

use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, json as body, sent};
use crate::sheet::sheet;

async fn bundle(server: &Server) -> Vec<u8> {
    let asked = Asked {
        unit: COMMUNE,
        period: Period::parse("2026-11").unwrap(),
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
