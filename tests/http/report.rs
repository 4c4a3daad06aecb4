//! `/don-vi/{unit}/bao-cao` on a shared server: every step and every refusal.

use hailong::domain::account::Role;
use hailong::usecase::verify_node::verify;
use reqwest::Response;
use serde_json::json;

use crate::confirmation::Seen;
use crate::publication::{digest, unaccepted};
use crate::round::{self, OVER};
use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, text};
use crate::sheet::{answering, sheet, with};
use crate::slip::{event_lines, post_as};

pub(crate) const PAGE: &str = "/don-vi/01141/bao-cao?period=2026-Q3b";
pub(crate) const STEP: &str = "/don-vi/01141/bao-cao/buoc?period=2026-Q3b";

/// The position of who confirms; nobody else has to have one.
pub(crate) fn position(act: &str) -> &'static str {
    if act == "confirmed" {
        "Chủ tịch UBND xã"
    } else {
        ""
    }
}

/// Takes a step as someone, with a reason.
pub(crate) async fn step(server: &Server, cookie: &str, act: &str, reason: &str) -> Response {
    let seen = Seen::on(server, cookie, PAGE).await;
    let fields = [
        ("act", act),
        ("position", position(act)),
        ("reason", reason),
    ];
    let fields: Vec<_> = fields.into_iter().chain(seen.fields()).collect();
    post_as(server, cookie, STEP, &fields).await
}

/// The people of a quarter on a province's server with a commune's tablet.
pub(crate) struct People {
    pub(crate) server: Server,
    prefix: String,
    pub(crate) officer: String,
    pub(crate) leader: String,
    pub(crate) province: String,
    pub(crate) publisher: String,
}

impl People {
    /// Waits until the last quarter of 2026 is over, and signs everybody in again.
    pub(crate) async fn over(&mut self) {
        self.server.set_time(OVER);
        for (name, cookie) in [
            ("officer", &mut self.officer),
            ("leader", &mut self.leader),
            ("province", &mut self.province),
            ("publisher", &mut self.publisher),
        ] {
            let name = format!("{}.{name}", self.prefix);
            *cookie = self.server.signed_in_again(&name).await;
        }
    }
}

pub(crate) async fn people(prefix: &str) -> People {
    let server = Server::of(PROVINCE, MORNING).await;
    let tablet = server.tablet().await;
    let early = json!("2026-09-10T09:00:00+07:00");
    let sheet = with(&sheet(), "collected_at", early);
    assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    let signed = async |name: &str, role, unit| {
        server
            .signed_in(&format!("{prefix}.{name}"), role, unit)
            .await
    };
    People {
        prefix: prefix.to_owned(),
        officer: signed("officer", Role::Officer, COMMUNE).await,
        leader: signed("leader", Role::Leader, COMMUNE).await,
        province: signed("province", Role::Province, PROVINCE).await,
        publisher: signed("publisher", Role::Publisher, PROVINCE).await,
        server,
    }
}

#[tokio::test]
async fn a_report_goes_the_whole_way_on_a_shared_server() {
    let people = people("way.whole").await;
    let server = &people.server;
    counted_in_time(server).await;
    let (drafted, confirmed) = ("chờ lãnh đạo xác nhận", "Lãnh đạo đã xác nhận, chưa nộp");
    let submitted = "Đã nộp, chờ tỉnh tiếp nhận";
    let (again, why) = ("đã bổ sung", "thiếu\r\nphiếu giấy");
    let way = [
        (&people.officer, "drafted", "", drafted),
        (&people.leader, "confirmed", "", confirmed),
        (&people.officer, "submitted", "", submitted),
        (&people.province, "change-requested", why, "Tỉnh trả lại"),
        (&people.officer, "drafted", again, drafted),
        (&people.leader, "confirmed", "", confirmed),
        (&people.leader, "submitted", "", submitted),
        (&people.province, "accepted", "", "Tỉnh đã tiếp nhận"),
        (&people.publisher, "published", "", "Đã công bố"),
        (&people.province, "archived", "", "Báo cáo chỉ để xem"),
    ];
    for (who, act, reason, shown) in way {
        if act == "published" {
            published(&people).await;
            continue;
        }
        let page = text(server.get_as(who, PAGE).await).await;
        assert!(
            page.contains(&format!("name=\"act\" value=\"{act}\"")),
            "{act} is offered"
        );
        let response = step(server, who, act, reason).await;
        assert_eq!(response.status(), 303, "{act}: {}", text(response).await);
        let page = text(server.get_as(who, PAGE).await).await;
        assert!(page.contains(shown), "after {act}: {shown}");
        told_on_the_desk(&people, act, why).await;
        assert!(
            reason.is_empty() || page.contains(&reason.replace("\r\n", "\n")),
            "{act} says why"
        );
    }
    put_away(&people).await;
}

