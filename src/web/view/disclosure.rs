//! The rule of disclosure in words, where it bites.

use maud::{Markup, html};

use crate::domain::results::{FOLDED, ResultRow};
use crate::usecase::release_results::Disclosed;
use crate::web::text::Words;
use crate::web::view::number;

/// What is open, folded or kept back on this page, and which days an open period covers; nothing
/// where the rule changes nothing.
#[must_use]
pub fn note(words: Words, disclosed: Disclosed) -> Markup {
    let covered = disclosed.covered.map(|(from, to)| {
        let days = number::dates(words, &from.to_string(), &to.to_string());
        words.fill("disclosure.covered", &[("days", &days)])
    });
    html! {
        @if disclosed.is_open {
            p class="note" data-disclosure="open" { (words.say("disclosure.open")) @if let Some(covered) = covered { " " (covered) } }
        } @else if !disclosed.is_divided {
            p class="note" data-disclosure="short" { (words.say("disclosure.short")) }
        }
        @if disclosed.is_folded { p class="note" data-disclosure="folded" { (words.say("disclosure.rule")) } }
    }
}

/// The name of a row that holds several units.
#[must_use]
pub fn folded_units(words: Words, row: &ResultRow) -> String {
    let n = row.n_units.unwrap_or_default().to_string();
    words.fill("disclosure.units", &[("n", &n)])
}

/// The name of a folded category, instead of what it would be called; `None` for any other.
#[must_use]
pub fn folded_name(words: Words, category: &str) -> Option<&'static str> {
    (category == FOLDED).then(|| words.say("disclosure.folded"))
}

/// How many answered a row; of one too few to tell, that they are few.
#[must_use]
pub fn count(words: Words, row: &ResultRow) -> String {
    if is_hidden(row) {
        words.say("disclosure.few").to_owned()
    } else {
        number::count(words, row.n)
    }
}

/// Whether a row tells nothing but that too few answered.
#[must_use]
pub fn is_hidden(row: &ResultRow) -> bool {
    row.folded && row.n == 0
}
