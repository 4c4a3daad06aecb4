//! A province over a year: simulated answers in a folder, a server over it, and the built program.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use hailong::clock::{Clock, local_zone};
use hailong::domain::account::{Role, Scope};
use hailong::domain::form::{Channel, Form};
use hailong::domain::period::{Period, Span};
use hailong::domain::simulation::{Profile, Scenario, UnitPlan, simulate_unit};
use hailong::storage::unit::UnitRow;
use hailong::usecase::close_period::close;
use hailong::usecase::find_unit::find_today;
use hailong::usecase::issue_token::{TokenRole, issue};
use hailong::usecase::manage_account;
use hailong::usecase::seal_batch::seal_due;
use hailong::usecase::simulate::{Plan, fields, simulate};
use hailong::usecase::submit_sheet::{Sender, check, submit_all};
use hailong::usecase::{App, init_node, open_node, open_round};
use hailong::web::serve::serve;
use jiff::civil::{Weekday, date};
use reqwest::{Client, RequestBuilder, redirect::Policy};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::facts::{Of, Told};
use crate::rows::text;

/// Tuyên Quang.
pub(crate) const PROVINCE: &str = "08";

/// A month, a quarter and half a year, or a year, by either rule. The round is of one of them.
pub(crate) const PERIODS: [&str; 6] = [
    "2026-05", "2026-08b", "2026-Q2", "2026-Q3b", "2026-H1", "2026b",
];

/// Other channels than usual, another method, and fewer answers that are enough.
const ROUND: &str = r#"
id = "quy-3"
revision = 1
title = "Đợt khảo sát quý III năm 2026"
province = "08"
period = "2026-Q3b"
form = "hai-long-quay@1"
method = "diem"
channels = ["tablet", "qr", "paper"]
deadline = 2026-09-24
grace_days = 0
enough = { answers = 25, small_unit = 50 }
"#;

/// Of `hai-long-quay`, over the year, at the first units.
const N_SIMULATED: usize = 3;
const N_ANSWERS: usize = 4_000;
/// Of `sipas-xa`, in each half-month at each unit: some, none, too few; and at the last two, where
/// nobody answers the other form, many and too few.
const N_SURVEYED: [usize; 5] = [30, 0, 2, 90, 1];

pub(crate) struct Year {
    runtime: Runtime,
    app: App,
    client: Client,
    address: String,
    cookie: String,
    token: String,
    folder: PathBuf,
    /// The units with answers.
    units: Vec<String>,
    /// Codes of all units of the province, by name.
    named: BTreeMap<String, String>,
    /// Rows read before, by their address or command.
    read: Mutex<BTreeMap<String, Vec<Value>>>,
}

/// The year, made once: on a runtime of its own, which outlives each test.
pub(crate) fn year() -> &'static Year {
    static YEAR: LazyLock<Year> = LazyLock::new(|| {
        let runtime = Runtime::new().unwrap();
        let (app, folder, all) = runtime.block_on(make());
        let named = all
            .iter()
            .map(|unit| (unit.full_name.clone(), unit.code.clone()));
        let served = runtime.block_on(serve_to_a_reader(&app));
        Year {
            runtime,
            app,
            client: served.client,
            address: served.address,
            cookie: served.cookie,
            token: served.token,
            folder,
            named: named.collect(),
            units: all
                .iter()
                .take(N_SURVEYED.len())
                .map(|unit| unit.code.clone())
                .collect(),
            read: Mutex::default(),
        }
    });
    &YEAR
}

impl Year {
    /// Every place and period that is looked at: each unit with answers, then the province.
    pub(crate) fn places(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let codes = self.codes().chain([PROVINCE]);
        codes.flat_map(|code| PERIODS.map(|period| (code, period)))
    }

    /// The units with answers.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.units.iter().map(String::as_str)
    }

    /// The form versions that have answers.
    pub(crate) fn forms(&self) -> Vec<Arc<Form>> {
        let names = ["hai-long-quay@1", "sipas-xa@1"];
        let form = |name| Arc::clone(self.app.catalog.find(name).unwrap());
        names.map(form).into()
    }

    /// What the API tells of a unit that the province prints by this name or code: what it tells
    /// of the unit alone, and of other forms, which nobody answered there, that they have nobody.
    pub(crate) fn told_of(&self, unit: &str, period: &str) -> Told {
        let code = self.named.get(unit).map_or(unit, String::as_str);
        let folded = if unit.starts_with("Gộp") {
            "gop"
        } else {
            code
        };
        let of_province = self.told_by_unit(period).remove(folded);
        let mut told = of_province.unwrap_or_default();
        if self.codes().any(|known| known == code) {
            told.take_from(self.told((code, period)));
        }
        told
    }

    /// The forms of which rows are told.
    pub(crate) fn forms_of(&self, told: &Told) -> Vec<Arc<Form>> {
        let mut forms = self.forms();
        forms.retain(|form| told.ways.contains_key(&form.form_ref.to_string()));
        forms
    }

    /// A page or file, as an account of the province gets it.
    pub(crate) fn get(&self, path: &str) -> Vec<u8> {
        let request = self.client.get(format!("{}{path}", self.address));
        self.send(request.header("cookie", &self.cookie), path)
    }

    pub(crate) fn page(&self, path: &str) -> String {
        String::from_utf8(self.get(path)).unwrap()
    }

    /// What the built program prints.
    pub(crate) fn command(&self, arguments: &[&str]) -> Vec<u8> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hailong"));
        let command = command.env_clear().arg("--data").arg(&self.folder);
        let output = command.args(arguments).output().unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {words}");
        output.stdout
    }

    /// What the API tells.
    pub(crate) fn told(&self, (unit, period): (&str, &str)) -> Told {
        Told::of(&self.forms(), |by| {
            let by = asked("&by=", by);
            self.api(&format!("unit={unit}&period={period}{by}"))
        })
    }

    /// What the API tells of each unit in the breakdown by unit.
    pub(crate) fn told_by_unit(&self, period: &str) -> BTreeMap<String, Told> {
        let rows = self.api(&format!("unit={PROVINCE}&period={period}&by=unit"));
        let mut units: BTreeMap<String, Told> = BTreeMap::new();
        for row in rows {
            let unit = units.entry(text(&row["unit"])).or_default();
            unit.add(&[row], |_| Of::Headline);
        }
        units
    }

    /// What the command line tells, which is exact.
    pub(crate) fn exact(&self, (unit, period): (&str, &str)) -> Told {
        Told::of(&self.forms(), |by| {
            let by = asked(" --by ", by);
            let line = format!("results --unit {unit} --period {period} --format json{by}");
            let arguments: Vec<&str> = line.split(' ').collect();
            self.once(&line, || self.command(&arguments))
        })
    }

    fn api(&self, query: &str) -> Vec<Value> {
        let address = format!("{}/api/v1/results?{query}", self.address);
        let request = self.client.get(&address).bearer_auth(&self.token);
        self.once(&address, || self.send(request, query))
    }

    fn send(&self, request: RequestBuilder, path: &str) -> Vec<u8> {
        self.runtime.block_on(async {
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), 200, "{path}");
            response.bytes().await.unwrap().to_vec()
        })
    }

    fn once(&self, name: &str, body: impl FnOnce() -> Vec<u8>) -> Vec<Value> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = read.entry(name.to_owned()).or_insert_with(|| {
            let body: Value = serde_json::from_slice(&body()).unwrap();
            body["rows"].as_array().unwrap().clone()
        });
        rows.clone()
    }
}

