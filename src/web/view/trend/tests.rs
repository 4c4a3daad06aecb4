//! What a chart over periods must show, and must never join.

use super::*;
use crate::config::Language;

fn point(short: &str, percent: Option<&str>) -> Point {
    Point {
        short: short.to_owned(),
        name: format!("quý {short}"),
        measured: percent.map(|percent| Measured {
            percent: percent.to_owned(),
            interval: None,
        }),
        n_sheets: 1_894,
        ..Point::default()
    }
}

fn drawn(points: Vec<Point>) -> String {
    let trend = Trend {
        title: "Theo quý".into(),
        points,
        goal: None,
    };
    draw(Words::of(Language::Vi), &trend).into_string()
}

#[test]
fn nothing_joins_two_periods_across_a_break_or_a_gap() {
    let broken = Point {
        break_before: Some("01/07/2025: đổi địa giới".into()),
        ..point("III", Some("79.20"))
    };
    let run = |last: Point| vec![point("I", Some("81.20")), point("II", Some("84.10")), last];
    let gap = vec![
        point("I", Some("81.20")),
        point("II", None),
        point("III", Some("84.10")),
    ];
    for (points, segments, why) in [
        (run(point("III", Some("79.20"))), 2, "three in a row"),
        (run(broken), 1, "a break between the second and the third"),
        (gap, 0, "nothing in between"),
        (vec![point("I", Some("81.20"))], 0, "one alone"),
        (Vec::new(), 0, "none at all"),
    ] {
        assert_eq!(
            drawn(points).matches("class=\"segment\"").count(),
            segments,
            "{why}"
        );
    }
}

#[test]
fn both_ends_of_each_run_carry_their_number() {
    let points = vec![
        point("I", Some("81.20")),
        point("II", Some("82.00")),
        point("III", Some("84.10")),
    ];
    let page = drawn(points);
    assert_eq!(page.matches("class=\"value").count(), 2);
    assert!(
        page.contains(">81,20<") && page.contains(">84,10<"),
        "{page}"
    );
}

#[test]
fn one_break_says_why_on_top_and_several_by_letters() {
    let broken = |why: &str| Point {
        break_before: Some(why.to_owned()),
        ..point("II", Some("84.10"))
    };
    let one = drawn(vec![point("I", Some("81.20")), broken("đổi mẫu")]);
    assert!(one.contains("class=\"break-text\"") && !one.contains("trend-breaks"));
    let two = drawn(vec![
        point("I", Some("81.20")),
        broken("đổi mẫu"),
        broken("đổi địa giới"),
    ]);
    assert!(
        two.contains("trend-breaks") && two.contains("<b>b</b> đổi địa giới"),
        "{two}"
    );
    let first = drawn(vec![broken("đổi mẫu"), point("I", Some("81.20"))]);
    assert!(
        !first.contains("class=\"break\""),
        "nothing stands before it"
    );
}

#[test]
fn the_scale_holds_every_figure() {
    for (figures, low, high) in [
        (["84.10", "86.91"], 75, 90),
        (["12.00", "97.00"], 0, 100),
        (["84.33", "84.89"], 75, 90),
        (["100.00", "100.00"], 85, 100),
        (["0.00", "4.99"], 0, 15),
    ] {
        let points = figures.map(|figure| point("I", Some(figure))).to_vec();
        let trend = Trend {
            title: String::new(),
            points,
            goal: None,
        };
        let axis = Plan::of(&trend).axis;
        assert_eq!((axis.low, axis.high), (low, high), "{figures:?}");
        assert!(figures.iter().all(|figure| axis.holds(figure)));
    }
}
