//! `/don-vi/{unit}/gop-y`: comments, ten or more together, of months that are closed.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use hailong::usecase::seal_batch::seal_due;
use serde_json::json;

use crate::server::{COMMUNE, NEIGHBOUR, PROVINCE, Server, text};
use crate::sheet::{sheet, with};

pub(crate) const OCTOBER: &str = "2026-10-20T09:30:00+07:00";
const OCTOBER_IS_OPEN: &str = "2026-11-10T09:30:00+07:00";
pub(crate) const OCTOBER_IS_CLOSED: &str = "2026-11-11T09:30:00+07:00";
pub(crate) const PAGE: &str = "/don-vi/01141/gop-y";

/// A commune with so many comments of October, `ý kiến 0` first.
pub(crate) async fn commented(n: usize) -> Server {
    let server = Server::of(COMMUNE, OCTOBER).await;
    comment(&server, OCTOBER, 0..n).await;
    server
}

pub(crate) async fn comment(server: &Server, collected_at: &str, numbers: std::ops::Range<usize>) {
    let tablet = server.tablet().await;
    for number in numbers {
        let sheet = with(&sheet(), "collected_at", json!(collected_at));
        let sheet = with(&sheet, "comment", json!(format!("ý kiến {number}.")));
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
}

/// The comments a page shows, in its order.
pub(crate) fn shown(page: &str) -> Vec<usize> {
    let parts = page.split("ý kiến ").skip(1);
    parts
        .filter_map(|part| part.split('.').next()?.parse().ok())
        .collect()
}

async fn page_of(server: &Server, time: &str, name: &str) -> String {
    server.set_time(time);
    seal_due(&server.app).await.unwrap();
    let cookie = server.signed_in(name, Role::Officer, COMMUNE).await;
    let response = server.get_as(&cookie, PAGE).await;
    assert_eq!(response.status(), 200);
    text(response).await
}

#[tokio::test]
async fn nine_comments_show_nothing_and_how_many_there_are_is_not_told() {
    let server = commented(9).await;
    let page = page_of(&server, OCTOBER_IS_CLOSED, "comments.nine").await;
    assert_eq!(shown(&page), Vec::<usize>::new());
    assert!(page.contains("Chưa có góp ý nào được hiện") && page.contains("dưới 10"));
    assert!(page.contains("Đây không phải đơn khiếu nại, tố cáo"));
    assert!(
        !page.contains(">9<") && !page.contains("9 ý"),
        "not even their number"
    );
}

#[tokio::test]
async fn ten_comments_are_shown_together_in_no_order_of_arrival() {
    let server = commented(12).await;
    let page = page_of(&server, OCTOBER_IS_CLOSED, "comments.ten").await;
    let found = shown(&page);
    let mut sorted = found.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (0..12).collect::<Vec<_>>());
    assert_ne!(found, sorted, "one chance in 479 million");
    let body = page.split("<main").nth(1).unwrap();
    for told in [
        "tablet",
        "Máy tính bảng tại quầy",
        "Rất hài lòng",
        "09:30",
        "20/10",
    ] {
        assert!(!body.contains(told), "{told} stands beside a comment");
    }
    assert_eq!(server.text_of("select count(*) from comment").await, "0");
    let again = page_of(&server, OCTOBER_IS_CLOSED, "comments.again").await;
    assert_eq!(shown(&again), found, "the order stays");
}

#[tokio::test]
async fn an_open_month_shows_nothing_and_is_shown_by_itself_once_closed() {
    let server = commented(25).await;
    let page = page_of(&server, OCTOBER_IS_OPEN, "comments.open").await;
    assert_eq!(shown(&page), Vec::<usize>::new());
    let page = page_of(&server, OCTOBER_IS_CLOSED, "comments.closed").await;
    assert_eq!(shown(&page).len(), 25);
}

