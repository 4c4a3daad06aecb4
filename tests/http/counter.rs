//! `/may/quay` and `/may/cam-on`: the tablet at the counter without JavaScript.

use hailong::domain::form::Channel;
use hailong::usecase::enrol_device::revoke;
use reqwest::Response;

use crate::page::{PageForm, links};
use crate::server::{COMMUNE, MORNING, Server, header, sent, text};

const COUNTER: &str = "/may/quay";

/// A tablet's browser: it shows its cookie with every request.
struct Browser<'a> {
    server: &'a Server,
    cookie: String,
}

impl Browser<'_> {
    async fn get(&self, path: &str) -> Response {
        let request = self.server.client.get(self.server.url(path));
        sent(request.header("cookie", &self.cookie)).await
    }

    async fn post(&self, form: &PageForm) -> Response {
        let request = self.server.client.post(self.server.url(&form.action));
        sent(request.header("cookie", &self.cookie).form(&form.fields)).await
    }
}

async fn browser(server: &Server) -> Browser<'_> {
    let tablet = server.tablet().await;
    Browser {
        server,
        cookie: format!("hailong-may={}", tablet.page),
    }
}

#[tokio::test]
async fn the_page_posted_as_rendered_counts_as_the_tablets_own_and_is_thanked() {
    let server = Server::commune().await;
    let browser = browser(&server).await;
    let page = browser.get(COUNTER).await;
    assert_eq!(page.status(), 200);
    assert_eq!(header(&page, "cache-control"), "no-store");
    let form = PageForm::of(&text(page).await);
    let form = form
        .tick("muc-dich", "nhan-ket-qua")
        .tick("chung", "5")
        .tick("ket-qua", "skip")
        .tick("can-cai-thien", "thoi-gian")
        .tick("service", "ho-tich")
        .tick("tuoi", "tren-60")
        .fill("comment", "Cảm ơn");
    for _ in 0..2 {
        let response = browser.post(&form).await;
        assert_eq!(response.status(), 303, "a page sent twice is thanked twice");
        assert_eq!(header(&response, "location"), "/may/cam-on");
    }
    assert_eq!(server.n_stored().await, 1);
    let headline = server.headline(COMMUNE, "2026-Q4b").await.expect("a row");
    assert_eq!(headline.n, 1, "the tablet's channel is in the headline");
}

#[tokio::test]
async fn nothing_is_chosen_beforehand_and_every_page_has_an_id_of_its_own() {
    let server = Server::commune().await;
    let browser = browser(&server).await;
    let first = PageForm::of(&text(browser.get(COUNTER).await).await);
    let second = PageForm::of(&text(browser.get(COUNTER).await).await);
    let names: Vec<_> = first.fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["id", "collected_at", "language", "comment"]);
    assert_ne!(first.value("id"), second.value("id"), "two people, two ids");
    assert_eq!(browser.post(&first).await.status(), 422, "no answer");
    assert_eq!(server.n_stored().await, 0);
}

#[tokio::test]
async fn a_page_with_problems_comes_back_as_plain_page_with_all_that_was_typed() {
    let server = Server::commune().await;
    let browser = browser(&server).await;
    let form = PageForm::of(&text(browser.get("/may/quay?lang=en").await).await);
    let form = form
        .tick("can-cai-thien", "thoi-gian")
        .tick("can-cai-thien", "thai-do")
        .tick("can-cai-thien", "huong-dan")
        .tick("can-cai-thien", "thong-tin");
    let response = browser.post(&form).await;
    assert_eq!(response.status(), 422);
    let page = text(response).await;
    let again = PageForm::of(&page);
    for name in ["id", "language", "can-cai-thien"] {
        assert_eq!(again.value(name), form.value(name), "{name} stays");
    }
    assert_eq!(again.value("collected_at"), Some(MORNING));
    assert!(links(&page).contains(&"#can-cai-thien-0".to_owned()));
    assert!(!page.contains("<script"), "no script that starts anew");
    assert!(page.contains("<html lang=\"en\""), "in the language shown");
}

#[tokio::test]
async fn each_language_has_a_page_and_thanks_that_lead_back() {
    let server = Server::commune().await;
    let browser = browser(&server).await;
    for (query, language, thanks) in [
        ("", "vi", "/may/cam-on"),
        ("?lang=vi", "vi", "/may/cam-on"),
        ("?lang=en", "en", "/may/cam-on/en"),
        ("?lang=xx", "vi", "/may/cam-on"),
    ] {
        let page = text(browser.get(&format!("{COUNTER}{query}")).await).await;
        assert!(
            page.contains(&format!("<html lang=\"{language}\"")),
            "{query}"
        );
        let form = PageForm::of(&page).tick("chung", "1");
        assert_eq!(form.value("language"), Some(language), "{query}");
        assert_eq!(header(&browser.post(&form).await, "location"), thanks);
        let thanked = text(server.get(thanks).await).await;
        assert!(thanked.contains("content=\"8;url=/may/quay\""), "{query}");
    }
    assert_eq!(server.get("/may/cam-on/..%2f").await.status(), 404);
}

#[tokio::test]
async fn the_thanks_are_the_same_for_the_best_and_the_worst() {
    let server = Server::commune().await;
    let browser = browser(&server).await;
    let mut pages = Vec::new();
    for level in ["5", "1"] {
        let form = PageForm::of(&text(browser.get(COUNTER).await).await);
        let response = browser.post(&form.tick("chung", level)).await;
        let address = header(&response, "location");
        pages.push((text(browser.get(&address).await).await, address));
    }
    assert_eq!(pages[0], pages[1]);
    assert!(!pages[0].1.contains('?'), "no answer in the address");
}

#[tokio::test]
async fn without_a_tablets_cookie_the_way_leads_to_enrolment() {
    let server = Server::commune().await;
    let paper = server.device(COMMUNE, Channel::Paper).await;
    let unknown = Browser {
        server: &server,
        cookie: "hailong-may=khong-co".to_owned(),
    };
    let bare = server.get(COUNTER).await;
    assert_eq!(bare.status(), 303);
    assert_eq!(header(&bare, "location"), "/may");
    let response = unknown.get(COUNTER).await;
    assert_eq!(response.status(), 303, "a cookie nobody gave");
    let token = Browser {
        server: &server,
        cookie: format!("hailong-may={}", paper.token),
    };
    assert_eq!(
        token.get(COUNTER).await.status(),
        303,
        "a token is no cookie"
    );
    let posted = server
        .client
        .post(server.url(COUNTER))
        .form(&[("chung", "5")]);
    assert_eq!(sent(posted).await.status(), 303, "nor is a post taken");
    assert_eq!(server.n_stored().await, 0);
}

#[tokio::test]
async fn a_revoked_tablet_is_led_to_enrolment() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let browser = Browser {
        server: &server,
        cookie: format!("hailong-may={}", tablet.page),
    };
    assert_eq!(browser.get(COUNTER).await.status(), 200);
    revoke(&server.app, &tablet.id).await.expect("revoked");
    let response = browser.get(COUNTER).await;
    assert_eq!(header(&response, "location"), "/may");
}
