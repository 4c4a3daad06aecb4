//! From bytes that anyone may have sent to a [`Bundle`] that one key has signed.

mod body;
mod heads;

use std::collections::BTreeMap;

use ed25519_dalek::VerifyingKey;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use crate::domain::form::Form;
use crate::domain::ledger::Hash;
use crate::domain::period::{Period, Span};
use crate::exchange::bundle::line::{self, Hex};
use crate::exchange::bundle::problem::{Problems, excerpt};
use crate::exchange::bundle::write::lines_before_end;
use crate::exchange::bundle::{
    Bundle, FORMAT, Fault, MAX_FILE_BYTES, MAX_LINE_BYTES, MAX_LINES, MAX_NUMBER, Problem,
    SpanPart, sign,
};

/// A bundle that is whole, adds up, and is signed by `key`; whether that key may speak for the
/// unit is for the caller to judge.
#[derive(Clone, Debug)]
pub struct SignedBundle {
    /// What it says.
    pub bundle: Bundle,
    /// Who signed it.
    pub key: VerifyingKey,
    /// SHA-256 of all lines before the last: the bundle's name.
    pub sha256: Hash,
    /// SHA-256 of the tally lines: equal tallies, equal hash.
    pub body_sha256: Hash,
}

/// Reads and checks a bundle; `forms` gives this node's form for `id@version`.
///
/// # Errors
/// With every problem found, in the order of lines, up to a hundred.
pub fn read<'f>(
    bytes: &[u8],
    forms: &dyn Fn(&str) -> Option<&'f Form>,
) -> Result<SignedBundle, Vec<Problem>> {
    let lines = split(bytes).map_err(|problem| vec![problem])?;
    let mut problems = Problems::default();
    let signed = read_end(&lines, &mut problems);
    let header = read_header(&lines, &mut problems);
    let (Some((key, sha256)), Some((header, mut bundle))) = (signed, header) else {
        return Err(problems.into_vec());
    };
    check_forms(&header, forms, &mut problems);
    if !problems.is_empty() {
        return Err(problems.into_vec());
    }
    let body = body::read(&lines, &mut bundle, forms, &mut problems);
    if body.sha256 != header.body_sha256.0 {
        problems.add(1, Fault::BodyHash);
    }
    let numbers = heads::read(&lines, body.end, &mut bundle, &mut problems);
    heads::check_chain(&bundle, &key, &numbers, &mut problems);
    if problems.is_empty() {
        heads::check_sums(&bundle, &header, &mut problems);
    }
    if problems.is_empty() {
        compare(&lines, &bundle, forms, &mut problems);
    }
    if problems.is_empty() {
        Ok(SignedBundle {
            bundle,
            key,
            sha256,
            body_sha256: body.sha256,
        })
    } else {
        Err(problems.into_vec())
    }
}

/// What a file that [`read`] refuses says of itself, unproven: a bundle with unit, period and
/// revision, and nothing counted. `None` where even its first line is none.
#[must_use]
pub fn claims(bytes: &[u8]) -> Option<Bundle> {
    let lines = split(bytes).ok()?;
    let mut problems = Problems::default();
    let (_, bundle) = read_header(&lines, &mut problems)?;
    problems.is_empty().then_some(bundle)
}

/// The lines without their ends; there are at least two.
fn split(bytes: &[u8]) -> Result<Vec<&str>, Problem> {
    let whole = |fault| Problem { line: 0, fault };
    if bytes.len() > MAX_FILE_BYTES {
        return Err(whole(Fault::FileTooLarge));
    }
    let Some(content) = bytes.strip_suffix(b"\n") else {
        return Err(whole(Fault::CutOff));
    };
    let mut lines = Vec::new();
    for (i, line) in content.split(|byte| *byte == b'\n').enumerate() {
        let at = |fault| Problem { line: i + 1, fault };
        if i == MAX_LINES {
            return Err(whole(Fault::TooManyLines));
        }
        if line.len() > MAX_LINE_BYTES {
            return Err(at(Fault::LineTooLong));
        }
        lines.push(std::str::from_utf8(line).map_err(|_| at(Fault::NotUtf8))?);
    }
    if lines.len() < 2 {
        Err(whole(Fault::CutOff))
    } else {
        Ok(lines)
    }
}

/// A line of the expected kind; its problems otherwise.
fn parse<T: Serialize + DeserializeOwned>(
    (number, text): (usize, &str),
    problems: &mut Problems,
) -> Option<T> {
    match serde_json::from_str::<T>(text) {
        Ok(line) => {
            if serde_json::to_string(&line).is_ok_and(|again| again == text) {
                return Some(line);
            }
            problems.add(number, Fault::NotCanonical);
        }
        Err(error) => problems.add(number, Fault::NotThatLine(excerpt(&error.to_string()))),
    }
    None
}

