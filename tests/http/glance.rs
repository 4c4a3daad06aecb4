//! `/don-vi/{unit}`: the period at a glance.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use hailong::usecase::import_dossiers::import;
use hailong::usecase::seal_batch::seal_due;
use serde_json::json;

use crate::page::links;
use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, text};
use crate::sheet::{answering, sheet, with};

/// A round for the reporting quarter of [`MORNING`], with an aim and a target for the commune.
pub(crate) const ROUND: &str = r#"
id = "2026-q4"
revision = 1
title = "Đợt khảo sát quý IV năm 2026"
province = "08"
period = "2026-Q4b"
form = "hai-long-quay@1"
method = "ty-le"
channels = ["tablet", "paper"]
target = { rule = "slovin" }
targets = { 01141 = 50 }
goal = "60"
goals = { tiep-can = "99.5" }
deadline = 2026-12-20
grace_days = 3
enough = { answers = 20, small_unit = 10 }
"#;

impl Server {
    /// Posts that many sheets at that time, of which so many are satisfied.
    pub(crate) async fn collect(&self, (n, satisfied): (usize, usize), at: &str, channel: Channel) {
        self.set_time(at);
        let device = self.device(COMMUNE, channel).await;
        for place in 0..n {
            let level = if place < satisfied { 5 } else { 2 };
            let sheet = answering(&sheet(), "chung", json!(level));
            let sheet = with(&sheet, "collected_at", json!(at));
            assert_eq!(self.post(&device.token, sheet).await.status(), 201);
        }
    }

    /// The commune's page as its officer sees it.
    async fn glance(&self, query: &str) -> String {
        let cookie = self.signed_in("glance", Role::Officer, COMMUNE).await;
        let path = format!("/don-vi/{COMMUNE}{query}");
        let response = self.get_as(&cookie, &path).await;
        assert_eq!(response.status(), 200, "{path}");
        text(response).await
    }
}

fn assert_shown(page: &str, expected: &[&str]) {
    for shown in expected {
        assert!(page.contains(shown), "{shown}");
    }
}

#[tokio::test]
async fn the_answer_stands_with_its_doubt_its_shares_and_what_it_is_held_against() {
    let server = Server::commune().await;
    let tablet = Channel::Tablet;
    server
        .collect((40, 30), "2026-09-01T09:30:00+07:00", tablet)
        .await;
    server.collect((40, 34), MORNING, tablet).await;
    let page = server.glance("").await;
    assert_shown(
        &page,
        &[
            "Nhìn chung, Ông/Bà hài lòng đến mức nào",
            "85,00<small>%</small>",
            "34 trong 40",
            "70,93–92,94",
            "Không hài lòng (hai mức dưới)",
            "quý III/2026",
            "59,81–85,81",
            "+10,00, chưa rõ rệt",
            "Quý IV/2025",
            "không so được: trước năm 2026 chưa có số liệu",
            "Kỳ này chưa có chỉ tiêu",
            "so với số chung 85,00%",
        ],
    );
    let english = server.signed_in_again("glance").await;
    let english = text(server.get_as(&english, "/don-vi/01141?lang=en").await).await;
    assert_shown(
        &english,
        &[
            "34 of 40",
            "+10.00, not clear",
            "against the overall figure of 85.00%",
        ],
    );
}

#[tokio::test]
async fn a_quarter_whose_year_before_saw_other_borders_says_so() {
    let server = Server::commune().await;
    server
        .collect((30, 30), "2026-09-01T09:30:00+07:00", Channel::Tablet)
        .await;
    let page = server.glance("?period=2026-Q3b").await;
    assert_shown(
        &page,
        &[
            "Quý III/2025",
            "không so được: đổi địa giới và thẩm quyền từ 01/07/2025",
            "kỳ đó không có phiếu",
        ],
    );
}

#[tokio::test]
async fn a_round_gives_target_aims_channels_and_what_is_enough_for_exactly_its_period() {
    let server = Server::commune().await;
    server.hold_round(ROUND).await;
    server.collect((15, 15), MORNING, Channel::Tablet).await;
    server.collect((10, 5), MORNING, Channel::Paper).await;
    let open = server.glance("").await;
    assert_shown(
        &open,
        &[
            "chưa đủ mẫu",
            "Số chính cộng các kênh: Máy tính bảng tại quầy, ",
        ],
    );
    server.set_time("2026-12-26T09:30:00+07:00");
    let cookie = server.signed_in_again("glance").await;
    let closed = server
        .get_as(&cookie, "/don-vi/01141?period=2026-Q4b")
        .await;
    let page = text(closed).await;
    assert_shown(
        &page,
        &[
            "20 trong 25",
            "80,00<small>%</small>",
            "Số chính cộng các kênh: Máy tính bảng tại quầy, Phiếu giấy.",
            "25 phiếu, đạt 50,00% chỉ tiêu, còn thiếu 25",
            "chỉ tiêu 50",
            "mục tiêu 99,50%",
            "so với mục tiêu của từng yếu tố",
            "+20,00",
        ],
    );
    let cookie = server.signed_in_again("glance").await;
    let calendar = text(server.get_as(&cookie, "/don-vi/01141?period=2026-Q4").await).await;
    assert_shown(
        &calendar,
        &["15 phiếu", "chưa đủ mẫu", "Kỳ này chưa có chỉ tiêu"],
    );
    assert!(
        !calendar.contains("20 trong 25"),
        "another period, other rules"
    );
}

