//! The code by which a tablet is enrolled, as its officer shows it.

use maud::{Markup, html};

use crate::web::assets;
use crate::web::text::Words;
use crate::web::view::layout::{self, Masthead};
use crate::web::view::qr;
use crate::web::view::unit_nav::{self, Place};

/// An invitation.
#[derive(Clone, Copy, Debug)]
pub struct Invitation<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The unit's code.
    pub unit: &'a str,
    /// What the tablet is or will be called.
    pub name: &'a str,
    /// The device that is enrolled again, if it is one.
    pub device: Option<&'a str>,
    /// What became of it.
    pub standing: Standing<'a>,
}

/// What became of an invitation.
#[derive(Clone, Copy, Debug)]
pub enum Standing<'a> {
    /// It waits for a tablet, so many minutes more.
    Open {
        /// Minutes left, rounded up.
        minutes: i64,
        /// The code; `None` in a browser that did not make it.
        code: Option<Code<'a>>,
    },
    /// A tablet was enrolled.
    Enrolled,
    /// Its time or its tries are over.
    Over,
}

/// A code and where it is taken.
#[derive(Clone, Copy, Debug)]
pub struct Code<'a> {
    /// In groups, as people read it.
    pub grouped: &'a str,
    /// This server as the officer reached it.
    pub address: Option<Address<'a>>,
}

/// Where a tablet goes.
#[derive(Clone, Copy, Debug)]
pub struct Address<'a> {
    /// The page that asks for the code, to be typed.
    pub page: &'a str,
    /// The same with the code behind it, to be scanned.
    pub whole: &'a str,
    /// Whether only this very machine can open it.
    pub is_loopback: bool,
}

/// The page.
#[must_use]
pub fn page(words: Words, invitation: &Invitation<'_>) -> Markup {
    let name = [("name", invitation.name)];
    let (title, state) = match invitation.standing {
        Standing::Open { .. } => (words.fill("invitation.title", &name), "open"),
        Standing::Enrolled => (words.fill("invitation.enrolled", &name), "enrolled"),
        Standing::Over => (words.fill("invitation.over", &name), "over"),
    };
    let content = html! {
        main class="wide" id="content" data-state=(state) {
            (unit_nav::nav(words, invitation.unit, Place::Tablets))
            div class="head" { h1 { (title) } }
            @match invitation.standing {
                Standing::Open { minutes, code } => (open(words, minutes, code)),
                Standing::Enrolled => (enrolled(words, invitation.unit)),
                Standing::Over => (over(words, invitation)),
            }
        }
        script type="module" src=(assets::path("invitation.js")) {}
    };
    layout::desk(words, &title, invitation.masthead, &content)
}

fn open(words: Words, minutes: i64, code: Option<Code<'_>>) -> Markup {
    let minutes = minutes.to_string();
    let waits = words.fill("invitation.waits", &[("n", &minutes)]);
    let Some(code) = code else {
        return html! {
            p class="block" { (words.say("invitation.elsewhere")) }
            p class="block" role="status" { (waits) }
        };
    };
    html! {
        @if let Some(address) = code.address.filter(|address| address.is_loopback) {
            p class="attention" { (words.fill("invitation.loopback", &[("address", address.page)])) }
        }
        div class="invitation" {
            @if let Some(address) = code.address {
                figure { (qr::code(address.whole, words.say("invitation.qr"))) }
            }
            div {
                ol class="steps" {
                    li { span { (words.say("invitation.step_scan")) } }
                    @if let Some(address) = code.address {
                        li { span { (words.say("invitation.step_open")) " " strong { (address.page) } } }
                    } @else {
                        li { span { (words.say("invitation.step_open_somewhere")) " " strong { "/may" } } }
                    }
                    li { span {
                        (words.say("invitation.step_type"))
                        span class="code" translate="no" { (code.grouped) }
                    } }
                }
                p class="block waits" role="status" { (waits) }
                p class="note" { (words.say("invitation.rules")) }
                noscript { p class="block" { a class="button" href="" { (words.say("invitation.look_again")) } } }
            }
        }
    }
}

fn enrolled(words: Words, unit: &str) -> Markup {
    html! {
        p class="block" role="status" { (words.say("invitation.enrolled_what")) }
        p class="block" { a class="button filled" href={ "/don-vi/" (unit) "/may" } { (words.say("invitation.to_list")) } }
    }
}

fn over(words: Words, invitation: &Invitation<'_>) -> Markup {
    let unit = invitation.unit;
    html! {
        p class="block" role="status" { (words.say("invitation.over_what")) }
        div class="block" {
            @if let Some(device) = invitation.device {
                form method="post" action={ "/don-vi/" (unit) "/may/" (device) "/dang-ky-lai" } {
                    button class="button filled" type="submit" { (words.say("invitation.new_code")) }
                }
            } @else {
                a class="button filled" href={ "/don-vi/" (unit) "/may" } { (words.say("invitation.to_list")) }
            }
        }
    }
}
