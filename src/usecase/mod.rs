//! One verb per file; each owns its transaction.

pub mod accept_round;
pub mod add_own_units;
pub mod advance_report;
pub mod back_up;
pub mod carry_recordings;
pub mod check_fields;
pub mod check_health;
pub mod close_period;
pub mod collect_tallies;
pub mod compose_report;
pub mod compute_results;
pub mod count_accepted;
pub mod count_half_days;
pub mod count_sealed;
pub mod create_bundle;
pub mod describe_unit;
pub mod enrol_device;
pub mod exchange_letter;
pub mod export_answers;
pub mod export_file;
pub mod find_main_form;
pub mod find_rotation;
pub mod find_round;
pub mod find_unit;
pub mod follow_progress;
pub mod follow_quarters;
pub mod follow_report;
pub mod hide_comment;
pub mod import_dossiers;
pub mod import_references;
pub mod init_node;
pub mod invite_device;
pub mod issue_paper;
pub mod issue_token;
pub mod judge_quality;
pub mod keep_clip;
pub mod keep_plan;
mod keep_snapshot;
pub mod key_paper;
pub mod list_coverage;
pub mod list_references;
pub mod list_reports;
pub mod list_rounds;
pub mod list_submissions;
pub mod manage_account;
pub mod memory;
pub mod merge_bundle;
pub mod open_node;
pub mod open_rescue;
pub mod open_round;
pub mod overview_province;
pub mod permit;
pub mod plan_improvement;
pub mod prepare_confirmation;
pub mod print_report;
pub mod print_vouchers;
pub mod publish_results;
pub mod rank_units;
pub mod read_published;
pub mod record_event;
pub mod redeem_invitation;
pub mod release_comments;
pub mod release_results;
pub mod remind_unit;
pub mod report_device;
pub mod reset_pin;
pub mod seal_batch;
pub mod set_report;
pub mod sign_in;
pub mod sign_off_language;
pub mod simulate;
pub mod snapshot_results;
pub mod store_paper;
pub mod submit_sheet;
pub mod switch_open_page;
pub mod trust_key;
pub mod verify_node;
pub mod warm_results;
pub mod watch_reports;
pub mod withdraw_bundle;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use self::judge_quality::JudgedMonths;
use self::overview_province::Overviews;
use self::release_results::{ReleasedResults, UnitReleases};
use crate::clock::Clock;
use crate::domain::service_field::Services;
use crate::domain::unit::{Edition, Level, UnitCode};
use crate::forms::catalog::Catalog;
use crate::forms::methods::Methods;
use crate::intake::Intake;
use crate::storage::{StorageError, Store};

/// Everything a use case may need. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The database.
    pub store: Store,
    /// The way answers reach it.
    pub intake: Intake,
    /// Every form version.
    pub catalog: Catalog,
    /// Every method.
    pub methods: Arc<Methods>,
    /// The service fields.
    pub services: Arc<Services>,
    /// The time.
    pub clock: Clock,
    /// What this node is.
    pub node: Arc<Node>,
    /// The data folder.
    pub data_dir: Arc<PathBuf>,
    /// Results released lately.
    pub counted: Arc<ReleasedResults>,
    /// Overviews shown lately.
    pub overviews: Arc<Overviews>,
    /// Those of single units, which last longer.
    pub released: Arc<UnitReleases>,
    /// What was said lately of the quality of units' months.
    pub judged: Arc<JudgedMonths>,
}

/// What a node is: the unit it was made for, and its key.
pub struct Node {
    /// A commune or a province.
    pub unit: UnitCode,
    /// Ed25519 secret key.
    pub signing_key: [u8; 32],
    /// Whether its answers were made up, which every desk then says.
    pub simulated: bool,
}

impl Node {
    /// Whether this is a province node, which merges the bundles of its communes.
    #[must_use]
    pub fn is_province(&self) -> bool {
        self.unit.level() == Level::Province
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Node")
            .field("unit", &self.unit)
            .finish_non_exhaustive()
    }
}

impl App {
    /// The edition of unit codes in force today.
    #[must_use]
    pub fn edition(&self) -> Edition {
        Edition::in_force_on(self.clock.now_local().date())
    }

    /// Today as ISO text.
    #[must_use]
    pub fn today(&self) -> String {
        self.clock.now_local().date().to_string()
    }
}

