//! What pages, files and the API hold back, and that what they show is what the shell counts.

use std::collections::BTreeMap;

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use hailong::domain::results::{By, ResultRow};
use hailong::usecase::issue_token::TokenRole;
use serde_json::{Value, json};

use crate::server::{COMMUNE, NEIGHBOUR, PROVINCE, Server, json as body, sent, text};
use crate::sheet::{answering, sheet, with};

const OPEN: &str = "/api/v1/results?unit=01141&period=2026-Q4b";
/// A day on which every span of 2026-Q4b is closed, and all of 2026-Q4 but its edge.
const CLOSED: &str = "2026-12-26T09:00:00+07:00";

async fn rows(server: &Server, path: &str) -> Vec<Value> {
    let reader = if path.contains("unit=08") {
        PROVINCE
    } else {
        COMMUNE
    };
    let token = server.token(TokenRole::Api, reader).await;
    let response = sent(server.client.get(server.url(path)).bearer_auth(token)).await;
    assert_eq!(response.status(), 200, "{path}");
    body(response).await["rows"].as_array().unwrap().clone()
}

async fn post(server: &Server, token: &str, n: usize, service: Option<&str>) {
    for at in 0..n {
        let rated = answering(&sheet(), "chung", json!(if at % 3 == 0 { 3 } else { 5 }));
        let sheet = with(&rated, "service", json!(service));
        assert_eq!(server.post(token, sheet).await.status(), 201);
    }
}

fn n_of(rows: &[Value]) -> Vec<u64> {
    rows.iter().map(|row| row["n"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn an_open_period_is_shown_from_five_and_renewed_by_five() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let steps = [
        (4, 0, true, "four are fewer than five"),
        (1, 5, false, "five are shown when first asked for"),
        (2, 5, false, "two more change nothing"),
        (2, 5, false, "nor do four"),
        (1, 10, false, "five more take their place"),
        (1, 10, false, "and so on"),
    ];
    for (more, shown, folded, why) in steps {
        post(&server, &tablet.token, more, None).await;
        let rows = rows(&server, OPEN).await;
        assert_eq!(n_of(&rows), [shown], "{why}");
        assert_eq!(rows[0]["folded"], folded, "{why}");
        assert_eq!(rows[0]["percent"].is_null(), folded, "{why}");
    }
    assert_eq!(
        server.text_of("select count(*) from snapshot").await,
        "1",
        "no history is kept"
    );
}

#[tokio::test]
async fn an_open_period_has_no_breakdown_and_says_which_days_it_covers() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let phone = server.device(COMMUNE, Channel::Qr).await;
    post(&server, &tablet.token, 6, Some("ho-tich")).await;
    post(&server, &phone.token, 6, Some("dat-dai")).await;
    for by in ["channel", "service"] {
        let rows = rows(&server, &format!("{OPEN}&by={by}")).await;
        assert_eq!(n_of(&rows), [12], "{by}");
        assert_eq!(
            (&rows[0][by], &rows[0]["folded"]),
            (&json!("gop"), &json!(true)),
            "{by}"
        );
    }
    let cookie = server
        .signed_in("open.officer", Role::Officer, COMMUNE)
        .await;
    let page = text(
        server
            .get_as(&cookie, "/don-vi/01141?period=2026-Q4b")
            .await,
    )
    .await;
    assert!(
        page.contains("data-disclosure=\"open\""),
        "the rule stands where it bites"
    );
    assert!(page.contains("24/11/2026"), "the day that is covered");
    let csv = text(
        server
            .get_as(&cookie, "/don-vi/01141/so-lieu.csv?period=2026-Q4b")
            .await,
    )
    .await;
    assert!(
        csv.contains(",chung,5,8,\r\n"),
        "the channel is empty: {csv}"
    );
    assert!(!csv.contains(",tablet") && !csv.contains(",qr"), "{csv}");
}

#[tokio::test]
async fn a_closed_quarter_folds_a_small_service_and_a_small_channel() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let phone = server.device(COMMUNE, Channel::Qr).await;
    post(&server, &tablet.token, 9, Some("ho-tich")).await;
    post(&server, &tablet.token, 7, Some("dat-dai")).await;
    post(&server, &phone.token, 3, Some("chung-thuc")).await;
    server.set_time(CLOSED);
    let services: BTreeMap<String, u64> = rows(&server, &format!("{OPEN}&by=service"))
        .await
        .iter()
        .map(|row| {
            (
                row["service"].as_str().unwrap().to_owned(),
                row["n"].as_u64().unwrap(),
            )
        })
        .collect();
    let expected = [("gop", 10), ("ho-tich", 9)].map(|(name, n)| (name.to_owned(), n));
    assert_eq!(
        services,
        expected.into(),
        "three take the next smallest with them"
    );
    let channels = rows(&server, &format!("{OPEN}&by=channel")).await;
    assert_eq!(n_of(&channels), [19], "tablet and phone together");
    assert_eq!(channels[0]["channels"], json!(["tablet", "qr"]));
    let cookie = server
        .signed_in("closed.officer", Role::Officer, COMMUNE)
        .await;
    let csv = text(
        server
            .get_as(&cookie, "/don-vi/01141/so-lieu.csv?period=2026-Q4b")
            .await,
    )
    .await;
    assert!(
        csv.contains(",tablet+qr\r\n") && !csv.contains(",qr\r\n"),
        "{csv}"
    );
    let page = text(
        server
            .get_as(&cookie, "/don-vi/01141?period=2026-Q4b")
            .await,
    )
    .await;
    assert!(
        page.contains("data-disclosure=\"folded\""),
        "the rule stands where it bites"
    );
}

