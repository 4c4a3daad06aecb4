use std::io::Cursor;

use calamine::{Data, Range, Reader as _, Xlsx};
use jiff::civil::date;

use super::*;
use crate::domain::results::{Limits, Shares};
use crate::domain::roll_up::{RollUp, UnitRollUp};
use crate::exchange::sample::form;

fn row() -> ResultRow {
    ResultRow {
        unit: "01141".into(),
        edition: "2026-09-20".into(),
        period: "2026-Q4b".into(),
        from: "2026-09-15".into(),
        to: "2026-12-14".into(),
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
        counts: BTreeMap::new(),
        outside: BTreeMap::new(),
        skipped: 0,
        left_out: 0,
        not_asked: 0,
        n: 1234,
        numerator: Some(1052),
        denominator: Some(1232),
        percent: Some("85.39".into()),
        score: None,
        shares: Some(Shares {
            satisfied: "85.39".into(),
            neutral: "9.01".into(),
            dissatisfied: "5.60".into(),
        }),
        interval: Some(Limits {
            low: "83.3113".into(),
            high: "87.2544".into(),
        }),
        group: Some("B".into()),
        rank: None,
        rank_low: None,
        rank_high: None,
        enough: true,
        flagged: 3,
        late: 2,
        folded: false,
        n_units: None,
    }
}

fn question_row(id: &str) -> ResultRow {
    let counts = [("1", 20), ("2", 49), ("3", 111), ("4", 600), ("5", 452)];
    ResultRow {
        question: Some(id.into()),
        counts: counts.map(|(code, count)| (code.to_owned(), count)).into(),
        outside: [("skip".to_owned(), 2)].into(),
        skipped: 2,
        n: 1232,
        ..row()
    }
}

fn results(form: &Form) -> FormResults<'_> {
    let section = |id: &str| ResultRow {
        section: Some(id.into()),
        roll_up: RollUp::PooledAnswers,
        ..row()
    };
    let service = |code: &str| ResultRow {
        service: Some(code.into()),
        n: 30,
        ..row()
    };
    FormResults {
        form,
        method: MethodNote {
            title: "Tỷ lệ hài lòng".into(),
            decision: "Quyết định số 1001/QĐ-BNV ngày 11/12/2023".into(),
            note: Some("Công thức chưa được xác minh từ văn bản gốc.".into()),
            groups: [("B".to_owned(), "B: 80 đến dưới 90".to_owned())].into(),
        },
        headline: vec![
            row(),
            ResultRow {
                units: UnitRollUp::MeanOfUnits,
                numerator: None,
                denominator: None,
                interval: None,
                ..row()
            },
        ],
        units: vec![
            unit("01141", Some(1)),
            unit("01144", Some(2)),
            unit("01147", None),
        ],
        sections: vec![
            section("tiep-can"),
            section("cong-chuc"),
            ResultRow {
                section: None,
                ..section("")
            },
        ],
        questions: vec![
            question_row("chung"),
            question_row("bien-bao"),
            question_row("thai-do"),
        ],
        services: vec![service("ho-tich"), service("dat-dai"), service("")],
        channels: vec![
            ResultRow {
                channel: Some("tablet".into()),
                ..row()
            },
            ResultRow {
                channel: Some("open".into()),
                percent: None,
                shares: None,
                interval: None,
                group: None,
                n: 0,
                ..row()
            },
        ],
    }
}

fn unit(code: &str, rank: Option<usize>) -> ResultRow {
    ResultRow {
        unit: code.into(),
        rank,
        rank_low: rank,
        rank_high: rank.map(|rank| rank + 9),
        enough: rank.is_some(),
        ..row()
    }
}

