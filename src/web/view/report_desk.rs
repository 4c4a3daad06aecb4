//! A unit's report on a period: its task, the one thing to do next, its history.

use maud::{Markup, html};

use crate::domain::report::{Act, Figures, MOST_POSITION_CHARS, MOST_REASON_CHARS, State};
use crate::domain::rotation::FEWEST_SHEETS_EXPECTED;
use crate::usecase::follow_report::{Home, Progress, Task};
use crate::usecase::prepare_confirmation::Prepared;
use crate::web::text::Words;
use crate::web::view::desk_nav::{self, Tabs, UnitPage};
use crate::web::view::layout::{self, Masthead};
use crate::web::view::period::Shown;
use crate::web::view::{notice, number, report_steps, task_line, unit};

pub use crate::web::view::notice::Notice;

/// The page.
#[derive(Clone, Copy, Debug)]
pub struct ReportDesk<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The tabs.
    pub tabs: Tabs<'a>,
    /// The unit, such as `Xã Nấm Dẩn`.
    pub name: &'a str,
    /// The period shown.
    pub period: &'a Shown,
    /// Where the report stands.
    pub task: &'a Task,
    /// The steps the reader may take.
    pub acts: &'a [Act],
    /// The report as the reader would confirm it, if that is one of them.
    pub prepared: Option<&'a Prepared>,
    /// What the figures are now.
    pub figures: Figures,
    /// Answers that came after the close: form and number.
    pub late: &'a [(String, u64)],
    /// What the reader typed before, if it was refused.
    pub typed: Typed<'a>,
    /// The position the reader gave last for this unit; empty: none yet.
    pub position: &'a str,
    /// Whether the reader carries files between this server and the province's.
    pub carries: bool,
    /// Where the reader publishes the report with its figures, if that is what is next.
    pub publication: Option<&'a str>,
    /// The report's own files, for print and for editing.
    pub files: Option<&'a Markup>,
    /// What became of what was asked last.
    pub notice: Option<&'a Notice>,
}

/// What was typed into a step's form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typed<'a> {
    /// The position.
    pub position: &'a str,
    /// The reason.
    pub reason: &'a str,
    /// The act it was typed for.
    pub act: Option<Act>,
}

/// The page.
#[must_use]
pub fn page(words: Words, desk: &ReportDesk<'_>) -> Markup {
    let title = words.fill(
        "report_way.title",
        &[("unit", desk.name), ("period", &desk.period.name)],
    );
    let content = html! {
        main class="wide way" id="content" {
            (desk_nav::unit(words, desk.tabs, UnitPage::Report))
            (unit::heading(words, &title, desk.period, None))
            (task_line::line(words, desk.task))
            (notice::shown(words, desk.notice))
            div class="columns" {
                div {
                    (next(words, desk))
                    (others(words, desk))
                    @if let Some(files) = desk.files { (files) }
                    (report_steps::history(words, &desk.task.report))
                }
                div {
                    (list(words, desk))
                    (figures(words, desk))
                    @if desk.task.is_collected() { (late(words, desk)) }
                    @if desk.carries { (carrying(words, desk)) }
                }
            }
            p class="foot" { (words.say("report_way.foot")) }
        }
    };
    layout::desk(words, &title, desk.masthead, &content)
}

fn address(desk: &ReportDesk<'_>, below: &str) -> String {
    let task = desk.task;
    format!(
        "/don-vi/{}/bao-cao{below}?period={}",
        task.unit, task.period
    )
}

