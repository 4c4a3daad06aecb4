//! `/tinh/{unit}/cong-bo`: what a province makes public.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use serde_json::json;

use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, sent, text};
use crate::sheet::{answering, sheet};

pub(crate) const DESK: &str = "/tinh/08/cong-bo?period=2026-Q4b";
/// A day on which the last reporting quarter of 2026 is closed.
pub(crate) const CLOSED: &str = "2026-12-25T08:00:00+07:00";

/// A province whose commune has 33 answers, 27 of them satisfied: 81,82 %; a neighbour with 3.
pub(crate) async fn province() -> Server {
    let server = Server::of(PROVINCE, MORNING).await;
    let here = server.tablet().await;
    let there = server.device(NEIGHBOUR, Channel::Tablet).await;
    for n in 0..33 {
        let level = if n < 27 { 5 } else { 2 };
        let sheet = answering(&sheet(), "chung", json!(level));
        assert_eq!(server.post(&here.token, sheet).await.status(), 201);
    }
    for level in [5, 5, 1] {
        let sheet = answering(&sheet(), "chung", json!(level));
        assert_eq!(server.post(&there.token, sheet).await.status(), 201);
    }
    server
}

/// The digest of the figures that a page of the publisher shows.
pub(crate) fn digest(page: &str) -> String {
    value_after(page, "name=\"digest\" value=\"")
}

/// The number of reports that such a page says are not accepted; empty: it does not ask.
pub(crate) fn unaccepted(page: &str) -> String {
    value_after(page, "name=\"unaccepted\" value=\"")
}

/// What follows a text on a page, up to a quotation mark; empty: it is not there.
pub(crate) fn value_after(page: &str, start: &str) -> String {
    let rest = page.split_once(start);
    let rest = rest.map_or("", |(_, rest)| rest);
    rest.split('"').next().unwrap_or_default().to_owned()
}

pub(crate) async fn post(
    server: &Server,
    cookie: &str,
    path: &str,
    fields: &[(&str, &str)],
) -> (u16, String) {
    let url = server.url(&format!("/tinh/08/cong-bo{path}?period=2026-Q4b"));
    let response = sent(
        server
            .client
            .post(url)
            .header("cookie", cookie)
            .form(fields),
    )
    .await;
    (response.status().as_u16(), text(response).await)
}

/// Publishes the closed quarter as it is; the publisher's cookie.
pub(crate) async fn published(server: &Server) -> String {
    server.set_time(CLOSED);
    let cookie = server
        .signed_in("the.publisher", Role::Publisher, PROVINCE)
        .await;
    publish(server, &cookie, "123/QĐ-UBND", "").await;
    cookie
}

pub(crate) async fn publish(server: &Server, cookie: &str, decision: &str, reason: &str) {
    let page = text(server.get_as(cookie, DESK).await).await;
    let fields = [
        ("digest", digest(&page).as_str()),
        ("decision", decision),
        ("decided_on", "24/12/2026"),
        ("reason", reason),
        ("confirmed", "yes"),
    ]
    .map(|(name, value)| (name, value.to_owned()));
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let (status, page) = post(server, cookie, "", &fields).await;
    assert_eq!(status, 303, "{page}");
}

#[tokio::test]
async fn an_open_period_is_not_published_and_the_page_says_until_when() {
    let server = province().await;
    let publisher = server
        .signed_in("open.publisher", Role::Publisher, PROVINCE)
        .await;
    let page = text(server.get_as(&publisher, DESK).await).await;
    assert!(page.contains("Kỳ này còn đến hết ngày 14/12/2026"));
    assert!(
        !page.contains("name=\"digest\""),
        "there is nothing to confirm"
    );
    let (status, _) = post(&server, &publisher, "", &[("confirmed", "yes")]).await;
    assert_eq!(status, 422);

    server.set_time("2026-12-24T08:00:00+07:00");
    let publisher = server.signed_in_again("open.publisher").await;
    let page = text(server.get_as(&publisher, DESK).await).await;
    assert!(
        page.contains("Còn nhận phiếu đến hết ngày 24/12/2026 ở:") && page.contains("Xã Nấm Dẩn")
    );
    server.set_time(CLOSED);
    let publisher = server.signed_in_again("open.publisher").await;
    let page = text(server.get_as(&publisher, DESK).await).await;
    assert!(
        page.contains("name=\"digest\"") && page.contains("81,82%"),
        "the day after it can be"
    );
    let early = server
        .get_as(&publisher, "/tinh/08/cong-bo?period=2026-Q3b")
        .await;
    assert!(text(early).await.contains("chưa có số liệu nào để công bố"));
}

#[tokio::test]
async fn provisional_bundles_stand_in_the_way_until_the_final_one_comes() {
    let server = province().await;
    server.set_time(CLOSED);
    // A third commune's figures were merged from a bundle made before the close.
    server
        .run(
            "insert into bundle values ('0123456789abcdef', '01147', '2026-Q4b', 1, 1, zeroblob(32),
                 zeroblob(32), null, '2026-12-20', 'merged', null)",
        )
        .await;
    server
        .run(
            "insert into bundle_span values ('01147', '2026-09-15', '0123456789abcdef', 1, 0, 0,
                 zeroblob(32), zeroblob(32), '{}')",
        )
        .await;
    let publisher = server
        .signed_in("prov.publisher", Role::Publisher, PROVINCE)
        .await;
    let page = text(server.get_as(&publisher, DESK).await).await;
    assert!(page.contains("Mới có số liệu tạm"), "{page}");
    assert!(!page.contains("name=\"digest\""));
}

