//! The tablet at the counter: the questionnaire with a screen for each question and others around.
//!
//! Without JavaScript the page is the plain questionnaire, and every other screen stays hidden.
//! With it, screens are shown one at a time; their words are all here, so the script has none.

mod bar;
mod closing;
mod countdown;
mod rotating;
mod start;

use maud::{Markup, html};

pub use self::rotating::Block;

use crate::web::view::questionnaire::{self, Questionnaire};
use crate::web::view::{face, icon, layout};

/// What a tablet shows.
#[derive(Clone, Copy, Debug)]
pub struct Kiosk<'a> {
    /// The questionnaire in the language shown.
    pub sheet: Questionnaire<'a>,
    /// Tag of the language chosen; one without written texts is shown in another and heard.
    pub tongue: &'a str,
    /// Every language offered, in the order shown.
    pub tongues: &'a [Tongue<'a>],
    /// The rotating block asked after the questions of the form.
    pub block: Option<Block<'a>>,
}

/// A language offered.
#[derive(Clone, Copy, Debug)]
pub struct Tongue<'a> {
    /// Its tag.
    pub tag: &'a str,
    /// What it calls itself.
    pub own_name: &'a str,
    /// What it is called in Vietnamese.
    pub vietnamese_name: &'a str,
}

/// Seconds without a touch until the tablet asks whether anybody is there.
pub const QUIET_S: u8 = 60;
/// Seconds the question stands before the answers are wiped.
pub const WARNING_S: u8 = 30;
/// Seconds the thanks stand.
pub const THANKS_S: u8 = 8;
/// Forms with more numbered questions than this, a rotating block apart, are checked before they
/// are sent.
const MOST_UNCHECKED: usize = 10;

/// Catalogue keys of the words the screens say aloud, besides the texts of the form.
pub const SPOKEN: [&str; 21] = [
    "kiosk.ask",
    "kiosk.purpose",
    "kiosk.nameless",
    "paper.privacy",
    "kiosk.join",
    "kiosk.decline",
    "kiosk.no_harm",
    "paper.service",
    "paper.not_a_complaint",
    "paper.where_complaints_go",
    "paper.comment",
    "paper.comment_hint",
    "kiosk.enough",
    "thanks.title",
    "kiosk.kept",
    "kiosk.sent",
    "thanks.private",
    "kiosk.idle",
    "kiosk.idle_wipe",
    "kiosk.failed",
    "kiosk.failed_what",
];

/// The page. One that comes back to be mended has no script: what was typed stays typed.
#[must_use]
pub fn page(kiosk: &Kiosk<'_>) -> Markup {
    let sheet = &kiosk.sheet;
    let words = sheet.words();
    let form = &sheet.form.form_ref;
    let is_fresh = sheet.given.is_empty() && sheet.problems.is_empty();
    let is_checked = questionnaire::numbered(sheet) > MOST_UNCHECKED;
    let content = html! {
        (face::symbols())
        (icon::symbols())
        main class="sheet two kiosk" data-form=(form) data-language=(kiosk.tongue)
            data-quiet=(QUIET_S) data-warning=(WARNING_S) data-thanks=(THANKS_S) {
            div class="band" aria-hidden="true" { i {} }
            (questionnaire::opening(words, sheet))
            form method="post" action=(questionnaire::action(sheet)) autocomplete="off" novalidate {
                (start::attract(kiosk))
                (bar::bar(kiosk))
                (start::privacy(kiosk))
                (questionnaire::fields(words, sheet))
                (rotating::block(kiosk))
                @if is_checked { (closing::check(words)) }
                (bar::moves(kiosk))
                (start::languages(kiosk))
                (closing::nothing(words))
                (closing::failed(kiosk))
                (closing::thanks(kiosk))
                (closing::idle(kiosk))
            }
        }
    };
    let title = questionnaire::title(sheet);
    if is_fresh {
        layout::kiosk(&title, sheet.language, &content)
    } else {
        layout::paper(&title, sheet.language, &content)
    }
}

/// The most numbered questions one person is asked.
fn most_asked(kiosk: &Kiosk<'_>) -> usize {
    questionnaire::numbered(&kiosk.sheet) + rotating::most_questions(kiosk)
}

#[cfg(test)]
mod tests;
