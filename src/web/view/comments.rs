//! What people wrote: batches of ten or more, with nothing beside them.

use maud::{Markup, html};

use crate::domain::comments::HidingReason;
use crate::storage::hidden_comment::HiddenRow;
use crate::storage::released_comment::BatchRow;
use crate::usecase::release_comments::{MOST_SOUGHT, ON_A_PAGE, Released};
use crate::web::form_data::encode;
use crate::web::text::Words;
use crate::web::view::desk_nav::{self, Tabs, UnitPage};
use crate::web::view::layout::{self, Masthead};
use crate::web::view::number;

/// The comments of a unit, or what of them was looked for.
#[derive(Clone, Copy, Debug)]
pub struct CommentsPage<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The unit, such as `Xã Nấm Dẩn`.
    pub name: &'a str,
    /// The tabs.
    pub tabs: Tabs<'a>,
    /// The page's own address, without a query.
    pub address: &'a str,
    /// The comments; `None`: they are on the unit's own server.
    pub released: Option<&'a Released>,
    /// What was looked for; empty: everything.
    pub sought: &'a str,
    /// The page, 1 and up.
    pub page: usize,
    /// What the reader may do with a comment.
    pub reach: Reach,
}

/// What a reader may do with comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Read those that are not hidden.
    Read,
    /// Hide them, read what is hidden, and show it again.
    Hide,
}

/// The page.
#[must_use]
pub fn page(words: Words, page: &CommentsPage<'_>) -> Markup {
    let title = format!("{}, {}", words.say("comments.title"), page.name);
    let content = html! {
        main class="wide comments" id="content" {
            (desk_nav::unit(words, page.tabs, UnitPage::Comments))
            div class="head" { h1 { (title) } }
            p class="full-title" { (words.say("desk.full_title")) }
            div class="not-complaints" {
                p { strong { (words.say("comments.not_complaints")) } " " (words.say("comments.where_to")) }
                p class="note" { (words.say("comments.rule")) }
            }
            @match page.released {
                None => section class="block" { p { (words.say("comments.elsewhere")) } },
                Some(released) if released.n_shown == 0 && released.hidden.is_empty() => (nothing(words, released)),
                Some(released) => (found(words, page, released)),
            }
        }
    };
    layout::desk(words, &title, page.masthead, &content)
}

fn nothing(words: Words, released: &Released) -> Markup {
    html! {
        section class="block" {
            h2 { (words.say("comments.none")) }
            p { (words.say("comments.none_do")) }
            @if released.has_waiting { p class="note" { (words.say("comments.waiting")) } }
        }
    }
}

fn found(words: Words, page: &CommentsPage<'_>, released: &Released) -> Markup {
    html! {
        (search(words, page))
        p class="count" role="status" { (told(words, page, released)) }
        @for (batch, bodies) in &released.batches {
            section class="block" {
                h2 { (months(words, batch)) " " span class="note" { (words.fill("comments.n", &[("n", &number::count(words, batch.n))])) } }
                ul class="comment-list" { @for comment in bodies { li {
                    (comment.body)
                    @if page.reach == Reach::Hide { (hiding(words, page, &comment.id)) }
                } } }
            }
        }
        (pages(words, page, released.n_found))
        @if !released.hidden.is_empty() { (hidden(words, page, &released.hidden)) }
        @if released.has_waiting { p class="note foot" { (words.say("comments.waiting")) } }
    }
}

/// The form that hides one comment.
fn hiding(words: Words, page: &CommentsPage<'_>, id: &str) -> Markup {
    let field = format!("reason-{id}");
    html! {
        details class="hiding" {
            summary { (words.say("comments.hide")) }
            form method="post" action={ (page.address) "/" (id) "/che?period=" (page.tabs.period) } {
                label for=(field) { (words.say("comments.hide_why")) }
                select id=(field) name="reason" required {
                    option value="" { (words.say("comments.choose")) }
                    @for reason in HidingReason::ALL { option value=(reason.as_str()) { (because(words, reason)) } }
                }
                button class="button" type="submit" { (words.say("comments.hide_do")) }
            }
        }
    }
}

