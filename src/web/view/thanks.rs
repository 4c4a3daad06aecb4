//! The last page, the same for everybody and every answer.

use maud::{Markup, html};

use crate::web::text::Words;
use crate::web::view::kiosk::THANKS_S;
use crate::web::view::speech::Speech;
use crate::web::view::{layout, questionnaire};

/// The thank-you in the language of `tag`.
///
/// It knows nothing about the answer and links nowhere, so the next person finds nothing.
#[must_use]
pub fn page(tag: &str) -> Markup {
    let words = Words::for_tag(tag);
    let content = html! { main class="sheet thanks" { (said(words)) } };
    layout::paper(words.say("thanks.title"), words.tag(), &content)
}

/// The thank-you of a tablet without JavaScript, which goes back to its first page by itself.
#[must_use]
pub fn at_tablet(tag: &str) -> Markup {
    let words = Words::for_tag(tag);
    let content = html! {
        main class="sheet thanks" {
            (said(words))
            a class="button" href="/may/quay" { (words.say("kiosk.done")) }
        }
    };
    let onward = (THANKS_S, "/may/quay");
    layout::passing(words.say("thanks.title"), words.tag(), onward, &content)
}

fn said(words: Words) -> Markup {
    html! {
        h1 { (words.say("thanks.title")) }
        p class="lead" { (words.say("thanks.stored")) }
        p class="lead" { (words.say("thanks.private")) }
        (questionnaire::not_a_complaint(words, Speech::silent(words.tag())))
    }
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

    #[test]
    fn a_tablet_goes_back_to_its_first_page() {
        let page = at_tablet("en").into_string();
        assert!(page.contains("http-equiv=\"refresh\" content=\"8;url=/may/quay\""));
        assert_eq!(page.matches("href=\"/may/").count(), 1, "and nowhere else");
    }
}
