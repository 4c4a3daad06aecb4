//! The wide table of a province: one row per unit, its totals at the end.

use super::figure::{self, count};
use super::fit::{Place, fitted};
use super::levels::roman;
use super::overall::{bare, share};
use super::province::{ProvinceReport, UnitLine};
use super::table::{Cell, Row, Table};
use super::words::{fill, say};
use super::{Block, FormFigures};
use crate::domain::form::Section;
use crate::domain::results::ResultRow;

/// The table with its notes.
pub(super) fn blocks(province: &ProvinceReport<'_>, figures: &FormFigures<'_>) -> Vec<Block> {
    let factors: Vec<&Section> = figures.form.factors().collect();
    let sheet = Sheet { factors };
    let names = sheet
        .factors
        .iter()
        .map(|section| format!("{}. {}", roman(section.factor), section.title.get("vi")));
    let names = names.collect::<Vec<_>>().join("; ");
    vec![
        Block::Table(sheet.table(province, figures)),
        Block::Note(format!(
            "{} {}",
            fill("units.note_factors", &[("names", &names)]),
            say("units.note_short")
        )),
    ]
}

struct Sheet<'a> {
    factors: Vec<&'a Section>,
}

/// Columns behind the factors: three shares, group, rank, range.
const N_BEHIND: usize = 6;

impl Sheet<'_> {
    fn table(&self, province: &ProvinceReport<'_>, figures: &FormFigures<'_>) -> Table {
        let mut units: Vec<&UnitLine> = province.units.iter().collect();
        units.sort_by_key(|unit| {
            let rank = unit.rank();
            let standing = (unit.answered().is_none(), unit.is_empty());
            (standing, rank.is_none(), rank)
        });
        let each = units.iter().enumerate();
        let mut rows: Vec<Row> = each
            .map(|(place, unit)| Row::plain(self.unit(&(place + 1).to_string(), unit)))
            .collect();
        rows.extend(province.pool.map(|row| Row::plain(self.pool(row))));
        let totals = [
            (
                "units.pooled",
                Some(&figures.headline),
                figures.sections.as_slice(),
            ),
            ("units.mean", province.mean, province.mean_sections),
        ];
        for (key, headline, sections) in totals {
            if let Some(headline) = headline {
                let name = Cell::words(say(key)).across(2);
                let mut cells = vec![name, Cell::figure(count(headline.n))];
                cells.extend(self.figures(headline, sections));
                rows.push(Row::bold(cells));
            }
        }
        let table = Table {
            widths: self.widths(),
            head: self.head(),
            rows,
        };
        fitted(table, Place::Side)
    }

    fn head(&self) -> Vec<Vec<Cell>> {
        let tall = |key| Cell::figure(say(key)).bold().down(2);
        let low = |text: &str| Cell::figure(text).bold();
        let mut first = vec![
            tall("units.number"),
            tall("units.name"),
            tall("units.sheets"),
        ];
        let mut second = Vec::new();
        if !self.factors.is_empty() {
            first.push(low(say("units.factors")).across(self.factors.len()));
            second.extend(
                self.factors
                    .iter()
                    .map(|section| low(roman(section.factor))),
            );
        }
        first.push(low(say("units.overall")).across(3));
        second.extend(
            ["units.share", "units.neutral", "units.dissatisfied"].map(|key| low(say(key))),
        );
        first.extend([tall("units.group"), tall("units.rank"), tall("units.range")]);
        vec![first, second]
    }

    fn widths(&self) -> Vec<u16> {
        const BEHIND: [u16; N_BEHIND] = [70, 74, 82, 56, 54, 78];
        let n = u16::try_from(self.factors.len()).unwrap_or(0);
        let taken: u16 = 42 + 64 + n.saturating_mul(66) + BEHIND.iter().sum::<u16>();
        let mut widths = vec![42, 1000_u16.saturating_sub(taken).max(140), 64];
        widths.extend(std::iter::repeat_n(66, self.factors.len()));
        widths.extend(BEHIND);
        widths
    }

    /// Those that are too few alone: their sheets, so that the column adds up.
    fn pool(&self, row: &ResultRow) -> Vec<Cell> {
        let n = row.n_units.map_or_else(String::new, figure::number);
        let name = fill("units.pool", &[("n", &n)]);
        let mut cells = vec![Cell::words(name).across(2), Cell::figure(count(row.n))];
        cells.push(Cell::figure("").across(self.factors.len() + N_BEHIND));
        cells
    }

    fn unit(&self, number: &str, unit: &UnitLine) -> Vec<Cell> {
        let mut cells = vec![Cell::figure(number), Cell::words(&unit.name)];
        let n_figures = self.factors.len() + N_BEHIND;
        let Some(row) = unit.answered() else {
            let key = match (unit.is_empty(), unit.is_asked_otherwise) {
                (true, true) => "units.other_form",
                (true, false) => "units.missing",
                (false, true | false) => "units.hidden",
            };
            cells.push(Cell::figure(say(key)).across(n_figures + 1));
            return cells;
        };
        if row.is_withheld() {
            cells.push(Cell::figure(say("units.folded")).across(n_figures + 1));
            return cells;
        }
        cells.push(Cell::figure(count(row.n)));
        if row.enough {
            cells.extend(self.figures(row, &unit.sections));
        } else {
            cells.push(Cell::figure(say("units.few")).across(n_figures));
        }
        cells
    }

    /// Factors, three shares, group, rank and range; totals have no rank.
    fn figures(&self, headline: &ResultRow, sections: &[ResultRow]) -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::new();
        for section in &self.factors {
            let own = |row: &&ResultRow| row.section.as_deref() == Some(section.id.as_str());
            let text = match sections.iter().find(own) {
                Some(row) if row.is_withheld() => say("units.folded").to_owned(),
                Some(row) if !row.enough => say("units.short").to_owned(),
                Some(row) => bare(row),
                None => String::new(),
            };
            cells.push(Cell::figure(text));
        }
        let Some(shown) = figure::bare(headline) else {
            cells.push(Cell::figure(say("units.uncounted")).across(N_BEHIND));
            return cells;
        };
        cells.push(Cell::figure(shown).bold());
        let (neutral, dissatisfied) = match &headline.shares {
            Some(shares) => (share(&shares.neutral), share(&shares.dissatisfied)),
            None => (String::new(), String::new()),
        };
        let number = |n: Option<usize>| n.map_or_else(String::new, |n| n.to_string());
        let range = match (headline.rank_low, headline.rank_high) {
            (Some(low), Some(high)) => format!("{low}–{high}"),
            (_, _) => String::new(),
        };
        cells.extend([
            Cell::figure(neutral),
            Cell::figure(dissatisfied),
            Cell::figure(headline.group.clone().unwrap_or_default()),
            Cell::figure(number(headline.rank)),
            Cell::figure(range),
        ]);
        cells
    }
}
