//! Method files: read with every problem at once, and the shipped ones embedded.
//!
//! The grammar is in `survey_forms/methods/README.md`.

mod canonical;
mod fields;
mod problem;

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::Zero;
use sha2::{Digest, Sha256};

use self::canonical::canonical;
use self::fields::Fields;
use self::problem::Problems;
use crate::domain::form::Code;
use crate::domain::method::{ClassifyOn, Group, Kind, Method, UnitTotal};
use crate::domain::results::{RollUp, UnitRollUp};
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
    let mut problems = Problems::new(name, text);
    let root = problems.parse(text);
    let mut fields = Fields::new(&root, &mut problems, &KEYS);
    let method = read_method(&mut fields);
    let method = method.map(|method| Method {
        hash: Sha256::digest(canonical(root.get_ref())).into(),
        ..method
    });
    match method {
        Some(method) if problems.found.is_empty() => Ok(method),
        Some(_) | None => Err(problems.sorted()),
    }
}

/// Reads every field before it gives up on any, so that each reports its own problem.
fn read_method(fields: &mut Fields<'_, '_>) -> Option<Method> {
    let id = fields.code("id");
    let title = fields.text("title");
    let kind = fields.one_of("kind", &KINDS);
    let levels = fields.levels("levels");
    let satisfied = fields.levels("satisfied");
    let neutral = fields.levels("neutral");
    let decimals = fields.small_number("decimals", 4);
    let classify_on = fields.one_of("classify_on", &CLASSIFY_ON);
    let section_roll_up = fields.one_of("section_roll_up", &ROLL_UPS);
    let index_roll_up = fields.one_of("index_roll_up", &ROLL_UPS);
    let unit_roll_up = fields.one_of("unit_roll_up", &UNIT_ROLL_UPS);
    let decision = fields.string("decision");
    let (from, until) = (fields.optional_date("from"), fields.optional_date("until"));
    let note = fields.optional_text("note");
    let enough = read_enough(fields);
    let groups = read_groups(fields);
    let unit_total = read_unit_total(fields);
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
        decision: decision?,
        from,
        until,
        note,
        hash: [0; 32],
    };
    check_sense(&method, fields);
    Some(method)
}

fn read_enough(fields: &mut Fields<'_, '_>) -> Enough {
    let Some(mut table) = fields.optional_table("enough", &["answers", "small_unit"]) else {
        return Enough::DEFAULT;
    };
    let answers = table.number("answers", 1_000_000);
    let small_unit = table.number("small_unit", 1_000_000);
    Enough {
        answers: answers.unwrap_or(Enough::DEFAULT.answers),
        small_unit: small_unit.unwrap_or(Enough::DEFAULT.small_unit),
    }
}

fn read_unit_total(fields: &mut Fields<'_, '_>) -> Option<UnitTotal> {
    let mut table = fields.optional_table("unit_total", &["most", "group"])?;
    let most = table.decimal("most");
    let groups = read_groups(&mut table);
    Some(UnitTotal {
        most: most?,
        groups,
    })
}

fn read_groups(fields: &mut Fields<'_, '_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for at in 0..fields.n_tables("group") {
        let Some(mut table) = fields.table_in("group", at, &["id", "from", "label"]) else {
            continue;
        };
        let (id, from, label) = (
            table.group_id("id"),
            table.decimal("from"),
            table.text("label"),
        );
        let (Some(id), Some(from), Some(label)) = (id, from, label) else {
            continue;
        };
        if groups.iter().any(|group| group.id == id) {
            table.problem(
                "id",
                format!("nhóm {id} đã có ở trên; hãy đặt mã khác"),
                format!("group {id} is already there; give it another id"),
            );
        }
        if groups.last().is_some_and(|better| better.from <= from) {
            table.problem(
                "from",
                "các nhóm phải xếp từ cao xuống thấp; hãy sửa ngưỡng hoặc đổi thứ tự".to_owned(),
                "groups must descend; mend the limit or move the group".to_owned(),
            );
        }
        groups.push(Group { id, from, label });
    }
    if let Some(last) = groups.last().filter(|last| last.from > BigRational::zero()) {
        let id = last.id.clone();
        fields.problem(
            "group",
            format!(
                "nhóm cuối {id} phải bắt đầu từ 0, nếu không có số liệu sẽ không thuộc nhóm nào"
            ),
            format!("the last group, {id}, must start from 0, or some figure has no group"),
        );
    }
    groups
}

/// Reports what each field alone cannot show.
fn check_sense(method: &Method, fields: &mut Fields<'_, '_>) {
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
        fields.problem(key, format!("{key}: {vi}"), format!("{key} {en}"));
    }
}

#[cfg(test)]
mod tests;
