//! What a reader sees when something cannot be done: what happened and what to do.

use axum::http::StatusCode;
use maud::{Markup, html};

use crate::web::problem::Problem;
use crate::web::text::Words;
use crate::web::view::layout;

/// The page for `status` with what is wrong; it shows nothing of what is inside.
#[must_use]
pub fn page(words: Words, status: StatusCode, problems: &[Problem]) -> Markup {
    let (title, advice) = wording(words, status);
    let content = html! {
        main class="sheet thanks" {
            p class="place" { (status.as_u16()) }
            h1 { (title) }
            p class="lead" { (advice) }
            @if !problems.is_empty() {
                section class="summary" {
                    ul { @for problem in problems { li { (problem.message(words.language())) } } }
                }
            }
            section class="not-a-complaint" {
                @if status == StatusCode::GONE {
                    p { a href="/q" { (words.say("voucher.type_again")) } }
                } @else {
                    p { a href="/" { (words.say("error.home")) } }
                }
            }
        }
    };
    layout::paper(title, words.tag(), &content)
}

/// What happened, and what to do about it.
#[must_use]
pub fn wording(words: Words, status: StatusCode) -> (&'static str, &'static str) {
    let (title, advice) = match status.as_u16() {
        400 => ("error.unreadable", "error.unreadable_advice"),
        401 => ("error.sign_in", "error.sign_in_advice"),
        403 => ("error.forbidden", "error.forbidden_advice"),
        404 => ("error.not_found", "error.not_found_advice"),
        405 => ("error.method", "error.method_advice"),
        408 => ("error.slow", "error.slow_advice"),
        409 => ("error.conflict", "error.conflict_advice"),
        410 => ("voucher.gone", "voucher.gone_advice"),
        413 => ("error.too_large", "error.too_large_advice"),
        415 => ("error.media", "error.media_advice"),
        422 => ("error.content", "error.content_advice"),
        429 => ("error.often", "error.often_advice"),
        503 => ("error.busy", "error.busy_advice"),
        _ => ("error.internal", "error.internal_advice"),
    };
    (words.say(title), words.say(advice))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Language;

    #[test]
    fn every_status_says_what_happened_and_what_to_do_in_both_languages() {
        for language in [Language::Vi, Language::En] {
            for code in [
                400, 401, 403, 404, 405, 408, 409, 410, 413, 415, 422, 429, 500, 503,
            ] {
                let status = StatusCode::from_u16(code).unwrap();
                let (title, advice) = wording(Words::of(language), status);
                assert!(
                    !title.is_empty() && !advice.is_empty(),
                    "{code} {language:?}"
                );
                let page = page(Words::of(language), status, &[]).into_string();
                assert!(page.contains(title) && page.contains(advice), "{code}");
            }
        }
    }
}
