//! The tally lines: from the second line to the first of another kind.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::domain::form::{Channel, Code, Form, Question};
use crate::domain::ledger::Hash;
use crate::domain::period::Span;
use crate::domain::tally::{Cell, CellTally, ClusterSums, QuestionTally};
use crate::exchange::bundle::check;
use crate::exchange::bundle::line::{self, Sums};
use crate::exchange::bundle::problem::{Problems, excerpt};
use crate::exchange::bundle::read::parse;
use crate::exchange::bundle::{Bundle, Fault, MAX_NUMBER, MAX_SHEETS};
use crate::exchange::codes::{answer_codes, outside_codes};

/// How far the tally lines reach.
pub(super) struct Body {
    /// Position of the first line after them, from 0.
    pub(super) end: usize,
    /// SHA-256 of the lines with their ends.
    pub(super) sha256: Hash,
}

/// Puts the tallies into `bundle`.
pub(super) fn read<'f>(
    lines: &[&str],
    bundle: &mut Bundle,
    forms: &dyn Fn(&str) -> Option<&'f Form>,
    problems: &mut Problems,
) -> Body {
    let mut drafts: BTreeMap<Key, Draft<'f>> = BTreeMap::new();
    let mut sha256 = Sha256::new();
    let mut end = 1;
    let last = lines.len().saturating_sub(1);
    for (i, text) in lines.iter().enumerate().take(last).skip(1) {
        let number = i + 1;
        match read_line((number, text), problems) {
            Read::Other => break,
            Read::Bad => {}
            Read::Tally(place, part) => {
                let taken = locate(&place, bundle, forms)
                    .and_then(|key| take(&mut drafts, number, (key, place.sheets), *part));
                if let Err(fault) = taken {
                    problems.add(number, fault);
                }
            }
        }
        sha256.update(text);
        sha256.update(b"\n");
        end = i + 1;
    }
    finish(drafts, bundle, problems);
    Body {
        end,
        sha256: sha256.finalize().into(),
    }
}

/// Span, form and cell: whose counts a line holds.
type Key = (Span, String, Cell);

/// What a line says of its cell.
enum Part {
    Question(line::QuestionLine),
    Section(String, Sums),
    Index(Sums),
}

/// The fields that every tally line has.
struct Place {
    span: String,
    form: String,
    channel: String,
    service: Option<String>,
    flagged: bool,
    sheets: u64,
}

enum Read {
    Tally(Place, Box<Part>),
    Bad,
    Other,
}

/// A cell while its lines come in, each with its number.
struct Draft<'f> {
    form: &'f Form,
    first: usize,
    sheets: u64,
    questions: Vec<Option<QuestionTally>>,
    sections: Vec<Option<(usize, ClusterSums)>>,
    index: Option<(usize, ClusterSums)>,
}

fn read_line((number, text): (usize, &str), problems: &mut Problems) -> Read {
    let kind = serde_json::from_str::<line::Any>(text).map(|any| any.kind);
    let read = match kind.as_deref() {
        Ok("question") => parse::<line::QuestionLine>((number, text), problems).map(|mut line| {
            let place = Place {
                span: std::mem::take(&mut line.span),
                form: std::mem::take(&mut line.form),
                channel: std::mem::take(&mut line.channel),
                service: line.service.take(),
                flagged: line.flagged,
                sheets: line.sheets,
            };
            Read::Tally(place, Box::new(Part::Question(line)))
        }),
        Ok("section") => parse::<line::SectionLine>((number, text), problems).map(|line| {
            let line::SectionLine {
                channel,
                flagged,
                form,
                service,
                sheets,
                span,
                ..
            } = line;
            let place = Place {
                span,
                form,
                channel,
                service,
                flagged,
                sheets,
            };
            Read::Tally(place, Box::new(Part::Section(line.section, line.sums)))
        }),
        Ok("index") => parse::<line::IndexLine>((number, text), problems).map(|line| {
            let line::IndexLine {
                channel,
                flagged,
                form,
                service,
                sheets,
                span,
                ..
            } = line;
            let place = Place {
                span,
                form,
                channel,
                service,
                flagged,
                sheets,
            };
            Read::Tally(place, Box::new(Part::Index(line.sums)))
        }),
        Ok(_) => return Read::Other,
        Err(error) => {
            problems.add(number, Fault::NotThatLine(excerpt(&error.to_string())));
            None
        }
    };
    read.unwrap_or(Read::Bad)
}

/// The cell that a line speaks of, with its form.
fn locate<'f>(
    place: &Place,
    bundle: &Bundle,
    forms: &dyn Fn(&str) -> Option<&'f Form>,
) -> Result<(Key, &'f Form), Fault> {
    let bad = |field, value: &str| Fault::BadValue(field, excerpt(value));
    let span = Span::parse(&place.span)
        .filter(|span| bundle.spans.contains_key(span))
        .ok_or_else(|| bad("span", &place.span))?;
    let form = Some(place.form.as_str())
        .filter(|name| bundle.forms.contains_key(*name))
        .and_then(forms)
        .ok_or_else(|| bad("form", &place.form))?;
    let channel = Channel::parse(&place.channel).ok_or_else(|| bad("channel", &place.channel))?;
    let service = match &place.service {
        None => None,
        Some(code) => Some(Code::parse(code).map_err(|_| bad("service", code))?),
    };
    let cell = Cell {
        channel,
        service,
        flagged: place.flagged,
    };
    Ok(((span, place.form.clone(), cell), form))
}

