//! Form files: TOML in, a [`Form`] or every problem out.
//!
//! The grammar is in `survey_forms/README.md`.

use sha2::{Digest, Sha256};

use super::checks::check_form;
use super::fields::{File, Item, Table, canonical};
use super::questions::{Reading, read_sections};
use super::wording::Wordings;
use crate::domain::form::{Code, Form, FormRef};
use crate::domain::roll_up::RollUp;
use crate::domain::sheet::PREPARED_LANGUAGES;
use crate::forms::Problem;

const KEYS: [&str; 14] = [
    "id",
    "version",
    "title",
    "languages",
    "default_method",
    "headline",
    "overall",
    "service_after",
    "comment",
    "most_questions",
    "source_required",
    "scale",
    "outside",
    "section",
];
const HEADLINES: [(&str, RollUp); 2] = [
    ("overall-question", RollUp::OverallQuestion),
    ("pooled-answers", RollUp::PooledAnswers),
];

/// Reads one form file. `name` is what problems call it; `methods` are the method ids a form may
/// name.
///
/// # Errors
/// Every problem in line order, each with its line and what to do.
pub fn parse_form(name: &str, text: &str, methods: &[&str]) -> Result<Form, Vec<Problem>> {
    let (file, root) = File::open(name, text);
    let hash = Sha256::digest(canonical(root.get_ref())).into();
    let table = Table::root(&file, &root, &KEYS);
    let form = read_form(&table, methods).map(|form| Form { hash, ..form });
    let problems = file.problems();
    // A file that is no form has at least one problem: a missing field, if nothing else.
    form.filter(|_| problems.is_empty()).ok_or(problems)
}

/// Reads every field before it gives up on any, so that each reports its own problem.
fn read_form(root: &Table<'_>, methods: &[&str]) -> Option<Form> {
    let id = root.required("id").and_then(Item::code);
    let version = root
        .required("version")
        .and_then(|item| item.number(1, u16::MAX));
    let languages = root.required("languages").map(read_languages);
    let words = Wordings {
        languages: languages.as_deref().unwrap_or_default(),
    };
    let title = root.required("title").and_then(|item| words.question(item));
    let default_method = root.required("default_method").and_then(|item| {
        let names: Vec<(&str, &str)> = methods.iter().map(|id| (*id, *id)).collect();
        item.one_of(&names).and_then(|id| Code::parse(id).ok())
    });
    let headline = root
        .required("headline")
        .and_then(|item| item.one_of(&HEADLINES));
    let overall = root.optional("overall").and_then(Item::code);
    let service_after = root.optional("service_after").and_then(Item::code);
    let comment = root
        .optional("comment")
        .and_then(Item::switch)
        .unwrap_or(false);
    let mut reading = Reading::begin(root, words);
    let sections = read_sections(root, &mut reading);
    let form = Form {
        form_ref: FormRef {
            id: id?,
            version: version?,
        },
        title: title?,
        languages: languages?,
        default_method: default_method?,
        headline: headline?,
        overall,
        service_after,
        comment,
        sections,
        hash: [0; 32],
    };
    check_form(root, &form);
    Some(form)
}

fn read_languages(item: Item<'_>) -> Vec<String> {
    let mut languages: Vec<String> = Vec::new();
    for item in item.array().unwrap_or_default() {
        let Some(tag) = item.string() else { continue };
        if !PREPARED_LANGUAGES.contains(&tag) {
            let known = PREPARED_LANGUAGES.join(", ");
            item.report(format!("chỉ nhận: {known}"), format!("takes {known} only"));
        } else if languages.iter().any(|language| language == tag) {
            item.report(format!("có “{tag}” hai lần"), format!("has “{tag}” twice"));
        } else {
            languages.push(tag.to_owned());
        }
    }
    if languages.first().is_none_or(|first| first != "vi") {
        item.report("phải bắt đầu bằng \"vi\"", "must begin with \"vi\"");
    }
    languages
}
