//! Opens a data folder.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;

use tokio::task::JoinHandle;

use super::judge_quality::JudgedMonths;
use super::overview_province::Overviews;
use super::release_results::{ReleasedResults, UnitReleases};
use super::{App, Invalid, Node, UsecaseError};
use crate::clock::Clock;
use crate::config::Language;
use crate::domain::unit::UnitCode;
use crate::forms::catalog::Catalog;
use crate::forms::methods::Methods;
use crate::forms::{Problem, services};
use crate::intake::{Intake, Writer};
use crate::storage::{FILE_NAME, StorageError, Store, form_version, node};

/// Results kept at most while nothing is written.
const MOST_COUNTED: usize = 64;

/// Overviews kept at most while nothing is written.
const MOST_OVERVIEWS: usize = 8;

/// Released results kept at most: a province of 124 units in thirty periods.
const MOST_RELEASED: usize = 4_000;

/// Judged months kept at most: a year of a thousand units.
const MOST_JUDGED: usize = 12_000;

/// An open node and the task that writes its answers.
#[derive(Debug)]
pub struct Opened {
    /// What use cases need.
    pub app: App,
    /// Ends once every [`App`] is dropped and all that waited is on disk.
    pub writer: JoinHandle<()>,
}

/// Opens the folder: database, forms (the program's and the folder's own), methods, services.
///
/// # Errors
/// When there is no node in it, when a form changed without a new version, or when the disk
/// refuses.
pub async fn open(data_dir: &Path, clock: Clock) -> Result<Opened, UsecaseError> {
    let store = Store::open(&data_dir.join(FILE_NAME)).await?;
    let writer = Writer::Group(store.clone(), clock.clone());
    open_with(data_dir, clock, store, writer).await
}

/// Opens the folder with a writer of one's own, for `bench`.
///
/// # Errors
/// As for [`open`].
pub async fn open_with(
    data_dir: &Path,
    clock: Clock,
    store: Store,
    writer: Writer,
) -> Result<Opened, UsecaseError> {
    let catalog = Catalog::open(data_dir).map_err(|problems| unusable(&problems))?;
    let methods = Methods::shipped().map_err(|problems| unusable(&problems))?;
    let services = services::shipped().map_err(|problems| unusable(&problems))?;
    keep_promises(&store, &catalog).await?;
    let row = node::load(&mut *store.read().await?).await?;
    let unit = UnitCode::parse(&row.unit)
        .map_err(|error| StorageError::Corrupt(format!("node unit: {error}")))?;
    let (intake, writer) = Intake::start(writer);
    let app = App {
        store,
        intake,
        catalog,
        methods: Arc::new(methods),
        services: Arc::new(services),
        clock,
        node: Arc::new(Node {
            unit,
            signing_key: row.signing_key,
            simulated: row.simulated,
        }),
        data_dir: Arc::new(data_dir.to_owned()),
        counted: Arc::new(ReleasedResults::of(MOST_COUNTED)),
        overviews: Arc::new(Overviews::of(MOST_OVERVIEWS)),
        released: Arc::new(UnitReleases::of(MOST_RELEASED)),
        judged: Arc::new(JudgedMonths::of(MOST_JUDGED)),
    };
    Ok(Opened { app, writer })
}

/// Holds the folder for one `serve`; released when the file is dropped. Taken before the folder
/// is opened: opening brings the database up to date, and a `serve` of an older program that is
/// still running would not know what it has before it.
///
/// # Errors
/// [`StorageError::Missing`] when there is no node in it, [`UsecaseError::FolderServed`] when
/// another process holds it.
pub fn hold(data_dir: &Path) -> Result<File, UsecaseError> {
    if !data_dir.join(FILE_NAME).exists() {
        return Err(StorageError::Missing.into());
    }
    let file = File::create(data_dir.join("serve.lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(UsecaseError::FolderServed),
        Err(TryLockError::Error(error)) => Err(UsecaseError::File(error)),
    }
}

fn unusable(problems: &[Problem]) -> UsecaseError {
    let words = problems.iter().map(|problem| Invalid {
        vi: problem.describe(Language::Vi),
        en: problem.describe(Language::En),
    });
    UsecaseError::Files(words.collect())
}

/// Form versions that answers may refer to must be what they were; new ones are remembered.
async fn keep_promises(store: &Store, catalog: &Catalog) -> Result<(), UsecaseError> {
    let known = form_version::all(&mut *store.read().await?).await?;
    catalog.check_against(&known).map_err(|broken| {
        let words = broken.iter().map(|promise| Invalid {
            vi: promise.describe(Language::Vi),
            en: promise.describe(Language::En),
        });
        UsecaseError::Files(words.collect())
    })?;
    let is_known = |name: &str| known.iter().any(|(form, _)| form == name);
    let new: Vec<_> = catalog
        .all()
        .filter(|form| !is_known(&form.form_ref.to_string()))
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    let mut write = store.write().await?;
    for form in new {
        form_version::insert(write.connection(), &form.form_ref.to_string(), &form.hash).await?;
    }
    write.commit().await?;
    Ok(())
}
