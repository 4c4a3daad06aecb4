//! A province's publications: what would be public of a period, and what was made public.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::form::Form;
use crate::domain::publication::{FactorFigure, Figure, Snapshot, Whole};
use crate::storage::publication::PublicationRow;
use crate::usecase::publish_results::{MOST_DECISION_CHARS, MOST_REASON_CHARS, Preview};
use crate::usecase::snapshot_results::Obstacle;
use crate::web::text::Words;
use crate::web::view::desk_nav::{self, ProvincePage, Tabs};
use crate::web::view::layout::{self, Masthead};
use crate::web::view::period::Shown;
use crate::web::view::public_list::without_figures;
use crate::web::view::unit::{channel_name, heading};
use crate::web::view::{acceptance, number, result_table};

/// The page of a province's publications.
#[derive(Clone, Copy, Debug)]
pub struct PublicationDesk<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The tabs.
    pub tabs: Tabs<'a>,
    /// The period shown.
    pub period: &'a Shown,
    /// What would be public of it, and what is.
    pub preview: &'a Preview,
    /// The publication of the period that stands.
    pub standing: Option<&'a PublicationRow>,
    /// The form of the figures, if it is known here.
    pub form: Option<&'a Form>,
    /// What may be done here.
    pub reach: Reach,
    /// What was typed and not taken.
    pub refused: Option<&'a Refused>,
    /// Names of periods by their code.
    pub periods: &'a BTreeMap<String, String>,
}

/// What the reader may do with publications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Read them.
    Read,
    /// Publish and withdraw.
    Publish,
}

/// What was typed and not taken, and why.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The publication that was to be withdrawn; `None`: one that was to be made.
    pub withdrawal: Option<i64>,
    /// Field and words of every problem; no field: the act as a whole.
    pub problems: Vec<(Option<String>, String)>,
    /// The text of every field.
    pub typed: BTreeMap<String, String>,
}

/// The page.
#[must_use]
pub fn page(words: Words, desk: &PublicationDesk<'_>) -> Markup {
    let name = &desk.preview.unit.full_name;
    let title = format!(
        "{}: {name}, {}",
        words.say("publication.title"),
        desk.period.name
    );
    let content = html! {
        main class="wide province publication" id="content" {
            (desk_nav::province(words, desk.tabs, ProvincePage::Publication))
            (heading(words, &title, desk.period, None))
            @if let Some(row) = desk.standing { (already(words, row)) }
            @if !desk.preview.obstacles.is_empty() { (obstacles(words, desk)) }
            (acceptance::reports(words, desk.tabs, desk.preview.acceptance.as_ref()))
            @if let Some(prepared) = &desk.preview.prepared {
                section class="block" {
                    h2 { (words.say("publication.exactly")) }
                    p class="note" { (words.say("publication.exactly_what")) }
                    (snapshot(words, desk, &prepared.snapshot))
                    @if desk.reach == Reach::Publish { (order(words, desk, &hex::encode(prepared.digest))) }
                    @else { p class="note" { (words.say("publication.only_publisher")) } }
                }
            }
            (acts(words, desk))
            p class="foot" { (words.say("publication.kept")) }
        }
    };
    layout::desk(words, &title, desk.masthead, &content)
}

fn already(words: Words, row: &PublicationRow) -> Markup {
    let decision = row.decision.as_deref().unwrap_or_default();
    let told = words.fill(
        "publication.already",
        &[
            ("day", &number::date(words, &row.acted_on)),
            ("decision", decision),
        ],
    );
    html! { p class="done" { (told) " " a href={ "/ket-qua/" (row.province) } { (words.say("publication.see_public")) } } }
}

fn obstacles(words: Words, desk: &PublicationDesk<'_>) -> Markup {
    html! {
        section class="block" {
            div class="attention" {
                h2 { (words.say("publication.not_yet")) }
                ul class="reasons" {
                    @for obstacle in &desk.preview.obstacles { li { (obstacle_words(words, obstacle)) } }
                }
            }
            @if let Some(previous) = &desk.period.previous {
                p { a href=(previous.address) { (words.fill("publication.try_before", &[("period", &previous.name)])) } }
            }
        }
    }
}

fn obstacle_words(words: Words, obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::NotOver { last_day } => words.fill(
            "publication.not_over",
            &[("day", &number::date(words, last_day))],
        ),
        Obstacle::Open { until, units } => words.fill(
            "publication.open",
            &[
                ("day", &number::date(words, until)),
                ("units", &units.join(", ")),
            ],
        ),
        Obstacle::Provisional { units } => {
            words.fill("publication.provisional", &[("units", &units.join(", "))])
        }
        Obstacle::NoFigures => words.say("publication.no_figures").to_owned(),
    }
}