fn content(forms: Vec<FormResults<'_>>, language: Language) -> Content<'_> {
    let named = |pairs: &[(&str, &str)]| {
        pairs
            .iter()
            .map(|(code, name)| ((*code).to_owned(), (*name).to_owned()))
            .collect()
    };
    Content {
        language,
        unit_code: "08".into(),
        unit_edition: "2026-09-20".into(),
        unit_name: "Tỉnh Tuyên Quang".into(),
        period: "2026-Q4b".into(),
        from: date(2026, 9, 15),
        to: date(2026, 12, 14),
        covered: None,
        is_open: false,
        is_divided: true,
        forms,
        unit_names: named(&[
            ("01141", "Xã Nấm Dẩn"),
            ("01144", "Xã Thu Tà"),
            ("01147", "=cmd|' /C calc'!A0"),
        ]),
        service_names: named(&[("ho-tich", "Hộ tịch – tư pháp"), ("dat-dai", "Đất đai")]),
    }
}

fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap()
}

fn column(range: &Range<Data>, heading: &str) -> Vec<Data> {
    let headings = range.rows().nth(5).unwrap();
    let at = headings
        .iter()
        .position(|cell| cell == &Data::String(heading.into()))
        .unwrap();
    range.rows().skip(6).map(|row| row[at].clone()).collect()
}

#[test]
fn a_province_gets_every_sheet() {
    let form = form("hai-long-quay");
    let book = open(write(&content(vec![results(&form)], Language::Vi)).unwrap());
    let names = [
        "Tổng hợp",
        "Theo đơn vị",
        "Theo yếu tố",
        "Theo câu hỏi",
        "Theo lĩnh vực",
        "Theo kênh",
        "Ghi chú",
    ];
    assert_eq!(book.sheet_names(), names);
}

#[test]
fn a_unit_without_units_below_has_no_sheet_for_them() {
    let form = form("hai-long-quay");
    let alone = Content {
        unit_names: BTreeMap::new(),
        ..content(vec![results(&form)], Language::En)
    };
    let names = [
        "Summary",
        "By factor",
        "By question",
        "By service",
        "By channel",
        "Notes",
    ];
    assert_eq!(open(write(&alone).unwrap()).sheet_names(), names);
}

#[test]
fn figures_are_numbers_that_can_be_added() {
    let form = form("hai-long-quay");
    let mut book = open(write(&content(vec![results(&form)], Language::Vi)).unwrap());
    let sheet = book.worksheet_range("Tổng hợp").unwrap();
    assert_eq!(
        column(&sheet, "Kết quả (% hoặc điểm)")[0],
        Data::Float(85.39)
    );
    assert_eq!(
        column(&sheet, "Khoảng tin cậy 95 %: từ"),
        [Data::Float(83.3113), Data::Empty]
    );
    assert_eq!(column(&sheet, "Số phiếu (n)")[0], Data::Float(1234.0));
    let questions = book.worksheet_range("Theo câu hỏi").unwrap();
    let counts = &column(&questions, "Số lượt")[..8];
    assert_eq!(
        counts,
        [452.0, 600.0, 111.0, 49.0, 20.0, 2.0, 0.0, 0.0].map(Data::Float)
    );
    assert_eq!(
        column(&questions, "Tỷ lệ (%)")[0],
        Data::Float(36.69),
        "452 of 1232, rounded half up once"
    );
    assert_eq!(
        column(&questions, "Trả lời")[0],
        Data::String("Rất hài lòng".into()),
        "in page order"
    );
}

#[test]
fn no_data_is_an_empty_cell() {
    let form = form("hai-long-quay");
    let mut book = open(write(&content(vec![results(&form)], Language::Vi)).unwrap());
    let sheet = book.worksheet_range("Theo kênh").unwrap();
    assert_eq!(
        column(&sheet, "Kết quả (% hoặc điểm)"),
        [Data::Float(85.39), Data::Empty],
        "not 0 %"
    );
}