/// The key and the hash that it signed, if the last line is right about every other.
fn read_end(lines: &[&str], problems: &mut Problems) -> Option<(VerifyingKey, Hash)> {
    let (last, before) = lines.split_last()?;
    let number = lines.len();
    let end: line::EndLine = parse((number, last), problems)?;
    if end.kind != "end" {
        problems.add(number, Fault::UnknownKind(excerpt(&end.kind)));
    }
    if usize::try_from(end.lines) != Ok(before.len()) {
        problems.add(number, Fault::LineCount);
    }
    let mut sha256 = Sha256::new();
    for line in before {
        sha256.update(line);
        sha256.update(b"\n");
    }
    let sha256: Hash = sha256.finalize().into();
    if sha256 != end.sha256.0 {
        problems.add(number, Fault::FileHash);
    }
    let key = sign::parse_key(&end.key)
        .ok()
        .filter(|key| sign::key_text(key) == end.key);
    let Some(key) = key else {
        problems.add(number, Fault::BadValue("key", excerpt(&end.key)));
        return None;
    };
    let signature = sign::decode(&end.signature);
    if !signature.is_some_and(|signature| sign::is_signed(&key, &sha256, &signature)) {
        problems.add(number, Fault::Signature);
        return None;
    }
    Some((key, sha256))
}

/// The first line, and a bundle that has everything but what the other lines say.
fn read_header(lines: &[&str], problems: &mut Problems) -> Option<(line::HeaderLine, Bundle)> {
    let text = *lines.first()?;
    // The format is looked at alone and first: a newer header may have other fields.
    if let Ok(Format { format }) = serde_json::from_str(text)
        && format != FORMAT
    {
        problems.add(1, Fault::UnknownFormat(format));
        return None;
    }
    let header: line::HeaderLine = parse((1, text), problems)?;
    let mut bad = |field: &'static str, value: &str| {
        problems.add(1, Fault::BadValue(field, excerpt(value)));
    };
    if header.kind != line::HEADER {
        bad("kind", &header.kind);
    }
    for (field, value) in [("unit", &header.unit), ("edition", &header.edition)] {
        if !is_name(value) {
            bad(field, value);
        }
    }
    if header.revision > MAX_NUMBER || (header.revision == 0) != header.last.is_none() {
        bad("revision", &header.revision.to_string());
    }
    let Ok(period) = Period::parse(&header.period) else {
        bad("period", &header.period);
        return None;
    };
    let Some(spans) = spans(&header, period) else {
        bad("spans", &header.period);
        return None;
    };
    let bundle = Bundle {
        unit: header.unit.clone(),
        edition: header.edition.clone(),
        period,
        forms: hashes(&header.forms),
        methods: hashes(&header.methods),
        revision: header.revision,
        last: header.last.map(|hex| hex.0),
        spans,
        heads: Vec::new(),
    };
    Some((header, bundle))
}

/// The spans with their finality, if they are those of the period; the other days and
/// `provisional` follow from them and are compared when everything is written again.
fn spans(header: &line::HeaderLine, period: Period) -> Option<BTreeMap<Span, SpanPart>> {
    let mut spans = BTreeMap::new();
    for entry in &header.spans {
        let part = SpanPart {
            is_final: entry.is_final,
            ..SpanPart::default()
        };
        spans.insert(Span::parse(&entry.from)?, part);
    }
    spans.keys().copied().eq(period.spans()).then_some(spans)
}

fn check_forms<'f>(
    header: &line::HeaderLine,
    forms: &dyn Fn(&str) -> Option<&'f Form>,
    problems: &mut Problems,
) {
    for (name, hash) in &header.forms {
        match forms(name) {
            None => problems.add(1, Fault::FormUnknown(excerpt(name))),
            Some(form) if form.hash != hash.0 => {
                problems.add(1, Fault::FormDiffers(excerpt(name)));
            }
            Some(_) => {}
        }
    }
    for name in header.methods.keys().filter(|name| !is_name(name)) {
        problems.add(1, Fault::BadValue("methods", excerpt(name)));
    }
}

/// Writes the bundle again: every byte must be where the format puts it.
fn compare<'f>(
    lines: &[&str],
    bundle: &Bundle,
    forms: &dyn Fn(&str) -> Option<&'f Form>,
    problems: &mut Problems,
) {
    let Ok(again) = lines_before_end(bundle, forms) else {
        problems.add(0, Fault::NotCanonical);
        return;
    };
    let before = lines.split_last().map_or(&[][..], |(_, before)| before);
    let again: Vec<&[u8]> = again.split(|byte| *byte == b'\n').collect();
    let differs = |i: usize| again.get(i).copied() != before.get(i).map(|line| line.as_bytes());
    // The first line names the hash of the tally lines: it differs whenever one of them does.
    for i in (1..before.len()).filter(|i| differs(*i)) {
        problems.add(i + 1, Fault::Misplaced);
    }
    if problems.is_empty() && (differs(0) || again.len() != before.len() + 1) {
        problems.add(1, Fault::NotCanonical);
    }
}

fn hashes(named: &BTreeMap<String, Hex>) -> BTreeMap<String, Hash> {
    named
        .iter()
        .map(|(name, hex)| (name.clone(), hex.0))
        .collect()
}

/// 1 to 40 of `a-z A-Z 0-9 - . _`: every name in the file is a code, so it needs no escapes.
fn is_name(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
}

/// What a header of any version has; the rest is skipped.
#[derive(serde::Deserialize)]
struct Format {
    format: u64,
}
