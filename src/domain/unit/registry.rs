//! All units of all editions, in memory.

use std::collections::BTreeMap;
use std::fmt;

use super::{Edition, Kind, Level, Relation, Succession, Unit, UnitCode};
use crate::domain::vietnamese::{SortKey, fold, is_nfc, sort_key, to_nfc};

/// The most units one search returns.
pub const SEARCH_LIMIT: usize = 50;

/// The most characters of a query that are looked at; no name is as long.
const QUERY_LIMIT: usize = 100;

/// Units by (edition, code) and what became of the old ones.
///
/// Invariant: every parent is there, of the same edition and a level above; every succession
/// joins a `pre-2025` unit with a `2025-07-01` one; every name is NFC.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registry {
    editions: BTreeMap<Edition, BTreeMap<UnitCode, Unit>>,
    /// Codes below a unit, in Vietnamese order of names; provinces below `None`.
    below: BTreeMap<(Edition, Option<UnitCode>), Vec<UnitCode>>,
    by_old: BTreeMap<UnitCode, Vec<Step>>,
    by_new: BTreeMap<UnitCode, Vec<Step>>,
}

/// The other end of a succession; few per unit, so lists by ascending code.
type Step = (UnitCode, Relation);

impl Registry {
    /// A registry of exactly these units and successions, in any order.
    ///
    /// # Errors
    /// Every [`Fault`] of the lists.
    pub fn new(units: Vec<Unit>, successions: Vec<Succession>) -> Result<Self, Vec<Fault>> {
        Self::default().with(units, successions)
    }

