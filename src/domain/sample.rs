//! How many answers are wanted, and whether those there are will do.

use num_rational::BigRational;
use num_traits::{One, Zero};

use crate::domain::percent::{Rounded, fraction, parse_decimal};

/// Slovin's sample size for `n_dossiers` at an error of `error_percent`, rounded up, uncapped.
///
/// n = ⌈N / (1 + N·e²)⌉. Source: CV 1159/BNV-CCHC of 10/4/2014, with e = 5 %.
#[must_use]
pub fn slovin(n_dossiers: u64, error_percent: &ErrorPercent) -> u64 {
    let size = BigRational::from_integer(n_dossiers.into());
    let sample = &size / (BigRational::one() + &size * &error_percent.squared);
    // The sample never exceeds the dossiers, so it fits.
    u64::try_from(sample.ceil().to_integer()).unwrap_or(n_dossiers)
}

/// The error a sample may have, in percent: above 0, at most 50.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorPercent {
    squared: BigRational,
}

impl ErrorPercent {
    /// Reads `5` or `2.5`; `None` when it is no decimal number or out of range.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let percent = parse_decimal(text)?;
        let in_range =
            percent > BigRational::zero() && percent <= BigRational::from_integer(50.into());
        let share = percent / BigRational::from_integer(100.into());
        in_range.then(|| Self {
            squared: &share * &share,
        })
    }

    /// 5 %, as in CV 1159/BNV-CCHC.
    #[must_use]
    pub fn five() -> Self {
        Self {
            squared: BigRational::new(1.into(), 400.into()),
        }
    }
}

/// How a round sets a unit's target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// By the number of dossiers.
    Slovin(ErrorPercent),
    /// The same number for every unit of a kind (Bình Dương 2018: 150 per xã, 200 per phường).
    Quota(u64),
}

impl Target {
    /// Answers wanted of a unit, at most half its dossiers; `None` where Slovin has no dossiers
    /// to go by. A quota of a unit whose dossiers nobody knows stands uncapped.
    #[must_use]
    pub fn answers(&self, n_dossiers: Option<u64>) -> Option<u64> {
        let wanted = self.uncapped(n_dossiers)?;
        Some(n_dossiers.map_or(wanted, |known| wanted.min(known / 2)))
    }

    /// As [`Target::answers`], however many dossiers there are by now.
    #[must_use]
    pub fn uncapped(&self, n_dossiers: Option<u64>) -> Option<u64> {
        match self {
            Self::Slovin(error) => Some(slovin(n_dossiers?, error)),
            Self::Quota(quota) => Some(*quota),
        }
    }
}

/// Shares `total` out in proportion to `weights`, by largest remainder; equal remainders go to
/// the earlier. Guidance for service fields, nothing more. All zeros where every weight is zero.
#[must_use]
pub fn allocate(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum: u128 = weights.iter().copied().map(u128::from).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: u64| u128::from(total) * u128::from(weight);
    let mut shares: Vec<u64> = weights
        .iter()
        // A part of `total`, so it fits.
        .map(|weight| u64::try_from(exact(*weight) / sum).unwrap_or(total))
        .collect();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    let remainder = |at: usize| weights.get(at).map_or(0, |weight| exact(*weight) % sum);
    by_remainder.sort_by_key(|at| std::cmp::Reverse(remainder(*at)));
    let mut left = total - shares.iter().sum::<u64>();
    for at in by_remainder {
        let Some(share) = shares.get_mut(at).filter(|_| left > 0) else {
            break;
        };
        *share += 1;
        left -= 1;
    }
    shares
}

/// When there are enough answers to rank: [`Enough::answers`], or half the dossiers of a unit
/// with fewer than [`Enough::small_unit`] of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enough {
    /// Answers that are enough for any unit.
    pub answers: u64,
    /// Units with fewer dossiers than this need answers for half of them only.
    pub small_unit: u64,
}

impl Enough {
    /// 30, or half of N where N < 60.
    pub const DEFAULT: Self = Self {
        answers: 30,
        small_unit: 60,
    };

    /// Whether `n_answers` are enough. Unknown dossiers make no unit small, nor do none.
    #[must_use]
    pub fn is_met(&self, n_answers: u64, n_dossiers: Option<u64>) -> bool {
        let small = n_dossiers.filter(|dossiers| (1..self.small_unit).contains(dossiers));
        n_answers >= self.answers || small.is_some_and(|dossiers| n_answers >= dossiers.div_ceil(2))
    }
}

