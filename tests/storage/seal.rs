//! Sealed half-days verify, and a change to any of them shows.

use hailong::storage::FILE_NAME;
use hailong::usecase::seal_batch::{seal_due, seal_unit};
use hailong::usecase::verify_node::verify;
use sqlx::{Connection as _, SqliteConnection};

use crate::node::{Node, at, sheet};

async fn sealed_node() -> Node {
    let node = Node::at("2026-11-24T09:30:00+07:00").await;
    for overall in [5, 4, 2] {
        node.submit(&sheet("2026-11-24T09:00:00+07:00", overall))
            .await
            .expect("taken");
    }
    node.clock.set(at("2026-11-24T12:00:00+07:00"));
    seal_due(&node.app).await.expect("a seal");
    node.submit(&sheet("2026-11-24T12:00:00+07:00", 5))
        .await
        .expect("taken");
    node.submit(&sheet("2026-11-24T09:00:00+07:00", 3))
        .await
        .expect("after its seal");
    node
}

#[tokio::test]
async fn figures_do_not_change_when_a_half_day_is_sealed() {
    let node = sealed_node().await;
    let before = node.headline("2026-11").await;
    assert_eq!(
        (before.n, before.numerator),
        (5, Some(3)),
        "three of five satisfied"
    );
    seal_unit(&node.app, "01141").await.expect("a seal");
    let after = node.headline("2026-11").await;
    assert_eq!((before.n, before.counts), (after.n, after.counts));
    let report = verify(&node.app).await.expect("a report");
    assert_eq!(report.differences, Vec::<String>::new());
    assert_eq!(
        (report.batches, report.answers),
        (3, 5),
        "two batches of the morning, one later"
    );
}

#[tokio::test]
async fn a_change_to_sealed_rows_shows() {
    for (statement, place, why) in [
        (
            "update answer set sheet = replace(sheet, '2', '5')",
            "answers differ",
            "a better answer",
        ),
        (
            "delete from answer where batch = 1 and sheet like '%4%'",
            "sealed with",
            "rows gone",
        ),
        (
            "update batch set answer_count = answer_count + 1 where sequence = 1",
            "sealed with",
            "a count",
        ),
        (
            "update batch set half_day = '2026-11-23-am' where sequence = 1",
            "head does not",
            "a date",
        ),
        (
            "update tally set cells = replace(cells, '\"left_out\":0', '\"left_out\":1')",
            "tally differs",
            "a sum",
        ),
        ("delete from tally", "tally is missing", "a sum gone"),
        (
            "update event set subject = 'ai đó' where sequence = 1",
            "event 1",
            "an act",
        ),
    ] {
        let node = sealed_node().await;
        let file = node.folder.path().join(FILE_NAME);
        let mut connection = SqliteConnection::connect(&format!("sqlite:{}", file.display()))
            .await
            .expect("the file");
        sqlx::query(statement)
            .execute(&mut connection)
            .await
            .expect(why);
        let report = verify(&node.app).await.expect("a report");
        let found = report.differences.join("\n");
        assert!(found.contains(place), "{why}: {found:?}");
    }
}

#[tokio::test]
async fn stragglers_of_a_half_day_are_sealed_together_and_not_one_by_one() {
    let node = Node::at("2026-11-24T13:00:00+07:00").await;
    for minute in 0..4 {
        node.clock
            .set(at(&format!("2026-11-24T13:{minute:02}:00+07:00")));
        node.submit(&sheet("2026-11-23T09:00:00+07:00", 5))
            .await
            .expect("taken");
        let n_sealed = seal_due(&node.app).await.expect("nothing to do yet");
        assert_eq!(n_sealed, 0, "a batch of one would give its answer away");
    }
    node.clock.set(at("2026-11-25T00:00:00+07:00"));
    assert_eq!(
        seal_due(&node.app).await.expect("a seal"),
        1,
        "one batch of four"
    );
}

#[tokio::test]
async fn a_row_that_cannot_be_read_holds_up_no_other_half_day() {
    let node = Node::at("2026-11-24T09:30:00+07:00").await;
    node.submit(&sheet("2026-11-23T09:00:00+07:00", 5))
        .await
        .expect("taken");
    node.submit(&sheet("2026-11-24T09:00:00+07:00", 5))
        .await
        .expect("taken");
    let file = node.folder.path().join(FILE_NAME);
    let mut connection = SqliteConnection::connect(&format!("sqlite:{}", file.display()))
        .await
        .expect("the file");
    sqlx::query("update answer set sheet = 'x' where batch = 1")
        .execute(&mut connection)
        .await
        .expect("a bad row");
    node.clock.set(at("2026-11-24T12:00:00+07:00"));
    assert_eq!(
        seal_due(&node.app).await.expect("a seal"),
        1,
        "the good one is sealed"
    );
}

#[tokio::test]
async fn a_reader_in_the_way_of_the_log_is_waited_out() {
    let node = Node::at("2026-11-24T09:30:00+07:00").await;
    let mut reader = node.app.store.read().await.expect("a reader");
    let mut snapshot = reader.begin().await.expect("a snapshot");
    sqlx::query("select count(*) from answer")
        .fetch_one(&mut *snapshot)
        .await
        .expect("rows");
    node.submit(&sheet("2026-11-24T09:00:00+07:00", 5))
        .await
        .expect("taken");
    node.clock.set(at("2026-11-24T12:00:00+07:00"));
    assert_eq!(seal_due(&node.app).await.expect("a seal"), 1);
    assert!(
        node.app.store.is_log_kept(),
        "the log still holds what was rewritten"
    );
    snapshot.rollback().await.expect("the reader leaves");
    assert_eq!(seal_due(&node.app).await.expect("nothing to seal"), 0);
    assert!(
        !node.app.store.is_log_kept(),
        "the next tick empties the log"
    );
    let log = std::fs::metadata(node.folder.path().join("hailong.db-wal")).expect("a log");
    assert_eq!(log.len(), 0);
}

#[cfg(unix)]
#[tokio::test]
async fn a_copy_is_as_secret_as_the_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let node = sealed_node().await;
    let place = tempfile::TempDir::new().expect("a folder");
    let copy = place.path().join("copy.db");
    hailong::usecase::back_up::back_up(&node.app.store, &copy)
        .await
        .expect("a copy");
    let mode = std::fs::metadata(&copy)
        .expect("the copy")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600, "it holds the signing key");
    let beside: Vec<_> = std::fs::read_dir(place.path())
        .expect("the folder")
        .collect();
    assert_eq!(beside.len(), 1, "nothing is left beside it: {beside:?}");
}
