//! What a province makes public of a period: figures as they were, which later data never change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::results::{Limits, ResultRow};

/// A publication's figures. Equal figures, equal JSON: maps are ordered, and fields stand as here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// 1: what this shape is called.
    pub version: u8,
    /// Code of the province.
    pub province: String,
    /// Its name.
    pub name: String,
    /// Edition of the unit codes.
    pub edition: String,
    /// The period, as written.
    pub period: String,
    /// The form, as `id@version`.
    pub form: String,
    /// The method's id.
    pub method: String,
    /// The channels summed.
    pub channels: Vec<String>,
    /// The whole province, both ways; `None`: it would tell what a unit with too few answers has.
    pub whole: Option<Whole>,
    /// Every unit, by code.
    #[serde(default)]
    pub units: BTreeMap<String, UnitSnapshot>,
}

/// The whole province.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// All units' answers in one figure.
    pub pooled: Figure,
    /// The plain mean of the units with enough answers.
    pub mean: Option<String>,
    /// By factor.
    pub factors: Vec<FactorFigure>,
}

/// One unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitSnapshot {
    /// Its name with its kind.
    pub name: String,
    /// Its figures; `None`: too few answers, or none that it was asked for.
    pub result: Option<UnitResult>,
    /// Of a unit without figures the other form its own round asked with, as `id@version`; absent
    /// where there is none, and in whatever was published before this field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_form: Option<String>,
}

/// The figures of a unit with enough answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitResult {
    /// The headline.
    pub headline: Figure,
    /// By factor.
    pub factors: Vec<FactorFigure>,
}

/// A factor and its figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorFigure {
    /// The section's id in the form.
    pub section: String,
    /// The figure; `None`: too few people answered.
    pub figure: Option<Figure>,
}

/// A figure with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Percent as shown, such as `85.37`.
    pub percent: String,
    /// How questions were rolled up, as in result rows.
    pub roll_up: String,
    /// People whose sheets it counts.
    pub n: u64,
    /// Unreduced, for pooled figures.
    pub numerator: Option<u64>,
    /// Unreduced, for pooled figures.
    pub denominator: Option<u64>,
    /// Lower 95 % limit.
    pub low: Option<String>,
    /// Upper 95 % limit.
    pub high: Option<String>,
    /// Answers by level.
    pub counts: BTreeMap<String, u64>,
}

impl Figure {
    /// The figure of a row, if it shows one in percent.
    #[must_use]
    pub fn of(row: &ResultRow) -> Option<Self> {
        let percent = row.percent.clone()?;
        let roll_up = serde_json::to_value(row.roll_up).ok()?;
        Some(Self {
            percent,
            roll_up: roll_up.as_str()?.to_owned(),
            n: row.n,
            numerator: row.numerator,
            denominator: row.denominator,
            low: row.interval.as_ref().map(|limits| limits.low.clone()),
            high: row.interval.as_ref().map(|limits| limits.high.clone()),
            counts: row.counts.clone(),
        })
    }

    /// Its limits, where it has both.
    #[must_use]
    pub fn limits(&self) -> Option<Limits> {
        Some(Limits {
            low: self.low.clone()?,
            high: self.high.clone()?,
        })
    }
}

/// Whether the province's own figure may stand beside those of its published units: what is left
/// when these are taken away must belong to nobody, or to two units or more with five answers or
/// more. `hidden` are the answers of each unit that is not published.
#[must_use]
pub fn may_tell_whole(hidden: &[u64]) -> bool {
    let n_units = hidden.iter().filter(|n| **n > 0).count();
    let n_answers: u64 = hidden.iter().fold(0, |sum, n| sum.saturating_add(*n));
    n_units == 0 || (n_units >= 2 && n_answers >= 5)
}

/// People of a hundred, in words that never claim all or none where it is not so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfHundred {
    /// So many, rounded half up.
    About(u64),
    /// More than 99, but not all.
    NearlyAll,
    /// Somebody, but fewer than one.
    HardlyAny,
}

impl OfHundred {
    /// From the exact fraction; `whole` is what `part` of it is rounded to in whole percents.
    #[must_use]
    pub fn of((part, all): (u64, u64), whole: u64) -> Self {
        match whole {
            100 if part < all => Self::NearlyAll,
            0 if part > 0 => Self::HardlyAny,
            whole => Self::About(whole),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[], true, "every unit is published")]
    #[case(&[0, 0, 0], true, "those that are not have no answers")]
    #[case(&[29], false, "the rest is one unit's")]
    #[case(&[29, 0], false, "and still is")]
    #[case(&[3, 2], true, "two units, five answers")]
    #[case(&[2, 2], false, "two units, four answers")]
    fn the_whole_is_told_only_where_the_rest_tells_nothing(
        #[case] hidden: &[u64],
        #[case] expected: bool,
        #[case] why: &str,
    ) {
        assert_eq!(may_tell_whole(hidden), expected, "{why}");
    }

    #[rstest]
    #[case((467, 547), 85, OfHundred::About(85), "as rounded")]
    #[case((999, 1000), 100, OfHundred::NearlyAll, "one was not")]
    #[case((1000, 1000), 100, OfHundred::About(100), "all were")]
    #[case((1, 1000), 0, OfHundred::HardlyAny, "one was")]
    #[case((0, 1000), 0, OfHundred::About(0), "nobody was")]
    fn nearly_all_is_not_all(
        #[case] fraction: (u64, u64),
        #[case] whole: u64,
        #[case] expected: OfHundred,
        #[case] why: &str,
    ) {
        assert_eq!(OfHundred::of(fraction, whole), expected, "{why}");
    }
}
