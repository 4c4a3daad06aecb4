//! One small form with a question of every sort, and the tests that use it.

mod answers;
mod encoding;
mod fields;

use std::collections::BTreeMap;

use jiff::civil::date;
use serde_json::Value;

use super::*;
use crate::domain::form::{
    Choice, Condition, FormRef, Kind, Level, Question, Scale, Section, Text,
};
use crate::domain::roll_up::RollUp;
use crate::domain::service_field::ServiceField;

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn text(words: &str) -> Text {
    Text::new(words.to_owned(), BTreeMap::new())
}

fn choices(values: &[&str]) -> Vec<Choice> {
    values
        .iter()
        .map(|value| Choice {
            value: code(value),
            label: text(value),
        })
        .collect()
}

fn question(id: &str, kind: Kind, outside: &[&str]) -> Question {
    Question {
        id: code(id),
        kind,
        text: text(id),
        outside: choices(outside),
        profile: false,
        show_if: None,
        channels: Vec::new(),
        source: None,
    }
}

fn scale(codes: &[u8]) -> Scale {
    Scale {
        id: code("hai-long"),
        levels: codes
            .iter()
            .map(|code| Level {
                code: *code,
                label: text("mức"),
            })
            .collect(),
        satisfied: vec![4, 5],
        neutral: vec![3],
    }
}

/// A form with one question of every sort.
fn form() -> Form {
    let five = || Kind::Rating(scale(&[5, 4, 3, 2, 1]));
    let condition = Some(Condition {
        question: code("muc-dich"),
        any_of: vec!["nhan-ket-qua".to_owned()],
    });
    let multi = Kind::Multi {
        options: choices(&["thoi-gian", "thai-do", "phi"]),
        most: 2,
    };
    let questions = vec![
        question(
            "muc-dich",
            Kind::Choice(choices(&["nop-ho-so", "nhan-ket-qua"])),
            &["skip"],
        ),
        question("chung", five(), &["skip"]),
        Question {
            show_if: condition,
            ..question("ket-qua", five(), &["skip", "chua-gui"])
        },
        question("can-cai-thien", multi, &["skip"]),
        Question {
            channels: vec![Channel::Qr, Channel::Paper],
            ..question("nhung-nhieu", five(), &["skip"])
        },
        question("y-kien", Kind::Text, &[]),
        Question {
            profile: true,
            ..question("tuoi", Kind::Choice(choices(&["18-24"])), &["skip"])
        },
    ];
    Form {
        form_ref: FormRef {
            id: code("thu"),
            version: 1,
        },
        title: text("Thử"),
        languages: vec!["vi".to_owned(), "en".to_owned()],
        default_method: code("ty-le"),
        headline: RollUp::OverallQuestion,
        overall: Some(code("chung")),
        service_after: Some(code("muc-dich")),
        comment: true,
        sections: vec![Section {
            id: code("tat-ca"),
            title: text("Tất cả"),
            factor: None,
            questions,
        }],
        hash: [0; 32],
    }
}

fn services() -> Services {
    Services::new(vec![ServiceField {
        code: code("ho-tich"),
        label: text("Hộ tịch"),
        from: date(2026, 1, 1),
        until: None,
    }])
}

fn parse_on(channel: Channel, body: &Value) -> Result<AnswerSheet, Vec<Problem>> {
    let raw = RawSheet {
        answers: body.get("answers"),
        sections: body.get("sections"),
        service: body.get("service"),
        comment: body.get("comment"),
        language: body.get("language"),
        duration_s: body.get("duration_s"),
        assisted: body.get("assisted"),
    };
    parse(&form(), &services(), channel, raw)
}

fn parse_tablet(body: &Value) -> Result<AnswerSheet, Vec<Problem>> {
    parse_on(Channel::Tablet, body)
}

fn found(body: &Value) -> Vec<(String, &'static str)> {
    let problems = parse_tablet(body).unwrap_err();
    problems
        .into_iter()
        .map(|problem| (problem.field, problem.code))
        .collect()
}
