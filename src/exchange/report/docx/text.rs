//! Paragraphs as Nghị định 30/2020/NĐ-CP sets them.

use docx_rs::{
    AlignmentType, BorderType, LineSpacing, LineSpacingType, Paragraph, ParagraphBorder,
    ParagraphBorderPosition, ParagraphBorders, Run, SpecialIndentType,
};

use crate::domain::plain_text::is_in_xml;
use crate::exchange::report::fit;

/// The one family of the decree.
pub(super) const FONT: &str = "Times New Roman";

/// Half points of the text: 13.
pub(super) const BODY: usize = 26;

/// Letters and the space around them.
#[derive(Clone, Copy)]
pub(super) struct Style {
    size: usize,
    is_bold: bool,
    is_italic: bool,
    /// Twentieths of a point above.
    before: u32,
}

impl Style {
    pub(super) const PLAIN: Self = Self {
        size: BODY,
        is_bold: false,
        is_italic: false,
        before: 60,
    };
    pub(super) const TITLE: Self = Self {
        size: 28,
        is_bold: true,
        before: 240,
        ..Self::PLAIN
    };
    pub(super) const SUBJECT: Self = Self {
        is_bold: true,
        ..Self::PLAIN
    };
    pub(super) const ASIDE: Self = Self {
        is_italic: true,
        ..Self::PLAIN
    };
    pub(super) const NOTE: Self = Self {
        size: 22,
        is_italic: true,
        ..Self::PLAIN
    };
    pub(super) const SMALL: Self = Self {
        size: 10,
        before: 0,
        ..Self::PLAIN
    };
    const RULE: Self = Self {
        before: 60,
        ..Self::SMALL
    };
    pub(super) const AGENCY_ABOVE: Self = Self {
        size: 24,
        before: 0,
        ..Self::PLAIN
    };
    pub(super) const AGENCY: Self = Self {
        is_bold: true,
        ..Self::AGENCY_ABOVE
    };
    pub(super) const MOTTO: Self = Self {
        size: BODY,
        ..Self::AGENCY
    };
    pub(super) const SIGNATURE: Self = Self {
        is_bold: true,
        before: 0,
        ..Self::PLAIN
    };
    pub(super) const RECIPIENTS_LABEL: Self = Self {
        size: 24,
        is_bold: true,
        is_italic: true,
        before: 0,
    };
    pub(super) const RECIPIENT: Self = Self {
        size: 22,
        before: 0,
        ..Self::PLAIN
    };

    /// Letters of a table.
    pub(super) fn of_table(size: usize, is_bold: bool) -> Self {
        Self {
            size,
            is_bold,
            before: 0,
            ..Self::PLAIN
        }
    }
}

/// A line of words, from the left.
pub(super) fn set(text: &str, style: Style) -> Paragraph {
    // A character that XML cannot hold would spoil the whole file, wherever it came from.
    let held: String = text.chars().filter(|c| is_in_xml(*c)).collect();
    let mut run = Run::new().size(style.size).add_text(held);
    if style.is_bold {
        run = run.bold();
    }
    if style.is_italic {
        run = run.italic();
    }
    Paragraph::new()
        .line_spacing(LineSpacing::new().before(style.before).after(0))
        .add_run(run)
}

/// A line in the middle.
pub(super) fn centered(text: &str, style: Style) -> Paragraph {
    set(text, style).align(AlignmentType::Center)
}

/// A paragraph of the text: justified, the first line indented by 12.7 mm.
pub(super) fn justified(text: &str) -> Paragraph {
    indented(set(text, Style::PLAIN), 0).align(AlignmentType::Both)
}

/// A numbered heading, on the page of what follows.
pub(super) fn heading(text: &str) -> Paragraph {
    indented(set(text, Style::SUBJECT), 80).keep_next(true)
}

/// To whom: one in the middle; several each on a line of its own, beneath the colon.
pub(super) fn addressees(lines: &[String]) -> impl Iterator<Item = Paragraph> {
    /// Where the words before the colon begin, and how wide they are, in twentieths of a point.
    const LEFT: i32 = 1_800;
    const LABEL: i32 = 1_070;
    let is_one = lines.len() == 1;
    (0..).zip(lines).map(move |(place, line): (u32, _)| {
        let paragraph = set(line, Style::PLAIN);
        match (is_one, place) {
            (true, _) => paragraph.align(AlignmentType::Center),
            (false, 0) => paragraph.indent(Some(LEFT), None, None, None),
            (false, 1..) => paragraph.indent(Some(LEFT + LABEL), None, None, None),
        }
    })
}

/// The rule under a title in a text so wide: 50 mm, between a third and a half of the line above.
pub(super) fn ruled(width: usize) -> Paragraph {
    rule(2_835, width)
}

/// The rule under an agency's name in a cell so wide: two fifths of its longest line.
pub(super) fn agency_rule(name: &[String], cell: usize) -> Paragraph {
    // Twelve points, in twentieths.
    let lengths = name.iter().map(|line| fit::length(line, 240));
    let longest = lengths.max().unwrap_or(0).min(cell);
    rule(fit::part(400, longest), cell)
}

/// The rule under the motto in a cell so wide: as long as the motto.
pub(super) fn motto_rule(cell: usize) -> Paragraph {
    // In bold Times New Roman it is 12.242 times as long as its letters are high.
    rule(fit::part(12_242, BODY * 10), cell)
}

/// A rule so long in the middle of a text so wide, in twentieths of a point.
fn rule(length: usize, width: usize) -> Paragraph {
    let beside = i32::try_from(fit::beside(length, width)).unwrap_or(0);
    let paragraph = set("", Style::RULE).indent(Some(beside), None, Some(beside), None);
    with_border(paragraph, ParagraphBorderPosition::Top)
}

/// The last line, under a rule.
pub(super) fn bordered_below(text: &str) -> Paragraph {
    let style = Style {
        size: 18,
        before: 240,
        ..Style::PLAIN
    };
    with_border(set(text, style), ParagraphBorderPosition::Top)
}

/// The first line indented, with so much room below.
fn indented(paragraph: Paragraph, after: u32) -> Paragraph {
    let first_line = Some(SpecialIndentType::FirstLine(720));
    let spacing = LineSpacing::new()
        .before(120)
        .after(after)
        .line(276)
        .line_rule(LineSpacingType::Auto);
    paragraph
        .indent(None, first_line, None, None)
        .line_spacing(spacing)
}

fn with_border(mut paragraph: Paragraph, position: ParagraphBorderPosition) -> Paragraph {
    let border = ParagraphBorder::new(position)
        .val(BorderType::Single)
        .size(6)
        .space(1)
        .color("000000");
    let borders = ParagraphBorders::with_empty().set(border);
    paragraph.property = paragraph.property.set_borders(borders);
    paragraph
}
