//! `/tinh/{unit}/nhac-nop`: who has reported, who is reminded, what is accepted or returned.

use crate::report::{people, step};
use crate::server::{COMMUNE, NEIGHBOUR, text};
use crate::slip::post_as;

const DESK: &str = "/tinh/08/nhac-nop?period=2026-Q3b";

/// The units expected, received, late, missing and withdrawn.
pub(crate) fn sums(page: &str) -> Vec<u32> {
    let (_, sum) = page.split_once("<dl class=\"sum\">").unwrap();
    let (sum, _) = sum.split_once("</dl>").unwrap();
    let numbers = sum.split("<dd>").skip(1);
    numbers
        .map(|rest| rest.split('<').next().unwrap().parse().unwrap())
        .collect()
}

#[tokio::test]
async fn units_expected_are_those_received_late_missing_and_withdrawn() {
    let people = people("way.sum").await;
    let server = &people.server;
    let sums = async |path: &str| sums(&text(server.get_as(&people.province, path).await).await);
    assert_eq!(sums(DESK).await, [124, 0, 0, 124, 0]);
    for (who, act) in [
        (&people.officer, "drafted"),
        (&people.leader, "confirmed"),
        (&people.officer, "submitted"),
    ] {
        assert_eq!(step(server, who, act, "").await.status(), 303);
    }
    assert_eq!(
        sums(DESK).await,
        [124, 0, 1, 123, 0],
        "handed in after 24/09"
    );
    let page = text(server.get_as(&people.province, DESK).await).await;
    assert!(page.contains("trễ 61 ngày") && page.contains("Gửi chung 123 đơn vị chưa nộp"));
    let returned = [
        ("unit", COMMUNE),
        ("act", "change-requested"),
        ("reason", "sai tên"),
    ];
    let path = "/tinh/08/nhac-nop/buoc?period=2026-Q3b";
    assert_eq!(
        post_as(server, &people.province, path, &returned)
            .await
            .status(),
        303
    );
    assert_eq!(
        sums(DESK).await,
        [124, 0, 1, 123, 0],
        "it has come, and came then"
    );
    let page = text(server.get_as(&people.province, DESK).await).await;
    assert!(page.contains("chờ đơn vị sửa và nộp lại"));
}

/// The units of the list, in its order, each with whether it is late.
fn listed(page: &str) -> Vec<(String, bool)> {
    let (_, list) = page.split_once("<table class=\"reminders\">").unwrap();
    let (list, _) = list.split_once("</table>").unwrap();
    let rows = list.split("<tr><th scope=\"row\">").skip(1);
    rows.map(|row| {
        let (_, name) = row.split_once("\">").unwrap();
        let (name, _) = name.split_once("</a>").unwrap();
        (name.to_owned(), row.contains("trễ 61 ngày"))
    })
    .collect()
}

#[tokio::test]
async fn the_latest_stand_first_and_equal_ones_by_name_in_vietnamese_order() {
    let people = people("way.order").await;
    let server = &people.server;
    for (who, act) in [
        (&people.officer, "drafted"),
        (&people.leader, "confirmed"),
        (&people.officer, "submitted"),
        (&people.province, "change-requested"),
    ] {
        assert_eq!(step(server, who, act, "thiếu").await.status(), 303);
    }
    let page = text(server.get_as(&people.province, DESK).await).await;
    let listed = listed(&page);
    assert_eq!(listed.len(), 124);
    let (last, late) = listed.split_last().unwrap();
    assert_eq!(
        last,
        &("Xã Nấm Dẩn".to_owned(), false),
        "returned, and not late"
    );
    assert!(late.iter().all(|(_, is_late)| *is_late));
    let at = |name: &str| late.iter().position(|(listed, _)| listed == name).unwrap();
    for (first, second, why) in [
        ("Xã Bạch Xa", "Xã Bắc Mê", "a before ă"),
        ("Xã Du Già", "Xã Đông Thọ", "d before đ"),
        ("Xã Nà Hang", "Xã Nậm Dịch", "a before â"),
        ("Phường Hà Giang 1", "Xã Hàm Yên", "the name, not its kind"),
    ] {
        assert!(at(first) < at(second), "{first}, {second}: {why}");
    }
}

