//! `hailong method`: the arithmetic of a method alone, on counts or on a published figure.

use std::collections::BTreeMap;

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use crate::cli::{CliError, Context};
use crate::config::Language;
use crate::domain::method::{InvalidFigure, Method};
use crate::domain::percent::Rounded;
use crate::forms::methods::Methods;

/// The arithmetic of a method alone.
#[derive(Debug, Subcommand)]
pub enum MethodCommand {
    /// Tries a method on counts, or groups a figure.
    Try(MethodTry),
}

/// `hailong method try METHOD --counts 1=3,2=0,… | --figure 15.0`
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("given").required(true).args(["counts", "figure"]))]
pub struct MethodTry {
    /// ty-le, diem or tt01.
    method: String,
    /// Counts by level code, such as 1=3,2=0; levels left out are 0.
    #[arg(long, allow_hyphen_values = true)]
    counts: Option<String>,
    /// The figure to group: a percent, or a unit's tt01 total such as 15.0.
    #[arg(long, allow_hyphen_values = true)]
    figure: Option<String>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// How the small arithmetic commands print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Lines for people.
    Table,
    /// One JSON object.
    Json,
}

impl MethodCommand {
    /// Runs the subcommand.
    ///
    /// # Errors
    /// Wrong usage, with every problem; trouble writing.
    #[expect(clippy::unused_async, reason = "every command runs alike")]
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        match self {
            Self::Try(args) => args.run(context),
        }
    }
}

impl MethodTry {
    fn run(self, context: &mut Context) -> Result<(), CliError> {
        let language = context.language;
        let methods = Methods::shipped().map_err(|problems| {
            let lines = problems.iter().map(|problem| problem.describe(language));
            CliError::Configuration(lines.collect::<Vec<_>>().join("\n"))
        })?;
        let Some(method) = methods.get(&self.method) else {
            let ids = methods.ids().collect::<Vec<_>>().join(", ");
            let (given, vi) = (&self.method, "không có phương pháp");
            return Err(CliError::Usage(language.pick(
                format!("{vi} {given:?}; các phương pháp: {ids}"),
                format!("unknown method {given:?}; methods are {ids}"),
            )));
        };
        let answer = match (&self.counts, &self.figure) {
            (Some(counts), None) => tried(method, counts, language)?,
            (None, Some(figure)) => classified(method, figure, language)?,
            (Some(_), Some(_)) | (None, None) => {
                return Err(CliError::Usage(language.pick(
                    "cần đúng một trong --counts và --figure".to_owned(),
                    "exactly one of --counts and --figure is needed".to_owned(),
                )));
            }
        };
        print(&answer, self.format, context)
    }
}

/// What is printed; field names and order are the contract's.
#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Tried {
        method: String,
        counts: BTreeMap<u8, u64>,
        numerator: u128,
        denominator: u128,
        percent: Option<String>,
        group: Option<String>,
    },
    Scored {
        method: String,
        counts: BTreeMap<u8, u64>,
        numerator: u128,
        denominator: u128,
        score: Option<String>,
        group: Option<String>,
    },
    Classified {
        figure: String,
        group: Option<String>,
    },
}

fn tried(method: &Method, text: &str, language: Language) -> Result<Answer, CliError> {
    let counts = parse_counts(text, &method.levels).map_err(|problems| {
        let words = problems.iter().map(|problem| problem.describe(language));
        CliError::Usage(words.collect::<Vec<_>>().join("\n"))
    })?;
    let outcome = method.evaluate(&counts);
    let shown = outcome.figure.as_ref().map(Rounded::to_string);
    let (method_id, group) = (method.id.to_string(), outcome.group);
    let (numerator, denominator) = (outcome.numerator, outcome.denominator);
    Ok(if method.is_points() {
        Answer::Scored {
            method: method_id,
            counts,
            numerator,
            denominator,
            score: shown,
            group,
        }
    } else {
        Answer::Tried {
            method: method_id,
            counts,
            numerator,
            denominator,
            percent: shown,
            group,
        }
    })
}

