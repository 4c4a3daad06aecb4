//! `/don-vi/{unit}/phieu-giay`: paper, from the first serial to the answers.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use hailong::usecase::issue_paper::account;
use hailong::usecase::{key_paper, store_paper, submit_sheet};
use reqwest::Response;
use serde_json::{Map, Value};

use crate::page::PageForm;
use crate::server::{COMMUNE, NEIGHBOUR, PROVINCE, Server, header, sent, text};

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

#[tokio::test]
async fn paper_goes_from_the_serial_to_the_answers_and_nothing_joins_them_afterwards() {
    let desk = Desk::with_issue(10).await;
    assert_eq!(desk.sums().await, [10, 0, 0, 10]);
    desk.key_twice(7).await;
    assert_eq!(desk.sums().await, [10, 7, 0, 3]);
    assert_eq!(
        desk.server.n_stored().await,
        0,
        "nothing counts before the batch"
    );
    let response = desk.post(&desk.one, "/lo", &[]).await;
    assert_eq!(header(&response, "location"), format!("{PAPER}/lo"));
    let early = desk.post(&desk.one, "/luu", &[]).await;
    assert_eq!(early.status(), 422, "the sample is to be looked at first");
    assert_eq!(desk.agree_to_all().await, 5, "five of seven are drawn");
    let page = desk.page("/lo").await;
    assert!(page.contains("0 trong 5 phiếu so lại có chỗ phải sửa (0,0%)"));
    let response = desk.post(&desk.one, "/luu", &[]).await;
    assert_eq!(header(&response, "location"), PAPER);
    assert_eq!(desk.server.n_stored().await, 7);
    assert_eq!(
        desk.sums().await,
        [10, 7, 0, 3],
        "stored sheets are returned ones"
    );
    let rows = desk
        .server
        .text_of("select count(*) from answer where channel = 'paper'")
        .await;
    assert_eq!(rows, "7");
    for (statement, why) in [
        (
            "select count(*) from paper_entry where body is not null",
            "no sheet stays beside a serial",
        ),
        ("select count(*) from paper_leaving", "none is on its way"),
        (
            "select count(*) from paper_entry where recheck is not null",
            "nor what was drawn",
        ),
    ] {
        assert_eq!(desk.server.text_of(statement).await, "0", "{why}");
    }
    let again = desk.post(&desk.one, "/luu", &[]).await;
    assert_eq!(again.status(), 303, "once more does no harm");
    assert_eq!(desk.server.n_stored().await, 7);
}

#[tokio::test]
async fn the_same_account_cannot_type_a_sheet_in_twice() {
    let desk = Desk::with_issue(2).await;
    assert_eq!(
        desk.key(&desk.one, "1", &[("chung", "5")]).await.status(),
        303
    );
    let refused = desk.key(&desk.one, "01141-000001", &[("chung", "5")]).await;
    assert_eq!(refused.status(), 422);
    let page = text(refused).await;
    assert!(page.contains("lần 2 phải là người khác"), "it says why");
    assert!(
        page.contains("value=\"5\" data-key=\"5\" checked"),
        "what was typed is kept"
    );
    let blind = text(desk.server.get_as(&desk.two, KEYING).await).await;
    assert!(
        !blind.contains("checked"),
        "the second sees nothing of the first"
    );
    assert_eq!(
        desk.key(&desk.two, "1", &[("chung", "5")]).await.status(),
        303
    );
    let third = desk.key(&desk.two, "1", &[("chung", "5")]).await;
    assert!(text(third).await.contains("đã nhập đủ hai lần"));
}

