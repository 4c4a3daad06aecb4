//! SPSS syntax that reads the CSV of answers, with labels and missing values.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::config::Language;
use crate::domain::form::{Form, Kind, Question};
use crate::exchange::answers::{Column, FIRST_COLUMNS, LEFT_OUT, NOT_ASKED, columns};

/// Numbers for what is not on a rating's scale; declared missing.
const MISSING: [(&str, &str); 2] = [(LEFT_OUT, "-1"), (NOT_ASKED, "-2")];
/// The first number of a question's codes outside the scale; the next ones go down from it.
const FIRST_OUTSIDE: i32 = -11;

/// The syntax. Ratings and multiple choices become numbers, everything else stays text; names are
/// `q1`, `q2`, … because SPSS knows neither `@` nor `:`, and every variable is labelled.
#[must_use]
pub fn syntax(forms: &[Arc<Form>], language: Language, data_file: &str) -> String {
    let columns = columns(forms);
    let mut text = String::from("* Encoding: UTF-8.\n");
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        "GET DATA /TYPE=TXT /FILE={} /ENCODING='UTF8' /DELCASE=LINE /DELIMITERS=\",\" /QUALIFIER='\"'\n  /ARRANGEMENT=DELIMITED /FIRSTCASE=2 /VARIABLES=",
        quoted(data_file)
    );
    for name in FIRST_COLUMNS {
        let _ = write!(text, "\n  {name} A40");
    }
    for at in 1..=columns.len() {
        let _ = write!(text, "\n  q{at} A40");
    }
    text.push_str(".\n\n");
    for (at, column) in (1..).zip(&columns) {
        let found = forms.iter().find(|form| form.form_ref == column.form);
        let question = found.and_then(|form| form.counted().nth(column.question));
        if let Some(question) = question {
            text.push_str(&variable(at, column, question, language));
        }
    }
    text.push_str("EXECUTE.\n");
    text
}

fn variable(at: usize, column: &Column, question: &Question, language: Language) -> String {
    let tag = language.as_str();
    let label = match (&question.kind, column.option) {
        (Kind::Multi { options, .. }, Some(option)) => {
            let option = options
                .get(option)
                .map_or("", |option| option.label.get(tag));
            format!("{} – {option}", question.text.get(tag))
        }
        (Kind::Multi { .. } | Kind::Rating(_) | Kind::Choice(_) | Kind::Text, _) => {
            question.text.get(tag).to_owned()
        }
    };
    let mut text = String::new();
    let is_number = matches!(question.kind, Kind::Rating(_) | Kind::Multi { .. });
    if is_number {
        let codes = (0_i32..).zip(&question.outside).map(|(place, choice)| {
            (
                choice.value.to_string(),
                (FIRST_OUTSIDE - place).to_string(),
            )
        });
        let fixed = MISSING.map(|(word, number)| (word.to_owned(), number.to_owned()));
        let outside: Vec<(String, String)> = fixed.into_iter().chain(codes).collect();
        let _ = write!(text, "RECODE q{at}");
        for (word, number) in &outside {
            let _ = write!(text, " ({}='{number}')", quoted(word));
        }
        text.push_str(
            " (ELSE=COPY).
",
        );
        let _ = writeln!(text, "ALTER TYPE q{at} (F4.0).");
        let _ = writeln!(text, "MISSING VALUES q{at} (LOWEST THRU -1).");
    }
    let full = format!("{} ({label})", column.name);
    let _ = writeln!(text, "VARIABLE LABELS q{at} {}.", quoted(&full));
    let values = value_labels(question, language);
    if !values.is_empty() {
        let _ = writeln!(text, "VALUE LABELS q{at}{values}.");
    }
    text
}

fn value_labels(question: &Question, language: Language) -> String {
    let tag = language.as_str();
    let labelled = |code: &str, label: &str| format!(" {code} {}", quoted(label));
    let left_out = labelled("-1", language.pick("để trống", "left out"));
    let not_asked = labelled("-2", language.pick("không hỏi", "not asked"));
    let outside = (0_i32..).zip(&question.outside).map(|(place, choice)| {
        labelled(&(FIRST_OUTSIDE - place).to_string(), choice.label.get(tag))
    });
    match &question.kind {
        Kind::Rating(scale) => scale
            .levels
            .iter()
            .map(|level| labelled(&level.code.to_string(), level.label.get(tag)))
            .chain(outside)
            .chain([left_out, not_asked])
            .collect(),
        Kind::Multi { .. } => [
            labelled("1", language.pick("có chọn", "chosen")),
            labelled("0", language.pick("không chọn", "not chosen")),
            left_out,
            not_asked,
        ]
        .concat(),
        Kind::Choice(options) => options
            .iter()
            .chain(&question.outside)
            .map(|choice| labelled(&quoted(choice.value.as_str()), choice.label.get(tag)))
            .collect(),
        Kind::Text => String::new(),
    }
}

/// A text between apostrophes, each of its own doubled, on one line.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''").replace(['\r', '\n'], " "))
}
