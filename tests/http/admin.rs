//! `/quan-tri`.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use hailong::usecase::issue_token::TokenRole;
use reqwest::Response;

use crate::page::PageForm;
use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, header, sent, text};
use crate::sheet::sheet;

async fn post(server: &Server, cookie: &str, path: &str) -> Response {
    let request = server.client.post(server.url(path));
    sent(request.header("cookie", cookie).form(&[("a", "b")])).await
}

#[tokio::test]
async fn an_administrator_sees_what_may_do_something_here_and_no_secret() {
    let server = Server::of(PROVINCE, MORNING).await;
    let tablet = server.tablet().await;
    let token = server.token(TokenRole::Api, PROVINCE).await;
    server
        .account("admin.officer", Role::Officer, COMMUNE)
        .await;
    let cookie = server.signed_in("admin.sees", Role::Admin, PROVINCE).await;
    let response = server.get_as(&cookie, "/quan-tri").await;
    assert_eq!(response.status(), 200);
    let page = text(response).await;
    for shown in [
        "admin.officer",
        "admin.sees",
        "quầy 1",
        &tablet.id,
        "máy tính",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    for secret in [tablet.token.as_str(), token.as_str(), "argon2"] {
        assert!(!page.contains(secret), "{secret}");
    }
    let home = text(server.get_as(&cookie, "/").await).await;
    assert!(
        home.contains("href=\"/quan-tri\""),
        "the first page leads there"
    );
}

#[tokio::test]
async fn the_button_on_the_page_revokes_a_device_at_once() {
    let server = Server::of(PROVINCE, MORNING).await;
    let tablet = server.tablet().await;
    assert_eq!(server.post(&tablet.token, sheet()).await.status(), 201);
    let cookie = server
        .signed_in("admin.revokes", Role::Admin, PROVINCE)
        .await;
    let page = text(server.get_as(&cookie, "/quan-tri").await).await;
    let (_, table) = page.split_once("<main").unwrap();
    let action = PageForm::of(table).action;
    assert_eq!(action, format!("/quan-tri/thiet-bi/{}/thu-hoi", tablet.id));
    let response = post(&server, &cookie, &action).await;
    assert_eq!(response.status(), 303);
    assert_eq!(header(&response, "location"), "/quan-tri");
    assert_eq!(server.post(&tablet.token, sheet()).await.status(), 403);
    let page = text(server.get_as(&cookie, "/quan-tri").await).await;
    assert!(page.contains("đã thu hồi") && !page.contains("thu-hoi\""));
}

#[tokio::test]
async fn only_an_administrator_comes_in_and_only_as_far_as_their_units() {
    let server = Server::of(PROVINCE, MORNING).await;
    let there = server.device(NEIGHBOUR, Channel::Tablet).await;
    let revoke = format!("/quan-tri/thiet-bi/{}/thu-hoi", there.id);
    assert_eq!(server.get("/quan-tri").await.status(), 303, "nobody");
    assert_eq!(post(&server, "", &revoke).await.status(), 303, "nobody");
    for (name, role, unit) in [
        ("admin.not.officer", Role::Officer, NEIGHBOUR),
        ("admin.not.province", Role::Province, PROVINCE),
    ] {
        let cookie = server.signed_in(name, role, unit).await;
        assert_eq!(
            server.get_as(&cookie, "/quan-tri").await.status(),
            403,
            "{role}"
        );
        assert_eq!(
            post(&server, &cookie, &revoke).await.status(),
            403,
            "{role}"
        );
    }
    let cookie = server
        .signed_in("admin.commune", Role::Admin, COMMUNE)
        .await;
    let page = text(server.get_as(&cookie, "/quan-tri").await).await;
    assert!(
        !page.contains(&there.id),
        "a neighbour's device is not shown"
    );
    assert_eq!(post(&server, &cookie, &revoke).await.status(), 404);
    let missing = "/quan-tri/thiet-bi/d0/thu-hoi";
    assert_eq!(post(&server, &cookie, missing).await.status(), 404);
    assert_eq!(
        server.post(&there.token, sheet()).await.status(),
        201,
        "still in use"
    );
    let request = server
        .client
        .post(server.url(&revoke))
        .header("cookie", &cookie);
    let cross = sent(request.header("sec-fetch-site", "cross-site")).await;
    assert_eq!(cross.status(), 403);
}
