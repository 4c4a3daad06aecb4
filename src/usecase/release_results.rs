//! Releases results: what pages, files and the API may show of what was counted.
//!
//! Closed spans are shown folded, open ones from a stored snapshot. ADR 0010 says why.

pub(super) mod kept;
mod shown;

pub use self::kept::Kept;
pub use self::shown::Disclosed;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::collect_tallies::{UnitTallies, collect_around};
use super::compute_results::{Counted, Query, breakdown, forms};
use super::find_unit::{Found, find};
use super::import_dossiers::received;
use super::keep_snapshot::{Snapshot, Wanted, current};
use super::seal_batch::known_form;
use super::{App, UsecaseError, find_round};
use crate::domain::account::Scope;
use crate::domain::disclosure::{
    self, Block, Group, Months, Released, Remainder, Rule, Source, Table,
};
use crate::domain::form::Channel;
use crate::domain::period::{Period, Span};
use crate::domain::results::{FOLDED, ResultRow, UnitData};
use crate::domain::tally::{Cell, CellTally, FormTally, TallyError};
use crate::storage::StorageError;

/// What may be shown of a unit's period, ready for as many breakdowns as a reader wants.
///
/// # Errors
/// When the unit is unknown, out of reach, or the file cannot be read.
pub async fn release(
    app: &App,
    scope: &Scope,
    unit: &str,
    period: Period,
) -> Result<Counted, UsecaseError> {
    let found = find(app, scope, unit, period).await?;
    let round = find_round::of_unit(app, &found.unit, period).await?;
    // Asked before anything is counted: what changes meanwhile makes the next reader count again.
    let version = kept::version(app).await?;
    let asked = (unit.to_owned(), period);
    let counted = if let Some(kept) = app.released.find(&asked, &version) {
        kept
    } else {
        let counted = Arc::new(compute(app, found, period).await?);
        app.released.keep(asked, version, Arc::clone(&counted));
        counted
    };
    Ok(Counted {
        round,
        ..Counted::clone(&counted)
    })
}

async fn compute(app: &App, found: Found, period: Period) -> Result<Counted, UsecaseError> {
    let blocks = Block::touched(period);
    let spans = || blocks.iter().flat_map(Block::spans);
    let first = spans().next().map_or(period.from(), |span| span.from());
    let last = spans().last().map_or(period.to(), |span| span.to());
    let mut tallies = collect_around(app, found.counted(), period, (first, last)).await?;
    let today = app.clock.now_local().date();
    let open_of = |unit: &UnitTallies| -> BTreeSet<Span> {
        let is_open = |span: &&Span| !span.is_past_closing(today) && !unit.closed.contains(*span);
        spans().filter(is_open).copied().collect()
    };
    let snapshots = current(app, wanted(&tallies, period, open_of)?).await?;
    let mut release = Release::default();
    for (code, unit) in &mut tallies {
        let open = open_of(unit);
        release.is_open |= open.iter().any(|span| is_in(period, *span));
        let spans = std::mem::take(&mut unit.spans);
        let counted = OfUnit {
            code,
            spans: &spans,
            open: &open,
            period,
        };
        release.add_unit(app, &counted, &snapshots)?;
    }
    if !found.below.is_empty() {
        release.add_pools(app)?;
    }
    let dossiers = received(app, found.counted(), period).await?;
    Ok(Counted {
        found,
        period,
        tallies,
        dossiers,
        round: None,
        release: Some(release),
    })
}

/// Result rows for one question, as they may be shown.
///
/// # Errors
/// When unit, form or method are unknown, or the file cannot be read.
pub async fn compute_released(
    app: &App,
    scope: &Scope,
    query: Query<'_>,
) -> Result<Vec<ResultRow>, UsecaseError> {
    let counted = release(app, scope, query.unit, query.period).await?;
    let mut rows = Vec::new();
    for form in forms(app, &counted, query.form)? {
        rows.extend(breakdown(app, &counted, &form, query.method, query.by)?);
    }
    Ok(rows)
}

/// What may be shown, by unit and form.
#[derive(Clone, Debug, Default)]
pub(super) struct Release {
    units: BTreeMap<String, BTreeMap<String, Arc<Released<Table>>>>,
    /// What units are too few for alone, by form.
    pools: BTreeMap<String, UnitData>,
    covered: Option<(Date, Date)>,
    is_open: bool,
}

/// What one unit counted.
struct OfUnit<'a> {
    code: &'a str,
    spans: &'a BTreeMap<Span, BTreeMap<String, FormTally>>,
    open: &'a BTreeSet<Span>,
    period: Period,
}

impl Release {
    /// The forms that have answers, shown or not.
    pub(super) fn forms(&self) -> impl Iterator<Item = &String> {
        self.units.values().flat_map(BTreeMap::keys)
    }

    /// What may be shown of one unit and form.
    pub(super) fn of(&self, unit: &str, form: &str) -> Option<&Arc<Released<Table>>> {
        self.units.get(unit)?.get(form)
    }

    /// What units hold together that are too few alone.
    pub(super) fn pool(&self, form: &str) -> Option<&UnitData> {
        self.pools.get(form)
    }

    /// What may be shown of one of the units, as if it had been asked for alone.
    pub(super) fn only(&self, unit: &str) -> Self {
        let own = self.units.get_key_value(unit).into_iter();
        Self {
            units: own.map(|(code, it)| (code.clone(), it.clone())).collect(),
            pools: BTreeMap::new(),
            covered: self.covered,
            is_open: self.is_open,
        }
    }

