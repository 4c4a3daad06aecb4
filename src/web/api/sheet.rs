//! `POST /api/v1/responses`: the sheet as it is sent.
//!
//! Here only shapes and sizes are judged, all of them at once; meaning is the domain's.

use serde_json::{Map, Value};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use crate::web::problem::Problem;

/// One answer as sent: right in shape and size, of whatever meaning.
#[derive(Clone, Debug, PartialEq, Validate, ToSchema)]
pub struct SheetDto {
    /// Random UUID version 4, made when the person finishes.
    #[validate(length(min = 1, max = 36))]
    pub id: String,
    /// Unit code, the device's own if given.
    #[validate(length(min = 1, max = 20))]
    pub unit: Option<String>,
    /// Form and version, `hai-long-quay@1`.
    #[validate(length(min = 1, max = 46))]
    pub form: String,
    /// When the person finished, ISO 8601 with offset.
    #[validate(length(min = 1, max = 40))]
    pub collected_at: String,
    /// Question id to answer: an integer, a text or an array of texts.
    #[validate(custom(function = "few_answers"), custom(function = "short_answers"))]
    #[schema(value_type = Object)]
    pub answers: Map<String, Value>,
    /// Service field, by code.
    #[schema(value_type = Option<String>)]
    pub service: Option<Value>,
    /// Free text, at most 1,000 characters.
    #[schema(value_type = Option<String>)]
    pub comment: Option<Value>,
    /// Language the form was read in.
    #[schema(value_type = Option<String>)]
    pub language: Option<Value>,
    /// Seconds from the first question to the finish.
    #[schema(value_type = Option<u32>)]
    pub duration_s: Option<Value>,
    /// `self`, `relative` or `officer`.
    #[schema(value_type = Option<String>)]
    pub assisted: Option<Value>,
}

/// Most answers in one sheet.
const MOST_ANSWERS: usize = 200;
/// Most options in one answer.
const MOST_OPTIONS: usize = 35;
/// Names a sheet may have.
const FIELDS: [&str; 10] = [
    "id",
    "unit",
    "form",
    "language",
    "collected_at",
    "duration_s",
    "assisted",
    "service",
    "answers",
    "comment",
];

impl SheetDto {
    /// Reads a sheet from JSON.
    ///
    /// # Errors
    /// Every wrong type, missing or unknown field and every size over its limit, at once.
    pub fn read(value: Value) -> Result<Self, Vec<Problem>> {
        let Value::Object(mut fields) = value else {
            return Err(vec![Problem::whole(
                "wrong-type",
                "một phiếu phải là một đối tượng JSON",
                "a sheet must be a JSON object",
            )]);
        };
        let mut problems = Vec::new();
        let sheet = Self {
            id: required_text(&mut fields, "id", &mut problems),
            unit: text(&mut fields, "unit", &mut problems),
            form: required_text(&mut fields, "form", &mut problems),
            collected_at: required_text(&mut fields, "collected_at", &mut problems),
            answers: answers(&mut fields, &mut problems),
            service: given(&mut fields, "service"),
            comment: given(&mut fields, "comment"),
            language: given(&mut fields, "language"),
            duration_s: given(&mut fields, "duration_s"),
            assisted: given(&mut fields, "assisted"),
        };
        problems.extend(fields.keys().map(|name| unknown(name)));
        problems.extend(sheet.sizes(&problems));
        if problems.is_empty() {
            Ok(sheet)
        } else {
            Err(problems)
        }
    }

    /// Sizes over their limit, for fields that have no problem yet.
    fn sizes(&self, known: &[Problem]) -> Vec<Problem> {
        let Err(errors) = self.validate() else {
            return Vec::new();
        };
        let fields = errors.field_errors();
        let mut names: Vec<_> = fields.keys().map(AsRef::<str>::as_ref).collect();
        names.sort_unstable();
        let is_new = |name: &&str| {
            !known
                .iter()
                .any(|problem| problem.field.as_deref() == Some(name))
        };
        names.into_iter().filter(is_new).map(size).collect()
    }
}

fn given(fields: &mut Map<String, Value>, name: &str) -> Option<Value> {
    fields.shift_remove(name).filter(|value| !value.is_null())
}

fn text(
    fields: &mut Map<String, Value>,
    name: &str,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    match given(fields, name)? {
        Value::String(text) => Some(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            problems.push(wrong_type(name, ("một chuỗi chữ", "a string")));
            None
        }
    }
}

fn required_text(
    fields: &mut Map<String, Value>,
    name: &str,
    problems: &mut Vec<Problem>,
) -> String {
    let n_before = problems.len();
    let found = text(fields, name, problems);
    if found.is_none() && problems.len() == n_before {
        problems.push(missing(name));
    }
    found.unwrap_or_default()
}

