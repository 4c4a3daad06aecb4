//! Breakdowns: one population by categories, each alone or folded in every block alike.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::disclosure::fold::{Weights, fold_categories};
use crate::domain::disclosure::{Answers, Group, Rule};
use crate::domain::tally::TallyError;

/// Answers of one block by category code.
pub(super) type Categories<A> = BTreeMap<String, A>;

/// What a breakdown says of the questions that the headline is not made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Others {
    /// Their counts too, folded by themselves.
    Kept,
    /// Nothing.
    LeftOut,
}

/// The categories of one population over blocks: those that stand alone in every block, and the
/// folded ones. A block that holds too few is left out.
pub(super) fn divide<A: Answers>(
    rule: &Rule,
    blocks: &[&Categories<A>],
    others: Others,
) -> Result<Vec<Group<A>>, TallyError> {
    let mut shown = Vec::new();
    for block in blocks {
        let mut whole = A::nobody(rule);
        for answers in block.values() {
            whole.add(answers)?;
        }
        if whole.sheets() > 0 && !rule.is_small(whole.sheets()) {
            shown.push(Folding::of(rule, block, &rule.small_questions(&whole)));
        }
    }
    let plan = Plan::of(&shown, others);
    let mut alone: BTreeMap<&str, A> = BTreeMap::new();
    let mut together = A::nobody(rule);
    for folding in &shown {
        for (name, answers) in folding.block {
            let mut answers = answers.clone();
            let unseen = rule.others().filter(|_| others == Others::LeftOut);
            for question in unseen.chain(folding.small.iter().copied()) {
                answers.leave_out(question);
            }
            if plan.folded.contains(name.as_str()) {
                together.add(&answers)?;
                continue;
            }
            if plan.also.contains(name.as_str()) {
                for question in &plan.questions {
                    if !folding.small.contains(question) {
                        together.add(&answers.only(*question))?;
                    }
                    answers.leave_out(*question);
                }
            }
            let group = alone.entry(name).or_insert_with(|| A::nobody(rule));
            group.add(&answers)?;
        }
    }
    let alone = alone.into_iter().map(|(name, answers)| Group {
        names: vec![name.to_owned()],
        also: Vec::new(),
        is_folded: false,
        answers,
    });
    Ok(alone.chain(plan.group(together)).collect())
}

/// What is folded over all blocks.
struct Plan<'a> {
    folded: BTreeSet<&'a str>,
    /// What is folded beyond that for `questions`.
    also: BTreeSet<&'a str>,
    questions: BTreeSet<usize>,
}

impl<'a> Plan<'a> {
    fn of<A>(shown: &[Folding<'a, A>], others: Others) -> Self {
        let folded = union(shown.iter().map(|it| &it.folded));
        let mut by_question: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        let kept = shown.iter().filter(|_| others == Others::Kept);
        for (question, names) in kept.flat_map(|it| &it.by_question) {
            by_question.entry(*question).or_default().extend(names);
        }
        // Folded alike wherever more is folded than the sheets are: one list of names says which.
        by_question.retain(|_, names| !names.is_subset(&folded));
        let also = union(by_question.values());
        Self {
            also: also.difference(&folded).copied().collect(),
            questions: by_question.into_keys().collect(),
            folded,
        }
    }

    fn group<A>(&self, answers: A) -> Option<Group<A>> {
        let owned = |names: &BTreeSet<&str>| names.iter().map(|name| (*name).to_owned()).collect();
        let is_any = !self.folded.is_empty() || !self.also.is_empty();
        is_any.then(|| Group {
            names: owned(&self.folded),
            also: owned(&self.also),
            is_folded: true,
            answers,
        })
    }
}

fn union<'a, 'b: 'a>(sets: impl Iterator<Item = &'a BTreeSet<&'b str>>) -> BTreeSet<&'b str> {
    sets.flatten().copied().collect()
}

/// What is folded in one block.
struct Folding<'a, A> {
    block: &'a Categories<A>,
    small: BTreeSet<usize>,
    folded: BTreeSet<&'a str>,
    by_question: BTreeMap<usize, BTreeSet<&'a str>>,
}

impl<'a, A: Answers> Folding<'a, A> {
    fn of(rule: &Rule, block: &'a Categories<A>, small: &BTreeSet<usize>) -> Self {
        let codes: Vec<&str> = block.keys().map(String::as_str).collect();
        let named = |places: &BTreeSet<usize>| {
            let found = places.iter().filter_map(|at| codes.get(*at).copied());
            found.collect::<BTreeSet<&str>>()
        };
        let heads: Vec<usize> = rule
            .heads
            .iter()
            .copied()
            .filter(|at| !small.contains(at))
            .collect();
        let weights = |answers: &A| -> Weights {
            let answered = heads.iter().map(|at| answers.answered(*at));
            std::iter::once(answers.sheets()).chain(answered).collect()
        };
        let items: Vec<Weights> = block.values().map(weights).collect();
        let folded = fold_categories(&items, &BTreeSet::new(), rule.least);
        let mut by_question = BTreeMap::new();
        for question in rule.others().filter(|at| !small.contains(at)) {
            let items: Vec<Weights> = block
                .values()
                .map(|answers| vec![answers.answered(question)])
                .collect();
            let places = fold_categories(&items, &folded, rule.least);
            by_question.insert(question, named(&places));
        }
        Self {
            block,
            small: small.clone(),
            folded: named(&folded),
            by_question,
        }
    }
}
