//! Tables without a format: cells that span columns and rows, widths in thousandths.

use serde::{Deserialize, Serialize};

/// A table with a grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Widths of the columns, in thousandths of the text's width.
    pub widths: Vec<u16>,
    /// Rows of the head, repeated on every page.
    pub head: Vec<Vec<Cell>>,
    /// The other rows.
    pub rows: Vec<Row>,
}

/// A row, which no page break cuts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its cells, from the left.
    pub cells: Vec<Cell>,
    /// How heavy its letters are.
    pub weight: Weight,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Where the text stands.
    pub align: Align,
    /// How heavy the letters are.
    pub weight: Weight,
    /// Columns it takes.
    pub columns: u8,
    /// Rows it takes, in a head.
    pub rows: u8,
}

/// Where a text stands in its cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Words.
    Left,
    /// Heads and figures.
    Center,
}

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// As text.
    Plain,
    /// As a heading.
    Bold,
}

impl Cell {
    /// Words.
    #[must_use]
    pub fn words(text: impl Into<String>) -> Self {
        Self {
            align: Align::Left,
            ..Self::figure(text)
        }
    }

    /// A figure, or a head.
    #[must_use]
    pub fn figure(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            align: Align::Center,
            weight: Weight::Plain,
            columns: 1,
            rows: 1,
        }
    }

    /// The cell in heavy letters.
    #[must_use]
    pub fn bold(self) -> Self {
        Self {
            weight: Weight::Bold,
            ..self
        }
    }

    /// The cell over so many columns.
    #[must_use]
    pub fn across(self, columns: usize) -> Self {
        Self {
            columns: u8::try_from(columns).unwrap_or(u8::MAX).max(1),
            ..self
        }
    }

    /// The cell over so many rows of the head.
    #[must_use]
    pub fn down(self, rows: u8) -> Self {
        Self { rows, ..self }
    }
}

impl Row {
    /// A row as text.
    #[must_use]
    pub fn plain(cells: Vec<Cell>) -> Self {
        Self {
            cells,
            weight: Weight::Plain,
        }
    }

    /// A row that sums others up.
    #[must_use]
    pub fn bold(cells: Vec<Cell>) -> Self {
        Self {
            cells,
            weight: Weight::Bold,
        }
    }
}
