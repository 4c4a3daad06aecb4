//! Intervals: Wilson's, with the effective number of answers that clustering leaves.
//!
//! Nineteen answers of one person are one cluster, not nineteen people. The label is always
//! *khoảng tin cậy 95 %, nếu người trả lời là ngẫu nhiên; không tính việc tự nguyện trả lời*.

#[cfg(test)]
mod independent;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One as _, Signed as _, Zero as _};

use crate::domain::method::{Kind, Method};
use crate::domain::percent::Rounded;
use crate::domain::results::Limits;
use crate::domain::tally::ClusterSums;

/// Limits of a figure on the 0–1 scale, exact but for one square root good to 30 decimals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    low: BigRational,
    high: BigRational,
}

/// How often the limits would hold what they bound, if people answered at random.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Shown beside a figure; z = 1.959964.
    NinetyFive,
    /// Used to tell ranks apart; z = 2.575829.
    NinetyNine,
}

impl Interval {
    /// The lower limit, 0 to 1.
    #[must_use]
    pub fn low(&self) -> &BigRational {
        &self.low
    }

    /// The upper limit, 0 to 1.
    #[must_use]
    pub fn high(&self) -> &BigRational {
        &self.high
    }

    /// The limits in percent with four decimals, half up.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Limits {
            low: Rounded::percent(&self.low, 4).to_string(),
            high: Rounded::percent(&self.high, 4).to_string(),
        }
    }
}

/// The interval of a pooled figure from the sums over people.
///
/// With R = Σs/Σa, v = (Σs² − 2RΣsa + R²Σa²)/(Σa)² and m = R(1 − R)/v, at most Σa, and n where
/// v = 0, it is Wilson's with m answers. For one share question this is plain Wilson. `s` is
/// what the method's formula counts of one person, on the 0–1 scale of one item.
///
/// `None` when nobody answered, and for points, which have no upper bound to be a share of.
#[must_use]
pub fn clustered_wilson(
    sums: &ClusterSums,
    method: &Method,
    confidence: Confidence,
) -> Option<Interval> {
    let moments = Moments::of(sums, method)?;
    let n_effective = moments.n_effective(sums);
    Some(wilson(&moments.ratio(sums), &n_effective, confidence))
}

// Everything below is in whole numbers, and no fraction in lowest terms: a province's page has a
// thousand intervals, and reducing is most of what they would cost.

/// Σs, Σs² and Σsa of what the formula counts of a person, in steps of the scale: the first and
/// the last times their number, the second times its square.
struct Moments {
    steps: BigInt,
    s: BigInt,
    ss: BigInt,
    sa: BigInt,
}

impl Moments {
    /// `None` when nobody answered, or the method has no scale to measure on.
    fn of(sums: &ClusterSums, method: &Method) -> Option<Self> {
        if sums.a == 0 {
            return None;
        }
        let (least, greatest) = method.span();
        let (lowest, steps) = match method.kind {
            Kind::TopShare => {
                let [s, ss, sa] = [sums.y, sums.yy, sums.ya].map(BigInt::from);
                let steps = BigInt::one();
                return Some(Self { steps, s, ss, sa });
            }
            Kind::MeanScore => (0, greatest),
            Kind::MeanFromZero => (least, greatest.saturating_sub(least)),
            Kind::Points => return None,
        };
        if steps == 0 {
            return None;
        }
        // s = (p − lowest·a) / steps, so its moments follow from those of p and a.
        let lowest = BigInt::from(lowest);
        let [a, aa, p, pa, pp] = [sums.a, sums.aa, sums.p, sums.pa, sums.pp].map(BigInt::from);
        Some(Self {
            steps: steps.into(),
            s: p - &lowest * a,
            ss: pp - &lowest * &pa * 2 + &lowest * &lowest * &aa,
            sa: pa - lowest * aa,
        })
    }

    /// Σs/Σa.
    fn ratio(&self, sums: &ClusterSums) -> BigRational {
        BigRational::new_raw(self.s.clone(), &self.steps * sums.a)
    }

