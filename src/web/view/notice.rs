//! What became of what was asked last, above everything else on the page.

use maud::{Markup, html};

use crate::web::text::Words;

/// What became of something asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It is done.
    Done(String),
    /// It is not, and everything that stands against it.
    Refused(Vec<String>),
}

/// The notice, if there is one.
#[must_use]
pub fn shown(words: Words, notice: Option<&Notice>) -> Markup {
    html! {
        @match notice {
            Some(Notice::Done(text)) => p class="done" role="status" { (text) },
            Some(Notice::Refused(problems)) => {
                div class="attention refused" role="alert" {
                    p { strong { (words.say("report_way.refused")) } }
                    ul { @for problem in problems { li { (problem) } } }
                }
            },
            None => {}
        }
    }
}
