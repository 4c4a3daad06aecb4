//! Channels side by side, never added up silently, each against its own period before.

use maud::{Markup, html};

use super::{FormQuestions, instead};
use crate::domain::comparison::{Clarity, Estimate};
use crate::domain::form::Channel;
use crate::domain::percent::Rounded;
use crate::domain::results::ResultRow;
use crate::web::text::Words;
use crate::web::view::geometry::Axis;
use crate::web::view::number;
use crate::web::view::unit::channel_name;

/// The table; what an officer helped with stands below it, apart.
#[must_use]
pub(super) fn table(words: Words, form: &FormQuestions<'_>, before: &str) -> Markup {
    let is_assisted = |row: &&ResultRow| row.channel.as_deref() == Some(Channel::Assisted.as_str());
    let (assisted, alone): (Vec<_>, Vec<_>) = form.channels.iter().partition(is_assisted);
    let axis = axis_for(form.channels);
    html! {
        section class="block channels" {
            h2 { (words.say("questions.channels")) }
            p class="note" { (form.form.title.get(words.tag())) " · " (form.form.form_ref) }
            @if form.channels.iter().all(|row| row.folded) { p { (words.say("questions.no_channels")) } }
            @else {
                div class="scroll" tabindex="0" role="region" aria-label=(words.say("questions.channels")) {
                    table {
                        thead { tr {
                            th scope="col" { (words.say("questions.channel")) }
                            th scope="col" class="number" { "n" }
                            th scope="col" class="number" { (words.say("desk.satisfied_percent")) }
                            th scope="col" class="dot-cell" { (axis_head(axis)) }
                            th scope="col" class="number wrap" { (words.fill("questions.than_before", &[("period", before)])) }
                        } }
                        tbody { @for row in alone { (line(words, form, (row, axis))) } }
                        @if !assisted.is_empty() {
                            tbody class="apart" {
                                tr { th colspan="5" scope="rowgroup" class="note" { (words.say("questions.apart")) } }
                                @for row in assisted { (line(words, form, (row, axis))) }
                            }
                        }
                    }
                }
                p class="note" {
                    @if let Some(goal) = form.goal {
                        (words.fill("questions.goal_note", &[("goal", &number::percent(words, &goal.to_string()))])) " "
                    }
                    (words.say("questions.dots_note")) " " (summed(words, form.headline))
                }
            }
        }
    }
}

fn line(words: Words, form: &FormQuestions<'_>, (row, axis): (&ResultRow, Axis)) -> Markup {
    let channel = row.channel.as_deref().unwrap_or_default();
    let name = if row.folded {
        words.say("questions.folded")
    } else {
        channel_name(words, channel)
    };
    let before = form
        .channels_before
        .iter()
        .find(|before| before.channel == row.channel && !before.folded);
    html! {
        tr {
            th scope="row" { (name) }
            td class="number" { (number::count(words, row.n)) }
            @match (instead(words, row, None), &row.percent) {
                (Some(instead), _) => { td colspan="2" class="instead" { (instead) } td {} },
                (None, None) => { td colspan="2" class="instead" { (words.say("desk.no_figure")) } td {} },
                (None, Some(percent)) => {
                    td class="number figure-cell" { (number::decimal(words, percent)) }
                    td class="dot-cell" { (dot(axis, row, form.goal)) }
                    td class="number wrap" { (change(words, row, before)) }
                },
            }
        }
    }
}

/// The shown figure less the one shown before, in *điểm %*.
fn change(words: Words, row: &ResultRow, before: Option<&ResultRow>) -> Markup {
    let Some(before) = before else {
        return html! { span class="note" { (words.say("questions.not_before")) } };
    };
    if !before.enough {
        return html! { span class="note" { (words.say("questions.few")) } };
    }
    let Some(difference) = Estimate::of(row)
        .zip(Estimate::of(before))
        .map(|(now, then)| now.minus(&then))
    else {
        return html! { span class="note" { (words.say("desk.no_figure")) } };
    };
    let points = difference.points.to_string();
    let is_rise =
        !points.starts_with('-') && points.contains(|digit: char| matches!(digit, '1'..='9'));
    html! {
        @if is_rise { "+" } (number::decimal(words, &points))
        @if difference.clarity == Clarity::Unclear { ", " span class="note" { (words.say("questions.unclear")) } }
    }
}

/// A figure with its interval, and the aim as a dotted line.
fn dot(axis: Axis, row: &ResultRow, goal: Option<&Rounded>) -> Markup {
    html! {
        svg class="dot" aria-hidden="true" focusable="false" {
            line class="grid" x1="0" x2="100%" y1="10" y2="10" {}
            @if let Some(goal) = goal {
                @let at = axis.place(&goal.to_string());
                line class="goal" x1=(at) x2=(at) y1="0" y2="20" {}
            }
            @if let Some(limits) = &row.interval {
                line class="whisker" x1=(axis.place(&limits.low)) x2=(axis.place(&limits.high)) y1="10" y2="10" {}
            }
            @if let Some(percent) = &row.percent { circle class="mark" cx=(axis.place(percent)) cy="10" r="4" {} }
        }
    }
}

/// From 50, or from 0 where something lies below.
fn axis_for(rows: &[ResultRow]) -> Axis {
    let usual = Axis { low: 50, high: 100 };
    let shown = rows.iter().filter(|row| row.enough && !row.folded);
    let mut lows = shown.filter_map(|row| {
        let limit = row.interval.as_ref().map(|limits| limits.low.as_str());
        limit.or(row.percent.as_deref())
    });
    if lows.all(|low| usual.holds(low)) {
        usual
    } else {
        Axis { low: 0, ..usual }
    }
}

fn axis_head(axis: Axis) -> Markup {
    let marks = if axis.low == 0 {
        ["0", "50", "100"]
    } else {
        ["50", "75", "100"]
    };
    html! {
        div class="axis" role="img" aria-label={ (axis.low) "–" (axis.high) " %" } { @for mark in marks { span { (mark) } } }
    }
}

/// Which channels the main figure sums.
fn summed(words: Words, headline: &ResultRow) -> String {
    let names: Vec<_> = headline
        .channels
        .iter()
        .map(|name| channel_name(words, name))
        .collect();
    words.fill("desk.channels_summed", &[("channels", &names.join(", "))])
}
