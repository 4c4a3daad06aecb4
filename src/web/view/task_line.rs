//! The task of a unit's period on one line: what is done, what is to be done now, until when.

use maud::{Markup, html};

use crate::domain::report::{Act, State};
use crate::usecase::follow_report::{Progress, Task};
use crate::web::text::Words;
use crate::web::view::{number, report_steps};

/// Days before the deadline from which it is marked.
const DAYS_MARKED: i32 = 7;

/// The line, for the page of the report.
#[must_use]
pub fn line(words: Words, task: &Task) -> Markup {
    with_more(words, task, &html! {})
}

/// The same for the unit's first page, with the way to the report, and with what only the report's
/// own page would tell: that its leader is waited for, or that the province returned it and why.
#[must_use]
pub fn line_with_state(words: Words, task: &Task) -> Markup {
    let address = format!("/don-vi/{}/bao-cao?period={}", task.unit, task.period);
    let more = html! {
        a class="onward" href=(address) { (link(words, task.report.state)) }
        @match task.report.state {
            State::Drafted => p class="task-state" {
                a href=(address) { (report_steps::state(words, State::Drafted)) }
            },
            State::Returned => (returned(words, task, &address)),
            State::Open | State::Confirmed | State::Submitted | State::Accepted | State::Published | State::Archived => {},
        }
    };
    with_more(words, task, &more)
}

/// That the province returned the report, when and why.
fn returned(words: Words, task: &Task, address: &str) -> Markup {
    let step = task.report.last(Act::RequestChange);
    let reason = step.and_then(|step| step.reason.as_ref());
    html! {
        div class="task-state attention" {
            p {
                strong { a href=(address) { (report_steps::done(words, Act::RequestChange)) } }
                @if let Some(step) = step { ", " (number::date(words, &step.day.to_string())) }
            }
            @if let Some(reason) = reason { p class="said" { (reason) } }
        }
    }
}

fn with_more(words: Words, task: &Task, more: &Markup) -> Markup {
    html! {
        section class="task-line" aria-label=(words.say("task.title")) {
            strong { (words.say("task.title")) }
            ol {
                li aria-current=[is_collecting(task).then_some("step")] { (collecting(words, task)) }
                @for (act, progress) in shown(task) {
                    li aria-current=[is_now(task, progress).then_some("step")] { (step(words, task, act, progress)) }
                }
            }
            (due(words, task))
            (more)
        }
    }
}

/// How long there is until the deadline, or how long it is over; nothing once it is handed in.
#[must_use]
pub fn due(words: Words, task: &Task) -> Markup {
    if task.report.state.is_received() {
        return html! {};
    }
    let days = task.days_left();
    let n = days.unsigned_abs().to_string();
    let text = match days {
        0 => words.say("task.today").to_owned(),
        1.. => words.fill("task.days_left", &[("n", &n)]),
        _ => words.fill("task.days_over", &[("n", &n)]),
    };
    html! { span class=(if days <= DAYS_MARKED { "attention" } else { "note" }) { (text) } }
}

/// The steps from where the report is: what the province does is shown once it has it.
fn shown(task: &Task) -> Vec<(Act, Progress)> {
    let is_received = task.report.state.is_received();
    let is_early = |act: Act| matches!(act, Act::Draft | Act::Confirm | Act::Submit);
    let way = task.way().into_iter();
    way.filter(|(act, _)| is_early(*act) != is_received || *act == Act::Submit)
        .collect()
}

/// Whether answers still come in and nothing was written yet.
#[must_use]
pub fn is_collecting(task: &Task) -> bool {
    !task.is_collected() && task.report.state == State::Open
}

fn is_now(task: &Task, progress: Progress) -> bool {
    progress == Progress::Now && !is_collecting(task)
}

/// Until when answers come in.
#[must_use]
pub fn collecting(words: Words, task: &Task) -> String {
    let day = number::date(words, &task.period.to().to_string());
    if task.is_collected() {
        words.fill("task.collected", &[("day", &day)])
    } else {
        words.fill("task.collecting", &[("day", &day)])
    }
}

/// A step in words: done on a day, being done, or to come.
#[must_use]
pub fn step(words: Words, task: &Task, act: Act, progress: Progress) -> String {
    let name = match act {
        Act::Draft => words.say("task.draft"),
        Act::Confirm => words.say("task.confirm"),
        Act::Submit => words.say("task.submit"),
        Act::Accept | Act::RequestChange => words.say("task.accept"),
        Act::Publish => words.say("task.publish"),
        Act::Archive => words.say("task.archive"),
    };
    match progress {
        Progress::Done(day) => {
            let day = number::date(words, &day.to_string());
            words.fill("task.done", &[("step", name), ("day", &day)])
        }
        Progress::Now | Progress::Ahead if act == Act::Submit => {
            let day = number::date(words, &task.deadline.to_string());
            words.fill("task.submit_until", &[("day", &day)])
        }
        Progress::Now if is_now(task, progress) => words.fill("task.now", &[("step", name)]),
        Progress::Now | Progress::Ahead => name.to_owned(),
    }
}

