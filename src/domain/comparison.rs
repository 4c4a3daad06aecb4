//! Figures set against each other: the difference that is shown, and whether the data carry it.
//!
//! Whatever is judged here is what was shown: the rounded figure and its printed 95 % limits, so
//! that a reader with the page alone comes to the same word.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::domain::percent::{Rounded, parse_decimal};
use crate::domain::results::{Limits, ResultRow};

/// How far from its reference a figure is coloured darkly, in *điểm %*.
const FAR: u32 = 10;

/// A shown figure in percent with its 95 % limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    figure: Rounded,
    limits: Option<(BigRational, BigRational)>,
}

/// Where a cell of a heat table stands against its reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Clearly above, by ten *điểm %* or more.
    FarAbove,
    /// Clearly above.
    Above,
    /// The interval holds the reference: the data tell no difference.
    Unclear,
    /// Clearly below.
    Below,
    /// Clearly below, by ten *điểm %* or more.
    FarBelow,
    /// Too few answers to be judged.
    Few,
    /// Folded with others, so that nobody can be told from it.
    Folded,
    /// Nobody answered.
    Unknown,
}

/// The way from one shown figure to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The one less the other, in *điểm %*.
    pub points: Rounded,
    /// Whether the data carry it.
    pub clarity: Clarity,
}

/// Why two rows are of different things, whatever they show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// Another formula was used.
    Method,
    /// The headline summed other channels.
    Channels,
}

impl Mismatch {
    /// What two rows of one form version differ in; `None`: they may be compared.
    #[must_use]
    pub fn between(one: &ResultRow, other: &ResultRow) -> Option<Self> {
        if one.method != other.method || one.roll_up != other.roll_up {
            Some(Self::Method)
        } else if one.channels != other.channels {
            Some(Self::Channels)
        } else {
            None
        }
    }
}

/// Whether the data carry a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clarity {
    /// They do.
    Clear,
    /// They do not, or there is no interval to tell: *chưa rõ rệt*.
    Unclear,
}

impl Estimate {
    /// Reads a figure such as `85.37` and its limits; `None` when either is no number.
    #[must_use]
    pub fn parse(percent: &str, limits: Option<&Limits>) -> Option<Self> {
        let limits = match limits {
            Some(limits) => Some((parse_decimal(&limits.low)?, parse_decimal(&limits.high)?)),
            None => None,
        };
        let figure = shown(percent)?;
        Some(Self { figure, limits })
    }

    /// What a row shows; `None` where it shows no percent.
    #[must_use]
    pub fn of(row: &ResultRow) -> Option<Self> {
        Self::parse(row.percent.as_deref()?, row.interval.as_ref())
    }

    /// The figure shown.
    #[must_use]
    pub fn figure(&self) -> &Rounded {
        &self.figure
    }

    /// This figure less another, clear when |p₁ − p₂| > √((p₁ − l₁)² + (u₂ − p₂)²) with the
    /// greater figure first.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Difference {
        let points = self.figure.minus(&other.figure);
        let (greater, less) = if self.figure >= other.figure {
            (self, other)
        } else {
            (other, self)
        };
        Difference {
            points,
            clarity: Clarity::of(greater.is_clearly_above(less)),
        }
    }

    /// This figure less a fixed one, such as a target: clear when the interval excludes it.
    #[must_use]
    pub fn minus_fixed(&self, fixed: &Rounded) -> Difference {
        Difference {
            points: self.figure.minus(fixed),
            clarity: Clarity::of(self.excludes(fixed)),
        }
    }

    /// Where the figure stands against a fixed reference.
    #[must_use]
    pub fn standing(&self, reference: &Rounded) -> Standing {
        if !self.excludes(reference) {
            return Standing::Unclear;
        }
        let points = self.figure.minus(reference).value();
        let is_far = points.abs() >= BigRational::from_integer(FAR.into());
        match (points.is_negative(), is_far) {
            (false, true) => Standing::FarAbove,
            (false, false) => Standing::Above,
            (true, true) => Standing::FarBelow,
            (true, false) => Standing::Below,
        }
    }

    fn excludes(&self, fixed: &Rounded) -> bool {
        let fixed = fixed.value();
        self.limits
            .as_ref()
            .is_some_and(|(low, high)| fixed < *low || fixed > *high)
    }

    /// Both need limits; a figure rounded past its own limit has none left on that side.
    fn is_clearly_above(&self, other: &Self) -> bool {
        let (Some((low, _)), Some((_, high))) = (&self.limits, &other.limits) else {
            return false;
        };
        let (own, others) = (self.figure.value(), other.figure.value());
        let squared = |distance: BigRational| {
            let distance = distance.max(BigRational::zero());
            &distance * &distance
        };
        let lead = &own - &others;
        lead.is_positive() && squared(lead) > squared(own - low) + squared(high - others)
    }
}

impl Standing {
    /// Where a row stands against `reference`; without one, nothing can be told.
    #[must_use]
    pub fn of(row: &ResultRow, reference: Option<&Rounded>) -> Self {
        if row.is_withheld() {
            return Self::Folded;
        }
        match Estimate::of(row) {
            None => Self::Unknown,
            Some(_) if !row.enough => Self::Few,
            Some(estimate) => {
                reference.map_or(Self::Unclear, |reference| estimate.standing(reference))
            }
        }
    }
}

