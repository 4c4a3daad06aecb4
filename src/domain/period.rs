//! Half-days, spans and periods: whole local days in `Asia/Ho_Chi_Minh`, both ends included.
//!
//! The span, days 1–14 or 15–end of a month, is the unit of account: every calendar period and
//! every administrative reporting period (NĐ 09/2019 Điều 12, from the 15th to the 14th) is a
//! whole number of spans.

mod half_day;
mod span;

use std::fmt;

use jiff::ToSpan as _;
use jiff::civil::Date;

pub use half_day::{Half, HalfDay, Placement};
pub use span::Span;

/// Days a span stays open after its last day.
pub const OPEN_DAYS: i64 = 10;

/// The first year an answer can belong to.
pub const FIRST_YEAR: i16 = 2026;

/// A period of account: a year, half, quarter or month, by calendar or by reporting rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i16,
    part: Part,
    rule: Rule,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Part {
    Year,
    Half(i8),
    Quarter(i8),
    Month(i8),
}

/// How a period's days are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// From the 1st to the end of a month.
    Calendar,
    /// From the 15th to the 14th: NĐ 09/2019/NĐ-CP Điều 12.
    Reporting,
}

impl Period {
    /// Reads `2026`, `2026-H2`, `2026-Q4`, `2026-11`, each with a trailing `b` for reporting.
    ///
    /// # Errors
    /// When the text has another shape, or a year before 2026 or after 2199.
    pub fn parse(text: &str) -> Result<Self, InvalidPeriod> {
        parse(text).ok_or_else(|| InvalidPeriod(text.to_owned()))
    }

    /// The quarter `date` lies in, by `rule`.
    #[must_use]
    pub fn quarter_of(date: Date, rule: Rule) -> Self {
        let counted = match rule {
            Rule::Calendar => date,
            Rule::Reporting if date.day() < 15 => date,
            Rule::Reporting => date.last_of_month().saturating_add(1.day()),
        };
        let quarter = (counted.month() + 2).div_euclid(3);
        Self {
            year: counted.year(),
            part: Part::Quarter(quarter),
            rule,
        }
    }

    /// First day.
    #[must_use]
    pub fn from(self) -> Date {
        let first = first_of(self.year, self.months().0);
        match self.rule {
            Rule::Calendar => first,
            Rule::Reporting => first.saturating_sub(1.month()).saturating_add(14.days()),
        }
    }

    /// Last day, included.
    #[must_use]
    pub fn to(self) -> Date {
        let first = first_of(self.year, self.months().1);
        match self.rule {
            Rule::Calendar => first.last_of_month(),
            Rule::Reporting => first.saturating_add(13.days()),
        }
    }

    /// Calendar or reporting.
    #[must_use]
    pub fn rule(self) -> Rule {
        self.rule
    }

    /// The spans it consists of, in order.
    #[must_use]
    pub fn spans(self) -> Vec<Span> {
        let last = Span::of(self.to());
        std::iter::successors(Some(Span::of(self.from())), |span| Some(span.next()))
            .take_while(|span| *span <= last)
            .collect()
    }

    /// The month of this period's rule that `span` lies in, such as `2026-11` or `2026-11b`.
    #[must_use]
    pub fn month_label(self, span: Span) -> String {
        let first = span.from().first_of_month();
        match self.rule {
            Rule::Calendar => format!("{:04}-{:02}", first.year(), first.month()),
            Rule::Reporting => {
                let month = if span.from().day() == 1 {
                    first
                } else {
                    span.next().from()
                };
                format!("{:04}-{:02}b", month.year(), month.month())
            }
        }
    }

    /// The period of the same length just before.
    #[must_use]
    pub fn previous(self) -> Self {
        self.shifted(-1)
    }

    /// The period of the same length just after.
    #[must_use]
    pub fn next(self) -> Self {
        self.shifted(1)
    }

    /// The same period a year before, which may lie before anything was counted.
    #[must_use]
    pub fn a_year_before(self) -> Self {
        Self {
            year: self.year - 1,
            ..self
        }
    }

    fn shifted(self, by: i8) -> Self {
        let (part, count) = match self.part {
            Part::Year => {
                return Self {
                    year: self.year + i16::from(by),
                    ..self
                };
            }
            Part::Half(number) => (number, 2),
            Part::Quarter(number) => (number, 4),
            Part::Month(number) => (number, 12),
        };
        let index = part - 1 + by;
        let number = index.rem_euclid(count) + 1;
        let part = match self.part {
            Part::Year => Part::Year,
            Part::Half(_) => Part::Half(number),
            Part::Quarter(_) => Part::Quarter(number),
            Part::Month(_) => Part::Month(number),
        };
        Self {
            year: self.year + i16::from(index.div_euclid(count)),
            part,
            rule: self.rule,
        }
    }