    /// This registry and more units; a succession that is known already gets the new relation.
    ///
    /// # Errors
    /// Every [`Fault`] of the additions.
    pub fn with(
        mut self,
        units: Vec<Unit>,
        successions: Vec<Succession>,
    ) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut added: Vec<(Edition, UnitCode)> = Vec::with_capacity(units.len());
        for unit in units {
            let key = (unit.edition, unit.code.clone());
            let list = self.editions.entry(unit.edition).or_default();
            if list.contains_key(&unit.code) {
                faults.push(Fault::Twice(unit.edition, unit.code));
            } else {
                list.insert(unit.code.clone(), unit);
                added.push(key);
            }
        }
        for (edition, code) in &added {
            faults.extend(
                self.get(*edition, code)
                    .and_then(|unit| self.fault_of(unit)),
            );
        }
        for step in successions {
            self.add_succession(step, &mut faults);
        }
        if faults.is_empty() {
            self.index_below(&added);
            Ok(self)
        } else {
            Err(faults)
        }
    }

    /// The unit with that code.
    #[must_use]
    pub fn get(&self, edition: Edition, code: &UnitCode) -> Option<&Unit> {
        self.editions.get(&edition)?.get(code)
    }

    /// The units directly below, in Vietnamese order of their names; none for an unknown code.
    pub fn children(&self, edition: Edition, code: &UnitCode) -> impl Iterator<Item = &Unit> {
        self.listed(edition, Some(code.clone()))
    }

    /// The provinces of an edition, in Vietnamese order of their names.
    pub fn provinces(&self, edition: Edition) -> impl Iterator<Item = &Unit> {
        self.listed(edition, None)
    }

    /// Every unit of an edition by ascending code.
    pub fn units(&self, edition: Edition) -> impl Iterator<Item = &Unit> {
        self.editions
            .get(&edition)
            .into_iter()
            .flat_map(BTreeMap::values)
    }

    /// The unit, the unit above it, and so on up to the province; empty for an unknown code.
    #[must_use]
    pub fn lineage(&self, edition: Edition, code: &UnitCode) -> Vec<&Unit> {
        let first = self.get(edition, code);
        std::iter::successors(first, |unit| self.get(edition, unit.parent.as_ref()?)).collect()
    }

    /// Units whose full name holds the words, or whose code begins with the digits, best first, at
    /// most [`SEARCH_LIMIT`].
    ///
    /// Accents, tones, their placement and case do not matter, but a name that has the accents as
    /// typed comes before one that has not. An empty query finds nothing.
    #[must_use]
    pub fn search(&self, edition: Edition, query: &str) -> Vec<&Unit> {
        let query = Query::new(query);
        let mut found: Vec<_> = self
            .units(edition)
            .filter_map(|unit| Some((query.closeness(unit)?, by_name(unit), unit)))
            .collect();
        found.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        found
            .into_iter()
            .map(|(_, _, unit)| unit)
            .take(SEARCH_LIMIT)
            .collect()
    }

    /// Where a unit of before 1/7/2025 went, by ascending new code.
    pub fn successors(&self, old: &UnitCode) -> impl Iterator<Item = Succession> {
        let steps = self.by_old.get(old).into_iter().flatten();
        steps.map(move |(new, relation)| step(old, new, *relation))
    }

    /// What a unit of today was made of, by ascending old code.
    pub fn predecessors(&self, new: &UnitCode) -> impl Iterator<Item = Succession> {
        let steps = self.by_new.get(new).into_iter().flatten();
        steps.map(move |(old, relation)| step(old, new, *relation))
    }

    /// Every succession by ascending old, then new code.
    pub fn successions(&self) -> impl Iterator<Item = Succession> {
        self.by_old.iter().flat_map(|(old, steps)| {
            steps
                .iter()
                .map(move |(new, relation)| step(old, new, *relation))
        })
    }

    fn listed(&self, edition: Edition, parent: Option<UnitCode>) -> impl Iterator<Item = &Unit> {
        let codes = self.below.get(&(edition, parent)).into_iter().flatten();
        codes.filter_map(move |code| self.get(edition, code))
    }

    fn fault_of(&self, unit: &Unit) -> Option<Fault> {
        let fault =
            |make: fn(Edition, UnitCode) -> Fault| Some(make(unit.edition, unit.code.clone()));
        if unit.level != unit.code.level() || !unit.kind.fits(unit.level) {
            return fault(Fault::Kind);
        }
        if unit.name.is_empty() || !is_nfc(&unit.full_name) || !is_nfc(&unit.name) {
            return fault(Fault::Name);
        }
        let Some(parent) = &unit.parent else {
            return if unit.level == Level::Province {
                None
            } else {
                fault(Fault::Parent)
            };
        };
        let above = self.get(unit.edition, parent);
        if above.is_some_and(|above| may_stand_below(unit, above)) {
            None
        } else {
            fault(Fault::Parent)
        }
    }

    fn add_succession(&mut self, step: Succession, faults: &mut Vec<Fault>) {
        let known = self.get(Edition::Pre2025, &step.old).is_some()
            && self.get(Edition::July2025, &step.new).is_some();
        if !known {
            faults.push(Fault::Succession(step.old, step.new));
            return;
        }
        let (old, new) = (step.old, step.new);
        put(
            self.by_old.entry(old.clone()).or_default(),
            new.clone(),
            step.relation,
        );
        put(self.by_new.entry(new).or_default(), old, step.relation);
    }

    /// Sorts again every list that got a unit.
    fn index_below(&mut self, added: &[(Edition, UnitCode)]) {
        let mut grown: BTreeMap<(Edition, Option<UnitCode>), Vec<UnitCode>> = BTreeMap::new();
        for (edition, code) in added {
            let parent = self
                .get(*edition, code)
                .and_then(|unit| unit.parent.clone());
            grown
                .entry((*edition, parent))
                .or_default()
                .push(code.clone());
        }
        for (key, codes) in grown {
            let mut list = self.below.remove(&key).unwrap_or_default();
            list.extend(codes);
            list.sort_by_cached_key(|code| self.get(key.0, code).map(by_name));
            self.below.insert(key, list);
        }
    }
}

