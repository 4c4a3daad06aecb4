//! Typing paper in: by two, blind, with everything wrong said at once.

use hailong::domain::account::Role;
use serde_json::Value;

use super::{Desk, KEYING, PAPER};
use crate::page::PageForm;
use crate::server::{COMMUNE, Server, sent, text};

#[tokio::test]
async fn the_same_account_cannot_type_a_sheet_in_twice() {
    let desk = Desk::with_issue(2).await;
    assert_eq!(
        desk.key(&desk.one, "1", &[("chung", "5")]).await.status(),
        303
    );
    let refused = desk.key(&desk.one, "01141-000001", &[("chung", "5")]).await;
    assert_eq!(refused.status(), 422);
    let page = text(refused).await;
    assert!(page.contains("lần 2 phải là người khác"), "it says why");
    assert!(
        page.contains("value=\"5\" data-key=\"5\" checked"),
        "what was typed is kept"
    );
    let blind = text(desk.server.get_as(&desk.two, KEYING).await).await;
    assert!(
        !blind.contains("checked"),
        "the second sees nothing of the first"
    );
    assert_eq!(
        desk.key(&desk.two, "1", &[("chung", "5")]).await.status(),
        303
    );
    let third = desk.key(&desk.two, "1", &[("chung", "5")]).await;
    assert!(text(third).await.contains("đã nhập đủ hai lần"));
}

#[tokio::test]
async fn differences_are_shown_and_decided_by_the_paper() {
    let desk = Desk::with_issue(2).await;
    let first = [("chung", "5"), ("thu-tuc", "4"), ("comment", "Nhanh, gọn.")];
    assert_eq!(desk.key(&desk.one, "1", &first).await.status(), 303);
    let second = [("chung", "1"), ("thu-tuc", "4"), ("comment", "nhanh gọn")];
    let response = desk.key(&desk.two, "1", &second).await;
    assert_eq!(response.status(), 200);
    let page = text(response).await;
    for shown in [
        "1 chỗ khác nhau",
        "5 · Rất hài lòng",
        "1 · Rất không hài lòng",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(
        !page.contains("decide-comment"),
        "a full stop is no difference"
    );
    let (_, main) = page.split_once("<main").expect("a page");
    let undecided = desk.send(&desk.two, &PageForm::of(main)).await;
    assert_eq!(undecided.status(), 422, "silence decides nothing");
    let neither = PageForm::of(main).tick("decide-chung", "other");
    let empty = desk.send(&desk.two, &neither).await;
    assert_eq!(
        empty.status(),
        422,
        "neither, and nothing instead, decides nothing"
    );
    let form = PageForm::of(main)
        .tick("decide-chung", "other")
        .tick("chung", "2");
    let one = desk.send(&desk.one, &form).await;
    assert_eq!(one.status(), 422, "not the account that typed it in first");
    assert_eq!(desk.send(&desk.two, &form).await.status(), 303);
    let body = "select body from paper_entry where serial = 1 and state = 'twice'";
    let body: Value = desk.server.text_of(body).await.parse().expect("a sheet");
    assert_eq!(body["answers"]["chung"], 2, "what the paper says");
    assert_eq!(body["answers"]["thu-tuc"], 4);
    let keyed_by = "select keyed_by from paper_entry where serial = 1";
    assert_eq!(desk.server.text_of(keyed_by).await, "paper.one");
}

#[tokio::test]
async fn everything_wrong_with_a_sheet_is_said_at_once_and_nothing_is_lost() {
    let desk = Desk::with_issue(2).await;
    let page = text(desk.server.get_as(&desk.one, KEYING).await).await;
    let (_, main) = page.split_once("<main").expect("a page");
    let mut form = PageForm::of(main)
        .fill("serial", "77")
        .fill("day", "2026-12-24");
    for tick in ["thoi-gian", "thai-do", "huong-dan", "thu-tuc"] {
        form = form.tick("can-cai-thien", tick);
    }
    let refused = desk.send(&desk.one, &form).await;
    assert_eq!(refused.status(), 422);
    let page = text(refused).await;
    for wrong in [
        "chưa được cấp cho đơn vị này",
        "nhận nhiều nhất 3 lựa chọn",
        "hôm nay",
    ] {
        assert!(page.contains(wrong), "{wrong}");
    }
    for kept in [
        "value=\"77\"",
        "value=\"2026-12-24\"",
        "value=\"huong-dan\" data-key=\"3\" checked",
    ] {
        assert!(page.contains(kept), "{kept}");
    }
    let blank = desk.key(&desk.one, "1", &[]).await;
    assert!(
        text(blank).await.contains("ghi là phiếu hỏng"),
        "it says what a blank sheet is"
    );
    assert_eq!(desk.sums().await, [2, 0, 0, 2]);
}

#[tokio::test]
async fn nobody_types_before_declaring_and_the_declaration_is_an_event() {
    let server = Server::commune().await;
    let cookie = server
        .signed_in("paper.keyer", Role::Officer, COMMUNE)
        .await;
    let page = text(server.get_as(&cookie, KEYING).await).await;
    assert!(page.contains("cam-ket") && !page.contains("name=\"serial\""));
    let url = server.url(&format!("{PAPER}/nguoi-nhap"));
    let empty: [(&str, &str); 0] = [];
    let request = server.client.post(&url).header("cookie", &cookie);
    assert_eq!(sent(request.form(&empty)).await.status(), 422);
    let request = server
        .client
        .post(server.url(KEYING))
        .header("cookie", &cookie);
    let typed = [("serial", "1"), ("chung", "5")];
    assert_eq!(sent(request.form(&typed)).await.status(), 422);
    let request = server.client.post(&url).header("cookie", &cookie);
    let declared = sent(request.form(&[("cam-ket", "khong-truc-quay")])).await;
    assert_eq!(declared.status(), 303);
    let page = text(server.get_as(&cookie, KEYING).await).await;
    assert!(page.contains("name=\"serial\""));
    let events = "select count(*) from event where action = 'paper-keyer-not-at-counter'
                  and actor = 'paper.keyer'";
    assert_eq!(server.text_of(events).await, "1");
    server.set_time("2026-11-25T08:00:00+07:00");
    let cookie = server.signed_in_again("paper.keyer").await;
    let page = text(server.get_as(&cookie, KEYING).await).await;
    assert!(page.contains("cam-ket"), "it is asked anew every day");
}

#[tokio::test]
async fn a_decision_is_no_way_around_the_declaration_or_the_first_keying() {
    let desk = Desk::with_issue(1).await;
    let undeclared = desk
        .server
        .signed_in("paper.three", Role::Officer, COMMUNE)
        .await;
    let second = r#"{"form":"hai-long-quay@1","collected_at":"2026-11-24T00:00:00+07:00","answers":{"chung":5}}"#;
    let decision = [("second", second), ("serial", "1")];
    let path = "/nhap/hai-long-quay@1/quyet-dinh";
    for (who, why) in [
        (&undeclared, "undeclared"),
        (&desk.one, "nothing to decide"),
    ] {
        let response = desk.post(who, path, &decision).await;
        assert_eq!(response.status(), 422, "{why}");
    }
    desk.key(&desk.one, "1", &[("chung", "1")]).await;
    let response = desk.post(&undeclared, path, &decision).await;
    assert_eq!(response.status(), 422, "undeclared, with a first keying");
}
