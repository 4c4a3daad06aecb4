//! Results as an XLSX workbook, for the people who report them.
//!
//! Numbers are native, texts are never formulas, and equal content gives equal bytes.

mod chart;
mod notes;
mod page;
mod questions;
mod tables;
mod words;

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::config::Language;
use crate::domain::form::Form;
use crate::domain::results::ResultRow;

/// Everything a workbook shows: one unit, one period, every form that has answers.
#[derive(Clone, Debug)]
pub struct Content<'a> {
    /// The language of headings and labels.
    pub language: Language,
    /// Unit code.
    pub unit_code: String,
    /// Edition of the code.
    pub unit_edition: String,
    /// Unit name.
    pub unit_name: String,
    /// The period asked for, such as `2026-Q4b`.
    pub period: String,
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub to: Date,
    /// First and last day of the answers shown of spans that are still open.
    pub covered: Option<(Date, Date)>,
    /// Whether part of the period is still open.
    pub is_open: bool,
    /// Whether the period may be broken down by channel and service field.
    pub is_divided: bool,
    /// Results by form version.
    pub forms: Vec<FormResults<'a>>,
    /// Names of the units below, by code; empty at a unit that has none.
    pub unit_names: BTreeMap<String, String>,
    /// Labels of service fields, by code.
    pub service_names: BTreeMap<String, String>,
}

/// The rows of one form version, each list in the order it is shown.
#[derive(Clone, Debug)]
pub struct FormResults<'a> {
    /// The form, for titles and labels.
    pub form: &'a Form,
    /// How its figures were computed.
    pub method: MethodNote,
    /// One row per roll-up of units.
    pub headline: Vec<ResultRow>,
    /// `By::Unit`.
    pub units: Vec<ResultRow>,
    /// `By::Section`.
    pub sections: Vec<ResultRow>,
    /// `By::Question`.
    pub questions: Vec<ResultRow>,
    /// `By::Service`.
    pub services: Vec<ResultRow>,
    /// `By::Channel`.
    pub channels: Vec<ResultRow>,
}

/// What the notes say about a method.
#[derive(Clone, Debug, Default)]
pub struct MethodNote {
    /// What people call it.
    pub title: String,
    /// The decision it stands on.
    pub decision: String,
    /// A word on its status.
    pub note: Option<String>,
    /// Labels of the groups, by id.
    pub groups: BTreeMap<String, String>,
}

/// The finished file.
///
/// # Errors
/// When the library refuses a sheet; no content is known to make it do so.
pub fn write(content: &Content<'_>) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(content)?);
    page::lay(&mut workbook, content, &tables::summary(content))?;
    if !content.unit_names.is_empty() {
        page::lay(&mut workbook, content, &tables::units(content))?;
    }
    page::lay(&mut workbook, content, &tables::sections(content))?;
    page::lay(&mut workbook, content, &questions::questions(content))?;
    page::lay(&mut workbook, content, &tables::services(content))?;
    page::lay(&mut workbook, content, &tables::channels(content))?;
    page::lay(&mut workbook, content, &notes::notes(content))?;
    Ok(workbook.save_to_buffer()?)
}

/// The date of the file is the last day it speaks of: the time of making would make equal
/// content unequal.
fn properties(content: &Content<'_>) -> Result<DocProperties, XlsxError> {
    Ok(DocProperties::new()
        .set_title(words::title(content.language))
        .set_author(&content.unit_name)
        .set_creation_datetime(&excel_date(content.to)?))
}

fn excel_date(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let number = |part: i8| u8::try_from(part).unwrap_or(1);
    let year = u16::try_from(day.year()).unwrap_or(1900);
    ExcelDateTime::from_ymd(year, number(day.month()), number(day.day()))
}

/// The spreadsheet library refused.
#[derive(Debug)]
pub struct WorkbookError(XlsxError);

impl fmt::Display for WorkbookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("workbook cannot be written")
    }
}

impl std::error::Error for WorkbookError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl From<XlsxError> for WorkbookError {
    fn from(error: XlsxError) -> Self {
        Self(error)
    }
}

#[cfg(test)]
mod tests;
