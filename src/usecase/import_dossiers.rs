//! Takes in counts of dossiers from a file: the whole file, or nothing of it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::record_event::{Act, record};
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::dossiers::{
    CountSource, CountedTime, DossierCount, Visits, is_declared_by_unit, received_in, returned_in,
};
use crate::domain::period::Period;
use crate::exchange::dossiers::{Known, LineProblem, read};
use crate::storage::StorageError;
use crate::storage::dossiers::{self, DossierRow};
use crate::storage::unit::UnitRow;
use crate::usecase::find_unit::find_today;

/// The most bytes one file may have.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// Rows written by one statement; bounds its text.
const MOST_ROWS: usize = 10_000;

/// What was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Lines of counts.
    pub lines: usize,
    /// Units they are of.
    pub units: usize,
}

/// Why nothing was taken in.
#[derive(Debug)]
pub enum ImportError {
    /// What is wrong with the file, in line order.
    Problems(Vec<LineProblem>),
    /// Everything else.
    Usecase(UsecaseError),
}

impl<E: Into<UsecaseError>> From<E> for ImportError {
    fn from(error: E) -> Self {
        Self::Usecase(error.into())
    }
}

/// Reads the file and stores its counts, replacing those of the same unit, time and service.
///
/// # Errors
/// [`ImportError::Problems`] with every problem; nothing is stored then.
pub async fn import(app: &App, bytes: &[u8]) -> Result<Imported, ImportError> {
    let known = Known {
        units: &units_of(app).await?,
        services: &app.services,
        today: app.clock.now_local().date(),
    };
    let lines = read(bytes, &known).map_err(ImportError::Problems)?;
    let source = if app.node.is_province() {
        CountSource::Province
    } else {
        CountSource::Unit
    };
    let mut write = app.store.write().await?;
    for block in lines.chunks(MOST_ROWS) {
        let rows: Vec<_> = block
            .iter()
            .map(|it| {
                json!([
                    it.unit,
                    it.time.to_string(),
                    it.service,
                    it.received,
                    it.returned
                ])
            })
            .collect();
        let rows = serde_json::Value::from(rows).to_string();
        dossiers::put_all(write.connection(), source.as_str(), &rows).await?;
    }
    let (day, n_lines) = (app.today(), lines.len());
    let act = Act {
        day: &day,
        actor: "shell",
        action: "dossiers-import",
        subject: &format!("{n_lines} lines"),
    };
    record(&mut write, act).await?;
    write.commit().await?;
    let units: BTreeSet<&String> = lines.iter().map(|line| &line.unit).collect();
    Ok(Imported {
        lines: n_lines,
        units: units.len(),
    })
}

/// Dossiers each of `units` received in `period`; a unit of which too little is known is not in.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn received(
    app: &App,
    units: &[UnitRow],
    period: Period,
) -> Result<BTreeMap<String, u64>, UsecaseError> {
    let by_unit = counts(app, units, period).await?;
    let today = app.clock.now_local().date();
    let asked = |code: &String| units.iter().any(|unit| unit.code == *code);
    Ok(by_unit
        .into_iter()
        .filter(|(code, _)| asked(code))
        .filter_map(|(code, counts)| Some((code, received_in(period, &counts, today)?)))
        .collect())
}

/// Visits of a unit in `period`.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn visits(app: &App, unit: &UnitRow, period: Period) -> Result<Visits, UsecaseError> {
    let by_unit = counts(app, std::slice::from_ref(unit), period).await?;
    let counts = by_unit.get(&unit.code).map_or(&[][..], Vec::as_slice);
    let today = app.clock.now_local().date();
    Ok(Visits {
        received: received_in(period, counts, today),
        returned: returned_in(period, counts, today),
        is_declared: is_declared_by_unit(period, counts),
    })
}

/// What was counted of `units` in the months of `period`, by unit code; others may be in.
async fn counts(
    app: &App,
    units: &[UnitRow],
    period: Period,
) -> Result<BTreeMap<String, Vec<DossierCount>>, UsecaseError> {
    // A month sorts before its days, and after every day of the month before.
    let from = CountedTime::Month(period.from().first_of_month()).to_string();
    let to = period.to().to_string();
    let mut connection = app.store.read().await?;
    let rows = match units {
        [only] => dossiers::of_unit(&mut connection, &only.code, &from, &to).await?,
        _ => dossiers::between(&mut connection, &from, &to).await?,
    };
    let mut by_unit: BTreeMap<String, Vec<DossierCount>> = BTreeMap::new();
    for row in rows {
        let count = parse(&row)?;
        by_unit.entry(row.unit).or_default().push(count);
    }
    Ok(by_unit)
}

fn parse(row: &DossierRow) -> Result<DossierCount, StorageError> {
    let count = || {
        Some(DossierCount {
            time: CountedTime::parse(&row.time)?,
            source: CountSource::parse(&row.source)?,
            received: u64::try_from(row.received).ok()?,
            returned: u64::try_from(row.returned).ok()?,
        })
    };
    count().ok_or_else(|| StorageError::Corrupt(format!("dossiers {} {}", row.unit, row.time)))
}

/// The units this node may have counts of: itself, or the communes of its province.
async fn units_of(app: &App) -> Result<BTreeSet<String>, UsecaseError> {
    let own = app.node.unit.as_str();
    let found = find_today(app, &Scope::of_unit(own), own).await?;
    let counted = found.counted().iter();
    Ok(counted.map(|unit| unit.code.clone()).collect())
}
