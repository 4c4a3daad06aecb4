//! The answers of a sheet against the questions of its form.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::problem::shortened;
use super::{Mark, Problem, fields};
use crate::domain::form::{Channel, Choice, Condition, Form, Kind, Question};

/// What the answers came to.
#[derive(Default)]
pub(super) struct Answers {
    pub(super) marks: Vec<Mark>,
    pub(super) profile: BTreeMap<String, String>,
    pub(super) texts: BTreeMap<String, String>,
}

/// What was put to the person.
pub(super) struct Put<'a> {
    /// The channel it counts under.
    pub(super) channel: Channel,
    /// Ids of sections; `None`: all of them.
    pub(super) sections: Option<BTreeSet<&'a str>>,
}

/// Reads every answer; what is wrong goes to `problems`.
pub(super) fn read(
    form: &Form,
    put: &Put<'_>,
    raw: Option<&Value>,
    problems: &mut Vec<Problem>,
) -> Answers {
    let none = Map::new();
    let given = match raw {
        None | Some(Value::Null) => &none,
        Some(Value::Object(given)) => given,
        Some(_) => {
            problems.push(no_object());
            return Answers::default();
        }
    };
    problems.extend(
        given
            .keys()
            .filter(|id| form.question(id).is_none())
            .map(|id| unknown(id)),
    );
    let mut reading = Reading {
        channel: put.channel,
        given,
        seen: Vec::new(),
        answers: Answers::default(),
    };
    for section in &form.sections {
        let sections = put.sections.as_ref();
        let is_put = sections.is_none_or(|named| named.contains(section.id.as_str()));
        for question in &section.questions {
            if is_put {
                reading.question(question, problems);
            } else {
                reading.pass_over(question);
            }
        }
    }
    if !reading.has_answer() {
        problems.push(no_answer());
    }
    reading.answers
}

/// The state between two questions of one form.
struct Reading<'a> {
    channel: Channel,
    given: &'a Map<String, Value>,
    /// What earlier questions came to, for conditions; `None`: given and wrong.
    seen: Vec<(&'a Question, Option<Mark>)>,
    answers: Answers,
}

impl<'a> Reading<'a> {
    fn question(&mut self, question: &'a Question, problems: &mut Vec<Problem>) {
        if matches!(question.kind, Kind::Text) {
            self.free_text(question, problems);
            return;
        }
        let mark = if self.is_asked(question) {
            match self.given.get(question.id.as_str()) {
                None => Some(Mark::LeftOut),
                Some(value) => match mark(question, value) {
                    Ok(mark) => Some(mark),
                    Err(wrong) => {
                        problems.extend(wrong);
                        None
                    }
                },
            }
        } else {
            Some(Mark::NotAsked)
        };
        if question.profile {
            if let Some(value) = mark.as_ref().and_then(|mark| profile_value(question, mark)) {
                self.answers.profile.insert(question.id.to_string(), value);
            }
        } else if let Some(mark) = &mark {
            self.answers.marks.push(mark.clone());
        }
        self.seen.push((question, mark));
    }

    /// A question of a section that was not put to the person.
    fn pass_over(&mut self, question: &'a Question) {
        if question.is_counted() {
            self.answers.marks.push(Mark::NotAsked);
        }
        self.seen.push((question, Some(Mark::NotAsked)));
    }

    fn free_text(&mut self, question: &Question, problems: &mut Vec<Problem>) {
        let Some(value) = self.given.get(question.id.as_str()) else {
            return;
        };
        if !self.is_asked(question) {
            return;
        }
        let field = field(question);
        let Some(raw) = value.as_str() else {
            problems.push(fields::wrong_type(&field, "một chuỗi", "a string"));
            return;
        };
        if let Some(text) = fields::text(&field, raw, problems) {
            self.answers.texts.insert(question.id.to_string(), text);
        }
    }

    /// A condition on a wrong answer counts as true: then both answers are looked at, and
    /// whoever mends the sheet learns of every problem at once.
    fn is_asked(&self, question: &Question) -> bool {
        question.is_asked_on(self.channel)
            && question
                .show_if
                .as_ref()
                .is_none_or(|condition| self.holds(condition))
    }

    fn holds(&self, condition: &Condition) -> bool {
        let Some((question, mark)) = self
            .seen
            .iter()
            .find(|(question, _)| question.id == condition.question)
        else {
            return false;
        };
        mark.as_ref().is_none_or(|mark| {
            values(question, mark)
                .iter()
                .any(|value| condition.any_of.contains(value))
        })
    }

    /// Whether a counted question that was asked got an answer, right or wrong.
    fn has_answer(&self) -> bool {
        self.seen.iter().any(|(question, mark)| {
            question.is_counted() && mark.as_ref().is_none_or(Mark::is_answer)
        })
    }
}

/// The values a mark stands for, as conditions and profiles write them.
fn values(question: &Question, mark: &Mark) -> Vec<String> {
    let value = |choice: &Choice| choice.value.to_string();
    match (mark, &question.kind) {
        (Mark::Level(code), _) => vec![code.to_string()],
        (Mark::Option(position), Kind::Choice(options)) => {
            options.get(*position).map(value).into_iter().collect()
        }
        (Mark::Options(chosen), Kind::Multi { options, .. }) => options
            .iter()
            .zip(chosen)
            .filter(|(_, chosen)| **chosen)
            .map(|(option, _)| value(option))
            .collect(),
        (Mark::Outside(position), _) => question
            .outside
            .get(*position)
            .map(value)
            .into_iter()
            .collect(),
        (Mark::Option(_) | Mark::Options(_) | Mark::LeftOut | Mark::NotAsked, _) => Vec::new(),
    }
}

