//! Watches which units' reports are in: the board of a province.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::find_round;
use super::follow_report::deadline;
use super::list_reports::{Source, Standing, standings};
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::board::{Board, Due, Evidence, Place};
use crate::domain::period::Period;
use crate::domain::round::Rounds;
use crate::storage::StorageError;
use crate::storage::bundle::{self, ReceiptRow};
use crate::storage::unit::UnitRow;

/// The board of a period.
#[derive(Clone, Debug)]
pub struct Watched {
    /// The days the province as a whole is judged by.
    pub due: Due,
    /// The rounds that ask for the period; each unit is judged by its own.
    pub rounds: Rounds,
    /// The sum.
    pub board: Board,
    /// Every unit that is asked, in Vietnamese order.
    pub lines: Vec<Line>,
}

impl Watched {
    /// The days all units are judged by; `None`: their rounds have days of their own.
    #[must_use]
    pub fn shared_due(&self) -> Option<Due> {
        let first = self.lines.first().map_or(self.due, |line| line.due);
        let is_shared = self.lines.iter().all(|line| line.due == first);
        is_shared.then_some(first)
    }
}

/// One unit on the board.
#[derive(Clone, Debug)]
pub struct Line {
    /// Unit code.
    pub unit: String,
    /// Unit name with its kind.
    pub name: String,
    /// How its figures came.
    pub source: Source,
    /// The days it is judged by.
    pub due: Due,
    /// Where it stands.
    pub place: Place,
    /// The last bundle that came of it, of whatever period; looked up for those not whole.
    pub last: Option<ReceiptRow>,
}

/// The board of a province in a period. Without a round that asks for it, every unit is expected
/// by the tenth day after its end.
///
/// # Errors
/// When the unit is unknown or out of reach, or the file cannot be read.
pub async fn watch(
    app: &App,
    scope: &Scope,
    province: &UnitRow,
    period: Period,
) -> Result<Watched, UsecaseError> {
    let rounds = find_round::of_period(&mut *app.store.read().await?, province, period).await?;
    let due = |round| Due {
        period_end: period.to(),
        deadline: deadline(period, round),
        today: app.clock.now_local().date(),
    };
    let mut lines = Vec::new();
    for standing in standings(app, scope, &province.code, period).await? {
        if rounds.expect(&standing.unit) {
            lines.push(line(due(rounds.of_unit(&standing.unit)), standing)?);
        }
    }
    add_last(app, &mut lines).await?;
    Ok(Watched {
        due: due(rounds.of_province()),
        rounds,
        board: Board::of(lines.iter().map(|line| line.place)),
        lines,
    })
}

fn line(due: Due, standing: Standing) -> Result<Line, StorageError> {
    let evidence = match (&standing.source, &standing.whole_since) {
        (Source::Here, _) => Evidence::Here,
        (Source::Merged { is_final: true, .. }, Some(day)) => Evidence::Final(parse(day)?),
        (Source::Merged { .. }, _) => Evidence::Interim,
        (Source::Withdrawn { .. }, _) => Evidence::Withdrawn,
        (Source::Nothing, _) => Evidence::Nothing,
    };
    Ok(Line {
        unit: standing.unit,
        name: standing.name,
        source: standing.source,
        due,
        place: due.place(evidence),
        last: None,
    })
}

async fn add_last(app: &App, lines: &mut [Line]) -> Result<(), UsecaseError> {
    let asked = |line: &Line| match line.place {
        Place::Missing { .. } | Place::Withdrawn => true,
        Place::OnTime | Place::Late | Place::Collecting => false,
    };
    let codes: Vec<&str> = lines
        .iter()
        .filter(|line| asked(line))
        .map(|line| line.unit.as_str())
        .collect();
    if codes.is_empty() {
        return Ok(());
    }
    let codes = serde_json::json!(codes).to_string();
    let mut connection = app.store.read().await?;
    let rows = bundle::last_of_units(&mut connection, &codes).await?;
    let mut last: BTreeMap<String, ReceiptRow> = rows
        .into_iter()
        .map(|row| (row.unit.clone(), row))
        .collect();
    for line in lines {
        line.last = last.remove(&line.unit);
    }
    Ok(())
}

fn parse(day: &str) -> Result<Date, StorageError> {
    day.parse()
        .map_err(|_| StorageError::Corrupt(format!("bundle received on {day:?}")))
}
