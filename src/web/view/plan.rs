//! A unit's improvement plan: what it keeps, raises and repairs, with goals and tasks.

mod tasks;

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::comparison::{Clarity, Difference};
use crate::domain::percent::Rounded;
use crate::domain::plan::Standing;
use crate::usecase::plan_improvement::{Criterion, Goal, GoalSource, Plan};
use crate::web::text::Words;
use crate::web::view::desk_nav::{self, Tabs, UnitPage};
use crate::web::view::geometry::Axis;
use crate::web::view::layout::{self, Masthead};
use crate::web::view::period::Shown;
use crate::web::view::unit::heading;
use crate::web::view::{chart, number, result_table};

/// The page of a plan.
#[derive(Clone, Copy, Debug)]
pub struct PlanDesk<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The tabs.
    pub tabs: Tabs<'a>,
    /// The period shown.
    pub period: &'a Shown,
    /// The plan.
    pub plan: &'a Plan,
    /// What may be done here.
    pub reach: Reach,
    /// The criterion a new task is for, chosen beforehand.
    pub chosen: Option<&'a str>,
    /// What was typed and not taken.
    pub refused: Option<&'a Refused>,
    /// Today, ISO.
    pub today: &'a str,
    /// The number of the unit's newest task.
    pub last_task: i64,
    /// Names of periods by their code, for where tasks began.
    pub periods: &'a BTreeMap<String, String>,
}

/// What the reader may do with a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Read it.
    Read,
    /// Change goals and tasks.
    Change,
    /// That, and write what the public reads.
    Tell,
}

/// What was typed and not taken, and why.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Where it was typed.
    pub place: PlaceOnPage,
    /// Field and words of every problem; no field: the act as a whole.
    pub problems: Vec<(Option<String>, String)>,
    /// The text of every field.
    pub typed: BTreeMap<String, String>,
}

/// One of the page's forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceOnPage {
    /// The goals.
    Goals,
    /// The new task.
    NewTask,
    /// A task of that number.
    Task(i64),
}

impl PlanDesk<'_> {
    fn refused_at(&self, place: PlaceOnPage) -> Option<&Refused> {
        self.refused.filter(|refused| refused.place == place)
    }

    fn may_change(&self) -> bool {
        matches!(self.reach, Reach::Change | Reach::Tell)
    }

    fn may_tell(&self) -> bool {
        self.reach == Reach::Tell
    }

    fn address(&self, rest: &str) -> String {
        let Tabs { unit, period, .. } = self.tabs;
        format!("/don-vi/{unit}/ke-hoach{rest}?period={period}")
    }
}

/// The page.
#[must_use]
pub fn page(words: Words, desk: &PlanDesk<'_>) -> Markup {
    let name = &desk.plan.unit.full_name;
    let title = format!("{}: {name}, {}", words.say("plan.title"), desk.period.name);
    let content = html! {
        (chart::fills())
        main class="wide plan" id="content" {
            (desk_nav::unit(words, desk.tabs, UnitPage::Plan))
            (heading(words, &title, desk.period, None))
            @if desk.plan.criteria.is_empty() { (empty(words, desk)) } @else { (criteria(words, desk)) }
            (tasks::section(words, desk))
            p class="foot" { (words.say("plan.rule")) " " (words.say("desk.interval_note")) }
        }
    };
    layout::desk(words, &title, desk.masthead, &content)
}

/// The word for what is to be done.
#[must_use]
pub fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Repair => "plan.repair",
        Standing::Raise => "plan.raise",
        Standing::Keep => "plan.keep",
        Standing::TooFew => "plan.too_few",
    }
}

/// Difference with its sign, in *điểm %*, and whether it is clear.
pub(super) fn points(words: Words, change: &Difference) -> String {
    let text = change.points.to_string();
    let is_zero =
        change.points == Rounded::half_up(&num_rational::BigRational::from_integer(0.into()), 2);
    let sign = if text.starts_with('-') || is_zero {
        ""
    } else {
        "+"
    };
    let figure = number::decimal(words, &text);
    let told = words.fill("plan.points", &[("figure", &format!("{sign}{figure}"))]);
    match change.clarity {
        Clarity::Clear => told,
        Clarity::Unclear => format!("{told}, {}", words.say("plan.unclear")),
    }
}