impl Clarity {
    fn of(is_clear: bool) -> Self {
        if is_clear { Self::Clear } else { Self::Unclear }
    }
}

/// A figure as it was shown, such as `85.37` or `-1.30`; `None` for what is no decimal number.
#[must_use]
pub fn shown(text: &str) -> Option<Rounded> {
    let decimals = text
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    let exact = parse_decimal(text)?;
    Some(Rounded::half_up(&exact, u8::try_from(decimals).ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn estimate(figure: &str, low: &str, high: &str) -> Estimate {
        let limits = Limits {
            low: low.into(),
            high: high.into(),
        };
        Estimate::parse(figure, Some(&limits)).unwrap()
    }

    #[rstest]
    // 3² + 4² = 5²: the difference must be greater than 5.
    #[case(("85.00", "82"), ("80.00", "84"), false, "5 is not more than 5")]
    #[case(("85.01", "82.01"), ("80.00", "84"), true, "a hundredth more is")]
    #[case(("80.00", "84"), ("85.01", "82.01"), true, "the lesser first")]
    #[case(("85.37", "82.1704"), ("82.28", "85.67"), false, "3.09 of two quarters")]
    #[case(("85.00", "80"), ("85.00", "90"), false, "no difference at all")]
    #[case(("100.00", "99.9"), ("0.00", "0.1"), true, "all against none")]
    fn a_difference_is_clear_beyond_both_inner_limits(
        #[case] (one, one_inner): (&str, &str),
        #[case] (other, other_inner): (&str, &str),
        #[case] is_clear: bool,
        #[case] why: &str,
    ) {
        // Only the limits that face each other count, so each limit stands for both.
        let (one, other) = (
            estimate(one, one_inner, one_inner),
            estimate(other, other_inner, other_inner),
        );
        assert_eq!(one.minus(&other).clarity, Clarity::of(is_clear), "{why}");
    }

    #[rstest]
    #[case("95.50", ("89.89", "98.06"), "85.00", Standing::FarAbove, "10.5 above")]
    #[case("95.00", ("85.01", "98.00"), "85.00", Standing::FarAbove, "ten is far")]
    #[case("94.99", ("85.01", "98.00"), "85.00", Standing::Above, "less than ten is not")]
    #[case("88.35", ("85.37", "90.79"), "85.00", Standing::Above, "the limit is above")]
    #[case("88.35", ("85.00", "90.79"), "85.00", Standing::Unclear, "the limit is the goal")]
    #[case("81.14", ("75.57", "85.68"), "85.00", Standing::Unclear, "the goal is inside")]
    #[case("80.11", ("76.53", "83.27"), "85.00", Standing::Below, "the limit is below")]
    #[case("75.00", ("72.00", "77.00"), "85.00", Standing::FarBelow, "ten is far")]
    #[case("70.00", ("40.00", "90.00"), "85.00", Standing::Unclear, "far, but not clear")]
    fn a_cell_is_coloured_only_where_the_interval_excludes_the_reference(
        #[case] figure: &str,
        #[case] (low, high): (&str, &str),
        #[case] reference: &str,
        #[case] expected: Standing,
        #[case] why: &str,
    ) {
        let reference = shown(reference).unwrap();
        assert_eq!(
            estimate(figure, low, high).standing(&reference),
            expected,
            "{why}"
        );
    }

    #[test]
    fn without_an_interval_nothing_is_clear() {
        let (one, other) = (
            Estimate::parse("99.00", None).unwrap(),
            Estimate::parse("1.00", None).unwrap(),
        );
        let difference = one.minus(&other);
        assert_eq!(difference.points.to_string(), "98.00");
        assert_eq!(difference.clarity, Clarity::Unclear);
        assert_eq!(one.standing(other.figure()), Standing::Unclear);
    }

    #[test]
    fn differences_are_between_the_figures_shown() {
        let points = |one: &str, other: &str| {
            let one = Estimate::parse(one, None).unwrap();
            one.minus_fixed(&shown(other).unwrap()).points.to_string()
        };
        assert_eq!(points("88.02", "85.03"), "2.99");
        assert_eq!(points("80.11", "81.41"), "-1.30");
        assert_eq!(points("85.37", "85"), "0.37", "the finer decimals stay");
        assert_eq!(shown("85,37"), None);
        assert_eq!(shown(""), None);
    }

    proptest! {
        #[test]
        fn the_way_back_is_the_same_way(
            one in 0u32..=10_000, other in 0u32..=10_000,
            down in 0u32..2_000, up in 0u32..2_000,
        ) {
            let of = |hundredths: u32| {
                let text = |number: u32| format!("{}.{:02}", number / 100, number % 100);
                estimate(
                    &text(hundredths),
                    &text(hundredths.saturating_sub(down)),
                    &text((hundredths + up).min(10_000)),
                )
            };
            let (there, back) = (of(one).minus(&of(other)), of(other).minus(&of(one)));
            prop_assert_eq!(there.clarity, back.clarity);
            prop_assert_eq!(there.points.value(), -back.points.value());
        }
    }
}
