//! Figures, dates and periods as an administrative text writes them.

use jiff::civil::Date;

use super::words::{fill, say};
use crate::domain::method::{Kind, Method};
use crate::domain::percent::{DecimalMark, Rounded, parse_decimal};
use crate::domain::period::Period;
use crate::domain::results::{Limits, ResultRow};
use crate::domain::roll_up::RollUp;

/// `85,37` from `85.37`.
pub(super) fn decimal(figure: &str) -> String {
    figure.replace('.', ",")
}

/// `85,37%` from `85.37`.
pub(super) fn percent(figure: &str) -> String {
    format!("{}%", decimal(figure))
}

/// A percent or points, as a sentence says it; `None` where there is no figure.
pub(super) fn of_row(row: &ResultRow) -> Option<String> {
    let percents = row.percent.as_deref().map(percent);
    percents.or_else(|| {
        let score = row.score.as_deref().map(decimal)?;
        Some(fill("figure.points", &[("score", &score)]))
    })
}

/// The same without a sign, for a column that has it in its head.
pub(super) fn bare(row: &ResultRow) -> Option<String> {
    let figure = row.percent.as_deref().or(row.score.as_deref());
    figure.map(decimal)
}

/// `1.894`.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// A number of units.
pub(super) fn number(n: usize) -> String {
    count(u64::try_from(n).unwrap_or(u64::MAX))
}

/// `14/09/2026`.
pub(super) fn date(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// A difference with its sign, `+3,09` or `−1,30`.
pub(super) fn signed(difference: &Rounded) -> String {
    let text = difference.to_text(DecimalMark::Comma);
    match text.strip_prefix('-') {
        Some(digits) => format!("−{digits}"),
        None if text.chars().all(|c| matches!(c, '0' | ',')) => text,
        None => format!("+{text}"),
    }
}

/// A limit such as `82.1699` in percent with two decimals.
pub(super) fn limit(text: &str) -> String {
    let exact = parse_decimal(text).map(|exact| Rounded::half_up(&exact, 2));
    exact.map_or_else(String::new, |shown| {
        format!("{}%", shown.to_text(DecimalMark::Comma))
    })
}

/// Both limits, in words.
pub(super) fn interval(limits: &Limits) -> String {
    let (low, high) = (limit(&limits.low), limit(&limits.high));
    fill("figure.interval", &[("low", &low), ("high", &high)])
}

/// What one answer of a row is called.
pub(super) fn unit_of_count(row: &ResultRow) -> &'static str {
    match row.roll_up {
        RollUp::OverallQuestion => say("figure.people"),
        // A single question is pooled with nothing.
        RollUp::PooledAnswers if row.question.is_some() => say("figure.people"),
        RollUp::PooledAnswers | RollUp::MeanOfQuestions | RollUp::MeanOfFactors => {
            say("figure.ratings")
        }
    }
}

/// The figure as a sentence begins, such as `85,37% người trả lời hài lòng`.
pub(super) fn named(row: &ResultRow, method: &Method) -> Option<String> {
    let shown = of_row(row)?;
    let values = [("figure", shown.as_str()), ("of", unit_of_count(row))];
    Some(match method.kind {
        Kind::TopShare => fill("figure.share", &values),
        Kind::MeanScore | Kind::MeanFromZero => fill("figure.level", &values),
        Kind::Points => fill("figure.mean_points", &values),
    })
}

/// A period in words: `quý III năm 2026`.
pub(super) fn period(period: Period) -> String {
    let text = period.to_string();
    let text = text.trim_end_matches('b');
    let (year, part) = text.split_once('-').unwrap_or((text, ""));
    let year = ("year", year);
    let quarter = |number| fill("period.quarter", &[("quarter", number), year]);
    match part {
        "" => fill("period.year", &[year]),
        "H1" => fill("period.first_half", &[year]),
        "H2" => fill("period.second_half", &[year]),
        "Q1" => quarter("I"),
        "Q2" => quarter("II"),
        "Q3" => quarter("III"),
        "Q4" => quarter("IV"),
        month => {
            let month = month.trim_start_matches('0');
            fill("period.month", &[("month", month), year])
        }
    }
}

/// Whether the period is a year.
pub(super) fn is_year(period: Period) -> bool {
    !period.to_string().contains('-')
}

/// The layout of a period's report, one of four.
pub(super) fn layout(period: Period, layouts: [&'static str; 4]) -> String {
    let text = period.to_string();
    let [month, quarter, half, year] = layouts;
    let named = match text.get(4..6) {
        Some("-Q") => quarter,
        Some("-H") => half,
        Some(part) if part.starts_with('-') => month,
        Some(_) | None => year,
    };
    named.to_owned()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("3.09", "+3,09")]
    #[case("-1.30", "−1,30")]
    #[case("0.00", "0,00")]
    fn differences_show_their_sign(#[case] figure: &str, #[case] expected: &str) {
        let shown = Rounded::half_up(&parse_decimal(figure).unwrap(), 2);
        assert_eq!(signed(&shown), expected);
    }

    #[rstest]
    #[case("2026-Q3b", "quý III năm 2026", "q")]
    #[case("2026-H1", "6 tháng đầu năm 2026", "h")]
    #[case("2026b", "năm 2026", "y")]
    #[case("2026", "năm 2026", "y")]
    #[case("2026-02b", "tháng 2 năm 2026", "m")]
    fn a_period_has_its_name_and_its_layout(
        #[case] text: &str,
        #[case] name: &str,
        #[case] expected: &str,
    ) {
        let read = Period::parse(text).unwrap();
        assert_eq!(period(read), name);
        assert_eq!(layout(read, ["m", "q", "h", "y"]), expected);
    }

    #[test]
    fn counts_and_dates_are_written_as_the_decree_does() {
        assert_eq!(count(1_234_567), "1.234.567");
        assert_eq!(date(jiff::civil::date(2026, 6, 5)), "05/06/2026");
        assert_eq!(limit("82.1699"), "82,17%");
    }
}
