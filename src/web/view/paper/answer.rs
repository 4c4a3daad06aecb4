//! What was typed in, in the words of the form.

use serde_json::Value;

use crate::web::text::Words;
use crate::web::view::asked::Item;
use crate::web::view::number;

/// A value of an item, as its options are worded; blank says so.
#[must_use]
pub fn of_item(words: Words, item: &Item<'_>, value: &Value) -> String {
    let ticks = item.ticks();
    let label = |value: &str| {
        let tick = ticks.iter().find(|tick| tick.value == value);
        tick.map_or(value.to_owned(), |tick| {
            format!("{} · {}", tick.key, tick.label.get(words.tag()))
        })
    };
    match value {
        Value::Null => words.say("paper_entry.blank").to_owned(),
        Value::String(text) => label(text),
        Value::Array(ticked) => {
            let labels: Vec<String> = ticked
                .iter()
                .map(|value| label(value.as_str().unwrap_or_default()))
                .collect();
            labels.join("; ")
        }
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => label(&value.to_string()),
    }
}

/// A value typed in beside the questions: a day, a language, a comment.
#[must_use]
pub fn beside(words: Words, field: &str, value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    match field {
        _ if text.is_empty() => words.say("paper_entry.blank").to_owned(),
        "collected_at" => number::date(words, text.get(..10).unwrap_or(text)),
        "language" => language_name(text).to_owned(),
        _ => text.to_owned(),
    }
}

/// What a language calls itself; a tag that is not here shows itself.
#[must_use]
pub fn language_name(tag: &str) -> &str {
    match tag {
        "vi" => "Tiếng Việt",
        "en" => "English",
        other => other,
    }
}

/// The name of a field that is no question.
#[must_use]
pub fn name_beside(words: Words, field: &str) -> &'static str {
    match field {
        "collected_at" => words.say("paper_entry.day"),
        "language" => words.say("paper_entry.language"),
        _ => words.say("paper.comment"),
    }
}
