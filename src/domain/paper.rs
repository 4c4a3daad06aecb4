//! Paper questionnaires: their serials, two keyings compared, and the sample looked at again.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::domain::form::{Choice, Form, Kind};
use crate::domain::vietnamese::to_nfc;

/// The greatest serial of a unit: six digits.
pub const MOST_SERIAL: u32 = 999_999;

/// How far a serial has come. One that was issued and has no standing is still out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Typed in by one account.
    Once,
    /// Typed in by two accounts that agree; waits for a batch.
    Twice,
    /// In the batch that is being compared with its paper.
    Batch,
    /// Among the answers.
    Stored,
    /// Spoiled, lost or left blank.
    Spoiled,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 5] = [
        Self::Once,
        Self::Twice,
        Self::Batch,
        Self::Stored,
        Self::Spoiled,
    ];

    /// The name in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Once => "once",
            Self::Twice => "twice",
            Self::Batch => "batch",
            Self::Stored => "stored",
            Self::Spoiled => "spoiled",
        }
    }

    /// The standing of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }
}

/// A serial as it is printed: `01141-000123`.
#[must_use]
pub fn serial_name(unit: &str, serial: u32) -> String {
    format!("{unit}-{serial:06}")
}

/// Reads a serial of `unit`, as printed or without what everyone can see: `123`, `000123`.
#[must_use]
pub fn read_serial(unit: &str, text: &str) -> Option<u32> {
    let text = text.trim();
    let digits = match text.rsplit_once('-') {
        Some((own, digits)) => (own == unit).then_some(digits)?,
        None => text,
    };
    let fits = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let serial = digits.parse().ok().filter(|_| fits)?;
    (1..=MOST_SERIAL).contains(&serial).then_some(serial)
}

/// How many of `n_sheets` are compared with their paper again: one in twenty, five at least, all
/// where there are fewer.
#[must_use]
pub fn n_to_recheck(n_sheets: usize) -> usize {
    const ONE_IN: usize = 20;
    const AT_LEAST: usize = 5;
    let one_in_so_many = (0..n_sheets).step_by(ONE_IN).count();
    one_in_so_many.max(AT_LEAST).min(n_sheets)
}

/// `n` of the serials, each of which comes with random bytes of its own: any `n` are as likely.
#[must_use]
pub fn draw(mut serials: Vec<([u8; 16], u32)>, n: usize) -> BTreeSet<u32> {
    serials.sort_unstable();
    serials
        .into_iter()
        .take(n)
        .map(|(_, serial)| serial)
        .collect()
}

/// A field in which two keyings of one sheet differ. `Null` is left blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// A question's id, or one of [`BESIDE`].
    pub field: String,
    /// What was typed first.
    pub first: Value,
    /// What was typed second.
    pub second: Value,
}

/// What is typed in beside the answers to questions.
pub const BESIDE: [&str; 4] = ["collected_at", "language", "service", "comment"];

/// What two keyings of one sheet do not agree in, in page order.
///
/// Texts agree when their words do: capitals and punctuation are no difference.
#[must_use]
pub fn differences(
    form: &Form,
    first: &Map<String, Value>,
    second: &Map<String, Value>,
) -> Vec<Difference> {
    let questions = form.questions().map(|question| question.id.as_str());
    let [day, language, rest @ ..] = BESIDE;
    [day, language]
        .into_iter()
        .chain(questions)
        .chain(rest)
        .filter_map(|field| {
            let (first, second) = (value(first, field), value(second, field));
            let agree = match (is_text(form, field), &first, &second) {
                (true, Value::String(first), Value::String(second)) => {
                    spoken(first) == spoken(second)
                }
                _ => first == second,
            };
            (!agree).then(|| Difference {
                field: field.to_owned(),
                first: first.clone(),
                second: second.clone(),
            })
        })
        .collect()
}

/// Whose word counts where two keyings differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// What was typed first.
    First,
    /// What was typed second.
    Second,
    /// Neither: what the paper says is typed anew.
    Other,
}

impl Decision {
    /// The decision of that name: `first`, `second` or `other`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "first" => Some(Self::First),
            "second" => Some(Self::Second),
            "other" => Some(Self::Other),
            _ => None,
        }
    }
}

/// The sheet after every difference is decided; `other` holds what was typed anew.
///
/// # Errors
/// The fields nobody decided.
pub fn decide(
    differences: &[Difference],
    decisions: &BTreeMap<String, Decision>,
    second: &Map<String, Value>,
    other: &Map<String, Value>,
) -> Result<Map<String, Value>, Vec<String>> {
    let mut sheet = second.clone();
    let mut undecided = Vec::new();
    for difference in differences {
        let decided = match decisions.get(&difference.field) {
            Some(Decision::First) => difference.first.clone(),
            Some(Decision::Second) => difference.second.clone(),
            Some(Decision::Other) => value(other, &difference.field),
            None => {
                undecided.push(difference.field.clone());
                continue;
            }
        };
        put(&mut sheet, &difference.field, decided);
    }
    if undecided.is_empty() {
        Ok(sheet)
    } else {
        Err(undecided)
    }
}

/// The sheet as it is compared and kept: ticks in form order, texts trimmed and composed, what
/// was left blank absent.
#[must_use]
pub fn tidied(form: &Form, mut sheet: Map<String, Value>) -> Map<String, Value> {
    if let Some(Value::Object(answers)) = sheet.get_mut("answers") {
        for (id, answer) in answers.iter_mut() {
            let options = match form.question(id).map(|question| &question.kind) {
                Some(Kind::Multi { options, .. }) => options.as_slice(),
                Some(Kind::Rating(_) | Kind::Choice(_) | Kind::Text) | None => &[],
            };
            tidy(answer, options);
        }
        answers.retain(|_, answer| !answer.is_null());
    }
    for (_, field) in &mut sheet {
        tidy(field, &[]);
    }
    sheet.retain(|_, field| !field.is_null());
    sheet
}

fn tidy(value: &mut Value, options: &[Choice]) {
    match value {
        Value::String(text) => {
            let tidy = to_nfc(&text.replace("\r\n", "\n")).trim().to_owned();
            *value = if tidy.is_empty() {
                Value::Null
            } else {
                Value::String(tidy)
            };
        }
        Value::Array(ticks) => ticks.sort_by_key(|tick| {
            let is_it = |option: &Choice| Some(option.value.as_str()) == tick.as_str();
            options.iter().position(is_it)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {}
    }
}

/// What a sheet says in a field; `Null` when it was left blank.
#[must_use]
pub fn value(sheet: &Map<String, Value>, field: &str) -> Value {
    let found = if BESIDE.contains(&field) {
        sheet.get(field)
    } else {
        sheet.get("answers").and_then(|answers| answers.get(field))
    };
    found.cloned().unwrap_or(Value::Null)
}

fn put(sheet: &mut Map<String, Value>, field: &str, value: Value) {
    let within = if BESIDE.contains(&field) {
        Some(sheet)
    } else {
        sheet.get_mut("answers").and_then(Value::as_object_mut)
    };
    if let Some(fields) = within {
        if value.is_null() {
            fields.remove(field);
        } else {
            fields.insert(field.to_owned(), value);
        }
    }
}

fn is_text(form: &Form, field: &str) -> bool {
    let is_text = |kind: &Kind| match kind {
        Kind::Text => true,
        Kind::Rating(_) | Kind::Choice(_) | Kind::Multi { .. } => false,
    };
    field == "comment"
        || form
            .question(field)
            .is_some_and(|question| is_text(&question.kind))
}

/// The words of a text, as they sound.
fn spoken(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests;