fn empty(words: Words, desk: &PlanDesk<'_>) -> Markup {
    html! {
        section class="block" {
            h2 { (words.say("plan.empty")) }
            p { (words.say("plan.empty_when")) }
            ol class="steps" {
                @if let Some(previous) = &desk.period.previous {
                    li { span { a href=(previous.address) { (words.fill("plan.step_before", &[("period", &previous.name)])) } " " (words.say("plan.step_before_how")) } }
                }
                li { span { a href={ "/don-vi/" (desk.tabs.unit) "?period=" (desk.tabs.period) } { (words.say("plan.step_glance")) } " " (words.say("plan.step_glance_how")) } }
                li { span { (words.say("plan.step_come_back")) } }
            }
        }
    }
}

fn criteria(words: Words, desk: &PlanDesk<'_>) -> Markup {
    let plan = desk.plan;
    let axis = result_table::axis_for(plan.criteria.iter().map(|criterion| &criterion.row));
    let table = html! {
        div class="scroll" tabindex="0" role="region" aria-label=(words.say("plan.criteria")) {
            table class="criteria" {
                caption class="aside-to-ear" { (words.say("plan.criteria")) }
                thead { tr {
                    th scope="col" { (words.say("plan.criterion")) }
                    th scope="col" class="number" { "n" }
                    th scope="col" class="number" { (words.say("desk.satisfied_percent")) }
                    th scope="col" class="number" { (words.say("desk.interval")) }
                    th scope="col" class="chart-cell" { (result_table::axis_head(axis)) }
                    th scope="col" class="goal" { (words.say("plan.goal")) }
                    th scope="col" class="number" { (words.say("plan.gap")) }
                    th scope="col" { (words.say("plan.tasks_column")) }
                } }
                @for standing in [Standing::Repair, Standing::Raise, Standing::Keep, Standing::TooFew] {
                    (group(words, desk, (standing, axis)))
                }
            }
        }
    };
    html! {
        section class="block" {
            (sums(words, plan))
            @if desk.may_change() {
                @if let Some(refused) = desk.refused_at(PlaceOnPage::Goals) { (problems(words, refused, |field| format!("goal-{field}"))) }
                form method="post" action=(desk.address("/muc-tieu")) {
                    (table)
                    p class="goal-end" { button class="button" type="submit" { (words.say("plan.save_goals")) } span class="note" { (words.say("plan.goals_how")) } }
                }
            } @else { (table) }
        }
    }
}

/// How many criteria stand where, and whose goals they are judged by.
fn sums(words: Words, plan: &Plan) -> Markup {
    html! {
        p class="sums" {
            @for standing in [Standing::Repair, Standing::Raise, Standing::Keep, Standing::TooFew] {
                @let n = plan.standing(standing).count();
                @if n > 0 { span { b { (n) } " " (words.say(standing_word(standing))) } }
            }
        }
        p class="note" {
            @match &plan.round {
                Some(title) => { (words.fill("plan.round_goals", &[("round", title)])) },
                None => { (words.say("plan.no_round")) },
            }
        }
    }
}

fn group(words: Words, desk: &PlanDesk<'_>, (standing, axis): (Standing, Axis)) -> Markup {
    let criteria: Vec<_> = desk.plan.standing(standing).collect();
    let why = match standing {
        Standing::Repair => "plan.repair_why",
        Standing::Raise => "plan.raise_why",
        Standing::Keep => "plan.keep_why",
        Standing::TooFew => "plan.too_few_why",
    };
    html! {
        @if !criteria.is_empty() {
            tbody {
                tr class="group" {
                    th scope="rowgroup" colspan="8" {
                        @if standing == Standing::Repair { svg class="swatch" aria-hidden="true" focusable="false" { rect class="level-1" fill="url(#hatch-1)" width="16" height="16" {} } }
                        strong { (words.say(standing_word(standing))) } " " span class="note" { (words.say(why)) }
                    }
                }
                @for criterion in criteria { (row(words, desk, (criterion, axis))) }
            }
        }
    }
}