#[test]
fn a_name_is_text_whatever_it_looks_like() {
    let form = form("hai-long-quay");
    let mut book = open(write(&content(vec![results(&form)], Language::Vi)).unwrap());
    let sheet = book.worksheet_range("Theo đơn vị").unwrap();
    assert_eq!(
        column(&sheet, "Đơn vị")[2],
        Data::String("=cmd|' /C calc'!A0".into())
    );
    assert_eq!(
        column(&sheet, "Mã đơn vị")[0],
        Data::String("01141".into()),
        "the zero stays"
    );
    assert!(
        book.worksheet_formula("Theo đơn vị").unwrap().is_empty(),
        "there is no formula"
    );
}

#[test]
fn the_notes_say_what_the_figures_are() {
    let form = form("hai-long-quay");
    let mut book = open(write(&content(vec![results(&form)], Language::Vi)).unwrap());
    let notes = book.worksheet_range("Ghi chú").unwrap();
    let text: Vec<String> = notes.rows().flatten().map(ToString::to_string).collect();
    let text = text.join("\n");
    for expected in [
        "không phải Chỉ số SIPAS do Bộ Nội vụ công bố",
        "từ ngày 15/09/2026 đến hết ngày 14/12/2026",
        "hai-long-quay@1",
        "Quyết định số 1001/QĐ-BNV",
        "n = 1234",
        "Máy tính bảng tại quầy, Điện thoại riêng (mã dùng một lần)",
        "nếu người trả lời là ngẫu nhiên; không tính việc tự nguyện trả lời",
    ] {
        assert!(text.contains(expected), "{expected}");
    }
}

#[test]
fn a_factor_stands_with_the_answers_of_its_most_answered_question() {
    let form = form("hai-long-quay");
    let few = ResultRow {
        n: 12,
        enough: false,
        ..question_row("thai-do")
    };
    let mut results = results(&form);
    results.questions = vec![question_row("bien-bao"), few];
    let mut book = open(write(&content(vec![results], Language::Vi)).unwrap());
    let sheet = book.worksheet_range("Theo yếu tố").unwrap();
    let n = [1232.0, 12.0, 1232.0].map(Data::Float);
    assert_eq!(column(&sheet, "Số người trả lời (n)"), n, "of 1234 sheets");
    assert_eq!(
        column(&sheet, "Kết quả (% hoặc điểm)")[1].to_string(),
        words::not_enough(Language::Vi)
    );
}

#[test]
fn the_days_of_the_period_are_dates_to_compute_with() {
    let form = form("hai-long-quay");
    let mut book = open(write(&content(vec![results(&form)], Language::Vi)).unwrap());
    let notes = book.worksheet_range("Ghi chú").unwrap();
    let day = |item: &str| {
        let mut rows = notes.rows();
        let row = rows.find(|row| row[0] == Data::String(item.into()));
        let Data::DateTime(day) = &row.unwrap()[1] else {
            panic!("{item} is no date");
        };
        day.to_string()
    };
    // Days since 30/12/1899.
    assert_eq!([day("Từ ngày"), day("Đến hết ngày")], ["46280", "46370"]);
}

#[test]
fn a_period_without_sheets_says_so() {
    let mut book = open(write(&content(Vec::new(), Language::Vi)).unwrap());
    let sheet = book.worksheet_range("Theo yếu tố").unwrap();
    assert!(
        sheet
            .rows()
            .flatten()
            .any(|cell| cell.to_string().starts_with("Không có phiếu nào"))
    );
}

#[test]
fn equal_content_gives_equal_bytes() {
    let form = form("hai-long-quay");
    let write = || write(&content(vec![results(&form)], Language::Vi)).unwrap();
    assert_eq!(write(), write());
}

#[test]
fn the_tables_of_figures_have_charts_drawn_from_their_own_cells() {
    let form = form("hai-long-quay");
    let file = write(&content(vec![results(&form)], Language::Vi)).unwrap();
    for n in 1..=6 {
        // Names of the parts stand unpacked in a ZIP file.
        let name = format!("xl/charts/chart{n}.xml");
        let is_there = file.windows(name.len()).any(|part| part == name.as_bytes());
        assert_eq!(
            is_there,
            n <= 5,
            "summary, units, factors, services and channels have one each: {name}"
        );
    }
}
