//! What the questions of a form file refer to: scales, and codes outside them.

use super::fields::{Item, Table};
use super::wording::Wordings;
use crate::domain::form::{Choice, Level, Scale};

/// The scales of a form file.
pub(super) fn read_scales(root: &Table<'_>, words: Wordings<'_>) -> Vec<Scale> {
    let mut scales: Vec<Scale> = Vec::new();
    for table in root.tables("scale", &["id", "satisfied", "neutral", "levels"]) {
        let id = table.required("id");
        let levels = table
            .required("levels")
            .map(|item| read_levels(item, words));
        let (Some(id), Some(levels)) = (id, levels) else {
            continue;
        };
        let codes = |key| {
            let item = table.optional(key);
            item.map(|item| read_codes(item, &levels))
                .unwrap_or_default()
        };
        let (satisfied, neutral) = (codes("satisfied"), codes("neutral"));
        if neutral.iter().any(|code| satisfied.contains(code)) {
            id.report(
                "có mức vừa hài lòng vừa trung lập",
                "has a level both satisfied and neutral",
            );
        }
        let Some(code) = id.code() else { continue };
        if scales.iter().any(|scale| scale.id == code) {
            id.report(
                format!("“{code}” đã có ở trên"),
                format!("“{code}” is already there"),
            );
        }
        scales.push(Scale {
            id: code,
            levels,
            satisfied,
            neutral,
        });
    }
    scales
}

fn read_levels(item: Item<'_>, words: Wordings<'_>) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    for item in item.array().unwrap_or_default() {
        let Some(table) = item.table(&["code", "label"]) else {
            continue;
        };
        let code = table.required("code").and_then(|item| item.number(0, 9));
        let label = table.required("label").and_then(|item| words.label(item));
        let (Some(code), Some(label)) = (code, label) else {
            continue;
        };
        if levels.iter().any(|level| level.code == code) {
            item.report(
                format!("có mức {code} hai lần"),
                format!("has level {code} twice"),
            );
        }
        levels.push(Level { code, label });
    }
    if levels.len() < 2 {
        item.report("phải có ít nhất hai mức", "must have at least two levels");
    }
    levels
}

fn read_codes(item: Item<'_>, levels: &[Level]) -> Vec<u8> {
    let mut codes = Vec::new();
    for item in item.array().unwrap_or_default() {
        let Some(code) = item.number(0, 9) else {
            continue;
        };
        if codes.contains(&code) || !levels.iter().any(|level| level.code == code) {
            item.report(
                format!("có {code}, phải là mức của thang, mỗi mức một lần"),
                format!("has {code}; it takes levels of the scale, each once"),
            );
        }
        codes.push(code);
    }
    codes
}

/// The answers outside the scale that the form's questions may name.
pub(super) fn read_outside(root: &Table<'_>, words: Wordings<'_>) -> Vec<Choice> {
    let mut outside: Vec<Choice> = Vec::new();
    for table in root.tables("outside", &["value", "label"]) {
        let item = table.required("value");
        let label = table.required("label").and_then(|item| words.label(item));
        let value = item.and_then(Item::code);
        let (Some(item), Some(value), Some(label)) = (item, value, label) else {
            continue;
        };
        if value.as_str().parse::<u64>().is_ok() {
            item.report(
                "không được là số: dễ lẫn với mức",
                "must not be a number, like a level",
            );
        }
        if outside.iter().any(|choice| choice.value == value) {
            item.report(
                format!("“{value}” đã có ở trên"),
                format!("“{value}” is already there"),
            );
        }
        outside.push(Choice { value, label });
    }
    outside
}