#[tokio::test]
async fn nobody_is_reminded_while_the_period_runs() {
    let people = people("way.early").await;
    let server = &people.server;
    let running = "/tinh/08/nhac-nop?period=2026-Q4b";
    for (language, said) in [
        ("", "còn thu phiếu đến hết 14/12/2026"),
        ("&lang=en", "nobody is reminded yet"),
    ] {
        for unit in ["", "&nhac=01144"] {
            let path = format!("{running}{unit}{language}");
            let page = text(server.get_as(&people.province, &path).await).await;
            assert!(page.contains(said), "{path}");
            for held_back in ["readonly", "/da-nhac", "nhac=0"] {
                let (_, main) = page.split_once("<main").unwrap();
                assert!(!main.contains(held_back), "{path}: {held_back}");
            }
        }
    }
    let mark = "/tinh/08/nhac-nop/da-nhac?period=2026-Q4b";
    let response = post_as(server, &people.province, mark, &[("unit", NEIGHBOUR)]).await;
    assert_eq!(response.status(), 422);
    assert!(text(response).await.contains("còn thu phiếu"));
    let page = text(server.get_as(&people.province, DESK).await).await;
    assert!(
        page.contains("readonly") && page.contains("/da-nhac"),
        "the quarter before is over"
    );
}

#[tokio::test]
async fn the_province_reminds_accepts_and_returns_on_its_own_page() {
    let people = people("way.remind").await;
    let server = &people.server;
    let page = text(
        server
            .get_as(&people.province, &format!("{DESK}&nhac=01144"))
            .await,
    )
    .await;
    for shown in [
        "Kính gửi Xã Quảng Nguyên",
        "quý III/2026",
        "(quá hạn 61 ngày)",
        "chưa nhắc",
        "readonly",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    let mark = "/tinh/08/nhac-nop/da-nhac?period=2026-Q3b";
    for (who, unit, status, why) in [
        (&people.province, NEIGHBOUR, 303, "the province"),
        (&people.province, NEIGHBOUR, 303, "twice on a day is once"),
        (&people.province, "00004", 404, "another province's commune"),
        (&people.province, "08", 404, "the province itself"),
        (&people.publisher, NEIGHBOUR, 403, "who only publishes"),
        (&people.officer, NEIGHBOUR, 404, "an officer of a commune"),
    ] {
        assert_eq!(
            post_as(server, who, mark, &[("unit", unit)]).await.status(),
            status,
            "{why}"
        );
    }
    let page = text(server.get_as(&people.province, DESK).await).await;
    assert_eq!(
        page.matches("24/11/2026<p class=\"note\">way.remind.province")
            .count(),
        1
    );
    for (who, act) in [
        (&people.officer, "drafted"),
        (&people.leader, "confirmed"),
        (&people.officer, "submitted"),
    ] {
        assert_eq!(step(server, who, act, "").await.status(), 303);
    }
    let path = "/tinh/08/nhac-nop/buoc?period=2026-Q3b";
    let empty = [
        ("unit", COMMUNE),
        ("act", "change-requested"),
        ("reason", ""),
    ];
    assert_eq!(
        post_as(server, &people.province, path, &empty)
            .await
            .status(),
        422
    );
    let accept = [("unit", COMMUNE), ("act", "accepted")];
    assert_eq!(
        post_as(server, &people.publisher, path, &accept)
            .await
            .status(),
        403
    );
    assert_eq!(
        post_as(server, &people.officer, path, &accept)
            .await
            .status(),
        404
    );
    assert_eq!(
        post_as(server, &people.province, path, &accept)
            .await
            .status(),
        303
    );
    let page = text(server.get_as(&people.province, DESK).await).await;
    assert!(page.contains("Không có báo cáo nào đang chờ.") && page.contains("Tỉnh đã tiếp nhận"));
}
