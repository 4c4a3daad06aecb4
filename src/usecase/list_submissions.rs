//! Lists which units have handed their report in, which are late, and what waits for the province.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::collect_tallies::collect;
use super::find_unit::find;
use super::follow_report::{days_between, deadline, figures_of};
use super::list_reports::{Source, Standing, bundles, standings};
use super::{App, UsecaseError, find_round};
use crate::domain::account::Scope;
use crate::domain::period::Period;
use crate::domain::report::{Act, Followed, Side, Stage, State, follow};
use crate::domain::round::Round;
use crate::storage::report_reminder::ReminderRow;
use crate::storage::unit::UnitRow;
use crate::storage::{batch, report_reminder, report_step};

/// A period's reports at the province.
#[derive(Clone, Debug)]
pub struct Board {
    /// By when reports are due: by each round that asks for some, else by the calendar.
    pub terms: Vec<Term>,
    /// Whether answers of the period still come in.
    pub stage: Stage,
    /// Local day on which this was asked.
    pub today: Date,
    /// Every unit that is expected to report, in Vietnamese order.
    pub lines: Vec<Line>,
}

/// By when a report is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// What the round is called that says so; `None`: the calendar does.
    pub round: Option<String>,
    /// The last day on which a report is on time.
    pub deadline: Date,
    /// Days after it before a unit is reminded as late.
    pub grace_days: u16,
}

impl Term {
    fn of(period: Period, round: Option<&Round>) -> Self {
        Self {
            round: round.map(|round| round.title.clone()),
            deadline: deadline(period, round),
            grace_days: round.map_or(0, |round| round.grace_days),
        }
    }
}

/// One unit's report.
#[derive(Clone, Debug)]
pub struct Line {
    /// Unit code.
    pub unit: String,
    /// Unit name with its kind.
    pub name: String,
    /// Which of the four it is.
    pub class: Class,
    /// How its figures came.
    pub source: Source,
    /// By when its report is due.
    pub term: Term,
    /// Its steps and where they led.
    pub report: Followed,
    /// Whether the figures here are those its leader confirmed; `None`: nothing to compare.
    pub agrees: Option<bool>,
    /// The last day on which anything came from it, ISO.
    pub last_contact: Option<String>,
    /// When it was reminded and by whom.
    pub reminders: Vec<ReminderRow>,
}

/// Which of the four a unit is: every expected unit is exactly one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Handed in by the deadline, and its figures are here.
    Received,
    /// Handed in after it.
    Late,
    /// Not handed in, or its figures are not here.
    Missing,
    /// What came was withdrawn.
    Withdrawn,
}

impl Line {
    /// Whether its report is handed in and the figures it confirmed never came.
    #[must_use]
    pub fn lacks_figures(&self) -> bool {
        self.report.state.is_received() && lacks_figures(&self.source, &self.report)
    }

    /// Whether no report ever came from it.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        self.class == Class::Missing && self.report.submitted_on().is_none()
    }
}

impl Class {
    /// Every class, in the order of the sum.
    pub const ALL: [Self; 4] = [Self::Received, Self::Late, Self::Missing, Self::Withdrawn];
}

impl Board {
    /// How many units are of a class.
    #[must_use]
    pub fn count(&self, class: Class) -> usize {
        self.lines.iter().filter(|line| line.class == class).count()
    }

    /// How many of the missing have handed in a report whose figures are not here.
    #[must_use]
    pub fn n_without_figures(&self) -> usize {
        let is_without = |line: &&Line| line.class == Class::Missing && line.lacks_figures();
        self.lines.iter().filter(is_without).count()
    }

    /// Days a unit without report is late by, once deadline and grace are over; `None`: it has
    /// handed in, with its figures or without, or is not late yet.
    #[must_use]
    pub fn days_late(&self, line: &Line) -> Option<i32> {
        let days = days_between(line.term.deadline, self.today);
        let is_over = days > i32::from(line.term.grace_days);
        let is_late = is_over && line.is_awaited();
        is_late.then_some(days)
    }

    /// The units that have not handed in, whose figures are not here, or that are asked to hand in
    /// again: most days late first, then in Vietnamese order.
    #[must_use]
    pub fn to_remind(&self) -> Vec<&Line> {
        let is_missing =
            |line: &&Line| line.class == Class::Missing || line.report.state == State::Returned;
        let mut lines: Vec<&Line> = self.lines.iter().filter(is_missing).collect();
        // The sort is stable, and the lines stand by name.
        lines.sort_by_key(|line| Reverse(self.days_late(line)));
        lines
    }
}