/// The one thing to do next: by the reader, or by whom it is waited for.
fn next(words: Words, desk: &ReportDesk<'_>) -> Markup {
    let state = desk.task.report.state;
    let next = state.next_act().filter(|act| desk.acts.contains(act));
    html! {
        section class="next-step" {
            h2 { (words.say("report_way.next")) }
            p { strong { (report_steps::state(words, state)) } }
            @if state == State::Returned {
                @if let Some(reason) = desk.task.report.last(Act::RequestChange).and_then(|step| step.reason.as_ref()) {
                    div class="attention" { p { strong { (words.say("report_way.returned_why")) } } p class="said" { (reason) } }
                }
            }
            (changed(words, desk))
            @if !desk.task.is_collected() && !state.is_received() {
                p class="attention" { (words.fill("report_way.not_over", &[("day", &number::date(words, &desk.task.period.to().to_string()))])) }
            }
            @match next {
                Some(act) => { (form(words, desk, act, "filled")) },
                None if desk.publication.is_some() => { (publication(words, desk)) },
                None => p { (report_steps::waits_for(words, state)) },
            }
            @if desk.task.home == Home::Elsewhere && !state.is_received() {
                p class="note" { (words.say("report_way.made_elsewhere")) }
            }
        }
    }
}

/// The way to the page that publishes: a report is marked there, together with its figures.
fn publication(words: Words, desk: &ReportDesk<'_>) -> Markup {
    html! {
        @if let Some(address) = desk.publication {
            p { (report_steps::means(words, Act::Publish, desk.task.home)) }
            p { a class="button filled" href=(address) { (report_steps::button(words, Act::Publish)) } }
        }
    }
}

/// What was confirmed is no longer what is counted.
fn changed(words: Words, desk: &ReportDesk<'_>) -> Markup {
    let report = &desk.task.report;
    let confirmed = report.last(Act::Confirm).and_then(|step| step.figures);
    let differs = matches!(report.state, State::Confirmed | State::Submitted)
        && confirmed.is_some_and(|confirmed| confirmed != desk.figures);
    let count = |figures: Figures| number::count(words, figures.n_sheets);
    html! {
        @if let Some(confirmed) = confirmed.filter(|_| differs) {
            p class="attention" role="alert" {
                (words.fill("report_way.changed", &[("then", &count(confirmed)), ("now", &count(desk.figures))]))
            }
        }
    }
}

/// What else the reader may do, folded away.
fn others(words: Words, desk: &ReportDesk<'_>) -> Markup {
    let next = desk.task.report.state.next_act();
    html! {
        @for act in desk.acts.iter().filter(|act| Some(**act) != next) {
            details class="other-act" open[desk.typed.act == Some(*act)] {
                summary { (report_steps::button(words, *act)) }
                (form(words, desk, *act, "plain"))
            }
        }
    }
}

fn form(words: Words, desk: &ReportDesk<'_>, act: Act, weight: &str) -> Markup {
    let (held, why) = if desk.typed.act == Some(act) {
        (desk.typed.position, desk.typed.reason)
    } else {
        (desk.position, "")
    };
    let (position, reason) = (format!("position-{act}"), format!("reason-{act}"));
    let called = if act.needs_position() {
        words.say("report_way.position_needed")
    } else {
        words.say("report_way.position")
    };
    let label = if act.needs_reason() {
        words.say("report_way.reason")
    } else {
        words.say("report_way.note")
    };
    html! {
        form method="post" action=(address(desk, "/buoc")) class="step-form" {
            p { (report_steps::means(words, act, desk.task.home)) }
            input type="hidden" name="act" value=(act);
            @if let Some(prepared) = desk.prepared.filter(|_| act == Act::Confirm) {
                input type="hidden" name="digest" value=(prepared.digest);
                input type="hidden" name="draft" value=(prepared.draft);
            }
            div class="field" {
                label for=(position) { (called) }
                input id=(position) name="position" type="text" maxlength=(MOST_POSITION_CHARS) value=(held) required[act.needs_position()]
                    autocomplete="organization-title" placeholder=(words.say("report_way.position_hint"));
            }
            div class="field" {
                label for=(reason) { (label) }
                textarea id=(reason) name="reason" rows="3" maxlength=(MOST_REASON_CHARS) required[act.needs_reason()] { (why) }
            }
            button class={ "button " (weight) } type="submit" { (report_steps::button(words, act)) }
        }
    }
}

