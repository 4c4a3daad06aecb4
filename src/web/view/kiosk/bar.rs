//! What stands around every question: how far one is, the language, the sound, and the way on.

use maud::{Markup, html};

use crate::web::view::icon::icon;
use crate::web::view::kiosk::Kiosk;

/// Count and tools, above the question.
pub(super) fn bar(kiosk: &Kiosk<'_>) -> Markup {
    let words = kiosk.sheet.words();
    let own_name = kiosk
        .tongues
        .iter()
        .find(|tongue| tongue.tag == kiosk.tongue)
        .map_or(kiosk.tongue, |tongue| tongue.own_name);
    html! {
        p class="progress scripted" {
            b data-fill=(words.say("paper.question_number")) {}
            span class="wide" data-fill=(words.say("paper.of_all")) {}
            span class="narrow" data-fill="/{n}" {}
        }
        p class="progress scripted" { (words.say("paper.optional")) }
        p class="helping scripted" { (words.say("kiosk.helping")) }
        div class="bar scripted" {
            button type="button" class="tool" data-do="languages" {
                (icon("languages"))
                span class="aside-to-ear" { (words.say("paper.languages")) ": " }
                span class="name" lang=(kiosk.tongue) { (own_name) }
            }
            button type="button" class="tool listen" data-do="listen" {
                span {
                    (icon("speaker")) (words.say("kiosk.listen"))
                    small class="device" hidden { (words.say("kiosk.device")) }
                }
                span hidden { (icon("pause")) (words.say("kiosk.stop")) }
            }
        }
    }
}

/// Back, on, and out: without JavaScript the one button that sends.
pub(super) fn moves(kiosk: &Kiosk<'_>) -> Markup {
    let (words, speech) = (kiosk.sheet.words(), kiosk.sheet.speech());
    html! {
        p class="enough" role="status" {}
        template class="enough-words" { (speech.words(words, "kiosk.enough")) }
        button type="button" class="now scripted" data-do="now" { span { (words.say("kiosk.now")) } }
        div class="moves" {
            button type="button" class="button plain-button back scripted" data-do="back" {
                (icon("back")) span { (words.say("kiosk.back")) }
            }
            button type="submit" class="button on" {
                span class="next" hidden { (words.say("kiosk.next")) }
                span class="send" { (words.say("paper.send")) }
                span class="saving" hidden { (words.say("kiosk.saving")) }
                span class="scripted" { (icon("next")) }
            }
        }
    }
}
