//! The period at a glance: for each form version the answer, its doubt, its progress, its factors.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::form::{Form, Text};
use crate::domain::results::ResultRow;
use crate::web::text::Words;
use crate::web::view::desk_nav::{self, Tabs, UnitPage};
use crate::web::view::layout::{self, Masthead};
use crate::web::view::period::{Link, Shown};
use crate::web::view::unit::compared::{self, Compared};
use crate::web::view::unit::factors::{self, Factors};
use crate::web::view::unit::progress::{self, Sheets};
use crate::web::view::unit::purposes::{self, Purposes};
use crate::web::view::unit::{Empty, details, empty, heading_with, notes, overall};
use crate::web::view::{chart, rotating};

/// A unit in a period.
#[derive(Clone, Debug)]
pub struct Glance<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The way to the unit's other pages.
    pub tabs: Tabs<'a>,
    /// The unit, such as `Xã Nấm Dẩn`.
    pub name: &'a str,
    /// The period shown.
    pub period: &'a Shown,
    /// Files to take away.
    pub files: Files<'a>,
    /// What is to be done in this period, and until when.
    pub task: Option<Markup>,
    /// What is open, folded or kept back.
    pub disclosure: Markup,
    /// Signs to look at in the data.
    pub quality: Option<Markup>,
    /// One block for each form version with answers, the round's first.
    pub forms: &'a [FormGlance<'a>],
    /// What stands in their place while there is none.
    pub empty: Empty<'a>,
    /// Service fields by code.
    pub services: &'a BTreeMap<String, Text>,
}

/// Addresses of what can be taken away.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// The workbook.
    pub workbook: &'a str,
    /// The tally CSV.
    pub csv: &'a str,
    /// The page of the report.
    pub report: &'a str,
}

/// One form version.
#[derive(Clone, Debug)]
pub struct FormGlance<'a> {
    /// The form.
    pub form: &'a Form,
    /// Its headline and what that is held against.
    pub compared: Compared<'a>,
    /// The four quarters to look at together while there are too few answers.
    pub whole_year: Option<&'a Link>,
    /// How its sheets come in.
    pub sheets: Sheets<'a>,
    /// Its answers by purpose of the visit, where it asks.
    pub purposes: Option<&'a Purposes>,
    /// Its factors.
    pub factors: Option<&'a Factors<'a>>,
    /// One row per factor, then the index.
    pub sections: &'a [ResultRow],
    /// One row per counted question.
    pub questions: &'a [ResultRow],
    /// One row per channel.
    pub channels: &'a [ResultRow],
    /// One row per month.
    pub months: &'a [ResultRow],
    /// One row per service field.
    pub services: &'a [ResultRow],
}

/// The page.
#[must_use]
pub fn page(words: Words, glance: &Glance<'_>) -> Markup {
    let title = format!("{}, {}", glance.name, glance.period.name);
    let has_forms = !glance.forms.is_empty();
    let files = html! { @if has_forms { (files(words, glance.files)) } };
    let content = html! {
        (chart::fills())
        main class="wide glance" id="content" {
            (desk_nav::unit(words, glance.tabs, UnitPage::Glance))
            (heading_with(words, &title, glance.period, &files))
            @if let Some(task) = &glance.task { (task) }
            (glance.disclosure)
            @if has_forms { (forms(words, glance)) } @else { (empty::page(words, &glance.empty)) }
            p class="foot" { (words.say("desk.method_note")) }
        }
    };
    layout::desk(words, &title, glance.masthead, &content)
}

fn files(words: Words, files: Files<'_>) -> Markup {
    html! {
        a class="quiet" href=(files.csv) download { (words.say("desk.csv")) }
        a class="button" href=(files.report) { (words.say("glance.report")) }
        a class="button filled" href=(files.workbook) download { (words.say("desk.workbook")) }
    }
}

fn forms(words: Words, glance: &Glance<'_>) -> Markup {
    html! {
        @for (place, form) in (0..).zip(glance.forms) {
            section class="form-results" aria-label=(form.form.title.get(words.tag())) {
                @if glance.forms.len() > 1 {
                    p class="note form-name" { (form.form.title.get(words.tag())) " (" (form.compared.row.form) ")" }
                }
                (first_look(words, form))
                @if place == 0 {
                    div class="narrow-only actions-below" { (files(words, glance.files)) }
                    @if let Some(quality) = &glance.quality { (quality) }
                }
                @if let Some(factors) = form.factors { (factors::table(words, factors)) }
                (details::details(words, form, glance.services))
            }
        }
    }
}

fn first_look(words: Words, form: &FormGlance<'_>) -> Markup {
    let row = form.compared.row;
    html! {
        div class="columns" {
            div class="block overall" {
                (overall::answer(words, form.form, row))
                (rotating::note(words, row))
                @if !row.enough {
                    @if let Some(year) = form.whole_year {
                        p { a href=(year.address) { (words.fill("glance.whole_year", &[("period", &year.name)])) } }
                    }
                }
                @if row.enough { (compared::table(words, &form.compared)) }
                p class="note" { (words.say("desk.interval_note")) " " (overall::channels(words, row)) }
                (notes(words, row))
            }
            div {
                (progress::block(words, &form.sheets))
                @if let Some(purposes) = form.purposes { (purposes::table(words, purposes)) }
            }
        }
    }
}
