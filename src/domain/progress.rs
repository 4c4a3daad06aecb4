//! How far a period's sheets have come, and how far they will come at the pace of late.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use crate::domain::percent::Rounded;
use crate::domain::period::Period;
use crate::domain::working_day;

/// The weeks a pace is taken from.
const PACE_WEEKS: usize = 4;

/// Where a period's sheets stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Sheets so far.
    pub n: u64,
    /// Sheets wanted; `None`: nobody set a target.
    pub wanted: Option<u64>,
    /// Sheets so far in percent of those wanted.
    pub reached: Option<Rounded>,
    /// Sheets at the end of each week that is over, in order; empty where they are not known.
    pub weeks: Vec<Week>,
    /// What becomes of it.
    pub outlook: Outlook,
    /// Sheets wanted in each half-day that is left, rounded up; `None` once there are enough.
    pub wanted_a_half_day: Option<u64>,
}

/// The running count at the end of a calendar week, Monday to Sunday, cut to the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its last day.
    pub last: Date,
    /// Sheets from the period's first day to this one.
    pub running: u64,
}

/// What becomes of a period's sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// The period is over: what is there is all.
    Over,
    /// The target is reached already.
    Reached,
    /// No whole week is over yet, or its sheets are not known by week.
    Unknown,
    /// At the pace of the last weeks.
    Projected {
        /// Whole weeks the pace is taken from, at most four.
        weeks: usize,
        /// Sheets at the end of the period.
        n: u64,
        /// Sheets short of the target then, where there is one.
        missing: Option<u64>,
    },
}

/// What is known of a period's sheets.
#[derive(Clone, Copy, Debug)]
pub struct Collected<'a> {
    /// The period.
    pub period: Period,
    /// Today.
    pub today: Date,
    /// Sheets so far, as they are shown.
    pub n: u64,
    /// Sheets wanted.
    pub wanted: Option<u64>,
    /// Sheets by day; `None`: they are not known by day.
    pub by_day: Option<&'a BTreeMap<Date, u64>>,
}

impl Progress {
    /// Follows what was collected.
    ///
    /// A week counts once it is over, and never beyond the sheets shown: what is shown of an open
    /// period may be a little behind.
    #[must_use]
    pub fn of(collected: &Collected<'_>) -> Self {
        let Collected { n, wanted, .. } = *collected;
        Self {
            n,
            wanted,
            reached: wanted.and_then(|wanted| Rounded::percent_of(n.into(), wanted.into(), 2)),
            weeks: collected.weeks(),
            outlook: collected.outlook(),
            wanted_a_half_day: collected.wanted_a_half_day(),
        }
    }

    /// Sheets still missing; `None` without a target.
    #[must_use]
    pub fn missing(&self) -> Option<u64> {
        Some(self.wanted?.saturating_sub(self.n))
    }
}

impl Collected<'_> {
    fn weeks(&self) -> Vec<Week> {
        let Some(by_day) = self.by_day else {
            return Vec::new();
        };
        let mut running = 0_u64;
        let mut weeks = Vec::new();
        for (first, last) in closed_weeks(self.period, self.today) {
            running = running.saturating_add(sum(by_day, first, last));
            weeks.push(Week {
                last,
                running: running.min(self.n),
            });
        }
        weeks
    }

    fn outlook(&self) -> Outlook {
        if self.today > self.period.to() {
            return Outlook::Over;
        }
        if self.wanted.is_some_and(|wanted| self.n >= wanted) {
            return Outlook::Reached;
        }
        let Some(by_day) = self.by_day else {
            return Outlook::Unknown;
        };
        let is_whole = |(first, last): &(Date, Date)| days(*first, *last) == 7;
        let whole: Vec<_> = closed_weeks(self.period, self.today)
            .into_iter()
            .filter(is_whole)
            .collect();
        let late: Vec<_> = whole.iter().rev().take(PACE_WEEKS).collect();
        let lately = late
            .iter()
            .map(|(first, last)| sum(by_day, *first, *last))
            .fold(0, u64::saturating_add);
        let n_days = u64::try_from(late.len()).unwrap_or(0) * 7;
        let Some(more) = scaled(lately, self.days_left(), n_days) else {
            return Outlook::Unknown;
        };
        let n = self.n.saturating_add(more);
        Outlook::Projected {
            weeks: late.len(),
            n,
            missing: self.wanted.map(|wanted| wanted.saturating_sub(n)),
        }
    }

    /// Days after today, to the end of the period.
    fn days_left(&self) -> u64 {
        let next = self.today.saturating_add(1.day());
        days(next.max(self.period.from()), self.period.to())
    }

    /// Working days have two half-days; today's are counted as left.
    fn wanted_a_half_day(&self) -> Option<u64> {
        let missing = self
            .wanted?
            .checked_sub(self.n)
            .filter(|missing| *missing > 0)?;
        let from = self.today.max(self.period.from());
        let mut half_days = 0_u64;
        let following = |day: &Date| day.tomorrow().ok();
        for day in std::iter::successors(Some(from), following) {
            if day > self.period.to() {
                break;
            }
            half_days += 2 * u64::from(working_day::is_working(day));
        }
        (half_days > 0).then(|| missing.div_ceil(half_days))
    }
}

