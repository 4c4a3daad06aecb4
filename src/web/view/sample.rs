//! A form and results for the tests of the pages.

use std::collections::BTreeMap;

use crate::domain::form::{
    Choice, Code, Condition, Form, FormRef, Kind, Level, Question, Scale, Section, Text,
};
use crate::domain::results::{Limits, ResultRow, Shares};
use crate::domain::roll_up::{RollUp, UnitRollUp};
use crate::web::view::period::{Link, Shown};

pub(crate) fn text(vietnamese: &str, english: &str) -> Text {
    Text::new(
        vietnamese.into(),
        BTreeMap::from([("en".into(), english.into())]),
    )
}

pub(crate) fn code(name: &str) -> Code {
    Code::parse(name).unwrap()
}

pub(crate) fn choice(value: &str, vietnamese: &str, english: &str) -> Choice {
    Choice {
        value: code(value),
        label: text(vietnamese, english),
    }
}

/// A form with every kind of question: the counter's, shortened.
pub(crate) fn form() -> Form {
    Form {
        form_ref: FormRef {
            id: code("hai-long-quay"),
            version: 1,
        },
        title: text(
            "Mời Ông/Bà góp ý về việc phục vụ ở đây",
            "Please tell us how you were served here",
        ),
        languages: vec!["vi".into(), "en".into()],
        default_method: code("ty-le"),
        headline: RollUp::OverallQuestion,
        overall: Some(code("chung")),
        service_after: Some(code("muc-dich")),
        comment: true,
        sections: sections(),
        hash: [7; 32],
    }
}

fn sections() -> Vec<Section> {
    let section = |id: &str, name: &str, factor, question| Section {
        id: code(id),
        title: text(name, name),
        factor,
        questions: vec![question],
    };
    let access = rating(
        "tiep-can",
        "Nơi làm thủ tục có dễ tìm, dễ hỏi thông tin không?",
    );
    let papers = rating(
        "thu-tuc",
        "Giấy tờ và thủ tục có rõ ràng, đúng quy định không?",
    );
    let staff = rating(
        "cong-chuc",
        "Ông/Bà đánh giá thế nào về thái độ phục vụ của công chức?",
    );
    vec![
        section("mo-dau", "Lần đến này", None, purpose()),
        section(
            "tong-the",
            "Đánh giá chung",
            None,
            rating(
                "chung",
                "Nhìn chung, Ông/Bà hài lòng đến mức nào với lần phục vụ này?",
            ),
        ),
        section("tiep-can", "Tiếp cận dịch vụ", Some(1), access),
        section("thu-tuc", "Thủ tục hành chính", Some(2), papers),
        section(
            "cong-chuc",
            "Công chức trực tiếp giải quyết",
            Some(3),
            staff,
        ),
        section("ket-qua", "Kết quả giải quyết", Some(4), result()),
        section(
            "phan-anh",
            "Tiếp nhận, xử lý phản ánh, kiến nghị",
            Some(5),
            complaints(),
        ),
        section("cai-thien", "Cần cải thiện", None, improve()),
        section("ve-ong-ba", "Vài nét về Ông/Bà", None, gender()),
    ]
}

fn question(id: &str, text: Text, kind: Kind) -> Question {
    Question {
        id: code(id),
        kind,
        text,
        outside: vec![],
        profile: false,
        show_if: None,
        channels: vec![],
        source: None,
    }
}

fn rating(id: &str, vietnamese: &str) -> Question {
    Question {
        outside: vec![choice(
            "skip",
            "Không biết / Không muốn trả lời",
            "Don't know / Rather not say",
        )],
        ..question(id, text(vietnamese, vietnamese), Kind::Rating(scale()))
    }
}

fn purpose() -> Question {
    let options = vec![
        choice("nop-ho-so", "Nộp hồ sơ", "Hand in papers"),
        choice("bo-sung", "Bổ sung hồ sơ", "Add papers"),
        choice("nhan-ket-qua", "Nhận kết quả", "Collect a result"),
        choice("hoi-thong-tin", "Hỏi thông tin", "Ask for information"),
    ];
    let wording = text(
        "Hôm nay Ông/Bà đến để làm gì?",
        "What did you come to do today?",
    );
    question("muc-dich", wording, Kind::Choice(options))
}

fn result() -> Question {
    let collected = Condition {
        question: code("muc-dich"),
        any_of: vec!["nhan-ket-qua".into()],
    };
    Question {
        show_if: Some(collected),
        ..rating("ket-qua", "Ông/Bà đánh giá thế nào về kết quả nhận được?")
    }
}

