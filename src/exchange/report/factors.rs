//! The table of factors, and for a year the table of criteria.

use super::change::since;
use super::figure::{self, count};
use super::fit::{Place, fitted};
use super::levels::{Columns, answers, is_one_question_a_factor, rated, roman};
use super::table::{Cell, Row, Table};
use super::words::{fill, say};
use super::{Block, FormFigures, Frame};
use crate::domain::method::{Kind, Method};
use crate::domain::results::ResultRow;
use crate::domain::roll_up::RollUp;

/// Heading, table and notes of the factors; of a year with its groups and criteria too.
pub(super) fn blocks(figures: &FormFigures<'_>, frame: &Frame<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(say("factors.heading").to_owned())];
    let Some(columns) = Columns::of(figures.form).filter(|_| figures.headline.enough) else {
        blocks.push(Block::Paragraph(say("factors.skipped").to_owned()));
        return blocks;
    };
    let sheet = Sheet {
        columns,
        figures,
        frame,
        has_group: figure::is_year(frame.period) && !figures.method.groups.is_empty(),
    };
    blocks.push(Block::Table(sheet.factors()));
    blocks.push(Block::Note(sheet.notes()));
    if figure::is_year(frame.period) && !is_one_question_a_factor(figures.form) {
        blocks.push(Block::Paragraph(say("factors.items").to_owned()));
        blocks.push(Block::Table(sheet.criteria()));
    }
    blocks
}

struct Sheet<'a> {
    columns: Columns,
    figures: &'a FormFigures<'a>,
    frame: &'a Frame<'a>,
    has_group: bool,
}

/// What a row is set against, and what it is called.
struct Line<'a> {
    number: &'a str,
    name: &'a str,
    row: &'a ResultRow,
    before: Option<&'a ResultRow>,
}

