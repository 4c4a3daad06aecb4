//! The first page: what this server is, and where to go.

use maud::{Markup, html};

use crate::web::text::Words;
use crate::web::view::layout::{self, Masthead};

/// What the first page knows.
#[derive(Clone, Copy, Debug)]
pub struct Home<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The node's unit, such as `Xã Nấm Dẩn, tỉnh Tuyên Quang`.
    pub node: &'a str,
    /// Questionnaires of this node: what they are called and their address.
    pub questionnaires: &'a [(String, String)],
    /// Where published results are, if there are any.
    pub published: Option<&'a str>,
    /// The desk of the account signed in, if any.
    pub desk: Option<&'a str>,
    /// The administration, for an account that keeps it.
    pub administration: Option<&'a str>,
}

/// The page.
#[must_use]
pub fn page(words: Words, home: &Home<'_>) -> Markup {
    let content = html! {
        main class="wide" id="content" {
            div class="head" { h1 { (words.say("home.title")) } }
            p class="full-title" { (home.node) }
            p class="block" { (words.say("home.what")) }
            ul class="doors" {
                @for (name, address) in home.questionnaires {
                    li { a href=(address) { (name) } p { (words.say("home.answer")) } }
                }
                @if let Some(address) = home.published {
                    li { a href=(address) { (words.say("public.list_title")) } p { (words.say("public.link_what")) } }
                }
                @match home.desk {
                    Some(address) => li { a href=(address) { (words.say("home.desk")) } p { (words.say("home.desk_what")) } },
                    None => li { a href="/dang-nhap" { (words.say("sign_in.title")) } p { (words.say("sign_in.for_whom")) } },
                }
                @if let Some(address) = home.administration {
                    li { a href=(address) { (words.say("admin.title")) } p { (words.say("admin.what")) } }
                }
                li { a href="/openapi.json" { (words.say("home.programs")) } p { (words.say("home.programs_what")) } }
            }
            p class="foot" { (words.say("desk.full_title")) }
        }
    };
    layout::desk(words, words.say("home.title"), home.masthead, &content)
}
