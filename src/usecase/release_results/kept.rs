//! Released results, kept for as long as nothing changes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::period::Period;
use crate::storage::{StorageError, answer, batch, event};
use crate::usecase::App;
use crate::usecase::compute_results::Counted;

/// Units of all results kept together: a province of 124 units in thirteen periods, some 80 MB.
const MOST_UNITS: usize = 1_600;

/// Results released lately, by unit and period.
#[derive(Debug, Default)]
pub struct Kept(Mutex<BTreeMap<Asked, (Version, Arc<Counted>)>>);

/// A unit, by its code, and a period.
pub(super) type Asked = (String, Period);

impl Kept {
    pub(super) fn find(&self, asked: &Asked, version: &Version) -> Option<Arc<Counted>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, counted) = kept.get(asked)?;
        (known == version).then(|| Arc::clone(counted))
    }

    /// Keeps those of this version only, and not too many.
    pub(super) fn keep(&self, asked: Asked, version: Version, counted: Arc<Counted>) {
        let size = |counted: &Counted| counted.found.counted().len();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (known, _)| *known == version);
        let mut n_units: usize = kept.values().map(|(_, it)| size(it)).sum();
        while n_units + size(&counted) > MOST_UNITS {
            let Some((_, (_, old))) = kept.pop_first() else {
                break;
            };
            n_units -= size(&old);
        }
        kept.insert(asked, (version, counted));
    }
}

/// Equal versions, equal figures: answers are only ever added, to open batches that are sealed;
/// whatever else changes a figure is an event; and dossiers are known up to a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::usecase) struct Version {
    n_sealed: u64,
    n_open: u64,
    last_change: i64,
    today: String,
}

pub(in crate::usecase) async fn version(app: &App) -> Result<Version, StorageError> {
    let mut connection = app.store.read().await?;
    let mut snapshot = sqlx::Connection::begin(&mut *connection)
        .await
        .map_err(StorageError::from)?;
    let open = batch::all_open(&mut snapshot).await?;
    let open: Vec<_> = open.iter().map(|row| (&row.unit, row.number)).collect();
    let open = serde_json::json!(open).to_string();
    Ok(Version {
        n_sealed: batch::n_sealed(&mut snapshot).await?,
        n_open: answer::n_in(&mut snapshot, &open).await?,
        last_change: event::last_change(&mut snapshot).await?,
        today: app.today(),
    })
}
