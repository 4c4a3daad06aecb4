//! `/don-vi/{unit}/cau-hoi`: every question, channels, signs of quality and half-days.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use hailong::usecase::seal_batch::seal_due;
use reqwest::Response;
use serde_json::{Value, json};

use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, header, sent, text};
use crate::sheet::{answering, sheet, with};

/// After the last half-month of the quarter has closed.
const QUARTER_CLOSED: &str = "2026-12-26T09:00:00+07:00";
const PAGE: &str = "/don-vi/01141/cau-hoi";
/// A Sunday.
const SUNDAY: &str = "2026-10-25T09:30:00+07:00";
/// The reporting month from 15/10 to 14/11 is closed, the next one is not.
const CLOSED: &str = "2026-11-26T09:30:00+07:00";

async fn answer(server: &Server, token: &str, (at, level, n): (&str, u8, usize)) {
    for _ in 0..n {
        let sheet = answering(&sheet(), "chung", json!(level));
        let sheet = with(&sheet, "collected_at", json!(at));
        assert_eq!(server.post(token, sheet).await.status(), 201);
    }
}

fn without_overall(mut sheet: Value) -> Value {
    sheet["answers"].as_object_mut().unwrap().remove("chung");
    sheet
}

async fn page_as(server: &Server, cookie: &str, path: &str) -> String {
    let response = server.get_as(cookie, path).await;
    assert_eq!(response.status(), 200, "{path}");
    text(response).await
}

async fn write(server: &Server, cookie: &str, fields: &[(&str, &str)]) -> Response {
    let request = server
        .client
        .post(server.url(&format!("{PAGE}/ly-do?period=2026-11b")));
    sent(request.header("cookie", cookie).form(fields)).await
}

#[tokio::test]
async fn every_question_stands_in_form_order_with_its_shares() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    answer(&server, &tablet.token, (MORNING, 5, 24)).await;
    answer(&server, &tablet.token, (MORNING, 3, 4)).await;
    answer(&server, &tablet.token, (MORNING, 1, 4)).await;
    let cookie = server
        .signed_in("questions.officer", Role::Officer, COMMUNE)
        .await;
    let page = page_as(&server, &cookie, PAGE).await;
    let order = [
        "Nhìn chung",
        "I. Tiếp cận dịch vụ",
        "II. Thủ tục",
        "Câu chọn ý",
        "Nộp hồ sơ",
    ];
    let places: Vec<_> = order.map(|name| page.find(name).unwrap_or(0)).to_vec();
    assert!(places.is_sorted() && places[0] > 0, "{places:?}");
    for told in ["75,00", "12,50", ">75<", "không tính được"] {
        assert!(
            page.contains(told),
            "{told}: 24 of 32 are satisfied, 4 are not, nobody rated thu-tuc"
        );
    }
    assert!(
        page.contains("aria-current=\"page\">Từng câu hỏi"),
        "the tab"
    );
    let english = page_as(&server, &cookie, &format!("{PAGE}?lang=en")).await;
    assert!(english.contains("75.00") && english.contains("Every question"));
}

#[tokio::test]
async fn few_answers_show_no_percent_and_lead_to_the_year() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    answer(&server, &tablet.token, (MORNING, 5, 12)).await;
    let cookie = server
        .signed_in("questions.few", Role::Officer, COMMUNE)
        .await;
    let page = page_as(&server, &cookie, PAGE).await;
    assert!(page.contains("chưa đủ mẫu") && page.contains("/don-vi/01141/cau-hoi?period=2026b"));
    assert!(
        !page.contains("100,00"),
        "twelve answers have no percentage"
    );
    let empty = page_as(&server, &cookie, &format!("{PAGE}?period=2026-Q1b")).await;
    assert!(empty.contains("Chưa có phiếu nào trong kỳ này"));
}

