//! Finds units within reach.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::SqliteConnection;

use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::period::Period;
use crate::domain::unit::{Edition, Level, UnitCode};
use crate::storage::unit::{self, UnitRow};
use crate::storage::{batch, device};

/// A unit and those right below it, in the edition of a period's last day.
#[derive(Clone, Debug)]
pub struct Found {
    /// The edition looked in.
    pub edition: Edition,
    /// The unit.
    pub unit: UnitRow,
    /// The units below it that are counted, in Vietnamese order: a province's communes, then all
    /// its own units; empty for a commune or an own unit, which are counted themselves.
    pub below: Vec<UnitRow>,
}

impl Found {
    /// The units whose answers make up this one's figures.
    #[must_use]
    pub fn counted(&self) -> &[UnitRow] {
        if self.below.is_empty() {
            std::slice::from_ref(&self.unit)
        } else {
            &self.below
        }
    }

    /// Whether the unit makes reports of its own: a commune or an own unit.
    #[must_use]
    pub fn reports(&self) -> bool {
        let makers = [Level::Commune, Level::Own];
        makers.iter().any(|level| level.as_str() == self.unit.level)
    }
}

/// The unit of that code in the edition in force on the period's last day.
///
/// # Errors
/// [`UsecaseError::UnknownUnit`] when there is none, or `scope` does not cover it.
pub async fn find(
    app: &App,
    scope: &Scope,
    code: &str,
    period: Period,
) -> Result<Found, UsecaseError> {
    find_in(app, scope, code, Edition::in_force_on(period.to())).await
}

/// The unit of that code in today's edition.
///
/// # Errors
/// [`UsecaseError::UnknownUnit`] when there is none, or `scope` does not cover it.
pub async fn find_today(app: &App, scope: &Scope, code: &str) -> Result<Found, UsecaseError> {
    find_in(app, scope, code, app.edition()).await
}

async fn find_in(
    app: &App,
    scope: &Scope,
    code: &str,
    edition: Edition,
) -> Result<Found, UsecaseError> {
    let unknown = || UsecaseError::UnknownUnit(code.to_owned());
    let parsed = UnitCode::parse(code).map_err(|_| unknown())?;
    let mut connection = app.store.read().await?;
    let unit = unit::find(&mut connection, edition.as_str(), code)
        .await?
        .ok_or_else(unknown)?;
    // An own unit below another one is still its province's.
    let above = match parsed.level() {
        Level::Own => parsed.own_province().map(String::from),
        Level::Province | Level::District | Level::Commune | Level::ReceptionPoint => {
            unit.parent.clone()
        }
    };
    if !scope.covers(&unit.code, above.as_deref()) {
        return Err(unknown());
    }
    let below = match parsed.level() {
        Level::Province | Level::District => {
            unit::children(&mut connection, edition.as_str(), code).await?
        }
        Level::Commune | Level::Own | Level::ReceptionPoint => Vec::new(),
    };
    Ok(Found {
        edition,
        unit,
        below,
    })
}

/// A unit this node collects for, in today's edition; where its questionnaire is open to all.
///
/// # Errors
/// [`UsecaseError::UnknownUnit`] when there is none, or this node does not collect for it.
pub async fn find_collected(app: &App, code: &str) -> Result<UnitRow, UsecaseError> {
    let unknown = || UsecaseError::UnknownUnit(code.to_owned());
    let mut connection = app.store.read().await?;
    if !is_collected(&mut connection, &app.node.unit, code).await? {
        return Err(unknown());
    }
    unit::find(&mut connection, app.edition().as_str(), code)
        .await?
        .ok_or_else(unknown)
}

/// Every unit this node collects for, by code.
///
/// # Errors
/// When the file cannot be read.
pub async fn collected(app: &App) -> Result<BTreeMap<String, UnitRow>, UsecaseError> {
    let mut connection = app.store.read().await?;
    let mut codes: BTreeSet<String> = device::units(&mut connection).await?.into_iter().collect();
    codes.extend(batch::units(&mut connection).await?);
    if !app.node.is_province() {
        codes.insert(app.node.unit.as_str().to_owned());
    }
    let mut units = BTreeMap::new();
    for code in codes {
        if let Some(unit) = unit::find(&mut connection, app.edition().as_str(), &code).await? {
            units.insert(code, unit);
        }
    }
    Ok(units)
}

/// The codes [`is_collected`] holds for, all at once.
///
/// # Errors
/// When the file cannot be read.
pub async fn collected_codes(
    connection: &mut SqliteConnection,
    node: &UnitCode,
) -> Result<BTreeSet<String>, UsecaseError> {
    let mut codes: BTreeSet<String> = device::enrolled_units(connection)
        .await?
        .into_iter()
        .collect();
    codes.extend(batch::units(connection).await?);
    if node.level() == Level::Province {
        codes.remove(node.as_str());
    } else {
        codes.insert(node.as_str().to_owned());
    }
    Ok(codes)
}

/// Whether this node collects answers for a unit: its own, or, at a province, a commune or
/// own unit of its that has a device here.
///
/// # Errors
/// When the file cannot be read.
pub async fn is_collected(
    connection: &mut SqliteConnection,
    node: &UnitCode,
    code: &str,
) -> Result<bool, UsecaseError> {
    if node.as_str() == code {
        return Ok(node.level() != Level::Province);
    }
    Ok(device::is_enrolled(connection, code).await? || batch::has_any(connection, code).await?)
}
