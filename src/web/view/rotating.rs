//! What is said of the figures of a rotating block.

use maud::{Markup, html};

use crate::domain::results::ResultRow;
use crate::domain::roll_up::RollUp;
use crate::web::text::Words;

/// That each person was asked one group of the questions, where the headline is of a block: no
/// other headline is a mean of questions.
#[must_use]
pub(super) fn note(words: Words, headline: &ResultRow) -> Markup {
    html! {
        @if headline.roll_up == RollUp::MeanOfQuestions {
            p class="note" { (words.say("desk.rotating")) }
        }
    }
}
