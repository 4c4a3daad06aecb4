//! The frame of every page: the citizen's paper and the desks' ruled sheet.

use maud::{DOCTYPE, Markup, html};

use crate::web::assets;
use crate::web::text::Words;

/// A page for citizens: the cloth on top, the sheet below. `tag` is the language it is read in.
#[must_use]
pub fn paper(title: &str, tag: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(tag) {
            (head(title, "paper.css"))
            body {
                div class="cloth" aria-hidden="true" {}
                (content)
            }
        }
    }
}

/// Sheets of slips: on paper nothing but the slips.
#[must_use]
pub fn slips(title: &str, tag: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(tag) {
            (head(title, "slips.css"))
            body { (content) }
        }
    }
}

/// What stands in the masthead of a desk.
#[derive(Clone, Copy, Debug)]
pub struct Masthead<'a> {
    /// The desk's place, such as `Xã Nấm Dẩn (01141), tỉnh Tuyên Quang`.
    pub place: &'a str,
    /// Name of the account signed in.
    pub account: Option<&'a str>,
    /// Address of this page in the other language.
    pub other_language: &'a str,
    /// Whether the figures are simulated, which every page then says.
    pub simulated: bool,
}

/// A page for the desks.
#[must_use]
pub fn desk(words: Words, title: &str, masthead: Masthead<'_>, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(words.tag()) {
            (head(title, "desk.css"))
            body {
                a class="skip" href="#content" { (words.say("desk.skip")) }
                (masthead_bar(words, masthead))
                (content)
            }
        }
    }
}

fn head(title: &str, sheet: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="robots" content="noindex";
            title { (title) }
            link rel="icon" href=(assets::path("icon.svg")) type="image/svg+xml";
            link rel="stylesheet" href=(assets::path("base.css"));
            link rel="stylesheet" href=(assets::path(sheet));
        }
    }
}

fn masthead_bar(words: Words, masthead: Masthead<'_>) -> Markup {
    let other = words.language().pick("en", "vi");
    html! {
        header class="masthead" {
            div class="wide" {
                a class="name" href="/" { "hailong" }
                span { (masthead.place) }
                div class="who" {
                    @if masthead.simulated { span class="chip" { (words.say("desk.simulated")) } }
                    @if let Some(account) = masthead.account { span { (account) } }
                    a href=(masthead.other_language) lang=(other) hreflang=(other) {
                        (words.language().pick("English", "Tiếng Việt"))
                    }
                    @if masthead.account.is_some() {
                        form method="post" action="/dang-xuat" {
                            button type="submit" { (words.say("desk.sign_out")) }
                        }
                    }
                }
            }
        }
    }
}
