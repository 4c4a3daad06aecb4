//! Plans what a unit keeps, raises and repairs in a period, and how its tasks stand.

mod progress;

use std::sync::Arc;

use jiff::civil::Date;

use self::progress::progress;
pub use self::progress::{Change, Progress};

use super::compute_results::{Counted, breakdown};
use super::find_main_form::{main_form, rated};
use super::release_results::release;
use super::{App, UsecaseError};
use crate::domain::account::{Role, Scope};
use crate::domain::comparison::Difference;
use crate::domain::form::{Form, Question, Section, Text};
use crate::domain::percent::Rounded;
use crate::domain::period::Period;
use crate::domain::plan::{Class, Evidence, Standing, goal_of_hundredths, judge};
use crate::domain::results::{By, ResultRow};
use crate::domain::round::Round;
use crate::domain::unit::{Edition, Level};
use crate::storage::plan_goal::{self, PlanGoalRow};
use crate::storage::plan_task::{self, PlanTaskRow};
use crate::storage::unit::UnitRow;

/// A unit's plan.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The unit.
    pub unit: UnitRow,
    /// Edition of its code.
    pub edition: Edition,
    /// The period its figures are of.
    pub period: Period,
    /// What the round that asks for the period is called, if there is one.
    pub round: Option<String>,
    /// The form whose criteria these are; `None`: nobody answered anything.
    pub form: Option<Arc<Form>>,
    /// Every criterion in the order of the form.
    pub criteria: Vec<Criterion>,
    /// Every task, open ones first.
    pub tasks: Vec<Task>,
}

impl Plan {
    /// The criteria that stand so, in the order of the form.
    pub fn standing(&self, standing: Standing) -> impl Iterator<Item = &Criterion> {
        let all = self.criteria.iter();
        all.filter(move |criterion| criterion.standing == standing)
    }

    /// The criterion of that id.
    #[must_use]
    pub fn criterion(&self, id: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.id == id)
    }
}

/// One criterion: a factor, or a question with a satisfaction scale.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Such as `factor:thu-tuc` or `question:chung`.
    pub id: String,
    /// What it is called.
    pub name: Text,
    /// The factor's number, for factors.
    pub factor: Option<u8>,
    /// Its figures.
    pub row: ResultRow,
    /// People who answered it: for a factor, its most answered question.
    pub n: u64,
    /// What is to be done.
    pub standing: Standing,
    /// What is aimed at.
    pub goal: Option<Goal>,
    /// The figure shown against the goal.
    pub gap: Option<Difference>,
}

/// A goal and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// In percent.
    pub figure: Rounded,
    /// Whose.
    pub source: GoalSource,
}

/// Who set a goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoalSource {
    /// The unit itself.
    Own {
        /// The account.
        by: String,
        /// The day, ISO.
        on: String,
    },
    /// The province's round.
    Round,
}

/// A task and how it stands today.
#[derive(Clone, Debug)]
pub struct Task {
    /// As it was written down.
    pub row: PlanTaskRow,
    /// What its criterion is called.
    pub criterion: Text,
    /// Days an open task is late; 0: it is not.
    pub days_late: i32,
    /// The criterion's figure in the plan's period against that at the start, once that period is
    /// a later one and has answers enough.
    pub progress: Option<Progress>,
}

/// The plan of a unit in a period: for its page, and for section 3 and the appendix of its report.
///
/// # Errors
/// When the unit is unknown, out of reach or a province, or the file cannot be read.
pub async fn plan(
    app: &App,
    scope: &Scope,
    unit: &str,
    period: Period,
) -> Result<Plan, UsecaseError> {
    let counted = release(app, scope, unit, period).await?;
    let found = &counted.found;
    if found.unit.level == Level::Province.as_str() {
        return Err(UsecaseError::UnknownUnit(unit.to_owned()));
    }
    let round = counted.round();
    let form = main_form(app, &counted, round)?;
    let mut connection = app.store.read().await?;
    let goals = match &form {
        Some(form) => {
            let id = form.form_ref.id.as_str();
            plan_goal::of_form(&mut connection, unit, id).await?
        }
        None => Vec::new(),
    };
    let tasks = plan_task::of_unit(&mut connection, unit).await?;
    drop(connection);
    let criteria = match &form {
        Some(form) => {
            let aims = Aims {
                round,
                goals: &goals,
            };
            criteria(app, &counted, form, aims)?
        }
        None => Vec::new(),
    };
    let today = app.clock.now_local().date();
    let mut plan = Plan {
        unit: found.unit.clone(),
        edition: found.edition,
        period,
        round: round.map(|round| round.title.clone()),
        form,
        criteria,
        tasks: Vec::new(),
    };
    plan.tasks = tasks
        .into_iter()
        .map(|row| task(app, &plan, row, today))
        .collect();
    Ok(plan)
}

/// Whether accounts of that role change their unit's plan.
#[must_use]
pub fn may_change(role: Role) -> bool {
    match role {
        Role::Officer | Role::Leader => true,
        Role::Province | Role::Publisher | Role::Admin => false,
    }
}