fn snapshot(words: Words, desk: &PublicationDesk<'_>, snapshot: &Snapshot) -> Markup {
    let channels: Vec<_> = snapshot
        .channels
        .iter()
        .map(|channel| channel_name(words, channel))
        .collect();
    let form = desk
        .form
        .map_or(snapshot.form.as_str(), |form| form.title.get(words.tag()));
    let without = without_figures(snapshot.units.values());
    let n_without: usize = without.iter().map(|(_, names)| names.len()).sum();
    html! {
        dl class="pairs basis" {
            div { dt { (words.say("publication.form")) } dd { (form) } }
            div { dt { (words.say("publication.channels")) } dd { (channels.join(", ")) } }
            div { dt { (words.say("publication.units")) } dd { (number::count(words, count(snapshot.units.len() - n_without))) " / " (number::count(words, count(snapshot.units.len()))) } }
        }
        div class="scroll" tabindex="0" role="region" aria-label=(words.say("publication.exactly")) {
            table {
                thead { tr {
                    th scope="col" { (words.say("publication.unit")) }
                    th scope="col" class="number" { "n" }
                    th scope="col" class="number" { (words.say("desk.satisfied_percent")) }
                    th scope="col" class="number" { (words.say("desk.interval")) }
                    @for factor in desk.form.into_iter().flat_map(Form::factors) {
                        th scope="col" class="number factor" { (factor.factor.map_or("", result_table::roman)) span class="note" { " " (factor.title.get(words.tag())) } }
                    }
                } }
                tbody {
                    @for unit in snapshot.units.values() {
                        @if let Some(result) = &unit.result {
                            tr { th scope="row" { (unit.name) } (figure(words, &result.headline)) (factors(words, &result.factors)) }
                        }
                    }
                    @match &snapshot.whole {
                        Some(whole) => (whole_rows(words, whole)),
                        None => tr class="total" { th scope="row" colspan="9" { (words.say("publication.no_whole")) } },
                    }
                }
            }
        }
        @for (key, names) in without {
            @if !names.is_empty() {
                p class="few-list" { b { (words.say(key)) } ": " (names.join(", ")) ". " (words.say("publication.without_how")) }
            }
        }
    }
}

fn whole_rows(words: Words, whole: &Whole) -> Markup {
    html! {
        tr class="total" { th scope="row" { (words.say("publication.pooled")) } (figure(words, &whole.pooled)) (factors(words, &whole.factors)) }
        @if let Some(mean) = &whole.mean {
            tr { th scope="row" { (words.say("publication.mean")) } td {} td class="number strong" { (number::percent(words, mean)) } td {} @for _ in &whole.factors { td {} } }
        }
    }
}

fn figure(words: Words, figure: &Figure) -> Markup {
    html! {
        td class="number" { (number::count(words, figure.n)) }
        td class="number strong" { (number::percent(words, &figure.percent)) }
        td class="number" { @if let Some(limits) = figure.limits() { (number::interval(words, &limits)) } }
    }
}

fn factors(words: Words, factors: &[FactorFigure]) -> Markup {
    html! {
        @for factor in factors {
            td class="number" {
                @match &factor.figure {
                    Some(figure) => { (number::percent(words, &figure.percent)) span class="note" { " n " (number::count(words, figure.n)) } },
                    None => span class="note" { (words.say("desk.few")) },
                }
            }
        }
    }
}

/// The form that publishes what stands above it.
fn order(words: Words, desk: &PublicationDesk<'_>, digest: &str) -> Markup {
    let refused = desk.refused.filter(|refused| refused.withdrawal.is_none());
    let typed = |field: &str| {
        let text = refused.and_then(|refused| refused.typed.get(field));
        text.map_or("", String::as_str)
    };
    let button = if desk.standing.is_some() {
        "publication.correct"
    } else {
        "publication.publish"
    };
    let Tabs { unit, period, .. } = desk.tabs;
    html! {
        form class="order" id="cong-bo" method="post" action={ "/tinh/" (unit) "/cong-bo?period=" (period) } {
            h2 { (words.say(button)) }
            @if let Some(refused) = refused { (problems(words, refused)) }
            input id="digest" type="hidden" name="digest" value=(digest);
            div class="field" {
                label for="decision" { (words.say("publication.decision")) }
                input id="decision" name="decision" type="text" required maxlength=(MOST_DECISION_CHARS) value=(typed("decision")) placeholder="123/QĐ-UBND";
            }
            div class="field" {
                label for="decided_on" { (words.say("publication.decided_on")) }
                input id="decided_on" name="decided_on" type="date" required value=(typed("decided_on"));
            }
            @if let Some(row) = desk.standing {
                div class="field" {
                    label for="reason" { (words.fill("publication.reason", &[("number", &row.number.to_string())])) }
                    input id="reason" name="reason" type="text" required maxlength=(MOST_REASON_CHARS) value=(typed("reason"));
                }
            }
            (acceptance::all_the_same(words, desk.preview.acceptance.as_ref()))
            label class="confirm" {
                input id="confirmed" type="checkbox" name="confirmed" value="yes" required;
                span { (words.say("publication.confirm")) }
            }
            button class="button filled" type="submit" { (words.say(button)) }
        }
    }
}

