//! The desk's pages around a report: its files, and the settings of heads and signature.

use maud::{Markup, html};

use crate::domain::report_setting::{Problem, SigningMode, Typed, Wrong, most_chars};
use crate::web::text::Words;
use crate::web::view::layout::{self, Masthead};
use crate::web::view::period::Shown;
use crate::web::view::report_links::{Files, links};
use crate::web::view::unit::heading;

/// The page of a province's report.
#[derive(Clone, Copy, Debug)]
pub struct ReportDesk<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The tabs over the page.
    pub tabs: &'a Markup,
    /// The province, such as `Tỉnh Tuyên Quang`.
    pub name: &'a str,
    /// The period shown.
    pub period: &'a Shown,
    /// Its files.
    pub files: Files<'a>,
}

/// The page of a province's report.
#[must_use]
pub fn page(words: Words, desk: &ReportDesk<'_>) -> Markup {
    let values = [("name", desk.name), ("period", desk.period.name.as_str())];
    let title = words.fill("report_print.title", &values);
    let content = html! {
        main class="wide" id="content" {
            (desk.tabs)
            (heading(words, &title, desk.period, None))
            p { (words.say("report_print.what")) }
            (links(words, desk.files))
        }
    };
    layout::desk(words, &title, desk.masthead, &content)
}

/// The settings of a unit's or province's report.
#[derive(Clone, Copy, Debug)]
pub struct SettingPage<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The tabs over the page.
    pub tabs: &'a Markup,
    /// Whose report, such as `Xã Nấm Dẩn`.
    pub name: &'a str,
    /// Where the form is sent.
    pub address: &'a str,
    /// The report as it is printed now.
    pub print: &'a str,
    /// What is in the fields.
    pub typed: &'a Typed,
    /// What is wrong with it.
    pub problems: &'a [Problem],
    /// Whether it was just kept.
    pub saved: Saved,
}

/// Whether a setting was just kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Just now.
    JustNow,
    /// Nothing was sent.
    Not,
}

/// The page of settings.
#[must_use]
pub fn settings(words: Words, page: &SettingPage<'_>) -> Markup {
    let title = words.fill("report_setting.title", &[("name", page.name)]);
    let content = html! {
        main class="wide" id="content" {
            (page.tabs)
            div class="head" { h1 { (title) } }
            p class="full-title" { (words.say("desk.full_title")) }
            p { (words.say("report_setting.what")) }
            @if page.saved == Saved::JustNow { p class="done" role="status" { (words.say("report_setting.saved")) } }
            (problems(words, page.problems))
            (form(words, page))
        }
    };
    layout::desk(words, &title, page.masthead, &content)
}

fn problems(words: Words, problems: &[Problem]) -> Markup {
    html! {
        @if !problems.is_empty() {
            div class="attention report-problems" role="alert" {
                h2 { (words.say("report_setting.not_saved")) }
                ul {
                    @for problem in problems {
                        li { a href={ "#" (problem.field) } { (words.say(label(problem.field))) } ": " (wrong(words, problem.what)) }
                    }
                }
            }
        }
    }
}

fn form(words: Words, page: &SettingPage<'_>) -> Markup {
    let typed = page.typed;
    let line = |field, value| input(words, page, (field, value));
    let lines = |field, value, rows| area(words, page, (field, value), rows);
    html! {
        form class="report-setting" method="post" action=(page.address) {
            h2 { (words.say("report_setting.heads")) }
            (lines("superior", &typed.superior, 2))
            (lines("agency", &typed.agency, 3))
            (line("symbol", &typed.symbol))
            (line("place", &typed.place))
            h2 { (words.say("report_setting.whom")) }
            (lines("addressees", &typed.addressees, 5))
            (lines("recipients", &typed.recipients, 5))
            h2 { (words.say("report_setting.signature")) }
            (line("body", &typed.body))
            (mode(words, page))
            (line("head_post", &typed.head_post))
            (line("post", &typed.post))
            (line("signer", &typed.signer))
            div class="save" {
                button class="button filled" type="submit" { (words.say("report_setting.save")) }
                a class="button" href=(page.print) { (words.say("report_print.print")) }
            }
        }
    }
}

