//! Single answers as files: for the province role alone, sealed and closed.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use hailong::usecase::seal_batch::seal_due;
use serde_json::{Value, json};

use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, header, text};
use crate::sheet::{answering, sheet};

/// A province with answers of two communes, seen after their half-month has closed.
async fn closed() -> (Server, String) {
    let server = Server::of(PROVINCE, MORNING).await;
    let here = server.tablet().await;
    let there = server.device(NEIGHBOUR, Channel::Qr).await;
    for (token, level) in [(&here.token, 5), (&here.token, 2), (&there.token, 4)] {
        let sheet = answering(&sheet(), "chung", json!(level));
        assert_eq!(server.post(token, sheet).await.status(), 201);
    }
    let cookie = server.signed_in("rows", Role::Province, PROVINCE).await;
    (server, cookie)
}

const CLOSED: &str = "2026-12-11T09:00:00+07:00";

#[tokio::test]
async fn rows_come_once_their_half_month_is_closed_and_sealed() {
    let (server, _) = closed().await;
    server.set_time(CLOSED);
    let cookie = server.signed_in("later", Role::Province, PROVINCE).await;
    let path = "/tinh/08/phieu.ndjson?period=2026-Q4";
    let unsealed = text(server.get_as(&cookie, path).await).await;
    assert_eq!(unsealed, "", "nothing is sealed yet");
    seal_due(&server.app).await.unwrap();
    let response = server.get_as(&cookie, path).await;
    assert_eq!(response.status(), 200);
    assert!(header(&response, "content-disposition").contains("hailong-phieu-08-2026-Q4.ndjson"));
    let rows: Vec<Value> = text(response)
        .await
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mut seen: Vec<(&str, &str, i64)> = rows
        .iter()
        .map(|row| {
            (
                row["unit_code"].as_str().unwrap(),
                row["channel"].as_str().unwrap(),
                row["answers"]["chung"].as_i64().unwrap(),
            )
        })
        .collect();
    seen.sort_unstable();
    assert_eq!(
        seen,
        [
            (COMMUNE, "tablet", 2),
            (COMMUNE, "tablet", 5),
            (NEIGHBOUR, "qr", 4)
        ]
    );
    assert!(
        rows.iter().all(|row| row["from"] == "2026-11-15"),
        "no day, only the half-month"
    );
    let csv = text(
        server
            .get_as(&cookie, "/tinh/08/phieu.csv?period=2026-Q4")
            .await,
    )
    .await;
    assert_eq!(csv.lines().count(), 4, "a head and three rows");
}

#[tokio::test]
async fn an_open_half_month_gives_no_rows() {
    let (server, _) = closed().await;
    server.set_time("2026-11-25T09:00:00+07:00");
    seal_due(&server.app).await.unwrap();
    let cookie = server.signed_in("next-day", Role::Province, PROVINCE).await;
    let csv = text(
        server
            .get_as(&cookie, "/tinh/08/phieu.csv?period=2026-Q4")
            .await,
    )
    .await;
    assert_eq!(csv.lines().count(), 1, "the head alone");
}

#[tokio::test]
async fn only_the_province_role_has_rows_and_each_download_is_put_down() {
    let (server, cookie) = closed().await;
    for file in ["phieu.csv", "phieu.ndjson", "phieu.sps", "tu-dien.csv"] {
        let path = format!("/tinh/08/{file}?period=2026-Q4");
        assert_eq!(server.get_as(&cookie, &path).await.status(), 200, "{file}");
        let foreign = format!("/tinh/01/{file}?period=2026-Q4");
        assert_eq!(
            server.get_as(&cookie, &foreign).await.status(),
            404,
            "{file}"
        );
    }
    for (name, role, unit, status) in [
        ("rows.publisher", Role::Publisher, PROVINCE, 403),
        ("rows.admin", Role::Admin, PROVINCE, 403),
        ("rows.officer", Role::Officer, COMMUNE, 404),
    ] {
        let other = server.signed_in(name, role, unit).await;
        let response = server.get_as(&other, "/tinh/08/phieu.csv").await;
        assert_eq!(response.status(), status, "{name}");
    }
    let put_down = server
        .text_of("select group_concat(actor || ' ' || subject) from event where action = 'answers-export'")
        .await;
    assert_eq!(put_down, "rows 08 2026-Q4,rows 08 2026-Q4", "rows, twice");
}
