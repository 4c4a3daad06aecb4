//! The columns of levels: every level of satisfaction by itself, all dissatisfied ones together.

use std::collections::BTreeMap;

use super::table::Cell;
use super::words::say;
use crate::domain::form::{Form, Question, Scale, Section};
use crate::domain::percent::{DecimalMark, Rounded};
use crate::domain::results::ResultRow;

/// The columns that a form's scale of satisfaction gives, best first.
pub(super) struct Columns {
    columns: Vec<(String, Vec<u8>)>,
    /// Every level by itself, best first.
    levels: Vec<(u8, String)>,
}

impl Columns {
    /// The columns of the overall question, else of the first question of satisfaction.
    pub(super) fn of(form: &Form) -> Option<Self> {
        let overall = form.overall.as_ref();
        let overall = overall.and_then(|id| form.question(id.as_str()));
        let mut asked = overall.into_iter().chain(form.questions());
        asked.find_map(Question::satisfaction_scale).map(Self::from)
    }

    /// The heads.
    pub(super) fn heads(&self) -> Vec<Cell> {
        let named = self.columns.iter().map(|(label, _)| label.as_str());
        named.map(|label| Cell::figure(label).bold()).collect()
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.columns.len()
    }

    /// Whether the lowest column sums two levels, and the figure two as well.
    pub(super) fn sums_two(&self) -> bool {
        self.columns
            .last()
            .is_some_and(|(_, codes)| codes.len() == 2)
            && self.count() == 4
    }

    /// The shares of a row's answers, in percent.
    pub(super) fn shares(&self, row: &ResultRow) -> Vec<Cell> {
        let counted =
            |code: &u8| u128::from(row.counts.get(&code.to_string()).copied().unwrap_or(0));
        let all: u128 = self
            .columns
            .iter()
            .flat_map(|(_, codes)| codes)
            .map(counted)
            .sum();
        let share = |codes: &[u8]| {
            let some: u128 = codes.iter().map(counted).sum();
            let shown = Rounded::percent_of(some, all, 2);
            shown.map_or_else(String::new, |shown| shown.to_text(DecimalMark::Comma))
        };
        let cells = self
            .columns
            .iter()
            .map(|(_, codes)| Cell::figure(share(codes)));
        cells.collect()
    }

    /// Every level by itself, best first: code and name.
    pub(super) fn levels(&self) -> &[(u8, String)] {
        &self.levels
    }

    /// Whether a question is asked on these levels.
    pub(super) fn fits(&self, scale: &Scale) -> bool {
        let mut own: Vec<u8> = self.levels.iter().map(|(code, _)| *code).collect();
        own.sort_unstable();
        own == scale.codes()
    }
}

impl From<&Scale> for Columns {
    fn from(scale: &Scale) -> Self {
        let label = |code: u8| {
            let level = scale.levels.iter().find(|level| level.code == code);
            level.map_or_else(String::new, |level| level.label.get("vi").to_owned())
        };
        let falling = |codes: &[u8]| {
            let mut codes = codes.to_vec();
            codes.sort_unstable_by(|a, b| b.cmp(a));
            codes
        };
        let alone = falling(&scale.satisfied)
            .into_iter()
            .chain(falling(&scale.neutral));
        let mut columns: Vec<(String, Vec<u8>)> =
            alone.map(|code| (label(code), vec![code])).collect();
        let named: Vec<u8> = columns
            .iter()
            .flat_map(|(_, codes)| codes.clone())
            .collect();
        let mut rest = falling(&scale.codes());
        rest.retain(|code| !named.contains(code));
        let levels = named.iter().chain(&rest);
        let levels = levels.map(|code| (*code, label(*code))).collect();
        match rest.as_slice() {
            [] => {}
            [only] => columns.push((label(*only), rest)),
            [_, ..] => columns.push((say("factors.unhappy").to_owned(), rest)),
        }
        Self { columns, levels }
    }
}

/// The answers on the scale in a row.
pub(super) fn answers(row: &ResultRow) -> u64 {
    row.counts.values().copied().fold(0, u64::saturating_add)
}

/// The questions of satisfaction in a section.
pub(super) fn rated(section: &Section) -> impl Iterator<Item = &Question> {
    let questions = section.questions.iter();
    questions.filter(|question| question.satisfaction_scale().is_some())
}

/// Whether every factor is one question, so that its answers are people.
pub(super) fn is_one_question_a_factor(form: &Form) -> bool {
    form.factors().all(|section| rated(section).count() == 1)
}

/// What a criterion is called: the factor where it is its only question, else the question.
pub(super) fn criteria(form: &Form) -> BTreeMap<String, String> {
    let mut named = BTreeMap::new();
    for section in form.factors() {
        let is_only = rated(section).count() == 1;
        for question in rated(section) {
            let name = if is_only {
                section.title.get("vi").to_owned()
            } else {
                format!("“{}”", question.text.get("vi"))
            };
            named.insert(question.id.to_string(), name);
        }
    }
    named
}

/// The factor's number as the decree writes it.
pub(super) fn roman(factor: Option<u8>) -> &'static str {
    const NUMBERS: [&str; 10] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
    let place = factor.and_then(|factor| usize::from(factor).checked_sub(1));
    place
        .and_then(|place| NUMBERS.get(place))
        .copied()
        .unwrap_or("")
}
