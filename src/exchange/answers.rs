//! Single answers as rows, for the statisticians of a province.
//!
//! A row says what was answered, where, in which half-month and on which channel. It has no id, no
//! day and no order: rows of a unit and half-month come in the order of their random ids.

mod dictionary;
mod spss;
#[cfg(test)]
mod tests;

use std::io;
use std::sync::Arc;

use serde_json::{Map, Value, json};

pub use self::dictionary::dictionary;
pub use self::spss::syntax;
use crate::domain::form::{Form, FormRef, Kind, Question};
use crate::domain::mark::Mark;
use crate::domain::period::Span;
use crate::exchange::csv::{Dialect, Separator};

/// The columns before those of the questions.
pub const FIRST_COLUMNS: [&str; 8] = [
    "unit_code",
    "unit_edition",
    "from",
    "to",
    "form",
    "service",
    "channel",
    "flagged",
];

/// What stands where a question was asked and left out.
pub const LEFT_OUT: &str = "left-out";
/// What stands where a question was not asked.
pub const NOT_ASKED: &str = "not-asked";

/// Answers in one unit's half-month.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Unit code.
    pub unit: &'a str,
    /// Edition of the code.
    pub edition: &'a str,
    /// The half-month.
    pub span: Span,
}

/// One answer.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// Its form.
    pub form: &'a Form,
    /// Service code.
    pub service: Option<&'a str>,
    /// Channel name.
    pub channel: &'a str,
    /// Whether quality marked it.
    pub is_flagged: bool,
    /// What each counted question got, in the order of [`Form::counted`].
    pub marks: &'a [Mark],
}

/// A column of a question: a multiple choice has one for each option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name, such as `hai-long-quay@1:chung` or `hai-long-quay@1:can-cai-thien:thoi-gian`.
    pub name: String,
    form: FormRef,
    question: usize,
    option: Option<usize>,
}

/// The columns of the questions of these forms, in form order.
#[must_use]
pub fn columns(forms: &[Arc<Form>]) -> Vec<Column> {
    let mut columns = Vec::new();
    for form in forms {
        for (question, asked) in form.counted().enumerate() {
            let base = format!("{}:{}", form.form_ref, asked.id);
            let column = |name: String, option| Column {
                name,
                form: form.form_ref.clone(),
                question,
                option,
            };
            match &asked.kind {
                Kind::Multi { options, .. } => columns.extend(
                    options
                        .iter()
                        .enumerate()
                        .map(|(at, option)| column(format!("{base}:{}", option.value), Some(at))),
                ),
                Kind::Rating(_) | Kind::Choice(_) | Kind::Text => columns.push(column(base, None)),
            }
        }
    }
    columns
}

/// Lines of CSV on their way into a piece of the file.
pub struct CsvPiece(csv::Writer<Vec<u8>>);

impl CsvPiece {
    /// A piece without lines.
    #[must_use]
    pub fn begin(separator: Separator) -> Self {
        let separator = match separator {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
        };
        Self(
            csv::WriterBuilder::new()
                .delimiter(separator)
                .terminator(csv::Terminator::CRLF)
                .from_writer(Vec::new()),
        )
    }

    /// Adds the head line.
    ///
    /// # Errors
    /// Never: memory takes it.
    pub fn add_head(&mut self, columns: &[Column]) -> io::Result<()> {
        let names = columns.iter().map(|column| column.name.as_str());
        self.add_cells(FIRST_COLUMNS.into_iter().chain(names))
    }

