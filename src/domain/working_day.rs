//! Days on which a counter is open.

use jiff::civil::{Date, Weekday};

/// Whether at least `n` working days lie whole between two days, neither counted.
///
/// Monday to Friday; public holidays count as working days, since no list of them is at hand.
#[must_use]
pub fn has_working_days_between(first: Date, last: Date, n: u32) -> bool {
    let mut day = first;
    let mut left = n;
    while left > 0 {
        let Ok(next) = day.tomorrow() else {
            return false;
        };
        if next >= last {
            return false;
        }
        day = next;
        left -= u32::from(is_working(day));
    }
    true
}

/// Monday to Friday.
#[must_use]
pub fn is_working(day: Date) -> bool {
    match day.weekday() {
        Weekday::Monday
        | Weekday::Tuesday
        | Weekday::Wednesday
        | Weekday::Thursday
        | Weekday::Friday => true,
        Weekday::Saturday | Weekday::Sunday => false,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(date(2026, 11, 24), date(2026, 11, 24), false, "the same day")]
    #[case(date(2026, 11, 24), date(2026, 11, 26), false, "one day between")]
    #[case(date(2026, 11, 24), date(2026, 11, 27), true, "Wednesday and Thursday")]
    #[case(date(2026, 11, 20), date(2026, 11, 24), false, "a weekend and Monday")]
    #[case(date(2026, 11, 20), date(2026, 11, 25), true, "Monday and Tuesday")]
    #[case(date(2026, 11, 21), date(2026, 11, 25), true, "from a Saturday on")]
    #[case(
        date(2026, 11, 27),
        date(2026, 11, 24),
        false,
        "a clock that was set back"
    )]
    #[case(date(9999, 12, 30), date(9999, 12, 31), false, "the end of days")]
    fn weekends_are_no_working_days(
        #[case] first: Date,
        #[case] last: Date,
        #[case] expected: bool,
        #[case] why: &str,
    ) {
        assert_eq!(has_working_days_between(first, last, 2), expected, "{why}");
    }
}