    /// First and last month, 1 to 12.
    fn months(self) -> (i8, i8) {
        match self.part {
            Part::Year => (1, 12),
            Part::Half(half) => (half * 6 - 5, half * 6),
            Part::Quarter(quarter) => (quarter * 3 - 2, quarter * 3),
            Part::Month(month) => (month, month),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        match self.part {
            Part::Year => {}
            Part::Half(half) => write!(f, "-H{half}")?,
            Part::Quarter(quarter) => write!(f, "-Q{quarter}")?,
            Part::Month(month) => write!(f, "-{month:02}")?,
        }
        match self.rule {
            Rule::Calendar => Ok(()),
            Rule::Reporting => f.write_str("b"),
        }
    }
}

/// A text that names no period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidPeriod(String);

impl fmt::Display for InvalidPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "period must look like 2026, 2026-H2, 2026-Q4 or 2026-11 (b at the end for 15th to 14th), got {:?}",
            self.0
        )
    }
}

impl std::error::Error for InvalidPeriod {}

fn parse(text: &str) -> Option<Period> {
    let (body, rule) = match text.strip_suffix('b') {
        Some(body) => (body, Rule::Reporting),
        None => (text, Rule::Calendar),
    };
    let (year, part) = match body.split_once('-') {
        None => (body, Part::Year),
        Some((year, part)) => (year, parse_part(part)?),
    };
    let digits = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    let year: i16 = year
        .parse()
        .ok()
        .filter(|year| digits && (FIRST_YEAR..2200).contains(year))?;
    Some(Period { year, part, rule })
}

fn parse_part(text: &str) -> Option<Part> {
    match text {
        "H1" => Some(Part::Half(1)),
        "H2" => Some(Part::Half(2)),
        "Q1" => Some(Part::Quarter(1)),
        "Q2" => Some(Part::Quarter(2)),
        "Q3" => Some(Part::Quarter(3)),
        "Q4" => Some(Part::Quarter(4)),
        month if month.len() == 2 && month.bytes().all(|b| b.is_ascii_digit()) => month
            .parse()
            .ok()
            .filter(|month| (1..=12).contains(month))
            .map(Part::Month),
        _ => None,
    }
}

/// The 1st of a month that is known to exist.
fn first_of(year: i16, month: i8) -> Date {
    Date::new(year, month, 1).unwrap_or(Date::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// Text, first day, last day, spans, why.
    const PERIODS: [(&str, Date, Date, usize, &str); 10] = [
        (
            "2026",
            date(2026, 1, 1),
            date(2026, 12, 31),
            24,
            "calendar year",
        ),
        (
            "2026-H2",
            date(2026, 7, 1),
            date(2026, 12, 31),
            12,
            "second half",
        ),
        (
            "2026-Q4",
            date(2026, 10, 1),
            date(2026, 12, 31),
            6,
            "last quarter",
        ),
        (
            "2026-02",
            date(2026, 2, 1),
            date(2026, 2, 28),
            2,
            "a short month",
        ),
        (
            "2028-02",
            date(2028, 2, 1),
            date(2028, 2, 29),
            2,
            "a leap month",
        ),
        (
            "2026b",
            date(2025, 12, 15),
            date(2026, 12, 14),
            24,
            "reporting year",
        ),
        (
            "2026-Q4b",
            date(2026, 9, 15),
            date(2026, 12, 14),
            6,
            "reporting quarter",
        ),
        (
            "2026-H1b",
            date(2025, 12, 15),
            date(2026, 6, 14),
            12,
            "reporting half",
        ),
        (
            "2026-11b",
            date(2026, 10, 15),
            date(2026, 11, 14),
            2,
            "reporting month",
        ),
        (
            "2026-01b",
            date(2025, 12, 15),
            date(2026, 1, 14),
            2,
            "over the new year",
        ),
    ];

    #[test]
    fn periods_have_the_days_of_the_contract() {
        for (text, from, to, spans, why) in PERIODS {
            let period = Period::parse(text).unwrap();
            assert_eq!((period.from(), period.to()), (from, to), "{why}");
            assert_eq!(period.spans().len(), spans, "{why}");
            assert_eq!(period.to_string(), text, "{why}");
        }
    }

    #[test]
    fn other_texts_name_no_period() {
        for text in [
            "",
            "26",
            "2026-13",
            "2026-00",
            "2026-Q5",
            "2026-H3",
            "2026-1",
            "2026-q4",
            "2025-12",
            "2026-Q4bb",
            "2026 ",
            "+026",
            "2026-",
        ] {
            assert!(Period::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn months_of_a_reporting_period_run_to_the_14th() {
        let period = Period::parse("2026-Q4b").unwrap();
        let labels: Vec<_> = period
            .spans()
            .into_iter()
            .map(|s| period.month_label(s))
            .collect();
        assert_eq!(
            labels,
            [
                "2026-10b", "2026-10b", "2026-11b", "2026-11b", "2026-12b", "2026-12b"
            ]
        );
    }

    proptest! {
        #[test]
        fn every_day_of_a_period_lies_in_one_of_its_spans(
            year in 2026i16..2100, part in prop::sample::select(vec!["", "-H1", "-H2", "-Q1", "-Q3", "-01", "-12"]),
            rule in prop::sample::select(vec!["", "b"]), day in 0i64..366,
        ) {
            let period = Period::parse(&format!("{year}{part}{rule}")).unwrap();
            let date = period.from().saturating_add(day.days());
            prop_assert_eq!(period.spans().contains(&Span::of(date)), date <= period.to());
            prop_assert_eq!(period.next().previous(), period);
            prop_assert_eq!(period.next().from(), period.to().saturating_add(1.day()));
        }
    }
}
