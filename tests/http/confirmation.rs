//! A leader confirms the report that was seen, or nothing.

use hailong::domain::account::Role;

use crate::kept_report::collect;
use crate::publication::value_after;
use crate::report_print::{FIELDS, set};
use crate::round::{OVER, step};
use crate::server::{COMMUNE, PROVINCE, Server, text};
use crate::slip::post_as;

const PAGE: &str = "/don-vi/01141/bao-cao?period=2026-Q4b";
const STEP: &str = "/don-vi/01141/bao-cao/buoc?period=2026-Q4b";
const N_KEPT: &str = "select count(*) from report_copy";
const N_CONFIRMED: &str = "select count(*) from report_step where act = 'confirmed'";

/// What a form says about the report it confirms.
pub(crate) struct Seen {
    digest: String,
    draft: String,
}

impl Seen {
    pub(crate) async fn on(server: &Server, cookie: &str, path: &str) -> Self {
        Self::of(&text(server.get_as(cookie, path).await).await)
    }

    fn of(page: &str) -> Self {
        Self {
            digest: value_after(page, "name=\"digest\" value=\""),
            draft: value_after(page, "name=\"draft\" value=\""),
        }
    }

    pub(crate) fn fields(&self) -> [(&str, &str); 2] {
        [("digest", &self.digest), ("draft", &self.draft)]
    }
}

/// A commune's forty answers the day after the quarter, with a drafted report.
struct Drafted {
    server: Server,
    officer: String,
    leader: String,
}

impl Drafted {
    async fn by(prefix: &str) -> Self {
        let server = Server::of(PROVINCE, OVER).await;
        let officer = format!("{prefix}.officer");
        let officer = server.signed_in(&officer, Role::Officer, COMMUNE).await;
        let leader = format!("{prefix}.leader");
        let leader = server.signed_in(&leader, Role::Leader, COMMUNE).await;
        let drafted = Self {
            server,
            officer,
            leader,
        };
        collect(&drafted.server, 40).await;
        drafted.draft().await;
        drafted
    }

    async fn draft(&self) {
        assert_eq!(step(&self.server, &self.officer, "drafted", "").await, 303);
    }

    async fn see(&self) -> Seen {
        Seen::on(&self.server, &self.leader, PAGE).await
    }

    /// Confirms what was seen: the status, and what the page says.
    async fn confirm(&self, seen: [(&str, &str); 2]) -> (u16, String) {
        let fields = [("act", "confirmed"), ("position", "Chủ tịch UBND xã")];
        let fields: Vec<_> = fields.into_iter().chain(seen).collect();
        let response = post_as(&self.server, &self.leader, STEP, &fields).await;
        (response.status().as_u16(), text(response).await)
    }

    /// Nothing was confirmed or kept.
    async fn assert_nothing_kept(&self, why: &str) {
        for count in [N_KEPT, N_CONFIRMED] {
            assert_eq!(self.server.text_of(count).await, "0", "{why}: {count}");
        }
    }
}

#[tokio::test]
async fn what_was_seen_is_confirmed_and_kept() {
    let drafted = Drafted::by("seen.same").await;
    let seen = drafted.see().await;
    assert_eq!(drafted.confirm(seen.fields()).await.0, 303);
    assert_eq!(drafted.server.text_of(N_KEPT).await, "1");
    let page = text(drafted.server.get_as(&drafted.leader, PAGE).await).await;
    assert_eq!(Seen::of(&page).digest, "", "there is nothing to confirm");
}

#[tokio::test]
async fn sheets_that_come_while_the_page_stands_open_are_seen_before_they_are_confirmed() {
    let drafted = Drafted::by("seen.batch").await;
    let before = drafted.see().await;
    collect(&drafted.server, 7).await;
    let (status, page) = drafted.confirm(before.fields()).await;
    assert_eq!(status, 422);
    for shown in [
        "Số liệu đã thay đổi từ lúc trang được mở",
        "Kỳ này có 47 phiếu được tính",
        "value=\"Chủ tịch UBND xã\"",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    drafted.assert_nothing_kept("another report").await;
    let after = Seen::of(&page);
    assert_ne!(after.digest, before.digest);
    assert_eq!(after.draft, before.draft, "nobody drafted again");
    assert_eq!(drafted.confirm(after.fields()).await.0, 303);
    let kept = "select content from report_copy";
    assert!(drafted.server.text_of(kept).await.contains("(47/47)"));
}

#[tokio::test]
async fn a_draft_that_was_replaced_and_a_setting_that_was_changed_are_not_confirmed_unseen() {
    let drafted = Drafted::by("seen.draft").await;
    let server = &drafted.server;
    let before = drafted.see().await;
    drafted.draft().await;
    let (status, page) = drafted.confirm(before.fields()).await;
    assert_eq!(status, 422);
    assert!(page.contains("Báo cáo đã được dự thảo lại từ lúc trang được mở"));
    assert!(!page.contains("Số liệu đã thay đổi"), "it says the same");
    let after = Seen::of(&page);
    assert_eq!(after.digest, before.digest);
    assert_ne!(after.draft, before.draft);
    let settings = "/don-vi/01141/bao-cao/cai-dat?period=2026-Q4b";
    let set = set(server, &drafted.officer, settings, &FIELDS).await;
    assert_eq!(set.status(), 303);
    let (status, page) = drafted.confirm(after.fields()).await;
    assert_eq!(status, 422, "another signer");
    assert!(page.contains("nội dung khác của báo cáo đã được sửa"));
    drafted.assert_nothing_kept("drafted again, set anew").await;
}

#[tokio::test]
async fn a_confirmation_that_does_not_say_what_was_seen_is_refused_in_both_languages() {
    let drafted = Drafted::by("seen.none").await;
    let seen = drafted.see().await;
    let [(_, digest), (_, draft)] = seen.fields();
    for (digest, draft, said) in [
        ("", draft, "không cho biết đã xem bản báo cáo nào"),
        (digest, "", "không cho biết đã xem bản báo cáo nào"),
        ("0", draft, "Số liệu đã thay đổi từ lúc trang được mở"),
        (digest, "0", "Báo cáo đã được dự thảo lại"),
    ] {
        let fields = [("digest", digest), ("draft", draft)];
        let (status, page) = drafted.confirm(fields).await;
        assert_eq!(status, 422, "{said}");
        assert!(page.contains(said), "{said}: {page}");
    }
    drafted.assert_nothing_kept("nothing seen").await;
    let english = format!("{STEP}&lang=en");
    let fields = [
        ("act", "confirmed"),
        ("position", "Chair"),
        ("draft", draft),
    ];
    let response = post_as(&drafted.server, &drafted.leader, &english, &fields).await;
    let page = text(response).await;
    assert!(
        page.contains("does not say which report was seen"),
        "{page}"
    );
}