fn input(words: Words, page: &SettingPage<'_>, (field, value): (&'static str, &str)) -> Markup {
    let hint = format!("{field}-hint");
    let is_wrong = page.problems.iter().any(|problem| problem.field == field);
    html! {
        div class="field" {
            label for=(field) { (words.say(label(field))) }
            input id=(field) name=(field) type="text" value=(value) maxlength=(most_chars(field))
                autocomplete="off" aria-describedby=(hint) aria-invalid=[is_wrong.then_some("true")];
            (below(words, page, field))
        }
    }
}

fn area(
    words: Words,
    page: &SettingPage<'_>,
    (field, value): (&'static str, &str),
    rows: u8,
) -> Markup {
    let hint = format!("{field}-hint");
    let is_wrong = page.problems.iter().any(|problem| problem.field == field);
    html! {
        div class="field" {
            label for=(field) { (words.say(label(field))) }
            textarea id=(field) name=(field) rows=(rows) maxlength=(most_chars(field))
                aria-describedby=(hint) aria-invalid=[is_wrong.then_some("true")] { (value) }
            (below(words, page, field))
        }
    }
}

fn mode(words: Words, page: &SettingPage<'_>) -> Markup {
    html! {
        div class="field" {
            label for="mode" { (words.say(label("mode"))) }
            select id="mode" name="mode" aria-describedby="mode-hint" {
                @for mode in SigningMode::ALL {
                    option value=(mode.as_str()) selected[mode.as_str() == page.typed.mode] { (mode_name(words, mode)) }
                }
            }
            (below(words, page, "mode"))
        }
    }
}

/// The hint under a field, and what is wrong with it.
fn below(words: Words, page: &SettingPage<'_>, field: &'static str) -> Markup {
    let wrongs = page.problems.iter().filter(|it| it.field == field);
    html! {
        p class="note" id={ (field) "-hint" } { (words.say(hint(field))) }
        @for problem in wrongs { p class="attention wrong" { (wrong(words, problem.what)) } }
    }
}

fn wrong(words: Words, wrong: Wrong) -> String {
    let number = |key, n: usize| words.fill(key, &[("n", &n.to_string())]);
    match wrong {
        Wrong::Missing => words.say("report_setting.wrong_missing").to_owned(),
        Wrong::TooLong(n) => number("report_setting.wrong_long", n),
        Wrong::TooManyLines(n) => number("report_setting.wrong_lines", n),
        Wrong::Unprintable => words.say("report_setting.wrong_unprintable").to_owned(),
        Wrong::NoMode => words.say("report_setting.wrong_mode").to_owned(),
        Wrong::NoSymbol => words.say("report_setting.wrong_symbol").to_owned(),
        Wrong::NoBody => words.say("report_setting.wrong_body").to_owned(),
    }
}

fn mode_name(words: Words, mode: SigningMode) -> &'static str {
    words.say(match mode {
        SigningMode::Direct => "report_setting.mode_direct",
        SigningMode::InPlace => "report_setting.mode_in_place",
        SigningMode::ByOrder => "report_setting.mode_by_order",
        SigningMode::Empowered => "report_setting.mode_empowered",
        SigningMode::Acting => "report_setting.mode_acting",
    })
}

fn label(field: &str) -> &'static str {
    match field {
        "superior" => "report_setting.superior",
        "agency" => "report_setting.agency",
        "symbol" => "report_setting.symbol",
        "place" => "report_setting.place",
        "addressees" => "report_setting.addressees",
        "recipients" => "report_setting.recipients",
        "body" => "report_setting.body",
        "mode" => "report_setting.mode",
        "head_post" => "report_setting.head_post",
        "post" => "report_setting.post",
        _ => "report_setting.signer",
    }
}

fn hint(field: &str) -> &'static str {
    match field {
        "superior" => "report_setting.superior_hint",
        "agency" => "report_setting.agency_hint",
        "symbol" => "report_setting.symbol_hint",
        "place" => "report_setting.place_hint",
        "addressees" => "report_setting.addressees_hint",
        "recipients" => "report_setting.recipients_hint",
        "body" => "report_setting.body_hint",
        "mode" => "report_setting.mode_hint",
        "head_post" => "report_setting.head_post_hint",
        "post" => "report_setting.post_hint",
        _ => "report_setting.signer_hint",
    }
}