    /// Independent answers that would be as informative as these clustered ones.
    fn n_effective(&self, sums: &ClusterSums) -> BigRational {
        let Self { steps, s, ss, sa } = self;
        let a = BigInt::from(sums.a);
        // v and R(1 − R), both times the square of steps·a, and v times that of a once more.
        let variance: BigInt = ss * &a * &a - s * sa * &a * 2 + s * s * sums.aa;
        if !variance.is_positive() {
            return BigRational::from_integer(sums.n.into());
        }
        let spread: BigInt = s * (steps * &a - s) * &a * &a;
        if spread >= &a * &variance {
            return BigRational::from_integer(a);
        }
        BigRational::new_raw(spread, variance)
    }
}

/// Wilson's interval of a share among independent answers, `number` of them, above 0.
fn wilson(share: &BigRational, number: &BigRational, confidence: Confidence) -> Interval {
    let (y, a) = (share.numer(), share.denom());
    let (n, parts) = (number.numer(), number.denom());
    let millionth = BigInt::from(1_000_000);
    let one = &millionth * &millionth;
    let z = confidence.millionths();
    let squared = &z * &z;
    // The limits are (2np + z² ∓ z·√(4np(1 − p) + z²)) / 2(n + z²); all three over the same.
    let inside = n * y * (a - y) * 4 * &one + &squared * parts * a * a;
    let root = square_root(&inside, &(parts * a * a * &one));
    let middle = (n * y * 2 * &one + &squared * parts * a) * decimals();
    let half = z * millionth * root * parts * a;
    let whole: BigInt = (n * one + squared * parts) * 2 * a * decimals();
    let limit = |at: BigInt| {
        let at = at.clamp(BigInt::zero(), whole.clone());
        BigRational::new_raw(at, whole.clone())
    };
    Interval {
        low: limit(&middle - &half),
        high: limit(middle + half),
    }
}

impl Confidence {
    /// z in millionths.
    fn millionths(self) -> BigInt {
        match self {
            Self::NinetyFive => 1_959_964.into(),
            Self::NinetyNine => 2_575_829.into(),
        }
    }
}

/// The square root of a fraction that is not negative, in units of the 30th decimal, cut off.
fn square_root(numerator: &BigInt, denominator: &BigInt) -> BigInt {
    (numerator * decimals() * decimals() / denominator).sqrt()
}

