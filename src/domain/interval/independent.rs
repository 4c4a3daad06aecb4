//! Limits against two independent packages: a survey package's variance of a ratio, with people as
//! clusters, and a statistics package's Wilson limits. `tests/statistics/intervals.py` says how
//! they were made, and where the packages' conventions are not those of the method.

use num_rational::BigRational;
use num_traits::Signed as _;

use crate::domain::interval::{Confidence, Moments, clustered_wilson};
use crate::domain::method::Kind;
use crate::domain::percent::parse_decimal;
use crate::domain::tally::ClusterSums;
use crate::domain::tally::fixtures::method;

const BY_PACKAGES: &str = include_str!("../../../tests/statistics/intervals.csv");

struct Case<'a> {
    name: String,
    kind: Kind,
    people: &'a str,
    n: u64,
    answers: u64,
    ratio: BigRational,
    /// Low and high at 95 %, then at 99 %.
    limits: [BigRational; 4],
}

fn cases() -> Vec<Case<'static>> {
    let lines = BY_PACKAGES.lines().filter(|line| !line.starts_with('#'));
    let mut people = "";
    let mut cases = Vec::new();
    for line in lines.skip(1) {
        let fields: Vec<&str> = line.split(';').collect();
        let number = |at: usize| parse_decimal(fields[at]).unwrap();
        if !fields[2].is_empty() {
            people = fields[2];
        }
        cases.push(Case {
            name: format!("{}, {}", fields[0], fields[1]),
            kind: match fields[1] {
                "top-share" => Kind::TopShare,
                "mean-score" => Kind::MeanScore,
                "mean-from-zero" => Kind::MeanFromZero,
                other => panic!("no formula {other}"),
            },
            people,
            n: fields[3].parse().unwrap(),
            answers: fields[4].parse().unwrap(),
            ratio: number(5),
            limits: [8, 9, 10, 11].map(number),
        });
    }
    cases
}

/// Counts sheets such as `3x54-`: three people, two questions answered, one left out.
fn counted(people: &str) -> ClusterSums {
    let mut sums = ClusterSums::default();
    for part in people.split(' ') {
        let (times, codes) = part.split_once('x').unwrap();
        let codes: Vec<u32> = codes.chars().filter_map(|code| code.to_digit(10)).collect();
        let satisfied = codes.iter().filter(|code| **code >= 4).count();
        let (a, y) = (
            codes.len().try_into().unwrap(),
            satisfied.try_into().unwrap(),
        );
        for _ in 0..times.parse().unwrap() {
            sums.add_person(a, y, codes.iter().sum());
        }
    }
    sums
}

#[test]
fn limits_are_those_of_independent_packages() {
    let cases = cases();
    assert_eq!(cases.len(), 31 * 3, "every case with every formula");
    let tolerance = parse_decimal("0.000000001").unwrap();
    let is_near = |ours: &BigRational, theirs: &BigRational| (ours - theirs).abs() <= tolerance;
    for case in cases {
        let (name, sums) = (&case.name, counted(case.people));
        assert_eq!((sums.n, sums.a), (case.n, case.answers), "{name}");
        let method = method(case.kind);
        let ratio = Moments::of(&sums, &method).unwrap().ratio(&sums);
        assert!(is_near(&ratio, &case.ratio), "{name}: the ratio");
        let at = |confidence| clustered_wilson(&sums, &method, confidence).unwrap();
        let (usual, wide) = (at(Confidence::NinetyFive), at(Confidence::NinetyNine));
        let ours = [usual.low(), usual.high(), wide.low(), wide.high()];
        for (place, (ours, theirs)) in ours.into_iter().zip(&case.limits).enumerate() {
            assert!(
                is_near(ours, theirs),
                "{name}, limit {place}: {ours} and {theirs}"
            );
        }
    }
}
