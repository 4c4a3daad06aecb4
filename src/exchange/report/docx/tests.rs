//! What Nghị định 30/2020/NĐ-CP, Phụ lục I, asks of a document, looked up in the file itself.

use super::*;
use crate::exchange::report::tests::{
    Bare, Ground, frame, province_report, setting, unit_report, units,
};

/// The main part of a report's file; parts are stored as they are.
fn document(report: &Report) -> String {
    let file = String::from_utf8_lossy(&write(report).unwrap()).into_owned();
    let (_, after) = file.split_once("<w:document ").unwrap();
    let (document, _) = after.split_once("</w:document>").unwrap();
    document.to_owned()
}

fn quarter() -> Report {
    let (ground, setting) = (Ground::new(), setting());
    let figures = ground.figures("01141", &units(&[("01141", 547)]), &[]);
    unit_report(frame(&setting, None, "2026-Q3b"), Some(&figures))
}

/// Every value of an attribute of the elements of that name.
fn values(document: &str, element: &str, attribute: &str) -> Vec<u32> {
    let begin = format!("<{element} ");
    let tags = document.split(&begin).skip(1);
    let tags = tags.map(|rest| rest.split_once('>').unwrap().0);
    let value = |tag: &str| {
        let (_, rest) = tag.split_once(&format!("{attribute}=\"")).unwrap();
        rest.split_once('"').unwrap().0.parse().unwrap()
    };
    tags.map(value).collect()
}

/// The paragraph that holds these words.
fn paragraph<'a>(document: &'a str, words: &str) -> &'a str {
    let mut paragraphs = document.split("<w:p>");
    let found = paragraphs.find(|paragraph| paragraph.contains(words));
    found.unwrap_or_else(|| panic!("no paragraph with {words}"))
}

#[test]
fn every_page_is_a4_with_the_margins_of_the_decree() {
    let document = document(&province_report(Bare::Empty));
    let millimetres = |attribute| {
        let twips = values(&document, "w:pgMar", attribute).into_iter();
        twips.map(|twips| twips * 254 / 14_400).collect::<Vec<_>>()
    };
    assert_eq!(values(&document, "w:pgSz", "w:w"), [11_906, 16_838, 11_906]);
    assert_eq!(values(&document, "w:pgSz", "w:h"), [16_838, 11_906, 16_838]);
    assert_eq!(document.matches("w:orient=\"landscape\"").count(), 1);
    for (side, least, most) in [
        ("w:top", 20, 25),
        ("w:bottom", 20, 25),
        ("w:left", 30, 35),
        ("w:right", 15, 20),
    ] {
        let margins = millimetres(side);
        assert_eq!(margins.len(), 3);
        for margin in margins {
            assert!((least..=most).contains(&margin), "{side}: {margin} mm");
        }
    }
}

#[test]
fn the_text_and_each_appendix_count_their_pages_and_the_first_shows_no_number() {
    let report = province_report(Bare::Empty);
    let document = document(&report);
    let sections = 1 + report.appendices.len();
    assert_eq!(sections, 3);
    assert_eq!(
        values(&document, "w:pgNumType", "w:start"),
        vec![1; sections]
    );
    assert_eq!(document.matches("<w:titlePg />").count(), sections);
    assert_eq!(document.matches("<w:sectPr>").count(), sections);
    let file = write(&report).unwrap();
    let file = String::from_utf8_lossy(&file);
    let (_, header) = file.split_once("<w:hdr ").unwrap();
    let (header, _) = header.split_once("</w:hdr>").unwrap();
    assert!(header.contains("<w:jc w:val=\"center\" />"), "{header}");
    assert!(
        header.contains("<w:instrText>PAGE</w:instrText>"),
        "{header}"
    );
}

#[test]
fn what_a_section_says_stands_in_the_order_of_the_standard() {
    let document = document(&province_report(Bare::Empty));
    for section in document.split("<w:sectPr>").skip(1) {
        let (section, _) = section.split_once("</w:sectPr>").unwrap();
        let order = [
            "<w:pgSz",
            "<w:pgMar",
            "<w:pgNumType",
            "<w:cols",
            "<w:titlePg",
        ];
        let places = order.map(|tag| section.find(tag).unwrap());
        assert!(places.is_sorted(), "{section}");
    }
    assert!(document.contains("<w:sectPr><w:headerReference "));
}

