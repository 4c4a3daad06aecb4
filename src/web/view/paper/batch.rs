//! The sheets that were drawn, to be compared with their paper.

use maud::{Markup, html};
use serde_json::{Map, Value};

use crate::domain::form::Form;
use crate::domain::paper::value;
use crate::domain::percent::{DecimalMark, Rounded};
use crate::web::text::Words;
use crate::web::view::asked::Item;
use crate::web::view::number;
use crate::web::view::paper::{Around, answer};

/// A batch that is being checked.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// What stands around it.
    pub around: Around<'a>,
    /// All its sheets.
    pub n_sheets: usize,
    /// Those that were drawn.
    pub drawn: &'a [Drawn<'a>],
}

/// One sheet that was drawn.
#[derive(Clone, Debug)]
pub struct Drawn<'a> {
    /// The serial.
    pub serial: u32,
    /// The serial as it is printed.
    pub name: String,
    /// Its form.
    pub form: &'a Form,
    /// What the form asks on paper.
    pub items: Vec<Item<'a>>,
    /// What was typed in.
    pub sheet: Map<String, Value>,
    /// What comparing came to.
    pub checked: Checked,
}

/// What comparing a sheet with its paper came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checked {
    /// It is still to be done.
    Wanted,
    /// They say the same.
    Agrees,
    /// The paper said something else; another person is to say whether it is right now.
    Mended,
    /// Mended, and found right by another person.
    Confirmed,
}

/// The page.
#[must_use]
pub fn page(batch: &Batch<'_>) -> Markup {
    let words = batch.around.words;
    let title = words.say("paper_entry.batch_title");
    let n = |checked| {
        batch
            .drawn
            .iter()
            .filter(|sheet| sheet.checked == checked)
            .count()
    };
    let n_wanted = n(Checked::Wanted) + n(Checked::Mended);
    let counts = [
        ("all", batch.n_sheets.to_string()),
        ("n", batch.drawn.len().to_string()),
    ];
    let counts = counts.each_ref().map(|(name, n)| (*name, n.as_str()));
    let content = html! {
        div class="head" { h1 { (title) } }
        p class="full-title" { (words.fill("paper_entry.batch_what", &counts)) }
        @for sheet in batch.drawn { (drawn(batch, sheet)) }
        section class="next-step" aria-labelledby="batch-end" {
            h2 id="batch-end" { (words.say("paper_entry.batch_end")) }
            @if n_wanted > 0 {
                p { (words.fill("paper_entry.batch_wanted", &[("n", &n_wanted.to_string())])) }
            } @else {
                p {
                    strong { (error_rate(words, as_u64(n(Checked::Confirmed)), as_u64(batch.drawn.len()))) }
                    @if n(Checked::Confirmed) > 0 { " " (words.say("paper_entry.batch_errors")) }
                }
                p { (words.say("paper_entry.batch_after")) }
                form method="post" action=(batch.around.address("/luu")) {
                    button class="button filled" type="submit" {
                        (words.fill("paper_entry.store", &[("n", &batch.n_sheets.to_string())]))
                    }
                }
            }
        }
    };
    batch.around.page(title, &content)
}

fn as_u64(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// How many of the sheets looked at again had to be mended.
#[must_use]
pub fn error_rate(words: Words, n_mended: u64, n_rechecked: u64) -> String {
    let percent = Rounded::percent_of(n_mended.into(), n_rechecked.into(), 1);
    let percent = percent.map_or(String::new(), |percent| percent.to_text(DecimalMark::Point));
    words.fill(
        "paper_entry.error_rate",
        &[
            ("mended", &number::count(words, n_mended)),
            ("n", &number::count(words, n_rechecked)),
            ("percent", &number::percent(words, &percent)),
        ],
    )
}

fn drawn(batch: &Batch<'_>, sheet: &Drawn<'_>) -> Markup {
    let words = batch.around.words;
    let address = batch.around.address(&format!("/lo/{}", sheet.serial));
    let (class, state) = match sheet.checked {
        Checked::Wanted => ("drawn", words.say("paper_entry.check_wanted")),
        Checked::Agrees => ("drawn is-done", words.say("paper_entry.check_agrees")),
        Checked::Mended => ("drawn", words.say("paper_entry.check_mended")),
        Checked::Confirmed => ("drawn is-done", words.say("paper_entry.check_confirmed")),
    };
    let is_open = matches!(sheet.checked, Checked::Wanted | Checked::Mended);
    html! {
        details class=(class) open[is_open] id={ "to-" (sheet.serial) } {
            summary { h2 { (sheet.name) } span { (state) } }
            dl class="pairs typed" { (typed(words, sheet)) }
            div class="actions" {
                @if is_open {
                    form method="post" action=(address) {
                        button class="button filled" type="submit" name="ket-qua" value="khop"
                            aria-label={ (words.say("paper_entry.agrees")) " " (sheet.name) } {
                            (words.say("paper_entry.agrees"))
                        }
                    }
                }
                a class="button" href={ (address) "/sua" } aria-label={ (words.say("paper_entry.mend")) " " (sheet.name) } {
                    (words.say("paper_entry.mend"))
                }
            }
        }
    }
}

fn typed(words: Words, sheet: &Drawn<'_>) -> Markup {
    let beside = |field| {
        let shown = answer::beside(words, field, &value(&sheet.sheet, field));
        html! { div { dt { (answer::name_beside(words, field)) } dd { (shown) } } }
    };
    html! {
        (beside("collected_at"))
        @for item in &sheet.items {
            div {
                dt { @if let Some(number) = item.number { b { (number) ". " } } (item.text(words.tag())) }
                dd { (answer::of_item(words, item, &value(&sheet.sheet, item.field()))) }
            }
        }
        @if sheet.form.comment { (beside("comment")) }
    }
}
