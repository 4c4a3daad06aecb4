//! A real node in a real folder, with a clock the test moves.

use hailong::clock::Clock;
use hailong::domain::form::Channel;
use hailong::domain::period::Period;
use hailong::domain::results::ResultRow;
use hailong::usecase::App;
use hailong::usecase::compute_results::{Query, compute};
use hailong::usecase::submit_sheet::{Receipt, Sender, SubmitError, submit};
use hailong::usecase::{enrol_device, init_node, open_node};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use uuid::Uuid;

/// A commune node at Nấm Dẩn with one tablet.
pub(crate) struct Node {
    pub(crate) folder: TempDir,
    pub(crate) clock: Clock,
    pub(crate) app: App,
    pub(crate) sender: Sender,
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

impl Node {
    pub(crate) async fn at(now: &str) -> Self {
        let folder = TempDir::new().expect("a folder");
        let clock = Clock::fixed(at(now));
        init_node::init(folder.path(), "01141", None, &clock)
            .await
            .expect("a new node");
        let app = open_node::open(folder.path(), clock.clone())
            .await
            .expect("an open node")
            .app;
        let device = enrol_device::enrol(&app, "quầy 1", "01141", Channel::Tablet).await;
        let sender = Sender {
            device: Some(device.expect("a device").id),
            unit: "01141".to_owned(),
            channel: Channel::Tablet,
        };
        Self {
            folder,
            clock,
            app,
            sender,
        }
    }

    pub(crate) async fn submit(&self, sheet: &Map<String, Value>) -> Result<Receipt, SubmitError> {
        submit(&self.app, &self.sender, sheet).await
    }

    pub(crate) async fn headline(&self, period: &str) -> ResultRow {
        let query = Query {
            unit: "01141",
            period: Period::parse(period).expect("a period"),
            form: Some("hai-long-quay@1"),
            method: None,
            by: None,
        };
        let scope = hailong::domain::account::Scope::of_shell();
        let rows = compute(&self.app, &scope, query).await.expect("rows");
        rows.into_iter().next().expect("a headline")
    }
}

/// A sheet of the counter form with a new id.
pub(crate) fn sheet(collected_at: &str, overall: u8) -> Map<String, Value> {
    let sheet = json!({
        "id": Uuid::new_v4().to_string(),
        "form": "hai-long-quay@1",
        "collected_at": collected_at,
        "answers": {"muc-dich": "nop-ho-so", "chung": overall, "tiep-can": 4},
    });
    sheet.as_object().expect("an object").clone()
}

/// The same sheet with one field changed.
pub(crate) fn with(sheet: &Map<String, Value>, field: &str, value: Value) -> Map<String, Value> {
    let mut changed = sheet.clone();
    changed.insert(field.to_owned(), value);
    changed
}
