//! The steps of units' reports, added and never changed.

use sqlx::SqliteConnection;

use super::{StorageError, bytes, count};
use crate::domain::report::{Act, Figures, Step};

/// A step, with the report it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportStepRow {
    /// Unit code.
    pub unit: String,
    /// The period as written.
    pub period: String,
    /// The step.
    pub step: Step,
}

/// Adds a step.
///
/// # Errors
/// When its id is taken, or the file cannot be written.
pub async fn insert(
    connection: &mut SqliteConnection,
    row: &ReportStepRow,
) -> Result<(), StorageError> {
    let step = &row.step;
    let (act, day) = (step.act.as_str(), step.day.to_string());
    let received_on = step.received_on.to_string();
    let sequence = i64::try_from(step.sequence).unwrap_or(i64::MAX);
    let tallies = step.figures.map(|figures| figures.tallies.to_vec());
    let n_sheets = step.figures.map(|figures| figures.n_sheets);
    let n_sheets = n_sheets.map(|n| i64::try_from(n).unwrap_or(i64::MAX));
    sqlx::query!(
        "insert into report_step (id, unit, period, sequence, act, account, position, day,
                                  received_on, reason, tallies, sheet_count)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        step.id,
        row.unit,
        row.period,
        sequence,
        act,
        step.account,
        step.position,
        day,
        received_on,
        step.reason,
        tallies,
        n_sheets
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The step of that id.
///
/// # Errors
/// When the row is corrupt or the file cannot be read.
pub async fn find(
    connection: &mut SqliteConnection,
    id: &str,
) -> Result<Option<ReportStepRow>, StorageError> {
    let row = sqlx::query_as!(Raw, "select * from report_step where id = ?1", id)
        .fetch_optional(connection)
        .await?;
    row.map(Raw::row).transpose()
}

/// The steps of a unit's report, in order.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn of_report(
    connection: &mut SqliteConnection,
    unit: &str,
    period: &str,
) -> Result<Vec<Step>, StorageError> {
    let rows = sqlx::query_as!(
        Raw,
        "select * from report_step where period = ?1 and unit = ?2 order by sequence, id",
        period,
        unit
    )
    .fetch_all(connection)
    .await?;
    let steps = rows.into_iter().map(|raw| Ok(raw.row()?.step));
    steps.collect()
}

/// The steps of every unit's report on a period, by unit and in order.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn of_period(
    connection: &mut SqliteConnection,
    period: &str,
) -> Result<Vec<ReportStepRow>, StorageError> {
    let rows = sqlx::query_as!(
        Raw,
        "select * from report_step where period = ?1 order by unit, sequence, id",
        period
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Raw::row).collect()
}

/// The position in the newest step that an account took in a unit's reports, whatever period they
/// are on; one called `untyped` was never typed.
///
/// # Errors
/// When the file cannot be read.
pub async fn last_position(
    connection: &mut SqliteConnection,
    (unit, account): (&str, &str),
    untyped: &str,
) -> Result<Option<String>, StorageError> {
    let position = sqlx::query_scalar!(
        "select position from report_step
         where unit = ?1 and account = ?2 and position <> ?3
         order by day desc, sequence desc, id limit 1",
        unit,
        account,
        untyped
    )
    .fetch_optional(connection)
    .await?;
    Ok(position)
}

struct Raw {
    id: String,
    unit: String,
    period: String,
    sequence: i64,
    act: String,
    account: String,
    position: String,
    day: String,
    received_on: String,
    reason: Option<String>,
    tallies: Option<Vec<u8>>,
    sheet_count: Option<i64>,
}

impl Raw {
    fn row(self) -> Result<ReportStepRow, StorageError> {
        let corrupt =
            |what: &str| StorageError::Corrupt(format!("report step {}: {what}", self.id));
        let act = Act::parse(&self.act).ok_or_else(|| corrupt("no such act"))?;
        let day = self.day.parse().map_err(|_| corrupt("no such day"))?;
        let received_on = self.received_on.parse();
        let received_on = received_on.map_err(|_| corrupt("no such day of receipt"))?;
        let figures = match (self.tallies, self.sheet_count) {
            (Some(tallies), Some(n_sheets)) => Some(Figures {
                tallies: bytes(tallies)?,
                n_sheets: count(n_sheets)?,
            }),
            (Some(_) | None, Some(_) | None) => None,
        };
        Ok(ReportStepRow {
            unit: self.unit,
            period: self.period,
            step: Step {
                sequence: count(self.sequence)?,
                id: self.id,
                act,
                account: self.account,
                position: self.position,
                day,
                received_on,
                reason: self.reason,
                figures,
            },
        })
    }
}
