//! What a unit's report tells beside its figures: its visits, and its plan.

use crate::domain::account::Scope;
use crate::domain::dossiers::Visits;
use crate::domain::period::Period;
use crate::domain::plan::Standing;
use crate::exchange::report::plan::{PlanLine, PlannedTask};
use crate::storage::StorageError;
use crate::storage::plan_task::PlanTaskRow;
use crate::storage::unit::UnitRow;
use crate::usecase::import_dossiers::visits;
use crate::usecase::plan_improvement::{Criterion, Plan, plan};
use crate::usecase::{App, UsecaseError};

/// Visits, and weak criteria with what is done about them.
pub(super) struct Beside {
    pub(super) visits: Visits,
    pub(super) plan: Vec<PlanLine>,
}

impl Beside {
    pub(super) async fn of(
        app: &App,
        scope: &Scope,
        unit: &UnitRow,
        period: Period,
    ) -> Result<Self, UsecaseError> {
        let found = plan(app, scope, &unit.code, period).await?;
        let weak = found.standing(Standing::Repair);
        let weak = weak.chain(found.standing(Standing::Raise));
        let lines = weak.map(|criterion| line(&found, criterion));
        Ok(Self {
            plan: lines.collect::<Result<_, _>>()?,
            visits: visits(app, unit, period).await?,
        })
    }
}

fn line(plan: &Plan, criterion: &Criterion) -> Result<PlanLine, StorageError> {
    let is_its_own = |row: &PlanTaskRow| row.criterion == criterion.id && row.state == "open";
    let tasks = plan.tasks.iter().map(|task| &task.row);
    let tasks = tasks.filter(|row| is_its_own(row)).map(task);
    let goal = criterion.goal.as_ref();
    Ok(PlanLine {
        criterion: criterion.name.get("vi").to_owned(),
        n: criterion.n,
        percent: criterion.row.percent.clone(),
        goal: goal.map(|goal| goal.figure.to_string()),
        tasks: tasks.collect::<Result<_, _>>()?,
    })
}

fn task(row: &PlanTaskRow) -> Result<PlannedTask, StorageError> {
    let corrupt = |_| StorageError::Corrupt(format!("task {} is due {:?}", row.number, row.due_on));
    Ok(PlannedTask {
        what: row.what.clone(),
        owner: row.owner.clone(),
        due_on: row.due_on.parse().map_err(corrupt)?,
    })
}
