//! How a criterion stands after a task was taken on for it.

use crate::domain::comparison::{Difference, Estimate};
use crate::domain::period::Period;
use crate::domain::plan::{Basis, Standing, Unlike};
use crate::domain::results::{Limits, ResultRow};
use crate::storage::plan_task::PlanTaskRow;
use crate::usecase::plan_improvement::Plan;

/// A figure after a task was taken on.
#[derive(Clone, Debug)]
pub struct Progress {
    /// The later figure in percent.
    pub percent: String,
    /// People who answered.
    pub n: u64,
    /// The way there from the figure at the start.
    pub change: Change,
}

/// A figure against the one a task began with.
#[derive(Clone, Debug)]
pub enum Change {
    /// The difference.
    By(Difference),
    /// There was no figure at the start.
    NoStart,
    /// The two are of different things.
    Not(Unlike),
    /// Nobody wrote down what the figure at the start was computed by.
    Unknown,
}

pub(super) fn progress(plan: &Plan, row: &PlanTaskRow) -> Option<Progress> {
    let start = Period::parse(&row.period).ok()?;
    if plan.period.from() <= start.from() {
        return None;
    }
    let now = plan.criterion(&row.criterion)?;
    let percent = now.row.percent.clone()?;
    if now.standing == Standing::TooFew {
        return None;
    }
    Some(Progress {
        n: now.n,
        change: change(row, &now.row),
        percent,
    })
}

fn change(task: &PlanTaskRow, now: &ResultRow) -> Change {
    let limits = task.start_low.clone().zip(task.start_high.clone());
    let limits = limits.map(|(low, high)| Limits { low, high });
    let start = task.start_percent.as_deref();
    let start = start.and_then(|percent| Estimate::parse(percent, limits.as_ref()));
    let Some((start, own)) = start.zip(Estimate::of(now)) else {
        return Change::NoStart;
    };
    let Some(basis) = basis(task) else {
        return Change::Unknown;
    };
    match basis.unlike(&Basis::of(now)) {
        Some(unlike) => Change::Not(unlike),
        None => Change::By(own.minus(&start)),
    }
}

fn basis(task: &PlanTaskRow) -> Option<Basis> {
    Some(Basis {
        form: task.start_form.clone()?,
        method: task.start_method.clone()?,
        channels: task.start_channels.clone()?,
    })
}
