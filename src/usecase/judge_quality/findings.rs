//! What the detectors say of single months, each judged once for as long as its grounds stay.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use sqlx::SqliteConnection;

use super::people::{Blocks, Kind, Left};
use crate::domain::dossiers::{CountSource, CountedTime, DossierCount, received_in, returned_in};
use crate::domain::form::{Channel, Form};
use crate::domain::mark::Mark;
use crate::domain::period::{HalfDay, Period, Span};
use crate::domain::quality::month::{
    Evidence, Finding, OwnEvidence, SheetGroup, judge_month, open_half_days,
};
use crate::domain::sheet::{self, is_part};
use crate::storage::dossiers::{self, DossierRow};
use crate::storage::unit::UnitRow;
use crate::storage::{StorageError, answer, batch, closed_span};
use crate::usecase::collect_tallies::{UnitTallies, collect};
use crate::usecase::count_half_days::bounds;
use crate::usecase::memory::Memory;
use crate::usecase::release_results::{Stamp, stamps};
use crate::usecase::seal_batch::known_form;
use crate::usecase::{App, UsecaseError};

/// Findings of closed months by unit code and month.
pub type JudgedMonths = Memory<(String, Period), Grounds, Vec<Finding>>;

/// What the detectors say of a month; `None` until it is closed, or before there were any answers.
pub(super) async fn findings(
    app: &App,
    unit: &UnitRow,
    (month, has_sheets): (Period, bool),
) -> Result<Option<Vec<Finding>>, UsecaseError> {
    if !is_closed(app, unit, month).await? {
        return Ok(None);
    }
    // Asked before anything is counted: what changes meanwhile makes the next reader judge again.
    let grounds = Grounds::of(app, unit, (month, has_sheets)).await?;
    let asked = (unit.code.clone(), month);
    if let Some(kept) = app.judged.find(&asked, &grounds) {
        return Ok(Some(kept.to_vec()));
    }
    let units = std::slice::from_ref(unit);
    let collected = collect(app, units, month).await?;
    let mut evidence = Evidence {
        dossiers: grounds.dossiers,
        ..Evidence::default()
    };
    if let Some(tallies) = collected.get(&unit.code) {
        add_tallies(app, &mut evidence, (tallies, &grounds.blocks))?;
    }
    if has_sheets {
        let mut connection = app.store.read().await?;
        let at = (unit.code.as_str(), month);
        let blocks = &grounds.blocks;
        evidence.own = Some(own_evidence(app, &mut connection, at, blocks).await?);
    }
    let found = judge_month(&evidence);
    app.judged.keep(asked, grounds, Arc::new(found.clone()));
    Ok(Some(found))
}

/// What a closed month is judged from: equal grounds, equal findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grounds {
    stamp: Stamp,
    has_sheets: bool,
    /// Dossiers received and returned, where known.
    dossiers: Option<u64>,
    /// The unit's first sealed half-day here.
    begun: Option<String>,
    blocks: Blocks,
}

impl Grounds {
    async fn of(
        app: &App,
        unit: &UnitRow,
        (month, has_sheets): (Period, bool),
    ) -> Result<Self, UsecaseError> {
        let code = unit.code.as_str();
        let mut stamps = stamps(app, [code].into_iter(), (month.from(), month.to())).await?;
        let blocks = Blocks::of(app, unit, month).await?;
        let mut connection = app.store.read().await?;
        Ok(Self {
            stamp: stamps.remove(code).unwrap_or_default(),
            has_sheets,
            dossiers: handled(app, &mut connection, (code, month)).await?,
            begun: batch::first_sealed(&mut connection, code).await?,
            blocks,
        })
    }
}

async fn is_closed(app: &App, unit: &UnitRow, month: Period) -> Result<bool, UsecaseError> {
    let today = app.clock.now_local().date();
    let by_hand = closed_span::of_unit(&mut *app.store.read().await?, &unit.code).await?;
    Ok(month.spans().into_iter().all(|span| {
        span.is_past_closing(today) || by_hand.iter().any(|closed| *closed == span.to_string())
    }))
}

