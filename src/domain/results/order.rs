//! The order of a ranking's lines: by what is shown, ties as they were.

use std::cmp::Ordering;

use crate::domain::percent::parse_decimal;
use crate::domain::results::{ResultRow, UnitLine};

/// What lines are sorted by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SortKey {
    /// Rank, best first.
    #[default]
    Rank,
    /// Name, in Vietnamese order: the order of the input.
    Name,
    /// Sheets.
    Sheets,
    /// Sheets over dossiers.
    Rate,
    /// The figure.
    Figure,
    /// The figure of a factor, by its section id.
    Factor(String),
}

/// Which end comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// As a reader expects of the column: best rank, first letter, greatest number.
    #[default]
    Usual,
    /// The other way round; lines without a figure stay last.
    Reversed,
}

/// A column and its direction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Order {
    /// The column.
    pub key: SortKey,
    /// Which end comes first.
    pub direction: Direction,
}

impl Order {
    /// Reads `rank`, `name`, `sheets`, `rate`, `figure` or a section id, with `-` in front for
    /// the other way round. What is none of `sections` is no order.
    #[must_use]
    pub fn parse(text: &str, sections: &[&str]) -> Option<Self> {
        let (name, direction) = match text.strip_prefix('-') {
            Some(name) => (name, Direction::Reversed),
            None => (text, Direction::Usual),
        };
        let key = match name {
            "rank" => SortKey::Rank,
            "name" => SortKey::Name,
            "sheets" => SortKey::Sheets,
            "rate" => SortKey::Rate,
            "figure" => SortKey::Figure,
            section if sections.contains(&section) => SortKey::Factor(section.to_owned()),
            _ => return None,
        };
        Some(Self { key, direction })
    }
}

/// Sorts lines that stand in the order of their names. Those without what is sorted by come last.
pub fn order(lines: &mut [&UnitLine], order: &Order) {
    if order.key == SortKey::Name {
        if order.direction == Direction::Reversed {
            lines.reverse();
        }
        return;
    }
    // Equal lines stand by rank, then by name.
    lines.sort_by_key(|line| (line.headline.rank.is_none(), line.headline.rank));
    lines.sort_by(|one, other| compare(one, other, order));
}

fn compare(one: &UnitLine, other: &UnitLine, order: &Order) -> Ordering {
    match &order.key {
        SortKey::Name => Ordering::Equal,
        SortKey::Rank => last_without(one.headline.rank, other.headline.rank, order, |a, b| {
            a.cmp(b)
        }),
        SortKey::Sheets => {
            let sheets = |line: &UnitLine| Some(line.headline.n);
            last_without(sheets(one), sheets(other), order, |a, b| b.cmp(a))
        }
        SortKey::Rate => last_without(rate(one), rate(other), order, |a, b| {
            // a.0 / a.1 against b.0 / b.1 without dividing.
            (b.0 * a.1).cmp(&(a.0 * b.1))
        }),
        SortKey::Figure => by_figure(Some(&one.headline), Some(&other.headline), order),
        SortKey::Factor(section) => by_figure(factor(one, section), factor(other, section), order),
    }
}

fn by_figure(one: Option<&ResultRow>, other: Option<&ResultRow>, order: &Order) -> Ordering {
    let figure = |row: Option<&ResultRow>| {
        let row = row.filter(|row| row.enough && !row.folded)?;
        parse_decimal(row.percent.as_deref().or(row.score.as_deref())?)
    };
    last_without(figure(one), figure(other), order, |a, b| b.cmp(a))
}

fn factor<'a>(line: &'a UnitLine, section: &str) -> Option<&'a ResultRow> {
    let mut sections = line.sections.iter();
    sections.find(|row| row.section.as_deref() == Some(section))
}

fn rate(line: &UnitLine) -> Option<(u128, u128)> {
    let dossiers = line.dossiers.filter(|dossiers| *dossiers > 0)?;
    Some((line.headline.n.into(), dossiers.into()))
}

fn last_without<T>(
    one: Option<T>,
    other: Option<T>,
    order: &Order,
    usual: impl Fn(&T, &T) -> Ordering,
) -> Ordering {
    match (one, other, order.direction) {
        (Some(one), Some(other), Direction::Usual) => usual(&one, &other),
        (Some(one), Some(other), Direction::Reversed) => usual(&one, &other).reverse(),
        (Some(_), None, _) => Ordering::Less,
        (None, Some(_), _) => Ordering::Greater,
        (None, None, _) => Ordering::Equal,
    }
}