/// The breakdown as it is asked for; nothing for the headline.
fn asked(name: &str, by: Option<&str>) -> String {
    by.map(|by| format!("{name}{by}")).unwrap_or_default()
}

/// Both forms' answers, each handed in at its time; then every span is closed.
async fn make() -> (App, PathBuf, Vec<UnitRow>) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("equality");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    let clock = Clock::fixed("2027-01-20T09:00:00+07:00".parse().unwrap());
    init_node::init(&folder, PROVINCE, None, &clock)
        .await
        .unwrap();
    let app = open_node::open(&folder, clock.clone()).await.unwrap().app;
    open_round::open(&app, "quy-3.toml", ROUND, "shell")
        .await
        .unwrap();
    let found = find_today(&app, &Scope::of_shell(), PROVINCE)
        .await
        .unwrap();
    let first = found.below.iter().take(N_SURVEYED.len());
    let codes: Vec<String> = first.map(|unit| unit.code.clone()).collect();
    let plan = Plan {
        units: &codes[..N_SIMULATED],
        n_answers: N_ANSWERS,
        first_day: date(2026, 1, 1),
        last_day: date(2026, 12, 31),
        profile: Profile::Stuffed { percent: 5 },
        seed: 2026,
    };
    simulate(&app, &plan, &mut |_| {}).await.unwrap();
    let now = app.clock.now();
    let whole = Period::parse("2026").unwrap();
    for span in whole.spans() {
        survey(&app, &codes, span).await;
    }
    app.clock.set(now);
    seal_due(&app).await.unwrap();
    for unit in &found.below {
        close(&app, &unit.code, whole).await.unwrap();
    }
    (app, folder, found.below)
}

/// The second form, on one day of the half-month.
async fn survey(app: &App, codes: &[String], span: Span) {
    let day = span.to().tomorrow().unwrap();
    let day = day.nth_weekday(-1, Weekday::Wednesday).unwrap();
    let evening = local_zone().to_timestamp(day.at(20, 0, 0, 0));
    app.clock.set(evening.unwrap());
    let scenario = Scenario {
        form: app.catalog.find("sipas-xa@1").unwrap(),
        services: &[],
        profile: Profile::Honest,
        seed: 1001,
    };
    let mut ready = Vec::new();
    for ((unit, n_sheets), unit_index) in codes.iter().zip(N_SURVEYED).zip(0..) {
        let plan = UnitPlan {
            // Every day has people of its own.
            unit_index: unit_index + 10 * u32::try_from(day.day_of_year()).unwrap(),
            n_sheets,
            first_day: day,
            last_day: day,
        };
        for sheet in simulate_unit(&scenario, &plan) {
            let sender = Sender {
                device: None,
                unit: unit.clone(),
                channel: match sheet.channel {
                    Channel::Assisted => Channel::Tablet,
                    Channel::Tablet | Channel::Qr | Channel::Paper | Channel::Open => sheet.channel,
                },
            };
            ready.push(check(app, &sender, &fields(&sheet, "sipas-xa@1")).unwrap());
        }
    }
    for receipt in submit_all(app, ready).await {
        receipt.unwrap();
    }
}

/// Where the year is served, and who reads it.
struct Served {
    client: Client,
    address: String,
    cookie: String,
    token: String,
}

async fn serve_to_a_reader(app: &App) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(app.clone(), listener, std::future::pending()));
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let (name, password) = ("tinh", "mật khẩu dài");
    manage_account::add(app, name, Role::Province, PROVINCE, password)
        .await
        .unwrap();
    let fields = [("name", name), ("password", password), ("next", "")];
    let request = client.post(format!("{address}/dang-nhap")).form(&fields);
    let response = request.send().await.unwrap();
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let token = issue(app, "máy tính", TokenRole::Api, PROVINCE)
        .await
        .unwrap()
        .token;
    Served {
        client,
        address,
        cookie,
        token,
    }
}
