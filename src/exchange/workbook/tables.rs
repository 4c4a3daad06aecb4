//! The tables of figures, from result rows to cells.

use crate::config::Language;
use crate::domain::results::{FOLDED, ResultRow};
use crate::exchange::workbook::chart::Chart;
use crate::exchange::workbook::page::{self, Cell, Table};
use crate::exchange::workbook::{Content, FormResults, words};

/// The headline of each form.
pub(super) fn summary(content: &Content<'_>) -> Table {
    let language = content.language;
    let mut columns = vec![
        form_column(language),
        (language.pick("Phương pháp", "Method"), 16),
        (language.pick("Cách gộp", "Roll-up"), 26),
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
            cells.extend(figures(results, row, language));
            cells.extend([
                enough(row, language),
                Cell::Count(row.flagged),
                Cell::Count(row.late),
            ]);
            cells
        },
    );
    let shares = vec![4, 5, 6];
    Table {
        name: language.pick("Tổng hợp", "Summary"),
        columns,
        chart: chart(content, |results| &results.headline, (2, shares)),
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
            let folded = words::folded_units(row, language);
            let name = content.unit_names.get(&row.unit).unwrap_or(&folded);
            let mut cells = vec![
                form_cell(results),
                rank.map_or(Cell::Nothing, Cell::Count),
                range.map_or(Cell::Nothing, |(low, high)| {
                    Cell::Text(format!("{low}–{high}"))
                }),
                text(&row.unit),
                text(name),
            ];
            cells.extend(figures(results, row, language));
            cells.push(enough(row, language));
            cells
        },
    );
    Table {
        name: language.pick("Theo đơn vị", "By unit"),
        columns,
        chart: chart(content, |results| &results.units, (4, vec![5])),
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
    let answered = language.pick("Số người trả lời (n)", "Answers (n)");
    columns.extend(figure_columns_with(language, answered));
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
            cells.extend(figures(results, &answered_row(results, row), language));
            cells
        },
    );
    Table {
        name: language.pick("Theo yếu tố", "By factor"),
        chart: chart(content, |results| &results.sections, (1, vec![2])),
        columns,
        rows,
        ..table(content)
    }
}

/// A factor's row with the answers of its most answered question, of the index that of all
/// factors: sheets that left a factor out say nothing of it.
fn answered_row(results: &FormResults<'_>, row: &ResultRow) -> ResultRow {
    let asked = |id: &str| row.section.as_deref().is_none_or(|section| section == id);
    let sections = results.form.factors();
    let questions = sections
        .filter(|section| asked(section.id.as_str()))
        .flat_map(|section| &section.questions)
        .filter(|question| question.satisfaction_scale().is_some());
    let of_question = |id: &str| {
        let mut rows = results.questions.iter();
        rows.find(|row| row.question.as_deref() == Some(id))
    };
    let most = questions
        .filter_map(|question| of_question(question.id.as_str()))
        .max_by_key(|row| row.n);
    let (n, enough) = most.map_or((row.n, row.enough), |most| (most.n, most.enough));
    ResultRow {
        n,
        enough,
        ..row.clone()
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
                None if code == FOLDED => words::folded(language),
                None => code,
            };
            let mut cells = vec![form_cell(results), text(name)];
            cells.extend(figures(results, row, language));
            cells
        },
    );
    Table {
        name: language.pick("Theo lĩnh vực", "By service"),
        chart: chart(content, |results| &results.services, (1, vec![2])),
        columns,
        rows,
        nothing: words::nothing(content),
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
                Cell::Text(if code == FOLDED {
                    let channels = words::channels(&row.channels, language);
                    format!("{}: {channels}", words::folded(language))
                } else {
                    words::channel(code, language)
                }),
            ];
            cells.extend(figures(results, row, language));
            cells
        },
    );
    Table {
        name: language.pick("Theo kênh", "By channel"),
        chart: chart(content, |results| &results.channels, (1, vec![2])),
        caption: language
            .pick(
                "Mỗi kênh một dòng; kết quả chung chỉ cộng các kênh ghi ở đầu trang Tổng hợp.",
                "One row per channel; the headline sums only those named on the summary sheet.",
            )
            .to_owned(),
        columns,
        rows,
        nothing: words::nothing(content),
        ..table(content)
    }
}

