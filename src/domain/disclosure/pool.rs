//! What single units are too few to show, added up over the units of a province.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::disclosure::{Answers, Block, Rule};
use crate::domain::tally::TallyError;

/// What one unit holds in a block and does not show by itself.
#[derive(Clone, Debug)]
pub struct Remainder<A> {
    pub(super) block: Block,
    /// All its sheets, where they are too few.
    pub(super) hidden: Option<A>,
    /// What its sheets say of single questions that too few answered.
    pub(super) questions: Vec<(usize, A)>,
}

/// What several units hold together.
#[derive(Clone, Debug)]
pub struct Pool<A> {
    /// Their answers.
    pub answers: A,
    /// How many units have their sheets in it.
    pub n_units: usize,
    /// Whether some sheets were too few even together.
    pub lacks: bool,
}

/// Adds up, block by block, what units hold back, and keeps what is enough.
///
/// # Errors
/// When answers are of different forms, or a sum outgrows 64 bits.
pub fn pool<'a, A: Answers + 'a>(
    rule: &Rule,
    units: impl IntoIterator<Item = &'a [Remainder<A>]>,
) -> Result<Pool<A>, TallyError> {
    let mut blocks: BTreeMap<&Block, Vec<(usize, &Remainder<A>)>> = BTreeMap::new();
    for (unit, remainders) in units.into_iter().enumerate() {
        for remainder in remainders {
            blocks
                .entry(&remainder.block)
                .or_default()
                .push((unit, remainder));
        }
    }
    let mut pool = Pool {
        answers: A::nobody(rule),
        n_units: 0,
        lacks: false,
    };
    let mut members = BTreeSet::new();
    for remainders in blocks.values() {
        let mut hidden = A::nobody(rule);
        for answers in remainders.iter().filter_map(|(_, it)| it.hidden.as_ref()) {
            hidden.add(answers)?;
        }
        let hiding = remainders.iter().filter(|(_, it)| it.hidden.is_some());
        if rule.is_small(hidden.sheets()) {
            pool.lacks = true;
            hidden = A::nobody(rule);
        } else {
            members.extend(hiding.map(|(unit, _)| *unit));
        }
        for question in 0..rule.n_questions {
            let mut apart = A::nobody(rule);
            let parts = remainders.iter().flat_map(|(_, it)| &it.questions);
            for (_, answers) in parts.filter(|(at, _)| *at == question) {
                apart.add(answers)?;
            }
            let together = apart.answered(question) + hidden.answered(question);
            if rule.is_small(together) {
                hidden.leave_out(question);
            } else {
                pool.answers.add(&apart)?;
            }
        }
        pool.answers.add(&hidden)?;
    }
    pool.n_units = members.len();
    Ok(pool)
}
