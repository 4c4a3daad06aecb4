//! Keeps a unit's plan: its own goals, and its tasks from the first word to the last.

use std::collections::BTreeMap;

use super::check_fields::{Checks, Refused, Typed};
use super::find_unit::find_today;
use super::plan_improvement::{Criterion, Plan, may_change};
use super::record_event::{Act, record};
use super::sign_in::SignedIn;
use super::{App, Invalid, UsecaseError};
use crate::domain::account::Role;
use crate::domain::plan::{Basis, Standing, goal_of_hundredths, hundredths, parse_goal};
use crate::storage::plan_goal::{self, PlanGoalRow};
use crate::storage::plan_task::{self, PlanTaskRow};
use crate::storage::{StorageError, Write};

/// Longest task, in characters.
pub const MOST_WHAT_CHARS: usize = 200;
/// Longest name or position.
pub const MOST_NAME_CHARS: usize = 100;
/// Longest reason why a task is dropped.
pub const MOST_REASON_CHARS: usize = 200;
/// Longest text for the poster: what people said, and again what was done.
pub const MOST_TOLD_CHARS: usize = 300;
/// Named by the problem of words for the public from an account that may not write them: a page
/// of such an account has no field for them.
pub const NOT_TOLD: &str = "not-told";
/// Tasks a unit may ever have.
const LAST_NUMBER: i64 = 9_999;

/// Sets the goals typed for criteria of the plan's form; an empty one is taken back. What does not
/// change is recorded no second time.
///
/// # Errors
/// Every goal that is none, or when the file cannot be written.
pub async fn set_goals(
    app: &App,
    who: &SignedIn,
    plan: &Plan,
    typed: &BTreeMap<String, String>,
) -> Result<(), Refused> {
    keeper(who, &plan.unit.code)?;
    let Some(form) = &plan.form else {
        return Ok(());
    };
    let mut checks = Checks::default();
    let mut wanted = Vec::new();
    for criterion in &plan.criteria {
        let Some(text) = typed.get(&criterion.id).map(|text| text.trim()) else {
            continue;
        };
        match (text.is_empty(), parse_goal(text)) {
            (true, _) => wanted.push((criterion, None)),
            (false, Some(goal)) => wanted.push((criterion, Some(hundredths(&goal)))),
            (false, None) => checks.add(
                &criterion.id,
                format!(
                    "mục tiêu của “{}” phải là số từ 0 đến 100, nhiều nhất hai chữ số sau dấu phẩy",
                    criterion.name.get("vi")
                ),
                format!(
                    "the goal of “{}” must be from 0 to 100 with at most two decimals",
                    criterion.name.get("en")
                ),
            ),
        }
    }
    checks.end()?;
    let place = (plan.unit.code.as_str(), form.form_ref.id.as_str());
    let day = app.today();
    let mut write = app.store.write().await?;
    let held = plan_goal::of_form(write.connection(), place.0, place.1).await?;
    for (criterion, goal) in wanted {
        let id = criterion.id.as_str();
        let before = held.iter().find(|row| row.criterion == id);
        if before.map(|row| row.goal) == goal {
            continue;
        }
        set_goal(&mut write, (who, &day), place, (id, goal)).await?;
    }
    write.commit().await?;
    Ok(())
}

async fn set_goal(
    write: &mut Write,
    (who, day): (&SignedIn, &str),
    place: (&str, &str),
    (criterion, goal): (&str, Option<i64>),
) -> Result<(), StorageError> {
    let (unit, form) = place;
    let told = if let Some(goal) = goal {
        let row = PlanGoalRow {
            criterion: criterion.to_owned(),
            goal,
            set_by: who.name.clone(),
            set_on: day.to_owned(),
        };
        plan_goal::put(write.connection(), place, &row).await?;
        goal_of_hundredths(goal).to_string()
    } else {
        plan_goal::delete(write.connection(), place, criterion).await?;
        "-".to_owned()
    };
    let act = Act {
        day,
        actor: &who.name,
        action: "plan-goal",
        subject: &format!("{unit} {form} {criterion} {told}"),
    };
    record(write, act).await
}

