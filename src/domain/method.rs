//! How answers become a figure: the formula, roll-ups, rounding and groups, all of it data.
//!
//! No formula is "the" formula: a method names its rule, its decision and its dates, and every
//! result carries the counts, so that anyone can compute another one.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use num_rational::BigRational;
use num_traits::Zero;

use crate::domain::form::{Code, Scale, Text};
use crate::domain::percent::{Rounded, fraction, in_percent, parse_decimal};
use crate::domain::roll_up::{RollUp, UnitRollUp};
use crate::domain::sample::Enough;

/// A method file as a value. [`crate::forms::methods`] reads it and checks that it makes sense.
#[derive(Clone, Debug)]
pub struct Method {
    /// Name on the command line, in URLs and in rows.
    pub id: Code,
    /// What people call it.
    pub title: Text,
    /// The formula.
    pub kind: Kind,
    /// Level codes it applies to, ascending.
    pub levels: Vec<u8>,
    /// Codes that count as satisfied, ascending.
    pub satisfied: Vec<u8>,
    /// Codes that count as neutral, ascending.
    pub neutral: Vec<u8>,
    /// Decimals of the figure.
    pub decimals: u8,
    /// Questions to factor.
    pub section_roll_up: RollUp,
    /// Factors to index.
    pub index_roll_up: RollUp,
    /// Units to province, the one shown first.
    pub unit_roll_up: UnitRollUp,
    /// Groups of the figure, best first; empty: it has none.
    pub groups: Vec<Group>,
    /// The scoring of a whole unit, for points methods: what a questionnaire alone never gives.
    pub unit_total: Option<UnitTotal>,
    /// What groups judge.
    pub classify_on: ClassifyOn,
    /// When a unit is ranked.
    pub enough: Enough,
    /// The decision it stands on, and what of it could be read.
    pub decision: String,
    /// First day it holds, where known.
    pub from: Option<Date>,
    /// Last day it holds, where known.
    pub until: Option<Date>,
    /// A word on its status, shown wherever the figure is.
    pub note: Option<Text>,
    /// SHA-256 of the canonical content; equal content, equal hash.
    pub hash: [u8; 32],
}

/// The formula. `c` is the count of a code, `A` the sum of counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Σ c of the satisfied codes / A.
    TopShare,
    /// Σ code·c / (greatest code · A).
    MeanScore,
    /// Σ (code − least)·c / ((greatest − least)·A).
    MeanFromZero,
    /// Σ code·c / A, in points.
    Points,
}

/// What a group judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassifyOn {
    /// The figure shown: nobody sees "80.00, group C".
    Rounded,
    /// The exact figure.
    Exact,
}

/// A group or class: figures of `from` and more that no better group takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What rows call it: `A`, `xuat-sac`.
    pub id: String,
    /// Least figure, included.
    pub from: BigRational,
    /// What people read.
    pub label: Text,
}

/// The sum of a unit's indices: its greatest value and its classes, best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitTotal {
    /// Points when every index has the most.
    pub most: BigRational,
    /// Classes, best first.
    pub groups: Vec<Group>,
}

/// What a method makes of counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Unreduced.
    pub numerator: u128,
    /// Unreduced.
    pub denominator: u128,
    /// The figure shown, a percent or points; `None` when nobody answered.
    pub figure: Option<Rounded>,
    /// The figure's group, where the method groups such figures.
    pub group: Option<String>,
}

impl Method {
    /// Whether the method can read answers on `scale`: the level codes must be the same.
    #[must_use]
    pub fn applies_to(&self, scale: &Scale) -> bool {
        scale.codes() == self.levels
    }

    /// Applies the formula to counts by level code. Codes the method does not know, it skips.
    #[must_use]
    pub fn evaluate(&self, counts: &BTreeMap<u8, u64>) -> Outcome {
        let (numerator, denominator) = self.fraction(counts);
        let exact = fraction(numerator, denominator);
        Outcome {
            numerator,
            denominator,
            figure: exact.as_ref().map(|exact| self.figure(exact)),
            group: exact
                .and_then(|exact| self.group(&exact))
                .map(|group| group.id.clone()),
        }
    }

