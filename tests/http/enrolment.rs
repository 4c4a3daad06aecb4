//! `/may`: a code makes a tablet a device.

use hailong::usecase::invite_device::{Invitation, Invited, invite};
use reqwest::Response;
use serde_json::{Value, json};

use crate::page::PageForm;
use crate::server::{COMMUNE, MORNING, Server, cookie, header, json, problems, sent, text};
use crate::sheet::{sheet, with};

/// What every refusal says.
const REFUSED: &str = "Mã không đúng hoặc đã hết hạn";

pub(crate) async fn invited(server: &Server, name: &str, device: Option<&str>) -> Invited {
    let invitation = Invitation {
        unit: COMMUNE,
        name,
        form: "hai-long-quay",
        device,
    };
    let invited = invite(&server.app, "lan", invitation).await;
    invited.expect("a code")
}

/// Posts a code as the page's script does.
async fn redeem(server: &Server, code: &str) -> Response {
    let request = server.client.post(server.url("/may"));
    let request = request.header("accept", "application/json");
    sent(request.form(&[("ma", code)])).await
}

async fn enrolled(server: &Server, name: &str) -> Value {
    let invited = invited(server, name, None).await;
    let response = redeem(server, invited.code.as_str()).await;
    assert_eq!(response.status(), 200);
    json(response).await
}

async fn refused(server: &Server, code: &str, why: &str) {
    let response = redeem(server, code).await;
    assert_eq!(response.status(), 422, "{why}");
    assert!(cookie(&response).is_none(), "{why}");
    let body = json(response).await;
    let expected = ("ma".to_owned(), "code_refused".to_owned());
    assert_eq!(problems(&body), [expected], "{why}");
    let message = body["problems"][0]["message"].as_str().unwrap();
    assert!(message.starts_with(REFUSED), "{why}: {message}");
}

/// Another code of the same invitation: its last character is changed.
fn wrong_proof(code: &str) -> String {
    let (head, last) = code.split_at(7);
    format!("{head}{}", if last == "0" { "1" } else { "0" })
}

fn token(device: &Value) -> &str {
    device["token"].as_str().expect("a token")
}

#[tokio::test]
async fn a_code_is_good_once_and_gives_token_and_cookie() {
    let server = Server::commune().await;
    let invited = invited(&server, "Quầy số 1", None).await;
    let response = redeem(&server, &invited.code.grouped().to_lowercase()).await;
    assert_eq!(response.status(), 200, "small letters and a space are fine");
    let set = header(&response, "set-cookie");
    assert!(
        set.starts_with("hailong-may=") && set.contains("Max-Age=31536000; Path=/; HttpOnly"),
        "{set}"
    );
    let page_cookie = cookie(&response).unwrap();
    let device = json(response).await;
    assert_eq!(device["unit"], COMMUNE);
    assert_eq!(device["name"], "Quầy số 1");
    assert_eq!(server.post(token(&device), sheet()).await.status(), 201);
    let page = server.get_as(&page_cookie, "/may/quay").await;
    assert_eq!(page.status(), 200, "its pages are its own");
    refused(&server, invited.code.as_str(), "used").await;
}

#[tokio::test]
async fn a_code_is_redeemed_without_javascript() {
    let server = Server::commune().await;
    let page = text(server.get("/may").await).await;
    let form = PageForm::of(&page);
    assert_eq!(form.action, "/may?lang=vi");
    let post = |ma: String| {
        let fields = form_with(&form, &ma);
        let request = server.client.post(server.url(&form.action));
        sent(request.form(&fields))
    };
    let response = post("7K3M 9ZD2".to_owned()).await;
    assert_eq!(response.status(), 422);
    let page = text(response).await;
    assert!(page.contains(REFUSED) && page.contains("value=\"7K3M 9ZD2\""));
    let invited = invited(&server, "Quầy số 1", None).await;
    let response = post(invited.code.grouped()).await;
    assert_eq!(response.status(), 303);
    assert_eq!(header(&response, "location"), "/may/quay");
    let cookie = cookie(&response).unwrap();
    assert_eq!(server.get_as(&cookie, "/may/quay").await.status(), 200);
}

fn form_with(form: &PageForm, ma: &str) -> Vec<(String, String)> {
    let mut fields = form.fields.clone();
    for (name, value) in &mut fields {
        if name == "ma" {
            ma.clone_into(value);
        }
    }
    fields
}

#[tokio::test]
async fn five_wrong_proofs_end_a_code_and_all_refusals_look_the_same() {
    let server = Server::commune().await;
    let first = invited(&server, "Quầy số 1", None).await;
    let wrong = wrong_proof(first.code.as_str());
    for _ in 0..4 {
        refused(&server, &wrong, "a wrong proof").await;
    }
    assert_eq!(
        redeem(&server, first.code.as_str()).await.status(),
        200,
        "four wrong proofs leave one try"
    );
    let second = invited(&server, "Quầy số 2", None).await;
    let wrong = wrong_proof(second.code.as_str());
    for _ in 0..5 {
        refused(&server, &wrong, "a wrong proof").await;
    }
    refused(&server, second.code.as_str(), "burnt").await;
    for (code, why) in [
        ("00000000", "no invitation is found by it"),
        ("7K3", "too short"),
        ("", "nothing"),
        ("mã đăng ký", "no code"),
        (&"7".repeat(10_000), "too long"),
    ] {
        refused(&server, code, why).await;
    }
}