#[tokio::test]
async fn channels_stand_beside_each_other_each_with_its_own_change() {
    let server = Server::of(COMMUNE, "2026-09-01T09:30:00+07:00").await;
    let tablet = server.tablet().await;
    let before = "2026-09-01T09:30:00+07:00";
    answer(&server, &tablet.token, (before, 5, 20)).await;
    answer(&server, &tablet.token, (before, 1, 20)).await;
    server.set_time(MORNING);
    answer(&server, &tablet.token, (MORNING, 5, 38)).await;
    answer(&server, &tablet.token, (MORNING, 1, 2)).await;
    for _ in 0..31 {
        let sheet = answering(&sheet(), "chung", json!(4));
        let sheet = with(&sheet, "assisted", json!("officer"));
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
    server.set_time(QUARTER_CLOSED);
    let cookie = server
        .signed_in("questions.channels", Role::Officer, COMMUNE)
        .await;
    let page = page_as(&server, &cookie, &format!("{PAGE}?period=2026-Q4b")).await;
    assert!(page.contains("+45,00"), "95 less 50");
    let apart = page.find("Đứng riêng, vì công chức cùng bấm").unwrap();
    assert!(
        page[apart..].contains("Công chức bấm giúp"),
        "help stands apart"
    );
    assert!(page[apart..].contains("kỳ trước chưa có"));
}

#[tokio::test]
async fn half_days_under_five_sheets_show_no_number_and_open_ones_are_not_counted() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    answer(&server, &tablet.token, ("2026-11-23T09:00:00+07:00", 5, 7)).await;
    answer(&server, &tablet.token, ("2026-11-23T15:00:00+07:00", 5, 3)).await;
    let cookie = server
        .signed_in("questions.halves", Role::Officer, COMMUNE)
        .await;
    let page = page_as(&server, &cookie, PAGE).await;
    assert!(page.contains("Chưa có buổi nào được niêm phong"));
    server.set_time("2026-11-25T09:30:00+07:00");
    seal_due(&server.app).await.unwrap();
    let cookie = server.signed_in_again("questions.halves").await;
    let page = page_as(&server, &cookie, PAGE).await;
    let table = page.split("half-days").nth(1).unwrap();
    assert!(table.contains("Cộng mọi kênh và mọi mẫu phiếu"));
    assert!(table.contains(">7</td>") && table.contains("dưới 5") && !table.contains(">3</td>"));
}

#[tokio::test]
async fn sheets_on_a_sunday_are_a_sign_and_the_unit_says_why() {
    let server = Server::of(PROVINCE, SUNDAY).await;
    let tablet = server.device(COMMUNE, Channel::Tablet).await;
    answer(&server, &tablet.token, (SUNDAY, 5, 40)).await;
    server.set_time("2026-11-20T09:30:00+07:00");
    seal_due(&server.app).await.unwrap();
    let officer = server
        .signed_in("quality.officer", Role::Officer, COMMUNE)
        .await;
    let path = format!("{PAGE}?period=2026-11b");
    let page = page_as(&server, &officer, &path).await;
    assert!(page.contains("xét một lần khi tháng đã khóa, từ 25/11/2026"));
    server.set_time(CLOSED);
    let officer = server.signed_in_again("quality.officer").await;
    let page = page_as(&server, &officer, &path).await;
    for told in [
        "phải kiểm tra",
        "40 trong 40 phiếu tại quầy vào chiều thứ bảy hoặc chủ nhật",
        "Dấu hiệu không phải kết luận. Không phiếu nào bị xóa.",
        "Ghi lý do cho tháng 11/2026",
        "chưa có đủ số hồ sơ",
    ] {
        assert!(page.contains(told), "{told}");
    }
    let long = "lý do ".repeat(84);
    for (fields, kept, why) in [
        (
            [("month", "2026-11b"), ("text", "  ")],
            "Xin ghi lý do",
            "nothing written",
        ),
        (
            [("month", "2026-11b"), ("text", long.as_str())],
            long.trim(),
            "504 characters",
        ),
    ] {
        let response = write(&server, &officer, &fields).await;
        assert_eq!(response.status(), 422, "{why}");
        assert!(text(response).await.contains(kept), "{why}");
    }
    let odd = write(&server, &officer, &[("month", "tháng tám"), ("text", "x")]).await;
    assert_eq!(odd.status(), 422);
    let reason = "Ngày hội <b>chuyển đổi số</b>, trực chủ nhật";
    let response = write(
        &server,
        &officer,
        &[("month", "2026-11b"), ("text", reason)],
    )
    .await;
    assert_eq!(response.status(), 303);
    assert_eq!(
        header(&response, "location"),
        "/don-vi/01141/cau-hoi?period=2026-11b#chat-luong"
    );
    let province = server
        .signed_in("quality.province", Role::Province, PROVINCE)
        .await;
    let page = page_as(&server, &province, &path).await;
    assert!(
        page.contains("Ngày hội &lt;b&gt;chuyển đổi số&lt;/b&gt;"),
        "the province reads it"
    );
    assert!(page.contains("quality.officer, 26/11/2026") && !page.contains("<textarea"));
    for (name, role, unit) in [
        ("quality.province.2", Role::Province, PROVINCE),
        ("quality.neighbour", Role::Officer, NEIGHBOUR),
    ] {
        let cookie = server.signed_in(name, role, unit).await;
        let refused = write(&server, &cookie, &[("month", "2026-11b"), ("text", "x")]).await;
        assert_eq!(refused.status(), 404, "{name} does not write for the unit");
    }
    let events = server
        .text_of("select count(*) from event where action = 'quality-note'")
        .await;
    assert_eq!(events, "1");
}

