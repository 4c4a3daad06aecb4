//! Before the first question: the languages, and whether one wants to take part.

use maud::{Markup, html};

use crate::web::view::icon::icon;
use crate::web::view::kiosk::Kiosk;
use crate::web::view::questionnaire;

/// Languages that fit one under another on a tablet; more stand in two columns.
const MOST_IN_A_COLUMN: usize = 6;

/// The first screen.
pub(super) fn attract(kiosk: &Kiosk<'_>) -> Markup {
    let (words, sheet) = (kiosk.sheet.words(), &kiosk.sheet);
    html! {
        section data-screen="attract" hidden {
            div class="greeting" {
                p class="place" { (words.fill("paper.place", &[("unit", sheet.unit_name)])) }
                h2 class="title" { (words.say("kiosk.title")) }
                p class="lead quiet" {
                    @if kiosk.block.is_some() { (questionnaire::how_long_at_most(sheet, super::most_asked(kiosk))) }
                    @else { (questionnaire::how_long(sheet)) }
                }
            }
            div class="choosing" {
                p class="call" { (words.say("kiosk.choose")) }
                (rows(kiosk))
            }
            a class="staff" href="/may/cai-dat" { (words.say("kiosk.staff")) }
        }
    }
}

/// The languages once more, from within.
pub(super) fn languages(kiosk: &Kiosk<'_>) -> Markup {
    let words = kiosk.sheet.words();
    html! {
        section data-screen="languages" hidden {
            h2 class="title" { (words.say("paper.languages")) }
            (rows(kiosk))
            button type="button" class="button plain-button" data-do="stay" { (icon("back")) (words.say("kiosk.back")) }
        }
    }
}

fn rows(kiosk: &Kiosk<'_>) -> Markup {
    let class = match kiosk.tongues.len() {
        0..=3 => "tongues few",
        4..=MOST_IN_A_COLUMN => "tongues",
        _ => "tongues many",
    };
    html! {
        div class=(class) {
            @for tongue in kiosk.tongues {
                button type="button" class="tongue" data-tongue=(tongue.tag) {
                    (icon("speaker"))
                    b lang=(tongue.tag) { (tongue.own_name) }
                    @if tongue.own_name != tongue.vietnamese_name {
                        span lang="vi" { (tongue.vietnamese_name) }
                    }
                }
            }
        }
    }
}

/// What it is for, what is kept, and two buttons of equal weight.
pub(super) fn privacy(kiosk: &Kiosk<'_>) -> Markup {
    let (words, speech) = (kiosk.sheet.words(), kiosk.sheet.speech());
    let promises = [
        ("sprout", "kiosk.purpose"),
        ("nameless", "kiosk.nameless"),
        ("unknown", "paper.privacy"),
    ];
    let cards = [("join", "kiosk.join"), ("leave", "kiosk.decline")];
    let name = kiosk
        .tongues
        .iter()
        .find(|tongue| tongue.tag == kiosk.tongue);
    html! {
        section data-screen="privacy" hidden {
            div class="promises" {
                @if let Some(name) = name {
                    p class="aside-to-ear" { (speech.said(name.own_name, name.tag, name.vietnamese_name)) }
                }
                h2 class="title" { (speech.words(words, "kiosk.ask")) }
                ul { @for (picture, key) in promises { li data-spoken { (icon(picture)) p { (speech.words(words, key)) } } } }
            }
            div class="cards" {
                @for (picture, key) in cards {
                    button type="button" class="card" data-do=(picture) data-spoken {
                        (icon(picture)) (speech.words(words, key))
                    }
                }
                p class="hint" { (speech.words(words, "kiosk.no_harm")) }
            }
        }
    }
}