    /// Adds what was released of another period.
    fn add(&mut self, other: Self) -> Result<(), StorageError> {
        self.is_open |= other.is_open;
        if let Some(days) = other.covered {
            self.cover(days);
        }
        for (code, forms) in other.units {
            let own = self.units.entry(code).or_default();
            for (form, released) in forms {
                match own.get_mut(&form) {
                    Some(known) => Arc::make_mut(known).add(&released).map_err(corrupt)?,
                    None => {
                        own.insert(form, released);
                    }
                }
            }
        }
        for (form, pool) in other.pools {
            let (Some(known), Some(more)) = (self.pools.get_mut(&form), &pool.released) else {
                self.pools.insert(form, pool);
                continue;
            };
            known.pooled = known.pooled.max(pool.pooled);
            if let Some(released) = &mut known.released {
                Arc::make_mut(released).add(more).map_err(corrupt)?;
            }
        }
        Ok(())
    }

    fn add_unit(
        &mut self,
        app: &App,
        unit: &OfUnit<'_>,
        snapshots: &BTreeMap<Wanted, Snapshot>,
    ) -> Result<(), StorageError> {
        let within = unit
            .spans
            .iter()
            .filter(|(span, _)| is_in(unit.period, **span));
        let names: BTreeSet<&String> = within.flat_map(|(_, forms)| forms.keys()).collect();
        for name in names {
            let rule = Rule::of(known_form(&app.catalog, name)?);
            let mut source: Source<'_, Table> = Source {
                closed: BTreeMap::new(),
                snapshots: BTreeMap::new(),
                open: unit.open.clone(),
                period: unit.period,
                headline: &Channel::HEADLINE,
            };
            let mut is_kept_back = false;
            for (span, tally) in unit
                .spans
                .iter()
                .filter_map(|(span, it)| Some((span, it.get(name)?)))
            {
                if !unit.open.contains(span) {
                    source.closed.insert(*span, tally.cells.iter().collect());
                    continue;
                }
                let key = Wanted::key(unit.code, *span, name);
                if let Some(snapshot) = snapshots.get(&key) {
                    let table = Table::whole(&rule, &snapshot.tally).map_err(corrupt)?;
                    source.snapshots.insert(*span, table);
                    self.cover(snapshot.days);
                } else {
                    is_kept_back |= is_in(unit.period, *span) && headline(tally)?.sheets > 0;
                }
            }
            let mut released = disclosure::release(&rule, &source).map_err(corrupt)?;
            released.lacks |= is_kept_back;
            let forms = self.units.entry(unit.code.to_owned()).or_default();
            forms.insert(name.clone(), Arc::new(released));
        }
        Ok(())
    }

    fn cover(&mut self, (first, last): (Date, Date)) {
        let (from, to) = self.covered.unwrap_or((first, last));
        self.covered = Some((from.min(first), to.max(last)));
    }

    /// Adds up over the units what each is too few for.
    fn add_pools(&mut self, app: &App) -> Result<(), StorageError> {
        let mut remainders: BTreeMap<&String, Vec<&[Remainder<Table>]>> = BTreeMap::new();
        for (name, released) in self.units.values().flatten() {
            remainders
                .entry(name)
                .or_default()
                .push(&released.remainders);
        }
        let mut pools = BTreeMap::new();
        for (name, remainders) in remainders {
            let rule = Rule::of(known_form(&app.catalog, name)?);
            let pool = disclosure::pool(&rule, remainders).map_err(corrupt)?;
            let group = || Group {
                names: Vec::new(),
                also: Vec::new(),
                is_folded: true,
                answers: pool.answers.clone(),
            };
            let released = Released {
                total: pool.answers.clone(),
                lacks: pool.lacks,
                months: vec![Months {
                    labels: Vec::new(),
                    answers: pool.answers.clone(),
                    lacks: false,
                }],
                channels: vec![group()],
                services: vec![group()],
                remainders: Vec::new(),
            };
            if !pool.answers.is_nobody() {
                pools.insert(
                    name.clone(),
                    UnitData {
                        unit: FOLDED.to_owned(),
                        released: Some(Arc::new(released)),
                        pooled: Some(pool.n_units),
                        ..UnitData::default()
                    },
                );
            }
        }
        self.pools = pools;
        Ok(())
    }
}

/// The totals of open spans that are looked for among the snapshots, with what they are now.
fn wanted(
    tallies: &BTreeMap<String, UnitTallies>,
    period: Period,
    open_of: impl Fn(&UnitTallies) -> BTreeSet<Span>,
) -> Result<Vec<(Wanted, CellTally)>, StorageError> {
    let mut wanted = Vec::new();
    for (code, unit) in tallies {
        for span in open_of(unit)
            .into_iter()
            .filter(|span| is_in(period, *span))
        {
            for (form, tally) in unit.spans.get(&span).into_iter().flatten() {
                wanted.push((Wanted::key(code, span, form), headline(tally)?));
            }
        }
    }
    Ok(wanted)
}

fn headline(tally: &FormTally) -> Result<CellTally, StorageError> {
    let is_headline = |cell: &Cell| Channel::HEADLINE.contains(&cell.channel);
    tally.sum(is_headline).map_err(corrupt)
}

fn is_in(period: Period, span: Span) -> bool {
    (period.from()..=period.to()).contains(&span.from())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "stands where an error is mapped"
)]
fn corrupt(error: TallyError) -> StorageError {
    StorageError::Corrupt(error.to_string())
}
