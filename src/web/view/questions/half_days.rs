//! When people answer: sheets by half-day and weekday.

use maud::{Markup, html};

use crate::domain::period::Half;
use crate::usecase::count_half_days::Pattern;
use crate::web::text::Words;
use crate::web::view::number;

/// Cells with fewer sheets than that show no number.
const FEWEST: u64 = 5;

/// The table, or why there is none.
#[must_use]
pub(super) fn table(words: Words, pattern: Option<&Pattern>) -> Markup {
    html! {
        section class="block half-days" {
            h2 { (words.say("questions.half_days")) }
            @match pattern {
                None => p { (words.say("questions.half_days_elsewhere")) },
                Some(pattern) if pattern.is_empty() => p { (words.say("questions.half_days_none")) },
                Some(pattern) => (counts(words, pattern)),
            }
        }
    }
}

fn counts(words: Words, pattern: &Pattern) -> Markup {
    let has_sheets = |day: i8| pattern.keys().any(|(_, weekday)| *weekday == day);
    let days: Vec<(i8, &str)> = weekdays(words)
        .into_iter()
        .filter(|(day, _)| *day <= 5 || has_sheets(*day))
        .collect();
    let halves = [
        (Half::Morning, words.say("questions.morning")),
        (Half::Afternoon, words.say("questions.afternoon")),
    ];
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(words.say("questions.half_days_form")) {
            table {
                caption class="note" { (words.say("questions.half_days_counted")) }
                thead { tr {
                    th scope="col" { (words.say("questions.half_day")) }
                    @for (_, day) in &days { th scope="col" class="number" { (day) } }
                    th scope="col" class="number" { (words.say("questions.sum")) }
                } }
                tbody { @for (half, name) in halves {
                    @let cells: Vec<u64> = days.iter().map(|(day, _)| pattern.get(&(half, *day)).copied().unwrap_or(0)).collect();
                    tr {
                        th scope="row" { (name) }
                        @for n in &cells { td class="number" { (cell(words, *n)) } }
                        td class="number strong" { (sum(words, &cells)) }
                    }
                } }
            }
        }
        p class="note" { (words.say("questions.half_days_note")) }
    }
}

fn cell(words: Words, n: u64) -> String {
    if (1..FEWEST).contains(&n) {
        words.say("questions.under_five").to_owned()
    } else {
        number::count(words, n)
    }
}

/// With a sum, a hidden cell could be worked out.
fn sum(words: Words, cells: &[u64]) -> String {
    if cells.iter().any(|n| (1..FEWEST).contains(n)) {
        words.say("questions.folded").to_owned()
    } else {
        number::count(words, cells.iter().sum())
    }
}

fn weekdays(words: Words) -> [(i8, &'static str); 7] {
    [
        (1, words.say("questions.monday")),
        (2, words.say("questions.tuesday")),
        (3, words.say("questions.wednesday")),
        (4, words.say("questions.thursday")),
        (5, words.say("questions.friday")),
        (6, words.say("questions.saturday")),
        (7, words.say("questions.sunday")),
    ]
}
