//! `/`, `/don-vi/{unit}`, `/tinh/{unit}` and their files.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use serde_json::json;

use crate::page::links;
use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, header, text};
use crate::sheet::{answering, sheet, with};

/// A province with two communes' answers: five of six satisfied, and three of six.
async fn province() -> Server {
    let server = Server::of(PROVINCE, MORNING).await;
    let here = server.tablet().await;
    let there = server.device(NEIGHBOUR, Channel::Tablet).await;
    for (token, levels) in [
        (here.token, vec![5, 5, 4, 4, 4, 2]),
        (there.token, vec![4, 4, 4, 3, 3, 2]),
    ] {
        for level in levels {
            let sheet = answering(&sheet(), "chung", json!(level));
            assert_eq!(server.post(&token, sheet).await.status(), 201);
        }
    }
    server
}

#[tokio::test]
async fn a_unit_sees_its_figures_in_the_reporting_quarter_of_today() {
    let server = province().await;
    let cookie = server
        .signed_in("desk.officer", Role::Officer, COMMUNE)
        .await;
    let response = server.get_as(&cookie, "/don-vi/01141").await;
    assert_eq!(response.status(), 200);
    let page = text(response).await;
    for shown in [
        "Xã Nấm Dẩn (01141), tỉnh Tuyên Quang",
        "quý IV/2026",
        "15/09–14/12/2026",
        "6 phiếu",
        "chưa đủ mẫu",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    let english = text(server.get_as(&cookie, "/don-vi/01141?lang=en").await).await;
    assert!(english.contains("6 sheets") && english.contains("too few answers"));
    let bad = server.get_as(&cookie, "/don-vi/01141?period=quy-4").await;
    assert_eq!(bad.status(), 422);
    assert!(
        text(bad).await.contains("2026-Q4"),
        "it says how a period looks"
    );
}

#[tokio::test]
async fn every_link_of_a_desk_leads_somewhere() {
    let server = province().await;
    let cookie = server
        .signed_in("desk.links", Role::Province, PROVINCE)
        .await;
    for path in ["/tinh/08", "/don-vi/01141", "/"] {
        let page = text(server.get_as(&cookie, path).await).await;
        let mut local: Vec<_> = links(&page)
            .into_iter()
            .filter(|link| !link.starts_with('#'))
            .collect();
        local.sort();
        local.dedup();
        local.retain(|link| {
            !link.starts_with("/don-vi/") || link.contains("01141") || link.contains("01144")
        });
        assert!(local.len() > 3, "{path}: {local:?}");
        for link in local {
            let status = server.get_as(&cookie, &link).await.status();
            assert_eq!(status, 200, "{path} leads to {link}");
        }
    }
}

#[tokio::test]
async fn who_came_from_the_province_finds_the_way_back_on_every_page_of_a_unit() {
    let server = province().await;
    let of = async |name: &str, role, unit| server.signed_in(name, role, unit).await;
    let receiver = of("back.province", Role::Province, PROVINCE).await;
    let publisher = of("back.publisher", Role::Publisher, PROVINCE).await;
    let officer = of("back.officer", Role::Officer, COMMUNE).await;
    let pages = [
        "",
        "/cau-hoi",
        "/gop-y",
        "/ke-hoach",
        "/bao-cao",
        "/xu-huong",
    ];
    for page in pages.map(|page| format!("/don-vi/01141{page}?period=2026-Q3b")) {
        for (who, is_shown, why) in [
            (&receiver, true, "receives for the province"),
            (&publisher, true, "publishes for it"),
            (&officer, false, "belongs to the unit"),
        ] {
            let response = server.get_as(who, &page).await;
            if response.status() == 403 {
                continue;
            }
            let shown = text(response).await;
            let way = "href=\"/tinh/08?period=2026-Q3b\">‹ Toàn tỉnh Tuyên Quang</a>";
            assert_eq!(shown.contains(way), is_shown, "{page}: {why}");
        }
    }
    let own = text(server.get_as(&receiver, "/tinh/08").await).await;
    assert!(
        !own.contains("‹ Toàn tỉnh"),
        "nothing stands above a province"
    );
}

#[tokio::test]
async fn periods_begin_with_a_capital_letter_where_they_begin_a_line() {
    let server = province().await;
    let cookie = server
        .signed_in("desk.pager", Role::Province, PROVINCE)
        .await;
    for path in ["/don-vi/01141?period=2026-Q4b", "/tinh/08?period=2026-Q4b"] {
        let page = text(server.get_as(&cookie, path).await).await;
        for shown in [
            "‹ Quý III/2026<",
            ">Quý I/2027 ›<",
            ">6 tháng đầu năm 2026<",
            ">Năm 2026<",
        ] {
            assert!(page.contains(shown), "{path}: {shown}");
        }
        assert!(page.contains(", quý IV/2026"), "small within a title");
    }
}

#[tokio::test]
async fn the_province_sees_all_its_communes_and_that_they_add_up() {
    let server = province().await;
    let cookie = server
        .signed_in("desk.province", Role::Province, PROVINCE)
        .await;
    let page = text(server.get_as(&cookie, "/tinh/08").await).await;
    let communes: std::collections::BTreeSet<_> = links(&page)
        .into_iter()
        .filter_map(|link| Some(link.strip_prefix("/don-vi/")?.split('?').next()?.to_owned()))
        .collect();
    assert_eq!(communes.len(), 124);
    assert!(
        page.contains("data-identity=\"holds\""),
        "the identity is shown and holds"
    );
    for shown in ["Tỉnh Tuyên Quang", "8 / 12 = 66,67%", "Khớp."] {
        assert!(page.contains(shown), "{shown}");
    }
}

#[tokio::test]
async fn an_officer_cannot_tell_a_foreign_unit_from_a_missing_one() {
    let server = province().await;
    let cookie = server
        .signed_in("desk.foreign", Role::Officer, COMMUNE)
        .await;
    let missing = text(server.get_as(&cookie, "/don-vi/99999").await).await;
    for path in [
        "/don-vi/01144",
        "/don-vi/08",
        "/tinh/08",
        "/tinh/01141",
        "/tinh/99",
        "/don-vi/01144/so-lieu.xlsx",
        "/don-vi/01144/so-lieu.csv?period=2026-Q4b",
        "/tinh/08/so-lieu.xlsx",
        "/tinh/01141/so-lieu.csv",
    ] {
        let response = server.get_as(&cookie, path).await;
        assert_eq!(response.status(), 404, "{path}");
        assert_eq!(text(response).await, missing, "{path}");
    }
    let cookie = server.signed_in("desk.far", Role::Province, PROVINCE).await;
    for path in [
        "/don-vi/00004",
        "/tinh/01",
        "/don-vi/08",
        "/don-vi/08/so-lieu.csv",
    ] {
        assert_eq!(server.get_as(&cookie, path).await.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn files_carry_the_same_counts_and_names_in_plain_and_true_letters() {
    let server = province().await;
    let officer = server
        .signed_in("files.officer", Role::Officer, COMMUNE)
        .await;
    let response = server
        .get_as(&officer, "/don-vi/01141/so-lieu.csv?period=2026-Q4b")
        .await;
    assert_eq!(header(&response, "content-type"), "text/csv; charset=utf-8");
    let disposition = header(&response, "content-disposition");
    assert!(
        disposition.contains("filename=\"hailong-01141-2026-Q4b.csv\""),
        "{disposition}"
    );
    assert!(
        disposition.contains("filename*=UTF-8''S%E1%BB%91%20li%E1%BB%87u"),
        "{disposition}"
    );
    assert_eq!(header(&response, "cache-control"), "no-store");
    let csv = text(response).await;
    assert!(csv.contains("hai-long-quay@1,chung,4,3,\r\n"), "{csv}");
    let excel = server
        .get_as(&officer, "/don-vi/01141/so-lieu.csv?dialect=excel")
        .await;
    let excel = excel.bytes().await.unwrap();
    assert!(excel.starts_with("\u{feff}unit_code;unit_edition".as_bytes()));
    let response = server.get_as(&officer, "/don-vi/01141/so-lieu.xlsx").await;
    assert_eq!(response.status(), 200);
    assert!(header(&response, "content-type").contains("spreadsheetml"));
    assert!(response.bytes().await.unwrap().starts_with(b"PK"));
    let province = server
        .signed_in("files.province", Role::Province, PROVINCE)
        .await;
    let csv = text(server.get_as(&province, "/tinh/08/so-lieu.csv").await).await;
    assert!(csv.contains("\r\n01141,") && csv.contains("\r\n01144,"));
    let workbook = server.get_as(&province, "/tinh/08/so-lieu.xlsx").await;
    assert!(workbook.bytes().await.unwrap().starts_with(b"PK"));
}

#[tokio::test]
async fn a_desk_asks_for_a_session_before_anything_else() {
    let server = Server::commune().await;
    for path in [
        "/don-vi/01141",
        "/don-vi/99999",
        "/tinh/08",
        "/don-vi/01141/so-lieu.xlsx",
        "/tinh/08/so-lieu.csv",
        "/don-vi/01141?period=quatsch",
    ] {
        let response = server.get(path).await;
        assert_eq!(response.status(), 303, "{path}");
        assert!(
            header(&response, "location").starts_with("/dang-nhap?next="),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_first_page_says_what_this_is_and_leads_on() {
    let server = Server::commune().await;
    let page = text(server.get("/").await).await;
    assert!(page.contains("Xã Nấm Dẩn (01141), tỉnh Tuyên Quang"));
    let doors = links(&page);
    for door in [
        "/phieu/01141/hai-long-quay?lang=vi",
        "/dang-nhap",
        "/openapi.json",
    ] {
        assert!(doors.iter().any(|link| link == door), "{door}: {doors:?}");
    }
    let asked: Vec<_> = doors
        .iter()
        .filter(|link| link.starts_with("/phieu/"))
        .collect();
    assert_eq!(
        asked[0], "/phieu/01141/hai-long-quay?lang=vi",
        "the counter's own comes first"
    );
    let needs_code = asked.iter().any(|link| link.contains("danh-gia-ho-so"));
    assert!(
        !needs_code,
        "one that needs a code is not offered: {asked:?}"
    );
    let cookie = server.signed_in("home", Role::Officer, COMMUNE).await;
    let page = text(server.get_as(&cookie, "/").await).await;
    assert!(links(&page).iter().any(|link| link == "/don-vi/01141"));
}

#[tokio::test]
async fn service_fields_stand_in_the_order_of_their_list_and_sheets_without_one_last() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let services = server.app.services.all();
    let (first, second) = (&services[0], &services[1]);
    // Five of each, and closed: fewer would stand folded, and open ones are not told apart.
    for code in [Some(second.code.as_str()), None, Some(first.code.as_str())].repeat(5) {
        let sheet = with(&sheet(), "service", json!(code));
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
    server.set_time("2026-12-26T09:00:00+07:00");
    let cookie = server
        .signed_in("desk.services", Role::Officer, COMMUNE)
        .await;
    let page = "/don-vi/01141?period=2026-Q4b";
    let page = text(server.get_as(&cookie, page).await).await;
    let at = |name: &str| {
        page.rfind(name)
            .unwrap_or_else(|| panic!("{name} is on the page"))
    };
    let names = [
        first.label.get("vi"),
        second.label.get("vi"),
        "Không chọn lĩnh vực",
    ];
    assert!(names.map(at).is_sorted(), "{names:?}");
}
