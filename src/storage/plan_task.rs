//! Tasks that units took on for weak criteria.

use sqlx::SqliteConnection;

use super::StorageError;

/// One task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanTaskRow {
    /// The unit's number of it.
    pub number: i64,
    /// The form, without version.
    pub form: String,
    /// The criterion within it, such as `factor:thu-tuc`.
    pub criterion: String,
    /// The period whose figure called for it, as written.
    pub period: String,
    /// That figure, in percent.
    pub start_percent: Option<String>,
    /// Lower limit of its interval.
    pub start_low: Option<String>,
    /// Upper limit of its interval.
    pub start_high: Option<String>,
    /// Answers it rests on.
    pub start_n: i64,
    /// The form version that figure is of, as `id@version`; `None`: not written down.
    pub start_form: Option<String>,
    /// The method it was computed by.
    pub start_method: Option<String>,
    /// The channels it sums, with commas between.
    pub start_channels: Option<String>,
    /// What is to be done.
    pub what: String,
    /// Who does it.
    pub owner: String,
    /// The owner's position; may be empty.
    pub position: String,
    /// The last day it is on time, ISO.
    pub due_on: String,
    /// `open`, `done` or `dropped`.
    pub state: String,
    /// Why it was dropped.
    pub reason: Option<String>,
    /// What people said, for the poster.
    pub said: Option<String>,
    /// What was done about it, for the poster.
    pub told: Option<String>,
    /// The account that wrote it down.
    pub made_by: String,
    /// When, ISO.
    pub made_on: String,
    /// The account that changed it last.
    pub changed_by: String,
    /// When, ISO.
    pub changed_on: String,
}

/// Adds an open task.
///
/// # Errors
/// When the unit has one of that number.
pub async fn insert(
    connection: &mut SqliteConnection,
    unit: &str,
    row: &PlanTaskRow,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into plan_task (unit, number, form, criterion, period, start_percent, start_low,
             start_high, start_n, what, owner, position, due_on, state, made_by, made_on,
             changed_by, changed_on, start_form, start_method, start_channels)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, 'open', ?14, ?15, ?14, ?15,
             ?16, ?17, ?18)",
        unit,
        row.number,
        row.form,
        row.criterion,
        row.period,
        row.start_percent,
        row.start_low,
        row.start_high,
        row.start_n,
        row.what,
        row.owner,
        row.position,
        row.due_on,
        row.made_by,
        row.made_on,
        row.start_form,
        row.start_method,
        row.start_channels
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The number of a unit's newest task; 0 before the first.
///
/// # Errors
/// When the file cannot be read.
pub async fn last_number(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<i64, StorageError> {
    let last = sqlx::query_scalar!(
        r#"select coalesce(max(number), 0) as "last!: i64" from plan_task where unit = ?1"#,
        unit
    )
    .fetch_one(connection)
    .await?;
    Ok(last)
}

/// Every task of a unit: open ones first, by the day they are due.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_unit(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<PlanTaskRow>, StorageError> {
    let rows = sqlx::query_as!(
        PlanTaskRow,
        "select number, form, criterion, period, start_percent, start_low, start_high, start_n,
             start_form, start_method, start_channels, what, owner, position, due_on, state, reason, said, told, made_by, made_on,
             changed_by, changed_on
         from plan_task where unit = ?1 order by state <> 'open', due_on, number",
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// One task of a unit.
///
/// # Errors
/// When the file cannot be read.
pub async fn find(
    connection: &mut SqliteConnection,
    unit: &str,
    number: i64,
) -> Result<Option<PlanTaskRow>, StorageError> {
    let row = sqlx::query_as!(
        PlanTaskRow,
        "select number, form, criterion, period, start_percent, start_low, start_high, start_n,
             start_form, start_method, start_channels, what, owner, position, due_on, state, reason, said, told, made_by, made_on,
             changed_by, changed_on
         from plan_task where unit = ?1 and number = ?2",
        unit,
        number
    )
    .fetch_optional(connection)
    .await?;
    Ok(row)
}

/// Writes down what became of a task: its state with everything that hangs on it.
///
/// # Errors
/// When the file cannot be written.
pub async fn set_state(
    connection: &mut SqliteConnection,
    unit: &str,
    row: &PlanTaskRow,
) -> Result<(), StorageError> {
    sqlx::query!(
        "update plan_task set state = ?3, reason = ?4, said = ?5, told = ?6, changed_by = ?7,
             changed_on = ?8
         where unit = ?1 and number = ?2",
        unit,
        row.number,
        row.state,
        row.reason,
        row.said,
        row.told,
        row.changed_by,
        row.changed_on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What a unit's finished tasks tell everybody, the latest first: `(said, told, day)`.
///
/// # Errors
/// When the file cannot be read.
pub async fn told(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<Vec<(String, String, String)>, StorageError> {
    let rows = sqlx::query!(
        r#"select said as "said!", told as "told!", changed_on from plan_task
           where unit = ?1 and state = 'done' and said is not null and told is not null
           order by changed_on desc, number desc limit 12"#,
        unit
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.said, row.told, row.changed_on))
        .collect())
}
