//! The steps of a report in words: their names, what they mean, their history.

use maud::{Markup, html};

use crate::domain::period::Period;
use crate::domain::report::{Act, Followed, Refusal, State, Step, Turn};
use crate::usecase::advance_report::Fault;
use crate::usecase::follow_report::{BeforeBundle, Home};
use crate::web::text::Words;
use crate::web::view::number;

/// Every step with who, when and why, the newest first.
#[must_use]
pub fn history(words: Words, report: &Followed) -> Markup {
    html! {
        section class="block" {
            h2 { (words.say("report_way.history")) }
            @if report.steps.is_empty() { p class="note" { (words.say("report_way.no_step")) } }
            @else {
                ol class="history" {
                    @for (step, turn) in report.steps.iter().rev() { (entry(words, step, *turn)) }
                }
            }
        }
    }
}

fn entry(words: Words, step: &Step, turn: Turn) -> Markup {
    html! {
        li {
            span class="day" { (number::date(words, &step.day.to_string())) }
            div {
                p {
                    strong { (done(words, step.act)) }
                    @if let Some(figures) = step.figures {
                        " " (words.fill("report_way.sheets", &[("n", &number::count(words, figures.n_sheets))]))
                    }
                }
                p class="note" { (step.position) " (" (step.account) ")" }
                (received(words, step))
                @if let Some(reason) = &step.reason { p class="said" { (reason) } }
                @if turn == Turn::OutOfTurn { p class="attention" { (words.say("report_way.out_of_turn")) } }
            }
        }
    }
}

/// The day on which another server's step came here, where that is not its own day: lateness is
/// judged by it.
#[must_use]
pub fn received(words: Words, step: &Step) -> Markup {
    let day = number::date(words, &step.received_on.to_string());
    html! {
        @if step.received_on != step.day {
            p class="note" { (words.fill("report_way.received_on", &[("day", &day)])) }
        }
    }
}

/// What has to come before the bundle is taken.
#[must_use]
pub fn before_bundle(words: Words, first: BeforeBundle, period: Period) -> String {
    match first {
        BeforeBundle::PeriodEnd => {
            let day = number::date(words, &period.to().to_string());
            words.fill("report_way.bundle_after_end", &[("day", &day)])
        }
        BeforeBundle::Confirmation => words.say("report_way.bundle_after_confirm").to_owned(),
    }
}

/// What was done.
#[must_use]
pub fn done(words: Words, act: Act) -> &'static str {
    match act {
        Act::Draft => words.say("report_way.did_draft"),
        Act::Confirm => words.say("report_way.did_confirm"),
        Act::Submit => words.say("report_way.did_submit"),
        Act::RequestChange => words.say("report_way.did_return"),
        Act::Accept => words.say("report_way.did_accept"),
        Act::Publish => words.say("report_way.did_publish"),
        Act::Archive => words.say("report_way.did_archive"),
    }
}

/// The words on its button.
#[must_use]
pub fn button(words: Words, act: Act) -> &'static str {
    match act {
        Act::Draft => words.say("report_way.do_draft"),
        Act::Confirm => words.say("report_way.do_confirm"),
        Act::Submit => words.say("report_way.do_submit"),
        Act::RequestChange => words.say("report_way.do_return"),
        Act::Accept => words.say("report_way.do_accept"),
        Act::Publish => words.say("report_way.do_publish"),
        Act::Archive => words.say("report_way.do_archive"),
    }
}

/// What it means to press that button.
#[must_use]
pub fn means(words: Words, act: Act, home: Home) -> &'static str {
    match act {
        Act::Draft => words.say("report_way.means_draft"),
        Act::Confirm => words.say("report_way.means_confirm"),
        Act::Submit if home == Home::Shared => words.say("report_way.means_submit_here"),
        Act::Submit => words.say("report_way.means_submit"),
        Act::RequestChange => words.say("report_way.means_return"),
        Act::Accept => words.say("report_way.means_accept"),
        Act::Publish => words.say("report_way.means_publish"),
        Act::Archive => words.say("report_way.means_archive"),
    }
}

/// Where a report stands.
#[must_use]
pub fn state(words: Words, state: State) -> &'static str {
    match state {
        State::Open => words.say("report_way.is_open"),
        State::Drafted => words.say("report_way.is_drafted"),
        State::Confirmed => words.say("report_way.is_confirmed"),
        State::Submitted => words.say("report_way.is_submitted"),
        State::Returned => words.say("report_way.is_returned"),
        State::Accepted => words.say("report_way.is_accepted"),
        State::Published => words.say("report_way.is_published"),
        State::Archived => words.say("report_way.is_archived"),
    }
}

/// Who is to do something now.
#[must_use]
pub fn waits_for(words: Words, state: State) -> &'static str {
    match state {
        State::Open | State::Returned => words.say("report_way.waits_draft"),
        State::Drafted => words.say("report_way.waits_confirm"),
        State::Confirmed => words.say("report_way.waits_submit"),
        State::Submitted => words.say("report_way.waits_accept"),
        State::Accepted => words.say("report_way.waits_publish"),
        State::Published => words.say("report_way.waits_archive"),
        State::Archived => words.say("report_way.waits_nothing"),
    }
}

/// Why a step was not taken.
#[must_use]
pub fn fault(words: Words, fault: Fault) -> String {
    match fault {
        Fault::Refused(Refusal::SameAccount) => words.say("report_way.same_account").to_owned(),
        Fault::Refused(Refusal::Role) => words.say("report_way.wrong_role").to_owned(),
        Fault::Refused(Refusal::State(at)) => {
            words.fill("report_way.wrong_state", &[("state", state(words, at))])
        }
        Fault::Refused(Refusal::ReasonMissing) => words.say("report_way.no_reason").to_owned(),
        Fault::Refused(Refusal::PeriodRunning) => words.say("report_way.period_running").to_owned(),
        Fault::Refused(Refusal::WithFigures) => words.say("report_way.with_figures").to_owned(),
        Fault::Elsewhere => words.say("report_way.elsewhere").to_owned(),
        Fault::Position => words.say("report_way.bad_position").to_owned(),
        Fault::PositionMissing => words.say("report_way.no_position").to_owned(),
        Fault::Reason => words.say("report_way.bad_reason").to_owned(),
        Fault::Unseen => words.say("report_way.unseen").to_owned(),
        Fault::Redrafted => words.say("report_way.redrafted").to_owned(),
        Fault::Changed => words.say("report_way.changed_since_seen").to_owned(),
        Fault::NoFigures => words.say("report_way.no_figures").to_owned(),
        Fault::TooMany => words.say("report_way.too_many").to_owned(),
    }
}
