//! A unit's desk: the answer first, its doubt beside it, the reason below.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::form::{Form, Text};
use crate::domain::results::ResultRow;
use crate::domain::roll_up::RollUp;
use crate::web::text::Words;
use crate::web::view::layout::{self, Masthead};
use crate::web::view::period::{self, Shown};
use crate::web::view::unit_nav::{self, Place};
use crate::web::view::{chart, number, result_table};

/// A unit in a period.
#[derive(Clone, Copy, Debug)]
pub struct UnitDesk<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The unit, such as `Xã Nấm Dẩn`.
    pub name: &'a str,
    /// The period shown.
    pub period: &'a Shown,
    /// Files to take away.
    pub downloads: Downloads<'a>,
    /// Where the unit's questionnaire is answered, if on this server.
    pub questionnaire: Option<&'a str>,
    /// The pages of its counter, for who keeps it.
    pub counter: Option<Counter<'a>>,
    /// One block for each form version with answers.
    pub forms: &'a [FormResults<'a>],
    /// Service fields by code.
    pub services: &'a BTreeMap<String, Text>,
}

/// The counter of a unit, named by its code.
#[derive(Clone, Copy, Debug)]
pub enum Counter<'a> {
    /// It collects here.
    Kept(&'a str),
    /// It does not collect here yet: its first tablet is to come.
    New(&'a str),
}

/// Addresses of a page's files.
#[derive(Clone, Copy, Debug)]
pub struct Downloads<'a> {
    /// The workbook.
    pub workbook: &'a str,
    /// The tally CSV.
    pub csv: &'a str,
}

/// All rows of one form version.
#[derive(Clone, Debug)]
pub struct FormResults<'a> {
    /// The form.
    pub form: &'a Form,
    /// The headline row.
    pub headline: &'a ResultRow,
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
pub fn page(words: Words, desk: &UnitDesk<'_>) -> Markup {
    let title = format!("{}, {}", desk.name, desk.period.name);
    let downloads = (!desk.forms.is_empty()).then_some(desk.downloads);
    let content = html! {
        (chart::fills())
        main class="wide" id="content" {
            @if let Some(Counter::Kept(unit)) = desk.counter { (unit_nav::nav(words, unit, Place::Results)) }
            (heading(words, &title, desk.period, downloads))
            @if desk.forms.is_empty() { (empty(words, desk)) }
            @for results in desk.forms { (form_results(words, results, desk)) }
            p class="foot" { (words.say("desk.method_note")) }
        }
    };
    layout::desk(words, &title, desk.masthead, &content)
}

/// Title, period, files and the full title that says what the figure is not.
pub(super) fn heading(
    words: Words,
    title: &str,
    shown: &Shown,
    downloads: Option<Downloads<'_>>,
) -> Markup {
    html! {
        div class="head" {
            h1 { (title) }
            div class="actions" {
                (period::switcher(words, shown))
                @if let Some(downloads) = downloads {
                    a class="button" href=(downloads.csv) download { (words.say("desk.csv")) }
                    a class="button filled" href=(downloads.workbook) download { (words.say("desk.workbook")) }
                }
            }
        }
        p class="full-title" { (words.say("desk.full_title")) }
        (period::others(words, shown))
    }
}

fn empty(words: Words, desk: &UnitDesk<'_>) -> Markup {
    let tablets = match desk.counter {
        Some(Counter::Kept(unit) | Counter::New(unit)) => Some(format!("/don-vi/{unit}/may")),
        None => None,
    };
    html! {
        section class="block" {
            h2 { (words.say("unit.empty")) }
            p { (words.say("unit.empty_when")) }
            @if tablets.is_some() || desk.questionnaire.is_some() {
                h2 class="block" { (words.say("unit.first_steps")) }
                ol class="steps" {
                    @if let Some(tablets) = tablets {
                        li { span { a href=(tablets) { (words.say("unit.step_enrol")) } " " (words.say("unit.step_enrol_how")) } }
                    } @else if let Some(questionnaire) = desk.questionnaire {
                        li { span { a href=(questionnaire) { (words.say("unit.step_open")) } " " (words.say("unit.step_open_how")) } }
                    }
                    li { span { (words.say("unit.step_invite")) } }
                    li { span { (words.say("unit.step_turn")) } }
                }
            }
        }
    }
}

fn form_results(words: Words, results: &FormResults<'_>, desk: &UnitDesk<'_>) -> Markup {
    let tag = words.tag();
    html! {
        section class="form-results" aria-label=(results.form.title.get(tag)) {
            p class="note" { (results.form.title.get(tag)) " · " (results.headline.form) }
            (headline(words, results.form, results.headline))
            (notes(words, results.headline))
            (result_table::factors(words, results.form, results.sections, results.questions))
            (result_table::level_counts(words, results.form, results.questions))
            div class="columns" {
                div { (breakdowns(words, results, desk.services)) }
                div { (result_table::option_counts(words, results.form, results.questions)) }
            }
        }
    }
}

