//! A running count over a period: a line against its dotted target, or one bar.

use jiff::ToSpan as _;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::config::Language;
use crate::domain::progress::Week;
use crate::web::text::Words;
use crate::web::view::geometry::{Length, apart, with_headroom};
use crate::web::view::number;

/// What a line is drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Running<'a> {
    /// First day, ISO.
    pub from: &'a str,
    /// Last day, ISO, included.
    pub to: &'a str,
    /// Today, ISO.
    pub today: &'a str,
    /// The running count at the end of each week that is over.
    pub weeks: &'a [Week],
    /// The count shown: the end of the line.
    pub n: u64,
    /// The target.
    pub wanted: Option<u64>,
    /// Where the pace leads at the end of the period.
    pub projected: Option<u64>,
}

/// How far apart two labels stand at least, of the drawing's height.
const LABEL: Length = Length::hundredth(1_350);

/// The line, labelled at its end. Dates that are none draw nothing.
#[must_use]
pub fn line(words: Words, running: &Running<'_>) -> Markup {
    let Some(plot) = Plot::of(running) else {
        return html! {};
    };
    let end = plot.x(plot.end);
    let dot = plot.y(running.n);
    let goal = running.wanted.map(|wanted| plot.y(wanted));
    let label = Label::of(end, dot, goal);
    let goal_label = goal.map(|goal| match label.place {
        // Both stand behind the end of the line.
        Place::Behind => apart(goal, dot, LABEL).0,
        Place::Above | Place::Below => goal,
    });
    html! {
        svg class="running" role="img" aria-label=(spoken(words, running)) {
            svg class="plot" x="0" y="10" width="76%" height="124" overflow="visible" {
                svg viewBox="0 0 10000 10000" preserveAspectRatio="none" width="100%" height="100%" overflow="visible" {
                    path class="area" d=(plot.area(running)) {}
                    path class="count" d=(plot.path(running)) vector-effect="non-scaling-stroke" {}
                    @if let Some(projected) = running.projected {
                        path class="projected" d=(plot.onward(running, projected)) vector-effect="non-scaling-stroke" {}
                    }
                }
                line class="base" x1="0" x2="100%" y1="100%" y2="100%" {}
                @for (day, anchor) in plot.ticks() {
                    line class="base" x1=(plot.x(day)) x2=(plot.x(day)) y1="100%" y2="103%" {}
                    text class="tick" x=(plot.x(day)) y="100%" dy="17" text-anchor=(anchor) { (short(words, day)) }
                }
                @if let (Some(goal), Some(place), Some(wanted)) = (goal, goal_label, running.wanted) {
                    line class="goal" x1="0" x2="100%" y1=(goal) y2=(goal) {}
                    text class="goal-name" x="100%" dx="10" y=(place) { (target(words, wanted)) }
                }
                circle class="mark" cx=(end) cy=(dot) r="4.5" {}
                text class="count-name" x=(end) dx=(label.dx) y=(label.y) dy=(label.dy) text-anchor=(label.anchor) { (count(words, running.n)) }
            }
        }
    }
}

/// One bar against the target's dotted line.
#[must_use]
pub fn bar(words: Words, n: u64, wanted: Option<u64>) -> Markup {
    let most = n.max(wanted.unwrap_or(0)).max(1);
    let place = |count| Length::of(count, most).scaled_to(Length::hundredth(8_500));
    html! {
        svg class="count-bar" role="img" aria-label=(spoken_bar(words, n, wanted)) {
            rect class="count" x="0" y="8" width=(place(n)) height="26" {}
            line class="base" x1="0" x2="100%" y1="34" y2="34" {}
            @if let Some(wanted) = wanted {
                line class="goal" x1=(place(wanted)) x2=(place(wanted)) y1="0" y2="42" {}
                text class="goal-name" x=(place(wanted)) dx="8" y="10" { (number::count(words, wanted)) }
            }
        }
    }
}