#[tokio::test]
async fn months_with_few_join_the_next_and_a_late_comment_never_stands_alone() {
    let server = commented(4).await;
    server.set_time("2026-11-05T09:30:00+07:00");
    comment(&server, "2026-11-05T09:00:00+07:00", 4..10).await;
    let page = page_of(&server, OCTOBER_IS_CLOSED, "comments.few").await;
    assert_eq!(shown(&page).len(), 0);
    let page = page_of(&server, "2026-12-12T09:30:00+07:00", "comments.joined").await;
    assert_eq!(shown(&page).len(), 10);
    assert!(page.contains("Tháng 10/2026 đến tháng 11/2026"));
    comment(&server, OCTOBER, 10..11).await;
    let page = page_of(&server, "2026-12-14T09:30:00+07:00", "comments.late").await;
    assert_eq!(shown(&page).len(), 10, "it waits for nine others");
    assert!(page.contains("Còn góp ý đang chờ"));
}

#[tokio::test]
async fn comments_are_text_and_are_found_with_or_without_accents() {
    let server = commented(11).await;
    let tablet = server.tablet().await;
    let sheet = with(&sheet(), "collected_at", json!(OCTOBER));
    let sheet = with(&sheet, "comment", json!("<b onclick=x>Phòng chờ</b> nóng"));
    assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    let page = page_of(&server, OCTOBER_IS_CLOSED, "comments.text").await;
    assert!(
        page.contains("&lt;b onclick=x&gt;Phòng chờ&lt;/b&gt;") && !page.contains("<b onclick")
    );
    let cookie = server.signed_in_again("comments.text").await;
    for (sought, expected) in [
        ("phong cho", "1 trong 12"),
        ("PHÒNG", "1 trong 12"),
        ("xyz", "Không có góp ý nào"),
    ] {
        let address = format!(
            "{PAGE}?tim={}",
            sought.replace(' ', "+").replace("PHÒNG", "PH%C3%92NG")
        );
        let page = text(server.get_as(&cookie, &address).await).await;
        assert!(page.contains(expected), "{sought}: {expected}");
    }
    let long = format!("{PAGE}?tim={}", "a".repeat(101));
    assert_eq!(server.get_as(&cookie, &long).await.status(), 422);
}

#[tokio::test]
async fn fifty_stand_on_a_page() {
    let server = commented(52).await;
    let first = page_of(&server, OCTOBER_IS_CLOSED, "comments.pages").await;
    let cookie = server.signed_in_again("comments.pages").await;
    let second = text(server.get_as(&cookie, &format!("{PAGE}?trang=2")).await).await;
    assert_eq!((shown(&first).len(), shown(&second).len()), (50, 2));
    assert!(
        first.contains("Trang 1 trên 2") && second.contains("trang=1")
            || second.contains("Trang trước")
    );
    for odd in [
        "trang=0",
        "trang=-1",
        "trang=x",
        "trang=99999999999999999999",
    ] {
        let response = server.get_as(&cookie, &format!("{PAGE}?{odd}")).await;
        assert_eq!(response.status(), 200, "{odd} is the first page");
    }
}

#[tokio::test]
async fn the_unit_and_the_province_read_comments_and_nobody_else() {
    let server = Server::of(PROVINCE, OCTOBER).await;
    server.device(COMMUNE, Channel::Tablet).await;
    comment(&server, OCTOBER, 0..10).await;
    server.set_time(OCTOBER_IS_CLOSED);
    for (name, role, unit, status) in [
        ("comments.officer", Role::Officer, COMMUNE, 200),
        ("comments.leader", Role::Leader, COMMUNE, 200),
        ("comments.province", Role::Province, PROVINCE, 200),
        ("comments.publisher", Role::Publisher, PROVINCE, 403),
        ("comments.admin", Role::Admin, PROVINCE, 403),
        ("comments.neighbour", Role::Officer, NEIGHBOUR, 404),
    ] {
        let cookie = server.signed_in(name, role, unit).await;
        let response = server.get_as(&cookie, PAGE).await;
        assert_eq!(response.status(), status, "{name}");
        let page = text(response).await;
        let expected = if status == 200 { 10 } else { 0 };
        assert_eq!(shown(&page).len(), expected, "{name}");
    }
    let cookie = server.signed_in_again("comments.province").await;
    let elsewhere = server.get_as(&cookie, "/don-vi/01144/gop-y").await;
    assert!(text(elsewhere).await.contains("nằm ở máy chủ của đơn vị"));
    assert_eq!(
        server.get_as(&cookie, "/don-vi/08/gop-y").await.status(),
        404
    );
    assert_eq!(server.get(PAGE).await.status(), 303, "a session first");
}
