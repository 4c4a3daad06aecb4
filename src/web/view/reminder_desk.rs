//! Who has reported and who has not, words to remind with, and what waits to be accepted.

use maud::{Markup, html};

use crate::domain::report::{Act, MOST_REASON_CHARS, Stage, State};
use crate::usecase::list_reports::Source;
use crate::usecase::list_submissions::{Board, Class, Line, Term};
use crate::web::text::Words;
use crate::web::view::desk_nav::{self, ProvincePage, Tabs};
use crate::web::view::layout::{self, Masthead};
use crate::web::view::notice::{self, Notice};
use crate::web::view::period::Shown;
use crate::web::view::{number, report_desk, report_steps, unit};

/// The page.
#[derive(Clone, Copy, Debug)]
pub struct ReminderDesk<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The tabs.
    pub tabs: Tabs<'a>,
    /// The province, such as `Tỉnh Tuyên Quang`.
    pub name: &'a str,
    /// The period shown.
    pub period: &'a Shown,
    /// The reports.
    pub board: &'a Board,
    /// Words to send: for whom, and the text.
    pub letter: Option<(&'a str, &'a str)>,
    /// Whether the reader receives for the province.
    pub receives: bool,
    /// What the reader typed before, if it was refused: unit and reason.
    pub typed: Option<(&'a str, &'a str)>,
    /// What became of what was asked last.
    pub notice: Option<&'a Notice>,
}

/// The page.
#[must_use]
pub fn page(words: Words, desk: &ReminderDesk<'_>) -> Markup {
    let title = words.fill(
        "reminder.title",
        &[("unit", desk.name), ("period", &desk.period.name)],
    );
    let content = html! {
        main class="wide way" id="content" {
            (desk_nav::province(words, desk.tabs, ProvincePage::Reminders))
            (unit::heading(words, &title, desk.period, None))
            (notice::shown(words, desk.notice))
            (sum(words, desk.board))
            div class="columns" {
                div {
                    (waiting(words, desk))
                    (missing(words, desk))
                    (rest(words, desk))
                }
                div {
                    (letter(words, desk))
                    @if desk.receives {
                        section class="block" {
                            h2 { (words.say("reminder.receive")) }
                            (report_desk::upload(words, &address(desk, "/nhan"), words.say("reminder.receive_what")))
                        }
                    }
                }
            }
            p class="foot" { (words.say("report_way.foot")) }
        }
    };
    layout::desk(words, &title, desk.masthead, &content)
}

fn address(desk: &ReminderDesk<'_>, below: &str) -> String {
    let Tabs { unit, period, .. } = desk.tabs;
    format!("/tinh/{unit}/nhac-nop{below}?period={period}")
}

fn report_of(desk: &ReminderDesk<'_>, line: &Line) -> String {
    format!("/don-vi/{}/bao-cao?period={}", line.unit, desk.tabs.period)
}

/// Units expected are those received, late, missing and withdrawn.
fn sum(words: Words, board: &Board) -> Markup {
    let count = |class| number::count(words, u64::try_from(board.count(class)).unwrap_or(0));
    let name = |class| match class {
        Class::Received => words.say("reminder.received"),
        Class::Late => words.say("reminder.late"),
        Class::Missing => words.say("reminder.missing"),
        Class::Withdrawn => words.say("reminder.withdrawn"),
    };
    let expected = u64::try_from(board.lines.len()).unwrap_or(0);
    html! {
        section class="block" aria-label=(words.say("reminder.sum")) {
            dl class="sum" {
                div { dt { (words.say("reminder.expected")) } dd { (number::count(words, expected)) } }
                @for class in Class::ALL {
                    div { dt { (name(class)) } dd { (count(class)) } }
                }
            }
            @for term in &board.terms { p { (due(words, term)) } }
            @if board.n_without_figures() > 0 {
                p { (words.fill("reminder.n_without_figures", &[("n", &board.n_without_figures().to_string())])) }
            }
        }
    }
}

