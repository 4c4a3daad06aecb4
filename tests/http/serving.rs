//! The server itself: how it begins, how it ends, what it does beside answering.

use std::time::Duration;

use hailong::domain::form::Channel;
use hailong::storage::batch;
use hailong::usecase::submit_sheet::{Sender, submit};
use hailong::web::serve::{serve, serve_with};
use hailong::web::site::Settings;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::server::{COMMUNE, Server};
use crate::sheet::sheet;

/// Longer than anything here takes; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

async fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let mut text = Vec::new();
    while !text.ends_with(end.as_bytes()) {
        text.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(text).unwrap()
}

#[tokio::test]
async fn a_request_under_way_ends_before_the_server_does_and_nothing_new_is_taken() {
    let server = Server::commune().await;
    let token = server.tablet().await.token;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(serve(server.app.clone(), listener, async {
        stopped.await.unwrap();
    }));
    let body = sheet().to_string();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /api/v1/responses HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let go_on = timeout(PATIENCE, read_until(&mut stream, "\r\n\r\n"));
    assert!(
        go_on.await.unwrap().starts_with("HTTP/1.1 100"),
        "it waits for the body"
    );
    stop.send(()).unwrap();
    let refused = timeout(PATIENCE, async {
        while TcpStream::connect(address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    });
    refused.await.expect("nothing new is taken");
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    timeout(PATIENCE, stream.read_to_string(&mut answer))
        .await
        .expect("an answer and an end")
        .unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    timeout(PATIENCE, serving).await.unwrap().unwrap().unwrap();
}

#[tokio::test]
async fn idle_connections_do_not_keep_the_server_from_ending() {
    let server = Server::commune().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(serve(server.app.clone(), listener, async {
        stopped.await.unwrap();
    }));
    let mut idle = TcpStream::connect(address).await.unwrap();
    let request = format!("GET /healthz HTTP/1.1\r\nhost: {address}\r\n\r\n");
    idle.write_all(request.as_bytes()).await.unwrap();
    let answered = timeout(PATIENCE, read_until(&mut idle, "ok"));
    assert!(answered.await.unwrap().starts_with("HTTP/1.1 200"));
    let _silent = TcpStream::connect(address).await.unwrap();
    stop.send(()).unwrap();
    timeout(Duration::from_secs(5), serving)
        .await
        .expect("well before requests under way would have to end")
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn what_was_left_open_by_an_earlier_half_day_is_sealed_when_serving_begins() {
    let server = Server::commune().await;
    let sender = Sender {
        device: None,
        unit: COMMUNE.to_owned(),
        channel: Channel::Open,
    };
    let sheet = sheet();
    submit(&server.app, &sender, sheet.as_object().unwrap())
        .await
        .unwrap();
    server.set_time("2026-11-25T07:30:00+07:00");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    tokio::spawn(serve(server.app.clone(), listener, std::future::pending()));
    let sealed = timeout(PATIENCE, async {
        loop {
            let mut connection = server.app.store.read().await.unwrap();
            if batch::all_open(&mut connection).await.unwrap().is_empty() {
                break;
            }
        }
    });
    sealed.await.expect("sealed by itself");
}

#[tokio::test]
async fn a_connection_that_stays_silent_is_closed_and_one_in_mid_head_too() {
    let server = Server::commune().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let settings = Settings {
        head_deadline: Duration::from_millis(50),
        ..Settings::default()
    };
    tokio::spawn(serve_with(
        settings,
        server.app.clone(),
        listener,
        std::future::pending(),
    ));
    let answered = format!("GET /healthz HTTP/1.1\r\nhost: {address}\r\n\r\n");
    for (sent, why) in [
        ("", "nothing at all"),
        ("GET /healthz HTTP/1.1\r\nhost:", "half a head"),
        (
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "the beginning of HTTP/2",
        ),
        (answered.as_str(), "nothing after an answer"),
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(sent.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let closed = timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await;
        // Broken off or ended in order: either way the place is free again.
        assert!(closed.is_ok(), "{why}: the connection stays open");
    }
}
