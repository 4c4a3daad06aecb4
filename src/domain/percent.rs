//! Exact fractions, rounded half up once, and the text they are shown as.
//!
//! A figure keeps its exact value to the end and becomes a [`Rounded`] when it is shown; whatever
//! is judged, ranked or subtracted afterwards works on what was shown.

use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Euclid as _, One as _, Signed as _, Zero as _};

/// A figure as it is shown: rounded half up to a number of decimals, with no way back.
///
/// Equal and ordered by value: `80.0` equals `80.00`.
#[derive(Clone, Debug)]
pub struct Rounded {
    units: BigInt,
    decimals: u8,
}

/// What stands between whole and decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalMark {
    /// `82.66`, in JSON and CSV.
    Point,
    /// `82,66`, in Vietnamese text.
    Comma,
}

impl Rounded {
    /// Rounds once, half up: a half goes to the greater number.
    #[must_use]
    pub fn half_up(exact: &BigRational, decimals: u8) -> Self {
        // In whole numbers: reducing the mean of a hundred figures costs more than finding it.
        let scaled: BigInt = exact.numer() * power_of_ten(decimals) * 2;
        let whole: &BigInt = exact.denom();
        Self {
            units: (scaled + whole).div_euclid(&(whole * 2)),
            decimals,
        }
    }

    /// A fraction of counts in percent; `None` when there is nothing to divide by.
    #[must_use]
    pub fn percent_of(numerator: u128, denominator: u128, decimals: u8) -> Option<Self> {
        fraction(numerator, denominator).map(|exact| Self::percent(&exact, decimals))
    }

    /// A fraction (0 to 1) in percent.
    #[must_use]
    pub fn percent(exact: &BigRational, decimals: u8) -> Self {
        Self::half_up(&in_percent(exact), decimals)
    }

    /// The exact value of the figure shown.
    #[must_use]
    pub fn value(&self) -> BigRational {
        BigRational::new(self.units.clone(), power_of_ten(self.decimals))
    }

    /// How many decimals are shown.
    #[must_use]
    pub fn decimals(&self) -> u8 {
        self.decimals
    }

    /// The difference between two shown figures, exact: for percents, *điểm %*.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        let decimals = self.decimals.max(other.decimals);
        Self {
            units: self.units_at(decimals) - other.units_at(decimals),
            decimals,
        }
    }

    /// The figure with that decimal mark.
    #[must_use]
    pub fn to_text(&self, mark: DecimalMark) -> String {
        let decimals = usize::from(self.decimals);
        let digits = format!(
            "{:0>width$}",
            self.units.abs().to_string(),
            width = decimals + 1
        );
        let (whole, rest) = digits.split_at(digits.len() - decimals);
        let sign = if self.units.is_negative() { "-" } else { "" };
        match (decimals, mark) {
            (0, _) => format!("{sign}{whole}"),
            (_, DecimalMark::Point) => format!("{sign}{whole}.{rest}"),
            (_, DecimalMark::Comma) => format!("{sign}{whole},{rest}"),
        }
    }

    fn units_at(&self, decimals: u8) -> BigInt {
        &self.units * power_of_ten(decimals.saturating_sub(self.decimals))
    }
}

impl PartialEq for Rounded {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Rounded {}

impl PartialOrd for Rounded {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rounded {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let decimals = self.decimals.max(other.decimals);
        self.units_at(decimals).cmp(&other.units_at(decimals))
    }
}

impl fmt::Display for Rounded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text(DecimalMark::Point))
    }
}

/// A fraction of counts, exact; `None` when there is nothing to divide by.
#[must_use]
pub fn fraction(numerator: u128, denominator: u128) -> Option<BigRational> {
    (denominator > 0).then(|| BigRational::new(numerator.into(), denominator.into()))
}

/// A fraction in percent, exact.
#[must_use]
pub fn in_percent(exact: &BigRational) -> BigRational {
    BigRational::new_raw(exact.numer() * 100, exact.denom().clone())
}

/// The plain mean of exact figures, not in lowest terms; `None` when there are none.
#[must_use]
pub fn mean(figures: &[BigRational]) -> Option<BigRational> {
    weighted(figures.iter().map(|figure| (figure, 1)))
}

