//! Rows against figures worked out by hand from the sheets, and the province against its parts.

mod breakdown;
mod ranking;

use proptest::prelude::*;

use super::*;
use crate::domain::form::{Channel, Kind};
use crate::domain::method::Kind as MethodKind;
use crate::domain::tally::FormTally;
use crate::domain::tally::fixtures::{
    any_sheets, cell, form, method, question, sheet, tally_of, three_levels,
};

/// `times` sheets with these ratings of `chung`, `a`, `b`, `c`.
fn tablet(times: usize, ratings: [u8; 4]) -> FormTally {
    tally_of(&vec![(cell(Channel::Tablet), sheet(ratings)); times])
}

fn unit(code: &str, tallies: &[FormTally]) -> UnitData {
    let mut all = FormTally::default();
    for tally in tallies {
        all.merge(tally).unwrap();
    }
    let months = [("2026-11".to_owned(), all)].into();
    UnitData {
        unit: code.to_owned(),
        months,
        late: 0,
        dossiers: None,
        enough: None,
        released: None,
        pooled: None,
    }
}

fn ask(
    units: &[UnitData],
    by: Option<By>,
    change: impl Fn(&mut Form, &mut Method),
) -> Vec<ResultRow> {
    let (mut form, mut method) = (form(), method(MethodKind::TopShare));
    change(&mut form, &mut method);
    let asked = if units.len() == 1 { "01141" } else { "08" };
    let input = ResultInput {
        form: &form,
        method: &method,
        unit: asked,
        edition: "2026-09-20",
        period: "2026-Q4",
        from: "2026-10-01",
        to: "2026-12-31",
        units,
        channels: &Channel::HEADLINE,
        by,
    };
    rows(&input).unwrap()
}

fn as_they_are(_: &mut Form, _: &mut Method) {}

/// `numerator/denominator = figure group`, or a dash for what is null.
fn shown(row: &ResultRow) -> String {
    let number = |n: Option<u64>| n.map_or("-".to_owned(), |n| n.to_string());
    let figure = row
        .percent
        .as_ref()
        .or(row.score.as_ref())
        .map_or("-", String::as_str);
    let group = row.group.as_deref().unwrap_or("-");
    format!(
        "{}/{} = {figure} {group}",
        number(row.numerator),
        number(row.denominator)
    )
}

fn one_commune() -> UnitData {
    unit(
        "01141",
        &[
            tablet(3, [5, 5, 4, 3]),
            tablet(1, [3, 2, 0, 1]),
            tablet(1, [0, 4, 0, 0]),
        ],
    )
}

#[test]
fn the_headline_of_a_commune_is_one_row() {
    let rows = ask(&[one_commune()], None, as_they_are);
    let [row] = &rows[..] else {
        panic!("one row wanted: {rows:#?}")
    };
    let json = serde_json::to_string(row).unwrap();
    let expected = concat!(
        r#"{"unit":"01141","edition":"2026-09-20","period":"2026-Q4","from":"2026-10-01","#,
        r#""to":"2026-12-31","form":"thu@1","method":"thu","roll_up":"overall-question","#,
        r#""units":"pooled-counts","channels":["tablet","qr"],"#,
        r#""counts":{"1":0,"2":0,"3":1,"4":0,"5":3},"outside":{"skip":0},"skipped":0,"#,
        r#""left_out":1,"not_asked":0,"n":5,"numerator":3,"denominator":4,"percent":"75.00","#,
        r#""shares":{"satisfied":"75.00","neutral":"25.00","dissatisfied":"0.00"},"#,
        r#""interval":{"low":"30.0642","high":"95.4413"},"group":"C","enough":false,"#,
        r#""flagged":0,"late":0,"folded":false}"#
    );
    assert_eq!(json, expected);
}

#[test]
fn a_unit_above_others_is_pooled_and_averaged() {
    let units = [
        unit("a", &[tablet(30, [5, 0, 0, 0])]),
        unit("b", &[tablet(30, [4, 0, 0, 0]), tablet(30, [1, 0, 0, 0])]),
        unit("c", &[tablet(5, [1, 0, 0, 0])]),
        unit("d", &[]),
    ];
    let rows = ask(&units, None, as_they_are);
    assert_eq!(rows.len(), 2);
    assert_eq!(
        shown(&rows[0]),
        "60/95 = 63.16 D",
        "every answer counts once"
    );
    assert_eq!(rows[0].units, UnitRollUp::PooledCounts);
    assert_eq!(
        shown(&rows[1]),
        "-/- = 75.00 C",
        "(100 + 50) / 2: c has too few"
    );
    assert_eq!(rows[1].units, UnitRollUp::MeanOfUnits);
    assert!(rows[0].interval.is_some() && rows[1].interval.is_none());
    assert_eq!(rows[1].shares.as_ref().unwrap().satisfied, "75.00");
    assert_eq!((rows[1].n, rows[1].unit.as_str()), (95, "08"));
}