fn add_tallies(
    app: &App,
    evidence: &mut Evidence<'_>,
    (tallies, blocks): (&UnitTallies, &Blocks),
) -> Result<(), StorageError> {
    let mut all: BTreeMap<Channel, Left> = BTreeMap::new();
    let mut flagged: BTreeMap<Channel, Left> = BTreeMap::new();
    for (span, forms) in &tallies.spans {
        for (name, tally) in forms {
            let form = known_form(&app.catalog, name)?;
            for (cell, tally) in &tally.cells {
                let parts = tally.parts(form);
                let kind = blocks.kind_of_part(*span, cell.channel, name);
                let add = |to: &mut BTreeMap<Channel, Left>| {
                    let left = to.entry(cell.channel).or_default();
                    left.add(Kind::Whole, tally.sheets.saturating_sub(parts));
                    left.add(kind, parts);
                };
                add(&mut all);
                if cell.flagged {
                    add(&mut flagged);
                }
            }
        }
    }
    evidence.flagged = flagged.into_values().map(Left::people).sum();
    let all = all.into_iter();
    evidence.sheets = all
        .map(|(channel, left)| (channel, left.people()))
        .collect();
    Ok(())
}

async fn own_evidence<'a>(
    app: &'a App,
    connection: &mut SqliteConnection,
    (unit, month): (&str, Period),
    blocks: &Blocks,
) -> Result<OwnEvidence<'a>, StorageError> {
    let (first, last) = bounds(month);
    let sealed = batch::sealed_until(connection, unit, &last).await?;
    let begun = sealed
        .first()
        .map(|(_, text, _)| read_half_day(text))
        .transpose()?;
    let within: BTreeMap<i64, String> = sealed
        .into_iter()
        .filter(|(_, text, _)| *text >= first)
        .map(|(number, text, _)| (number, text))
        .collect();
    let batches = serde_json::json!(within.keys().collect::<Vec<_>>()).to_string();
    let from: Date = begun.map_or(month.from(), |begun| begun.date().max(month.from()));
    let mut own = OwnEvidence {
        n_open: open_half_days(from, month.to()),
        ..OwnEvidence::default()
    };
    let mut left: BTreeMap<(HalfDay, Channel), Left> = BTreeMap::new();
    let mut by_form: BTreeMap<String, (&Form, BTreeMap<Vec<Mark>, u64>)> = BTreeMap::new();
    for row in answer::count_equal(connection, unit, &batches).await? {
        let form = known_form(&app.catalog, &row.form)?;
        let marks = sheet::decode(form, &row.sheet)
            .map_err(|error| StorageError::Corrupt(error.to_string()))?;
        let channel = Channel::parse(&row.channel)
            .ok_or_else(|| StorageError::Corrupt(format!("channel {:?}", row.channel)))?;
        let Some(text) = within.get(&row.batch) else {
            continue;
        };
        let half_day = read_half_day(text)?;
        let kind = if is_part(form, &marks) {
            blocks.kind_of_part(Span::of(half_day.date()), channel, &row.form)
        } else {
            Kind::Whole
        };
        let left = left.entry((half_day, channel)).or_default();
        left.add(kind, row.n);
        if channel != Channel::Paper && kind != Kind::Second {
            let (_, groups) = by_form
                .entry(row.form)
                .or_insert_with(|| (form, BTreeMap::new()));
            *groups.entry(marks).or_default() += row.n;
        }
    }
    let left = left.into_iter();
    own.half_days = left.map(|(at, left)| (at, left.people())).collect();
    own.groups = by_form
        .into_values()
        .map(|(form, groups)| {
            let groups = groups.into_iter();
            (
                form,
                groups.map(|(marks, n)| SheetGroup { marks, n }).collect(),
            )
        })
        .collect();
    Ok(own)
}

fn read_half_day(text: &str) -> Result<HalfDay, StorageError> {
    HalfDay::parse(text).ok_or_else(|| StorageError::Corrupt(format!("half-day {text:?}")))
}

/// Dossiers received and returned in a month, where enough is known of them.
async fn handled(
    app: &App,
    connection: &mut SqliteConnection,
    (unit, month): (&str, Period),
) -> Result<Option<u64>, UsecaseError> {
    let from = CountedTime::Month(month.from().first_of_month()).to_string();
    let rows = dossiers::of_unit(connection, unit, &from, &month.to().to_string()).await?;
    let count = |row: DossierRow| {
        Some(DossierCount {
            time: CountedTime::parse(&row.time)?,
            source: CountSource::parse(&row.source)?,
            received: u64::try_from(row.received).ok()?,
            returned: u64::try_from(row.returned).ok()?,
        })
    };
    let counts: Option<Vec<DossierCount>> = rows.into_iter().map(count).collect();
    let corrupt = || StorageError::Corrupt(format!("dossiers {unit} {month}"));
    let counts = counts.ok_or_else(corrupt)?;
    let today = app.clock.now_local().date();
    let received = received_in(month, &counts, today);
    Ok(received
        .zip(returned_in(month, &counts, today))
        .map(|(received, returned)| received.saturating_add(returned)))
}
