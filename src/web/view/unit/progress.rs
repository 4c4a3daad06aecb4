//! How the sheets come in: the running count by week against the target, and where it leads.

use maud::{Markup, html};

use crate::domain::progress::{Outlook, Progress};
use crate::web::text::Words;
use crate::web::view::number;
use crate::web::view::running::{self, Running};

/// The sheets of one form in the period.
#[derive(Clone, Copy, Debug)]
pub struct Sheets<'a> {
    /// Where they stand.
    pub progress: &'a Progress,
    /// First day of the period, ISO.
    pub from: &'a str,
    /// Last day, ISO, included.
    pub to: &'a str,
    /// Today, ISO.
    pub today: &'a str,
    /// Whether they are known by week.
    pub by_week: WeekCounts,
    /// Why there is no target, where there is none.
    pub no_target: Option<NoTarget>,
    /// Whether there are enough answers to be ranked.
    pub is_enough: bool,
}

/// Whether sheets are known by week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeekCounts {
    /// They are collected on this server.
    Known,
    /// They came as bundles, which bring sums of half-months.
    Elsewhere,
}

/// What a target would need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTarget {
    /// No round asks for this form in exactly this period.
    NoRound,
    /// The round goes by dossiers, and nobody counted them.
    NoDossiers,
    /// The round sets none.
    NoneSet,
}

/// The whole block.
pub(super) fn block(words: Words, sheets: &Sheets<'_>) -> Markup {
    let progress = sheets.progress;
    let outlook = outlook(words, sheets);
    html! {
        section class="block progress-block" {
            h2 { (title(words, progress)) }
            @if is_short(sheets) { p { strong class="attention" { (words.say("glance.short")) } } }
            (frame(words, sheets))
            @if let Some(outlook) = outlook { p { (outlook) } }
            @if let Some(reason) = sheets.no_target { p class="note" { (no_target(words, reason)) } }
            (weeks(words, progress))
        }
    }
}

/// The drawing alone: a line where weeks are known, and a bar on a narrow screen or where not.
pub(super) fn frame(words: Words, sheets: &Sheets<'_>) -> Markup {
    let progress = sheets.progress;
    let projected = match progress.outlook {
        Outlook::Projected { n, .. } => Some(n),
        Outlook::Over | Outlook::Reached | Outlook::Unknown => None,
    };
    let drawn = Running {
        from: sheets.from,
        to: sheets.to,
        today: sheets.today,
        weeks: &progress.weeks,
        n: progress.n,
        wanted: progress.wanted,
        projected,
    };
    // Against nothing, a bar says nothing.
    let bar = html! {
        @if progress.wanted.is_some() { (running::bar(words, progress.n, progress.wanted)) }
    };
    html! {
        @match sheets.by_week {
            WeekCounts::Known => {
                div class="wide-only" { (running::line(words, &drawn)) }
                div class="narrow-only" { (bar) }
            }
            WeekCounts::Elsewhere => { (bar) }
        }
    }
}

fn title(words: Words, progress: &Progress) -> String {
    let n = number::count(words, progress.n);
    let (Some(wanted), Some(missing)) = (progress.wanted, progress.missing()) else {
        return words.fill("glance.sheets", &[("n", &n)]);
    };
    if missing == 0 {
        let wanted = number::count(words, wanted);
        return words.fill("glance.sheets_enough", &[("n", &n), ("wanted", &wanted)]);
    }
    let reached = progress.reached.as_ref().map(ToString::to_string);
    let reached = number::percent(words, reached.as_deref().unwrap_or_default());
    let missing = number::count(words, missing);
    words.fill(
        "glance.sheets_short",
        &[("n", &n), ("reached", &reached), ("missing", &missing)],
    )
}

/// Enough to be ranked, and short of the target at the end.
fn is_short(sheets: &Sheets<'_>) -> bool {
    let is_over = matches!(sheets.progress.outlook, Outlook::Over);
    is_over && sheets.is_enough && sheets.progress.missing().is_some_and(|missing| missing > 0)
}

fn outlook(words: Words, sheets: &Sheets<'_>) -> Option<String> {
    let progress = sheets.progress;
    match progress.outlook {
        Outlook::Over | Outlook::Reached => None,
        Outlook::Unknown => {
            let key = match sheets.by_week {
                WeekCounts::Known => words.say("glance.pace_later"),
                WeekCounts::Elsewhere => words.say("glance.pace_elsewhere"),
            };
            Some(
                [key, &a_half_day(words, progress)]
                    .join(" ")
                    .trim_end()
                    .to_owned(),
            )
        }
        Outlook::Projected { weeks, n, missing } => {
            let weeks = weeks.to_string();
            let n = number::count(words, n);
            let values = [("weeks", weeks.as_str()), ("n", n.as_str())];
            Some(match missing {
                None => words.fill("glance.pace", &values),
                Some(0) => words.fill("glance.pace_enough", &values),
                Some(missing) => {
                    let missing = number::count(words, missing);
                    let [weeks, n] = values;
                    let told = words.fill("glance.pace_short", &[weeks, n, ("missing", &missing)]);
                    [&told, &a_half_day(words, progress)]
                        .map(String::as_str)
                        .join(" ")
                }
            })
        }
    }
}

