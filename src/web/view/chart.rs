//! Charts as SVG, one per row of a table: the row is the chart's words.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::form::Scale;
use crate::domain::results::Limits;
use crate::web::text::Words;
use crate::web::view::face;
use crate::web::view::geometry::{Axis, Length, whole_percent};
use crate::web::view::number;

/// Fills that stylesheets cannot hold: the hatching of the dissatisfied side. Once per page.
#[must_use]
pub fn fills() -> Markup {
    html! {
        svg class="symbols" width="0" height="0" aria-hidden="true" focusable="false" {
            @for level in ["2", "1"] {
                pattern id={ "hatch-" (level) } width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                    rect class={ "hatch-ground-" (level) } width="7" height="7" {}
                    path class={ "hatch-line-" (level) } d="M0 0v7" stroke-width="2.6" {}
                }
            }
        }
    }
}

/// One level of a scale as the bar shows it, best first.
#[derive(Clone, Copy, Debug)]
struct Part<'a> {
    shade: u8,
    label: &'a str,
    count: u64,
}

/// The distribution over a satisfaction scale as one bar, best left; whole percents where they fit.
#[must_use]
pub fn levels(words: Words, scale: &Scale, counts: &BTreeMap<String, u64>, class: &str) -> Markup {
    let parts = parts(words, scale, counts);
    let total = parts.iter().map(|part| part.count).sum();
    let mut start = 0;
    html! {
        svg class={ "levels " (class) } role="img" aria-label=(spoken(words, &parts)) {
            @for part in &parts {
                @let from = Length::of(start, total);
                @let width = from.to(Length::of(start + part.count, total));
                ({ start += part.count; "" })
                @if width != Length::ZERO {
                    rect class={ "gap level-" (part.shade) } fill=[hatch(part.shade)] x=(from) y="0" width=(width) height="100%" {}
                    @if width.hundredths() >= 700 && class.is_empty() {
                        text class={ "on-" (part.shade) } x=(from) dx="10" y="50%" { (whole_percent(part.count, total)) "%" }
                    }
                }
            }
        }
    }
}

/// The levels in words with their counts, beside the same fills.
#[must_use]
pub fn legend(words: Words, scale: &Scale, counts: &BTreeMap<String, u64>) -> Markup {
    html! {
        ul class="legend" {
            @for part in parts(words, scale, counts) {
                li {
                    svg aria-hidden="true" focusable="false" {
                        rect class={ "level-" (part.shade) } fill=[hatch(part.shade)] width="16" height="16" {}
                    }
                    (part.label) " " b { (number::count(words, part.count)) }
                }
            }
        }
    }
}

/// A figure with its interval on an axis; no figure, no dot.
#[must_use]
pub fn dot(axis: Axis, percent: Option<&str>, interval: Option<&Limits>, class: &str) -> Markup {
    html! {
        svg class={ "dot " (class) } aria-hidden="true" focusable="false" {
            line class="grid" x1="0" x2="100%" y1="10" y2="10" {}
            @if let Some(limits) = interval {
                line class="whisker" x1=(axis.place(&limits.low)) x2=(axis.place(&limits.high)) y1="10" y2="10" {}
            }
            @if let Some(figure) = percent {
                circle class="mark" cx=(axis.place(figure)) cy="10" r="4" {}
            }
        }
    }
}

/// A rank and the ranks the data allow, on an axis from 1 to the number of ranked units.
#[must_use]
pub fn ranks(rank: u64, (low, high): (u64, u64), n_units: u64) -> Markup {
    let steps = n_units.saturating_sub(1);
    let place = |rank: u64| Length::of(rank.saturating_sub(1), steps);
    html! {
        svg class="ranks" aria-hidden="true" focusable="false" {
            rect class="range" x=(place(low)) y="6.5" width=(place(low).to(place(high))) height="7" {}
            circle class="mark" cx=(place(rank)) cy="10" r="4" {}
        }
    }
}

fn parts<'a>(words: Words, scale: &'a Scale, counts: &BTreeMap<String, u64>) -> Vec<Part<'a>> {
    let mut levels: Vec<_> = scale.levels.iter().collect();
    levels.sort_by_key(|level| std::cmp::Reverse(level.code));
    levels
        .into_iter()
        .map(|level| Part {
            shade: face::face_number(scale, level.code).unwrap_or(0),
            label: level.label.get(words.tag()),
            count: counts.get(&level.code.to_string()).copied().unwrap_or(0),
        })
        .collect()
}

fn hatch(shade: u8) -> Option<String> {
    matches!(shade, 1 | 2).then(|| format!("url(#hatch-{shade})"))
}

fn spoken(words: Words, parts: &[Part<'_>]) -> String {
    let told = parts
        .iter()
        .map(|part| format!("{}: {}", part.label, number::count(words, part.count)));
    told.collect::<Vec<_>>().join("; ")
}
