//! A report as an editable document for word processors.
//!
//! Equal reports give equal bytes: nothing in the file depends on when or where it was written.

mod grid;
mod text;

use std::io::{Cursor, Error};

use docx_rs::{
    AlignmentType, Docx, Header, LineSpacing, PageMargin, PageNum, PageOrientationType, PageSize,
    Paragraph, RunFonts, Section, Table,
};

use self::text::{BODY, FONT, Style, bordered_below, centered, item, justified, ruled, set};
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
    packed.document = grid::finished(packed.document);
    packed.headers = packed.headers.into_iter().map(grid::finished).collect();
    let mut file = Cursor::new(Vec::new());
    packed.pack(&mut file).map_err(Error::other)?;
    Ok(file.into_inner())
}

/// Pages of one orientation, numbered on from those before, as a browser numbers them.
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
            .page_margin(self.margin());
        if self.orientation == Orientation::Landscape {
            section = section.page_orient(PageOrientationType::Landscape);
        }
        if self.is_first {
            section = section.title_pg().header(page_number());
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
        let mut document = document.page_size(width, height).page_margin(self.margin());
        if self.is_first {
            document = document.title_pg().header(page_number());
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

    /// 20, 20, 30 and 18 mm, the widest where pages are bound; of a page on its side all but equal.
    fn margin(&self) -> PageMargin {
        let left = match self.orientation {
            Orientation::Portrait => 1_701,
            Orientation::Landscape => 1_134,
        };
        PageMargin {
            top: 1_134,
            bottom: 1_134,
            left,
            right: 1_020,
            header: 567,
            footer: 567,
            gutter: 0,
        }
    }
}

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
    parts.push(Part::Text(ruled()));
    let addressees = report.addressees.iter();
    parts.extend(addressees.map(|line| Part::Text(centered(line, Style::PLAIN))));
    parts.push(Part::Text(set("", Style::SMALL)));
    parts.extend(report.body.iter().map(|it| block(it, BODY_TABLE)));
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

/// Half points of the letters in tables: in the text, upright in an appendix, and on the side.
const BODY_TABLE: usize = 23;
const APPENDIX_TABLE: usize = 21;
const WIDE_TABLE: usize = 21;

fn appendix_pages(appendix: &Appendix) -> Pages {
    let size = match appendix.orientation {
        Orientation::Portrait => APPENDIX_TABLE,
        Orientation::Landscape => WIDE_TABLE,
    };
    let mut parts = vec![
        Part::Text(centered(&appendix.number, Style::TITLE)),
        Part::Text(centered(&appendix.title, Style::SUBJECT)),
        Part::Text(centered(&appendix.aside, Style::ASIDE)),
        Part::Text(set("", Style::SMALL)),
    ];
    parts.extend(appendix.blocks.iter().map(|it| block(it, size)));
    Pages {
        is_first: false,
        orientation: appendix.orientation,
        parts,
    }
}

fn block(block: &Block, size: usize) -> Part {
    match block {
        Block::Heading(text) => Part::Text(text::heading(text)),
        Block::Paragraph(text) => Part::Text(justified(text)),
        Block::Item(text) => Part::Text(item(text)),
        Block::Note(text) => Part::Text(set(text, Style::NOTE)),
        Block::Table(table) => Part::Table(grid::table(table, size)),
    }
}
