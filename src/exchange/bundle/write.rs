//! From a [`Bundle`] to its bytes.

use std::collections::BTreeMap;
use std::fmt;

use ed25519_dalek::SigningKey;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::domain::form::Form;
use crate::domain::ledger::{Hash, head_hash};
use crate::domain::period::Span;
use crate::domain::tally::{Cell, CellTally};
use crate::exchange::bundle::line::{self, Hex};
use crate::exchange::bundle::{Bundle, FORMAT, SignedHead, sign};
use crate::exchange::codes::{answer_codes, outside_codes};

/// The signed file. Equal bundle and key, equal bytes.
///
/// # Errors
/// When `forms` does not know a form, or a tally does not have the form's shape.
pub fn write<'f>(
    bundle: &Bundle,
    forms: &dyn Fn(&str) -> Option<&'f Form>,
    key: &SigningKey,
) -> Result<Vec<u8>, WriteError> {
    let mut file = lines_before_end(bundle, forms)?;
    let sha256: Hash = Sha256::digest(&file).into();
    let end = line::EndLine {
        key: sign::key_text(&key.verifying_key()),
        kind: "end".into(),
        lines: number(file.split(|byte| *byte == b'\n').skip(1).count()),
        sha256: Hex(sha256),
        signature: sign::encode(&sign::sign_hash(key, &sha256)),
    };
    push(&mut file, &end)?;
    Ok(file)
}

/// Everything that is hashed and signed.
pub(super) fn lines_before_end<'f>(
    bundle: &Bundle,
    forms: &dyn Fn(&str) -> Option<&'f Form>,
) -> Result<Vec<u8>, WriteError> {
    let body = body(bundle, forms)?;
    let mut file = Vec::new();
    push(&mut file, &header(bundle, Sha256::digest(&body).into()))?;
    file.extend(body);
    for (span, part) in &bundle.spans {
        for (form, count) in &part.late {
            let late = line::LateLine {
                count: *count,
                form: form.clone(),
                kind: "late".into(),
                span: span.to_string(),
            };
            push(&mut file, &late)?;
        }
    }
    for head in &bundle.heads {
        push(&mut file, &head_line(head))?;
    }
    Ok(file)
}

fn header(bundle: &Bundle, body_sha256: Hash) -> line::HeaderLine {
    let spans = bundle.spans.iter().map(|(span, part)| line::SpanEntry {
        is_final: part.is_final,
        from: span.from().to_string(),
        to: span.to().to_string(),
    });
    line::HeaderLine {
        body_sha256: Hex(body_sha256),
        edition: bundle.edition.clone(),
        format: FORMAT,
        forms: hashes(&bundle.forms),
        from: bundle.period.from().to_string(),
        kind: line::HEADER.into(),
        last: bundle.last.map(Hex),
        methods: hashes(&bundle.methods),
        period: bundle.period.to_string(),
        previous: bundle.previous().map(Hex),
        provisional: bundle.is_provisional(),
        revision: bundle.revision,
        spans: spans.collect(),
        to: bundle.period.to().to_string(),
        unit: bundle.unit.clone(),
    }
}

fn hashes(named: &BTreeMap<String, Hash>) -> BTreeMap<String, Hex> {
    named
        .iter()
        .map(|(name, hash)| (name.clone(), Hex(*hash)))
        .collect()
}

/// The tally lines.
fn body<'f>(
    bundle: &Bundle,
    forms: &dyn Fn(&str) -> Option<&'f Form>,
) -> Result<Vec<u8>, WriteError> {
    let mut body = Vec::new();
    for (span, part) in &bundle.spans {
        for (name, tally) in &part.forms {
            let form = forms(name).ok_or_else(|| WriteError::FormUnknown(name.clone()))?;
            for (cell, counted) in &tally.cells {
                let at = Place {
                    span: *span,
                    name,
                    form,
                    cell,
                };
                push_cell(&mut body, &at, counted)?;
            }
        }
    }
    Ok(body)
}