/// The reports of a province's units on a period.
///
/// # Errors
/// When the province is unknown or out of reach, or the file cannot be read.
pub async fn board(
    app: &App,
    scope: &Scope,
    province: &str,
    period: Period,
) -> Result<Board, UsecaseError> {
    let found = find(app, scope, province, period).await?;
    let rounds = find_round::of_period(&mut *app.store.read().await?, &found.unit, period).await?;
    let standings = standings(app, scope, province, period).await?;
    let mut around = Around::read(app, period).await?;
    let asked = standings
        .into_iter()
        .filter(|unit| rounds.expect(&unit.unit));
    let mut lines: Vec<Line> = asked
        .map(|unit| {
            let term = Term::of(period, rounds.of_unit(&unit.unit));
            around.line(unit, term)
        })
        .collect();
    compare(app, &found.below, period, &mut lines).await?;
    let today = app.clock.now_local().date();
    let mut terms: Vec<Term> = rounds
        .iter()
        .map(|round| Term::of(period, Some(round)))
        .collect();
    if terms.is_empty() {
        terms.push(Term::of(period, None));
    }
    Ok(Board {
        terms,
        stage: Stage::of(period, today),
        today,
        lines,
    })
}

/// What is known beside the figures, by unit.
struct Around {
    reports: BTreeMap<String, Followed>,
    reminders: BTreeMap<String, Vec<ReminderRow>>,
    contacts: BTreeMap<String, String>,
}

impl Around {
    async fn read(app: &App, period: Period) -> Result<Self, UsecaseError> {
        let text = period.to_string();
        let mut contacts: BTreeMap<String, String> = BTreeMap::new();
        let mut touch = |unit: String, day: &str| {
            let last = contacts.entry(unit).or_default();
            if last.as_str() < day {
                day.clone_into(last);
            }
        };
        for received in bundles(app).await? {
            touch(received.bundle.unit, &received.bundle.received_on);
        }
        let mut connection = app.store.read().await?;
        for (unit, half_day) in batch::last_half_days(&mut connection).await? {
            touch(unit, half_day.get(..10).unwrap_or_default());
        }
        let mut steps: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for row in report_step::of_period(&mut connection, &text).await? {
            if row.step.act.side() == Side::Unit {
                touch(row.unit.clone(), &row.step.received_on.to_string());
            }
            steps.entry(row.unit).or_default().push(row.step);
        }
        let mut reminders: BTreeMap<String, Vec<ReminderRow>> = BTreeMap::new();
        for row in report_reminder::of_period(&mut connection, &text).await? {
            reminders.entry(row.unit.clone()).or_default().push(row);
        }
        let reports = steps.into_iter().map(|(unit, steps)| (unit, follow(steps)));
        Ok(Self {
            reports: reports.collect(),
            reminders,
            contacts,
        })
    }

    fn line(&mut self, unit: Standing, term: Term) -> Line {
        let report = self.reports.remove(&unit.unit);
        let report = report.unwrap_or_else(|| follow([]));
        Line {
            class: class(&unit.source, &report, term.deadline),
            term,
            report,
            agrees: None,
            last_contact: self.contacts.remove(&unit.unit),
            reminders: self.reminders.remove(&unit.unit).unwrap_or_default(),
            unit: unit.unit,
            name: unit.name,
            source: unit.source,
        }
    }
}

/// Whether the figures that a report confirmed never came. Nobody waits for those of a report that
/// counts no sheet.
pub(super) fn lacks_figures(source: &Source, report: &Followed) -> bool {
    let confirmed = report.last(Act::Confirm).and_then(|step| step.figures);
    *source == Source::Nothing
        && report.submitted_on().is_some()
        && confirmed.is_none_or(|confirmed| confirmed.n_sheets > 0)
}

/// A report sent back for a change has come, and keeps the day it came here first; so does one
/// whose figures come later.
fn class(source: &Source, report: &Followed, deadline: Date) -> Class {
    if matches!(source, Source::Withdrawn { .. }) {
        return Class::Withdrawn;
    }
    if lacks_figures(source, report) {
        return Class::Missing;
    }
    match report.submitted_on() {
        Some(day) if day <= deadline => Class::Received,
        Some(_) => Class::Late,
        None => Class::Missing,
    }
}

/// Compares what leaders confirmed with what is here, for the reports that wait to be accepted.
async fn compare(
    app: &App,
    units: &[UnitRow],
    period: Period,
    lines: &mut [Line],
) -> Result<(), UsecaseError> {
    let waits = |line: &&mut Line| line.report.state == State::Submitted;
    let waiting: Vec<&mut Line> = lines.iter_mut().filter(waits).collect();
    let is_waiting = |unit: &&UnitRow| waiting.iter().any(|line| line.unit == unit.code);
    let units: Vec<UnitRow> = units.iter().filter(is_waiting).cloned().collect();
    let collected = collect(app, &units, period).await?;
    for line in waiting {
        let confirmed = line.report.last(Act::Confirm).and_then(|step| step.figures);
        let here = collected.get(&line.unit);
        let here = here.map(|tallies| figures_of(&app.catalog, tallies));
        let here = here.transpose()?;
        line.agrees = confirmed.map(|confirmed| here == Some(confirmed));
    }
    Ok(())
}