/// The mean of exact figures, each by its weight, not in lowest terms; `None` when there is no
/// weight at all.
#[must_use]
pub fn weighted_mean(figures: &[(BigRational, u64)]) -> Option<BigRational> {
    weighted(figures.iter().map(|(figure, weight)| (figure, *weight)))
}

fn weighted<'a>(figures: impl Iterator<Item = (&'a BigRational, u64)>) -> Option<BigRational> {
    let (mut sum, mut denominator) = (BigInt::zero(), BigInt::one());
    let mut all = BigInt::zero();
    for (figure, weight) in figures {
        sum = sum * figure.denom() + figure.numer() * &denominator * weight;
        denominator *= figure.denom();
        all += weight;
    }
    (!all.is_zero()).then(|| BigRational::new_raw(sum, denominator * all))
}

/// A decimal number such as `79.58`, exact; `None` for anything else.
///
/// Digits with at most one point; at most 40 characters; a minus sign is taken, an exponent or a
/// decimal comma is not.
#[must_use]
pub fn parse_decimal(text: &str) -> Option<BigRational> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, rest) = digits
        .split_once('.')
        .map_or((digits, None), |(w, r)| (w, Some(r)));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if text.len() > 40 || !is_number(whole) || !rest.is_none_or(is_number) {
        return None;
    }
    let rest = rest.unwrap_or_default();
    let units: BigInt = format!("{whole}{rest}").parse().ok()?;
    let scale = power_of_ten(u8::try_from(rest.len()).ok()?);
    Some(BigRational::new(units * sign, scale))
}

/// Points of the PAR INDEX item that a shown percent earns, two decimals: 91.17 % of 10 is 9.12.
///
/// Source: the 2021 index of Hà Tĩnh, published as 91,17 % and as 9,12 of 10 points.
#[must_use]
pub fn par_points(percent: &Rounded, most: u32) -> Rounded {
    let share = percent.value() / BigRational::from_integer(100.into());
    Rounded::half_up(&(share * BigRational::from_integer(most.into())), 2)
}

