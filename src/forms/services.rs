//! The list of service fields, from `survey_forms/services.toml`.

use std::collections::BTreeSet;

use super::fields::{File, Item, Table};
use super::wording::Wordings;
use crate::domain::service_field::{ServiceField, Services};
use crate::forms::Problem;

/// The shipped file's name and text.
pub(super) const SHIPPED: (&str, &str) = (
    "survey_forms/services.toml",
    include_str!("../../survey_forms/services.toml"),
);

/// The list that comes with the program.
///
/// # Errors
/// Never with the file as shipped, which a test proves; the problems otherwise.
pub fn shipped() -> Result<Services, Vec<Problem>> {
    parse_services(SHIPPED.0, SHIPPED.1)
}

/// Reads a service file; `name` is what problems call it.
///
/// # Errors
/// Every problem in line order, each with its line and what to do.
pub fn parse_services(name: &str, text: &str) -> Result<Services, Vec<Problem>> {
    let (file, root) = File::open(name, text);
    let table = Table::root(&file, &root, &["service"]);
    let fields = read_fields(&table);
    let problems = file.problems();
    if problems.is_empty() {
        Ok(Services::new(fields))
    } else {
        Err(problems)
    }
}

fn read_fields(root: &Table<'_>) -> Vec<ServiceField> {
    root.required("service");
    let languages = ["vi".to_owned(), "en".to_owned()];
    let words = Wordings {
        languages: &languages,
    };
    let mut seen = BTreeSet::new();
    let mut fields = Vec::new();
    for table in root.tables("service", &["code", "label", "from", "until"]) {
        let item = table.required("code");
        let code = item.and_then(Item::code);
        let label = table.required("label").and_then(|item| words.label(item));
        let from = table.required("from").and_then(Item::date);
        let until = table.optional("until").and_then(Item::date);
        let (Some(item), Some(code), Some(label), Some(from)) = (item, code, label, from) else {
            continue;
        };
        if !seen.insert(code.clone()) {
            item.report(
                format!("“{code}” đã có ở trên; mã không bao giờ dùng lại"),
                format!("“{code}” is already there; codes are never used again"),
            );
        }
        if until.is_some_and(|until| until < from) {
            item.report(
                "kết thúc trước khi bắt đầu; hãy sửa until",
                "ends before it begins",
            );
        }
        fields.push(ServiceField {
            code,
            label,
            from,
            until,
        });
    }
    fields
}
