//! The overall figure beside what it is held against: a dot with its interval in every row.

use maud::{Markup, html};

use crate::domain::comparison::{Clarity, Difference};
use crate::domain::results::{Limits, ResultRow};
use crate::domain::vietnamese::capitalized;
use crate::web::text::Words;
use crate::web::view::geometry::{Axis, Length};
use crate::web::view::number;
use crate::web::view::unit::overall::meaning;

/// One form's overall figure and what it is held against.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// What the period shown is called.
    pub name: &'a str,
    /// Its row.
    pub row: &'a ResultRow,
    /// The other rows, in order.
    pub against: &'a [Against],
    /// The satisfied share aimed at, such as `85.00`, with the way to it.
    pub goal: Option<(&'a str, Option<&'a Difference>)>,
}

/// Another period.
#[derive(Clone, Debug)]
pub enum Against {
    /// It can be compared.
    Period {
        /// What it is called.
        name: String,
        /// Its headline.
        row: Box<ResultRow>,
        /// The figure shown less this one.
        difference: Option<Difference>,
    },
    /// It cannot, and the row says why.
    Not {
        /// What it is called.
        name: String,
        /// Why.
        reason: Reason,
    },
}

/// Why a period cannot be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Borders and competence changed on 1/7/2025.
    Boundaries,
    /// It lies before anything was counted.
    BeforeCounting,
    /// The unit was not there yet.
    NoUnit,
    /// It has no sheets.
    NoSheets,
    /// It has too few, so many.
    Few(u64),
    /// Other questions were asked.
    OtherForm,
    /// Another formula was used.
    OtherMethod,
    /// The headline summed other channels.
    OtherChannels,
}

impl Reason {
    fn say(self, words: Words) -> String {
        let text = match self {
            Self::Boundaries => words.say("glance.boundaries"),
            Self::BeforeCounting => words.say("glance.before_counting"),
            Self::NoUnit => words.say("glance.no_unit"),
            Self::NoSheets => words.say("glance.no_sheets"),
            Self::Few(n) => {
                let n = number::count(words, n);
                return format!("{}, n {n}", words.say("desk.few"));
            }
            Self::OtherForm => words.say("glance.other_form"),
            Self::OtherMethod => words.say("glance.other_method"),
            Self::OtherChannels => words.say("glance.other_channels"),
        };
        text.to_owned()
    }
}

/// The table.
pub(super) fn table(words: Words, compared: &Compared<'_>) -> Markup {
    let axis = axis(compared);
    let goal = compared.goal.map(|(goal, _)| goal);
    html! {
        table class="compared" {
            caption class="aside-to-ear" { (words.say("glance.compared")) }
            thead { tr {
                th scope="col" { "% " (meaning(words, compared.row)) }
                th scope="col" class="number" { "%" }
                th scope="col" class="number interval" { (words.say("desk.interval")) }
                th scope="col" class="marks" { (ticks(axis)) }
                th scope="col" class="number" { (words.say("glance.difference")) }
            } }
            tbody {
                tr class="own" {
                    th scope="row" { (capitalized(compared.name)) }
                    (figure(words, compared.row))
                    td class="marks" { (marks(axis, Some(compared.row), goal, "own")) }
                    td {}
                }
                @for against in compared.against { (against_row(words, against, axis, goal)) }
                @if let Some((goal, difference)) = compared.goal {
                    tr {
                        th scope="row" { (words.say("glance.goal")) }
                        td class="number" { (number::decimal(words, goal)) }
                        td class="interval" {}
                        td class="marks" { (marks(axis, None, Some(goal), "")) }
                        td class="number" { @if let Some(difference) = difference { (points(words, difference)) } }
                    }
                }
            }
        }
    }
}

fn against_row(words: Words, against: &Against, axis: Axis, goal: Option<&str>) -> Markup {
    html! {
        tr {
            @match against {
                Against::Period { name, row, difference } => {
                    th scope="row" { (capitalized(name)) }
                    (figure(words, row))
                    td class="marks" { (marks(axis, Some(row), goal, "past")) }
                    td class="number" { @if let Some(difference) = difference { (points(words, difference)) } }
                }
                Against::Not { name, reason } => {
                    th scope="row" { (capitalized(name)) }
                    td class="why-not" colspan="4" { (words.say("glance.not_comparable")) ": " (reason.say(words)) }
                }
            }
        }
    }
}

fn figure(words: Words, row: &ResultRow) -> Markup {
    html! {
        td class="number figure-cell" {
            @match &row.percent {
                Some(percent) => (number::decimal(words, percent)),
                None => (words.say("desk.no_figure")),
            }
        }
        td class="number interval" { @if let Some(limits) = &row.interval { (number::interval(words, limits)) } }
    }
}

/// A difference in *điểm %* with its sign, and whether the data carry it.
#[must_use]
pub(super) fn points(words: Words, difference: &Difference) -> String {
    let points = signed(words, &difference.points.to_string());
    match difference.clarity {
        Clarity::Clear => points,
        Clarity::Unclear => format!("{points}, {}", words.say("glance.unclear")),
    }
}

