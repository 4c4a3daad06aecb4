//! Figures and dates as the reader's language writes them. Nothing is computed here.

use crate::config::Language;
use crate::domain::period::Period;
use crate::domain::results::Limits;
use crate::web::text::Words;

/// A figure with a point, such as `85.37`, with its percent sign: `85,37%`.
#[must_use]
pub fn percent(words: Words, figure: &str) -> String {
    format!("{}%", decimal(words, figure))
}

/// A figure with a point as the reader's language writes it; a leading `-` becomes a true minus.
#[must_use]
pub fn decimal(words: Words, figure: &str) -> String {
    let (sign, digits) = figure
        .strip_prefix('-')
        .map_or(("", figure), |rest| ("−", rest));
    let (whole, fraction) = digits
        .split_once('.')
        .map_or((digits, None), |(w, f)| (w, Some(f)));
    let (group, point) = separators(words);
    let fraction = fraction
        .map(|fraction| format!("{point}{fraction}"))
        .unwrap_or_default();
    format!("{sign}{}{fraction}", grouped(whole, group))
}

/// A count: `1.894` in Vietnamese, `1,894` in English.
#[must_use]
pub fn count(words: Words, number: u64) -> String {
    grouped(&number.to_string(), separators(words).0)
}

/// The two bounds of an interval, two decimals each: `82,17–88,09`.
#[must_use]
pub fn interval(words: Words, limits: &Limits) -> String {
    let bound = |figure: &str| decimal(words, &two_decimals(figure));
    format!("{}–{}", bound(&limits.low), bound(&limits.high))
}

/// First and last day: `15/06–14/09/2026`; the year twice where it changes.
/// Dates that are not ISO are shown as they are.
#[must_use]
pub fn dates(words: Words, from: &str, to: &str) -> String {
    let (Some(first), Some(last)) = (parts(from), parts(to)) else {
        return format!("{from}–{to}");
    };
    let same_year = first.0 == last.0;
    match words.language() {
        Language::Vi if same_year => format!("{}/{}–{}", first.2, first.1, date(words, to)),
        Language::En if same_year => {
            format!("{} {}–{}", first.2, month_name(first.1), date(words, to))
        }
        Language::Vi | Language::En => format!("{}–{}", date(words, from), date(words, to)),
    }
}

/// One day: `14/09/2026`, `14 Sep 2026`.
#[must_use]
pub fn date(words: Words, iso: &str) -> String {
    let Some((year, month, day)) = parts(iso) else {
        return iso.to_owned();
    };
    match words.language() {
        Language::Vi => format!("{day}/{month}/{year}"),
        Language::En => format!("{day} {} {year}", month_name(month)),
    }
}

/// A month such as `2026-11`: `11/2026`, `Nov 2026`; one of a reporting period, `2026-11b`, with
/// its days, as it runs from the 15th to the 14th.
#[must_use]
pub fn month(words: Words, iso: &str) -> String {
    if let (Some(plain), Ok(period)) = (iso.strip_suffix('b'), Period::parse(iso)) {
        let days = dates(words, &period.from().to_string(), &period.to().to_string());
        return format!("{} ({days})", month(words, plain));
    }
    let Some((year, month)) = iso.split_once('-') else {
        return iso.to_owned();
    };
    match words.language() {
        Language::Vi => format!("{month}/{year}"),
        Language::En => format!("{} {year}", month_name(month)),
    }
}

fn separators(words: Words) -> (char, char) {
    match words.language() {
        Language::Vi => ('.', ','),
        Language::En => (',', '.'),
    }
}

fn grouped(digits: &str, separator: char) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// Rounds a figure of more than two decimals half up, by its digits.
fn two_decimals(figure: &str) -> String {
    let Some((whole, fraction)) = figure.split_once('.') else {
        return format!("{figure}.00");
    };
    let kept: String = fraction.chars().chain("00".chars()).take(2).collect();
    let up = fraction.chars().nth(2).is_some_and(|digit| digit >= '5');
    let hundredths = format!("{whole}{kept}").parse::<u64>().unwrap_or(0) + u64::from(up);
    let digits = format!("{hundredths:03}");
    let (whole, kept) = digits
        .split_at_checked(digits.len() - 2)
        .unwrap_or((&digits, ""));
    format!("{whole}.{kept}")
}

fn parts(iso: &str) -> Option<(&str, &str, &str)> {
    let mut fields = iso.splitn(3, '-');
    Some((fields.next()?, fields.next()?, fields.next()?))
}

fn month_name(month: &str) -> &str {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let place = month
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    place
        .and_then(|place| NAMES.get(place))
        .copied()
        .unwrap_or(month)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const VI: fn() -> Words = || Words::of(Language::Vi);
    const EN: fn() -> Words = || Words::of(Language::En);

    #[rstest]
    #[case("85.37", "85,37%", "85.37%", "comma in Vietnamese")]
    #[case("-1.30", "−1,30%", "−1.30%", "a true minus")]
    #[case("100", "100%", "100%", "no decimals")]
    fn percents_are_written_as_the_language_does(
        #[case] figure: &str,
        #[case] vietnamese: &str,
        #[case] english: &str,
        #[case] why: &str,
    ) {
        assert_eq!(
            (
                percent(VI(), figure).as_str(),
                percent(EN(), figure).as_str()
            ),
            (vietnamese, english),
            "{why}"
        );
    }

    #[rstest]
    #[case(0, "0")]
    #[case(999, "999")]
    #[case(1894, "1.894")]
    #[case(1_234_567, "1.234.567")]
    fn counts_are_grouped_by_three(#[case] number: u64, #[case] expected: &str) {
        assert_eq!(count(VI(), number), expected);
    }

    #[rstest]
    #[case("82.1699", "88.0851", "82,17–88,09", "rounded half up")]
    #[case("0.0000", "99.9950", "0,00–100,00", "carries into the whole part")]
    #[case("7", "8.5", "7,00–8,50", "short figures are filled")]
    fn intervals_show_two_decimals(
        #[case] low: &str,
        #[case] high: &str,
        #[case] expected: &str,
        #[case] why: &str,
    ) {
        let limits = Limits {
            low: low.into(),
            high: high.into(),
        };
        assert_eq!(interval(VI(), &limits), expected, "{why}");
    }

    #[rstest]
    #[case("2026-11", "11/2026", "Nov 2026")]
    #[case(
        "2026-11b",
        "11/2026 (15/10–14/11/2026)",
        "Nov 2026 (15 Oct–14 Nov 2026)"
    )]
    fn months_show_their_days_where_they_are_not_the_calendars(
        #[case] iso: &str,
        #[case] vietnamese: &str,
        #[case] english: &str,
    ) {
        assert_eq!(month(VI(), iso), vietnamese);
        assert_eq!(month(EN(), iso), english);
    }

    #[rstest]
    #[case("2026-06-15", "2026-09-14", "15/06–14/09/2026", "15 Jun–14 Sep 2026")]
    #[case(
        "2025-12-15",
        "2026-12-14",
        "15/12/2025–14/12/2026",
        "15 Dec 2025–14 Dec 2026"
    )]
    fn periods_show_both_days(
        #[case] from: &str,
        #[case] to: &str,
        #[case] vietnamese: &str,
        #[case] english: &str,
    ) {
        assert_eq!(dates(VI(), from, to), vietnamese);
        assert_eq!(dates(EN(), from, to), english);
    }
}