fn profile_value(question: &Question, mark: &Mark) -> Option<String> {
    mark.is_answer().then(|| values(question, mark).join(","))
}

/// One answer against its question. An outside code is right for every kind.
fn mark(question: &Question, value: &Value) -> Result<Mark, Vec<Problem>> {
    if let Some(position) = value
        .as_str()
        .and_then(|code| position(&question.outside, code))
    {
        return Ok(Mark::Outside(position));
    }
    let single = match (&question.kind, value) {
        (Kind::Rating(scale), Value::Number(number)) if number.is_u64() || number.is_i64() => scale
            .levels
            .iter()
            .find(|level| Some(u64::from(level.code)) == number.as_u64())
            .map(|level| Mark::Level(level.code))
            .ok_or_else(|| not_an_option(question, &number.to_string())),
        (Kind::Choice(options), Value::String(code)) => position(options, code)
            .map(Mark::Option)
            .ok_or_else(|| not_an_option(question, code)),
        (Kind::Multi { options, most }, Value::Array(codes)) => {
            return multi(question, options, *most, codes);
        }
        // A digit in quotes is a level sent as the wrong type; another word is no outside code.
        (Kind::Rating(_), Value::String(code)) if code.parse::<i64>().is_err() => {
            Err(not_an_option(question, code))
        }
        (Kind::Rating(_) | Kind::Choice(_) | Kind::Multi { .. } | Kind::Text, _) => {
            Err(wrong_type(question))
        }
    };
    single.map_err(|problem| vec![problem])
}

fn multi(
    question: &Question,
    options: &[Choice],
    most: usize,
    codes: &[Value],
) -> Result<Mark, Vec<Problem>> {
    let mut chosen = vec![false; options.len()];
    let mut problems = Vec::new();
    for code in codes {
        let Some(code) = code.as_str() else {
            problems.push(wrong_type(question));
            continue;
        };
        match position(options, code).and_then(|position| chosen.get_mut(position)) {
            None => problems.push(not_an_option(question, code)),
            Some(true) => problems.push(twice(question, code)),
            Some(flag) => *flag = true,
        }
    }
    if codes.len() > most {
        problems.push(too_many(question, most));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(if codes.is_empty() {
        Mark::LeftOut
    } else {
        Mark::Options(chosen)
    })
}

fn position(choices: &[Choice], code: &str) -> Option<usize> {
    choices
        .iter()
        .position(|choice| choice.value.as_str() == code)
}

fn field(question: &Question) -> String {
    format!("answers.{}", question.id)
}

/// Every value the question takes, as they are sent.
fn allowed(question: &Question) -> String {
    let own: Vec<String> = match &question.kind {
        Kind::Rating(scale) => scale
            .levels
            .iter()
            .map(|level| level.code.to_string())
            .collect(),
        Kind::Choice(options) | Kind::Multi { options, .. } => options
            .iter()
            .map(|option| option.value.to_string())
            .collect(),
        Kind::Text => Vec::new(),
    };
    let outside = question
        .outside
        .iter()
        .map(|choice| choice.value.to_string());
    own.into_iter()
        .chain(outside)
        .collect::<Vec<_>>()
        .join(", ")
}

fn unknown(id: &str) -> Problem {
    let id = shortened(id);
    Problem::new(
        format!("answers.{id}"),
        "unknown-question",
        format!("mẫu phiếu không có câu hỏi “{id}”"),
        format!("the form has no question “{id}”"),
    )
}

/// The answers are no object.
pub(super) fn no_object() -> Problem {
    fields::wrong_type("answers", "một đối tượng JSON", "an object")
}

pub(super) fn no_answer() -> Problem {
    Problem::new(
        "answers",
        "no-answer",
        "Ông/Bà chưa trả lời câu nào. Xin trả lời ít nhất một câu.".to_owned(),
        "No question is answered yet. Please answer at least one.".to_owned(),
    )
}

fn not_an_option(question: &Question, value: &str) -> Problem {
    let (value, allowed) = (shortened(value), allowed(question));
    Problem::new(
        field(question),
        "not-an-option",
        format!(
            "câu “{}” nhận một trong: {allowed}; không nhận “{value}”",
            question.id
        ),
        format!(
            "question “{}” takes one of: {allowed}; not “{value}”",
            question.id
        ),
    )
}

fn wrong_type(question: &Question) -> Problem {
    let (vi, en) = match &question.kind {
        Kind::Rating(_) => ("một số nguyên", "an integer"),
        Kind::Choice(_) | Kind::Text => ("một chuỗi", "a string"),
        Kind::Multi { .. } => ("một danh sách chuỗi", "an array of strings"),
    };
    fields::wrong_type(&field(question), vi, en)
}

fn twice(question: &Question, code: &str) -> Problem {
    Problem::new(
        field(question),
        "twice",
        format!("câu “{}” có “{code}” hai lần", question.id),
        format!("question “{}” has “{code}” twice", question.id),
    )
}

fn too_many(question: &Question, most: usize) -> Problem {
    Problem::new(
        field(question),
        "too-many",
        format!("câu “{}” nhận nhiều nhất {most} lựa chọn", question.id),
        format!("question “{}” takes at most {most} options", question.id),
    )
}
