//! A small form and answers to it, counted the slow way, for the tests of this folder.

use std::collections::BTreeMap;

use crate::domain::form::{
    Channel, Choice, Code, Form, FormRef, Kind, Level, Question, Scale, Section, Text,
};
use crate::domain::roll_up::RollUp;
use crate::domain::tally::{Cell, CellTally, ClusterSums, FormTally, QuestionTally};

pub(super) fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

pub(super) fn text(vietnamese: &str, english: &str) -> Text {
    Text::new(
        vietnamese.into(),
        BTreeMap::from([("en".to_owned(), english.to_owned())]),
    )
}

fn choice(value: &str, vietnamese: &str) -> Choice {
    Choice {
        value: code(value),
        label: text(vietnamese, value),
    }
}

fn rating() -> Kind {
    let labels = [
        "Rất không hài lòng",
        "Không hài lòng",
        "Bình thường",
        "Hài lòng",
        "Rất hài lòng",
    ];
    let levels = (1..=5).zip(labels).map(|(code, label)| Level {
        code,
        label: text(label, label),
    });
    let mut levels: Vec<Level> = levels.collect();
    // The page shows the best level first: the order of counts is another one.
    levels.reverse();
    Kind::Rating(Scale {
        id: code("hai-long"),
        levels,
        satisfied: vec![4, 5],
        neutral: vec![3],
    })
}

fn question(id: &str, wording: &str, kind: Kind) -> Question {
    let skip = choice("skip", "Không biết / Không muốn trả lời");
    let outside = if matches!(kind, Kind::Rating(_)) {
        vec![skip]
    } else {
        Vec::new()
    };
    Question {
        id: code(id),
        kind,
        text: text(wording, id),
        outside,
        profile: false,
        show_if: None,
        channels: Vec::new(),
        source: None,
    }
}

fn section(id: &str, title: &str, factor: Option<u8>, questions: Vec<Question>) -> Section {
    Section {
        id: code(id),
        title: text(title, id),
        factor,
        questions,
    }
}

/// A form with every kind of counted question, two factors of two and one items, and a profile
/// question that is in no tally.
pub(super) fn form(id: &str) -> Form {
    let purposes = vec![
        choice("nop-ho-so", "Nộp hồ sơ"),
        choice("nhan-ket-qua", "Nhận kết quả"),
    ];
    let options = vec![
        choice("thoi-gian", "Thời gian"),
        choice("thai-do", "Thái độ"),
        choice("trang-thiet-bi", "Trang thiết bị"),
    ];
    let mut age = question("tuoi", "Tuổi", Kind::Choice(vec![choice("18-24", "18–24")]));
    age.profile = true;
    Form {
        form_ref: FormRef {
            id: code(id),
            version: 1,
        },
        title: text("Phiếu hài lòng tại quầy", "Counter questionnaire"),
        languages: vec!["vi".into(), "en".into()],
        default_method: code("ty-le"),
        headline: RollUp::OverallQuestion,
        overall: Some(code("chung")),
        service_after: None,
        comment: true,
        sections: vec![
            section(
                "mo-dau",
                "Mở đầu",
                None,
                vec![
                    question("muc-dich", "Ông/Bà đến để làm gì?", Kind::Choice(purposes)),
                    question("chung", "Nhìn chung, Ông/Bà có hài lòng không?", rating()),
                ],
            ),
            section(
                "tiep-can",
                "Tiếp cận dịch vụ",
                Some(1),
                vec![
                    question("bien-bao", "Biển chỉ dẫn có dễ thấy không?", rating()),
                    question("sach-se", "Nơi ngồi chờ có sạch sẽ không?", rating()),
                ],
            ),
            section(
                "cong-chuc",
                "Công chức",
                Some(3),
                vec![question("thai-do", "Công chức có lịch sự không?", rating())],
            ),
            section(
                "ket",
                "Kết",
                None,
                vec![
                    question(
                        "can-cai-thien",
                        "Cần cải thiện gì?",
                        Kind::Multi { options, most: 2 },
                    ),
                    age,
                ],
            ),
        ],
        hash: [0xab; 32],
    }
}

