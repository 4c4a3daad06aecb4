//! A small form, and sheets of it, for tests of tallies and results.

use std::collections::BTreeMap;

use num_rational::BigRational;
use proptest::prelude::*;

use crate::domain::form::{
    Channel, Choice, Code, Form, FormRef, Kind, Level, Question, Scale, Section, Text,
};
use crate::domain::mark::Mark;
use crate::domain::method::{ClassifyOn, Group, Kind as MethodKind, Method};
use crate::domain::roll_up::{RollUp, UnitRollUp};
use crate::domain::sample::Enough;
use crate::domain::tally::{Cell, FormTally};

pub(crate) fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn words(text: &str) -> Text {
    Text::new(text.to_owned(), BTreeMap::new())
}

fn choice(value: &str) -> Choice {
    Choice {
        value: code(value),
        label: words(value),
    }
}

/// Five levels, printed from the best down.
pub(crate) fn five_levels() -> Scale {
    Scale {
        id: code("hai-long"),
        levels: (1..=5)
            .rev()
            .map(|code| Level {
                code,
                label: words("mức"),
            })
            .collect(),
        satisfied: vec![4, 5],
        neutral: vec![3],
    }
}

pub(crate) fn three_levels() -> Scale {
    Scale {
        id: code("quay"),
        levels: (0..=2)
            .map(|code| Level {
                code,
                label: words("mức"),
            })
            .collect(),
        satisfied: vec![1, 2],
        neutral: vec![],
    }
}

pub(crate) fn question(id: &str, kind: Kind) -> Question {
    Question {
        id: code(id),
        kind,
        text: words(id),
        outside: vec![choice("skip")],
        profile: false,
        show_if: None,
        channels: vec![],
        source: None,
    }
}

fn section(id: &str, factor: Option<u8>, questions: Vec<Question>) -> Section {
    Section {
        id: code(id),
        title: words(id),
        factor,
        questions,
    }
}

/// Overall question `chung`; factors `mot` (`a`, `b`) and `hai` (`c`); choice `muc-dich`, multi
/// `cai-thien` of three, at most two; a profile question and a comment, which nothing counts.
pub(crate) fn form() -> Form {
    let rating = |id| question(id, Kind::Rating(five_levels()));
    let options = ["x", "y", "z"].map(choice).to_vec();
    let profile = Question {
        profile: true,
        ..question("tuoi", Kind::Choice(options.clone()))
    };
    let purpose = question("muc-dich", Kind::Choice(options.clone()));
    let improve = question("cai-thien", Kind::Multi { options, most: 2 });
    Form {
        form_ref: FormRef {
            id: code("thu"),
            version: 1,
        },
        title: words("Thử"),
        languages: vec!["vi".to_owned()],
        default_method: code("ty-le"),
        headline: RollUp::OverallQuestion,
        overall: Some(code("chung")),
        service_after: None,
        comment: false,
        sections: vec![
            section("dau", None, vec![purpose, rating("chung")]),
            section("mot", Some(1), vec![rating("a"), rating("b")]),
            section("hai", Some(2), vec![rating("c")]),
            section(
                "cuoi",
                None,
                vec![improve, profile, question("gop-y", Kind::Text)],
            ),
        ],
        hash: [0; 32],
    }
}

/// Marks of one sheet of [`form`]: purpose `x`, nothing to improve, and these ratings of
/// `chung`, `a`, `b`, `c`, with 0 for left out.
pub(crate) fn sheet(ratings: [u8; 4]) -> Vec<Mark> {
    let mark = |code| {
        if code == 0 {
            Mark::LeftOut
        } else {
            Mark::Level(code)
        }
    };
    let mut marks = vec![Mark::Option(0)];
    marks.extend(ratings.map(mark));
    marks.push(Mark::LeftOut);
    marks
}

pub(crate) fn cell(channel: Channel) -> Cell {
    Cell {
        channel,
        service: None,
        flagged: false,
    }
}

/// Any sheet of [`form`] in any cell.
pub(crate) fn any_sheet() -> impl Strategy<Value = (Cell, Vec<Mark>)> {
    let aside = || {
        prop_oneof![
            Just(Mark::Outside(0)),
            Just(Mark::LeftOut),
            Just(Mark::NotAsked)
        ]
    };
    let rating = || prop_oneof![4 => (1u8..=5).prop_map(Mark::Level), 1 => aside()];
    let purpose = prop_oneof![4 => (0usize..3).prop_map(Mark::Option), 1 => aside()];
    let improve = prop_oneof![
        (0usize..3, 0usize..3).prop_map(|(one, other)| {
            Mark::Options((0..3).map(|at| at == one || at == other).collect())
        }),
        aside(),
    ];
    let service = prop::option::of(prop_oneof![Just("dat-dai"), Just("ho-tich")]);
    let place = (
        prop::sample::select(Channel::ALL.to_vec()),
        service,
        any::<bool>(),
    );
    let answers = (purpose, rating(), rating(), rating(), rating(), improve);
    (place, answers).prop_map(|((channel, service, flagged), (p, o, a, b, c, i))| {
        (
            Cell {
                channel,
                service: service.map(code),
                flagged,
            },
            vec![p, o, a, b, c, i],
        )
    })
}

pub(crate) fn any_sheets(most: usize) -> impl Strategy<Value = Vec<(Cell, Vec<Mark>)>> {
    prop::collection::vec(any_sheet(), 0..most)
}

pub(crate) fn tally_of(sheets: &[(Cell, Vec<Mark>)]) -> FormTally {
    let form = form();
    let mut tally = FormTally::default();
    for (cell, marks) in sheets {
        tally.add_sheet(&form, cell.clone(), marks);
    }
    tally
}

/// `ty-le`, `diem`, mean-from-zero or `tt01`, without their files.
pub(crate) fn method(kind: MethodKind) -> Method {
    let points = kind == MethodKind::Points;
    let group = |id: &str, from: i64| Group {
        id: id.to_owned(),
        from: BigRational::from_integer(from.into()),
        label: words(id),
    };
    let percents = [("A", 90), ("B", 80), ("C", 70), ("D", 50), ("E", 0)];
    Method {
        id: code("thu"),
        title: words("Thử"),
        kind,
        levels: if points {
            vec![0, 1, 2]
        } else {
            vec![1, 2, 3, 4, 5]
        },
        satisfied: if points { vec![1, 2] } else { vec![4, 5] },
        neutral: if points { vec![] } else { vec![3] },
        decimals: if points { 1 } else { 2 },
        section_roll_up: RollUp::PooledAnswers,
        index_roll_up: RollUp::PooledAnswers,
        unit_roll_up: UnitRollUp::PooledCounts,
        groups: percents
            .map(|(id, from)| group(id, from))
            .into_iter()
            .filter(|_| !points)
            .collect(),
        unit_total: None,
        classify_on: ClassifyOn::Rounded,
        enough: Enough::DEFAULT,
        decision: "thử".to_owned(),
        from: None,
        until: None,
        note: None,
        hash: [0; 32],
    }
}
