//! Two rounds of one period that share no unit: each unit goes by its own.

use std::collections::BTreeMap;

use hailong::domain::account::{Role, Scope};
use hailong::domain::form::Channel;
use hailong::domain::period::Period;
use hailong::exchange::report::{Block, Report, Status};
use hailong::usecase::compose_report::{self, compose};
use hailong::usecase::overview_province::{Asked, Reach, overview};
use hailong::usecase::snapshot_results::snapshot;
use serde_json::json;

use crate::publication::{CLOSED, DESK, province};
use crate::report::publish;
use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, text};
use crate::sheet::{answering, sheet, with};

const PERIOD: &str = "2026-Q4b";

fn round_file((id, units): (&str, &[&str]), rest: &str, enough: u64) -> String {
    format!(
        "id = \"{id}\"\nrevision = 1\ntitle = \"Đợt {id}\"\nprovince = \"08\"\n\
         period = \"{PERIOD}\"\nform = \"hai-long-quay@1\"\nmethod = \"ty-le\"\n\
         units = {units:?}\n{rest}\n\
         enough = {{ answers = {enough}, small_unit = 500 }}\n"
    )
}

async fn open_round(server: &Server, named: (&str, &[&str]), rest: &str, enough: u64) {
    let body = round_file(named, rest, enough);
    server.hold_round(&body).await;
}

/// 33 answers where 40 are enough, due on 18/12; 6 at the neighbour's where 5 are, due on 30/12.
async fn two_rounds() -> Server {
    let server = province().await;
    let there = server.device(NEIGHBOUR, Channel::Tablet).await;
    for _ in 0..3 {
        let sheet = answering(&sheet(), "chung", json!(4));
        assert_eq!(server.post(&there.token, sheet).await.status(), 201);
    }
    server.set_time(CLOSED);
    let first = "channels = [\"tablet\", \"qr\"]\ndeadline = 2026-12-18\ngrace_days = 2";
    open_round(&server, ("a", &[COMMUNE]), first, 40).await;
    let second = "channels = [\"tablet\"]\ndeadline = 2026-12-30\ngrace_days = 0";
    open_round(&server, ("b", &[NEIGHBOUR]), second, 5).await;
    server
}

#[tokio::test]
async fn what_is_enough_is_each_units_own_in_ranking_publication_and_on_its_page() {
    let server = two_rounds().await;
    let (app, scope) = (&server.app, Scope::of_shell());
    let period = Period::parse(PERIOD).unwrap();
    let expected: BTreeMap<&str, bool> = [(COMMUNE, false), (NEIGHBOUR, true)].into();
    let asked = Asked {
        unit: PROVINCE.to_owned(),
        period,
        reach: Reach::Period,
        form: None,
        of_round: None,
        drill: None,
    };
    let overview = overview(app, &scope, &asked).await.unwrap();
    let shown = overview.shown.as_ref().unwrap();
    let published = snapshot(app, &scope, PROVINCE, period)
        .await
        .unwrap()
        .unwrap();
    for (unit, is_enough) in expected {
        let mut lines = shown.table.units.iter();
        let line = lines.find(|line| line.headline.unit == unit).unwrap();
        assert_eq!(line.headline.enough, is_enough, "{unit} in the ranking");
        assert_eq!(line.headline.rank.is_some(), is_enough, "{unit}");
        assert_eq!(
            published.units[unit].result.is_some(),
            is_enough,
            "{unit} in the publication"
        );
        let rows = server
            .rows((unit, PERIOD), Some("hai-long-quay@1"), None)
            .await;
        assert_eq!(rows[0].enough, is_enough, "{unit} by itself");
    }
}

