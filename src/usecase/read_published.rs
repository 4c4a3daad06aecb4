//! Reads what is public: no account, no scope, nothing but what was published.

use std::cmp::Reverse;

use sha2::{Digest as _, Sha256};

use super::find_unit::find_today;
use super::publish_results::standing;
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::period::Period;
use crate::domain::publication::{Snapshot, UnitResult, UnitSnapshot};
use crate::domain::unit::{Level, UnitCode};
use crate::domain::vietnamese::{fold, sort_key};
use crate::storage::publication::{self, PublicationRow, PublishedUnitRow};
use crate::storage::unit::UnitRow;
use crate::storage::{StorageError, plan_task, unit};

/// Whether anything published stands.
///
/// # Errors
/// When the file cannot be read.
pub async fn is_anything_public(app: &App) -> Result<bool, UsecaseError> {
    let rows = publication::standing(&mut *app.store.read().await?).await?;
    Ok(!rows.is_empty())
}

/// The latest publication of a province with the units in it that were looked for.
#[derive(Debug)]
pub struct Listed {
    /// The province's code.
    pub province: String,
    /// Its name.
    pub name: String,
    /// The period, as written.
    pub period: String,
    /// Code and name of each unit with figures, in Vietnamese order.
    pub units: Vec<(String, String)>,
    /// Code and name of each unit with too few answers.
    pub too_few: Vec<(String, String)>,
    /// Code and name of each unit without figures that was asked with another form.
    pub asked_otherwise: Vec<(String, String)>,
}

/// What is published, by province; `search` is a part of a name, with or without its marks.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn list(app: &App, search: &str) -> Result<Vec<Listed>, UsecaseError> {
    let mut connection = app.store.read().await?;
    let mut rows = publication::standing(&mut connection).await?;
    rows.sort_by_key(|row| (row.province.clone(), latest_first(&row.period)));
    rows.dedup_by(|later, earlier| later.province == earlier.province);
    let wanted = fold(search);
    let mut listed = Vec::new();
    for row in rows {
        let snapshot = whole_snapshot(&mut connection, &row.province, row.number).await?;
        let is_all = fold(&snapshot.name).contains(&wanted);
        let [mut units, mut too_few, mut asked_otherwise] = [(); 3].map(|()| Vec::new());
        for (code, unit) in snapshot.units {
            if is_all || fold(&unit.name).contains(&wanted) {
                let list = match (&unit.result, &unit.other_form) {
                    (Some(_), _) => &mut units,
                    (None, None) => &mut too_few,
                    (None, Some(_)) => &mut asked_otherwise,
                };
                list.push((code, unit.name));
            }
        }
        let mut lists = [&mut units, &mut too_few, &mut asked_otherwise];
        if lists.iter().all(|list| list.is_empty()) && !is_all {
            continue;
        }
        for list in &mut lists {
            list.sort_by_cached_key(|(_, name)| sort_key(bare(name)));
        }
        listed.push(Listed {
            province: row.province,
            name: snapshot.name,
            period: row.period,
            units,
            too_few,
            asked_otherwise,
        });
    }
    listed.sort_by_cached_key(|province| sort_key(bare(&province.name)));
    Ok(listed)
}

/// A unit as everybody may see it.
#[derive(Debug)]
pub struct PublicUnit {
    /// The unit.
    pub unit: UnitRow,
    /// The unit above.
    pub parent: Option<UnitRow>,
    /// Its published periods, the latest first.
    pub periods: Vec<PublishedPeriod>,
    /// Periods that were published once and are no more: the acts that say why.
    pub withdrawn: Vec<PublicationRow>,
    /// What people said and what was done, with the day, the latest first.
    pub told: Vec<(String, String, String)>,
}

/// A period as it was published.
#[derive(Debug)]
pub struct PublishedPeriod {
    /// The period.
    pub period: Period,
    /// The publication.
    pub row: PublishedUnitRow,
    /// What it says of the whole; its units are not read.
    pub head: Snapshot,
    /// What it says of the unit; of a province: of itself.
    pub result: Option<UnitResult>,
    /// Whether it says nothing of the unit because that was asked with another form.
    pub is_asked_otherwise: bool,
}