#[tokio::test]
async fn the_line_counts_sealed_weeks_that_are_over_and_the_pace_leads_on() {
    let server = Server::commune().await;
    server
        .hold_round(&ROUND.replace("01141 = 50", "01141 = 600"))
        .await;
    for day in ["2026-11-03", "2026-11-10", "2026-11-17"] {
        let at = format!("{day}T09:30:00+07:00");
        server.collect((10, 9), &at, Channel::Tablet).await;
    }
    server.set_time("2026-11-23T08:00:00+07:00");
    seal_due(&server.app).await.unwrap();
    let page = server.glance("").await;
    // 30 sheets in the last four weeks, 21 days to come.
    assert_shown(
        &page,
        &[
            "30 phiếu, đạt 5,00% chỉ tiêu, còn thiếu 570",
            "Với nhịp 4 tuần qua, đến hết kỳ sẽ được khoảng 53 phiếu, thiếu 547.",
            "mỗi buổi cần khoảng 18 phiếu",
            "22/11/2026",
        ],
    );
}

#[tokio::test]
async fn answers_by_purpose_are_set_against_dossiers_and_the_units_own_word_is_named() {
    let server = Server::commune().await;
    server.collect((30, 30), MORNING, Channel::Tablet).await;
    let before = server.glance("").await;
    assert_shown(
        &before,
        &["Nộp hồ sơ", "chưa nhập số hồ sơ", "không tính được"],
    );
    let dossiers = "unit_code,day,service,received,returned\n\
                    01141,2026-09-16,,40,9\n01141,2026-10-16,,80,9\n01141,2026-11-16,,0,9\n";
    import(&server.app, dossiers.as_bytes()).await.unwrap();
    let cookie = server.signed_in_again("glance").await;
    let page = text(server.get_as(&cookie, "/don-vi/01141").await).await;
    assert_shown(
        &page,
        &["25,00%", "0,00%", "do đơn vị tự khai", "không tính được"],
    );
}

#[tokio::test]
async fn too_few_answers_show_their_number_and_the_whole_year_instead_of_a_percentage() {
    let server = Server::commune().await;
    server.collect((6, 5), MORNING, Channel::Tablet).await;
    let page = server.glance("").await;
    assert_shown(
        &page,
        &["chưa đủ mẫu", "6 phiếu", "/don-vi/01141?period=2026b"],
    );
    assert!(!page.contains("class=\"figure\""), "no figure out of six");
    let year = server.signed_in_again("glance").await;
    let year = server.get_as(&year, "/don-vi/01141?period=2026b").await;
    assert_eq!(year.status(), 200);
}

#[tokio::test]
async fn an_empty_period_says_what_is_missing_and_leads_on() {
    let server = Server::commune().await;
    server.hold_round(ROUND).await;
    let page = server.glance("").await;
    assert_shown(
        &page,
        &[
            "Chưa có phiếu nào trong kỳ này",
            "khi đủ 20 phiếu",
            "mỗi buổi cần khoảng 2 phiếu",
            "chỉ tiêu 50",
            "Ba việc để bắt đầu",
        ],
    );
    let cookie = server.signed_in_again("glance").await;
    let doors = [
        "/don-vi/01141/may",
        "/don-vi/01141/ma",
        "/phieu/01141/hai-long-quay",
    ];
    for door in doors {
        assert!(links(&page).iter().any(|link| link == door), "{door}");
        let status = server.get_as(&cookie, door).await.status();
        assert_eq!(status, 200, "{door}");
    }
    let over = text(
        server
            .get_as(&cookie, "/don-vi/01141?period=2026-Q1b")
            .await,
    )
    .await;
    assert_shown(&over, &["Kỳ này đã hết ngày 14/03/2026"]);
    assert!(
        !over.contains("Ba việc để bắt đầu"),
        "it is too late to begin"
    );
}

#[tokio::test]
async fn who_may_not_keep_a_counter_is_offered_none() {
    let server = Server::of(PROVINCE, MORNING).await;
    let path = format!("/don-vi/{NEIGHBOUR}");
    let publisher = server
        .signed_in("glance.publisher", Role::Publisher, PROVINCE)
        .await;
    let page = text(server.get_as(&publisher, &path).await).await;
    assert!(!page.contains("/may\"") && !page.contains("Ba việc để bắt đầu"));
    let province = server
        .signed_in("glance.province", Role::Province, PROVINCE)
        .await;
    let page = text(server.get_as(&province, &path).await).await;
    let steps: Vec<_> = links(&page)
        .into_iter()
        .filter(|link| link.starts_with(&path) && !link.contains('?'))
        .collect();
    assert!(!steps.is_empty(), "its first tablet can be enrolled");
    for step in steps {
        let status = server.get_as(&province, &step).await.status();
        assert_eq!(status, 200, "{step}");
    }
}
