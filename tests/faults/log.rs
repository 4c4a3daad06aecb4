//! What the keeper of a server reads on standard error.

use std::process::Stdio;

use sqlx::{Connection as _, SqliteConnection};

use crate::{Server, node_with_device, post, sheet};

#[tokio::test]
async fn trouble_is_logged_with_its_cause_and_without_anything_that_was_sent() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let data = folder.path().join("node");
    let token = node_with_device(&data);
    let server = Server::start_with(&data, Stdio::piped());
    let file = data.join("hailong.db");
    let mut other = SqliteConnection::connect(&format!("sqlite:{}", file.display()))
        .await
        .expect("the file");
    sqlx::query("alter table device rename to gone")
        .execute(&mut other)
        .await
        .expect("done");
    let sheet = sheet();
    let status = post(&reqwest::Client::new(), &server.address, &token, &sheet).await;
    assert!(
        status.is_some_and(|status| status.is_server_error()),
        "{status:?}"
    );
    let address = server.address.trim_start_matches("http://").to_owned();
    let log = server.kill_and_read_log();
    let line = |words: &str| {
        log.lines()
            .find(|line| line.contains(words))
            .unwrap_or_default()
    };
    assert!(line("serving").contains(&address), "where it serves: {log}");
    assert!(
        line("ERROR").contains("no such table"),
        "what failed and why: {log}"
    );
    let id = sheet["id"].as_str().expect("an id");
    for (secret, what) in [
        (token.as_str(), "the token"),
        (id, "the id"),
        ("mot-cau", "the body"),
    ] {
        assert!(!log.contains(secret), "{what} is in the log: {log}");
    }
}