fn problems(words: Words, refused: &Refused) -> Markup {
    html! {
        div class="attention problems" role="alert" {
            h3 { (words.say("publication.refused")) }
            ul {
                @for (field, problem) in &refused.problems {
                    li { @match field { Some(field) => a href={ "#" (field) } { (problem) }, None => (problem) } }
                }
            }
        }
    }
}

fn acts(words: Words, desk: &PublicationDesk<'_>) -> Markup {
    let acts = &desk.preview.acts;
    html! {
        section class="block" {
            h2 { (words.say("publication.acts")) }
            @if acts.is_empty() { p { (words.say("publication.no_acts")) } }
            @else {
                div class="scroll" tabindex="0" role="region" aria-label=(words.say("publication.acts")) {
                    table class="acts-table" {
                        thead { tr {
                            th scope="col" class="number" { (words.say("publication.number")) }
                            th scope="col" { (words.say("publication.period")) }
                            th scope="col" { (words.say("publication.decision")) }
                            th scope="col" { (words.say("publication.by")) }
                            th scope="col" { (words.say("publication.state")) }
                        } }
                        tbody { @for row in acts.iter().filter(|row| row.act == "publish") { (act(words, desk, row)) } }
                    }
                }
            }
        }
    }
}

fn act(words: Words, desk: &PublicationDesk<'_>, row: &PublicationRow) -> Markup {
    let later = desk
        .preview
        .acts
        .iter()
        .find(|later| later.about == Some(row.number));
    let name = desk.periods.get(&row.period).unwrap_or(&row.period);
    let decided = row.decided_on.as_deref().unwrap_or_default();
    html! {
        tr {
            td class="number" { (row.number) }
            td { (name) }
            td { (row.decision.as_deref().unwrap_or_default()) ", " (number::date(words, decided)) }
            td { (row.acted_by) ", " (number::date(words, &row.acted_on)) }
            td {
                @match later {
                    Some(later) => (ended(words, later)),
                    None => { b { (words.say("publication.public")) } @if desk.reach == Reach::Publish { (withdrawal(words, desk, row)) } },
                }
                @if let Some(n) = row.n_unaccepted.filter(|n| *n > 0) {
                    p class="note" { (words.fill("publication.was_unaccepted", &[("n", &n.to_string())])) }
                }
                @if let (Some(about), Some(reason)) = (row.about, &row.reason) {
                    p class="note" { (words.fill("publication.replaces", &[("number", &about.to_string()), ("reason", reason)])) }
                }
            }
        }
    }
}

fn ended(words: Words, later: &PublicationRow) -> Markup {
    let day = number::date(words, &later.acted_on);
    let reason = later.reason.as_deref().unwrap_or_default();
    let number = later.number.to_string();
    let key = if later.act == "withdraw" {
        "publication.withdrawn"
    } else {
        "publication.replaced"
    };
    let values = [
        ("number", number.as_str()),
        ("day", &day),
        ("who", &later.acted_by),
        ("reason", reason),
    ];
    html! { (words.fill(key, &values)) }
}

fn withdrawal(words: Words, desk: &PublicationDesk<'_>, row: &PublicationRow) -> Markup {
    let refused = desk
        .refused
        .filter(|refused| refused.withdrawal == Some(row.number));
    let typed = refused.and_then(|refused| refused.typed.get("reason"));
    let id = format!("withdraw-reason-{}", row.number);
    let Tabs { unit, period, .. } = desk.tabs;
    html! {
        details open[refused.is_some()] {
            summary { (words.say("publication.withdraw")) }
            form method="post" action={ "/tinh/" (unit) "/cong-bo/" (row.number) "/rut?period=" (period) } {
                @if let Some(refused) = refused {
                    div class="attention" role="alert" { @for (_, problem) in &refused.problems { p { a href={ "#" (id) } { (problem) } } } }
                }
                div class="field" {
                    label for=(id) { (words.say("publication.withdraw_reason")) }
                    input id=(id) name="reason" type="text" required maxlength=(MOST_REASON_CHARS) value=(typed.map_or("", String::as_str));
                }
                button class="button" type="submit" { (words.say("publication.withdraw")) }
            }
        }
    }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
