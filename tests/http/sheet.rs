//! Sheets to send.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::server::MORNING;

/// A sheet of the counter form, collected in the morning, with a new id.
pub(crate) fn sheet() -> Value {
    json!({
        "id": Uuid::new_v4().to_string(),
        "form": "hai-long-quay@1",
        "language": "vi",
        "collected_at": MORNING,
        "duration_s": 83,
        "assisted": "self",
        "service": "ho-tich",
        "answers": {"muc-dich": "nop-ho-so", "chung": 5, "tiep-can": 4, "thu-tuc": "skip",
                    "can-cai-thien": ["thoi-gian", "trang-thiet-bi"], "gioi-tinh": "nu"},
        "comment": "Cảm ơn",
    })
}

/// The sheet with one field changed; `null` takes it away.
pub(crate) fn with(sheet: &Value, field: &str, value: Value) -> Value {
    let mut changed = sheet.clone();
    changed[field] = value;
    changed
}

/// The sheet with one answer changed.
pub(crate) fn answering(sheet: &Value, question: &str, value: Value) -> Value {
    let mut changed = sheet.clone();
    changed["answers"][question] = value;
    changed
}
