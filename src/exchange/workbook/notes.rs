//! The notes: what the figures are, where they come from and how to read them.

use jiff::civil::Date;

use crate::config::Language;
use crate::exchange::workbook::page::{Cell, Kind, Table};
use crate::exchange::workbook::{Content, FormResults, words};

/// The last sheet.
pub(super) fn notes(content: &Content<'_>) -> Table {
    let language = content.language;
    let mut rows = vec![
        note(
            language.pick("Số liệu này là gì", "What this is"),
            words::title(language),
        ),
        note(language.pick("Đơn vị", "Unit"), &words::unit(content)),
        note(language.pick("Kỳ", "Period"), &words::period(content)),
        day(language.pick("Từ ngày", "First day"), content.from),
        day(language.pick("Đến hết ngày", "Last day"), content.to),
    ];
    let kept = language.pick("Giữ kín người trả lời", "Protecting who answered");
    rows.push(note(kept, &words::disclosure(content)));
    for results in &content.forms {
        rows.extend(form_notes(results, language));
    }
    rows.extend(reading(language));
    let program = format!("hailong {}", env!("CARGO_PKG_VERSION"));
    rows.push(note(language.pick("Chương trình", "Program"), &program));
    Table {
        name: language.pick("Ghi chú", "Notes"),
        caption: String::new(),
        columns: vec![
            (language.pick("Mục", "Item"), 26),
            (language.pick("Nội dung", "Content"), 80),
        ],
        rows,
        nothing: "",
        kind: Kind::Text,
        chart: None,
    }
}

fn form_notes(results: &FormResults<'_>, language: Language) -> Vec<Vec<Cell>> {
    let form = results.form;
    let title = form.title.get(language.as_str());
    let mut rows = vec![
        note(
            language.pick("Mẫu phiếu", "Form"),
            &format!("{} – {title}", form.form_ref),
        ),
        note(
            language.pick("  Mã nội dung mẫu", "  Form content"),
            &hex::encode(form.hash),
        ),
        note(
            language.pick("  Phương pháp", "  Method"),
            &results.method.title,
        ),
        note(
            language.pick("  Căn cứ", "  Decision"),
            &results.method.decision,
        ),
    ];
    if let Some(status) = &results.method.note {
        rows.push(note(language.pick("  Lưu ý", "  Status"), status));
    }
    for row in &results.headline {
        let counted = [
            format!("n = {}", row.n),
            words::roll_up(row, language),
            words::channels(&row.channels, language),
        ];
        rows.push(note(
            language.pick("  Đã tính", "  Counted"),
            &counted.join("; "),
        ));
        let apart = match language {
            Language::Vi => format!(
                "{} phiếu bị gắn cờ vẫn được tính; {} phiếu trễ không được tính",
                row.flagged, row.late
            ),
            Language::En => format!(
                "{} flagged sheets are counted; {} late sheets are not counted",
                row.flagged, row.late
            ),
        };
        rows.push(note(
            language.pick("  Gắn cờ và trễ", "  Flagged and late"),
            &apart,
        ));
    }
    rows
}

/// What holds for every workbook.
fn reading(language: Language) -> Vec<Vec<Cell>> {
    let items = match language {
        Language::Vi => [
            (
                "Ba tỷ lệ",
                "Hài lòng, bình thường và không hài lòng, tính trên số người có trả lời câu hỏi. Mức bình thường không phải là hài lòng.",
            ),
            ("Khoảng tin cậy", words::interval(language)),
            (
                "Ngoài thang, bỏ trống, không hỏi",
                "“Không biết / Không muốn trả lời” và các câu trả lời ngoài thang, câu bỏ trống và câu không hỏi được đếm riêng, không bao giờ nằm trong mẫu số.",
            ),
            (
                "Làm tròn",
                "Tính bằng phân số đúng đến cuối, chỉ làm tròn một lần, nửa làm tròn lên. Xếp nhóm và xếp hạng theo số đã làm tròn.",
            ),
            (
                "Ô trống",
                "Ô trống nghĩa là không có số liệu, không phải là 0.",
            ),
            (
                "Cộng nhiều đơn vị",
                "Chỉ cộng số đếm; không cộng và không lấy trung bình các tỷ lệ phần trăm, trừ dòng ghi rõ “trung bình các đơn vị”.",
            ),
        ],
        Language::En => [
            (
                "Three shares",
                "Satisfied, neutral and dissatisfied, of those who answered the question. Neutral is not satisfied.",
            ),
            ("Interval", words::interval(language)),
            (
                "Outside, left out, not asked",
                "Answers outside the scale, questions left out and questions not asked are counted apart and never stand in a denominator.",
            ),
            (
                "Rounding",
                "Exact fractions to the end, rounded once, half up. Groups and ranks judge the rounded figure.",
            ),
            ("Empty cell", "An empty cell means no data, not 0."),
            (
                "Several units",
                "Only counts are added; percentages are neither added nor averaged, except in rows that say mean of units.",
            ),
        ],
    };
    items
        .into_iter()
        .map(|(item, words)| note(item, words))
        .collect()
}

fn day(item: &str, day: Date) -> Vec<Cell> {
    vec![Cell::Text(item.to_owned()), Cell::Day(day)]
}

fn note(item: &str, words: &str) -> Vec<Cell> {
    vec![Cell::Text(item.to_owned()), Cell::Text(words.to_owned())]
}
