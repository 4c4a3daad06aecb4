//! Sealed half-days verify, and a change to any of them shows.

use hailong::storage::FILE_NAME;
use hailong::usecase::seal_batch::{seal_due, seal_unit};
use hailong::usecase::verify_node::verify;
use sqlx::{Connection as _, SqliteConnection};

use crate::node::{Node, at, sheet};

async fn sealed_node() -> Node {
    let node = Node::at("2026-11-24T09:30:00+07:00").await;
    for overall in [5, 4, 2] {
        node.submit(&sheet("2026-11-24T09:00:00+07:00", overall)).await.expect("taken");
    }
    node.clock.set(at("2026-11-24T12:00:00+07:00"));
    seal_due(&node.app).await.expect("a seal");
    node.submit(&sheet("2026-11-24T12:00:00+07:00", 5)).await.expect("taken");
    node.submit(&sheet("2026-11-24T09:00:00+07:00", 3)).await.expect("after its seal");
    node
}

#[tokio::test]
async fn figures_do_not_change_when_a_half_day_is_sealed() {
    let node = sealed_node().await;
    let before = node.headline("2026-11").await;
    assert_eq!((before.n, before.numerator), (5, Some(3)), "three of five satisfied");
    seal_unit(&node.app, "01141").await.expect("a seal");
    let after = node.headline("2026-11").await;
    assert_eq!((before.n, before.counts), (after.n, after.counts));
    let report = verify(&node.app).await.expect("a report");
    assert_eq!(report.differences, Vec::<String>::new());
    assert_eq!((report.batches, report.answers), (3, 5), "two batches of the morning, one later");
}

#[tokio::test]
async fn a_change_to_sealed_rows_shows() {
    for (statement, place, why) in [
        ("update answer set sheet = replace(sheet, '2', '5')", "answers differ", "a better answer"),
        ("delete from answer where batch = 1 and sheet like '%4%'", "sealed with", "rows gone"),
        ("update batch set answer_count = answer_count + 1 where sequence = 1", "sealed with", "a count"),
        ("update batch set half_day = '2026-11-23-am' where sequence = 1", "head does not", "a date"),
        ("update tally set cells = replace(cells, '\"left_out\":0', '\"left_out\":1')", "tally differs", "a sum"),
        ("delete from tally", "tally is missing", "a sum gone"),
        ("update event set subject = 'ai đó' where sequence = 1", "event 1", "an act"),
    ] {
        let node = sealed_node().await;
        let file = node.folder.path().join(FILE_NAME);
        let mut connection = SqliteConnection::connect(&format!("sqlite:{}", file.display()))
            .await
            .expect("the file");
        sqlx::query(statement).execute(&mut connection).await.expect(why);
        let report = verify(&node.app).await.expect("a report");
        let found = report.differences.join("\n");
        assert!(found.contains(place), "{why}: {found:?}");
    }
}
