//! `/don-vi/{unit}/may`: the tablets of a unit at its desk.

use hailong::domain::account::Role;
use hailong::domain::period::HalfDay;
use hailong::storage::visit_count::Visits;
use hailong::usecase::enrol_device;
use hailong::usecase::record_event::first_broken;
use hailong::usecase::report_device::{Report, report};
use reqwest::Response;

use crate::page::PageForm;
use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, cookie, header, sent, text};
use crate::sheet::sheet;

const LIST: &str = "/don-vi/01141/may";

async fn post(server: &Server, session: &str, path: &str) -> Response {
    let request = server.client.post(server.url(path));
    sent(request.header("cookie", session).form(&[("a", "b")])).await
}

/// Posts the page's own form to add a tablet.
async fn add(server: &Server, session: &str, name: &str) -> Response {
    let page = text(server.get_as(session, LIST).await).await;
    let (_, form) = page
        .split_once("<section class=\"entry\">")
        .expect("a form");
    let form = PageForm::of(form).fill("name", name);
    assert_eq!(form.action, format!("{LIST}/moi"));
    let mut fields = form.fields;
    fields.push(("form".to_owned(), "hai-long-quay".to_owned()));
    let request = server.client.post(server.url(&form.action));
    sent(request.header("cookie", session).form(&fields)).await
}

/// The page of a code, as the browser that made it or as another.
async fn code_page(server: &Server, cookies: &str, path: &str, host: &str) -> String {
    let request = server.client.get(server.url(path)).header("host", host);
    let response = sent(request.header("cookie", cookies)).await;
    assert_eq!(response.status(), 200);
    text(response).await
}

/// The code a page shows.
fn code(page: &str) -> String {
    let (_, rest) = page
        .split_once("class=\"code\" translate=\"no\">")
        .expect("a code");
    rest.split('<').next().expect("its end").to_owned()
}

/// The PINs a page holds behind its disclosures.
fn pins(page: &str) -> Vec<String> {
    let pins = page.split("class=\"pin\"><strong>").skip(1);
    pins.map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect()
}

async fn redeem(server: &Server, code: &str) -> Response {
    let request = server.client.post(server.url("/may"));
    sent(request.form(&[("ma", code)])).await
}

#[tokio::test]
async fn an_officer_shows_a_code_and_sees_the_tablet_come() {
    let server = Server::commune().await;
    let session = server
        .signed_in("tab.officer", Role::Officer, COMMUNE)
        .await;
    let page = text(server.get_as(&session, LIST).await).await;
    assert!(
        page.contains("Chưa có máy tính bảng nào"),
        "it says how to begin"
    );
    let response = add(&server, &session, "Quầy số 1").await;
    assert_eq!(response.status(), 303);
    let path = header(&response, "location");
    let kept = header(&response, "set-cookie");
    assert!(
        kept.contains(&format!("Path={path}; Max-Age=600; HttpOnly")),
        "{kept}"
    );
    let both = format!("{session}; {}", cookie(&response).unwrap());
    let shown = code_page(&server, &both, &path, "192.168.1.20:8080").await;
    assert!(shown.contains("http://192.168.1.20:8080/may") && shown.contains("<svg class=\"qr\""));
    assert!(shown.contains("khoảng 10 phút") && !shown.contains("0.0.0.0"));
    assert!(
        !path.contains(&code(&shown).replace(' ', "")),
        "no code in an address"
    );
    server.set_time("2026-11-24T09:31:30+07:00");
    let later = code_page(&server, &both, &path, "127.0.0.1:8080").await;
    assert!(later.contains("khoảng 9 phút"));
    assert!(
        later.contains("--listen 0.0.0.0:8080"),
        "a tablet cannot reach this address"
    );
    let elsewhere = code_page(&server, &session, &path, "192.168.1.20:8080").await;
    assert!(!elsewhere.contains("class=\"qr\"") && !elsewhere.contains(&code(&shown)));
    let no_host = code_page(&server, &both, &path, "a\"b.vn").await;
    assert!(!no_host.contains("class=\"qr\"") && !no_host.contains("a&quot;b"));
    assert_eq!(code(&no_host), code(&shown), "the code can still be typed");
    assert_eq!(redeem(&server, &code(&shown)).await.status(), 303);
    let done = code_page(&server, &both, &path, "192.168.1.20:8080").await;
    assert!(done.contains("Máy “Quầy số 1” đã đăng ký") && !done.contains("class=\"qr\""));
    let page = text(server.get_as(&session, LIST).await).await;
    assert!(page.contains("Quầy số 1") && !page.contains("đã thu hồi"));
    assert_eq!(pins(&page).len(), 1);
}

