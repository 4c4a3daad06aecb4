//! How many dossiers a unit received and returned in a period, from counts by day or by month.

use std::collections::BTreeMap;
use std::fmt;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::period::{FIRST_YEAR, Period};

/// The most dossiers one count may name.
pub const MOST_DOSSIERS: u32 = 10_000_000;

/// What a count is of: one day, or one whole calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountedTime {
    /// One day.
    Day(Date),
    /// A calendar month, by its first day.
    Month(Date),
}

impl CountedTime {
    /// Reads `2026-11-03` or `2026-11`; `None` for anything else, and for years before 2026.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let time = match text.len() {
            7 => Self::Month(format!("{text}-01").parse().ok()?),
            10 => Self::Day(text.parse().ok()?),
            _ => return None,
        };
        let is_known = time.first().year() >= FIRST_YEAR && time.to_string() == text;
        is_known.then_some(time)
    }

    /// First day.
    #[must_use]
    pub fn first(self) -> Date {
        match self {
            Self::Day(day) | Self::Month(day) => day,
        }
    }
}

impl fmt::Display for CountedTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(first) => write!(f, "{:04}-{:02}", first.year(), first.month()),
        }
    }
}

/// Whose count it is. The province's prevails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CountSource {
    /// Typed by the unit itself: *tự khai*.
    Unit,
    /// Imported by the province.
    Province,
}

impl CountSource {
    /// The name in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Province => "province",
        }
    }

    /// The source of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Unit, Self::Province]
            .into_iter()
            .find(|source| source.as_str() == name)
    }
}

/// Dossiers of one unit in one day or month, all service fields together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DossierCount {
    /// Of what.
    pub time: CountedTime,
    /// By whom.
    pub source: CountSource,
    /// How many were received.
    pub received: u64,
    /// How many were returned.
    pub returned: u64,
}

/// Visits of one unit in a period, as far as dossiers tell them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visits {
    /// Dossiers received; `None`: unknown.
    pub received: Option<u64>,
    /// Dossiers returned; `None`: unknown.
    pub returned: Option<u64>,
    /// Whether the unit's own word stands for a part: *tự khai*.
    pub is_declared: bool,
}

/// Dossiers a unit received in `period`, as far as it had gone on `today`.
///
/// Each calendar month is taken by itself. The province's counts of a month prevail over the
/// unit's own. A month that lies wholly in the period is taken from its count by month, or else
/// from its days; of any other month only the days inside count, because a month cannot be cut.
///
/// `None` when nothing is known, or nothing of a month that is over: part of a period must not
/// make a unit look small.
#[must_use]
pub fn received_in(period: Period, counts: &[DossierCount], today: Date) -> Option<u64> {
    sum_in(period, counts, today, |count| count.received)
}

/// Dossiers a unit returned in `period`, by the rules of [`received_in`].
#[must_use]
pub fn returned_in(period: Period, counts: &[DossierCount], today: Date) -> Option<u64> {
    sum_in(period, counts, today, |count| count.returned)
}

/// Whether the unit's own word stands for a month of `period`: where the province has counted
/// nothing of that month.
#[must_use]
pub fn is_declared_by_unit(period: Period, counts: &[DossierCount]) -> bool {
    let mut sources: BTreeMap<Date, CountSource> = BTreeMap::new();
    let (first, last) = (period.from().first_of_month(), period.to());
    for count in counts {
        let month = count.time.first().first_of_month();
        if (first..=last).contains(&month) {
            let known = sources.entry(month).or_insert(count.source);
            *known = count.source.max(*known);
        }
    }
    sources.values().any(|source| *source == CountSource::Unit)
}

/// Which of its numbers is taken from a count.
type Number = fn(&DossierCount) -> u64;

fn sum_in(period: Period, counts: &[DossierCount], today: Date, number: Number) -> Option<u64> {
    let mut months: BTreeMap<Date, Vec<DossierCount>> = BTreeMap::new();
    for count in counts {
        let month = count.time.first().first_of_month();
        months.entry(month).or_default().push(*count);
    }
    let mut sum = None;
    let first = period.from().first_of_month();
    let following = |month: &Date| Some(month.saturating_add(1.month()));
    for month in std::iter::successors(Some(first), following) {
        if month > period.to() {
            break;
        }
        let known = months
            .get(&month)
            .and_then(|counts| sum_in_month(period, month, counts, number));
        let last = period.to().min(month.last_of_month());
        match known {
            Some(known) => sum = Some(sum.unwrap_or(0_u64).saturating_add(known)),
            None if last < today => return None,
            None => {}
        }
    }
    sum
}