#[tokio::test]
async fn too_fast_sheets_stand_beside_the_raw_figure_and_stay_in_it() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    answer(&server, &tablet.token, (MORNING, 1, 30)).await;
    for _ in 0..6 {
        let sheet = answering(&sheet(), "chung", json!(5));
        let sheet = with(&sheet, "duration_s", json!(1));
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
    server.set_time(QUARTER_CLOSED);
    let cookie = server
        .signed_in("quality.fast", Role::Officer, COMMUNE)
        .await;
    let page = page_as(&server, &cookie, &format!("{PAGE}?period=2026-Q4b")).await;
    let told = "Nếu không tính 6 phiếu trả lời quá nhanh: 0,00% (30 phiếu còn lại). Số chính vẫn là 16,67%";
    assert!(page.contains(told));
}

#[tokio::test]
async fn no_other_figure_tells_what_two_too_fast_people_said() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    answer(&server, &tablet.token, (MORNING, 1, 30)).await;
    for n in 0..6 {
        let sheet = answering(&sheet(), "thu-tuc", json!(5));
        let sheet = if n < 2 {
            answering(&sheet, "chung", json!(5))
        } else {
            without_overall(sheet)
        };
        let sheet = with(&sheet, "duration_s", json!(1));
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
    server.set_time(QUARTER_CLOSED);
    let cookie = server
        .signed_in("quality.two", Role::Officer, COMMUNE)
        .await;
    let page = page_as(&server, &cookie, &format!("{PAGE}?period=2026-Q4b")).await;
    assert!(page.contains("Chất lượng dữ liệu"));
    assert!(!page.contains("Nếu không tính"), "six sheets, two answers");
}

#[tokio::test]
async fn signs_of_quality_tell_no_number_of_one_to_four_sheets_in_either_calendar() {
    let server = Server::of(COMMUNE, "2026-11-03T09:30:00+07:00").await;
    let tablet = server.tablet().await;
    let morning = "2026-11-03T09:00:00+07:00";
    answer(&server, &tablet.token, (morning, 5, 40)).await;
    for _ in 0..3 {
        let sheet = answering(&sheet(), "chung", json!(4));
        let sheet = with(&sheet, "collected_at", json!(morning));
        let sheet = with(&sheet, "assisted", json!("officer"));
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
    server.set_time("2026-12-26T09:30:00+07:00");
    seal_due(&server.app).await.unwrap();
    let cookie = server
        .signed_in("quality.small", Role::Officer, COMMUNE)
        .await;
    let page = page_as(&server, &cookie, &format!("{PAGE}?period=2026-11b")).await;
    assert!(page.contains("dưới 5 phiếu máy tính bảng"), "three helped");
    assert!(!page.contains("3 trong 43 phiếu máy tính bảng"));
    let calendar = page_as(&server, &cookie, &format!("{PAGE}?period=2026-11")).await;
    let months = |page: &str| {
        let rest = page.split_once("judged-months").map(|(_, rest)| rest);
        let part = rest.and_then(|rest| rest.split_once("</ul>"));
        part.map(|(part, _)| part.to_owned()).unwrap_or_default()
    };
    assert!(months(&page).contains("11/2026"));
    let asked = |page: &str| months(page).replace("2026-11b\"", "2026-11\"");
    assert_eq!(
        asked(&calendar),
        asked(&page),
        "the reporting month is judged, whatever the period"
    );
}

#[tokio::test]
async fn a_foreign_unit_looks_like_a_missing_one() {
    let server = Server::of(PROVINCE, MORNING).await;
    let cookie = server
        .signed_in("questions.foreign", Role::Officer, COMMUNE)
        .await;
    let missing = text(server.get_as(&cookie, "/don-vi/99999/cau-hoi").await).await;
    for path in ["/don-vi/01144/cau-hoi", "/don-vi/08/cau-hoi"] {
        let response = server.get_as(&cookie, path).await;
        assert_eq!(response.status(), 404, "{path}");
        assert_eq!(text(response).await, missing, "{path}");
    }
    assert_eq!(server.get(PAGE).await.status(), 303, "a session first");
}
