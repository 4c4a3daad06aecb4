//! A form's tally as text, for the database and bundles: JSON, sorted keys, no spare space.
//!
//! `{"cells":[{"channel","flagged","index":{…},"questions":[{…}],"sections":[{…}],"service",
//! "sheets"}]}`; cells ascend by channel, service (none first) and flag. Equal tallies give equal
//! bytes. What is read is checked against the form, because a bundle comes from elsewhere.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::form::{Channel, Code, Form, Kind, Question};
use crate::domain::tally::{Cell, CellTally, ClusterSums, FormTally, QuestionTally, TallyError};

/// Sheets a single cell may hold: ten times the people of the country. With at most 200 items
/// a person, no sum of an accepted cell comes near 64 bits.
const MOST_SHEETS: u64 = 1_000_000_000;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    cells: Vec<WrittenCell>,
}

/// Declared in the order of the keys, which is the order they are written in.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCell {
    channel: String,
    flagged: bool,
    index: ClusterSums,
    questions: Vec<QuestionTally>,
    sections: Vec<ClusterSums>,
    service: Option<String>,
    sheets: u64,
}

impl FormTally {
    /// Writes the tally; equal tallies, equal text.
    #[must_use]
    pub fn encode(&self) -> String {
        let cells = self.cells.iter().map(|(cell, tally)| WrittenCell {
            channel: cell.channel.as_str().to_owned(),
            flagged: cell.flagged,
            index: tally.index,
            questions: tally.questions.clone(),
            sections: tally.sections.clone(),
            service: cell.service.as_ref().map(Code::to_string),
            sheets: tally.sheets,
        });
        // Writing numbers and strings to memory cannot fail.
        serde_json::to_string(&Written {
            cells: cells.collect(),
        })
        .unwrap_or_default()
    }

    /// Reads what [`FormTally::encode`] wrote, and checks that it can be a tally of `form`:
    /// lengths, every question accounting for every sheet, and sums that agree with the counts.
    ///
    /// # Errors
    /// When the text is no tally, or a cell does not hold together.
    pub fn decode(form: &Form, text: &str) -> Result<Self, TallyError> {
        let written: Written = serde_json::from_str(text)
            .map_err(|error| TallyError::Unreadable(error.to_string()))?;
        let mut cells = BTreeMap::new();
        for (at, line) in written.cells.into_iter().enumerate() {
            let corrupt = |what: String| TallyError::Corrupt { cell: at, what };
            let (cell, tally) = read_cell(line).map_err(corrupt)?;
            tally.check(form).map_err(corrupt)?;
            if cells
                .last_key_value()
                .is_some_and(|(last, _)| *last >= cell)
            {
                return Err(corrupt("out of order, or there twice".to_owned()));
            }
            cells.insert(cell, tally);
        }
        Ok(Self { cells })
    }
}

fn read_cell(line: WrittenCell) -> Result<(Cell, CellTally), String> {
    let channel = Channel::parse(&line.channel)
        .ok_or_else(|| format!("unknown channel {:?}", line.channel))?;
    let service = line.service.as_deref().map(Code::parse).transpose();
    let cell = Cell {
        channel,
        service: service.map_err(|error| format!("service {error}"))?,
        flagged: line.flagged,
    };
    let tally = CellTally {
        index: line.index,
        questions: line.questions,
        sections: line.sections,
        sheets: line.sheets,
    };
    Ok((cell, tally))
}

impl CellTally {
    /// Checks that a tally from elsewhere can be one of `form`.
    ///
    /// # Errors
    /// What does not hold, in words.
    pub fn check(&self, form: &Form) -> Result<(), String> {
        if !(1..=MOST_SHEETS).contains(&self.sheets) {
            return Err(format!(
                "sheets must be 1 to {MOST_SHEETS}, got {}",
                self.sheets
            ));
        }
        let (n_questions, n_sections) = (form.counted().count(), form.factors().count());
        if self.questions.len() != n_questions || self.sections.len() != n_sections {
            return Err(format!(
                "form {} has {n_questions} counted questions and {n_sections} factors, got {} and {}",
                form.form_ref,
                self.questions.len(),
                self.sections.len(),
            ));
        }
        for (question, tally) in form.counted().zip(&self.questions) {
            let fault = tally.fault(question, self.sheets);
            fault.map_or(Ok(()), |fault| {
                Err(format!("question {}: {fault}", question.id))
            })?;
        }
        self.check_sums(form)
    }

