//! A server on a port of its own, over a folder of its own.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use hailong::clock::Clock;
use hailong::domain::account::{Role, Scope};
use hailong::domain::form::Channel;
use hailong::domain::period::Period;
use hailong::domain::results::{By, ResultRow};
use hailong::forms::rounds::parse_round;
use hailong::storage::FILE_NAME;
use hailong::storage::round::{self, RoundRow};
use hailong::usecase::compute_results::{Query, compute};
use hailong::usecase::enrol_device::{self, Enrolled};
use hailong::usecase::issue_token::{self, TokenRole};
use hailong::usecase::manage_account;
use hailong::usecase::{App, init_node, open_node};
use hailong::web::serve::serve;
use jiff::Timestamp;
use reqwest::{Client, RequestBuilder, Response, redirect::Policy};
use serde_json::Value;
use sqlx::{Connection as _, SqliteConnection};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::OnceCell;

/// The commune Nấm Dẩn.
pub(crate) const COMMUNE: &str = "01141";
/// Its neighbour Quảng Nguyên.
pub(crate) const NEIGHBOUR: &str = "01144";
/// Their province, Tuyên Quang.
pub(crate) const PROVINCE: &str = "08";
/// A morning in the last reporting quarter of 2026.
pub(crate) const MORNING: &str = "2026-11-24T09:30:00+07:00";
/// The password of every account here.
pub(crate) const PASSWORD: &str = "mật khẩu dài";

/// A running server, and hands inside it.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) app: App,
    pub(crate) clock: Clock,
    /// Follows nothing and keeps no cookie.
    pub(crate) client: Client,
    folder: TempDir,
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

impl Server {
    /// A commune node in the morning.
    pub(crate) async fn commune() -> Self {
        Self::of(COMMUNE, MORNING).await
    }

    /// Takes a round in as one received today, whoever signed it.
    pub(crate) async fn hold_round(&self, body: &str) {
        let round = parse_round("round", body).expect("a round");
        let row = RoundRow {
            id: round.id,
            revision: round.revision,
            province: round.province,
            period: round.period.to_string(),
            body: body.to_owned(),
            public_key: [1; 32],
            signature: [2; 64],
            received_on: self.app.today(),
        };
        let mut write = self.app.store.write().await.expect("a transaction");
        round::put(write.connection(), &row).await.expect("kept");
        write.commit().await.expect("committed");
    }

    /// A node of that unit at that time.
    pub(crate) async fn of(unit: &str, now: &str) -> Self {
        let folder = TempDir::new().expect("a folder");
        let clock = Clock::fixed(at(now));
        std::fs::copy(new_node(unit).await, folder.path().join(FILE_NAME)).expect("a new node");
        let opened = open_node::open(folder.path(), clock.clone())
            .await
            .expect("an open node");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let served = serve(opened.app.clone(), listener, std::future::pending());
        tokio::spawn(served);
        let client = Client::builder()
            .redirect(Policy::none())
            .build()
            .expect("a client");
        Self {
            address,
            app: opened.app,
            clock,
            client,
            folder,
        }
    }

