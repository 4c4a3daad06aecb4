//! Seconds that run out, as a ring and in words.

use maud::{Markup, html};

use crate::web::text::Words;

/// A ring that empties; the words beside it say the same.
pub(super) fn ring(seconds: u8) -> Markup {
    html! {
        div class="ring" aria-hidden="true" {
            svg viewBox="0 0 160 160" focusable="false" {
                circle class="ring-ground" cx="80" cy="80" r="70" {}
                circle class="ring-left" cx="80" cy="80" r="70" pathLength="1" transform="rotate(-90 80 80)" {}
            }
            b data-seconds { (seconds) }
        }
    }
}

/// The words under `key`, with `{time}` as seconds that count.
pub(super) fn in_words(words: Words, key: &str, seconds: u8) -> Markup {
    let (before, after) = around(words.say(key), "{time}");
    let (ahead, unit) = around(words.say("kiosk.seconds"), "{n}");
    html! { (before) b { (ahead) span data-seconds { (seconds) } (unit) } (after) }
}

fn around<'a>(text: &'a str, mark: &str) -> (&'a str, &'a str) {
    text.split_once(mark).unwrap_or((text, ""))
}
