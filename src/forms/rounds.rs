//! Round files: TOML in, a [`Round`] or every problem out.
//!
//! The grammar is in `docs/rounds.md`.

mod check;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;

use self::check::{check, keys_of};
use super::fields::{File, Item, Table};
use super::wording::check_wording;

use crate::domain::form::{Channel, FormRef};
use crate::domain::percent::Rounded;
use crate::domain::period::Period;
use crate::domain::rotation::{FEWEST_SHEETS_EXPECTED, may_be_asked};
use crate::domain::round::{Decision, Round};
use crate::domain::sample::{Enough, ErrorPercent, Target};
use crate::forms::Problem;

pub use self::check::Ground;

const KEYS: [&str; 18] = [
    "id",
    "revision",
    "title",
    "province",
    "decision",
    "period",
    "form",
    "rotating",
    "method",
    "channels",
    "units",
    "target",
    "targets",
    "goal",
    "goals",
    "deadline",
    "grace_days",
    "enough",
];
/// Characters of a title.
const MOST_TITLE_CHARS: usize = 200;
/// Characters of the number of a decision.
const MOST_NUMBER_CHARS: usize = 100;
/// Sheets a unit can be asked for at most.
const MOST_SHEETS: u32 = 1_000_000;

/// Largest round file: 64 KiB.
pub const MOST_ROUND_BYTES: usize = 65_536;

/// Reads one round file; `name` is what problems call it.
///
/// # Errors
/// Every problem in line order, each with its line and what to do.
pub fn parse_round(name: &str, text: &str) -> Result<Round, Vec<Problem>> {
    read(name, text, None)
}

/// Reads one round file and checks all it names against the province that opens it.
///
/// # Errors
/// Every problem in line order, each with its line and what to do.
pub fn check_round(name: &str, text: &str, ground: &Ground<'_>) -> Result<Round, Vec<Problem>> {
    read(name, text, Some(ground))
}

fn read(name: &str, text: &str, ground: Option<&Ground<'_>>) -> Result<Round, Vec<Problem>> {
    let (file, root) = File::open(name, text);
    let table = Table::root(&file, &root, &KEYS);
    let round = read_round(&table);
    if let Some(ground) = ground {
        check(&table, ground);
    }
    let problems = file.problems();
    // A file that is no round has at least one problem: a missing field, if nothing else.
    round.filter(|_| problems.is_empty()).ok_or(problems)
}

/// Reads every field before it gives up on any, so that each reports its own problem.
fn read_round(root: &Table<'_>) -> Option<Round> {
    let id = root.required("id").and_then(Item::code);
    let revision = root
        .required("revision")
        .and_then(|item| item.number(1, 9999));
    let title = root.required("title").and_then(read_title);
    let province = root.required("province").and_then(Item::string);
    let decision = root.optional("decision").map(read_decision);
    let period = root.required("period").and_then(read_period);
    let form = root.required("form").and_then(read_form);
    let rotating = root.optional("rotating").map(read_form);
    let method = root.required("method").and_then(Item::code);
    let channels = root.required("channels").map(read_channels);
    let units = root.optional("units").map(read_units);
    let target = root.optional("target").map(read_target);
    let targets = root.optional("targets").map(read_targets);
    let goal = root.optional("goal").map(read_percent);
    let goals = root.optional("goals").map(read_goals);
    let deadline = root.required("deadline").and_then(Item::date);
    let grace_days = root
        .required("grace_days")
        .and_then(|item| item.number(0, 366));
    let enough = root.optional("enough").map(read_enough);
    let round = Round {
        id: id?.to_string(),
        revision: revision?,
        title: title?.to_owned(),
        province: province?.to_owned(),
        decision: decision.flatten(),
        period: period?,
        form: form?,
        rotating: rotating.flatten(),
        method: method?.to_string(),
        channels: channels?,
        units,
        target: target.flatten(),
        targets: targets.unwrap_or_default(),
        goal: goal.flatten(),
        goals: goals.unwrap_or_default(),
        deadline: deadline?,
        grace_days: grace_days?,
        enough: enough.flatten().unwrap_or(Enough::DEFAULT),
    };
    if round.deadline <= round.period.to() {
        root.report(
            "deadline",
            "phải sau ngày cuối của kỳ",
            "must be after the last day of the period",
        );
    }
    check_block(root, &round);
    if let Some(units) = &round.units {
        let strangers = targets_outside(root, units);
        for item in strangers {
            item.report(
                "có đơn vị không nằm trong “units”; hãy thêm vào “units” hoặc bỏ đi",
                "names a unit that is not in “units”; add it there or take it out",
            );
        }
    }
    Some(round)
}

/// A rotating block is another form, and some tablet asks it.
fn check_block(root: &Table<'_>, round: &Round) {
    if round.rotating.as_ref() == Some(&round.form) {
        root.report(
            "rotating",
            "phải là một mẫu phiếu khác với “form”",
            "must be another form than “form”",
        );
    }
    if round.rotating.is_some() && !may_be_asked(round) {
        root.report(
            "rotating",
            &format!(
                "không đơn vị nào có chỉ tiêu tới {FEWEST_SHEETS_EXPECTED} phiếu, nên không máy tính bảng nào hỏi; hãy đặt chỉ tiêu theo số phiếu trong “target” hoặc “targets”"
            ),
            &format!(
                "no unit has a target of {FEWEST_SHEETS_EXPECTED} sheets, so no tablet would ask it; set a number of sheets in “target” or “targets”"
            ),
        );
    }
}

