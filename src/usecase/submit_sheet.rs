//! Takes a finished questionnaire, from whichever way it came, to the disk.

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::{Uuid, Variant};

use super::App;
use crate::clock::local_zone;
use crate::domain::form::Channel;
use crate::domain::period::Placement;
use crate::domain::plain_text::is_printable;
use crate::domain::sheet::{self, Problem, RawSheet, content_bytes};
use crate::intake::{Arrival, IntakeError, Outcome};

/// Who hands a sheet in.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The device's id; `None` for the open page and for imports.
    pub device: Option<String>,
    /// The unit it speaks for.
    pub unit: String,
    /// How its sheets come, before an officer's help moves them.
    pub channel: Channel,
}

/// A sheet was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The id as it was sent.
    pub id: String,
    /// Whether it is new.
    pub status: Status,
}

/// Whether a sheet is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is on disk now.
    Stored,
    /// It was on disk already.
    Duplicate,
}

/// Why a sheet was not taken.
#[derive(Debug)]
pub enum SubmitError {
    /// It says what cannot be: every problem at once.
    Problems(Vec<Problem>),
    /// It is for another unit than the device's.
    OtherUnit,
    /// Its device was revoked.
    DeviceRevoked,
    /// Its id is known with other content; the first stays.
    Conflict,
    /// The slip it came with is not good: used, made void, or never printed.
    VoucherUsed,
    /// Later: the same id may be sent again.
    Later(IntakeError),
}

/// The fields beside the answers that a sheet may have.
pub const FIELDS: [&str; 11] = [
    "id",
    "unit",
    "form",
    "language",
    "collected_at",
    "duration_s",
    "assisted",
    "service",
    "answers",
    "sections",
    "comment",
];

/// A sheet that fits, ready for the writer.
#[derive(Debug)]
pub struct Ready {
    id: String,
    arrival: Arrival,
}

impl Ready {
    /// The id as it was sent.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The same sheet, which uses up the slip of that code's hash.
    #[must_use]
    pub fn with_voucher(mut self, hash: [u8; 32]) -> Self {
        self.arrival.voucher = Some(hash);
        self
    }
}

/// Checks and stores one sheet; returns when it is on disk.
///
/// # Errors
/// See [`SubmitError`]; nothing is stored then, or, after [`SubmitError::Later`], perhaps all.
pub async fn submit(
    app: &App,
    sender: &Sender,
    sheet: &Map<String, Value>,
) -> Result<Receipt, SubmitError> {
    store(app, check(app, sender, sheet)?).await
}

/// Stores one sheet that was checked; returns when it is on disk.
///
/// # Errors
/// See [`SubmitError`]; never [`SubmitError::Problems`].
pub async fn store(app: &App, ready: Ready) -> Result<Receipt, SubmitError> {
    let outcome = app.intake.submit(ready.arrival).await;
    receipt(ready.id, outcome)
}

/// Stores sheets that were checked, together; outcomes in the order given.
pub async fn submit_all(app: &App, ready: Vec<Ready>) -> Vec<Result<Receipt, SubmitError>> {
    let (ids, arrivals): (Vec<_>, Vec<_>) = ready
        .into_iter()
        .map(|ready| (ready.id, ready.arrival))
        .unzip();
    let outcomes = app.intake.submit_all(arrivals).await;
    ids.into_iter()
        .zip(outcomes)
        .map(|(id, outcome)| receipt(id, outcome))
        .collect()
}

