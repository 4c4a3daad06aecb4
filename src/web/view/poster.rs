//! The poster of a unit's published results: one sheet of A4, to be read from two metres.

use maud::{Markup, html};

use crate::domain::form::Form;
use crate::domain::publication::UnitResult;
use crate::usecase::read_published::{PublicUnit, PublishedPeriod};
use crate::web::text::Words;
use crate::web::view::public_results::{exactly, factor_list, plain, scale};
use crate::web::view::{chart, layout, number, qr};

/// Characters of what people said and what was done that fit in large letters: two pairs, or one.
/// A longer pair stands alone in smaller ones.
const MOST_LARGE: usize = 200;

/// A poster.
#[derive(Clone, Copy, Debug)]
pub struct Poster<'a> {
    /// The unit.
    pub unit: &'a PublicUnit,
    /// The period shown.
    pub shown: &'a PublishedPeriod,
    /// Its figures.
    pub result: &'a UnitResult,
    /// What the period is called.
    pub period: &'a str,
    /// The form, if it is still known here.
    pub form: Option<&'a Form>,
    /// Where this server is reached: `https://khaosat.tuyenquang.gov.vn`.
    pub origin: &'a str,
    /// Who can open that address.
    pub reach: Reach,
    /// Whether the figures are made up.
    pub simulated: bool,
}

/// Who can open the address in the QR code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Whoever has the network to it.
    Others,
    /// Nobody but this machine.
    ThisMachine,
}

/// The page.
#[must_use]
pub fn page(words: Words, poster: &Poster<'_>) -> Markup {
    let unit = &poster.unit.unit;
    let title = words.fill("public.poster_of", &[("unit", &unit.full_name)]);
    let path = format!("/ket-qua/{}", unit.code);
    let content = html! {
        (chart::fills())
        header class="notice" {
            p { b { (words.say("public.print_how")) } }
            @if poster.reach == Reach::ThisMachine { p class="attention" { (words.say("public.print_loopback")) } }
            p { a href={ (path) "?lang=" (words.tag()) } { (words.say("public.back")) } }
        }
        main class="poster" { (sheet(words, poster, &path)) }
    };
    layout::poster(&title, words.tag(), &content)
}

fn sheet(words: Words, poster: &Poster<'_>, path: &str) -> Markup {
    let Poster {
        unit,
        shown,
        result,
        ..
    } = poster;
    let figure = &result.headline;
    let (large, counted) = plain(words, figure, &shown.head.method);
    let scale = poster.form.and_then(scale);
    html! {
        div class="cloth" aria-hidden="true" {}
        div class="sheet" {
            @if poster.simulated { p class="simulated" { (words.say("desk.simulated")) } }
            h1 { (unit.unit.full_name) }
            p class="when" { (words.say("public.centre")) " · " (poster.period) }
            p class={ "hero" @if large.chars().count() > 3 { " is-text" } } { span class="large" { (large) } " " span class="counted" { (counted) } }
            p class="exactly" {
                (exactly(words, figure))
                @if let Some(limits) = figure.limits() { " " (words.fill("public.interval_short", &[("interval", &number::interval(words, &limits))])) }
            }
            @if let Some(scale) = scale.filter(|_| !figure.counts.is_empty()) {
                div class="bar" { (chart::levels(words, scale, &figure.counts, "")) (chart::legend(words, scale, &figure.counts)) }
            }
            @if let Some(form) = poster.form.filter(|_| !result.factors.is_empty()) {
                div class="parts" { h2 { (words.say("public.factors")) } (factor_list(words, form, &result.factors)) }
            }
            (told(words, poster))
            (foot(words, poster, path))
        }
    }
}

fn told(words: Words, poster: &Poster<'_>) -> Markup {
    let told = &poster.unit.told;
    let length = |n: usize| -> usize {
        let chars = |(said, done, _): &(String, String, String)| {
            said.chars().count() + done.chars().count()
        };
        told.iter().take(n).map(chars).sum()
    };
    let shown = if length(2) <= MOST_LARGE { 2 } else { 1 };
    html! {
        @if !told.is_empty() {
            div class={ "parts told" @if length(shown) > MOST_LARGE { " is-long" } } {
                h2 { (words.say("public.told")) }
                ul {
                    @for (said, done, _) in told.iter().take(shown) {
                        li { p class="said" { (said) } p class="done-about" { (done) } }
                    }
                }
            }
        }
    }
}

fn foot(words: Words, poster: &Poster<'_>, path: &str) -> Markup {
    let address = format!("{}{path}", poster.origin);
    let host = poster.origin.split_once("://");
    let host = host.map_or(poster.origin, |(_, host)| host);
    let row = &poster.shown.row;
    html! {
        div class="foot" {
            (qr::code(&address, &address))
            div {
                p class="see" { (words.say("public.scan")) }
                p class="address" { (host) (path) }
                p class="say-it" { (words.say("public.say_it")) }
                p class="small" {
                    (words.fill("public.decision", &[
                        ("decision", &row.decision),
                        ("decided", &number::date(words, &row.decided_on)),
                        ("day", &number::date(words, &row.acted_on)),
                    ])) " " (words.say("desk.full_title")) ". " (words.say("desk.interval_note"))
                }
            }
        }
    }
}
