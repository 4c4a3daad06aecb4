//! `/tinh/{unit}/nhac-nop`: who has reported, who is reminded, what is accepted or returned.

use crate::report::{people, step};
use crate::server::{COMMUNE, NEIGHBOUR, text};
use crate::slip::post_as;

const DESK: &str = "/tinh/08/nhac-nop?period=2026-Q3b";

#[tokio::test]
async fn units_expected_are_those_received_late_missing_and_withdrawn() {
    let people = people("way.sum").await;
    let server = &people.server;
    let sums = async |path: &str| {
        let page = text(server.get_as(&people.province, path).await).await;
        let (_, sum) = page.split_once("<dl class=\"sum\">").unwrap();
        let (sum, _) = sum.split_once("</dl>").unwrap();
        let numbers = sum.split("<dd>").skip(1);
        numbers
            .map(|rest| rest.split('<').next().unwrap().parse().unwrap())
            .collect::<Vec<u32>>()
    };
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
