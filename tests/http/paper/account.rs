//! Serials: issued, printed, spoiled, and out of the reach of others.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;

use super::{Desk, PAPER};
use crate::server::{MORNING, NEIGHBOUR, PROVINCE, Server, sent, text};

#[tokio::test]
async fn spoiled_sheets_are_out_of_reach_and_in_the_account() {
    let desk = Desk::with_issue(10).await;
    assert_eq!(
        desk.key(&desk.one, "3", &[("chung", "5")]).await.status(),
        303
    );
    let range = [("tu", "2"), ("den", "01141-000004"), ("ly-do", "mưa ướt")];
    assert_eq!(desk.post(&desk.one, "/hong", &range).await.status(), 303);
    assert_eq!(
        desk.sums().await,
        [10, 0, 3, 7],
        "typed once, it can still be spoiled"
    );
    let typed = desk.key(&desk.two, "3", &[("chung", "5")]).await;
    assert!(text(typed).await.contains("đã ghi là hỏng"));
    assert!(desk.page("").await.contains("mưa ướt"));
    for (fields, why) in [
        ([("tu", "9"), ("den", "12"), ("ly-do", "mất")], "not issued"),
        (
            [("tu", "2"), ("den", ""), ("ly-do", "mất")],
            "spoiled already",
        ),
        ([("tu", "5"), ("den", ""), ("ly-do", " ")], "no reason"),
        ([("tu", "8"), ("den", "7"), ("ly-do", "mất")], "backwards"),
        (
            [("tu", "01144-000005"), ("den", ""), ("ly-do", "mất")],
            "a neighbour's",
        ),
    ] {
        assert_eq!(
            desk.post(&desk.one, "/hong", &fields).await.status(),
            422,
            "{why}"
        );
    }
    assert_eq!(
        desk.sums().await,
        [10, 0, 3, 7],
        "a refused range marks none of it"
    );
    desk.key(&desk.one, "1", &[("chung", "5")]).await;
    desk.key(&desk.two, "1", &[("chung", "5")]).await;
    let twice = [("tu", "1"), ("den", ""), ("ly-do", "đổi ý")];
    assert_eq!(
        desk.post(&desk.one, "/hong", &twice).await.status(),
        422,
        "an answer is not spoiled"
    );
}

#[tokio::test]
async fn printed_copies_carry_their_serials_and_the_questions_of_paper_alone() {
    let desk = Desk::with_issue(60).await;
    let page = desk.page("/in?tu=1").await;
    assert_eq!(
        page.matches("<article class=\"copy\"").count(),
        50,
        "fifty at a time"
    );
    for shown in [
        "01141-000001",
        "01141-000050",
        "Đây không phải đơn khiếu nại, tố cáo.",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(page.contains("tu=51&amp;den=60"), "the way to the rest");
    assert!(
        page.contains("Chỉ trả lời nếu ở câu 1"),
        "conditions are in words"
    );
    let one = desk.page("/in?tu=60&den=60&mau=en").await;
    assert!(one.contains("Very satisfied") && one.matches("<article").count() == 1);
    for (query, status) in [
        ("?tu=61", 404),
        ("?tu=1&den=51", 422),
        ("?tu=x", 422),
        ("", 422),
    ] {
        let response = desk
            .server
            .get_as(&desk.one, &format!("{PAPER}/in{query}"))
            .await;
        assert_eq!(response.status(), status, "{query}");
    }
    let fields = [("form", "sipas-xa"), ("so-to", "2")];
    desk.post(&desk.one, "/cap", &fields).await;
    let page = desk.page("/in?tu=61").await;
    assert!(
        page.contains("01141-000061"),
        "serials run on from form to form"
    );
    let on_paper_only = desk.server.app.catalog.find("sipas-xa").expect("the form");
    let sensitive = on_paper_only
        .questions()
        .find(|question| !question.is_asked_on(Channel::Tablet))
        .expect("a question a tablet does not ask");
    assert!(
        page.contains(sensitive.text.get("vi")),
        "the sensitive ones are on paper"
    );
    let other = desk.key(&desk.one, "61", &[("chung", "5")]).await;
    assert!(
        text(other).await.contains("in mẫu sipas-xa@1"),
        "another form's serial is told"
    );
}

#[tokio::test]
async fn a_foreign_unit_looks_like_a_missing_one() {
    let server = Server::of(PROVINCE, MORNING).await;
    server.tablet().await;
    server.device(NEIGHBOUR, Channel::Tablet).await;
    let neighbour = server
        .signed_in("paper.far", Role::Officer, NEIGHBOUR)
        .await;
    for path in ["", "/in?tu=1", "/nhap/hai-long-quay", "/lo", "/lo/1/sua"] {
        let there = server.get_as(&neighbour, &format!("{PAPER}{path}")).await;
        assert_eq!(there.status(), 404, "{path}");
        assert_eq!(
            server.get(&format!("{PAPER}{path}")).await.status(),
            303,
            "{path}"
        );
    }
    for path in [
        "/cap",
        "/hong",
        "/nguoi-nhap",
        "/nhap/hai-long-quay",
        "/nhap/hai-long-quay/quyet-dinh",
        "/lo",
        "/lo/1",
        "/lo/1/sua",
        "/luu",
    ] {
        let request = server.client.post(server.url(&format!("{PAPER}{path}")));
        let fields = [("form", "hai-long-quay"), ("so-to", "5"), ("cam-ket", "1")];
        let response = sent(request.header("cookie", &neighbour).form(&fields)).await;
        assert_eq!(response.status(), 404, "{path}");
    }
    let province = server
        .signed_in("paper.province", Role::Province, PROVINCE)
        .await;
    assert_eq!(server.get_as(&province, PAPER).await.status(), 200);
    let publisher = server
        .signed_in("paper.publisher", Role::Publisher, PROVINCE)
        .await;
    assert_eq!(server.get_as(&publisher, PAPER).await.status(), 403);
}