fn complaints() -> Question {
    let mut asked = rating(
        "phan-anh",
        "Khi góp ý, phản ánh, Ông/Bà được giải quyết thế nào?",
    );
    asked
        .outside
        .push(choice("chua-gui", "Chưa từng gửi", "Never sent one"));
    asked
}

fn improve() -> Question {
    let wording = text(
        "Theo Ông/Bà, nơi đây cần làm tốt hơn điều gì?",
        "What should get better here?",
    );
    question(
        "can-cai-thien",
        wording,
        Kind::Multi {
            options: improvements(),
            most: 3,
        },
    )
}

fn gender() -> Question {
    let options = vec![choice("nam", "Nam", "Man"), choice("nu", "Nữ", "Woman")];
    let asked = question(
        "gioi-tinh",
        text("Giới tính của Ông/Bà", "Your gender"),
        Kind::Choice(options),
    );
    Question {
        profile: true,
        ..asked
    }
}

fn improvements() -> Vec<Choice> {
    vec![
        choice("thoi-gian", "Thời gian chờ đợi", "Waiting time"),
        choice("dung-hen", "Trả kết quả đúng hẹn", "Results on time"),
        choice("giay-to", "Giấy tờ phải nộp", "Papers to hand in"),
        choice("huong-dan", "Hướng dẫn, giải thích", "Guidance"),
        choice("thai-do", "Thái độ phục vụ", "Manner"),
        choice("phi", "Phí, lệ phí", "Fees"),
        choice("trang-thiet-bi", "Chỗ ngồi chờ", "Seats"),
        choice("khac", "Điều khác", "Something else"),
    ]
}

/// The five official levels, best first.
pub(crate) fn scale() -> Scale {
    let words = [
        (5, "Rất hài lòng", "Very satisfied"),
        (4, "Hài lòng", "Satisfied"),
        (3, "Bình thường", "Neutral"),
        (2, "Không hài lòng", "Dissatisfied"),
        (1, "Rất không hài lòng", "Very dissatisfied"),
    ];
    Scale {
        id: code("sipas"),
        levels: words
            .map(|(code, vi, en)| Level {
                code,
                label: text(vi, en),
            })
            .to_vec(),
        satisfied: vec![4, 5],
        neutral: vec![3],
    }
}

/// A row with `n` answers, of which most are satisfied.
pub(crate) fn row() -> ResultRow {
    let counts = [("5", 202), ("4", 265), ("3", 59), ("2", 16), ("1", 5)];
    ResultRow {
        unit: "01141".into(),
        edition: "2026-09-20".into(),
        period: "2026-Q3b".into(),
        from: "2026-06-15".into(),
        to: "2026-09-14".into(),
        form: "hai-long-quay@1".into(),
        method: "ty-le".into(),
        roll_up: RollUp::OverallQuestion,
        units: UnitRollUp::PooledCounts,
        channels: vec!["tablet".into(), "qr".into()],
        section: None,
        question: None,
        channel: None,
        month: None,
        service: None,
        counts: counts
            .into_iter()
            .map(|(level, count)| (level.into(), count))
            .collect(),
        outside: BTreeMap::from([("skip".into(), 3)]),
        skipped: 3,
        left_out: 1,
        not_asked: 0,
        n: 547,
        numerator: Some(467),
        denominator: Some(547),
        percent: Some("85.37".into()),
        score: None,
        shares: Some(Shares {
            satisfied: "85.37".into(),
            neutral: "10.79".into(),
            dissatisfied: "3.84".into(),
        }),
        interval: Some(Limits {
            low: "82.1704".into(),
            high: "88.0877".into(),
        }),
        group: Some("B".into()),
        rank: None,
        rank_low: None,
        rank_high: None,
        enough: true,
        flagged: 0,
        late: 0,
        folded: false,
        n_units: None,
    }
}

pub(crate) fn period() -> Shown {
    let link = |name: &str, here| Link {
        name: name.into(),
        address: "/don-vi/01141?period=2026-Q2b".into(),
        here,
    };
    Shown {
        name: "quý III/2026".into(),
        from: "2026-06-15".into(),
        to: "2026-09-14".into(),
        previous: Some(link("Quý II", false)),
        next: Some(link("Quý IV", false)),
        others: vec![
            link("quý III/2026", true),
            link("quý II/2026", false),
            link("năm 2026", false),
        ],
    }
}
