//! What a unit keeps, raises and repairs: the rule behind its improvement plan.
//!
//! *Duy trì, cải thiện, khắc phục* are the words of the provinces' own yearly plans.

use num_rational::BigRational;
use num_traits::Signed as _;

use crate::domain::comparison::{Clarity, Estimate};
use crate::domain::percent::{Rounded, parse_decimal};
use crate::domain::results::{Limits, ResultRow};

/// What is to be done about a criterion, in the order of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// *Khắc phục*: clearly below its goal, or in a group below the third.
    Repair,
    /// *Cải thiện*: below its goal but not clearly, or in the third group.
    Raise,
    /// *Duy trì*: nothing of that.
    Keep,
    /// *Chưa đủ phiếu*: too few answers to say.
    TooFew,
}

/// How good a figure is by its method's groups, whatever they are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The first or second group: A or B.
    High,
    /// The third: C.
    Middle,
    /// One after it: D or E.
    Low,
}

impl Class {
    /// The class of the group `place` places behind the best.
    #[must_use]
    pub fn of(place: usize) -> Self {
        match place {
            0 | 1 => Self::High,
            2 => Self::Middle,
            3.. => Self::Low,
        }
    }
}

/// What is known of a criterion in a period.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The figure shown, such as `85.37`; `None`: there is none.
    pub percent: Option<&'a str>,
    /// Its 95 % limits, where the roll-up has any.
    pub interval: Option<&'a Limits>,
    /// Its group, where the method has groups.
    pub class: Option<Class>,
    /// Whether there are enough answers to judge.
    pub enough: bool,
}

/// Judges one criterion against its goal, if it has one.
///
/// A figure is clearly below when its 95 % interval excludes the goal. A roll-up without an
/// interval is never clearly below anything.
#[must_use]
pub fn judge(evidence: Evidence<'_>, goal: Option<&Rounded>) -> Standing {
    let Some(figure) = evidence.estimate().filter(|_| evidence.enough) else {
        return Standing::TooFew;
    };
    let gap = goal.map(|goal| figure.minus_fixed(goal));
    let below = gap.filter(|gap| gap.points.value().is_negative());
    match (below.as_ref().map(|gap| gap.clarity), evidence.class) {
        (Some(Clarity::Clear), _) | (_, Some(Class::Low)) => Standing::Repair,
        (Some(Clarity::Unclear), _) | (None, Some(Class::Middle)) => Standing::Raise,
        (None, Some(Class::High) | None) => Standing::Keep,
    }
}

impl Evidence<'_> {
    /// The figure with its limits, as it is compared with others.
    #[must_use]
    pub fn estimate(&self) -> Option<Estimate> {
        Estimate::parse(self.percent?, self.interval)
    }
}

/// What a figure was computed by. Figures of one basis may be set against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// The form version, as `id@version`.
    pub form: String,
    /// The method's id.
    pub method: String,
    /// The channels summed, with commas between.
    pub channels: String,
}

/// Why two figures of one criterion are of different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlike {
    /// Another form, or another version of it, was asked.
    Form,
    /// Another formula was used.
    Method,
    /// Other channels were summed.
    Channels,
}

impl Basis {
    /// What a row was computed by.
    #[must_use]
    pub fn of(row: &ResultRow) -> Self {
        Self {
            form: row.form.clone(),
            method: row.method.clone(),
            channels: row.channels.join(","),
        }
    }

    /// The first thing in which the two differ; `None`: they may be compared.
    #[must_use]
    pub fn unlike(&self, other: &Self) -> Option<Unlike> {
        if self.form != other.form {
            Some(Unlike::Form)
        } else if self.method != other.method {
            Some(Unlike::Method)
        } else if self.channels != other.channels {
            Some(Unlike::Channels)
        } else {
            None
        }
    }
}

/// A goal as it is typed: 0 to 100 with at most two decimals, by point or by comma.
#[must_use]
pub fn parse_goal(typed: &str) -> Option<Rounded> {
    let text = typed.trim().trim_end_matches('%').trim_end();
    let text = text.replace(',', ".");
    let decimals = text.split_once('.').map_or(0, |(_, rest)| rest.len());
    let exact = parse_decimal(&text)?;
    let is_share = exact >= BigRational::from_integer(0.into())
        && exact <= BigRational::from_integer(100.into());
    (is_share && decimals <= 2).then(|| Rounded::half_up(&exact, 2))
}

/// A goal from its hundredths, as it is kept.
#[must_use]
pub fn goal_of_hundredths(hundredths: i64) -> Rounded {
    let hundredths = BigRational::new(hundredths.into(), 100.into());
    Rounded::half_up(&hundredths, 2)
}

