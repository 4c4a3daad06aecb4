//! The overall question: its figure with its doubt, its three shares, its levels.

use maud::{Markup, html};

use crate::domain::form::{Form, Scale};
use crate::domain::results::ResultRow;
use crate::domain::roll_up::RollUp;
use crate::web::text::Words;
use crate::web::view::unit::channel_name;
use crate::web::view::{chart, disclosure, number, result_table};

/// The question, the figure, the three shares and the five levels; too few answers show their
/// number and no figure.
pub(super) fn answer(words: Words, form: &Form, row: &ResultRow) -> Markup {
    let overall = form
        .overall
        .as_ref()
        .and_then(|id| form.question(id.as_str()));
    let question = overall.map_or(words.say("unit.all_questions"), |q| q.text.get(words.tag()));
    html! {
        h2 { (question) }
        @if row.enough {
            div class="figure-line" {
                p class="figure" { (big(words, row)) }
                div class="what" {
                    p { strong { (meaning(words, row)) } }
                    p class="note" { (counted(words, row)) }
                    @if let Some(limits) = &row.interval {
                        p class="note" { (words.say("desk.interval")) ": " (number::interval(words, limits)) }
                    }
                }
            }
            (shares(words, row))
            @if let Some(scale) = scale(form) { (chart::labelled_levels(words, scale, &row.counts)) }
        } @else {
            p class="too-few" {
                strong { (words.say("desk.few")) }
                span { (words.fill("desk.sheets_counted", &[("n", &number::count(words, row.n))])) }
            }
            p class="note" { (words.say("desk.few_note")) }
        }
    }
}

/// The scale the overall figure is measured on, or else the form's first one.
fn scale(form: &Form) -> Option<&Scale> {
    let overall = form
        .overall
        .as_ref()
        .and_then(|id| form.question(id.as_str()));
    overall
        .or_else(|| {
            form.counted()
                .find(|question| question.satisfaction_scale().is_some())
        })
        .and_then(|question| question.satisfaction_scale())
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
pub(super) fn meaning(words: Words, row: &ResultRow) -> &'static str {
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
    if disclosure::is_hidden(row) {
        return words.say("disclosure.few_counted").to_owned();
    }
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
                (share(words.say("desk.satisfied"), &[5, 4], &number::percent(words, &shares.satisfied)))
                (share(words.say("desk.neutral"), &[3], &number::percent(words, &shares.neutral)))
                (share(words.say("desk.dissatisfied"), &[2, 1], &number::percent(words, &shares.dissatisfied)))
            }
        }
    }
}

fn share(name: &str, shades: &[u8], percent: &str) -> Markup {
    html! {
        div {
            dt { (chart::swatch(shades)) (name) }
            dd { (percent) }
        }
    }
}

/// Which channels the figure sums: never silently.
pub(super) fn channels(words: Words, row: &ResultRow) -> String {
    let names: Vec<_> = row
        .channels
        .iter()
        .map(|channel| channel_name(words, channel))
        .collect();
    words.fill("desk.channels_summed", &[("channels", &names.join(", "))])
}
