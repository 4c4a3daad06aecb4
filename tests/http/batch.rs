//! `POST /api/v1/responses/batch`.

use hailong::usecase::enrol_device;
use reqwest::Response;
use serde_json::{Value, json};

use crate::server::{NEIGHBOUR, Server, header, problems, sent, text};
use crate::sheet::{answering, sheet, with};

async fn post(server: &Server, token: &str, media_type: &str, body: Vec<u8>) -> Response {
    let request = server.client.post(server.url("/api/v1/responses/batch"));
    sent(
        request
            .bearer_auth(token)
            .header("content-type", media_type)
            .body(body),
    )
    .await
}

async fn post_lines(server: &Server, token: &str, lines: &[Vec<u8>]) -> Response {
    post(server, token, "application/x-ndjson", lines.join(&b'\n')).await
}

async fn replies(response: Response) -> Vec<Value> {
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "content-type"), "application/x-ndjson");
    let text = text(response).await;
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn line(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

#[tokio::test]
async fn every_line_has_its_own_reply_in_order_and_a_bad_one_spoils_nothing() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let known = sheet();
    server.post(&tablet.token, &known).await;
    let good = sheet();
    let wrong = answering(&sheet(), "chung", json!(9));
    let lines = [
        line(&good),
        b"{".to_vec(),
        line(&wrong),
        b"\xff".to_vec(),
        line(&known),
        line(&answering(&known, "chung", json!(1))),
        b"".to_vec(),
        line(&with(&sheet(), "unit", json!(NEIGHBOUR))),
        line(&good),
        line(&answering(&good, "chung", json!(1))),
        b"[]".to_vec(),
        line(&with(&sheet(), "comment", json!("x".repeat(70_000)))),
        line(&sheet()),
        b"\r".to_vec(),
        b"".to_vec(),
    ];
    let replies = replies(post_lines(&server, &tablet.token, &lines).await).await;
    let codes: Vec<_> = replies
        .iter()
        .map(|reply| reply["code"].as_u64().unwrap())
        .collect();
    let expected = [
        201, 400, 422, 400, 200, 409, 400, 403, 200, 409, 422, 413, 201,
    ];
    assert_eq!(codes, expected, "{replies:#?}");
    assert_eq!(
        replies[0],
        json!({"id": good["id"], "code": 201}),
        "no problems, no list"
    );
    assert_eq!(replies[1]["id"], Value::Null);
    assert_eq!(replies[2]["id"], wrong["id"], "an id that could be read");
    assert_eq!(problems(&replies[2])[0].0, "answers.chung");
    assert_eq!(problems(&replies[7])[0].1, "other_unit");
    assert_eq!(server.n_stored().await, 3);
}

#[tokio::test]
async fn five_hundred_waiting_answers_come_in_without_one_refusal_and_again_as_duplicates() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let lines: Vec<_> = (0..500).map(|_| line(&sheet())).collect();
    for code in [201, 200] {
        let replies = replies(post_lines(&server, &tablet.token, &lines).await).await;
        assert_eq!(replies.len(), 500);
        assert!(replies.iter().all(|reply| reply["code"] == code), "{code}");
    }
    assert_eq!(server.n_stored().await, 500);
}

#[tokio::test]
async fn a_batch_has_limits_and_stores_nothing_beyond_them() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let lines: Vec<_> = (0..501).map(|_| line(&sheet())).collect();
    let response = post_lines(&server, &tablet.token, &lines).await;
    assert_eq!(response.status(), 413, "501 lines");
    let mut large = line(&sheet());
    large.resize(1024 * 1024 + 1, b' ');
    let response = post(&server, &tablet.token, "application/x-ndjson", large).await;
    assert_eq!(response.status(), 413, "over 1 MiB");
    let response = post(&server, &tablet.token, "text/plain", line(&sheet())).await;
    assert_eq!(response.status(), 415);
    let response = post(&server, "none", "application/x-ndjson", line(&sheet())).await;
    assert_eq!(response.status(), 401);
    assert_eq!(server.n_stored().await, 0);
    let response = post(&server, &tablet.token, "application/json", line(&sheet())).await;
    assert_eq!(
        replies(response).await.len(),
        1,
        "JSON lines by their other name"
    );
    let response = post(&server, &tablet.token, "application/x-ndjson", Vec::new()).await;
    assert_eq!(replies(response).await.len(), 0, "no lines, no replies");
}

#[tokio::test]
async fn a_revoked_device_hands_in_no_batch() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    server.post(&tablet.token, sheet()).await;
    enrol_device::revoke(&server.app, &tablet.id).await.unwrap();
    let response = post_lines(&server, &tablet.token, &[line(&sheet())]).await;
    assert_eq!(response.status(), 403);
    assert_eq!(server.n_stored().await, 1);
}
