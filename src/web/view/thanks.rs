//! The last page, the same for everybody and every answer.

use maud::{Markup, html};

use crate::web::text::Words;
use crate::web::view::layout;

/// The thank-you in the language of `tag`.
///
/// It knows nothing about the answer and links nowhere, so the next person finds nothing.
#[must_use]
pub fn page(tag: &str) -> Markup {
    let words = Words::for_tag(tag);
    let content = html! {
        main class="sheet thanks" {
            h1 { (words.say("thanks.title")) }
            p class="lead" { (words.say("thanks.stored")) }
            p class="lead" { (words.say("thanks.private")) }
            section class="not-a-complaint" aria-label=(words.say("paper.complaint_label")) {
                p { strong { (words.say("paper.not_a_complaint")) } (words.say("paper.where_complaints_go")) }
            }
        }
    };
    layout::paper(words.say("thanks.title"), words.tag(), &content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thanks_are_the_same_for_everybody_and_lead_nowhere() {
        let page = page("vi").into_string();
        assert!(page.contains("Đây không phải đơn khiếu nại, tố cáo."));
        assert!(!page.contains("<a "), "no way back to an answer");
    }
}
