//! Spans: days 1–14 or 15–end of a month, the unit of account.

use std::fmt;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::OPEN_DAYS;

/// Days 1–14 or 15–end of a month, written as its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    from: Date,
}

impl Span {
    /// The span a day lies in.
    #[must_use]
    pub fn of(date: Date) -> Self {
        let first = date.first_of_month();
        let from = if date.day() < 15 {
            first
        } else {
            first.saturating_add(14.days())
        };
        Self { from }
    }

    /// Reads the first day, such as `2026-11-15`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let from: Date = text.parse().ok()?;
        let span = Self::of(from);
        (span.from == from && span.to_string() == text).then_some(span)
    }

    /// First day.
    #[must_use]
    pub fn from(self) -> Date {
        self.from
    }

    /// Last day, included.
    #[must_use]
    pub fn to(self) -> Date {
        if self.from.day() == 1 {
            self.from.saturating_add(13.days())
        } else {
            self.from.last_of_month()
        }
    }

    /// The span after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self::of(self.to().saturating_add(1.day()))
    }

    /// The last day on which answers still count without a correction by the province.
    #[must_use]
    pub fn open_until(self) -> Date {
        self.to().saturating_add(OPEN_DAYS.days())
    }

    /// Whether the span has closed by itself on the local day `today`.
    #[must_use]
    pub fn is_past_closing(self, today: Date) -> bool {
        today > self.open_until()
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_span_stays_open_ten_days_after_its_end() {
        let span = Span::of(date(2026, 11, 3));
        assert!(
            !span.is_past_closing(date(2026, 11, 24)),
            "the tenth day still counts"
        );
        assert!(
            span.is_past_closing(date(2026, 11, 25)),
            "the eleventh does not"
        );
        assert_eq!(
            Span::of(date(2026, 11, 15)).to(),
            date(2026, 11, 30),
            "15 to the end"
        );
    }
}