/// What every table of figures shares.
pub(super) fn table(content: &Content<'_>) -> Table {
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
        nothing: words::no_sheets(language),
        kind: page::Kind::Figures,
        ..Table::default()
    }
}

/// A chart of the first form's rows, where there are any with a figure in percent.
fn chart<'a>(
    content: &'a Content<'_>,
    list: impl Fn(&'a FormResults<'a>) -> &'a Vec<ResultRow>,
    (names, figures): (u16, Vec<u16>),
) -> Option<Chart> {
    let rows = list(content.forms.first()?);
    let has_percent = rows.iter().any(|row| row.percent.is_some());
    let title = content.language.pick(
        "Tỷ lệ hoặc mức độ hài lòng (%)",
        "Satisfied share or level (%)",
    );
    let is_readable = (1..=MOST_BARS).contains(&rows.len());
    (has_percent && is_readable).then(|| Chart {
        title,
        names,
        figures,
        n_rows: u32::try_from(rows.len()).unwrap_or(0),
    })
}

/// Bars that can be read on one printed page.
const MOST_BARS: usize = 30;

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

pub(super) fn form_column(language: Language) -> (&'static str, u16) {
    (language.pick("Mẫu phiếu", "Form"), 15)
}

pub(super) fn form_cell(results: &FormResults<'_>) -> Cell {
    Cell::Text(results.form.form_ref.to_string())
}

fn figure_columns(language: Language) -> [(&'static str, u16); 10] {
    figure_columns_with(language, language.pick("Số phiếu (n)", "Sheets (n)"))
}

/// The columns of figures with another name for n.
fn figure_columns_with(language: Language, n: &'static str) -> [(&'static str, u16); 10] {
    [
        (
            language.pick("Kết quả (% hoặc điểm)", "Result (% or points)"),
            10,
        ),
        (language.pick("Hài lòng (%)", "Satisfied (%)"), 9),
        (language.pick("Bình thường (%)", "Neutral (%)"), 9),
        (language.pick("Không hài lòng (%)", "Dissatisfied (%)"), 9),
        (n, 9),
        (language.pick("Tử số", "Numerator"), 11),
        (language.pick("Mẫu số", "Denominator"), 12),
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

fn figures(results: &FormResults<'_>, row: &ResultRow, language: Language) -> [Cell; 10] {
    // Too few answers have their counts, and no figure that could be read as one.
    let shares = row.shares.as_ref().filter(|_| row.enough);
    let limits = row.interval.as_ref().filter(|_| row.enough);
    let group = row
        .group
        .as_ref()
        .filter(|_| row.enough)
        .map(|id| results.method.groups.get(id).unwrap_or(id));
    [
        if row.enough || row.n == 0 {
            result(row)
        } else {
            text(words::not_enough(language))
        },
        figure(shares.map(|shares| &shares.satisfied)),
        figure(shares.map(|shares| &shares.neutral)),
        figure(shares.map(|shares| &shares.dissatisfied)),
        if row.folded && row.n == 0 {
            Cell::Text(words::few(language).to_owned())
        } else {
            Cell::Count(row.n)
        },
        row.numerator.map_or(Cell::Nothing, Cell::Count),
        row.denominator.map_or(Cell::Nothing, Cell::Count),
        limits.map_or(Cell::Nothing, |limits| Cell::Figure(limits.low.clone(), 2)),
        limits.map_or(Cell::Nothing, |limits| Cell::Figure(limits.high.clone(), 2)),
        group.map_or(Cell::Nothing, |group| text(group)),
    ]
}

pub(super) fn result(row: &ResultRow) -> Cell {
    figure(row.percent.as_ref().or(row.score.as_ref()))
}

pub(super) fn figure(decimal: Option<&String>) -> Cell {
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

pub(super) fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}
