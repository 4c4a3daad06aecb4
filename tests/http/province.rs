//! `/tinh/{unit}`: board, figure, ranking, what stands after it, and the way down.

use hailong::domain::account::{Role, Scope};
use hailong::domain::form::Channel;
use hailong::domain::merge::Outcome;
use hailong::domain::period::Period;
use hailong::usecase::create_bundle::create;
use hailong::usecase::export_file::Asked;
use hailong::usecase::merge_bundle::{Handed, Mode, merge};
use hailong::usecase::trust_key::{own_key_text, trust};
use serde_json::json;

use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, text};
use crate::sheet::{answering, sheet, with};

/// A morning of the quarter before.
const AUGUST: &str = "2026-08-10T09:30:00+07:00";

/// Hands in sheets of `unit` at the server's time, each with these levels of the overall question.
async fn hand_in(server: &Server, unit: &str, at: &str, levels: &[(u8, usize)]) {
    server.set_time(at);
    let device = server.device(unit, Channel::Tablet).await;
    for (level, n) in levels {
        for _ in 0..*n {
            let sheet = with(&sheet(), "collected_at", json!(at));
            let sheet = answering(&sheet, "tiep-can", json!(level));
            let sheet = answering(&sheet, "chung", json!(level));
            assert_eq!(server.post(&device.token, sheet).await.status(), 201);
        }
    }
}

async fn page(server: &Server, path: &str) -> String {
    let name = format!("province.{}", path.len());
    let cookie = server.signed_in(&name, Role::Province, PROVINCE).await;
    let response = server.get_as(&cookie, path).await;
    assert_eq!(response.status(), 200, "{path}");
    text(response).await
}

/// The text of a page without its tags.
fn words(page: &str) -> String {
    let parts = page
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    parts.collect::<Vec<_>>().join("|")
}

