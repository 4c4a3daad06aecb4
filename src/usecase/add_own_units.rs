//! Adds a province's own units and reception points from its file: the whole file, or nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::record_event::{Act, record};
use super::{App, Invalid, UsecaseError};
use crate::domain::unit::{Edition, Level, Registry, Unit, UnitCode};
use crate::domain::vietnamese;
use crate::storage::unit::{self, UnitRow};
use crate::storage::{StorageError, Write};
use crate::units::{self, OwnUnits, Problem, parse_own_units};

/// What was added, or put in the place of what was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// Own units.
    pub units: usize,
    /// Reception points.
    pub points: usize,
}

/// Why nothing was added.
#[derive(Debug)]
pub enum AddError {
    /// What is wrong with the file, in line order.
    Problems(Vec<Problem>),
    /// Everything else.
    Usecase(UsecaseError),
}

impl<E: Into<UsecaseError>> From<E> for AddError {
    fn from(error: E) -> Self {
        Self::Usecase(error.into())
    }
}

/// Reads the file and stores what it says, replacing units of the same codes; `file` is how
/// problems name it. Units of an earlier file that this one does not name stay.
///
/// # Errors
/// [`AddError::Problems`] with every problem; [`UsecaseError::Invalid`] when this node is not the
/// file's province or the file is for a list no longer in force. Nothing is stored then.
pub async fn add(app: &App, file: &str, text: &str) -> Result<Added, AddError> {
    if !app.node.is_province() {
        return Err(wrong_node(app, None).into());
    }
    let registry = units::load().map_err(AddError::Problems)?;
    let own = parse_own_units(file, text, &registry).map_err(AddError::Problems)?;
    if own.province != app.node.unit {
        return Err(wrong_node(app, Some(&own.province)).into());
    }
    if !own.edition.same_code_space(app.edition()) {
        return Err(UsecaseError::Invalid(Invalid {
            vi: format!("danh mục {} đã hết hiệu lực", own.edition),
            en: format!("edition {} is no longer in force", own.edition),
        })
        .into());
    }
    let added = count(&own);
    let relations = relations(&registry, &own);
    let mut by_edition: BTreeMap<Edition, Vec<UnitRow>> = BTreeMap::new();
    for unit in own.units {
        by_edition
            .entry(unit.edition)
            .or_default()
            .push(row_of(unit));
    }
    let day = app.today();
    let mut write = app.store.write().await?;
    for (edition, rows) in by_edition {
        put(&mut write, edition, rows).await?;
    }
    unit::put_relations(write.connection(), &relations).await?;
    let act = Act {
        day: &day,
        actor: "shell",
        action: "units-add",
        subject: &format!("{} units, {} points", added.units, added.points),
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(added)
}

fn wrong_node(app: &App, province: Option<&UnitCode>) -> UsecaseError {
    let node = &app.node.unit;
    UsecaseError::Invalid(province.map_or_else(
        || Invalid {
            vi: format!("nút này là của đơn vị {node}; chỉ nút của tỉnh nhận tệp đơn vị riêng"),
            en: format!("this is the node of unit {node}; only a province adds its own units"),
        },
        |province| Invalid {
            vi: format!("tệp này của tỉnh {province}, còn nút này của tỉnh {node}"),
            en: format!("the file is of province {province}, this node of province {node}"),
        },
    ))
}

/// Each unit once, though it is in the file's edition and in later ones.
fn count(own: &OwnUnits) -> Added {
    let of = |level| {
        let mine = |unit: &&Unit| unit.edition == own.edition && unit.level == level;
        own.units.iter().filter(mine).count()
    };
    Added {
        units: of(Level::Own),
        points: of(Level::ReceptionPoint),
    }
}

/// Every succession of the old units that the file speaks of, as `[old, new, relation]`: what it
/// does not repeat of an earlier file becomes official again, or all people could have gone twice.
fn relations(registry: &Registry, own: &OwnUnits) -> String {
    let olds: BTreeSet<&UnitCode> = own.successions.iter().map(|step| &step.old).collect();
    let rows: Vec<_> = olds
        .into_iter()
        .flat_map(|old| registry.successors(old))
        .map(|official| {
            let said = own
                .successions
                .iter()
                .rev()
                .find(|step| (&step.old, &step.new) == (&official.old, &official.new));
            let relation = said.map_or(official.relation, |step| step.relation);
            json!([
                official.old.as_str(),
                official.new.as_str(),
                relation.as_str()
            ])
        })
        .collect();
    serde_json::Value::from(rows).to_string()
}

fn row_of(unit: Unit) -> UnitRow {
    UnitRow {
        code: unit.code.into(),
        parent: unit.parent.map(String::from),
        level: unit.level.as_str().to_owned(),
        kind: unit.kind.as_str().to_owned(),
        name: unit.name,
        full_name: unit.full_name,
    }
}

/// Writes all own units of the edition again: a new name moves the others' places.
async fn put(write: &mut Write, edition: Edition, rows: Vec<UnitRow>) -> Result<(), StorageError> {
    let stored = unit::own(write.connection(), edition.as_str()).await?;
    let by_code: BTreeMap<String, UnitRow> = stored
        .into_iter()
        .chain(rows)
        .map(|row| (row.code.clone(), row))
        .collect();
    let mut all: Vec<UnitRow> = by_code.into_values().collect();
    all.sort_by_cached_key(|row| vietnamese::sort_key(&row.name));
    let rows: Vec<_> = all
        .iter()
        .enumerate()
        .map(|(position, row)| {
            json!({
                "code": row.code,
                "parent": row.parent,
                "level": row.level,
                "kind": row.kind,
                "name": row.name,
                "full_name": row.full_name,
                "search_name": vietnamese::fold(&row.full_name),
                "position": position,
            })
        })
        .collect();
    let rows = serde_json::Value::from(rows).to_string();
    unit::put_all(write.connection(), edition.as_str(), &rows).await
}