/// Answers of a purpose over visits of that purpose, in percent with two decimals.
///
/// `None` when the visits are unknown or none: *không tính được*, not 0 %. May exceed 100 where
/// there are more answers than visits, and then it must be shown so.
#[must_use]
pub fn response_rate(n_answers: u64, n_visits: Option<u64>) -> Option<Rounded> {
    let exact = fraction(n_answers.into(), n_visits?.into())?;
    Some(Rounded::percent(&exact, 2))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slovin_rounds_up_and_is_not_capped() {
        let cases = [
            (0, 0, "no dossiers, no sample"),
            (1, 1, "one dossier"),
            (50, 45, "44.44 rounds up"),
            (200, 134, "133.33 rounds up"),
            (388, 197, "CV 1159"),
            (400, 200, "exact, nothing to round"),
            (1_000, 286, "285.71"),
            (5_000, 371, "370.37"),
            (10_000, 385, "384.62"),
            (100_000, 399, "398.41"),
            (u64::MAX, 400, "the limit is 400, and no sum overflows"),
        ];
        for (dossiers, expected, why) in cases {
            assert_eq!(
                slovin(dossiers, &ErrorPercent::five()),
                expected,
                "{dossiers}: {why}"
            );
        }
        assert_eq!(
            slovin(1_000, &ErrorPercent::parse("2.5").unwrap()),
            616,
            "615.38"
        );
    }

    #[test]
    fn an_error_is_above_zero_and_at_most_fifty() {
        for text in ["0", "50.01", "-5", "5,0", ""] {
            assert_eq!(ErrorPercent::parse(text), None, "{text:?}");
        }
        assert_eq!(ErrorPercent::parse("5.0"), Some(ErrorPercent::five()));
    }

    #[test]
    fn targets_stop_at_half_the_dossiers() {
        let slovin = Target::Slovin(ErrorPercent::five());
        let cases = [
            (slovin.clone(), Some(1_000), Some(286), "below half"),
            (slovin.clone(), Some(51), Some(25), "half, rounded down"),
            (slovin, None, None, "nothing to go by"),
            (Target::Quota(150), None, Some(150), "a quota stands alone"),
            (
                Target::Quota(150),
                Some(200),
                Some(100),
                "but not above half",
            ),
        ];
        for (target, dossiers, expected, why) in cases {
            assert_eq!(target.answers(dossiers), expected, "{why}");
        }
    }

    #[test]
    fn enough_is_thirty_or_half_of_a_small_unit() {
        let cases = [
            (30, None, true, "thirty is enough"),
            (29, None, false, "one short, dossiers unknown"),
            (29, Some(60), false, "60 dossiers are not small"),
            (30, Some(59), true, "59 are, and half of 59 is 29.5"),
            (29, Some(59), false, "29 is less than half of 59"),
            (10, Some(20), true, "exactly half"),
            (9, Some(20), false, "less than half"),
            (0, Some(0), false, "no dossiers make nothing enough"),
        ];
        for (answers, dossiers, expected, why) in cases {
            assert_eq!(Enough::DEFAULT.is_met(answers, dossiers), expected, "{why}");
        }
    }

    #[test]
    fn an_unknown_rate_is_no_rate() {
        assert_eq!(response_rate(5, None), None);
        assert_eq!(response_rate(5, Some(0)), None);
        assert_eq!(response_rate(46, Some(100)).unwrap().to_string(), "46.00");
        assert_eq!(response_rate(3, Some(2)).unwrap().to_string(), "150.00");
    }

    proptest! {
        #[test]
        fn slovin_agrees_with_its_integer_form(n in any::<u64>()) {
            let n_wide = u128::from(n);
            let expected = (400 * n_wide).div_ceil(400 + n_wide);
            prop_assert_eq!(u128::from(slovin(n, &ErrorPercent::five())), expected);
        }

        #[test]
        fn allocation_gives_out_everything_and_stays_near_the_exact_share(
            total in 0u64..10_000, weights in prop::collection::vec(0u64..1_000, 1..12),
        ) {
            let sum: u64 = weights.iter().sum();
            prop_assume!(sum > 0);
            let shares = allocate(total, &weights);
            prop_assert_eq!(shares.iter().sum::<u64>(), total);
            for (share, weight) in shares.iter().zip(&weights) {
                let low = total * weight / sum;
                prop_assert!(*share == low || *share == low + 1);
            }
        }
    }
}
