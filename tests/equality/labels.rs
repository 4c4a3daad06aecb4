//! What the Vietnamese texts of a form stand for.

use hailong::domain::form::{Form, Kind, Question};

use crate::facts::{Of, Subject};

/// The subject a row is about: texts stand alone, or behind the number or the name of a factor.
pub(crate) fn subject(form: &Form, text: &str) -> Option<Subject> {
    let text = text.trim();
    let is_question = |asked: &&Question| text.ends_with(asked.text.get("vi"));
    let index = ["Chỉ số chung các yếu tố", "Chung các yếu tố"];
    let of = if index.contains(&text) {
        Of::Index
    } else if text == "Nhìn chung" {
        Of::Headline
    } else if let Some(question) = form.counted().find(is_question) {
        Of::Question(question.id.to_string())
    } else {
        let mut factors = form.factors();
        let factor = factors.find(|section| text.ends_with(section.title.get("vi")))?;
        Of::Factor(factor.id.to_string())
    };
    Some((form.form_ref.to_string(), of))
}

pub(crate) fn of_form(form: &Form, of: Of) -> Subject {
    (form.form_ref.to_string(), of)
}

/// The question of a subject; of a headline the overall question.
pub(crate) fn question<'f>(form: &'f Form, of: &Of) -> Option<&'f Question> {
    match of {
        Of::Question(id) => form.question(id),
        Of::Headline => form.question(form.overall.as_ref()?.as_str()),
        Of::Index | Of::Factor(_) => None,
    }
}

/// The name of the number that is printed beside the label of an answer.
pub(crate) fn count(question: &Question, label: &str) -> Option<String> {
    let answers = answers(question);
    let answer = answers.iter().find(|(_, known)| *known == label);
    if let Some((code, _)) = answer {
        return Some(format!("count {code}"));
    }
    let label = label.trim_end_matches(" (ngoài thang)");
    let mut outside = question.outside.iter();
    let outside = outside.find(|choice| choice.label.get("vi") == label)?;
    Some(format!("outside {}", outside.value))
}

/// Code and label of every level or option.
pub(crate) fn answers(question: &Question) -> Vec<(String, &str)> {
    match &question.kind {
        Kind::Rating(scale) => {
            let levels = scale.levels.iter();
            levels
                .map(|level| (level.code.to_string(), level.label.get("vi")))
                .collect()
        }
        Kind::Choice(options) | Kind::Multi { options, .. } => {
            let options = options.iter();
            options
                .map(|option| (option.value.to_string(), option.label.get("vi")))
                .collect()
        }
        Kind::Text => Vec::new(),
    }
}
