//! What may be shown of single units, each kept for as long as what it holds stays the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::corrupt;
use super::stamp::{Stamp, stamps};
use crate::domain::disclosure::{self, Block, Released, Rule, Source, Table};
use crate::domain::form::Channel;
use crate::domain::period::{Period, Span};
use crate::domain::tally::{Cell, CellTally, FormTally, TallyError};
use crate::forms::catalog::Catalog;
use crate::storage::StorageError;
use crate::storage::unit::UnitRow;
use crate::usecase::collect_tallies::{UnitTallies, collect_around};
use crate::usecase::keep_snapshot::{Snapshot, Wanted, current};
use crate::usecase::memory::Memory;
use crate::usecase::seal_batch::known_form;
use crate::usecase::{App, UsecaseError};

/// Units' released results by unit code and period.
pub type UnitReleases = Memory<(String, Period), Stamp, UnitRelease>;

/// What may be shown of one unit's period.
#[derive(Clone, Debug, Default)]
pub struct UnitRelease {
    /// By form.
    pub(super) forms: BTreeMap<String, Arc<Released<Table>>>,
    /// Answers that came after the close, by form.
    pub(super) late: BTreeMap<String, u64>,
    /// First and last day of the answers that are shown of open spans.
    pub(super) covered: Option<(Date, Date)>,
    /// Whether a span of the period is still open.
    pub(super) is_open: bool,
}

/// What may be shown of each of `units`: of most of them as it was when last asked for.
pub(super) async fn of_units(
    app: &App,
    units: &[UnitRow],
    period: Period,
) -> Result<BTreeMap<String, Arc<UnitRelease>>, UsecaseError> {
    let blocks = Block::touched(period);
    let spans: Vec<Span> = blocks.iter().flat_map(Block::spans).copied().collect();
    let around = (
        spans.first().map_or(period.from(), |span| span.from()),
        spans.last().map_or(period.to(), |span| span.to()),
    );
    // Asked before anything is counted: what changes meanwhile makes the next reader count again.
    let codes = units.iter().map(|unit| unit.code.as_str());
    let mut stamps = stamps(app, codes, around).await?;
    let mut releases = BTreeMap::new();
    let mut missing = Vec::new();
    for unit in units {
        let asked = (unit.code.clone(), period);
        let kept = stamps
            .get(&unit.code)
            .and_then(|stamp| app.released.find(&asked, stamp));
        match kept {
            Some(kept) => {
                releases.insert(unit.code.clone(), kept);
            }
            None => missing.push(unit.clone()),
        }
    }
    if missing.is_empty() {
        return Ok(releases);
    }
    let tallies = collect_around(app, &missing, period, around).await?;
    for (code, release) in compute(app, &tallies, (period, &spans)).await? {
        let release = Arc::new(release);
        if let Some(stamp) = stamps.remove(&code) {
            let asked = (code.clone(), period);
            app.released.keep(asked, stamp, Arc::clone(&release));
        }
        releases.insert(code, release);
    }
    Ok(releases)
}

async fn compute(
    app: &App,
    tallies: &BTreeMap<String, UnitTallies>,
    (period, spans): (Period, &[Span]),
) -> Result<Vec<(String, UnitRelease)>, UsecaseError> {
    let today = app.clock.now_local().date();
    let open_of = |unit: &UnitTallies| -> BTreeSet<Span> {
        let is_open = |span: &&Span| !span.is_past_closing(today) && !unit.closed.contains(*span);
        spans.iter().filter(is_open).copied().collect()
    };
    let snapshots = current(app, wanted(&app.catalog, tallies, period, open_of)?).await?;
    let mut releases = Vec::new();
    for (code, unit) in tallies {
        let open = open_of(unit);
        let mut release = UnitRelease {
            late: unit.late.clone(),
            is_open: open.iter().any(|span| is_in(period, *span)),
            ..UnitRelease::default()
        };
        let counted = OfUnit {
            code,
            spans: &unit.spans,
            open: &open,
            period,
        };
        release.add_forms(app, &counted, &snapshots)?;
        releases.push((code.clone(), release));
    }
    Ok(releases)
}

/// What one unit counted.
struct OfUnit<'a> {
    code: &'a str,
    spans: &'a BTreeMap<Span, BTreeMap<String, FormTally>>,
    open: &'a BTreeSet<Span>,
    period: Period,
}

impl UnitRelease {
    fn add_forms(
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
            self.forms.insert(name.clone(), Arc::new(released));
        }
        Ok(())
    }

    fn cover(&mut self, days: (Date, Date)) {
        self.covered = Some(self.covered.map_or(days, |known| union(known, days)));
    }

    /// Adds what was released of the same unit's other period.
    pub(super) fn add(&mut self, other: &Self) -> Result<(), TallyError> {
        self.is_open |= other.is_open;
        if let Some(days) = other.covered {
            self.cover(days);
        }
        for (form, released) in &other.forms {
            match self.forms.get_mut(form) {
                Some(known) => Arc::make_mut(known).add(released)?,
                None => {
                    self.forms.insert(form.clone(), Arc::clone(released));
                }
            }
        }
        Ok(())
    }
}

/// The days from the first to the last of both.
pub(super) fn union(known: (Date, Date), more: (Date, Date)) -> (Date, Date) {
    (known.0.min(more.0), known.1.max(more.1))
}

/// The totals of open spans that are looked for among the snapshots, with what they are now.
///
/// Five sheets more of a rotating block may be one person more of each factor, so that nothing of
/// it is told before its span is closed.
fn wanted(
    catalog: &Catalog,
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
                let total = headline(tally)?;
                if total.parts(known_form(catalog, form)?) == 0 {
                    wanted.push((Wanted::key(code, span, form), total));
                }
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
