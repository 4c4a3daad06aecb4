//! `POST /api/v1/device` and what a tablet keeps.

use hailong::domain::account::Scope;
use hailong::usecase::enrol_device;
use hailong::usecase::report_device::{DeviceState, list_devices};
use reqwest::Response;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::{COMMUNE, Server, header, json as body_of, problems, sent, text};
use crate::sheet::{sheet, with};

fn report() -> Value {
    json!({
        "version": "0123456789abcdef", "waiting": 3, "refused": 1, "storage": "persistent",
        "encrypted": true, "offline": false, "store_id": "a1b2c3d4e5f60718",
        "counts": [
            {"half_day": "2026-11-23-pm", "started": 9, "finished": 7, "abandoned": 2, "declined": 4},
            {"half_day": "2026-11-24-am", "started": 2, "finished": 2, "abandoned": 0, "declined": 0},
        ],
    })
}

async fn post(server: &Server, token: &str, body: impl ToString) -> Response {
    let request = server.client.post(server.url("/api/v1/device"));
    let request = request
        .bearer_auth(token)
        .header("content-type", "application/json");
    sent(request.body(body.to_string())).await
}

async fn states(server: &Server) -> Vec<DeviceState> {
    list_devices(&server.app, &Scope::of_shell(), COMMUNE)
        .await
        .unwrap()
}

async fn events(server: &Server) -> Vec<(String, String)> {
    let mut connection = server.app.store.read().await.unwrap();
    let all = hailong::storage::event::all(&mut connection).await.unwrap();
    all.into_iter()
        .map(|event| (event.action, event.subject))
        .collect()
}

#[tokio::test]
async fn a_report_is_answered_with_what_the_tablet_needs() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let response = post(&server, &tablet.token, report()).await;
    assert_eq!(response.status(), 200);
    let told = body_of(response).await;
    let pin = told["pin"].as_str().unwrap();
    assert!(pin.len() == 6 && pin.bytes().all(|byte| byte.is_ascii_digit()));
    assert_eq!(told["unit"], COMMUNE);
    assert_eq!(told["unit_name"], "Xã Nấm Dẩn");
    assert_eq!(told["name"], "quầy 1");
    assert_eq!(told["form"], "hai-long-quay@1");
    let cookie = format!("hailong-may={}", tablet.page);
    let kept = body_of(server.get_as(&cookie, "/may/kho.json").await).await;
    assert_eq!(
        told["version"], kept["version"],
        "the list has that version"
    );
}

#[tokio::test]
async fn the_same_report_again_changes_nothing_and_counts_only_grow() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let mut smaller = report();
    smaller["counts"][0]["finished"] = json!(1);
    for body in [report(), report(), smaller] {
        assert_eq!(post(&server, &tablet.token, body).await.status(), 200);
    }
    let state = states(&server).await.remove(0);
    assert_eq!(state.visits.finished, 9);
    assert_eq!(state.visits.started, 11);
    assert_eq!(state.visits.declined, 4);
    let told = state.report.unwrap();
    assert_eq!((told.waiting, told.refused), (3, 1));
    assert_eq!(told.last_seen, "2026-11-24T09:30");
    assert!(told.persistent && told.encrypted && !told.offline);
    assert_eq!(state.missing, 5, "9 finished, 3 wait, 1 is refused");
}

#[tokio::test]
async fn finished_stands_against_stored_and_against_last_month_apart() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let mut body = report();
    body["waiting"] = json!(0);
    body["refused"] = json!(0);
    body["counts"][0]["half_day"] = json!("2026-10-31-pm");
    for n in 0..9 {
        let day = if n < 7 {
            "2026-10-31T15"
        } else {
            "2026-11-24T08"
        };
        let time = json!(format!("{day}:00:00+07:00"));
        let sheet = with(&sheet(), "collected_at", time);
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
    post(&server, &tablet.token, body).await;
    let state = states(&server).await.remove(0);
    assert_eq!((state.visits.finished, state.stored), (2, 2), "this month");
    assert_eq!(state.missing, 0, "all in all");
}