#[tokio::test]
async fn each_unit_is_late_by_its_own_day_and_the_words_say_which() {
    let server = two_rounds().await;
    let cookie = server
        .signed_in("two.rounds", Role::Province, PROVINCE)
        .await;
    let desk = "/tinh/08/nhac-nop?period=2026-Q4b";
    let page = text(server.get_as(&cookie, desk).await).await;
    for said in [
        "Hạn nộp 18/12/2026, gia hạn 2 ngày. Đợt a.",
        "Hạn nộp 30/12/2026, gia hạn 0 ngày. Đợt b.",
        "Hạn nộp: ghi ở từng đơn vị.",
        "Xã Nấm Dẩn, hạn 18/12/2026 (quá hạn 7 ngày); ",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert_eq!(page.matches("trễ 7 ngày").count(), 1, "one is late");
    let one = text(
        server
            .get_as(&cookie, &format!("{desk}&nhac={NEIGHBOUR}"))
            .await,
    )
    .await;
    assert!(one.contains("Hạn nộp: 30/12/2026."), "its own day");
    let overview = text(server.get_as(&cookie, "/tinh/08?period=2026-Q4b").await).await;
    let (_, sum) = overview.split_once("board-sum").unwrap();
    let (_, expected) = sum.split_once("<b>").unwrap();
    assert!(expected.starts_with("2</b>"), "two units are expected");
    assert!(
        overview.contains("hạn theo từng đợt"),
        "not one day for both"
    );
    let note = "bảng này tính mọi đơn vị theo “Đợt b”";
    assert!(overview.contains(note), "they sum other channels");
}

/// The report of the province.
async fn reported(server: &Server) -> Report {
    let asked = compose_report::Asked {
        unit: PROVINCE,
        period: Period::parse(PERIOD).unwrap(),
        compiler: None,
        day: server.app.clock.now_local().date(),
        status: Status::Draft,
    };
    let composed = compose(&server.app, &Scope::of_shell(), asked).await;
    composed.unwrap().report
}

/// The cells behind a unit's name in the report's table of units.
fn row_of(report: &Report, name: &str) -> Vec<String> {
    let tables = report.appendices[0].blocks.iter();
    let tables = tables.filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Heading(_) | Block::Paragraph(_) | Block::Item(_) | Block::Note(_) => None,
    });
    let mut rows = tables.flat_map(|table| &table.rows);
    let row = rows.find(|row| row.cells.get(1).is_some_and(|cell| cell.text == name));
    let cells = row.expect(name).cells.iter();
    cells.skip(2).map(|cell| cell.text.clone()).collect()
}

#[tokio::test]
async fn the_report_of_the_province_judges_each_unit_by_its_own_number() {
    let server = two_rounds().await;
    let widest = "channels = [\"tablet\"]\ndeadline = 2026-12-18\ngrace_days = 2";
    open_round(&server, ("c", &[COMMUNE, "01147", "01150"]), widest, 40).await;
    let report = reported(&server).await;
    let (here, there) = (
        row_of(&report, "Xã Nấm Dẩn"),
        row_of(&report, "Xã Quảng Nguyên"),
    );
    assert_eq!(here, ["33", "chưa đủ mẫu"], "40 are enough here");
    // Sheets, then the first factor, which all six answered, and the second, which nobody did.
    assert_eq!(there[..3], ["6", "100,00", "cđm"], "5 are enough there");
}

/// A commune that is asked with another form, and has sheets of that one alone.
const ASKED_OTHERWISE: &str = "01147";

/// The widest round asks for 40 sheets of the counter form; another for 30 of the form of one tap,
/// of the neighbour, which has 6 sheets of the counter form, and of a third commune.
async fn two_forms() -> Server {
    let server = two_rounds().await;
    server.set_time(MORNING);
    let there = server.device(ASKED_OTHERWISE, Channel::Tablet).await;
    for _ in 0..31 {
        let sheet = with(&sheet(), "form", json!("mot-cau@1"));
        let sheet = with(&sheet, "answers", json!({"chung": 4}));
        assert_eq!(server.post(&there.token, sheet).await.status(), 201);
    }
    server.set_time(CLOSED);
    let rest = |rule: &str| {
        format!(
            "channels = [\"tablet\"]\ndeadline = 2026-12-18\ngrace_days = 2\n\
             target = {{ rule = \"quota\", answers = {rule} }}"
        )
    };
    let wide = [COMMUNE, "01153", "01156"];
    open_round(&server, ("wide", &wide), &rest("40"), 5).await;
    let units = [NEIGHBOUR, ASKED_OTHERWISE];
    let body = round_file(("tap", &units), &rest("30"), 5);
    let body = body.replace("hai-long-quay@1", "mot-cau@1");
    server.hold_round(&body).await;
    server
}

