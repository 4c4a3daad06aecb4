//! The province's figure: pooled, with its three shares, its interval and the other roll-ups.

use maud::{Markup, html};

use crate::domain::comparison::{Clarity, Estimate};
use crate::domain::results::{Class, ResultRow};
use crate::domain::roll_up::{RollUp, UnitRollUp};
use crate::usecase::overview_province::Reach;
use crate::web::text::Words;
use crate::web::view::province::{Links, MeasuredForm, count};
use crate::web::view::{chart, number, result_table, rotating};

pub(super) fn block(words: Words, links: &Links, measured: &MeasuredForm<'_>) -> Markup {
    html! {
        @if let Some(row) = pooled(measured) {
            section class="block province-figure" {
                h2 { (meaning(words, row)) }
                div class="figure-line" {
                    p class="figure" { (big(words, row)) }
                    @if let Some(limits) = &row.interval {
                        p class="note" { (words.say("desk.interval")) br; (number::interval(words, limits)) }
                    }
                }
                (rotating::note(words, row))
                (levels(words, measured, row))
                dl class="pairs" { (pairs(words, links, measured, row)) }
                p class="drill-links" {
                    a href={ (links.here("by", "service")) "#theo" } { (words.say("overview.by_service")) }
                    a href={ (links.here("by", "question")) "#theo" } { (words.say("overview.by_question")) }
                }
            }
        }
    }
}

pub(super) fn pooled<'a>(measured: &MeasuredForm<'a>) -> Option<&'a ResultRow> {
    let mut headline = measured.table.headline.iter();
    headline.find(|row| row.units == UnitRollUp::PooledCounts)
}

fn big(words: Words, row: &ResultRow) -> Markup {
    html! {
        @match &row.percent {
            Some(percent) => { (number::decimal(words, percent)) small { "%" } },
            None => small { (result_table::figure(words, row)) },
        }
    }
}

fn meaning(words: Words, row: &ResultRow) -> &'static str {
    match (row.method.as_str(), row.roll_up) {
        ("ty-le", RollUp::OverallQuestion) => words.say("overview.people_satisfied"),
        ("ty-le", RollUp::PooledAnswers | RollUp::MeanOfQuestions | RollUp::MeanOfFactors) => {
            words.say("overview.ratings_satisfied")
        }
        _ => words.say("overview.mean_level"),
    }
}

/// The distribution over the scale, with its levels in words for who cannot see it.
fn levels(words: Words, measured: &MeasuredForm<'_>, row: &ResultRow) -> Markup {
    let form = measured.form;
    let overall = form
        .overall
        .as_ref()
        .and_then(|id| form.question(id.as_str()));
    let mut counted = form.counted();
    let asked =
        overall.or_else(|| counted.find(|question| question.satisfaction_scale().is_some()));
    let scale = asked.and_then(|question| question.satisfaction_scale());
    html! { @if let Some(scale) = scale { (chart::levels(words, scale, &row.counts, "")) } }
}

fn pairs(words: Words, links: &Links, measured: &MeasuredForm<'_>, row: &ResultRow) -> Markup {
    let table = measured.table;
    let mean = table
        .headline
        .iter()
        .find(|row| row.units == UnitRollUp::MeanOfUnits);
    let ranked = count(words, table.total(Class::Ranked).units);
    let no_figure = || words.say("desk.no_figure").to_owned();
    html! {
        @if let Some(shares) = &row.shares {
            (pair(words.say("overview.shares"), &format!(
                "{} / {}", number::decimal(words, &shares.neutral), number::decimal(words, &shares.dissatisfied)
            )))
        }
        @if let Some(previous) = measured.previous { (difference(words, previous, row)) }
        (pair(words.say("overview.pooled"), &fraction(words, row)))
        (pair(&words.fill("overview.mean", &[("n", &ranked)]), &mean.map_or_else(no_figure, |row| result_table::figure(words, row))))
        @if let Some(weighted) = &table.weighted { (pair(words.say("overview.weighted"), &number::percent(words, weighted))) }
        (pair(words.say("overview.sheets_dossiers"), &visits(words, measured, row)))
        @if links.reach == Reach::Period && row.late > 0 { (pair(words.say("overview.late_sheets"), &number::count(words, row.late))) }
        @if row.flagged > 0 { (pair(words.say("overview.flagged_sheets"), &number::count(words, row.flagged))) }
    }
}

fn pair(name: &str, value: &str) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// Numerator and denominator as they were added up.
pub(super) fn fraction(words: Words, row: &ResultRow) -> String {
    match (row.numerator, row.denominator) {
        (Some(part), Some(whole)) => {
            format!(
                "{} / {}",
                number::count(words, part),
                number::count(words, whole)
            )
        }
        (Some(_) | None, Some(_) | None) => result_table::figure(words, row),
    }
}

/// Sheets, and the dossiers of the units that sum to them where every one's are known.
fn visits(words: Words, measured: &MeasuredForm<'_>, row: &ResultRow) -> String {
    let sheets = number::count(words, row.n);
    match measured
        .table
        .whole()
        .dossiers
        .filter(|dossiers| *dossiers > 0)
    {
        Some(dossiers) => format!("{sheets} / {}", number::count(words, dossiers)),
        None => format!("{sheets} / {}", words.say("overview.unknown")),
    }
}

fn difference(words: Words, previous: &super::Previous, row: &ResultRow) -> Markup {
    let before = previous.row.as_ref().and_then(Estimate::of);
    let Some((now, before)) = Estimate::of(row).zip(before) else {
        let name = words.fill("overview.against_none", &[("period", &previous.name)]);
        return pair(&name, words.say("desk.no_figure"));
    };
    let difference = now.minus(&before);
    let shown = number::decimal(words, &before.figure().to_string());
    let name = words.fill(
        "overview.against",
        &[("period", &previous.name), ("figure", &shown)],
    );
    let points = difference.points.to_string();
    let sign = if points.starts_with('-') { "" } else { "+" };
    let points = format!("{sign}{}", number::decimal(words, &points));
    let key = match difference.clarity {
        Clarity::Clear => "overview.points",
        Clarity::Unclear => "overview.points_unclear",
    };
    pair(&name, &words.fill(key, &[("n", &points)]))
}