/// A task as it is typed.
#[derive(Clone, Copy, Debug)]
pub struct NewTask<'a> {
    /// The criterion it is about.
    pub criterion: &'a str,
    /// What is to be done.
    pub what: &'a str,
    /// Who does it.
    pub owner: &'a str,
    /// The owner's position; may be empty.
    pub position: &'a str,
    /// The last day it is on time.
    pub due: &'a str,
    /// The newest task known to whoever asks: the same page posted twice adds one.
    pub after: &'a str,
}

/// Adds a task for a criterion of the plan, with its figure as it is now.
///
/// # Errors
/// Every field that is wrong, or when the file cannot be written.
pub async fn add_task(
    app: &App,
    who: &SignedIn,
    plan: &Plan,
    task: NewTask<'_>,
) -> Result<i64, Refused> {
    keeper(who, &plan.unit.code)?;
    let mut checks = Checks::default();
    let about = plan.form.as_ref().zip(plan.criterion(task.criterion));
    if about.is_none() {
        checks.add(
            "criterion",
            "chưa chọn tiêu chí".to_owned(),
            "no criterion chosen".to_owned(),
        );
    }
    let mut row = typed_task(app, &mut checks, task);
    let unit = plan.unit.code.as_str();
    let mut write = app.store.write().await?;
    let last = plan_task::last_number(write.connection(), unit).await?;
    if last.to_string() != task.after {
        checks.add(
            "after",
            "kế hoạch vừa có việc khác được thêm; mời xem danh sách rồi bấm thêm lần nữa nếu chưa có"
                .to_owned(),
            "another task was added just now; see the list, and add again if yours is not there"
                .to_owned(),
        );
    } else if last >= LAST_NUMBER {
        checks.add(
            "after",
            "đã hết số việc".to_owned(),
            "there are no more task numbers".to_owned(),
        );
    }
    checks.end()?;
    let Some((form, criterion)) = about else {
        return Ok(last);
    };
    row.number = last + 1;
    row.form = form.form_ref.id.to_string();
    row.period = plan.period.to_string();
    start_at(&mut row, criterion);
    let day = app.today();
    row.made_by = who.name.clone();
    row.made_on = day.clone();
    plan_task::insert(write.connection(), unit, &row).await?;
    let act = Act {
        day: &day,
        actor: &who.name,
        action: "plan-task-add",
        subject: &format!("{unit} {:04} {}: {}", row.number, row.criterion, row.what),
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(row.number)
}

fn typed_task(app: &App, checks: &mut Checks, task: NewTask<'_>) -> PlanTaskRow {
    let typed = |field, called, text| Typed {
        field,
        called,
        text,
    };
    let what = typed("what", ("việc cần làm", "task"), task.what);
    let owner = typed("owner", ("người phụ trách", "owner"), task.owner);
    let position = typed("position", ("chức vụ", "position"), task.position);
    let due = typed("due", ("hạn xong", "due date"), task.due);
    let row = PlanTaskRow {
        criterion: task.criterion.to_owned(),
        what: checks.text(what, (1, MOST_WHAT_CHARS)),
        owner: checks.text(owner, (1, MOST_NAME_CHARS)),
        position: checks.text(position, (0, MOST_NAME_CHARS)),
        due_on: String::new(),
        ..PlanTaskRow::default()
    };
    let day = checks.date(due);
    if day.is_some_and(|day| day < app.clock.now_local().date()) {
        checks.add(
            "due",
            "hạn xong đã qua".to_owned(),
            "the due date has passed".to_owned(),
        );
    }
    PlanTaskRow {
        due_on: day.map_or_else(String::new, |day| day.to_string()),
        ..row
    }
}

/// Too few answers give no figure to start from.
fn start_at(row: &mut PlanTaskRow, criterion: &Criterion) {
    row.start_n = i64::try_from(criterion.n).unwrap_or(i64::MAX);
    if criterion.standing == Standing::TooFew {
        return;
    }
    let basis = Basis::of(&criterion.row);
    row.start_form = Some(basis.form);
    row.start_method = Some(basis.method);
    row.start_channels = Some(basis.channels);
    row.start_percent.clone_from(&criterion.row.percent);
    let limits = criterion.row.interval.as_ref();
    row.start_low = limits.map(|limits| limits.low.clone());
    row.start_high = limits.map(|limits| limits.high.clone());
}

/// What becomes of a task.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// It is done; or its words for the poster change. Both texts, or neither; the leader of the
    /// unit alone writes them, since everybody reads them.
    Done {
        /// What people said.
        said: &'a str,
        /// What was done about it.
        told: &'a str,
    },
    /// It will not be done.
    Dropped {
        /// Why.
        reason: &'a str,
    },
    /// It was not done, or is taken up again.
    Open,
}

