//! The figure of a place over periods, factor by factor, and what changed in each channel.

use maud::{Markup, html};

use crate::domain::comparison::Difference;
use crate::domain::results::ResultRow;
use crate::web::text::Words;
use crate::web::view::compare::difference;
use crate::web::view::desk_nav::{self, ProvincePage, Tabs, UnitPage};
use crate::web::view::layout::{self, Masthead};
use crate::web::view::period::{Link, Shown};
use crate::web::view::trend::{Trend, draw};
use crate::web::view::unit::{self, channel_name};
use crate::web::view::{number, result_table};

/// A place over periods.
#[derive(Clone, Debug)]
pub struct TrendPage<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// Whose desk it stands on.
    pub desk: WhoseDesk<'a>,
    /// The place, such as `Tỉnh Tuyên Quang`.
    pub name: &'a str,
    /// The last period shown.
    pub period: &'a Shown,
    /// Quarters, months, years.
    pub steps: &'a [Link],
    /// Forms with sheets in these periods.
    pub forms: &'a [Link],
    /// The headline.
    pub headline: &'a Trend,
    /// One for each factor.
    pub factors: &'a [Trend],
    /// What was not drawn, and why.
    pub notes: &'a [String],
    /// Names of the periods in the table of channels.
    pub columns: &'a [String],
    /// One line for each channel with sheets.
    pub channels: &'a [ChannelLine],
    /// Whether any period has sheets.
    pub is_empty: bool,
}

/// Whose desk a trend stands on.
#[derive(Clone, Copy, Debug)]
pub enum WhoseDesk<'a> {
    /// A province's.
    Province(Tabs<'a>),
    /// A unit's.
    Unit(Tabs<'a>),
}

/// One channel over the periods.
#[derive(Clone, Debug)]
pub struct ChannelLine {
    /// Channel name in files.
    pub channel: String,
    /// Its figure in each period, where it has one.
    pub figures: Vec<Option<ResultRow>>,
    /// From the last period but one to the last.
    pub change: Option<Difference>,
}

/// The page.
#[must_use]
pub fn page(words: Words, page: &TrendPage<'_>) -> Markup {
    let title = words.fill("trend.title", &[("place", page.name)]);
    let content = html! {
        main class="wide trends" id="content" {
            @match page.desk {
                WhoseDesk::Province(tabs) => (desk_nav::province(words, tabs, ProvincePage::Trend)),
                WhoseDesk::Unit(tabs) => (desk_nav::unit(words, tabs, UnitPage::Trend)),
            }
            (unit::heading(words, &title, page.period, None))
            div class="chosen" { (links(words, "trend.steps", page.steps)) (links(words, "trend.forms", page.forms)) }
            @if page.is_empty { section class="block" { h2 { (words.say("trend.empty")) } p { (words.say("trend.empty_when")) } } }
            section class="block headline" {
                h2 { (page.headline.title) }
                (draw(words, page.headline))
            }
            @if !page.factors.is_empty() {
                h2 class="block" { (words.say("trend.factors")) }
                div class="multiples" {
                    @for factor in page.factors { section { h3 { (factor.title) } (draw(words, factor)) } }
                }
            }
            @for note in page.notes { p class="note" { (note) } }
            (channels(words, page))
            p class="note" { (words.say("desk.interval_note")) " " (words.say("trend.break_note")) }
        }
    };
    layout::desk(words, &title, page.masthead, &content)
}

fn links(words: Words, label: &'static str, links: &[Link]) -> Markup {
    html! {
        @if links.len() > 1 {
            nav class="choice" aria-label=(words.say(label)) {
                span class="note" { (words.say(label)) }
                @for link in links { " " a href=(link.address) aria-current=[link.here.then_some("true")] { (link.name) } }
            }
        }
    }
}

/// Each channel by itself: a change of their mix is no change of what people think.
fn channels(words: Words, page: &TrendPage<'_>) -> Markup {
    let caption = words.say("trend.channels");
    html! {
        @if !page.channels.is_empty() {
            div class="scroll" tabindex="0" role="region" aria-label=(caption) {
                table class="by-channel" {
                    caption { (caption) }
                    thead { tr {
                        th scope="col" { (words.say("unit.channel")) }
                        @for column in page.columns { th scope="col" class="number" { (column) } }
                        th scope="col" class="number" { (words.say("trend.last_change")) }
                    } }
                    tbody { @for line in page.channels { (channel(words, line)) } }
                }
            }
            p class="note" { (words.say("unit.channels_apart")) " " (words.say("trend.blank")) }
        }
    }
}

fn channel(words: Words, line: &ChannelLine) -> Markup {
    html! {
        tr {
            th scope="row" { (channel_name(words, &line.channel)) }
            @for figure in &line.figures {
                td class="number" { @if let Some(row) = figure { (cell(words, row)) } }
            }
            td class="number" { @if let Some(change) = &line.change { (difference(words, change)) } }
        }
    }
}

fn cell(words: Words, row: &ResultRow) -> Markup {
    let n = number::count(words, row.n);
    html! {
        @if row.is_withheld() { (words.say("compare.folded")) }
        @else if row.enough { strong { (result_table::figure(words, row)) } }
        @else { span class="few" { (words.say("desk.few")) } }
        span class="note below" { "n " (n) }
    }
}
