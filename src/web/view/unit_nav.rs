//! The way between the pages of one unit.

use maud::{Markup, html};

use crate::web::text::Words;

/// A page of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Its figures.
    Results,
    /// Its tablets.
    Tablets,
    /// What its tablets say.
    Sound,
    /// One-time codes for people's own phones.
    Slips,
    /// Paper questionnaires.
    Paper,
}

impl Place {
    const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Results, "", "unit_nav.results"),
        (Self::Tablets, "/may", "unit_nav.tablets"),
        (Self::Sound, "/am-thanh", "unit_nav.sound"),
        (Self::Slips, "/ma", "unit_nav.slips"),
        (Self::Paper, "/phieu-giay", "unit_nav.paper"),
    ];
}

/// Links to the pages of `unit`, the one shown marked.
#[must_use]
pub fn nav(words: Words, unit: &str, here: Place) -> Markup {
    html! {
        nav class="unit-nav" aria-label=(words.say("unit_nav.label")) {
            @for (place, path, name) in Place::ALL {
                a href={ "/don-vi/" (unit) (path) } aria-current=[(place == here).then_some("page")] {
                    (words.say(name))
                }
            }
        }
    }
}