/// Whose counts a tally line holds.
struct Place<'a> {
    span: Span,
    name: &'a str,
    form: &'a Form,
    cell: &'a Cell,
}

fn push_cell(body: &mut Vec<u8>, at: &Place<'_>, counted: &CellTally) -> Result<(), WriteError> {
    let misshapen = || WriteError::Shape(at.name.to_owned());
    let (questions, factors) = (at.form.counted().count(), at.form.factors().count());
    if counted.questions.len() != questions || counted.sections.len() != factors {
        return Err(misshapen());
    }
    for (question, tally) in at.form.counted().zip(&counted.questions) {
        let line = line::QuestionLine {
            channel: at.cell.channel.as_str().into(),
            counts: named(answer_codes(question), &tally.counts).ok_or_else(misshapen)?,
            flagged: at.cell.flagged,
            form: at.name.into(),
            kind: "question".into(),
            left_out: tally.left_out,
            not_asked: tally.not_asked,
            outside: named(outside_codes(question), &tally.outside).ok_or_else(misshapen)?,
            question: question.id.to_string(),
            service: at.service(),
            sheets: counted.sheets,
            span: at.span.to_string(),
        };
        push(body, &line)?;
    }
    for (section, sums) in at.form.factors().zip(&counted.sections) {
        let line = line::SectionLine {
            channel: at.cell.channel.as_str().into(),
            flagged: at.cell.flagged,
            form: at.name.into(),
            kind: "section".into(),
            section: section.id.to_string(),
            service: at.service(),
            sheets: counted.sheets,
            span: at.span.to_string(),
            sums: (*sums).into(),
        };
        push(body, &line)?;
    }
    push(body, &index_line(at, counted))
}

fn index_line(at: &Place<'_>, counted: &CellTally) -> line::IndexLine {
    line::IndexLine {
        channel: at.cell.channel.as_str().into(),
        flagged: at.cell.flagged,
        form: at.name.into(),
        kind: "index".into(),
        service: at.service(),
        sheets: counted.sheets,
        span: at.span.to_string(),
        sums: counted.index.into(),
    }
}

impl Place<'_> {
    fn service(&self) -> Option<String> {
        self.cell.service.as_ref().map(ToString::to_string)
    }
}

/// Counts under their codes; `None` when there are more or fewer codes than counts.
fn named(codes: Vec<String>, counts: &[u64]) -> Option<BTreeMap<String, u64>> {
    let fits = codes.len() == counts.len();
    fits.then(|| codes.into_iter().zip(counts.iter().copied()).collect())
}

fn head_line(signed: &SignedHead) -> line::HeadLine {
    let head = &signed.head;
    line::HeadLine {
        count: head.count,
        half_day: head.half_day.clone(),
        head: Hex(head_hash(head)),
        kind: "head".into(),
        previous: head.previous.map(Hex),
        root: Hex(head.root),
        sequence: head.sequence,
        signature: sign::encode(&signed.signature),
        span: signed.span.to_string(),
        state: head.state.clone(),
        tallies: Hex(head.tallies),
    }
}

fn push(file: &mut Vec<u8>, line: &impl Serialize) -> Result<(), WriteError> {
    serde_json::to_writer(&mut *file, line).map_err(WriteError::Encoding)?;
    file.push(b'\n');
    Ok(())
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// Why a bundle cannot be written.
#[derive(Debug)]
pub enum WriteError {
    /// A tally of a form that is not at hand.
    FormUnknown(String),
    /// A tally whose questions, levels or sections are not the form's.
    Shape(String),
    /// The encoder failed.
    Encoding(serde_json::Error),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FormUnknown(form) => write!(f, "form {form:?} is not at hand"),
            Self::Shape(form) => write!(f, "a tally does not have the shape of form {form:?}"),
            Self::Encoding(_) => f.write_str("a line cannot be encoded"),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Encoding(error) => Some(error),
            Self::FormUnknown(_) | Self::Shape(_) => None,
        }
    }
}
