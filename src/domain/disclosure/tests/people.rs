//! The people of a world, and what of them reaches the rule of disclosure.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::super::*;
use super::set::Set;
use super::traced::{Counts, Person, Traced, rule};
use super::world::{LOOKS, World};

/// The people of a world.
pub(super) struct People {
    pub(super) world: &'static World,
    pub(super) counts: Vec<Counts>,
    pub(super) flagged: Set,
    /// By cell.
    each: Vec<Person>,
    /// Of a closed span of a unit over the headline channels: flagged sheets and the others.
    parts: BTreeMap<(usize, Span), [Traced; 2]>,
}

/// A failure shows the numbers alone.
impl fmt::Debug for People {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.counts)
    }
}

impl People {
    pub(super) fn new(world: &'static World, counts: Vec<Counts>) -> Self {
        let marked = |at: &usize| world.places[*at].cell.flagged;
        let each = counts.iter().enumerate();
        let mut people = Self {
            flagged: (0..counts.len()).filter(marked).collect(),
            each: each.map(|(at, counts)| Person::new(at, *counts)).collect(),
            parts: BTreeMap::new(),
            world,
            counts,
        };
        for (key, cells) in &world.closed {
            let parts = [true, false].map(|is_flagged| {
                let own = |at: &usize| world.places[*at].cell.flagged == is_flagged;
                people.headline(cells.iter().copied().filter(own))
            });
            people.parts.insert(*key, parts);
        }
        people
    }

    /// How many of a group there are.
    pub(super) fn count(&self, group: impl IntoIterator<Item = usize>) -> Counts {
        group.into_iter().fold([0; 3], |mut sum, at| {
            for (sum, more) in sum.iter_mut().zip(self.counts[at]) {
                *sum += more;
            }
            sum
        })
    }

    fn headline(&self, cells: impl Iterator<Item = usize>) -> Traced {
        let mut sum = Traced::nobody(&rule());
        for at in cells.filter(|at| self.world.places[*at].is_headline()) {
            sum.add_cell(&self.each[at]).unwrap();
        }
        sum
    }

    /// What stands stored of a unit's open spans, look by look.
    pub(super) fn looks(&self, unit: usize) -> Vec<BTreeMap<Span, Traced>> {
        let mut stored: BTreeMap<Span, Traced> = BTreeMap::new();
        let mut looks = Vec::new();
        for look in 0..LOOKS {
            for span in &self.world.open {
                let came = |at: &usize| {
                    let place = &self.world.places[*at];
                    place.unit == unit && place.span == *span && place.look <= look
                };
                let now = self.headline((0..self.counts.len()).filter(came));
                let shown = stored.get(span).map_or(0, Traced::sheets);
                if is_due(shown, now.sheets()) {
                    stored.insert(*span, now);
                }
            }
            looks.push(stored.clone());
        }
        looks
    }

    pub(super) fn source(
        &self,
        unit: usize,
        period: Period,
        snapshots: &BTreeMap<Span, Traced>,
    ) -> Source<'_, Traced> {
        let blocks = Block::touched(period);
        let mut closed = BTreeMap::new();
        for span in blocks.iter().flat_map(Block::spans) {
            if let Some(cells) = self.world.closed.get(&(unit, *span)) {
                let cell = |at: &usize| (&self.world.places[*at].cell, &self.each[*at]);
                closed.insert(*span, cells.iter().map(cell).collect());
            }
        }
        let asked = |span: &Span| (period.from()..=period.to()).contains(&span.from());
        let snapshots = snapshots.iter().filter(|(span, _)| asked(span));
        Source {
            closed,
            snapshots: snapshots
                .map(|(span, stored)| (*span, stored.clone()))
                .collect(),
            open: self.world.open.clone(),
            period,
            headline: &Channel::HEADLINE,
        }
    }

    /// The figure without flagged sheets, where it is shown beside `total`.
    pub(super) fn others(&self, unit: usize, period: Period, total: &Traced) -> Option<Traced> {
        let spans: BTreeSet<Span> = period.spans().into_iter().collect();
        let is_told = (1..total.sheets()).contains(&total.table.flagged);
        if !is_told || !spans.is_disjoint(&self.world.open) {
            return None;
        }
        let mut others = Traced::nobody(&rule());
        for span in spans {
            let Some([flagged, own]) = self.parts.get(&(unit, span)) else {
                continue;
            };
            if !may_part(&rule(), [flagged, own]) {
                return None;
            }
            others.add(own).unwrap();
        }
        Some(others)
    }
}
