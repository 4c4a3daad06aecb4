//! The improvement plan, as an appendix of a unit's report.

use jiff::civil::Date;

use super::fit::{Place, fitted};
use super::words::{fill, say};
use super::{Block, Cell, Row, Table, figure};

/// A weak criterion with what is done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanLine {
    /// What the criterion is called.
    pub criterion: String,
    /// People who answered it.
    pub n: u64,
    /// Its figure in percent, with a point.
    pub percent: Option<String>,
    /// What is aimed at, with a point.
    pub goal: Option<String>,
    /// What is to be done.
    pub tasks: Vec<PlannedTask>,
}

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedTask {
    /// What.
    pub what: String,
    /// By whom.
    pub owner: String,
    /// Until when.
    pub due_on: Date,
}

pub(super) fn blocks(lines: &[PlanLine]) -> Vec<Block> {
    let heads = [
        "factors.number",
        "plan.criterion",
        "plan.answered",
        "plan.figure",
        "plan.goal",
        "plan.tasks",
    ];
    let head = heads.map(|key| Cell::figure(say(key)).bold()).to_vec();
    let percent = |figure: &Option<String>| {
        let shown = figure.as_deref().map(figure::decimal);
        Cell::figure(shown.unwrap_or_else(|| say("plan.none").to_owned()))
    };
    let rows = (1..).zip(lines).map(|(place, line): (u32, &PlanLine)| {
        let tasks = match line.tasks.as_slice() {
            [] => say("plan.no_task").to_owned(),
            tasks => tasks.iter().map(task).collect::<Vec<_>>().join("; "),
        };
        Row::plain(vec![
            Cell::figure(place.to_string()),
            Cell::words(line.criterion.clone()),
            Cell::figure(figure::count(line.n)),
            percent(&line.percent),
            percent(&line.goal),
            Cell::words(tasks),
        ])
    });
    let table = Table {
        widths: vec![60, 280, 90, 100, 100, 370],
        head: vec![head],
        rows: rows.collect(),
    };
    vec![Block::Table(fitted(table, Place::Upright))]
}

fn task(task: &PlannedTask) -> String {
    let day = figure::date(task.due_on);
    let values = [
        ("what", task.what.as_str()),
        ("owner", &task.owner),
        ("day", &day),
    ];
    fill("plan.task", &values)
}
