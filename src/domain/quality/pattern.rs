//! What the sheets of a month look like beside each other: one level throughout, and copies.

use std::collections::BTreeMap;

use super::tail::{Observed, Rarity, rarity};
use crate::domain::form::Form;
use crate::domain::mark::Mark;

/// Fewer levels than that on a sheet say nothing about how it came about.
const FEWEST_LEVELS: usize = 4;

/// Equal sheets of one form and how many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetGroup {
    /// The marks, in the order of [`Form::counted`].
    pub marks: Vec<Mark>,
    /// How many sheets have exactly these.
    pub n: u64,
}

/// Sheets with one level for every rating, among those with enough ratings to tell.
#[must_use]
pub(super) fn one_level(groups: &[SheetGroup]) -> (u64, u64) {
    let told = groups
        .iter()
        .filter(|group| levels(group).len() >= FEWEST_LEVELS);
    told.fold((0, 0), |(same, all), group| {
        let one = if is_one_level(group) { group.n } else { 0 };
        (same + one, all + group.n)
    })
}

/// The most suspicious copies of one sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Copies {
    pub(super) rarity: Rarity,
    /// Equal sheets.
    pub(super) n: u64,
    /// Sheets that differ from them in one rating.
    pub(super) n_near: u64,
}

/// Looks for sheets that are equal far more often than sheets next to them occur.
///
/// Among honest people an answer that some give is one rating away from what others give, so that
/// a pattern of several levels is no more frequent than all its neighbours together: of both, it
/// is at most one half. Sheets with one level throughout are left out: they are common everywhere,
/// and no sign by themselves.
#[must_use]
pub(super) fn copies(form: &Form, groups: &[SheetGroup], n_detectors: u64) -> Option<Copies> {
    let ratings: Vec<usize> = form
        .counted()
        .enumerate()
        .filter(|(_, question)| question.satisfaction_scale().is_some())
        .map(|(at, _)| at)
        .collect();
    let mut by_marks: BTreeMap<&[Mark], u64> = BTreeMap::new();
    for group in groups {
        *by_marks.entry(&group.marks).or_default() += group.n;
    }
    // With one rating blotted out, neighbours are equal.
    let mut blotted: BTreeMap<(usize, Vec<Mark>), u64> = BTreeMap::new();
    for (marks, n) in &by_marks {
        for at in &ratings {
            *blotted.entry((*at, without(marks, *at))).or_default() += n;
        }
    }
    let mixed: Vec<(&[Mark], u64)> = by_marks
        .iter()
        .map(|(marks, n)| (*marks, *n))
        .filter(|(marks, _)| is_mixed(marks))
        .collect();
    let n_looks = u64::try_from(mixed.len())
        .unwrap_or(u64::MAX)
        .saturating_mul(n_detectors);
    let found = mixed.into_iter().map(|(marks, n)| {
        let with_itself: u64 = ratings
            .iter()
            .filter_map(|at| blotted.get(&(*at, without(marks, *at))))
            .map(|all| all.saturating_sub(n))
            .sum();
        Copies {
            rarity: rarity(&Observed {
                seen: n,
                among: n + with_itself,
                chance: (1, 2),
                n_looks,
            }),
            n,
            n_near: with_itself,
        }
    });
    found.max()
}

fn without(marks: &[Mark], at: usize) -> Vec<Mark> {
    let mut blotted = marks.to_vec();
    if let Some(mark) = blotted.get_mut(at) {
        *mark = Mark::NotAsked;
    }
    blotted
}

fn levels(group: &SheetGroup) -> Vec<u8> {
    levels_of(&group.marks)
}

fn levels_of(marks: &[Mark]) -> Vec<u8> {
    let level = |mark: &Mark| match mark {
        Mark::Level(code) => Some(*code),
        Mark::Option(_) | Mark::Options(_) | Mark::Outside(_) | Mark::LeftOut | Mark::NotAsked => {
            None
        }
    };
    marks.iter().filter_map(level).collect()
}

fn is_one_level(group: &SheetGroup) -> bool {
    let levels = levels(group);
    levels.iter().min() == levels.iter().max()
}

fn is_mixed(marks: &[Mark]) -> bool {
    let levels = levels_of(marks);
    levels.len() >= FEWEST_LEVELS && levels.iter().min() != levels.iter().max()
}
