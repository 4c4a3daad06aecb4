//! A figure over periods: straight segments, sheets as bars below, no line across a break.
//!
//! The chart knows nothing of results: its points are plain texts and counts, so every page that
//! has periods side by side can draw them.

#[cfg(test)]
mod tests;

use maud::{Markup, html};

use crate::domain::results::Limits;
use crate::web::text::Words;
use crate::web::view::geometry::{Axis, Length};
use crate::web::view::number;

/// A figure over periods, oldest first.
#[derive(Clone, Debug)]
pub struct Trend {
    /// What is drawn, such as `% người trả lời hài lòng, theo quý`; unique on its page.
    pub title: String,
    /// The periods, oldest first; at most 24 stay legible.
    pub points: Vec<Point>,
    /// A figure aimed at, with its name, drawn as a dotted line across.
    pub goal: Option<(String, String)>,
}

/// One period.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// What stands under the axis, such as `III/26`.
    pub short: String,
    /// The period in full, such as `quý III/2026`.
    pub name: String,
    /// The page of that period.
    pub address: Option<String>,
    /// What was measured; `None`: no sheets, or too few to draw.
    pub measured: Option<Measured>,
    /// Sheets, also where there is no figure.
    pub n_sheets: u64,
    /// Why this period must not be joined to the one before it.
    pub break_before: Option<String>,
}

/// A figure of a period.
#[derive(Clone, Debug)]
pub struct Measured {
    /// In percent with a point, such as `86.91`.
    pub percent: String,
    /// 95 % limits.
    pub interval: Option<Limits>,
}

/// The chart, and its table twin folded below. Breaks are told by letters where there are several.
#[must_use]
pub fn draw(words: Words, trend: &Trend) -> Markup {
    let plan = Plan::of(trend);
    let breaks = plan.breaks();
    html! {
        figure class="trend" {
            svg class="trend-chart" role="img" aria-label=(spoken(words, trend)) focusable="false" {
                (frame(&plan))
                (goal(words, &plan))
                @for (at, broken) in breaks.iter().enumerate() { (break_mark(broken, (at, breaks.len()))) }
                (bars(words, &plan))
                (segments(&plan))
                (dots(words, &plan))
                (names(&plan))
            }
            @if breaks.len() > 1 {
                ol class="trend-breaks note" {
                    @for (at, broken) in breaks.iter().enumerate() { li { b { (letter(at)) } " " (broken.why) } }
                }
            }
            (twin(words, trend))
        }
    }
}

/// Where the points stand.
struct Plan<'a> {
    trend: &'a Trend,
    axis: Axis,
    step: u64,
    most_sheets: u64,
}

/// Left and right end of the points, and the heights of the parts, in hundredths of a percent.
const LEFT: u64 = 400;
const RIGHT: u64 = 8_500;
const TOP: u64 = 1_600;
const FOOT: u64 = 6_300;
const BAR_TOP: u64 = 6_900;
const BAR_FOOT: u64 = 9_000;

/// A break and the places beside it.
struct Break<'a> {
    why: &'a str,
    x: Length,
}

impl<'a> Plan<'a> {
    fn of(trend: &'a Trend) -> Self {
        let whole = |figure: &String| {
            figure
                .split('.')
                .next()
                .and_then(|whole| whole.parse().ok())
        };
        let goal = trend.goal.iter().map(|(figure, _)| figure);
        let figures = trend
            .points
            .iter()
            .filter_map(|point| Some(&point.measured.as_ref()?.percent));
        let all: Vec<u64> = figures.chain(goal).filter_map(whole).collect();
        let least = all.iter().min().copied().unwrap_or(70).min(100);
        let greatest = all.iter().max().copied().unwrap_or(90).min(100);
        let step = if greatest - least > 25 { 20 } else { 5 };
        let mut low = (least - least % step).min(100 - step);
        let mut high = (greatest - greatest % step + step).min(100);
        // A quarter of a point must not look like a fall: three steps at the least.
        while high - low < step * 3 && high - low < 100 {
            let goes_up = high < 100 && (high - greatest < least - low || low < step);
            if goes_up {
                high = (high + step).min(100);
            } else {
                low = low.saturating_sub(step);
            }
        }
        Self {
            trend,
            axis: Axis { low, high },
            step,
            most_sheets: trend
                .points
                .iter()
                .map(|point| point.n_sheets)
                .max()
                .unwrap_or(0),
        }
    }

    /// Where the point of that place stands from left to right; a lone one in the middle.
    fn x(&self, at: usize) -> Length {
        self.half_steps(wide(at) * 2)
    }