/// What is public of a unit of this node; nothing published gives no periods.
///
/// # Errors
/// [`UsecaseError::UnknownUnit`] when there is no such unit here, or the file cannot be read.
pub async fn of_unit(app: &App, code: &str) -> Result<PublicUnit, UsecaseError> {
    let unknown = || UsecaseError::UnknownUnit(code.to_owned());
    let found = find_today(app, &Scope::of_shell(), code).await?;
    if !is_of_node(app, &found.unit) {
        return Err(unknown());
    }
    let mut connection = app.store.read().await?;
    let mut periods = Vec::new();
    for row in publication::standing_of_unit(&mut connection, code).await? {
        periods.push(read(row, code)?);
    }
    periods.sort_by_key(|period| Reverse((period.period.to(), period.period.from())));
    let province = province_of(&found.unit);
    let acts = publication::of_province(&mut connection, &province).await?;
    let withdrawn = acts.iter().filter(|row| {
        let period = Period::parse(&row.period).ok();
        let is_last = !acts
            .iter()
            .any(|later| later.period == row.period && later.number > row.number);
        let is_gone = period.is_some_and(|period| standing(&acts, period).is_none());
        row.act == "withdraw" && is_last && is_gone
    });
    let parent = match &found.unit.parent {
        Some(parent) => unit::find(&mut connection, app.edition().as_str(), parent).await?,
        None => None,
    };
    let told = if periods.is_empty() {
        Vec::new()
    } else {
        plan_task::told(&mut connection, code).await?
    };
    Ok(PublicUnit {
        parent,
        withdrawn: withdrawn.cloned().collect(),
        periods,
        told,
        unit: found.unit,
    })
}

/// Every unit of a publication, in Vietnamese order.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn units_of(
    app: &App,
    province: &str,
    number: i64,
) -> Result<Vec<(String, UnitSnapshot)>, UsecaseError> {
    let mut connection = app.store.read().await?;
    let snapshot = whole_snapshot(&mut connection, province, number).await?;
    let mut units: Vec<_> = snapshot.units.into_iter().collect();
    units.sort_by_cached_key(|(_, unit)| sort_key(bare(&unit.name)));
    Ok(units)
}

/// The province whose publications tell of a unit.
fn province_of(unit: &UnitRow) -> String {
    let own = UnitCode::parse(&unit.code).ok();
    let own = own.and_then(|code| code.own_province().map(String::from));
    let above = own.or_else(|| unit.parent.clone());
    above.unwrap_or_else(|| unit.code.clone())
}

/// The node's own unit, and a province's communes and own units.
fn is_of_node(app: &App, unit: &UnitRow) -> bool {
    let mut rated = [Level::Province, Level::Commune, Level::Own].iter();
    let node = app.node.unit.as_str();
    rated.any(|level| level.as_str() == unit.level)
        && (unit.code == node || app.node.is_province() && province_of(unit) == node)
}

fn read(row: PublishedUnitRow, code: &str) -> Result<PublishedPeriod, StorageError> {
    let corrupt = |what: String| {
        StorageError::Corrupt(format!(
            "publication {} {}: {what}",
            row.province, row.number
        ))
    };
    let period = Period::parse(&row.period).map_err(|error| corrupt(error.to_string()))?;
    let head: Snapshot =
        serde_json::from_str(&row.head).map_err(|error| corrupt(error.to_string()))?;
    let own: Option<UnitSnapshot> = match &row.unit {
        Some(text) => {
            let unit = serde_json::from_str(text).map_err(|error| corrupt(error.to_string()))?;
            Some(unit)
        }
        None => None,
    };
    let mut units = own.iter();
    let is_asked_otherwise = units.any(|unit| unit.other_form.is_some());
    let result = if row.province == code {
        head.whole.as_ref().map(|whole| UnitResult {
            headline: whole.pooled.clone(),
            factors: whole.factors.clone(),
        })
    } else {
        own.and_then(|unit| unit.result)
    };
    Ok(PublishedPeriod {
        period,
        row,
        head,
        result,
        is_asked_otherwise,
    })
}

async fn whole_snapshot(
    connection: &mut sqlx::SqliteConnection,
    province: &str,
    number: i64,
) -> Result<Snapshot, StorageError> {
    let corrupt =
        |what: &str| StorageError::Corrupt(format!("publication {province} {number}: {what}"));
    let row = publication::snapshot(connection, province, number).await?;
    let row = row.ok_or_else(|| corrupt("no snapshot"))?;
    let digest: [u8; 32] = Sha256::digest(&row.text).into();
    if digest != row.digest {
        return Err(corrupt("the figures are not those that were published"));
    }
    serde_json::from_str(&row.text).map_err(|error| corrupt(&error.to_string()))
}

fn latest_first(period: &str) -> Reverse<Option<(jiff::civil::Date, jiff::civil::Date)>> {
    let period = Period::parse(period).ok();
    Reverse(period.map(|period| (period.to(), period.from())))
}

/// A name without its kind: people look for Nấm Dẩn, not for xã.
fn bare(name: &str) -> &str {
    let kinds = ["Thành phố ", "Tỉnh ", "Phường ", "Xã ", "Đặc khu "];
    let mut bare = kinds.iter().filter_map(|kind| name.strip_prefix(kind));
    bare.next().unwrap_or(name)
}
