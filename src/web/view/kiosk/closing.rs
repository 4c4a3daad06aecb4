//! After the last question: the check, the thanks, and what may stand in between.

use maud::{Markup, html};

use crate::web::text::Words;
use crate::web::view::kiosk::{Kiosk, THANKS_S, WARNING_S, countdown};
use crate::web::view::questionnaire;

/// Every answer once more, for long forms. It is never read aloud.
pub(super) fn check(words: Words) -> Markup {
    html! {
        section data-screen="check" hidden {
            h2 class="title" { (words.say("kiosk.check")) }
            dl class="given" data-none=(words.say("kiosk.unanswered")) {}
            template {
                div {
                    dt {}
                    dd {}
                    dd { button type="button" class="change" data-do="change" { (words.say("kiosk.change")) } }
                }
            }
        }
    }
}

/// Sent without an answer.
pub(super) fn nothing(words: Words) -> Markup {
    html! {
        section class="word" data-screen="nothing" hidden {
            h2 class="title" { (words.say("kiosk.nothing")) }
            p class="lead" { (words.say("kiosk.nothing_what")) }
            div class="choice" {
                button type="button" class="button" data-do="first" { (words.say("kiosk.first")) }
                button type="button" class="button plain-button" data-do="wipe" { (words.say("kiosk.leave")) }
            }
        }
    }
}

/// The tablet could not keep the answer.
pub(super) fn failed(kiosk: &Kiosk<'_>) -> Markup {
    let (words, speech) = (kiosk.sheet.words(), kiosk.sheet.speech());
    html! {
        section class="word" data-screen="failed" hidden {
            h2 class="title" { (speech.words(words, "kiosk.failed")) }
            p class="lead" { (speech.words(words, "kiosk.failed_what")) }
            div class="choice" {
                button type="button" class="button" data-do="again" { (words.say("kiosk.again")) }
                button type="button" class="button plain-button" data-do="wipe" { (words.say("kiosk.wipe")) }
            }
        }
    }
}

/// The same for everybody and every answer; only where the sheet is differs.
pub(super) fn thanks(kiosk: &Kiosk<'_>) -> Markup {
    let (words, speech) = (kiosk.sheet.words(), kiosk.sheet.speech());
    html! {
        section data-screen="thanks" hidden {
            div class="thank" {
                h2 class="title" { (speech.words(words, "thanks.title")) }
                p class="lead" {
                    span class="kept" { (speech.words(words, "kiosk.kept")) }
                    span class="sent" hidden { (speech.words(words, "kiosk.sent")) }
                }
                p class="lead" { (speech.words(words, "thanks.private")) }
            }
            div class="home" {
                (countdown::ring(THANKS_S))
                p class="lead" { (countdown::in_words(words, "kiosk.home", THANKS_S)) }
            }
            (questionnaire::not_a_complaint(words, speech))
            button type="button" class="button" data-do="done" { (words.say("kiosk.done")) }
        }
    }
}

/// Is anybody there? A whole page, so that no answer shows behind it.
pub(super) fn idle(kiosk: &Kiosk<'_>) -> Markup {
    let (words, speech) = (kiosk.sheet.words(), kiosk.sheet.speech());
    html! {
        section data-screen="idle" hidden {
            (countdown::ring(WARNING_S))
            h2 class="title" { (speech.words(words, "kiosk.idle")) }
            p class="lead" {
                (countdown::in_words(words, "kiosk.idle_when", WARNING_S))
                (speech.words(words, "kiosk.idle_wipe"))
            }
            div class="choice" {
                button type="button" class="button" data-do="stay" { (words.say("kiosk.stay")) }
                button type="button" class="button plain-button" data-do="wipe" { (words.say("kiosk.wipe")) }
            }
        }
    }
}
