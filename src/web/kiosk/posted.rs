//! A posted questionnaire as the values the domain reads: levels as integers, a multi as a list.

use serde_json::{Map, Value};

use crate::domain::form::{Form, Kind};
use crate::web::view::questionnaire::Given;

/// What the page carries beside the answers.
pub const FIELDS: [&str; 5] = ["id", "collected_at", "language", "service", "comment"];

/// The posted sheet, of whatever meaning.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Posted {
    /// The hidden UUID, as sent.
    pub id: String,
    /// The hidden time, as sent.
    pub collected_at: String,
    /// Question id to answer, as [`crate::domain::sheet`] reads it; names the form does not have
    /// are kept, so that they are refused.
    pub answers: Map<String, Value>,
    /// Service field.
    pub service: Option<Value>,
    /// Free text.
    pub comment: Option<Value>,
    /// Language the page was in.
    pub language: Option<Value>,
}

/// A field that takes one value stands twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Twice;

impl Posted {
    /// Reads the fields of a page of `form`. Empty fields are not given.
    ///
    /// # Errors
    /// When a field that takes one value has two.
    pub fn read(form: &Form, fields: &Given) -> Result<Self, Twice> {
        let mut posted = Self {
            id: one(fields, "id")?.unwrap_or_default(),
            collected_at: one(fields, "collected_at")?.unwrap_or_default(),
            service: one(fields, "service")?.map(Value::String),
            comment: one(fields, "comment")?.map(Value::String),
            language: one(fields, "language")?.map(Value::String),
            ..Self::default()
        };
        for name in fields
            .keys()
            .filter(|name| !FIELDS.contains(&name.as_str()))
        {
            if let Some(answer) = answer(form, fields, name)? {
                posted.answers.insert(name.clone(), answer);
            }
        }
        Ok(posted)
    }
}

fn answer(form: &Form, fields: &Given, name: &str) -> Result<Option<Value>, Twice> {
    match form.question(name).map(|question| &question.kind) {
        Some(Kind::Multi { .. }) => Ok(many(form, fields, name)),
        Some(Kind::Rating(_)) => Ok(one(fields, name)?.map(level_or_code)),
        Some(Kind::Choice(_) | Kind::Text) | None => Ok(one(fields, name)?.map(Value::String)),
    }
}

/// A level is an integer; a code outside the scale, or anything else, is text.
fn level_or_code(value: String) -> Value {
    value
        .parse::<u8>()
        .map_or(Value::String(value), Value::from)
}

/// Ticked options as a list; a lone tick outside the options is that code.
fn many(form: &Form, fields: &Given, name: &str) -> Option<Value> {
    let values: Vec<&String> = fields
        .get(name)?
        .iter()
        .filter(|value| !value.is_empty())
        .collect();
    let is_outside = |value: &str| {
        let mut outside = form
            .question(name)
            .into_iter()
            .flat_map(|question| &question.outside);
        outside.any(|choice| choice.value.as_str() == value)
    };
    match values.as_slice() {
        [] => None,
        [lone] if is_outside(lone) => Some(Value::String((*lone).clone())),
        several => Some(
            several
                .iter()
                .map(|value| Value::String((*value).clone()))
                .collect(),
        ),
    }
}

fn one(fields: &Given, name: &str) -> Result<Option<String>, Twice> {
    match fields.get(name).map_or(&[][..], Vec::as_slice) {
        [] => Ok(None),
        [value] => Ok(Some(value.clone()).filter(|value| !value.is_empty())),
        [_, ..] => Err(Twice),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::web::form_data;
    use crate::web::view::sample;

    fn read(body: &str) -> Result<Posted, Twice> {
        Posted::read(&sample::form(), &form_data::read(body).unwrap())
    }

    #[test]
    fn answers_become_the_values_the_domain_reads() {
        let posted = read(
            "id=x&collected_at=t&language=vi&chung=5&thu-tuc=skip&muc-dich=nop-ho-so\
             &can-cai-thien=phi&can-cai-thien=khac&comment=&service=dat-dai",
        )
        .unwrap();
        let expected = json!({
            "chung": 5, "thu-tuc": "skip", "muc-dich": "nop-ho-so", "can-cai-thien": ["phi", "khac"]
        });
        assert_eq!(
            Value::Object(posted.answers),
            Value::Object(sorted(&expected))
        );
        assert_eq!(posted.comment, None, "an empty comment is none");
        assert_eq!(posted.service, Some(json!("dat-dai")));
    }

    #[test]
    fn what_the_form_does_not_have_is_kept_to_be_refused() {
        let posted = read("la-gi=1&chung=99").unwrap();
        assert_eq!(posted.answers["la-gi"], "1");
        assert_eq!(posted.answers["chung"], 99);
    }

    #[test]
    fn only_a_multi_may_stand_twice() {
        assert_eq!(read("chung=5&chung=4"), Err(Twice));
        assert_eq!(read("id=1&id=1"), Err(Twice));
        assert!(read("can-cai-thien=phi&can-cai-thien=khac").is_ok());
    }

    fn sorted(value: &Value) -> Map<String, Value> {
        let mut entries: Vec<_> = value.as_object().unwrap().clone().into_iter().collect();
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        entries.into_iter().collect()
    }
}
