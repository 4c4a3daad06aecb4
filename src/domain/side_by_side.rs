//! Two results side by side: whether they may be compared at all, and the way back to the counts.

use std::collections::BTreeMap;

use crate::domain::comparison::{Difference, Estimate};
use crate::domain::method::{Kind, Method};
use crate::domain::results::ResultRow;
use crate::domain::unit::Edition;

/// Why two results must not be joined by a line or subtracted from one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    /// Borders and competence changed between them on 1/7/2025.
    Reform,
    /// They come of different forms, or of different versions of one.
    Form,
    /// Different formulas.
    Method,
    /// Questions or units were rolled up in different ways.
    RollUp,
    /// Different channels were summed.
    Channels,
}

/// Everything that keeps two results apart, in a fixed order; empty: they may be compared.
#[must_use]
pub fn breaks(before: &ResultRow, after: &ResultRow) -> Vec<Break> {
    let edition = |row: &ResultRow| Edition::parse(&row.edition);
    let is_reformed = edition(before)
        .zip(edition(after))
        .is_none_or(|(old, new)| !old.same_code_space(new));
    let differs = [
        (Break::Reform, is_reformed),
        (Break::Form, before.form != after.form),
        (Break::Method, before.method != after.method),
        (
            Break::RollUp,
            (before.roll_up, before.units) != (after.roll_up, after.units),
        ),
        (Break::Channels, before.channels != after.channels),
    ];
    let found = differs.into_iter().filter(|(_, differs)| *differs);
    found.map(|(why, _)| why).collect()
}

/// How far `to` is from `from`; `None` where one has no percent or they may not be compared.
#[must_use]
pub fn difference(from: &ResultRow, to: &ResultRow) -> Option<Difference> {
    let may_be = breaks(from, to).is_empty();
    let (from, to) = (Estimate::of(from)?, Estimate::of(to)?);
    may_be.then(|| to.minus(&from))
}

/// A fraction written out: which counts go in, how often each, and what they are divided by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// What the numerator sums, greatest code first.
    pub terms: Vec<Term>,
    /// How often an answer counts in the denominator.
    pub scale: u8,
    /// Answers on the scale: A.
    pub answers: u64,
}

/// One summand of a numerator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// How often it counts.
    pub weight: u8,
    /// Level code.
    pub code: u8,
    /// Answers with that code.
    pub count: u64,
}

impl Trace {
    /// How a method's formula reads these counts by level code.
    #[must_use]
    pub fn of(method: &Method, counts: &BTreeMap<String, u64>) -> Self {
        let (least, greatest) = method.span();
        let count = |code: u8| counts.get(&code.to_string()).copied().unwrap_or(0);
        let weight = |code: u8| match method.kind {
            Kind::TopShare => u8::from(method.satisfied.contains(&code)),
            Kind::MeanScore | Kind::Points => code,
            Kind::MeanFromZero => code.saturating_sub(least),
        };
        let terms = method.levels.iter().rev().map(|code| Term {
            weight: weight(*code),
            code: *code,
            count: count(*code),
        });
        Self {
            terms: terms.filter(|term| term.weight > 0).collect(),
            scale: match method.kind {
                Kind::TopShare | Kind::Points => 1,
                Kind::MeanScore => greatest,
                Kind::MeanFromZero => greatest.saturating_sub(least),
            },
            answers: method.levels.iter().map(|code| count(*code)).sum(),
        }
    }
}

#[cfg(test)]
mod tests;
