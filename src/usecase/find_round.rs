//! Finds the round that asks for a unit's period.

use std::collections::BTreeSet;

use jiff::civil::Date;
use sqlx::SqliteConnection;

use super::{App, UsecaseError};
use crate::domain::period::Period;
use crate::domain::round::{Round, Rounds};
use crate::domain::unit::UnitCode;
use crate::forms::rounds::parse_round;
use crate::storage::unit::UnitRow;
use crate::storage::{StorageError, round};

/// The round that measures exactly this period of the unit, or of the province itself; `None`:
/// the calendar and the form's own defaults hold.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn of_unit(
    app: &App,
    unit: &UnitRow,
    period: Period,
) -> Result<Option<Round>, UsecaseError> {
    let mut connection = app.store.read().await?;
    let rounds = of_period(&mut connection, unit, period).await?;
    Ok(of(&rounds, unit).cloned())
}

/// Of the rounds of a period the one that holds for the unit, or for the province itself.
#[must_use]
pub fn of<'a>(rounds: &'a Rounds, unit: &UnitRow) -> Option<&'a Round> {
    match unit.parent {
        None => rounds.of_province(),
        Some(_) => rounds.of_unit(&unit.code),
    }
}

/// The rounds that hold for a unit on a day, one for each period that has the day in it; of these
/// the one that begins last comes first.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn in_force_on(app: &App, unit: &UnitRow, day: Date) -> Result<Vec<Round>, UsecaseError> {
    let province = province_of(unit);
    let rows = round::all(&mut *app.store.read().await?).await?;
    let periods: BTreeSet<Period> = rows
        .iter()
        .filter(|row| row.province == province)
        .filter_map(|row| Period::parse(&row.period).ok())
        .filter(|period| (period.from()..=period.to()).contains(&day))
        .collect();
    let mut rounds = Vec::new();
    for period in periods {
        rounds.extend(of_unit(app, unit, period).await?);
    }
    rounds.sort_by_key(|round| std::cmp::Reverse(round.period.from()));
    Ok(rounds)
}

/// The rounds that hold in exactly this period in the province of a unit, or of one that is one.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn of_period(
    connection: &mut SqliteConnection,
    unit: &UnitRow,
    period: Period,
) -> Result<Rounds, StorageError> {
    let rows = round::of_period(connection, &province_of(unit), &period.to_string()).await?;
    let mut rounds = Vec::new();
    for row in rows {
        let round = read(&row.id, &row.body)?;
        rounds.push((row.received_on, round));
    }
    rounds.sort_by(|(day, round), (other_day, other)| {
        place(day, round).cmp(&place(other_day, other))
    });
    Ok(Rounds::holding(
        rounds.into_iter().map(|(_, round)| round).collect(),
    ))
}

/// Of several rounds the last in this order holds. Two that came on one day are told apart by
/// what stands in them, so that the province's server and a unit's agree whichever they read first.
fn place<'a>(received_on: &'a str, round: &'a Round) -> impl Ord + use<'a> {
    let decided_on = round.decision.as_ref().map(|decision| decision.date);
    (received_on, decided_on, round.revision, round.id.as_str())
}

/// Code of the province a unit belongs to; a province's is its own.
#[must_use]
pub fn province_of(unit: &UnitRow) -> String {
    // An own unit below another one is still its province's.
    let own = UnitCode::parse(&unit.code).ok();
    let own = own.and_then(|code| code.own_province()).map(String::from);
    own.or_else(|| unit.parent.clone())
        .unwrap_or_else(|| unit.code.clone())
}

/// A round as it is kept.
///
/// # Errors
/// [`StorageError::Corrupt`] when it is no round.
pub fn read(id: &str, body: &str) -> Result<Round, StorageError> {
    parse_round(id, body).map_err(|problems| {
        let first = problems.first().map(|problem| problem.en.as_str());
        StorageError::Corrupt(format!("round {id}: {}", first.unwrap_or("unreadable")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Day of receipt, day of the decision, revision and id.
    type Came = (&'static str, Option<&'static str>, u32, &'static str);

    fn round((_, decided_on, revision, id): Came) -> Round {
        let decision = decided_on.map_or_else(String::new, |day| {
            format!("decision = {{ number = \"1/QĐ-UBND\", date = {day} }}")
        });
        let text = format!(
            "id = \"{id}\"\nrevision = {revision}\ntitle = \"Đợt\"\nprovince = \"08\"\n{decision}
             period = \"2026-Q4b\"\nform = \"hai-long-quay@1\"\nmethod = \"ty-le\"
             channels = [\"tablet\"]\ndeadline = 2026-12-20\ngrace_days = 0"
        );
        parse_round(id, &text).unwrap()
    }

    #[test]
    fn of_two_rounds_for_one_period_the_later_holds() {
        let cases: [(Came, Came, &str); 5] = [
            (
                ("2026-09-02", Some("2026-09-01"), 9, "b"),
                ("2026-09-03", None, 1, "a"),
                "a later day",
            ),
            (
                ("2026-09-02", Some("2026-08-31"), 2, "b"),
                ("2026-09-02", Some("2026-09-01"), 1, "a"),
                "a later decision",
            ),
            (
                ("2026-09-02", None, 2, "b"),
                ("2026-09-02", Some("2026-09-01"), 1, "a"),
                "a decision before none",
            ),
            (
                ("2026-09-02", None, 1, "b"),
                ("2026-09-02", None, 2, "a"),
                "a higher revision",
            ),
            (
                ("2026-09-02", None, 1, "a"),
                ("2026-09-02", None, 1, "b"),
                "nothing but the id",
            ),
        ];
        for (earlier, later, why) in cases {
            let (old, new) = (round(earlier), round(later));
            assert!(place(earlier.0, &old) < place(later.0, &new), "{why}");
        }
    }
}
