//! The screen on which a paper questionnaire is typed in: one row a question, keys as printed.

use maud::{Markup, html};

use crate::domain::form::Form;
use crate::web::assets;
use crate::web::text::Words;
use crate::web::view::asked::{Item, Manner, Tick};
use crate::web::view::paper::Around;
use crate::web::view::paper::answer::language_name;
use crate::web::view::questionnaire::{Given, Wrong};

/// A sheet to be typed in, or one that came back with problems.
#[derive(Clone, Copy, Debug)]
pub struct Keying<'a> {
    /// What stands around it.
    pub around: Around<'a>,
    /// The form.
    pub form: &'a Form,
    /// What it asks on paper.
    pub items: &'a [Item<'a>],
    /// Where it is posted to.
    pub action: &'a str,
    /// The serial of a sheet that is mended; `None`: it is typed in too.
    pub mended: Option<&'a str>,
    /// The last day a sheet can be of, ISO.
    pub today: &'a str,
    /// What was typed before, by field name.
    pub given: &'a Given,
    /// What is wrong.
    pub problems: &'a [Wrong],
    /// What became of the sheet before.
    pub done: Option<&'a str>,
}

/// The page.
#[must_use]
pub fn page(keying: &Keying<'_>) -> Markup {
    let words = keying.around.words;
    let title = keying.form.title.get(words.tag());
    let heading = match keying.mended {
        Some(serial) => words.fill("paper_entry.mend_title", &[("serial", serial)]),
        None => words.say("paper_entry.key_title").to_owned(),
    };
    let content = html! {
        div class="head" { h1 { (heading) } }
        p class="full-title" { (title) " · " (keying.form.form_ref) }
        @if let Some(done) = keying.done { p class="done" role="status" { (done) } }
        (summary(words, keying))
        p class="note keys" { (words.say("paper_entry.keys")) }
        form method="post" class="keying" action=(keying.action) autocomplete="off" novalidate {
            (about_the_sheet(words, keying))
            @for item in keying.items { (row(words, keying, item)) }
            @if keying.form.comment { (comment(words, keying)) }
            div class="key-end" {
                button class="button filled" type="submit" { (words.say("paper_entry.save")) }
                a class="button" href=(keying.around.address(if keying.mended.is_some() { "/lo" } else { "" })) {
                    (words.say("paper_entry.back"))
                }
            }
        }
        script type="module" src=(assets::path("keying.js")) {}
    };
    keying.around.page(&heading, &content)
}

fn summary(words: Words, keying: &Keying<'_>) -> Markup {
    html! {
        @if !keying.problems.is_empty() {
            section class="attention" role="alert" aria-labelledby="problems-title" {
                h2 id="problems-title" { (words.say("paper_entry.problems")) }
                ul {
                    @for wrong in keying.problems {
                        li {
                            @if wrong.field.is_empty() { (wrong.message) }
                            @else { a href={ "#row-" (wrong.field) } { (wrong.message) } }
                        }
                    }
                }
                p { (words.say("paper_entry.unreadable_is_spoiled")) }
            }
        }
    }
}

/// Serial, day and language: the last two stay for the next sheet.
fn about_the_sheet(words: Words, keying: &Keying<'_>) -> Markup {
    let given = |name: &str| first(keying.given, name);
    let language = given("language").unwrap_or("vi");
    html! {
        div class="key-head" {
            @if keying.mended.is_none() {
                div class="field" id="row-serial" data-row {
                    label for="serial" { (words.say("paper_entry.serial")) }
                    input id="serial" name="serial" value=(given("serial").unwrap_or_default()) autofocus
                        aria-invalid=[is_wrong(keying, "serial")] placeholder={ (keying.around.unit) "-000123" };
                }
            }
            // A day that stays from the sheet before is passed by.
            div class="field" id="row-collected_at" data-row[given("day").is_none()] {
                label for="day" { (words.say("paper_entry.day")) }
                input id="day" name="day" type="date" value=(given("day").unwrap_or_default())
                    max=(keying.today) aria-invalid=[is_wrong(keying, "collected_at")];
            }
            @if keying.form.languages.len() > 1 {
                div class="field" id="row-language" {
                    label for="language" { (words.say("paper_entry.language")) }
                    select id="language" name="language" {
                        @for tag in &keying.form.languages {
                            option value=(tag) selected[tag == language] { (language_name(tag)) }
                        }
                    }
                }
            } @else { input type="hidden" name="language" value=(language); }
        }
    }
}

