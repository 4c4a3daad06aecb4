//! Writes single answers, piece by piece: nothing of the file is kept.

mod half_month;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use sqlx::SqliteConnection;

use self::half_month::HalfMonth;
use super::find_unit::find;
use super::record_event::{Act, record};
use super::{App, Invalid, UsecaseError};
use crate::config::Language;
use crate::domain::account::Scope;
use crate::domain::form::Form;
use crate::domain::mark::Mark;
use crate::domain::period::{Period, Span};
use crate::domain::sheet;
use crate::exchange::answers::{self, Answer, Column, CsvPiece, Place};
use crate::exchange::csv::Dialect;
use crate::storage::answer::AnswerRow;
use crate::storage::{StorageError, closed_span};

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// With a head line.
    Csv(Dialect),
    /// One object a line.
    Ndjson,
}

/// A file of answers on its way out.
#[derive(Debug)]
pub struct AnswerFile {
    app: App,
    rows: Rows,
    edition: &'static str,
    columns: Vec<Column>,
    /// Units and half-months still to be written, the last first.
    left: Vec<(String, Span)>,
    /// The one that is being written.
    begun: Option<HalfMonth>,
    head: Option<Vec<u8>>,
}

/// Begins the file of a province's answers: those collected here, sealed, in half-months that are
/// closed. Bundles bring no answers, and answers that came after the close are in no figure.
///
/// # Errors
/// When the unit is unknown, out of reach or no province, or the database cannot be read.
pub async fn begin(
    app: &App,
    scope: &Scope,
    (unit, period): (&str, Period),
    rows: Rows,
) -> Result<AnswerFile, UsecaseError> {
    let found = find(app, scope, unit, period).await?;
    if found.below.is_empty() {
        return Err(UsecaseError::Invalid(Invalid {
            vi: "chỉ tỉnh mới xuất được từng phiếu trả lời; đơn vị hãy xuất workbook hoặc tallies"
                .to_owned(),
            en:
                "only a province can export single answers; a unit can export a workbook or tallies"
                    .to_owned(),
        }));
    }
    let today = app.clock.now_local().date();
    let mut connection = app.store.read().await?;
    let mut left = Vec::new();
    for unit in found.counted() {
        let closed = closed_span::of_unit(&mut connection, &unit.code).await?;
        let is_closed =
            |span: &Span| span.is_past_closing(today) || closed.contains(&span.to_string());
        let spans = period.spans().into_iter().filter(is_closed);
        left.extend(spans.map(|span| (unit.code.clone(), span)));
    }
    left.reverse();
    let columns = answers::columns(&forms(app));
    let head = match rows {
        Rows::Csv(dialect) => {
            let mut piece = CsvPiece::begin(dialect.separator);
            piece.add_head(&columns)?;
            Some([answers::mark(dialect), &piece.end()?].concat())
        }
        Rows::Ndjson => None,
    };
    Ok(AnswerFile {
        app: app.clone(),
        rows,
        edition: found.edition.as_str(),
        columns,
        left,
        begun: None,
        head,
    })
}

/// Puts down that someone took single answers away.
///
/// # Errors
/// When the file cannot be written.
pub async fn record_export(
    app: &App,
    actor: &str,
    (unit, period): (&str, Period),
) -> Result<(), UsecaseError> {
    let (day, subject) = (app.today(), format!("{unit} {period}"));
    let mut write = app.store.write().await?;
    let act = Act {
        day: &day,
        actor,
        action: "answers-export",
        subject: &subject,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(())
}

/// What every column and code of the file means.
///
/// # Errors
/// Never: memory takes it.
pub fn dictionary(
    app: &App,
    language: Language,
    dialect: Dialect,
) -> Result<Vec<u8>, UsecaseError> {
    let forms = forms(app);
    Ok(answers::dictionary(
        &forms,
        &app.services,
        language,
        dialect,
    )?)
}

/// SPSS syntax that reads the CSV of that name.
#[must_use]
pub fn spss(app: &App, language: Language, data_file: &str) -> Vec<u8> {
    answers::syntax(&forms(app), language, data_file).into_bytes()
}

/// Every form version this node knows, so that columns do not depend on the answers.
fn forms(app: &App) -> Vec<Arc<Form>> {
    app.catalog.all().map(Arc::clone).collect()
}

impl AnswerFile {
    /// The next piece, at most a thousand answers of one unit's half-month; `None` at the end. No
    /// reader is kept from one piece to the next: the log can be emptied between them.
    ///
    /// # Errors
    /// When a row is corrupt or the database cannot be read.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, UsecaseError> {
        if let Some(head) = self.head.take() {
            return Ok(Some(head));
        }
        let mut connection = self.app.store.read().await?;
        while let Some(mut half_month) = self.current(&mut connection).await? {
            if let Some(rows) = half_month.next(&mut connection).await? {
                drop(connection);
                let piece = self.write(&half_month, &rows)?;
                self.begun = Some(half_month);
                return Ok(Some(piece));
            }
        }
        Ok(None)
    }

    /// The half-month that is being written, else the next.
    async fn current(
        &mut self,
        connection: &mut SqliteConnection,
    ) -> Result<Option<HalfMonth>, UsecaseError> {
        if let Some(begun) = self.begun.take() {
            return Ok(Some(begun));
        }
        match self.left.pop() {
            Some((unit, span)) => Ok(Some(HalfMonth::begin(connection, unit, span).await?)),
            None => Ok(None),
        }
    }

    fn write(&self, from: &HalfMonth, rows: &[AnswerRow]) -> Result<Vec<u8>, UsecaseError> {
        let unit = from.unit.as_str();
        let place = Place {
            unit,
            edition: self.edition,
            span: from.span,
        };
        match self.rows {
            Rows::Csv(dialect) => {
                let mut piece = CsvPiece::begin(dialect.separator);
                for row in rows {
                    let (form, marks) = self.read(unit, row)?;
                    piece.add(&self.columns, place, &answer_of(row, form, &marks))?;
                }
                Ok(piece.end()?)
            }
            Rows::Ndjson => {
                let mut piece = Vec::new();
                for row in rows {
                    let (form, marks) = self.read(unit, row)?;
                    piece.extend(answers::json_line(place, &answer_of(row, form, &marks)));
                }
                Ok(piece)
            }
        }
    }

    fn read(&self, unit: &str, row: &AnswerRow) -> Result<(&Form, Vec<Mark>), StorageError> {
        let corrupt = |what: String| StorageError::Corrupt(format!("answer of {unit}: {what}"));
        let form = self.app.catalog.find(&row.form);
        let form = form.ok_or_else(|| corrupt(format!("form {:?}", row.form)))?;
        let marks = sheet::decode(form, &row.sheet).map_err(|error| corrupt(error.to_string()))?;
        Ok((form, marks))
    }
}

fn answer_of<'a>(row: &'a AnswerRow, form: &'a Form, marks: &'a [Mark]) -> Answer<'a> {
    Answer {
        form,
        service: row.service.as_deref(),
        channel: &row.channel,
        is_flagged: row.flagged,
        marks,
    }
}
