//! `/tinh/{unit}/chi-so`: published figures beside the province's own.

use hailong::domain::account::Role;
use reqwest::Response;

use crate::page::links;
use crate::server::{COMMUNE, MORNING, PROVINCE, Server, header, sent, text};

const PAGE: &str = "/tinh/08/chi-so";
const HEAD: &str = "instrument,unit_code,unit_name,year,value,rank,of,source\n";
/// Hà Giang 2020 and 2021: KH 185 of 11/7/2022, as published.
const HA_GIANG: &str = "SIPAS,02,Hà Giang,2020,87.60,25,63,KH 185/2022\n\
    SIPAS,02,Hà Giang,2021,88.46,18,63,KH 185/2022\n";

async fn province() -> (Server, String) {
    let server = Server::of(PROVINCE, MORNING).await;
    let cookie = server
        .signed_in("ref.province", Role::Province, PROVINCE)
        .await;
    (server, cookie)
}

/// Sends a file as a browser does.
async fn upload(server: &Server, cookie: &str, field: &str, file: &str) -> Response {
    let body = format!(
        "--ranh\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"chi-so.csv\"\r\n\
         Content-Type: text/csv\r\n\r\n{file}\r\n--ranh--\r\n"
    );
    let request = server
        .client
        .post(server.url(PAGE))
        .header("cookie", cookie);
    let request = request.header("content-type", "multipart/form-data; boundary=ranh");
    sent(request.body(body)).await
}

#[tokio::test]
async fn without_figures_the_page_says_how_they_come_in() {
    let (server, cookie) = province().await;
    let page = text(server.get_as(&cookie, PAGE).await).await;
    for shown in [
        "Chưa có số công bố nào",
        "Chỉ số SIPAS do Bộ Nội vụ công bố",
        "Khảo sát tự nguyện của tỉnh (không phải SIPAS)",
        "Tỉnh Tuyên Quang (mã 08)",
        "Tỉnh Hà Giang (mã 02), đến hết 30/06/2025",
        "01/07/2025: đổi địa giới",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(
        links(&page)
            .iter()
            .any(|link| link == "/tinh/08/chi-so/mau.csv")
    );
    let template = server.get_as(&cookie, "/tinh/08/chi-so/mau.csv").await;
    assert_eq!(header(&template, "content-type"), "text/csv; charset=utf-8");
    let template = text(template).await;
    assert!(
        template.contains("SIPAS;02;Tỉnh Hà Giang;2021;;;63;"),
        "{template}"
    );
    let sent_back = upload(&server, &cookie, "tep", &template).await;
    assert_eq!(
        header(&sent_back, "location"),
        "/tinh/08/chi-so?xong=0-0-0#nhap"
    );
}

#[tokio::test]
async fn published_figures_stand_with_their_change_ranks_and_par_points() {
    let (server, cookie) = province().await;
    let response = upload(&server, &cookie, "tep", &format!("{HEAD}{HA_GIANG}")).await;
    assert_eq!(response.status(), 303);
    assert_eq!(
        header(&response, "location"),
        "/tinh/08/chi-so?xong=2-0-0#nhap"
    );
    let page = text(server.get_as(&cookie, "/tinh/08/chi-so?xong=2-0-0").await).await;
    for (shown, why) in [
        ("88,46%", "the figure"),
        ("18/63", "the rank of that year's provinces"),
        ("+0,86", "88.46 − 87.60"),
        ("lên 7 bậc", "25th to 18th"),
        ("8,85/10", "88.46 % of ten points"),
        ("KH 185/2022", "the source"),
        (
            "ref.province nhập ngày 24/11/2026",
            "who brought it, and when",
        ),
        ("2 số mới", "what became of the file"),
    ] {
        assert!(page.contains(shown), "{why}: {shown}");
    }
    assert!(!page.contains("Chưa có số công bố nào"));
    let again = upload(&server, &cookie, "tep", &format!("{HEAD}{HA_GIANG}")).await;
    assert_eq!(
        header(&again, "location"),
        "/tinh/08/chi-so?xong=0-0-2#nhap"
    );
    let english = text(server.get_as(&cookie, "/tinh/08/chi-so?lang=en").await).await;
    assert!(english.contains("88.46%") && english.contains("up 7"));
}

#[tokio::test]
async fn a_bad_file_is_answered_with_every_problem_and_nothing_is_kept() {
    let (server, cookie) = province().await;
    let bad = format!("{HEAD}{HA_GIANG}SIPAS,99,,2021,a,64,63,\n");
    let response = upload(&server, &cookie, "tep", &bad).await;
    assert_eq!(response.status(), 422);
    let page = text(response).await;
    for shown in [
        "Số lỗi: 4",
        "Dòng 4",
        "“99”",
        "“value” phải là số",
        "nơi công bố",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    let kept = server
        .text_of("select count(*) from reference_series")
        .await;
    assert_eq!(kept, "0");
    for (field, file, words, why) in [
        ("khac", HEAD, "Chưa chọn tệp", "another field"),
        ("tep", "", "Chưa chọn tệp", "an empty file"),
        ("tep", "a,b\n", "không có cột “a”", "another table"),
    ] {
        let response = upload(&server, &cookie, field, file).await;
        assert_eq!(response.status(), 422, "{why}");
        assert!(text(response).await.contains(words), "{why}");
    }
    let large = upload(&server, &cookie, "tep", &"x".repeat(1024 * 1024 + 8 * 1024)).await;
    assert_eq!(large.status(), 422);
    assert!(text(large).await.contains("lớn hơn 1 MB"));
}

#[tokio::test]
async fn only_the_province_brings_figures_in_and_only_within_reach() {
    let (server, _) = province().await;
    let publisher = server
        .signed_in("ref.publisher", Role::Publisher, PROVINCE)
        .await;
    let page = text(server.get_as(&publisher, PAGE).await).await;
    assert!(page.contains("Tài khoản cấp tỉnh") && !page.contains("multipart/form-data"));
    let refused = upload(&server, &publisher, "tep", HEAD).await;
    assert_eq!(refused.status(), 403);
    let officer = server
        .signed_in("ref.officer", Role::Officer, COMMUNE)
        .await;
    for path in [
        PAGE,
        "/tinh/08/chi-so/mau.csv",
        "/tinh/01/chi-so",
        "/tinh/01141/chi-so",
    ] {
        assert_eq!(server.get_as(&officer, path).await.status(), 404, "{path}");
    }
    assert_eq!(upload(&server, &officer, "tep", HEAD).await.status(), 404);
}

#[tokio::test]
async fn our_own_figure_stands_beside_them_as_what_it_is() {
    let (server, cookie) = province().await;
    let tablet = server.tablet().await;
    let row_of_2026 = |page: String| {
        let (_, row) = page
            .split_once("<th scope=\"row\">2026</th>")
            .expect("a row of this year");
        row.split("</tr>").next().unwrap_or_default().to_owned()
    };
    for (n, shown) in [(12, "chưa đủ mẫu"), (18, "100,00%")] {
        for _ in 0..n {
            let sheet = crate::sheet::sheet();
            assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
        }
        let row = row_of_2026(text(server.get_as(&cookie, PAGE).await).await);
        assert!(row.contains(shown), "{shown} after {n} more: {row}");
        assert!(
            !row.contains("/10") && !row.contains("/34"),
            "no points and no rank: {row}"
        );
    }
}
