//! `POST /api/v1/responses`.

use hailong::domain::form::Channel;
use hailong::usecase::enrol_device;
use rstest::rstest;
use serde_json::{Value, json};

use crate::page::PageForm;
use crate::server::{
    COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, header, json as body, problems, sent, text,
};
use crate::sheet::{answering, sheet, with};

#[tokio::test]
async fn an_answer_is_stored_once_and_known_afterwards() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let sheet = sheet();
    let first = server.post(&tablet.token, &sheet).await;
    assert_eq!(first.status(), 201);
    assert_eq!(header(&first, "content-type"), "application/json");
    assert_eq!(
        body(first).await,
        json!({"id": sheet["id"], "status": "stored"})
    );
    let again = server.post(&tablet.token, &sheet).await;
    assert_eq!(again.status(), 200);
    assert_eq!(
        body(again).await,
        json!({"id": sheet["id"], "status": "duplicate"})
    );
    let other = server
        .post(&tablet.token, answering(&sheet, "chung", json!(1)))
        .await;
    assert_eq!(other.status(), 409);
    let other = body(other).await;
    assert_eq!(
        (&other["id"], &other["status"]),
        (&sheet["id"], &json!("conflict"))
    );
    assert_eq!(problems(&other), [("id".to_owned(), "conflict".to_owned())]);
    let headline = server.headline(COMMUNE, "2026-Q4b").await.unwrap();
    assert_eq!(headline.counts["5"], 1, "the first answer stays");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_answer_posted_fifty_times_at_once_is_one_row() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let sheet = sheet().to_string();
    let posts: Vec<_> = (0..50)
        .map(|_| tokio::spawn(server.request(&tablet.token).body(sheet.clone()).send()))
        .collect();
    let mut statuses = Vec::new();
    for post in posts {
        statuses.push(post.await.unwrap().unwrap().status().as_u16());
    }
    statuses.sort_unstable();
    assert_eq!(statuses[..49], [200; 49]);
    assert_eq!(statuses[49], 201);
    assert_eq!(server.n_stored().await, 1);
}

#[rstest]
#[case("comment", json!("khác"), 200, "a comment is kept apart")]
#[case("language", json!("en"), 200, "the language is no content")]
#[case("duration_s", json!(84), 200, "nor is the time it took")]
#[case("collected_at", json!("2026-11-24T11:59:59+07:00"), 200, "the same half-day")]
#[case("service", json!("dat-dai"), 409, "another service is other content")]
#[case("assisted", json!("relative"), 409, "so is help")]
#[tokio::test]
async fn what_a_second_post_may_differ_in(
    #[case] field: &str,
    #[case] value: Value,
    #[case] status: u16,
    #[case] why: &str,
) {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let sheet = sheet();
    server.post(&tablet.token, &sheet).await;
    let again = server.post(&tablet.token, with(&sheet, field, value)).await;
    assert_eq!(again.status(), status, "{why}");
}

#[tokio::test]
async fn who_is_no_device_is_told_to_enrol_and_a_cookie_is_no_token() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let url = server.url("/api/v1/responses");
    let bare = || {
        let request = server.client.post(&url).body(sheet().to_string());
        request.header("content-type", "application/json")
    };
    for (request, why) in [
        (bare(), "no token"),
        (bare().bearer_auth("0123"), "a token nobody has"),
        (
            bare().header("cookie", format!("hailong={}", tablet.token)),
            "a cookie",
        ),
        (
            bare().basic_auth(&tablet.token, None::<&str>),
            "another scheme",
        ),
    ] {
        let response = sent(request).await;
        assert_eq!(response.status(), 401, "{why}");
        assert_eq!(
            problems(&body(response).await)[0].1,
            "device_unknown",
            "{why}"
        );
    }
    assert_eq!(server.n_stored().await, 0);
}

#[tokio::test]
async fn a_revoked_device_is_told_so_whatever_it_sends() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    assert_eq!(server.post(&tablet.token, sheet()).await.status(), 201);
    enrol_device::revoke(&server.app, &tablet.id).await.unwrap();
    for (sent, why) in [
        (sheet().to_string(), "a good sheet"),
        ("{}".to_owned(), "a bad one"),
        ("{".to_owned(), "no JSON"),
        (sheet().to_string(), "once more, when it is known no longer"),
    ] {
        let response = server.post(&tablet.token, sent).await;
        assert_eq!(response.status(), 403, "{why}");
        assert_eq!(
            problems(&body(response).await)[0].1,
            "device_revoked",
            "{why}"
        );
    }
    assert_eq!(server.n_stored().await, 1);
}