/// Where the count at the end of the line is written.
struct Label {
    place: Place,
    y: Length,
    dx: &'static str,
    dy: &'static str,
    anchor: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// To the right of a line that is at its end.
    Behind,
    /// Over the dot.
    Above,
    /// Under it, where the target's line runs just above.
    Below,
}

impl Label {
    fn of(end: Length, dot: Length, goal: Option<Length>) -> Self {
        let is_under_goal = goal.is_some_and(|goal| goal <= dot && goal.to(dot) < LABEL);
        let place = match (end > Length::hundredth(9_000), is_under_goal) {
            (true, _) => Place::Behind,
            (false, false) => Place::Above,
            (false, true) => Place::Below,
        };
        let (dx, anchor) = match (place, end > Length::HALF) {
            (Place::Behind, _) => ("10", "start"),
            (Place::Above | Place::Below, true) => ("4", "end"),
            (Place::Above | Place::Below, false) => ("2", "start"),
        };
        let behind = goal.filter(|_| place == Place::Behind);
        Self {
            place,
            y: behind.map_or(dot, |goal| apart(goal, dot, LABEL).1),
            dx,
            dy: match place {
                Place::Behind => "0",
                Place::Above => "-15",
                Place::Below => "17",
            },
            anchor,
        }
    }
}

/// Days and counts on the drawing.
struct Plot {
    from: Date,
    to: Date,
    /// Where the line ends: today, or the last day.
    end: Date,
    top: u64,
}

impl Plot {
    fn of(running: &Running<'_>) -> Option<Self> {
        let (from, to): (Date, Date) = (running.from.parse().ok()?, running.to.parse().ok()?);
        let today: Date = running.today.parse().ok()?;
        let counts = [Some(running.n), running.wanted, running.projected];
        let most = counts.into_iter().flatten().max().unwrap_or(0).max(1);
        Some(Self {
            from,
            to,
            end: today.clamp(from, to.max(from)),
            top: with_headroom(most),
        })
    }

    fn x(&self, day: Date) -> Length {
        Length::of(days(self.from, day), days(self.from, self.to))
    }

    fn y(&self, count: u64) -> Length {
        Length::of(count, self.top).to(Length::FULL)
    }

    fn point(&self, day: Date, count: u64) -> String {
        let (x, y) = (self.x(day), self.y(count));
        format!("{} {}", x.hundredths(), y.hundredths())
    }

    /// From nothing on the first day over the weeks to what is shown.
    fn path(&self, running: &Running<'_>) -> String {
        let weeks = running.weeks.iter().filter(|week| week.last < self.end);
        let points = std::iter::once(self.point(self.from, 0))
            .chain(weeks.map(|week| self.point(week.last, week.running)))
            .chain([self.point(self.end, running.n)]);
        format!("M{}", points.collect::<Vec<_>>().join("L"))
    }

    fn area(&self, running: &Running<'_>) -> String {
        let (end, start) = (self.point(self.end, 0), self.point(self.from, 0));
        format!("{}L{end}L{start}Z", self.path(running))
    }

    fn onward(&self, running: &Running<'_>, projected: u64) -> String {
        let (from, to) = (
            self.point(self.end, running.n),
            self.point(self.to, projected),
        );
        format!("M{from}L{to}")
    }

    /// The first and the last day, and the starts of the months or quarters between.
    fn ticks(&self) -> Vec<(Date, &'static str)> {
        let step = if days(self.from, self.to) > 100 { 3 } else { 1 };
        let mut ticks = vec![(self.from, "start")];
        let months = (1_i32..).map(|count| self.from.saturating_add((count * step).months()));
        let inside = months.take_while(|day| days(*day, self.to) > 14);
        ticks.extend(inside.map(|day| (day, "middle")));
        ticks.push((self.to, "end"));
        ticks
    }
}

/// Days from one to another; none if the other is before.
fn days(from: Date, to: Date) -> u64 {
    u64::try_from((to - from).get_days()).unwrap_or(0)
}