#[tokio::test]
async fn many_wrong_proofs_at_once_are_no_more_tries() {
    let server = Server::commune().await;
    let invited = invited(&server, "Quầy số 1", None).await;
    let wrong = wrong_proof(invited.code.as_str());
    let (one, two, three, four, five) = tokio::join!(
        redeem(&server, &wrong),
        redeem(&server, &wrong),
        redeem(&server, &wrong),
        redeem(&server, &wrong),
        redeem(&server, &wrong),
    );
    assert!(
        [one, two, three, four, five]
            .iter()
            .all(|answer| answer.status() == 422)
    );
    refused(&server, invited.code.as_str(), "burnt").await;
}

#[tokio::test]
async fn two_tablets_with_one_code_are_one_device() {
    let server = Server::commune().await;
    let invited = invited(&server, "Quầy số 1", None).await;
    let code = invited.code.as_str();
    let (one, other) = tokio::join!(redeem(&server, code), redeem(&server, code));
    let mut statuses = [one.status().as_u16(), other.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422]);
}

#[tokio::test]
async fn a_code_holds_for_ten_minutes() {
    let server = Server::commune().await;
    let first = invited(&server, "Quầy số 1", None).await;
    let second = invited(&server, "Quầy số 2", None).await;
    server.set_time("2026-11-24T09:39:59+07:00");
    assert_eq!(redeem(&server, first.code.as_str()).await.status(), 200);
    server.set_time("2026-11-24T09:40:00+07:00");
    refused(&server, second.code.as_str(), "over").await;
}

#[tokio::test]
async fn enrolling_again_keeps_the_device_and_ends_its_old_secrets_at_once() {
    let server = Server::commune().await;
    let old = enrolled(&server, "Quầy số 1").await;
    let id = old["id"].as_str().unwrap();
    assert_eq!(
        server.post(token(&old), sheet()).await.status(),
        201,
        "the token is now known by heart"
    );
    // What the old token could not send any more; the unit stands in it, as a tablet writes it.
    let waiting = with(&sheet(), "unit", json!(COMMUNE));
    let again = invited(&server, "Quầy số 1", Some(id)).await;
    assert_eq!(
        server.post(token(&old), sheet()).await.status(),
        201,
        "an invitation alone changes nothing"
    );
    let new = redeem(&server, again.code.as_str()).await;
    let new_cookie = cookie(&new).unwrap();
    let new = json(new).await;
    assert_eq!(new["id"], id, "counts go on");
    assert_ne!(token(&new), token(&old));
    let answer = server.post(token(&old), waiting.clone()).await;
    assert_eq!(answer.status(), 401, "the old token is nobody's");
    assert_eq!(
        problems(&json(answer).await)[0].1,
        "device_unknown",
        "and the tablet is told to enrol again"
    );
    let drained = server.post(token(&new), waiting).await;
    assert_eq!(drained.status(), 201, "the old queue drains");
    assert_eq!(server.get_as(&new_cookie, "/may/quay").await.status(), 200);
    assert_eq!(server.n_stored().await, 3);
}

#[tokio::test]
async fn the_old_page_cookie_is_void_after_enrolling_again() {
    let server = Server::commune().await;
    let first = invited(&server, "Quầy số 1", None).await;
    let response = redeem(&server, first.code.as_str()).await;
    let old_cookie = cookie(&response).unwrap();
    let device = json(response).await;
    let kept = server.get_as(&old_cookie, "/may").await;
    assert_eq!(header(&kept, "location"), "/may/quay", "enrolled already");
    let asked = server.get_as(&old_cookie, "/may?lai=1").await;
    assert_eq!(asked.status(), 200, "unless it is to be enrolled again");
    let again = invited(&server, "Quầy số 1", device["id"].as_str()).await;
    assert_eq!(redeem(&server, again.code.as_str()).await.status(), 200);
    let led = server.get_as(&old_cookie, "/may/quay").await;
    assert_eq!(header(&led, "location"), "/may");
}

#[tokio::test]
async fn a_revoked_device_comes_back_by_enrolling_again_and_not_by_an_older_code() {
    let server = Server::commune().await;
    let device = enrolled(&server, "Quầy số 1").await;
    let id = device["id"].as_str().unwrap();
    let older = invited(&server, "Quầy số 1", Some(id)).await;
    hailong::usecase::enrol_device::revoke(&server.app, id)
        .await
        .unwrap();
    assert_eq!(server.post(token(&device), sheet()).await.status(), 403);
    refused(&server, older.code.as_str(), "the revocation is newer").await;
    let again = invited(&server, "Quầy số 1", Some(id)).await;
    let new = json(redeem(&server, again.code.as_str()).await).await;
    assert_eq!(new["id"], id);
    assert_eq!(server.post(token(&new), sheet()).await.status(), 201);
    assert_eq!(server.post(token(&device), sheet()).await.status(), 401);
}

#[tokio::test]
async fn of_two_codes_for_one_device_the_newer_holds() {
    let server = Server::commune().await;
    let device = enrolled(&server, "Quầy số 1").await;
    let id = device["id"].as_str();
    let older = invited(&server, "Quầy số 1", id).await;
    let newer = invited(&server, "Quầy số 1", id).await;
    refused(&server, older.code.as_str(), "a newer one was made").await;
    assert_eq!(redeem(&server, newer.code.as_str()).await.status(), 200);
}

#[tokio::test]
async fn a_code_from_another_site_is_not_taken() {
    let server = Server::of(COMMUNE, MORNING).await;
    let invited = invited(&server, "Quầy số 1", None).await;
    let request = server.client.post(server.url("/may"));
    let request = request.header("sec-fetch-site", "cross-site");
    let answer = sent(request.form(&[("ma", invited.code.as_str())])).await;
    assert_eq!(answer.status(), 403);
    assert_eq!(redeem(&server, invited.code.as_str()).await.status(), 200);
}