#[tokio::test]
async fn a_code_that_is_over_says_so_to_its_unit_alone() {
    let server = Server::of(PROVINCE, MORNING).await;
    let session = server.signed_in("tab.over", Role::Leader, COMMUNE).await;
    let neighbour = server.signed_in("tab.next", Role::Officer, NEIGHBOUR).await;
    let response = add(&server, &session, "Quầy số 1").await;
    let path = header(&response, "location");
    let there = path.replace(COMMUNE, NEIGHBOUR);
    assert_eq!(server.get_as(&neighbour, &path).await.status(), 404);
    assert_eq!(
        server.get_as(&neighbour, &there).await.status(),
        404,
        "another unit's code is not there"
    );
    server.set_time("2026-11-24T09:40:00+07:00");
    let page = text(server.get_as(&session, &path).await).await;
    assert!(page.contains("đã hết dùng được"));
    assert_eq!(
        server
            .get_as(&session, &format!("{LIST}/ma/000"))
            .await
            .status(),
        404
    );
}

#[tokio::test]
async fn a_name_that_cannot_be_is_given_back_to_be_mended() {
    let server = Server::commune().await;
    let session = server.signed_in("tab.names", Role::Officer, COMMUNE).await;
    let response = add(&server, &session, "Quầy số 1").await;
    let both = format!("{session}; {}", cookie(&response).unwrap());
    let page = code_page(&server, &both, &header(&response, "location"), "a.vn").await;
    assert_eq!(redeem(&server, &code(&page)).await.status(), 303);
    for (name, why) in [
        ("Quầy số 1", "another tablet has it"),
        ("", "no name"),
        ("<b>\u{7}", "it cannot be shown"),
    ] {
        let response = add(&server, &session, name).await;
        assert_eq!(response.status(), 422, "{why}");
        let page = text(response).await;
        assert!(
            page.contains("role=\"alert\"") && !page.contains("<b>"),
            "{why}"
        );
    }
    let fields = [("name", "Quầy số 2"), ("form", "danh-gia-ho-so")];
    let request = server.client.post(server.url(&format!("{LIST}/moi")));
    let response = sent(request.header("cookie", &session).form(&fields)).await;
    assert_eq!(
        response.status(),
        422,
        "a form that needs a code of its own"
    );
}

#[tokio::test]
async fn a_pin_is_reset_and_a_device_revoked_and_enrolled_again_with_the_buttons_of_the_page() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let session = server
        .signed_in("tab.buttons", Role::Officer, COMMUNE)
        .await;
    let page = text(server.get_as(&session, LIST).await).await;
    let before = pins(&page);
    assert!(before[0].len() == 6 && before[0].bytes().all(|b| b.is_ascii_digit()));
    let action = |what: &str| format!("{LIST}/{}/{what}", tablet.id);
    for what in ["pin", "thu-hoi", "dang-ky-lai"] {
        assert!(
            page.contains(&format!("action=\"{}\"", action(what))),
            "{what}"
        );
    }
    assert_eq!(post(&server, &session, &action("pin")).await.status(), 303);
    let page = text(server.get_as(&session, LIST).await).await;
    assert_ne!(pins(&page), before);
    assert_eq!(
        server.post(&tablet.token, sheet()).await.status(),
        201,
        "still in use"
    );
    assert_eq!(
        post(&server, &session, &action("thu-hoi")).await.status(),
        303
    );
    assert_eq!(server.post(&tablet.token, sheet()).await.status(), 403);
    let page = text(server.get_as(&session, LIST).await).await;
    assert!(page.contains("đã thu hồi") && pins(&page).is_empty());
    let response = post(&server, &session, &action("dang-ky-lai")).await;
    let both = format!("{session}; {}", cookie(&response).unwrap());
    let shown = code_page(&server, &both, &header(&response, "location"), "a.vn").await;
    assert_eq!(redeem(&server, &code(&shown)).await.status(), 303);
    let page = text(server.get_as(&session, LIST).await).await;
    assert!(page.contains(&tablet.id) && !page.contains("đã thu hồi"));
    assert_eq!(enrol_device::list(&server.app).await.unwrap().len(), 1);
    let mut connection = server.app.store.read().await.unwrap();
    assert_eq!(first_broken(&mut connection).await.unwrap(), None);
    let events = hailong::storage::event::all(&mut connection).await.unwrap();
    let acts: Vec<_> = events
        .iter()
        .filter(|event| event.actor == "tab.buttons" && event.subject == tablet.id)
        .map(|event| event.action.as_str())
        .collect();
    assert_eq!(
        acts,
        [
            "device-pin",
            "device-revoke",
            "device-invite",
            "device-enrol-again"
        ]
    );
}

