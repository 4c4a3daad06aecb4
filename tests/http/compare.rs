//! `/tinh/{unit}/so-sanh` and the trends: two quarters of two communes, counted by hand.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use serde_json::json;

use crate::page::links;
use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, text};
use crate::sheet::{answering, sheet, with};

/// A day of the first reporting quarter of 2027.
const LATER: &str = "2027-01-12T09:30:00+07:00";

/// Nấm Dẩn: 36 of 40 satisfied, then 30 of 40. Quảng Nguyên: 20 of 40, then 38 of 40. Both
/// quarters are closed by the end.
pub(crate) async fn two_quarters() -> (Server, String) {
    let server = Server::of(PROVINCE, MORNING).await;
    let here = server.tablet().await;
    let there = server.device(NEIGHBOUR, Channel::Tablet).await;
    for (at, here_satisfied, there_satisfied) in [(MORNING, 36, 20), (LATER, 30, 38)] {
        server.set_time(at);
        for (token, satisfied) in [
            (&here.token, here_satisfied),
            (&there.token, there_satisfied),
        ] {
            for person in 0..40 {
                let level = if person < satisfied { 5 } else { 2 };
                let sheet = with(&sheet(), "collected_at", json!(at));
                let sheet = answering(&sheet, "chung", json!(level));
                assert_eq!(server.post(token, sheet).await.status(), 201);
            }
        }
    }
    server.set_time("2027-04-05T09:30:00+07:00");
    let cookie = server
        .signed_in("so.province", Role::Province, PROVINCE)
        .await;
    (server, cookie)
}

#[tokio::test]
async fn periods_units_and_methods_stand_side_by_side_with_their_counts() {
    let (server, cookie) = two_quarters().await;
    let address = "/tinh/08/so-sanh?ky-a=2026-Q4b&ky-b=2027-Q1b&pp-a=ty-le&pp-b=diem\
        &dv1=01141&dv2=Xã+Quảng+Nguyên+(01144)";
    let response = server.get_as(&cookie, address).await;
    assert_eq!(response.status(), 200);
    let page = text(response).await;
    for (shown, why) in [
        ("70,00%", "56 of 80, the province in 2026"),
        ("85,00%", "68 of 80, the province in 2027"),
        ("+15,00", "more than √(9.4² + 9.0²) = 13.0: clear"),
        ("−15,00", "Nấm Dẩn: less than √(15.2² + 6.0²) = 16.4"),
        ("chưa rõ rệt", "and so it says"),
        ("+45,00", "Quảng Nguyên"),
        ("+20,00", "95 − 75: the second unit beside the first"),
        ("Toàn tỉnh, gộp số đếm", "one roll-up"),
        ("Toàn tỉnh, trung bình các đơn vị đủ mẫu", "the other"),
        ("(c5 + c4) / A", "the formula"),
        ("(30 + 0) / 40 = 30 / 40", "with numbers"),
        (
            "(5×30 + 4×0 + 3×0 + 2×10 + 0) / (5×40) = 170 / 200",
            "of the other method",
        ),
        ("ty-le.toml", "its file"),
        ("câu hỏi chung", "its roll-up"),
    ] {
        assert!(page.contains(shown), "{why}: {shown}");
    }
    let twice = text(
        server
            .get_as(&cookie, &address.replace("diem", "khong"))
            .await,
    )
    .await;
    assert!(
        !twice.contains("diem.toml"),
        "a second method is not forced on anybody"
    );
    assert!(
        links(&page)
            .iter()
            .any(|link| link.starts_with("/don-vi/01141/xu-huong"))
    );
}

#[tokio::test]
async fn choices_that_do_not_fit_are_all_told_and_stay_as_typed() {
    let (server, cookie) = two_quarters().await;
    let response = server
        .get_as(
            &cookie,
            "/tinh/08/so-sanh?ky-a=2026-Q9&ky-b=quy-1&mau=khac&pp-a=la&pp-b=tt01\
             &dv1=01141&dv2=nam+dan&dv3=00004&dv8=Xã+Không+Có",
        )
        .await;
    assert_eq!(response.status(), 422);
    let page = text(response).await;
    for field in ["ky-a", "ky-b", "mau", "pp-a", "pp-b", "dv2", "dv3", "dv8"] {
        assert!(
            page.contains(&format!("href=\"#{field}\"")),
            "{field} is told"
        );
    }
    assert!(!page.contains("href=\"#dv1\""), "the first one fits");
    for typed in ["2026-Q9", "quy-1", "Xã Không Có", "nam dan"] {
        assert!(
            page.contains(&format!("value=\"{typed}\"")),
            "{typed} stays"
        );
    }
    assert!(!page.contains("ty-le.toml"), "nothing is compared");
}

#[tokio::test]
async fn days_in_both_periods_are_told_and_few_sheets_have_no_figure() {
    let (server, cookie) = two_quarters().await;
    let address = "/tinh/08/so-sanh?ky-a=2026b&ky-b=2026-Q4b&dv1=00706";
    let page = text(server.get_as(&cookie, address).await).await;
    assert!(page.contains("Hai kỳ có ngày chung"));
    assert!(
        page.contains("không tính được"),
        "a unit without sheets has no figure"
    );
    let usual = text(
        server
            .get_as(&cookie, "/tinh/08/so-sanh?period=2027-Q1b")
            .await,
    )
    .await;
    assert!(
        usual.contains("70,00%") && usual.contains("85,00%"),
        "the quarter before comes first"
    );
    let officer = server.signed_in("so.officer", Role::Officer, COMMUNE).await;
    for path in [
        "/tinh/08/so-sanh",
        "/tinh/01/so-sanh",
        "/tinh/01141/so-sanh",
    ] {
        assert_eq!(server.get_as(&officer, path).await.status(), 404, "{path}");
    }
}