#[test]
fn means_are_of_exact_figures_and_rounded_once() {
    let units = [
        unit("a", &[tablet(10, [5, 0, 0, 0]), tablet(20, [1, 0, 0, 0])]),
        unit("b", &[tablet(11, [5, 0, 0, 0]), tablet(22, [1, 0, 0, 0])]),
        unit("c", &[tablet(40, [5, 0, 0, 0]), tablet(20, [1, 0, 0, 0])]),
    ];
    let rows = ask(&units, None, as_they_are);
    assert_eq!(
        shown(&rows[1]),
        "-/- = 44.44 E",
        "(1/3 + 1/3 + 2/3) / 3 = 4/9"
    );
}

#[test]
fn sections_come_first_and_the_index_last() {
    let rows = ask(&[one_commune()], Some(By::Section), as_they_are);
    let found: Vec<(Option<&str>, String, u64, u64)> = rows
        .iter()
        .map(|row| (row.section.as_deref(), shown(row), row.n, row.left_out))
        .collect();
    let expected = [
        (Some("mot"), "7/8 = 87.50 B".to_owned(), 5, 2),
        (Some("hai"), "0/4 = 0.00 E".to_owned(), 5, 1),
        (None, "7/12 = 58.33 D".to_owned(), 5, 3),
    ];
    assert_eq!(found, expected, "chung is in no factor");
    assert_eq!(rows[2].counts["4"], 4);
}

#[test]
fn roll_ups_differ_and_say_which_they_are() {
    // Σ satisfied / Σ answers: a 4/5, b 3/3, c 0/4.
    let cases = [
        (RollUp::PooledAnswers, "7/12 = 58.33 D", "7 of 12 answers"),
        (
            RollUp::MeanOfQuestions,
            "-/- = 60.00 D",
            "(4/5 + 1 + 0) / 3",
        ),
        (RollUp::MeanOfFactors, "-/- = 43.75 E", "(7/8 + 0) / 2"),
        (RollUp::OverallQuestion, "3/4 = 75.00 C", "chung alone"),
    ];
    for (roll_up, expected, why) in cases {
        let rows = ask(&[one_commune()], Some(By::Section), |_, method| {
            method.index_roll_up = roll_up;
        });
        let index = rows.last().unwrap();
        assert_eq!(
            (shown(index).as_str(), index.roll_up),
            (expected, roll_up),
            "{why}"
        );
        assert_eq!(
            index.interval.is_some(),
            index.numerator.is_some(),
            "no interval of a mean"
        );
    }
    let rows = ask(&[one_commune()], Some(By::Section), |_, method| {
        method.section_roll_up = RollUp::MeanOfQuestions;
        method.index_roll_up = RollUp::MeanOfFactors;
    });
    let found: Vec<String> = rows.iter().map(shown).collect();
    assert_eq!(
        found,
        ["-/- = 90.00 A", "-/- = 0.00 E", "-/- = 45.00 E"],
        "(4/5 + 1) / 2, 0, mean"
    );
}

#[test]
fn a_form_may_head_with_its_pooled_answers() {
    let rows = ask(&[one_commune()], None, |form, _| {
        form.headline = RollUp::PooledAnswers;
    });
    assert_eq!(shown(&rows[0]), "7/12 = 58.33 D");
    assert_eq!(rows[0].roll_up, RollUp::PooledAnswers);
}

#[test]
fn points_fill_the_score_and_have_no_group() {
    let dossier_form = |form: &mut Form, method: &mut Method| {
        *method = crate::domain::tally::fixtures::method(MethodKind::Points);
        form.sections[0].questions = vec![question("chung", Kind::Rating(three_levels()))];
        form.sections.truncate(1);
    };
    let mut asked = form();
    dossier_form(&mut asked, &mut method(MethodKind::Points));
    let mut tally = FormTally::default();
    for level in [2, 2, 1] {
        let marks = [crate::domain::mark::Mark::Level(level)];
        tally.add_sheet(&asked, cell(Channel::Tablet), &marks);
    }
    let rows = ask(&[unit("01141", &[tally])], None, dossier_form);
    assert_eq!(shown(&rows[0]), "5/3 = 1.7 -");
    assert_eq!(
        (rows[0].percent.as_deref(), rows[0].score.as_deref()),
        (None, Some("1.7"))
    );
    assert!(rows[0].interval.is_none());
    assert_eq!(
        rows[0].shares.as_ref().unwrap().satisfied,
        "100.00",
        "shares stay percents"
    );
}

