//! One sheet of the workbook: from cells to something that reads and prints well.

use jiff::civil::Date;
use rust_xlsxwriter::{
    Format, FormatAlign, FormatBorder, IgnoreError, Workbook, Worksheet, XlsxError,
};

use crate::config::Language;
use crate::exchange::workbook::chart::{self, Chart};
use crate::exchange::workbook::{Content, excel_date, words};

/// A table with a name, before it becomes a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// The name on the tab.
    pub(super) name: &'static str,
    /// What is said above the table.
    pub(super) caption: String,
    /// Heading and width of each column.
    pub(super) columns: Vec<(&'static str, u16)>,
    /// The rows, each as wide as `columns`.
    pub(super) rows: Vec<Vec<Cell>>,
    /// Shown instead of rows when there are none.
    pub(super) nothing: &'static str,
    /// Whether people want to filter the rows.
    pub(super) kind: Kind,
    /// A chart of the rows, below them.
    pub(super) chart: Option<Chart>,
}

/// How a table is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// Rows to filter and sort, printed across.
    #[default]
    Figures,
    /// Text to read, printed upright.
    Text,
}

/// What stands in one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// No data; an empty cell, never 0.
    Nothing,
    /// Words.
    Text(String),
    /// A number of sheets or answers.
    Count(u64),
    /// A day, which spreadsheets can compute with.
    Day(Date),
    /// A figure as decimal text with a point, shown with at most that many decimals.
    Figure(String, usize),
}

/// Rows above the headings: title, unit, period, caption, a blank.
pub(super) const TABLE_TOP: u32 = 5;
pub(super) const FONT: &str = "Times New Roman";
const A4: u8 = 9;
/// In points, for one line of text.
const LINE_HEIGHT: u32 = 16;
/// In points, for one line of the title.
const TITLE_HEIGHT: u32 = 18;

/// Adds the table as a sheet.
pub(super) fn lay(
    workbook: &mut Workbook,
    content: &Content<'_>,
    table: &Table,
) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(table.name)?;
    set_up(sheet, content.language, table)?;
    write_top(sheet, content, table)?;
    write_headings(sheet, table)?;
    if table.rows.is_empty() {
        sheet.write_string_with_format(TABLE_TOP + 1, 0, table.nothing, &base().set_italic())?;
    }
    for (row, cells) in (TABLE_TOP + 1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(cells) {
            write_cell(sheet, (row, column), cell)?;
        }
        sheet.set_row_height(row, LINE_HEIGHT * n_lines(table, cells))?;
    }
    let last_row = match &table.chart {
        Some(drawn) => chart::draw(sheet, table, drawn)?,
        None => TABLE_TOP + n_rows(table).max(1),
    };
    let last_column = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(0);
    sheet.set_print_area(0, 0, last_row, last_column)?;
    // A unit's code is text on purpose, and nothing to warn of.
    let kind = IgnoreError::NumberStoredAsText;
    sheet.ignore_error_range(TABLE_TOP, 0, TABLE_TOP + n_rows(table), last_column, kind)?;
    Ok(())
}

pub(super) fn n_rows(table: &Table) -> u32 {
    u32::try_from(table.rows.len()).unwrap_or(0)
}

/// Lines of the tallest cell. Heights are set because not every program fits them by itself.
fn n_lines(table: &Table, cells: &[Cell]) -> u32 {
    let of_cell = |(cell, (_, width)): (&Cell, &(&str, u16))| match cell {
        Cell::Text(text) => wrapped(text, usize::from(*width)),
        Cell::Nothing | Cell::Count(_) | Cell::Day(_) | Cell::Figure(..) => 1,
    };
    cells
        .iter()
        .zip(&table.columns)
        .map(of_cell)
        .max()
        .unwrap_or(1)
}

/// Lines that a text takes in a column that is so many digits wide.
fn wrapped(text: &str, width: usize) -> u32 {
    let (mut lines, mut used) = (1, 0);
    for word in text.split(' ') {
        let length = word.chars().count();
        // A letter of our texts takes at most nineteen twentieths of a digit of the default font.
        if used > 0 && (used + 1 + length) * 19 > width * 20 {
            lines += 1;
            used = length;
        } else {
            used += 1 + length;
        }
    }
    lines
}

