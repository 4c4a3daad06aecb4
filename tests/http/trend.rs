//! `/tinh/{unit}/xu-huong` and `/don-vi/{unit}/xu-huong`.

use hailong::domain::account::Role;

use crate::compare::two_quarters;
use crate::server::{COMMUNE, text};

#[tokio::test]
async fn a_province_and_a_unit_see_their_quarters_factors_and_channels() {
    let (server, cookie) = two_quarters().await;
    for (path, before, after) in [
        ("/tinh/08/xu-huong?period=2027-Q1b", ">70,00<", ">85,00<"),
        (
            "/don-vi/01141/xu-huong?period=2027-Q1b",
            ">90,00<",
            ">75,00<",
        ),
    ] {
        let page = text(server.get_as(&cookie, path).await).await;
        for shown in [before, after, "IV/26", "I/27", "Tiếp cận", "Từng kênh"] {
            assert!(page.contains(shown), "{path}: {shown}");
        }
        assert_eq!(
            page.matches("class=\"trend-chart\"").count(),
            6,
            "the headline and five factors"
        );
        assert!(
            page.contains("class=\"segment\""),
            "nothing changed, so both are joined"
        );
        assert!(!page.contains("class=\"break\""), "{path}");
    }
}

#[tokio::test]
async fn months_and_years_are_other_steps_and_nothing_else_is() {
    let (server, cookie) = two_quarters().await;
    for (step, shown) in [("month", "01/27"), ("year", ">2027<"), ("quarter", "I/27")] {
        let path = format!("/tinh/08/xu-huong?period=2027-Q1b&step={step}");
        let page = text(server.get_as(&cookie, &path).await).await;
        assert!(page.contains(shown), "{step}");
    }
    for query in ["step=day", "mau=khac"] {
        let path = format!("/tinh/08/xu-huong?{query}");
        assert_eq!(server.get_as(&cookie, &path).await.status(), 422, "{query}");
    }
    let empty = text(
        server
            .get_as(&cookie, "/don-vi/00706/xu-huong?period=2027-Q1b")
            .await,
    )
    .await;
    assert!(empty.contains("Chưa có phiếu trong các kỳ này"));
}

#[tokio::test]
async fn a_trend_is_seen_by_those_who_see_the_desk() {
    let (server, _) = two_quarters().await;
    let officer = server.signed_in("xu.officer", Role::Officer, COMMUNE).await;
    assert_eq!(
        server
            .get_as(&officer, "/don-vi/01141/xu-huong")
            .await
            .status(),
        200
    );
    for path in [
        "/tinh/08/xu-huong",
        "/don-vi/01144/xu-huong",
        "/don-vi/08/xu-huong",
        "/tinh/01141/xu-huong",
        "/don-vi/99999/xu-huong",
    ] {
        assert_eq!(server.get_as(&officer, path).await.status(), 404, "{path}");
    }
}