#[tokio::test]
async fn another_storage_than_before_is_an_event_that_says_how_many_are_lost() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    server.post(&tablet.token, sheet()).await;
    post(&server, &tablet.token, report()).await;
    let fresh = json!([{"half_day": "2026-11-24-am", "started": 1, "finished": 1, "abandoned": 0, "declined": 0}]);
    let mut body = with(&report(), "store_id", json!("another-storage"));
    body["counts"] = fresh;
    (body["waiting"], body["refused"]) = (json!(1), json!(0));
    for _ in 0..2 {
        post(&server, &tablet.token, &body).await;
    }
    let lost: Vec<_> = events(&server)
        .await
        .into_iter()
        .filter(|(action, _)| action == "queue-lost")
        .collect();
    let expected = vec![("queue-lost".to_owned(), format!("{} 8", tablet.id))];
    assert_eq!(lost, expected, "nine finished, one stored, told once");
    let state = states(&server).await.remove(0);
    assert_eq!(state.visits.finished, 10, "the new storage counts anew");
    assert_eq!(state.missing, 0, "what is known to be lost is not missing");
}

#[tokio::test]
async fn a_storage_that_lost_nothing_is_no_event() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let body = with(&report(), "counts", json!([]));
    post(&server, &tablet.token, &body).await;
    let body = with(&body, "store_id", json!("another-storage"));
    post(&server, &tablet.token, &body).await;
    assert!(
        !events(&server)
            .await
            .iter()
            .any(|(action, _)| action == "queue-lost")
    );
}

async fn lost(server: &Server) -> Vec<String> {
    let all = events(server).await.into_iter();
    all.filter(|(action, _)| action == "queue-lost")
        .map(|(_, subject)| subject.rsplit(' ').next().unwrap().to_owned())
        .collect()
}

/// A report of a store that finished so many, all of them waiting.
fn waiting(store: &str, finished: u32) -> Value {
    let mut body = with(&report(), "store_id", json!(store));
    body["counts"] = json!([{"half_day": "2026-11-24-am", "started": finished,
        "finished": finished, "abandoned": 0, "declined": 0}]);
    (body["waiting"], body["refused"]) = (json!(finished), json!(0));
    body
}

#[tokio::test]
async fn what_was_stored_before_the_first_report_hides_no_lost_queue() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    for _ in 0..3 {
        assert_eq!(server.post(&tablet.token, sheet()).await.status(), 201);
    }
    for body in [waiting("store-one", 2), waiting("store-two", 1)] {
        post(&server, &tablet.token, body).await;
    }
    assert_eq!(lost(&server).await, ["2"]);
    // Stored by the page without script: counted by no store, and of no weight for the next.
    for _ in 0..3 {
        assert_eq!(server.post(&tablet.token, sheet()).await.status(), 201);
    }
    server.set_time("2026-11-24T15:45:00+07:00");
    post(&server, &tablet.token, waiting("store-three", 1)).await;
    server.set_time("2026-11-25T08:45:00+07:00");
    post(&server, &tablet.token, waiting("store-four", 0)).await;
    assert_eq!(lost(&server).await, ["2", "1"]);
}

#[tokio::test]
async fn what_a_store_carried_stays_counted_when_the_store_is_gone() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let mut body = with(&waiting("store-one", 2), "carried", json!(3));
    body["waiting"] = json!(5);
    for body in [body, waiting("store-two", 1)] {
        post(&server, &tablet.token, body).await;
    }
    assert_eq!(lost(&server).await, ["5"], "three carried, two its own");
    let state = states(&server).await.remove(0);
    assert_eq!(state.missing, 0);
    post(
        &server,
        &tablet.token,
        with(&waiting("store-two", 1), "waiting", json!(0)),
    )
    .await;
    assert_eq!(states(&server).await.remove(0).missing, 1);
}

