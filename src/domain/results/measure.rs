//! One figure from one tally: which questions it takes in, and how they become a fraction.

mod rating;

use std::collections::BTreeMap;

use num_rational::BigRational;

use self::rating::{Rating, by_level, rated, shares};
use crate::domain::disclosure::Table;
use crate::domain::form::{Choice, Form, Kind, Question};
use crate::domain::method::{Kind as MethodKind, Method};
use crate::domain::percent::{fraction, mean};
use crate::domain::roll_up::RollUp;
use crate::domain::tally::{ClusterSums, QuestionTally};

/// What a figure is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// What the form names as its headline.
    Headline,
    /// A factor section, by position among [`Form::factors`].
    Section(usize),
    /// All factor sections.
    Index,
    /// A question, by position among [`Form::counted`].
    Question(usize),
}

/// Everything a row says that comes from the tally.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    pub(super) roll_up: RollUp,
    /// Answers by level or option code.
    pub(super) counts: BTreeMap<String, u64>,
    /// Answers by code outside the scale.
    pub(super) outside: BTreeMap<String, u64>,
    pub(super) left_out: u64,
    pub(super) not_asked: u64,
    /// Answers of a question; sheets for every other subject.
    pub(super) n: u64,
    /// Answers of the rated question that has the most.
    pub(super) most_answered: u64,
    /// What is judged to be enough: `n`, but of a form whose sections were put to some people
    /// each, the people of the one put to the fewest.
    pub(super) base: u64,
    /// Unreduced, where the roll-up is one fraction.
    pub(super) pooled: Option<(u128, u128)>,
    /// The figure before rounding: 0 to 1, or points.
    pub(super) exact: Option<BigRational>,
    /// Sums over people, where the roll-up has an interval.
    pub(super) sums: Option<ClusterSums>,
    /// Exact shares of satisfied, neutral and dissatisfied answers.
    pub(super) shares: Option<[BigRational; 3]>,
    /// Whether every sheet's answers are in it.
    pub(super) is_whole: bool,
}

/// Measures `subject` on the answers of `table`, which has the shape of `form`.
pub(super) fn measure(form: &Form, method: &Method, subject: Subject, table: &Table) -> Measured {
    let items = Items {
        form,
        method,
        table,
    };
    match subject {
        Subject::Headline => items.headline(),
        Subject::Section(at) => items.section(at),
        Subject::Index => items.index(method.index_roll_up),
        Subject::Question(at) => items.question(RollUp::PooledAnswers, at),
    }
}

struct Items<'a> {
    form: &'a Form,
    method: &'a Method,
    table: &'a Table,
}

/// A counted question with its tally and the position of its factor.
struct Item<'a> {
    question: &'a Question,
    tally: &'a QuestionTally,
    factor: Option<usize>,
    /// Position among the counted questions.
    at: usize,
}