fn link(words: Words, state: State) -> &'static str {
    match state {
        State::Open | State::Drafted | State::Confirmed | State::Returned => {
            words.say("task.open_draft")
        }
        State::Submitted | State::Accepted | State::Published | State::Archived => {
            words.say("task.open_report")
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;
    use crate::config::Language;
    use crate::domain::period::Period;
    use crate::domain::report::{Step, follow};
    use crate::usecase::follow_report::Home;

    fn task(today: Date, acts: &[Act]) -> Task {
        let steps = (1..).zip(acts).map(|(sequence, act)| Step {
            id: format!("{sequence:032x}"),
            sequence,
            act: *act,
            account: act.to_string(),
            position: "công chức".to_owned(),
            day: date(2026, 9, 16),
            received_on: date(2026, 9, 16),
            reason: None,
            figures: None,
        });
        Task {
            unit: "01141".to_owned(),
            period: Period::parse("2026-Q3b").unwrap(),
            round: None,
            today,
            deadline: date(2026, 9, 20),
            report: follow(steps),
            home: Home::Shared,
        }
    }

    #[test]
    fn the_desk_is_told_whom_the_report_waits_for_and_why_it_came_back() {
        let sent_back = [Act::Draft, Act::Confirm, Act::Submit, Act::RequestChange];
        let day = date(2026, 9, 17);
        for (language, n_done, shown) in [
            (Language::Vi, 1, "Đã dự thảo, chờ lãnh đạo xác nhận"),
            (Language::En, 1, "Drafted, for the leader to confirm"),
            (Language::Vi, 4, "Tỉnh trả lại để sửa"),
            (Language::En, 4, "Returned by the province for a change"),
        ] {
            let words = Words::of(language);
            let mut task = task(day, &sent_back[..n_done]);
            if let Some((step, _)) = task.report.steps.last_mut() {
                step.reason = Some("thiếu <b>".to_owned());
            }
            let told = line_with_state(words, &task).into_string();
            let way = format!("<a href=\"/don-vi/01141/bao-cao?period=2026-Q3b\">{shown}</a>");
            assert!(told.contains(&way), "{way}: {told}");
            assert_eq!(
                told.contains("thiếu &lt;b&gt;"),
                n_done == 4,
                "the province's reason, and not a note of the draft: {told}"
            );
            assert!(
                !line(words, &task).into_string().contains(shown),
                "the report's own page says it at the next step"
            );
        }
        for n_done in [0, 2, 3] {
            let task = task(day, &sent_back[..n_done]);
            let words = Words::of(Language::Vi);
            let told = line_with_state(words, &task).into_string();
            assert!(!told.contains("task-state"), "{n_done}: {told}");
        }
    }

    #[test]
    fn the_line_says_what_is_done_what_is_now_and_until_when() {
        let words = Words::of(Language::Vi);
        let done = [Act::Draft, Act::Confirm, Act::Submit];
        for (today, n_done, shown, hidden) in [
            (
                date(2026, 9, 1),
                0,
                "Thu phiếu đến hết 14/09/2026",
                "đang làm",
            ),
            (
                date(2026, 9, 17),
                0,
                "Dự thảo báo cáo: đang làm",
                "xong 16/09",
            ),
            (
                date(2026, 9, 17),
                0,
                "class=\"attention\">còn 3 ngày",
                "quá hạn",
            ),
            (date(2026, 9, 20), 1, "hạn là hôm nay", "còn"),
            (date(2026, 9, 24), 2, "quá hạn 4 ngày", "Tỉnh tiếp nhận"),
            (date(2026, 9, 24), 3, "Tỉnh tiếp nhận: đang làm", "quá hạn"),
        ] {
            let line = line(words, &task(today, &done[..n_done])).into_string();
            assert!(line.contains(shown), "{today}, {n_done}: {shown}: {line}");
            assert!(
                !line.contains(hidden),
                "{today}, {n_done}: no {hidden}: {line}"
            );
            assert_eq!(
                line.matches("aria-current").count(),
                1,
                "one step is now: {line}"
            );
        }
    }
}
