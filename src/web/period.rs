//! Periods in words, and the way from one to the others.

use crate::domain::period::{Period, Rule};
use crate::web::text::Words;
use crate::web::view::period::{Link, Shown};

/// The period with its neighbours, and the others of its year by both rules.
#[must_use]
pub fn shown(words: Words, path: &str, period: Period) -> Shown {
    let link = |other: Period| Link {
        name: name(words, other),
        address: format!("{path}?period={other}"),
        here: other == period,
    };
    let year = text_of(period).0;
    let other_rule = match period.rule() {
        Rule::Calendar => "b",
        Rule::Reporting => "",
    };
    let own_rule = if other_rule.is_empty() { "b" } else { "" };
    let parts = ["", "-H1", "-H2", "-Q1", "-Q2", "-Q3", "-Q4"].map(str::to_owned);
    let months = (1..=12).map(|month| format!("-{month:02}"));
    let parts: Vec<String> = parts.into_iter().chain(months).collect();
    let others = [own_rule, other_rule].into_iter().flat_map(|rule| {
        let named = parts.iter().map(move |part| format!("{part}{rule}"));
        named.collect::<Vec<_>>()
    });
    Shown {
        name: name(words, period),
        from: period.from().to_string(),
        to: period.to().to_string(),
        previous: known(period.previous()).map(link),
        next: known(period.next()).map(link),
        others: others
            .filter_map(|part| Period::parse(&format!("{year}{part}")).ok())
            .map(link)
            .collect(),
    }
}

/// A period in words: `quý III/2026`; one by calendar says so, as reports go by the 15th.
#[must_use]
pub fn name(words: Words, period: Period) -> String {
    let (year, part) = text_of(period);
    let year = ("year", year.as_str());
    let quarter = |vietnamese, english| {
        let number = ("q", words.language().pick(vietnamese, english));
        words.fill("period.quarter", &[number, year])
    };
    let name = match part.as_str() {
        "" => words.fill("period.year", &[year]),
        "H1" => words.fill("period.first_half", &[year]),
        "H2" => words.fill("period.second_half", &[year]),
        "Q1" => quarter("I", "1"),
        "Q2" => quarter("II", "2"),
        "Q3" => quarter("III", "3"),
        "Q4" => quarter("IV", "4"),
        month => words.fill("period.month", &[("month", month), year]),
    };
    match period.rule() {
        Rule::Reporting => name,
        Rule::Calendar => words.fill("period.by_calendar", &[("period", &name)]),
    }
}

/// A period that can be asked for.
fn known(period: Period) -> Option<Period> {
    Period::parse(&period.to_string()).ok()
}

/// Year and part as they are written, such as `2026` and `Q4`.
fn text_of(period: Period) -> (String, String) {
    let text = period.to_string();
    let text = text.trim_end_matches('b');
    let (year, part) = text.split_once('-').unwrap_or((text, ""));
    (year.to_owned(), part.to_owned())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::config::Language;

    #[rstest]
    #[case("2026b", "năm 2026", "year 2026")]
    #[case("2026-H1b", "6 tháng đầu năm 2026", "first half of 2026")]
    #[case("2026-H2b", "6 tháng cuối năm 2026", "second half of 2026")]
    #[case("2026-Q3b", "quý III/2026", "Q3 2026")]
    #[case("2026-11b", "tháng 11/2026", "month 11/2026")]
    #[case("2026-Q4", "quý IV/2026 (theo lịch)", "Q4 2026 (calendar)")]
    fn periods_are_named_in_words(
        #[case] text: &str,
        #[case] vietnamese: &str,
        #[case] english: &str,
    ) {
        let period = Period::parse(text).unwrap();
        assert_eq!(name(Words::of(Language::Vi), period), vietnamese);
        assert_eq!(name(Words::of(Language::En), period), english);
    }

    #[test]
    fn the_switcher_leads_to_neighbours_and_to_every_period_of_the_year() {
        let words = Words::of(Language::Vi);
        let first = Period::parse("2026-Q1b").unwrap();
        let switcher = shown(words, "/don-vi/01141", first);
        assert!(switcher.previous.is_none(), "nothing was counted before");
        let next = switcher.next.unwrap();
        assert_eq!(next.address, "/don-vi/01141?period=2026-Q2b");
        assert_eq!(switcher.others.len(), 2 * 19);
        let here: Vec<_> = switcher.others.iter().filter(|link| link.here).collect();
        assert_eq!(here.len(), 1);
        assert_eq!(here[0].address, "/don-vi/01141?period=2026-Q1b");
    }
}