/// The question, the figure with its doubt, the three shares and the five levels.
pub(super) fn headline(words: Words, form: &Form, row: &ResultRow) -> Markup {
    let overall = form
        .overall
        .as_ref()
        .and_then(|id| form.question(id.as_str()));
    let question = overall.map_or(words.say("unit.all_questions"), |q| q.text.get(words.tag()));
    let scale = overall
        .or_else(|| {
            form.counted()
                .find(|question| question.satisfaction_scale().is_some())
        })
        .and_then(|question| question.satisfaction_scale());
    html! {
        div class="block" {
            h2 { (question) }
            div class="figure-line" {
                @if row.enough { p class="figure" { (big(words, row)) } }
                div class="what" {
                    @if !row.enough { p { strong class="attention" { (words.say("desk.few")) } } }
                    @if !row.enough { p { (result_table::figure(words, row)) ", " (words.say("desk.few_note")) } }
                    p { strong { (meaning(words, row)) } }
                    p class="note" { (counted(words, row)) }
                    @if let Some(limits) = &row.interval {
                        p class="note" { (words.say("desk.interval")) " " (number::interval(words, limits)) }
                    }
                }
                (shares(words, row))
            }
            @if let Some(scale) = scale {
                (chart::levels(words, scale, &row.counts, ""))
                (chart::legend(words, scale, &row.counts))
            }
            p class="note" { (words.say("desk.interval_note")) " " (channels(words, row)) }
        }
    }
}

fn big(words: Words, row: &ResultRow) -> Markup {
    html! {
        @match &row.percent {
            Some(percent) => { (number::decimal(words, percent)) small { "%" } },
            None => small { (result_table::figure(words, row)) },
        }
    }
}

/// What the figure says, in the words its formula allows.
fn meaning(words: Words, row: &ResultRow) -> &'static str {
    if row.method != "ty-le" {
        return words.say("desk.mean_level");
    }
    match row.roll_up {
        RollUp::OverallQuestion => words.say("desk.people_satisfied"),
        RollUp::PooledAnswers | RollUp::MeanOfQuestions | RollUp::MeanOfFactors => {
            words.say("desk.ratings_satisfied")
        }
    }
}

fn counted(words: Words, row: &ResultRow) -> String {
    let sheets = number::count(words, row.n);
    match (row.numerator, row.denominator) {
        (Some(part), Some(whole)) => words.fill(
            "desk.counted",
            &[
                ("part", &number::count(words, part)),
                ("whole", &number::count(words, whole)),
                ("n", &sheets),
            ],
        ),
        (Some(_) | None, Some(_) | None) => words.fill("desk.sheets_counted", &[("n", &sheets)]),
    }
}

fn shares(words: Words, row: &ResultRow) -> Markup {
    html! {
        @if let Some(shares) = &row.shares {
            dl class="shares" {
                div { dt { (words.say("desk.satisfied")) } dd { (number::percent(words, &shares.satisfied)) } }
                div { dt { (words.say("desk.neutral")) } dd { (number::percent(words, &shares.neutral)) } }
                div { dt { (words.say("desk.dissatisfied")) } dd { (number::percent(words, &shares.dissatisfied)) } }
            }
        }
    }
}

/// Which channels the figure sums: never silently.
fn channels(words: Words, row: &ResultRow) -> String {
    let names: Vec<_> = row
        .channels
        .iter()
        .map(|channel| channel_name(words, channel))
        .collect();
    words.fill("desk.channels_summed", &[("channels", &names.join(", "))])
}

/// What is late or flagged, with its number and what it means for the figure.
pub(super) fn notes(words: Words, row: &ResultRow) -> Markup {
    html! {
        @if row.late + row.flagged > 0 {
            div class="notes" {
                @if row.late > 0 { p class="attention" { (words.fill("desk.late", &[("n", &number::count(words, row.late))])) } }
                @if row.flagged > 0 { p class="attention" { (words.fill("desk.flagged", &[("n", &number::count(words, row.flagged))])) } }
            }
        }
    }
}

fn breakdowns(
    words: Words,
    results: &FormResults<'_>,
    services: &BTreeMap<String, Text>,
) -> Markup {
    let channels = named(results.channels, |row| {
        row.channel
            .as_deref()
            .map(|channel| channel_name(words, channel).to_owned())
    });
    let months = named(results.months, |row| {
        row.month.as_deref().map(|m| number::month(words, m))
    });
    let services = named(results.services, |row| {
        let code = row.service.as_deref()?;
        let name = services.get(code).map(|text| text.get(words.tag()));
        Some(
            name.unwrap_or(if code.is_empty() {
                words.say("unit.no_service")
            } else {
                code
            })
            .to_owned(),
        )
    });
    html! {
        @if !channels.is_empty() {
            (result_table::plain(words, words.say("unit.by_channel"), words.say("unit.channel"), &channels))
            p class="note" { (words.say("unit.channels_apart")) }
        }
        @if !months.is_empty() { (result_table::plain(words, words.say("unit.by_month"), words.say("unit.month"), &months)) }
        @if !services.is_empty() { (result_table::plain(words, words.say("unit.by_service"), words.say("unit.service"), &services)) }
    }
}

fn named(
    rows: &[ResultRow],
    name: impl Fn(&ResultRow) -> Option<String>,
) -> Vec<(String, &ResultRow)> {
    rows.iter()
        .filter_map(|row| Some((name(row)?, row)))
        .collect()
}

/// A channel in words; a name that is no channel shows itself.
#[must_use]
pub fn channel_name(words: Words, channel: &str) -> &str {
    match channel {
        "tablet" => words.say("channel.tablet"),
        "qr" => words.say("channel.qr"),
        "paper" => words.say("channel.paper"),
        "assisted" => words.say("channel.assisted"),
        "open" => words.say("channel.open"),
        other => other,
    }
}
