//! What a unit keeps, raises and repairs: the rule behind its improvement plan.
//!
//! *Duy trì, cải thiện, khắc phục* are the words of the provinces' own yearly plans.

use num_rational::BigRational;

use crate::domain::percent::{Rounded, parse_decimal};
use crate::domain::results::Limits;

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
    let Some(figure) = evidence.percent.and_then(parse_decimal) else {
        return Standing::TooFew;
    };
    if !evidence.enough {
        return Standing::TooFew;
    }
    let is_below = goal.is_some_and(|goal| figure < goal.value());
    let is_excluded = goal.zip(evidence.interval);
    let is_excluded = is_excluded.is_some_and(|(goal, limits)| excludes(limits, goal));
    let is_clearly_below = is_below && is_excluded;
    match (is_clearly_below, evidence.class) {
        (true, _) | (false, Some(Class::Low)) => Standing::Repair,
        (false, Some(Class::Middle)) => Standing::Raise,
        (false, Some(Class::High) | None) if is_below => Standing::Raise,
        (false, Some(Class::High) | None) => Standing::Keep,
    }
}

/// Whether an interval leaves a goal outside: then the figure is clearly above or below it.
#[must_use]
pub fn excludes(limits: &Limits, goal: &Rounded) -> bool {
    let (low, high) = (parse_decimal(&limits.low), parse_decimal(&limits.high));
    let goal = goal.value();
    low.is_some_and(|low| goal < low) || high.is_some_and(|high| high < goal)
}

/// A figure with its limits, as it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The figure, such as `85.37`.
    pub percent: &'a str,
    /// Its 95 % limits.
    pub interval: Option<&'a Limits>,
}

/// How a figure differs from an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The later figure minus the earlier, in *điểm %*.
    pub points: Rounded,
    /// Whether the two intervals allow to call it a change.
    pub is_clear: bool,
}

/// The change from one figure to a later one; `None` when either is no figure.
///
/// It is clear by the rule of the ranks, with 95 % limits:
/// `|p₂ − p₁| > √((p_high − l_high)² + (u_low − p_low)²)`, high and low being the greater and the
/// smaller of the two.
#[must_use]
pub fn change(from: Shown<'_>, to: Shown<'_>) -> Option<Change> {
    let (before, after) = (parse_decimal(from.percent)?, parse_decimal(to.percent)?);
    let points = Rounded::half_up(&after, 2).minus(&Rounded::half_up(&before, 2));
    let (high, low) = if after > before {
        (to, from)
    } else {
        (from, to)
    };
    Some(Change {
        points,
        is_clear: is_clearly_above(high, low).unwrap_or(false),
    })
}

fn is_clearly_above(high: Shown<'_>, low: Shown<'_>) -> Option<bool> {
    let (p_high, p_low) = (parse_decimal(high.percent)?, parse_decimal(low.percent)?);
    let down = &p_high - parse_decimal(&high.interval?.low)?;
    let up = parse_decimal(&low.interval?.high)? - &p_low;
    let lead = p_high - p_low;
    let squared = |distance: &BigRational| distance * distance;
    Some(squared(&lead) > squared(&down) + squared(&up))
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

    #[test]
    fn a_change_is_clear_on_one_side_of_its_edge_and_not_on_the_other() {
        let shown = |percent, interval| Shown { percent, interval };
        // Distances 3 and 4 below and above: five points are the edge.
        let (before, after) = (limits("66.0000", "74.0000"), limits("72.0000", "78.0000"));
        let at_edge = change(shown("70.00", Some(&before)), shown("75.00", Some(&after)));
        let at_edge = at_edge.unwrap();
        assert_eq!(at_edge.points.to_string(), "5.00");
        assert!(!at_edge.is_clear, "at the edge");
        let beyond = limits("72.0100", "78.0000");
        let beyond = change(shown("70.00", Some(&before)), shown("75.01", Some(&beyond)));
        assert!(beyond.unwrap().is_clear, "beyond it");
        let back = change(shown("75.01", Some(&after)), shown("60.00", Some(&before)));
        let back = back.unwrap();
        assert_eq!(back.points.to_string(), "-15.01");
        assert!(back.is_clear, "a fall is judged as a rise is");
        let blind = change(shown("70.00", None), shown("99.00", Some(&after)));
        assert!(!blind.unwrap().is_clear, "an interval is missing");
    }
}
