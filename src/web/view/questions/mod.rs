//! Every question of a unit, its channels, its signs of quality, and when people answer.

mod bar;
mod channels;
mod distribution;
mod half_days;
mod options;
mod quality;
mod twin;

use maud::{Markup, html};

pub use self::quality::ANCHOR;
use crate::domain::form::Form;
use crate::domain::percent::Rounded;
use crate::domain::results::ResultRow;
use crate::usecase::count_half_days::Pattern;
use crate::usecase::judge_quality::Quality;
use crate::usecase::release_results::Disclosed;
use crate::web::text::Words;
use crate::web::view::desk_nav::{self, Tabs, UnitPage};
use crate::web::view::layout::{self, Masthead};
use crate::web::view::period::Shown;
use crate::web::view::{chart, disclosure, unit};

/// A unit in a period.
#[derive(Clone, Copy, Debug)]
pub struct QuestionsPage<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The unit, such as `Xã Nấm Dẩn`.
    pub name: &'a str,
    /// The tabs.
    pub tabs: Tabs<'a>,
    /// The period shown.
    pub period: &'a Shown,
    /// The year around it, where few answers are enough; `None`: it is a year.
    pub year: Option<&'a str>,
    /// What the period before is called.
    pub before: &'a str,
    /// What is open, folded or kept back.
    pub disclosed: Disclosed,
    /// One block for each form version with answers.
    pub forms: &'a [FormQuestions<'a>],
    /// What is said of its data.
    pub quality: &'a Quality,
    /// Sheets by half-day and weekday; `None`: they are on another server.
    pub pattern: Option<&'a Pattern>,
    /// Where reasons are written, for who writes them.
    pub noting: Option<Noting<'a>>,
}

/// All rows of one form version.
#[derive(Clone, Debug)]
pub struct FormQuestions<'a> {
    /// The form.
    pub form: &'a Form,
    /// The headline.
    pub headline: &'a ResultRow,
    /// The headline without the sheets answered too fast, where both parts are large enough.
    pub others: Option<&'a ResultRow>,
    /// One row per factor, then the index.
    pub sections: &'a [ResultRow],
    /// One row per counted question.
    pub questions: &'a [ResultRow],
    /// One row per channel.
    pub channels: &'a [ResultRow],
    /// The same of the period before.
    pub channels_before: &'a [ResultRow],
    /// The satisfied share aimed at.
    pub goal: Option<&'a Rounded>,
}

/// The form in which a reason is written.
#[derive(Clone, Copy, Debug)]
pub struct Noting<'a> {
    /// Where it is posted to.
    pub action: &'a str,
    /// What was typed and not taken: month, text, and why.
    pub refused: Option<(&'a str, &'a str, &'a str)>,
}

/// The page.
#[must_use]
pub fn page(words: Words, page: &QuestionsPage<'_>) -> Markup {
    let title = format!("{}, {}", page.name, page.period.name);
    let content = html! {
        (chart::fills())
        main class="wide questions" id="content" {
            (desk_nav::unit(words, page.tabs, UnitPage::Questions))
            (unit::heading(words, &title, page.period, None))
            (disclosure::note(words, page.disclosed))
            @if page.forms.is_empty() { (nothing(words)) }
            div class="columns" {
                div {
                    @for form in page.forms {
                        (distribution::table(words, form, page.year))
                        (options::tables(words, form, page.year))
                        (twin::counts(words, form))
                    }
                }
                div {
                    @for form in page.forms { (channels::table(words, form, page.before)) }
                    (quality::section(words, page))
                    (half_days::table(words, page.pattern))
                }
            }
            p class="foot" { (words.say("desk.method_note")) }
        }
    };
    let title = format!("{}: {title}", words.say("questions.title"));
    layout::desk(words, &title, page.masthead, &content)
}

fn nothing(words: Words) -> Markup {
    html! {
        section class="block" {
            h2 { (words.say("questions.none")) }
            p { (words.say("questions.none_when")) }
        }
    }
}

/// What stands in the place of a figure: nothing where there is one.
fn instead(words: Words, row: &ResultRow, year: Option<&str>) -> Option<Markup> {
    if row.is_withheld() {
        return Some(html! { (words.say("questions.folded")) });
    }
    if row.enough {
        return None;
    }
    Some(html! {
        (words.say("questions.few"))
        @if let Some(year) = year { ", " a href=(year) { (words.say("questions.few_year")) } }
    })
}

fn row_of<'a>(rows: &'a [ResultRow], question: &str) -> Option<&'a ResultRow> {
    rows.iter()
        .find(|row| row.question.as_deref() == Some(question))
}
