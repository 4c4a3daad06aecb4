//! How long the periods of a trend are, and which of them are shown.

use axum::http::StatusCode;

use crate::domain::period::{Period, Rule, Span};
use crate::web::desk::Desk;
use crate::web::error::Failure;
use crate::web::problem::Problem;

/// How long the periods are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Quarters.
    Quarter,
    /// Months.
    Month,
    /// Years.
    Year,
}

impl Step {
    /// Each with its name in addresses and the key of its word.
    pub(super) const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Quarter, "quarter", "trend.quarters"),
        (Self::Month, "month", "trend.months"),
        (Self::Year, "year", "trend.years"),
    ];

    /// The length that `?step=` names, else quarters.
    ///
    /// # Errors
    /// 422 for any other name.
    pub(super) fn asked(desk: &Desk) -> Result<Self, Failure> {
        let Some(name) = desk.query.get("step") else {
            return Ok(Self::Quarter);
        };
        let known = Self::ALL.into_iter().find(|(_, known, _)| *known == name);
        known.map(|(step, _, _)| step).ok_or_else(|| {
            let problem = Problem::of(
                "step",
                "unknown_step",
                (
                    "“step” phải là quarter (quý), month (tháng) hoặc year (năm)".to_owned(),
                    "“step” must be quarter, month or year".to_owned(),
                ),
            );
            Failure::with(StatusCode::UNPROCESSABLE_ENTITY, vec![problem])
        })
    }

    /// The periods of the last two years up to the end of `shown`, oldest first; of years five.
    pub(super) fn periods(self, shown: Period) -> Vec<Period> {
        let n_most = match self {
            Self::Quarter => 8,
            Self::Month => 24,
            Self::Year => 5,
        };
        // Nothing was counted before the first year there is, and `parse` knows which that is.
        let known = |period: Period| Period::parse(&period.to_string()).ok();
        let last = self.last(shown);
        let back = std::iter::successors(last, |period| known(period.previous()));
        let mut periods: Vec<Period> = back.take(n_most).collect();
        periods.reverse();
        periods
    }

    /// The period of this length in which `shown` ends.
    fn last(self, shown: Period) -> Option<Period> {
        let quarter = Period::quarter_of(shown.to(), shown.rule());
        match self {
            Self::Quarter => Period::parse(&quarter.to_string()).ok(),
            Self::Month => Period::parse(&shown.month_label(Span::of(shown.to()))).ok(),
            Self::Year => {
                let mark = match shown.rule() {
                    Rule::Reporting => "b",
                    Rule::Calendar => "",
                };
                Period::parse(&format!("{:04}{mark}", quarter.to().year())).ok()
            }
        }
    }
}

/// `III/26`, `11/26` or `2026`.
#[must_use]
pub(super) fn short(period: Period) -> String {
    let text = period.to_string();
    let text = text.trim_end_matches('b');
    let Some((year, part)) = text.split_once('-') else {
        return text.to_owned();
    };
    let year = year.get(2..).unwrap_or(year);
    let part = match part {
        "Q1" => "I",
        "Q2" => "II",
        "Q3" => "III",
        "Q4" => "IV",
        month => month,
    };
    format!("{part}/{year}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_go_back_two_years_and_no_further_than_the_first_one_there_is() {
        let cases = [
            (
                Step::Quarter,
                "2028-Q4b",
                "2027-Q1b",
                8,
                "two years of quarters",
            ),
            (
                Step::Quarter,
                "2026-11b",
                "2026-Q1b",
                4,
                "nothing before 2026",
            ),
            (
                Step::Month,
                "2028b",
                "2027-01b",
                24,
                "the year ends in December",
            ),
            (Step::Month, "2026-Q1", "2026-01", 3, "by calendar"),
            (Step::Year, "2026-12b", "2026b", 1, "a reporting year"),
            (Step::Year, "2032-H1", "2028", 5, "five years"),
        ];
        for (step, shown, first, n, why) in cases {
            let periods = step.periods(Period::parse(shown).unwrap());
            assert_eq!(periods.len(), n, "{why}");
            assert_eq!(periods.first().unwrap().to_string(), first, "{why}");
        }
    }

    #[test]
    fn periods_have_short_names() {
        for (text, expected) in [
            ("2026-Q3b", "III/26"),
            ("2026-11", "11/26"),
            ("2026b", "2026"),
        ] {
            assert_eq!(short(Period::parse(text).unwrap()), expected);
        }
    }
}
