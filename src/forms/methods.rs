//! Method files: read with every problem at once, and the shipped ones embedded.
//!
//! The grammar is in `survey_forms/methods/README.md`.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::Zero;
use sha2::{Digest, Sha256};

use super::fields::{File, Item, Table, canonical};
use super::wording::Wordings;
use crate::domain::form::{Code, Text};
use crate::domain::method::{ClassifyOn, Group, Kind, Method, UnitTotal};
use crate::domain::roll_up::{RollUp, UnitRollUp};
use crate::domain::sample::Enough;
use crate::forms::Problem;

/// The methods at hand, by id.
#[derive(Clone, Debug, Default)]
pub struct Methods {
    by_id: BTreeMap<Code, Method>,
}

/// The files in the program, by name.
const SHIPPED: [(&str, &str); 3] = [
    (
        "survey_forms/methods/ty-le.toml",
        include_str!("../../survey_forms/methods/ty-le.toml"),
    ),
    (
        "survey_forms/methods/diem.toml",
        include_str!("../../survey_forms/methods/diem.toml"),
    ),
    (
        "survey_forms/methods/tt01.toml",
        include_str!("../../survey_forms/methods/tt01.toml"),
    ),
];

impl Methods {
    /// The methods that come with the program: `diem`, `tt01`, `ty-le`.
    ///
    /// # Errors
    /// Never with the files as shipped, which a test proves; the problems otherwise.
    pub fn shipped() -> Result<Self, Vec<Problem>> {
        Self::read(&SHIPPED)
    }

    /// Reads files given as (name, text); a later one replaces an earlier one of the same id.
    ///
    /// # Errors
    /// Every problem of every file.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, Vec<Problem>> {
        let mut methods = Self::default();
        let mut problems = Vec::new();
        for (name, text) in files {
            match parse_method(name, text) {
                Ok(method) => {
                    methods.by_id.insert(method.id.clone(), method);
                }
                Err(found) => problems.extend(found),
            }
        }
        if problems.is_empty() {
            Ok(methods)
        } else {
            Err(problems)
        }
    }

    /// The method of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Method> {
        self.by_id.get(&Code::parse(id).ok()?)
    }

    /// Every id, ascending.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.keys().map(Code::as_str)
    }
}

const KINDS: [(&str, Kind); 4] = [
    ("top-share", Kind::TopShare),
    ("mean-score", Kind::MeanScore),
    ("mean-from-zero", Kind::MeanFromZero),
    ("points", Kind::Points),
];
const ROLL_UPS: [(&str, RollUp); 4] = [
    ("pooled-answers", RollUp::PooledAnswers),
    ("mean-of-questions", RollUp::MeanOfQuestions),
    ("mean-of-factors", RollUp::MeanOfFactors),
    ("overall-question", RollUp::OverallQuestion),
];
const UNIT_ROLL_UPS: [(&str, UnitRollUp); 2] = [
    ("pooled-counts", UnitRollUp::PooledCounts),
    ("mean-of-units", UnitRollUp::MeanOfUnits),
];
const CLASSIFY_ON: [(&str, ClassifyOn); 2] = [
    ("rounded", ClassifyOn::Rounded),
    ("exact", ClassifyOn::Exact),
];
const KEYS: [&str; 18] = [
    "id",
    "title",
    "kind",
    "levels",
    "satisfied",
    "neutral",
    "decimals",
    "classify_on",
    "section_roll_up",
    "index_roll_up",
    "unit_roll_up",
    "decision",
    "from",
    "until",
    "note",
    "enough",
    "group",
    "unit_total",
];

/// Reads one method file; `name` is what problems call it.
///
/// # Errors
/// Every problem, with its line.
pub fn parse_method(name: &str, text: &str) -> Result<Method, Vec<Problem>> {
    let (file, root) = File::open(name, text);
    let hash = Sha256::digest(canonical(root.get_ref())).into();
    let table = Table::root(&file, &root, &KEYS);
    let method = read_method(&table).map(|method| Method { hash, ..method });
    let problems = file.problems();
    // A file that is no method has at least one problem: a missing field, if nothing else.
    method.filter(|_| problems.is_empty()).ok_or(problems)
}

/// Reads every field before it gives up on any, so that each reports its own problem.
fn read_method(root: &Table<'_>) -> Option<Method> {
    let id = root.required("id").and_then(Item::code);
    let title = root.required("title").and_then(read_text);
    let kind = root.required("kind").and_then(|item| item.one_of(&KINDS));
    let levels = root.required("levels").and_then(read_levels);
    let satisfied = root.required("satisfied").and_then(read_levels);
    let neutral = root.required("neutral").and_then(read_levels);
    let decimals = root.required("decimals").and_then(|item| item.number(0, 4));
    let choice = root.required("classify_on");
    let classify_on = choice.and_then(|item| item.one_of(&CLASSIFY_ON));
    let section_roll_up = read_roll_up(root, "section_roll_up");
    let index_roll_up = read_roll_up(root, "index_roll_up");
    let choice = root.required("unit_roll_up");
    let unit_roll_up = choice.and_then(|item| item.one_of(&UNIT_ROLL_UPS));
    let decision = root.required("decision").and_then(Item::string);
    let from = root.optional("from").and_then(Item::date);
    let until = root.optional("until").and_then(Item::date);
    let note = root.optional("note").and_then(read_text);
    let enough = read_enough(root);
    let groups = read_groups(root);
    let unit_total = read_unit_total(root);
    let method = Method {
        id: id?,
        title: title?,
        kind: kind?,
        levels: levels?,
        satisfied: satisfied?,
        neutral: neutral?,
        decimals: decimals?,
        section_roll_up: section_roll_up?,
        index_roll_up: index_roll_up?,
        unit_roll_up: unit_roll_up?,
        groups,
        unit_total,
        classify_on: classify_on?,
        enough,
        decision: decision?.to_owned(),
        from,
        until,
        note,
        hash: [0; 32],
    };
    check_sense(&method, root);
    Some(method)
}