#[tokio::test]
async fn a_sheet_for_another_unit_is_refused_and_the_devices_own_may_be_named() {
    let server = Server::of(PROVINCE, MORNING).await;
    let tablet = server.tablet().await;
    let own = server
        .post(&tablet.token, with(&sheet(), "unit", json!(COMMUNE)))
        .await;
    assert_eq!(own.status(), 201);
    let other = server
        .post(&tablet.token, with(&sheet(), "unit", json!(NEIGHBOUR)))
        .await;
    assert_eq!(other.status(), 403);
    assert_eq!(
        problems(&body(other).await),
        [(String::new(), "other_unit".to_owned())]
    );
}

#[tokio::test]
async fn a_post_from_another_site_is_refused_even_with_a_token() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
    ] {
        let request = server.request(&tablet.token).header(name, value);
        let response = sent(request.body(sheet().to_string())).await;
        assert_eq!(response.status(), 403, "{name}");
        assert_eq!(problems(&body(response).await)[0].1, "cross_site");
    }
    assert_eq!(server.n_stored().await, 0);
}

/// A body of exactly that many bytes that is a good sheet.
fn padded(n_bytes: usize) -> Vec<u8> {
    let mut body = sheet().to_string().into_bytes();
    body.resize(n_bytes, b' ');
    body
}

#[rstest]
#[case(b"\xff\xfe".to_vec(), 400, "not UTF-8")]
#[case(b"".to_vec(), 400, "nothing")]
#[case(b"{\"id\":1".to_vec(), 400, "cut short")]
#[case(br#"{"form":"a","form":"b"}"#.to_vec(), 400, "a key twice")]
#[case(br#"{"answers":{"chung":1,"chung":2}}"#.to_vec(), 400, "a question twice")]
#[case("[".repeat(5_000).into_bytes(), 400, "deep nesting")]
#[case(b"[]".to_vec(), 422, "no object")]
#[case(b"null".to_vec(), 422, "null")]
#[case(b"{}".to_vec(), 422, "an empty sheet")]
#[case(padded(64 * 1024), 201, "64 KiB")]
#[case(padded(64 * 1024 + 1), 413, "one byte more")]
#[tokio::test]
async fn a_malformed_body_is_refused_and_stores_nothing(
    #[case] sent_body: Vec<u8>,
    #[case] status: u16,
    #[case] why: &str,
) {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let response = sent(server.request(&tablet.token).body(sent_body)).await;
    assert_eq!(response.status(), status, "{why}");
    assert_eq!(header(&response, "content-type"), "application/json");
    if status != 201 {
        assert!(!problems(&body(response).await).is_empty(), "{why}");
        assert_eq!(server.n_stored().await, 0, "{why}");
    }
}

#[tokio::test]
async fn only_json_is_taken() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    for media_type in ["text/plain", "application/x-www-form-urlencoded", ""] {
        let request = server
            .client
            .post(server.url("/api/v1/responses"))
            .bearer_auth(&tablet.token)
            .header("content-type", media_type);
        let response = sent(request.body(sheet().to_string())).await;
        assert_eq!(response.status(), 415, "{media_type:?}");
    }
    assert_eq!(server.n_stored().await, 0);
}

#[rstest]
#[case("id", json!("3d0f0c4e-8f5c-1f0a-9a61-2f1f2d6f9b11"), "id", "not-uuid-v4", "another version")]
#[case("id", json!(7), "id", "wrong-type", "a number")]
#[case("id", json!(null), "id", "required", "none")]
#[case("collected_at", json!("hôm qua"), "collected_at", "not-a-time", "no time")]
#[case("collected_at", json!(null), "collected_at", "required", "none")]
#[case("form", json!("hai-long-quay"), "form", "form-unknown", "no version")]
#[case("form", json!("hai-long-quay@99"), "form", "form-unknown", "an unknown version")]
#[case("form", json!(null), "form", "required", "none")]
#[case("service", json!("khong-co"), "service", "unknown-service", "no such service")]
#[case("assisted", json!("robot"), "assisted", "not-an-option", "no such help")]
#[case("language", json!("tlh"), "language", "unknown-language", "no such language")]
#[case("duration_s", json!(-1), "duration_s", "out-of-range", "before it began")]
#[case("duration_s", json!(1.5), "duration_s", "wrong-type", "half a second")]
#[case("comment", json!("x".repeat(1_001)), "comment", "too-long", "a long comment")]
#[case("answers", json!({}), "answers", "no-answer", "no answer at all")]
#[case("answers", json!({"gioi-tinh": "nu"}), "answers", "no-answer", "a profile answer is none")]
#[case("answers", json!([5]), "answers", "wrong-type", "a list")]
#[case("answers", json!({"chung": 6}), "answers.chung", "not-an-option", "no such level")]
#[case("answers", json!({"chung": 5.0}), "answers.chung", "wrong-type", "no integer")]
#[case("answers", json!({"la-gi": 5}), "answers.la-gi", "unknown-question", "no such question")]
#[case("phone", json!("0912"), "phone", "unknown-field", "a field too many")]
#[tokio::test]
async fn what_cannot_be_is_told_and_stores_nothing(
    #[case] field: &str,
    #[case] value: Value,
    #[case] where_: &str,
    #[case] code: &str,
    #[case] why: &str,
) {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let response = server
        .post(&tablet.token, with(&sheet(), field, value))
        .await;
    assert_eq!(response.status(), 422, "{why}");
    let told = problems(&body(response).await);
    assert!(
        told.contains(&(where_.to_owned(), code.to_owned())),
        "{why}: {told:?}"
    );
    assert_eq!(server.n_stored().await, 0, "{why}");
}

