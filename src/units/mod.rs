//! The official lists of administrative units, embedded, and a province's own units by file.
//!
//! The lists are made by `generate.py` from the Python package `vietnamadminunits` and corrections
//! by code; `docs/units.md` says where each fact comes from. The edition `2026-09-20` is not
//! stored: it is `2025-07-01` with the changes of `changes-2026.csv`.

mod own;
mod problem;
mod table;

pub use own::{MAX_OWN_BYTES, OwnUnits, parse_own_units};
pub use problem::{Problem, Reason};

use std::collections::BTreeMap;

use crate::domain::unit::{Edition, Fault, Kind, Registry, Relation, Succession, Unit, UnitCode};
use table::{Row, Table};

const PRE_2025: Table = Table {
    name: "pre-2025.csv",
    header: &["code", "parent", "kind", "name"],
    text: include_str!("pre-2025.csv"),
};
const JULY_2025: Table = Table {
    name: "2025-07-01.csv",
    header: &["code", "parent", "kind", "name"],
    text: include_str!("2025-07-01.csv"),
};
const CHANGES_2026: Table = Table {
    name: "changes-2026.csv",
    header: &["code", "effective", "decree", "before", "after"],
    text: include_str!("changes-2026.csv"),
};
const SUCCESSION_2025: Table = Table {
    name: "succession-2025.csv",
    header: &["new", "whole", "partial"],
    text: include_str!("succession-2025.csv"),
};

/// The embedded lists: three editions, and the succession of 1/7/2025.
///
/// Takes some tens of milliseconds; load once and keep it.
///
/// # Errors
/// Every problem of the embedded files; a test of the build keeps this from happening.
///
/// ```
/// use hailong::domain::unit::{Edition, UnitCode};
///
/// let registry = hailong::units::load().unwrap();
/// let code = UnitCode::parse("01141").unwrap();
/// let unit = registry.get(Edition::July2025, &code).unwrap();
/// assert_eq!(unit.full_name, "Xã Nấm Dẩn");
/// assert_eq!(registry.predecessors(&code).count(), 3);
/// ```
pub fn load() -> Result<Registry, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut units = unit_list(&PRE_2025, Edition::Pre2025, &mut problems);
    let july = unit_list(&JULY_2025, Edition::July2025, &mut problems);
    units.extend(changed(&july, &CHANGES_2026, &mut problems));
    units.extend(july);
    let successions = succession_list(&SUCCESSION_2025, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    Registry::new(units, successions).map_err(|faults| faults.into_iter().map(problem_of).collect())
}

/// The fault with the line of its unit.
fn problem_of(fault: Fault) -> Problem {
    let (table, code) = match &fault {
        Fault::Twice(edition, code)
        | Fault::Kind(edition, code)
        | Fault::Name(edition, code)
        | Fault::Parent(edition, code) => match edition {
            Edition::Pre2025 => (PRE_2025, code),
            Edition::July2025 | Edition::Sept2026 => (JULY_2025, code),
        },
        Fault::Succession(_, new) => (SUCCESSION_2025, new),
    };
    let line = table.line_of(code);
    Problem {
        file: table.name.to_owned(),
        line,
        reason: Reason::Unit(fault),
    }
}

fn unit_list(table: &Table, edition: Edition, problems: &mut Vec<Problem>) -> Vec<Unit> {
    table.read(problems, |row| {
        let code = row.code("code")?;
        let parent = match row.text("parent") {
            "" => None,
            _ => Some(row.code("parent")?),
        };
        Ok(Unit::official(
            edition,
            code,
            parent,
            row.kind("kind")?,
            row.text("name"),
        ))
    })
}

/// The edition of 2026: the units of 2025, some of another kind.
fn changed(july: &[Unit], table: &Table, problems: &mut Vec<Problem>) -> Vec<Unit> {
    let old_kinds: BTreeMap<&UnitCode, &Kind> = july.iter().map(|u| (&u.code, &u.kind)).collect();
    let changes = table.read(problems, |row| {
        let code = row.code("code")?;
        if old_kinds.get(&code) == Some(&&row.kind("before")?) {
            Ok((code, row.kind("after")?))
        } else {
            Err(row.problem("before"))
        }
    });
    let new_kinds: BTreeMap<UnitCode, Kind> = changes.into_iter().collect();
    let renew = |unit: &Unit| {
        let kind = new_kinds.get(&unit.code).unwrap_or(&unit.kind).clone();
        Unit::official(
            Edition::Sept2026,
            unit.code.clone(),
            unit.parent.clone(),
            kind,
            &unit.name,
        )
    };
    july.iter().map(renew).collect()
}

fn succession_list(table: &Table, problems: &mut Vec<Problem>) -> Vec<Succession> {
    let rows = table.read(problems, |row| {
        let new = row.code("new")?;
        let mut steps = made_of(row, &new, "whole", Relation::Whole)?;
        steps.extend(made_of(row, &new, "partial", Relation::Partial)?);
        Ok(steps)
    });
    rows.into_iter().flatten().collect()
}

fn made_of(
    row: &Row,
    new: &UnitCode,
    column: &'static str,
    relation: Relation,
) -> Result<Vec<Succession>, Problem> {
    row.text(column)
        .split_whitespace()
        .map(|old| {
            let old = UnitCode::parse(old).map_err(|_| row.problem(column))?;
            Ok(Succession {
                old,
                new: new.clone(),
                relation,
            })
        })
        .collect()
}