fn due(words: Words, term: &Term) -> Markup {
    let day = number::date(words, &term.deadline.to_string());
    html! {
        (words.fill("reminder.deadline", &[("day", &day), ("grace", &term.grace_days.to_string())])) " "
        @match &term.round {
            Some(title) => { (title) "." },
            None => { (words.say("report_way.no_round")) },
        }
    }
}

/// What was handed in and waits for the province.
fn waiting(words: Words, desk: &ReminderDesk<'_>) -> Markup {
    let waits = |line: &&Line| line.report.state == State::Submitted;
    let lines: Vec<&Line> = desk.board.lines.iter().filter(waits).collect();
    html! {
        section class="block" {
            h2 { (words.say("reminder.waiting")) }
            @if lines.is_empty() { p class="note" { (words.say("reminder.none_waiting")) } }
            ul class="waiting" { @for line in lines { (waiting_line(words, desk, line)) } }
        }
    }
}

fn waiting_line(words: Words, desk: &ReminderDesk<'_>, line: &Line) -> Markup {
    let submitted = line.report.last(Act::Submit);
    let typed = desk.typed.filter(|(unit, _)| *unit == line.unit);
    let id = format!("reason-{}", line.unit);
    html! {
        li {
            div class="line" {
                a href=(report_of(desk, line)) { strong { (line.name) } }
                @if let Some(step) = submitted {
                    span class="note" { (number::date(words, &step.day.to_string())) ", " (step.position) " (" (step.account) ")" }
                }
                @if desk.receives && !line.lacks_figures() {
                    div class="acts" {
                        form method="post" action=(address(desk, "/buoc")) {
                            input type="hidden" name="unit" value=(line.unit);
                            input type="hidden" name="act" value=(Act::Accept);
                            button class="button small" type="submit" { (words.say("report_way.do_accept")) }
                        }
                    }
                }
            }
            @if let Some(step) = submitted { (report_steps::received(words, step)) }
            @if line.lacks_figures() {
                p class="attention" { (words.say("reminder.without_figures")) ". " (words.say("reminder.figures_how")) }
            } @else if line.agrees == Some(false) { p class="attention" { (words.say("reminder.differs")) } }
            @if desk.receives {
                details class="other-act" open[typed.is_some()] {
                    summary { (words.say("report_way.do_return")) }
                    form method="post" action=(address(desk, "/buoc")) class="step-form" {
                        p class="note" { (words.say("report_way.means_return")) }
                        input type="hidden" name="unit" value=(line.unit);
                        input type="hidden" name="act" value=(Act::RequestChange);
                        div class="field" {
                            label for=(id) { (words.say("report_way.reason")) }
                            textarea id=(id) name="reason" rows="3" maxlength=(MOST_REASON_CHARS) required {
                                (typed.map_or("", |(_, reason)| reason))
                            }
                        }
                        button class="button" type="submit" { (words.say("report_way.do_return")) }
                    }
                }
            }
        }
    }
}

/// Who has not handed in, whose figures are not here, or who was asked to hand in again.
fn missing(words: Words, desk: &ReminderDesk<'_>) -> Markup {
    let lines = desk.board.to_remind();
    let is_over = desk.board.stage == Stage::Over;
    html! {
        @if lines.is_empty() {
            section class="block" { h2 { (words.say("reminder.missing_list")) } p class="note" { (words.say("reminder.all_in")) } }
        } @else {
            div class="scroll" tabindex="0" role="region" aria-label=(words.say("reminder.missing_list")) {
                table class="reminders" {
                    caption { (words.say("reminder.missing_list")) }
                    thead { tr {
                        th scope="col" { (words.say("reminder.unit")) }
                        th scope="col" { (words.say("reminder.stands")) }
                        th scope="col" { (words.say("reminder.contact")) }
                        th scope="col" { (words.say("reminder.reminded")) }
                        @if is_over { th scope="col" { (words.say("reminder.act")) } }
                    } }
                    tbody { @for line in lines { (missing_line(words, desk, line)) } }
                }
            }
        }
    }
}

