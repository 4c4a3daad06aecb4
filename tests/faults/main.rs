//! What a killed server leaves behind: everything it acknowledged, and its log.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that misses what it needs has found something"
)]

mod log;

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

const N_CLIENTS: usize = 8;
const N_KILLS: usize = 3;
/// Acknowledged answers after which the server is killed, in the middle of others.
const N_BEFORE_KILL: usize = 200;

fn hailong(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hailong"));
    command
        .arg("--data")
        .arg(data)
        .args(arguments)
        .stderr(Stdio::null());
    command
}

/// Makes a node with one device; the device's token.
fn node_with_device(data: &Path) -> String {
    assert!(
        hailong(data, &["init", "--unit", "01141"])
            .status()
            .expect("init")
            .success()
    );
    let device = hailong(
        data,
        &["device", "add", "quay", "--unit", "01141", "--json"],
    );
    let device: Value =
        serde_json::from_slice(&{ device }.output().expect("a device").stdout).expect("JSON");
    device["token"].as_str().expect("a token").to_owned()
}

struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(data: &Path) -> Self {
        Self::start_with(data, Stdio::null())
    }

    fn start_with(data: &Path, log: Stdio) -> Self {
        let mut process = hailong(data, &["serve", "--listen", "127.0.0.1:0"])
            .env_remove("RUST_LOG")
            .stderr(log)
            .stdout(Stdio::piped())
            .spawn()
            .expect("a server");
        let mut line = String::new();
        let output = process.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut line).expect("a line");
        let address = line
            .trim()
            .strip_prefix("listening on ")
            .expect("an address")
            .to_owned();
        Self { process, address }
    }

    /// As a power cut would: no signal a program could catch.
    fn kill(self) {
        let _unheard = self.kill_and_read_log();
    }

    /// What it had logged by then, where its log was piped.
    fn kill_and_read_log(mut self) -> String {
        self.process.kill().expect("killed");
        self.process.wait().expect("ended");
        let mut text = String::new();
        if let Some(mut log) = self.process.stderr.take() {
            log.read_to_string(&mut text).expect("a log");
        }
        text
    }
}

fn sheet() -> Value {
    json!({
        "id": Uuid::new_v4().to_string(),
        "form": "mot-cau@1",
        "collected_at": jiff::Timestamp::from_second(now()).expect("a time").to_string(),
        "answers": {"chung": 4},
    })
}

fn now() -> i64 {
    let since = std::time::UNIX_EPOCH.elapsed().expect("a clock after 1970");
    i64::try_from(since.as_secs()).expect("a time")
}

async fn post(
    client: &reqwest::Client,
    address: &str,
    token: &str,
    sheet: &Value,
) -> Option<StatusCode> {
    let url = format!("{address}/api/v1/responses");
    let response = client
        .post(url)
        .bearer_auth(token)
        .json(sheet)
        .send()
        .await
        .ok()?;
    Some(response.status())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_has_kept_every_answer_it_acknowledged() {
    let folder = tempfile::TempDir::new().expect("a folder");
    let data = folder.path().join("node");
    let token = node_with_device(&data);
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    for _ in 0..N_KILLS {
        let server = Server::start(&data);
        post_until_killed(server, &token, &acknowledged).await;
    }
    let sheets = acknowledged.lock().expect("no poison").clone();
    assert!(
        sheets.len() >= N_KILLS * N_BEFORE_KILL,
        "{} were acknowledged",
        sheets.len()
    );
    let server = Server::start(&data);
    let client = reqwest::Client::new();
    for sheet in &sheets {
        let status = post(&client, &server.address, &token, sheet).await;
        assert_eq!(
            status,
            Some(StatusCode::OK),
            "acknowledged, so a duplicate: {sheet}"
        );
    }
    server.kill();
    assert!(
        hailong(&data, &["verify"])
            .status()
            .expect("verify")
            .success(),
        "all agree"
    );
}

async fn post_until_killed(server: Server, token: &str, acknowledged: &Arc<Mutex<Vec<Value>>>) {
    let n_acknowledged = Arc::new(AtomicUsize::new(0));
    let (enough, mut is_enough) = tokio::sync::mpsc::channel::<()>(1);
    let clients = (0..N_CLIENTS).map(|_| {
        let (address, token) = (server.address.clone(), token.to_owned());
        let (acknowledged, n) = (Arc::clone(acknowledged), Arc::clone(&n_acknowledged));
        let enough = enough.clone();
        tokio::spawn(async move {
            let client = reqwest::Client::new();
            loop {
                let sheet = sheet();
                match post(&client, &address, &token, &sheet).await {
                    Some(StatusCode::CREATED) => {
                        acknowledged.lock().expect("no poison").push(sheet);
                    }
                    Some(other) => panic!("unexpected {other}"),
                    None => return,
                }
                if n.fetch_add(1, Ordering::Relaxed) + 1 >= N_BEFORE_KILL {
                    let _told_already = enough.try_send(());
                }
            }
        })
    });
    let clients: Vec<_> = clients.collect();
    is_enough.recv().await.expect("enough answers");
    server.kill();
    for client in clients {
        client.await.expect("a client that ends with the server");
    }
}