#[test]
fn a_method_with_other_levels_gives_no_figure() {
    let points = |_: &mut Form, other: &mut Method| *other = method(MethodKind::Points);
    for by in [None, Some(By::Section), Some(By::Question), Some(By::Unit)] {
        for row in ask(&[one_commune()], by, points) {
            assert_eq!(
                (shown(&row).as_str(), row.interval),
                ("-/- = - -", None),
                "{by:?}"
            );
        }
    }
    let row = &ask(&[one_commune()], None, points)[0];
    assert_eq!(
        (row.n, row.counts["5"]),
        (5, 3),
        "the counts stand all the same"
    );
}

#[test]
fn a_tally_of_another_form_is_an_error() {
    let mut other = tablet(1, [5, 5, 5, 5]);
    other
        .cells
        .values_mut()
        .for_each(|cell| cell.questions.truncate(2));
    let (form, method, units) = (
        form(),
        method(MethodKind::TopShare),
        [unit("01141", &[other])],
    );
    let input = ResultInput {
        form: &form,
        method: &method,
        unit: "01141",
        edition: "",
        period: "",
        from: "",
        to: "",
        units: &units,
        channels: &Channel::ALL,
        by: None,
    };
    assert!(rows(&input).is_err());
}

proptest! {
    #[test]
    fn the_province_is_a_direct_count_of_its_sheets(
        sheets in any_sheets(60), places in prop::collection::vec(0usize..4, 60),
    ) {
        let mut parts = vec![Vec::new(); 4];
        for (sheet, place) in sheets.iter().zip(&places) {
            parts[*place].push(sheet.clone());
        }
        let names = ["a", "b", "c", "d"];
        let units: Vec<UnitData> =
            names.iter().zip(&parts).map(|(name, part)| unit(name, &[tally_of(part)])).collect();
        let direct = [unit("01141", &[tally_of(&sheets)])];
        for by in [None, Some(By::Section), Some(By::Question), Some(By::Channel), Some(By::Service)] {
            let pooled = ask(&units, by, as_they_are).into_iter();
            let pooled = pooled.filter(|row| row.units == UnitRollUp::PooledCounts);
            let pooled: Vec<String> = pooled
                .map(|row| serde_json::to_string(&ResultRow {
                    unit: "01141".to_owned(),
                    n_units: None,
                    ..row
                }).unwrap())
                .collect();
            let counted: Vec<String> = ask(&direct, by, as_they_are)
                .iter()
                .map(|row| serde_json::to_string(row).unwrap())
                .collect();
            prop_assert_eq!(pooled, counted);
        }
        let by_unit = ask(&units, Some(By::Unit), as_they_are);
        let province = &ask(&units, None, as_they_are)[0];
        let sum = |of: fn(&ResultRow) -> u64| by_unit.iter().map(of).sum::<u64>();
        prop_assert_eq!(sum(|row| row.n), province.n);
        prop_assert_eq!(sum(|row| row.numerator.unwrap()), province.numerator.unwrap());
    }
}

/// 30 people were asked `a` and `b`, which are factor `mot`, and 10 others `c`, which is `hai`.
#[test]
fn a_form_put_to_people_in_parts_counts_its_questions_alike() {
    let mut unit = unit(
        "01141",
        &[tablet(30, [0, 5, 5, 0]), tablet(10, [0, 0, 0, 1])],
    );
    for tally in unit
        .months
        .values_mut()
        .flat_map(|it| it.cells.values_mut())
    {
        let overall = form().overall_position().unwrap();
        tally.questions[overall].left_out = 0;
        tally.questions[overall].not_asked = tally.sheets;
    }
    let of_answers = |form: &mut Form, _: &mut Method| form.headline = RollUp::PooledAnswers;
    let units = [unit];
    let told = |by, change: &dyn Fn(&mut Form, &mut Method)| {
        let rows = ask(&units, by, change);
        let told = |row: &ResultRow| (row.percent.clone().unwrap(), row.n, row.enough);
        rows.iter().map(told).collect::<Vec<_>>()
    };
    let row = |percent: &str, n, enough| (percent.to_owned(), n, enough);
    assert_eq!(
        told(None, &of_answers),
        [row("66.67", 40, false)],
        "two of three questions, and only ten people were asked the third"
    );
    assert_eq!(
        told(Some(By::Section), &of_answers),
        [
            row("100.00", 30, true),
            row("0.00", 10, false),
            row("66.67", 40, false)
        ]
    );
}
