//! Where two keyings of one sheet differ: both values side by side, the paper decides.

use maud::{Markup, html};

use crate::domain::paper::Difference;
use crate::web::text::Words;
use crate::web::view::asked::Item;
use crate::web::view::paper::{Around, answer, keying};
use crate::web::view::questionnaire::{Given, Wrong};

/// Differences to be decided.
#[derive(Clone, Copy, Debug)]
pub struct Differences<'a> {
    /// What stands around them.
    pub around: Around<'a>,
    /// What the form asks on paper.
    pub items: &'a [Item<'a>],
    /// The serial as it is printed.
    pub serial: &'a str,
    /// Where the decisions are posted to.
    pub action: &'a str,
    /// The second keying as JSON, which the page carries.
    pub second: &'a str,
    /// What differs.
    pub differences: &'a [Difference],
    /// What is wrong with what was decided.
    pub problems: &'a [Wrong],
    /// Whether the page came back undecided.
    pub is_again: Again,
}

/// Whether a page is shown for the first time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// For the first time.
    First,
    /// Something was left undecided.
    Undecided,
}

/// The page.
#[must_use]
pub fn page(page: &Differences<'_>) -> Markup {
    let words = page.around.words;
    let n = page.differences.len().to_string();
    let title = words.fill("paper_entry.differ_title", &[("serial", page.serial)]);
    let content = html! {
        div class="head" { h1 { (title) } }
        p class="full-title" { (words.fill("paper_entry.differ_what", &[("n", &n)])) }
        @if page.is_again == Again::Undecided {
            p class="attention" role="alert" { (words.say("paper_entry.undecided")) }
        }
        @for wrong in page.problems { p class="attention" role="alert" { (wrong.message) } }
        form method="post" class="keying decide" action=(page.action) autocomplete="off" {
            input type="hidden" name="serial" value=(page.serial);
            input type="hidden" name="second" value=(page.second);
            @for difference in page.differences { (one(words, page, difference)) }
            div class="key-end" {
                button class="button filled" type="submit" { (words.say("paper_entry.save")) }
                a class="button" href=(page.around.address("")) { (words.say("paper_entry.back")) }
            }
        }
    };
    page.around.page(&title, &content)
}

fn one(words: Words, page: &Differences<'_>, difference: &Difference) -> Markup {
    let field = difference.field.as_str();
    let item = page.items.iter().find(|item| item.field() == field);
    let shown = |value| match item {
        Some(item) => answer::of_item(words, item, value),
        None => answer::beside(words, field, value),
    };
    let name = format!("decide-{field}");
    html! {
        fieldset class="key-row differs" id={ "row-" (field) } {
            legend {
                span class="key-number" { @if let Some(number) = item.and_then(|item| item.number) { (number) } }
                span { (item.map_or(answer::name_beside(words, field), |item| item.text(words.tag()))) }
            }
            div class="both" {
                (choice(&name, "first", words.say("paper_entry.first_keying"), &shown(&difference.first)))
                (choice(&name, "second", words.say("paper_entry.second_keying"), &shown(&difference.second)))
                div {
                    (choice(&name, "other", words.say("paper_entry.neither"), words.say("paper_entry.type_anew")))
                    div class="anew" { (anew(words, field, item)) }
                }
            }
        }
    }
}

fn choice(name: &str, value: &str, title: &str, shown: &str) -> Markup {
    html! {
        label class="value" {
            input type="radio" name=(name) value=(value) required;
            span { small { (title) } b { (shown) } }
        }
    }
}

fn anew(words: Words, field: &str, item: Option<&Item<'_>>) -> Markup {
    let nothing = Given::new();
    html! {
        @match (item, field) {
            (Some(item), _) => { (keying::controls(words, &nothing, item)) }
            (None, "collected_at") => { input type="date" name="day" aria-label=(words.say("paper_entry.day")); }
            (None, "language") => { input name="language" aria-label=(words.say("paper_entry.language")); }
            (None, _) => { (keying::comment_control(words, &nothing)) }
        }
    }
}
