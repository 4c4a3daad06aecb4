//! The tables of figures, from result rows to cells.

use crate::config::Language;
use crate::domain::form::{Choice, Kind, Question};
use crate::domain::percent::Rounded;
use crate::domain::results::ResultRow;
use crate::exchange::workbook::page::{self, Cell, Table};
use crate::exchange::workbook::{Content, FormResults, words};

/// The headline of each form.
pub(super) fn summary(content: &Content<'_>) -> Table {
    let language = content.language;
    let mut columns = vec![
        form_column(language),
        (language.pick("Phương pháp", "Method"), 20),
        (language.pick("Cách gộp", "Roll-up"), 32),
    ];
    columns.extend(figure_columns(language));
    columns.extend([
        (language.pick("Đủ phiếu", "Enough"), 9),
        (language.pick("Phiếu bị gắn cờ", "Flagged sheets"), 9),
        (language.pick("Phiếu trễ", "Late sheets"), 8),
    ]);
    let rows = rows(
        content,
        |results| &results.headline,
        |results, row| {
            let mut cells = vec![
                form_cell(results),
                text(&results.method.title),
                Cell::Text(words::roll_up(row, language)),
            ];
            cells.extend(figures(results, row));
            cells.extend([
                enough(row, language),
                Cell::Count(row.flagged),
                Cell::Count(row.late),
            ]);
            cells
        },
    );
    Table {
        name: language.pick("Tổng hợp", "Summary"),
        columns,
        rows,
        ..table(content)
    }
}

/// The units below, at a province.
pub(super) fn units(content: &Content<'_>) -> Table {
    let language = content.language;
    let mut columns = vec![
        form_column(language),
        (language.pick("Hạng", "Rank"), 8),
        (language.pick("Khoảng hạng", "Range of ranks"), 9),
        (language.pick("Mã đơn vị", "Unit code"), 9),
        (language.pick("Đơn vị", "Unit"), 26),
    ];
    columns.extend(figure_columns(language));
    columns.push((language.pick("Đủ phiếu", "Enough"), 9));
    let rows = rows(
        content,
        |results| &results.units,
        |results, row| {
            let rank = row.rank.and_then(|rank| u64::try_from(rank).ok());
            let range = row.rank_low.zip(row.rank_high);
            let name = content.unit_names.get(&row.unit).unwrap_or(&row.unit);
            let mut cells = vec![
                form_cell(results),
                rank.map_or(Cell::Nothing, Cell::Count),
                range.map_or(Cell::Nothing, |(low, high)| {
                    Cell::Text(format!("{low}–{high}"))
                }),
                text(&row.unit),
                text(name),
            ];
            cells.extend(figures(results, row));
            cells.push(enough(row, language));
            cells
        },
    );
    Table {
        name: language.pick("Theo đơn vị", "By unit"),
        columns,
        rows,
        ..table(content)
    }
}

/// The factors, then the index over them.
pub(super) fn sections(content: &Content<'_>) -> Table {
    let language = content.language;
    let mut columns = vec![
        form_column(language),
        (language.pick("Yếu tố", "Factor"), 40),
    ];
    columns.extend(figure_columns(language));
    let rows = rows(
        content,
        |results| &results.sections,
        |results, row| {
            let index = language.pick("Chung các yếu tố", "All factors together");
            let name = row.section.as_deref().map_or_else(
                || index.to_owned(),
                |id| section_name(results, id, language),
            );
            let mut cells = vec![form_cell(results), Cell::Text(name)];
            cells.extend(figures(results, row));
            cells
        },
    );
    Table {
        name: language.pick("Theo yếu tố", "By factor"),
        columns,
        rows,
        ..table(content)
    }
}

