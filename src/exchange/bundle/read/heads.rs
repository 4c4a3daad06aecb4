//! The lines after the tallies: late counts, then batch heads.

use std::collections::BTreeSet;

use ed25519_dalek::VerifyingKey;

use crate::domain::ledger::{BatchHead, head_hash};
use crate::domain::period::{HalfDay, Span};
use crate::exchange::bundle::line;
use crate::exchange::bundle::problem::{Problems, excerpt};
use crate::exchange::bundle::read::parse;
use crate::exchange::bundle::{
    Bundle, Fault, LATE, MAX_HEADS, MAX_NUMBER, MAX_SHEETS, STATES, SignedHead, sign,
};

/// Puts late counts and heads into `bundle`; `from` is the position of the first such line.
/// Gives the number of the line of each head.
pub(super) fn read(
    lines: &[&str],
    from: usize,
    bundle: &mut Bundle,
    problems: &mut Problems,
) -> Vec<usize> {
    let mut numbers = Vec::new();
    let end = lines.len().saturating_sub(1);
    for (i, text) in lines.iter().enumerate().take(end).skip(from) {
        let number = i + 1;
        let kind = serde_json::from_str::<line::Any>(text).map(|any| any.kind);
        let taken = match kind.as_deref() {
            Ok("late") => take_late((number, text), bundle, problems),
            Ok("head") => take_head((number, text), bundle, problems),
            Ok("question" | "section" | "index") => Err(Fault::Misplaced),
            Ok(other) => Err(Fault::UnknownKind(excerpt(other))),
            Err(error) => Err(Fault::NotThatLine(excerpt(&error.to_string()))),
        };
        if let Err(fault) = taken {
            problems.add(number, fault);
        }
        if numbers.len() < bundle.heads.len() {
            numbers.push(number);
        }
    }
    numbers
}

fn take_late(at: (usize, &str), bundle: &mut Bundle, problems: &mut Problems) -> Result<(), Fault> {
    let Some(line) = parse::<line::LateLine>(at, problems) else {
        return Ok(());
    };
    let span = span_of(bundle, &line.span)?;
    if !(1..=MAX_SHEETS).contains(&line.count) {
        return Err(Fault::BadValue("count", line.count.to_string()));
    }
    if !bundle.forms.contains_key(&line.form) {
        return Err(Fault::BadValue("form", excerpt(&line.form)));
    }
    let late = bundle.spans.get_mut(&span).map(|part| &mut part.late);
    match late.and_then(|late| late.insert(line.form, line.count)) {
        Some(_) => Err(Fault::Misplaced),
        None => Ok(()),
    }
}

fn take_head(at: (usize, &str), bundle: &mut Bundle, problems: &mut Problems) -> Result<(), Fault> {
    let Some(line) = parse::<line::HeadLine>(at, problems) else {
        return Ok(());
    };
    let span = span_of(bundle, &line.span)?;
    // Late and unplaced answers too lie in a half-day of the span that counts them.
    if HalfDay::parse(&line.half_day).is_none_or(|half_day| half_day.span() != span) {
        return Err(Fault::BadValue("half_day", excerpt(&line.half_day)));
    }
    if !STATES.contains(&line.state.as_str()) {
        return Err(Fault::BadValue("state", excerpt(&line.state)));
    }
    if line.count > MAX_SHEETS {
        return Err(Fault::BadValue("count", line.count.to_string()));
    }
    if !(1..=MAX_NUMBER).contains(&line.sequence) {
        return Err(Fault::BadValue("sequence", line.sequence.to_string()));
    }
    let signature = sign::decode(&line.signature).ok_or(Fault::HeadSignature)?;
    if bundle.heads.len() == MAX_HEADS {
        return Err(Fault::TooManyHeads);
    }
    let head = BatchHead {
        unit: bundle.unit.clone(),
        sequence: line.sequence,
        half_day: line.half_day,
        state: line.state,
        count: line.count,
        root: line.root.0,
        tallies: line.tallies.0,
        previous: line.previous.map(|hex| hex.0),
    };
    let is_its_hash = head_hash(&head) == line.head.0;
    bundle.heads.push(SignedHead {
        span,
        head,
        signature,
    });
    if is_its_hash {
        Ok(())
    } else {
        Err(Fault::HeadHash)
    }
}

fn span_of(bundle: &Bundle, text: &str) -> Result<Span, Fault> {
    Span::parse(text)
        .filter(|span| bundle.spans.contains_key(span))
        .ok_or_else(|| Fault::BadValue("span", excerpt(text)))
}

/// Compares the heads with the key and with each other; `numbers` are those of their lines.
pub(super) fn check_chain(
    bundle: &Bundle,
    key: &VerifyingKey,
    numbers: &[usize],
    problems: &mut Problems,
) {
    let mut before: Option<&BatchHead> = None;
    for (signed, number) in bundle.heads.iter().zip(numbers) {
        let head = &signed.head;
        if !sign::is_signed(key, &head_hash(head), &signed.signature) {
            problems.add(*number, Fault::HeadSignature);
        }
        if !follows(before, head) || head.sequence > bundle.revision {
            problems.add(*number, Fault::Chain);
        }
        before = Some(head);
    }
}

/// Compares the heads with the header and with the tallies, and the header with both.
pub(super) fn check_sums(bundle: &Bundle, header: &line::HeaderLine, problems: &mut Problems) {
    let newest = bundle.heads.last().map(|signed| &signed.head);
    let newest = newest
        .filter(|head| head.sequence == bundle.revision)
        .map(head_hash);
    let is_last = newest.is_none() || newest == bundle.last;
    if !is_last || bundle.previous() != header.previous.map(|hex| hex.0) {
        problems.add(1, Fault::Chain);
    }
    let parts = bundle.spans.values();
    let used: BTreeSet<&String> = parts
        .flat_map(|part| part.forms.keys().chain(part.late.keys()))
        .collect();
    if !used.into_iter().eq(bundle.forms.keys()) {
        problems.add(1, Fault::FormsIncomplete);
    }
    for (span, part) in &bundle.spans {
        let tallied = part.forms.values().flat_map(|tally| tally.cells.values());
        let sheets: u128 = tallied.map(|cell| u128::from(cell.sheets)).sum();
        let (late, counted) = sealed(bundle, *span);
        let told: u128 = part.late.values().copied().map(u128::from).sum();
        if sheets != counted || told != late {
            problems.add(1, Fault::HeadCount(span.to_string()));
        }
    }
}

/// Whether `head` may come after `before`; between them there may be batches of other spans.
fn follows(before: Option<&BatchHead>, head: &BatchHead) -> bool {
    if (head.sequence == 1) != head.previous.is_none() {
        return false;
    }
    match before {
        None => true,
        Some(before) if before.sequence.checked_add(1) == Some(head.sequence) => {
            head.previous == Some(head_hash(before))
        }
        Some(before) => before.sequence < head.sequence,
    }
}

/// Answers of a span's batches: the late ones, and all others.
fn sealed(bundle: &Bundle, span: Span) -> (u128, u128) {
    let of_span = bundle.heads.iter().filter(|signed| signed.span == span);
    of_span.fold((0, 0), |(late, counted), signed| {
        let count = u128::from(signed.head.count);
        if signed.head.state == LATE {
            (late + count, counted)
        } else {
            (late, counted + count)
        }
    })
}
