//! What headings and labels say, in Vietnamese and in English.

use jiff::civil::Date;

use crate::config::Language;
use crate::domain::form::Channel;
use crate::domain::results::{FOLDED, ResultRow};
use crate::domain::roll_up::{RollUp, UnitRollUp};
use crate::exchange::workbook::Content;

/// What the figures are, on every page and report: `docs/method.md`, first section.
pub(super) fn title(language: Language) -> &'static str {
    language.pick(
        "Mức độ hài lòng tại Trung tâm Phục vụ hành chính công \
         (khảo sát tự nguyện, không phải Chỉ số SIPAS do Bộ Nội vụ công bố)",
        "Satisfaction at the Public Administration Service Centre \
         (voluntary survey, not the SIPAS index published by the Ministry of Home Affairs)",
    )
}

/// What an interval means, wherever one is shown.
pub(super) fn interval(language: Language) -> &'static str {
    language.pick(
        "khoảng tin cậy 95 %, nếu người trả lời là ngẫu nhiên; không tính việc tự nguyện trả lời",
        "95 % confidence interval if those who answer are a random choice; \
         that answering is voluntary is not accounted for",
    )
}

/// Name, code and edition of the unit.
pub(super) fn unit(content: &Content<'_>) -> String {
    let Content {
        unit_name,
        unit_code,
        unit_edition,
        language,
        ..
    } = content;
    match language {
        Language::Vi => format!("{unit_name} (mã {unit_code}, danh mục {unit_edition})"),
        Language::En => format!("{unit_name} (code {unit_code}, edition {unit_edition})"),
    }
}

/// The period with both its days.
pub(super) fn period(content: &Content<'_>) -> String {
    let Content {
        period, language, ..
    } = content;
    let (from, to) = (date(content.from, *language), date(content.to, *language));
    match language {
        Language::Vi => format!("Kỳ {period}: từ ngày {from} đến hết ngày {to}"),
        Language::En => format!("Period {period}: {from} to {to}, both days included"),
    }
}

/// A day as people write it.
fn date(date: Date, language: Language) -> String {
    match language {
        Language::Vi => format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year()),
        Language::En => date.to_string(),
    }
}

/// How answers, and then units, became one figure.
pub(super) fn roll_up(row: &ResultRow, language: Language) -> String {
    let answers = match row.roll_up {
        RollUp::PooledAnswers => language.pick("gộp mọi lượt đánh giá", "pooled answers"),
        RollUp::MeanOfQuestions => language.pick("trung bình các câu hỏi", "mean of questions"),
        RollUp::MeanOfFactors => language.pick("trung bình các yếu tố", "mean of factors"),
        RollUp::OverallQuestion => language.pick("câu hỏi chung", "overall question"),
    };
    let units = match row.units {
        UnitRollUp::PooledCounts => language.pick("cộng số đếm của các đơn vị", "pooled counts"),
        UnitRollUp::MeanOfUnits => language.pick("trung bình các đơn vị", "mean of units"),
    };
    format!("{answers}; {units}")
}

/// A channel's name; the code itself where it is none of ours.
pub(super) fn channel(code: &str, language: Language) -> String {
    let name = match Channel::parse(code) {
        Some(Channel::Tablet) => language.pick("Máy tính bảng tại quầy", "Tablet at the counter"),
        Some(Channel::Qr) => language.pick(
            "Điện thoại riêng (mã dùng một lần)",
            "Own phone (one-time code)",
        ),
        Some(Channel::Paper) => language.pick("Phiếu giấy", "Paper"),
        Some(Channel::Assisted) => {
            language.pick("Công chức, viên chức bấm giúp", "Helped by an officer")
        }
        Some(Channel::Open) => language.pick("Trang mở (không mã)", "Open page (no code)"),
        None => code,
    };
    name.to_owned()
}

/// Several channels in one text.
pub(super) fn channels(codes: &[String], language: Language) -> String {
    codes
        .iter()
        .map(|code| channel(code, language))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A number that is not told.
pub(super) fn few(language: Language) -> &'static str {
    language.pick("dưới 5 phiếu, không hiện", "fewer than 5, not shown")
}

/// The row of categories that are too small alone.
pub(super) fn folded(language: Language) -> &'static str {
    language.pick("Gộp", "Folded together")
}

/// The row of units that are too small alone; of other rows, the unit's code.
pub(super) fn folded_units(row: &ResultRow, language: Language) -> String {
    let Some(n) = row.n_units.filter(|_| row.unit == FOLDED) else {
        return row.unit.clone();
    };
    match language {
        Language::Vi => format!("Gộp {n} đơn vị, mỗi đơn vị có lúc dưới 5 phiếu"),
        Language::En => format!("{n} units together, each at times with fewer than 5 sheets"),
    }
}

pub(super) fn no_sheets(language: Language) -> &'static str {
    language.pick(
        "Không có phiếu nào trong kỳ này, nên không có gì để hiện.",
        "There are no sheets in this period, so there is nothing to show.",
    )
}

/// Why a breakdown is empty.
pub(super) fn nothing(content: &Content<'_>) -> &'static str {
    let language = content.language;
    if content.is_open {
        language.pick(
            "Kỳ chưa khóa sổ, nên chỉ có số chung, chưa chia theo kênh và lĩnh vực.",
            "The period is still open, so there are totals only, not by channel or service field.",
        )
    } else if content.is_divided {
        no_sheets(language)
    } else {
        language.pick(
            "Kỳ ngắn hơn một quý, nên chỉ có số chung, không chia theo kênh và lĩnh vực.",
            "The period is shorter than a quarter: totals only, not by channel or service field.",
        )
    }
}

/// The rule, and which days an open period covers.
pub(super) fn disclosure(content: &Content<'_>) -> String {
    let language = content.language;
    let rule = language.pick(
        "Nhóm dưới 5 phiếu được gộp với nhóm nhỏ kế tiếp (dòng “Gộp”). Phần không gộp được thì không hiện, nên tổng có thể thiếu vài phiếu.",
        "Groups of fewer than 5 sheets are folded into the next smallest. What cannot be folded is not shown, so totals may lack a few sheets.",
    );
    let Some((from, to)) = content.covered else {
        return rule.to_owned();
    };
    let (from, to) = (date(from, language), date(to, language));
    let covered = match language {
        Language::Vi => format!(
            "Phần chưa khóa sổ: số liệu từ ngày {from} đến hết ngày {to}; có thêm ít nhất 5 phiếu mới cập nhật."
        ),
        Language::En => format!(
            "What is still open covers {from} to {to}, and is renewed once at least 5 more sheets are there."
        ),
    };
    format!("{rule} {covered}")
}

/// What stands in the place of a figure of too few answers.
pub(super) fn not_enough(language: Language) -> &'static str {
    language.pick("chưa đủ mẫu", "too few answers")
}