impl<'a> Items<'a> {
    fn all(&self) -> Vec<Item<'a>> {
        let mut tallies = self.table.tally.questions.iter();
        let mut items = Vec::new();
        let mut n_factors = 0;
        for section in &self.form.sections {
            let factor = section.factor.map(|_| n_factors);
            n_factors += usize::from(factor.is_some());
            let counted = section
                .questions
                .iter()
                .filter(|question| question.is_counted());
            // Questions first: `zip` would otherwise eat the next section's first tally.
            for (question, tally) in counted.zip(tallies.by_ref()) {
                items.push(Item {
                    question,
                    tally,
                    factor,
                    at: items.len(),
                });
            }
        }
        items
    }

    /// Whether sections of the form were put to some people each, as a rotating block is: its
    /// questions then count alike, and not by how many people were asked each. A form that is
    /// judged by its overall question is none.
    fn is_rotated(&self) -> bool {
        self.form.headline != RollUp::OverallQuestion && self.table.tally.parts(self.form) > 0
    }

    fn section(&self, at: usize) -> Measured {
        let is_own = |factor: Option<usize>| factor == Some(at);
        let sums = self.table.tally.sections.get(at).copied();
        if !self.is_rotated() {
            return self.of_ratings(self.method.section_roll_up, sums, is_own);
        }
        let measured = self.of_ratings(RollUp::MeanOfQuestions, sums, is_own);
        Measured {
            n: measured.most_answered,
            base: measured.most_answered,
            ..measured
        }
    }

    fn headline(&self) -> Measured {
        match self.form.headline {
            RollUp::OverallQuestion => self.overall(),
            RollUp::PooledAnswers | RollUp::MeanOfQuestions | RollUp::MeanOfFactors => {
                self.index(self.form.headline)
            }
        }
    }

    fn index(&self, roll_up: RollUp) -> Measured {
        if self.is_rotated() {
            let sums = Some(self.table.tally.index);
            let all = |factor: Option<usize>| factor.is_some();
            let sections = 0..self.form.factors().count();
            let people = sections.map(|at| self.section(at).most_answered);
            return Measured {
                base: people.min().unwrap_or(0),
                ..self.of_ratings(RollUp::MeanOfQuestions, sums, all)
            };
        }
        match roll_up {
            RollUp::OverallQuestion => self.overall(),
            RollUp::PooledAnswers | RollUp::MeanOfQuestions | RollUp::MeanOfFactors => self
                .of_ratings(roll_up, Some(self.table.tally.index), |factor| {
                    factor.is_some()
                }),
        }
    }

    /// The overall question over the sheets; without one, nothing to measure.
    fn overall(&self) -> Measured {
        let measured = match self.form.overall_position() {
            Some(at) => self.question(RollUp::OverallQuestion, at),
            None => self.of_ratings(RollUp::OverallQuestion, None, |_| false),
        };
        Measured {
            n: self.table.tally.sheets,
            base: self.table.tally.sheets,
            ..measured
        }
    }

    fn question(&self, roll_up: RollUp, at: usize) -> Measured {
        let items = self.all();
        let Some(item) = items.get(at) else {
            return self.of_ratings(roll_up, None, |_| false);
        };
        let ratings: Vec<Rating<'_>> = rating(item).into_iter().collect();
        let sums = ratings
            .first()
            .map(|rating| ClusterSums::of_question(rating.scale, rating.tally));
        let measured = self.figure(roll_up, &ratings, sums);
        let n = answers(item, self.table.base(at));
        Measured {
            counts: labelled(item),
            n,
            base: n,
            is_whole: self.table.is_whole(at),
            ..with_asides(measured, std::slice::from_ref(item))
        }
    }

    /// The satisfaction ratings whose factor `belongs`.
    fn of_ratings(
        &self,
        roll_up: RollUp,
        sums: Option<ClusterSums>,
        belongs: impl Fn(Option<usize>) -> bool,
    ) -> Measured {
        let mut items = self.all();
        items.retain(|item| belongs(item.factor) && rating(item).is_some());
        let ratings: Vec<Rating<'_>> = items.iter().filter_map(rating).collect();
        let has_sums = self.table.has_sums_of(items.iter().map(|item| item.at));
        let measured = self.figure(roll_up, &ratings, sums.filter(|_| has_sums));
        let by_level = by_level(&ratings);
        let counts = by_level
            .into_iter()
            .map(|(code, count)| (code.to_string(), count))
            .collect();
        Measured {
            counts,
            n: self.table.tally.sheets,
            base: self.table.tally.sheets,
            is_whole: items.iter().all(|item| self.table.is_whole(item.at)),
            ..with_asides(measured, &items)
        }
    }

    /// The figure, its interval and its shares; nothing where the method has other levels.
    fn figure(
        &self,
        roll_up: RollUp,
        ratings: &[Rating<'_>],
        sums: Option<ClusterSums>,
    ) -> Measured {
        let fits = !ratings.is_empty()
            && ratings
                .iter()
                .all(|rating| self.method.applies_to(rating.scale));
        // The sums count as satisfied what the form's scale does.
        let same_satisfied = self.method.kind != MethodKind::TopShare
            || ratings
                .iter()
                .all(|rating| same_codes(&rating.scale.satisfied, self.method));
        let one_fraction = match roll_up {
            RollUp::PooledAnswers | RollUp::OverallQuestion => fits,
            RollUp::MeanOfQuestions | RollUp::MeanOfFactors => false,
        };
        Measured {
            roll_up,
            counts: BTreeMap::new(),
            outside: BTreeMap::new(),
            left_out: 0,
            not_asked: 0,
            n: 0,
            base: 0,
            most_answered: ratings.iter().map(rated).max().unwrap_or(0),
            pooled: one_fraction.then(|| self.method.fraction(&by_level(ratings))),
            exact: if fits {
                self.exact(roll_up, ratings)
            } else {
                None
            },
            sums: sums.filter(|_| one_fraction && same_satisfied),
            shares: shares(ratings),
            is_whole: true,
        }
    }

    fn exact(&self, roll_up: RollUp, ratings: &[Rating<'_>]) -> Option<BigRational> {
        let one = |ratings: &[&Rating<'_>]| {
            let (numerator, denominator) = self.method.fraction(&by_level(ratings));
            fraction(numerator, denominator)
        };
        let ratings: Vec<&Rating<'_>> = ratings.iter().collect();
        match roll_up {
            RollUp::PooledAnswers | RollUp::OverallQuestion => one(&ratings),
            RollUp::MeanOfQuestions => {
                let each = ratings
                    .iter()
                    .filter_map(|rating| one(std::slice::from_ref(rating)));
                mean(&each.collect::<Vec<_>>())
            }
            RollUp::MeanOfFactors => {
                let mut by_factor: BTreeMap<Option<usize>, Vec<Rating<'_>>> = BTreeMap::new();
                for rating in ratings {
                    by_factor.entry(rating.factor).or_default().push(*rating);
                }
                // A method cannot take the mean of factors inside a factor, so this ends.
                let inside = match self.method.section_roll_up {
                    RollUp::MeanOfQuestions => RollUp::MeanOfQuestions,
                    RollUp::PooledAnswers | RollUp::MeanOfFactors | RollUp::OverallQuestion => {
                        RollUp::PooledAnswers
                    }
                };
                let each = by_factor
                    .values()
                    .filter_map(|factor| self.exact(inside, factor));
                mean(&each.collect::<Vec<_>>())
            }
        }
    }
}

fn rating<'a>(item: &Item<'a>) -> Option<Rating<'a>> {
    let scale = item.question.satisfaction_scale()?;
    Some(Rating {
        scale,
        tally: item.tally,
        factor: item.factor,
    })
}