impl Sheet<'_> {
    fn factors(&self) -> Table {
        let form = self.figures.form;
        let of_people = is_one_question_a_factor(form);
        let share = if of_people {
            "factors.people"
        } else {
            "factors.ratings"
        };
        let mut rows = Vec::new();
        let before = self.figures.before.as_ref();
        if form.headline == RollUp::OverallQuestion {
            rows.push(Row::bold(self.cells(&Line {
                number: "",
                name: say("factors.overall"),
                row: &self.figures.headline,
                before: before.map(|before| &before.headline),
            })));
        }
        for row in &self.figures.sections {
            let section = form
                .factors()
                .find(|section| row.section.as_deref() == Some(section.id.as_str()));
            let then = before.and_then(|before| {
                before
                    .sections
                    .iter()
                    .find(|then| then.section == row.section)
            });
            let (number, name) = match section {
                Some(section) => (roman(section.factor), section.title.get("vi")),
                None => ("", say("factors.index")),
            };
            let cells = self.cells(&Line {
                number,
                name,
                row,
                before: then,
            });
            rows.push(if section.is_some() {
                Row::plain(cells)
            } else {
                Row::bold(cells)
            });
        }
        self.table(say("factors.name"), say(share), rows)
    }

    fn criteria(&self) -> Table {
        let mut rows = Vec::new();
        let before = self.figures.before.as_ref();
        let find = |rows: &[ResultRow], id: &str| {
            rows.iter()
                .position(|row| row.question.as_deref() == Some(id))
        };
        for section in self.figures.form.factors() {
            let name = Cell::words(section.title.get("vi")).across(self.widths().len() - 1);
            rows.push(Row::bold(vec![Cell::figure(roman(section.factor)), name]));
            for (place, question) in rated(section).enumerate() {
                let id = question.id.as_str();
                let questions = &self.figures.questions;
                let Some(row) = find(questions, id).and_then(|at| questions.get(at)) else {
                    continue;
                };
                let then = before.and_then(|before| {
                    find(&before.questions, id).and_then(|at| before.questions.get(at))
                });
                rows.push(Row::plain(self.cells(&Line {
                    number: &(place + 1).to_string(),
                    name: question.text.get("vi"),
                    row,
                    before: then,
                })));
            }
        }
        self.table(say("factors.item"), say("factors.people"), rows)
    }

    fn table(&self, name: &str, share: &str, rows: Vec<Row>) -> Table {
        let table = Table {
            widths: self.widths(),
            head: self.head(name, share),
            rows,
        };
        fitted(table, Place::Text)
    }

    fn head(&self, name: &str, share: &str) -> Vec<Vec<Cell>> {
        let tall = |text: &str| Cell::figure(text).bold().down(2);
        let mut first = vec![
            tall(say("factors.number")),
            tall(name),
            tall(say("factors.answers")),
        ];
        first.push(Cell::figure(share).bold().across(self.columns.count()));
        first.push(tall(figure_name(self.figures.method)));
        if self.figures.before.is_some() {
            let period = figure::period(self.frame.period.previous());
            first.push(tall(&fill("factors.since", &[("period", &period)])));
        }
        if self.has_group {
            first.push(tall(say("factors.group")));
        }
        vec![first, self.columns.heads()]
    }

    fn widths(&self) -> Vec<u16> {
        let levels = self.columns.count();
        let mut rest = vec![97_u16; levels];
        rest.push(90);
        if self.figures.before.is_some() {
            rest.push(116);
        }
        if self.has_group {
            rest.push(72);
        }
        let taken: u16 = 48 + 90 + rest.iter().sum::<u16>();
        let mut widths = vec![48, 1000_u16.saturating_sub(taken).max(150), 90];
        widths.extend(rest);
        widths
    }

    fn cells(&self, line: &Line<'_>) -> Vec<Cell> {
        let row = line.row;
        let mut cells = vec![Cell::figure(line.number), Cell::words(line.name)];
        let n = if row.is_withheld() {
            String::new()
        } else {
            count(answers(row))
        };
        cells.push(Cell::figure(n));
        let across = self.widths().len() - cells.len();
        let instead = |key| Cell::figure(say(key)).across(across);
        if row.is_withheld() {
            cells.push(instead("factors.folded"));
        } else if answers(row) == 0 {
            cells.push(instead("factors.none"));
        } else if !self.figures.is_enough(row) {
            cells.push(instead("factors.few"));
        } else {
            cells.extend(self.columns.shares(row));
            cells.push(Cell::figure(figure::bare(row).unwrap_or_default()).bold());
            cells.extend(self.comparison(line));
        }
        cells
    }

    /// The change since the period before and the group, in the columns that are there.
    fn comparison(&self, line: &Line<'_>) -> Vec<Cell> {
        let mut cells = Vec::new();
        if self.figures.before.is_some() {
            let before = line.before.filter(|before| self.figures.is_enough(before));
            let change = before.and_then(|before| since(line.row, before));
            let text = change.map_or_else(|| say("factors.few").to_owned(), |it| it.in_column());
            cells.push(Cell::figure(text));
        }
        if self.has_group {
            cells.push(Cell::figure(line.row.group.clone().unwrap_or_default()));
        }
        cells
    }

    fn notes(&self) -> String {
        let is_folded = self.figures.sections.iter().any(ResultRow::is_withheld);
        let has_index = self
            .figures
            .sections
            .iter()
            .any(|row| row.section.is_none());
        let notes = [
            (self.columns.sums_two(), "factors.note_sums"),
            (
                has_index && is_one_question_a_factor(self.figures.form),
                "factors.note_index",
            ),
            (self.figures.before.is_some(), "factors.note_unclear"),
            (is_folded, "factors.note_folded"),
        ];
        let said = notes.into_iter().filter(|(holds, _)| *holds);
        said.map(|(_, key)| say(key)).collect::<Vec<_>>().join(" ")
    }
}

/// What the column of the figure is called.
fn figure_name(method: &Method) -> &'static str {
    match method.kind {
        Kind::TopShare => say("factors.share"),
        Kind::MeanScore | Kind::MeanFromZero => say("factors.level"),
        Kind::Points => say("factors.points"),
    }
}
