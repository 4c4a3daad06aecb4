//! A quarter on two servers that exchange rounds, bundles and letters as files.

use hailong::domain::account::Role;
use serde_json::json;

use crate::publication::{self, CLOSED};
use crate::reminder::sums;
use crate::report::publish;
use crate::round::{DESK, OVER, REPORT, download, open, step, two_nodes, upload};
use crate::server::{COMMUNE, PROVINCE, Server, header, text};
use crate::sheet::{answering, sheet, with};
use crate::slip::post_as;

const PERIOD: &str = "period=2026-Q4b";

/// The two servers and their people.
struct Quarter {
    commune: Server,
    province: Server,
    officer: String,
    leader: String,
    receiver: String,
    publisher: String,
}

impl Quarter {
    async fn begin() -> Self {
        let (commune, province) = two_nodes(OVER).await;
        Self {
            officer: commune
                .signed_in("two.officer", Role::Officer, COMMUNE)
                .await,
            leader: commune.signed_in("two.leader", Role::Leader, COMMUNE).await,
            receiver: province
                .signed_in("two.receiver", Role::Province, PROVINCE)
                .await,
            publisher: province
                .signed_in("two.publisher", Role::Publisher, PROVINCE)
                .await,
            commune,
            province,
        }
    }

    /// Drafts, confirms and hands in at the commune; the letter about it.
    async fn hand_in(&self) -> Vec<u8> {
        for (who, act) in [
            (&self.officer, "drafted"),
            (&self.leader, "confirmed"),
            (&self.leader, "submitted"),
        ] {
            assert_eq!(step(&self.commune, who, act, "").await, 303, "{act}");
        }
        download(
            &self.commune,
            &self.officer,
            &format!("{REPORT}/thu?{PERIOD}"),
        )
        .await
    }

    /// Gives a file to the province; what its page says then.
    async fn to_province(&self, file: &[u8]) -> String {
        let path = format!("{DESK}/nhan?{PERIOD}");
        let response = upload(&self.province, &self.receiver, &path, file).await;
        assert_eq!(response.status(), 200);
        text(response).await
    }

    /// Gives a file to the commune; what its page says then.
    async fn to_commune(&self, file: &[u8]) -> String {
        let path = format!("{REPORT}/nhan?{PERIOD}");
        let response = upload(&self.commune, &self.officer, &path, file).await;
        assert_eq!(response.status(), 200);
        text(response).await
    }

    /// The commune's bundle of the quarter.
    async fn bundle(&self) -> Vec<u8> {
        let path = format!("{REPORT}/goi?{PERIOD}");
        let bundle = post_as(&self.commune, &self.officer, &path, &[]).await;
        assert_eq!(bundle.status(), 200);
        let named = header(&bundle, "content-disposition");
        assert!(
            named.contains("filename=\"01141-2026-Q4b.hailong.jsonl\""),
            "{named}"
        );
        assert!(
            named.contains("filename*=UTF-8''01141-2026-Q4b.hailong.jsonl"),
            "{named}"
        );
        bundle.bytes().await.unwrap().to_vec()
    }

    /// Waits until every span of the quarter is closed, and signs everybody in again.
    async fn closed(&mut self) {
        for server in [&self.commune, &self.province] {
            server.set_time(CLOSED);
        }
        self.officer = self.commune.signed_in_again("two.officer").await;
        self.leader = self.commune.signed_in_again("two.leader").await;
        self.receiver = self.province.signed_in_again("two.receiver").await;
        self.publisher = self.province.signed_in_again("two.publisher").await;
    }

    /// The province's letter.
    async fn reply(&self) -> Vec<u8> {
        download(
            &self.province,
            &self.receiver,
            &format!("{REPORT}/thu?{PERIOD}"),
        )
        .await
    }
}

async fn history(server: &Server, cookie: &str) -> String {
    let page = text(server.get_as(cookie, &format!("{REPORT}?{PERIOD}")).await).await;
    let (_, rest) = page.split_once("<ol class=\"history\">").unwrap();
    rest.split_once("</ol>").unwrap().0.to_owned()
}

#[tokio::test]
async fn two_servers_play_a_quarter_by_files() {
    let mut quarter = Quarter::begin().await;
    opened_and_taken_on(&quarter).await;
    let tablet = quarter.commune.tablet().await;
    for _ in 0..33 {
        let day = json!("2026-12-10T09:00:00+07:00");
        let sheet = with(&answering(&sheet(), "chung", json!(5)), "collected_at", day);
        let stored = quarter.commune.post(&tablet.token, sheet).await;
        assert_eq!(stored.status(), 201);
    }
    let first = quarter.hand_in().await;
    let bundle = quarter.bundle().await;
    for (file, outcome) in [
        (&bundle[..], "Đã nhận tệp."),
        (&first, "Đã nhận tệp."),
        (&first, "từ trước"),
    ] {
        assert!(
            quarter.to_province(file).await.contains(outcome),
            "{outcome}"
        );
    }
    let (province, receiver) = (&quarter.province, &quarter.receiver);
    let desk = text(province.get_as(receiver, &format!("{DESK}?{PERIOD}")).await).await;
    assert!(
        !desk.contains("khác với số liệu"),
        "the leader confirmed these very figures"
    );
    let why = "xin bổ sung phiếu giấy";
    assert_eq!(step(province, receiver, "change-requested", why).await, 303);
    let page = quarter.to_commune(&quarter.reply().await).await;
    assert!(page.contains(why), "the commune reads why");
    quarter.closed().await;
    let second = quarter.hand_in().await;
    quarter.to_province(&quarter.bundle().await).await;
    quarter.to_province(&second).await;
    let older = quarter.to_province(&first).await;
    assert!(older.contains("từ trước"), "an older letter brings nothing");
    finished(&quarter).await;
}

