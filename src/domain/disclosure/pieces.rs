//! Pieces in time: the smallest runs of spans whose figures are shown.

use std::collections::BTreeSet;

use crate::domain::disclosure::fold::{Weights, fold_times};
use crate::domain::disclosure::{Answers, Rule};
use crate::domain::period::Span;
use crate::domain::tally::TallyError;

/// Answers that are shown together or not at all.
#[derive(Clone, Debug)]
pub(super) struct Piece<A> {
    pub(super) spans: Vec<Span>,
    pub(super) answers: A,
}

impl<A> Piece<A> {
    pub(super) fn is_in(&self, wanted: impl Fn(Span) -> bool) -> bool {
        self.spans.iter().all(|span| wanted(*span))
    }
}

/// The pieces of a block whose closed spans together hold enough. A question that few answered
/// has longer pieces of its own.
pub(super) fn pieces<A: Answers>(
    rule: &Rule,
    closed: &[(Span, A)],
    small: &BTreeSet<usize>,
) -> Result<Vec<Piece<A>>, TallyError> {
    let singles: Vec<Piece<A>> = closed
        .iter()
        .map(|(span, answers)| Piece {
            spans: vec![*span],
            answers: answers.clone(),
        })
        .collect();
    let heads = || rule.heads.iter().filter(|at| !small.contains(at));
    let weights = |answers: &A| {
        let answered = heads().map(|at| answers.answered(*at));
        std::iter::once(answers.sheets()).chain(answered).collect()
    };
    let mut atoms = Vec::new();
    for group in folded(rule, &singles, weights) {
        atoms.push(joined(rule, &singles, &group)?);
    }
    let mut pieces = atoms.clone();
    for question in rule.others().filter(|at| !small.contains(at)) {
        for group in folded(rule, &atoms, |answers: &A| vec![answers.answered(question)]) {
            if group.len() > 1 {
                for at in &group {
                    if let Some(atom) = pieces.get_mut(*at) {
                        atom.answers.leave_out(question);
                    }
                }
                let together = joined(rule, &atoms, &group)?;
                pieces.push(Piece {
                    answers: together.answers.only(question),
                    ..together
                });
            }
        }
    }
    for piece in &mut pieces {
        for question in small {
            piece.answers.leave_out(*question);
        }
    }
    Ok(pieces)
}

fn folded<A>(rule: &Rule, pieces: &[Piece<A>], weights: impl Fn(&A) -> Weights) -> Vec<Vec<usize>> {
    let items: Vec<(i8, Weights)> = pieces
        .iter()
        .map(|piece| {
            let month = piece.spans.first().map_or(0, |span| span.from().month());
            (month, weights(&piece.answers))
        })
        .collect();
    fold_times(&items, rule.least)
}

fn joined<A: Answers>(
    rule: &Rule,
    pieces: &[Piece<A>],
    group: &[usize],
) -> Result<Piece<A>, TallyError> {
    let mut spans = Vec::new();
    let mut answers = A::nobody(rule);
    for piece in group.iter().filter_map(|at| pieces.get(*at)) {
        spans.extend(&piece.spans);
        answers.add(&piece.answers)?;
    }
    Ok(Piece { spans, answers })
}