/// Units of the 30th decimal in one.
fn decimals() -> BigInt {
    BigInt::from(10).pow(30)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::tally::fixtures::method;

    /// The sums of people given as the level codes each of them chose.
    fn sums_of(people: &[&[u32]]) -> ClusterSums {
        let mut sums = ClusterSums::default();
        for codes in people {
            let satisfied = codes.iter().filter(|code| **code >= 4).count();
            let (a, y) = (
                codes.len().try_into().unwrap(),
                satisfied.try_into().unwrap(),
            );
            sums.add_person(a, y, codes.iter().sum());
        }
        sums
    }

    fn shown(sums: &ClusterSums, kind: Kind) -> (String, String) {
        let interval = clustered_wilson(sums, &method(kind), Confidence::NinetyFive).unwrap();
        let limits = interval.limits();
        (limits.low, limits.high)
    }

    /// Satisfied, asked, and plain Wilson limits at 95 % and 99 %, computed apart with 60 digits.
    #[rustfmt::skip]
    const PLAIN: [(u32, u32, [&str; 4]); 8] = [
        (0, 10, ["0.000000000000", "0.277532803026", "0.000000000000", "0.398854036794"]),
        (10, 10, ["0.722467196974", "1.000000000000", "0.601145963206", "1.000000000000"]),
        (1, 1, ["0.206549311792", "1.000000000000", "0.130977570107", "1.000000000000"]),
        (1, 3, ["0.061491944021", "0.792340401192", "0.040426637018", "0.855783960385"]),
        (5, 10, ["0.236593089011", "0.763406910989", "0.184225540617", "0.815774459383"]),
        (87, 100, ["0.790196484868", "0.922428326043", "0.759988957229", "0.933967744038"]),
        (263, 312, ["0.798434522694", "0.879120604989", "0.782820206428", "0.888794871936"]),
        (9_999, 10_000, ["0.999433731096", "0.999982347327", "0.999148823690", "0.999988259343"]),
    ];

    #[test]
    fn one_share_question_has_plain_wilson_limits() {
        for (satisfied, asked, expected) in PLAIN {
            let mut sums = ClusterSums::default();
            for person in 0..asked {
                let happy = u32::from(person < satisfied);
                sums.add_person(1, happy, 4 * happy + 1);
            }
            let at =
                |confidence| clustered_wilson(&sums, &method(Kind::TopShare), confidence).unwrap();
            let (usual, wide) = (at(Confidence::NinetyFive), at(Confidence::NinetyNine));
            let found = [usual.low(), usual.high(), wide.low(), wide.high()]
                .map(|limit| Rounded::half_up(limit, 12).to_string());
            assert_eq!(found, expected, "{satisfied} of {asked}");
        }
    }

    /// Codes by person, formula, limits, why; computed apart from the raw codes.
    type Clustered<'a> = (&'a [&'a [u32]], Kind, (&'a str, &'a str), &'a str);

    #[test]
    fn answers_of_one_person_count_as_one_cluster() {
        let alike: Vec<&[u32]> = [&[&[5, 5, 5][..]; 6][..], &[&[2, 2, 2][..]; 4][..]].concat();
        let mixed: [&[u32]; 6] = [
            &[5, 4, 3],
            &[1, 2],
            &[4],
            &[5, 5, 2],
            &[3, 3, 3],
            &[4, 4, 1],
        ];
        let torn: [&[u32]; 8] = [&[5, 1]; 8];
        let neutral: [&[u32]; 12] = [&[3, 3, 3]; 12];
        let cases: [Clustered; 8] = [
            (
                &alike,
                Kind::TopShare,
                ("31.2674", "83.1820"),
                "thirty answers of ten people are ten",
            ),
            (
                &alike,
                Kind::MeanScore,
                ("54.7686", "89.2260"),
                "n_eff is 21.11",
            ),
            (
                &alike,
                Kind::MeanFromZero,
                ("45.2646", "86.8136"),
                "n_eff is 15.56",
            ),
            (
                &mixed,
                Kind::TopShare,
                ("23.8154", "71.0079"),
                "n_eff is 13.35",
            ),
            (
                &mixed,
                Kind::MeanScore,
                ("40.4920", "83.9222"),
                "n_eff stops at Σa = 15",
            ),
            (
                &torn,
                Kind::TopShare,
                ("21.5216", "78.4784"),
                "no variance: n_eff is n, 8",
            ),
            (
                &neutral,
                Kind::MeanScore,
                ("33.3291", "81.8210"),
                "no variance at 60 %: n_eff is n",
            ),
            (
                &neutral,
                Kind::TopShare,
                ("0.0000", "24.2494"),
                "nobody satisfied",
            ),
        ];
        for (people, kind, (low, high), why) in cases {
            assert_eq!(
                shown(&sums_of(people), kind),
                (low.to_owned(), high.to_owned()),
                "{why}"
            );
        }
    }

    #[test]
    fn nobody_and_points_have_no_interval() {
        let none = ClusterSums::default();
        let at = |sums: &ClusterSums, kind| {
            clustered_wilson(sums, &method(kind), Confidence::NinetyFive)
        };
        assert_eq!(at(&none, Kind::TopShare), None);
        assert_eq!(at(&sums_of(&[&[1], &[2]]), Kind::Points), None);
    }

    proptest! {
        #[test]
        fn limits_enclose_the_figure_and_widen_with_confidence(
            people in prop::collection::vec(prop::collection::vec(1u32..=5, 1..6), 1..30),
        ) {
            let people: Vec<&[u32]> = people.iter().map(Vec::as_slice).collect();
            let sums = sums_of(&people);
            for kind in [Kind::TopShare, Kind::MeanScore, Kind::MeanFromZero] {
                let method = method(kind);
                let ratio = Moments::of(&sums, &method).unwrap().ratio(&sums);
                let at = |confidence| clustered_wilson(&sums, &method, confidence).unwrap();
                let (usual, wide) = (at(Confidence::NinetyFive), at(Confidence::NinetyNine));
                let tiny = BigRational::new(1.into(), BigInt::from(10).pow(28));
                prop_assert!(*wide.low() <= usual.low() + &tiny && *usual.low() <= &ratio + &tiny);
                prop_assert!(ratio <= usual.high() + &tiny && *usual.high() <= wide.high() + &tiny);
            }
        }
    }
}
