//! Half-days: the finest time kept beside an answer, and where an answer's own clock puts it.

use std::fmt;

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};

use super::{FIRST_YEAR, Span};

/// Morning or afternoon of one day: the finest time kept beside an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfDay {
    date: Date,
    half: Half,
}

/// Before or after noon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Half {
    /// 00:00 to 12:00.
    Morning,
    /// 12:00 to 24:00.
    Afternoon,
}

impl HalfDay {
    /// The half-day of a local wall-clock time.
    #[must_use]
    pub fn of(local: DateTime) -> Self {
        let half = if local.hour() < 12 {
            Half::Morning
        } else {
            Half::Afternoon
        };
        Self {
            date: local.date(),
            half,
        }
    }

    /// The half of that day.
    #[must_use]
    pub fn new(date: Date, half: Half) -> Self {
        Self { date, half }
    }

    /// Reads `2026-11-24-am`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, half) = text.rsplit_once('-')?;
        let half = match half {
            "am" => Half::Morning,
            "pm" => Half::Afternoon,
            _ => return None,
        };
        let date: Date = date.parse().ok()?;
        let half_day = Self { date, half };
        (half_day.to_string() == text).then_some(half_day)
    }

    /// The day.
    #[must_use]
    pub fn date(self) -> Date {
        self.date
    }

    /// The half.
    #[must_use]
    pub fn half(self) -> Half {
        self.half
    }

    /// The span the day lies in.
    #[must_use]
    pub fn span(self) -> Span {
        Span::of(self.date)
    }

    /// Whether the half-day is over at the local time `now`.
    #[must_use]
    pub fn is_over(self, now: DateTime) -> bool {
        self < Self::of(now)
    }
}

impl fmt::Display for HalfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let half = match self.half {
            Half::Morning => "am",
            Half::Afternoon => "pm",
        };
        write!(f, "{}-{half}", self.date)
    }
}

/// Where an answer's own clock puts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// In the half-day its `collected_at` names.
    Placed(HalfDay),
    /// `collected_at` cannot be true: counted in the span of receipt.
    Unplaced(HalfDay),
}

impl Placement {
    /// Places an answer collected at `collected` and received at `now`, both local.
    ///
    /// A clock before 2026 or past tomorrow cannot be right.
    #[must_use]
    pub fn of(collected: DateTime, now: DateTime) -> Self {
        let tomorrow = now.date().saturating_add(1.day());
        if collected.year() < FIRST_YEAR || collected.date() > tomorrow {
            Self::Unplaced(HalfDay::of(now))
        } else {
            Self::Placed(HalfDay::of(collected))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_wrong_clock_leaves_an_answer_unplaced() {
        let now = date(2026, 11, 24).at(9, 30, 0, 0);
        for (collected, placed, why) in [
            (date(2025, 12, 31).at(23, 59, 59, 0), false, "before 2026"),
            (
                date(2026, 1, 1).at(0, 0, 0, 0),
                true,
                "the first moment of 2026",
            ),
            (
                date(2026, 11, 25).at(23, 59, 59, 0),
                true,
                "tomorrow to its end",
            ),
            (
                date(2026, 11, 26).at(0, 0, 0, 0),
                false,
                "the day after tomorrow",
            ),
        ] {
            let is_placed = matches!(Placement::of(collected, now), Placement::Placed(_));
            assert_eq!(is_placed, placed, "{why}");
        }
    }

    #[test]
    fn noon_begins_the_afternoon() {
        let day = date(2026, 11, 24);
        assert_eq!(
            HalfDay::of(day.at(11, 59, 59, 0)).to_string(),
            "2026-11-24-am"
        );
        assert_eq!(
            HalfDay::of(day.at(12, 0, 0, 0)).to_string(),
            "2026-11-24-pm"
        );
        assert_eq!(HalfDay::parse("2026-11-24-xm"), None);
    }
}
