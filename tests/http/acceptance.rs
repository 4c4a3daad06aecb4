//! `/tinh/{unit}/cong-bo`: nothing is published silently while reports are not accepted.

use hailong::domain::account::Role;

use crate::glance::ROUND;
use crate::publication::{CLOSED, DESK, digest, post, province, published, unaccepted};
use crate::round::step;
use crate::server::{COMMUNE, PROVINCE, Server, text};

const KEPT: &str = "select group_concat(ifnull(unaccepted_count, '-')) from
                    (select * from publication order by number)";
const TOLD: &str = "select subject from event where action like 'publication-%'
                    order by sequence desc limit 1";
const REFUSED: &str = "chưa có báo cáo được tỉnh tiếp nhận; nếu vẫn công bố";

/// A province with figures of a closed quarter, and its publisher.
async fn closed(publisher: &str) -> (Server, String) {
    let server = province().await;
    server.set_time(CLOSED);
    let cookie = server.signed_in(publisher, Role::Publisher, PROVINCE).await;
    (server, cookie)
}

/// Publishes with that box ticked: the status, and what the page says.
async fn try_to_publish(
    server: &Server,
    cookie: &str,
    ticked: &str,
    reason: &str,
) -> (u16, String) {
    let digest = digest(&text(server.get_as(cookie, DESK).await).await);
    let fields = [
        ("digest", digest.as_str()),
        ("decision", "123/QĐ-UBND"),
        ("decided_on", "24/12/2026"),
        ("reason", reason),
        ("confirmed", "yes"),
        ("unaccepted", ticked),
    ];
    post(server, cookie, "", &fields).await
}

/// Signs the commune's people in and takes these steps.
async fn steps(server: &Server, prefix: &str, acts: &[&str]) {
    let signed = async |role: Role, unit| {
        let name = format!("{prefix}.{role}");
        server.signed_in(&name, role, unit).await
    };
    let officer = signed(Role::Officer, COMMUNE).await;
    let leader = signed(Role::Leader, COMMUNE).await;
    let receiver = signed(Role::Province, PROVINCE).await;
    for act in acts {
        let who = match *act {
            "confirmed" => &leader,
            "accepted" => &receiver,
            _ => &officer,
        };
        assert_eq!(step(server, who, act, "").await, 303, "{act}");
    }
}

#[tokio::test]
async fn publishing_past_reports_that_are_not_accepted_takes_a_box_that_names_their_number() {
    let (server, publisher) = closed("box.publisher").await;
    steps(&server, "box", &["drafted"]).await;
    let page = text(server.get_as(&publisher, DESK).await).await;
    for shown in [
        "Tỉnh đã tiếp nhận 0 trong 124 báo cáo",
        "Chưa có dự thảo: 123 đơn vị",
        "Đã dự thảo, chờ lãnh đạo xác nhận: 1 đơn vị",
        "href=\"/don-vi/01141/bao-cao?period=2026-Q4b\"",
        "href=\"/tinh/08/nhac-nop?period=2026-Q4b\"",
        "Công bố dù còn 124 đơn vị chưa có báo cáo",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    assert_eq!(unaccepted(&page), "124");
    for ticked in ["", "yes", "123"] {
        let (status, page) = try_to_publish(&server, &publisher, ticked, "").await;
        assert_eq!(status, 422, "{ticked:?}");
        assert!(
            page.contains(&format!("href=\"#unaccepted\">còn 124 đơn vị {REFUSED}")),
            "{page}"
        );
    }
    assert_eq!(
        server.text_of("select count(*) from publication").await,
        "0"
    );
    let (status, page) = try_to_publish(&server, &publisher, "124", "").await;
    assert_eq!(status, 303, "{page}");
    assert_eq!(server.text_of(KEPT).await, "124");
    assert!(server.text_of(TOLD).await.ends_with(" unaccepted=124"));
    let page = text(server.get_as(&publisher, DESK).await).await;
    assert!(
        page.contains("lúc công bố còn 124 đơn vị"),
        "later readers see it"
    );
}

#[tokio::test]
async fn a_report_accepted_in_between_asks_anew_and_counts_in_the_correction() {
    let (server, publisher) = closed("between.publisher").await;
    let way = ["drafted", "confirmed", "submitted"];
    steps(&server, "between", &way).await;
    let (status, _) = try_to_publish(&server, &publisher, "124", "").await;
    assert_eq!(status, 303, "handed in is not accepted");
    let receiver = server.signed_in_again("between.province").await;
    assert_eq!(step(&server, &receiver, "accepted", "").await, 303);
    let (status, page) = try_to_publish(&server, &publisher, "124", "thêm đơn vị").await;
    assert_eq!(status, 422, "the number is another one");
    assert!(page.contains("còn 123 đơn vị"), "{page}");
    let (status, _) = try_to_publish(&server, &publisher, "123", "thêm đơn vị").await;
    assert_eq!(status, 303);
    let page = text(server.get_as(&publisher, DESK).await).await;
    assert!(
        page.contains("Tỉnh đã tiếp nhận 1 trong 124"),
        "published is accepted"
    );
    assert_eq!(server.text_of(KEPT).await, "124,123");
}

#[tokio::test]
async fn a_province_that_works_without_reports_is_asked_nothing() {
    let server = province().await;
    let publisher = published(&server).await;
    let page = text(server.get_as(&publisher, DESK).await).await;
    assert!(page.contains("chưa đơn vị nào dự thảo báo cáo"));
    assert_eq!(unaccepted(&page), "", "no box");
    assert_eq!(server.text_of(KEPT).await, "-");
    assert!(!server.text_of(TOLD).await.contains("unaccepted"));
}

#[tokio::test]
async fn a_round_expects_the_reports_of_its_units_and_no_others() {
    let (server, publisher) = closed("round.cong-bo").await;
    let of_one = format!("{ROUND}units = [\"01141\"]\n");
    server.hold_round(&of_one).await;
    let page = text(server.get_as(&publisher, DESK).await).await;
    assert!(
        page.contains("Tỉnh đã tiếp nhận 0 trong 1 báo cáo"),
        "{page}"
    );
    assert_eq!(try_to_publish(&server, &publisher, "", "").await.0, 422);
    let way = ["drafted", "confirmed", "submitted", "accepted"];
    steps(&server, "round", &way).await;
    let page = text(server.get_as(&publisher, DESK).await).await;
    assert_eq!(unaccepted(&page), "", "all are accepted");
    assert_eq!(try_to_publish(&server, &publisher, "", "").await.0, 303);
    assert_eq!(server.text_of(KEPT).await, "0");
}
