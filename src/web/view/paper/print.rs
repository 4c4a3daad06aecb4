//! The questionnaire on paper: A4, one serial on every page of a copy, each copy on pages of its
//! own.

use maud::{DOCTYPE, Markup, html};

use crate::domain::form::Form;
use crate::web::assets;
use crate::web::text::Words;
use crate::web::view::asked::{Item, Manner, Tick};
use crate::web::view::face;

/// Copies to be printed.
#[derive(Clone, Copy, Debug)]
pub struct Copies<'a> {
    /// The form.
    pub form: &'a Form,
    /// What it asks on paper.
    pub items: &'a [Item<'a>],
    /// Tag of the language printed.
    pub language: &'a str,
    /// The unit within a sentence, such as `xã Nấm Dẩn`.
    pub unit_name: &'a str,
    /// Serials as they are printed, one a copy.
    pub serials: &'a [String],
    /// What stands above on the screen and is not printed.
    pub tools: Tools<'a>,
    /// The words of the tools.
    pub words: Words,
}

/// Ways on from the page.
#[derive(Clone, Copy, Debug)]
pub struct Tools<'a> {
    /// Back to the account.
    pub back: &'a str,
    /// The copies that follow, if there are more in the issue.
    pub following: Option<&'a str>,
    /// This page in the form's other languages: tag and address.
    pub languages: &'a [(String, String)],
}

/// The page.
#[must_use]
pub fn page(copies: &Copies<'_>) -> Markup {
    let words = copies.words;
    let title = copies.form.title.get(copies.language);
    html! {
        (DOCTYPE)
        html lang=(copies.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (title) }
                link rel="icon" href=(assets::path("icon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(assets::path("base.css"));
                link rel="stylesheet" href=(assets::path("paper-print.css"));
            }
            body {
                (face::symbols())
                (tools(words, copies))
                main { @for serial in copies.serials { (copy(copies, serial)) } }
            }
        }
    }
}

fn tools(words: Words, copies: &Copies<'_>) -> Markup {
    let n = copies.serials.len().to_string();
    html! {
        header class="print-tools" lang=(words.tag()) {
            p { strong { (words.fill("paper_entry.print_how", &[("n", &n)])) } " " (words.say("paper_entry.print_shuffle")) }
            nav aria-label=(words.say("paper_entry.print")) {
                a href=(copies.tools.back) { (words.say("paper_entry.back")) }
                @if let Some(following) = copies.tools.following {
                    a href=(following) { (words.say("paper_entry.print_following")) }
                }
                @for (tag, address) in copies.tools.languages {
                    a href=(address) lang=(tag) hreflang=(tag) { (super::answer::language_name(tag)) }
                }
            }
        }
    }
}

/// A copy is laid out like a table, so that its head stands on every page it takes.
fn copy(copies: &Copies<'_>, serial: &str) -> Markup {
    let words = Words::for_tag(copies.language);
    html! {
        article class="copy" aria-label=(serial) {
            div class="copy-head" {
                div class="line" {
                    span { (words.fill("paper.place", &[("unit", copies.unit_name)])) }
                    b class="serial" { (words.say("paper_entry.print_serial")) " " (serial) }
                }
            }
            div class="copy-body" {
                (opening(words, copies))
                @for item in copies.items { (question(copies, item)) }
                (closing(words, copies))
            }
        }
    }
}

fn opening(words: Words, copies: &Copies<'_>) -> Markup {
    html! {
        h1 { (copies.form.title.get(copies.language)) }
        p class="purpose" {
            (words.say("paper_entry.print_purpose")) " "
            strong { (words.say("paper.privacy")) } " "
            (words.say("paper_entry.print_free"))
        }
        p class="how" { (words.say("paper_entry.print_tick")) }
    }
}

fn question(copies: &Copies<'_>, item: &Item<'_>) -> Markup {
    let words = Words::for_tag(copies.language);
    let hint = match item.manner() {
        Manner::Level | Manner::Words => None,
        Manner::One => Some(words.say("paper.choose_one").to_owned()),
        Manner::Most(n) => Some(words.fill("paper.choose_most", &[("n", &n.to_string())])),
    };
    html! {
        @if let Some(heading) = item.heading { h2 { (heading.get(copies.language)) } }
        section class="asked" {
            p class="text" {
                @if let Some(number) = item.number {
                    b { (words.fill("paper.question_number", &[("i", &number.to_string())])) "." } " "
                }
                b { (item.text(copies.language)) }
                @if let Some(hint) = &hint { " " span { (hint) } }
            }
            @if let Some(condition) = &item.condition { p class="condition" { (condition) } }
            @if item.manner() == Manner::Words { (lines(2)) } @else { (ticks(copies.language, item)) }
        }
    }
}

/// Levels side by side; short options in a line, others in columns. What is outside the scale
/// stands apart.
fn ticks(language: &str, item: &Item<'_>) -> Markup {
    const SHORT_CHARS: usize = 14;
    let ticks = item.ticks();
    let (outside, inside): (Vec<&Tick<'_>>, Vec<&Tick<'_>>) =
        ticks.iter().partition(|tick| tick.is_outside);
    let is_short = |tick: &&Tick<'_>| tick.label.get(language).chars().count() <= SHORT_CHARS;
    let has_faces = inside.iter().any(|tick| tick.face.is_some());
    let shape = match item.manner() {
        Manner::Level if has_faces => "levels",
        Manner::Level | Manner::One | Manner::Most(_) if inside.iter().all(is_short) => "short",
        Manner::One if inside.len() > MOST_IN_TWO_COLUMNS => "three",
        Manner::Level | Manner::One | Manner::Most(_) | Manner::Words => "two",
    };
    html! {
        div class={ "ticks " (shape) } {
            div class="inside" { @for tick in &inside { (tick_box(language, tick)) } }
            @if !outside.is_empty() {
                div class="outside" { @for tick in &outside { (tick_box(language, tick)) } }
            }
        }
    }
}

/// Options of one answer that still stand in two columns.
const MOST_IN_TWO_COLUMNS: usize = 8;

/// A box with the key a clerk will type, a face where there is one, and the word.
fn tick_box(language: &str, tick: &Tick<'_>) -> Markup {
    html! {
        div class="tick" {
            span class="box" { (tick.key) }
            @if let Some(face) = &tick.face { (face) }
            span class="word" { (tick.label.get(language)) }
        }
    }
}

fn lines(n: usize) -> Markup {
    html! { div class="lines" aria-hidden="true" { @for _ in 0..n { span {} } } }
}

fn closing(words: Words, copies: &Copies<'_>) -> Markup {
    html! {
        section class="asked last" {
            p class="complaint" {
                strong { (words.say("paper.not_a_complaint")) } " " (words.say("paper.where_complaints_go"))
            }
            @if copies.form.comment {
                p class="text" { b { (words.say("paper.comment")) } " " span { (words.say("paper_entry.print_comment")) } }
                (lines(4))
            }
            p class="how" { (words.say("paper_entry.print_end")) }
        }
    }
}