#[tokio::test]
async fn a_unit_asked_with_another_form_has_missed_nothing_in_the_report() {
    let server = two_forms().await;
    let report = reported(&server).await;
    let row = row_of(&report, "Xã Khuôn Lùng");
    assert_eq!(row, ["đợt của đơn vị dùng mẫu khác"]);
    assert_eq!(row_of(&report, "Xã Quảng Nguyên")[0], "6");
    let text = format!("{:?}", report.body);
    for said in [
        "Đợt khảo sát của 2 đơn vị trong số đó dùng mẫu phiếu khác.",
        "0 đơn vị đạt và 3 đơn vị chưa đạt chỉ tiêu phiếu",
        "Kỳ này có đợt khảo sát dùng mẫu phiếu khác: “Đợt tap”.",
        "nêu ở báo cáo của đơn vị (2 đơn vị): xã Khuôn Lùng; xã Quảng Nguyên.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let missing = text.split("Chưa có số liệu").nth(1).unwrap_or_default();
    let missing = missing.split("\")").next().unwrap_or_default();
    assert!(!missing.contains("Khuôn Lùng"), "it did send: {missing}");
}

#[tokio::test]
async fn the_ranking_holds_no_target_against_sheets_of_another_form_and_says_why() {
    let server = two_forms().await;
    let cookie = server
        .signed_in("two.forms", Role::Province, PROVINCE)
        .await;
    let page = text(server.get_as(&cookie, "/tinh/08?period=2026-Q4b").await).await;
    let ranking = page.split("ranks-table").nth(1).unwrap_or_default();
    let ranking = ranking.split("</table>").next().unwrap_or_default();
    assert!(ranking.contains("Quảng Nguyên"), "it is ranked");
    assert_eq!(ranking.matches("chưa đạt chỉ tiêu").count(), 1, "33 of 40");
    assert!(page.contains("dùng mẫu phiếu khác: “Đợt tap”"));
}

#[tokio::test]
async fn the_publication_tells_another_form_from_too_few_answers() {
    let server = two_forms().await;
    let period = Period::parse(PERIOD).unwrap();
    let snapshot = snapshot(&server.app, &Scope::of_shell(), PROVINCE, period).await;
    let units = snapshot.unwrap().unwrap().units;
    let other_form = |unit: &str| units[unit].other_form.as_deref();
    assert_eq!(other_form(ASKED_OTHERWISE), Some("mot-cau@1"));
    assert_eq!(other_form(NEIGHBOUR), None, "it has figures");
    assert_eq!(other_form("01153"), None, "it sent nothing");
    let written = serde_json::to_string(&units["01153"]).unwrap();
    assert!(!written.contains("other_form"), "{written}");
    let cookie = server
        .signed_in("two.publish", Role::Publisher, PROVINCE)
        .await;
    publish(&server, &cookie, DESK, "24/12/2026").await;
    for (unit, is_asked_otherwise) in [(ASKED_OTHERWISE, true), ("01153", false)] {
        let page = text(server.get(&format!("/ket-qua/{unit}")).await).await;
        let otherwise = page.contains("hỏi ý kiến bằng mẫu phiếu khác");
        assert_eq!(otherwise, is_asked_otherwise, "{unit}");
        assert_ne!(page.contains("chưa đủ người trả lời"), otherwise, "{unit}");
    }
    let whole = text(server.get("/ket-qua/08").await).await;
    assert!(whole.contains("<b>được hỏi bằng mẫu phiếu khác</b>: Xã Khuôn Lùng."));
}
