use super::*;
use crate::domain::round::Rounds;
use crate::exchange::report::province::{ProvinceReport, UnitLine, describe};

/// How the unit without sheets stands in a sample province.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::exchange::report) enum Bare {
    Empty,
    TooFewToName,
}

/// A province of five units: three with enough answers, one with few, and one without any.
pub(in crate::exchange::report) fn province_report(bare: Bare) -> Report {
    let (ground, mut setting) = (Ground::new(), setting());
    setting.place = "Tuyên Quang".to_owned();
    setting.addressees = "Bộ Nội vụ\nỦy ban nhân dân tỉnh".to_owned();
    let names = ["01141", "01144", "01147", "01021", "01090"];
    let sizes = [547, 300, 12, 0, 120];
    let all: Vec<(&str, usize)> = names.into_iter().zip(sizes).collect();
    let now = units(&all);
    let figures = ground.figures("08", &now, &[]);
    let mean = |by| {
        let rows = ground.rows("08", &now, by).into_iter();
        rows.filter(|row| row.units == UnitRollUp::MeanOfUnits)
            .collect::<Vec<_>>()
    };
    let ranked = ground.rows("08", &now, Some(By::Unit));
    let pool = ResultRow {
        n: 4,
        n_units: Some(2),
        ..ranked[3].clone()
    };
    let lines: Vec<UnitLine> = ranked
        .into_iter()
        .zip(&now)
        .map(|(row, unit)| UnitLine {
            name: format!("Xã {}", row.unit),
            in_sentence: format!("xã {}", row.unit),
            sections: ground.pooled(&row.unit, std::slice::from_ref(unit), Some(By::Section)),
            headline: (row.n > 0 || bare == Bare::Empty).then_some(row),
            wanted: Some(200),
            is_asked_otherwise: false,
        })
        .collect();
    describe(&ProvinceReport {
        frame: frame(&setting, None, "2026-Q3b"),
        name: "tỉnh Tuyên Quang",
        figures: Some(&figures),
        mean: mean(None).first(),
        mean_sections: &mean(Some(By::Section)),
        others: &[],
        units: &lines,
        pool: (bare == Bare::TooFewToName).then_some(&pool),
        rounds: &Rounds::default(),
    })
}

#[test]
fn a_province_has_a_row_for_every_unit_and_ranks_only_those_with_enough() {
    let report = province_report(Bare::Empty);
    assert_eq!(report.appendices[0].orientation, Orientation::Landscape);
    insta::assert_snapshot!(text(&report));
}

#[test]
fn a_unit_too_few_to_be_named_is_neither_without_data_nor_out_of_the_sum() {
    let report = text(&province_report(Bare::TooFewToName));
    assert!(report.contains("để không ai nhận ra người trả lời (1 đơn vị): xã 01021"));
    assert!(report.contains("Xã 01021 | quá ít phiếu, không nêu riêng"));
    assert!(report.contains("Gộp 2 đơn vị có phần dưới 5 phiếu×2 | 4 |"));
    for untrue in ["Chưa có số liệu", "chưa có số liệu", "Tất cả các đơn vị"] {
        assert!(!report.contains(untrue), "{untrue}: {report}");
    }
}

#[test]
fn within_a_sentence_a_unit_has_a_small_letter() {
    let report = province_report(Bare::Empty);
    let sentences = blocks(&report.body);
    let capitals = sentences.iter().filter(|line| line.contains(" Xã "));
    assert_eq!(capitals.count(), 0, "{sentences:#?}");
    assert!(
        sentences
            .iter()
            .any(|line| line.contains(": xã 01147 (12 phiếu)"))
    );
}

#[test]
fn the_text_points_to_every_appendix_by_its_name() {
    let (ground, setting) = (Ground::new(), setting());
    let now = units(&[("01141", 547)]);
    let figures = ground.figures("01141", &now, &[]);
    let frame = frame(&setting, None, "2026-Q3b");
    for report in [
        province_report(Bare::Empty),
        unit_report(frame, Some(&figures)),
    ] {
        let body = blocks(&report.body).join("\n");
        for appendix in &report.appendices {
            let pointer = format!("nêu tại {} kèm theo", appendix.number);
            assert!(body.contains(&pointer), "{pointer}: {body}");
            assert_eq!(appendix.title, appendix.title.to_uppercase());
        }
    }
    let one = unit_report(frame, Some(&figures));
    assert_eq!(
        one.appendices[0].number, "Phụ lục",
        "numbers are for several"
    );
}

#[test]
fn several_addressees_stand_below_each_other_and_end_as_a_list_does() {
    let report = province_report(Bare::Empty);
    let expected = ["Kính gửi:", "- Bộ Nội vụ;", "- Ủy ban nhân dân tỉnh."];
    assert_eq!(report.addressees, expected);
}