    /// Adds one answer; columns of other forms stay empty.
    ///
    /// # Errors
    /// Never: memory takes it.
    pub fn add(
        &mut self,
        columns: &[Column],
        place: Place<'_>,
        answer: &Answer<'_>,
    ) -> io::Result<()> {
        let questions: Vec<&Question> = answer.form.counted().collect();
        let cell = |column: &Column| {
            let marked = questions
                .get(column.question)
                .zip(answer.marks.get(column.question))
                .filter(|_| column.form == answer.form.form_ref);
            marked
                .map(|(question, mark)| value(question, mark, column.option))
                .unwrap_or_default()
        };
        let first = [
            place.unit.to_owned(),
            place.edition.to_owned(),
            place.span.from().to_string(),
            place.span.to().to_string(),
            answer.form.form_ref.to_string(),
            answer.service.unwrap_or_default().to_owned(),
            answer.channel.to_owned(),
            u8::from(answer.is_flagged).to_string(),
        ];
        self.add_cells(first.into_iter().chain(columns.iter().map(cell)))
    }

    fn add_cells<T: AsRef<[u8]>>(&mut self, cells: impl Iterator<Item = T>) -> io::Result<()> {
        Ok(self.0.write_record(cells)?)
    }

    /// The lines.
    ///
    /// # Errors
    /// Never: memory takes it.
    pub fn end(self) -> io::Result<Vec<u8>> {
        self.0.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

/// What stands before the head line.
#[must_use]
pub fn mark(dialect: Dialect) -> &'static [u8] {
    if dialect.has_mark {
        "\u{feff}".as_bytes()
    } else {
        b""
    }
}

/// One answer as a line of NDJSON: levels as numbers, options as texts, several as a list.
#[must_use]
pub fn json_line(place: Place<'_>, answer: &Answer<'_>) -> Vec<u8> {
    let mut answers = Map::new();
    for (question, mark) in answer.form.counted().zip(answer.marks) {
        answers.insert(question.id.to_string(), json_value(question, mark));
    }
    let row = json!({
        "unit_code": place.unit,
        "unit_edition": place.edition,
        "from": place.span.from().to_string(),
        "to": place.span.to().to_string(),
        "form": answer.form.form_ref.to_string(),
        "service": answer.service,
        "channel": answer.channel,
        "flagged": answer.is_flagged,
        "answers": answers,
    });
    let mut line = row.to_string().into_bytes();
    line.push(b'\n');
    line
}

/// What stands in a cell. Codes are `a-z`, `0-9` and `-` and begin with a letter or digit in every
/// shipped form; one that begins with `-` gets an apostrophe, so that no spreadsheet runs it.
fn value(question: &Question, mark: &Mark, option: Option<usize>) -> String {
    let text = match mark {
        Mark::Level(code) => code.to_string(),
        Mark::Option(at) => option_code(question, *at),
        Mark::Options(chosen) => {
            let is_chosen = option.and_then(|at| chosen.get(at)).copied();
            u8::from(is_chosen.unwrap_or(false)).to_string()
        }
        Mark::Outside(at) => outside_code(question, *at),
        Mark::LeftOut => LEFT_OUT.to_owned(),
        Mark::NotAsked => NOT_ASKED.to_owned(),
    };
    if text.starts_with('-') {
        format!("'{text}")
    } else {
        text
    }
}

fn json_value(question: &Question, mark: &Mark) -> Value {
    match mark {
        Mark::Level(code) => json!(code),
        Mark::Option(at) => json!(option_code(question, *at)),
        Mark::Options(chosen) => {
            let codes = chosen
                .iter()
                .enumerate()
                .filter(|(_, is_chosen)| **is_chosen)
                .map(|(at, _)| option_code(question, at));
            json!(codes.collect::<Vec<_>>())
        }
        Mark::Outside(at) => json!({ "outside": outside_code(question, *at) }),
        Mark::LeftOut => json!({ "outside": LEFT_OUT }),
        Mark::NotAsked => Value::Null,
    }
}

fn option_code(question: &Question, at: usize) -> String {
    let options = match &question.kind {
        Kind::Choice(options) | Kind::Multi { options, .. } => options.as_slice(),
        Kind::Rating(_) | Kind::Text => &[],
    };
    options
        .get(at)
        .map(|option| option.value.to_string())
        .unwrap_or_default()
}

fn outside_code(question: &Question, at: usize) -> String {
    let outside = question.outside.get(at);
    outside
        .map(|choice| choice.value.to_string())
        .unwrap_or_default()
}
