//! The province's overview: who has reported, the figure with its doubt, the way from quarter to
//! quarter, then every unit with its rank and its factors in one row.

mod board;
mod drill;
mod end;
mod figure;
mod ranking;

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::form::Form;
use crate::domain::results::{Order, ResultRow, Table};
use crate::usecase::overview_province::Reach;
use crate::usecase::release_results::Disclosed;
use crate::usecase::watch_reports::Watched;
use crate::web::text::Words;
use crate::web::view::desk_nav::{self, ProvincePage, Tabs};
use crate::web::view::layout::{self, Masthead};
use crate::web::view::period::{self, Link, Shown};
use crate::web::view::trend::Trend;
use crate::web::view::unit::Downloads;
use crate::web::view::{chart, disclosure, number};

/// A province in a period.
#[derive(Clone, Copy, Debug)]
pub struct Overview<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The province, such as `Tỉnh Tuyên Quang`.
    pub name: &'a str,
    /// The period shown.
    pub period: &'a Shown,
    /// The ways on from here.
    pub links: &'a Links,
    /// Files to take away, once there are figures.
    pub downloads: Option<Downloads<'a>>,
    /// Who has reported.
    pub watched: &'a Watched,
    /// What was measured with the form shown; `None`: nothing yet.
    pub measured: Option<&'a MeasuredForm<'a>>,
    /// What is open, folded or kept back.
    pub disclosed: Disclosed,
    /// The form versions that have answers, the one shown among them.
    pub forms: &'a [Link],
}

/// One form version over the province.
#[derive(Clone, Copy, Debug)]
pub struct MeasuredForm<'a> {
    /// The form.
    pub form: &'a Form,
    /// Headline, factors and every unit's line.
    pub table: &'a Table,
    /// How the ranking is sorted.
    pub order: &'a Order,
    /// Unit names by code.
    pub names: &'a BTreeMap<String, String>,
    /// Sheets over the four latest quarters, by unit code.
    pub four_quarters: &'a BTreeMap<String, u64>,
    /// The period before.
    pub previous: Option<&'a Previous>,
    /// The quarters up to here.
    pub trend: Option<&'a Trend>,
    /// The whole province by something else, where asked for.
    pub drill: Option<&'a Drill>,
}

/// What the period before had.
#[derive(Clone, Debug)]
pub struct Previous {
    /// Its name in words.
    pub name: String,
    /// Its pooled headline; `None`: no figure that is comparable.
    pub row: Option<ResultRow>,
}

/// The whole province, one row each.
#[derive(Clone, Debug)]
pub enum Drill {
    /// By service field: its name and its row.
    Services(Vec<(String, ResultRow)>),
    /// By question.
    Questions(Vec<ResultRow>),
}

/// The ways on from a page, each in the same period.
#[derive(Clone, Debug)]
pub struct Links {
    /// Unit code of the province.
    pub unit: String,
    /// The period, such as `2026-Q3b`.
    pub period: String,
    /// The form shown, where it was asked for.
    pub form: Option<String>,
    /// Which answers are added up.
    pub reach: Reach,
}

impl Links {
    /// This page with one thing changed.
    fn here(&self, name: &str, value: &str) -> String {
        let four = match self.reach {
            Reach::FourQuarters if name != "view" => "&view=four",
            Reach::FourQuarters | Reach::Period => "",
        };
        format!("{}{four}&{name}={value}", self.base())
    }

    /// This page for the period alone.
    fn base(&self) -> String {
        let form = self.form.as_ref().map(|form| format!("&form={form}"));
        format!(
            "/tinh/{}?period={}{}",
            self.unit,
            self.period,
            form.unwrap_or_default()
        )
    }

    /// Another page of the province.
    fn page(&self, path: &str) -> String {
        format!("/tinh/{}/{path}?period={}", self.unit, self.period)
    }

    /// The desk of a unit.
    fn of_unit(&self, code: &str) -> String {
        format!("/don-vi/{code}?period={}", self.period)
    }
}

