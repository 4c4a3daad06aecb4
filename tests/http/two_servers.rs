//! A quarter on two servers that exchange rounds, bundles and letters as files.

use hailong::domain::account::Role;

use crate::round::{DESK, REPORT, download, open, step, two_nodes, upload};
use crate::server::{COMMUNE, PROVINCE, Server, header, text};
use crate::sheet::sheet;
use crate::slip::post_as;

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
        let (commune, province) = two_nodes().await;
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
        download(&self.commune, &self.officer, &format!("{REPORT}/thu")).await
    }

    /// Gives a file to the province; what its page says then.
    async fn to_province(&self, file: &[u8]) -> String {
        let path = format!("{DESK}/nhan");
        let response = upload(&self.province, &self.receiver, &path, file).await;
        assert_eq!(response.status(), 200);
        text(response).await
    }

    /// Gives a file to the commune; what its page says then.
    async fn to_commune(&self, file: &[u8]) -> String {
        let path = format!("{REPORT}/nhan");
        let response = upload(&self.commune, &self.officer, &path, file).await;
        assert_eq!(response.status(), 200);
        text(response).await
    }

    /// The province's letter.
    async fn reply(&self) -> Vec<u8> {
        download(&self.province, &self.receiver, &format!("{REPORT}/thu")).await
    }
}

async fn history(server: &Server, cookie: &str) -> String {
    let page = text(server.get_as(cookie, REPORT).await).await;
    let (_, rest) = page.split_once("<ol class=\"history\">").unwrap();
    rest.split_once("</ol>").unwrap().0.to_owned()
}

#[tokio::test]
async fn two_servers_play_a_quarter_by_files() {
    let quarter = Quarter::begin().await;
    opened_and_taken_on(&quarter).await;
    let tablet = quarter.commune.tablet().await;
    let stored = quarter.commune.post(&tablet.token, sheet()).await;
    assert_eq!(stored.status(), 201);
    let first = quarter.hand_in().await;
    let path = format!("{REPORT}/goi");
    let bundle = post_as(&quarter.commune, &quarter.officer, &path, &[]).await;
    assert!(header(&bundle, "content-disposition").contains("01141-2026-Q4b.hailong.jsonl"));
    let bundle = bundle.bytes().await.unwrap();
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
    let desk = text(province.get_as(receiver, DESK).await).await;
    assert!(
        !desk.contains("khác với số liệu"),
        "the leader confirmed these very figures"
    );
    let why = "xin bổ sung phiếu giấy";
    assert_eq!(step(province, receiver, "change-requested", why).await, 303);
    let page = quarter.to_commune(&quarter.reply().await).await;
    assert!(page.contains(why), "the commune reads why");
    let second = quarter.hand_in().await;
    quarter.to_province(&second).await;
    let older = quarter.to_province(&first).await;
    assert!(older.contains("từ trước"), "an older letter brings nothing");
    finished(&quarter).await;
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
        "còn 26 ngày",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
}

/// Accepted, published and put away, and both servers know the same.
async fn finished(quarter: &Quarter) {
    let (commune, province) = (&quarter.commune, &quarter.province);
    for (who, act) in [
        (&quarter.receiver, "accepted"),
        (&quarter.publisher, "published"),
        (&quarter.receiver, "archived"),
    ] {
        assert_eq!(step(province, who, act, "").await, 303, "{act}");
    }
    quarter.to_commune(&quarter.reply().await).await;
    let here = history(commune, &quarter.officer).await;
    let there = history(province, &quarter.receiver).await;
    assert_eq!(here, there, "both have the same steps");
    assert_eq!(here.matches("<li>").count(), 10);
    let again = step(commune, &quarter.officer, "drafted", "").await;
    assert_eq!(again, 422, "put away for good");
}
