//! The list of what is published, by province, with a search by name.

use maud::{Markup, html};

use crate::domain::publication::UnitSnapshot;
use crate::usecase::read_published::Listed;
use crate::web::text::Words;
use crate::web::view::layout;
use crate::web::view::public_results::{Frame, top};

/// Longest text that is searched for, in characters.
pub const MOST_SEARCH_CHARS: usize = 100;

/// The list of everything published.
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    /// What stands around it.
    pub frame: Frame<'a>,
    /// What was searched for.
    pub search: &'a str,
    /// What was found.
    pub provinces: &'a [Listed],
    /// Names of periods by province.
    pub periods: &'a [String],
}

/// The page of the list.
#[must_use]
pub fn page(words: Words, list: &List<'_>) -> Markup {
    let title = words.say("public.list_title");
    let address = |code: &str| format!("/ket-qua/{code}?lang={}", words.tag());
    let content = html! {
        (top(words, list.frame))
        main class="public" id="content" {
            h1 { (title) }
            p class="full-title" { (words.say("desk.full_title")) }
            form class="search" method="get" action="/ket-qua" role="search" {
                label for="tim" { (words.say("public.search")) }
                div {
                    input id="tim" name="tim" type="search" value=(list.search) maxlength=(MOST_SEARCH_CHARS) autocomplete="off";
                    input type="hidden" name="lang" value=(words.tag());
                    button class="button" type="submit" { (words.say("public.find")) }
                }
            }
            @if list.provinces.is_empty() {
                p class="lead" { (words.say(if list.search.is_empty() { "public.nothing_here" } else { "public.not_found" })) }
            }
            @for (province, period) in list.provinces.iter().zip(list.periods) {
                section class="part" {
                    h2 { a href=(address(&province.province)) { (province.name) } span class="note" { ", " (period) } }
                    ul class="places" { @for (code, name) in &province.units { li { a href=(address(code)) { (name) } } } }
                    @for (key, units) in [("desk.few", &province.too_few), ("desk.other_form", &province.asked_otherwise)] {
                        @if !units.is_empty() {
                            h3 { (words.say(key)) }
                            ul class="places" { @for (code, name) in units { li { a href=(address(code)) { (name) } } } }
                        }
                    }
                }
            }
        }
    };
    layout::public(title, words.tag(), &content)
}

/// Names of the units that have no figures, by the reason.
pub(super) fn without_figures<'a>(
    units: impl Iterator<Item = &'a UnitSnapshot>,
) -> [(&'static str, Vec<&'a str>); 2] {
    let without = units.filter(|unit| unit.result.is_none());
    let (few, otherwise): (Vec<_>, Vec<_>) = without.partition(|unit| unit.other_form.is_none());
    let names = |units: Vec<&'a UnitSnapshot>| {
        let names = units.into_iter().map(|unit| unit.name.as_str());
        names.collect()
    };
    [
        ("desk.few", names(few)),
        ("desk.other_form", names(otherwise)),
    ]
}
