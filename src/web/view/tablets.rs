//! The tablets of a unit: what stands at its counter, and what may be done with it.

use maud::{Markup, html};

use crate::web::text::Words;
use crate::web::view::layout::{self, Masthead};
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
    /// Its devices.
    pub devices: &'a [Device],
    /// Forms a tablet may ask: id and title.
    pub forms: &'a [(String, String)],
    /// What is typed to add one.
    pub add: Add<'a>,
}

/// One device.
#[derive(Clone, Debug, Default)]
pub struct Device {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The channel in words.
    pub channel: String,
    /// The title of the form it asks.
    pub form: String,
    /// Whether a code enrols it again.
    pub is_tablet: bool,
    /// Whether it was revoked.
    pub is_revoked: bool,
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
                    p id="wrong" { (problem) " " a href="#name" { (words.say("tablets.mend")) } }
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
                    th scope="col" { (words.say("tablets.form")) }
                    th scope="col" { (words.say("tablets.state")) }
                    th scope="col" { (words.say("tablets.pin")) }
                    th scope="col" { (words.say("tablets.acts")) }
                } }
                tbody { @for device in tablets.devices { (row(words, tablets.unit, device)) } }
            }
        }
    }
}

fn row(words: Words, unit: &str, device: &Device) -> Markup {
    let path = format!("/don-vi/{unit}/may/{}", device.id);
    html! {
        tr {
            th scope="row" {
                strong { (device.name) }
                p class="note" { (device.channel) " · " (device.id) }
            }
            td { (device.form) }
            td { @if device.is_revoked { (words.say("tablets.revoked")) } @else { (words.say("tablets.in_use")) } }
            td { @if device.is_tablet && !device.is_revoked { (pin(words, &path, device)) } }
            td { (acts(words, &path, device)) }
        }
    }
}

/// Behind a disclosure: an officer's screen is seen from the counter too.
fn pin(words: Words, path: &str, device: &Device) -> Markup {
    let for_device = format!("{}: {}", words.say("tablets.pin_reset"), device.name);
    html! {
        details {
            summary aria-label={ (words.say("tablets.pin_show")) ": " (device.name) } { (words.say("tablets.pin_show")) }
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
                    button class="button" type="submit" aria-label={ (again) ": " (device.name) } { (again) }
                }
            }
            @if !device.is_revoked {
                details {
                    summary aria-label={ (revoke) ": " (device.name) } { (revoke) }
                    p { (words.say("tablets.revoke_what")) }
                    form method="post" action={ (path) "/thu-hoi" } {
                        button class="button" type="submit" {
                            (words.fill("tablets.revoke_device", &[("name", &device.name)]))
                        }
                    }
                }
            }
        }
    }
}
