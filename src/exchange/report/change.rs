//! A figure against another: the difference shown, and whether the data carry it.

use num_rational::BigRational;
use num_traits::Signed as _;

use super::figure::signed;
use super::words::fill;
use crate::domain::percent::{Rounded, parse_decimal};
use crate::domain::results::ResultRow;

/// A figure with its 95 % limits, as they are shown.
struct Estimate {
    shown: Rounded,
    limits: Option<(BigRational, BigRational)>,
}

/// The difference between a row and the same row before; `None` where either has no figure that
/// may be compared.
pub(super) fn since(row: &ResultRow, before: &ResultRow) -> Option<Change> {
    if [row, before].iter().any(|row| row.folded || !row.enough) {
        return None;
    }
    let (now, then) = (Estimate::of(row)?, Estimate::of(before)?);
    Some(Change {
        points: now.shown.minus(&then.shown),
        is_clear: now.differs_from(&then),
    })
}

/// The difference between a row and what was aimed at.
pub(super) fn against(row: &ResultRow, goal: &Rounded) -> Option<Change> {
    let now = Estimate::of(row).filter(|_| row.enough && !row.folded)?;
    let aim = goal.value();
    let is_outside = |(low, high): &(BigRational, BigRational)| aim < *low || aim > *high;
    Some(Change {
        points: now.shown.minus(goal),
        is_clear: now.limits.as_ref().is_some_and(is_outside),
    })
}

/// A difference in *điểm %*.
pub(super) struct Change {
    points: Rounded,
    is_clear: bool,
}

impl Change {
    /// With its sign, and *chưa rõ rệt* where it is not clear.
    pub(super) fn in_words(&self) -> String {
        let key = if self.is_clear {
            "change.clear"
        } else {
            "change.unclear"
        };
        fill(key, &[("points", &signed(&self.points))])
    }

    /// For a column that has the unit in its head; `*` where it is not clear.
    pub(super) fn in_column(&self) -> String {
        let mark = if self.is_clear { "" } else { "*" };
        format!("{}{mark}", signed(&self.points))
    }

    /// Whether the figure lies below the other one, and not by chance.
    pub(super) fn is_clear_fall(&self) -> bool {
        self.is_clear && self.points.value().is_negative()
    }
}

impl Estimate {
    fn of(row: &ResultRow) -> Option<Self> {
        let text = row.percent.as_deref()?;
        let decimals = text.split_once('.').map_or(0, |(_, rest)| rest.len());
        let exact = parse_decimal(text)?;
        let limits = row
            .interval
            .as_ref()
            .and_then(|limits| Some((parse_decimal(&limits.low)?, parse_decimal(&limits.high)?)));
        Some(Self {
            shown: Rounded::half_up(&exact, u8::try_from(decimals).ok()?),
            limits,
        })
    }

    /// |p − q| > √((p − l)² + (u − q)²), the greater figure first, compared by squares.
    fn differs_from(&self, other: &Self) -> bool {
        let (greater, less) = if self.shown >= other.shown {
            (self, other)
        } else {
            (other, self)
        };
        let (Some((low, _)), Some((_, high))) = (&greater.limits, &less.limits) else {
            return false;
        };
        let (p, q) = (greater.shown.value(), less.shown.value());
        let square = |value: BigRational| value.clone() * value;
        square(&p - &q) > square(&p - low) + square(high - &q)
    }
}
