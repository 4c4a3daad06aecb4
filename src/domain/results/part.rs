//! Which answers a row takes in, and their sums by unit and over all units.

use std::collections::BTreeSet;

use crate::domain::disclosure::{Answers as _, Group, Released, Rule, Table};
use crate::domain::form::{Channel, Code};
use crate::domain::results::{FOLDED, ResultInput, UnitData};
use crate::domain::sample::Enough;
use crate::domain::tally::{Cell, FormTally, TallyError};

/// Which answers a row takes in. An absent limit takes all.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) channels: Vec<Channel>,
    pub(super) channel: Option<String>,
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

    /// What months and service fields are of: released ones are of the channels every form begins
    /// with, whatever a round names.
    fn divided(input: &ResultInput<'_>) -> Self {
        let mut whole = Self::whole(input);
        if released(input).next().is_some() {
            whole.channels = Channel::HEADLINE.to_vec();
        }
        whole
    }

    /// Whether this is the row of what was folded.
    pub(super) fn is_folded(&self) -> bool {
        [&self.channel, &self.month, &self.service]
            .into_iter()
            .any(|name| name.as_deref() == Some(FOLDED))
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

    /// The tables of a unit that may show no more, each with whether it lacks answers.
    fn tables<'a>(&self, released: &'a Released<Table>) -> Vec<(&'a Table, bool)> {
        if let Some(month) = &self.month {
            let months = released.months.iter();
            return months
                .filter(|it| month_name(&it.labels) == month)
                .map(|it| (&it.answers, it.lacks))
                .collect();
        }
        let (name, groups) = match (&self.channel, &self.service) {
            (Some(channel), _) => (channel, &released.channels),
            (None, Some(service)) => (service, &released.services),
            (None, None) => return self.headline(released),
        };
        let is_wanted = |group: &&Group<Table>| {
            let is_own = self.channel.is_none() || group.is_folded == self.is_folded();
            let is_beside =
                self.channel.is_some() && !group_channels(group, &self.channels).is_empty();
            group_name(group) == name && is_own && (self.channel.is_none() || is_beside)
        };
        let wanted = groups.iter().filter(is_wanted);
        wanted.map(|group| (&group.answers, false)).collect()
    }
}

impl Part {
    /// Whether the row is the headline of a round whose channels are folded with others.
    fn leaves_out(&self, released: &Released<Table>) -> bool {
        let is_headline = self.channel.is_none() && self.service.is_none() && self.month.is_none();
        let is_cut = |group: &Group<Table>| {
            let asked = group_channels(group, &self.channels).len();
            (1..group_channels(group, &Channel::ALL).len()).contains(&asked)
        };
        is_headline && self.channels != Channel::HEADLINE && released.channels.iter().any(is_cut)
    }

    /// What the row sums: the total, or where a round names other channels, what was released of
    /// these alone.
    fn headline<'a>(&self, released: &'a Released<Table>) -> Vec<(&'a Table, bool)> {
        if self.channels == Channel::HEADLINE {
            return vec![(&released.total, released.lacks)];
        }
        let own = released.of_channels(&self.channels).into_iter();
        own.map(|answers| (answers, released.lacks)).collect()
    }
}

fn month_name(labels: &[String]) -> &str {
    match labels {
        [only] => only,
        _ => FOLDED,
    }
}

fn group_name(group: &Group<Table>) -> &str {
    match group.names.as_slice() {
        [only] if !group.is_folded => only,
        _ => FOLDED,
    }
}

/// Which of `channels` a group of channels holds.
fn group_channels(group: &Group<Table>, channels: &[Channel]) -> Vec<Channel> {
    let own = group.channels();
    let held = channels.iter().filter(|channel| own.contains(channel));
    held.copied().collect()
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

fn released<'a>(input: &ResultInput<'a>) -> impl Iterator<Item = &'a Released<Table>> {
    input
        .units
        .iter()
        .filter_map(|unit| unit.released.as_deref())
}

/// One part for each of the five channels that has sheets, whatever the headline sums; then the
/// folded ones, those of the headline and those beside apart.
pub(super) fn channel_parts(input: &ResultInput<'_>) -> Vec<Part> {
    let mut used: BTreeSet<Channel> = cells(input).map(|cell| cell.channel).collect();
    let (mut folded, mut beside) = (BTreeSet::new(), BTreeSet::new());
    for group in released(input).flat_map(|it| &it.channels) {
        if group.answers.sheets() == 0 {
            continue;
        }
        let own = group_channels(group, &Channel::ALL);
        if !group.is_folded {
            used.extend(own);
        } else if own.iter().any(|channel| input.channels.contains(channel)) {
            folded.extend(own);
        } else {
            beside.extend(own);
        }
    }
    let part = |channels: Vec<Channel>, name: &str| Part {
        channels,
        channel: Some(name.to_owned()),
        ..Part::whole(input)
    };
    let mut parts: Vec<Part> = used
        .into_iter()
        .map(|channel| part(vec![channel], channel.as_str()))
        .collect();
    for channels in [folded, beside].into_iter().filter(|it| !it.is_empty()) {
        parts.push(part(channels.into_iter().collect(), FOLDED));
    }
    parts
}

