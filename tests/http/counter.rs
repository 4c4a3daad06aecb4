//! `/may/quay` without JavaScript.

use hailong::domain::form::Channel;
use hailong::usecase::enrol_device;

use crate::page::PageForm;
use crate::server::{COMMUNE, Server, header, sent, text};

#[tokio::test]
async fn a_browser_without_the_cookie_is_led_to_enrolment() {
    let server = Server::commune().await;
    let response = server.get("/may/quay").await;
    assert_eq!(response.status(), 303);
    assert_eq!(header(&response, "location"), "/may");
}

#[tokio::test]
async fn a_page_of_an_enrolled_tablet_is_stored_as_its_own() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let cookie = format!("hailong-may={}", tablet.page);
    let request = |path: &str| {
        server
            .client
            .get(server.url(path))
            .header("cookie", &cookie)
    };
    let page = sent(request("/may/quay?lang=en")).await;
    assert_eq!(page.status(), 200);
    let form = PageForm::of(&text(page).await).tick("chung", "4");
    let post = server.client.post(server.url(&form.action));
    let response = sent(post.header("cookie", &cookie).form(&form.fields)).await;
    assert_eq!(response.status(), 303);
    assert_eq!(header(&response, "location"), "/may/cam-on/en");
    let headline = server.headline(COMMUNE, "2026-Q4b").await.unwrap();
    assert_eq!(headline.n, 1, "the tablet's channel is in the headline");
}

#[tokio::test]
async fn a_revoked_tablet_asks_nobody_any_more() {
    let server = Server::commune().await;
    let tablet = server.device(COMMUNE, Channel::Tablet).await;
    enrol_device::revoke(&server.app, &tablet.id).await.unwrap();
    let cookie = format!("hailong-may={}", tablet.page);
    let request = server.client.get(server.url("/may/quay"));
    let response = sent(request.header("cookie", cookie)).await;
    assert_eq!(response.status(), 303);
    assert_eq!(header(&response, "location"), "/may");
}
