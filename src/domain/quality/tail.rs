//! How rare a count is, by an upper bound on a binomial tail in whole numbers.

use num_bigint::BigUint;

/// How rare something would be, if all went as usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rarity {
    /// Nothing to remark on.
    Usual,
    /// Less than 8 in 10,000.
    Rare,
    /// Less than one in a million.
    Extreme,
}

/// `seen` of `among`, where each is one with a chance of at most `part` in `whole`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Observed {
    /// How many were.
    pub(super) seen: u64,
    /// Of how many.
    pub(super) among: u64,
    /// The most the chance of one is: `part` in `whole`.
    pub(super) chance: (u64, u64),
    /// In how many ways one has looked: the tail is multiplied by it.
    pub(super) n_looks: u64,
}

/// How rare it is to see so many or more.
///
/// With the chance q, the terms of the tail from `seen` = k on shrink at least by
/// r = (n − k)q / ((k + 1)(1 − q)), so the tail is at most its first term / (1 − r). Compared
/// crosswise with both limits, so that nothing is divided or rounded.
#[must_use]
pub(super) fn rarity(observed: &Observed) -> Rarity {
    let Observed {
        seen,
        among,
        chance: (part, whole),
        n_looks,
    } = *observed;
    if seen > among || part >= whole || seen == 0 {
        return Rarity::Usual;
    }
    let rest = among - seen;
    let other = whole - part;
    let slow = u128::from(seen + 1) * u128::from(other);
    let Some(gap) = slow.checked_sub(u128::from(rest) * u128::from(part)) else {
        return Rarity::Usual;
    };
    // C(n, k) qᵏ (1 − q)ⁿ⁻ᵏ / (1 − r), both sides times wⁿ · k! · gap.
    let bound = product(rest + 1, among)
        * power(part, seen)
        * power(other, rest)
        * BigUint::from(slow)
        * BigUint::from(n_looks);
    let unit = power(whole, among) * product(1, seen) * BigUint::from(gap);
    if &bound * 1_000_000_u32 < unit {
        Rarity::Extreme
    } else if bound * 10_000_u32 < unit * 8_u32 {
        Rarity::Rare
    } else {
        Rarity::Usual
    }
}

/// `first` · … · `last`; multiplied by halves, since factors of one size are multiplied fastest.
fn product(first: u64, last: u64) -> BigUint {
    match last.checked_sub(first) {
        None => BigUint::from(1_u32),
        Some(0) => BigUint::from(first),
        Some(length) => {
            let middle = first + (length >> 1);
            product(first, middle) * product(middle + 1, last)
        }
    }
}

fn power(base: u64, exponent: u64) -> BigUint {
    let exponent = u32::try_from(exponent).unwrap_or(u32::MAX);
    BigUint::from(base).pow(exponent)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// Tails from an independent package: P(Bin(50, 1/2) ≥ 37) = 4.68e-4, ≥ 36 = 1.30e-3,
    /// ≥ 42 = 5.82e-7, ≥ 41 = 2.81e-6.
    #[rstest]
    #[case((37, 50), (1, 2), 1, Rarity::Rare, "4.68e-4")]
    #[case((36, 50), (1, 2), 1, Rarity::Usual, "1.30e-3")]
    #[case((42, 50), (1, 2), 1, Rarity::Extreme, "5.82e-7")]
    #[case((41, 50), (1, 2), 1, Rarity::Rare, "2.81e-6")]
    #[case((37, 50), (1, 2), 2, Rarity::Usual, "9.4e-4 over two looks")]
    #[case((20, 1_000), (1, 50), 1, Rarity::Usual, "the mean itself")]
    #[case((0, 0), (1, 2), 1, Rarity::Usual, "nothing at all")]
    #[case((5, 4), (1, 2), 1, Rarity::Usual, "more than all cannot be")]
    #[case((10, 10), (1, 1), 1, Rarity::Usual, "what is certain is not rare")]
    #[case((10_000, 40_000), (1, 10), 1, Rarity::Extreme, "a large unit is judged as well")]
    fn a_count_is_as_rare_as_its_tail(
        #[case] (seen, among): (u64, u64),
        #[case] chance: (u64, u64),
        #[case] n_looks: u64,
        #[case] expected: Rarity,
        #[case] why: &str,
    ) {
        let observed = Observed {
            seen,
            among,
            chance,
            n_looks,
        };
        assert_eq!(rarity(&observed), expected, "{why}");
    }

    /// The bound is never below the exact tail of small cases, computed term by term.
    #[test]
    fn the_bound_is_above_the_tail() {
        for among in 1..=30_u64 {
            for seen in 1..=among {
                for part in 1..=4_u64 {
                    let exact = (seen..=among).fold(BigUint::from(0_u32), |sum, k| {
                        let ways = product(among - k + 1, among) / product(1, k);
                        sum + ways * power(part, k) * power(5 - part, among - k)
                    });
                    let whole = power(5, among);
                    let observed = Observed {
                        seen,
                        among,
                        chance: (part, 5),
                        n_looks: 1,
                    };
                    let found = rarity(&observed);
                    if found > Rarity::Usual {
                        assert!(exact.clone() * 10_000_u32 < whole.clone() * 8_u32);
                    }
                    if found == Rarity::Extreme {
                        assert!(exact * 1_000_000_u32 < whole);
                    }
                }
            }
        }
    }
}