/// One sheet: levels of the four ratings (0: skipped, 9: left out), purpose, things to improve.
pub(super) struct Sheet {
    pub(super) ratings: [u8; 4],
    pub(super) purpose: usize,
    pub(super) improve: [bool; 3],
}

/// Sheets that differ, by a fixed rule.
pub(super) fn sheets(seed: usize, count: usize) -> Vec<Sheet> {
    let level = |i: usize| [5, 4, 4, 3, 5, 2, 0, 1, 9, 4, 5][i % 11];
    (0..count)
        .map(|i| seed * 31 + i)
        .map(|i| Sheet {
            ratings: [level(i), level(i * 3 + 1), level(i * 5 + 2), level(i / 2)],
            purpose: i % 2,
            improve: [i.is_multiple_of(3), i.is_multiple_of(2), false],
        })
        .collect()
}

/// The tally of these sheets, counted question by question.
pub(super) fn count(sheets: &[Sheet]) -> CellTally {
    let rating = |q: usize| {
        let of = |code: u8| count_if(sheets, |s| s.ratings[q] == code);
        QuestionTally {
            counts: (1..=5).map(of).collect(),
            outside: vec![of(0)],
            left_out: of(9),
            not_asked: 0,
        }
    };
    let purpose = |p: usize| count_if(sheets, |s| s.purpose == p);
    let option = |o: usize| count_if(sheets, |s| s.improve[o]);
    let improve = QuestionTally {
        counts: (0..3).map(option).collect(),
        left_out: count_if(sheets, |s| s.improve == [false; 3]),
        ..QuestionTally::default()
    };
    let came_for = QuestionTally {
        counts: vec![purpose(0), purpose(1)],
        ..QuestionTally::default()
    };
    CellTally {
        sheets: u64::try_from(sheets.len()).unwrap(),
        questions: vec![
            came_for,
            rating(0),
            rating(1),
            rating(2),
            rating(3),
            improve,
        ],
        sections: vec![sums(sheets, &[1, 2]), sums(sheets, &[3])],
        index: sums(sheets, &[1, 2, 3]),
    }
}

fn count_if(sheets: &[Sheet], is_so: impl Fn(&Sheet) -> bool) -> u64 {
    u64::try_from(sheets.iter().filter(|sheet| is_so(sheet)).count()).unwrap()
}

fn sums(sheets: &[Sheet], ratings: &[usize]) -> ClusterSums {
    let mut sums = ClusterSums::default();
    for sheet in sheets {
        let levels: Vec<u64> = ratings
            .iter()
            .map(|q| u64::from(sheet.ratings[*q]))
            .filter(|level| (1..=5).contains(level))
            .collect();
        let a = u64::try_from(levels.len()).unwrap();
        let y = u64::try_from(levels.iter().filter(|level| **level >= 4).count()).unwrap();
        let p: u64 = levels.iter().sum();
        sums.n += u64::from(a > 0);
        sums.a += a;
        sums.y += y;
        sums.p += p;
        sums.aa += a * a;
        sums.yy += y * y;
        sums.ya += y * a;
        sums.pp += p * p;
        sums.pa += p * a;
    }
    sums
}

/// A tally in three cells.
pub(super) fn tally(seed: usize) -> FormTally {
    let cell = |channel, service: Option<&str>, flagged| Cell {
        channel,
        service: service.map(code),
        flagged,
    };
    let cells = [
        (cell(Channel::Tablet, Some("ho-tich"), false), 24),
        (cell(Channel::Tablet, None, true), 3),
        (cell(Channel::Open, Some("dat-dai"), false), 5),
    ];
    let counted = cells
        .into_iter()
        .map(|(cell, n)| (cell, count(&sheets(seed + n, n))));
    FormTally {
        cells: counted.collect(),
    }
}
