//! Ranks by the figure shown, and the range of ranks that the data allow.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Euclid as _;

use crate::domain::interval::Interval;
use crate::domain::percent::Rounded;

/// One unit with enough answers, as ranking sees it.
#[derive(Clone, Debug)]
pub struct Contender {
    /// The figure shown.
    pub figure: Rounded,
    /// How sure it is; `None` where the method has no interval.
    pub spread: Option<Spread>,
}

/// A figure with its 99 % limits, in millionths of a millionth of the 0–1 scale.
///
/// Whole numbers, because the nation's 3,321 units make eleven million comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    figure: i64,
    /// Squares of the distances from the figure down and up to its limits.
    down_squared: i128,
    up_squared: i128,
}

impl Spread {
    /// Takes the exact figure and its 99 % limits, both on the 0–1 scale.
    #[must_use]
    pub fn new(figure: &BigRational, limits: &Interval) -> Self {
        let figure = fixed(figure);
        let squared = |limit: &BigRational| {
            let distance = i128::from(figure) - i128::from(fixed(limit));
            distance * distance
        };
        Self {
            figure,
            down_squared: squared(limits.low()),
            up_squared: squared(limits.high()),
        }
    }

    /// Whether this unit is clearly above `other`: pᵢ − pⱼ > √((pᵢ − lᵢ)² + (uⱼ − pⱼ)²).
    fn is_clearly_above(&self, other: &Self) -> bool {
        let lead = i128::from(self.figure) - i128::from(other.figure);
        lead > 0 && lead * lead > self.down_squared + other.up_squared
    }
}

/// A unit's place. `low` and `high` are the best and the worst rank the data allow:
/// *hạng 18 (12–27)*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// 1 is best; equal figures share a rank and the next is skipped: 1, 1, 3.
    pub rank: usize,
    /// From 1 + the number clearly above to the number of units − those clearly below.
    pub range: Option<(usize, usize)>,
}

/// Ranks contenders, in their order.
#[must_use]
pub fn rank(contenders: &[Contender]) -> Vec<Rank> {
    let places = places(contenders);
    let ranged: Vec<(usize, Option<Spread>)> = places
        .iter()
        .copied()
        .zip(contenders.iter().map(|contender| contender.spread))
        .collect();
    let range = |rank: usize, spread: Option<Spread>| {
        let spread = spread?;
        let (mut above, mut below) = (0, 0);
        for (other_rank, other) in &ranged {
            let Some(other) = other else { continue };
            // Nobody is clearly above whom the table shows level or behind: at figures that
            // round alike the rank must stay inside its range.
            if *other_rank < rank {
                above += usize::from(other.is_clearly_above(&spread));
            } else if *other_rank > rank {
                below += usize::from(spread.is_clearly_above(other));
            }
        }
        Some((1 + above, contenders.len() - below))
    };
    ranged
        .iter()
        .map(|(rank, spread)| Rank {
            rank: *rank,
            range: range(*rank, *spread),
        })
        .collect()
}

/// 1 + the number of greater figures, for each.
fn places(contenders: &[Contender]) -> Vec<usize> {
    let mut figures: Vec<&Rounded> = contenders
        .iter()
        .map(|contender| &contender.figure)
        .collect();
    figures.sort_unstable_by(|one, other| other.cmp(one));
    let greater = |figure: &Rounded| figures.partition_point(|other| *other > figure);
    contenders
        .iter()
        .map(|contender| 1 + greater(&contender.figure))
        .collect()
}

/// A number on the 0–1 scale in units of 10⁻¹².
fn fixed(value: &BigRational) -> i64 {
    let doubled = value.numer() * BigInt::from(2_000_000_000_000_i64);
    let rounded = (doubled + value.denom()).div_euclid(&(value.denom() * 2));
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::interval::{Confidence, clustered_wilson};
    use crate::domain::method::Kind;
    use crate::domain::percent::{fraction, parse_decimal};
    use crate::domain::tally::ClusterSums;
    use crate::domain::tally::fixtures::method;

    fn published(figure: &str) -> Contender {
        let figure = Rounded::half_up(&parse_decimal(figure).unwrap(), 2);
        Contender {
            figure,
            spread: None,
        }
    }

    fn surveyed(satisfied: u32, asked: u32) -> Contender {
        let (n, y) = (u64::from(asked), u64::from(satisfied));
        let sums = ClusterSums {
            n,
            a: n,
            aa: n,
            y,
            yy: y,
            ya: y,
            ..ClusterSums::default()
        };
        let limits = clustered_wilson(&sums, &method(Kind::TopShare), Confidence::NinetyNine);
        let exact = fraction(y.into(), n.into()).unwrap();
        let spread = Spread::new(&exact, &limits.unwrap());
        Contender {
            figure: Rounded::percent(&exact, 2),
            spread: Some(spread),
        }
    }

    #[test]
    fn equal_figures_share_a_rank_and_the_next_is_skipped() {
        let figures = ["88.02", "91.17", "88.020", "79.58", "91.17", "85.03"].map(published);
        let ranks: Vec<usize> = rank(&figures).iter().map(|place| place.rank).collect();
        assert_eq!(ranks, [3, 1, 3, 6, 1, 5]);
        assert!(
            rank(&figures).iter().all(|place| place.range.is_none()),
            "no interval, no range"
        );
    }

    #[test]
    fn places_gained_are_the_old_rank_less_the_new() {
        // Hà Giang: 87,60 % and 25th in 2020, 88,46 % and 18th in 2021, among 63.
        let table = |own: &str, n_better: usize| {
            let better = std::iter::repeat_n(published("91.17"), n_better);
            let worse = std::iter::repeat_n(published("79.58"), 62 - n_better);
            let all: Vec<Contender> = better.chain([published(own)]).chain(worse).collect();
            rank(&all)[n_better].rank
        };
        let (before, after) = (table("87.60", 24), table("88.46", 17));
        assert_eq!((before, after, before - after), (25, 18, 7), "25 − 7 = 18");
    }

    #[test]
    fn the_range_counts_who_is_clearly_above_and_below() {
        let units = [
            surveyed(290, 300),
            surveyed(285, 300),
            surveyed(20, 30),
            surveyed(30, 300),
        ];
        let found = |units: &[Contender]| -> Vec<(usize, (usize, usize))> {
            rank(units)
                .iter()
                .map(|place| (place.rank, place.range.unwrap()))
                .collect()
        };
        let expected = [
            (1, (1, 2)), // cannot be told from the second, clearly above the rest
            (2, (1, 2)),
            (3, (3, 3)),
            (4, (4, 4)),
        ];
        assert_eq!(found(&units), expected);
        let two = [surveyed(26, 30), surveyed(22, 30)];
        assert_eq!(
            found(&two),
            [(1, (1, 2)), (2, (1, 2))],
            "thirty answers tell little"
        );
    }

    proptest! {
        #[test]
        fn a_rank_lies_in_its_range(units in prop::collection::vec((0u32..=400, 0u32..400), 1..40)) {
            let units: Vec<Contender> =
                units.iter().map(|(satisfied, more)| surveyed(*satisfied, 1 + satisfied + more)).collect();
            for place in rank(&units) {
                let (low, high) = place.range.unwrap();
                prop_assert!(1 <= low && low <= place.rank && place.rank <= high && high <= units.len());
            }
        }
    }
}