#[tokio::test]
async fn a_closed_quarter_with_one_to_four_tells_nothing_but_that() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    post(&server, &tablet.token, 3, None).await;
    server.set_time(CLOSED);
    for by in [
        "",
        "&by=channel",
        "&by=question",
        "&by=month",
        "&by=service",
    ] {
        for row in rows(&server, &format!("{OPEN}{by}")).await {
            assert_eq!(row["n"], 0, "{by}");
            assert_eq!(row["folded"], true, "{by}");
        }
    }
    assert_eq!(
        server.headline(COMMUNE, "2026-Q4b").await.unwrap().n,
        3,
        "the shell sees all"
    );
}

#[tokio::test]
async fn what_units_are_too_few_for_is_one_row_at_the_province() {
    let server = Server::of(PROVINCE, crate::server::MORNING).await;
    for (unit, n) in [(COMMUNE, 3), (NEIGHBOUR, 4), ("01147", 12)] {
        let tablet = server.device(unit, Channel::Tablet).await;
        post(&server, &tablet.token, n, None).await;
    }
    server.set_time(CLOSED);
    let path = "/api/v1/results?unit=08&period=2026-Q4b";
    let units = rows(&server, &format!("{path}&by=unit")).await;
    let with_sheets: BTreeMap<&str, u64> = units
        .iter()
        .map(|row| (row["unit"].as_str().unwrap(), row["n"].as_u64().unwrap()))
        .filter(|(_, n)| *n > 0)
        .collect();
    assert_eq!(
        with_sheets,
        [("01147", 12), ("gop", 7)].into(),
        "three and four together"
    );
    let named = |code: &str| units.iter().any(|row| row["unit"] == code);
    assert!(
        !named(COMMUNE) && !named(NEIGHBOUR),
        "not even as having none"
    );
    assert_eq!(units.len(), 124 - 2 + 1, "those with none stay");
    let whole = rows(&server, path).await;
    assert_eq!(whole[0]["n"], 19, "the province has them all");
}

