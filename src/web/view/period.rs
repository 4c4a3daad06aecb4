//! The period switcher: what is shown, from when to when, and what else there is.

use maud::{Markup, html};

use crate::domain::vietnamese::capitalized;
use crate::web::text::Words;
use crate::web::view::number;

/// A period and its neighbours.
#[derive(Clone, Debug)]
pub struct Shown {
    /// In words, such as `quý III/2026`.
    pub name: String,
    /// First day, ISO.
    pub from: String,
    /// Last day, ISO, included.
    pub to: String,
    /// The period before, and its address.
    pub previous: Option<Link>,
    /// The period after, and its address.
    pub next: Option<Link>,
    /// Other periods, the one shown included.
    pub others: Vec<Link>,
}

/// A name and an address.
#[derive(Clone, Debug)]
pub struct Link {
    /// What is read.
    pub name: String,
    /// Where it leads.
    pub address: String,
    /// Whether it is the page shown.
    pub here: bool,
}

/// The switcher between neighbours, both dates in the middle.
#[must_use]
pub fn switcher(words: Words, period: &Shown) -> Markup {
    html! {
        nav class="periods" aria-label=(words.say("desk.periods")) {
            @if let Some(previous) = &period.previous { a href=(previous.address) rel="prev" { "‹ " (capitalized(&previous.name)) } }
            span class="now" { (number::dates(words, &period.from, &period.to)) }
            @if let Some(next) = &period.next { a href=(next.address) rel="next" { (capitalized(&next.name)) " ›" } }
        }
    }
}

/// All other periods, folded away.
#[must_use]
pub fn others(words: Words, period: &Shown) -> Markup {
    html! {
        @if !period.others.is_empty() {
            details class="other-periods" {
                summary { (words.say("desk.other_periods")) }
                ul {
                    @for other in &period.others {
                        li { a href=(other.address) aria-current=[other.here.then_some("page")] { (capitalized(&other.name)) } }
                    }
                }
            }
        }
    }
}
