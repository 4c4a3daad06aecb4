//! What a leader confirmed is printed as it was, whatever is known later.

use hailong::domain::account::Role;
use reqwest::Response;

use crate::report_print::{FIELDS, set};
use crate::round::{OVER, REPORT, download, step, two_nodes, upload};
use crate::server::{COMMUNE, PROVINCE, Server, text};
use crate::sheet::{answering, sheet, with};
use crate::slip::post_as;
use serde_json::json;

const PRINT: &str = "/don-vi/01141/bao-cao/in?period=2026-Q4b";
const DOCUMENT: &str = "/don-vi/01141/bao-cao.docx?period=2026-Q4b";
const SETTINGS: &str = "/don-vi/01141/bao-cao/cai-dat?period=2026-Q4b";
const PRESENT: &str = "ban=hien-nay";

/// So many satisfied answers of December in the quarter that ended on the 14th.
pub(crate) async fn collect(server: &Server, n: usize) {
    let tablet = server.tablet().await;
    for _ in 0..n {
        let day = json!("2026-12-10T09:00:00+07:00");
        let sheet = with(&answering(&sheet(), "chung", json!(5)), "collected_at", day);
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
}

async fn page(server: &Server, cookie: &str, path: &str) -> String {
    let response = server.get_as(cookie, path).await;
    assert_eq!(response.status(), 200, "{path}");
    text(response).await
}

/// What comes out of the printer.
fn sheets(page: &str) -> &str {
    let (_, sheets) = page.split_once("<main").unwrap();
    sheets
}

async fn set_signer(server: &Server, cookie: &str, signer: &str) -> Response {
    let mut fields = FIELDS;
    fields[10] = ("signer", signer);
    set(server, cookie, SETTINGS, &fields).await
}

/// A province's server with a commune's forty answers the day after the quarter.
struct Quarter {
    server: Server,
    officer: String,
    leader: String,
    receiver: String,
}

impl Quarter {
    async fn over(prefix: &str) -> Self {
        let server = Server::of(PROVINCE, OVER).await;
        collect(&server, 40).await;
        let signed = async |role: Role, unit| {
            let name = format!("{prefix}.{role}");
            server.signed_in(&name, role, unit).await
        };
        let quarter = Self {
            officer: signed(Role::Officer, COMMUNE).await,
            leader: signed(Role::Leader, COMMUNE).await,
            receiver: signed(Role::Province, PROVINCE).await,
            server,
        };
        let kept = set_signer(&quarter.server, &quarter.officer, "Người ký đầu").await;
        assert_eq!(kept.status(), 303);
        quarter
    }

    async fn take(&self, acts: &[&str]) {
        for act in acts {
            let who = match *act {
                "confirmed" => &self.leader,
                "accepted" | "change-requested" => &self.receiver,
                _ => &self.officer,
            };
            assert_eq!(step(&self.server, who, act, "vì").await, 303, "{act}");
        }
    }

    async fn print(&self) -> String {
        page(&self.server, &self.officer, PRINT).await
    }
}

#[tokio::test]
async fn an_accepted_report_prints_the_same_whatever_is_set_or_answered_later() {
    let quarter = Quarter::over("kept").await;
    let server = &quarter.server;
    quarter
        .take(&["drafted", "confirmed", "submitted", "accepted"])
        .await;
    let before = quarter.print().await;
    let document = download(server, &quarter.officer, DOCUMENT).await;
    assert!(before.contains("(40/40)") && before.contains("Người ký đầu"));
    assert!(
        before.contains("Bản đã xác nhận ngày 16/12/2026"),
        "{before}"
    );
    assert!(!before.contains("DỰ THẢO"), "it is accepted");
    assert!(!before.contains(PRESENT), "nothing else is known yet");

    let set = set_signer(server, &quarter.officer, "Người ký sau").await;
    assert_eq!(set.status(), 303);
    collect(server, 7).await;
    server.set_time("2026-12-20T09:30:00+07:00");
    let quarter = Quarter {
        officer: server.signed_in_again("kept.officer").await,
        ..quarter
    };
    let server = &quarter.server;
    let after = quarter.print().await;
    assert_eq!(sheets(&after), sheets(&before), "byte for byte");
    assert!(after.contains(PRESENT), "and the way to the other one");
    let again = download(server, &quarter.officer, DOCUMENT).await;
    assert!(document == again, "the document byte for byte");

    let present = page(server, &quarter.officer, &format!("{PRINT}&{PRESENT}")).await;
    for shown in [
        "(47/47)",
        "Người ký sau",
        "DỰ THẢO, trích từ hệ thống ngày 20/12/2026",
        "Bản dựng lại từ số liệu hiện nay",
        "Về bản đã xác nhận ngày 16/12/2026",
        "bao-cao.docx?period=2026-Q4b&amp;ban=hien-nay",
    ] {
        assert!(present.contains(shown), "{shown}");
    }
    let size = server
        .text_of("select length(content) from report_copy")
        .await;
    assert!(size.parse::<u32>().unwrap() > 1000, "{size}");
}

#[tokio::test]
async fn a_report_that_went_back_is_composed_anew_until_it_is_confirmed_again() {
    let quarter = Quarter::over("again").await;
    let server = &quarter.server;
    assert!(!quarter.print().await.contains("Bản đã xác nhận"));
    quarter.take(&["drafted", "confirmed"]).await;
    let confirmed = quarter.print().await;
    assert!(confirmed.contains("Bản đã xác nhận ngày 16/12/2026"));
    assert!(confirmed.contains("DỰ THẢO"), "nobody has accepted it");
    quarter.take(&["submitted", "change-requested"]).await;
    let set = set_signer(server, &quarter.officer, "Người ký sau").await;
    assert_eq!(set.status(), 303);
    let returned = quarter.print().await;
    assert!(returned.contains("Người ký sau") && !returned.contains("Bản đã xác nhận"));
    quarter.take(&["drafted", "confirmed"]).await;
    let again = quarter.print().await;
    assert!(again.contains("Người ký sau") && again.contains("Bản đã xác nhận"));
    let n = "select count(*) from report_copy";
    assert_eq!(server.text_of(n).await, "2", "both are kept");
}

#[tokio::test]
async fn a_copy_that_somebody_changed_is_not_printed() {
    let quarter = Quarter::over("forged").await;
    quarter.take(&["drafted", "confirmed"]).await;
    let server = &quarter.server;
    server.run("drop trigger report_copy_stays").await;
    server
        .run("update report_copy set content = replace(content, '40/40', '41/41')")
        .await;
    let response = server.get_as(&quarter.officer, PRINT).await;
    assert_eq!(response.status(), 500);
}

#[tokio::test]
async fn a_province_says_that_it_composes_the_report_of_a_unit_with_a_server_of_its_own() {
    let (commune, province) = two_nodes(OVER).await;
    collect(&commune, 40).await;
    let officer = commune
        .signed_in("own.officer", Role::Officer, COMMUNE)
        .await;
    let leader = commune.signed_in("own.leader", Role::Leader, COMMUNE).await;
    for (who, act) in [
        (&officer, "drafted"),
        (&leader, "confirmed"),
        (&officer, "submitted"),
    ] {
        assert_eq!(step(&commune, who, act, "").await, 303, "{act}");
    }
    let receiver = province
        .signed_in("own.receiver", Role::Province, PROVINCE)
        .await;
    let bundle = post_as(
        &commune,
        &officer,
        &format!("{REPORT}/goi?period=2026-Q4b"),
        &[],
    )
    .await;
    let bundle = bundle.bytes().await.unwrap();
    let letter = download(&commune, &officer, &format!("{REPORT}/thu?period=2026-Q4b")).await;
    for file in [&bundle[..], &letter] {
        let path = "/tinh/08/nhac-nop/nhan?period=2026-Q4b";
        assert_eq!(upload(&province, &receiver, path, file).await.status(), 200);
    }
    let there = page(&province, &receiver, PRINT).await;
    assert!(there.contains("(40/40)"), "composed of its bundle");
    assert!(there.contains("máy chủ này không lưu bản đó"), "{there}");
    let own = page(&commune, &leader, PRINT).await;
    assert!(own.contains("Bản đã xác nhận ngày 16/12/2026"));
}