    /// Numerator and denominator as the formula gives them, unreduced. 128 bits hold any ten
    /// 64-bit counts times any code.
    #[must_use]
    pub fn fraction(&self, counts: &BTreeMap<u8, u64>) -> (u128, u128) {
        let known = || counts.iter().filter(|(code, _)| self.levels.contains(code));
        let weighted = |weight: &dyn Fn(u8) -> u8| -> u128 {
            known()
                .map(|(code, count)| u128::from(weight(*code)) * u128::from(*count))
                .sum()
        };
        let answers = weighted(&|_| 1);
        let (least, greatest) = self.span();
        match self.kind {
            Kind::TopShare => (
                weighted(&|code| u8::from(self.satisfied.contains(&code))),
                answers,
            ),
            Kind::MeanScore => (weighted(&|code| code), u128::from(greatest) * answers),
            Kind::MeanFromZero => {
                let steps = greatest.saturating_sub(least);
                (
                    weighted(&|code| code.saturating_sub(least)),
                    u128::from(steps) * answers,
                )
            }
            Kind::Points => (weighted(&|code| code), answers),
        }
    }

    /// Whether the figure is points instead of a percent.
    #[must_use]
    pub fn is_points(&self) -> bool {
        self.kind == Kind::Points
    }

    /// Least and greatest level code.
    #[must_use]
    pub fn span(&self) -> (u8, u8) {
        let least = self.levels.first().copied().unwrap_or_default();
        (least, self.levels.last().copied().unwrap_or_default())
    }

    /// Rounds an exact fraction, once, to the figure shown: percent, or points as they are.
    #[must_use]
    pub fn figure(&self, exact: &BigRational) -> Rounded {
        Rounded::half_up(&self.in_unit(exact), self.decimals)
    }

    /// The group of an exact fraction; `None` for points, which a questionnaire gives only a
    /// part of.
    #[must_use]
    pub fn group(&self, exact: &BigRational) -> Option<&Group> {
        self.judge(&self.groups, &self.in_unit(exact))
    }

    /// Groups a published figure: a percent, or a unit's total for points methods. It is rounded
    /// to the method's decimals first.
    ///
    /// # Errors
    /// When the text is no decimal number with a point, or out of range.
    pub fn classify_figure(&self, text: &str) -> Result<(Rounded, Option<&Group>), InvalidFigure> {
        let exact =
            parse_decimal(text).ok_or_else(|| InvalidFigure::NotDecimal(text.to_owned()))?;
        let (most, groups) = match &self.unit_total {
            Some(total) => (total.most.clone(), &total.groups),
            None => (BigRational::from_integer(100.into()), &self.groups),
        };
        if exact < BigRational::zero() || exact > most {
            return Err(InvalidFigure::OutOfRange {
                text: text.to_owned(),
                most,
            });
        }
        Ok((
            Rounded::half_up(&exact, self.decimals),
            self.judge(groups, &exact),
        ))
    }

    fn in_unit(&self, exact: &BigRational) -> BigRational {
        if self.is_points() {
            exact.clone()
        } else {
            in_percent(exact)
        }
    }

    fn judge<'a>(&self, groups: &'a [Group], figure: &BigRational) -> Option<&'a Group> {
        let judged = match self.classify_on {
            ClassifyOn::Rounded => Rounded::half_up(figure, self.decimals).value(),
            ClassifyOn::Exact => figure.clone(),
        };
        groups.iter().find(|group| judged >= group.from)
    }
}

/// A figure that no group can judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidFigure {
    /// Not a decimal number with a point.
    NotDecimal(String),
    /// Below 0, or above what the method can give.
    OutOfRange {
        /// What was given.
        text: String,
        /// The most there is.
        most: BigRational,
    },
}

impl fmt::Display for InvalidFigure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotDecimal(text) => {
                write!(
                    f,
                    "figure must be a decimal number such as 82.66, got {text:?}"
                )
            }
            Self::OutOfRange { text, most } => {
                write!(f, "figure must be from 0 to {most}, got {text}")
            }
        }
    }
}

impl std::error::Error for InvalidFigure {}
