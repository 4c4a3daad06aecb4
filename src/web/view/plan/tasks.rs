//! The tasks of a plan: what, who, until when, what became of it, and the form of a new one.

use maud::{Markup, html};

use super::{PlaceOnPage, PlanDesk, Refused, points, problems};
use crate::domain::plan::{Standing, Unlike};
use crate::usecase::keep_plan::{
    MOST_NAME_CHARS, MOST_REASON_CHARS, MOST_TOLD_CHARS, MOST_WHAT_CHARS,
};
use crate::usecase::plan_improvement::{Change, Task};
use crate::web::text::Words;
use crate::web::view::number;

/// Tasks and, for who may change them, the form of a new one.
pub(super) fn section(words: Words, desk: &PlanDesk<'_>) -> Markup {
    let plan = desk.plan;
    let may_add = desk.may_change() && !plan.criteria.is_empty();
    html! {
        section class="block tasks" aria-labelledby="viec" {
            h2 id="viec" { (words.say("plan.tasks")) }
            @if plan.tasks.is_empty() { p class="note" { (words.say(if may_add { "plan.no_tasks" } else { "plan.no_tasks_yet" })) } }
            ol class="task-list" { @for task in &plan.tasks { (item(words, desk, task)) } }
            @if may_add { (new_task(words, desk)) }
        }
    }
}

fn item(words: Words, desk: &PlanDesk<'_>, task: &Task) -> Markup {
    let row = &task.row;
    let day = |iso: &str| number::date(words, iso);
    let state = match row.state.as_str() {
        "done" => "plan.state_done",
        "dropped" => "plan.state_dropped",
        _ => "plan.state_open",
    };
    html! {
        li id={ "viec-" (row.number) } class={ "task is-" (row.state) } {
            div class="told" {
                p class="what" { b { (row.number) ". " (row.what) } }
                p class="note" { (words.say("plan.criterion")) ": " (task.criterion.get(words.tag())) }
                p { (row.owner) @if !row.position.is_empty() { ", " (row.position) } " · " (words.say("plan.due")) " " (day(&row.due_on)) }
                @if task.days_late > 0 {
                    p class="late" { span class="attention" { (words.fill("plan.late", &[("days", &task.days_late.to_string())])) } }
                }
                p { (progress(words, desk, task)) }
                @if let (Some(said), Some(told)) = (&row.said, &row.told) {
                    dl class="poster-words" {
                        dt { (words.say("plan.said")) } dd { (said) }
                        dt { (words.say("plan.told")) } dd { (told) }
                    }
                }
                @if let Some(reason) = &row.reason { p { (words.say("plan.reason")) ": " (reason) } }
            }
            div class="stand" {
                p { b { (words.say(state)) } }
                p class="note" { (words.fill("plan.made", &[("who", &row.made_by), ("day", &day(&row.made_on))])) }
                @if row.changed_on != row.made_on || row.state != "open" || row.changed_by != row.made_by {
                    p class="note" { (words.fill("plan.changed", &[("who", &row.changed_by), ("day", &day(&row.changed_on))])) }
                }
                @if desk.may_change() { (acts(words, desk, task)) }
            }
        }
    }
}

/// The figure at the start, and that of the period shown where it is a later one.
fn progress(words: Words, desk: &PlanDesk<'_>, task: &Task) -> Markup {
    let row = &task.row;
    let name = |period: &str| desk.periods.get(period).cloned().unwrap_or_default();
    let n = |n: i64| number::count(words, u64::try_from(n).unwrap_or(0));
    let start = match &row.start_percent {
        Some(percent) => number::percent(words, percent),
        None => words.say("desk.few").to_owned(),
    };
    let start = words.fill(
        "plan.figure_of",
        &[
            ("period", &name(&row.period)),
            ("figure", &start),
            ("n", &n(row.start_n)),
        ],
    );
    html! {
        span class="progress" { (start) }
        @if let Some(progress) = &task.progress {
            " › "
            span class="progress" {
                b { (words.fill("plan.figure_of", &[("period", &desk.period.name), ("figure", &number::percent(words, &progress.percent)), ("n", &number::count(words, progress.n))])) }
                @match &progress.change {
                    Change::By(change) => { ", " (points(words, change)) }
                    Change::Not(unlike) => { "; " (not_compared(words, *unlike)) }
                    Change::Unknown => { "; " (words.say("plan.unknown_basis")) }
                    Change::NoStart => {}
                }
            }
        } @else { span class="note" { " " (words.say("plan.no_progress")) } }
    }
}

fn not_compared(words: Words, unlike: Unlike) -> &'static str {
    match unlike {
        Unlike::Form => words.say("plan.other_form"),
        Unlike::Method => words.say("plan.other_method"),
        Unlike::Channels => words.say("plan.other_channels"),
    }
}

