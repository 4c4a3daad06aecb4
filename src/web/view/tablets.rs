//! The tablets of a unit: what stands at its counter, and what may be done with it.

use maud::{Markup, html};

use crate::storage::device_report::DeviceReportRow;
use crate::usecase::report_device::DeviceState;
use crate::web::text::Words;
use crate::web::view::layout::{self, Masthead};
use crate::web::view::number;
use crate::web::view::unit_nav::{self, Place};

/// The tablets of a unit.
#[derive(Clone, Copy, Debug)]
pub struct Tablets<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The unit's code.
    pub unit: &'a str,
    /// The unit, such as `Xã Nấm Dẩn`.
    pub name: &'a str,
    /// Today, ISO.
    pub today: &'a str,
    /// Its devices.
    pub devices: &'a [Device],
    /// Forms a tablet may ask: id and title.
    pub forms: &'a [(String, String)],
    /// What is typed to add one.
    pub add: Add<'a>,
}

/// One device.
#[derive(Clone, Debug)]
pub struct Device {
    /// The device and what it said of itself.
    pub state: DeviceState,
    /// The channel in words.
    pub channel: String,
    /// The title of the form it asks.
    pub form: String,
    /// Whether a code enrols it again.
    pub is_tablet: bool,
    /// Whether it has been silent for too long.
    pub is_silent: bool,
    /// The staff's PIN.
    pub pin: Option<String>,
}

/// The fields of a tablet to be added.
#[derive(Clone, Copy, Debug)]
pub struct Add<'a> {
    /// The name typed.
    pub name: &'a str,
    /// The form chosen.
    pub form: &'a str,
    /// Why it was not added.
    pub problem: Option<&'a str>,
}

/// The page.
#[must_use]
pub fn page(words: Words, tablets: &Tablets<'_>) -> Markup {
    let title = words.fill("tablets.title", &[("unit", tablets.name)]);
    let content = html! {
        main class="wide" id="content" {
            (unit_nav::nav(words, tablets.unit, Place::Tablets))
            div class="head" { h1 { (title) } }
            @if tablets.devices.is_empty() {
                div class="beside" { (add(words, tablets)) (first_steps(words)) }
            } @else {
                (list(words, tablets))
                div class="beside" { (add(words, tablets)) (hints(words)) }
            }
            p class="foot" { (words.say("tablets.foot")) }
        }
    };
    layout::desk(words, &title, tablets.masthead, &content)
}

fn first_steps(words: Words) -> Markup {
    html! {
        section {
            h2 { (words.say("tablets.none")) }
            p { (words.say("tablets.none_what")) }
            ol class="steps" {
                li { span { (words.say("tablets.step_name")) } }
                li { span { (words.say("tablets.step_scan")) } }
                li { span { (words.say("tablets.step_turn")) } }
            }
        }
    }
}

fn hints(words: Words) -> Markup {
    html! {
        section {
            h2 { (words.say("tablets.lost")) }
            p { (words.say("tablets.lost_what")) }
            h2 { (words.say("tablets.again_title")) }
            p { (words.say("tablets.again_what")) }
            h2 { (words.say("tablets.pin_title")) }
            p { (words.say("tablets.pin_what")) }
        }
    }
}

fn add(words: Words, tablets: &Tablets<'_>) -> Markup {
    let add = tablets.add;
    html! {
        section class="entry" {
            h2 { (words.say("tablets.add")) }
            @if let Some(problem) = add.problem {
                div class="attention" role="alert" {
                    p id="wrong" { (words.say("tablets.not_added")) " " (problem) ". " a href="#name" { (words.say("tablets.mend")) } }
                }
            }
            form method="post" action={ "/don-vi/" (tablets.unit) "/may/moi" } {
                div class="field" {
                    label for="name" { (words.say("tablets.name")) }
                    input id="name" name="name" type="text" value=(add.name) required maxlength="64"
                        autocomplete="off" aria-describedby=(if add.problem.is_some() { "name-hint wrong" } else { "name-hint" });
                    p class="note" id="name-hint" { (words.say("tablets.name_hint")) }
                }
                div class="field" {
                    label for="form" { (words.say("tablets.form")) }
                    select id="form" name="form" {
                        @for (id, title) in tablets.forms {
                            option value=(id) selected[id == add.form] { (title) }
                        }
                    }
                }
                button class="button filled" type="submit" { (words.say("tablets.get_code")) }
            }
        }
    }
}

fn list(words: Words, tablets: &Tablets<'_>) -> Markup {
    let caption = words.say("tablets.list");
    html! {
        div class="scroll block" tabindex="0" role="region" aria-label=(caption) {
            table class="tablets" {
                caption { (caption) }
                thead { tr {
                    th scope="col" { (words.say("tablets.device")) }
                    th scope="col" { (words.say("tablets.seen")) }
                    th scope="col" class="number" { (words.say("tablets.waiting")) }
                    th scope="col" class="number" { (words.say("tablets.finished")) }
                    th scope="col" class="number" { (words.say("tablets.stored")) }
                    th scope="col" { (words.say("tablets.keeping")) }
                    th scope="col" { (words.say("tablets.pin")) }
                    th scope="col" { (words.say("tablets.acts")) }
                } }
                tbody { @for device in tablets.devices { (row(words, tablets, device)) } }
            }
        }
        p class="note" { (words.say("tablets.list_note")) }
    }
}

