//! Whether the counts of one cell can come from sheets of the form at all.

use crate::domain::form::{Kind, Question, Section};
use crate::domain::tally::{ClusterSums, QuestionTally};
use crate::exchange::bundle::Fault;

/// The answers to one question of `sheets` sheets.
pub(super) fn question(
    question: &Question,
    tally: &QuestionTally,
    sheets: u64,
) -> Result<(), Fault> {
    let without: u64 = tally.outside.iter().sum::<u64>() + tally.left_out + tally.not_asked;
    let chosen: u64 = tally.counts.iter().sum();
    match &question.kind {
        Kind::Rating(_) | Kind::Choice(_) | Kind::Text => all_hold(&[(
            chosen + without == sheets,
            "answers of the question = sheets",
        )]),
        Kind::Multi { most, .. } => {
            let Some(people) = sheets.checked_sub(without) else {
                return Err(Fault::Sums("answers of the question <= sheets"));
            };
            let most = u128::try_from(*most).unwrap_or(u128::MAX);
            all_hold(&[
                (
                    tally.counts.iter().all(|count| *count <= people),
                    "option <= people",
                ),
                (people <= chosen, "people <= options"),
                (
                    u128::from(chosen) <= most * u128::from(people),
                    "options <= most * people",
                ),
            ])
        }
    }
}

/// What a section's questions say of its sums, to be compared and added up.
#[derive(Clone, Copy, Default)]
pub(super) struct Items {
    /// Questions that measure satisfaction.
    questions: u128,
    a: u128,
    y: u128,
    p: u128,
}

/// Adds up a section's questions; `tally_of` gives the counts of a counted question.
pub(super) fn items<'a>(
    section: &Section,
    tally_of: impl Fn(&Question) -> Option<&'a QuestionTally>,
) -> Items {
    let mut items = Items::default();
    for question in section
        .questions
        .iter()
        .filter(|question| question.is_counted())
    {
        let (Some(scale), Some(tally)) = (question.satisfaction_scale(), tally_of(question)) else {
            continue;
        };
        items.questions += 1;
        for (code, count) in scale.codes().into_iter().zip(&tally.counts) {
            let count = u128::from(*count);
            items.a += count;
            items.p += count * u128::from(code);
            if scale.satisfied.contains(&code) {
                items.y += count;
            }
        }
    }
    items
}

/// The sums over people of one section, or of the index over all sections.
pub(super) fn sums(sums: &ClusterSums, items: Items, sheets: u64) -> Result<(), Fault> {
    let [n, a, y, p] = [sums.n, sums.a, sums.y, sums.p].map(u128::from);
    let [aa, yy, ya, pp, pa] = [sums.aa, sums.yy, sums.ya, sums.pp, sums.pa].map(u128::from);
    let most = items.questions;
    // Each person answers 1 to `most` items, y of them satisfied, with 0 to 9 points each.
    all_hold(&[
        (a == items.a, "a = items answered"),
        (y == items.y, "y = items satisfied"),
        (p == items.p, "p = points of the items"),
        (
            n <= u128::from(sheets) && n <= a && a <= most * n,
            "n <= sheets, n <= a <= items * n",
        ),
        (
            a <= aa && aa <= most * a && a * a <= n * aa,
            "a <= aa <= items * a, a * a <= n * aa",
        ),
        (
            y <= yy && yy <= ya && ya <= aa && ya <= most * y,
            "y <= yy <= ya <= aa, items * y",
        ),
        (
            p <= pa && pa <= most * p && pa <= 9 * aa,
            "p <= pa <= items * p, 9 * aa",
        ),
        (
            p <= pp && pp <= 9 * pa && pa * pa <= pp * aa,
            "p <= pp <= 9 * pa, pa * pa <= pp * aa",
        ),
    ])
}

/// The items of all factor sections.
pub(super) fn index_items(sections: &[Items]) -> Items {
    sections
        .iter()
        .fold(Items::default(), |all, section| Items {
            questions: all.questions + section.questions,
            a: all.a + section.a,
            y: all.y + section.y,
            p: all.p + section.p,
        })
}

/// The index counts whoever answered in any section: no fewer than in one, no more than in all.
pub(super) fn index_people(index: &ClusterSums, sections: &[ClusterSums]) -> Result<(), Fault> {
    let most: u64 = sections.iter().map(|section| section.n).sum();
    let least = sections.iter().map(|section| section.n).max().unwrap_or(0);
    all_hold(&[(
        (least..=most).contains(&index.n),
        "max n of sections <= n <= sum",
    )])
}

/// The first rule that does not hold, as a fault.
fn all_hold(rules: &[(bool, &'static str)]) -> Result<(), Fault> {
    match rules.iter().find(|(is_so, _)| !is_so) {
        Some((_, rule)) => Err(Fault::Sums(rule)),
        None => Ok(()),
    }
}