fn row(words: Words, keying: &Keying<'_>, item: &Item<'_>) -> Markup {
    let field = item.field();
    let tag = words.tag();
    let wrong = problem(keying, field);
    html! {
        fieldset class={ "key-row" @if wrong.is_some() { " is-wrong" } } id={ "row-" (field) } data-row {
            legend {
                span class="key-number" { @if let Some(number) = item.number { (number) } }
                span { (item.text(tag)) @if let Some(condition) = &item.condition { small { (condition) } } }
            }
            @if let Some(message) = wrong { p class="attention" { (message) } }
            (controls(words, keying.given, item))
        }
    }
}

/// The controls of an item: its options with their keys, and blank; or a text.
pub(super) fn controls(words: Words, given: &Given, item: &Item<'_>) -> Markup {
    let field = item.field();
    let chosen = given.get(field).map_or(&[][..], Vec::as_slice);
    let kind = match item.manner() {
        Manner::Words => {
            return html! {
                textarea name=(field) rows="2" maxlength="1000" aria-label=(item.text(words.tag())) {
                    "\n" (chosen.first().map_or("", String::as_str))
                }
            };
        }
        Manner::Level | Manner::One => "radio",
        Manner::Most(_) => "checkbox",
    };
    let is_chosen = |value: &str| chosen.iter().any(|known| known == value);
    html! {
        div class="key-options" {
            @for tick in item.ticks() {
                (option((kind, field), &tick, is_chosen(&tick.value), words))
            }
            @if kind == "radio" {
                label class="apart" {
                    input type="radio" name=(field) value="" data-key="0" checked[is_chosen("")];
                    kbd { "0" } (words.say("paper_entry.blank"))
                }
            }
        }
    }
}

fn option((kind, field): (&str, &str), tick: &Tick<'_>, is_chosen: bool, words: Words) -> Markup {
    html! {
        label class=[tick.is_outside.then_some("apart")] {
            input type=(kind) name=(field) value=(tick.value) data-key=(tick.key) checked[is_chosen];
            kbd { (tick.key) } (tick.label.get(words.tag()))
        }
    }
}

fn comment(words: Words, keying: &Keying<'_>) -> Markup {
    html! {
        fieldset class="key-row" id="row-comment" data-row {
            legend { span class="key-number" {} span { (words.say("paper.comment")) } }
            @if let Some(message) = problem(keying, "comment") { p class="attention" { (message) } }
            (comment_control(words, keying.given))
        }
    }
}

/// Where a comment is copied from the paper.
pub(super) fn comment_control(words: Words, given: &Given) -> Markup {
    html! {
        textarea name="comment" rows="3" maxlength="1000" aria-label=(words.say("paper.comment")) {
            "\n" (first(given, "comment").unwrap_or_default())
        }
        p class="note" { (words.say("paper_entry.comment_how")) }
    }
}

fn problem<'a>(keying: &Keying<'a>, field: &str) -> Option<&'a str> {
    let found = keying.problems.iter().find(|wrong| wrong.field == field);
    found.map(|wrong| wrong.message.as_str())
}

fn is_wrong(keying: &Keying<'_>, field: &str) -> Option<&'static str> {
    problem(keying, field).map(|_| "true")
}

fn first<'a>(given: &'a Given, name: &str) -> Option<&'a str> {
    given.get(name)?.first().map(String::as_str)
}

/// The declaration that is asked for before the first sheet of a day.
#[must_use]
pub fn declaration(around: &Around<'_>, action: &str, refused: Option<&str>) -> Markup {
    let words = around.words;
    let title = words.say("paper_entry.key_title");
    let content = html! {
        div class="head" { h1 { (title) } }
        p class="full-title" { (words.say("paper_entry.declare_why")) }
        form method="post" class="declare" action=(action) {
            @if let Some(refused) = refused { p class="attention" role="alert" { (refused) } }
            label {
                input type="checkbox" name="cam-ket" value="khong-truc-quay" required;
                span { (words.say("paper_entry.declare")) }
            }
            p class="note" { (words.say("paper_entry.declare_recorded")) }
            button class="button filled" type="submit" { (words.say("paper_entry.begin")) }
        }
    };
    around.page(title, &content)
}
