//! Tallies count every sheet once, add in any order, and read back only what can be true.

use proptest::prelude::*;

use super::fixtures::{any_sheets, cell, code, form, sheet, tally_of};
use super::*;

#[test]
fn a_sheet_is_counted_by_level_and_by_person() {
    let tally = tally_of(&[
        (cell(Channel::Tablet), sheet([5, 5, 4, 3])),
        (cell(Channel::Tablet), sheet([1, 0, 2, 0])),
        (cell(Channel::Tablet), sheet([0, 0, 0, 0])),
    ]);
    let total = tally.sum(|_| true).unwrap();
    assert_eq!(total.sheets, 3);
    assert_eq!(
        total.questions[1].counts,
        [1, 0, 0, 0, 1],
        "chung, ascending codes"
    );
    assert_eq!(total.questions[1].left_out, 1, "chung left out once");
    let first = ClusterSums {
        n: 2,
        a: 3,
        y: 2,
        p: 11,
        aa: 5,
        yy: 4,
        ya: 4,
        pp: 85,
        pa: 20,
    };
    assert_eq!(
        total.sections[0], first,
        "(a 2, y 2, p 9) and (a 1, y 0, p 2)"
    );
    let second = ClusterSums {
        n: 1,
        a: 1,
        y: 0,
        p: 3,
        aa: 1,
        yy: 0,
        ya: 0,
        pp: 9,
        pa: 3,
    };
    assert_eq!(total.sections[1], second, "(a 1, y 0, p 3)");
    let index = ClusterSums {
        n: 2,
        a: 4,
        y: 2,
        p: 14,
        aa: 10,
        yy: 4,
        ya: 6,
        pp: 148,
        pa: 38,
    };
    assert_eq!(total.index, index, "(a 3, y 2, p 12) and (a 1, y 0, p 2)");
}

#[test]
fn options_and_codes_outside_the_scale_have_their_own_counts() {
    let mut marks = sheet([5, 5, 5, 5]);
    marks[0] = Mark::Outside(0);
    marks[5] = Mark::Options(vec![true, false, true]);
    marks[4] = Mark::NotAsked;
    let tally = tally_of(&[(cell(Channel::Qr), marks)])
        .sum(|_| true)
        .unwrap();
    assert_eq!(
        (
            &tally.questions[0].counts[..],
            &tally.questions[0].outside[..]
        ),
        (&[0; 3][..], &[1][..])
    );
    assert_eq!(tally.questions[5].counts, [1, 0, 1]);
    assert_eq!(tally.questions[4].not_asked, 1);
}

#[test]
fn marks_that_fit_nothing_still_account_for_the_sheet() {
    let strange = vec![
        Mark::Level(3),
        Mark::Level(9),
        Mark::Option(40),
        Mark::Outside(7),
    ];
    let tally = tally_of(&[(cell(Channel::Qr), strange)]);
    let text = tally.encode();
    assert_eq!(FormTally::decode(&form(), &text).unwrap(), tally);
}