/// How many are hidden and why; for who may show them again, their words.
fn hidden(words: Words, page: &CommentsPage<'_>, hidden: &[(HiddenRow, Option<String>)]) -> Markup {
    let count = |n: usize| number::count(words, u64::try_from(n).unwrap_or(u64::MAX));
    let of = |reason| {
        hidden
            .iter()
            .filter(move |(row, _)| row.reason == reason)
            .count()
    };
    let reasons = HidingReason::ALL
        .into_iter()
        .filter(|reason| of(*reason) > 0);
    let reasons: Vec<String> = reasons
        .map(|reason| format!("{} ({})", because(words, reason), count(of(reason))))
        .collect();
    let told = [("n", count(hidden.len())), ("reasons", reasons.join(", "))];
    let told = told.each_ref().map(|(name, text)| (*name, text.as_str()));
    html! {
        section class="block" {
            h2 { (words.say("comments.hidden_title")) }
            p { (words.fill("comments.hidden", &told)) }
            p class="note" { (words.say("comments.hidden_how")) }
            @if page.reach == Reach::Hide {
                details {
                    summary { (words.say("comments.hidden_read")) }
                    ul class="comment-list" { @for (row, body) in hidden { @if let Some(body) = body { li { (body) (shown_again(words, page, row)) } } } }
                }
            }
        }
    }
}

fn shown_again(words: Words, page: &CommentsPage<'_>, row: &HiddenRow) -> Markup {
    let day = number::date(words, &row.hidden_on);
    html! {
        form class="hiding" method="post" action={ (page.address) "/" (row.id) "/hien?period=" (page.tabs.period) } {
            span class="note" { (because(words, row.reason)) "; " (row.hidden_by) ", " (day) }
            " "
            button class="button" type="submit" { (words.say("comments.show_again")) }
        }
    }
}

fn because(words: Words, reason: HidingReason) -> &'static str {
    match reason {
        HidingReason::Person => words.say("comments.names_person"),
        HidingReason::Insult => words.say("comments.insults"),
        HidingReason::Private => words.say("comments.private_data"),
    }
}

fn search(words: Words, page: &CommentsPage<'_>) -> Markup {
    html! {
        form method="get" class="comment-search" action=(page.address) role="search" {
            input type="hidden" name="period" value=(page.tabs.period);
            label for="tim" { (words.say("comments.search")) " " span class="note" { "(" (words.say("comments.search_hint")) ")" } }
            div {
                input id="tim" type="search" name="tim" value=(page.sought) maxlength=(MOST_SOUGHT) autocomplete="off";
                button class="button" type="submit" { (words.say("comments.find")) }
            }
        }
    }
}

fn told(words: Words, page: &CommentsPage<'_>, released: &Released) -> Markup {
    let all = number::count(words, u64::try_from(released.n_shown).unwrap_or(u64::MAX));
    let n_found = u64::try_from(released.n_found).unwrap_or(u64::MAX);
    html! {
        @if page.sought.is_empty() { (words.fill("comments.shown", &[("all", &all)])) }
        @else {
            @if n_found == 0 { (words.fill("comments.nothing_found", &[("text", page.sought)])) }
            @else { (words.fill("comments.found", &[("found", &number::count(words, n_found)), ("all", &all), ("text", page.sought)])) }
            " " a href=(address(page, "", 1)) { (words.say("comments.all")) }
        }
    }
}

fn months(words: Words, batch: &BatchRow) -> String {
    let (first, last) = (
        number::month(words, &batch.first_month),
        number::month(words, &batch.last_month),
    );
    if batch.first_month == batch.last_month {
        words.fill("comments.batch", &[("month", &first)])
    } else {
        words.fill(
            "comments.batch_months",
            &[("first", &first), ("last", &last)],
        )
    }
}

fn pages(words: Words, page: &CommentsPage<'_>, n_found: usize) -> Markup {
    let n_pages = (1..=n_found).step_by(ON_A_PAGE).count();
    html! {
        @if n_pages > 1 {
            nav class="comment-pages" aria-label=(words.say("comments.pages")) {
                @if page.page > 1 { a rel="prev" href=(address(page, page.sought, page.page - 1)) { "‹ " (words.say("comments.newer")) } }
                span { (words.fill("comments.page", &[("page", &page.page.to_string()), ("pages", &n_pages.to_string())])) }
                @if page.page < n_pages { a rel="next" href=(address(page, page.sought, page.page + 1)) { (words.say("comments.older")) " ›" } }
            }
        }
    }
}

fn address(page: &CommentsPage<'_>, sought: &str, number: usize) -> String {
    let mut address = format!("{}?period={}", page.address, page.tabs.period);
    if !sought.is_empty() {
        address.push_str("&tim=");
        address.push_str(&encode(sought));
    }
    if number > 1 {
        address.push_str("&trang=");
        address.push_str(&number.to_string());
    }
    address
}
