//! `/dang-nhap` and `/dang-xuat`.

use hailong::domain::account::Role;
use hailong::usecase::manage_account;
use rstest::rstest;

use crate::page::PageForm;
use crate::server::{COMMUNE, MORNING, PASSWORD, PROVINCE, Server, cookie, header, sent, text};

#[rstest]
#[case(Role::Officer, COMMUNE, "/don-vi/01141")]
#[case(Role::Leader, COMMUNE, "/don-vi/01141")]
#[case(Role::Province, PROVINCE, "/tinh/08")]
#[case(Role::Publisher, PROVINCE, "/tinh/08")]
#[case(Role::Admin, PROVINCE, "/tinh/08")]
#[case(Role::Admin, COMMUNE, "/don-vi/01141")]
#[tokio::test]
async fn everyone_lands_on_their_own_desk(
    #[case] role: Role,
    #[case] unit: &str,
    #[case] desk: &str,
) {
    let server = Server::of(PROVINCE, MORNING).await;
    let name = format!("land.{role}.{unit}");
    server.account(&name, role, unit).await;
    let response = server.sign_in(&name, PASSWORD).await;
    assert_eq!(response.status(), 303);
    assert_eq!(header(&response, "location"), desk);
    let set = header(&response, "set-cookie");
    assert!(
        set.starts_with("hailong=") && set.ends_with("; Path=/; HttpOnly; SameSite=Lax"),
        "{set}"
    );
    let page = server.get_as(&cookie(&response).unwrap(), desk).await;
    assert_eq!(page.status(), 200, "{role} sees it");
}

#[tokio::test]
async fn without_a_session_the_way_leads_to_the_sign_in_and_back() {
    let server = Server::commune().await;
    server.account("back", Role::Officer, COMMUNE).await;
    let asked = server.get("/don-vi/01141?period=2026-Q4").await;
    assert_eq!(asked.status(), 303);
    let way = header(&asked, "location");
    assert_eq!(way, "/dang-nhap?next=%2Fdon-vi%2F01141%3Fperiod%3D2026-Q4");
    let form = PageForm::of(&text(server.get(&way).await).await);
    let form = form.fill("name", "back").fill("password", PASSWORD);
    let response = sent(
        server
            .client
            .post(server.url(&form.action))
            .form(&form.fields),
    )
    .await;
    assert_eq!(response.status(), 303);
    assert_eq!(
        header(&response, "location"),
        "/don-vi/01141?period=2026-Q4"
    );
}

#[rstest]
#[case("//evil.example")]
#[case("/\\evil.example")]
#[case("https://evil.example")]
#[case("/a\r\nb: c")]
#[tokio::test]
async fn nobody_is_sent_to_another_server(#[case] next: &str) {
    let server = Server::commune().await;
    server.account("away", Role::Officer, COMMUNE).await;
    let fields = [("name", "away"), ("password", PASSWORD), ("next", next)];
    let response = sent(server.client.post(server.url("/dang-nhap")).form(&fields)).await;
    assert_eq!(header(&response, "location"), "/don-vi/01141", "{next:?}");
}

#[tokio::test]
async fn a_wrong_password_and_a_wrong_name_look_the_same_and_keep_the_form() {
    let server = Server::commune().await;
    server.account("same.one", Role::Officer, COMMUNE).await;
    let mut pages = Vec::new();
    for (name, password) in [("same.one", "sai mật khẩu"), ("same.two", PASSWORD)] {
        let fields = [
            ("name", name),
            ("password", password),
            ("next", "/don-vi/01141"),
        ];
        let response = sent(server.client.post(server.url("/dang-nhap")).form(&fields)).await;
        assert_eq!(response.status(), 422);
        assert_eq!(cookie(&response), None);
        let page = text(response).await;
        let form = PageForm::of(&page);
        assert_eq!(form.value("name"), Some(name), "the name is kept");
        assert_eq!(form.value("next"), Some("/don-vi/01141"), "so is the way");
        assert_eq!(form.value("password"), Some(""), "the password is not");
        pages.push(page.replace(name, "…"));
    }
    assert_eq!(pages[0], pages[1]);
}

#[tokio::test]
async fn after_five_wrong_passwords_an_account_waits_and_is_told_how_long() {
    let server = Server::commune().await;
    server.account("locked", Role::Officer, COMMUNE).await;
    for _ in 0..5 {
        assert_eq!(server.sign_in("locked", "sai mật khẩu").await.status(), 422);
    }
    let response = server.sign_in("locked", PASSWORD).await;
    assert_eq!(response.status(), 429, "even with the right one");
    assert_eq!(header(&response, "retry-after"), "900");
    server.set_time("2026-11-24T09:45:00+07:00");
    assert_eq!(
        server.sign_in("locked", PASSWORD).await.status(),
        303,
        "a quarter later"
    );
}

#[tokio::test]
async fn a_session_ends_by_signing_out_by_time_and_with_its_account() {
    let server = Server::commune().await;
    let desk = "/don-vi/01141";
    let first = server.signed_in("ends.one", Role::Officer, COMMUNE).await;
    assert_eq!(server.get_as(&first, desk).await.status(), 200);
    let out = server
        .client
        .post(server.url("/dang-xuat"))
        .header("cookie", &first);
    let out = sent(out).await;
    assert_eq!(out.status(), 303);
    assert!(header(&out, "set-cookie").starts_with("hailong=; Max-Age=0"));
    assert_eq!(
        server.get_as(&first, desk).await.status(),
        303,
        "signed out"
    );
    let second = server.signed_in("ends.two", Role::Officer, COMMUNE).await;
    manage_account::disable(&server.app, "ends.two")
        .await
        .unwrap();
    assert_eq!(
        server.get_as(&second, desk).await.status(),
        303,
        "the account is closed"
    );
    assert_eq!(server.sign_in("ends.two", PASSWORD).await.status(), 422);
    let third = server.signed_in("ends.three", Role::Officer, COMMUNE).await;
    server.set_time("2026-11-24T21:30:01+07:00");
    assert_eq!(
        server.get_as(&third, desk).await.status(),
        303,
        "twelve hours later"
    );
}

#[tokio::test]
async fn a_sign_in_without_its_fields_or_twice_is_refused() {
    let server = Server::commune().await;
    let form_type = "application/x-www-form-urlencoded";
    for (body, status) in [
        ("", 422),
        ("name=a&name=b&password=c", 400),
        ("name=%ff", 400),
        ("name=a", 422),
    ] {
        let request = server.client.post(server.url("/dang-nhap"));
        let response = sent(request.header("content-type", form_type).body(body)).await;
        assert_eq!(response.status(), status, "{body}");
    }
    let long = server.sign_in(&"x".repeat(5_000), PASSWORD).await;
    assert_eq!(long.status(), 422, "a name longer than any");
}
