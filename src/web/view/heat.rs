//! Heat tables: the figure is printed in its cell, and colour stands only where the data carry it.

use maud::{Markup, html};

use crate::domain::comparison::Standing;
use crate::domain::results::ResultRow;
use crate::web::text::Words;
use crate::web::view::number;

/// One cell.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    /// What the cell is about, where no head of a column says it.
    pub label: Option<&'a str>,
    /// The figure with a point, such as `85.37`.
    pub percent: Option<&'a str>,
    /// How many answered.
    pub n: u64,
    /// Where it stands against the reference that the table names.
    pub standing: Standing,
}

impl<'a> Cell<'a> {
    /// The cell of a row.
    #[must_use]
    pub fn of(row: &'a ResultRow, standing: Standing) -> Self {
        Self {
            label: None,
            percent: row.percent.as_deref(),
            n: row.n,
            standing,
        }
    }
}

/// The cell as a `td`: figure and number of answers, which narrow tables show to who points at the
/// cell; one that cannot be judged says why instead.
#[must_use]
pub fn cell(words: Words, cell: &Cell<'_>) -> Markup {
    let n = format!("n {}", number::count(words, cell.n));
    html! {
        td class={ "heat " (class(cell.standing)) } title=(n) {
            @if let Some(label) = cell.label { span class="heat-label" { (label) } }
            span class="heat-figure" {
                @match (held_back(words, cell.standing), cell.percent) {
                    (Some(reason), _) => span class="heat-reason" { (reason) },
                    (None, Some(percent)) => b { (number::decimal(words, percent)) },
                    (None, None) => span class="heat-reason" { (words.say("desk.no_figure")) },
                }
                " "
                span class="heat-n" { (n) }
            }
            @if let Some(spoken) = judged(words, cell.standing) { span class="aside-to-ear" { ", " (spoken) } }
        }
    }
}

/// The colours in words, once beside every heat table.
#[must_use]
pub fn legend(words: Words) -> Markup {
    const SHOWN: [Standing; 5] = [
        Standing::FarAbove,
        Standing::Above,
        Standing::Unclear,
        Standing::Below,
        Standing::FarBelow,
    ];
    html! {
        ul class="heat-legend" aria-label=(words.say("heat.legend")) {
            @for standing in SHOWN {
                li { span class={ "heat-swatch " (class(standing)) } {} @if let Some(name) = judged(words, standing) { (name) } }
            }
            li class="note" { "(" (words.say("heat.far_is")) ")" }
        }
    }
}

fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::FarAbove => "heat-far-above",
        Standing::Above => "heat-above",
        Standing::Unclear => "heat-unclear",
        Standing::Below => "heat-below",
        Standing::FarBelow => "heat-far-below",
        Standing::Few | Standing::Folded | Standing::Unknown => "heat-open",
    }
}

/// What the colour says; `None` where there is none.
fn judged(words: Words, standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::FarAbove => Some(words.say("heat.far_above")),
        Standing::Above => Some(words.say("heat.above")),
        Standing::Unclear => Some(words.say("heat.unclear")),
        Standing::Below => Some(words.say("heat.below")),
        Standing::FarBelow => Some(words.say("heat.far_below")),
        Standing::Few | Standing::Folded | Standing::Unknown => None,
    }
}

/// Why a cell has no figure.
fn held_back(words: Words, standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::Few => Some(words.say("heat.few")),
        Standing::Folded => Some(words.say("heat.folded")),
        Standing::Unknown => Some(words.say("desk.no_figure")),
        Standing::FarAbove
        | Standing::Above
        | Standing::Unclear
        | Standing::Below
        | Standing::FarBelow => None,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::config::Language;

    #[rstest]
    #[case(Standing::Above, "heat-above", "88,35", "cao hơn rõ")]
    #[case(Standing::FarBelow, "heat-far-below", "88,35", "thấp hơn nhiều")]
    #[case(Standing::Unclear, "heat-unclear", "88,35", "chưa khác rõ")]
    #[case(Standing::Few, "heat-open", "chưa đủ mẫu", "n 1.541")]
    #[case(Standing::Folded, "heat-open", "gộp", "n 1.541")]
    #[case(Standing::Unknown, "heat-open", "không tính được", "n 1.541")]
    fn a_cell_prints_its_figure_and_says_its_colour(
        #[case] standing: Standing,
        #[case] colour: &str,
        #[case] shown: &str,
        #[case] also: &str,
    ) {
        let drawn = cell(
            Words::of(Language::Vi),
            &Cell {
                label: Some("Trả đúng hẹn"),
                percent: Some("88.35"),
                n: 1541,
                standing,
            },
        )
        .into_string();
        for part in [colour, shown, also, "Trả đúng hẹn"] {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        let is_held_back = colour == "heat-open";
        assert_eq!(drawn.contains("88,35"), !is_held_back, "{drawn}");
    }
}
