//! Makes the folder of a commune or province node.

use std::path::Path;

use serde_json::json;

use super::record_event::{Act, record};
use super::{Invalid, UsecaseError, random_bytes};
use crate::clock::Clock;
use crate::config::Language;
use crate::domain::unit::{Edition, Level, Registry, UnitCode};
use crate::domain::vietnamese;
use crate::storage::node::{self, NodeRow};
use crate::storage::{FILE_NAME, StorageError, Store, Write, unit};
use crate::units;

/// Creates the folder and its database: unit lists, signing key.
///
/// # Errors
/// [`UsecaseError::FolderUsed`] when anything is in the folder; then nothing is changed.
/// [`UsecaseError::UnknownUnit`] when no commune or province has the code.
pub async fn init(
    data_dir: &Path,
    code: &str,
    edition: Option<Edition>,
    clock: &Clock,
) -> Result<(), UsecaseError> {
    let registry = units::load().map_err(|problems| {
        let words = |problem: &units::Problem| Invalid {
            vi: problem.describe(Language::Vi),
            en: problem.describe(Language::En),
        };
        UsecaseError::Files(problems.iter().map(words).collect())
    })?;
    let today = clock.now_local().date();
    let edition = edition.unwrap_or_else(|| Edition::in_force_on(today));
    let code = collecting_unit(&registry, edition, code)?;
    prepare_folder(data_dir)?;
    let store = Store::create(&data_dir.join(FILE_NAME)).await?;
    let row = NodeRow {
        unit: code.to_string(),
        edition: edition.to_string(),
        signing_key: random_bytes()?,
        simulated: false,
    };
    let day = today.to_string();
    let mut write = store.write().await?;
    node::insert(write.connection(), &row, &day).await?;
    insert_units(&mut write, &registry).await?;
    let act = Act {
        day: &day,
        actor: "shell",
        action: "init",
        subject: &row.unit,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    store.close().await;
    Ok(())
}

fn collecting_unit(
    registry: &Registry,
    edition: Edition,
    code: &str,
) -> Result<UnitCode, UsecaseError> {
    if !edition.same_code_space(Edition::July2025) {
        return Err(UsecaseError::Invalid(Invalid {
            vi: format!("danh mục {edition} đã hết hiệu lực, không mở nút mới được"),
            en: format!("edition {edition} is no longer in force: no node can be made in it"),
        }));
    }
    UnitCode::parse(code)
        .ok()
        .filter(|code| matches!(code.level(), Level::Province | Level::Commune))
        .filter(|code| registry.get(edition, code).is_some())
        .ok_or_else(|| UsecaseError::UnknownUnit(code.to_owned()))
}

/// An empty or missing folder, for this user alone.
pub(super) fn prepare_folder(data_dir: &Path) -> Result<(), UsecaseError> {
    if data_dir.exists() {
        let mut entries = std::fs::read_dir(data_dir)?;
        if entries.next().is_some() {
            return Err(UsecaseError::FolderUsed);
        }
    }
    std::fs::create_dir_all(data_dir)?;
    restrict(data_dir)?;
    Ok(())
}

#[cfg(unix)]
fn restrict(data_dir: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(data_dir, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn restrict(_data_dir: &Path) -> std::io::Result<()> {
    Ok(())
}

async fn insert_units(write: &mut Write, registry: &Registry) -> Result<(), StorageError> {
    for edition in Edition::ALL {
        let mut units: Vec<_> = registry.units(edition).collect();
        units.sort_by_cached_key(|unit| vietnamese::sort_key(&unit.name));
        let rows: Vec<_> = units
            .iter()
            .enumerate()
            .map(|(position, unit)| {
                json!({
                    "code": unit.code.as_str(),
                    "parent": unit.parent.as_ref().map(UnitCode::as_str),
                    "level": unit.level.as_str(),
                    "kind": unit.kind.as_str(),
                    "name": unit.name,
                    "full_name": unit.full_name,
                    "search_name": vietnamese::fold(&unit.full_name),
                    "position": position,
                })
            })
            .collect();
        let rows = serde_json::Value::from(rows).to_string();
        unit::insert_all(write.connection(), edition.as_str(), &rows).await?;
    }
    let pairs: Vec<_> = registry
        .successions()
        .map(|succession| {
            json!([
                succession.old.as_str(),
                succession.new.as_str(),
                succession.relation.as_str()
            ])
        })
        .collect();
    let pairs = serde_json::Value::from(pairs).to_string();
    unit::insert_successions(write.connection(), &pairs).await
}
