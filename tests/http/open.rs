//! What is open to all: units, forms, the description, health.

use hailong::usecase::issue_token::TokenRole;
use serde_json::json;

use crate::server::{COMMUNE, PROVINCE, Server, header, json as body, sent, text};
use crate::sheet::{answering, sheet};

#[tokio::test]
async fn a_unit_says_what_it_is_where_it_stands_and_where_it_came_from() {
    let server = Server::commune().await;
    let unit = body(server.get("/api/v1/units/01141").await).await;
    assert_eq!(unit["code"], COMMUNE);
    assert_eq!(unit["edition"], "2026-09-20");
    assert_eq!(
        (&unit["name"], &unit["full_name"]),
        (&json!("Nấm Dẩn"), &json!("Xã Nấm Dẩn"))
    );
    assert_eq!(
        (&unit["kind"], &unit["level"]),
        (&json!("xã"), &json!("commune"))
    );
    assert_eq!(
        (&unit["parent"], &unit["children"]),
        (&json!(PROVINCE), &json!(0))
    );
    let predecessors = unit["predecessors"].as_array().unwrap();
    assert!(
        predecessors.iter().any(|old| old["code"] == COMMUNE),
        "{predecessors:?}"
    );
    assert!(predecessors.iter().all(|old| old["relation"].is_string()));
    let province = body(server.get("/api/v1/units/08").await).await;
    assert_eq!(
        (&province["children"], &province["parent"]),
        (&json!(124), &json!(null))
    );
    for missing in ["99999", "x", "%20", "01141%27"] {
        let response = server.get(&format!("/api/v1/units/{missing}")).await;
        assert_eq!(response.status(), 404, "{missing}");
        assert_eq!(header(&response, "content-type"), "application/json");
    }
}

#[tokio::test]
async fn a_form_is_given_by_id_or_version_in_the_language_asked_for() {
    let server = Server::commune().await;
    let newest = body(server.get("/api/v1/forms/hai-long-quay").await).await;
    assert_eq!(
        (&newest["id"], &newest["version"]),
        (&json!("hai-long-quay"), &json!(1))
    );
    let sections = newest["sections"].as_array().unwrap();
    let questions = sections
        .iter()
        .flat_map(|s| s["questions"].as_array().unwrap());
    let ids: Vec<_> = questions
        .map(|q| q["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        ids,
        [
            "muc-dich",
            "chung",
            "tiep-can",
            "thu-tuc",
            "cong-chuc",
            "ket-qua",
            "phan-anh",
            "can-cai-thien",
            "gioi-tinh",
            "tuoi"
        ]
    );
    let named = body(server.get("/api/v1/forms/hai-long-quay@1").await).await;
    assert_eq!(named, newest);
    let english = body(server.get("/api/v1/forms/hai-long-quay?lang=en").await).await;
    assert_ne!(english["title"], newest["title"]);
    assert_eq!(english["hash"], newest["hash"]);
    for missing in ["khong-co", "hai-long-quay@2", "hai-long-quay@01"] {
        let response = server.get(&format!("/api/v1/forms/{missing}")).await;
        assert_eq!(response.status(), 404, "{missing}");
    }
}

#[tokio::test]
async fn the_description_names_every_route_for_programs() {
    let server = Server::commune().await;
    let response = server.get("/openapi.json").await;
    assert_eq!(header(&response, "content-type"), "application/json");
    let description = body(response).await;
    for path in [
        "/api/v1/responses",
        "/api/v1/responses/batch",
        "/api/v1/results",
        "/api/v1/units/{code}",
        "/api/v1/forms/{form}",
    ] {
        assert!(description["paths"][path].is_object(), "{path}");
    }
    assert!(description["components"]["schemas"]["Sheet"]["properties"]["answers"].is_object());
    let text = description.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(
            description["components"]["schemas"][name].is_object(),
            "{name} is described"
        );
    }
}

#[tokio::test]
async fn health_is_a_word_and_needs_no_sign_in() {
    let server = Server::commune().await;
    let response = server.get("/healthz").await;
    assert_eq!(response.status(), 200);
    assert_eq!(text(response).await, "ok");
    server.app.store.close().await;
    let response = server.get("/healthz").await;
    assert_eq!(response.status(), 503);
    assert_eq!(text(response).await, "database");
}

#[tokio::test]
async fn metrics_count_what_became_of_answers_and_name_no_unit() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let first = sheet();
    for (posted, status) in [
        (first.clone(), 201),
        (first.clone(), 200),
        (answering(&first, "chung", json!(1)), 409),
        (json!({}), 422),
    ] {
        assert_eq!(server.post(&tablet.token, posted).await.status(), status);
    }
    server.set_time("2026-11-24T09:31:00+07:00");
    let response = server.get("/metrics").await;
    assert_eq!(response.status(), 200);
    assert!(header(&response, "content-type").starts_with("text/plain; version=0.0.4"));
    let shown = text(response).await;
    for line in [
        "hailong_answers_total{outcome=\"accepted\"} 1",
        "hailong_answers_total{outcome=\"duplicate\"} 1",
        "hailong_answers_total{outcome=\"conflict\"} 1",
        "hailong_answers_total{outcome=\"refused\"} 1",
        "hailong_queue_length 0",
        "hailong_sealed_batches 0",
        "hailong_uptime_seconds 60",
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line}: {shown}");
    }
    assert!(!shown.contains(COMMUNE), "{shown}");
    for (role, status) in [(TokenRole::Metrics, 200), (TokenRole::Api, 401)] {
        let token = server.token(role, COMMUNE).await;
        let request = server.client.get(server.url("/metrics")).bearer_auth(token);
        // As a proxy on the same machine passes it on.
        let response = sent(request.header("x-forwarded-for", "10.0.0.7")).await;
        assert_eq!(response.status(), status, "{role:?}");
    }
}
