//! The frame of every page: the citizen's paper and the desks' ruled sheet.

use maud::{DOCTYPE, Markup, html};

use crate::web::assets;
use crate::web::text::Words;

/// A page for citizens: the cloth on top, the sheet below. `tag` is the language it is read in.
#[must_use]
pub fn paper(title: &str, tag: &str, content: &Markup) -> Markup {
    citizens(&head(title, "paper.css", &html! {}), tag, content)
}

/// A page of published results, for everybody.
#[must_use]
pub fn public(title: &str, tag: &str, content: &Markup) -> Markup {
    citizens(&head(title, "public.css", &html! {}), tag, content)
}

/// A poster of published results: on paper nothing but the poster.
#[must_use]
pub fn poster(title: &str, tag: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(tag) {
            (head(title, "poster.css", &html! {}))
            body { (content) }
        }
    }
}

/// A page for the tablet at the counter: the citizen's page, with screens where there is a script.
#[must_use]
pub fn kiosk(title: &str, tag: &str, content: &Markup) -> Markup {
    let more = html! {
        link rel="manifest" href="/may/app.webmanifest";
        link rel="stylesheet" href=(assets::path("kiosk.css"));
        @for module in TABLET_MODULES { script type="module" src=(assets::path(module)) {} }
    };
    citizens(&head(title, "paper.css", &more), tag, content)
}

/// What runs on a tablet.
const TABLET_MODULES: [&str; 2] = ["kiosk.js", "tablet.js"];

/// A page for citizens that leads on by itself to `address` after so many seconds.
#[must_use]
pub fn passing(title: &str, tag: &str, onward: (u8, &str), content: &Markup) -> Markup {
    let (seconds, address) = onward;
    let more = html! { meta http-equiv="refresh" content={ (seconds) ";url=" (address) }; };
    citizens(&head(title, "paper.css", &more), tag, content)
}

/// Sheets of slips: on paper nothing but the slips.
#[must_use]
pub fn slips(title: &str, tag: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(tag) {
            (head(title, "slips.css", &html! {}))
            body { (content) }
        }
    }
}

/// What stands in the masthead of a desk.
#[derive(Clone, Copy, Debug)]
pub struct Masthead<'a> {
    /// The desk's place, such as `Xã Nấm Dẩn (01141), tỉnh Tuyên Quang`.
    pub place: &'a str,
    /// The way up to the unit above, for who reaches it.
    pub above: Option<Above<'a>>,
    /// Name of the account signed in.
    pub account: Option<&'a str>,
    /// Address of this page in the other language.
    pub other_language: &'a str,
    /// Whether the figures are simulated, which every page then says.
    pub simulated: bool,
}

/// The desk of the unit above.
#[derive(Clone, Copy, Debug)]
pub struct Above<'a> {
    /// What it is called within a sentence, such as `tỉnh Tuyên Quang`.
    pub name: &'a str,
    /// Where it is.
    pub address: &'a str,
}

/// Stylesheets of single desk pages, beside `desk.css`.
const DESK_SHEETS: &[&str] = &[
    "figures.css",
    "rounds.css",
    "heat.css",
    "glance.css",
    "trend.css",
    "overview.css",
    "questions.css",
    "series.css",
    "plan.css",
    "report-desk.css",
];

/// A page for the desks.
#[must_use]
pub fn desk(words: Words, title: &str, masthead: Masthead<'_>, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(words.tag()) {
            (head(title, "desk.css", &html! {
                @for sheet in DESK_SHEETS { link rel="stylesheet" href=(assets::path(sheet)); }
            }))
            body {
                a class="skip" href="#content" { (words.say("desk.skip")) }
                (masthead_bar(words, masthead))
                (content)
            }
        }
    }
}

fn citizens(head: &Markup, tag: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(tag) {
            (head)
            body {
                div class="cloth" aria-hidden="true" {}
                (content)
            }
        }
    }
}

fn head(title: &str, sheet: &str, more: &Markup) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="robots" content="noindex";
            title { (title) }
            link rel="icon" href=(assets::path("icon.svg")) type="image/svg+xml";
            link rel="stylesheet" href=(assets::path("base.css"));
            link rel="stylesheet" href=(assets::path(sheet));
            (more)
        }
    }
}

fn masthead_bar(words: Words, masthead: Masthead<'_>) -> Markup {
    let other = words.language().pick("en", "vi");
    html! {
        header class="masthead" {
            div class="wide" {
                a class="name" href="/" { "hailong" }
                @if let Some(above) = masthead.above {
                    a class="above" href=(above.address) { "‹ " (words.fill("desk.whole", &[("place", above.name)])) }
                }
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