#[tokio::test]
async fn differences_are_shown_and_decided_by_the_paper() {
    let desk = Desk::with_issue(2).await;
    let first = [("chung", "5"), ("thu-tuc", "4"), ("comment", "Nhanh, gọn.")];
    assert_eq!(desk.key(&desk.one, "1", &first).await.status(), 303);
    let second = [("chung", "1"), ("thu-tuc", "4"), ("comment", "nhanh gọn")];
    let response = desk.key(&desk.two, "1", &second).await;
    assert_eq!(response.status(), 200);
    let page = text(response).await;
    for shown in [
        "1 chỗ khác nhau",
        "5 · Rất hài lòng",
        "1 · Rất không hài lòng",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(
        !page.contains("decide-comment"),
        "a full stop is no difference"
    );
    let (_, main) = page.split_once("<main").expect("a page");
    let undecided = desk.send(&desk.two, &PageForm::of(main)).await;
    assert_eq!(undecided.status(), 422, "silence decides nothing");
    let neither = PageForm::of(main).tick("decide-chung", "other");
    let empty = desk.send(&desk.two, &neither).await;
    assert_eq!(
        empty.status(),
        422,
        "neither, and nothing instead, decides nothing"
    );
    let form = PageForm::of(main)
        .tick("decide-chung", "other")
        .tick("chung", "2");
    let one = desk.send(&desk.one, &form).await;
    assert_eq!(one.status(), 422, "not the account that typed it in first");
    assert_eq!(desk.send(&desk.two, &form).await.status(), 303);
    let body = "select body from paper_entry where serial = 1 and state = 'twice'";
    let body: Value = desk.server.text_of(body).await.parse().expect("a sheet");
    assert_eq!(body["answers"]["chung"], 2, "what the paper says");
    assert_eq!(body["answers"]["thu-tuc"], 4);
    let keyed_by = "select keyed_by from paper_entry where serial = 1";
    assert_eq!(desk.server.text_of(keyed_by).await, "paper.one");
}

#[tokio::test]
async fn everything_wrong_with_a_sheet_is_said_at_once_and_nothing_is_lost() {
    let desk = Desk::with_issue(2).await;
    let page = text(desk.server.get_as(&desk.one, KEYING).await).await;
    let (_, main) = page.split_once("<main").expect("a page");
    let mut form = PageForm::of(main)
        .fill("serial", "77")
        .fill("day", "2026-12-24");
    for tick in ["thoi-gian", "thai-do", "huong-dan", "thu-tuc"] {
        form = form.tick("can-cai-thien", tick);
    }
    let refused = desk.send(&desk.one, &form).await;
    assert_eq!(refused.status(), 422);
    let page = text(refused).await;
    for wrong in [
        "chưa được cấp cho đơn vị này",
        "nhận nhiều nhất 3 lựa chọn",
        "hôm nay",
    ] {
        assert!(page.contains(wrong), "{wrong}");
    }
    for kept in [
        "value=\"77\"",
        "value=\"2026-12-24\"",
        "value=\"huong-dan\" data-key=\"3\" checked",
    ] {
        assert!(page.contains(kept), "{kept}");
    }
    let blank = desk.key(&desk.one, "1", &[]).await;
    assert!(
        text(blank).await.contains("ghi là phiếu hỏng"),
        "it says what a blank sheet is"
    );
    assert_eq!(desk.sums().await, [2, 0, 0, 2]);
}

#[tokio::test]
async fn nobody_types_before_declaring_and_the_declaration_is_an_event() {
    let server = Server::commune().await;
    let cookie = server
        .signed_in("paper.keyer", Role::Officer, COMMUNE)
        .await;
    let page = text(server.get_as(&cookie, KEYING).await).await;
    assert!(page.contains("cam-ket") && !page.contains("name=\"serial\""));
    let url = server.url(&format!("{PAPER}/nguoi-nhap"));
    let empty: [(&str, &str); 0] = [];
    let request = server.client.post(&url).header("cookie", &cookie);
    assert_eq!(sent(request.form(&empty)).await.status(), 422);
    let request = server
        .client
        .post(server.url(KEYING))
        .header("cookie", &cookie);
    let typed = [("serial", "1"), ("chung", "5")];
    assert_eq!(sent(request.form(&typed)).await.status(), 422);
    let request = server.client.post(&url).header("cookie", &cookie);
    let declared = sent(request.form(&[("cam-ket", "khong-truc-quay")])).await;
    assert_eq!(declared.status(), 303);
    let page = text(server.get_as(&cookie, KEYING).await).await;
    assert!(page.contains("name=\"serial\""));
    let events = "select count(*) from event where action = 'paper-keyer-not-at-counter'
                  and actor = 'paper.keyer'";
    assert_eq!(server.text_of(events).await, "1");
    server.set_time("2026-11-25T08:00:00+07:00");
    let cookie = server.signed_in_again("paper.keyer").await;
    let page = text(server.get_as(&cookie, KEYING).await).await;
    assert!(page.contains("cam-ket"), "it is asked anew every day");
}

#[tokio::test]
async fn spoiled_sheets_are_out_of_reach_and_in_the_account() {
    let desk = Desk::with_issue(10).await;
    assert_eq!(
        desk.key(&desk.one, "3", &[("chung", "5")]).await.status(),
        303
    );
    let range = [("tu", "2"), ("den", "01141-000004"), ("ly-do", "mưa ướt")];
    assert_eq!(desk.post(&desk.one, "/hong", &range).await.status(), 303);
    assert_eq!(
        desk.sums().await,
        [10, 0, 3, 7],
        "typed once, it can still be spoiled"
    );
    let typed = desk.key(&desk.two, "3", &[("chung", "5")]).await;
    assert!(text(typed).await.contains("đã ghi là hỏng"));
    assert!(desk.page("").await.contains("mưa ướt"));
    for (fields, why) in [
        ([("tu", "9"), ("den", "12"), ("ly-do", "mất")], "not issued"),
        (
            [("tu", "2"), ("den", ""), ("ly-do", "mất")],
            "spoiled already",
        ),
        ([("tu", "5"), ("den", ""), ("ly-do", " ")], "no reason"),
        ([("tu", "8"), ("den", "7"), ("ly-do", "mất")], "backwards"),
        (
            [("tu", "01144-000005"), ("den", ""), ("ly-do", "mất")],
            "a neighbour's",
        ),
    ] {
        assert_eq!(
            desk.post(&desk.one, "/hong", &fields).await.status(),
            422,
            "{why}"
        );
    }
    assert_eq!(
        desk.sums().await,
        [10, 0, 3, 7],
        "a refused range marks none of it"
    );
    desk.key(&desk.one, "1", &[("chung", "5")]).await;
    desk.key(&desk.two, "1", &[("chung", "5")]).await;
    let twice = [("tu", "1"), ("den", ""), ("ly-do", "đổi ý")];
    assert_eq!(
        desk.post(&desk.one, "/hong", &twice).await.status(),
        422,
        "an answer is not spoiled"
    );
}

#[tokio::test]
async fn a_batch_that_was_interrupted_loses_nothing_and_doubles_nothing() {
    let desk = Desk::with_issue(12).await;
    desk.key_twice(12).await;
    desk.post(&desk.one, "/lo", &[]).await;
    desk.agree_to_all().await;
    let app = &desk.server.app;
    store_paper::close_batch(app, "paper.one", COMMUNE)
        .await
        .expect("closed");
    // The program ends here: one sheet has arrived, and is not forgotten yet.
    let first = desk
        .server
        .text_of("select id || body from paper_leaving order by id limit 1")
        .await;
    let (id, body) = first.split_at(36);
    let mut sheet: Map<String, Value> = serde_json::from_str(body).expect("a sheet");
    sheet.insert("id".to_owned(), id.into());
    submit_sheet::submit(app, &key_paper::sender(COMMUNE), &sheet)
        .await
        .expect("stored");
    assert_eq!(desk.server.n_stored().await, 1);
    let page = desk.page("").await;
    assert!(
        page.contains("còn 12 phiếu chưa lưu xong"),
        "it says what is left"
    );
    assert_eq!(desk.post(&desk.one, "/luu", &[]).await.status(), 303);
    assert_eq!(desk.server.n_stored().await, 12);
    assert_eq!(
        desk.server
            .text_of("select count(*) from paper_leaving")
            .await,
        "0"
    );
}

#[tokio::test]
async fn a_sheet_that_differs_from_its_paper_is_mended_and_counted() {
    let desk = Desk::with_issue(3).await;
    desk.key_twice(3).await;
    desk.post(&desk.one, "/lo", &[]).await;
    let page = desk.page("/lo/2/sua").await;
    let (_, main) = page.split_once("<main").expect("a page");
    let mut form = PageForm::of(main);
    form.fields
        .retain(|(name, value)| name != "chung" || value != "5");
    let form = form.tick("chung", "1");
    assert_eq!(desk.send(&desk.two, &form).await.status(), 303);
    desk.agree_to_all().await;
    let page = desk.page("/lo").await;
    assert!(page.contains("1 trong 3 phiếu so lại có chỗ phải sửa (33,3%)"));
    desk.post(&desk.one, "/luu", &[]).await;
    let headline = desk
        .server
        .text_of("select count(*) from answer where sheet like '_1%' or sheet like '1%'")
        .await;
    assert_eq!(headline, "1", "the mended sheet is stored as mended");
    assert!(
        desk.page("")
            .await
            .contains("1 trong 3 phiếu so lại có chỗ phải sửa (33,3%)")
    );
    assert_eq!(
        desk.server
            .get_as(&desk.one, &format!("{PAPER}/lo/2/sua"))
            .await
            .status(),
        404
    );
}

#[tokio::test]
async fn printed_copies_carry_their_serials_and_the_questions_of_paper_alone() {
    let desk = Desk::with_issue(60).await;
    let page = desk.page("/in?tu=1").await;
    assert_eq!(
        page.matches("<article class=\"copy\"").count(),
        50,
        "fifty at a time"
    );
    for shown in [
        "01141-000001",
        "01141-000050",
        "Đây không phải đơn khiếu nại, tố cáo.",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(page.contains("tu=51&amp;den=60"), "the way to the rest");
    assert!(
        page.contains("Chỉ trả lời nếu ở câu 1"),
        "conditions are in words"
    );
    let one = desk.page("/in?tu=60&den=60&mau=en").await;
    assert!(one.contains("Very satisfied") && one.matches("<article").count() == 1);
    for (query, status) in [
        ("?tu=61", 404),
        ("?tu=1&den=51", 422),
        ("?tu=x", 422),
        ("", 422),
    ] {
        let response = desk
            .server
            .get_as(&desk.one, &format!("{PAPER}/in{query}"))
            .await;
        assert_eq!(response.status(), status, "{query}");
    }
    let fields = [("form", "sipas-xa"), ("so-to", "2")];
    desk.post(&desk.one, "/cap", &fields).await;
    let page = desk.page("/in?tu=61").await;
    assert!(
        page.contains("01141-000061"),
        "serials run on from form to form"
    );
    let on_paper_only = desk.server.app.catalog.find("sipas-xa").expect("the form");
    let sensitive = on_paper_only
        .questions()
        .find(|question| !question.is_asked_on(Channel::Tablet))
        .expect("a question a tablet does not ask");
    assert!(
        page.contains(sensitive.text.get("vi")),
        "the sensitive ones are on paper"
    );
    let other = desk.key(&desk.one, "61", &[("chung", "5")]).await;
    assert!(
        text(other).await.contains("in mẫu sipas-xa@1"),
        "another form's serial is told"
    );
}

#[tokio::test]
async fn a_foreign_unit_looks_like_a_missing_one() {
    let server = Server::of(PROVINCE, crate::server::MORNING).await;
    server.tablet().await;
    server.device(NEIGHBOUR, Channel::Tablet).await;
    let neighbour = server
        .signed_in("paper.far", Role::Officer, NEIGHBOUR)
        .await;
    for path in ["", "/in?tu=1", "/nhap/hai-long-quay", "/lo", "/lo/1/sua"] {
        let there = server.get_as(&neighbour, &format!("{PAPER}{path}")).await;
        assert_eq!(there.status(), 404, "{path}");
        assert_eq!(
            server.get(&format!("{PAPER}{path}")).await.status(),
            303,
            "{path}"
        );
    }
    for path in [
        "/cap",
        "/hong",
        "/nguoi-nhap",
        "/nhap/hai-long-quay",
        "/nhap/hai-long-quay/quyet-dinh",
        "/lo",
        "/lo/1",
        "/lo/1/sua",
        "/luu",
    ] {
        let request = server.client.post(server.url(&format!("{PAPER}{path}")));
        let fields = [("form", "hai-long-quay"), ("so-to", "5"), ("cam-ket", "1")];
        let response = sent(request.header("cookie", &neighbour).form(&fields)).await;
        assert_eq!(response.status(), 404, "{path}");
    }
    let province = server
        .signed_in("paper.province", Role::Province, PROVINCE)
        .await;
    assert_eq!(server.get_as(&province, PAPER).await.status(), 200);
    let publisher = server
        .signed_in("paper.publisher", Role::Publisher, PROVINCE)
        .await;
    assert_eq!(server.get_as(&publisher, PAPER).await.status(), 403);
}