#[tokio::test]
async fn a_report_that_came_without_its_bundle_is_missing_until_the_figures_are_here() {
    let quarter = Quarter::begin().await;
    let tablet = quarter.commune.tablet().await;
    let day = json!("2026-12-10T09:00:00+07:00");
    let sheet = with(&sheet(), "collected_at", day);
    assert_eq!(
        quarter.commune.post(&tablet.token, sheet).await.status(),
        201
    );
    let letter = quarter.hand_in().await;
    let page = quarter.to_province(&letter).await;
    assert_eq!(sums(&page), [124, 0, 0, 124, 0], "expected are the four");
    let state = "Đã nhận báo cáo, chưa có số liệu";
    assert_eq!(page.matches(state).count(), 2, "to accept, and to remind");
    assert!(page.contains("Có 1 đơn vị đã nộp báo cáo nhưng còn thiếu gói số liệu"));
    assert!(page.contains("Gửi chung 123 đơn vị chưa nộp"));
    assert!(
        !page.contains("khác với số liệu lãnh đạo"),
        "there are none"
    );
    let words = format!("{DESK}?{PERIOD}&nhac=01141");
    let province = &quarter.province;
    let words = text(province.get_as(&quarter.receiver, &words).await).await;
    assert!(words.contains("chưa nhận được gói số liệu") && words.contains("không phải nộp lại"));
    assert_eq!(
        step(province, &quarter.receiver, "accepted", "").await,
        422,
        "nobody accepts figures that are not here"
    );
    let page = quarter.to_province(&quarter.bundle().await).await;
    assert_eq!(sums(&page), [124, 1, 0, 123, 0], "in time, as its letter");
    assert!(!page.contains(state) && !page.contains("còn thiếu gói số liệu"));
    assert_eq!(step(province, &quarter.receiver, "accepted", "").await, 303);
}

#[tokio::test]
async fn a_report_returned_before_its_bundle_came_is_asked_for_again_and_not_called_received() {
    let quarter = Quarter::begin().await;
    let tablet = quarter.commune.tablet().await;
    let sheet = with(&sheet(), "collected_at", json!("2026-12-10T09:00:00+07:00"));
    assert_eq!(
        quarter.commune.post(&tablet.token, sheet).await.status(),
        201
    );
    quarter.to_province(&quarter.hand_in().await).await;
    let (province, receiver) = (&quarter.province, &quarter.receiver);
    let why = "xin bổ sung phiếu giấy";
    assert_eq!(step(province, receiver, "change-requested", why).await, 303);
    let page = format!("{DESK}?{PERIOD}&nhac=01141");
    let page = text(province.get_as(receiver, &page).await).await;
    assert_eq!(sums(&page), [124, 0, 0, 124, 0], "its figures are missing");
    assert!(
        page.contains("chờ đơn vị sửa và nộp lại"),
        "where it stands"
    );
    assert!(page.contains("đã được tỉnh Tuyên Quang trả lại để sửa: xin bổ sung phiếu giấy"));
    for untrue in ["Đã nhận báo cáo, chưa có số liệu", "không phải nộp lại"] {
        assert!(!page.contains(untrue), "{untrue}");
    }
}

/// The round goes from the province's page to the commune's.
async fn opened_and_taken_on(quarter: &Quarter) {
    let typed = [
        ("id", "2026-q4"),
        ("period", "2026-Q4b"),
        ("title", "Đợt khảo sát quý IV/2026"),
        ("deadline", "2026-12-20"),
        ("decision", "123/QĐ-UBND"),
        ("decision_date", "2026-09-01"),
    ];
    let opened = open(&quarter.province, &quarter.receiver, &typed).await;
    assert_eq!(opened.status(), 200);
    let round = text(quarter.province.get("/api/v1/rounds/2026-q4").await).await;
    let page = quarter.to_commune(round.as_bytes()).await;
    for shown in [
        "Đã nhận tệp.",
        "123/QĐ-UBND",
        "chậm nhất 20/12/2026",
        "còn 4 ngày",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
}

/// Accepted, published and put away, and both servers know the same.
async fn finished(quarter: &Quarter) {
    let (commune, province) = (&quarter.commune, &quarter.province);
    let receiver = &quarter.receiver;
    assert_eq!(step(province, receiver, "accepted", "").await, 303);
    publish(
        province,
        &quarter.publisher,
        publication::DESK,
        "24/12/2026",
    )
    .await;
    assert_eq!(step(province, receiver, "archived", "").await, 303);
    quarter.to_commune(&quarter.reply().await).await;
    let here = history(commune, &quarter.officer).await;
    let there = history(province, &quarter.receiver).await;
    assert_eq!(here, there, "both have the same steps");
    assert_eq!(here.matches("<li>").count(), 10);
    let again = step(commune, &quarter.officer, "drafted", "").await;
    assert_eq!(again, 422, "put away for good");
}