/// Takes a step with a task of a unit within reach.
///
/// # Errors
/// Every field that is wrong, when there is no such task, or it is in no state for that step.
pub async fn take_step(
    app: &App,
    who: &SignedIn,
    (unit, number): (&str, i64),
    step: Step<'_>,
) -> Result<(), Refused> {
    keeper(who, unit)?;
    find_today(app, &who.scope, unit).await?;
    let day = app.today();
    let mut write = app.store.write().await?;
    let held = plan_task::find(write.connection(), unit, number).await?;
    let missing = || UsecaseError::NotFound(format!("{unit} {number:04}"));
    let mut row = held.ok_or_else(missing)?;
    let (state, action) = match (step, row.state.as_str()) {
        (Step::Done { .. }, "open" | "done") => ("done", "plan-task-done"),
        (Step::Dropped { .. }, "open") => ("dropped", "plan-task-drop"),
        (Step::Open, "done" | "dropped") => ("open", "plan-task-reopen"),
        (Step::Done { .. } | Step::Dropped { .. } | Step::Open, _) => {
            return Err(UsecaseError::Invalid(Invalid {
                vi: "việc này vừa được người khác chuyển trạng thái".to_owned(),
                en: "somebody changed the state of this task just now".to_owned(),
            })
            .into());
        }
    };
    let mut checks = Checks::default();
    let told = words_of(&mut checks, &mut row, (who.role, step));
    checks.end()?;
    state.clone_into(&mut row.state);
    row.changed_by.clone_from(&who.name);
    row.changed_on.clone_from(&day);
    plan_task::set_state(write.connection(), unit, &row).await?;
    let act = Act {
        day: &day,
        actor: &who.name,
        action,
        subject: &format!("{unit} {number:04}{told}"),
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(())
}

/// Whether accounts of that role write what the public reads about a task.
#[must_use]
pub fn may_tell(role: Role) -> bool {
    match role {
        Role::Leader => true,
        Role::Officer | Role::Province | Role::Publisher | Role::Admin => false,
    }
}

/// Accounts that do not keep plans have none.
fn keeper(who: &SignedIn, unit: &str) -> Result<(), UsecaseError> {
    if may_change(who.role) {
        Ok(())
    } else {
        Err(UsecaseError::UnknownUnit(unit.to_owned()))
    }
}

/// Puts the words of a step into the row; what of them the event tells.
fn words_of(checks: &mut Checks, row: &mut PlanTaskRow, (role, step): (Role, Step<'_>)) -> String {
    match step {
        Step::Done { said, told } if !may_tell(role) => {
            if !(said.trim().is_empty() && told.trim().is_empty()) {
                checks.add(
                    NOT_TOLD,
                    "Lãnh đạo đơn vị ghi lời công khai".to_owned(),
                    "the leader of the unit writes what the public reads".to_owned(),
                );
            }
            String::new()
        }
        Step::Done { said, told } => {
            let is_told = !(said.trim().is_empty() && told.trim().is_empty());
            let least = usize::from(is_told);
            let typed = |field, called, text| Typed {
                field,
                called,
                text,
            };
            let said = typed("said", ("Ông/Bà góp ý", "what people said"), said);
            let told = typed("told", ("chúng tôi đã làm", "what was done"), told);
            let said = checks.text(said, (least, MOST_TOLD_CHARS));
            let told = checks.text(told, (least, MOST_TOLD_CHARS));
            let event = if is_told {
                format!(": {said} | {told}")
            } else {
                String::new()
            };
            row.said = is_told.then_some(said);
            row.told = is_told.then_some(told);
            event
        }
        Step::Dropped { reason } => {
            let typed = Typed {
                field: "reason",
                called: ("lý do", "reason"),
                text: reason,
            };
            let reason = checks.text(typed, (1, MOST_REASON_CHARS));
            let event = format!(": {reason}");
            row.reason = Some(reason);
            event
        }
        Step::Open => {
            row.reason = None;
            String::new()
        }
    }
}
