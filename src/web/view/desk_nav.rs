//! The way between the pages of a desk.

use maud::{Markup, html};

use crate::web::text::Words;

/// A page of a unit's desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitPage {
    /// The period at a glance.
    Glance,
    /// Every question, channel and sign of quality.
    Questions,
    /// Periods side by side, with their breaks.
    Trend,
    /// What people wrote.
    Comments,
    /// What to keep, raise and repair.
    Plan,
    /// The report, from draft to publication.
    Report,
}

impl UnitPage {
    const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Glance, "", "desk_nav.glance"),
        (Self::Questions, "/cau-hoi", "desk_nav.questions"),
        (Self::Trend, "/xu-huong", "desk_nav.trend"),
        (Self::Comments, "/gop-y", "desk_nav.comments"),
        (Self::Plan, "/ke-hoach", "desk_nav.plan"),
        (Self::Report, "/bao-cao", "desk_nav.report"),
    ];
}

/// A page of a province's desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProvincePage {
    /// Who has reported, the figure, the ranking.
    Overview,
    /// Its rounds.
    Rounds,
    /// Who is late, with words to send them.
    Reminders,
    /// Periods side by side, with their breaks.
    Trend,
    /// Two periods, units or methods side by side.
    Compare,
    /// Figures others published.
    References,
    /// What the province makes public.
    Publication,
    /// The report on the whole province.
    Report,
}

impl ProvincePage {
    const ALL: [(Self, &'static str, &'static str); 8] = [
        (Self::Overview, "", "desk_nav.overview"),
        (Self::Rounds, "/dot", "desk_nav.rounds"),
        (Self::Reminders, "/nhac-nop", "desk_nav.reminders"),
        (Self::Trend, "/xu-huong", "desk_nav.trend"),
        (Self::Compare, "/so-sanh", "desk_nav.compare"),
        (Self::References, "/chi-so", "desk_nav.references"),
        (Self::Publication, "/cong-bo", "desk_nav.publication"),
        (Self::Report, "/bao-cao", "desk_nav.report"),
    ];
}

/// Whose tabs, and in which period.
#[derive(Clone, Copy, Debug)]
pub struct Tabs<'a> {
    /// Unit code.
    pub unit: &'a str,
    /// The period shown, such as `2026-Q4b`.
    pub period: &'a str,
    /// The way to the unit's tablets, slips and paper, for who keeps them.
    pub counter: Option<&'a str>,
}

/// The tabs of a unit's desk.
#[must_use]
pub fn unit(words: Words, tabs: Tabs<'_>, here: UnitPage) -> Markup {
    let Tabs {
        unit,
        period,
        counter,
    } = tabs;
    let base = format!("/don-vi/{unit}");
    html! {
        nav class="tabs" aria-label=(words.say("desk_nav.unit")) {
            @for (page, path, name) in UnitPage::ALL { (tab(words, &base, (path, name), period, page == here)) }
            @if let Some(counter) = counter { a class="apart" href=(counter) { (words.say("desk_nav.counter")) } }
        }
    }
}

/// The tabs of a province's desk.
#[must_use]
pub fn province(words: Words, tabs: Tabs<'_>, here: ProvincePage) -> Markup {
    let Tabs { unit, period, .. } = tabs;
    let base = format!("/tinh/{unit}");
    html! {
        nav class="tabs" aria-label=(words.say("desk_nav.province")) {
            @for (page, path, name) in ProvincePage::ALL { (tab(words, &base, (path, name), period, page == here)) }
        }
    }
}

fn tab(
    words: Words,
    base: &str,
    (path, name): (&str, &'static str),
    period: &str,
    is_here: bool,
) -> Markup {
    html! {
        a href={ (base) (path) "?period=" (period) } aria-current=[is_here.then_some("page")] { (words.say(name)) }
    }
}