    fn check_sums(&self, form: &Form) -> Result<(), String> {
        let mut tallies = self.questions.iter();
        let mut sums = self.sections.iter();
        let mut whole = Expected::default();
        for section in &form.sections {
            let mut part = Expected::default();
            for question in section
                .questions
                .iter()
                .filter(|question| question.is_counted())
            {
                let Some(tally) = tallies.next() else { break };
                part.add(question, tally);
            }
            if section.factor.is_none() {
                continue;
            }
            whole.join(&part);
            if sums
                .next()
                .is_none_or(|sums| !part.agrees(sums, self.sheets))
            {
                return Err(format!("section {}: sums and counts disagree", section.id));
            }
        }
        let most = self
            .sections
            .iter()
            .map(|sums| sums.n)
            .max()
            .unwrap_or_default();
        if !whole.agrees(&self.index, self.sheets) || self.index.n < most {
            return Err("index: sums and counts disagree".to_owned());
        }
        Ok(())
    }
}

impl QuestionTally {
    /// What keeps this from being a tally of `question` over `sheets` sheets, if anything.
    fn fault(&self, question: &Question, sheets: u64) -> Option<String> {
        let shape = Self::empty(question);
        if (self.counts.len(), self.outside.len()) != (shape.counts.len(), shape.outside.len()) {
            return Some(format!(
                "{} counts and {} codes outside the scale wanted, got {} and {}",
                shape.counts.len(),
                shape.outside.len(),
                self.counts.len(),
                self.outside.len(),
            ));
        }
        let total = |counts: &[u64]| counts.iter().copied().map(u128::from).sum::<u128>();
        let sheets = u128::from(sheets);
        let aside = total(&self.outside) + u128::from(self.left_out) + u128::from(self.not_asked);
        let given = total(&self.counts);
        let holds = match &question.kind {
            Kind::Rating(_) | Kind::Choice(_) | Kind::Text => given + aside == sheets,
            Kind::Multi { most, .. } => sheets.checked_sub(aside).is_some_and(|people| {
                let most_each = u128::try_from(*most).unwrap_or(u128::MAX);
                let each = self.counts.iter().all(|count| u128::from(*count) <= people);
                each && given >= people && given <= people.saturating_mul(most_each)
            }),
        };
        (!holds).then(|| format!("counts do not account for {sheets} sheets"))
    }
}

/// Σa, Σy and Σp as the counts of the questions give them, and how many questions there are.
#[derive(Default)]
struct Expected {
    items: u64,
    a: u128,
    y: u128,
    p: u128,
}

impl Expected {
    fn add(&mut self, question: &Question, tally: &QuestionTally) {
        let Some(scale) = question.satisfaction_scale() else {
            return;
        };
        self.items += 1;
        for (code, count) in scale.codes().into_iter().zip(&tally.counts) {
            let count = u128::from(*count);
            self.a += count;
            self.y += if scale.satisfied.contains(&code) {
                count
            } else {
                0
            };
            self.p += count * u128::from(code);
        }
    }

    fn join(&mut self, part: &Self) {
        self.items += part.items;
        self.a += part.a;
        self.y += part.y;
        self.p += part.p;
    }

    fn agrees(&self, sums: &ClusterSums, sheets: u64) -> bool {
        let given = (u128::from(sums.a), u128::from(sums.y), u128::from(sums.p));
        given == (self.a, self.y, self.p) && sums.n <= sheets && sums.are_possible(self.items)
    }
}