/// The calendar weeks of a period that are over on `today`, each cut to the period.
#[must_use]
pub fn closed_weeks(period: Period, today: Date) -> Vec<(Date, Date)> {
    let mut weeks = Vec::new();
    let mut first = period.from();
    while first <= period.to() {
        let to_sunday = Weekday::Sunday.since(first.weekday());
        let last = first
            .saturating_add(i64::from(to_sunday).days())
            .min(period.to());
        if last >= today {
            break;
        }
        weeks.push((first, last));
        let Ok(next) = last.tomorrow() else { break };
        first = next;
    }
    weeks
}

fn sum(by_day: &BTreeMap<Date, u64>, first: Date, last: Date) -> u64 {
    by_day
        .range(first..=last)
        .map(|(_, n)| *n)
        .fold(0, u64::saturating_add)
}

/// Days from one to another, both counted; none if the last is before the first.
fn days(first: Date, last: Date) -> u64 {
    let between = (last - first).get_days();
    u64::try_from(i64::from(between) + 1).unwrap_or(0)
}

/// `n` in `of` days, in `days` instead, rounded half up; `None` for nothing to go by.
fn scaled(n: u64, days: u64, of: u64) -> Option<u64> {
    let (n, days, of) = (u128::from(n), u128::from(days), u128::from(of));
    let doubled = (2 * n).saturating_mul(days).saturating_add(of);
    let scaled = doubled.checked_div(2 * of)?;
    Some(u64::try_from(scaled).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    /// 15/06/2026 is a Monday, 14/09/2026 too.
    fn quarter() -> Period {
        Period::parse("2026-Q3b").unwrap()
    }

    /// Ten sheets every working day before `today`.
    fn steady(today: Date) -> BTreeMap<Date, u64> {
        let days = std::iter::successors(Some(quarter().from()), |day| day.tomorrow().ok());
        days.take_while(|day| *day < today)
            .filter(|day| working_day::is_working(*day))
            .map(|day| (day, 10))
            .collect()
    }

    fn progress(
        today: Date,
        n: u64,
        wanted: Option<u64>,
        by_day: &BTreeMap<Date, u64>,
    ) -> Progress {
        Progress::of(&Collected {
            period: quarter(),
            today,
            n,
            wanted,
            by_day: Some(by_day),
        })
    }

    #[test]
    fn weeks_run_to_sunday_and_count_once_they_are_over() {
        let today = date(2026, 7, 1);
        let found = progress(today, 130, Some(600), &steady(today));
        let week = |month, day, running| Week {
            last: date(2026, month, day),
            running,
        };
        assert_eq!(found.weeks, [week(6, 21, 50), week(6, 28, 100)]);
        assert_eq!(found.reached.unwrap().to_string(), "21.67");
    }

    #[test]
    fn a_first_week_is_cut_to_the_period_and_gives_no_pace() {
        let period = Period::parse("2026-Q4").unwrap();
        let weeks = closed_weeks(period, date(2026, 10, 12));
        let expected = [
            (date(2026, 10, 1), date(2026, 10, 4)),
            (date(2026, 10, 5), date(2026, 10, 11)),
        ];
        assert_eq!(weeks, expected, "1/10/2026 is a Thursday");
        let found = Progress::of(&Collected {
            period,
            today: date(2026, 10, 5),
            n: 40,
            wanted: None,
            by_day: Some(&BTreeMap::from([(date(2026, 10, 1), 40)])),
        });
        assert_eq!(found.outlook, Outlook::Unknown, "no whole week is over");
        assert_eq!(found.weeks.len(), 1);
    }

    #[rstest]
    // Four weeks of 50 sheets; from 3 August 42 days are left, six weeks.
    #[case(date(2026, 8, 3), 350, Some(700), Outlook::Projected { weeks: 4, n: 650, missing: Some(50) }, "six weeks of fifty more")]
    #[case(date(2026, 8, 3), 350, Some(600), Outlook::Projected { weeks: 4, n: 650, missing: Some(0) }, "it will do")]
    #[case(date(2026, 8, 3), 350, None, Outlook::Projected { weeks: 4, n: 650, missing: None }, "without a target")]
    #[case(date(2026, 6, 29), 100, Some(600), Outlook::Projected { weeks: 2, n: 650, missing: Some(0) }, "two weeks are a pace too")]
    #[case(date(2026, 8, 3), 600, Some(600), Outlook::Reached, "enough already")]
    #[case(
        date(2026, 9, 15),
        350,
        Some(600),
        Outlook::Over,
        "the day after the last"
    )]
    #[case(date(2026, 9, 14), 640, Some(700), Outlook::Projected { weeks: 4, n: 640, missing: Some(60) }, "the last day: nothing is to come")]
    #[case(
        date(2026, 6, 18),
        30,
        Some(600),
        Outlook::Unknown,
        "the first week is not over"
    )]
    #[case(
        date(2026, 6, 1),
        0,
        Some(600),
        Outlook::Unknown,
        "the period has not begun"
    )]
    fn the_outlook_goes_by_the_last_four_weeks(
        #[case] today: Date,
        #[case] n: u64,
        #[case] wanted: Option<u64>,
        #[case] expected: Outlook,
        #[case] why: &str,
    ) {
        let found = progress(today, n, wanted, &steady(today));
        assert_eq!(found.outlook, expected, "{why}");
    }

    #[rstest]
    #[case(
        date(2026, 9, 14),
        590,
        Some(5),
        "Monday is left, two half-days for ten"
    )]
    #[case(date(2026, 9, 11), 591, Some(3), "Friday and Monday, rounded up")]
    #[case(date(2026, 6, 1), 0, Some(5), "66 working days before it begins")]
    #[case(date(2026, 9, 14), 600, None, "enough")]
    #[case(date(2026, 9, 15), 10, None, "over")]
    fn what_is_missing_is_told_by_half_day(
        #[case] today: Date,
        #[case] n: u64,
        #[case] expected: Option<u64>,
        #[case] why: &str,
    ) {
        let found = progress(today, n, Some(600), &BTreeMap::new());
        assert_eq!(found.wanted_a_half_day, expected, "{why}");
    }

    #[test]
    fn without_counts_by_day_nothing_is_projected() {
        let found = Progress::of(&Collected {
            period: quarter(),
            today: date(2026, 8, 3),
            n: 350,
            wanted: Some(600),
            by_day: None,
        });
        assert_eq!((found.outlook, found.weeks.len()), (Outlook::Unknown, 0));
        assert_eq!(found.missing(), Some(250));
    }

    proptest! {
        #[test]
        fn a_projection_never_loses_a_sheet_and_the_line_never_falls(
            day in 0i64..120, n: u64, wanted in proptest::option::of(any::<u64>()),
            counts in prop::collection::btree_map(0i64..95, any::<u64>(), 0..60),
        ) {
            let by_day: BTreeMap<Date, u64> = counts
                .into_iter()
                .map(|(day, n)| (quarter().from().saturating_add(day.days()), n))
                .collect();
            let today = quarter().from().saturating_add(day.days());
            let found = progress(today, n, wanted, &by_day);
            prop_assert!(found.weeks.is_sorted_by_key(|week| (week.last, week.running)));
            prop_assert!(found.weeks.iter().all(|week| week.running <= n && week.last < today));
            if let Outlook::Projected { n: end, missing, weeks } = found.outlook {
                prop_assert!(end >= n && (1..=PACE_WEEKS).contains(&weeks));
                prop_assert_eq!(missing, wanted.map(|wanted| wanted.saturating_sub(end)));
                prop_assert!(today <= quarter().to());
            }
        }

        #[test]
        fn twice_the_pace_brings_twice_as_much(pace in 0u64..1_000, day in 14i64..91) {
            let today = quarter().from().saturating_add(day.days());
            let by_day = |pace: u64| -> BTreeMap<Date, u64> {
                steady(today).into_keys().map(|day| (day, pace)).collect()
            };
            let more = |pace| match progress(today, 0, None, &by_day(pace)).outlook {
                Outlook::Projected { n, .. } => n,
                Outlook::Over | Outlook::Reached | Outlook::Unknown => 0,
            };
            prop_assert!((2 * more(pace)).abs_diff(more(2 * pace)) <= 1, "rounded once each");
        }
    }
}