#[derive(Clone, Copy)]
struct Aims<'a> {
    round: Option<&'a Round>,
    goals: &'a [PlanGoalRow],
}

impl Aims<'_> {
    fn of(&self, criterion: &str, section: &Section) -> Option<Goal> {
        let own = self.goals.iter().find(|row| row.criterion == criterion);
        if let Some(row) = own {
            let source = GoalSource::Own {
                by: row.set_by.clone(),
                on: row.set_on.clone(),
            };
            let figure = goal_of_hundredths(row.goal);
            return Some(Goal { figure, source });
        }
        let figure = self.round?.goal_of(section.id.as_str())?.clone();
        let source = GoalSource::Round;
        Some(Goal { figure, source })
    }
}

fn criteria(
    app: &App,
    counted: &Counted,
    form: &Form,
    aims: Aims<'_>,
) -> Result<Vec<Criterion>, UsecaseError> {
    let sections = breakdown(app, counted, form, None, Some(By::Section))?;
    let questions = breakdown(app, counted, form, None, Some(By::Question))?;
    let of_question = |question: &Question| {
        let id = Some(question.id.as_str());
        questions.iter().find(|row| row.question.as_deref() == id)
    };
    let mut criteria = Vec::new();
    for section in &form.sections {
        let rows: Vec<_> = rated(section)
            .filter_map(|question| Some((question, of_question(question)?)))
            .collect();
        let own = sections
            .iter()
            .find(|row| row.section.as_deref() == Some(section.id.as_str()));
        if let (Some(row), Some(_)) = (own, section.factor) {
            let most = rows.iter().map(|(_, row)| row.n).max().unwrap_or(0);
            let is_enough = row.enough && rows.iter().any(|(_, row)| row.enough);
            let id = format!("factor:{}", section.id);
            let goal = aims.of(&id, section);
            let measured = Measured {
                row,
                n: most,
                is_enough,
            };
            criteria.push(Criterion {
                factor: section.factor,
                ..criterion(app, (id, &section.title), measured, goal)
            });
            // A factor of one question is that question.
            if rows.len() == 1 {
                continue;
            }
        }
        for (question, row) in rows {
            let id = format!("question:{}", question.id);
            let goal = aims.of(&id, section);
            let measured = Measured {
                row,
                n: row.n,
                is_enough: row.enough,
            };
            criteria.push(criterion(app, (id, &question.text), measured, goal));
        }
    }
    Ok(criteria)
}

#[derive(Clone, Copy)]
struct Measured<'a> {
    row: &'a ResultRow,
    n: u64,
    is_enough: bool,
}

fn criterion(
    app: &App,
    (id, name): (String, &Text),
    measured: Measured<'_>,
    goal: Option<Goal>,
) -> Criterion {
    let Measured { row, n, is_enough } = measured;
    let evidence = Evidence {
        percent: row.percent.as_deref().filter(|_| !row.is_withheld()),
        interval: row.interval.as_ref(),
        class: class(app, row),
        enough: is_enough,
    };
    let standing = judge(evidence, goal.as_ref().map(|goal| &goal.figure));
    let figure = evidence.estimate().filter(|_| standing != Standing::TooFew);
    let gap = figure
        .zip(goal.as_ref())
        .map(|(figure, goal)| figure.minus_fixed(&goal.figure));
    Criterion {
        id,
        name: name.clone(),
        factor: None,
        row: row.clone(),
        n,
        standing,
        goal,
        gap,
    }
}

fn class(app: &App, row: &ResultRow) -> Option<Class> {
    let group = row.group.as_ref()?;
    let method = app.methods.get(&row.method)?;
    let place = method.groups.iter().position(|known| known.id == *group)?;
    Some(Class::of(place))
}

fn task(app: &App, plan: &Plan, row: PlanTaskRow, today: Date) -> Task {
    let form = plan.form.as_deref();
    let form = form.filter(|form| form.form_ref.id.as_str() == row.form);
    let newest = app.catalog.newest(&row.form);
    let name = form
        .or(newest.map(Arc::as_ref))
        .and_then(|form| criterion_name(form, &row.criterion));
    let fallback = || Text::new(row.criterion.clone(), std::collections::BTreeMap::new());
    let is_open = row.state == "open";
    let due: Option<Date> = row.due_on.parse().ok();
    let days_late = due
        .filter(|due| is_open && *due < today)
        .map_or(0, |due| (today - due).get_days());
    let progress = form.and_then(|_| progress(plan, &row));
    Task {
        criterion: name.unwrap_or_else(fallback),
        days_late,
        progress,
        row,
    }
}

/// What a criterion is called in a form.
#[must_use]
pub fn criterion_name(form: &Form, id: &str) -> Option<Text> {
    match id.split_once(':')? {
        ("factor", section) => {
            let found = form.factors().find(|known| known.id.as_str() == section)?;
            Some(found.title.clone())
        }
        ("question", question) => Some(form.question(question)?.text.clone()),
        (_, _) => None,
    }
}
