//! `/don-vi/{unit}/ma`: slips printed and made void, and the switch of the open page.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use hailong::usecase::verify_node::verify;

use crate::page::PageForm;
use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, text};
use crate::slip::{
    DESK, account, answered, codes, event_lines, post, post_as, printed, sealed, with_sheet,
};

#[tokio::test]
async fn what_is_left_of_a_sheet_is_made_void_with_a_reason_that_is_kept() {
    let (server, cookie, codes) = with_sheet("slip.void").await;
    assert_eq!(
        post(&server, &answered(&server, &codes[0]).await)
            .await
            .status(),
        303
    );
    let form = answered(&server, &codes[1]).await;
    let path = format!("{DESK}/huy-to");
    let void = async |sheet: &'static str, reason: &'static str| {
        post_as(
            &server,
            &cookie,
            &path,
            &[("sheet", sheet), ("reason", reason)],
        )
        .await
        .status()
    };
    assert_eq!(void("1", " ").await, 422, "a reason is asked for");
    assert_eq!(void("2", "mất").await, 404, "there is no such sheet");
    assert_eq!(void("1", "mất tờ").await, 200);
    assert_eq!(void("1", "mất tờ").await, 422, "nothing is left");
    assert_eq!(
        post(&server, &form).await.status(),
        410,
        "a page already open is too late"
    );
    assert_eq!(
        account(&server, &cookie).await,
        ["24", "0", "23", "1"],
        "the used one is not made void, and not counted before the seal"
    );
    let differences = verify(&server.app).await.unwrap().differences;
    assert!(differences.is_empty(), "{differences:?}");
    sealed(&server).await;
    assert_eq!(account(&server, &cookie).await, ["24", "1", "23", "0"]);
    let differences = verify(&server.app).await.unwrap().differences;
    assert!(differences.is_empty(), "{differences:?}");
    let events = event_lines(&server).await;
    for expected in [
        "slip.void voucher-print 01141 0001: hai-long-quay",
        "slip.void voucher-void 01141 0001: mất tờ",
    ] {
        assert!(
            events.iter().any(|event| event == expected),
            "{expected}: {events:?}"
        );
    }
    assert!(
        text(server.get_as(&cookie, DESK).await)
            .await
            .contains("mất tờ")
    );
}

#[tokio::test]
async fn a_sheet_that_does_not_add_up_is_named() {
    let (server, cookie, _) = with_sheet("slip.broken").await;
    let differences = async || verify(&server.app).await.unwrap().differences;
    assert!(differences().await.is_empty());
    server.run("update voucher_sheet set used = 1").await;
    assert_eq!(
        differences().await,
        ["unit 01141, sheet 0001 of slips: 24 printed, but 1 used, 0 void and 24 left"]
    );
    let page = text(server.get_as(&cookie, DESK).await).await;
    assert!(page.contains("data-identity=\"broken\"") && page.contains("Không khớp."));
}

#[tokio::test]
async fn the_same_order_posted_twice_prints_once() {
    let (server, cookie, _) = with_sheet("slip.twice").await;
    let fields = [("form", "hai-long-quay"), ("sheets", "1"), ("after", "0")];
    let again = post_as(&server, &cookie, DESK, &fields).await;
    assert_eq!(again.status(), 409);
    assert!(
        codes(&text(again).await).is_empty(),
        "no code is shown twice"
    );
    assert_eq!(account(&server, &cookie).await, ["24", "0", "0", "24"]);
    let page = text(server.get_as(&cookie, DESK).await).await;
    assert!(
        page.contains("name=\"after\" value=\"1\""),
        "the page knows the newest sheet"
    );
    let next = printed(&server, &cookie, "sipas-xa", "20", "1").await;
    assert_eq!(next.len(), 480);
    for (fields, why) in [
        (
            [("form", "sipas-xa"), ("sheets", "21"), ("after", "21")],
            "too many sheets",
        ),
        (
            [("form", "sipas-xa"), ("sheets", "0"), ("after", "21")],
            "no sheet",
        ),
        (
            [("form", "khong-co"), ("sheets", "1"), ("after", "21")],
            "no such form",
        ),
    ] {
        let response = post_as(&server, &cookie, DESK, &fields).await;
        assert_eq!(response.status(), 422, "{why}");
    }
}