fn row(words: Words, desk: &PlanDesk<'_>, (criterion, axis): (&Criterion, Axis)) -> Markup {
    let row = &criterion.row;
    let is_told = criterion.standing != Standing::TooFew;
    let interval = row.interval.as_ref().filter(|_| is_told);
    html! {
        tr {
            th scope="row" {
                @if let Some(factor) = criterion.factor { (result_table::roman(factor)) ". " }
                (criterion.name.get(words.tag()))
            }
            td class="number" data-label="n" { (number::count(words, criterion.n)) }
            td class="number strong" data-label=(words.say("desk.satisfied_percent")) {
                @if is_told { (result_table::figure(words, row)) } @else { span class="few" { (words.say("desk.few")) } }
            }
            td class="number" data-label=(words.say("desk.interval")) { @if let Some(limits) = interval { (number::interval(words, limits)) } }
            td class="chart-cell" { @if is_told { (dot(axis, criterion)) } }
            td class="goal" data-label=(words.say("plan.goal")) { (goal(words, desk, criterion)) }
            td class="number" data-label=(words.say("plan.gap")) { @if let Some(gap) = &criterion.gap { (points(words, gap)) } }
            td data-label=(words.say("plan.tasks_column")) { (tasks_of(words, desk, criterion)) }
        }
    }
}

/// The figure with its interval, the goal as a dotted line.
fn dot(axis: Axis, criterion: &Criterion) -> Markup {
    let goal = criterion.goal.as_ref();
    let goal = goal.map(|goal| axis.place(&goal.figure.to_string()));
    let row = &criterion.row;
    html! {
        div class="against" {
            (chart::dot(axis, row.percent.as_deref(), row.interval.as_ref(), "own"))
            @if let Some(place) = goal {
                svg class="aim" aria-hidden="true" focusable="false" { line x1=(place) x2=(place) y1="0" y2="20" {} }
            }
        }
    }
}

fn goal(words: Words, desk: &PlanDesk<'_>, criterion: &Criterion) -> Markup {
    let id = &criterion.id;
    let held = criterion.goal.as_ref();
    let shown = held.map(|goal| number::decimal(words, &goal.figure.to_string()));
    let own = held.filter(|goal| matches!(goal.source, GoalSource::Own { .. }));
    let typed = desk
        .refused_at(PlaceOnPage::Goals)
        .and_then(|refused| refused.typed.get(id).cloned());
    let value = typed.or_else(|| own.and(shown.clone())).unwrap_or_default();
    let label = words.fill(
        "plan.goal_of",
        &[("criterion", criterion.name.get(words.tag()))],
    );
    html! {
        @if desk.may_change() {
            input id={ "goal-" (id) } name=(id) type="text" inputmode="decimal" maxlength="8" value=(value)
                placeholder=[shown.as_ref()] aria-label=(label) autocomplete="off";
            span class="on-paper" { @if let Some(shown) = &shown { (shown) "%" } }
        } @else if let Some(shown) = &shown { (shown) "%" }
        @if let Some(goal) = held { span class="note whose" { (whose(words, goal)) } }
    }
}

fn whose(words: Words, goal: &Goal) -> String {
    match &goal.source {
        GoalSource::Own { by, on } => words.fill(
            "plan.goal_own",
            &[("who", by), ("day", &number::date(words, on))],
        ),
        GoalSource::Round => words.say("plan.goal_round").to_owned(),
    }
}

fn tasks_of(words: Words, desk: &PlanDesk<'_>, criterion: &Criterion) -> Markup {
    let tasks = desk.plan.tasks.iter();
    let open: Vec<_> = tasks
        .filter(|task| task.row.criterion == criterion.id && task.row.state == "open")
        .collect();
    let is_weak = matches!(criterion.standing, Standing::Repair | Standing::Raise);
    html! {
        @for task in open { a class="to-task" href={ "#viec-" (task.row.number) } { (words.fill("plan.task_number", &[("number", &task.row.number.to_string())])) } " " }
        @if is_weak && desk.may_change() {
            a class="add" href={ (desk.address("")) "&viec=" (criterion.id) "#them-viec" } { (words.say("plan.add")) }
        }
    }
}

/// Everything that is wrong, above the form, each leading to its field.
fn problems(words: Words, refused: &Refused, id: impl Fn(&str) -> String) -> Markup {
    html! {
        div class="attention problems" role="alert" {
            h3 { (words.say("plan.refused")) }
            ul {
                @for (field, problem) in &refused.problems {
                    li { @match field { Some(field) => a href={ "#" (id(field)) } { (problem) }, None => (problem) } }
                }
            }
        }
    }
}
