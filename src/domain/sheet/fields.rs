//! The fields beside the answers: service, comment, language, duration, help.

use std::collections::BTreeSet;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use super::problem::shortened;
use super::{Assisted, Problem};
use crate::domain::form::{Channel, Code, Form};
use crate::domain::plain_text::{Lines, is_plain};
use crate::domain::rotation::is_drawn_on;
use crate::domain::service_field::Services;

/// Characters a comment or a free text answer may have.
pub const MOST_COMMENT_CHARS: usize = 1_000;

/// Seconds a sheet may take: one day. A tablet left overnight says nothing about its reader.
pub const MOST_DURATION_S: u32 = 86_400;

/// Languages a device may have wordings or voices for beyond the form's own: Vietnamese,
/// English, Mông, Tày, Dao, Nùng, Thái, Mường, Khmer, Chăm, Gia Rai, Ê Đê, Ba Na, Hoa.
/// ISO 639 codes, the two-letter one where there is one.
pub const PREPARED_LANGUAGES: [&str; 14] = [
    "vi", "en", "hmn", "tyz", "ium", "nut", "blt", "mtq", "km", "cjm", "jra", "rad", "bdq", "zh",
];

pub(super) fn assisted(raw: Option<&Value>, problems: &mut Vec<Problem>) -> Assisted {
    let Some(name) = string("assisted", raw, problems) else {
        return Assisted::default();
    };
    Assisted::parse(name).unwrap_or_else(|| {
        let shown = shortened(name);
        problems.push(Problem::new(
            "assisted",
            "not-an-option",
            format!("“assisted” là self, relative hoặc officer, không phải “{shown}”"),
            format!("“assisted” is self, relative or officer, not “{shown}”"),
        ));
        Assisted::default()
    })
}

pub(super) fn service(
    services: &Services,
    raw: Option<&Value>,
    problems: &mut Vec<Problem>,
) -> Option<Code> {
    let name = string("service", raw, problems)?;
    let known = services.get(name).map(|field| field.code.clone());
    if known.is_none() {
        let shown = shortened(name);
        problems.push(Problem::new(
            "service",
            "unknown-service",
            format!("không có lĩnh vực “{shown}” trong danh mục"),
            format!("service field “{shown}” is not in the list"),
        ));
    }
    known
}

/// The sections put to the person; `None`: all of them.
pub(super) fn sections<'a>(
    (form, channel): (&Form, Channel),
    raw: Option<&'a Value>,
    problems: &mut Vec<Problem>,
) -> Option<BTreeSet<&'a str>> {
    let value = raw.filter(|value| !value.is_null())?;
    let names = value.as_array().and_then(|list| {
        let names = list.iter().map(Value::as_str);
        names.collect::<Option<BTreeSet<&str>>>()
    });
    let Some(names) = names else {
        problems.push(wrong_type(
            "sections",
            "một danh sách chuỗi",
            "an array of strings",
        ));
        return None;
    };
    let is_known = |name: &str| form.sections.iter().any(|own| own.id.as_str() == name);
    for name in names.iter().filter(|name| !is_known(name)) {
        let shown = shortened(name);
        problems.push(Problem::new(
            "sections",
            "unknown-section",
            format!("mẫu phiếu không có phần “{shown}”"),
            format!("the form has no section “{shown}”"),
        ));
    }
    if !is_drawn_on(channel) {
        problems.push(Problem::new(
            "sections",
            "wrong-channel",
            "chỉ máy tính bảng hỏi từng phần của mẫu phiếu".to_owned(),
            "only a tablet asks a form in parts".to_owned(),
        ));
    }
    Some(names)
}

pub(super) fn comment(raw: Option<&Value>, problems: &mut Vec<Problem>) -> Option<String> {
    text("comment", string("comment", raw, problems)?, problems)
}

pub(super) fn language(
    form: &Form,
    raw: Option<&Value>,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    let tag = string("language", raw, problems)?;
    let known = form.languages.iter().any(|own| own == tag) || PREPARED_LANGUAGES.contains(&tag);
    if !known {
        let shown = shortened(tag);
        problems.push(Problem::new(
            "language",
            "unknown-language",
            format!("không biết ngôn ngữ “{shown}”"),
            format!("language “{shown}” is not known"),
        ));
    }
    known.then(|| tag.to_owned())
}

pub(super) fn duration(raw: Option<&Value>, problems: &mut Vec<Problem>) -> Option<u32> {
    let value = raw.filter(|value| !value.is_null())?;
    if !value.is_i64() && !value.is_u64() {
        problems.push(wrong_type(
            "duration_s",
            "một số nguyên giây",
            "an integer of seconds",
        ));
        return None;
    }
    let seconds = value
        .as_u64()
        .and_then(|seconds| u32::try_from(seconds).ok())
        .filter(|seconds| *seconds <= MOST_DURATION_S);
    if seconds.is_none() {
        problems.push(Problem::new(
            "duration_s",
            "out-of-range",
            format!("“duration_s” từ 0 đến {MOST_DURATION_S}, không phải {value}"),
            format!("“duration_s” is 0 to {MOST_DURATION_S}, not {value}"),
        ));
    }
    seconds
}

/// Free text in NFC, trimmed, with one kind of line end; `None` when blank or refused.
pub(super) fn text(field: &str, raw: &str, problems: &mut Vec<Problem>) -> Option<String> {
    // Forms send CR LF, and people paste tabs: neither is worth a refusal.
    let text: String = raw
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .replace('\t', " ");
    let text: String = text.trim().nfc().collect();
    let before = problems.len();
    if !is_plain(&text, Lines::Several) {
        problems.push(Problem::new(
            field,
            "control-character",
            format!("“{field}” có ký tự điều khiển không hiển thị được"),
            format!("“{field}” holds a control character"),
        ));
    }
    let n_chars = text.chars().count();
    if n_chars > MOST_COMMENT_CHARS {
        problems.push(Problem::new(
            field,
            "too-long",
            format!("“{field}” dài {n_chars} ký tự, nhiều nhất là {MOST_COMMENT_CHARS}"),
            format!("“{field}” has {n_chars} characters, at most {MOST_COMMENT_CHARS} are kept"),
        ));
    }
    (problems.len() == before && !text.is_empty()).then_some(text)
}

pub(super) fn wrong_type(field: &str, vi: &str, en: &str) -> Problem {
    Problem::new(
        field,
        "wrong-type",
        format!("“{field}” phải là {vi}"),
        format!("“{field}” must be {en}"),
    )
}

fn string<'a>(field: &str, raw: Option<&'a Value>, problems: &mut Vec<Problem>) -> Option<&'a str> {
    let value = raw.filter(|value| !value.is_null())?;
    if !value.is_string() {
        problems.push(wrong_type(field, "một chuỗi", "a string"));
    }
    value.as_str()
}