fn same_codes(satisfied: &[u8], method: &Method) -> bool {
    let mut codes = satisfied.to_vec();
    codes.sort_unstable();
    codes == method.satisfied
}

/// Adds what these questions got beside answers on their scales.
fn with_asides(mut measured: Measured, items: &[Item<'_>]) -> Measured {
    for Item {
        question, tally, ..
    } in items
    {
        for (Choice { value, .. }, count) in question.outside.iter().zip(&tally.outside) {
            let sum = measured.outside.entry(value.to_string()).or_default();
            *sum = sum.saturating_add(*count);
        }
        measured.left_out = measured.left_out.saturating_add(tally.left_out);
        measured.not_asked = measured.not_asked.saturating_add(tally.not_asked);
    }
    measured
}

/// A question's answers by level code or option value.
fn labelled(item: &Item<'_>) -> BTreeMap<String, u64> {
    let labels: Vec<String> = match &item.question.kind {
        Kind::Rating(scale) => scale.codes().iter().map(u8::to_string).collect(),
        Kind::Choice(options) | Kind::Multi { options, .. } => options
            .iter()
            .map(|option| option.value.to_string())
            .collect(),
        Kind::Text => Vec::new(),
    };
    labels
        .into_iter()
        .zip(item.tally.counts.iter().copied())
        .collect()
}

/// People who answered a question: of several options each may have given more than one.
fn answers(item: &Item<'_>, sheets: u64) -> u64 {
    let sum = |counts: &[u64]| counts.iter().copied().fold(0, u64::saturating_add);
    match item.question.kind {
        Kind::Rating(_) | Kind::Choice(_) | Kind::Text => sum(&item.tally.counts),
        Kind::Multi { .. } => sheets
            .saturating_sub(sum(&item.tally.outside))
            .saturating_sub(item.tally.left_out)
            .saturating_sub(item.tally.not_asked),
    }
}