/// Every answer of every question with its count, in long form, so that it can be filtered.
pub(super) fn questions(content: &Content<'_>) -> Table {
    let language = content.language;
    let columns = vec![
        form_column(language),
        (language.pick("Mã câu hỏi", "Question code"), 14),
        (language.pick("Câu hỏi", "Question"), 46),
        (language.pick("Trả lời", "Answer"), 40),
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

/// Service fields.
pub(super) fn services(content: &Content<'_>) -> Table {
    let language = content.language;
    let mut columns = vec![
        form_column(language),
        (language.pick("Lĩnh vực", "Service field"), 36),
    ];
    columns.extend(figure_columns(language));
    let rows = rows(
        content,
        |results| &results.services,
        |results, row| {
            let code = row.service.as_deref().unwrap_or_default();
            let name = match content.service_names.get(code) {
                Some(name) => name,
                None if code.is_empty() => language.pick("Không ghi lĩnh vực", "No field given"),
                None => code,
            };
            let mut cells = vec![form_cell(results), text(name)];
            cells.extend(figures(results, row));
            cells
        },
    );
    Table {
        name: language.pick("Theo lĩnh vực", "By service"),
        columns,
        rows,
        ..table(content)
    }
}

/// Channels, which are never mixed silently.
pub(super) fn channels(content: &Content<'_>) -> Table {
    let language = content.language;
    let mut columns = vec![
        form_column(language),
        (language.pick("Kênh", "Channel"), 36),
    ];
    columns.extend(figure_columns(language));
    let rows = rows(
        content,
        |results| &results.channels,
        |results, row| {
            let code = row.channel.as_deref().unwrap_or_default();
            let mut cells = vec![
                form_cell(results),
                Cell::Text(words::channel(code, language)),
            ];
            cells.extend(figures(results, row));
            cells
        },
    );
    Table {
        name: language.pick("Theo kênh", "By channel"),
        caption: language
            .pick(
                "Mỗi kênh một dòng; kết quả chung chỉ cộng các kênh ghi ở đầu trang Tổng hợp.",
                "One row per channel; the headline sums only those named on the summary sheet.",
            )
            .to_owned(),
        columns,
        rows,
        ..table(content)
    }
}

/// What every table of figures shares.
fn table(content: &Content<'_>) -> Table {
    let language = content.language;
    let summed = content
        .forms
        .iter()
        .flat_map(|results| &results.headline)
        .next();
    let channels = summed.map(|row| words::channels(&row.channels, language));
    Table {
        caption: channels.map_or_else(String::new, |channels| {
            format!(
                "{}: {channels}",
                language.pick("Kênh được cộng", "Channels summed")
            )
        }),
        nothing: language.pick(
            "Không có phiếu nào trong kỳ này, nên không có gì để hiện.",
            "There are no sheets in this period, so there is nothing to show.",
        ),
        kind: page::Kind::Figures,
        ..Table::default()
    }
}

/// One list of every form, row by row.
fn rows<'a>(
    content: &'a Content<'_>,
    list: impl Fn(&'a FormResults<'a>) -> &'a Vec<ResultRow>,
    cells: impl Fn(&'a FormResults<'a>, &'a ResultRow) -> Vec<Cell>,
) -> Vec<Vec<Cell>> {
    let forms = content.forms.iter();
    forms
        .flat_map(|results| list(results).iter().map(move |row| (results, row)))
        .map(|(results, row)| cells(results, row))
        .collect()
}

fn form_column(language: Language) -> (&'static str, u16) {
    (language.pick("Mẫu phiếu", "Form"), 18)
}

fn form_cell(results: &FormResults<'_>) -> Cell {
    Cell::Text(results.form.form_ref.to_string())
}

fn figure_columns(language: Language) -> [(&'static str, u16); 10] {
    [
        (
            language.pick("Kết quả (% hoặc điểm)", "Result (% or points)"),
            10,
        ),
        (language.pick("Hài lòng (%)", "Satisfied (%)"), 9),
        (language.pick("Bình thường (%)", "Neutral (%)"), 9),
        (language.pick("Không hài lòng (%)", "Dissatisfied (%)"), 9),
        (language.pick("Số phiếu (n)", "Sheets (n)"), 9),
        (language.pick("Tử số", "Numerator"), 9),
        (language.pick("Mẫu số", "Denominator"), 9),
        (
            language.pick("Khoảng tin cậy 95 %: từ", "95 % interval: from"),
            10,
        ),
        (
            language.pick("Khoảng tin cậy 95 %: đến", "95 % interval: to"),
            10,
        ),
        (language.pick("Nhóm", "Group"), 12),
    ]
}

fn figures(results: &FormResults<'_>, row: &ResultRow) -> [Cell; 10] {
    let shares = row.shares.as_ref();
    let limits = row.interval.as_ref();
    let group = row
        .group
        .as_ref()
        .map(|id| results.method.groups.get(id).unwrap_or(id));
    [
        result(row),
        figure(shares.map(|shares| &shares.satisfied)),
        figure(shares.map(|shares| &shares.neutral)),
        figure(shares.map(|shares| &shares.dissatisfied)),
        Cell::Count(row.n),
        row.numerator.map_or(Cell::Nothing, Cell::Count),
        row.denominator.map_or(Cell::Nothing, Cell::Count),
        limits.map_or(Cell::Nothing, |limits| Cell::Figure(limits.low.clone(), 2)),
        limits.map_or(Cell::Nothing, |limits| Cell::Figure(limits.high.clone(), 2)),
        group.map_or(Cell::Nothing, |group| text(group)),
    ]
}

fn result(row: &ResultRow) -> Cell {
    figure(row.percent.as_ref().or(row.score.as_ref()))
}

fn figure(decimal: Option<&String>) -> Cell {
    decimal.map_or(Cell::Nothing, |decimal| {
        Cell::Figure(decimal.clone(), usize::MAX)
    })
}

fn enough(row: &ResultRow, language: Language) -> Cell {
    let word = if row.enough {
        language.pick("Đủ", "Enough")
    } else {
        language.pick("Chưa đủ", "Not enough")
    };
    text(word)
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

fn section_name(results: &FormResults<'_>, id: &str, language: Language) -> String {
    let section = results
        .form
        .sections
        .iter()
        .find(|section| section.id.as_str() == id);
    section
        .map_or(id, |section| section.title.get(language.as_str()))
        .to_owned()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}