/// The unit's first page says whom the report waits for, or that it came back and why.
async fn told_on_the_desk(people: &People, act: &str, why: &str) {
    let desk = "/don-vi/01141?period=2026-Q3b";
    let desk = text(people.server.get_as(&people.officer, desk).await).await;
    let way = |name: &str| format!("<a href=\"{PAGE}\">{name}</a>");
    let (drafted, returned) = (
        way("Đã dự thảo, chờ lãnh đạo xác nhận"),
        way("Tỉnh trả lại để sửa"),
    );
    assert_eq!(desk.contains(&drafted), act == "drafted", "after {act}");
    let is_returned = act == "change-requested";
    assert_eq!(desk.contains(&returned), is_returned, "after {act}");
    assert_eq!(
        desk.contains(&why.replace("\r\n", "\n")),
        is_returned,
        "after {act}: the reason"
    );
}

/// Thirty-three sheets of the third quarter, of its own days.
async fn counted_in_time(server: &Server) {
    let tablet = server.tablet().await;
    server.set_time("2026-09-10T09:30:00+07:00");
    for _ in 0..33 {
        let day = json!("2026-09-10T09:00:00+07:00");
        let sheet = with(&answering(&sheet(), "chung", json!(5)), "collected_at", day);
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
    server.set_time(MORNING);
}

/// The publisher is led to the page that publishes, and the report is marked there.
async fn published(people: &People) {
    let (server, publisher) = (&people.server, &people.publisher);
    let page = text(server.get_as(publisher, PAGE).await).await;
    let way = "/tinh/08/cong-bo?period=2026-Q3b";
    assert!(page.contains(&format!("href=\"{way}\"")), "{page}");
    assert!(!page.contains("name=\"act\""), "no button marks it");
    publish(server, publisher, way, "20/11/2026").await;
    let page = text(server.get_as(publisher, PAGE).await).await;
    assert!(page.contains("Đã công bố"));
}

/// Publishes what the page shows, whichever reports are not accepted.
pub(crate) async fn publish(server: &Server, cookie: &str, way: &str, decided_on: &str) {
    let page = text(server.get_as(cookie, way).await).await;
    let (digest, unaccepted) = (digest(&page), unaccepted(&page));
    let fields = [
        ("digest", digest.as_str()),
        ("unaccepted", unaccepted.as_str()),
        ("decision", "12/QĐ"),
        ("decided_on", decided_on),
        ("confirmed", "yes"),
    ];
    let response = post_as(server, cookie, way, &fields).await;
    assert_eq!(response.status(), 303, "{}", text(response).await);
}

/// Nothing changes any more, and everything that was done is there to be read.
async fn put_away(people: &People) {
    let server = &people.server;
    for (who, act) in [
        (&people.officer, "drafted"),
        (&people.province, "change-requested"),
        (&people.province, "archived"),
    ] {
        let again = step(server, who, act, "vì").await;
        assert_eq!(again.status(), 422, "{act} after the archive");
    }
    let page = text(server.get_as(&people.officer, PAGE).await).await;
    assert!(
        !page.contains("name=\"act\""),
        "nothing is offered any more"
    );
    assert!(
        page.contains("với 33 phiếu"),
        "what was confirmed, without the sheet that came too late"
    );
    assert!(
        page.contains("người lập báo cáo (way.whole.officer)"),
        "who, by role"
    );
    let events = event_lines(server).await;
    assert_eq!(
        events
            .iter()
            .filter(|line| line.contains("report-"))
            .count(),
        10,
        "{events:?}"
    );
    assert!(verify(&server.app).await.unwrap().differences.is_empty());
}

#[tokio::test]
async fn a_step_is_refused_to_every_account_that_does_not_take_it_and_out_of_its_turn() {
    let people = people("way.refused").await;
    let server = &people.server;
    let other = server
        .signed_in("way.refused.other", Role::Officer, NEIGHBOUR)
        .await;
    let admin = server
        .signed_in("way.refused.admin", Role::Admin, PROVINCE)
        .await;
    for (who, act, status, why) in [
        (&people.leader, "drafted", 403, "the leader does not draft"),
        (&people.province, "drafted", 403, "nor does the province"),
        (&people.leader, "confirmed", 422, "nothing to confirm"),
        (&people.officer, "submitted", 422, "nothing to hand in"),
        (&people.province, "accepted", 422, "nothing to accept"),
        (&people.publisher, "published", 422, "nothing to publish"),
        (&admin, "archived", 403, "an administrator takes no step"),
        (&people.officer, "burnt", 422, "no such step"),
        (&other, "drafted", 404, "a foreign unit"),
    ] {
        assert_eq!(step(server, who, act, "vì").await.status(), status, "{why}");
    }
}

#[tokio::test]
async fn a_refused_step_says_every_reason_and_what_was_typed_is_kept() {
    let people = people("way.kept").await;
    let server = &people.server;
    assert_eq!(
        step(server, &people.officer, "drafted", "").await.status(),
        303
    );
    let own = step(server, &people.officer, "confirmed", "").await;
    assert_eq!(own.status(), 422, "whoever drafted does not confirm");
    assert!(
        text(own)
            .await
            .contains("Tài khoản đã dự thảo không xác nhận được")
    );
    assert_eq!(
        step(server, &people.leader, "confirmed", "").await.status(),
        303
    );
    assert_eq!(
        step(server, &people.leader, "submitted", "").await.status(),
        303
    );
    let no_reason = step(server, &people.province, "change-requested", " ").await;
    assert_eq!(no_reason.status(), 422);
    assert!(text(no_reason).await.contains("Xin ghi lý do."));
    let long = "ế".repeat(501);
    let fields = [
        ("act", "change-requested"),
        ("position", "Trưởng\nphòng"),
        ("reason", &*long),
    ];
    let response = post_as(server, &people.province, STEP, &fields).await;
    assert_eq!(response.status(), 422);
    let page = text(response).await;
    for shown in [
        "nhiều nhất 500 ký tự.",
        "trên một dòng.",
        &long,
        "details class=\"other-act\" open",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    let english = text(
        post_as(
            server,
            &people.officer,
            &format!("{STEP}&lang=en"),
            &[("act", "accepted")],
        )
        .await,
    )
    .await;
    assert!(english.contains("This account may not take that step."));
    assert_eq!(
        step(
            server,
            &people.province,
            "change-requested",
            &"ế".repeat(500)
        )
        .await
        .status(),
        303
    );
}

#[tokio::test]
async fn figures_that_changed_after_the_leader_confirmed_are_told_before_the_report_goes() {
    let mut people = people("way.changed").await;
    people.over().await;
    let server = &people.server;
    let in_time =
        |sheet: &serde_json::Value| with(sheet, "collected_at", json!("2026-12-10T09:00:00+07:00"));
    let page = "/don-vi/01141/bao-cao?period=2026-Q4b";
    let address = "/don-vi/01141/bao-cao/buoc?period=2026-Q4b";
    let tablet = server.tablet().await;
    assert_eq!(
        server.post(&tablet.token, in_time(&sheet())).await.status(),
        201
    );
    for (who, act) in [(&people.officer, "drafted"), (&people.leader, "confirmed")] {
        assert_eq!(round::step(server, who, act, "").await, 303);
    }
    let before = text(server.get_as(&people.officer, page).await).await;
    assert!(
        !before.contains("Số liệu đã đổi"),
        "nothing has changed yet"
    );
    let more = in_time(&answering(&sheet(), "chung", json!(2)));
    assert_eq!(server.post(&tablet.token, more).await.status(), 201);
    let after = text(server.get_as(&people.officer, page).await).await;
    assert!(
        after.contains("lúc đó 1 phiếu, bây giờ 2 phiếu"),
        "then and now"
    );
    assert_eq!(
        post_as(server, &people.officer, address, &[("act", "submitted")])
            .await
            .status(),
        303
    );
    let desk = text(
        server
            .get_as(&people.province, "/tinh/08/nhac-nop?period=2026-Q4b")
            .await,
    )
    .await;
    assert!(desk.contains("khác với số liệu lãnh đạo đơn vị đã xác nhận"));
}
