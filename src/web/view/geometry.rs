//! Where marks stand in a chart: whole numbers to SVG lengths. Positions only; every figure that
//! is printed as a result comes from `domain`.

/// A length as SVG writes it, in percent of the drawing's width with two decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length(u64);

impl Length {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The whole width.
    pub const FULL: Self = Self(10_000);
    /// Its middle.
    pub const HALF: Self = Self(5_000);

    /// So many hundredths of a percent, clipped to the width.
    #[must_use]
    pub const fn hundredth(count: u64) -> Self {
        Self(if count > 10_000 { 10_000 } else { count })
    }

    /// `part` of `whole`, clipped to the width; nothing of nothing is [`Length::ZERO`].
    #[must_use]
    pub fn of(part: u64, whole: u64) -> Self {
        let scaled = u128::from(part) * 10_000;
        let share = scaled.checked_div(u128::from(whole)).unwrap_or(0);
        Self(u64::try_from(share).unwrap_or(u64::MAX).min(10_000))
    }

    /// From here to `end`; nothing if `end` is before.
    #[must_use]
    pub fn to(self, end: Self) -> Self {
        Self(end.0.saturating_sub(self.0))
    }

    /// The same place on a drawing that is only as wide as `whole`.
    #[must_use]
    pub fn scaled_to(self, whole: Self) -> Self {
        Self(self.0 * whole.0 / 10_000)
    }

    /// In hundredths of a percent, 0 to 10,000.
    #[must_use]
    pub fn hundredths(self) -> u64 {
        self.0
    }
}

/// The top of an axis that holds `most`, with room above it for half a label.
#[must_use]
pub fn with_headroom(most: u64) -> u64 {
    most.saturating_add(most.div_ceil(12))
}

/// Two labels moved off each other until they stand `gap` apart, the first above the second
/// where they are level.
#[must_use]
pub fn apart(first: Length, second: Length, gap: Length) -> (Length, Length) {
    let between = first.0.abs_diff(second.0);
    if between >= gap.0 {
        return (first, second);
    }
    let push = (gap.0 - between).div_ceil(2);
    let up = |place: u64| Length(place.saturating_sub(push));
    let down = |place: u64| Length(place + push);
    if first <= second {
        (up(first.0), down(second.0))
    } else {
        (down(first.0), up(second.0))
    }
}

/// `part` of `whole` in whole percents, rounded half up, for words inside a bar.
#[must_use]
pub fn whole_percent(part: u64, whole: u64) -> u128 {
    let (part, whole) = (u128::from(part), u128::from(whole));
    (part * 200 + whole).checked_div(whole * 2).unwrap_or(0)
}

impl std::fmt::Display for Length {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}

/// An axis from `low` to `high`, whole percents.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    /// Left end.
    pub low: u64,
    /// Right end.
    pub high: u64,
}

impl Axis {
    /// Whether a figure such as `82.1699` stands on the axis.
    #[must_use]
    pub fn holds(self, figure: &str) -> bool {
        (self.low * 10_000..=self.high * 10_000).contains(&ten_thousandths(figure))
    }

    /// Where a figure such as `82.1699` stands; figures off the axis stand at its end.
    #[must_use]
    pub fn place(self, figure: &str) -> Length {
        let low = self.low * 10_000;
        Length::of(
            ten_thousandths(figure).saturating_sub(low),
            (self.high - self.low) * 10_000,
        )
    }
}

/// `"82.17"` as 821,700; what is no such figure is 0.
fn ten_thousandths(figure: &str) -> u64 {
    let (whole, fraction) = figure.split_once('.').unwrap_or((figure, ""));
    let fraction: String = fraction.chars().chain("0000".chars()).take(4).collect();
    format!("{whole}{fraction}").parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn figures_stand_where_the_axis_says() {
        let axis = Axis { low: 50, high: 100 };
        assert_eq!(axis.place("75.00").to_string(), "50.00%");
        assert_eq!(axis.place("82.1699").to_string(), "64.33%");
        assert_eq!(
            axis.place("12").to_string(),
            "0.00%",
            "left of the axis stands at its end"
        );
        assert_eq!(axis.place("100").to_string(), "100.00%");
    }

    #[test]
    fn labels_move_off_each_other() {
        let at = Length::hundredth;
        for (first, second, expected, why) in [
            (1_000, 5_000, (1_000, 5_000), "far apart already"),
            (2_000, 2_400, (1_700, 2_700), "both give way"),
            (2_400, 2_000, (2_700, 1_700), "the other way round"),
            (2_000, 2_000, (1_500, 2_500), "level: the first goes up"),
            (100, 200, (0, 650), "none leaves the drawing at the top"),
        ] {
            let (first, second) = apart(at(first), at(second), at(1_000));
            assert_eq!((first.hundredths(), second.hundredths()), expected, "{why}");
        }
    }

    proptest! {
        #[test]
        fn a_part_never_leaves_the_drawing(part: u64, whole: u64) {
            prop_assert!(Length::of(part, whole) <= Length::FULL);
        }
    }
}
