//! What a unit's page of its report says is to be done.

use crate::report::{PAGE, people};
use crate::server::text;

#[tokio::test]
async fn the_task_stands_on_the_page_with_its_deadline_and_what_came_too_late() {
    let people = people("way.task").await;
    let server = &people.server;
    let page = text(server.get_as(&people.officer, PAGE).await).await;
    for shown in [
        "Nhiệm vụ kỳ này",
        "Thu phiếu xong 14/09/2026",
        "Dự thảo báo cáo: đang làm",
        "chậm nhất 24/09/2026",
        "quá hạn 61 ngày",
        "Tỉnh chưa mở đợt khảo sát cho kỳ này",
        "không phải Chỉ số SIPAS",
        "Đến sau chốt",
        "Trình lãnh đạo xác nhận",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    // The sheet of 10 September came on 24 November, long after the span had closed.
    assert!(page.contains("(hai-long-quay@1)"), "late by form");
    assert_eq!(
        page.matches("class=\"button filled\"").count(),
        1,
        "one thing to do"
    );
    let leader = text(server.get_as(&people.leader, PAGE).await).await;
    assert!(leader.contains("Chờ người lập báo cáo của đơn vị dự thảo."));
    let now = text(
        server
            .get_as(&people.officer, "/don-vi/01141/bao-cao")
            .await,
    )
    .await;
    assert!(now.contains("Thu phiếu đến hết 14/12/2026") && now.contains("còn 30 ngày"));
    for path in [
        "/don-vi/01144/bao-cao",
        "/don-vi/99999/bao-cao",
        "/don-vi/08/bao-cao",
    ] {
        assert_eq!(
            server.get_as(&people.officer, path).await.status(),
            404,
            "{path}"
        );
    }
    let province = server.get_as(&people.province, "/don-vi/08/bao-cao").await;
    assert_eq!(province.status(), 404, "a province makes no such report");
}
