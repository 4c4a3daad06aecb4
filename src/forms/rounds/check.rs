//! What a round names, against the province that opens it.

use std::collections::BTreeSet;

use crate::forms::fields::{Item, Table};

/// What a round names and its province must have.
pub struct Ground<'a> {
    /// Code of the province that opens it.
    pub province: &'a str,
    /// Codes of the units that can take part.
    pub units: &'a BTreeSet<String>,
    /// The factors of a form by `id@version`; `None`: there is no such form.
    pub form: &'a dyn Fn(&str) -> Option<BTreeSet<String>>,
    /// Whether a form can be a rotating block; `None`: there is no such form.
    pub rotates: &'a dyn Fn(&str) -> Option<bool>,
    /// Whether there is a method of that id.
    pub has_method: &'a dyn Fn(&str) -> bool,
    /// The revision held of a round by its id, if its content is another one.
    pub other_revision: &'a dyn Fn(&str) -> Option<u32>,
}

/// Every field against the province, whether the others can be read or not.
pub(super) fn check(root: &Table<'_>, ground: &Ground<'_>) {
    let text = |key| root.optional(key).and_then(|item| item.text());
    let unknown = |key: &'static str, vi: String, en: String| root.report(key, &vi, &en);
    if let Some(province) = text("province").filter(|code| *code != ground.province) {
        let own = ground.province;
        unknown(
            "province",
            format!("phải là mã của tỉnh này, {own}, không phải {province}"),
            format!("must be this province's code, {own}, not {province}"),
        );
    }
    if let Some(method) = text("method").filter(|id| !(ground.has_method)(id)) {
        unknown(
            "method",
            format!("không có phương pháp “{method}”; xem lệnh forms list"),
            format!("no method “{method}”; see forms list"),
        );
    }
    if let Some(form) = text("form") {
        match (ground.form)(form) {
            None => unknown(
                "form",
                format!("không có mẫu phiếu “{form}”; xem lệnh forms list"),
                format!("no form “{form}”; see forms list"),
            ),
            Some(factors) => {
                for (factor, item) in keys_of(root, "goals") {
                    if !factors.contains(factor) {
                        item.report(
                            format!("mẫu phiếu không có yếu tố “{factor}”"),
                            format!("the form has no factor “{factor}”"),
                        );
                    }
                }
            }
        }
    }
    if let Some(block) = text("rotating") {
        match (ground.rotates)(block) {
            Some(true) => {}
            Some(false) => unknown(
                "rotating",
                format!("mẫu phiếu “{block}” không có câu hỏi chung và hai yếu tố để rút thăm"),
                format!("form “{block}” has no overall question and two factors to draw one of"),
            ),
            None => unknown(
                "rotating",
                format!("không có mẫu phiếu “{block}”; xem lệnh forms list"),
                format!("no form “{block}”; see forms list"),
            ),
        }
    }
    check_units(root, ground);
    if let Some(held) = text("id").and_then(|id| (ground.other_revision)(id)) {
        let revision = root.optional("revision").and_then(|item| item.whole());
        if revision.is_some_and(|revision| revision <= i64::from(held)) {
            unknown(
                "revision",
                format!("phải lớn hơn {held}: bản {held} đã được mở với nội dung khác"),
                format!("must be above {held}: revision {held} was opened with other content"),
            );
        }
    }
}

fn check_units(root: &Table<'_>, ground: &Ground<'_>) {
    let listed = root.optional("units").filter(Item::is_array);
    let listed = listed.and_then(Item::array).unwrap_or_default();
    let listed = listed
        .into_iter()
        .filter_map(|item| Some((item.text()?, item)));
    let targets = keys_of(root, "targets");
    for (unit, item) in listed.chain(targets) {
        if !ground.units.contains(unit) {
            item.report(
                format!("tỉnh không có đơn vị “{unit}”"),
                format!("the province has no unit “{unit}”"),
            );
        }
    }
}

/// The keys of an open table, each with its value; none when there is no such table.
pub(super) fn keys_of<'t>(root: &Table<'t>, key: &'static str) -> Vec<(&'t str, Item<'t>)> {
    let table = root.optional(key).filter(Item::is_table);
    let table = table.and_then(Item::open_table);
    let named = table.iter().flat_map(Table::wordings);
    named
        .map(|(name, _, item)| (name, item.named(key)))
        .collect()
}
