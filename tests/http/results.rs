//! `GET /api/v1/results`.

use hailong::domain::account::Role;
use hailong::usecase::issue_token::{self, TokenRole};
use reqwest::Response;
use rstest::rstest;
use serde_json::json;

use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, json as body, problems, sent};
use crate::sheet::{answering, sheet};

const QUARTER: &str = "/api/v1/results?unit=01141&period=2026-Q4b";

async fn get(server: &Server, token: &str, path: &str) -> Response {
    sent(server.client.get(server.url(path)).bearer_auth(token)).await
}

#[tokio::test]
async fn rows_equal_a_count_by_hand_for_a_token_and_for_a_session() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    for level in [5, 5, 4, 3, 1] {
        let sheet = answering(&sheet(), "chung", json!(level));
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
    let token = server.token(TokenRole::Api, COMMUNE).await;
    let cookie = server
        .signed_in("results.officer", Role::Officer, COMMUNE)
        .await;
    for response in [
        get(&server, &token, QUARTER).await,
        server.get_as(&cookie, QUARTER).await,
    ] {
        assert_eq!(response.status(), 200);
        let rows = body(response).await["rows"].clone();
        assert_eq!(rows.as_array().unwrap().len(), 1);
        let row = &rows[0];
        assert_eq!(
            row["counts"],
            json!({"1": 1, "2": 0, "3": 1, "4": 1, "5": 2})
        );
        assert_eq!(
            (&row["numerator"], &row["denominator"]),
            (&json!(3), &json!(5))
        );
        assert_eq!(row["percent"], "60.00", "three of five");
        assert_eq!(
            (&row["from"], &row["to"]),
            (&json!("2026-09-15"), &json!("2026-12-14"))
        );
        assert_eq!(row["form"], "hai-long-quay@1");
    }
    let response = get(&server, &token, &format!("{QUARTER}&by=question")).await;
    let rows = body(response).await["rows"].clone();
    assert!(
        rows.as_array()
            .unwrap()
            .iter()
            .any(|row| row["question"] == "thu-tuc" && row["skipped"] == 5)
    );
}

#[rstest]
#[case("?period=2026", &[("unit", "required")], "no unit")]
#[case("?unit=01141", &[("period", "required")], "no period")]
#[case("?unit=&period=", &[("unit", "required"), ("period", "required")], "empty ones")]
#[case("?unit=01141&period=2026-Q5", &[("period", "not-a-period")], "a fifth quarter")]
#[case("?unit=01141&period=2026&by=colour", &[("by", "not-an-option")], "no such breakdown")]
#[case("?unit=01141&period=2026&form=x", &[("form", "form-unknown")], "no such form")]
#[case("?unit=01141&period=2026&form=hai-long-quay@9", &[("form", "form-unknown")], "no such version")]
#[case("?unit=01141&period=2026&method=x", &[("method", "method-unknown")], "no such method")]
#[case(
    "?color=1&period=x&by=y",
    &[("color", "unknown-field"), ("unit", "required"), ("period", "not-a-period"), ("by", "not-an-option")],
    "all at once"
)]
#[tokio::test]
async fn a_query_that_cannot_be_is_told_every_problem(
    #[case] query: &str,
    #[case] expected: &[(&str, &str)],
    #[case] why: &str,
) {
    let server = Server::commune().await;
    let token = server.token(TokenRole::Api, COMMUNE).await;
    let response = get(&server, &token, &format!("/api/v1/results{query}")).await;
    assert_eq!(response.status(), 422, "{why}");
    let told = problems(&body(response).await);
    let expected: Vec<_> = expected
        .iter()
        .map(|(at, code)| ((*at).to_owned(), (*code).to_owned()))
        .collect();
    assert_eq!(told, expected, "{why}");
}

#[tokio::test]
async fn only_a_session_or_an_api_token_reads_results() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    assert_eq!(server.get(QUARTER).await.status(), 401, "nobody");
    assert_eq!(
        get(&server, &tablet.token, QUARTER).await.status(),
        401,
        "a device"
    );
    for role in [TokenRole::Node, TokenRole::Metrics] {
        let token = server.token(role, COMMUNE).await;
        assert_eq!(
            get(&server, &token, QUARTER).await.status(),
            401,
            "{role:?}"
        );
    }
    let issued = issue_token::issue(&server.app, "a", TokenRole::Api, COMMUNE)
        .await
        .unwrap();
    assert_eq!(get(&server, &issued.token, QUARTER).await.status(), 200);
    issue_token::revoke(&server.app, &issued.id).await.unwrap();
    assert_eq!(
        get(&server, &issued.token, QUARTER).await.status(),
        401,
        "revoked"
    );
    let twice = format!("{QUARTER}&unit=01141");
    let token = server.token(TokenRole::Api, COMMUNE).await;
    assert_eq!(
        get(&server, &token, &twice).await.status(),
        400,
        "a name twice"
    );
}

#[tokio::test]
async fn a_foreign_unit_looks_like_a_missing_one() {
    let server = Server::of(PROVINCE, MORNING).await;
    let commune = server.token(TokenRole::Api, COMMUNE).await;
    let path = |unit: &str| format!("/api/v1/results?unit={unit}&period=2026-Q4b");
    let foreign = get(&server, &commune, &path(NEIGHBOUR)).await;
    let missing = get(&server, &commune, &path("99999")).await;
    let above = get(&server, &commune, &path(PROVINCE)).await;
    for response in [&foreign, &missing, &above] {
        assert_eq!(response.status(), 404);
    }
    let foreign = body(foreign).await;
    assert_eq!(foreign, body(missing).await);
    assert_eq!(foreign, body(above).await);
    let province = server.token(TokenRole::Api, PROVINCE).await;
    for unit in [PROVINCE, COMMUNE, NEIGHBOUR] {
        assert_eq!(
            get(&server, &province, &path(unit)).await.status(),
            200,
            "{unit}"
        );
    }
    assert_eq!(
        get(&server, &province, &path("00004")).await.status(),
        404,
        "Hà Nội's"
    );
}
