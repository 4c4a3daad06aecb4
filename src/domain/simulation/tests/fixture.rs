//! Two small forms, built by hand, and people who answer them.

use std::collections::BTreeMap;

use jiff::civil::date;

use super::super::{Profile, Scenario, SimulatedSheet, UnitPlan, simulate_unit};
use crate::domain::form::{
    Channel, Choice, Code, Condition, Form, FormRef, Kind, Level, Question, Scale, Section, Text,
};
use crate::domain::roll_up::RollUp;

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

fn five_levels() -> Kind {
    let levels = (1..=5)
        .map(|code| Level {
            code,
            label: text("mức"),
        })
        .collect();
    Kind::Rating(Scale {
        id: code("sipas"),
        levels,
        satisfied: vec![4, 5],
        neutral: vec![3],
    })
}

fn question(id: &str, kind: Kind) -> Question {
    Question {
        id: code(id),
        kind,
        text: text(id),
        outside: Vec::new(),
        profile: false,
        show_if: None,
        channels: Vec::new(),
        source: None,
    }
}

fn rating(id: &str, outside: &[&str]) -> Question {
    Question {
        outside: choices(outside),
        ..question(id, five_levels())
    }
}

/// A small likeness of the counter form.
pub(super) fn counter_form() -> Form {
    let purposes = choices(&["nop-ho-so", "bo-sung", "nhan-ket-qua", "hoi-thong-tin"]);
    let result = Question {
        show_if: Some(Condition {
            question: code("muc-dich"),
            any_of: vec!["nhan-ket-qua".to_owned()],
        }),
        ..rating("ket-qua", &["skip"])
    };
    let fees = Question {
        channels: vec![Channel::Qr, Channel::Paper],
        ..rating("chi-phi", &[])
    };
    let improve = Kind::Multi {
        options: choices(&["thoi-gian", "thai-do", "bang-hieu"]),
        most: 3,
    };
    let gender = Question {
        profile: true,
        ..question("gioi-tinh", Kind::Choice(choices(&["nam", "nu"])))
    };
    Form {
        form_ref: FormRef {
            id: code("hai-long-quay"),
            version: 1,
        },
        title: text("Mức độ hài lòng"),
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
            questions: vec![
                question("muc-dich", Kind::Choice(purposes)),
                rating("chung", &["skip"]),
                rating("tiep-can", &["skip"]),
                rating("thu-tuc", &["skip"]),
                rating("cong-chuc", &["skip"]),
                result,
                rating("phan-anh", &["skip", "chua-gui"]),
                fees,
                question("can-cai-thien", improve),
                gender,
            ],
        }],
        hash: [0; 32],
    }
}

/// One question and what to improve for those who are not content.
pub(super) fn one_tap_form() -> Form {
    let improve = Kind::Multi {
        options: choices(&["thoi-gian", "thai-do"]),
        most: 1,
    };
    let improve = Question {
        show_if: Some(Condition {
            question: code("chung"),
            any_of: ["1", "2", "3"].map(str::to_owned).to_vec(),
        }),
        ..question("can-cai-thien", improve)
    };
    let mut form = counter_form();
    form.service_after = None;
    form.comment = false;
    form.languages.truncate(1);
    form.sections[0].questions = vec![rating("chung", &[]), improve];
    form
}

fn services() -> Vec<Code> {
    ["ho-tich", "chung-thuc", "dat-dai"].map(code).to_vec()
}

pub(super) fn plan(unit_index: u32, n_sheets: usize) -> UnitPlan {
    UnitPlan {
        unit_index,
        n_sheets,
        first_day: date(2026, 9, 1),
        last_day: date(2026, 11, 30),
    }
}

pub(super) fn simulate(
    form: &Form,
    profile: Profile,
    seed: u64,
    plan: &UnitPlan,
) -> Vec<SimulatedSheet> {
    let services = services();
    simulate_unit(
        &Scenario {
            form,
            services: &services,
            profile,
            seed,
        },
        plan,
    )
    .collect()
}

pub(super) fn honest(seed: u64, plan: &UnitPlan) -> Vec<SimulatedSheet> {
    simulate(&counter_form(), Profile::Honest, seed, plan)
}
