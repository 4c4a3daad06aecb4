//! Answers that remember which cells they come from, beside the table that is shown of them.

use super::super::*;
use super::people::People;
use super::set::Set;
use super::world::CHANNELS;
use crate::domain::tally::{CellTally, ClusterSums, QuestionTally};

/// Sheets of a cell, and how many of them answered either question.
pub(super) type Counts = [u64; 3];

/// What a reader wants to know of one to four people: their sheets, their answers to either
/// question, and the sums over people of the section that holds both questions.
pub(super) const SUBJECTS: [Subject; 4] = [
    Subject::Sheets,
    Subject::Answers(0),
    Subject::Answers(1),
    Subject::Section,
];

/// One of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Sheets,
    /// Of a question, by its position.
    Answers(usize),
    Section,
}

impl Subject {
    /// What must be nobody or enough in a group whose sum follows.
    pub(super) fn numbers(self, counts: Counts) -> Vec<u64> {
        match self {
            Self::Sheets => vec![counts[0]],
            Self::Answers(question) => vec![counts[question + 1]],
            Self::Section => counts.to_vec(),
        }
    }
}

/// The first question is what the headline is made of, the second is not.
pub(super) fn rule() -> Rule {
    Rule {
        least: LEAST,
        heads: vec![0],
        n_questions: 2,
    }
}

/// A table, and the cells whose sheets, answers and flagged sheets are in it.
#[derive(Clone, Debug)]
pub(super) struct Traced {
    pub(super) table: Table,
    sheets: Set,
    answers: [Set; 2],
    flagged: Set,
}

/// The people of one cell.
#[derive(Clone, Debug)]
pub(super) struct Person {
    own: Set,
    tally: CellTally,
}

impl Person {
    pub(super) fn new(at: usize, [sheets, first, second]: Counts) -> Self {
        let question = |answered| QuestionTally {
            counts: vec![answered],
            left_out: sheets - answered,
            not_asked: 0,
            outside: Vec::new(),
        };
        Self {
            own: Set::of(at),
            tally: CellTally {
                index: ClusterSums::default(),
                questions: vec![question(first), question(second)],
                sections: vec![ClusterSums::default()],
                sheets,
            },
        }
    }
}

impl Answers for Traced {
    type Cell = Person;

    fn nobody(rule: &Rule) -> Self {
        Self {
            table: Table::nobody(rule),
            sheets: Set::EMPTY,
            answers: [Set::EMPTY; 2],
            flagged: Set::EMPTY,
        }
    }

    fn add_cell(&mut self, person: &Person) -> Result<(), TallyError> {
        take(&mut self.sheets, person.own);
        take(&mut self.answers[0], person.own);
        take(&mut self.answers[1], person.own);
        self.table.add_cell(&person.tally)
    }

    fn add(&mut self, other: &Self) -> Result<(), TallyError> {
        take(&mut self.sheets, other.sheets);
        take(&mut self.answers[0], other.answers[0]);
        take(&mut self.answers[1], other.answers[1]);
        take(&mut self.flagged, other.flagged);
        self.table.add(&other.table)
    }

    fn sheets(&self) -> u64 {
        self.table.sheets()
    }

    fn answered(&self, question: usize) -> u64 {
        self.table.answered(question)
    }

    fn leave_out(&mut self, question: usize) {
        self.answers[question] = Set::EMPTY;
        self.table.leave_out(question);
    }

    fn only(&self, question: usize) -> Self {
        let mut only = Self::nobody(&rule());
        only.answers[question] = self.answers[question];
        only.table = self.table.only(question);
        only
    }

    /// Which cells are flagged is told by the cells themselves: see [`Known::add`].
    fn set_flagged(&mut self, flagged: u64) {
        self.flagged = self.sheets;
        self.table.set_flagged(flagged);
    }
}

fn take(mine: &mut Set, theirs: Set) {
    assert!((*mine & theirs).is_empty(), "no cell counts twice");
    *mine = *mine | theirs;
}

/// Everything released.
#[derive(Clone, Default)]
pub(super) struct Known {
    tables: Vec<Traced>,
    /// Figures without flagged sheets: of the headline alone.
    others: Vec<Traced>,
}

impl Known {
    pub(super) fn add(&mut self, answers: &Traced) {
        self.tables.push(answers.clone());
    }

    pub(super) fn add_others(&mut self, others: Option<Traced>) {
        self.others.extend(others);
    }

    pub(super) fn add_all(&mut self, other: Self) {
        self.tables.extend(other.tables);
        self.others.extend(other.others);
    }

    /// What is shown of one unit and period, by itself and by the channels of any round.
    pub(super) fn add_released(&mut self, released: &Released<Traced>) {
        self.add(&released.total);
        for months in &released.months {
            self.add(&months.answers);
        }
        for group in released.channels.iter().chain(&released.services) {
            self.add(&group.answers);
        }
        // One group alone is the total.
        let most = if released.channels.len() > 1 {
            1 << CHANNELS.len()
        } else {
            1
        };
        for chosen in 1..most {
            let channels = CHANNELS.iter().enumerate();
            let channels: Vec<Channel> = channels
                .filter(|(at, _)| chosen >> at & 1 == 1)
                .map(|(_, channel)| *channel)
                .collect();
            let mut headline = Traced::nobody(&rule());
            for answers in released.of_channels(&channels) {
                headline.add(answers).unwrap();
            }
            self.add(&headline);
        }
    }

    /// The sums of a subject. A question's row tells how many sheets it is about as well:
    /// answers, others and blanks add up to them.
    pub(super) fn sums(&self, subject: Subject, people: &People) -> Vec<(Set, u64)> {
        let shown = self.tables.iter();
        let all = || self.tables.iter().chain(&self.others);
        match subject {
            Subject::Sheets => {
                let own = all().map(|it| (it.sheets, it.sheets()));
                let base = |it: &Traced, at: usize| (it.answers[at], it.table.base(at));
                let bases = all().flat_map(|it| [base(it, 0), base(it, 1)]);
                let flagged = shown.map(|it| (it.flagged & people.flagged, it.table.flagged));
                own.chain(bases).chain(flagged).collect()
            }
            Subject::Answers(0) => all().map(|it| (it.answers[0], it.answered(0))).collect(),
            Subject::Answers(at) => shown.map(|it| (it.answers[at], it.answered(at))).collect(),
            Subject::Section => {
                let shown = shown.filter(|it| it.table.has_sums_of([0, 1].into_iter()));
                shown.map(|it| (it.sheets, it.sheets())).collect()
            }
        }
    }
}
