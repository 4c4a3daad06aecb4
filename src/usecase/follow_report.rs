//! Follows a unit's report on a period: where it stands, when it is due, what it was made of.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};

use super::collect_tallies::{UnitTallies, collect};
use super::find_unit::is_collected;
use super::seal_batch::known_form;
use super::{App, UsecaseError, find_round};
use crate::domain::ledger::tallies_hash;
use crate::domain::period::Period;
use crate::domain::report::{Act, Figures, Followed, Stage, follow};
use crate::domain::round::Round;
use crate::forms::catalog::Catalog;
use crate::storage::report_step;
use crate::storage::unit::UnitRow;

/// Days after a period's last day until a report is due, where no round says otherwise: a span
/// closes then too.
const DAYS_UNTIL_DUE: i64 = 10;

/// Where a unit's report on a period stands.
#[derive(Clone, Debug)]
pub struct Task {
    /// Unit code.
    pub unit: String,
    /// The period.
    pub period: Period,
    /// The round that asks for it, if one does.
    pub round: Option<Round>,
    /// Local day on which this was asked.
    pub today: Date,
    /// The last day on which it is on time.
    pub deadline: Date,
    /// Its steps and where they led.
    pub report: Followed,
    /// Whose server makes the unit's steps.
    pub home: Home,
}

/// Whose server makes a unit's steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// This one, which is the province's too: nothing has to be sent.
    Shared,
    /// This one, which is the unit's own: file and letter go to the province.
    Own,
    /// Another one, from which bundles and letters come.
    Elsewhere,
}

impl Task {
    /// Days until the deadline; negative when it is over.
    #[must_use]
    pub fn days_left(&self) -> i32 {
        days_between(self.today, self.deadline)
    }

    /// Whether answers of the period still come in.
    #[must_use]
    pub fn stage(&self) -> Stage {
        Stage::of(self.period, self.today)
    }

    /// Whether answers of the period can no longer be given.
    #[must_use]
    pub fn is_collected(&self) -> bool {
        self.stage() == Stage::Over
    }

    /// What has to come before the unit's bundle is taken from its page; `None`: nothing. Of a
    /// running period it would give away what its pages hold back, and seal before its time.
    #[must_use]
    pub fn before_bundle(&self) -> Option<BeforeBundle> {
        if !self.is_collected() {
            Some(BeforeBundle::PeriodEnd)
        } else if self.report.state.is_confirmed() {
            None
        } else {
            Some(BeforeBundle::Confirmation)
        }
    }

    /// The days of the steps that count as done on the way straight through, the act that is next
    /// and those after it; a report that was returned has its first steps to do again.
    #[must_use]
    pub fn way(&self) -> Vec<(Act, Progress)> {
        let straight = Act::ALL.into_iter();
        let straight = straight.filter(|act| *act != Act::RequestChange);
        let next = self.report.state.next_act();
        let progress = |act: Act| match next {
            Some(next) if act == next => Progress::Now,
            Some(next) if act > next => Progress::Ahead,
            Some(_) | None => {
                let done = self.report.last(act);
                done.map_or(Progress::Ahead, |step| Progress::Done(step.day))
            }
        };
        straight.map(|act| (act, progress(act))).collect()
    }
}

/// What has to come before a unit's bundle is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeforeBundle {
    /// The period's last day is to be over.
    PeriodEnd,
    /// The leader is to confirm the report.
    Confirmation,
}

/// How far a step on the way is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Done on that day.
    Done(Date),
    /// To be done now.
    Now,
    /// To be done later.
    Ahead,
}

/// The task of a unit in a period, with a round or without.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn task(app: &App, unit: &UnitRow, period: Period) -> Result<Task, UsecaseError> {
    let round = find_round::of_unit(app, unit, period).await?;
    let mut connection = app.store.read().await?;
    let steps = report_step::of_report(&mut connection, &unit.code, &period.to_string()).await?;
    let home = match is_collected(&mut connection, &app.node.unit, &unit.code).await? {
        false => Home::Elsewhere,
        true if app.node.is_province() => Home::Shared,
        true => Home::Own,
    };
    Ok(Task {
        unit: unit.code.clone(),
        period,
        deadline: deadline(period, round.as_ref()),
        round,
        today: app.clock.now_local().date(),
        report: follow(steps),
        home,
    })
}

/// The last day on which a report is on time: the round's, else ten days after the period.
#[must_use]
pub fn deadline(period: Period, round: Option<&Round>) -> Date {
    round.map_or_else(
        || period.to().saturating_add(DAYS_UNTIL_DUE.days()),
        |round| round.deadline,
    )
}

/// Days from one day to another; negative when that is before.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// What the unit's figures of the period are by now, whoever asks.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn figures(app: &App, unit: &UnitRow, period: Period) -> Result<Figures, UsecaseError> {
    let collected = collect(app, std::slice::from_ref(unit), period).await?;
    let tallies = collected.get(&unit.code);
    let nobody = UnitTallies::default();
    figures_of(&app.catalog, tallies.unwrap_or(&nobody))
}

/// What tallies come to: equal here and where their bundle was merged. The number is of people: a
/// part of a form is somebody's second sheet.
///
/// # Errors
/// When a form is not known here.
pub fn figures_of(catalog: &Catalog, tallies: &UnitTallies) -> Result<Figures, UsecaseError> {
    let mut hash = Sha256::new_with_prefix(b"hailong report 1\0");
    let mut n_sheets = 0_u64;
    for (span, forms) in &tallies.spans {
        let counted: BTreeMap<_, _> = forms
            .iter()
            .filter(|(_, tally)| !tally.cells.is_empty())
            .collect();
        if counted.is_empty() {
            continue;
        }
        for (name, tally) in &counted {
            let form = known_form(catalog, name)?;
            let cells = tally.cells.values();
            n_sheets += cells
                .map(|cell| cell.sheets.saturating_sub(cell.parts(form)))
                .sum::<u64>();
        }
        hash.update(span.to_string());
        let named = counted
            .into_iter()
            .map(|(form, tally)| (form.as_str(), tally));
        hash.update(tallies_hash(named));
    }
    Ok(Figures {
        tallies: hash.finalize().into(),
        n_sheets,
    })
}
