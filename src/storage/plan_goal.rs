//! Goals that units set themselves, by criterion.

use sqlx::SqliteConnection;

use super::StorageError;

/// A goal of a unit's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanGoalRow {
    /// The criterion within its form, such as `factor:thu-tuc`.
    pub criterion: String,
    /// Hundredths of a percent.
    pub goal: i64,
    /// The account that set it.
    pub set_by: String,
    /// Local day, ISO.
    pub set_on: String,
}

/// Sets a goal, in the place of an earlier one.
///
/// # Errors
/// When the file cannot be written.
pub async fn put(
    connection: &mut SqliteConnection,
    (unit, form): (&str, &str),
    row: &PlanGoalRow,
) -> Result<(), StorageError> {
    sqlx::query!(
        "insert into plan_goal (unit, form, criterion, goal, set_by, set_on)
         values (?1, ?2, ?3, ?4, ?5, ?6)
         on conflict (unit, form, criterion) do update
         set goal = excluded.goal, set_by = excluded.set_by, set_on = excluded.set_on",
        unit,
        form,
        row.criterion,
        row.goal,
        row.set_by,
        row.set_on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a goal back.
///
/// # Errors
/// When the file cannot be written.
pub async fn delete(
    connection: &mut SqliteConnection,
    (unit, form): (&str, &str),
    criterion: &str,
) -> Result<(), StorageError> {
    sqlx::query!(
        "delete from plan_goal where unit = ?1 and form = ?2 and criterion = ?3",
        unit,
        form,
        criterion
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The goals a unit set itself for a form.
///
/// # Errors
/// When the file cannot be read.
pub async fn of_form(
    connection: &mut SqliteConnection,
    unit: &str,
    form: &str,
) -> Result<Vec<PlanGoalRow>, StorageError> {
    let rows = sqlx::query_as!(
        PlanGoalRow,
        "select criterion, goal, set_by, set_on from plan_goal
         where unit = ?1 and form = ?2 order by criterion",
        unit,
        form
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