fn read_text(item: Item<'_>) -> Option<Text> {
    let languages = ["vi".to_owned(), "en".to_owned()];
    let words = Wordings {
        languages: &languages,
    };
    words.question(item)
}

fn read_roll_up(root: &Table<'_>, key: &'static str) -> Option<RollUp> {
    root.required(key).and_then(|item| item.one_of(&ROLL_UPS))
}

/// Level codes, distinct; returned ascending.
fn read_levels(item: Item<'_>) -> Option<Vec<u8>> {
    let mut codes = Vec::new();
    for level in item.array()? {
        codes.push(level.number(0, 9)?);
    }
    let n_given = codes.len();
    codes.sort_unstable();
    codes.dedup();
    if codes.len() < n_given {
        item.report("có một mã hai lần", "has a code twice");
        return None;
    }
    Some(codes)
}

fn read_enough(root: &Table<'_>) -> Enough {
    let table = root.optional("enough");
    let Some(table) = table.and_then(|item| item.table(&["answers", "small_unit"])) else {
        return Enough::DEFAULT;
    };
    let number = |key| {
        table
            .required(key)
            .and_then(|item| item.number(0, 1_000_000))
    };
    let (answers, small_unit) = (number("answers"), number("small_unit"));
    Enough {
        answers: answers.unwrap_or(Enough::DEFAULT.answers),
        small_unit: small_unit.unwrap_or(Enough::DEFAULT.small_unit),
    }
}

fn read_unit_total(root: &Table<'_>) -> Option<UnitTotal> {
    let table = root.optional("unit_total")?.table(&["most", "group"])?;
    let most = table.required("most").and_then(Item::decimal);
    let groups = read_groups(&table);
    Some(UnitTotal {
        most: most?,
        groups,
    })
}

fn read_groups(above: &Table<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for table in above.tables("group", &["id", "from", "label"]) {
        let id = table.required("id").and_then(read_group_id);
        let from = table.required("from").and_then(Item::decimal);
        let label = table.required("label").and_then(read_text);
        let (Some(id), Some(from), Some(label)) = (id, from, label) else {
            continue;
        };
        if groups.iter().any(|group| group.id == id) {
            let (vi, en) = (
                "đã có ở trên; hãy đặt mã khác",
                "is already there; choose another",
            );
            table.report("id", vi, en);
        }
        if groups.last().is_some_and(|better| better.from <= from) {
            table.report(
                "from",
                "phải thấp hơn nhóm trên; hãy sửa ngưỡng hoặc đổi thứ tự",
                "must be under the group above; mend the limit or move the group",
            );
        }
        groups.push(Group { id, from, label });
    }
    if groups
        .last()
        .is_some_and(|last| last.from > BigRational::zero())
    {
        above.report(
            "group",
            "cuối cùng phải bắt đầu từ 0, nếu không có số liệu sẽ không thuộc nhóm nào",
            "must start from 0 in the last table, or some figure has no group",
        );
    }
    groups
}

/// Like a code, but groups are published in capitals: `A`.
fn read_group_id(item: Item<'_>) -> Option<String> {
    let id = item.string()?;
    if Code::parse(&id.to_ascii_lowercase()).is_err() {
        item.report(
            "phải là 1 đến 40 chữ cái không dấu, chữ số và -",
            "must be 1 to 40 plain letters, digits and -",
        );
        return None;
    }
    Some(id.to_owned())
}

/// Reports what each field alone cannot show.
fn check_sense(method: &Method, root: &Table<'_>) {
    let known = |codes: &[u8]| codes.iter().all(|code| method.levels.contains(code));
    let (least, greatest) = method.span();
    let findings = [
        (
            !known(&method.satisfied) || method.satisfied.is_empty(),
            "satisfied",
            "phải gồm ít nhất một mức có trong levels",
            "must hold at least one of the levels, and nothing else",
        ),
        (
            !known(&method.neutral) || method.neutral.iter().any(|c| method.satisfied.contains(c)),
            "neutral",
            "chỉ gồm các mức có trong levels và không có trong satisfied",
            "must hold levels only, none of them in satisfied",
        ),
        (
            method.levels.len() < 2 || least == greatest,
            "levels",
            "phải có ít nhất hai mức",
            "must hold at least two levels",
        ),
        (
            method.unit_total.is_some() && !method.is_points(),
            "unit_total",
            "chỉ dùng cho kind = \"points\"; hãy bỏ đi",
            "belongs to kind = \"points\" only; remove it",
        ),
        (
            method.is_points() && !method.groups.is_empty(),
            "group",
            "phương pháp tính điểm chỉ xếp loại tổng điểm đơn vị; hãy dùng [[unit_total.group]]",
            "a points method classes unit totals only; use [[unit_total.group]]",
        ),
        (
            method.section_roll_up == RollUp::MeanOfFactors
                || method.section_roll_up == RollUp::OverallQuestion,
            "section_roll_up",
            "phải là pooled-answers hoặc mean-of-questions",
            "must be pooled-answers or mean-of-questions",
        ),
        (
            method
                .from
                .zip(method.until)
                .is_some_and(|(from, until)| from > until),
            "until",
            "không được trước from",
            "must not be before from",
        ),
    ];
    for (_, key, vi, en) in findings.into_iter().filter(|(wrong, ..)| *wrong) {
        root.report(key, vi, en);
    }
}