/// The hundredths of a goal, as it is kept.
#[must_use]
pub fn hundredths(goal: &Rounded) -> i64 {
    let hundredths = goal.value() * BigRational::from_integer(100.into());
    i64::try_from(hundredths.to_integer()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn limits(low: &str, high: &str) -> Limits {
        Limits {
            low: low.into(),
            high: high.into(),
        }
    }

    #[rstest]
    #[case(("85.00", "88.0000"), "85", Class::High, Standing::Keep, "at its goal")]
    #[case(("84.99", "88.0000"),
        "85",
        Class::High,
        Standing::Raise,
        "below it by a hair"
    )]
    #[case(("82.00", "85.0000"),
        "85",
        Class::High,
        Standing::Raise,
        "the interval reaches the goal"
    )]
    #[case(("82.00", "84.9999"),
        "85",
        Class::High,
        Standing::Repair,
        "the interval excludes the goal"
    )]
    #[case(("79.99", "85.0000"),
        "70",
        Class::Middle,
        Standing::Raise,
        "group C above its goal"
    )]
    #[case(("79.99", "85.0000"),
        "90",
        Class::Middle,
        Standing::Repair,
        "group C, and clearly below"
    )]
    #[case(("69.99", "75.0000"),
        "60",
        Class::Low,
        Standing::Repair,
        "group D above its goal"
    )]
    fn a_goal_and_a_group_decide_together(
        #[case] (percent, high): (&str, &str),
        #[case] goal: &str,
        #[case] class: Class,
        #[case] expected: Standing,
        #[case] why: &str,
    ) {
        let interval = limits("60.0000", high);
        let evidence = Evidence {
            percent: Some(percent),
            interval: Some(&interval),
            class: Some(class),
            enough: true,
        };
        let goal = parse_goal(goal);
        assert_eq!(judge(evidence, goal.as_ref()), expected, "{why}");
    }

    #[rstest]
    #[case(Some(Class::High), Standing::Keep, "group B and above")]
    #[case(Some(Class::Middle), Standing::Raise, "group C")]
    #[case(Some(Class::Low), Standing::Repair, "group D and below")]
    #[case(
        None,
        Standing::Keep,
        "a method without groups, and no goal: nothing says otherwise"
    )]
    fn without_a_goal_the_group_decides(
        #[case] class: Option<Class>,
        #[case] expected: Standing,
        #[case] why: &str,
    ) {
        let evidence = Evidence {
            percent: Some("75.00"),
            interval: None,
            class,
            enough: true,
        };
        assert_eq!(judge(evidence, None), expected, "{why}");
    }

    #[test]
    fn too_few_answers_are_judged_by_nothing() {
        let low = Evidence {
            percent: Some("10.00"),
            interval: None,
            class: Some(Class::Low),
            enough: true,
        };
        let goal = parse_goal("90");
        let judged = |evidence| judge(evidence, goal.as_ref());
        assert_eq!(
            judged(low),
            Standing::Repair,
            "no interval: the group decides"
        );
        let few = Evidence {
            enough: false,
            ..low
        };
        assert_eq!(judged(few), Standing::TooFew);
        let none = Evidence {
            percent: None,
            ..low
        };
        assert_eq!(judged(none), Standing::TooFew, "no figure");
        let unclear = Evidence {
            class: Some(Class::High),
            percent: Some("89.00"),
            ..low
        };
        assert_eq!(
            judged(unclear),
            Standing::Raise,
            "without an interval nothing is clearly below"
        );
    }

    #[rstest]
    #[case(["a@1", "ty-le", "tablet,qr"], None, "the same")]
    #[case(["a@2", "ty-le", "tablet,qr"], Some(Unlike::Form), "another version")]
    #[case(["b@1", "diem", "tablet"], Some(Unlike::Form), "everything else, the form first")]
    #[case(["a@1", "diem", "tablet,qr"], Some(Unlike::Method), "another formula")]
    #[case(["a@1", "ty-le", "tablet"], Some(Unlike::Channels), "other channels")]
    fn figures_are_compared_on_one_basis(
        #[case] other: [&str; 3],
        #[case] expected: Option<Unlike>,
        #[case] why: &str,
    ) {
        let basis = |[form, method, channels]: [&str; 3]| Basis {
            form: form.into(),
            method: method.into(),
            channels: channels.into(),
        };
        let (own, other) = (basis(["a@1", "ty-le", "tablet,qr"]), basis(other));
        assert_eq!(own.unlike(&other), expected, "{why}");
        assert_eq!(other.unlike(&own), expected, "{why}, the other way round");
    }

    #[rstest]
    #[case(0, Class::High, "A")]
    #[case(1, Class::High, "B")]
    #[case(2, Class::Middle, "C")]
    #[case(3, Class::Low, "D")]
    #[case(4, Class::Low, "E")]
    fn groups_have_a_class_by_their_place(
        #[case] place: usize,
        #[case] expected: Class,
        #[case] why: &str,
    ) {
        assert_eq!(Class::of(place), expected, "{why}");
    }

    #[rstest]
    #[case("85", Some("85.00"), "a whole number")]
    #[case("85,5", Some("85.50"), "a comma")]
    #[case("85.55 %", Some("85.55"), "a point and a sign")]
    #[case("0", Some("0.00"), "the least")]
    #[case("100,00", Some("100.00"), "the most")]
    #[case("100,01", None, "more than all")]
    #[case("-1", None, "less than none")]
    #[case("85,555", None, "three decimals")]
    #[case("8 5", None, "a space")]
    #[case("1.000,5", None, "two marks")]
    #[case("", None, "nothing")]
    #[case("1e1", None, "an exponent")]
    fn goals_are_read_by_point_and_by_comma(
        #[case] typed: &str,
        #[case] expected: Option<&str>,
        #[case] why: &str,
    ) {
        let read = parse_goal(typed);
        assert_eq!(
            read.as_ref().map(ToString::to_string).as_deref(),
            expected,
            "{why}"
        );
        if let Some(goal) = read {
            assert_eq!(goal_of_hundredths(hundredths(&goal)), goal, "{why}: kept");
        }
    }
}