#[test]
fn every_part_has_the_letters_of_the_decree() {
    let (unit, province) = (quarter(), province_report(Bare::Empty));
    let (unit, province) = (document(&unit), document(&province));
    for (words, least, most, is_bold, is_italic) in [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, 13, true, false),
        ("Độc lập - Tự do - Hạnh phúc", 13, 14, true, false),
        ("XÃ NẤM DẨN", 12, 13, true, false),
        ("/BC-UBND<", 13, 13, false, false),
        ("Nấm Dẩn, ngày ", 13, 14, false, true),
        (">BÁO CÁO<", 13, 14, true, false),
        (">Mức độ hài lòng tại", 13, 14, true, false),
        ("Kính gửi: Sở Nội vụ", 13, 14, false, false),
        ("1. Kết quả chung", 13, 14, true, false),
        ("nhận được 547 phiếu", 13, 14, false, false),
        ("Nơi nhận:", 12, 12, true, true),
        ("- Như trên;", 11, 11, false, false),
        ("TM. ỦY BAN NHÂN DÂN", 13, 14, true, false),
        ("KT. CHỦ TỊCH", 13, 14, true, false),
        ("Nguyễn Văn A", 13, 14, true, false),
        (">Phụ lục<", 14, 14, true, false),
        ("SỐ TRẢ LỜI THEO TỪNG CÂU HỎI", 13, 14, true, false),
        ("(Kèm theo Báo cáo số ", 13, 14, false, true),
    ] {
        let set = paragraph(&unit, words);
        let [points] = values(set, "w:sz", "w:val")[..] else {
            panic!("{words} is set in one size: {set}");
        };
        assert!(
            (least * 2..=most * 2).contains(&points),
            "{words}: {points}"
        );
        assert_eq!(set.contains("<w:b />"), is_bold, "{words}");
        assert_eq!(set.contains("<w:i />"), is_italic, "{words}");
    }
    for several in [">Phụ lục I<", ">Phụ lục II<"] {
        assert!(paragraph(&province, several).contains("<w:b />"));
    }
}

#[test]
fn the_text_is_justified_indented_and_spaced_as_the_decree_asks() {
    let document = document(&quarter());
    let set = paragraph(&document, "nhận được 547 phiếu");
    assert!(set.contains("<w:jc w:val=\"both\" />"), "{set}");
    let indent = values(set, "w:ind", "w:firstLine")[0];
    assert!((567..=720).contains(&indent), "1 to 1.27 cm: {indent}");
    let line = values(set, "w:spacing", "w:line")[0];
    assert!(
        (240..=360).contains(&line),
        "single to one and a half: {line}"
    );
    let before = values(set, "w:spacing", "w:before")[0];
    assert!(before >= 120, "at least six points: {before}");
}

#[test]
fn a_table_is_as_wide_as_the_text_beside_the_margins() {
    let document = document(&province_report(Bare::Empty));
    let sides: Vec<u32> = values(&document, "w:tblW", "w:w");
    assert!(sides.iter().any(|width| (14_090..=14_117).contains(width)));
    assert!(sides.iter().all(|width| *width <= 14_117), "{sides:?}");
}

#[test]
fn the_document_is_whole_and_equal_for_equal_reports() {
    let (ground, setting) = (Ground::new(), setting());
    let figures = ground.figures("01141", &units(&[("01141", 547)]), &[]);
    let mut report = unit_report(frame(&setting, None, "2026-Q3b"), Some(&figures));
    report.signature.signer = "<w:t>&\"A\"</w:t>".to_owned();
    report.foot.push_str("\u{1}\u{fffe}x\u{ffff}\u{b}y");
    let file = write(&report).unwrap();
    let again = write(&report).unwrap();
    assert!(file == again, "equal reports, equal bytes");
    assert!(docx_rs::read_docx(&file).is_ok(), "it opens as what it is");
    // Parts are stored as they are.
    let document = String::from_utf8_lossy(&file);
    for expected in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Kết quả theo yếu tố",
        "<w:tblHeader />",
        "&lt;w:t&gt;&amp;",
        "xy</w:t>",
        "w:w=\"11906\"",
        "w:left=\"1701\"",
        "word/header1.xml",
        "<w:instrText>PAGE</w:instrText>",
        "1970-01-01T00:00:00Z",
        "<w:lang w:val=\"vi-VN\" />",
    ] {
        assert!(document.contains(expected), "{expected}");
    }
    assert!(!document.contains(['\u{fffe}', '\u{ffff}']), "no XML");
    assert!(
        !document.contains("w:trHeight"),
        "the mark of a head is gone"
    );
}

#[test]
fn a_total_and_a_question_stay_on_the_page_of_their_rows() {
    let document = document(&quarter());
    for (words, is_kept, why) in [
        ("Tiếp cận dịch vụ", false, "a row in the middle"),
        ("Công chức", true, "the row above the total"),
        ("Chung các yếu tố", true, "the total, with its note"),
        ("Ông/Bà đến để làm gì?", true, "a question"),
        ("- Nộp hồ sơ", false, "one of its options"),
    ] {
        let paragraph = paragraph(&document, &format!(">{words}</w:t>"));
        let found = paragraph.contains("<w:keepNext />");
        assert_eq!(found, is_kept, "{why}: {paragraph}");
    }
}
