//! The table of questions: every answer with its count.

use crate::config::Language;
use crate::domain::form::{Choice, Kind, Question};
use crate::domain::percent::Rounded;
use crate::domain::results::ResultRow;
use crate::exchange::workbook::page::{Cell, Table};
use crate::exchange::workbook::tables::{figure, form_cell, form_column, result, table, text};
use crate::exchange::workbook::{Content, FormResults, words};

/// Every answer of every question with its count, in long form, so that it can be filtered.
pub(super) fn questions(content: &Content<'_>) -> Table {
    let language = content.language;
    let columns = vec![
        form_column(language),
        (language.pick("Mã câu hỏi", "Question code"), 14),
        (language.pick("Câu hỏi", "Question"), 54),
        (language.pick("Trả lời", "Answer"), 36),
        (language.pick("Số lượt", "Count"), 10),
        (language.pick("Tỷ lệ (%)", "Share (%)"), 9),
        (language.pick("Số người trả lời (n)", "Answers (n)"), 10),
        (
            language.pick("Kết quả câu hỏi (% hoặc điểm)", "Result (% or points)"),
            12,
        ),
    ];
    let mut rows = Vec::new();
    for results in &content.forms {
        for row in &results.questions {
            rows.extend(question_rows(results, row, language));
        }
    }
    Table {
        name: language.pick("Theo câu hỏi", "By question"),
        columns,
        rows,
        ..table(content)
    }
}

/// One row per level or option, then per code outside the scale, then left out and not asked.
fn question_rows(results: &FormResults<'_>, row: &ResultRow, language: Language) -> Vec<Vec<Cell>> {
    let id = row.question.as_deref().unwrap_or_default();
    let question = results.form.question(id);
    let wording = question.map_or(id, |question| question.text.get(language.as_str()));
    let line = |answer: &str, count: u64, share: Cell| {
        vec![
            form_cell(results),
            text(id),
            text(wording),
            text(answer),
            Cell::Count(count),
            share,
            Cell::Count(row.n),
            result(row),
        ]
    };
    if row.folded && row.n == 0 {
        let few = text(words::few(language));
        let told = [form_cell(results), text(id), text(wording), few];
        return vec![
            told.into_iter()
                .chain((0..4).map(|_| Cell::Nothing))
                .collect(),
        ];
    }
    let mut lines = Vec::new();
    for (code, label) in question
        .map(|question| answers(question, language))
        .unwrap_or_default()
    {
        let count = row.counts.get(&code).copied().unwrap_or(0);
        let share = Rounded::percent_of(count.into(), row.n.into(), 2);
        let share = figure(share.map(|share| share.to_string()).as_ref());
        lines.push(line(&label, count, share));
    }
    for choice in question
        .map(|question| question.outside.as_slice())
        .unwrap_or_default()
    {
        let count = row.outside.get(choice.value.as_str()).copied().unwrap_or(0);
        let outside = language.pick("ngoài thang", "outside the scale");
        let label = format!("{} ({outside})", choice.label.get(language.as_str()));
        lines.push(line(&label, count, Cell::Nothing));
    }
    lines.push(line(
        language.pick("Bỏ trống", "Left out"),
        row.left_out,
        Cell::Nothing,
    ));
    lines.push(line(
        language.pick("Không hỏi", "Not asked"),
        row.not_asked,
        Cell::Nothing,
    ));
    lines
}

/// The answers a question offers, by code, in the order the page shows them.
fn answers(question: &Question, language: Language) -> Vec<(String, String)> {
    let tag = language.as_str();
    let of_options = |options: &[Choice]| {
        let pairs = options
            .iter()
            .map(|o| (o.value.to_string(), o.label.get(tag).to_owned()));
        pairs.collect()
    };
    match &question.kind {
        Kind::Rating(scale) => {
            let levels = scale.levels.iter();
            levels
                .map(|level| (level.code.to_string(), level.label.get(tag).to_owned()))
                .collect()
        }
        Kind::Choice(options) | Kind::Multi { options, .. } => of_options(options),
        Kind::Text => Vec::new(),
    }
}
