//! The appendix of a round's rotating block: how many people were asked each question, and how it
//! came out. Its factors have no sheets of their own, so only questions have figures.

use super::figure::{count, decimal};
use super::levels::{answers, rated};
use super::table::{Cell, Row, Table};
use super::words::{fill, say};
use super::{Block, FormFigures};
use crate::domain::form::Question;
use crate::domain::results::ResultRow;

/// The table with its notes.
pub(super) fn blocks(figures: &FormFigures<'_>) -> Vec<Block> {
    let title = figures.form.title.get("vi");
    vec![
        Block::Paragraph(fill("rotating.lead", &[("form", title)])),
        Block::Table(table(figures)),
        Block::Note(say("rotating.note").to_owned()),
    ]
}

/// Whether anybody answered it.
pub(super) fn is_worth_a_page(figures: &FormFigures<'_>) -> bool {
    figures.questions.iter().any(|row| answers(row) > 0)
}

fn table(figures: &FormFigures<'_>) -> Table {
    let heads = [
        "rotating.question",
        "rotating.asked",
        "rotating.answered",
        "rotating.share",
    ];
    let head = heads.map(|key| Cell::figure(say(key)).bold());
    let mut rows = Vec::new();
    for section in figures.form.factors() {
        let name = section.title.get("vi");
        rows.push(Row::bold(vec![Cell::words(name).across(heads.len())]));
        rows.extend(rated(section).filter_map(|question| line(figures, question)));
    }
    Table {
        widths: vec![550, 150, 150, 150],
        head: vec![head.into()],
        rows,
    }
}

fn line(figures: &FormFigures<'_>, question: &Question) -> Option<Row> {
    let mut rows = figures.questions.iter();
    let row = rows.find(|row| row.question.as_deref() == Some(question.id.as_str()))?;
    let mut cells = vec![Cell::words(question.text.get("vi"))];
    if row.is_withheld() {
        cells.push(Cell::figure(say("factors.folded")).across(3));
        return Some(Row::plain(cells));
    }
    let answered = answers(row);
    let asked = answered
        .saturating_add(row.skipped)
        .saturating_add(row.left_out);
    cells.extend([asked, answered].map(|n| Cell::figure(count(n))));
    cells.push(Cell::figure(share(figures, row)));
    Some(Row::plain(cells))
}

fn share(figures: &FormFigures<'_>, row: &ResultRow) -> String {
    match &row.percent {
        None => say("factors.none").to_owned(),
        Some(_) if !figures.is_enough(row) => say("factors.few").to_owned(),
        Some(percent) => decimal(percent),
    }
}
