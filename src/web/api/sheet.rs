//! A sheet as it is sent: its sizes are judged here, its meaning where every way in meets.

use serde_json::{Map, Value};
use utoipa::ToSchema;
use validator::{Validate, ValidationError};

use crate::domain::sheet::Problem;
use crate::usecase::App;
use crate::usecase::submit_sheet::{self, Ready, Sender, SubmitError};

/// One answer as sent. A text that is no text has no size: its type is judged with its meaning.
#[derive(Clone, Copy, Debug, Validate, ToSchema)]
#[schema(as = Sheet)]
pub struct SheetDto<'a> {
    /// Random UUID version 4, made when the person finishes.
    #[validate(length(max = 36))]
    #[schema(value_type = String)]
    pub id: Option<&'a str>,
    /// Unit code, the device's own if given.
    #[validate(length(max = 20))]
    #[schema(value_type = Option<String>)]
    pub unit: Option<&'a str>,
    /// Form and version, `hai-long-quay@1`.
    #[validate(length(max = 46))]
    #[schema(value_type = String)]
    pub form: Option<&'a str>,
    /// When the person finished, ISO 8601 with offset.
    #[validate(length(max = 64))]
    #[schema(value_type = String, format = DateTime)]
    pub collected_at: Option<&'a str>,
    /// Question id to answer: an integer, a text or an array of texts.
    #[validate(custom(function = "few_answers"), custom(function = "few_options"))]
    #[schema(value_type = Object)]
    pub answers: Option<&'a Map<String, Value>>,
    /// Ids of the form's sections that were put to the person, where not all were: every other
    /// question counts as not asked.
    #[schema(value_type = Option<Vec<String>>)]
    pub sections: Option<&'a [Value]>,
    /// Service field, by code.
    #[validate(length(max = 40))]
    #[schema(value_type = Option<String>)]
    pub service: Option<&'a str>,
    /// Free text, at most 1,000 characters.
    #[schema(value_type = Option<String>)]
    pub comment: Option<&'a str>,
    /// Tag of the language the form was read in.
    #[validate(length(max = 12))]
    #[schema(value_type = Option<String>)]
    pub language: Option<&'a str>,
    /// Seconds from the first question to the finish, at most a day.
    pub duration_s: Option<u64>,
    /// `self`, `relative` or `officer`.
    #[validate(length(max = 12))]
    #[schema(value_type = Option<String>)]
    pub assisted: Option<&'a str>,
}

/// Most answers in one sheet.
const MOST_ANSWERS: usize = 200;
/// Most options in one answer.
const MOST_OPTIONS: usize = 35;
/// Most problems told of one sheet: more than any form has questions.
const MOST_PROBLEMS: usize = 250;

/// Checks size and meaning of one sheet.
///
/// # Errors
/// As for [`submit_sheet::check`], every problem once.
pub fn check(app: &App, sender: &Sender, sheet: &Value) -> Result<Ready, SubmitError> {
    let Some(fields) = sheet.as_object() else {
        return Err(SubmitError::Problems(vec![no_object()]));
    };
    let mut problems = SheetDto::of(fields).too_large();
    match submit_sheet::check(app, sender, fields) {
        Ok(ready) if problems.is_empty() => return Ok(ready),
        Ok(_) => {}
        Err(SubmitError::Problems(found)) => problems.extend(found),
        Err(other) => return Err(other),
    }
    let mut told: Vec<Problem> = Vec::new();
    for problem in problems {
        if told.len() < MOST_PROBLEMS && !told.contains(&problem) {
            told.push(problem);
        }
    }
    Err(SubmitError::Problems(told))
}

impl<'a> SheetDto<'a> {
    fn of(fields: &'a Map<String, Value>) -> Self {
        let text = |name: &str| fields.get(name).and_then(Value::as_str);
        Self {
            id: text("id"),
            unit: text("unit"),
            form: text("form"),
            collected_at: text("collected_at"),
            answers: fields.get("answers").and_then(Value::as_object),
            sections: fields
                .get("sections")
                .and_then(Value::as_array)
                .map(Vec::as_slice),
            service: text("service"),
            comment: text("comment"),
            language: text("language"),
            duration_s: fields.get("duration_s").and_then(Value::as_u64),
            assisted: text("assisted"),
        }
    }

    /// Every size over its limit, in the order of names.
    fn too_large(&self) -> Vec<Problem> {
        let Err(errors) = self.validate() else {
            return Vec::new();
        };
        let mut names: Vec<String> = errors
            .field_errors()
            .keys()
            .map(ToString::to_string)
            .collect();
        names.sort_unstable();
        names.iter().map(|name| too_large(name)).collect()
    }
}

fn no_object() -> Problem {
    Problem::new(
        "",
        "wrong-type",
        "một phiếu phải là một đối tượng JSON".to_owned(),
        "a sheet must be a JSON object".to_owned(),
    )
}

fn too_large(name: &str) -> Problem {
    if name == "answers" {
        return Problem::new(
            name,
            "too-many",
            format!("nhiều nhất {MOST_ANSWERS} câu trả lời, mỗi câu nhiều nhất {MOST_OPTIONS} ý"),
            format!("at most {MOST_ANSWERS} answers of at most {MOST_OPTIONS} options each"),
        );
    }
    Problem::new(
        name,
        "too-long",
        format!("“{name}” quá dài"),
        format!("“{name}” is too long"),
    )
}

fn few_answers(answers: &Map<String, Value>) -> Result<(), ValidationError> {
    if answers.len() <= MOST_ANSWERS {
        Ok(())
    } else {
        Err(ValidationError::new("many"))
    }
}

fn few_options(answers: &Map<String, Value>) -> Result<(), ValidationError> {
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

    fn sizes(sheet: &Value) -> Vec<(String, &'static str)> {
        let problems = SheetDto::of(sheet.as_object().unwrap()).too_large();
        problems
            .into_iter()
            .map(|problem| (problem.field, problem.code))
            .collect()
    }

    #[rstest]
    #[case(json!({"id": "x".repeat(36), "unit": "01141"}), &[], "what fits")]
    #[case(json!({"id": "x".repeat(37)}), &[("id", "too-long")], "one character too many")]
    #[case(json!({"id": 7, "answers": [5]}), &[], "a wrong type has no size")]
    #[case(json!({"answers": {"a": vec!["x"; 36]}}), &[("answers", "too-many")], "36 options")]
    #[case(
        json!({"unit": "0".repeat(21), "form": "a".repeat(47), "answers": {"a": vec![1; 36]}}),
        &[("answers", "too-many"), ("form", "too-long"), ("unit", "too-long")],
        "all at once"
    )]
    fn every_size_over_its_limit_is_told(
        #[case] sheet: Value,
        #[case] expected: &[(&str, &str)],
        #[case] why: &str,
    ) {
        let expected: Vec<_> = expected
            .iter()
            .map(|(field, code)| ((*field).to_owned(), *code))
            .collect();
        assert_eq!(sizes(&sheet), expected, "{why}");
    }

    #[test]
    fn two_hundred_answers_pass_and_one_more_does_not() {
        let with = |n: usize| {
            let answers: Map<String, Value> = (0..n).map(|i| (format!("q{i}"), json!(1))).collect();
            sizes(&json!({ "answers": answers }))
        };
        assert_eq!(with(200), vec![]);
        assert_eq!(with(201), vec![("answers".to_owned(), "too-many")]);
    }
}
