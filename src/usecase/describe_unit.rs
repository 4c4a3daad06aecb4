//! Says what is publicly known of a unit: names, places and predecessors are official facts.

use super::{App, UsecaseError};
use crate::domain::unit::Edition;
use crate::storage::unit::{self, UnitRow};

/// A unit and what stands around it in one edition.
#[derive(Clone, Debug)]
pub struct Described {
    /// The edition looked in.
    pub edition: Edition,
    /// The unit.
    pub unit: UnitRow,
    /// The unit above.
    pub parent: Option<UnitRow>,
    /// Units right below.
    pub n_children: usize,
    /// The units it came from on 1/7/2025: code in the edition before, and how.
    pub predecessors: Vec<(String, String)>,
}

/// A unit within a sentence: `xã Nấm Dẩn`.
#[must_use]
pub fn in_sentence(unit: &UnitRow) -> String {
    let in_sentence = format!("{} {}", unit.kind, unit.name);
    // An office with a name of its own has no kind in front of it.
    if unit.full_name.to_lowercase() == in_sentence.to_lowercase() {
        in_sentence
    } else {
        unit.full_name.clone()
    }
}

/// The unit of that code in an edition.
///
/// # Errors
/// [`UsecaseError::UnknownUnit`] when the edition has none of that code.
pub async fn describe(app: &App, edition: Edition, code: &str) -> Result<Described, UsecaseError> {
    let mut connection = app.store.read().await?;
    let unit = unit::find(&mut connection, edition.as_str(), code)
        .await?
        .ok_or_else(|| UsecaseError::UnknownUnit(code.to_owned()))?;
    let parent = match &unit.parent {
        Some(parent) => unit::find(&mut connection, edition.as_str(), parent).await?,
        None => None,
    };
    let n_children = unit::children(&mut connection, edition.as_str(), code)
        .await?
        .len();
    let predecessors = if edition == Edition::Pre2025 {
        Vec::new()
    } else {
        unit::predecessors(&mut connection, code).await?
    };
    Ok(Described {
        edition,
        unit,
        parent,
        n_children,
        predecessors,
    })
}
