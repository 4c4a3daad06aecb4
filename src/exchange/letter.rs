//! A letter: the steps one server made in a unit's report, signed, on their way to the other.
//!
//! The format is written down in `docs/rounds.md`. Equal steps and key give equal bytes.

use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::domain::ledger::Hash;
use crate::domain::period::Period;
use crate::domain::report::{Act, Figures, MOST_POSITION_CHARS, Side, Step, is_line, is_reason};
use crate::exchange::bundle::{
    is_signed, key_text, parse_key, parse_signature, sign_hash, signature_text,
};
use crate::exchange::signed::{FileProblem, hash_of};

/// Largest letter: 1 MiB.
pub const MOST_LETTER_BYTES: usize = 1024 * 1024;
/// The version of the format; a reader refuses any other.
const FORMAT: u64 = 1;
const HEADER: &str = "hailong-letter";
const MOST_ACCOUNT_CHARS: usize = 64;

/// What a letter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The unit whose report it is.
    pub unit: String,
    /// The period.
    pub period: Period,
    /// Whose server speaks.
    pub side: Side,
    /// Every step that server made, in order; a letter does not say when one came anywhere.
    pub steps: Vec<Step>,
}

/// A letter that is whole and signed, by whomever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedLetter {
    /// What it says.
    pub letter: Letter,
    /// Whose signature it is.
    pub key: VerifyingKey,
}

/// The signed file.
///
/// # Errors
/// Never with these fields; the encoder's error otherwise.
pub fn write(letter: &Letter, key: &SigningKey) -> serde_json::Result<Vec<u8>> {
    let mut text = lines_before_end(letter)?;
    let hash = hash_of(&text);
    let end = EndLine {
        key: key_text(&key.verifying_key()),
        kind: "end".to_owned(),
        lines: text.lines().count(),
        sha256: Hex(hash),
        signature: signature_text(&sign_hash(key, &hash)),
    };
    text.push_str(&serde_json::to_string(&end)?);
    text.push('\n');
    Ok(text.into_bytes())
}

/// Reads a letter.
///
/// # Errors
/// Every reason why it is not whole, not signed, or no letter.
pub fn read(bytes: &[u8]) -> Result<SignedLetter, Vec<FileProblem>> {
    if bytes.len() > MOST_LETTER_BYTES {
        return Err(vec![FileProblem::too_large(MOST_LETTER_BYTES)]);
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(vec![FileProblem::no_text()]);
    };
    let text = text.replace("\r\n", "\n");
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let (body, last) = match text.rfind('\n') {
        Some(at) => text.split_at(at + 1),
        None => ("", text),
    };
    let key = sealed(body, last).map_err(|problem| vec![problem])?;
    let letter = parse(body)?;
    if lines_before_end(&letter).is_ok_and(|again| again == body) {
        Ok(SignedLetter { letter, key })
    } else {
        Err(vec![FileProblem::whole(
            "các dòng không được ghi đúng dạng",
            "the lines are not written as they should be",
        )])
    }
}

/// The key that signed the lines before the end.
fn sealed(body: &str, last: &str) -> Result<VerifyingKey, FileProblem> {
    let n_lines = body.lines().count();
    let no_end = || {
        FileProblem::at(
            n_lines + 1,
            "dòng cuối không phải dòng niêm phong của một thư; tệp khác loại hoặc bị cắt mất cuối",
            "the last line is no seal of a letter; this is another file, or its end is missing",
        )
    };
    let end: EndLine = serde_json::from_str(last).map_err(|_| no_end())?;
    let key = parse_key(&end.key).map_err(|_| no_end())?;
    let signature = parse_signature(&end.signature).ok_or_else(no_end)?;
    let hash = hash_of(body);
    let is_whole = end.kind == "end" && end.lines == n_lines && end.sha256.0 == hash;
    if is_whole && is_signed(&key, &hash, &signature) {
        Ok(key)
    } else {
        Err(FileProblem::wrong_signature())
    }
}

fn parse(body: &str) -> Result<Letter, Vec<FileProblem>> {
    let mut lines = body.lines();
    let header: Option<HeaderLine> = lines
        .next()
        .and_then(|line| serde_json::from_str(line).ok());
    let header = header.filter(|header| header.kind == HEADER && header.format == FORMAT);
    let read = header.and_then(|header| {
        let period = Period::parse(&header.period).ok()?;
        let side = Side::parse(&header.side)?;
        Some((header.unit, period, side))
    });
    let Some((unit, period, side)) = read else {
        return Err(vec![FileProblem::at(
            1,
            "không phải thư về báo cáo, hoặc do phiên bản khác ghi",
            "no letter about a report, or written by another version",
        )]);
    };
    let mut steps: Vec<Step> = Vec::new();
    let mut problems = Vec::new();
    for (number, line) in (2..).zip(lines) {
        let step = serde_json::from_str::<StepLine>(line).ok();
        match step.and_then(|step| step.check(side)) {
            Some(step) if steps.last().is_none_or(|last| place(last) < place(&step)) => {
                steps.push(step);
            }
            Some(_) | None => problems.push(FileProblem::at(
                number,
                "không phải một bước mà máy chủ đó được làm",
                "no step that this server may make",
            )),
        }
    }
    if problems.is_empty() {
        Ok(Letter {
            unit,
            period,
            side,
            steps,
        })
    } else {
        Err(problems)
    }
}

fn place(step: &Step) -> (u64, &str) {
    (step.sequence, &step.id)
}