    /// Where the database lies.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn set_time(&self, now: &str) {
        self.clock.set(at(now));
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        sent(self.client.get(self.url(path))).await
    }

    /// A tablet of the commune.
    pub(crate) async fn tablet(&self) -> Enrolled {
        self.device(COMMUNE, Channel::Tablet).await
    }

    pub(crate) async fn device(&self, unit: &str, channel: Channel) -> Enrolled {
        enrol_device::enrol(&self.app, "quầy 1", unit, channel)
            .await
            .expect("a device")
    }

    pub(crate) async fn token(&self, role: TokenRole, unit: &str) -> String {
        issue_token::issue(&self.app, "máy tính", role, unit)
            .await
            .expect("a token")
            .token
    }

    /// Posts a body as a device does.
    pub(crate) async fn post(&self, token: &str, body: impl ToString) -> Response {
        sent(self.request(token).body(body.to_string())).await
    }

    /// A post of one answer, to be changed before it is sent.
    pub(crate) fn request(&self, token: &str) -> RequestBuilder {
        self.client
            .post(self.url("/api/v1/responses"))
            .bearer_auth(token)
            .header("content-type", "application/json")
    }

    /// Adds an account and signs it in; the cookie it got.
    pub(crate) async fn signed_in(&self, name: &str, role: Role, unit: &str) -> String {
        self.account(name, role, unit).await;
        let response = self.sign_in(name, PASSWORD).await;
        assert_eq!(response.status(), 303, "{name} is let in");
        cookie(&response).expect("a cookie")
    }

    pub(crate) async fn account(&self, name: &str, role: Role, unit: &str) {
        manage_account::add(&self.app, name, role, unit, PASSWORD)
            .await
            .expect("an account");
    }

    pub(crate) async fn sign_in(&self, name: &str, password: &str) -> Response {
        let fields = [("name", name), ("password", password), ("next", "")];
        sent(self.client.post(self.url("/dang-nhap")).form(&fields)).await
    }

    /// Gets a page as the session of `cookie`.
    pub(crate) async fn get_as(&self, cookie: &str, path: &str) -> Response {
        sent(self.client.get(self.url(path)).header("cookie", cookie)).await
    }

    /// Rows of a unit as the library computes them, nothing folded.
    pub(crate) async fn rows(
        &self,
        (unit, period): (&str, &str),
        form: Option<&str>,
        by: Option<By>,
    ) -> Vec<ResultRow> {
        let query = Query {
            unit,
            period: Period::parse(period).expect("a period"),
            form,
            method: None,
            by,
        };
        let rows = compute(&self.app, &Scope::of_shell(), query).await;
        rows.expect("rows")
    }

    /// The headline of a unit.
    pub(crate) async fn headline(&self, unit: &str, period: &str) -> Option<ResultRow> {
        let rows = self.rows((unit, period), Some("hai-long-quay@1"), None);
        rows.await.into_iter().next()
    }

    /// Runs a statement in the server's database, as trouble from outside.
    pub(crate) async fn run(&self, statement: &'static str) {
        let file = self.folder.path().join(FILE_NAME);
        let mut other = SqliteConnection::connect(&format!("sqlite:{}", file.display()))
            .await
            .expect("the file");
        sqlx::query(statement)
            .execute(&mut other)
            .await
            .expect("done");
    }

    /// The one value of a statement on the server's database, as text.
    pub(crate) async fn text_of(&self, statement: &'static str) -> String {
        let file = self.folder.path().join(FILE_NAME);
        let mut other = SqliteConnection::connect(&format!("sqlite:{}", file.display()))
            .await
            .expect("the file");
        let wrapped = format!("select cast(({statement}) as text)");
        sqlx::query_scalar(sqlx::AssertSqlSafe(wrapped))
            .fetch_one(&mut other)
            .await
            .expect("a value")
    }

    /// Signs an account in once more.
    pub(crate) async fn signed_in_again(&self, name: &str) -> String {
        let response = self.sign_in(name, PASSWORD).await;
        cookie(&response).expect("a cookie")
    }

    /// Sheets stored, by whichever channel, late ones apart.
    pub(crate) async fn n_stored(&self) -> u64 {
        let rows = self.rows((COMMUNE, "2026"), None, Some(By::Channel)).await;
        rows.iter().map(|row| row.n).sum()
    }
}

/// The database of a new node, made once for all tests: its unit lists take a while.
async fn new_node(unit: &str) -> &'static Path {
    static COMMUNE_NODE: OnceCell<PathBuf> = OnceCell::const_new();
    static PROVINCE_NODE: OnceCell<PathBuf> = OnceCell::const_new();
    let node = if unit == PROVINCE {
        &PROVINCE_NODE
    } else {
        &COMMUNE_NODE
    };
    let made = node.get_or_init(|| async {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("http-{unit}"));
        if folder.exists() {
            std::fs::remove_dir_all(&folder).expect("the folder of an earlier run");
        }
        let clock = Clock::fixed(at(MORNING));
        init_node::init(&folder, unit, None, &clock)
            .await
            .expect("a new node");
        folder.join(FILE_NAME)
    });
    made.await
}

/// Sends a request; nothing but an answer will do.
pub(crate) async fn sent(request: RequestBuilder) -> Response {
    request.send().await.expect("an answer")
}

pub(crate) async fn json(response: Response) -> Value {
    response.json().await.expect("a body of JSON")
}

pub(crate) async fn text(response: Response) -> String {
    response.text().await.expect("a body of text")
}

pub(crate) fn header(response: &Response, name: &str) -> String {
    let value = response.headers().get(name);
    value.map_or(String::new(), |value| {
        value.to_str().expect("a plain header").to_owned()
    })
}

/// The session cookie an answer sets, as it is sent back.
pub(crate) fn cookie(response: &Response) -> Option<String> {
    let set = header(response, "set-cookie");
    let pair = set.split(';').next()?.to_owned();
    (!pair.is_empty()).then_some(pair)
}

/// `(field, code)` of every problem.
pub(crate) fn problems(body: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = body["problems"].as_array().cloned().unwrap_or_default();
    list.iter()
        .map(|problem| (text(&problem["field"]), text(&problem["code"])))
        .collect()
}
