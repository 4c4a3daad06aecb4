//! The province's rounds: those there are, and a form that opens the next one.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::form::Channel;
use crate::domain::rotation::FEWEST_SHEETS_EXPECTED;
use crate::usecase::list_rounds::Listed;
use crate::web::text::Words;
use crate::web::view::desk_nav::{self, ProvincePage, Tabs};
use crate::web::view::layout::{self, Masthead};
use crate::web::view::notice::{self, Notice};
use crate::web::view::number;
use crate::web::view::unit::channel_name;

/// The page.
#[derive(Clone, Copy, Debug)]
pub struct RoundDesk<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The tabs.
    pub tabs: Tabs<'a>,
    /// The province, such as `Tỉnh Tuyên Quang`.
    pub name: &'a str,
    /// The rounds, the latest period first.
    pub rounds: &'a [Listed],
    /// The form that opens one, for who may.
    pub form: Option<&'a OpenForm>,
    /// What became of what was asked last.
    pub notice: Option<&'a Notice>,
}

/// The form that opens a round.
#[derive(Clone, Debug, Default)]
pub struct OpenForm {
    /// What stands in each field.
    pub values: BTreeMap<String, String>,
    /// The channels that are ticked.
    pub channels: Vec<String>,
    /// Codes of the units that are ticked; none, as all, is every unit.
    pub units: Vec<String>,
    /// What is wrong with each field.
    pub wrong: BTreeMap<String, Vec<String>>,
    /// Forms that can be chosen: `id@version` and title.
    pub forms: Vec<(String, String)>,
    /// Forms whose factors can rotate, and the choice of none of them.
    pub blocks: Vec<(String, String)>,
    /// Methods that can be chosen: id and title.
    pub methods: Vec<(String, String)>,
    /// Units that can be ticked: code and name.
    pub offered: Vec<(String, String)>,
}

/// The page.
#[must_use]
pub fn page(words: Words, desk: &RoundDesk<'_>) -> Markup {
    let title = words.fill("round.title", &[("unit", desk.name)]);
    let content = html! {
        main class="wide" id="content" {
            (desk_nav::province(words, desk.tabs, ProvincePage::Rounds))
            div class="head" { h1 { (title) } }
            p class="full-title" { (words.say("desk.full_title")) }
            (notice::shown(words, desk.notice))
            div class="columns" {
                div { (rounds(words, desk)) }
                @if let Some(form) = desk.form { div { (opening(words, desk, form)) } }
            }
            p class="foot" { (words.say("round.foot")) }
        }
    };
    layout::desk(words, &title, desk.masthead, &content)
}

fn rounds(words: Words, desk: &RoundDesk<'_>) -> Markup {
    html! {
        @if desk.rounds.is_empty() {
            section class="block" {
                h2 { (words.say("round.none")) }
                p { (words.say("round.none_what")) }
                ol class="steps" {
                    li { span { (words.say("round.step_open")) } }
                    li { span { (words.say("round.step_send")) } }
                    li { span { (words.say("round.step_follow")) } }
                }
            }
        } @else {
            div class="scroll" tabindex="0" role="region" aria-label=(words.say("round.list")) {
                table class="rounds" {
                    caption { (words.say("round.list")) }
                    thead { tr {
                        th scope="col" { (words.say("round.round")) }
                        th scope="col" { (words.say("round.period")) }
                        th scope="col" { (words.say("round.units")) }
                        th scope="col" { (words.say("round.deadline")) }
                        th scope="col" { (words.say("round.file")) }
                    } }
                    tbody { @for listed in desk.rounds { (row(words, desk, listed)) } }
                }
            }
            p class="note" { (words.say("round.hand_on")) }
        }
    }
}

fn row(words: Words, desk: &RoundDesk<'_>, listed: &Listed) -> Markup {
    let round = &listed.round;
    let period = round.period;
    let days = number::dates(words, &period.from().to_string(), &period.to().to_string());
    let units = round.units.as_ref().map_or_else(
        || words.say("round.all_units").to_owned(),
        |units| words.fill("round.n_units", &[("n", &units.len().to_string())]),
    );
    let address = format!("/api/v1/rounds/{}", round.id);
    html! {
        tr {
            th scope="row" {
                p { strong { (round.title) } }
                p class="note" {
                    (words.fill("round.revision", &[("id", &round.id), ("revision", &round.revision.to_string())]))
                    @if let Some(decision) = &round.decision { ", " (decision.number) }
                }
                p class="note" { (round.form) ", " (round.method) }
                @if let Some(block) = &round.rotating {
                    p class="note" { (words.fill("round.rotates", &[("form", block)])) }
                }
            }
            td { (days) }
            td { (units) }
            td {
                p { (number::date(words, &round.deadline.to_string())) }
                p class="note" { a href={ "/tinh/" (desk.tabs.unit) "/nhac-nop?period=" (period) } { (words.say("round.follow")) } }
            }
            td { a href=(address) download { (words.say("round.download")) } }
        }
    }
}