#[tokio::test]
async fn a_second_change_of_store_in_a_half_day_waits_for_the_next() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    for (store, finished) in [("store-one", 2), ("store-two", 3), ("store-three", 4)] {
        let response = post(&server, &tablet.token, waiting(store, finished)).await;
        assert_eq!(response.status(), 200, "{store}");
    }
    let state = states(&server).await.remove(0);
    assert_eq!(state.visits.finished, 5, "nothing counted of the third");
    assert_eq!(state.report.unwrap().waiting, 4, "but it is told of");
    assert_eq!(lost(&server).await, ["2"]);
    server.set_time("2026-11-24T15:45:00+07:00");
    post(&server, &tablet.token, waiting("store-three", 4)).await;
    assert_eq!(states(&server).await.remove(0).visits.finished, 9);
    assert_eq!(lost(&server).await, ["2", "3"]);
}

#[rstest]
#[case(json!([]), &[("", "wrong-type")], "no object")]
#[case(json!({}), &[("version", "wrong-type"), ("store_id", "wrong-type"), ("waiting", "wrong-type"),
    ("refused", "wrong-type"), ("storage", "wrong-type"), ("encrypted", "wrong-type"),
    ("offline", "wrong-type"), ("counts", "wrong-type")], "nothing at all: everything at once")]
#[case(with(&report(), "waiting", json!(-1)), &[("waiting", "out-of-range")], "less than none")]
#[case(with(&report(), "waiting", json!(1.5)), &[("waiting", "out-of-range")], "no integer")]
#[case(with(&report(), "refused", json!(1_000_001)), &[("refused", "out-of-range")], "too many")]
#[case(with(&report(), "carried", json!("1")), &[("carried", "wrong-type")], "optional, and a number")]
#[case(with(&report(), "version", json!("x".repeat(65))), &[("version", "out-of-range")], "too long")]
#[case(with(&report(), "store_id", json!("short")), &[("store_id", "out-of-range")], "too short")]
#[case(with(&report(), "store_id", json!("có dấu, đủ dài")), &[("store_id", "out-of-range")], "not ASCII")]
#[case(with(&report(), "storage", json!("forever")), &[("storage", "not-an-option")], "a third word")]
#[case(with(&report(), "counts", json!([1])), &[("counts.0", "wrong-type")], "no object inside")]
#[case(with(&report(), "counts", json!([{"half_day": "2026-11-24-xm", "started": 1, "finished": true,
    "abandoned": 0, "declined": -2}])), &[("counts.0.half_day", "wrong-type"),
    ("counts.0.finished", "wrong-type"), ("counts.0.declined", "out-of-range")], "each field by name")]
#[tokio::test]
async fn what_is_wrong_is_told_all_at_once(
    #[case] body: Value,
    #[case] expected: &[(&str, &str)],
    #[case] why: &str,
) {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let response = post(&server, &tablet.token, body).await;
    assert_eq!(response.status(), 422, "{why}");
    let found = problems(&body_of(response).await);
    let found: Vec<_> = found
        .iter()
        .map(|(f, c)| (f.as_str(), c.as_str()))
        .collect();
    assert_eq!(found, expected, "{why}");
    assert!(states(&server).await.remove(0).report.is_none(), "{why}");
}