fn power_of_ten(exponent: u8) -> BigInt {
    BigInt::from(10).pow(u32::from(exponent))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Published figures with their counts; the constructed ones sit on a boundary.
    const PUBLISHED: [(u128, u128, u8, &str, &str); 20] = [
        (
            124_907,
            257_141,
            1,
            "48.6",
            "Thừa Thiên Huế, trước hạn mức 1, 2",
        ),
        (
            19_852,
            257_141,
            1,
            "7.7",
            "Thừa Thiên Huế, trễ hạn mức 1, 2",
        ),
        (11_795, 61_827, 1, "19.1", "Thừa Thiên Huế, đúng hạn mức 3"),
        (952, 1_611, 1, "59.1", "Thừa Thiên Huế, trước hạn mức 4"),
        (268, 1_611, 1, "16.6", "Thừa Thiên Huế, trễ hạn mức 4"),
        (736, 2_643, 1, "27.8", "Thừa Thiên Huế, thủ tục mức 4"),
        (1_336, 2_468, 0, "54", "TP.HCM 2019, không tham gia"),
        (81, 1_132, 0, "7", "TP.HCM 2019, gặp trực tiếp"),
        (14, 16, 1, "87.5", "Lâm Đồng 2024, sở"),
        (12, 12, 0, "100", "Lâm Đồng 2024, huyện"),
        (290, 312, 2, "92.95", "TP.HCM 2021, xã phường tốt nhất"),
        (1, 8, 2, "12.50", "no trailing zero is dropped"),
        (1, 800, 2, "0.13", "0.125 is a half and goes up"),
        (
            3,
            800,
            2,
            "0.38",
            "0.375 goes up too: not to the even digit",
        ),
        (1, 3, 2, "33.33", "below a half goes down"),
        (2, 3, 2, "66.67", "above a half goes up"),
        (0, 7, 2, "0.00", "nobody satisfied is a figure"),
        (15_999, 20_000, 2, "80.00", "79.995 is shown as 80.00"),
        (159_989, 200_000, 2, "79.99", "79.9945 is shown as 79.99"),
        (1, 200, 0, "1", "0.5 goes up"),
    ];

    #[test]
    fn published_counts_give_the_published_percent() {
        for (numerator, denominator, decimals, expected, why) in PUBLISHED {
            let shown = Rounded::percent_of(numerator, denominator, decimals).unwrap();
            assert_eq!(shown.to_string(), expected, "{why}");
        }
    }

    #[test]
    fn nobody_is_no_figure_rather_than_zero() {
        assert_eq!(Rounded::percent_of(0, 0, 2), None);
        assert_eq!(mean(&[]), None);
    }

    #[test]
    fn a_weighted_mean_counts_each_figure_by_its_weight() {
        let half = || fraction(1, 2).unwrap();
        let all = || fraction(1, 1).unwrap();
        for (figures, expected, why) in [
            (
                vec![(half(), 1), (all(), 1)],
                Some("75.00"),
                "equal weights are the plain mean",
            ),
            (
                vec![(half(), 300), (all(), 100)],
                Some("62.50"),
                "three dossiers to one",
            ),
            (
                vec![(half(), 0), (all(), 7)],
                Some("100.00"),
                "no dossiers, no weight",
            ),
            (vec![(half(), 0)], None, "no weight at all"),
            (vec![], None, "nobody"),
        ] {
            let shown =
                weighted_mean(&figures).map(|exact| Rounded::percent(&exact, 2).to_string());
            assert_eq!(shown.as_deref(), expected, "{why}");
        }
    }

    #[test]
    fn differences_are_taken_between_shown_figures() {
        let cases = [
            ("88.02", "85.03", "2.99", "Bình Dương 2019 against 2018"),
            ("88.46", "87.60", "0.86", "Hà Giang 2021 against 2020"),
            ("85.03", "88.02", "-2.99", "a fall keeps its sign"),
            ("79.5", "79.58", "-0.08", "decimals may differ"),
        ];
        for (new, old, expected, why) in cases {
            let shown = |text| Rounded::half_up(&parse_decimal(text).unwrap(), 2);
            assert_eq!(shown(new).minus(&shown(old)).to_string(), expected, "{why}");
        }
    }

    #[test]
    fn a_percent_earns_par_points_of_ten() {
        let shown = Rounded::half_up(&parse_decimal("91.17").unwrap(), 2);
        assert_eq!(par_points(&shown, 10).to_string(), "9.12");
    }

    #[test]
    fn decimals_are_read_exactly_or_not_at_all() {
        for text in [
            "", ".", "1.", ".5", "1,5", "1e3", "+1", " 1", "--1", "1.2.3", "٣", "inf",
        ] {
            assert_eq!(parse_decimal(text), None, "{text:?} is no decimal number");
        }
        let shown = |text| Rounded::half_up(&parse_decimal(text).unwrap(), 3).to_string();
        assert_eq!(
            (shown("-0.0005"), shown("007.1")),
            ("0.000".into(), "7.100".into())
        );
    }

    #[test]
    fn vietnamese_text_has_a_comma() {
        let shown = Rounded::percent_of(8266, 10_000, 2).unwrap();
        assert_eq!(shown.to_text(DecimalMark::Comma), "82,66");
    }

    proptest! {
        #[test]
        fn a_mean_is_the_sum_over_how_many(counts in prop::collection::vec((0..5_000u128, 1..5_000u128), 1..40)) {
            let figures: Vec<_> = counts.iter().map(|(n, d)| fraction(*n, *d).unwrap()).collect();
            let sum = figures.iter().fold(BigRational::zero(), |sum, figure| sum + figure);
            let expected = sum / BigRational::from_integer(figures.len().into());
            let found = mean(&figures).unwrap();
            prop_assert_eq!(found.reduced(), expected.clone());
            prop_assert_eq!(Rounded::percent(&found, 2), Rounded::percent(&expected, 2));
        }

        #[test]
        fn rounding_moves_a_figure_by_at_most_half_a_unit(n in any::<u64>(), d in 1..u64::MAX, k in 0u8..6) {
            let exact = fraction(n.into(), d.into()).unwrap();
            let shown = Rounded::half_up(&exact, k);
            let moved = (shown.value() - exact) * BigRational::from_integer(power_of_ten(k) * 2);
            let one = BigRational::from_integer(1.into());
            prop_assert!(moved <= one && moved > -one, "a half goes up, so down is strictly less");
        }

        #[test]
        fn shown_text_reads_back_as_the_same_figure(n in any::<i64>(), k in 0u8..8) {
            let shown = Rounded { units: n.into(), decimals: k };
            let read = parse_decimal(&shown.to_string()).unwrap();
            prop_assert_eq!(Rounded::half_up(&read, k), shown);
        }
    }
}
