//! The position (*chức vụ*) in which a leader confirms.

use crate::confirmation::Seen;
use crate::report::{PAGE, STEP, people, step};
use crate::server::text;
use crate::slip::post_as;

#[tokio::test]
async fn nobody_confirms_without_a_position_and_the_last_one_typed_is_offered() {
    let people = people("way.position").await;
    let server = &people.server;
    let drafted = step(server, &people.officer, "drafted", "").await;
    assert_eq!(drafted.status(), 303, "an officer's role is name enough");
    let confirm = async |position: &str| {
        let seen = Seen::on(server, &people.leader, PAGE).await;
        let fields = [("act", "confirmed"), ("position", position)];
        let fields: Vec<_> = fields.into_iter().chain(seen.fields()).collect();
        let response = post_as(server, &people.leader, STEP, &fields).await;
        (response.status().as_u16(), text(response).await)
    };
    for empty in ["", "  "] {
        let (status, page) = confirm(empty).await;
        assert_eq!(status, 422);
        assert!(
            page.contains("Xin ghi chức vụ của người xác nhận"),
            "{page}"
        );
    }
    assert_eq!(confirm(" Phó Chủ tịch ").await.0, 303);
    let offered = async |cookie: &str| {
        let page = text(server.get_as(cookie, PAGE).await).await;
        page.contains("value=\"Phó Chủ tịch\"")
    };
    assert!(offered(&people.leader).await, "to hand it in");
    assert!(!offered(&people.officer).await, "nobody else's position");
    let typed = [("act", "submitted"), ("position", "Chủ tịch")];
    let submitted = post_as(server, &people.leader, STEP, &typed).await;
    assert_eq!(submitted.status(), 303);
    let again = step(server, &people.province, "change-requested", "sai").await;
    assert_eq!(again.status(), 303);
    let again = step(server, &people.officer, "drafted", "").await;
    assert_eq!(again.status(), 303);
    let page = text(server.get_as(&people.leader, PAGE).await).await;
    assert!(page.contains("value=\"Chủ tịch\""), "the last one");
}
