//! The page at which a tablet is enrolled. A citizen may meet it too, on a tablet that was revoked.

use maud::{Markup, html};

use crate::web::assets;
use crate::web::text::Words;
use crate::web::view::layout;

/// An enrolment page, fresh or after a refusal.
#[derive(Clone, Copy, Debug)]
pub struct Enrolment<'a> {
    /// Whether a tablet that is enrolled is to be enrolled again.
    pub is_again: bool,
    /// The code that was refused, as typed.
    pub refused: Option<&'a str>,
}

/// The page.
#[must_use]
pub fn page(words: Words, enrolment: &Enrolment<'_>) -> Markup {
    let title = words.say("enrolment.title");
    let other = words.language().pick("en", "vi");
    let again = again(enrolment);
    let content = html! {
        main class="sheet two enrolment" {
            div class="opening" {
                p class="place" { (words.say("enrolment.for_whom")) }
                h1 { (title) }
                div class="tools" {
                    a class="tool" href={ "/may?lang=" (other) (again) } lang=(other) hreflang=(other) {
                        (words.language().pick("English", "Tiếng Việt"))
                    }
                }
            }
            div class="entry" {
                (entry(words, enrolment))
                section class="where" {
                    h2 { (words.say("enrolment.where")) }
                    ol {
                        li { (words.say("enrolment.step_sign_in")) }
                        li { (words.say("enrolment.step_page")) }
                        li { (words.say("enrolment.step_type")) }
                    }
                }
            }
            section class="not-a-complaint" aria-label=(words.say("enrolment.citizen")) {
                p { strong { (words.say("enrolment.citizen")) } (words.say("enrolment.citizen_what")) }
            }
        }
        script type="module" src=(assets::path("enrol.js")) {}
    };
    layout::paper(title, words.tag(), &content)
}

fn again(enrolment: &Enrolment<'_>) -> &'static str {
    if enrolment.is_again { "&lai=1" } else { "" }
}

fn entry(words: Words, enrolment: &Enrolment<'_>) -> Markup {
    let refused = enrolment.refused;
    html! {
        form method="post" action={ "/may?lang=" (words.tag()) (again(enrolment)) }
            data-enrol data-unreached=(words.say("enrolment.unreached"))
            data-refused=(words.say("enrolment.refused")) data-busy=(words.say("enrolment.busy")) {
            label class="asked" for="ma" { (words.say("enrolment.code")) }
            p class="hint" id="ma-hint" { (words.say("enrolment.code_hint")) }
            p class="wrong" id="ma-wrong" role="alert" hidden[refused.is_none()] {
                @if refused.is_some() { (words.say("enrolment.refused")) }
            }
            input class="code" id="ma" name="ma" type="text" value=(refused.unwrap_or_default())
                required maxlength="24" autocomplete="off" autocapitalize="characters" autocorrect="off"
                spellcheck="false" enterkeyhint="go" aria-describedby="ma-hint ma-wrong"
                aria-invalid=[refused.map(|_| "true")];
            button class="button" type="submit" { (words.say("enrolment.enrol")) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Language;

    #[test]
    fn a_refused_code_comes_back_to_be_mended_and_is_text() {
        let enrolment = Enrolment {
            is_again: false,
            refused: Some("7K3\"><b>"),
        };
        let page = page(Words::of(Language::Vi), &enrolment).into_string();
        assert!(page.contains("value=\"7K3&quot;&gt;&lt;b&gt;\""));
        assert!(page.contains("Mã không đúng hoặc đã hết hạn"));
    }

    #[test]
    fn a_citizen_who_meets_it_is_told_whom_to_ask() {
        let fresh = Enrolment {
            is_again: true,
            refused: None,
        };
        let page = page(Words::of(Language::Vi), &fresh).into_string();
        assert!(page.contains("Mời Ông/Bà báo công chức"));
        assert!(page.contains("action=\"/may?lang=vi&amp;lai=1\""));
    }
}