/// Where nothing folds the API tells what the shell counts, row by row; so does the CSV.
#[tokio::test]
async fn where_nothing_folds_every_way_out_tells_what_the_shell_counts() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let phone = server.device(COMMUNE, Channel::Qr).await;
    post(&server, &tablet.token, 8, Some("ho-tich")).await;
    post(&server, &phone.token, 6, Some("dat-dai")).await;
    server.set_time(CLOSED);
    let breakdowns = [
        ("", None),
        ("&by=section", Some(By::Section)),
        ("&by=question", Some(By::Question)),
        ("&by=channel", Some(By::Channel)),
        ("&by=month", Some(By::Month)),
        ("&by=service", Some(By::Service)),
    ];
    for (by, breakdown) in breakdowns {
        let told = rows(&server, &format!("{OPEN}{by}")).await;
        let exact = exact(&server, breakdown).await;
        let exact = serde_json::to_value(exact).unwrap();
        assert_eq!(json!(told), exact, "{by}");
    }
    let cookie = server
        .signed_in("same.officer", Role::Officer, COMMUNE)
        .await;
    let csv = text(
        server
            .get_as(&cookie, "/don-vi/01141/so-lieu.csv?period=2026-Q4b")
            .await,
    )
    .await;
    assert!(
        csv.contains(",chung,5,5,tablet\r\n") && csv.contains(",chung,5,4,qr\r\n"),
        "{csv}"
    );
}

async fn exact(server: &Server, by: Option<By>) -> Vec<ResultRow> {
    server.rows((COMMUNE, "2026-Q4b"), None, by).await
}

#[tokio::test]
async fn one_answer_between_two_downloads_changes_neither_file() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let phone = server.device(COMMUNE, Channel::Qr).await;
    post(&server, &tablet.token, 7, Some("ho-tich")).await;
    let cookie = server
        .signed_in("twice.officer", Role::Officer, COMMUNE)
        .await;
    for file in ["so-lieu.csv", "so-lieu.xlsx"] {
        let path = format!("/don-vi/01141/{file}?period=2026-Q4b");
        let before = server.get_as(&cookie, &path).await.bytes().await.unwrap();
        post(&server, &phone.token, 1, Some("dat-dai")).await;
        let after = server.get_as(&cookie, &path).await.bytes().await.unwrap();
        assert_eq!(before, after, "{file}");
    }
}

#[tokio::test]
async fn a_round_with_fewer_channels_tells_nothing_of_the_channel_folded_into_them() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let phone = server.device(COMMUNE, Channel::Qr).await;
    let paper = server.device(COMMUNE, Channel::Paper).await;
    post(&server, &tablet.token, 21, None).await;
    post(&server, &phone.token, 3, None).await;
    post(&server, &paper.token, 6, None).await;
    server.set_time(CLOSED);
    let asked = "/api/v1/results?unit=01141&period=2026-Q4b";
    assert_eq!(n_of(&rows(&server, asked).await), [24], "without a round");
    for (revision, channels, expected, why) in [
        (1, r#"["tablet"]"#, 0, "three of the 24 came by phone"),
        (
            2,
            r#"["tablet", "qr", "paper"]"#,
            30,
            "two groups, each enough",
        ),
        (
            3,
            r#"["tablet", "paper"]"#,
            6,
            "the folded group is left out whole",
        ),
    ] {
        open_round(&server, revision, channels).await;
        let rows = rows(&server, asked).await;
        assert_eq!(n_of(&rows), [expected], "{why}");
        assert_eq!(rows[0]["folded"], expected != 30, "{why}");
        assert_eq!(
            n_of(&self::rows(&server, "/api/v1/results?unit=01141&period=2026b").await),
            [24],
            "the year goes by the channels every form begins with"
        );
    }
}

async fn open_round(server: &Server, revision: u32, channels: &str) {
    let body = format!(
        r#"id = "q4"
revision = {revision}
title = "Quý IV"
province = "08"
period = "2026-Q4b"
form = "hai-long-quay@1"
method = "ty-le"
channels = {channels}
deadline = 2026-12-20
grace_days = 0
"#
    );
    server.hold_round(&body).await;
}
