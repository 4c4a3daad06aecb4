//! Sums over people: what the variance of clustered answers needs.

use serde::{Deserialize, Serialize};

use crate::domain::form::Scale;
use crate::domain::tally::{QuestionTally, TallyError, add};

/// Sums over people of items answered (`a`), items satisfied (`y`) and points (`p`, the sum of
/// level codes): what the clustered variance needs, and all of it adds.
///
/// Fields stand in the order in which they are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClusterSums {
    /// Σ a.
    pub a: u64,
    /// Σ a².
    pub aa: u64,
    /// People with at least one item answered.
    pub n: u64,
    /// Σ p.
    pub p: u64,
    /// Σ p·a.
    pub pa: u64,
    /// Σ p².
    pub pp: u64,
    /// Σ y.
    pub y: u64,
    /// Σ y·a.
    pub ya: u64,
    /// Σ y².
    pub yy: u64,
}

impl ClusterSums {
    /// Counts one person who answered `a` items, `y` of them satisfied, with `p` points in all.
    /// Somebody who answered none is nobody.
    pub fn add_person(&mut self, a: u32, y: u32, p: u32) {
        if a == 0 {
            return;
        }
        let (a, y, p) = (u64::from(a), u64::from(y), u64::from(p));
        let grow = |sum: &mut u64, more: u64| *sum = sum.saturating_add(more);
        grow(&mut self.a, a);
        grow(&mut self.aa, a * a);
        grow(&mut self.n, 1);
        grow(&mut self.p, p);
        grow(&mut self.pa, p * a);
        grow(&mut self.pp, p * p);
        grow(&mut self.y, y);
        grow(&mut self.ya, y * a);
        grow(&mut self.yy, y * y);
    }

    /// The sums of one question alone, where every person answered one item.
    #[must_use]
    pub fn of_question(scale: &Scale, tally: &QuestionTally) -> Self {
        let mut sums = Self::default();
        for (code, count) in scale.codes().into_iter().zip(&tally.counts) {
            let satisfied = if scale.satisfied.contains(&code) {
                *count
            } else {
                0
            };
            let points = count.saturating_mul(code.into());
            sums.n = sums.n.saturating_add(*count);
            sums.y = sums.y.saturating_add(satisfied);
            sums.p = sums.p.saturating_add(points);
            sums.pp = sums.pp.saturating_add(points.saturating_mul(code.into()));
        }
        // With one item each, a = a² = 1 and y = y².
        Self {
            a: sums.n,
            aa: sums.n,
            yy: sums.y,
            ya: sums.y,
            pa: sums.p,
            ..sums
        }
    }

    /// Adds the sums of other people.
    ///
    /// # Errors
    /// When a sum outgrows 64 bits.
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        add(&mut self.a, other.a)?;
        add(&mut self.aa, other.aa)?;
        add(&mut self.n, other.n)?;
        add(&mut self.p, other.p)?;
        add(&mut self.pa, other.pa)?;
        add(&mut self.pp, other.pp)?;
        add(&mut self.y, other.y)?;
        add(&mut self.ya, other.ya)?;
        add(&mut self.yy, other.yy)
    }

    /// Whether any people could give these sums, each answering 1 to `items` items with codes up
    /// to 9: what can be told without the sheets. No sum of such people outgrows the bounds.
    #[must_use]
    pub fn are_possible(&self, items: u64) -> bool {
        let wide = |sum: u64| u128::from(sum);
        let (n, a, y, p) = (wide(self.n), wide(self.a), wide(self.y), wide(self.p));
        let (aa, yy, pp) = (wide(self.aa), wide(self.yy), wide(self.pp));
        let (ya, pa) = (wide(self.ya), wide(self.pa));
        let items = wide(items);
        // A sum of products of two numbers lies between one's sum and so many times it, and is
        // at most the product of both sums.
        let within = |sum: u128, other: u128, product: u128, most: u128| {
            sum <= product && product <= most * sum && product <= sum * other
        };
        // Cauchy–Schwarz: (Σ uv)² ≤ Σu² · Σv².
        let schwarz = |uv: u128, uu: u128, vv: u128| {
            uv.checked_mul(uv)
                .zip(uu.checked_mul(vv))
                .is_some_and(|(left, right)| left <= right)
        };
        (n..=n * items).contains(&a)
            && within(a, a, aa, items)
            && within(y, y, yy, items)
            && within(y, a, ya, items)
            && within(p, a, pa, items)
            && within(p, p, pp, items * 9)
            && yy <= ya
            && ya <= aa
            && p <= 9 * a
            && schwarz(a, aa, n)
            && schwarz(y, yy, n)
            && schwarz(p, pp, n)
            && schwarz(ya, yy, aa)
            && schwarz(pa, pp, aa)
    }
}
