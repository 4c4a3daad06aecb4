//! What no report does: go before its period ends, skip its publication, give away a running
//! period, or have its past changed by another server.

use hailong::domain::account::Role;
use hailong::domain::period::Period;
use hailong::domain::report::{Act, Side, Step};
use hailong::exchange::bundle::signing_key;
use hailong::exchange::letter::{Letter, write};
use jiff::civil::date;
use serde_json::json;

use crate::report::people;
use crate::round::{DESK, OVER, REPORT, download, step, two_nodes, upload};
use crate::server::{COMMUNE, PROVINCE, Server, text};
use crate::sheet::{sheet, with};
use crate::slip::post_as;

const PAGE: &str = "/don-vi/01141/bao-cao?period=2026-Q4b";
const BUNDLE: &str = "/don-vi/01141/bao-cao/goi?period=2026-Q4b";
const LETTER: &str = "/don-vi/01141/bao-cao/thu?period=2026-Q4b";
const N_SEALED: &str = "select count(*) from batch where state = 'sealed'";

#[tokio::test]
async fn a_report_on_a_running_period_is_drafted_and_no_more_and_shows_no_count() {
    let mut people = people("guard.early").await;
    let tablet = people.server.tablet().await;
    assert_eq!(
        people.server.post(&tablet.token, sheet()).await.status(),
        201
    );
    let server = &people.server;
    assert_eq!(step(server, &people.officer, "drafted", "").await, 303);
    let path = format!("{REPORT}/buoc?period=2026-Q4b");
    let early = post_as(server, &people.leader, &path, &[("act", "confirmed")]).await;
    assert_eq!(early.status(), 422);
    let said = text(early).await;
    assert!(said.contains("Kỳ này chưa hết"), "{said}");
    for shown in [
        &said,
        &text(server.get_as(&people.officer, PAGE).await).await,
    ] {
        assert!(!shown.contains("phiếu được tính"), "no count yet");
        assert!(shown.contains("href=\"/don-vi/01141?period=2026-Q4b\""));
    }
    let page = text(server.get_as(&people.leader, PAGE).await).await;
    assert!(!page.contains("value=\"confirmed\""), "nor is it offered");
    assert!(page.contains("hết kỳ mới xác nhận và nộp được"));
    people.over().await;
    let server = &people.server;
    assert_eq!(step(server, &people.leader, "confirmed", "").await, 303);
    let page = text(server.get_as(&people.officer, PAGE).await).await;
    assert!(page.contains("Kỳ này có 1 phiếu được tính"), "{page}");
}

#[tokio::test]
async fn no_step_says_that_a_report_is_published() {
    let mut people = people("guard.publish").await;
    people.over().await;
    let server = &people.server;
    for (who, act) in [
        (&people.officer, "drafted"),
        (&people.leader, "confirmed"),
        (&people.officer, "submitted"),
        (&people.province, "accepted"),
    ] {
        assert_eq!(step(server, who, act, "").await, 303, "{act}");
    }
    for path in [
        "/don-vi/01141/bao-cao/buoc?period=2026-Q4b",
        "/tinh/08/nhac-nop/buoc?period=2026-Q4b",
    ] {
        let fields = [("unit", COMMUNE), ("act", "published")];
        let response = post_as(server, &people.publisher, path, &fields).await;
        assert_eq!(response.status(), 422, "{path}");
        assert!(
            text(response)
                .await
                .contains("ở trang Công bố, không ghi riêng được")
        );
    }
    let n = "select count(*) from report_step where act = 'published'";
    assert_eq!(server.text_of(n).await, "0");
}

#[tokio::test]
async fn a_bundle_of_a_running_or_unconfirmed_period_is_refused_and_seals_nothing() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let of = async |day: &str| {
        let sheet = with(&sheet(), "collected_at", json!(day));
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    };
    of("2026-11-24T08:00:00+07:00").await;
    let officer = server
        .signed_in("goi.officer", Role::Officer, COMMUNE)
        .await;
    server.account("goi.leader", Role::Leader, COMMUNE).await;
    assert_eq!(step(&server, &officer, "drafted", "").await, 303);
    let early = post_as(&server, &officer, BUNDLE, &[]).await;
    assert_eq!(early.status(), 422);
    assert!(
        text(early)
            .await
            .contains("còn thu phiếu đến hết 14/12/2026")
    );
    server.set_time(OVER);
    // An answer of the next period, which asking for this one leaves open.
    of("2026-12-16T08:00:00+07:00").await;
    let officer = server.signed_in_again("goi.officer").await;
    let leader = server.signed_in_again("goi.leader").await;
    let unconfirmed = post_as(&server, &officer, BUNDLE, &[]).await;
    assert_eq!(unconfirmed.status(), 422);
    let said = text(unconfirmed).await;
    assert!(said.contains("Lãnh đạo đơn vị xác nhận báo cáo trước"));
    let button = "action=\"/don-vi/01141/bao-cao/goi?period=2026-Q4b\"";
    assert!(!said.contains(button), "no button");
    assert_eq!(server.text_of(N_SEALED).await, "0");
    assert_eq!(step(&server, &leader, "confirmed", "").await, 303);
    let page = text(server.get_as(&officer, PAGE).await).await;
    assert!(page.contains(button), "{page}");
    let bundle = post_as(&server, &officer, BUNDLE, &[]).await;
    assert_eq!(bundle.status(), 200);
    assert!(text(bundle).await.starts_with('{'));
    assert_eq!(server.text_of(N_SEALED).await, "1", "of that period only");
    let open = "select half_day from batch where state = 'open'";
    assert!(server.text_of(open).await.starts_with("2026-12-16"));
}