#[tokio::test]
async fn every_problem_is_said_at_once_and_other_figures_are_not_confirmed() {
    let server = province().await;
    server.set_time(CLOSED);
    let publisher = server
        .signed_in("bad.publisher", Role::Publisher, PROVINCE)
        .await;
    let number = "9".repeat(61);
    let fields = [
        ("digest", "00"),
        ("decision", number.as_str()),
        ("decided_on", "2026-12-26"),
    ];
    let (status, page) = post(&server, &publisher, "", &fields).await;
    assert_eq!(status, 422);
    for problem in [
        "dài 61 ký tự, nhiều nhất là 60",
        "ngày ký chưa đến",
        "chưa đánh dấu đã xem và xác nhận",
        "số liệu đã khác lúc xem",
    ] {
        assert!(page.contains(problem), "{problem}");
    }
    assert!(page.contains(&number), "what was typed is kept");
    assert_eq!(
        server.text_of("select count(*) from publication").await,
        "0"
    );
}

#[tokio::test]
async fn only_publishers_publish_and_only_for_their_province() {
    let server = province().await;
    server.set_time(CLOSED);
    for (name, role, unit, read, write) in [
        ("may.province", Role::Province, PROVINCE, 200, 403),
        ("may.admin", Role::Admin, PROVINCE, 200, 403),
        ("may.officer", Role::Officer, COMMUNE, 404, 404),
        ("may.leader", Role::Leader, COMMUNE, 404, 404),
        ("may.publisher", Role::Publisher, PROVINCE, 200, 422),
    ] {
        let cookie = server.signed_in(name, role, unit).await;
        let response = server.get_as(&cookie, DESK).await;
        assert_eq!(response.status(), read, "{name} reads");
        assert_eq!(
            text(response).await.contains("name=\"digest\""),
            write == 422,
            "{name}"
        );
        assert_eq!(
            post(&server, &cookie, "", &[]).await.0,
            write,
            "{name} publishes"
        );
        let withdrawn = post(&server, &cookie, "/1/rut", &[("reason", "x")]).await.0;
        assert_eq!(
            withdrawn,
            if write == 422 { 404 } else { write },
            "{name} withdraws"
        );
    }
    let publisher = server.signed_in_again("may.publisher").await;
    for path in [
        "/tinh/01/cong-bo",
        "/tinh/99/cong-bo",
        "/tinh/01141/cong-bo",
    ] {
        assert_eq!(
            server.get_as(&publisher, path).await.status(),
            404,
            "{path}"
        );
    }
}

#[tokio::test]
async fn what_was_published_stays_until_a_correction_names_it() {
    let server = province().await;
    let publisher = published(&server).await;
    let before = text(server.get("/ket-qua/01141").await).await;
    assert!(before.contains("81,82%"));
    // The figures below it change, as a corrected bundle would change them.
    server.run("delete from tally where unit = '01141'").await;
    server.run("delete from answer where unit = '01141'").await;
    let desk = text(server.get_as(&publisher, DESK).await).await;
    assert_eq!(
        text(server.get("/ket-qua/01141").await).await,
        before,
        "what is public is not"
    );
    assert!(
        desk.contains("đang công khai") && !desk.contains("81,82%"),
        "what is below has"
    );
}

#[tokio::test]
async fn a_correction_replaces_and_a_withdrawal_leaves_its_reason() {
    let server = province().await;
    let publisher = published(&server).await;
    let page = text(server.get_as(&publisher, DESK).await).await;
    let fields = [
        ("digest", digest(&page)),
        ("decision", "124/QĐ-UBND".to_owned()),
        ("decided_on", "2026-12-25".to_owned()),
        ("confirmed", "yes".to_owned()),
    ];
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let (status, page) = post(&server, &publisher, "", &fields).await;
    assert_eq!(status, 422);
    assert!(
        page.contains("lý do đính chính: chưa ghi"),
        "a correction says why"
    );
    publish(
        &server,
        &publisher,
        "124/QĐ-UBND",
        "Nhập nhầm số <b>hồ sơ</b>",
    )
    .await;
    let public = text(server.get("/ket-qua/01141").await).await;
    assert!(public.contains("124/QĐ-UBND") && !public.contains("123/QĐ-UBND"));
    assert!(public.contains("Nhập nhầm số &lt;b&gt;hồ sơ&lt;/b&gt;"));
    assert_eq!(
        post(&server, &publisher, "/1/rut", &[("reason", "x")])
            .await
            .0,
        422,
        "replaced"
    );
    assert_eq!(
        post(&server, &publisher, "/2/rut", &[("reason", " ")])
            .await
            .0,
        422
    );
    assert_eq!(
        post(&server, &publisher, "/2/rut", &[("reason", "Chờ rà soát")])
            .await
            .0,
        303
    );
    let public = text(server.get("/ket-qua/01141").await).await;
    assert!(public.contains("Chờ rà soát") && !public.contains("81,82%"));
    let again = post(&server, &publisher, "/2/rut", &[("reason", "x")])
        .await
        .0;
    assert_eq!(again, 422, "withdrawn once");
    publish(&server, &publisher, "130/QĐ-UBND", "").await;
    let public = text(server.get("/ket-qua/01141").await).await;
    assert!(
        public.contains("81,82%") && !public.contains("Chờ rà soát"),
        "published anew"
    );
    let acts = "select group_concat(action, ' ') from (select action from event
                where action like 'publication-%' order by sequence)";
    assert_eq!(
        server.text_of(acts).await,
        "publication-add publication-replace publication-withdraw publication-add"
    );
}
