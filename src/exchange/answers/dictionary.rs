//! The data dictionary: what every column and code of the rows means.

use std::io;
use std::sync::Arc;

use crate::config::Language;
use crate::domain::form::{Channel, Form, Kind, Question};
use crate::domain::service_field::Services;
use crate::exchange::answers::{CsvPiece, LEFT_OUT, NOT_ASKED, mark};
use crate::exchange::csv::Dialect;

/// One line per column and code: `column, code, label, wording, source`.
///
/// # Errors
/// Never: memory takes it.
pub fn dictionary(
    forms: &[Arc<Form>],
    services: &Services,
    language: Language,
    dialect: Dialect,
) -> io::Result<Vec<u8>> {
    let mut piece = CsvPiece::begin(dialect.separator);
    piece.add_cells(["column", "code", "label", "wording", "source"].into_iter())?;
    for (column, vietnamese, english) in FIRST {
        let label = language.pick(vietnamese, english);
        piece.add_cells([column, "", label, "", ""].into_iter())?;
    }
    for channel in Channel::ALL {
        let label = channel_label(channel, language);
        piece.add_cells(["channel", channel.as_str(), label, "", ""].into_iter())?;
    }
    for field in services.all() {
        let label = field.label.get(language.as_str());
        piece.add_cells(["service", field.code.as_str(), label, "", ""].into_iter())?;
    }
    for form in forms {
        for question in form.counted() {
            for line in question_lines(form, question, language) {
                piece.add_cells(line.into_iter())?;
            }
        }
    }
    Ok([mark(dialect), &piece.end()?].concat())
}

const FIRST: [(&str, &str, &str); 8] = [
    (
        "unit_code",
        "Mã đơn vị đã phục vụ",
        "Code of the unit that served",
    ),
    (
        "unit_edition",
        "Danh mục mã đơn vị",
        "Edition of the unit codes",
    ),
    (
        "from",
        "Ngày đầu của nửa tháng",
        "First day of the half-month",
    ),
    (
        "to",
        "Ngày cuối của nửa tháng",
        "Last day of the half-month",
    ),
    ("form", "Mẫu phiếu và phiên bản", "Form and version"),
    (
        "service",
        "Lĩnh vực; để trống là không ghi",
        "Service field; empty where none was given",
    ),
    ("channel", "Kênh trả lời", "Channel"),
    (
        "flagged",
        "1: có dấu hiệu cần xem, vẫn được tính",
        "1: has a sign to look at, and counts",
    ),
];

fn channel_label(channel: Channel, language: Language) -> &'static str {
    match channel {
        Channel::Tablet => language.pick("Máy tính bảng tại quầy", "Tablet at the counter"),
        Channel::Qr => language.pick(
            "Điện thoại riêng (mã dùng một lần)",
            "Own phone (one-time code)",
        ),
        Channel::Paper => language.pick("Phiếu giấy", "Paper"),
        Channel::Assisted => language.pick("Công chức, viên chức bấm giúp", "Helped by an officer"),
        Channel::Open => language.pick("Trang mở (không mã)", "Open page (no code)"),
    }
}

/// The question itself, its codes, those outside the scale, left out and not asked.
fn question_lines(form: &Form, question: &Question, language: Language) -> Vec<[String; 5]> {
    let tag = language.as_str();
    let base = format!("{}:{}", form.form_ref, question.id);
    let wording = question.text.get(tag);
    let source = question.source.clone().unwrap_or_default();
    let line = |column: &str, code: &str, label: &str| {
        [column, code, label, wording, &source].map(str::to_owned)
    };
    let mut lines = Vec::new();
    match &question.kind {
        Kind::Rating(scale) => {
            for level in &scale.levels {
                lines.push(line(&base, &level.code.to_string(), level.label.get(tag)));
            }
        }
        Kind::Choice(options) => {
            for option in options {
                lines.push(line(&base, option.value.as_str(), option.label.get(tag)));
            }
        }
        Kind::Multi { options, .. } => {
            for option in options {
                let column = format!("{base}:{}", option.value);
                lines.push(line(&column, "1", option.label.get(tag)));
                lines.push(line(
                    &column,
                    "0",
                    language.pick("không chọn", "not chosen"),
                ));
            }
        }
        Kind::Text => {}
    }
    for choice in &question.outside {
        lines.push(line(&base, choice.value.as_str(), choice.label.get(tag)));
    }
    lines.push(line(&base, LEFT_OUT, language.pick("để trống", "left out")));
    lines.push(line(
        &base,
        NOT_ASKED,
        language.pick("không hỏi", "not asked"),
    ));
    lines
}
