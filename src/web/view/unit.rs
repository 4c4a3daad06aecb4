//! A unit's desk: the answer first, its doubt beside it, the reason below.

mod compared;
mod details;
mod empty;
mod factors;
pub mod glance;
mod labels;
mod overall;
mod progress;
pub mod purposes;

use maud::{Markup, html};

pub use self::compared::{Against, Compared, Reason};
pub use self::empty::{Counter, Empty};
pub use self::factors::{Change, Factors, Line, Reference};
pub use self::progress::{NoTarget, Sheets, WeekCounts};
pub use self::purposes::Purposes;
use crate::domain::results::ResultRow;
use crate::web::text::Words;
use crate::web::view::period::{self, Shown};
use crate::web::view::{disclosure, number};

/// Addresses of a page's files.
#[derive(Clone, Copy, Debug)]
pub struct Downloads<'a> {
    /// The workbook.
    pub workbook: &'a str,
    /// The tally CSV.
    pub csv: &'a str,
}

/// Title, period, files and the full title that says what the figure is not.
pub(super) fn heading(
    words: Words,
    title: &str,
    shown: &Shown,
    downloads: Option<Downloads<'_>>,
) -> Markup {
    let files = html! {
        @if let Some(downloads) = downloads {
            a class="button" href=(downloads.csv) download { (words.say("desk.csv")) }
            a class="button filled" href=(downloads.workbook) download { (words.say("desk.workbook")) }
        }
    };
    heading_with(words, title, shown, &files)
}

/// The same with buttons of the page's own.
pub(super) fn heading_with(words: Words, title: &str, shown: &Shown, buttons: &Markup) -> Markup {
    html! {
        div class="head" {
            h1 { (title) }
            div class="actions" {
                (period::switcher(words, shown))
                (buttons)
            }
        }
        p class="full-title" {
            (words.say("desk.full_title"))
            span class="print-only" { ". " (number::dates(words, &shown.from, &shown.to)) "." }
        }
        (period::others(words, shown))
    }
}

/// What is late or flagged, with its number and what it means for the figure.
pub(super) fn notes(words: Words, row: &ResultRow) -> Markup {
    html! {
        @if row.late + row.flagged > 0 {
            div class="notes" {
                @if row.late > 0 { p class="attention" { (words.fill("desk.late", &[("n", &number::count(words, row.late))])) } }
                @if row.flagged > 0 { p class="attention" { (words.fill("desk.flagged", &[("n", &number::count(words, row.flagged))])) } }
            }
        }
    }
}

/// A channel in words; a name that is no channel shows itself.
#[must_use]
pub fn channel_name(words: Words, channel: &str) -> &str {
    match channel {
        "tablet" => words.say("channel.tablet"),
        "qr" => words.say("channel.qr"),
        "paper" => words.say("channel.paper"),
        "assisted" => words.say("channel.assisted"),
        "open" => words.say("channel.open"),
        other => disclosure::folded_name(words, other).unwrap_or(other),
    }
}
