//! The tablet's settings: a PIN pad, and behind it how the tablet is and what can be done.

use maud::{DOCTYPE, Markup, html};

use crate::web::assets;
use crate::web::text::Words;

/// The page. It holds every word the script may show, each in its place and hidden.
#[must_use]
pub fn page(words: Words) -> Markup {
    let say = |key| words.say(key);
    html! {
        (DOCTYPE)
        html lang=(words.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (say("tablet.title")) }
                link rel="icon" href=(assets::path("icon.svg")) type="image/svg+xml";
                link rel="manifest" href="/may/app.webmanifest";
                link rel="stylesheet" href=(assets::path("base.css"));
                link rel="stylesheet" href=(assets::path("settings.css"));
                script type="module" src=(assets::path("settings.js")) {}
            }
            body {
                main {
                    h1 { (say("tablet.title")) }
                    noscript { p class="attention" { (say("tablet.no_script")) } }
                    (pad(words))
                    section id="settings" hidden {
                        p id="plain" class="attention" hidden {
                            strong { (say("tablet.plain")) } " " (say("tablet.plain_what"))
                        }
                        (state(words))
                        p id="outcome" role="status" {
                            (variant("sent", say("tablet.outcome_sent")))
                            (variant("nothing", say("tablet.outcome_nothing")))
                            (variant("later", say("tablet.outcome_later")))
                            (variant("offline", say("tablet.outcome_offline")))
                            (variant("unknown", say("tablet.outcome_unknown")))
                            (variant("revoked", say("tablet.outcome_revoked")))
                            (variant("saved", say("tablet.outcome_saved")))
                            (variant("empty", say("tablet.outcome_empty")))
                        }
                        (acts(words))
                    }
                    p { a class="button quiet" id="back" href="/may/quay" { (say("tablet.back")) } }
                }
            }
        }
    }
}

fn pad(words: Words) -> Markup {
    let say = |key| words.say(key);
    html! {
        section id="pad" hidden aria-labelledby="ask" {
            h2 id="ask" { (say("tablet.pin")) }
            p { (say("tablet.pin_what")) }
            p id="typed" aria-live="polite" data-typed=(say("tablet.pin_typed")) {
                @for _ in 0..6 { i {} }
                span class="aside-to-ear" {}
            }
            p id="refused" role="alert" {
                (variant("wrong", say("tablet.pin_wrong")))
                (variant("wait", say("tablet.pin_wait")))
                (variant("none", say("tablet.pin_none")))
            }
            div class="keys" {
                @for digit in 1..=9 { button type="button" data-digit=(digit) { (digit) } }
                button type="button" data-erase="all" { (say("tablet.pin_clear")) }
                button type="button" data-digit="0" { "0" }
                button type="button" data-erase="one" { (say("tablet.pin_back")) }
            }
        }
    }
}

fn state(words: Words) -> Markup {
    let say = |key| words.say(key);
    let row = |key: &str, name: &str, value: Markup| {
        html! { div { dt { (words.say(key)) } dd data-of=(name) { (value) } } }
    };
    html! {
        dl {
            (row("tablet.device", "name", html! {}))
            (row("tablet.unit", "unit", html! {}))
            (row("tablet.connection", "connection", html! {
                (variant("ok", say("tablet.connection_ok")))
                (variant("later", say("tablet.connection_later")))
                (variant("offline", say("tablet.connection_offline")))
                (variant("unknown", say("tablet.connection_unknown")))
                (variant("revoked", say("tablet.connection_revoked")))
            }))
            (row("tablet.waiting", "waiting", html! {}))
            (row("tablet.sent", "sent", html! {
                (variant("never", say("tablet.sent_never")))
                (variant("am", say("tablet.sent_am")))
                (variant("pm", say("tablet.sent_pm")))
            }))
            (row("tablet.refused", "refused", html! {}))
            (row("tablet.storage", "storage", html! {
                (variant("persistent", say("tablet.storage_persistent")))
                (variant("best-effort", say("tablet.storage_best_effort")))
            }))
            (row("tablet.sealing", "sealing", html! {
                (variant("sealed", say("tablet.sealing_sealed")))
                (variant("plain", say("tablet.sealing_plain")))
            }))
            (row("tablet.offline", "offline", html! {
                (variant("ready", say("tablet.offline_ready")))
                (variant("filling", say("tablet.offline_filling")))
                (variant("plain", say("tablet.offline_plain")))
            }))
        }
    }
}

fn acts(words: Words) -> Markup {
    let say = |key| words.say(key);
    let button = |name: &str, key: &str| {
        html! { button type="button" class="button" data-act=(name) { (words.say(key)) } }
    };
    let note = |key: &str| html! { p class="note" { (words.say(key)) } };
    html! {
        div class="acts" {
            div { (button("send", "tablet.send")) (note("tablet.send_what")) }
            div { (button("help", "tablet.help")) (note("tablet.help_what")) }
            div class="volume" {
                label for="volume" { (say("tablet.volume")) }
                input id="volume" type="range" min="0" max="8" step="1";
                (button("test", "tablet.volume_test"))
            }
            div { a class="button" href="/may?lai=1" { (say("tablet.enrol")) } (note("tablet.enrol_what")) }
            div {
                (button("rescue", "tablet.rescue"))
                p class="note" {
                    (variant("sealed", say("tablet.rescue_sealed")))
                    (variant("plain", say("tablet.rescue_plain")))
                }
            }
            div { (button("refused", "tablet.rescue_refused")) (note("tablet.rescue_refused_what")) }
        }
    }
}

/// One of several wordings, of which the script shows the one that holds.
fn variant(name: &str, text: &str) -> Markup {
    html! { span data-is=(name) hidden { (text) } }
}
