//! `/phieu/{unit}/{form}` and `/cam-on`.

use std::collections::BTreeMap;

use reqwest::Response;
use rstest::rstest;

use crate::page::{PageForm, links};
use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, header, sent, text};

const FORM: &str = "/phieu/01141/hai-long-quay";

async fn rendered(server: &Server, path: &str) -> PageForm {
    let response = server.get(path).await;
    assert_eq!(response.status(), 200, "{path}");
    PageForm::of(&text(response).await)
}

async fn post(server: &Server, form: &PageForm) -> Response {
    sent(
        server
            .client
            .post(server.url(&form.action))
            .form(&form.fields),
    )
    .await
}

#[tokio::test]
async fn the_page_posted_as_rendered_is_stored_by_the_open_channel_and_thanked() {
    let server = Server::commune().await;
    let form = rendered(&server, FORM).await;
    let form = form
        .tick("muc-dich", "nhan-ket-qua")
        .tick("chung", "5")
        .tick("tiep-can", "4")
        .tick("thu-tuc", "skip")
        .tick("ket-qua", "2")
        .tick("can-cai-thien", "thoi-gian")
        .tick("can-cai-thien", "trang-thiet-bi")
        .tick("gioi-tinh", "nu")
        .tick("service", "ho-tich")
        .fill("comment", "Cảm ơn <b>nhiều</b>");
    for _ in 0..2 {
        let response = post(&server, &form).await;
        assert_eq!(response.status(), 303, "a page sent twice is thanked twice");
        assert_eq!(header(&response, "location"), "/cam-on");
    }
    assert_eq!(server.n_stored().await, 1);
    let headline = server.headline(COMMUNE, "2026-Q4b").await.unwrap();
    assert_eq!(headline.n, 0, "the open channel is outside the headline");
}

#[tokio::test]
async fn nothing_is_chosen_beforehand_and_a_page_without_an_answer_is_not_stored() {
    let server = Server::commune().await;
    let form = rendered(&server, FORM).await;
    let names: Vec<_> = form.fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["id", "collected_at", "language", "comment"]);
    let response = post(&server, &form).await;
    assert_eq!(response.status(), 422);
    assert_eq!(header(&response, "cache-control"), "no-store");
    assert_eq!(server.n_stored().await, 0);
}

#[tokio::test]
async fn a_page_with_problems_comes_back_with_all_that_was_typed() {
    let server = Server::commune().await;
    let form = rendered(&server, FORM).await;
    let (id, time) = (form.value("id").unwrap().to_owned(), MORNING);
    let form = form
        .tick("chung", "4")
        .tick("can-cai-thien", "thoi-gian")
        .tick("can-cai-thien", "thai-do")
        .tick("can-cai-thien", "trang-thiet-bi")
        .tick("can-cai-thien", "phi-le-phi")
        .tick("service", "dat-dai")
        .fill("comment", &"<\"&>".repeat(300));
    server.set_time("2026-11-24T11:00:00+07:00");
    let response = post(&server, &form).await;
    assert_eq!(response.status(), 422);
    let page = text(response).await;
    let again = PageForm::of(&page);
    assert_eq!(again.value("id"), Some(id.as_str()), "the id stays");
    assert_eq!(again.value("collected_at"), Some(time), "so does the time");
    let sorted = |form: &PageForm| {
        let mut fields = form.fields.clone();
        fields.sort();
        fields
    };
    assert_eq!(sorted(&again), sorted(&form), "nothing typed is lost");
    assert!(
        links(&page).contains(&"#can-cai-thien-0".to_owned()),
        "the summary leads there"
    );
    assert!(links(&page).contains(&"#comment-0".to_owned()));
    let mended = again.fill("comment", "ngắn");
    let fields: Vec<_> = mended
        .fields
        .into_iter()
        .filter(|(_, value)| value != "phi-le-phi")
        .collect();
    let mended = PageForm {
        fields,
        ..mended_of(&form)
    };
    assert_eq!(post(&server, &mended).await.status(), 303);
    assert_eq!(server.n_stored().await, 1);
}

fn mended_of(form: &PageForm) -> PageForm {
    PageForm {
        action: form.action.clone(),
        fields: Vec::new(),
        choices: BTreeMap::new(),
    }
}

#[tokio::test]
async fn other_content_under_the_same_id_is_a_page_that_says_what_to_do() {
    let server = Server::commune().await;
    let form = rendered(&server, FORM).await;
    let first = form.tick("chung", "5");
    assert_eq!(post(&server, &first).await.status(), 303);
    let fields = first.fields.iter().map(|(name, value)| {
        let value = if name == "chung" { "1" } else { value.as_str() };
        (name.clone(), value.to_owned())
    });
    let other = PageForm {
        fields: fields.collect(),
        ..mended_of(&first)
    };
    let response = post(&server, &other).await;
    assert_eq!(response.status(), 409);
    assert!(
        text(response).await.contains("Phiếu"),
        "in the page's language"
    );
    assert_eq!(server.n_stored().await, 1);
}

#[rstest]
#[case("?lang=en", "en", "/cam-on/en", "Send")]
#[case("?lang=vi", "vi", "/cam-on", "Gửi")]
#[case("", "vi", "/cam-on", "Gửi")]
#[case("?lang=xx", "vi", "/cam-on", "Gửi")]
#[tokio::test]
async fn a_page_speaks_the_language_asked_for_from_question_to_thanks(
    #[case] query: &str,
    #[case] language: &str,
    #[case] thanks: &str,
    #[case] word: &str,
) {
    let server = Server::commune().await;
    let page = text(server.get(&format!("{FORM}{query}")).await).await;
    assert!(page.contains(&format!("<html lang=\"{language}\"")) && page.contains(word));
    let form = PageForm::of(&page);
    assert_eq!(form.value("language"), Some(language));
    let unanswered = text(post(&server, &form).await).await;
    assert!(unanswered.contains(&format!("<html lang=\"{language}\"")));
    let response = post(&server, &form.tick("chung", "5")).await;
    assert_eq!(header(&response, "location"), thanks);
    let thanked = server.get(thanks).await;
    assert_eq!(thanked.status(), 200);
    assert!(
        text(thanked)
            .await
            .contains(&format!("<html lang=\"{language}\""))
    );
}