/// *Nhiệm vụ kỳ này* as a list.
fn list(words: Words, desk: &ReportDesk<'_>) -> Markup {
    let task = desk.task;
    let is_now = |progress| progress == Progress::Now && !task_line::is_collecting(task);
    let mark = |progress| match progress {
        Progress::Done(_) => words.say("report_way.done"),
        Progress::Now if is_now(progress) => words.say("report_way.now"),
        Progress::Now | Progress::Ahead => words.say("report_way.ahead"),
    };
    html! {
        section class="block" {
            h2 { (words.say("task.title")) }
            @if let Some(round) = &task.round {
                p { (round.title) }
                @if let Some(decision) = &round.decision {
                    p class="note" { (words.fill("report_way.decision", &[
                        ("number", &decision.number), ("day", &number::date(words, &decision.date.to_string()))])) }
                }
                @if let Some(block) = &round.rotating {
                    p class="note" { (words.fill("report_way.rotates", &[
                        ("form", block), ("n", &FEWEST_SHEETS_EXPECTED.to_string())])) }
                }
            } @else { p class="note" { (words.say("report_way.no_round")) } }
            ol class="steps task-list" {
                li { span { (task_line::collecting(words, task))
                    small { (if task.is_collected() { words.say("report_way.done") } else { words.say("report_way.now") }) } } }
                @for (act, progress) in task.way() {
                    li aria-current=[is_now(progress).then_some("step")] {
                        span { (task_line::step(words, task, act, progress)) small { (mark(progress)) } }
                    }
                }
            }
        }
    }
}

/// The number of sheets once the period is over: while it runs, the page of results says what may
/// be shown.
fn figures(words: Words, desk: &ReportDesk<'_>) -> Markup {
    let results = format!("/don-vi/{}?period={}", desk.task.unit, desk.task.period);
    html! {
        section class="block" {
            h2 { (words.say("report_way.figures")) }
            p {
                @if desk.task.is_collected() {
                    (words.fill("report_way.sheets_now", &[("n", &number::count(words, desk.figures.n_sheets))])) " "
                }
                a href=(results) { (words.say("report_way.see_results")) }
            }
        }
    }
}

fn late(words: Words, desk: &ReportDesk<'_>) -> Markup {
    html! {
        section class="block" {
            h2 { (words.say("report_way.late")) }
            @if desk.late.is_empty() { p class="note" { (words.say("report_way.no_late")) } }
            @else {
                table {
                    thead { tr {
                        th scope="col" { (words.say("report_way.form")) }
                        th scope="col" class="number" { (words.say("desk.sheets")) }
                    } }
                    tbody { @for (form, n) in desk.late {
                        tr { th scope="row" { (form) } td class="number" { (number::count(words, *n)) } }
                    } }
                }
                p class="note" { (words.say("report_way.late_note")) }
            }
        }
    }
}

/// What goes to the province, and what comes from it.
fn carrying(words: Words, desk: &ReportDesk<'_>) -> Markup {
    html! {
        section class="block" {
            h2 { (words.say("report_way.send")) }
            @match desk.task.before_bundle() {
                None => {
                    p { (words.say("report_way.send_what")) }
                    div class="acts" {
                        form method="post" action=(address(desk, "/goi")) {
                            button class="button" type="submit" { (words.say("report_way.bundle")) }
                        }
                        @if desk.task.report.state.is_received() {
                            a class="button" href=(address(desk, "/thu")) download { (words.say("report_way.letter")) }
                        }
                    }
                },
                Some(first) => p class="note" { (report_steps::before_bundle(words, first, desk.task.period)) },
            }
            @if !desk.task.report.state.is_received() { p class="note" { (words.say("report_way.send_later")) } }
        }
        section class="block" {
            h2 { (words.say("report_way.receive")) }
            (upload(words, &address(desk, "/nhan"), words.say("report_way.receive_what")))
        }
    }
}

/// A form that takes one file.
#[must_use]
pub fn upload(words: Words, action: &str, what: &str) -> Markup {
    html! {
        form method="post" action=(action) enctype="multipart/form-data" class="upload" {
            p class="note" { (what) }
            div class="field" {
                label for="tep" { (words.say("report_way.file")) }
                input id="tep" name="tep" type="file" required;
            }
            button class="button" type="submit" { (words.say("report_way.take")) }
        }
    }
}