#[tokio::test]
async fn a_ranking_shows_figure_range_and_factors_and_sorts_by_its_heads() {
    let server = Server::of(PROVINCE, MORNING).await;
    hand_in(&server, COMMUNE, MORNING, &[(5, 20), (2, 20)]).await;
    hand_in(&server, NEIGHBOUR, MORNING, &[(5, 36)]).await;
    hand_in(&server, "01096", MORNING, &[(5, 6)]).await;
    let shown = page(&server, "/tinh/08").await;
    let text = words(&shown);
    for part in [
        "Xếp hạng 2 đơn vị đủ mẫu",
        "62 / 82",
        "75,61",
        "Trung bình 2 đơn vị có hạng",
        "75,00%",
        "Chưa đủ mẫu, 1 đơn vị",
        "6 / 6",
        "62 / 82 = 75,61%",
        "Chưa có số, 121 đơn vị",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert!(shown.contains("data-identity=\"holds\""));
    let ranking = |page: &str| {
        let (_, ranking) = page.split_once("id=\"xep-hang\"").unwrap();
        let (ranking, _) = ranking.split_once("</table>").unwrap();
        let at = |unit: &str| ranking.find(&format!("/don-vi/{unit}?")).unwrap();
        (at(COMMUNE) < at(NEIGHBOUR), ranking.to_owned())
    };
    let (commune_first, ranked) = ranking(&shown);
    assert!(!commune_first, "the best is first");
    assert!(
        ranked.contains("<td class=\"heat heat-far-above\"")
            && ranked.contains("<td class=\"heat heat-far-below\""),
        "{ranked}"
    );
    assert_eq!(
        ranked.matches("aria-sort").count(),
        1,
        "one column is sorted"
    );
    for (sort, commune_first, aria, why) in [
        ("sheets", true, "descending", "40 sheets before 36"),
        ("-sheets", false, "ascending", "the other way round"),
        ("tiep-can", false, "descending", "100 % before 50 %"),
        ("-rank", true, "descending", "the last rank first"),
    ] {
        let sorted = page_again(&server, &format!("/tinh/08?sort={sort}")).await;
        let (first, ranked) = ranking(&sorted);
        assert_eq!(first, commune_first, "{why}");
        assert!(ranked.contains(&format!("aria-sort=\"{aria}\"")), "{why}");
    }
}

/// The numbers of answers in a unit's cells of factors, as who points at them reads them.
fn factor_counts(page: &str, unit: &str) -> Vec<String> {
    let (_, row) = page.split_once(&format!("/don-vi/{unit}?")).unwrap();
    let (row, _) = row.split_once("</tr>").unwrap();
    let titles = row.split(" title=\"n ").skip(1);
    titles
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_hidden_unit_leaves_every_factor_in_its_own_row_with_its_own_answers() {
    let server = Server::of(PROVINCE, MORNING).await;
    // Khuôn Lùng stands before the others and may not be told.
    hand_in(&server, "01147", MORNING, &[(5, 3)]).await;
    for (unit, n, answering_procedures) in [(COMMUNE, 40, 12), (NEIGHBOUR, 36, 33)] {
        let device = server.device(unit, Channel::Tablet).await;
        for at in 0..n {
            let procedures = if at < answering_procedures {
                json!(4)
            } else {
                json!("skip")
            };
            let sheet = answering(&sheet(), "thu-tuc", procedures);
            assert_eq!(server.post(&device.token, sheet).await.status(), 201);
        }
    }
    let shown = page(&server, "/tinh/08").await;
    let (_, ranking) = shown.split_once("id=\"xep-hang\"").unwrap();
    let (ranking, _) = ranking.split_once("</table>").unwrap();
    assert!(!ranking.contains("/don-vi/01147?"), "three are not told");
    assert_eq!(factor_counts(ranking, COMMUNE)[..2], ["40", "12"]);
    assert_eq!(factor_counts(ranking, NEIGHBOUR)[..2], ["36", "33"]);
    assert_eq!(
        ranking.matches("chưa đủ mẫu").count(),
        1,
        "twelve are too few, whatever the forty sheets"
    );
}

/// Once more as the account that [`page`] made for `/tinh/08`.
async fn page_again(server: &Server, path: &str) -> String {
    let cookie = server.signed_in_again("province.8").await;
    text(server.get_as(&cookie, path).await).await
}

#[tokio::test]
async fn what_is_not_offered_is_named_and_units_that_are_no_province_are_not_found() {
    let server = Server::of(PROVINCE, MORNING).await;
    hand_in(&server, COMMUNE, MORNING, &[(5, 1)]).await;
    let cookie = server
        .signed_in("province.wrong", Role::Province, PROVINCE)
        .await;
    for (query, offered) in [
        ("sort=hang", "tiep-can"),
        ("view=five", "four"),
        ("by=month", "service, question"),
        ("form=khac@1", "hai-long-quay@1"),
    ] {
        let response = server.get_as(&cookie, &format!("/tinh/08?{query}")).await;
        assert_eq!(response.status(), 422, "{query}");
        assert!(text(response).await.contains(offered), "{query}");
    }
    for path in [
        "/tinh/01141",
        "/tinh/01",
        "/tinh/zz",
        "/tinh/01141?sort=hang",
    ] {
        assert_eq!(server.get_as(&cookie, path).await.status(), 404, "{path}");
    }
}

#[tokio::test]
async fn four_quarters_together_rank_a_small_unit_that_one_quarter_cannot() {
    let server = Server::of(PROVINCE, AUGUST).await;
    hand_in(&server, COMMUNE, AUGUST, &[(5, 16), (3, 4)]).await;
    hand_in(&server, COMMUNE, MORNING, &[(5, 20)]).await;
    let one = page(&server, "/tinh/08?period=2026-Q4b").await;
    assert!(one.contains("Xem gộp bốn quý (40 phiếu)"), "the way there");
    assert!(one.contains("Xếp hạng 0 đơn vị"));
    assert!(
        one.contains("80,00") && one.contains("quý III/2026"),
        "the quarter before"
    );
    let four = page(&server, "/tinh/08?period=2026-Q4b&view=four").await;
    assert!(
        four.contains("Xếp hạng 1 đơn vị") && four.contains("36 / 40"),
        "{}",
        words(&four)
    );
    assert!(four.contains("bốn quý đến quý IV/2026"));
}

#[tokio::test]
async fn the_whole_province_can_be_read_by_service_and_by_question_with_its_counts() {
    let server = Server::of(PROVINCE, MORNING).await;
    hand_in(&server, COMMUNE, MORNING, &[(5, 30), (2, 10)]).await;
    let plain = page(&server, "/tinh/08").await;
    assert!(!plain.contains("id=\"theo\""), "only where asked for");
    let service = page(&server, "/tinh/08?by=service").await;
    assert!(service.contains("Toàn tỉnh theo lĩnh vực") && service.contains("30 / 40"));
    let question = page(&server, "/tinh/08?by=question").await;
    assert!(question.contains("Toàn tỉnh theo câu hỏi") && question.contains("30 / 40"));
}

#[tokio::test]
async fn an_empty_province_is_told_what_to_do_and_who_is_asked() {
    let server = Server::of(PROVINCE, MORNING).await;
    for path in ["/tinh/08", "/tinh/08?lang=en"] {
        let shown = page(&server, path).await;
        assert!(shown.contains("hailong unit trust") && shown.contains("/tinh/08/dot?"));
        // Four of them stand on the board too.
        let n_links = shown.matches("href=\"/don-vi/").count();
        assert_eq!(n_links, 128, "{path}");
        assert!(!shown.contains("so-lieu.xlsx"), "nothing to take away");
    }
}

/// What a province sees of a commune that sends its report on these days.
async fn board_after(days: &[&str], today: &str) -> String {
    let commune = Server::commune().await;
    let tablet = commune.tablet().await;
    assert_eq!(commune.post(&tablet.token, sheet()).await.status(), 201);
    let province = Server::of(PROVINCE, MORNING).await;
    trust(&province.app, COMMUNE, &own_key_text(&commune.app))
        .await
        .unwrap();
    for day in days {
        let time = format!("{day}T08:00:00+07:00");
        commune.set_time(&time);
        province.set_time(&time);
        let asked = Asked {
            unit: COMMUNE,
            period: Period::parse("2026-Q4b").unwrap(),
        };
        let bytes = create(&commune.app, &Scope::of_shell(), asked)
            .await
            .unwrap();
        let scope = Scope::of_shell();
        let handed = Handed {
            bytes,
            scope: &scope,
            actor: "shell",
            mode: Mode::Merge,
        };
        let line = merge(&province.app, handed).await.unwrap();
        assert_eq!(line.outcome, Outcome::Merged, "{day}");
    }
    province.set_time(&format!("{today}T08:00:00+07:00"));
    page(&province, "/tinh/08?period=2026-Q4b").await
}

#[tokio::test]
async fn the_board_tells_on_time_from_late_and_late_from_missing() {
    for (days, today, bar, why) in [
        (
            &["2026-12-25"][..],
            "2026-12-28",
            "đúng hạn: 0; muộn: 1; chưa có: 123; đã rút: 0",
            "a day after",
        ),
        (
            &["2026-12-20", "2026-12-25"][..],
            "2026-12-28",
            "đúng hạn: 1; muộn: 0; chưa có: 123; đã rút: 0",
            "sent after the end, replaced when it closed",
        ),
        (
            &["2026-11-25"][..],
            "2026-12-28",
            "đúng hạn: 0; muộn: 0; chưa có: 124; đã rút: 0",
            "sent while the period ran",
        ),
    ] {
        let shown = board_after(days, today).await;
        assert!(shown.contains(bar), "{why}: {}", words(&shown));
        assert!(
            shown.contains("4 ngày"),
            "{why}: the others are four days late"
        );
        assert!(shown.contains("hạn 24/12/2026"), "{why}");
    }
}