pub(super) fn month_parts(input: &ResultInput<'_>) -> Vec<Part> {
    let exact = input.units.iter().flat_map(|unit| unit.months.keys());
    let mut months: BTreeSet<&str> = exact.map(String::as_str).collect();
    let shown = released(input).flat_map(|it| &it.months);
    months.extend(shown.map(|it| month_name(&it.labels)));
    let only = |month: &str| Part {
        month: Some(month.to_owned()),
        ..Part::divided(input)
    };
    months.into_iter().map(only).collect()
}

/// One part per service field with sheets in the summed channels; without one first, the folded
/// ones last.
pub(super) fn service_parts(input: &ResultInput<'_>) -> Vec<Part> {
    let whole = Part::divided(input);
    let mut services: BTreeSet<(bool, String)> = cells(input)
        .filter(|cell| whole.takes(cell))
        .map(|cell| (false, service_text(cell).to_owned()))
        .collect();
    let shown = released(input).flat_map(|it| &it.services);
    let shown = shown.filter(|group| group.answers.sheets() > 0);
    services.extend(shown.map(|group| (group.is_folded, group_name(group).to_owned())));
    let only = |(_, service)| Part {
        service: Some(service),
        ..whole.clone()
    };
    services.into_iter().map(only).collect()
}

/// The answers of one unit, or of all, that a part takes in.
#[derive(Clone, Debug)]
pub(super) struct Sum {
    pub(super) table: Table,
    /// Whether answers are missing that were too few to show.
    pub(super) lacks: bool,
    pub(super) n_units: usize,
    pub(super) late: u64,
    pub(super) dossiers: Option<u64>,
    pub(super) enough: Enough,
}

pub(super) struct Sums {
    /// In the order of the input's units.
    pub(super) units: Vec<Sum>,
    pub(super) all: Sum,
}

impl Sums {
    pub(super) fn of(input: &ResultInput<'_>, part: &Part) -> Result<Self, TallyError> {
        let mut all = Sum::empty(input)?;
        let mut units = Vec::with_capacity(input.units.len());
        for unit in input.units {
            let own = Sum::of(input, part, unit)?;
            all.table.add(&own.table)?;
            all.lacks |= own.lacks;
            all.n_units += own.n_units;
            all.late = all.late.saturating_add(own.late);
            // One unit's unknown dossiers make the sum unknown.
            all.dossiers = all
                .dossiers
                .zip(own.dossiers)
                .map(|(sum, more)| sum.saturating_add(more));
            units.push(own);
        }
        // What single units are too few to show is in the sum where they are enough together.
        if let Some(pool) = input.units.iter().find(|unit| unit.pooled.is_some()) {
            all.lacks = pool.released.as_ref().is_some_and(|it| it.lacks);
        }
        Ok(Self { units, all })
    }
}

impl Sum {
    fn empty(input: &ResultInput<'_>) -> Result<Self, TallyError> {
        Ok(Self {
            table: Table::nobody(&Rule::of(input.form)).shaped(input.form)?,
            lacks: false,
            n_units: 0,
            late: 0,
            dossiers: Some(0),
            enough: input.method.enough,
        })
    }

    fn of(input: &ResultInput<'_>, part: &Part, unit: &UnitData) -> Result<Self, TallyError> {
        let mut sum = Self {
            late: unit.late,
            dossiers: unit.dossiers,
            enough: unit.enough.unwrap_or(input.method.enough),
            ..Self::empty(input)?
        };
        if let Some(released) = &unit.released {
            for (table, lacks) in part.tables(released) {
                sum.table.add(table)?;
                sum.lacks |= lacks;
            }
            sum.lacks |= part.leaves_out(released);
        } else {
            for month in part.months(unit) {
                for (cell, tally) in month.cells.iter().filter(|(cell, _)| part.takes(cell)) {
                    sum.table.add_cell(tally)?;
                    let flagged = if cell.flagged { tally.sheets } else { 0 };
                    sum.table.flagged = sum.table.flagged.saturating_add(flagged);
                }
            }
        }
        if sum.table.sheets() > 0 {
            sum.n_units = unit.pooled.unwrap_or(1);
        }
        Ok(sum)
    }
}
