//! `/don-vi/{unit}/bao-cao/in`, its document and its settings; the same of a province.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use reqwest::Response;
use serde_json::json;

use crate::glance::ROUND;
use crate::page::links;
use crate::round::step;
use crate::server::{COMMUNE, MORNING, PROVINCE, Server, header, sent, text};
use crate::sheet::{answering, sheet, with};

/// A province with forty answers of one commune, thirty-two of them satisfied.
async fn province() -> Server {
    let server = Server::of(PROVINCE, MORNING).await;
    let tablet = server.tablet().await;
    for place in 0..40 {
        let level = if place < 32 { 4 } else { 2 };
        let sheet = answering(&sheet(), "chung", json!(level));
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
    server
}

/// Fields of the settings that can be kept.
pub(crate) const FIELDS: [(&str, &str); 11] = [
    ("superior", ""),
    ("agency", "Ủy ban nhân dân\r\nxã Nấm Dẩn"),
    ("symbol", "BC-UBND"),
    ("place", "Nấm Dẩn"),
    ("addressees", "Sở Nội vụ tỉnh Tuyên Quang"),
    ("recipients", "Như trên;\r\nLưu: VT."),
    ("body", "Ủy ban nhân dân"),
    ("mode", "kt"),
    ("head_post", "Chủ tịch"),
    ("post", "Phó Chủ tịch"),
    ("signer", "Nguyễn <b>Văn</b> A"),
];

pub(crate) async fn set(
    server: &Server,
    cookie: &str,
    path: &str,
    fields: &[(&str, &str)],
) -> Response {
    let request = server.client.post(server.url(path)).form(fields);
    sent(request.header("cookie", cookie)).await
}

#[tokio::test]
async fn a_unit_prints_its_report_and_takes_the_same_as_a_document() {
    let server = province().await;
    let officer = server.signed_in("in.can-bo", Role::Officer, COMMUNE).await;
    let page = server
        .get_as(&officer, "/don-vi/01141/bao-cao/in?period=2026-Q4b")
        .await;
    assert_eq!(page.status(), 200);
    let page = text(page).await;
    let shown = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "/BC-UBND",
        "xã Nấm Dẩn, quý IV năm 2026",
        "không phải Chỉ số SIPAS",
        "Kính gửi: Sở Nội vụ tỉnh Tuyên Quang",
        "80,00% người trả lời hài lòng (32/40)",
        "TM. ỦY BAN NHÂN DÂN",
        "DỰ THẢO, trích từ hệ thống ngày 24/11/2026",
        "Người lập: in.can-bo.",
        "không phải chữ ký số",
        "bc-quy@1",
    ];
    for inline in ["<style", " style=", "<script"] {
        assert!(!page.contains(inline), "{inline}");
    }
    assert_eq!(page.matches("<h1").count(), 1);
    let document = server
        .get_as(&officer, "/don-vi/01141/bao-cao.docx?period=2026-Q4b")
        .await;
    assert_eq!(document.status(), 200);
    let named = header(&document, "content-disposition");
    assert!(
        named.contains("filename=\"bao-cao-01141-2026-Q4b.docx\""),
        "{named}"
    );
    assert!(
        named.contains("filename*=UTF-8''B%C3%A1o%20c%C3%A1o"),
        "{named}"
    );
    assert!(header(&document, "content-type").contains("wordprocessingml"));
    let document = document.bytes().await.unwrap();
    let document = String::from_utf8_lossy(&document);
    for words in shown
        .into_iter()
        .filter(|words| *words != "không phải chữ ký số")
    {
        assert!(page.contains(words), "the page: {words}");
        assert!(document.contains(words), "the document: {words}");
    }
}

#[tokio::test]
async fn a_report_sets_nothing_against_a_period_of_other_channels_or_another_method() {
    for (round, told) in [
        (None, "So với"),
        (Some(ROUND.to_owned()), "gồm các kênh khác"),
        (
            Some(ROUND.replace("\"ty-le\"", "\"diem\"")),
            "theo phương pháp khác",
        ),
    ] {
        let before = "2026-09-01T09:30:00+07:00";
        let server = Server::of(PROVINCE, before).await;
        server.collect((40, 20), before, Channel::Tablet).await;
        server.collect((40, 38), MORNING, Channel::Tablet).await;
        if let Some(round) = &round {
            server.hold_round(round).await;
        }
        server.set_time("2026-12-26T09:00:00+07:00");
        let officer = server.signed_in("in.so-sanh", Role::Officer, COMMUNE).await;
        let page = "/don-vi/01141/bao-cao/in?period=2026-Q4b";
        let page = text(server.get_as(&officer, page).await).await;
        assert!(page.contains(told), "{told}");
        assert_eq!(page.contains("45,00 điểm %"), round.is_none(), "{told}");
    }
}

