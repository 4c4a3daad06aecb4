//! Tables: those with a grid, and those that only hold blocks side by side.

use docx_rs::{
    AlignmentType, HeightRule, Paragraph, Table as DocxTable, TableAlignmentType, TableBorder,
    TableBorderPosition, TableBorders, TableCell, TableCellMargins, TableLayoutType, TableRow,
    VAlignType, VMergeType, WidthType,
};

use super::text::{Style, agency_rule, centered, motto_rule, set};
use crate::exchange::report::{Align, Cell, Report, Row, Signature, Table, Weight, fit};

/// Where what follows a row may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// On the next page as well.
    AnyPage,
    /// On the row's own page alone.
    SamePage,
}

/// A table of figures, its letters so many half points high in a text so wide.
pub(super) fn table(table: &Table, (size, width): (usize, usize), next: Next) -> DocxTable {
    let grid = table.widths.iter();
    let grid: Vec<usize> = grid.map(|it| fit::part((*it).into(), width)).collect();
    let mut rows = head_rows(&table.head, (&grid, size));
    rows.extend((1..).zip(&table.rows).map(|(place, row)| {
        // No total alone on a page, and no question without its first option.
        let next = match (table.rows.len().saturating_sub(place), row.weight) {
            (0, _) => next,
            (1, _) | (_, Weight::Bold) => Next::SamePage,
            (_, Weight::Plain) => Next::AnyPage,
        };
        let cells = Placed::in_row(&row.cells, &grid);
        let cells = cells.map(|placed| placed.cell(row, (size, next)));
        TableRow::new(cells.collect()).cant_split()
    }));
    whole(DocxTable::new(rows).set_borders(lines()), grid)
        .margins(TableCellMargins::new().margin(35, BESIDE, 35, BESIDE))
}

/// Twentieths of a point between a line and a letter, as on the printed page: 0.5 mm, and 1 mm
/// more before words.
const BESIDE: usize = 28;
const BEFORE_WORDS: i32 = 57;

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
    left.push(agency_rule(&issuer.agency, HEAD[0]));
    let [country, motto] = &report.national;
    let right = vec![
        centered(country, Style::AGENCY),
        centered(motto, Style::MOTTO),
        motto_rule(HEAD[1]),
    ];
    let rows = vec![
        side_by_side((left, right), HEAD),
        side_by_side(
            (
                vec![centered(&issuer.number, Style::PLAIN)],
                vec![centered(&issuer.place_and_date, Style::ASIDE)],
            ),
            HEAD,
        ),
    ];
    whole(DocxTable::without_borders(rows), HEAD.to_vec())
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
    let rows = vec![side_by_side((left, right), END).cant_split()];
    whole(DocxTable::without_borders(rows), END.to_vec())
        .margins(TableCellMargins::new().margin(0, 0, 0, 0))
}

/// Twentieths of a point: the two columns of the head, and those of the end.
const HEAD: [usize; 2] = [3_674, 5_511];
const END: [usize; 2] = [4_317, 4_868];

fn whole(table: DocxTable, grid: Vec<usize>) -> DocxTable {
    table
        .width(grid.iter().sum(), WidthType::Dxa)
        .set_grid(grid)
        .layout(TableLayoutType::Fixed)
}

fn side_by_side((left, right): (Vec<Paragraph>, Vec<Paragraph>), widths: [usize; 2]) -> TableRow {
    let cell = |(paragraphs, width): (Vec<Paragraph>, usize)| {
        let cell = TableCell::new()
            .vertical_align(VAlignType::Top)
            .width(width, WidthType::Dxa);
        paragraphs.into_iter().fold(cell, TableCell::add_paragraph)
    };
    TableRow::new([left, right].into_iter().zip(widths).map(cell).collect())
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
fn head_rows(head: &[Vec<Cell>], (grid, size): (&[usize], usize)) -> Vec<TableRow> {
    let mut below = head.get(1).into_iter().flatten();
    let mut rows: Vec<Vec<Placed<'_>>> = Vec::new();
    let first = head.first().map_or(&[][..], Vec::as_slice);
    rows.push(Placed::in_row(first, grid).collect());
    if head.len() > 1 {
        let mut second = Vec::new();
        for placed in Placed::in_row(first, grid) {
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
        let cells = cells
            .iter()
            .map(|placed| placed.cell(&of_head, (size, Next::SamePage)));
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
    widths: &'a [usize],
    is_continued: bool,
}

impl<'a> Placed<'a> {
    fn in_row(cells: &'a [Cell], widths: &'a [usize]) -> impl Iterator<Item = Self> {
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

    fn cell(&self, row: &Row, (size, next): (usize, Next)) -> TableCell {
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
        let paragraph = set(text, Style::of_table(size, is_bold)).keep_next(next == Next::SamePage);
        let paragraph = match cell.align {
            Align::Left => {
                paragraph
                    .align(AlignmentType::Left)
                    .indent(Some(BEFORE_WORDS), None, None, None)
            }
            Align::Center => paragraph.align(AlignmentType::Center),
        };
        let mut made = TableCell::new()
            .add_paragraph(paragraph)
            .width(widths.iter().sum(), WidthType::Dxa)
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