fn row(words: Words, tablets: &Tablets<'_>, device: &Device) -> Markup {
    let DeviceState {
        device: row,
        report,
        visits,
        stored,
        missing,
    } = &device.state;
    let path = format!("/don-vi/{}/may/{}", tablets.unit, row.id);
    let unknown = words.say("tablets.unknown");
    html! {
        tr {
            th scope="row" {
                strong { (row.name) }
                p class="note" { (device.form) }
                p class="note" { @if !device.is_tablet { (device.channel) " · " } (row.id) }
            }
            td data-label=(words.say("tablets.seen")) { (seen(words, tablets.today, device)) }
            @if let Some(report) = report {
                td class="number" data-label=(words.say("tablets.waiting")) {
                    (count(words, report.waiting))
                    (some(words, "tablets.refused", report.refused))
                    (some(words, "tablets.lost_sheets", report.lost))
                }
                td class="number" data-label=(words.say("tablets.finished")) {
                    (number::count(words, visits.finished))
                    @if visits.rotated > 0 {
                        p class="note" { (words.fill("tablets.rotated", &[("n", &number::count(words, visits.rotated))])) }
                    }
                }
            } @else {
                td class="number" data-label=(words.say("tablets.waiting")) { (unknown) }
                td class="number" data-label=(words.say("tablets.finished")) { (unknown) }
            }
            td class="number" data-label=(words.say("tablets.stored")) {
                (number::count(words, *stored))
                @if *missing > 0 {
                    p class="attention" { (words.fill("tablets.missing", &[("n", &number::count(words, *missing))])) }
                }
            }
            td data-label=(words.say("tablets.keeping")) {
                @if let Some(report) = report { (keeping(words, report)) } @else { (unknown) }
            }
            td { @if device.is_tablet && !row.revoked { (pin(words, &path, device)) } }
            td { (acts(words, &path, device)) }
        }
    }
}

fn seen(words: Words, today: &str, device: &Device) -> Markup {
    let moment = device.state.report.as_ref().map(|report| {
        let (day, time) = report
            .last_seen
            .split_once('T')
            .unwrap_or((&report.last_seen, ""));
        if day == today {
            words.fill("tablets.today", &[("time", time)])
        } else {
            let day = number::date(words, day);
            words.fill("tablets.at", &[("day", &day), ("time", time)])
        }
    });
    html! {
        @if device.state.device.revoked { p { strong { (words.say("tablets.revoked")) } } }
        @match moment {
            Some(moment) => p { (moment) },
            None => p { (words.say("tablets.never_seen")) },
        }
        @if device.is_silent && !device.state.device.revoked {
            p class="attention" { (words.say("tablets.silent")) }
        }
    }
}

/// How safely the queue is kept, in words for what to look after.
fn keeping(words: Words, report: &DeviceReportRow) -> Markup {
    let say = |holds: bool, yes: &'static str, no: &'static str| if holds { yes } else { no };
    let version = report.version.get(..8).unwrap_or(&report.version);
    html! {
        p { (say(report.persistent, words.say("tablets.persistent"), words.say("tablets.best_effort"))) }
        p { (say(report.offline, words.say("tablets.offline"), words.say("tablets.online_only"))) }
        p { (say(report.encrypted, words.say("tablets.encrypted"), words.say("tablets.plain"))) }
        @if !version.is_empty() { p class="note" { (words.fill("tablets.version", &[("version", version)])) } }
    }
}

fn count(words: Words, n: i64) -> String {
    number::count(words, u64::try_from(n).unwrap_or_default())
}

/// A count that is shown only when there is something to look at.
fn some(words: Words, key: &str, n: i64) -> Markup {
    html! {
        @if n > 0 { p class="attention" { (words.fill(key, &[("n", &count(words, n))])) } }
    }
}

/// Behind a disclosure: an officer's screen is seen from the counter too.
fn pin(words: Words, path: &str, device: &Device) -> Markup {
    let for_device = format!(
        "{}: {}",
        words.say("tablets.pin_reset"),
        device.state.device.name
    );
    html! {
        details {
            summary aria-label={ (words.say("tablets.pin_show")) ": " (device.state.device.name) } { (words.say("tablets.pin_show")) }
            p class="pin" {
                @match &device.pin {
                    Some(pin) => strong { (pin) },
                    None => (words.say("tablets.pin_none")),
                }
            }
            form method="post" action={ (path) "/pin" } {
                button class="button" type="submit" aria-label=(for_device) { (words.say("tablets.pin_reset")) }
            }
        }
    }
}

fn acts(words: Words, path: &str, device: &Device) -> Markup {
    let again = words.say("tablets.again");
    let revoke = words.say("tablets.revoke");
    html! {
        div class="acts" {
            @if device.is_tablet {
                form method="post" action={ (path) "/dang-ky-lai" } {
                    button class="button" type="submit" aria-label={ (again) ": " (device.state.device.name) } { (again) }
                }
            }
            @if !device.state.device.revoked {
                details {
                    summary aria-label={ (revoke) ": " (device.state.device.name) } { (revoke) }
                    p { (words.say("tablets.revoke_what")) }
                    form method="post" action={ (path) "/thu-hoi" } {
                        button class="button" type="submit" {
                            (words.fill("tablets.revoke_device", &[("name", &device.state.device.name)]))
                        }
                    }
                }
            }
        }
    }
}