/// The page.
#[must_use]
pub fn page(words: Words, overview: &Overview<'_>) -> Markup {
    let Overview { links, period, .. } = overview;
    let title = match links.reach {
        Reach::Period => format!("{}, {}", overview.name, period.name),
        Reach::FourQuarters => words.fill(
            "overview.four_title",
            &[("name", overview.name), ("period", &period.name)],
        ),
    };
    let tabs = Tabs {
        unit: &links.unit,
        period: &links.period,
        counter: None,
    };
    let measured = overview.measured.filter(|measured| has_sheets(measured));
    let content = html! {
        (chart::fills())
        main class="wide overview" id="content" {
            (desk_nav::province(words, tabs, ProvincePage::Overview))
            (heading(words, overview, &title))
            (disclosure::note(words, overview.disclosed))
            div class="overview-top" {
                (board::block(words, links, overview.watched))
                @if let Some(measured) = measured { (figure::block(words, links, measured)) }
                @if let Some(trend) = measured.and_then(|measured| measured.trend) {
                    section class="block" { h2 { (words.say("overview.by_quarter")) } (crate::web::view::trend::draw(words, trend)) }
                }
                @match (measured, overview.measured) {
                    (Some(_), _) => {},
                    (None, Some(measured)) => { (without_sheets(words, overview, measured)) },
                    (None, None) => { (empty(words, links)) },
                }
            }
            @if let Some(measured) = measured {
                (ranking::block(words, overview, measured))
                (end::block(words, overview, measured))
                @if let Some(drill) = measured.drill { (drill::block(words, measured, drill)) }
            } @else { (end::without_figures(words, overview)) }
            p class="foot" { (words.say("overview.method_note")) " " (words.say("desk.method_note")) }
        }
    };
    layout::desk(words, &title, overview.masthead, &content)
}

fn heading(words: Words, overview: &Overview<'_>, title: &str) -> Markup {
    let links = overview.links;
    html! {
        div class="head" {
            h1 { (title) }
            div class="actions" {
                @if let Some(downloads) = overview.downloads { a class="quiet" href=(downloads.csv) download { (words.say("desk.csv")) } }
                (period::switcher(words, overview.period))
                a class="button" href=(links.page("bao-cao")) { (words.say("overview.report")) }
                @if let Some(downloads) = overview.downloads {
                    a class="button filled" href=(downloads.workbook) download { (words.say("desk.workbook")) }
                }
            }
        }
        p class="full-title" { (words.say("desk.full_title")) }
        div class="beneath-head" {
            (period::others(words, overview.period))
            @if links.reach == Reach::FourQuarters {
                p { (words.say("overview.four_what")) " " a href=(links.base()) { (words.say("overview.four_back")) } }
            }
            @if overview.forms.len() > 1 { (forms(words, overview.forms)) }
        }
    }
}

/// The form versions side by side: they are never pooled.
fn forms(words: Words, forms: &[Link]) -> Markup {
    html! {
        nav class="form-links" aria-label=(words.say("overview.forms")) {
            (words.say("overview.forms")) ": "
            @for form in forms { a href=(form.address) aria-current=[form.here.then_some("page")] { (form.name) } " " }
        }
    }
}

/// Whether there is anything to rank, shown or folded.
fn has_sheets(measured: &MeasuredForm<'_>) -> bool {
    figure::pooled(measured).is_some_and(|row| {
        row.folded || [row.n, row.skipped, row.left_out, row.not_asked] != [0; 4]
    })
}

/// A round may ask for a form that nobody has answered yet, beside others that were.
fn without_sheets(words: Words, overview: &Overview<'_>, measured: &MeasuredForm<'_>) -> Markup {
    let form = measured.form;
    let late = figure::pooled(measured).map_or(0, |row| row.late);
    let title = [("form", form.title.get(words.tag()))];
    let name = form.form_ref.to_string();
    let round = overview.watched.rounds.of_form(&name);
    let others: Vec<&Link> = overview.forms.iter().filter(|link| !link.here).collect();
    html! {
        section class="block overview-empty" {
            h2 { (words.fill("overview.no_sheets", &title)) }
            @if let Some(round) = round { p { (words.fill("overview.no_sheets_round", &[("round", &round.title)])) } }
            p { (words.say("overview.empty_when")) }
            @if late > 0 { p { (words.say("overview.late_sheets")) ": " (number::count(words, late)) "." } }
            @if !others.is_empty() {
                p { (words.say("overview.other_forms")) }
                ul { @for link in others { li { a href=(link.address) { (link.name) } } } }
            }
        }
    }
}

/// What to do before there is a figure.
fn empty(words: Words, links: &Links) -> Markup {
    html! {
        section class="block overview-empty" {
            h2 { (words.say("overview.empty")) }
            p { (words.say("overview.empty_when")) }
            ol class="steps" {
                li { span { a href=(links.page("dot")) { (words.say("overview.step_round")) } " " (words.say("overview.step_round_how")) } }
                li { span { (words.say("overview.step_trust")) " " code { "hailong unit trust" } } }
                li { span { (words.say("overview.step_merge")) " " code { "hailong bundle merge" } } }
            }
        }
    }
}

/// How many of how many.
fn count(words: Words, number: usize) -> String {
    number::count(words, u64::try_from(number).unwrap_or(u64::MAX))
}
