//! The citizen's pages around a slip: where its code is typed, and where an open page was closed.

use maud::{Markup, html};

use crate::web::text::Words;
use crate::web::view::layout;

/// Where the code of a slip is typed, for a phone that cannot scan. `wrong` is what was typed before
/// and cannot be a code.
#[must_use]
pub fn page(words: Words, wrong: Option<&str>) -> Markup {
    let title = words.say("voucher.enter");
    let other = words.language().pick("en", "vi");
    let described = if wrong.is_some() {
        "code-hint code-wrong"
    } else {
        "code-hint"
    };
    let content = html! {
        main class="sheet" {
            header class="opening" {
                h1 { (title) }
                p class="lead" { (words.say("voucher.enter_how")) }
            }
            form method="post" action={ "/q?lang=" (words.tag()) } autocomplete="off" novalidate {
                div class="question" {
                    label class="asked" for="code" { (words.say("voucher.code")) }
                    p class="hint" id="code-hint" { (words.say("voucher.code_hint")) }
                    @if wrong.is_some() { p class="wrong" id="code-wrong" role="alert" { (words.say("voucher.mistyped")) } }
                    // A keyboard for addresses adds no Vietnamese marks.
                    input class="line" id="code" name="ma" type="text" value=[wrong] inputmode="email"
                        autocapitalize="characters" autocomplete="off" spellcheck="false" maxlength="40" required
                        aria-describedby=(described) aria-invalid=[wrong.map(|_| "true")];
                }
                button class="button" type="submit" { (words.say("voucher.open")) }
            }
            section class="not-a-complaint" {
                p { a href={ "/q?lang=" (other) } lang=(other) hreflang=(other) {
                    (words.language().pick("English", "Tiếng Việt"))
                } }
            }
        }
    };
    layout::paper(title, words.tag(), &content)
}

/// What stands at the address of an open page that its unit has closed.
#[must_use]
pub fn closed(words: Words) -> Markup {
    let title = words.say("voucher.closed");
    let content = html! {
        main class="sheet thanks" {
            h1 { (title) }
            p class="lead" { (words.say("voucher.closed_advice")) }
            section class="not-a-complaint" {
                p { a href="/q" { (words.say("voucher.enter")) } }
            }
        }
    };
    layout::paper(title, words.tag(), &content)
}
