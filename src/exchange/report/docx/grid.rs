//! Tables: those with a grid, and those that only hold blocks side by side.

use docx_rs::{
    AlignmentType, HeightRule, Paragraph, Table as DocxTable, TableAlignmentType, TableBorder,
    TableBorderPosition, TableBorders, TableCell, TableCellMargins, TableLayoutType, TableRow,
    VAlignType, VMergeType, WidthType,
};

use super::text::{Style, centered, set, short_rule};
use crate::exchange::report::{Align, Cell, Report, Row, Signature, Table, Weight};

/// A table of figures.
pub(super) fn table(table: &Table, size: usize) -> DocxTable {
    let mut rows = head_rows(table, size);
    rows.extend(table.rows.iter().map(|row| {
        let cells = Placed::in_row(&row.cells, &table.widths);
        let cells = cells.map(|placed| placed.cell(row, size));
        TableRow::new(cells.collect()).cant_split()
    }));
    let grid = table.widths.iter().map(|width| usize::from(*width) * 9);
    whole(DocxTable::new(rows).set_borders(lines()), grid.collect())
        .margins(TableCellMargins::new().margin(20, 60, 20, 60))
}

/// One line in a box.
pub(super) fn boxed(text: &str) -> DocxTable {
    let line = centered(text, Style::of_table(22, false));
    let cell = TableCell::new()
        .add_paragraph(line)
        .width(2_600, WidthType::Pct);
    DocxTable::new(vec![TableRow::new(vec![cell])])
        .set_borders(lines())
        .set_grid(vec![4_700])
        .width(2_600, WidthType::Pct)
        .align(TableAlignmentType::Left)
}

/// The agency on the left; country, motto and date on the right.
pub(super) fn head(report: &Report) -> DocxTable {
    let issuer = &report.issuer;
    let mut left: Vec<Paragraph> = Vec::new();
    let above = issuer.superior.iter();
    left.extend(above.map(|line| centered(line, Style::AGENCY_ABOVE)));
    left.extend(
        issuer
            .agency
            .iter()
            .map(|line| centered(line, Style::AGENCY)),
    );
    left.push(short_rule());
    let [country, motto] = &report.national;
    let right = vec![
        centered(country, Style::AGENCY),
        centered(motto, Style::MOTTO),
    ];
    let rows = vec![
        side_by_side(left, right),
        side_by_side(
            vec![centered(&issuer.number, Style::PLAIN)],
            vec![centered(&issuer.place_and_date, Style::ASIDE)],
        ),
    ];
    whole(DocxTable::without_borders(rows), vec![3_600, 5_400])
        .margins(TableCellMargins::new().margin(0, 0, 0, 0))
}

/// Recipients on the left, the signature on the right.
pub(super) fn signature(signature: &Signature) -> DocxTable {
    let mut left = vec![set(&signature.label, Style::RECIPIENTS_LABEL)];
    let recipients = signature.recipients.iter();
    left.extend(recipients.map(|line| set(line, Style::RECIPIENT)));
    let authority = signature.authority.iter();
    let mut right: Vec<Paragraph> = authority
        .map(|line| centered(line, Style::SIGNATURE))
        .collect();
    // Room for a signature and a stamp.
    right.extend((0..4).map(|_| centered("", Style::SIGNATURE)));
    right.push(centered(&signature.signer, Style::SIGNATURE));
    let rows = vec![side_by_side(left, right).cant_split()];
    whole(DocxTable::without_borders(rows), vec![4_300, 4_700])
        .margins(TableCellMargins::new().margin(0, 0, 0, 0))
}

/// A part of the file as it is packed: head rows are repeated on each page, for which the library
/// has no word (they carry a height that no other row has), and paragraphs lose the numbers that
/// the library counts on over documents. Both are found by their tags, which no text can hold.
pub(super) fn finished(part: Vec<u8>) -> Vec<u8> {
    const HEAD: &str = "<w:trHeight w:val=\"1\" w:hRule=\"atLeast\" />";
    const NUMBERED: &str = "<w:p w14:paraId=\"";
    let text = match String::from_utf8(part) {
        Ok(text) => text.replace(HEAD, "<w:tblHeader />"),
        Err(error) => return error.into_bytes(),
    };
    let mut parts = text.split(NUMBERED);
    let mut finished = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        finished.push_str("<w:p");
        finished.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    finished.into_bytes()
}