#[tokio::test]
async fn only_who_keeps_the_counter_prints_and_makes_void() {
    let server = Server::of(PROVINCE, MORNING).await;
    server.device(COMMUNE, Channel::Tablet).await;
    server.device(NEIGHBOUR, Channel::Tablet).await;
    let own = server.signed_in("slip.own", Role::Leader, COMMUNE).await;
    let codes = printed(&server, &own, "hai-long-quay", "1", "0").await;
    let neighbour = server
        .signed_in("slip.other", Role::Officer, NEIGHBOUR)
        .await;
    let publisher = server
        .signed_in("slip.publishes", Role::Publisher, PROVINCE)
        .await;
    let province = server
        .signed_in("slip.province", Role::Province, PROVINCE)
        .await;
    let order = [("form", "hai-long-quay"), ("sheets", "1"), ("after", "1")];
    let missing = text(server.get_as(&neighbour, "/don-vi/99999/ma").await).await;
    for path in ["", "/huy", "/huy-to", "/trang-mo"] {
        let path = format!("{DESK}{path}");
        let foreign = post_as(&server, &neighbour, &path, &order).await;
        assert_eq!(foreign.status(), 404, "{path}");
        assert_eq!(
            text(foreign).await,
            missing,
            "{path} looks like a missing unit"
        );
        assert_eq!(
            post_as(&server, &publisher, &path, &order).await.status(),
            403
        );
        let nobody = post_as(&server, "a=b", &path, &order).await;
        assert_eq!(nobody.status(), 303, "to the sign-in");
    }
    let foreign_code = [("ma", codes[0].as_str())];
    let there = post_as(&server, &neighbour, "/don-vi/01144/ma/huy", &foreign_code).await;
    assert_eq!(
        there.status(),
        422,
        "a code of another unit looks like none"
    );
    assert_eq!(
        post_as(&server, &province, DESK, &order).await.status(),
        200
    );
    assert_eq!(
        server.get_as(&province, "/don-vi/01138/ma").await.status(),
        404,
        "a commune that is not collected for here"
    );
    assert_eq!(account(&server, &own).await, ["24", "0", "0", "24"]);
}

#[tokio::test]
async fn a_unit_closes_its_open_page_and_nothing_else() {
    let (server, cookie, codes) = with_sheet("slip.switch").await;
    let tablet = server.tablet().await;
    let openly = "/phieu/01141/hai-long-quay";
    let form = PageForm::of(&text(server.get(openly).await).await).tick("chung", "5");
    let path = format!("{DESK}/trang-mo");
    for _ in 0..2 {
        let response = post_as(&server, &cookie, &path, &[("open", "off")]).await;
        assert_eq!(response.status(), 303);
    }
    for refused in [server.get(openly).await, post(&server, &form).await] {
        assert_eq!(refused.status(), 404);
        assert!(text(refused).await.contains("Trang này đang đóng"));
    }
    assert_eq!(server.n_stored().await, 0);
    let home = text(server.get("/").await).await;
    assert!(
        !home.contains("/phieu/01141"),
        "nobody is led to a closed page"
    );
    let desk = text(server.get_as(&cookie, "/don-vi/01141").await).await;
    assert!(!desk.contains("/phieu/01141"), "nor from the desk");
    assert_eq!(
        post(&server, &answered(&server, &codes[0]).await)
            .await
            .status(),
        303
    );
    assert_eq!(
        server
            .post(&tablet.token, crate::sheet::sheet())
            .await
            .status(),
        201
    );
    let response = post_as(&server, &cookie, &path, &[("open", "on")]).await;
    assert_eq!(response.status(), 303);
    assert_eq!(post(&server, &form).await.status(), 303, "open again");
    let events = event_lines(&server).await;
    let switched: Vec<_> = events
        .iter()
        .filter(|event| event.contains("open-page"))
        .collect();
    assert_eq!(
        switched,
        [
            "slip.switch open-page-off 01141",
            "slip.switch open-page-on 01141"
        ],
        "what is so already is no event"
    );
    let wrong = post_as(&server, &cookie, &path, &[("open", "ajar")]).await;
    assert_eq!(wrong.status(), 422);
}
