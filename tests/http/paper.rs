//! `/don-vi/{unit}/phieu-giay`: paper, from the first serial to the answers.

mod account;
mod batch;
mod keying;

use hailong::domain::account::Role;
use hailong::usecase::issue_paper::account;
use reqwest::Response;

use crate::page::PageForm;
use crate::server::{COMMUNE, Server, sent, text};

const PAPER: &str = "/don-vi/01141/phieu-giay";
const KEYING: &str = "/don-vi/01141/phieu-giay/nhap/hai-long-quay@1";

/// A commune with paper out, and two people who type it in.
struct Desk {
    server: Server,
    one: String,
    two: String,
}

impl Desk {
    async fn with_issue(n: u32) -> Self {
        let server = Server::commune().await;
        let one = server.signed_in("paper.one", Role::Officer, COMMUNE).await;
        let two = server.signed_in("paper.two", Role::Leader, COMMUNE).await;
        let desk = Self { server, one, two };
        let n = n.to_string();
        let fields = [("form", "hai-long-quay"), ("so-to", &n)];
        let response = desk.post(&desk.one, "/cap", &fields).await;
        assert_eq!(response.status(), 303, "issued");
        for who in [&desk.one, &desk.two] {
            let declared = [("cam-ket", "khong-truc-quay")];
            let response = desk.post(who, "/nguoi-nhap", &declared).await;
            assert_eq!(response.status(), 303, "declared");
        }
        desk
    }

    async fn post(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Response {
        let request = self
            .server
            .client
            .post(self.server.url(&format!("{PAPER}{path}")));
        sent(request.header("cookie", who).form(fields)).await
    }

    /// Types a sheet in on the screen as it is rendered.
    async fn key(&self, who: &str, serial: &str, ticks: &[(&str, &str)]) -> Response {
        let page = text(self.server.get_as(who, KEYING).await).await;
        let (_, main) = page.split_once("<main").expect("a page");
        let mut form = PageForm::of(main)
            .fill("serial", serial)
            .fill("day", "2026-11-24");
        for (name, value) in ticks {
            form = if *name == "comment" {
                form.fill(name, value)
            } else {
                form.tick(name, value)
            };
        }
        self.send(who, &form).await
    }

    async fn send(&self, who: &str, form: &PageForm) -> Response {
        let request = self.server.client.post(self.server.url(&form.action));
        sent(request.header("cookie", who).form(&form.fields)).await
    }

    /// Sheets `1..=n`, typed in alike by both.
    async fn key_twice(&self, n: u32) {
        for serial in 1..=n {
            let serial = serial.to_string();
            let level = if serial.len() > 1 { "4" } else { "5" };
            for who in [&self.one, &self.two] {
                let ticks = [("chung", level), ("service", "ho-tich")];
                let response = self.key(who, &serial, &ticks).await;
                assert_eq!(response.status(), 303, "sheet {serial}");
            }
        }
    }

    async fn page(&self, path: &str) -> String {
        text(
            self.server
                .get_as(&self.one, &format!("{PAPER}{path}"))
                .await,
        )
        .await
    }

    /// Agrees to every sheet that was drawn; how many they were.
    async fn agree_to_all(&self) -> usize {
        let page = self.page("/lo").await;
        let drawn = actions(&page, "/lo/");
        for action in &drawn {
            let path = action.trim_start_matches(PAPER);
            let response = self.post(&self.two, path, &[("ket-qua", "khop")]).await;
            assert_eq!(response.status(), 303, "{action}");
        }
        drawn.len()
    }

    /// `issued, returned, spoiled, out` of the whole account.
    async fn sums(&self) -> [u64; 4] {
        let total = account(&self.server.app, COMMUNE)
            .await
            .expect("an account")
            .total();
        assert_eq!(
            total.issued,
            total.returned() + total.spoiled + total.out(),
            "the account adds up"
        );
        [total.issued, total.returned(), total.spoiled, total.out()]
    }
}

/// Where the forms of a page are posted to, of those that contain `part`.
fn actions(page: &str, part: &str) -> Vec<String> {
    let tags = page.split("action=\"").skip(1);
    let found = tags.filter_map(|rest| rest.split('"').next());
    found
        .filter(|action| action.contains(part))
        .map(str::to_owned)
        .collect()
}
