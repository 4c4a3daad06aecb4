use std::collections::BTreeMap;

use super::*;
use crate::domain::comparison::Clarity;
use crate::domain::form::Channel;
use crate::domain::interval::{Confidence, clustered_wilson};
use crate::domain::percent::Rounded;
use crate::domain::results::{ResultInput, UnitData, rows};
use crate::domain::roll_up::{RollUp, UnitRollUp};
use crate::domain::tally::ClusterSums;
use crate::domain::tally::fixtures::{form, method};

/// A row of nobody, with a figure of so many satisfied put in.
fn row(satisfied: u64, asked: u64) -> ResultRow {
    let form = form();
    let method = method(Kind::TopShare);
    let units = [UnitData::default()];
    let input = ResultInput {
        form: &form,
        method: &method,
        unit: "01141",
        edition: "2026-09-20",
        period: "2026-Q4b",
        from: "2026-09-15",
        to: "2026-12-14",
        units: &units,
        channels: &Channel::HEADLINE,
        by: None,
    };
    let sums = ClusterSums {
        n: asked,
        a: asked,
        aa: asked,
        y: satisfied,
        yy: satisfied,
        ya: satisfied,
        ..ClusterSums::default()
    };
    let limits = clustered_wilson(&sums, &method, Confidence::NinetyFive);
    let percent = Rounded::percent_of(satisfied.into(), asked.into(), 2);
    ResultRow {
        numerator: Some(satisfied),
        denominator: Some(asked),
        percent: percent.map(|percent| percent.to_string()),
        interval: limits.map(|limits| limits.limits()),
        ..rows(&input).unwrap().remove(0)
    }
}

#[test]
fn differences_are_taken_between_shown_figures_and_say_whether_they_are_clear() {
    use Clarity::{Clear, Unclear};
    // 95 % limits of 80 of 100 are 71.11–86.66, of 70 of 100 60.42–78.11, of 800 of 1,000
    // 77.41–82.36, of 700 of 1,000 67.09–72.76.
    let cases = [
        (
            (70, 100),
            (80, 100),
            "10.00",
            Unclear,
            "10 is less than √(8.89² + 8.11²) = 12.03",
        ),
        (
            (700, 1_000),
            (800, 1_000),
            "10.00",
            Clear,
            "10 is more than √(2.59² + 2.76²) = 3.79",
        ),
        (
            (800, 1_000),
            (700, 1_000),
            "-10.00",
            Clear,
            "a fall is as clear as a rise",
        ),
        ((800, 1_000), (800, 1_000), "0.00", Unclear, "no difference"),
        ((1, 3), (2, 3), "33.34", Unclear, "66.67 − 33.33, as shown"),
        (
            (0, 400),
            (400, 400),
            "100.00",
            Clear,
            "nobody and everybody",
        ),
    ];
    for ((y, n), (y_then, n_then), points, clarity, why) in cases {
        let found = difference(&row(y, n), &row(y_then, n_then)).unwrap();
        assert_eq!(
            (found.points.to_string().as_str(), found.clarity),
            (points, clarity),
            "{why}"
        );
    }
}

#[test]
fn a_figure_without_interval_tells_nothing_of_clarity() {
    let mean = ResultRow {
        interval: None,
        ..row(70, 100)
    };
    let found = difference(&mean, &row(80, 100)).unwrap();
    assert_eq!(found.clarity, Clarity::Unclear);
    let nobody = ResultRow {
        percent: None,
        ..row(70, 100)
    };
    assert_eq!(difference(&nobody, &mean), None, "nothing to subtract");
}

#[test]
fn what_changed_between_two_results_is_told_and_keeps_them_apart() {
    let now = row(80, 100);
    let cases = [
        (
            ResultRow {
                edition: "2025-07-01".into(),
                ..now.clone()
            },
            vec![],
            "the same codes",
        ),
        (
            ResultRow {
                edition: "pre-2025".into(),
                ..now.clone()
            },
            vec![Break::Reform],
            "1/7/2025",
        ),
        (
            ResultRow {
                form: "thu@2".into(),
                ..now.clone()
            },
            vec![Break::Form],
            "another version",
        ),
        (
            ResultRow {
                method: "diem".into(),
                ..now.clone()
            },
            vec![Break::Method],
            "another formula",
        ),
        (
            ResultRow {
                roll_up: RollUp::PooledAnswers,
                ..now.clone()
            },
            vec![Break::RollUp],
            "questions pooled",
        ),
        (
            ResultRow {
                units: UnitRollUp::MeanOfUnits,
                ..now.clone()
            },
            vec![Break::RollUp],
            "the mean of units",
        ),
        (
            ResultRow {
                channels: vec!["qr".into()],
                ..now.clone()
            },
            vec![Break::Channels],
            "one channel",
        ),
        (
            ResultRow {
                edition: "pre-2025".into(),
                form: "cu@1".into(),
                ..now.clone()
            },
            vec![Break::Reform, Break::Form],
            "two at once",
        ),
    ];
    for (before, expected, why) in cases {
        assert_eq!(breaks(&before, &now), expected, "{why}");
        assert_eq!(
            difference(&before, &now).is_some(),
            expected.is_empty(),
            "{why}"
        );
    }
}

#[test]
fn a_trace_gives_the_fraction_of_the_formula() {
    let by_code: BTreeMap<u8, u64> = [(1, 3), (2, 5), (3, 7), (4, 11), (5, 13)].into();
    let counts = by_code
        .iter()
        .map(|(code, n)| (code.to_string(), *n))
        .collect();
    for kind in [Kind::TopShare, Kind::MeanScore, Kind::MeanFromZero] {
        let method = method(kind);
        let trace = Trace::of(&method, &counts);
        let sum: u64 = trace
            .terms
            .iter()
            .map(|term| u64::from(term.weight) * term.count)
            .sum();
        let divided = u64::from(trace.scale) * trace.answers;
        let expected = method.fraction(&by_code);
        assert_eq!((u128::from(sum), u128::from(divided)), expected, "{kind:?}");
    }
    let shares = Trace::of(&method(Kind::TopShare), &counts);
    let codes: Vec<u8> = shares.terms.iter().map(|term| term.code).collect();
    assert_eq!(codes, [5, 4], "c5 + c4");
}