/// A day without its year: `15/06`, `15 Jun`.
fn short(words: Words, day: Date) -> String {
    match words.language() {
        Language::Vi => day.strftime("%d/%m").to_string(),
        Language::En => day.strftime("%-d %b").to_string(),
    }
}

fn count(words: Words, n: u64) -> String {
    words.fill("glance.sheets", &[("n", &number::count(words, n))])
}

fn target(words: Words, wanted: u64) -> String {
    words.fill("glance.target", &[("n", &number::count(words, wanted))])
}

fn spoken(words: Words, running: &Running<'_>) -> String {
    let mut told = vec![
        words.say("glance.running_count").to_owned(),
        number::dates(words, running.from, running.to),
        count(words, running.n),
    ];
    told.extend(running.wanted.map(|wanted| target(words, wanted)));
    told.join(", ")
}

fn spoken_bar(words: Words, n: u64, wanted: Option<u64>) -> String {
    let mut told = vec![count(words, n)];
    told.extend(wanted.map(|wanted| target(words, wanted)));
    told.join(", ")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn running(weeks: &[Week]) -> Running<'_> {
        Running {
            from: "2026-06-15",
            to: "2026-09-14",
            today: "2026-07-31",
            weeks,
            n: 300,
            wanted: Some(600),
            projected: Some(550),
        }
    }

    #[test]
    fn the_line_runs_from_nothing_over_the_weeks_to_today() {
        let weeks = [(6, 21, 50), (6, 28, 100)].map(|(month, day, running)| Week {
            last: date(2026, month, day),
            running,
        });
        let running = running(&weeks);
        let plot = Plot::of(&running).unwrap();
        assert_eq!(plot.top, 650, "600 and a twelfth");
        assert_eq!(
            plot.path(&running),
            "M0 10000L659 9231L1428 8462L5054 5385",
            "91 days, top 650"
        );
        assert!(plot.onward(&running, 550).ends_with("L10000 1539"));
        let ticks: Vec<_> = plot.ticks().into_iter().map(|(day, _)| day).collect();
        let expected = [(6, 15), (7, 15), (8, 15), (9, 14)];
        assert_eq!(ticks, expected.map(|(month, day)| date(2026, month, day)));
    }

    #[test]
    fn the_count_is_written_where_nothing_else_stands() {
        let at = Length::hundredth;
        for (end, dot, goal, expected, why) in [
            (10_000, 1_500, Some(800), Place::Behind, "a line at its end"),
            (5_000, 6_000, Some(800), Place::Above, "half the way"),
            (
                5_000,
                1_500,
                Some(800),
                Place::Below,
                "just under the target",
            ),
            (5_000, 800, Some(1_500), Place::Above, "over the target"),
            (0, 10_000, None, Place::Above, "nothing yet"),
        ] {
            let label = Label::of(at(end), at(dot), goal.map(at));
            assert!(label.place == expected, "{why}");
        }
    }

    #[test]
    fn a_year_is_marked_by_quarters() {
        let year = Running {
            from: "2025-12-15",
            to: "2026-12-14",
            ..running(&[])
        };
        let n_ticks = Plot::of(&year).unwrap().ticks().len();
        assert_eq!(n_ticks, 5, "15/12, 15/3, 15/6, 15/9, 14/12");
    }

    #[test]
    fn an_empty_period_is_a_frame_with_its_target() {
        let empty = Running {
            n: 0,
            projected: None,
            today: "2026-06-15",
            ..running(&[])
        };
        let drawn = line(Words::of(Language::Vi), &empty).into_string();
        assert!(
            drawn.contains("chỉ tiêu 600") && drawn.contains("0 phiếu"),
            "{drawn}"
        );
        let nothing = Running {
            wanted: None,
            ..empty
        };
        let drawn = line(Words::of(Language::En), &nothing).into_string();
        assert!(
            drawn.contains("0 sheets") && !drawn.contains("target"),
            "{drawn}"
        );
    }
}