    fn half_steps(&self, halves: u64) -> Length {
        let steps = wide(self.trend.points.len()).saturating_sub(1) * 2;
        match steps {
            0 => Length::of(LEFT + RIGHT, 20_000),
            steps => Length::of(LEFT * steps + (RIGHT - LEFT) * halves, 10_000 * steps),
        }
    }

    fn y(&self, figure: &str) -> Length {
        let up = self.axis.place(figure).hundredths();
        Length::of(FOOT * 10_000 - (FOOT - TOP) * up, 100_000_000)
    }

    /// The top of a bar; bars stand on nought.
    fn bar_top(&self, n_sheets: u64) -> Length {
        let up = Length::of(n_sheets, self.most_sheets).hundredths();
        Length::of(BAR_FOOT * 10_000 - (BAR_FOOT - BAR_TOP) * up, 100_000_000)
    }

    fn breaks(&self) -> Vec<Break<'a>> {
        let broken = |(at, point): (usize, &'a Point)| {
            let why = point.break_before.as_deref().filter(|_| at > 0)?;
            let x = self.half_steps((wide(at) * 2).saturating_sub(1));
            Some(Break { why, x })
        };
        self.trend
            .points
            .iter()
            .enumerate()
            .filter_map(broken)
            .collect()
    }

    /// Figures in order, each with whether a line joins it to the one before.
    fn measured(&self) -> Vec<(usize, &'a str, bool)> {
        let mut measured = Vec::new();
        let mut follows = false;
        for (at, point) in self.trend.points.iter().enumerate() {
            let figure = point.measured.as_ref().map(|it| it.percent.as_str());
            if let Some(figure) = figure {
                measured.push((at, figure, follows && point.break_before.is_none()));
            }
            follows = figure.is_some();
        }
        measured
    }
}

/// The lines of the scale, and its numbers on the right.
fn frame(plan: &Plan<'_>) -> Markup {
    let marks = (plan.axis.low..=plan.axis.high).filter(|mark| mark % plan.step == 0);
    html! {
        @for mark in marks {
            @let y = plan.y(&mark.to_string());
            line class="rule" x1="0" x2="88%" y1=(y) y2=(y) {}
            text class="axis-text" x="89.5%" y=(y) dy="4" { (mark) @if mark == plan.axis.high { "%" } }
        }
        line class="base" x1="0" x2="88%" y1=(height(BAR_FOOT)) y2=(height(BAR_FOOT)) {}
    }
}

fn goal(words: Words, plan: &Plan<'_>) -> Markup {
    html! {
        @if let Some((figure, name)) = &plan.trend.goal {
            @let y = plan.y(figure);
            line class="goal" x1="0" x2="88%" y1=(y) y2=(y) {}
            text class="axis-text" x="0" y=(y) dy="-4" { (name) " " (number::percent(words, figure)) }
        }
    }
}

/// A dotted line from top to foot: with its reason on top where it is the only one, else a letter.
fn break_mark(broken: &Break<'_>, (at, n_breaks): (usize, usize)) -> Markup {
    let side = match broken.x.hundredths() {
        0..3_500 => "start",
        3_500..5_500 => "middle",
        _ => "end",
    };
    html! {
        line class="break" x1=(broken.x) x2=(broken.x) y1="7%" y2=(height(BAR_FOOT)) {}
        @if n_breaks == 1 {
            text class="break-text" x=(broken.x) y="12" text-anchor=(side) { (broken.why) }
        } @else {
            text class="break-text" x=(broken.x) y="12" text-anchor="middle" { (letter(at)) }
        }
    }
}

/// Sheets of each period; the last with its number.
fn bars(words: Words, plan: &Plan<'_>) -> Markup {
    let last = plan.trend.points.len().saturating_sub(1);
    html! {
        @for (at, point) in plan.trend.points.iter().enumerate() {
            @let top = plan.bar_top(point.n_sheets);
            rect class=(if at == last { "bar last" } else { "bar" }) x=(plan.x(at)) y=(top) width="16"
                height=(top.to(height(BAR_FOOT))) transform="translate(-8 0)" {}
            @if at == last {
                text class="axis-text" x="89.5%" y=(height(BAR_TOP)) dy="10" { (number::count(words, point.n_sheets)) }
                text class="axis-text" x="89.5%" y=(height(BAR_FOOT)) dy="0" { (words.say("trend_chart.sheets")) }
            }
        }
    }
}

