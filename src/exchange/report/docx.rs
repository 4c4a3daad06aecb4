//! A report as an editable document for word processors.
//!
//! Equal reports give equal bytes: nothing in the file depends on when or where it was written.

mod finish;
mod grid;
#[cfg(test)]
mod tests;
mod text;

use std::io::{Cursor, Error};

use docx_rs::{
    AlignmentType, Docx, Header, LineSpacing, PageMargin, PageNum, PageNumType,
    PageOrientationType, PageSize, Paragraph, RunFonts, Section, Table,
};

use self::grid::Next;
use self::text::{BODY, FONT, Style, bordered_below, centered, justified, ruled, set};
use super::{Appendix, Block, Orientation, Report};

/// The document as a file.
///
/// # Errors
/// When it cannot be packed.
pub fn write(report: &Report) -> Result<Vec<u8>, Error> {
    let fonts = RunFonts::new()
        .ascii(FONT)
        .hi_ansi(FONT)
        .cs(FONT)
        .east_asia(FONT);
    let mut document = Docx::new()
        .default_fonts(fonts)
        .default_size(BODY)
        .default_line_spacing(LineSpacing::new());
    let mut pages = vec![main_pages(report)];
    pages.extend(report.appendices.iter().map(appendix_pages));
    // What comes last lies in the document itself: a section of its own would leave a blank page.
    let last = pages.pop();
    for part in pages {
        document = document.add_section(part.into_section());
    }
    if let Some(last) = last {
        document = last.add_to(document);
    }
    let mut packed = document.build();
    packed.styles = finish::styles(packed.styles);
    packed.document = finish::text(packed.document);
    packed.headers = packed.headers.into_iter().map(finish::text).collect();
    let mut file = Cursor::new(Vec::new());
    packed.pack(&mut file).map_err(Error::other)?;
    Ok(file.into_inner())
}

/// Pages of one orientation, numbered from one, the first without its number: so the decree has
/// it of the text and of each appendix.
struct Pages {
    /// The first pages name what stands on top of every page; the others follow them.
    is_first: bool,
    orientation: Orientation,
    parts: Vec<Part>,
}

#[expect(
    clippy::large_enum_variant,
    reason = "a report has a few dozen parts, and nearly all are text"
)]
enum Part {
    Text(Paragraph),
    Table(Table),
}

/// Twentieths of a point: A4.
const A4: (u32, u32) = (11_906, 16_838);

impl Pages {
    fn into_section(self) -> Section {
        let (width, height) = self.size();
        let mut section = Section::new()
            .page_size(PageSize::new().size(width, height))
            .page_margin(MARGIN)
            .page_num_type(PageNumType::new().start(1))
            .title_pg();
        if self.orientation == Orientation::Landscape {
            section = section.page_orient(PageOrientationType::Landscape);
        }
        if self.is_first {
            section = section.header(page_number());
        }
        for part in self.parts {
            section = match part {
                Part::Text(paragraph) => section.add_paragraph(paragraph),
                Part::Table(table) => section.add_table(table),
            };
        }
        section
    }

    fn add_to(self, document: Docx) -> Docx {
        let (width, height) = self.size();
        let mut document = document
            .page_size(width, height)
            .page_margin(MARGIN)
            .page_num_type(PageNumType::new().start(1))
            .title_pg();
        if self.is_first {
            document = document.header(page_number());
        }
        if self.orientation == Orientation::Landscape {
            document = document.page_orient(PageOrientationType::Landscape);
        }
        for part in self.parts {
            document = match part {
                Part::Text(paragraph) => document.add_paragraph(paragraph),
                Part::Table(table) => document.add_table(table),
            };
        }
        document
    }

    fn size(&self) -> (u32, u32) {
        match self.orientation {
            Orientation::Portrait => A4,
            Orientation::Landscape => (A4.1, A4.0),
        }
    }
}

/// Twentieths of a point: 20, 20, 30 and 18 mm, within the decree's limits for every page.
const MARGIN: PageMargin = PageMargin {
    top: 1_134,
    bottom: 1_134,
    left: 1_701,
    right: 1_020,
    header: 567,
    footer: 567,
    gutter: 0,
};

/// Twentieths of a point: how wide the text is on an upright page, and on one on its side.
const TEXT: usize = 9_185;
const SIDE_TEXT: usize = 14_117;

/// The number in the middle on top; a first page has none.
fn page_number() -> Header {
    let number = Paragraph::new()
        .align(AlignmentType::Center)
        .add_page_num(PageNum::new());
    Header::new().add_paragraph(number)
}

fn main_pages(report: &Report) -> Pages {
    let mut parts = Vec::new();
    if let Some(draft) = &report.draft {
        parts.push(Part::Table(grid::boxed(draft)));
        parts.push(Part::Text(set("", Style::SMALL)));
    }
    parts.push(Part::Table(grid::head(report)));
    parts.push(Part::Text(centered(&report.kind, Style::TITLE)));
    parts.push(Part::Text(centered(&report.subject, Style::SUBJECT)));
    parts.push(Part::Text(centered(&report.aside, Style::ASIDE)));
    parts.push(Part::Text(ruled(TEXT)));
    parts.extend(text::addressees(&report.addressees).map(Part::Text));
    parts.push(Part::Text(set("", Style::SMALL)));
    parts.extend(blocks(&report.body, (BODY_TABLE, TEXT)));
    // A signature stands on no page without a word of the text.
    parts.push(Part::Text(set("", Style::SMALL).keep_next(true)));
    if let Some(Part::Text(last)) = parts.iter_mut().rev().nth(1) {
        *last = last.clone().keep_next(true);
    }
    parts.push(Part::Table(grid::signature(&report.signature)));
    parts.push(Part::Text(bordered_below(&report.foot)));
    Pages {
        is_first: true,
        orientation: Orientation::Portrait,
        parts,
    }
}

/// Half points of the letters in tables: in the text, and in an appendix.
const BODY_TABLE: usize = 23;
const APPENDIX_TABLE: usize = 21;

fn appendix_pages(appendix: &Appendix) -> Pages {
    let width = match appendix.orientation {
        Orientation::Portrait => TEXT,
        Orientation::Landscape => SIDE_TEXT,
    };
    let mut parts = vec![
        Part::Text(centered(&appendix.number, Style::TITLE)),
        Part::Text(centered(&appendix.title, Style::SUBJECT)),
        Part::Text(centered(&appendix.aside, Style::ASIDE)),
        Part::Text(ruled(width)),
    ];
    parts.extend(blocks(&appendix.blocks, (APPENDIX_TABLE, width)));
    Pages {
        is_first: false,
        orientation: appendix.orientation,
        parts,
    }
}

/// Pieces of the text; what introduces a table stands on the page on which it begins.
fn blocks(blocks: &[Block], at: (usize, usize)) -> Vec<Part> {
    let next = blocks.iter().skip(1).map(Some).chain([None]);
    let parts = blocks.iter().zip(next).map(|(block, next)| {
        let leads = matches!(next, Some(Block::Table(_)));
        match block {
            Block::Heading(text) => Part::Text(text::heading(text)),
            Block::Paragraph(text) | Block::Item(text) => {
                Part::Text(justified(text).keep_next(leads))
            }
            Block::Note(text) => Part::Text(set(text, Style::NOTE)),
            Block::Table(table) => {
                let follows = match next {
                    Some(Block::Note(_)) => Next::SamePage,
                    Some(_) | None => Next::AnyPage,
                };
                Part::Table(grid::table(table, at, follows))
            }
        }
    });
    parts.collect()
}
