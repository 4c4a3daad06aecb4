//! What a disk that fails leaves behind.

use hailong::storage::FILE_NAME;
use hailong::usecase::submit_sheet::{Status, SubmitError};
use sqlx::{Connection as _, SqliteConnection};

use crate::node::{Node, sheet};

/// SQLite answers a full disk by rolling the transaction back by itself; a trigger does the same.
const FULL: &str = "create trigger full before insert on answer
                    begin select raise(rollback, 'disk is full'); end";

#[tokio::test]
async fn answers_are_stored_again_once_a_full_disk_has_room() {
    let node = Node::at("2026-11-24T09:30:00+07:00").await;
    let file = node.folder.path().join(FILE_NAME);
    let mut other = SqliteConnection::connect(&format!("sqlite:{}", file.display()))
        .await
        .expect("the file");
    let sheets: Vec<_> = (1..=5)
        .map(|overall| sheet("2026-11-24T09:29:00+07:00", overall))
        .collect();
    sqlx::query(FULL)
        .execute(&mut other)
        .await
        .expect("a full disk");
    for sheet in &sheets {
        let refused = node.submit(sheet).await;
        assert!(
            matches!(refused, Err(SubmitError::Later(_))),
            "nothing acknowledged: {refused:?}"
        );
    }
    sqlx::query("drop trigger full")
        .execute(&mut other)
        .await
        .expect("room again");
    for sheet in &sheets {
        let receipt = node
            .submit(sheet)
            .await
            .expect("a poisoned connection would fail for ever");
        assert_eq!(
            receipt.status,
            Status::Stored,
            "the refused one left nothing behind"
        );
    }
    assert_eq!(node.headline("2026-11").await.n, 5);
}

#[tokio::test]
async fn the_database_is_set_up_to_lose_nothing() {
    let node = Node::at("2026-11-24T09:30:00+07:00").await;
    let mut connection = node.app.store.read().await.expect("a reader");
    let version = hailong::storage::file::sqlite_version(&mut connection)
        .await
        .expect("a version");
    let parts: Vec<u32> = version
        .split('.')
        .map(|part| part.parse().expect("a number"))
        .collect();
    assert!(
        parts >= vec![3, 51, 3],
        "older ones can corrupt a WAL database: {version}"
    );
    let written = sqlx::query("delete from answer")
        .execute(&mut *connection)
        .await;
    assert!(written.is_err(), "a reader cannot write");
}