/// What is wrong with lists of units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The code is in the edition already.
    Twice(Edition, UnitCode),
    /// The kind does not go with the level, or the level not with the code.
    Kind(Edition, UnitCode),
    /// The name is empty or not NFC.
    Name(Edition, UnitCode),
    /// The unit above is missing, or does not stand above.
    Parent(Edition, UnitCode),
    /// The old code is not in `pre-2025`, or the new one not in `2025-07-01`.
    Succession(UnitCode, UnitCode),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Twice(edition, code) => write!(f, "unit {code} is twice in edition {edition}"),
            Self::Kind(edition, code) => {
                write!(
                    f,
                    "unit {code} of edition {edition} is of a kind that its level cannot be"
                )
            }
            Self::Name(edition, code) => {
                write!(
                    f,
                    "unit {code} of edition {edition} has an empty name or one that is not NFC"
                )
            }
            Self::Parent(edition, code) => {
                write!(
                    f,
                    "the unit above {code} is missing in edition {edition}, or not above it"
                )
            }
            Self::Succession(old, new) => {
                write!(
                    f,
                    "succession {old} to {new} names a unit that does not exist"
                )
            }
        }
    }
}

impl std::error::Error for Fault {}

/// Which levels stand directly below which.
fn may_stand_below(unit: &Unit, above: &Unit) -> bool {
    match unit.level {
        Level::Province => false,
        Level::Commune if unit.edition == Edition::Pre2025 => above.level == Level::District,
        Level::District | Level::Commune => above.level == Level::Province,
        // Two storeys of own units at most, which also keeps them from going round in circles.
        Level::Own => {
            above.level == Level::Province
                || above
                    .parent
                    .as_ref()
                    .is_some_and(|top| above.level == Level::Own && top.level() == Level::Province)
        }
        Level::ReceptionPoint => above.code == unit.code.served_by(),
    }
}

/// Adds or replaces the step to that unit.
fn put(steps: &mut Vec<Step>, other: UnitCode, relation: Relation) {
    match steps.binary_search_by(|(code, _)| code.cmp(&other)) {
        Ok(place) => steps
            .splice(place..=place, [(other, relation)])
            .for_each(drop),
        Err(place) => steps.insert(place, (other, relation)),
    }
}

fn step(old: &UnitCode, new: &UnitCode, relation: Relation) -> Succession {
    Succession {
        old: old.clone(),
        new: new.clone(),
        relation,
    }
}

/// By proper name first: people look for *Nấm Dẩn*, not for *xã*.
fn by_name(unit: &Unit) -> (SortKey, Kind, UnitCode) {
    (sort_key(&unit.name), unit.kind.clone(), unit.code.clone())
}

/// A query, prepared once.
struct Query {
    folded: String,
    typed: String,
}

/// How well a unit fits, best first: where the words stand, then whether the accents are right.
type Closeness = (u8, bool);

impl Query {
    fn new(text: &str) -> Self {
        let text: String = text.chars().take(QUERY_LIMIT).collect();
        Self {
            folded: fold(&text),
            typed: to_nfc(text.trim()).to_lowercase(),
        }
    }

    fn closeness(&self, unit: &Unit) -> Option<Closeness> {
        if self.folded.is_empty() {
            return None;
        }
        let code = unit.code.as_str().to_lowercase();
        if code == self.typed {
            return Some((0, false));
        }
        if code.starts_with(&self.typed) {
            return Some((2, false));
        }
        let full_name = fold(&unit.full_name);
        let place = full_name.find(&self.folded)?;
        let name = fold(&unit.name);
        let rank = if name == self.folded || full_name == self.folded {
            1
        } else if place == 0 || name.starts_with(&self.folded) {
            2
        } else if full_name.contains(&format!(" {}", self.folded)) {
            3
        } else {
            4
        };
        Some((rank, !unit.full_name.to_lowercase().contains(&self.typed)))
    }
}

#[cfg(test)]
mod tests;
