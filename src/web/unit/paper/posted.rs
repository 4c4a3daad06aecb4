//! A typed-in sheet between the page's fields and the shape every sheet has.

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::config::Language;
use crate::domain::form::Form;
use crate::domain::sheet::Problem;
use crate::web::kiosk::posted::{Posted, Twice};
use crate::web::text::Words;
use crate::web::view::questionnaire::{Given, Wrong};

/// The serial and the sheet of a posted page of `form`.
///
/// # Errors
/// When a field that takes one value has two.
pub(super) fn read(form: &Form, mut fields: Given) -> Result<(String, Map<String, Value>), Twice> {
    let serial = single(fields.remove("serial"))?;
    let day = single(fields.remove("day"))?;
    // An answer marked as left blank is none.
    for values in fields.values_mut() {
        values.retain(|value| !value.is_empty());
    }
    let posted = Posted::read(form, &fields)?;
    let mut sheet = Map::new();
    let at = match day.parse::<Date>() {
        Ok(day) => format!("{day}T00:00:00+07:00"),
        Err(_) => day,
    };
    sheet.insert("collected_at".to_owned(), at.into());
    sheet.insert("answers".to_owned(), Value::Object(posted.answers));
    let beside = [
        ("language", posted.language),
        ("service", posted.service),
        ("comment", posted.comment),
    ];
    for (name, value) in beside {
        if let Some(value) = value {
            sheet.insert(name.to_owned(), value);
        }
    }
    Ok((serial, sheet))
}

fn single(values: Option<Vec<String>>) -> Result<String, Twice> {
    let mut values = values.unwrap_or_default();
    match (values.pop(), values.pop()) {
        (value, None) => Ok(value.unwrap_or_default()),
        (_, Some(_)) => Err(Twice),
    }
}

/// A sheet as the fields of a page, to be typed over.
pub(super) fn fields(sheet: &Map<String, Value>) -> Given {
    let texts = |value: &Value| match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(values) => {
            let texts = values.iter().filter_map(Value::as_str);
            texts.map(str::to_owned).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            vec![value.to_string()]
        }
    };
    let mut given = Given::new();
    for (name, value) in sheet {
        match (name.as_str(), value) {
            ("answers", Value::Object(answers)) => {
                given.extend(answers.iter().map(|(id, value)| (id.clone(), texts(value))));
            }
            ("collected_at", Value::String(at)) => {
                let day = at.get(..10).unwrap_or_default().to_owned();
                given.insert("day".to_owned(), vec![day]);
            }
            ("form", _) => {}
            _ => {
                given.insert(name.clone(), texts(value));
            }
        }
    }
    given
}

/// Problems by the page's fields, in the reader's words; what is on no field is of the whole page.
pub(super) fn wrongs(words: Words, form: &Form, problems: &[Problem]) -> Vec<Wrong> {
    let mut wrongs: Vec<Wrong> = Vec::new();
    for problem in problems {
        let name = problem.field.strip_prefix("answers.");
        let name = name.unwrap_or(&problem.field);
        let is_shown = ["serial", "collected_at", "language", "service", "comment"].contains(&name)
            || form.question(name).is_some();
        let message = match (name, problem.code) {
            ("collected_at", "not-a-time" | "required") => words.say("paper_entry.day_missing"),
            (_, "no-answer") => words.say("paper_entry.no_answer"),
            _ => problem.message.get(tag(words.language())),
        };
        let wrong = Wrong {
            field: if is_shown { name } else { "" }.to_owned(),
            message: message.to_owned(),
        };
        if !wrongs.contains(&wrong) {
            wrongs.push(wrong);
        }
    }
    wrongs
}

fn tag(language: Language) -> &'static str {
    language.as_str()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::web::form_data;
    use crate::web::view::sample;

    #[test]
    fn a_page_becomes_a_sheet_and_the_sheet_the_page_again() {
        let body = "serial=12&day=2026-11-20&language=vi&chung=5&thu-tuc=skip&tiep-can=\
                    &can-cai-thien=phi&can-cai-thien=khac&comment=T%E1%BB%91t&service=dat-dai";
        let (serial, sheet) = read(&sample::form(), form_data::read(body).unwrap()).unwrap();
        assert_eq!(serial, "12");
        let expected = json!({
            "collected_at": "2026-11-20T00:00:00+07:00", "language": "vi", "service": "dat-dai",
            "comment": "Tốt",
            "answers": {"can-cai-thien": ["phi", "khac"], "chung": 5, "thu-tuc": "skip"}
        });
        assert_eq!(Value::Object(sheet.clone()), expected);
        let given = fields(&sheet);
        assert_eq!(given["chung"], ["5"]);
        assert_eq!(given["can-cai-thien"], ["phi", "khac"]);
        assert_eq!(given["day"], ["2026-11-20"]);
        let (_, again) = read(&sample::form(), given).unwrap();
        assert_eq!(again, sheet, "nothing is lost on the way");
    }

    #[test]
    fn a_day_that_is_none_is_kept_to_be_refused() {
        let (_, sheet) = read(
            &sample::form(),
            form_data::read("day=h%C3%B4m+nay").unwrap(),
        )
        .unwrap();
        assert_eq!(sheet["collected_at"], "hôm nay");
        assert!(
            read(
                &sample::form(),
                form_data::read("serial=1&serial=2").unwrap()
            )
            .is_err()
        );
    }
}