/// The numbers of units that take no part.
fn targets_outside<'t>(root: &Table<'t>, units: &BTreeSet<String>) -> Vec<Item<'t>> {
    let named = keys_of(root, "targets").into_iter();
    named
        .filter_map(|(unit, item)| (!units.contains(unit)).then_some(item))
        .collect()
}

fn read_title(item: Item<'_>) -> Option<&str> {
    read_words(item, MOST_TITLE_CHARS)
}

fn read_number(item: Item<'_>) -> Option<&str> {
    read_words(item, MOST_NUMBER_CHARS)
}

/// Words that pages and documents print as they are.
fn read_words(item: Item<'_>, most_chars: usize) -> Option<&str> {
    let text = item.string()?;
    check_wording(item, text, most_chars);
    Some(text)
}

fn read_decision(item: Item<'_>) -> Option<Decision> {
    let table = item.table(&["number", "date"])?;
    let number = table.required("number").and_then(read_number);
    let date = table.required("date").and_then(Item::date);
    Some(Decision {
        number: number?.to_owned(),
        date: date?,
    })
}

fn read_period(item: Item<'_>) -> Option<Period> {
    let period = Period::parse(item.string()?).ok();
    if period.is_none() {
        item.report(
            "phải là một kỳ như 2026-Q4 hoặc 2026-Q4b",
            "must be a period such as 2026-Q4 or 2026-Q4b",
        );
    }
    period
}

fn read_form(item: Item<'_>) -> Option<String> {
    let form = FormRef::parse(item.string()?);
    if form.is_none() {
        item.report(
            "phải có dạng hai-long-quay@1",
            "must look like hai-long-quay@1",
        );
    }
    form.map(|form| form.to_string())
}

fn read_channels(item: Item<'_>) -> Vec<Channel> {
    let choices = Channel::ALL.map(|channel| (channel.as_str(), channel));
    let named = item.array().unwrap_or_default();
    let channels: BTreeSet<Channel> = named
        .into_iter()
        .filter_map(|item| item.one_of(&choices))
        .collect();
    if channels.is_empty() {
        item.report("phải có ít nhất một kênh", "must name a channel");
    }
    channels.into_iter().collect()
}

fn read_units(item: Item<'_>) -> BTreeSet<String> {
    let named = item.array().unwrap_or_default();
    named
        .into_iter()
        .filter_map(Item::string)
        .map(str::to_owned)
        .collect()
}

fn read_target(item: Item<'_>) -> Option<Target> {
    let table = item.table(&["rule", "error_percent", "answers"])?;
    let is_quota = table
        .required("rule")
        .and_then(|item| item.one_of(&[("slovin", false), ("quota", true)]))?;
    if is_quota {
        let answers = table
            .required("answers")
            .and_then(|item| item.number(1, MOST_SHEETS));
        return Some(Target::Quota(answers?.into()));
    }
    let Some(item) = table.optional("error_percent") else {
        return Some(Target::Slovin(ErrorPercent::five()));
    };
    let error = item.value().and_then(|text| ErrorPercent::parse(&text));
    if error.is_none() {
        item.report(
            "phải lớn hơn 0 và không quá 50",
            "must be above 0 and at most 50",
        );
    }
    error.map(Target::Slovin)
}

fn read_targets(item: Item<'_>) -> BTreeMap<String, u64> {
    let table = item.open_table();
    let named = table.iter().flat_map(Table::wordings);
    named
        .filter_map(|(unit, _, item)| {
            let sheets: u32 = item.number(1, MOST_SHEETS)?;
            Some((unit.to_owned(), sheets.into()))
        })
        .collect()
}

fn read_goals(item: Item<'_>) -> BTreeMap<String, Rounded> {
    let table = item.open_table();
    let named = table.iter().flat_map(Table::wordings);
    named
        .filter_map(|(section, _, item)| Some((section.to_owned(), read_percent(item)?)))
        .collect()
}

fn read_percent(item: Item<'_>) -> Option<Rounded> {
    let percent = item.decimal()?;
    if percent > BigRational::from_integer(100.into()) {
        item.report("không được quá 100", "must be at most 100");
    }
    Some(Rounded::half_up(&percent, 2))
}

fn read_enough(item: Item<'_>) -> Option<Enough> {
    let table = item.table(&["answers", "small_unit"])?;
    let answers: Option<u32> = table
        .required("answers")
        .and_then(|item| item.number(1, MOST_SHEETS));
    let small_unit: Option<u32> = table
        .required("small_unit")
        .and_then(|item| item.number(0, MOST_SHEETS));
    Some(Enough {
        answers: answers?.into(),
        small_unit: small_unit?.into(),
    })
}
