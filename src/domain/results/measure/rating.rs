//! A question on a satisfaction scale, and what several come to.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use num_rational::BigRational;

use crate::domain::form::Scale;
use crate::domain::percent::fraction;
use crate::domain::tally::QuestionTally;

/// A question on a satisfaction scale.
#[derive(Clone, Copy)]
pub(super) struct Rating<'a> {
    pub(super) scale: &'a Scale,
    pub(super) tally: &'a QuestionTally,
    pub(super) factor: Option<usize>,
}

/// Answers on the scale.
pub(super) fn rated(rating: &Rating<'_>) -> u64 {
    rating
        .tally
        .counts
        .iter()
        .copied()
        .fold(0, u64::saturating_add)
}

/// Answers by level code, over all these questions.
pub(super) fn by_level<'a, R: Borrow<Rating<'a>>>(ratings: &[R]) -> BTreeMap<u8, u64> {
    let mut counts = BTreeMap::new();
    for rating in ratings.iter().map(Borrow::borrow) {
        for (code, count) in rating.scale.codes().into_iter().zip(&rating.tally.counts) {
            let sum: &mut u64 = counts.entry(code).or_default();
            *sum = sum.saturating_add(*count);
        }
    }
    counts
}

/// Exact shares of satisfied, neutral and dissatisfied answers, as each scale names them.
pub(super) fn shares(ratings: &[Rating<'_>]) -> Option<[BigRational; 3]> {
    let [mut satisfied, mut neutral, mut all] = [0_u128; 3];
    for rating in ratings {
        for (code, count) in rating.scale.codes().into_iter().zip(&rating.tally.counts) {
            let count = u128::from(*count);
            all += count;
            satisfied += if rating.scale.satisfied.contains(&code) {
                count
            } else {
                0
            };
            neutral += if rating.scale.neutral.contains(&code) {
                count
            } else {
                0
            };
        }
    }
    let rest = all.saturating_sub(satisfied + neutral);
    Some([
        fraction(satisfied, all)?,
        fraction(neutral, all)?,
        fraction(rest, all)?,
    ])
}