/// What each half-day left would have to bring.
pub(super) fn a_half_day(words: Words, progress: &Progress) -> String {
    progress.wanted_a_half_day.map_or_else(String::new, |n| {
        words.fill("glance.a_half_day", &[("n", &number::count(words, n))])
    })
}

fn no_target(words: Words, reason: NoTarget) -> &'static str {
    match reason {
        NoTarget::NoRound => words.say("glance.no_round"),
        NoTarget::NoDossiers => words.say("glance.no_dossiers"),
        NoTarget::NoneSet => words.say("glance.none_set"),
    }
}

/// The line's table twin, folded away.
fn weeks(words: Words, progress: &Progress) -> Markup {
    html! {
        @if !progress.weeks.is_empty() {
            details class="twin" {
                summary { (words.say("glance.weeks")) }
                table {
                    thead { tr {
                        th scope="col" { (words.say("glance.week_to")) }
                        th scope="col" class="number" { (words.say("glance.running")) }
                    } }
                    tbody {
                        @for week in &progress.weeks {
                            tr {
                                th scope="row" { (number::date(words, &week.last.to_string())) }
                                td class="number" { (number::count(words, week.running)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::{Date, date};
    use rstest::rstest;

    use super::*;
    use crate::config::Language;
    use crate::domain::period::Period;
    use crate::domain::progress::Collected;

    fn drawn(today: Date, n: u64, wanted: Option<u64>, by_week: WeekCounts) -> String {
        let days = [(6, 16), (6, 23), (6, 30), (7, 7)].map(|(month, day)| date(2026, month, day));
        let by_day: BTreeMap<Date, u64> = days.into_iter().map(|day| (day, 50)).collect();
        let progress = Progress::of(&Collected {
            period: Period::parse("2026-Q3b").unwrap(),
            today,
            n,
            wanted,
            by_day: (by_week == WeekCounts::Known).then_some(&by_day),
        });
        let sheets = Sheets {
            progress: &progress,
            from: "2026-06-15",
            to: "2026-09-14",
            today: &today.to_string(),
            by_week,
            no_target: wanted.is_none().then_some(NoTarget::NoRound),
            is_enough: true,
        };
        block(Words::of(Language::Vi), &sheets).into_string()
    }

    #[rstest]
    #[case(date(2026, 7, 13), (200, Some(600)), WeekCounts::Known,
        &["200 phiếu, đạt 33,33% chỉ tiêu, còn thiếu 400", "Với nhịp 4 tuần qua", "khoảng 650 phiếu, đủ chỉ tiêu"], "on the way")]
    #[case(date(2026, 7, 13), (200, Some(700)), WeekCounts::Known,
        &["khoảng 650 phiếu, thiếu 50", "mỗi buổi cần khoảng 6 phiếu"], "short at this pace")]
    #[case(date(2026, 7, 13), (200, None), WeekCounts::Known,
        &["200 phiếu", "chưa có chỉ tiêu"], "nobody set a target")]
    #[case(date(2026, 7, 13), (700, Some(700)), WeekCounts::Known,
        &["700 phiếu, đủ chỉ tiêu 700"], "enough")]
    #[case(date(2026, 9, 15), (547, Some(600)), WeekCounts::Known,
        &["đạt 91,17% chỉ tiêu, còn thiếu 53", "chưa đạt chỉ tiêu phiếu"], "over and short")]
    #[case(date(2026, 7, 13), (200, Some(600)), WeekCounts::Elsewhere,
        &["không có số theo tuần"], "bundles bring no weeks")]
    fn the_words_say_where_it_leads(
        #[case] today: Date,
        #[case] (n, wanted): (u64, Option<u64>),
        #[case] by_week: WeekCounts,
        #[case] expected: &[&str],
        #[case] why: &str,
    ) {
        let drawn = drawn(today, n, wanted, by_week);
        for part in expected {
            assert!(drawn.contains(part), "{why}: {part} in {drawn}");
        }
        assert_eq!(
            drawn.contains("<path"),
            by_week == WeekCounts::Known,
            "{why}"
        );
    }
}