/// Adds one line to the draft of its cell.
fn take<'f>(
    drafts: &mut BTreeMap<Key, Draft<'f>>,
    number: usize,
    ((key, form), sheets): ((Key, &'f Form), u64),
    part: Part,
) -> Result<(), Fault> {
    let draft = drafts.entry(key).or_insert_with(|| Draft {
        form,
        first: number,
        sheets,
        questions: vec![None; form.counted().count()],
        sections: vec![None; form.factors().count()],
        index: None,
    });
    if draft.sheets != sheets || !(1..=MAX_SHEETS).contains(&sheets) {
        return Err(Fault::BadValue("sheets", sheets.to_string()));
    }
    draft.take(number, part)
}

impl Draft<'_> {
    fn take(&mut self, number: usize, part: Part) -> Result<(), Fault> {
        match part {
            Part::Question(line) => self.take_question(&line),
            Part::Section(id, sums) => {
                let position = self
                    .form
                    .factors()
                    .position(|section| section.id.as_str() == id);
                let slot = position.and_then(|i| self.sections.get_mut(i));
                let slot = slot.ok_or_else(|| Fault::BadValue("section", excerpt(&id)))?;
                fill(slot, (number, bounded(sums)?))
            }
            Part::Index(sums) => fill(&mut self.index, (number, bounded(sums)?)),
        }
    }

    fn take_question(&mut self, line: &line::QuestionLine) -> Result<(), Fault> {
        let unknown = || Fault::BadValue("question", excerpt(&line.question));
        let found = self.form.counted().enumerate();
        let (i, question) = found
            .into_iter()
            .find(|(_, question)| question.id.as_str() == line.question)
            .ok_or_else(unknown)?;
        let tally = QuestionTally {
            counts: counts("counts", &answer_codes(question), &line.counts)?,
            outside: counts("outside", &outside_codes(question), &line.outside)?,
            left_out: at_most(self.sheets, line.left_out)?,
            not_asked: at_most(self.sheets, line.not_asked)?,
        };
        for count in tally.counts.iter().chain(&tally.outside) {
            at_most(self.sheets, *count)?;
        }
        check::question(question, &tally, self.sheets)?;
        fill(self.questions.get_mut(i).ok_or_else(unknown)?, tally)
    }

    /// The whole cell; its problems where something is missing or does not add up.
    fn finish(self, problems: &mut Problems) -> Option<CellTally> {
        let counted = self
            .form
            .counted()
            .zip(&self.questions)
            .map(|(q, tally)| (format!("question {}", q.id), tally.is_some()));
        let factors = self
            .form
            .factors()
            .zip(&self.sections)
            .map(|(section, sums)| (format!("section {}", section.id), sums.is_some()));
        let index = [("index".to_owned(), self.index.is_some())];
        let mut is_whole = true;
        for (what, _) in counted
            .chain(factors)
            .chain(index)
            .filter(|(_, is_there)| !is_there)
        {
            problems.add(self.first, Fault::Missing(what));
            is_whole = false;
        }
        if !is_whole {
            return None;
        }
        let (index_line, index) = self.index?;
        let questions: Vec<QuestionTally> = self.questions.into_iter().flatten().collect();
        let tally_of = |question: &Question| {
            self.form
                .counted()
                .zip(&questions)
                .find(|(q, _)| q.id == question.id)
                .map(|(_, t)| t)
        };
        let mut items = Vec::new();
        let mut sections = Vec::new();
        for (section, (number, sums)) in self.form.factors().zip(self.sections.iter().flatten()) {
            let of_section = check::items(section, tally_of);
            if let Err(fault) = check::sums(sums, of_section, self.sheets) {
                problems.add(*number, fault);
            }
            items.push(of_section);
            sections.push(*sums);
        }
        let checks = [
            check::sums(&index, check::index_items(&items), self.sheets),
            check::index_people(&index, &sections),
        ];
        for fault in checks.into_iter().filter_map(Result::err) {
            problems.add(index_line, fault);
        }
        Some(CellTally {
            sheets: self.sheets,
            questions,
            sections,
            index,
        })
    }
}

fn finish(drafts: BTreeMap<Key, Draft<'_>>, bundle: &mut Bundle, problems: &mut Problems) {
    let mut sheets: u128 = 0;
    for ((span, form, cell), draft) in drafts {
        sheets += u128::from(draft.sheets);
        let Some(tally) = draft.finish(problems) else {
            continue;
        };
        if let Some(part) = bundle.spans.get_mut(&span) {
            part.forms
                .entry(form)
                .or_default()
                .cells
                .insert(cell, tally);
        }
    }
    if sheets > u128::from(MAX_SHEETS) {
        problems.add(1, Fault::TooManySheets);
    }
}

fn fill<T>(slot: &mut Option<T>, value: T) -> Result<(), Fault> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(Fault::Misplaced),
    }
}

/// Counts in the form's order, when exactly the form's codes have one.
fn counts(
    field: &'static str,
    codes: &[String],
    named: &BTreeMap<String, u64>,
) -> Result<Vec<u64>, Fault> {
    let bad = |code: &str| Fault::BadValue(field, excerpt(code));
    if let Some(stranger) = named.keys().find(|code| !codes.contains(code)) {
        return Err(bad(stranger));
    }
    codes
        .iter()
        .map(|code| named.get(code).copied().ok_or_else(|| bad(code)))
        .collect()
}

fn at_most(sheets: u64, count: u64) -> Result<u64, Fault> {
    if count <= sheets {
        Ok(count)
    } else {
        Err(Fault::Sums("count <= sheets"))
    }
}

fn bounded(sums: Sums) -> Result<ClusterSums, Fault> {
    let s = ClusterSums::from(sums);
    let largest = [s.n, s.a, s.y, s.p, s.aa, s.yy, s.ya, s.pp, s.pa]
        .into_iter()
        .max();
    if largest <= Some(MAX_NUMBER) {
        Ok(s)
    } else {
        Err(Fault::Sums("sums <= 2^53 - 1"))
    }
}
