//! Takes in published figures from a file: the whole file, or nothing of it.

use std::collections::BTreeMap;

use serde_json::json;

use super::import_dossiers::ImportError;
use super::list_references::parse;
use super::record_event::{Act, record};
use super::{App, UsecaseError};
use crate::domain::reference::Published;
use crate::domain::unit::Edition;
use crate::exchange::references::{Known, read};
use crate::storage::{reference, unit};

/// The most bytes one file may have.
pub const MOST_BYTES: usize = 1024 * 1024;

/// What became of the figures of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// New ones.
    pub added: usize,
    /// Those put in the place of another figure, rank or source.
    pub changed: usize,
    /// Those that were there already.
    pub same: usize,
}

/// Reads the file and stores what is new in it. `actor` is the account, or `shell`.
///
/// # Errors
/// [`ImportError::Problems`] with every problem; nothing is stored then.
pub async fn import(app: &App, actor: &str, bytes: &[u8]) -> Result<Imported, ImportError> {
    let known = Known {
        provinces: &provinces(app).await?,
        this_year: app.clock.now_local().year(),
    };
    let figures = read(bytes, &known).map_err(ImportError::Problems)?;
    let mut write = app.store.write().await?;
    let mut kept = BTreeMap::new();
    for row in reference::all(write.connection()).await? {
        let figure = parse(&row)?;
        kept.insert(key(&figure), figure);
    }
    let mut imported = Imported::default();
    let mut rows = Vec::new();
    for figure in &figures {
        let count = match kept.get(&key(figure)) {
            // Compared by digits: 88.4 and 88.40 are the same value, published differently.
            Some(old) if old == figure && old.value.decimals() == figure.value.decimals() => {
                imported.same += 1;
                continue;
            }
            Some(_) => &mut imported.changed,
            None => &mut imported.added,
        };
        *count += 1;
        rows.push(json!([
            figure.instrument.as_str(),
            figure.edition.as_str(),
            figure.unit,
            figure.year,
            figure.value.to_string(),
            figure.rank,
            figure.n_provinces,
            figure.source,
        ]));
    }
    if rows.is_empty() {
        return Ok(imported);
    }
    let day = app.today();
    let rows = serde_json::Value::from(rows).to_string();
    reference::put_all(write.connection(), (actor, &day), &rows).await?;
    let act = Act {
        day: &day,
        actor,
        action: "reference-import",
        subject: &format!("{} added, {} changed", imported.added, imported.changed),
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(imported)
}

fn key(figure: &Published) -> (&'static str, Edition, String, i16) {
    let instrument = figure.instrument.as_str();
    (instrument, figure.edition, figure.unit.clone(), figure.year)
}

/// Every province before and after the reform of 2025.
async fn provinces(app: &App) -> Result<BTreeMap<(Edition, String), String>, UsecaseError> {
    let mut connection = app.store.read().await?;
    let mut provinces = BTreeMap::new();
    for edition in [Edition::Pre2025, Edition::July2025] {
        for row in unit::provinces(&mut connection, edition.as_str()).await? {
            provinces.insert((edition, row.code), row.full_name);
        }
    }
    Ok(provinces)
}
