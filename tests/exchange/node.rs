//! Real nodes in real folders, with clocks the tests move.

use std::path::{Path, PathBuf};

use hailong::clock::Clock;
use hailong::domain::account::Scope;
use hailong::domain::form::Channel;
use hailong::domain::merge::Outcome;
use hailong::domain::period::Period;
use hailong::domain::results::By;
use hailong::storage::FILE_NAME;
use hailong::usecase::compute_results::{Query, compute};
use hailong::usecase::create_bundle::create;
use hailong::usecase::export_file::Asked;
use hailong::usecase::list_reports::{Source, standings};
use hailong::usecase::merge_bundle::{Handed, MergeLine, Mode, merge};
use hailong::usecase::submit_sheet::{Sender, submit};
use hailong::usecase::trust_key::{own_key_text, trust};
use hailong::usecase::verify_node::verify;
use hailong::usecase::{App, enrol_device, init_node, open_node};
use serde_json::{Map, Value, json};
use sqlx::Connection as _;
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// Tuyên Quang.
pub(crate) const PROVINCE: &str = "08";
/// Nấm Dẩn.
pub(crate) const NAM_DAN: &str = "01141";
/// Another commune of the province.
pub(crate) const NEIGHBOUR: &str = "01144";

/// A day on which November's first half is still open.
pub(crate) const NOW: &str = "2026-11-20T09:30:00+07:00";

pub(crate) struct Node {
    pub(crate) folder: TempDir,
    pub(crate) clock: Clock,
    pub(crate) app: App,
}

impl Node {
    /// A node of that unit with a key of its own.
    pub(crate) async fn of(unit: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join(FILE_NAME);
        std::fs::copy(new_node().await, &file).unwrap();
        let clock = Clock::fixed(NOW.parse().unwrap());
        let key = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
        let path = format!("sqlite:{}", file.display());
        let mut hand = sqlx::SqliteConnection::connect(&path).await.unwrap();
        sqlx::query("update node set unit = ?1, signing_key = ?2")
            .bind(unit)
            .bind(key)
            .execute(&mut hand)
            .await
            .unwrap();
        hand.close().await.unwrap();
        let app = open_node::open(folder.path(), clock.clone())
            .await
            .unwrap()
            .app;
        Self { folder, clock, app }
    }

    pub(crate) fn set(&self, now: &str) {
        self.clock.set(now.parse().unwrap());
    }

    /// Takes sheets from a new tablet of `unit`.
    pub(crate) async fn take(&self, unit: &str, sheets: &[Map<String, Value>]) {
        let device = enrol_device::enrol(&self.app, "quầy", unit, Channel::Tablet)
            .await
            .unwrap();
        let sender = Sender {
            device: Some(device.id),
            unit: unit.to_owned(),
            channel: Channel::Tablet,
        };
        for sheet in sheets {
            submit(&self.app, &sender, sheet).await.unwrap();
        }
    }

    pub(crate) async fn bundle(&self, unit: &str, period: &str) -> Vec<u8> {
        let asked = Asked {
            unit,
            period: Period::parse(period).unwrap(),
        };
        create(&self.app, &Scope::of_shell(), asked).await.unwrap()
    }

    /// A province that trusts these communes.
    pub(crate) async fn province(communes: &[(&str, &Self)]) -> Self {
        let province = Self::of(PROVINCE).await;
        for (unit, node) in communes {
            trust(&province.app, unit, &own_key_text(&node.app))
                .await
                .unwrap();
        }
        province
    }

    pub(crate) async fn merge_line(&self, bytes: &[u8], mode: Mode) -> MergeLine {
        let scope = Scope::of_shell();
        let handed = Handed {
            bytes: bytes.to_vec(),
            scope: &scope,
            actor: "shell",
            mode,
        };
        merge(&self.app, handed).await.unwrap()
    }

    pub(crate) async fn merge(&self, bytes: &[u8]) -> (Outcome, Vec<&'static str>) {
        let line = self.merge_line(bytes, Mode::Merge).await;
        (
            line.outcome,
            line.problems
                .iter()
                .map(|problem| problem.fault.code())
                .collect(),
        )
    }

    /// Everything anybody can ask about the province in a period.
    pub(crate) async fn rows(&self, unit: &str, period: &str) -> Vec<Value> {
        let every = [
            By::Unit,
            By::Section,
            By::Question,
            By::Channel,
            By::Month,
            By::Service,
        ];
        let mut all = Vec::new();
        for by in [None].into_iter().chain(every.map(Some)) {
            let query = Query {
                unit,
                period: Period::parse(period).unwrap(),
                form: None,
                method: None,
                by,
            };
            let rows = compute(&self.app, &Scope::of_shell(), query).await.unwrap();
            all.extend(rows.into_iter().map(|row| json!(row)));
        }
        all
    }

    /// Sheets in the province's or unit's first row; 0 where there is none.
    pub(crate) async fn n(&self, unit: &str, period: &str) -> u64 {
        let rows = self.rows(unit, period).await;
        rows.first().map_or(0, |row| row["n"].as_u64().unwrap())
    }

    pub(crate) async fn standing(&self, unit: &str, period: &str) -> Source {
        let period = Period::parse(period).unwrap();
        let all = standings(&self.app, &Scope::of_shell(), PROVINCE, period)
            .await
            .unwrap();
        all.into_iter()
            .find(|standing| standing.unit == unit)
            .unwrap()
            .source
    }

    /// What `hailong verify` finds.
    pub(crate) async fn differences(&self) -> Vec<String> {
        verify(&self.app).await.unwrap().differences
    }
}

/// The database of a new node, made once for all tests: its unit lists take a while.
async fn new_node() -> &'static Path {
    static NEW: OnceCell<PathBuf> = OnceCell::const_new();
    let made = NEW.get_or_init(|| async {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("exchange");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).unwrap();
        }
        let clock = Clock::fixed(NOW.parse().unwrap());
        init_node::init(&folder, PROVINCE, None, &clock)
            .await
            .unwrap();
        folder.join(FILE_NAME)
    });
    made.await
}

/// Sheets of two forms that differ by a fixed rule, collected on `day` of November.
pub(crate) fn sheets(day: u8, count: usize) -> Vec<Map<String, Value>> {
    let at = format!("2026-11-{day:02}T09:00:00+07:00");
    sheets_at(&at, count)
}

pub(crate) fn sheets_at(collected_at: &str, count: usize) -> Vec<Map<String, Value>> {
    let level = |i: usize| [5, 4, 4, 3, 5, 2, 1, 4, 5][i % 9];
    let sheet = |i: usize| {
        let id = Uuid::new_v4().to_string();
        let sheet = if i % 4 == 3 {
            json!({
                "id": id, "form": "mot-cau@1", "collected_at": collected_at,
                "answers": {"chung": (level(i))},
            })
        } else {
            json!({
                "id": id, "form": "hai-long-quay@1", "collected_at": collected_at,
                "service": (["ho-tich", "dat-dai"][i % 2]),
                "answers": {
                    "muc-dich": (["nop-ho-so", "nhan-ket-qua"][i % 2]),
                    "chung": level(i), "tiep-can": level(i * 3 + 1), "cong-chuc": level(i * 5 + 2),
                    "phan-anh": "chua-gui",
                },
            })
        };
        sheet.as_object().unwrap().clone()
    };
    (0..count).map(sheet).collect()
}
