//! Retries, seals, wrong clocks and answers that come late.

use hailong::usecase::seal_batch::seal_due;
use hailong::usecase::verify_node::verify;
use serde_json::json;

use crate::server::{COMMUNE, Server};
use crate::sheet::{answering, sheet, with};

#[tokio::test]
async fn a_retry_after_noon_and_after_the_seal_is_a_duplicate_and_other_content_a_conflict() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let sheet = sheet();
    assert_eq!(server.post(&tablet.token, &sheet).await.status(), 201);
    server.set_time("2026-11-24T13:00:00+07:00");
    let retry = server.post(&tablet.token, &sheet).await;
    assert_eq!(retry.status(), 200, "after noon");
    assert_eq!(seal_due(&server.app).await.unwrap(), 1);
    let retry = server.post(&tablet.token, &sheet).await;
    assert_eq!(retry.status(), 200, "after the seal");
    let other = server
        .post(&tablet.token, answering(&sheet, "chung", json!(1)))
        .await;
    assert_eq!(other.status(), 409, "after the seal");
    server.set_time("2026-12-20T13:00:00+07:00");
    let retry = server.post(&tablet.token, &sheet).await;
    assert_eq!(retry.status(), 200, "after the span has closed");
    assert_eq!(server.n_stored().await, 1);
}

#[tokio::test]
async fn a_clock_at_1970_is_placed_where_it_came_and_found_again_after_the_seal() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let sheet = with(&sheet(), "collected_at", json!("1970-01-01T00:03:00Z"));
    assert_eq!(server.post(&tablet.token, &sheet).await.status(), 201);
    assert_eq!(server.post(&tablet.token, &sheet).await.status(), 200);
    server.set_time("2026-11-26T08:00:00+07:00");
    assert_eq!(seal_due(&server.app).await.unwrap(), 1);
    assert_eq!(
        server.post(&tablet.token, &sheet).await.status(),
        200,
        "after the seal"
    );
    let headline = server.headline(COMMUNE, "2026-Q4b").await.unwrap();
    assert_eq!(headline.n, 1, "counted in the span of receipt");
    assert_eq!(
        verify(&server.app).await.unwrap().differences,
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn an_answer_for_a_closed_span_is_taken_kept_as_late_and_not_counted() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    server.post(&tablet.token, sheet()).await;
    server.set_time("2026-12-11T09:00:00+07:00");
    let late = sheet();
    assert_eq!(server.post(&tablet.token, &late).await.status(), 201);
    assert_eq!(server.post(&tablet.token, &late).await.status(), 200);
    let headline = server.headline(COMMUNE, "2026-Q4b").await.unwrap();
    assert_eq!((headline.n, headline.late), (1, 1));
    server.set_time("2026-12-12T09:00:00+07:00");
    seal_due(&server.app).await.unwrap();
    assert_eq!(
        server.post(&tablet.token, &late).await.status(),
        200,
        "after the seal"
    );
    let headline = server.headline(COMMUNE, "2026-Q4b").await.unwrap();
    assert_eq!((headline.n, headline.late), (1, 1));
}

#[tokio::test]
async fn the_last_day_of_ten_still_counts() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    server.set_time("2026-12-10T23:59:00+07:00");
    assert_eq!(server.post(&tablet.token, sheet()).await.status(), 201);
    let headline = server.headline(COMMUNE, "2026-Q4b").await.unwrap();
    assert_eq!((headline.n, headline.late), (1, 0));
}