fn acts(words: Words, desk: &PlanDesk<'_>, task: &Task) -> Markup {
    let row = &task.row;
    let refused = desk.refused_at(PlaceOnPage::Task(row.number));
    let to = |act: &str| desk.address(&format!("/viec/{}/{act}", row.number));
    let id = |field: &str| format!("{field}-{}", row.number);
    let is_reason = refused.is_some_and(|refused| refused.typed.contains_key("reason"));
    let is_done = row.state == "done";
    html! {
        @if let Some(refused) = refused { (problems(words, refused, id)) }
        @if row.state == "open" || (is_done && desk.may_tell()) {
            details open[refused.is_some() && !is_reason] {
                summary { (words.say(if is_done { "plan.edit_words" } else { "plan.finish" })) }
                form method="post" action=(to("xong")) {
                    @if desk.may_tell() {
                        p class="note" { (words.fill("plan.poster_how", &[("most", &MOST_TOLD_CHARS.to_string())])) }
                        (poster_field(words, task, ("said", refused)))
                        (poster_field(words, task, ("told", refused)))
                    } @else {
                        p class="note" { (words.say("plan.leader_tells")) }
                    }
                    button class="button" type="submit" { (words.say(if is_done { "plan.save_words" } else { "plan.finish" })) }
                }
            }
        }
        @if row.state == "open" {
            details open[is_reason] {
                summary { (words.say("plan.drop")) }
                form method="post" action=(to("bo")) {
                    div class="field" {
                        label for=(id("reason")) { (words.say("plan.reason")) }
                        input id=(id("reason")) name="reason" type="text" required maxlength=(MOST_REASON_CHARS)
                            value=(typed(refused, "reason").unwrap_or_default());
                    }
                    button class="button" type="submit" { (words.say("plan.drop")) }
                }
            }
        } @else {
            form method="post" action=(to("mo-lai")) { button class="button" type="submit" { (words.say(if is_done { "plan.undo" } else { "plan.reopen" })) } }
        }
    }
}

fn poster_field(
    words: Words,
    task: &Task,
    (field, refused): (&'static str, Option<&Refused>),
) -> Markup {
    let row = &task.row;
    let id = format!("{field}-{}", row.number);
    let (label, held) = if field == "said" {
        ("plan.said", &row.said)
    } else {
        ("plan.told", &row.told)
    };
    let text = typed(refused, field).or_else(|| held.clone());
    html! {
        div class="field" {
            label for=(id) { (words.say(label)) }
            textarea id=(id) name=(field) rows="3" maxlength=(MOST_TOLD_CHARS) { (text.unwrap_or_default()) }
        }
    }
}

fn new_task(words: Words, desk: &PlanDesk<'_>) -> Markup {
    let refused = desk.refused_at(PlaceOnPage::NewTask);
    let value = |field: &str| typed(refused, field).unwrap_or_default();
    let chosen = typed(refused, "criterion").or_else(|| desk.chosen.map(str::to_owned));
    html! {
        div class="new-task" id="them-viec" {
            h3 { (words.say("plan.add_title")) }
            @if let Some(refused) = refused { (problems(words, refused, |field| format!("task-{field}"))) }
            form method="post" action=(desk.address("/viec")) {
                input id="task-after" type="hidden" name="after" value=(desk.last_task);
                div class="field" {
                    label for="task-criterion" { (words.say("plan.criterion")) }
                    select id="task-criterion" name="criterion" required { (options(words, desk, chosen.as_deref())) }
                }
                div class="field wide-field" {
                    label for="task-what" { (words.say("plan.what_to_do")) }
                    input id="task-what" name="what" type="text" required maxlength=(MOST_WHAT_CHARS) value=(value("what"));
                }
                div class="field" {
                    label for="task-owner" { (words.say("plan.owner")) }
                    input id="task-owner" name="owner" type="text" required maxlength=(MOST_NAME_CHARS) value=(value("owner")) autocomplete="off";
                }
                div class="field" {
                    label for="task-position" { (words.say("plan.position")) }
                    input id="task-position" name="position" type="text" maxlength=(MOST_NAME_CHARS) value=(value("position")) autocomplete="off";
                }
                div class="field" {
                    label for="task-due" { (words.say("plan.due_label")) }
                    input id="task-due" name="due" type="date" required min=(desk.today) value=(value("due"));
                }
                button class="button filled" type="submit" { (words.say("plan.add")) }
            }
        }
    }
}

/// Weak criteria first, by what is to be done about them.
fn options(words: Words, desk: &PlanDesk<'_>, chosen: Option<&str>) -> Markup {
    let order = [
        Standing::Repair,
        Standing::Raise,
        Standing::Keep,
        Standing::TooFew,
    ];
    html! {
        option value="" selected[chosen.is_none()] { (words.say("plan.choose")) }
        @for standing in order {
            @if desk.plan.standing(standing).next().is_some() {
                optgroup label=(words.say(super::standing_word(standing))) {
                    @for criterion in desk.plan.standing(standing) {
                        option value=(criterion.id) selected[chosen == Some(criterion.id.as_str())] { (criterion.name.get(words.tag())) }
                    }
                }
            }
        }
    }
}

fn typed(refused: Option<&Refused>, field: &str) -> Option<String> {
    refused.and_then(|refused| refused.typed.get(field).cloned())
}