fn missing_line(words: Words, desk: &ReminderDesk<'_>, line: &Line) -> Markup {
    let late = desk.board.days_late(line);
    let contact = line.last_contact.as_deref();
    html! {
        tr {
            th scope="row" { a href=(report_of(desk, line)) { (line.name) } }
            td {
                @match late {
                    _ if line.lacks_figures() => {
                        span class="attention" { (words.say("reminder.without_figures")) }
                        p class="note" { (words.say("reminder.figures_how")) }
                    },
                    Some(days) => span class="attention" { (words.fill("reminder.days_late", &[("n", &days.to_string())])) },
                    None => (report_steps::state(words, line.report.state)),
                }
                @if matches!(line.source, Source::Merged { .. }) && line.class == Class::Missing {
                    p class="note" { (words.say("reminder.bundle_only")) }
                }
            }
            td { (contact.map_or_else(|| words.say("reminder.never").to_owned(), |day| number::date(words, day))) }
            td {
                @match line.reminders.last() {
                    Some(last) => { (number::date(words, &last.reminded_on)) p class="note" { (last.account) } },
                    None => (words.say("reminder.not_reminded")),
                }
            }
            @if desk.board.stage == Stage::Over { td { (acts(words, desk, line)) } }
        }
    }
}

fn acts(words: Words, desk: &ReminderDesk<'_>, line: &Line) -> Markup {
    html! {
        div class="acts" {
            a href={ (address(desk, "")) "&nhac=" (line.unit) "#loi-nhac" } { (words.say("reminder.words")) }
            @if desk.receives && line.report.state == State::Returned && !matches!(line.source, Source::Here) {
                (reply(words, desk, line))
            }
            @if desk.receives {
                form method="post" action=(address(desk, "/da-nhac")) {
                    input type="hidden" name="unit" value=(line.unit);
                    button class="button small" type="submit" aria-label={ (words.say("reminder.mark")) ": " (line.name) } { (words.say("reminder.mark")) }
                }
            }
        }
    }
}

/// Reports the province is done with, and those that were withdrawn.
fn rest(words: Words, desk: &ReminderDesk<'_>) -> Markup {
    let is_done = |line: &&Line| {
        line.class == Class::Withdrawn
            || matches!(
                line.report.state,
                State::Accepted | State::Published | State::Archived
            )
    };
    let lines: Vec<&Line> = desk.board.lines.iter().filter(is_done).collect();
    html! {
        @if !lines.is_empty() {
            section class="block" {
                h2 { (words.say("reminder.rest")) }
                ul class="waiting" {
                    @for line in lines {
                        li {
                            div class="line" {
                                a href=(report_of(desk, line)) { (line.name) }
                                @if let Source::Withdrawn { reason } = &line.source {
                                    span { (words.say("reminder.withdrawn")) ": " (reason) }
                                } @else { span { (report_steps::state(words, line.report.state)) } }
                                @if desk.receives && !matches!(line.source, Source::Here) && line.report.last(Act::Accept).is_some() {
                                    div class="acts" { (reply(words, desk, line)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The province's letter for a unit with a server of its own.
fn reply(words: Words, desk: &ReminderDesk<'_>, line: &Line) -> Markup {
    let address = format!(
        "/don-vi/{}/bao-cao/thu?period={}",
        line.unit, desk.tabs.period
    );
    html! { a href=(address) download { (words.say("reminder.reply")) } }
}

/// Words to copy, or why there are none yet.
fn letter(words: Words, desk: &ReminderDesk<'_>) -> Markup {
    html! {
        @if desk.board.stage == Stage::Running {
            section class="block words" id="loi-nhac" {
                h2 { (words.say("reminder.letter")) }
                p { (words.fill("reminder.running", &[("day", &number::date(words, &desk.period.to))])) }
            }
        }
        @if let Some((whom, text)) = desk.letter {
            section class="block words" id="loi-nhac" {
                h2 { (words.say("reminder.letter")) }
                p class="note" { (words.say("reminder.letter_how")) }
                div class="field" {
                    label for="loi" { (whom) }
                    textarea id="loi" rows="10" readonly { (text) }
                }
            }
        }
    }
}
