//! Widths on paper: columns as they are asked for, but none narrower than its longest word, and
//! the lengths of rules.
//!
//! Word processors and browsers cut a word that is wider than its column. Widths of letters are
//! those of Times New Roman in bold, rounded up, so that no font of the same metrics cuts one.

use super::table::{Cell, Table};

/// Where a table stands, which says how much of the text's width a letter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In the text: 11.5 points on 162 mm.
    Text,
    /// In an upright appendix: 10.5 points on 162 mm.
    Upright,
    /// In an appendix on its side: 10.5 points on 249 mm.
    Side,
}

impl Place {
    /// Hundredths of a thousandth of the text's width that a letter as wide as high takes.
    fn em(self) -> u32 {
        match self {
            Self::Text => 2_505,
            Self::Upright => 2_287,
            Self::Side => 1_488,
        }
    }

    /// Thousandths that stay white beside the words of a cell.
    fn padding(self) -> u32 {
        match self {
            Self::Text | Self::Upright => 15,
            Self::Side => 10,
        }
    }
}

/// The table with its columns widened where a word would be cut, at the cost of the widest.
pub(super) fn fitted(table: Table, place: Place) -> Table {
    let least = least(&table, place);
    let mut widths: Vec<u32> = table.widths.iter().map(|width| (*width).into()).collect();
    let mut missing = 0;
    for (width, least) in widths.iter_mut().zip(&least) {
        missing += least.saturating_sub(*width);
        *width = (*width).max(*least);
    }
    while missing > 0 {
        let spare = |at: usize| {
            let (width, least) = (widths.get(at)?, least.get(at)?);
            width.checked_sub(*least).filter(|spare| *spare > 0)
        };
        let Some(at) = (0..widths.len()).max_by_key(|at| spare(*at)) else {
            break;
        };
        let Some((spare, width)) = spare(at).zip(widths.get_mut(at)) else {
            break;
        };
        let taken = missing.min(spare);
        *width -= taken;
        missing -= taken;
    }
    Table {
        widths: widths
            .into_iter()
            .map(|width| u16::try_from(width).unwrap_or(u16::MAX))
            .collect(),
        ..table
    }
}

/// Thousandths that each column takes at least; a cell over several columns asks for nothing.
fn least(table: &Table, place: Place) -> Vec<u32> {
    let mut least = vec![0; table.widths.len()];
    let mut widen = |at: usize, cell: &Cell| {
        if let Some(least) = least.get_mut(at).filter(|_| cell.columns == 1) {
            let longest = cell.text.split(' ').map(width).max().unwrap_or(0);
            let words = (longest * place.em()).div_ceil(100_000);
            *least = (*least).max((words + place.padding()).min(MOST_ASKED));
        }
    };
    let mut below = Vec::new();
    let mut at = 0;
    for cell in table.head.first().into_iter().flatten() {
        widen(at, cell);
        if cell.rows == 1 {
            below.extend(at..at + usize::from(cell.columns));
        }
        at += usize::from(cell.columns);
    }
    for (at, cell) in below
        .into_iter()
        .zip(table.head.get(1).into_iter().flatten())
    {
        widen(at, cell);
    }
    for row in &table.rows {
        let mut at = 0;
        for cell in &row.cells {
            widen(at, cell);
            at += usize::from(cell.columns);
        }
    }
    least
}

/// No word takes more than this from the others: an address without a blank may be cut.
const MOST_ASKED: u32 = 200;

/// So many thousandths of a length.
pub(super) fn part(thousandths: usize, length: usize) -> usize {
    thousandths * length / 1_000
}

/// How long a line of words is whose letters are so high.
pub(super) fn length(line: &str, height: usize) -> usize {
    part(usize::try_from(width(line)).unwrap_or(0), height)
}

/// What is white on either side of something so long in the middle of something so wide.
pub(super) fn beside(length: usize, width: usize) -> usize {
    width.saturating_sub(length) / 2
}

/// How wide a word is, in thousandths of its height.
fn width(word: &str) -> u32 {
    word.chars().map(letter).sum()
}

fn letter(letter: char) -> u32 {
    match letter {
        'M' | 'W' | '%' => 1_000,
        'm' => 833,
        'i' | 'ì' | 'í' | 'ỉ' | 'ĩ' | 'ị' | 'j' | 'l' | 't' | 'f' | '.' | ',' | ':' | ';' | '('
        | ')' | '-' | '/' | '\'' | ' ' => 340,
        letter if letter.is_uppercase() => 778,
        'ư' | 'ừ' | 'ứ' | 'ử' | 'ữ' | 'ự' | 'w' => 722,
        letter if letter.is_ascii_digit() => 500,
        _ => 570,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::exchange::report::table::Row;

    fn table(heads: &[&str], widths: &[u16], words: &str) -> Table {
        Table {
            widths: widths.to_vec(),
            head: vec![heads.iter().map(|head| Cell::figure(*head)).collect()],
            rows: vec![Row::plain(vec![Cell::words(words)])],
        }
    }

    #[rstest]
    #[case(&[60, 940], &[92, 908], "a narrow head takes what it lacks from the widest column")]
    #[case(&[300, 700], &[300, 700], "a column that is wide enough stays as it is")]
    fn no_column_is_narrower_than_its_longest_word(
        #[case] widths: &[u16],
        #[case] expected: &[u16],
        #[case] why: &str,
    ) {
        let made = fitted(
            table(&["Bình thường", "Câu hỏi"], widths, ""),
            Place::Upright,
        );
        assert_eq!(made.widths, expected, "{why}");
    }

    #[test]
    fn an_address_without_a_blank_takes_no_more_than_its_share() {
        let long = "x".repeat(500);
        let made = fitted(table(&["TT", "Việc"], &[60, 940], &long), Place::Upright);
        assert_eq!(made.widths, [200, 800]);
    }

    #[test]
    fn a_cell_over_several_columns_widens_none_of_them() {
        let mut made = table(&["TT", "Việc"], &[60, 940], "");
        made.rows = vec![Row::plain(vec![Cell::figure("x".repeat(500)).across(2)])];
        assert_eq!(fitted(made, Place::Upright).widths, [60, 940]);
    }
}
