//! `GET /api/v1/forms/{form}`: a form version in one language.

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::domain::form::{Channel, Choice, Form, Kind, Question, Section};
use crate::web::error::Failure;
use crate::web::extract::{Path, Query};
use crate::web::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/api/v1/forms/{form}", get(show))
}

/// A form: its newest version, or the one named by `id@version`.
#[utoipa::path(
    get,
    path = "/api/v1/forms/{form}",
    params(
        ("form" = String, Path, description = "`id` or `id@version`"),
        ("lang" = Option<String>, Query, description = "one of the form's languages; Vietnamese unless given"),
    ),
    responses(
        (status = 200, description = "the form", body = FormDto),
        (status = 404, description = "no such form", body = super::openapi::Problems),
    )
)]
pub(super) async fn show(
    State(site): State<Site>,
    Path(name): Path<String>,
    query: Query,
) -> Result<Response, Failure> {
    let form = site
        .app
        .catalog
        .find(&name)
        .ok_or_else(Failure::not_found)?;
    let body = FormDto::of(form, query.get("lang").unwrap_or("vi"));
    json_response(&body)
}

/// A body of JSON.
///
/// # Errors
/// When the value has no JSON form, which none of ours lacks.
pub(super) fn json_response(body: &impl Serialize) -> Result<Response, Failure> {
    let text = serde_json::to_string(body).map_err(|error| Failure::internal(&error))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// A form as programs read it, worded in one language (Vietnamese where that has no wording).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FormDto {
    id: String,
    version: u16,
    /// SHA-256 of the form's content, hex.
    hash: String,
    title: String,
    languages: Vec<String>,
    default_method: String,
    overall: Option<String>,
    service_after: Option<String>,
    comment: bool,
    sections: Vec<SectionDto>,
}

/// A section of a form.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SectionDto {
    id: String,
    title: String,
    /// 1 to 5, or null outside the index.
    factor: Option<u8>,
    questions: Vec<QuestionDto>,
}

/// A question of a form.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuestionDto {
    id: String,
    /// `rating`, `choice`, `multi` or `text`.
    kind: &'static str,
    text: String,
    options: Vec<OptionDto>,
    outside: Vec<OptionDto>,
    /// Demographics, kept apart from the answers.
    profile: bool,
    /// Most options of a multi.
    #[serde(skip_serializing_if = "Option::is_none")]
    most: Option<usize>,
    /// Asked only if this earlier question has one of these answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    show_if: Option<ConditionDto>,
    /// Channels that ask it; empty: all.
    channels: Vec<&'static str>,
    source: Option<String>,
}

/// A level or an option.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OptionDto {
    /// What is sent: an integer for a level, a text otherwise.
    #[schema(value_type = Object)]
    value: Value,
    label: String,
}

/// When a question is asked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConditionDto {
    question: String,
    /// As they are sent: integers for levels, texts otherwise.
    #[schema(value_type = Vec<Object>)]
    any_of: Vec<Value>,
}

impl FormDto {
    /// The form in the words of `language`.
    #[must_use]
    pub fn of(form: &Form, language: &str) -> Self {
        Self {
            id: form.form_ref.id.to_string(),
            version: form.form_ref.version,
            hash: hex::encode(form.hash),
            title: form.title.get(language).to_owned(),
            languages: form.languages.clone(),
            default_method: form.default_method.to_string(),
            overall: form.overall.as_ref().map(ToString::to_string),
            service_after: form.service_after.as_ref().map(ToString::to_string),
            comment: form.comment,
            sections: form
                .sections
                .iter()
                .map(|part| section(part, language))
                .collect(),
        }
    }
}

fn section(section: &Section, language: &str) -> SectionDto {
    SectionDto {
        id: section.id.to_string(),
        title: section.title.get(language).to_owned(),
        factor: section.factor,
        questions: section
            .questions
            .iter()
            .map(|asked| question(asked, language))
            .collect(),
    }
}

fn question(question: &Question, language: &str) -> QuestionDto {
    let (kind, options, most) = match &question.kind {
        Kind::Rating(scale) => {
            let level = |level: &crate::domain::form::Level| OptionDto {
                value: json!(level.code),
                label: level.label.get(language).to_owned(),
            };
            ("rating", scale.levels.iter().map(level).collect(), None)
        }
        Kind::Choice(options) => ("choice", choices(options, language), None),
        Kind::Multi { options, most } => ("multi", choices(options, language), Some(*most)),
        Kind::Text => ("text", Vec::new(), None),
    };
    QuestionDto {
        id: question.id.to_string(),
        kind,
        text: question.text.get(language).to_owned(),
        options,
        outside: choices(&question.outside, language),
        profile: question.profile,
        most,
        show_if: question.show_if.as_ref().map(|condition| ConditionDto {
            question: condition.question.to_string(),
            any_of: condition.any_of.iter().map(|value| sent(value)).collect(),
        }),
        channels: question
            .channels
            .iter()
            .copied()
            .map(Channel::as_str)
            .collect(),
        source: question.source.clone(),
    }
}

fn choices(choices: &[Choice], language: &str) -> Vec<OptionDto> {
    let option = |choice: &Choice| OptionDto {
        value: json!(choice.value.as_str()),
        label: choice.label.get(language).to_owned(),
    };
    choices.iter().map(option).collect()
}

/// A level code as an integer, an option as its text.
fn sent(value: &str) -> Value {
    value
        .parse::<u8>()
        .map_or_else(|_| Value::from(value), Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::view::sample;

    #[test]
    fn the_form_has_the_shape_of_the_contract() {
        let form = serde_json::to_value(FormDto::of(&sample::form(), "en")).unwrap();
        assert_eq!(form["id"], "hai-long-quay");
        assert_eq!(form["version"], 1);
        assert_eq!(form["hash"].as_str().unwrap().len(), 64);
        let overall = &form["sections"][1]["questions"][0];
        assert_eq!(overall["kind"], "rating");
        assert_eq!(
            overall["options"][0],
            json!({"value": 5, "label": "Very satisfied"})
        );
        assert_eq!(overall["outside"][0]["value"], "skip");
        assert_eq!(form["sections"][2]["factor"], 1);
    }
}