fn opening(words: Words, desk: &RoundDesk<'_>, form: &OpenForm) -> Markup {
    html! {
        section class="block open-round" {
            h2 { (words.say("round.open")) }
            p class="note" { (words.say("round.open_what")) }
            form method="post" action={ "/tinh/" (desk.tabs.unit) "/dot" } {
                (text(words, form, "title", words.say("round.name")))
                div class="pair" {
                    (text(words, form, "id", words.say("round.id")))
                    (text(words, form, "period", words.say("round.period_code")))
                }
                div class="pair" {
                    (text(words, form, "decision", words.say("round.decision")))
                    (dated(words, form, "decision_date", words.say("round.decision_date")))
                }
                (choice(words, form, ("form", words.say("round.form")), &form.forms))
                (choice(words, form, ("rotating", words.say("round.rotating")), &form.blocks))
                p class="note" { (words.fill("round.rotating_what", &[("n", &FEWEST_SHEETS_EXPECTED.to_string())])) }
                (choice(words, form, ("method", words.say("round.method")), &form.methods))
                (channels(words, form))
                (units(words, form))
                div class="pair" {
                    (choice(words, form, ("rule", words.say("round.rule")), &[
                        ("slovin".to_owned(), words.say("round.slovin").to_owned()),
                        ("quota".to_owned(), words.say("round.quota").to_owned())]))
                    (text(words, form, "rule_number", words.say("round.rule_number")))
                }
                div class="pair" {
                    (text(words, form, "goal", words.say("round.goal")))
                    (text(words, form, "grace_days", words.say("round.grace_days")))
                }
                (dated(words, form, "deadline", words.say("round.deadline_day")))
                button class="button filled" type="submit" { (words.say("round.open")) }
                p class="note" { (words.say("round.open_means")) }
            }
        }
    }
}

fn value<'a>(form: &'a OpenForm, name: &str) -> &'a str {
    form.values.get(name).map_or("", String::as_str)
}

fn text(words: Words, form: &OpenForm, name: &str, label: &str) -> Markup {
    boxed(
        words,
        form,
        name,
        &html! {
            label for=(name) { (label) }
            input id=(name) name=(name) type="text" maxlength="200" value=(value(form, name)) autocomplete="off"
                aria-invalid=[form.wrong.contains_key(name).then_some("true")];
        },
    )
}

fn dated(words: Words, form: &OpenForm, name: &str, label: &str) -> Markup {
    boxed(
        words,
        form,
        name,
        &html! {
            label for=(name) { (label) }
            input id=(name) name=(name) type="date" value=(value(form, name))
                aria-invalid=[form.wrong.contains_key(name).then_some("true")];
        },
    )
}

fn choice(
    words: Words,
    form: &OpenForm,
    (name, label): (&str, &str),
    choices: &[(String, String)],
) -> Markup {
    boxed(
        words,
        form,
        name,
        &html! {
            label for=(name) { (label) }
            select id=(name) name=(name) {
                @for (code, title) in choices {
                    option value=(code) selected[code == value(form, name)] { (title) }
                }
            }
        },
    )
}

fn channels(words: Words, form: &OpenForm) -> Markup {
    boxed(
        words,
        form,
        "channels",
        &html! {
            fieldset {
                legend { (words.say("round.channels")) }
                @for channel in Channel::ALL {
                    label {
                        input type="checkbox" name="channels" value=(channel.as_str())
                            checked[form.channels.iter().any(|it| it == channel.as_str())];
                        (channel_name(words, channel.as_str()))
                    }
                }
            }
        },
    )
}

/// The units as boxes to tick, folded away as most rounds are of all of them.
fn units(words: Words, form: &OpenForm) -> Markup {
    let is_ticked = |code: &String| form.units.contains(code);
    let is_offered = |code: &&String| form.offered.iter().any(|(offered, _)| offered == *code);
    let strangers = form.units.iter().filter(|code| !is_offered(code));
    let summary = match form.units.len() {
        0 => words.say("round.units_choose").to_owned(),
        n => words.fill(
            "round.units_chosen",
            &[
                ("n", &n.to_string()),
                ("all", &form.offered.len().to_string()),
            ],
        ),
    };
    let ticked = |code: &str, name: &str, is_ticked| {
        html! { label { input type="checkbox" name="units" value=(code) checked[is_ticked]; (name) } }
    };
    boxed(
        words,
        form,
        "units",
        &html! {
            fieldset {
                legend { (words.say("round.units_who")) }
                p class="note" { (words.say("round.units_how")) }
                details open[!form.units.is_empty()] {
                    summary { (summary) }
                    div class="unit-choices" {
                        @for code in strangers { (ticked(code, code, true)) }
                        @for (code, name) in &form.offered { (ticked(code, name, is_ticked(code))) }
                    }
                }
            }
        },
    )
}

/// A field with what is wrong with it.
fn boxed(words: Words, form: &OpenForm, name: &str, field: &Markup) -> Markup {
    let wrong = form.wrong.get(name).map(Vec::as_slice).unwrap_or_default();
    html! {
        div class=(if wrong.is_empty() { "field" } else { "field wrong" }) {
            (field)
            @for problem in wrong { p class="note" { span class="aside-to-ear" { (words.say("round.wrong")) " " } (problem) } }
        }
    }
}