fn sum_in_month(
    period: Period,
    month: Date,
    counts: &[DossierCount],
    number: Number,
) -> Option<u64> {
    let source = counts.iter().map(|count| count.source).max()?;
    let by_source = counts.iter().filter(|count| count.source == source);
    let is_whole = period.from() <= month && month.last_of_month() <= period.to();
    let mut days = None;
    for count in by_source {
        match count.time {
            CountedTime::Month(_) if is_whole => return Some(number(count)),
            CountedTime::Day(day) if (period.from()..=period.to()).contains(&day) => {
                days = Some(days.unwrap_or(0_u64).saturating_add(number(count)));
            }
            CountedTime::Month(_) | CountedTime::Day(_) => {}
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn unit(time: &str, received: u64) -> DossierCount {
        let time = CountedTime::parse(time).unwrap();
        let source = CountSource::Unit;
        DossierCount {
            time,
            source,
            received,
            returned: received.saturating_sub(1),
        }
    }

    fn province(time: &str, received: u64) -> DossierCount {
        let source = CountSource::Province;
        DossierCount {
            source,
            ..unit(time, received)
        }
    }

    fn check(cases: &[(&str, &[DossierCount], Option<u64>, &str)]) {
        for (period, counts, expected, why) in cases {
            let period = Period::parse(period).unwrap();
            let found = received_in(period, counts, date(2027, 6, 1));
            assert_eq!(found, *expected, "{why}");
        }
    }

    #[test]
    fn months_and_days_sum_over_a_period() {
        let (first, last, next) = (
            unit("2026-11-01", 3),
            unit("2026-11-30", 4),
            unit("2026-12-01", 9),
        );
        check(&[
            ("2026-11", &[], None, "nothing is known"),
            (
                "2026-11",
                &[unit("2026-11", 40)],
                Some(40),
                "the month itself",
            ),
            ("2026-11", &[unit("2026-10", 40)], None, "another month"),
            (
                "2026-11",
                &[unit("2026-11", 0)],
                Some(0),
                "none is known, not unknown",
            ),
            (
                "2026-11",
                &[first, last, next],
                Some(7),
                "both ends are in, the next day is not",
            ),
            (
                "2026-11",
                &[first, unit("2026-11", 40)],
                Some(40),
                "a month and its days never add",
            ),
            (
                "2026-Q4",
                &[unit("2026-10", 10), unit("2026-12", 30)],
                None,
                "November is missing",
            ),
            (
                "2026-11",
                &[unit("2026-11-01", u64::MAX), last],
                Some(u64::MAX),
                "no overflow",
            ),
        ]);
    }

    #[test]
    fn a_month_is_never_cut() {
        let months = [unit("2026-10", 90), unit("2026-11", 40)];
        let days = [
            unit("2026-10-15", 5),
            unit("2026-11-14", 6),
            unit("2026-11-15", 9),
        ];
        let [october, november] = months;
        let both = [
            unit("2026-09-20", 1),
            october,
            november,
            unit("2026-12-01", 1_000),
        ];
        check(&[
            ("2026-11b", &months, None, "15/10 to 14/11 cuts both months"),
            ("2026-11b", &days, Some(11), "days are not cut"),
            (
                "2026-Q4b",
                &both,
                Some(1_131),
                "15/9 to 14/12: days at the ends, months between",
            ),
        ]);
    }

    #[test]
    fn the_province_prevails_month_by_month() {
        let (own, day) = (unit("2026-11", 40), province("2026-11-03", 2));
        let mixed = [
            unit("2026-10", 1),
            own,
            province("2026-11", 2),
            unit("2026-12", 4),
        ];
        check(&[
            (
                "2026-11",
                &[own, province("2026-11", 50)],
                Some(50),
                "month against month",
            ),
            ("2026-11", &[own, day], Some(2), "days against a month"),
            ("2026-Q4", &mixed, Some(7), "each month by itself"),
        ]);
    }

    #[test]
    fn returned_dossiers_go_by_the_same_rules() {
        let period = Period::parse("2026-11").unwrap();
        let today = date(2027, 6, 1);
        let counts = [unit("2026-11", 40), province("2026-11", 50)];
        assert_eq!(returned_in(period, &counts, today), Some(49));
        assert_eq!(returned_in(period, &[], today), None, "unknown is not none");
    }

    #[test]
    fn a_number_is_the_units_own_word_while_a_month_of_it_is() {
        let period = Period::parse("2026-Q4").unwrap();
        let own = unit("2026-10", 1);
        for (counts, expected, why) in [
            (vec![], false, "nobody said anything"),
            (vec![own], true, "the unit alone"),
            (
                vec![own, province("2026-10", 2)],
                false,
                "the province prevails",
            ),
            (vec![own, province("2026-11", 2)], true, "not in that month"),
            (vec![unit("2026-09", 1)], false, "another period"),
        ] {
            assert_eq!(is_declared_by_unit(period, &counts), expected, "{why}");
        }
    }

    #[test]
    fn a_month_that_is_not_over_may_be_missing() {
        let period = Period::parse("2026-Q4").unwrap();
        let october = [unit("2026-10", 10)];
        for (today, expected, why) in [
            (date(2026, 11, 1), Some(10), "November has begun"),
            (
                date(2026, 11, 30),
                Some(10),
                "and is not over on its last day",
            ),
            (date(2026, 12, 1), None, "now it is, and unknown"),
        ] {
            assert_eq!(received_in(period, &october, today), expected, "{why}");
        }
    }

    #[test]
    fn a_time_is_a_day_or_a_month_that_exists() {
        for text in ["2026-11-03", "2026-11", "2028-02-29"] {
            assert_eq!(CountedTime::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "",
            "2026",
            "2026-13",
            "2026-02-29",
            "2025-12",
            "2026-1-03",
            "03/11/2026",
            "2026-11-3",
            "+026-11",
            "２０26",
        ] {
            assert_eq!(CountedTime::parse(text), None, "{text:?}");
        }
    }
}