#[tokio::test]
async fn a_page_is_given_only_for_units_collected_for_and_forms_known() {
    let server = Server::commune().await;
    for (path, status, why) in [
        (FORM.to_owned(), 200, "its own unit, the newest version"),
        (format!("{FORM}@1"), 200, "a version named"),
        ("/phieu/01141/mot-cau".to_owned(), 200, "another form"),
        (format!("{FORM}@99"), 404, "no such version"),
        ("/phieu/01141/khong-co".to_owned(), 404, "no such form"),
        (
            format!("/phieu/{NEIGHBOUR}/hai-long-quay"),
            404,
            "a unit not collected for",
        ),
        ("/phieu/99999/hai-long-quay".to_owned(), 404, "no such unit"),
        ("/phieu/%ff/hai-long-quay".to_owned(), 404, "no text"),
    ] {
        let response = server.get(&path).await;
        assert_eq!(response.status(), status, "{why}");
        let posted = server
            .client
            .post(server.url(&path))
            .form(&[("chung", "5")]);
        let expected = if status == 200 { 422 } else { 404 };
        assert_eq!(sent(posted).await.status(), expected, "posted: {why}");
    }
}

#[tokio::test]
async fn a_province_collects_for_the_communes_that_have_a_device_here() {
    let server = Server::of(PROVINCE, MORNING).await;
    assert_eq!(server.get(FORM).await.status(), 404, "no device yet");
    assert_eq!(
        server.get("/phieu/08/hai-long-quay").await.status(),
        404,
        "no counter of its own"
    );
    server.tablet().await;
    assert_eq!(server.get(FORM).await.status(), 200);
}

#[rstest]
#[case("chung=5&chung=4", 400, "an answer twice")]
#[case("chung=%zz", 400, "no text")]
#[case("chung=%ff", 400, "not UTF-8")]
#[case("chung=5", 422, "neither id nor time")]
#[case("chung=99&la-gi=1&__proto__=x", 422, "what the form does not have")]
#[tokio::test]
async fn a_malformed_post_is_refused_and_stores_nothing(
    #[case] body: &'static str,
    #[case] status: u16,
    #[case] why: &str,
) {
    let server = Server::commune().await;
    let form_type = "application/x-www-form-urlencoded";
    let request = server
        .client
        .post(server.url(FORM))
        .header("content-type", form_type);
    assert_eq!(sent(request.body(body)).await.status(), status, "{why}");
    let request = server
        .client
        .post(server.url(FORM))
        .header("content-type", form_type);
    let large = format!("comment={}", "x".repeat(64 * 1024));
    assert_eq!(sent(request.body(large)).await.status(), 413, "over 64 KiB");
    let request = server
        .client
        .post(server.url(FORM))
        .header("content-type", "application/json");
    assert_eq!(sent(request.body("{}")).await.status(), 415, "not a form");
    assert_eq!(server.n_stored().await, 0);
}

#[tokio::test]
async fn a_post_without_a_right_id_gets_one_that_can_be_sent() {
    let server = Server::commune().await;
    let posted = server
        .client
        .post(server.url(FORM))
        .form(&[("chung", "5"), ("id", "x")]);
    let page = PageForm::of(&text(sent(posted).await).await);
    assert_eq!(page.value("collected_at"), Some(MORNING));
    assert_eq!(page.value("chung"), Some("5"), "the answer is kept");
    assert_eq!(
        post(&server, &page).await.status(),
        303,
        "sent once more it is taken"
    );
}

#[tokio::test]
async fn the_open_page_of_a_unit_takes_so_many_posts_a_minute_and_devices_are_not_limited() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let bare = [("chung", "5")];
    for _ in 0..120 {
        let request = server.client.post(server.url(FORM)).form(&bare);
        assert_eq!(sent(request).await.status(), 422);
    }
    // The body is not looked at any more: it would be refused for its media type.
    let request = server.client.post(server.url(FORM)).body("x");
    let response = sent(request).await;
    assert_eq!(response.status(), 429);
    assert_eq!(header(&response, "retry-after"), "60");
    assert!(
        text(response).await.contains("<h1>"),
        "a page that says what to do"
    );
    assert_eq!(
        server
            .post(&tablet.token, crate::sheet::sheet())
            .await
            .status(),
        201
    );
    server.set_time("2026-11-24T09:31:00+07:00");
    let request = server.client.post(server.url(FORM)).form(&bare);
    assert_eq!(sent(request).await.status(), 422, "the next minute");
}

#[tokio::test]
async fn the_thanks_leave_nothing_behind() {
    let server = Server::commune().await;
    for (path, status) in [
        ("/cam-on", 200),
        ("/cam-on/en", 200),
        ("/cam-on/hmn", 200),
        ("/cam-on/..%2f", 404),
    ] {
        let response = server.get(path).await;
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(header(&response, "set-cookie"), "", "{path}");
    }
    let asked = server.get(&format!("{FORM}?lang=en")).await;
    assert_eq!(
        header(&asked, "set-cookie"),
        "",
        "nor does the questionnaire"
    );
}