#[tokio::test]
async fn the_list_says_how_each_tablet_is_and_marks_one_that_is_silent() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let session = server.signed_in("tab.state", Role::Officer, COMMUNE).await;
    let page = text(server.get_as(&session, LIST).await).await;
    assert!(page.contains("chưa báo lần nào") && page.contains("chưa rõ"));
    assert_eq!(server.post(&tablet.token, sheet()).await.status(), 201);
    let finished = Visits {
        started: 9,
        finished: 7,
        abandoned: 1,
        declined: 1,
        rotated: 0,
    };
    let told = Report {
        version: "abcdef0123456789".to_owned(),
        store: "0123456789abcdef".to_owned(),
        waiting: 3,
        refused: 1,
        carried: 0,
        persistent: true,
        encrypted: false,
        offline: false,
        counts: vec![(HalfDay::parse("2026-11-24-am").unwrap(), finished)],
    };
    report(&server.app, &tablet.id, &told).await.unwrap();
    let page = text(server.get_as(&session, LIST).await).await;
    for shown in [
        "hôm nay 09:30",
        "data-label=\"Chờ gửi\">3",
        "bị từ chối: 1",
        "data-label=\"Xong tháng này\">7</td>",
        "data-label=\"Đã lưu tháng này\">1",
        "chưa thấy: 2",
        "giữ bền",
        "mở cần có mạng",
        "không mã hóa",
        "bản abcdef01",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(!page.contains("mất liên lạc"));
    for (now, is_silent) in [
        ("2026-11-26T17:00:00+07:00", false),
        ("2026-11-27T07:00:00+07:00", true),
    ] {
        server.set_time(now);
        let session = server.sign_in("tab.state", crate::server::PASSWORD).await;
        let session = cookie(&session).unwrap();
        let page = text(server.get_as(&session, LIST).await).await;
        assert!(page.contains("24/11/2026 09:30"), "{now}");
        assert_eq!(page.contains("mất liên lạc"), is_silent, "{now}");
    }
    let revoke = format!("{LIST}/{}/thu-hoi", tablet.id);
    let session = cookie(&server.sign_in("tab.state", crate::server::PASSWORD).await).unwrap();
    post(&server, &session, &revoke).await;
    let page = text(server.get_as(&session, LIST).await).await;
    assert!(
        !page.contains("mất liên lạc"),
        "nobody waits for a revoked one"
    );
}

#[tokio::test]
async fn only_those_who_keep_the_counter_come_in_and_foreign_looks_like_missing() {
    let server = Server::of(PROVINCE, MORNING).await;
    let tablet = server.tablet().await;
    let foreign = server
        .device(NEIGHBOUR, hailong::domain::form::Channel::Tablet)
        .await;
    let acts =
        |id: &str| ["pin", "thu-hoi", "dang-ky-lai"].map(|what| format!("{LIST}/{id}/{what}"));
    assert_eq!(server.get(LIST).await.status(), 303, "nobody");
    for (name, role, unit, expected) in [
        ("tab.neighbour", Role::Officer, NEIGHBOUR, 404),
        ("tab.neighbour.admin", Role::Admin, NEIGHBOUR, 404),
        ("tab.publisher", Role::Publisher, PROVINCE, 403),
    ] {
        let session = server.signed_in(name, role, unit).await;
        assert_eq!(
            server.get_as(&session, LIST).await.status(),
            expected,
            "{name}"
        );
        let mut paths = acts(&tablet.id).to_vec();
        paths.push(format!("{LIST}/moi"));
        for path in paths {
            assert_eq!(
                post(&server, &session, &path).await.status(),
                expected,
                "{name} {path}"
            );
        }
    }
    for (name, role, unit) in [
        ("tab.own", Role::Leader, COMMUNE),
        ("tab.above", Role::Admin, PROVINCE),
    ] {
        let session = server.signed_in(name, role, unit).await;
        let page = text(server.get_as(&session, LIST).await).await;
        assert!(
            page.contains(&tablet.id) && !page.contains(&foreign.id),
            "{name}"
        );
        for id in [foreign.id.as_str(), "d0"] {
            for path in acts(id) {
                assert_eq!(
                    post(&server, &session, &path).await.status(),
                    404,
                    "{name} {path}"
                );
            }
        }
        for missing in ["/don-vi/08/may", "/don-vi/99999/may"] {
            assert_eq!(
                server.get_as(&session, missing).await.status(),
                404,
                "{name} {missing}"
            );
        }
    }
    for token in [&foreign.token, &tablet.token] {
        let status = server.post(token, sheet()).await.status();
        assert_eq!(status, 201, "untouched");
    }
    let session = server.signed_in("tab.first", Role::Admin, PROVINCE).await;
    for (unit, why) in [
        (COMMUNE, "it collects"),
        ("01096", "its first tablet is to come"),
    ] {
        let desk = text(server.get_as(&session, &format!("/don-vi/{unit}")).await).await;
        let way = format!("href=\"/don-vi/{unit}/may\"");
        assert!(desk.contains(&way), "the desk leads here: {why}");
    }
    let first = server.get_as(&session, "/don-vi/01096/may").await;
    assert_eq!(
        first.status(),
        200,
        "a unit without a tablet yet can be given its first"
    );
}