fn whole(table: DocxTable, grid: Vec<usize>) -> DocxTable {
    table
        .set_grid(grid)
        .width(5_000, WidthType::Pct)
        .layout(TableLayoutType::Fixed)
}

fn side_by_side(left: Vec<Paragraph>, right: Vec<Paragraph>) -> TableRow {
    let cell = |paragraphs: Vec<Paragraph>| {
        let cell = TableCell::new().vertical_align(VAlignType::Top);
        paragraphs.into_iter().fold(cell, TableCell::add_paragraph)
    };
    TableRow::new(vec![
        cell(left).width(2_000, WidthType::Pct),
        cell(right).width(3_000, WidthType::Pct),
    ])
}

fn lines() -> TableBorders {
    let positions = [
        TableBorderPosition::Top,
        TableBorderPosition::Left,
        TableBorderPosition::Bottom,
        TableBorderPosition::Right,
        TableBorderPosition::InsideH,
        TableBorderPosition::InsideV,
    ];
    let set = |borders: TableBorders, position| borders.set(TableBorder::new(position).size(4));
    positions.into_iter().fold(TableBorders::with_empty(), set)
}

/// The head, in which a cell may reach over both rows.
fn head_rows(table: &Table, size: usize) -> Vec<TableRow> {
    let mut below = table.head.get(1).into_iter().flatten();
    let mut rows: Vec<Vec<Placed<'_>>> = Vec::new();
    let first = table.head.first().map_or(&[][..], Vec::as_slice);
    rows.push(Placed::in_row(first, &table.widths).collect());
    if table.head.len() > 1 {
        let mut second = Vec::new();
        for placed in Placed::in_row(first, &table.widths) {
            if placed.cell.rows > 1 {
                second.push(Placed {
                    is_continued: true,
                    ..placed
                });
                continue;
            }
            let mut left = placed.cell.columns;
            let mut widths = placed.widths;
            while left > 0
                && let Some(cell) = below.next()
            {
                let (own, rest) = widths.split_at(usize::from(cell.columns).min(widths.len()));
                second.push(Placed {
                    cell,
                    widths: own,
                    is_continued: false,
                });
                widths = rest;
                left = left.saturating_sub(cell.columns);
            }
        }
        rows.push(second);
    }
    let of_head = Row::bold(Vec::new());
    let rows = rows.into_iter().map(|cells| {
        let cells = cells.iter().map(|placed| placed.cell(&of_head, size));
        TableRow::new(cells.collect())
            .cant_split()
            .row_height(1.0)
            .height_rule(HeightRule::AtLeast)
    });
    rows.collect()
}

/// A cell and the columns it lies in.
#[derive(Clone, Copy)]
struct Placed<'a> {
    cell: &'a Cell,
    widths: &'a [u16],
    is_continued: bool,
}

impl<'a> Placed<'a> {
    fn in_row(cells: &'a [Cell], widths: &'a [u16]) -> impl Iterator<Item = Self> {
        let mut rest = widths;
        cells.iter().map(move |cell| {
            let (own, after) = rest.split_at(usize::from(cell.columns).min(rest.len()));
            rest = after;
            Self {
                cell,
                widths: own,
                is_continued: false,
            }
        })
    }

    fn cell(&self, row: &Row, size: usize) -> TableCell {
        let Self {
            cell,
            widths,
            is_continued,
        } = self;
        let is_bold = [cell.weight, row.weight].contains(&Weight::Bold);
        let text = if *is_continued {
            ""
        } else {
            cell.text.as_str()
        };
        let paragraph = set(text, Style::of_table(size, is_bold)).align(match cell.align {
            Align::Left => AlignmentType::Left,
            Align::Center => AlignmentType::Center,
        });
        // Fiftieths of a percent from thousandths.
        let width: usize = widths.iter().map(|width| usize::from(*width) * 5).sum();
        let mut made = TableCell::new()
            .add_paragraph(paragraph)
            .width(width, WidthType::Pct)
            .vertical_align(VAlignType::Center);
        if cell.columns > 1 {
            made = made.grid_span(usize::from(cell.columns));
        }
        if cell.rows > 1 {
            let merge = if *is_continued {
                VMergeType::Continue
            } else {
                VMergeType::Restart
            };
            made = made.vertical_merge(merge);
        }
        made
    }
}