fn classified(method: &Method, text: &str, language: Language) -> Result<Answer, CliError> {
    let (figure, group) = method.classify_figure(text).map_err(|error| {
        let vietnamese = match &error {
            InvalidFigure::NotDecimal(given) => {
                format!("--figure phải là số thập phân có dấu chấm như 82.66, đã nhận {given:?}")
            }
            InvalidFigure::OutOfRange { text, most } => {
                format!("--figure phải từ 0 đến {most}, đã nhận {text}")
            }
        };
        CliError::Usage(language.pick(vietnamese, format!("--{error}")))
    })?;
    Ok(Answer::Classified {
        figure: figure.to_string(),
        group: group.map(|group| group.id.clone()),
    })
}

/// One thing wrong with `--counts`.
#[derive(Debug, PartialEq, Eq)]
enum CountsProblem {
    NotAPair(String),
    NotALevel(String, String),
    Twice(u8),
    NotACount(String),
}

/// Reads `1=3,2=0`; levels left out are 0.
fn parse_counts(text: &str, levels: &[u8]) -> Result<BTreeMap<u8, u64>, Vec<CountsProblem>> {
    let mut given = BTreeMap::new();
    let mut problems = Vec::new();
    for pair in text.split(',').map(str::trim) {
        let Some((code, count)) = pair.split_once('=') else {
            problems.push(CountsProblem::NotAPair(pair.to_owned()));
            continue;
        };
        let level = decimal_digits::<u8>(code).and_then(|code| levels.iter().find(|l| **l == code));
        let known = levels
            .iter()
            .map(u8::to_string)
            .collect::<Vec<_>>()
            .join(", ");
        if level.is_none() {
            problems.push(CountsProblem::NotALevel(code.to_owned(), known));
        }
        let number: Option<u64> = decimal_digits(count);
        if number.is_none() {
            problems.push(CountsProblem::NotACount(pair.to_owned()));
        }
        let Some((level, number)) = level.zip(number) else {
            continue;
        };
        if given.insert(*level, number).is_some() {
            problems.push(CountsProblem::Twice(*level));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(levels
        .iter()
        .map(|l| (*l, given.get(l).copied().unwrap_or(0)))
        .collect())
}

/// A number written in ASCII digits alone; `parse` by itself would take a plus sign too.
fn decimal_digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

impl CountsProblem {
    fn describe(&self, language: Language) -> String {
        match self {
            Self::NotAPair(pair) => language.pick(
                format!("--counts gồm các cặp mức=số như 1=3,2=0; đã nhận {pair:?}"),
                format!("--counts takes level=count pairs such as 1=3,2=0; got {pair:?}"),
            ),
            Self::NotALevel(code, known) => language.pick(
                format!("--counts: không có mức {code:?}; các mức: {known}"),
                format!("--counts: unknown level {code:?}; levels are {known}"),
            ),
            Self::Twice(code) => language.pick(
                format!("--counts: mức {code} xuất hiện hơn một lần"),
                format!("--counts: level {code} is given more than once"),
            ),
            Self::NotACount(pair) => language.pick(
                format!(
                    "--counts: số phiếu phải từ 0 đến {}; đã nhận {pair:?}",
                    u64::MAX
                ),
                format!(
                    "--counts: a count must be from 0 to {}; got {pair:?}",
                    u64::MAX
                ),
            ),
        }
    }
}

fn print(answer: &Answer, format: Format, context: &mut Context) -> Result<(), CliError> {
    if format == Format::Json {
        let json =
            serde_json::to_string(answer).map_err(|error| CliError::Trouble(error.to_string()))?;
        writeln!(context.out, "{json}")?;
        return Ok(());
    }
    let language = context.language;
    let none = language.pick("không có dữ liệu", "no data");
    let (figure, group) = match answer {
        Answer::Tried {
            numerator,
            denominator,
            percent,
            group,
            ..
        } => {
            let shown = percent
                .as_ref()
                .map_or(none.to_owned(), |shown| format!("{shown} %"));
            (format!("{numerator} / {denominator} = {shown}"), group)
        }
        Answer::Scored {
            numerator,
            denominator,
            score,
            group,
            ..
        } => {
            let points = language.pick("điểm", "points");
            let shown = score
                .as_ref()
                .map_or(none.to_owned(), |shown| format!("{shown} {points}"));
            (format!("{numerator} / {denominator} = {shown}"), group)
        }
        Answer::Classified { figure, group } => (figure.clone(), group),
    };
    writeln!(context.out, "{figure}")?;
    if let Some(group) = group {
        writeln!(context.out, "{} {group}", language.pick("nhóm", "group"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
