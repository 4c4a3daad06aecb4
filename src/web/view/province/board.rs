//! Who has reported: a sum that holds, its bar, and those still missing.

use maud::{Markup, html};

use crate::domain::board::{Board, Due, Place};
use crate::usecase::watch_reports::{Line, Watched};
use crate::web::text::Words;
use crate::web::view::geometry::Length;
use crate::web::view::number;
use crate::web::view::province::{Links, count};

/// Units named here; the rest stand below the ranking.
const MOST_NAMED: usize = 4;

pub(super) fn block(words: Words, links: &Links, watched: &Watched) -> Markup {
    let missing: Vec<&Line> = watched
        .lines
        .iter()
        .filter(|line| is_missing(line))
        .collect();
    html! {
        section class="block board" {
            h2 { (title(words, watched)) }
            (sum(words, watched))
            (bar(words, watched))
            p class="note" { (words.say("overview.board_note")) }
            @if missing.is_empty() { p class="note" { (deadline(words, watched.shared_due())) } }
            @else { (named(words, links, watched, &missing)) }
        }
    }
}

fn is_missing(line: &Line) -> bool {
    match line.place {
        Place::Missing { .. } => true,
        Place::OnTime | Place::Late | Place::Collecting | Place::Withdrawn => false,
    }
}

fn title(words: Words, watched: &Watched) -> String {
    let board = watched.board;
    let key = match (watched.due.is_reporting(), board.missing) {
        (false, _) => "overview.board_running",
        (true, 0) => "overview.board_whole",
        (true, _) => "overview.board_title",
    };
    words.fill(
        key,
        &[
            ("n", &count(words, board.received())),
            ("all", &count(words, board.expected())),
            ("missing", &count(words, board.missing)),
            ("collecting", &count(words, board.collecting)),
        ],
    )
}

/// A part of the sum: its class, its number and its name.
type Part = (&'static str, usize, &'static str);

fn parts(words: Words, watched: &Watched) -> Vec<Part> {
    let Board {
        on_time,
        late,
        collecting,
        missing,
        withdrawn,
    } = watched.board;
    let is_overdue = |line: &Line| is_missing(line) && line.due.is_over();
    let missing_class = if watched.lines.iter().any(is_overdue) {
        "is-missing"
    } else {
        "is-due"
    };
    let mut parts = vec![("is-on-time", on_time, words.say("overview.on_time"))];
    if collecting > 0 {
        parts.push((
            "is-collecting",
            collecting,
            words.say("overview.collecting"),
        ));
    }
    // Nobody is late before the period is over.
    if watched.due.is_reporting() {
        parts.push(("is-late", late, words.say("overview.late")));
    }
    parts.extend([
        (missing_class, missing, words.say("overview.missing")),
        ("is-withdrawn", withdrawn, words.say("overview.withdrawn")),
    ]);
    parts
}

/// All units = each part, in the same order as the bar.
fn sum(words: Words, watched: &Watched) -> Markup {
    html! {
        p class="board-sum" {
            span class="term" { b { (count(words, watched.board.expected())) } small { (words.say("overview.expected")) } }
            @for (place, (class, n, name)) in parts(words, watched).into_iter().enumerate() {
                span class="sign" { @if place == 0 { "=" } @else { "+" } }
                span class="term" { b { (count(words, n)) } small { span class={ "key " (class) } {} (name) } }
            }
        }
    }
}

fn bar(words: Words, watched: &Watched) -> Markup {
    let parts = parts(words, watched);
    let wide = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let all = wide(watched.board.expected());
    let spoken: Vec<String> = parts
        .iter()
        .map(|(_, n, name)| format!("{name}: {}", count(words, *n)))
        .collect();
    let mut start = 0;
    html! {
        svg class="board-bar" role="img" aria-label=(spoken.join("; ")) focusable="false" {
            @for (class, n, _) in parts.iter().filter(|part| part.1 > 0) {
                @let from = Length::of(start, all);
                @let width = from.to(Length::of(start + wide(*n), all));
                ({ start += wide(*n); "" })
                rect class=(class) x=(from) y="0.5" width=(width) height="22" {}
            }
        }
    }
}

fn deadline(words: Words, due: Option<Due>) -> String {
    let Some(due) = due else {
        return words.say("overview.deadlines").to_owned();
    };
    let date = number::date(words, &due.deadline.to_string());
    if due.is_over() {
        return words.fill("overview.deadline_was", &[("date", &date)]);
    }
    let days = due.days_left().to_string();
    words.fill("overview.deadline_is", &[("date", &date), ("days", &days)])
}

fn named(words: Words, links: &Links, watched: &Watched, missing: &[&Line]) -> Markup {
    html! {
        table class="board-missing" {
            thead { tr {
                th scope="col" { (words.say("overview.missing_head")) ", " (deadline(words, watched.shared_due())) }
                th scope="col" class="number" { (words.say("overview.behind")) }
                th scope="col" { (words.say("overview.last_received")) }
            } }
            tbody {
                @for line in missing.iter().take(MOST_NAMED) {
                    tr {
                        th scope="row" { a href=(links.of_unit(&line.unit)) { (line.name) } }
                        td class="number" { (behind(words, line.place)) }
                        td { (last(words, line)) }
                    }
                }
            }
        }
        p class="board-more" {
            a href="#chua-co" { (words.fill("overview.see_all", &[("n", &count(words, missing.len()))])) }
            @if watched.due.is_reporting() {
                a href=(links.page("nhac-nop")) { (words.say("overview.remind")) }
            }
        }
    }
}

/// How late a unit is, in words.
pub(super) fn behind(words: Words, place: Place) -> String {
    match place {
        Place::Missing { days_late: 0 } => words.say("overview.not_due").to_owned(),
        Place::Missing { days_late } => words.fill(
            "overview.days",
            &[("n", &number::count(words, days_late.into()))],
        ),
        Place::OnTime | Place::Late | Place::Collecting | Place::Withdrawn => String::new(),
    }
}

/// When a unit's last bundle came, and of which period.
pub(super) fn last(words: Words, line: &Line) -> String {
    match &line.last {
        Some(row) => number::date(words, &row.received_on),
        None => words.say("overview.never").to_owned(),
    }
}
