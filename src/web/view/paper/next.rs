//! What is to be done next with a unit's paper: one sentence, and its button.

use maud::{Markup, html};

use crate::domain::paper::Standing;
use crate::web::text::Words;
use crate::web::view::number;
use crate::web::view::paper::Overview;

/// The one thing to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// A batch that was interrupted is to be stored.
    StoreRest(u64),
    /// Drawn sheets are to be compared with their paper.
    Compare(u64),
    /// A checked batch is to be stored.
    Store(u64),
    /// Sheets typed in by others wait for the second time.
    KeySecond(u64),
    /// Sheets typed in by the reader wait for somebody else.
    LeaveToOthers(u64),
    /// Everything that came back agrees.
    CloseBatch(u64),
    /// Sheets are out.
    Collect(u64),
    /// Every sheet is accounted for.
    Nothing,
    /// There are no sheets yet.
    Issue,
}

/// The block at the top of the account.
pub(super) fn step(overview: &Overview<'_>) -> Markup {
    let (around, words) = (&overview.around, overview.around.words);
    let total = overview.account.total();
    let next = next(overview);
    // Who waits for others may close a batch of what agrees already.
    let offers_batch = total.twice > 0
        && matches!(
            next,
            Next::KeySecond(_) | Next::LeaveToOthers(_) | Next::CloseBatch(_)
        );
    html! {
        section class="next-step" aria-labelledby="next-step" {
            h2 id="next-step" { (words.say("paper_entry.next")) }
            p { (sentence(words, next)) }
            @if total.issued > 0 {
                div class="actions" {
                    (action(overview, next))
                    @if offers_batch { (post(&around.address("/lo"), words.say("paper_entry.do_batch"))) }
                }
            }
        }
    }
}

fn next(overview: &Overview<'_>) -> Next {
    let account = overview.account;
    let total = account.total();
    let seconds = account
        .serials(Standing::Once)
        .filter(|entry| entry.keyed_by.as_deref() != Some(overview.actor));
    let as_u64 = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let (n_second, n_to_compare) = (as_u64(seconds.count()), as_u64(overview.n_to_compare));
    let steps = [
        (account.n_leaving, Next::StoreRest(account.n_leaving)),
        (n_to_compare, Next::Compare(n_to_compare)),
        (total.batch, Next::Store(total.batch)),
        (n_second, Next::KeySecond(n_second)),
        (total.once, Next::LeaveToOthers(total.once)),
        (total.twice, Next::CloseBatch(total.twice)),
        (total.out(), Next::Collect(total.out())),
        (total.issued, Next::Nothing),
    ];
    let first = steps.into_iter().find(|(n, _)| *n > 0);
    first.map_or(Next::Issue, |(_, next)| next)
}

fn sentence(words: Words, next: Next) -> String {
    let (key, n) = match next {
        Next::StoreRest(n) => (/* key */ "paper_entry.next_leaving", n),
        Next::Compare(n) => (/* key */ "paper_entry.next_compare", n),
        Next::Store(n) => (/* key */ "paper_entry.next_store", n),
        Next::KeySecond(n) => (/* key */ "paper_entry.next_second", n),
        Next::LeaveToOthers(n) => (/* key */ "paper_entry.next_other", n),
        Next::CloseBatch(n) => (/* key */ "paper_entry.next_batch", n),
        Next::Collect(n) => (/* key */ "paper_entry.next_out", n),
        Next::Nothing => (/* key */ "paper_entry.next_nothing", 0),
        Next::Issue => (/* key */ "paper_entry.next_issue", 0),
    };
    words.fill(key, &[("n", &number::count(words, n))])
}

fn action(overview: &Overview<'_>, next: Next) -> Markup {
    let (around, words) = (&overview.around, overview.around.words);
    match next {
        Next::StoreRest(_) => post(&around.address("/luu"), words.say("paper_entry.do_leaving")),
        Next::Compare(_) => link(&around.address("/lo"), words.say("paper_entry.do_compare")),
        Next::Store(_) => link(&around.address("/lo"), words.say("paper_entry.do_store")),
        Next::KeySecond(_) => keying_links(overview, words.say("paper_entry.do_second")),
        Next::LeaveToOthers(_) | Next::Collect(_) => {
            keying_links(overview, words.say("paper_entry.do_key"))
        }
        Next::CloseBatch(_) | Next::Nothing | Next::Issue => html! {},
    }
}

fn post(address: &str, word: &str) -> Markup {
    html! { form method="post" action=(address) { button class="button filled" type="submit" { (word) } } }
}

fn link(address: &str, word: &str) -> Markup {
    html! { a class="button filled" href=(address) { (word) } }
}

/// One link a form that was issued, in the order of issue.
fn keying_links(overview: &Overview<'_>, word: &str) -> Markup {
    let mut forms: Vec<&str> = Vec::new();
    for issue in &overview.account.issues {
        if !forms.contains(&issue.form.as_str()) {
            forms.push(&issue.form);
        }
    }
    html! {
        @for form in &forms {
            a class="button filled" href=(overview.around.address(&format!("/nhap/{form}"))) {
                (word) @if forms.len() > 1 { " · " (form) }
            }
        }
    }
}
