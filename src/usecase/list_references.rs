//! Lists what others published of a province, and of those it came from.

use std::collections::BTreeMap;

use super::describe_unit::describe;
use super::{App, UsecaseError};
use crate::domain::reference::{Instrument, Published, parse_published};
use crate::domain::unit::Edition;
use crate::storage::reference::ReferenceRow;
use crate::storage::{StorageError, reference};

/// What was published of one province of one edition.
#[derive(Clone, Debug)]
pub struct Series {
    /// The edition of its code: before 1/7/2025, or from then on.
    pub edition: Edition,
    /// Province code.
    pub unit: String,
    /// Its name, such as `Tỉnh Hà Giang`.
    pub full_name: String,
    /// Figures by year and instrument.
    pub years: BTreeMap<i16, BTreeMap<Instrument, Kept>>,
}

/// A figure as it is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The figure.
    pub figure: Published,
    /// The account that imported it, or `shell`.
    pub imported_by: String,
    /// Local day, ISO.
    pub imported_on: String,
}

impl Series {
    /// The latest figure of an instrument.
    #[must_use]
    pub fn latest(&self, instrument: Instrument) -> Option<&Published> {
        let mut newest_first = self.years.values().rev();
        let kept = newest_first.find_map(|year| year.get(&instrument));
        kept.map(|kept| &kept.figure)
    }

    /// The figure of the year before.
    #[must_use]
    pub fn before(&self, figure: &Published) -> Option<&Published> {
        let year = figure.year.checked_sub(1)?;
        let kept = self.years.get(&year)?.get(&figure.instrument)?;
        Some(&kept.figure)
    }
}

/// The province as it is since 1/7/2025 first, then those it came from, by code. All of them are
/// listed, those without figures too.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn of_province(app: &App, code: &str) -> Result<Vec<Series>, UsecaseError> {
    let now = describe(app, Edition::July2025, code).await?;
    let mut provinces = vec![(Edition::July2025, code.to_owned(), now.unit.full_name)];
    for (old, _) in now.predecessors {
        let unit = describe(app, Edition::Pre2025, &old).await?.unit;
        provinces.push((Edition::Pre2025, old, unit.full_name));
    }
    let mut connection = app.store.read().await?;
    let mut all = Vec::new();
    for (edition, unit, full_name) in provinces {
        let mut years: BTreeMap<i16, BTreeMap<Instrument, Kept>> = BTreeMap::new();
        for row in reference::of_unit(&mut connection, edition.as_str(), &unit).await? {
            let figure = parse(&row)?;
            let year = years.entry(figure.year).or_default();
            let kept = Kept {
                figure,
                imported_by: row.imported_by,
                imported_on: row.imported_on,
            };
            year.insert(kept.figure.instrument, kept);
        }
        all.push(Series {
            edition,
            unit,
            full_name,
            years,
        });
    }
    Ok(all)
}

/// A figure as it is kept.
///
/// # Errors
/// [`StorageError::Corrupt`] when it is none.
pub fn parse(row: &ReferenceRow) -> Result<Published, StorageError> {
    let rank = row.rank.map(u16::try_from).transpose();
    let figure = || {
        Some(Published {
            instrument: Instrument::parse(&row.instrument)?,
            edition: Edition::parse(&row.edition)?,
            unit: row.unit.clone(),
            year: i16::try_from(row.year).ok()?,
            value: parse_published(&row.value)?,
            rank: rank.ok()?,
            n_provinces: u16::try_from(row.n_provinces).ok()?,
            source: row.source.clone(),
        })
    };
    figure().ok_or_else(|| {
        let (instrument, unit, year) = (&row.instrument, &row.unit, row.year);
        StorageError::Corrupt(format!("reference {instrument} {unit} {year}"))
    })
}
