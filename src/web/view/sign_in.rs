//! Sign-in for officers, leaders and the province.

use maud::{Markup, html};

use crate::web::text::Words;
use crate::web::view::layout::{self, Masthead};

/// A sign-in page, fresh or after a refusal.
#[derive(Clone, Copy, Debug)]
pub struct SignIn<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// Where published results are, if there are any.
    pub published: Option<&'a str>,
    /// Where to go afterwards: an address on this server.
    pub next: &'a str,
    /// The name typed before.
    pub name: &'a str,
    /// Why the last attempt failed.
    pub refused: Option<Refused>,
}

/// Why nobody was let in. A wrong name and a wrong password look the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Name or password is wrong.
    Wrong,
    /// Too many attempts for this account; closed for a while.
    Locked,
}

/// The page.
#[must_use]
pub fn page(words: Words, sign_in: &SignIn<'_>) -> Markup {
    let title = words.say("sign_in.title");
    let content = html! {
        main class="wide" id="content" {
            div class="beside" {
                div class="entry" { (entry(words, sign_in)) }
                div {
                    h2 { (words.say("sign_in.forgotten")) }
                    p { (words.say("sign_in.forgotten_what")) }
                    h2 { (words.say("sign_in.tablet")) }
                    p { (words.say("sign_in.tablet_what")) }
                    @if let Some(address) = sign_in.published {
                        h2 { a href=(address) { (words.say("public.list_title")) } }
                        p { (words.say("public.link_what")) }
                    }
                }
            }
            p class="foot" { (words.say("desk.full_title")) }
        }
    };
    layout::desk(words, title, sign_in.masthead, &content)
}

fn entry(words: Words, sign_in: &SignIn<'_>) -> Markup {
    html! {
        h1 { (words.say("sign_in.title")) }
        p class="note" { (words.say("sign_in.for_whom")) }
        @if let Some(refused) = sign_in.refused {
            div class="attention" role="alert" {
                h2 { (words.say("sign_in.refused")) }
                p id="refused" {
                    @match refused {
                        Refused::Wrong => { (words.say("sign_in.wrong")) " " a href="#password" { (words.say("sign_in.again")) } }
                        Refused::Locked => { (words.say("sign_in.locked")) }
                    }
                }
            }
        }
        form method="post" action="/dang-nhap" {
            input type="hidden" name="next" value=(sign_in.next);
            div class="field" {
                label for="name" { (words.say("sign_in.name")) }
                input id="name" name="name" type="text" value=(sign_in.name) autocomplete="username"
                    autocapitalize="none" spellcheck="false" required maxlength="64";
            }
            div class="field" {
                label for="password" { (words.say("sign_in.password")) }
                input id="password" name="password" type="password" autocomplete="current-password"
                    required maxlength="256" aria-describedby=[sign_in.refused.map(|_| "refused")];
            }
            button class="button filled" type="submit" { (words.say("sign_in.title")) }
        }
        p class="note" { (words.say("sign_in.rules")) }
        p class="note" { (words.say("sign_in.nobody_asks")) }
    }
}