fn lines_before_end(letter: &Letter) -> serde_json::Result<String> {
    let header = HeaderLine {
        format: FORMAT,
        kind: HEADER.to_owned(),
        period: letter.period.to_string(),
        side: letter.side.as_str().to_owned(),
        unit: letter.unit.clone(),
    };
    let mut text = serde_json::to_string(&header)?;
    text.push('\n');
    for step in &letter.steps {
        text.push_str(&serde_json::to_string(&StepLine::of(step))?);
        text.push('\n');
    }
    Ok(text)
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Hex(#[serde(with = "hex::serde")] Hash);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderLine {
    format: u64,
    kind: String,
    period: String,
    side: String,
    unit: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StepLine {
    account: String,
    act: String,
    day: String,
    id: String,
    kind: String,
    position: String,
    reason: Option<String>,
    sequence: u64,
    sheets: Option<u64>,
    tallies: Option<Hex>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndLine {
    key: String,
    kind: String,
    lines: usize,
    sha256: Hex,
    signature: String,
}

impl StepLine {
    fn of(step: &Step) -> Self {
        Self {
            account: step.account.clone(),
            act: step.act.as_str().to_owned(),
            day: step.day.to_string(),
            id: step.id.clone(),
            kind: "step".to_owned(),
            position: step.position.clone(),
            reason: step.reason.clone(),
            sequence: step.sequence,
            sheets: step.figures.map(|figures| figures.n_sheets),
            tallies: step.figures.map(|figures| Hex(figures.tallies)),
        }
    }

    /// The step, if the side may make it and every field keeps its limit.
    fn check(self, side: Side) -> Option<Step> {
        let act = Act::parse(&self.act).filter(|act| act.side() == side)?;
        let figures = match (self.tallies, self.sheets) {
            (Some(Hex(tallies)), Some(n_sheets)) if act == Act::Confirm => {
                Some(Figures { tallies, n_sheets })
            }
            (None, None) => None,
            (Some(_) | None, Some(_) | None) => return None,
        };
        let is_id = self.id.len() == 32
            && self
                .id
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        let is_sound = self.kind == "step"
            && is_id
            && (1..=side.most_steps()).contains(&self.sequence)
            && is_line(&self.account, MOST_ACCOUNT_CHARS)
            && is_line(&self.position, MOST_POSITION_CHARS)
            && self.reason.as_deref().is_none_or(is_reason)
            && (self.reason.is_some() || !act.needs_reason())
            && figures.is_none_or(|figures| i64::try_from(figures.n_sheets).is_ok());
        let day = self.day.parse().ok()?;
        is_sound.then_some(Step {
            id: self.id,
            sequence: self.sequence,
            act,
            account: self.account,
            position: self.position,
            day,
            received_on: day,
            reason: self.reason,
            figures,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::bundle::signing_key;

    fn letter() -> Letter {
        let step = |sequence, act| Step {
            id: format!("{sequence:032x}"),
            sequence,
            act,
            account: "namdan.b".to_owned(),
            position: "Công chức Văn phòng".to_owned(),
            day: jiff::civil::date(2026, 12, 16),
            received_on: jiff::civil::date(2026, 12, 16),
            reason: None,
            figures: (act == Act::Confirm).then_some(Figures {
                tallies: [7; 32],
                n_sheets: 547,
            }),
        };
        Letter {
            unit: "01141".to_owned(),
            period: Period::parse("2026-Q4b").unwrap(),
            side: Side::Unit,
            steps: vec![
                step(1, Act::Draft),
                step(2, Act::Confirm),
                step(3, Act::Submit),
            ],
        }
    }

    #[test]
    fn a_letter_reads_back_and_equal_letters_are_equal_bytes() {
        let key = signing_key(&[7; 32]);
        let file = write(&letter(), &key).unwrap();
        assert_eq!(file, write(&letter(), &key).unwrap());
        let read_back = read(&file).unwrap();
        assert_eq!(read_back.letter, letter());
        assert_eq!(read_back.key, key.verifying_key());
    }

    /// A change to a letter, the lines that are wrong then, and why.
    type Case = (fn(&mut Letter), &'static [usize], &'static str);

    #[test]
    fn a_letter_says_only_what_its_side_may_and_every_line_is_checked() {
        let key = signing_key(&[7; 32]);
        let changed = |change: fn(&mut Letter)| {
            let mut letter = letter();
            change(&mut letter);
            read(&write(&letter, &key).unwrap()).map_err(|problems| {
                let lines = problems.iter().map(|problem| problem.line.unwrap_or(0));
                lines.collect::<Vec<_>>()
            })
        };
        let cases: [Case; 7] = [
            (|it| it.side = Side::Province, &[2, 3, 4], "the other side"),
            (
                |it| it.steps[1].act = Act::Accept,
                &[3],
                "the province's act",
            ),
            (|it| it.steps[0].sequence = 5, &[3, 4], "out of order"),
            (|it| it.steps[2].sequence = 1000, &[4], "too many"),
            (|it| it.steps[0].id = "A".repeat(32), &[2], "no id"),
            (
                |it| it.steps[0].position = "x\ny".to_owned(),
                &[2],
                "two lines",
            ),
            (
                |it| it.steps[0].reason = Some("á".repeat(501)),
                &[2],
                "too long a reason",
            ),
        ];
        for (change, lines, why) in cases {
            assert_eq!(changed(change).unwrap_err(), lines, "{why}");
        }
    }

    #[test]
    fn a_tampered_letter_is_refused() {
        let file = write(&letter(), &signing_key(&[7; 32])).unwrap();
        let text = String::from_utf8(file).unwrap();
        for (text, why) in [
            (text.replace("547", "548"), "another number"),
            (text.replace("01141", "01144"), "another unit"),
            (text.lines().take(3).collect(), "no end"),
            (String::new(), "nothing"),
        ] {
            assert!(read(text.as_bytes()).is_err(), "{why}");
        }
    }
}
