//! A period without a sheet: what is missing, when figures appear, and what to do first.

use maud::{Markup, html};

use crate::web::text::Words;
use crate::web::view::number;
use crate::web::view::period::Link;
use crate::web::view::unit::progress::{self, Sheets};

/// A period without a sheet.
#[derive(Clone, Copy, Debug)]
pub struct Empty<'a> {
    /// The frame of its progress.
    pub sheets: Sheets<'a>,
    /// Answers from which figures are shown.
    pub enough: u64,
    /// Whether the period is over.
    pub is_over: bool,
    /// The pages of the unit's counter, for who keeps it.
    pub counter: Option<Counter<'a>>,
    /// Where the unit's questionnaire is answered, if it is open on this server.
    pub questionnaire: Option<&'a str>,
    /// The period before.
    pub before: Option<&'a Link>,
}

/// The counter of a unit, named by its code.
#[derive(Clone, Copy, Debug)]
pub enum Counter<'a> {
    /// It collects here.
    Kept(&'a str),
    /// It does not collect here yet: its first tablet is to come.
    New(&'a str),
}

/// A link to where a step is done.
struct Door {
    name: &'static str,
    address: String,
}

pub(super) fn page(words: Words, empty: &Empty<'_>) -> Markup {
    let enough = number::count(words, empty.enough);
    let a_half_day = progress::a_half_day(words, empty.sheets.progress);
    html! {
        section class="block empty" {
            h2 { (words.say("unit.empty")) }
            @if empty.is_over {
                p { (words.fill("glance.empty_over", &[("to", &number::date(words, empty.sheets.to))])) }
            } @else {
                p { (words.fill("glance.empty_when", &[("enough", &enough)])) " " (a_half_day) }
                (progress::frame(words, &empty.sheets))
                @if empty.counter.is_some() || empty.questionnaire.is_some() { (steps(words, empty)) }
            }
            p class="note" {
                @if !empty.is_over { (words.say("glance.offline")) " " }
                @if let Some(before) = empty.before {
                    a href=(before.address) { (words.fill("glance.see", &[("period", &before.name)])) }
                }
            }
        }
    }
}

fn steps(words: Words, empty: &Empty<'_>) -> Markup {
    let steps = [
        (
            words.say("glance.step_tablet"),
            words.say("glance.step_tablet_how"),
            tablets(words, empty),
        ),
        (
            words.say("glance.step_invite"),
            words.say("glance.step_invite_how"),
            slips(words, empty),
        ),
        (
            words.say("glance.step_turn"),
            words.say("glance.step_turn_how"),
            questionnaire(words, empty),
        ),
    ];
    html! {
        h2 class="block" { (words.say("unit.first_steps")) }
        ol class="steps first-steps" {
            @for (name, how, door) in steps {
                li {
                    div class="step" {
                        div { p { strong { (name) } } p class="how" { (how) } }
                        @if let Some(door) = door { a href=(door.address) { (door.name) } }
                    }
                }
            }
        }
    }
}

fn tablets(words: Words, empty: &Empty<'_>) -> Option<Door> {
    let (Counter::Kept(unit) | Counter::New(unit)) = empty.counter?;
    Some(Door {
        name: words.say("unit.step_enrol"),
        address: format!("/don-vi/{unit}/may"),
    })
}

/// Slips are printed where answers are collected.
fn slips(words: Words, empty: &Empty<'_>) -> Option<Door> {
    match empty.counter? {
        Counter::Kept(unit) => Some(Door {
            name: words.say("glance.print_slips"),
            address: format!("/don-vi/{unit}/ma"),
        }),
        Counter::New(_) => None,
    }
}

/// The questionnaire where it is open; where it is closed, its paper.
fn questionnaire(words: Words, empty: &Empty<'_>) -> Option<Door> {
    let open = empty.questionnaire.map(|address| Door {
        name: words.say("glance.open_form"),
        address: address.to_owned(),
    });
    open.or_else(|| match empty.counter? {
        Counter::Kept(unit) => Some(Door {
            name: words.say("glance.print_paper"),
            address: format!("/don-vi/{unit}/phieu-giay"),
        }),
        Counter::New(_) => None,
    })
}
