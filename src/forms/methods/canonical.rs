//! A TOML table as canonical text, for hashing.

use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use crate::forms::methods::fields::integer;

/// The content as JSON with sorted keys: what is hashed, whatever comments and layout.
pub(super) fn canonical(table: &DeTable<'_>) -> String {
    table_value(table).to_string()
}

fn table_value(table: &DeTable<'_>) -> Value {
    let mut entries: Vec<(String, Value)> = table
        .iter()
        .map(|(key, value)| (key.get_ref().to_string(), plain_value(value.get_ref())))
        .collect();
    entries.sort_by(|one, other| one.0.cmp(&other.0));
    Value::Object(entries.into_iter().collect::<Map<String, Value>>())
}

fn plain_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => {
            integer(value).map_or_else(|| Value::String(number.to_string()), Value::from)
        }
        DeValue::Float(number) => Value::String(number.to_string()),
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => Value::Array(
            items
                .iter()
                .map(|item| plain_value(item.get_ref()))
                .collect(),
        ),
        DeValue::Table(table) => table_value(table),
    }
}