/// A commune's server, its province's, and who carries the letters.
struct Pair {
    commune: Server,
    province: Server,
    officer: String,
    receiver: String,
}

impl Pair {
    /// Handed in on the commune's server the day after the quarter.
    async fn handed_in() -> Self {
        let (commune, province) = two_nodes(OVER).await;
        let officer = commune.signed_in("p.officer", Role::Officer, COMMUNE).await;
        let leader = commune.signed_in("p.leader", Role::Leader, COMMUNE).await;
        for (who, act) in [
            (&officer, "drafted"),
            (&leader, "confirmed"),
            (&officer, "submitted"),
        ] {
            assert_eq!(step(&commune, who, act, "").await, 303, "{act}");
        }
        let receiver = province
            .signed_in("p.receiver", Role::Province, PROVINCE)
            .await;
        Self {
            commune,
            province,
            officer,
            receiver,
        }
    }

    /// Hands a letter to the province: the status, and what the page says.
    async fn take(&self, letter: &[u8]) -> (u16, String) {
        let path = format!("{DESK}/nhan?period=2026-Q4b");
        let response = upload(&self.province, &self.receiver, &path, letter).await;
        (response.status().as_u16(), text(response).await)
    }

    /// A letter of the commune with one step nobody took on its pages, soundly signed.
    fn forged(&self, sequence: u64, act: Act, day: jiff::civil::Date) -> Vec<u8> {
        let step = Step {
            id: format!("{sequence:031x}f"),
            sequence,
            act,
            account: "p.officer".to_owned(),
            position: "công chức".to_owned(),
            day,
            received_on: day,
            reason: None,
            figures: None,
        };
        let letter = Letter {
            unit: COMMUNE.to_owned(),
            period: Period::parse("2026-Q4b").unwrap(),
            side: Side::Unit,
            steps: vec![step],
        };
        write(&letter, &signing_key(&self.commune.app.node.signing_key)).unwrap()
    }
}

#[tokio::test]
async fn a_letter_never_rewinds_what_the_province_has_decided() {
    let pair = Pair::handed_in().await;
    let known = download(&pair.commune, &pair.officer, LETTER).await;
    assert_eq!(pair.take(&known).await.0, 200);
    let province = &pair.province;
    assert_eq!(step(province, &pair.receiver, "accepted", "").await, 303);
    let today = date(2026, 12, 16);
    for (sequence, act, day, status, said) in [
        (1, Act::Draft, today, 409, "đứng trước một bước"),
        (3, Act::Submit, today, 409, "đứng trước một bước"),
        (4, Act::Draft, today, 409, "đứng trước một bước"),
        (5, Act::Draft, date(2026, 12, 17), 422, "còn ở phía trước"),
        (5, Act::Submit, date(2026, 12, 14), 422, "còn thu phiếu"),
        (6, Act::Draft, today, 422, "lớn hơn số bước đã biết"),
        (900, Act::Draft, today, 422, "lớn hơn số bước đã biết"),
    ] {
        let (got, page) = pair.take(&pair.forged(sequence, act, day)).await;
        assert_eq!(got, status, "{sequence} {act} {day}");
        assert!(page.contains(said), "{sequence} {act} {day}: {said}");
    }
    let (status, page) = pair.take(&known).await;
    assert!(status == 200 && page.contains("từ trước"), "nothing new");
    assert!(page.contains("Tỉnh đã tiếp nhận"), "and it stays accepted");
    let n = "select count(*) from report_step";
    assert_eq!(province.text_of(n).await, "4", "nothing else was taken");
    province
        .run(
            "insert into report_step select printf('%032x', value), unit, period, value,
                 iif(value = 5, 'published', 'archived'), 'p', 'p', day, received_on, null, null, null
             from report_step, (select 5 as value union select 6) where sequence = 4",
        )
        .await;
    let (status, page) = pair.take(&pair.forged(7, Act::Draft, today)).await;
    assert!(status == 409 && page.contains("đã lưu trữ"), "{status}");
    assert_eq!(pair.take(&known).await.0, 200, "what is known does no harm");
}

#[tokio::test]
async fn a_letter_is_late_by_the_day_it_came_and_comes_twice_without_harm() {
    let pair = Pair::handed_in().await;
    let letter = download(&pair.commune, &pair.officer, LETTER).await;
    pair.province.set_time("2026-12-28T09:30:00+07:00");
    let pair = Pair {
        receiver: pair.province.signed_in_again("p.receiver").await,
        ..pair
    };
    let (status, page) = pair.take(&letter).await;
    assert_eq!(status, 200);
    let (_, sum) = page.split_once("<dl class=\"sum\">").unwrap();
    let numbers: Vec<&str> = sum.split("<dd>").skip(1).take(5).collect();
    let numbers = numbers.iter().map(|rest| rest.split('<').next().unwrap());
    let numbers: Vec<&str> = numbers.collect();
    assert_eq!(numbers, ["124", "0", "1", "123", "0"], "late, not on time");
    let told = "Đến máy chủ này ngày 28/12/2026";
    assert!(page.contains(told), "at the province's desk");
    let report = text(pair.province.get_as(&pair.receiver, PAGE).await).await;
    assert!(report.contains(told) && report.contains("16/12/2026"));
    let own = text(pair.commune.get_as(&pair.officer, PAGE).await).await;
    assert!(
        !own.contains("Đến máy chủ này"),
        "of own steps it is the day"
    );
    pair.province.set_time("2026-12-29T09:30:00+07:00");
    let pair = Pair {
        receiver: pair.province.signed_in_again("p.receiver").await,
        ..pair
    };
    let (status, page) = pair.take(&letter).await;
    assert!(
        status == 200 && page.contains("từ trước"),
        "the same letter"
    );
}