#[tokio::test]
async fn a_report_has_limits() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let twice = with(
        &report(),
        "counts",
        json!([report()["counts"][0], report()["counts"][0]]),
    );
    assert_eq!(post(&server, &tablet.token, twice).await.status(), 422);
    for (most, status) in [(2000, 200), (2001, 422)] {
        let response = post(&server, &tablet.token, waiting("store-one", most)).await;
        assert_eq!(response.status(), status, "{most} visits in a half-day");
    }
    for (days, status) in [(60, 200), (61, 422)] {
        let mut body = waiting("store-one", 1);
        let visits = body["counts"][0].clone();
        let first = jiff::civil::date(2026, 9, 1);
        body["counts"] = (0..days)
            .flat_map(|n| ["am", "pm"].map(|half| (n, half)))
            .map(|(n, half)| {
                let day = first + jiff::Span::new().days(n);
                with(&visits, "half_day", json!(format!("{day}-{half}")))
            })
            .collect();
        let response = post(&server, &tablet.token, body).await;
        assert_eq!(response.status(), status, "{days} whole days");
    }
    let many = vec![report()["counts"][0].clone(); 201];
    let many = with(&report(), "counts", json!(many));
    let response = post(&server, &tablet.token, many.to_string()).await;
    assert_eq!(response.status(), 413, "201 half-days are over 16 KiB");
    let response = post(&server, &tablet.token, "{").await;
    assert_eq!(response.status(), 400);
    let request = server.client.post(server.url("/api/v1/device"));
    let response = sent(
        request
            .bearer_auth(&tablet.token)
            .body(report().to_string()),
    )
    .await;
    assert_eq!(response.status(), 415);
}

#[tokio::test]
async fn clocks_of_1970_and_2099_are_taken_as_they_are() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let visits = |half_day: &str| json!({"half_day": half_day, "started": 1, "finished": 1, "abandoned": 0, "declined": 0});
    let counts = json!([visits("1970-01-01-am"), visits("2099-12-31-pm")]);
    let body = with(&report(), "counts", counts);
    assert_eq!(post(&server, &tablet.token, body).await.status(), 200);
    let state = states(&server).await.remove(0);
    assert_eq!(state.visits.finished, 0, "of this month");
}

#[tokio::test]
async fn a_revoked_and_an_unknown_device_are_told_what_they_are() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    post(&server, &tablet.token, report()).await;
    enrol_device::revoke(&server.app, &tablet.id).await.unwrap();
    let response = post(&server, &tablet.token, report()).await;
    assert_eq!(response.status(), 403);
    assert_eq!(problems(&body_of(response).await)[0].1, "device_revoked");
    let response = post(&server, "none", report()).await;
    assert_eq!(response.status(), 401);
    assert_eq!(problems(&body_of(response).await)[0].1, "device_unknown");
}

#[tokio::test]
async fn everything_a_tablet_keeps_is_there_and_the_version_stays_while_nothing_changes() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let cookie = format!("hailong-may={}", tablet.page);
    let kept = body_of(server.get_as(&cookie, "/may/kho.json").await).await;
    server.set_time("2026-11-24T15:45:00+07:00");
    let later = body_of(server.get_as(&cookie, "/may/kho.json").await).await;
    assert_eq!(kept, later, "every copy of a page has another id and time");
    let files: Vec<_> = kept["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file.as_str().unwrap())
        .collect();
    for expected in [
        "/may/quay?lang=vi",
        "/may/quay?lang=en",
        "/may/cai-dat",
        "/may/app.webmanifest",
    ] {
        assert!(files.contains(&expected), "{expected} of {files:?}");
    }
    for file in files {
        assert_eq!(server.get_as(&cookie, file).await.status(), 200, "{file}");
    }
}

#[tokio::test]
async fn what_a_tablet_keeps_is_for_tablets_and_the_worker_may_have_all_of_their_pages() {
    let server = Server::commune().await;
    let response = server.get("/may/kho.json").await;
    assert_eq!(response.status(), 303);
    let worker = server.get("/may/worker.js").await;
    assert_eq!(worker.status(), 200);
    assert_eq!(header(&worker, "service-worker-allowed"), "/may");
    assert_eq!(header(&worker, "cache-control"), "no-cache");
    assert!(header(&worker, "content-type").starts_with("text/javascript"));
    let page = text(server.get("/may/cai-dat").await).await;
    assert!(
        page.contains("data-digit=\"7\""),
        "the settings are the same for everyone"
    );
}