fn set_up(sheet: &mut Worksheet, language: Language, table: &Table) -> Result<(), XlsxError> {
    sheet.set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
    sheet.set_footer(language.pick("&L&A&RTrang &P/&N", "&L&A&RPage &P of &N"));
    match table.kind {
        Kind::Figures => sheet.set_landscape(),
        Kind::Text => sheet.set_portrait(),
    };
    for (column, (_, width)) in (0..).zip(&table.columns) {
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_repeat_rows(TABLE_TOP, TABLE_TOP)?;
    sheet.set_freeze_panes(TABLE_TOP + 1, 0)?;
    Ok(())
}

fn write_top(sheet: &mut Worksheet, content: &Content<'_>, table: &Table) -> Result<(), XlsxError> {
    let bold = base().set_bold().set_font_size(13);
    let title = words::title(content.language);
    match table.kind {
        Kind::Figures => {
            sheet.write_string_with_format(0, 0, title, &bold)?;
        }
        // An upright page is too narrow for it on one line.
        Kind::Text => {
            let wrapping = bold.set_text_wrap().set_align(FormatAlign::Top);
            let last = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(0);
            sheet.merge_range(0, 0, 0, last, title, &wrapping)?;
            sheet.set_row_height(0, 2 * TITLE_HEIGHT)?;
        }
    }
    sheet.write_string_with_format(1, 0, words::unit(content), &base().set_bold())?;
    sheet.write_string_with_format(2, 0, words::period(content), &base())?;
    sheet.write_string_with_format(3, 0, &table.caption, &base().set_italic())?;
    Ok(())
}

fn write_headings(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let heading = framed()
        .set_bold()
        .set_background_color(0x00E4_ECF7)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    let mut last = 0;
    for (column, (text, _)) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(TABLE_TOP, column, *text, &heading)?;
        last = column;
    }
    match table.kind {
        Kind::Figures => {
            sheet.set_row_height(TABLE_TOP, 48)?;
            sheet.autofilter(TABLE_TOP, 0, TABLE_TOP + n_rows(table).max(1), last)?;
        }
        Kind::Text => {}
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Nothing => sheet.write_blank(row, column, &framed())?,
        Cell::Text(text) => {
            let wrapping = aligned(FormatAlign::Left).set_text_wrap();
            sheet.write_string_with_format(row, column, text, &wrapping)?
        }
        Cell::Day(day) => {
            let format = aligned(FormatAlign::Left).set_num_format("dd/mm/yyyy");
            sheet.write_datetime_with_format(row, column, excel_date(*day)?, &format)?
        }
        Cell::Count(count) => {
            let format = aligned(FormatAlign::Right).set_num_format("#,##0");
            write_number(sheet, (row, column), (&count.to_string(), &format))?
        }
        Cell::Figure(text, most) => {
            let decimals = text
                .split_once('.')
                .map_or(0, |(_, rest)| rest.len())
                .min(*most);
            let shown = match decimals {
                0 => "0".to_owned(),
                some => format!("0.{}", "0".repeat(some)),
            };
            let format = aligned(FormatAlign::Right).set_num_format(shown);
            write_number(sheet, (row, column), (text, &format))?
        }
    };
    Ok(())
}

/// The one place where a figure becomes a binary fraction, because XLSX stores no other: nothing
/// is computed with it, and up to fifteen digits come back as they went in.
fn write_number<'s>(
    sheet: &'s mut Worksheet,
    (row, column): (u32, u16),
    (text, format): (&str, &Format),
) -> Result<&'s mut Worksheet, XlsxError> {
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => {
            sheet.write_number_with_format(row, column, number, format)
        }
        Ok(_) | Err(_) => sheet.write_string_with_format(row, column, text, format),
    }
}

fn base() -> Format {
    Format::new().set_font_name(FONT).set_font_size(11)
}

fn aligned(side: FormatAlign) -> Format {
    framed()
        .set_align(side)
        .set_align(FormatAlign::Top)
        .set_indent(1)
}

fn framed() -> Format {
    base()
        .set_border(FormatBorder::Thin)
        .set_border_color(0x0080_8080)
}