/// `3.09` as `+3,09`; nothing has no sign.
fn signed(words: Words, figure: &str) -> String {
    let shown = number::decimal(words, figure);
    let is_nothing = !figure.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    if is_nothing || figure.starts_with('-') {
        shown
    } else {
        format!("+{shown}")
    }
}

/// The narrowest of three axes that holds every figure and limit.
fn axis(compared: &Compared<'_>) -> Axis {
    let periods = compared.against.iter().filter_map(|against| match against {
        Against::Period { row, .. } => Some(row.as_ref()),
        Against::Not { .. } => None,
    });
    let rows = std::iter::once(compared.row).chain(periods);
    let mut shown: Vec<&str> = rows
        .flat_map(|row| [row.percent.as_deref(), row.interval.as_ref().map(low)])
        .flatten()
        .collect();
    shown.extend(compared.goal.map(|(goal, _)| goal));
    let axes = [70, 50, 0].map(|low| Axis { low, high: 100 });
    let holds = |axis: &Axis| shown.iter().all(|figure| axis.holds(figure));
    axes.into_iter()
        .find(holds)
        .unwrap_or(Axis { low: 0, high: 100 })
}

fn low(limits: &Limits) -> &str {
    &limits.low
}

/// Ten apart on a short axis, on the whole one twenty.
fn ticks(axis: Axis) -> Markup {
    let step = if axis.low == 0 { 20 } else { 10 };
    let ticks = (axis.low..=axis.high).step_by(step);
    html! {
        svg class="ticks" role="img" aria-label={ (axis.low) "–" (axis.high) } {
            @for tick in ticks { text x=(axis.place(&tick.to_string())) y="13" { (tick) } }
        }
    }
}

/// The figure with its interval, before the dotted line of the goal.
fn marks(axis: Axis, row: Option<&ResultRow>, goal: Option<&str>, class: &str) -> Markup {
    let limits = row.and_then(|row| row.interval.as_ref());
    let percent = row.and_then(|row| row.percent.as_deref());
    html! {
        svg class={ "marks-row " (class) } aria-hidden="true" focusable="false" {
            @if let Some(goal) = goal {
                @let place = axis.place(goal);
                line class="goal" x1=(place) x2=(place) y1="0" y2="100%" {}
            }
            @if let Some(limits) = limits {
                line class="whisker" x1=(axis.place(&limits.low)) x2=(axis.place(&limits.high)) y1=(Length::HALF) y2=(Length::HALF) {}
            }
            @if let Some(percent) = percent {
                circle class="mark" cx=(axis.place(percent)) cy=(Length::HALF) r=(if class == "own" { "5" } else { "4" }) {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::config::Language;
    use crate::domain::comparison::shown;
    use crate::web::view::sample;

    #[rstest]
    #[case("3.09", Clarity::Unclear, "+3,09, chưa rõ rệt")]
    #[case("4.12", Clarity::Clear, "+4,12")]
    #[case("-1.30", Clarity::Clear, "−1,30")]
    #[case("0.00", Clarity::Unclear, "0,00, chưa rõ rệt")]
    fn a_difference_has_its_sign_and_says_when_it_is_noise(
        #[case] figure: &str,
        #[case] clarity: Clarity,
        #[case] expected: &str,
    ) {
        let difference = Difference {
            points: shown(figure).unwrap(),
            clarity,
        };
        assert_eq!(points(Words::of(Language::Vi), &difference), expected);
    }

    #[rstest]
    #[case("82.1704", None, 70, "all above 70")]
    #[case("69.9000", None, 50, "a limit below 70")]
    #[case("82.1704", Some("65.00"), 50, "a goal below 70")]
    #[case("31.0000", None, 0, "a limit below 50")]
    fn the_axis_is_the_narrowest_that_holds_everything(
        #[case] limit: &str,
        #[case] goal: Option<&str>,
        #[case] low: u64,
        #[case] why: &str,
    ) {
        let mut row = sample::row();
        row.interval = row.interval.map(|limits| Limits {
            low: limit.to_owned(),
            ..limits
        });
        let compared = Compared {
            name: "quý III/2026",
            row: &row,
            against: &[],
            goal: goal.map(|goal| (goal, None)),
        };
        assert_eq!(axis(&compared).low, low, "{why}");
    }

    #[test]
    fn a_row_that_cannot_be_compared_stays_and_says_why() {
        let row = sample::row();
        let against = [Against::Not {
            name: "quý III/2025".into(),
            reason: Reason::Boundaries,
        }];
        let compared = Compared {
            name: "quý III/2026",
            row: &row,
            against: &against,
            goal: None,
        };
        let drawn = table(Words::of(Language::Vi), &compared).into_string();
        assert!(drawn.contains("Quý III/2025"), "{drawn}");
        assert!(
            drawn.contains("không so được: đổi địa giới và thẩm quyền từ 01/07/2025"),
            "{drawn}"
        );
    }
}