#[tokio::test]
async fn every_problem_is_told_at_once_in_the_readers_language() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let bad = json!({
        "id": "x", "form": "hai-long-quay@1", "collected_at": 5, "phone": "0912", "service": "x",
        "answers": {"chung": 9, "la-gi": 1, "can-cai-thien": vec!["khac"; 40]},
    });
    for (language, word) in [
        ("vi", "không có"),
        ("en", "there is no"),
        ("fr", "không có"),
    ] {
        let request = server
            .request(&tablet.token)
            .header("accept-language", language);
        let response = sent(request.body(bad.to_string())).await;
        assert_eq!(response.status(), 422);
        let told = body(response).await;
        let list = problems(&told);
        for field in [
            "id",
            "collected_at",
            "phone",
            "service",
            "answers.chung",
            "answers.la-gi",
            "answers",
        ] {
            assert!(list.iter().any(|(at, _)| at == field), "{field}: {list:?}");
        }
        let mut once = list.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), list.len(), "nothing is told twice: {list:?}");
        let words = told.to_string();
        assert_eq!(
            words.contains("is not known") || words.contains("must"),
            language == "en",
            "{word}"
        );
    }
}

#[tokio::test]
async fn an_officers_help_moves_the_answer_out_of_the_headline() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let paper = server.device(COMMUNE, Channel::Paper).await;
    server.post(&tablet.token, sheet()).await;
    server
        .post(&tablet.token, with(&sheet(), "assisted", json!("officer")))
        .await;
    server.post(&paper.token, sheet()).await;
    let headline = server.headline(COMMUNE, "2026-Q4b").await.unwrap();
    assert_eq!(headline.n, 1, "tablet alone");
    assert_eq!(server.n_stored().await, 3);
}

#[tokio::test]
async fn while_the_disk_refuses_the_answer_is_to_come_later_and_the_same_id_is_taken_then() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let page = text(server.get("/phieu/01141/hai-long-quay?lang=en").await).await;
    let form = PageForm::of(&page).tick("chung", "5");
    let sheet = sheet();
    // SQLite answers a full disk by rolling back by itself; a trigger does the same.
    server
        .run(
            "create trigger full before insert on answer
             begin select raise(rollback, 'disk is full'); end",
        )
        .await;
    let refused = server.post(&tablet.token, &sheet).await;
    assert_eq!(refused.status(), 503);
    assert_eq!(header(&refused, "retry-after"), "5");
    let told = body(refused).await;
    assert_eq!(problems(&told)[0].1, "busy");
    assert!(!told.to_string().contains("disk"), "nothing of the inside");
    let posted = server.client.post(server.url(&form.action));
    let refused = sent(posted.form(&form.fields)).await;
    assert_eq!(refused.status(), 503);
    assert_eq!(header(&refused, "retry-after"), "5");
    assert!(
        text(refused).await.contains("send again"),
        "in the page's language"
    );
    server.run("drop trigger full").await;
    assert_eq!(server.post(&tablet.token, &sheet).await.status(), 201);
    let posted = server.client.post(server.url(&form.action));
    assert_eq!(sent(posted.form(&form.fields)).await.status(), 303);
    assert_eq!(server.n_stored().await, 2);
}

#[tokio::test]
async fn while_the_devices_cannot_be_read_answers_are_to_come_later() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    server.run("alter table device rename to gone").await;
    for path in ["/api/v1/responses", "/api/v1/responses/batch"] {
        let request = server
            .client
            .post(server.url(path))
            .bearer_auth(&tablet.token);
        let refused = sent(
            request
                .header("content-type", "application/json")
                .body("{}"),
        )
        .await;
        assert_eq!(refused.status(), 503, "{path}");
        assert_eq!(header(&refused, "retry-after"), "5");
    }
    server.run("alter table gone rename to device").await;
    assert_eq!(server.post(&tablet.token, sheet()).await.status(), 201);
}