fn segments(plan: &Plan<'_>) -> Markup {
    let measured = plan.measured();
    html! {
        @for (from, to) in measured.iter().zip(measured.iter().skip(1)).filter(|(_, to)| to.2) {
            line class="segment" x1=(plan.x(from.0)) y1=(plan.y(from.1)) x2=(plan.x(to.0)) y2=(plan.y(to.1)) {}
        }
    }
}

/// A dot for each figure; the first and the last between two breaks with their number.
fn dots(words: Words, plan: &Plan<'_>) -> Markup {
    let measured = plan.measured();
    let n_points = plan.trend.points.len();
    html! {
        @for (place, (at, figure, is_joined)) in measured.iter().enumerate() {
            @let goes_on = measured.get(place + 1).is_some_and(|next| next.2);
            @let is_last = at + 1 == n_points;
            circle class=(if is_last { "mark last" } else { "mark" }) cx=(plan.x(*at)) cy=(plan.y(figure)) r=(if is_last { "5" } else { "3" }) {}
            @if !is_joined || !goes_on {
                text class=(if is_last { "value last" } else { "value" }) x=(plan.x(*at)) y=(plan.y(figure)) dy=(if goes_on { "20" } else { "-10" })
                    text-anchor=(anchor(*at, n_points)) { (number::decimal(words, figure)) }
            }
        }
    }
}

/// Numbers at the ends of the drawing stand inside it.
fn anchor(at: usize, n_points: usize) -> &'static str {
    match at {
        0 if n_points > 1 => "start",
        _ if n_points > 1 && at + 1 == n_points => "end",
        _ => "middle",
    }
}

/// The names of the periods under their bars; where there are many, every second.
fn names(plan: &Plan<'_>) -> Markup {
    let n_points = plan.trend.points.len();
    let is_named = |at: usize| n_points <= 8 || (n_points - 1 - at).is_multiple_of(2);
    html! {
        @for (at, point) in plan.trend.points.iter().enumerate().filter(|(at, _)| is_named(*at)) {
            text class="axis-text" x=(plan.x(at)) y="98%" text-anchor=(if at == 0 { "start" } else { "middle" }) { (point.short) }
        }
    }
}

/// The same as a table, for who reads numbers rather than lines.
fn twin(words: Words, trend: &Trend) -> Markup {
    html! {
        details class="twin" {
            summary { (words.say("trend_chart.table")) }
            div class="scroll" tabindex="0" role="region" aria-label=(trend.title) {
                table {
                    caption class="aside-to-ear" { (trend.title) }
                    thead { tr {
                        th scope="col" { (words.say("trend_chart.period")) }
                        th scope="col" class="number" { (words.say("desk.satisfied_percent")) }
                        th scope="col" class="number" { (words.say("desk.interval")) }
                        th scope="col" class="number" { (words.say("desk.sheets")) }
                    } }
                    tbody { @for point in &trend.points { (twin_row(words, point)) } }
                }
            }
        }
    }
}

fn twin_row(words: Words, point: &Point) -> Markup {
    let interval = point.measured.as_ref().and_then(|it| it.interval.as_ref());
    html! {
        @if let Some(why) = &point.break_before { tr class="break-row" { td colspan="4" class="note" { (why) } } }
        tr {
            th scope="row" {
                @if let Some(address) = &point.address { a href=(address) { (point.name) } } @else { (point.name) }
            }
            td class="number strong" { (figure(words, point)) }
            td class="number" { @if let Some(limits) = interval { (number::interval(words, limits)) } }
            td class="number" { (number::count(words, point.n_sheets)) }
        }
    }
}

fn figure(words: Words, point: &Point) -> String {
    match (&point.measured, point.n_sheets) {
        (Some(measured), _) => number::percent(words, &measured.percent),
        (None, 0) => words.say("desk.no_figure").to_owned(),
        (None, _) => words.say("desk.few").to_owned(),
    }
}

/// What is drawn, read aloud: each period with its figure, breaks where they stand.
fn spoken(words: Words, trend: &Trend) -> String {
    let told = trend.points.iter().map(|point| {
        let broken = point.break_before.as_ref().map(|why| format!("({why}) "));
        let n = number::count(words, point.n_sheets);
        let sheets = words.fill("desk.sheets_counted", &[("n", &n)]);
        format!(
            "{}{}: {}, {sheets}",
            broken.unwrap_or_default(),
            point.name,
            figure(words, point)
        )
    });
    format!("{}. {}", trend.title, told.collect::<Vec<_>>().join("; "))
}

fn letter(at: usize) -> char {
    ('a'..='z').nth(at).unwrap_or('·')
}

fn height(hundredths: u64) -> Length {
    Length::of(hundredths, 10_000)
}

fn wide(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