fn answers(fields: &mut Map<String, Value>, problems: &mut Vec<Problem>) -> Map<String, Value> {
    match given(fields, "answers") {
        Some(Value::Object(answers)) => answers,
        None => {
            problems.push(missing("answers"));
            Map::new()
        }
        Some(
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_),
        ) => {
            problems.push(wrong_type("answers", ("một đối tượng", "an object")));
            Map::new()
        }
    }
}

fn missing(name: &str) -> Problem {
    let words = (
        format!("thiếu trường “{name}”"),
        format!("field “{name}” is missing"),
    );
    Problem::of(name, "missing", words)
}

fn wrong_type(name: &str, (vietnamese, english): (&str, &str)) -> Problem {
    let words = (
        format!("“{name}” phải là {vietnamese}"),
        format!("“{name}” must be {english}"),
    );
    Problem::of(name, "wrong-type", words)
}

fn unknown(name: &str) -> Problem {
    let known = FIELDS.join(", ");
    let words = (
        format!("không có trường này; các trường là {known}"),
        format!("there is no such field; the fields are {known}"),
    );
    Problem::of(name, "unknown-field", words)
}

fn size(name: &str) -> Problem {
    let words = if name == "answers" {
        (
            format!("nhiều nhất {MOST_ANSWERS} câu trả lời, mỗi câu nhiều nhất {MOST_OPTIONS} ý"),
            format!("at most {MOST_ANSWERS} answers of at most {MOST_OPTIONS} options each"),
        )
    } else {
        (
            format!("“{name}” trống hoặc quá dài"),
            format!("“{name}” is empty or too long"),
        )
    };
    Problem::of(name, "size", words)
}

fn few_answers(answers: &Map<String, Value>) -> Result<(), ValidationError> {
    if answers.len() <= MOST_ANSWERS {
        Ok(())
    } else {
        Err(ValidationError::new("many"))
    }
}

fn short_answers(answers: &Map<String, Value>) -> Result<(), ValidationError> {
    let fits = |value: &Value| {
        value
            .as_array()
            .is_none_or(|list| list.len() <= MOST_OPTIONS)
    };
    if answers.values().all(fits) {
        Ok(())
    } else {
        Err(ValidationError::new("long"))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn sheet() -> Value {
        json!({
            "id": "3d0f0c4e-8f5c-4f0a-9a61-2f1f2d6f9b11", "unit": "01141", "form": "hai-long-quay@1",
            "language": "vi", "collected_at": "2026-11-24T09:30:00+07:00", "duration_s": 83,
            "assisted": "self", "service": "ho-tich", "comment": "…",
            "answers": {"chung": 5, "thu-tuc": "skip", "can-cai-thien": ["thoi-gian"]}
        })
    }

    #[test]
    fn the_sheet_of_the_contract_is_read_and_nothing_is_lost() {
        let read = SheetDto::read(sheet()).unwrap();
        assert_eq!(read.answers["chung"], 5);
        assert_eq!(read.unit.as_deref(), Some("01141"));
        assert_eq!(read.duration_s, Some(json!(83)));
        let few = json!({"id": "x", "form": "mot-cau", "collected_at": "t", "answers": {}, "service": null});
        assert_eq!(
            SheetDto::read(few).unwrap().service,
            None,
            "null is not given"
        );
    }

    #[rstest]
    #[case(json!({"id": 7}), &[("id", "wrong-type")], "a number for a text")]
    #[case(json!({"unit": ["01141"]}), &[("unit", "wrong-type")], "a list for a text")]
    #[case(json!({"answers": [5]}), &[("answers", "wrong-type")], "a list for an object")]
    #[case(json!({"id": "x".repeat(37)}), &[("id", "size")], "one character too many")]
    #[case(json!({"form": ""}), &[("form", "size")], "nothing")]
    #[case(json!({"answers": {"a": vec!["x"; 36]}}), &[("answers", "size")], "36 options")]
    #[case(json!({"id": null, "time": 1, "unit": 5}), &[("id", "missing"), ("unit", "wrong-type"), ("time", "unknown-field")], "all at once")]
    fn what_is_wrong_in_shape_is_said_field_by_field(
        #[case] change: Value,
        #[case] expected: &[(&str, &str)],
        #[case] why: &str,
    ) {
        let mut value = sheet();
        value
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        let problems = SheetDto::read(value).unwrap_err();
        let got: Vec<_> = problems
            .iter()
            .map(|p| (p.field.as_deref().unwrap(), p.code.as_ref()))
            .collect();
        assert_eq!(got, expected, "{why}");
    }

    #[test]
    fn two_hundred_answers_pass_and_one_more_does_not() {
        let with = |n: usize| {
            let mut value = sheet();
            value["answers"] = (0..n).map(|i| (format!("q{i}"), json!(1))).collect();
            SheetDto::read(value)
        };
        assert!(with(200).is_ok());
        assert_eq!(with(201).unwrap_err()[0].code, "size");
    }

    #[test]
    fn what_is_no_object_is_one_problem() {
        assert_eq!(SheetDto::read(json!([])).unwrap_err().len(), 1);
    }
}
