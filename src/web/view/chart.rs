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
                    // On the narrowest bars, of 340 px, nine percent are as wide as "10%".
                    @if width.hundredths() >= 900 && class.is_empty() {
                        text class={ "on-" (part.shade) } x=(Length::of(2 * start - part.count, 2 * total)) y="50%" text-anchor="middle" { (whole_percent(part.count, total)) "%" }
                    }
                }
            }
        }
    }
}

/// The same with the wide levels' names above the bar and the narrow ones' beside it.
#[must_use]
pub fn labelled_levels(words: Words, scale: &Scale, counts: &BTreeMap<String, u64>) -> Markup {
    let parts = parts(words, scale, counts);
    let total = parts.iter().map(|part| part.count).sum();
    let (named, aside): (Vec<&Part<'_>>, Vec<&Part<'_>>) = parts
        .iter()
        .filter(|part| part.count > 0)
        .partition(|part| has_room(part, total));
    let mut start = 0;
    html! {
        div class="labelled-levels" {
            svg class="levels labelled" role="img" aria-label=(spoken(words, &parts)) {
                @for part in &parts {
                    @let from = Length::of(start, total);
                    @let width = from.to(Length::of(start + part.count, total));
                    ({ start += part.count; "" })
                    @if width != Length::ZERO {
                        rect class={ "gap level-" (part.shade) } fill=[hatch(part.shade)] x=(from) y="22" width=(width) height="36" {}
                        @if named.iter().any(|one| one.shade == part.shade) {
                            text class="name" x=(from) y="12" { (part.label) }
                            text class={ "on-" (part.shade) } x=(from) dx="10" y="40" { (whole_percent(part.count, total)) "%" }
                        }
                    }
                }
            }
            @if !aside.is_empty() {
                ul class="beside-bar" aria-hidden="true" {
                    @for part in aside { li { b { (whole_percent(part.count, total)) "%" } " " (part.label) } }
                }
            }
        }
    }
}

/// The fills of one or two levels side by side, for a list of words.
#[must_use]
pub fn swatch(shades: &[u8]) -> Markup {
    let widths = u64::try_from(shades.len()).unwrap_or(0);
    html! {
        svg class="swatch" aria-hidden="true" focusable="false" {
            @for (place, shade) in (0..).zip(shades) {
                rect class={ "level-" (shade) } fill=[hatch(*shade)] x=(Length::of(place, widths)) y="0" width=(Length::of(1, widths)) height="100%" {}
            }
        }
    }
}

/// Whether a part is wide enough for its name above it: a letter takes about 1.3 % of a bar.
fn has_room(part: &Part<'_>, total: u64) -> bool {
    let letters = u64::try_from(part.label.chars().count()).unwrap_or(u64::MAX);
    Length::of(part.count, total).hundredths() >= letters.saturating_mul(130)
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
