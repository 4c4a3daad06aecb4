//! Whether the reports a publication rests on are accepted: how many are, and which are not.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::report::State;
use crate::usecase::count_accepted::{Acceptance, Waiting};
use crate::web::text::Words;
use crate::web::view::desk_nav::Tabs;
use crate::web::view::{number, report_steps};

/// How many reports are accepted of how many, and the way to each that is not.
#[must_use]
pub fn reports(words: Words, tabs: Tabs<'_>, acceptance: Option<&Acceptance>) -> Markup {
    let Tabs { unit, period, .. } = tabs;
    html! {
        section class="block" {
            h2 { (words.say("publication.reports")) }
            @match acceptance {
                None => p class="note" { (words.say("publication.no_reports")) },
                Some(acceptance) => {
                    p {
                        (words.fill("publication.accepted", &[
                            ("n", &count(words, acceptance.n_accepted())),
                            ("all", &count(words, acceptance.n_expected)),
                        ]))
                        " "
                        a href={ "/tinh/" (unit) "/nhac-nop?period=" (period) } { (words.say("publication.see_reports")) }
                    }
                    @for (state, waiting) in by_state(acceptance) {
                        (group(words, period, state, &waiting))
                    }
                },
            }
        }
    }
}

/// The units whose reports stand at the same place.
fn group(words: Words, period: &str, state: State, waiting: &[&Waiting]) -> Markup {
    let (name, n) = (
        report_steps::state(words, state),
        count(words, waiting.len()),
    );
    html! {
        details {
            summary { (words.fill("publication.waiting", &[("state", name), ("n", &n)])) }
            ul class="waiting" {
                @for unit in waiting {
                    li { a href={ "/don-vi/" (unit.unit) "/bao-cao?period=" (period) } { (unit.name) } }
                }
            }
        }
    }
}

fn by_state(acceptance: &Acceptance) -> BTreeMap<State, Vec<&Waiting>> {
    let mut groups: BTreeMap<State, Vec<&Waiting>> = BTreeMap::new();
    for unit in &acceptance.waiting {
        groups.entry(unit.state).or_default().push(unit);
    }
    groups
}

/// The box that says: publish all the same. It sends the number it names.
#[must_use]
pub fn all_the_same(words: Words, acceptance: Option<&Acceptance>) -> Markup {
    let n = acceptance.map_or(0, |acceptance| acceptance.waiting.len());
    html! {
        @if n > 0 {
            label class="confirm" {
                input id="unaccepted" type="checkbox" name="unaccepted" value=(n) required;
                span { (words.fill("publication.all_the_same", &[("n", &count(words, n))])) }
            }
        }
    }
}

fn count(words: Words, n: usize) -> String {
    number::count(words, u64::try_from(n).unwrap_or(u64::MAX))
}