#[test]
fn the_text_has_sorted_keys_and_no_spare_space() {
    let tally = tally_of(&[(
        Cell {
            channel: Channel::Tablet,
            service: Some(code("ho-tich")),
            flagged: true,
        },
        sheet([5, 4, 0, 0]),
    )]);
    let none = r#"{"a":0,"aa":0,"n":0,"p":0,"pa":0,"pp":0,"y":0,"ya":0,"yy":0}"#;
    let one = r#"{"a":1,"aa":1,"n":1,"p":4,"pa":4,"pp":16,"y":1,"ya":1,"yy":1}"#;
    let question = |counts: &str, left_out: u8| {
        format!(r#"{{"counts":[{counts}],"left_out":{left_out},"not_asked":0,"outside":[0]}}"#)
    };
    let questions = [
        question("1,0,0", 0),
        question("0,0,0,0,1", 0),
        question("0,0,0,1,0", 0),
        question("0,0,0,0,0", 1),
        question("0,0,0,0,0", 1),
        question("0,0,0", 1),
    ]
    .join(",");
    let expected = format!(
        r#"{{"cells":[{{"channel":"tablet","flagged":true,"index":{one},"questions":[{questions}],"sections":[{one},{none}],"service":"ho-tich","sheets":1}}]}}"#
    );
    assert_eq!(tally.encode(), expected);
}

#[test]
fn a_tally_that_cannot_be_true_is_refused() {
    let text = tally_of(&[
        (cell(Channel::Tablet), sheet([5, 5, 4, 3])),
        (cell(Channel::Qr), sheet([1, 0, 2, 0])),
    ])
    .encode();
    let cases = [
        (
            "\"sheets\":1",
            "\"sheets\":2",
            "a sheet more than the questions account for",
        ),
        ("\"sheets\":1", "\"sheets\":0", "a cell of nobody is absent"),
        ("[1,0,0]", "[1,0,0,0]", "an option more than the form has"),
        (
            "[1,0,0]",
            "[18446744073709551615,1,1]",
            "counts that would wrap around to 1",
        ),
        (
            "\"outside\":[0]",
            "\"outside\":[]",
            "a code outside the scale is missing",
        ),
        (
            "\"channel\":\"qr\"",
            "\"channel\":\"fax\"",
            "no such channel",
        ),
        (
            "\"channel\":\"qr\"",
            "\"channel\":\"tablet\"",
            "the same cell twice",
        ),
        (
            "\"channel\":\"tablet\"",
            "\"channel\":\"open\"",
            "cells out of order",
        ),
        (
            "\"service\":null",
            "\"service\":\"Hộ tịch\"",
            "no service code",
        ),
        (
            "\"a\":3",
            "\"a\":2",
            "answers that the questions do not give",
        ),
        ("\"yy\":4", "\"yy\":5", "a square sum no person gives"),
        ("\"n\":1", "\"n\":2", "two people on one sheet"),
        (
            "\"flagged\":false",
            "\"flagged\":false,\"more\":1",
            "an unknown field",
        ),
        ("\"left_out\":1", "\"left_out\":-1", "a negative count"),
    ];
    for (right, wrong, why) in cases {
        assert!(text.contains(right), "{why}: the case changes nothing");
        let result = FormTally::decode(&form(), &text.replacen(right, wrong, 1));
        assert!(result.is_err(), "{why}");
    }
    assert!(
        FormTally::decode(&form(), &text).is_ok(),
        "the text itself is fine"
    );
}

#[test]
fn sums_that_no_people_give_are_found() {
    // One person answered ten items, nine answered one; each was satisfied once, with 4 points.
    let mut sums = ClusterSums::default();
    for a in [10, 1, 1, 1, 1, 1, 1, 1, 1, 1] {
        sums.add_person(a, 1, 4);
    }
    assert!(sums.are_possible(10));
    let cases = [
        (ClusterSums { n: 20, ..sums }, "more people than answers"),
        (
            ClusterSums { n: 1, ..sums },
            "one person cannot answer nineteen of ten items",
        ),
        (
            ClusterSums {
                aa: 30,
                ya: 10,
                pa: 40,
                ..sums
            },
            "less than equal shares would give: (Σa)² > n·Σa²",
        ),
        (
            ClusterSums { ya: 40, ..sums },
            "a negative variance of y: (Σya)² > Σy²·Σa²",
        ),
        (
            ClusterSums { pa: 180, ..sums },
            "a negative variance of p: (Σpa)² > Σp²·Σa²",
        ),
        (
            ClusterSums { yy: 101, ..sums },
            "more than one person alone would give",
        ),
        (
            ClusterSums { p: 172, ..sums },
            "more than 9 points an answer",
        ),
        (
            ClusterSums {
                pp: u64::MAX,
                ..sums
            },
            "a bound for every sum",
        ),
    ];
    for (wrong, why) in cases {
        assert!(!wrong.are_possible(10), "{why}");
    }
}

#[test]
fn a_sum_that_outgrows_64_bits_is_an_error() {
    let mut tally = tally_of(&[(cell(Channel::Tablet), sheet([5, 5, 4, 3]))]);
    let mut huge = tally.clone();
    huge.cells
        .values_mut()
        .for_each(|cell| cell.index.pp = u64::MAX);
    assert_eq!(tally.merge(&huge), Err(TallyError::Overflow));
}

#[test]
fn tallies_of_different_forms_do_not_add() {
    let mut tally = tally_of(&[(cell(Channel::Tablet), sheet([5, 5, 4, 3]))]);
    let mut other = tally.clone();
    other
        .cells
        .values_mut()
        .for_each(|cell| cell.questions[0].counts.push(0));
    assert_eq!(tally.merge(&other), Err(TallyError::OtherForm));
}

proptest! {
    #[test]
    fn merging_parts_in_any_order_equals_counting_everything(
        sheets in any_sheets(40), cuts in prop::collection::vec(0usize..3, 40),
    ) {
        let mut parts = vec![Vec::new(); 3];
        for (sheet, part) in sheets.iter().zip(&cuts) {
            parts[*part].push(sheet.clone());
        }
        let tallies: Vec<FormTally> = parts.iter().map(|part| tally_of(part)).collect();
        let whole = tally_of(&sheets);
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let mut merged = FormTally::default();
            for at in order {
                merged.merge(&tallies[at]).unwrap();
            }
            prop_assert_eq!(&merged, &whole);
        }
        let mut right = tallies[1].clone();
        right.merge(&tallies[2]).unwrap();
        let mut left = tallies[0].clone();
        left.merge(&right).unwrap();
        prop_assert_eq!(left, whole, "grouping makes no difference either");
    }

    #[test]
    fn whatever_is_counted_reads_back_the_same(sheets in any_sheets(30)) {
        let tally = tally_of(&sheets);
        prop_assert_eq!(FormTally::decode(&form(), &tally.encode()), Ok(tally));
    }

    #[test]
    fn arbitrary_text_is_refused_without_panic(text in "[\\[\\]{}\":,a-z0-9]{0,60}") {
        prop_assert!(FormTally::decode(&form(), &text).is_err());
    }

    #[test]
    fn changed_numbers_are_read_or_refused_without_panic(
        sheets in any_sheets(5), at in any::<prop::sample::Index>(), digit in "[0-9]{1,25}",
    ) {
        let mut text = tally_of(&sheets).encode();
        let digits: Vec<usize> = text.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
        if !digits.is_empty() {
            let place = digits[at.index(digits.len())];
            text.replace_range(place..=place, &digit);
            let _ = FormTally::decode(&form(), &text);
        }
    }

    #[test]
    fn every_question_accounts_for_every_sheet(sheets in any_sheets(30)) {
        let total = tally_of(&sheets).sum(|_| true).unwrap();
        for tally in total.questions.iter().take(5) {
            let all: u64 = tally.counts.iter().chain(&tally.outside).sum();
            prop_assert_eq!(all + tally.left_out + tally.not_asked, total.sheets);
        }
    }
}
