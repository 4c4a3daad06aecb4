//! The appendix of counts: every question, so that anyone can compute again.

use super::figure::count;
use super::fit::{Place, fitted};
use super::levels::{Columns, answers};
use super::table::{Cell, Row, Table};
use super::words::say;
use super::{Block, FormFigures};
use crate::domain::form::{Kind, Question};
use crate::domain::results::ResultRow;

/// The tables with their notes.
pub(super) fn blocks(figures: &FormFigures<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let columns = Columns::of(figures.form);
    let row_of = |question: &Question| {
        let id = question.id.as_str();
        figures
            .questions
            .iter()
            .find(|row| row.question.as_deref() == Some(id))
    };
    let is_rated = |question: &&Question| {
        let scale = question.satisfaction_scale();
        scale.is_some_and(|scale| columns.as_ref().is_some_and(|columns| columns.fits(scale)))
    };
    let (rated, others): (Vec<&Question>, Vec<&Question>) =
        figures.form.counted().partition(is_rated);
    if let Some(columns) = &columns {
        let lines = rated
            .iter()
            .filter_map(|question| Some((*question, row_of(question)?)));
        blocks.push(Block::Table(levels(columns, lines)));
        blocks.push(Block::Note(say("questions.note").to_owned()));
    }
    let lines: Vec<_> = others
        .iter()
        .filter_map(|question| Some((*question, row_of(question)?)))
        .collect();
    if !lines.is_empty() {
        blocks.push(Block::Paragraph(say("questions.others").to_owned()));
        blocks.push(Block::Table(options(&lines)));
    }
    blocks
}

fn levels<'a>(
    columns: &Columns,
    lines: impl Iterator<Item = (&'a Question, &'a ResultRow)>,
) -> Table {
    let heads = columns.levels().iter().map(|(_, label)| label.as_str());
    let more = [
        "questions.outside",
        "questions.left_out",
        "questions.not_asked",
    ]
    .map(say);
    let mut head = vec![
        Cell::figure(say("factors.number")).bold(),
        Cell::figure(say("questions.question")).bold(),
    ];
    head.extend(heads.chain(more).map(|text| Cell::figure(text).bold()));
    let n_figures = columns.levels().len() + more.len();
    let rows = lines.enumerate().map(|(place, (question, row))| {
        let mut cells = vec![
            Cell::figure((place + 1).to_string()),
            Cell::words(question.text.get("vi")),
        ];
        if row.is_withheld() {
            cells.push(Cell::figure(say("factors.folded")).across(n_figures));
            return Row::plain(cells);
        }
        let counted = columns
            .levels()
            .iter()
            .map(|(code, _)| of_code(row, &code.to_string()));
        let more = [row.skipped, row.left_out, row.not_asked];
        cells.extend(counted.chain(more).map(|n| Cell::figure(count(n))));
        Row::plain(cells)
    });
    let each = 83_u16;
    let taken = u16::try_from(n_figures).unwrap_or(9).saturating_mul(each);
    let mut widths = vec![46, 954_u16.saturating_sub(taken).max(200)];
    widths.extend(std::iter::repeat_n(each, n_figures));
    let table = Table {
        widths,
        head: vec![head],
        rows: rows.collect(),
    };
    fitted(table, Place::Upright)
}

/// Choices and other scales, an option a row.
fn options(lines: &[(&Question, &ResultRow)]) -> Table {
    let head = vec![
        Cell::figure(say("questions.option")).bold(),
        Cell::figure(say("questions.answers")).bold(),
    ];
    let mut rows = Vec::new();
    for (question, row) in lines {
        let shown = if row.is_withheld() {
            say("factors.folded").to_owned()
        } else {
            String::new()
        };
        rows.push(Row::bold(vec![
            Cell::words(question.text.get("vi")),
            Cell::figure(shown),
        ]));
        if row.is_withheld() {
            continue;
        }
        let line = |label: &str, n: u64| {
            let label = format!("- {label}");
            Row::plain(vec![Cell::words(label), Cell::figure(count(n))])
        };
        let options = labels(question);
        rows.extend(
            options
                .iter()
                .map(|(code, label)| line(label, of_code(row, code))),
        );
        let more = [
            ("questions.outside_long", row.skipped),
            ("questions.left_out_long", row.left_out),
            ("questions.not_asked_long", row.not_asked),
        ];
        let said = more.into_iter().filter(|(_, n)| *n > 0);
        rows.extend(said.map(|(key, n)| line(say(key), n)));
    }
    Table {
        widths: vec![850, 150],
        head: vec![head],
        rows,
    }
}

fn labels(question: &Question) -> Vec<(String, &str)> {
    match &question.kind {
        Kind::Rating(scale) => {
            let levels = scale.levels.iter();
            levels
                .map(|level| (level.code.to_string(), level.label.get("vi")))
                .collect()
        }
        Kind::Choice(options) | Kind::Multi { options, .. } => {
            let options = options.iter();
            options
                .map(|option| (option.value.to_string(), option.label.get("vi")))
                .collect()
        }
        Kind::Text => Vec::new(),
    }
}

fn of_code(row: &ResultRow, code: &str) -> u64 {
    row.counts.get(code).copied().unwrap_or(0)
}

/// Whether there is anything to count.
pub(super) fn is_worth_a_page(figures: &FormFigures<'_>) -> bool {
    figures.headline.enough && figures.questions.iter().any(|row| answers(row) > 0)
}