#[tokio::test]
async fn sheets_of_another_form_than_the_rounds_are_told_and_not_summed() {
    let server = Server::of(PROVINCE, MORNING).await;
    let tablet = server.tablet().await;
    for _ in 0..31 {
        let sheet = with(&sheet(), "form", json!("mot-cau@1"));
        let sheet = with(&sheet, "answers", json!({"chung": 4}));
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
    server.hold_round(ROUND).await;
    let who = server.signed_in("in.khac", Role::Province, PROVINCE).await;
    let nothing_of_form = "không có phiếu nào theo mẫu phiếu của đợt khảo sát";
    let others = "Có 31 phiếu theo mẫu khác, nêu riêng tại mục 1 và không cộng vào báo cáo này.";
    for (path, shown) in [
        (
            "/don-vi/01141/bao-cao/in?period=2026-Q4b",
            "xã Nấm Dẩn không nhận được phiếu nào theo mẫu phiếu của đợt khảo sát.",
        ),
        ("/tinh/08/bao-cao/in?period=2026-Q4b", "tổng số 0 phiếu"),
    ] {
        let page = text(server.get_as(&who, path).await).await;
        for shown in [shown, others, nothing_of_form, "(mot-cau@1), tính riêng"] {
            assert!(page.contains(shown), "{path}: {shown}: {page}");
        }
    }
    let other = "/don-vi/01144/bao-cao/in?period=2026-Q4b";
    let page = text(server.get_as(&who, other).await).await;
    assert!(page.contains("không nhận được phiếu nào.") && !page.contains("mẫu khác"));
}

#[tokio::test]
async fn few_answers_and_none_still_make_a_report() {
    let server = Server::of(PROVINCE, MORNING).await;
    let tablet = server.tablet().await;
    for _ in 0..6 {
        assert_eq!(server.post(&tablet.token, sheet()).await.status(), 201);
    }
    let who = server.signed_in("in.it", Role::Province, PROVINCE).await;
    for (path, expected) in [
        ("/don-vi/01141/bao-cao/in?period=2026-Q4b", "chưa đủ mẫu"),
        (
            "/don-vi/01144/bao-cao/in?period=2026-Q4b",
            "không nhận được phiếu nào",
        ),
        (
            "/tinh/08/bao-cao/in?period=2026-Q4b",
            "Chưa có số liệu (123 đơn vị)",
        ),
        ("/tinh/08/bao-cao/in?period=2026-Q1", "không có phiếu nào"),
        ("/don-vi/01141/bao-cao/in?period=2026", "năm 2026"),
    ] {
        let page = server.get_as(&who, path).await;
        assert_eq!(page.status(), 200, "{path}");
        let page = text(page).await;
        assert!(page.contains(expected), "{path}: {expected}");
    }
}

#[tokio::test]
async fn settings_are_kept_printed_as_text_and_refused_with_every_problem() {
    let server = province().await;
    let leader = server
        .signed_in("dat.lanh-dao", Role::Leader, COMMUNE)
        .await;
    let path = "/don-vi/01141/bao-cao/cai-dat";
    let kept = set(&server, &leader, path, &FIELDS).await;
    assert_eq!(kept.status(), 303);
    let back = text(server.get_as(&leader, &header(&kept, "location")).await).await;
    assert!(
        back.contains("Đã lưu") && back.contains("Nguyễn &lt;b&gt;Văn"),
        "{back}"
    );
    let page = text(server.get_as(&leader, "/don-vi/01141/bao-cao/in").await).await;
    assert!(page.contains("KT. CHỦ TỊCH") && page.contains("PHÓ CHỦ TỊCH"));
    assert!(
        page.contains("Nguyễn &lt;b&gt;Văn&lt;/b&gt; A"),
        "text is text"
    );
    let n_acts = "select count(*) from event where action = 'report-setting'";
    assert_eq!(set(&server, &leader, path, &FIELDS).await.status(), 303);
    assert_eq!(
        server.text_of(n_acts).await,
        "1",
        "what is so already is no second act"
    );

    let long = "x".repeat(61);
    let bad = FIELDS.map(|(name, value)| match name {
        "agency" => (name, ""),
        "place" => (name, long.as_str()),
        "mode" => (name, "?"),
        _ => (name, value),
    });
    let refused = set(&server, &leader, &format!("{path}?lang=vi"), &bad).await;
    assert_eq!(refused.status(), 422);
    let refused = text(refused).await;
    for told in [
        "#agency",
        "#place",
        "#mode",
        "cần điền",
        "dài quá 60",
        "Nguyễn &lt;b&gt;",
    ] {
        assert!(refused.contains(told), "{told}");
    }
    assert!(refused.contains(&long), "what was typed is not lost");
}

#[tokio::test]
async fn only_those_who_draft_confirm_or_receive_may_set_and_nobody_beyond_reach() {
    let server = province().await;
    let publisher = server
        .signed_in("dat.cong-bo", Role::Publisher, PROVINCE)
        .await;
    for path in ["/don-vi/01141/bao-cao/cai-dat", "/tinh/08/bao-cao/cai-dat"] {
        assert_eq!(
            server.get_as(&publisher, path).await.status(),
            403,
            "{path}"
        );
        assert_eq!(
            set(&server, &publisher, path, &FIELDS).await.status(),
            403,
            "{path}"
        );
    }
    assert_eq!(
        server
            .get_as(&publisher, "/tinh/08/bao-cao/in")
            .await
            .status(),
        200
    );
    let officer = server.signed_in("dat.can-bo", Role::Officer, COMMUNE).await;
    let missing = text(server.get_as(&officer, "/don-vi/99999/bao-cao/in").await).await;
    for path in [
        "/don-vi/01144/bao-cao/in",
        "/don-vi/01144/bao-cao.docx",
        "/don-vi/01144/bao-cao/cai-dat",
        "/don-vi/08/bao-cao/in",
        "/tinh/08/bao-cao",
        "/tinh/08/bao-cao.docx",
        "/tinh/01141/bao-cao/in",
        "/tinh/01141/bao-cao/cai-dat",
    ] {
        let response = server.get_as(&officer, path).await;
        assert_eq!(response.status(), 404, "{path}");
        assert_eq!(text(response).await, missing, "{path}");
    }
    let foreign = set(&server, &officer, "/don-vi/01144/bao-cao/cai-dat", &FIELDS).await;
    assert_eq!(foreign.status(), 404);
    let nobody = server.get("/don-vi/01141/bao-cao/in").await;
    assert_eq!(nobody.status(), 303, "a session comes first");
}

#[tokio::test]
async fn a_province_has_a_page_of_its_files_and_ranks_its_units() {
    let server = province().await;
    let who = server.signed_in("bc.tinh", Role::Province, PROVINCE).await;
    let page = text(
        server
            .get_as(&who, "/tinh/08/bao-cao?period=2026-Q4b")
            .await,
    )
    .await;
    let files: Vec<String> = links(&page)
        .into_iter()
        .filter(|link| link.contains("bao-cao/") || link.contains("bao-cao.docx"))
        .collect();
    assert_eq!(files.len(), 3, "{files:?}");
    for link in files {
        assert_eq!(server.get_as(&who, &link).await.status(), 200, "{link}");
    }
    let printed = text(
        server
            .get_as(&who, "/tinh/08/bao-cao/in?period=2026-Q4b")
            .await,
    )
    .await;
    for shown in [
        "TỈNH TUYÊN QUANG",
        "SỞ NỘI VỤ",
        "1 trong 124 đơn vị",
        "Toàn tỉnh, gộp câu trả lời",
        "Toàn tỉnh, trung bình các đơn vị xếp hạng",
        "bct-quy@1",
    ] {
        assert!(printed.contains(shown), "{shown}");
    }
}

#[tokio::test]
async fn a_report_names_who_drafted_it_whoever_prints_it() {
    let server = province().await;
    let officer = server.signed_in("lap.mot", Role::Officer, COMMUNE).await;
    let other = server.signed_in("lap.hai", Role::Officer, COMMUNE).await;
    let leader = server
        .signed_in("lap.lanh-dao", Role::Leader, COMMUNE)
        .await;
    let printed = async |cookie: &str| {
        let path = "/don-vi/01141/bao-cao/in?period=2026-Q4b";
        text(server.get_as(cookie, path).await).await
    };
    assert!(printed(&other).await.contains("Người lập: lap.hai."));
    assert!(!printed(&leader).await.contains("Người lập: "));
    assert_eq!(step(&server, &officer, "drafted", "").await, 303);
    for cookie in [&officer, &other, &leader] {
        assert!(printed(cookie).await.contains("Người lập: lap.mot."));
    }
}

#[tokio::test]
async fn a_factor_is_judged_by_its_most_answered_question() {
    let server = Server::of(PROVINCE, MORNING).await;
    let tablet = server.tablet().await;
    for place in 0..40 {
        let mut answers = json!({"chung": 4, "niem-yet": 4});
        if place < 12 {
            for question in ["thong-tin", "bien-chi-dan", "noi-lam-viec"] {
                answers[question] = json!(4);
            }
        }
        let sheet = with(&sheet(), "form", json!("sipas-xa@1"));
        let sheet = with(&sheet, "answers", answers);
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
    let who = server.signed_in("factor", Role::Officer, COMMUNE).await;
    let path = "/don-vi/01141/bao-cao/in?period=2026-Q4b";
    let page = text(server.get_as(&who, path).await).await;
    let row = |numeral: &str| {
        let start = format!(">{numeral}</td>");
        let rest = page.split_once(&start).expect("a factor").1;
        rest.split("</tr>").next().unwrap_or_default().to_owned()
    };
    let (few, enough) = (row("I"), row("II"));
    assert!(few.contains("chưa đủ mẫu"), "36 ratings of 12: {few}");
    assert!(enough.contains("100,00"), "40 of 40: {enough}");
}