/// Why a use case did not do what was asked.
#[derive(Debug)]
pub enum UsecaseError {
    /// The database.
    Storage(StorageError),
    /// A file or folder.
    File(std::io::Error),
    /// The folder was used before.
    FolderUsed,
    /// Another `serve` has the folder.
    FolderServed,
    /// No unit of that code, or one out of reach.
    UnknownUnit(String),
    /// The unit exists, and this node does not collect for it.
    NotCollected(String),
    /// The name is taken.
    NameTaken(String),
    /// Nothing of that name or id.
    NotFound(String),
    /// The account's role does not do this.
    Forbidden,
    /// A value that cannot be: what is wrong, in words, English then Vietnamese.
    Invalid(Invalid),
    /// Form, method, service or unit files that cannot be used, each with its reason.
    Files(Vec<Invalid>),
}

/// What is wrong with a value, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl fmt::Display for UsecaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Storage(_) => f.write_str("storage failed"),
            Self::File(_) => f.write_str("file cannot be used"),
            Self::FolderUsed => f.write_str("folder is used already"),
            Self::FolderServed => f.write_str("folder is being served already"),
            Self::UnknownUnit(code) => write!(f, "no unit {code:?}"),
            Self::NotCollected(code) => write!(f, "this node does not collect for unit {code:?}"),
            Self::NameTaken(name) => write!(f, "name {name:?} is taken"),
            Self::NotFound(id) => write!(f, "nothing called {id:?}"),
            Self::Forbidden => f.write_str("this account may not do that"),
            Self::Invalid(invalid) => f.write_str(&invalid.en),
            Self::Files(problems) => {
                let words: Vec<&str> = problems.iter().map(|it| it.en.as_str()).collect();
                f.write_str(&words.join("; "))
            }
        }
    }
}

impl UsecaseError {
    /// Whether nothing is wrong but the time: the database was busy, and the same may be tried
    /// again later.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        // SQLite's primary result codes; the extended ones carry them in their lowest byte.
        const BUSY: i64 = 5;
        const LOCKED: i64 = 6;
        let Self::Storage(StorageError::Database(error)) = self else {
            return false;
        };
        let code = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code);
        let code = code.and_then(|code| code.parse::<i64>().ok());
        matches!(error, sqlx::Error::PoolTimedOut)
            || matches!(code.map(|code| code & 0xff), Some(BUSY | LOCKED))
    }
}

impl std::error::Error for UsecaseError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Storage(error) => Some(error),
            Self::File(error) => Some(error),
            Self::FolderUsed
            | Self::FolderServed
            | Self::UnknownUnit(_)
            | Self::NotCollected(_)
            | Self::NameTaken(_)
            | Self::NotFound(_)
            | Self::Forbidden
            | Self::Invalid(_)
            | Self::Files(_) => None,
        }
    }
}

impl From<StorageError> for UsecaseError {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl From<std::io::Error> for UsecaseError {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}

/// Random bytes from the operating system.
///
/// # Errors
/// When the system has none.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], StorageError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| StorageError::NoRandom(error.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use sqlx::sqlite::SqliteConnectOptions;
    use sqlx::{Connection as _, Executor as _, SqliteConnection};

    use super::*;

    #[tokio::test]
    async fn a_database_that_is_written_to_is_busy_and_one_that_is_broken_is_not() {
        let folder = tempfile::TempDir::new().unwrap();
        let options = SqliteConnectOptions::new()
            .filename(folder.path().join("a.db"))
            .create_if_missing(true)
            .busy_timeout(std::time::Duration::ZERO);
        let mut holder = SqliteConnection::connect_with(&options).await.unwrap();
        let mut comer = SqliteConnection::connect_with(&options).await.unwrap();
        holder.execute("begin immediate").await.unwrap();
        let refused = comer.execute("begin immediate").await.unwrap_err();
        holder.execute("rollback").await.unwrap();
        let broken = comer.execute("select 1 from nowhere").await.unwrap_err();
        for (error, is_busy, why) in [
            (refused, true, "another writes"),
            (sqlx::Error::PoolTimedOut, true, "every connection is taken"),
            (broken, false, "there is no such table"),
            (sqlx::Error::PoolClosed, false, "the program ends"),
        ] {
            assert_eq!(
                UsecaseError::from(StorageError::from(error)).is_busy(),
                is_busy,
                "{why}"
            );
        }
    }
}