/// Checks one sheet against its form, and everything beside the answers.
///
/// # Errors
/// [`SubmitError::Problems`] with every problem, or [`SubmitError::OtherUnit`].
pub fn check(app: &App, sender: &Sender, sheet: &Map<String, Value>) -> Result<Ready, SubmitError> {
    let mut problems = unknown_fields(sheet);
    let id = read_id(sheet.get("id"), &mut problems);
    let collected = read_collected_at(sheet.get("collected_at"), &mut problems);
    let unit = read_text("unit", sheet.get("unit"), &mut problems);
    if unit.is_some_and(|unit| unit != sender.unit) {
        return Err(SubmitError::OtherUnit);
    }
    let form = read_text("form", sheet.get("form"), &mut problems);
    if form.is_none() && !has_problem(&problems, "form") {
        problems.push(required("form"));
    }
    let form = form.and_then(|name| {
        let form = app.catalog.find(name).filter(|_| name.contains('@'));
        if form.is_none() {
            problems.push(Problem::form_unknown(name));
        }
        form
    });
    let raw = RawSheet {
        answers: sheet.get("answers"),
        sections: sheet.get("sections"),
        service: sheet.get("service"),
        comment: sheet.get("comment"),
        language: sheet.get("language"),
        duration_s: sheet.get("duration_s"),
        assisted: sheet.get("assisted"),
    };
    let parsed = form.map(|form| sheet::parse(form, &app.services, sender.channel, raw));
    match (id, collected, form, parsed) {
        (Some((text, id)), Some(collected), Some(form), Some(Ok(sheet))) if problems.is_empty() => {
            let zone = local_zone();
            let now = zone.to_datetime(app.clock.now());
            let arrival = Arrival {
                unit: sender.unit.clone(),
                device: sender.device.clone(),
                handed_in: sender.channel,
                placement: Placement::of(zone.to_datetime(collected), now),
                id,
                form: form.form_ref.to_string(),
                content: content_bytes(&sheet, &form.form_ref),
                sheet,
                voucher: None,
            };
            Ok(Ready { id: text, arrival })
        }
        (_, _, _, parsed) => {
            problems.extend(match parsed {
                Some(parsed) => parsed.err().unwrap_or_default(),
                None => sheet::problems_beside(&app.services, raw),
            });
            Err(SubmitError::Problems(problems))
        }
    }
}

fn receipt(id: String, outcome: Result<Outcome, IntakeError>) -> Result<Receipt, SubmitError> {
    match outcome {
        Ok(Outcome::Stored) => Ok(Receipt {
            id,
            status: Status::Stored,
        }),
        Ok(Outcome::Duplicate) => Ok(Receipt {
            id,
            status: Status::Duplicate,
        }),
        Ok(Outcome::Conflict) => Err(SubmitError::Conflict),
        Ok(Outcome::DeviceRevoked) => Err(SubmitError::DeviceRevoked),
        Ok(Outcome::VoucherUsed) => Err(SubmitError::VoucherUsed),
        Err(error) => Err(SubmitError::Later(error)),
    }
}

fn unknown_fields(sheet: &Map<String, Value>) -> Vec<Problem> {
    sheet
        .keys()
        .filter(|key| !FIELDS.contains(&key.as_str()))
        .map(|key| {
            let shown: String = key.chars().filter(|c| is_printable(*c)).take(40).collect();
            Problem::new(
                shown.clone(),
                "unknown-field",
                format!("phiếu không có mục “{shown}”"),
                format!("a sheet has no field “{shown}”"),
            )
        })
        .collect()
}

fn read_text<'a>(
    field: &str,
    value: Option<&'a Value>,
    problems: &mut Vec<Problem>,
) -> Option<&'a str> {
    match value {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text),
        Some(_) => {
            problems.push(Problem::new(
                field,
                "wrong-type",
                format!("“{field}” phải là một chuỗi"),
                format!("“{field}” must be a string"),
            ));
            None
        }
    }
}

fn read_id(value: Option<&Value>, problems: &mut Vec<Problem>) -> Option<(String, [u8; 16])> {
    let before = problems.len();
    let Some(text) = read_text("id", value, problems) else {
        if problems.len() == before {
            problems.push(required("id"));
        }
        return None;
    };
    let uuid = Uuid::try_parse(text).ok().filter(|uuid| {
        text.len() == 36 && uuid.get_version_num() == 4 && uuid.get_variant() == Variant::RFC4122
    });
    if uuid.is_none() {
        problems.push(Problem::new(
            "id",
            "not-uuid-v4",
            "mã phiếu phải là một UUID ngẫu nhiên phiên bản 4".to_owned(),
            "id must be a random UUID, version 4".to_owned(),
        ));
    }
    uuid.map(|uuid| (text.to_owned(), uuid.into_bytes()))
}

fn read_collected_at(value: Option<&Value>, problems: &mut Vec<Problem>) -> Option<Timestamp> {
    let before = problems.len();
    let Some(text) = read_text("collected_at", value, problems) else {
        if problems.len() == before {
            problems.push(required("collected_at"));
        }
        return None;
    };
    let at = text.parse().ok().filter(|_| text.len() <= 64);
    if at.is_none() {
        problems.push(Problem::new(
            "collected_at",
            "not-a-time",
            "thời điểm phải có dạng 2026-11-24T09:30:00+07:00".to_owned(),
            "the time must look like 2026-11-24T09:30:00+07:00".to_owned(),
        ));
    }
    at
}

fn required(field: &str) -> Problem {
    Problem::new(
        field,
        "required",
        format!("thiếu “{field}”"),
        format!("“{field}” is missing"),
    )
}

fn has_problem(problems: &[Problem], field: &str) -> bool {
    problems.iter().any(|problem| problem.field == field)
}
