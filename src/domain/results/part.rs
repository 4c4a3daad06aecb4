//! Which answers a row takes in, and their sums by unit and over all units.

use std::collections::BTreeSet;

use crate::domain::form::{Channel, Code};
use crate::domain::results::{ResultInput, UnitData};
use crate::domain::tally::{Cell, CellTally, FormTally, TallyError};

/// Which answers a row takes in. An absent limit takes all.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) channels: Vec<Channel>,
    pub(super) channel: Option<Channel>,
    pub(super) month: Option<String>,
    /// Service code; empty text for sheets without one.
    pub(super) service: Option<String>,
}

impl Part {
    pub(super) fn whole(input: &ResultInput<'_>) -> Self {
        Self {
            channels: input.channels.to_vec(),
            channel: None,
            month: None,
            service: None,
        }
    }

    fn takes(&self, cell: &Cell) -> bool {
        self.channels.contains(&cell.channel)
            && self
                .service
                .as_ref()
                .is_none_or(|service| *service == service_text(cell))
    }

    fn months<'a>(&'a self, unit: &'a UnitData) -> impl Iterator<Item = &'a FormTally> {
        let wanted = |month: &String| self.month.as_ref().is_none_or(|only| only == month);
        unit.months
            .iter()
            .filter(move |(month, _)| wanted(month))
            .map(|(_, tally)| tally)
    }
}

fn service_text(cell: &Cell) -> &str {
    cell.service.as_ref().map_or("", Code::as_str)
}

fn cells<'a>(input: &ResultInput<'a>) -> impl Iterator<Item = &'a Cell> {
    input
        .units
        .iter()
        .flat_map(|unit| unit.months.values())
        .flat_map(|tally| tally.cells.keys())
}

/// One part for each of the five channels that has sheets, whatever the headline sums.
pub(super) fn channel_parts(input: &ResultInput<'_>) -> Vec<Part> {
    let used: BTreeSet<Channel> = cells(input).map(|cell| cell.channel).collect();
    let only = |channel| Part {
        channels: vec![channel],
        channel: Some(channel),
        ..Part::whole(input)
    };
    used.into_iter().map(only).collect()
}

pub(super) fn month_parts(input: &ResultInput<'_>) -> Vec<Part> {
    let months: BTreeSet<&String> = input
        .units
        .iter()
        .flat_map(|unit| unit.months.keys())
        .collect();
    let only = |month: &String| Part {
        month: Some(month.clone()),
        ..Part::whole(input)
    };
    months.into_iter().map(only).collect()
}

/// One part per service field with sheets in the summed channels; without one first.
pub(super) fn service_parts(input: &ResultInput<'_>) -> Vec<Part> {
    let whole = Part::whole(input);
    let services: BTreeSet<String> = cells(input)
        .filter(|cell| whole.takes(cell))
        .map(|cell| service_text(cell).to_owned())
        .collect();
    let only = |service| Part {
        service: Some(service),
        ..whole.clone()
    };
    services.into_iter().map(only).collect()
}

/// The answers of one unit, or of all, that a part takes in.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    pub(super) tally: CellTally,
    pub(super) flagged: u64,
    pub(super) late: u64,
    pub(super) dossiers: Option<u64>,
}

pub(super) struct Sums {
    /// In the order of the input's units.
    pub(super) units: Vec<Sum>,
    pub(super) all: Sum,
}

impl Sums {
    pub(super) fn of(input: &ResultInput<'_>, part: &Part) -> Result<Self, TallyError> {
        let mut all = Sum::empty(input);
        let mut units = Vec::with_capacity(input.units.len());
        for unit in input.units {
            let own = Sum::of(input, part, unit)?;
            all.tally.merge(&own.tally)?;
            all.flagged = all.flagged.saturating_add(own.flagged);
            all.late = all.late.saturating_add(own.late);
            // One unit's unknown dossiers make the sum unknown.
            all.dossiers = all
                .dossiers
                .zip(own.dossiers)
                .map(|(sum, more)| sum.saturating_add(more));
            units.push(own);
        }
        Ok(Self { units, all })
    }
}

impl Sum {
    fn empty(input: &ResultInput<'_>) -> Self {
        let tally = CellTally::empty(input.form);
        Self {
            tally,
            flagged: 0,
            late: 0,
            dossiers: Some(0),
        }
    }

    fn of(input: &ResultInput<'_>, part: &Part, unit: &UnitData) -> Result<Self, TallyError> {
        let mut sum = Self {
            late: unit.late,
            dossiers: unit.dossiers,
            ..Self::empty(input)
        };
        for month in part.months(unit) {
            for (cell, tally) in month.cells.iter().filter(|(cell, _)| part.takes(cell)) {
                sum.tally.merge(tally)?;
                let flagged = if cell.flagged { tally.sheets } else { 0 };
                sum.flagged = sum.flagged.saturating_add(flagged);
            }
        }
        Ok(sum)
    }
}
