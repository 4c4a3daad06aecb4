//! The 100 % bar of a row: whole percents inside where they fit.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::domain::form::Scale;
use crate::web::text::Words;
use crate::web::view::geometry::{Length, whole_percent};
use crate::web::view::{face, number};

/// Narrower parts than this, in hundredths of a percent, have no room for two digits.
const ROOM_FOR_DIGITS: u64 = 750;

/// A level as the bar shows it, best first.
struct Part<'a> {
    shade: u8,
    label: &'a str,
    count: u64,
}

/// The distribution over a satisfaction scale, best left.
#[must_use]
pub(super) fn levels(words: Words, scale: &Scale, counts: &BTreeMap<String, u64>) -> Markup {
    let parts = parts(words, scale, counts);
    let total: u64 = parts.iter().map(|part| part.count).sum();
    let mut start = 0;
    html! {
        svg class="levels row-bar" role="img" aria-label=(spoken(words, &parts)) {
            @for part in &parts {
                @let from = Length::of(start, total);
                @let middle = Length::of(2 * start + part.count, 2 * total);
                @let width = from.to(Length::of(start + part.count, total));
                ({ start += part.count; "" })
                @if width != Length::ZERO {
                    rect class={ "gap level-" (part.shade) } fill=[hatch(part.shade)] x=(from) y="0" width=(width) height="100%" {}
                    @if width.hundredths() >= ROOM_FOR_DIGITS {
                        text class={ "on-" (part.shade) } x=(middle) y="50%" text-anchor="middle" { (whole_percent(part.count, total)) }
                    }
                }
            }
        }
    }
}

/// What the fills mean.
#[must_use]
pub(super) fn legend(words: Words, scale: &Scale) -> Markup {
    html! {
        ul class="legend" {
            @for part in parts(words, scale, &BTreeMap::new()) {
                li {
                    svg aria-hidden="true" focusable="false" {
                        rect class={ "level-" (part.shade) } fill=[hatch(part.shade)] width="16" height="16" {}
                    }
                    (part.label)
                }
            }
        }
    }
}

/// A plain bar for an option.
#[must_use]
pub(super) fn option(part: u64, whole: u64) -> Markup {
    html! {
        svg class="option-bar" aria-hidden="true" focusable="false" {
            rect class="track" x="0" y="0" width="100%" height="100%" {}
            rect class="part" x="0" y="0" width=(Length::of(part, whole)) height="100%" {}
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
