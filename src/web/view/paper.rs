//! Paper questionnaires of a unit: their account, and what is to be done next.

pub mod answer;
pub mod batch;
pub mod differences;
pub mod keying;
mod next;
pub mod print;

use maud::{Markup, html};

use crate::domain::form::Form;
use crate::domain::paper::{Standing, serial_name};
use crate::storage::paper_batch::BatchRow;
use crate::storage::paper_entry::EntryRow;
use crate::usecase::issue_paper::{Account, Counts, Issue};
use crate::web::text::Words;
use crate::web::view::layout::{self, Masthead};
use crate::web::view::number;
use crate::web::view::unit_nav::{self, Place};

/// What stands around every page about paper.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// The unit's code.
    pub unit: &'a str,
    /// The reader's words.
    pub words: Words,
}

impl Around<'_> {
    /// An address below the unit's pages about paper.
    #[must_use]
    pub fn address(&self, rest: &str) -> String {
        format!("/don-vi/{}/phieu-giay{rest}", self.unit)
    }

    /// A page with the way between the unit's pages on top.
    #[must_use]
    pub fn page(&self, title: &str, content: &Markup) -> Markup {
        let content = html! {
            main class="wide paper" id="content" {
                (unit_nav::nav(self.words, self.unit, Place::Paper))
                (content)
            }
        };
        layout::desk(self.words, title, self.masthead, &content)
    }
}

/// The account of a unit's paper.
#[derive(Clone, Copy, Debug)]
pub struct Overview<'a> {
    /// What stands around it.
    pub around: Around<'a>,
    /// The account signed in.
    pub actor: &'a str,
    /// Every serial.
    pub account: &'a Account,
    /// Sheets of the open batch that are still to be compared.
    pub n_to_compare: usize,
    /// The newest version of every form.
    pub forms: &'a [&'a Form],
    /// What was refused, in words.
    pub refused: Option<&'a str>,
}

/// Serials listed one by one before the rest is only counted.
const MOST_LISTED: usize = 120;

/// The page.
#[must_use]
pub fn page(overview: &Overview<'_>) -> Markup {
    let words = overview.around.words;
    let title = words.say("paper_entry.title");
    let has_issues = !overview.account.issues.is_empty();
    let content = html! {
        div class="head" { h1 { (title) } }
        p class="full-title" { (words.say("paper_entry.what")) }
        @if let Some(refused) = overview.refused {
            p class="attention" role="alert" { strong { (words.say("paper_entry.refused")) } " " (refused) }
        }
        (next::step(overview))
        div class="columns" {
            div {
                @if has_issues { (sums(words, &overview.account.total())) (issues(overview)) }
                @else { (first_steps(words)) }
                (waiting(overview))
                (batches(words, &overview.account.batches))
            }
            div {
                (issue_form(overview))
                @if has_issues { (spoil_form(overview)) }
            }
        }
        p class="foot" { (words.say("paper_entry.privacy_note")) }
    };
    overview.around.page(title, &content)
}

/// Issued is returned, spoiled and out together: shown as the sum it is.
fn sums(words: Words, total: &Counts) -> Markup {
    let figure = |n: u64| number::count(words, n);
    html! {
        p class="identity" {
            b { (figure(total.issued)) } span { (words.say("paper_entry.issued")) }
            b { "=" }
            b { (figure(total.returned())) } span { (words.say("paper_entry.returned")) }
            b { "+" }
            b { (figure(total.spoiled)) } span { (words.say("paper_entry.spoiled")) }
            b { "+" }
            b { (figure(total.out())) } span { (words.say("paper_entry.out")) }
        }
    }
}

fn issues(overview: &Overview<'_>) -> Markup {
    let words = overview.around.words;
    let columns = [
        "paper_entry.issued",
        "paper_entry.once",
        "paper_entry.twice",
        "paper_entry.batch",
        "paper_entry.stored",
        "paper_entry.spoiled",
        "paper_entry.out",
    ];
    let caption = words.say("paper_entry.issues");
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr {
                    th scope="col" { (words.say("paper_entry.serials")) }
                    @for key in columns { th scope="col" class="number" { (words.say(key)) } }
                    th scope="col" { (words.say("paper_entry.print")) }
                } }
                tbody {
                    @for issue in &overview.account.issues { (issue_row(overview, issue)) }
                    @if overview.account.issues.len() > 1 {
                        tr class="total" {
                            th scope="row" { (words.say("paper_entry.total")) }
                            (cells(words, &overview.account.total()))
                            td {}
                        }
                    }
                }
            }
        }
    }
}

fn issue_row(overview: &Overview<'_>, issue: &Issue) -> Markup {
    let (around, words) = (&overview.around, overview.around.words);
    let printing = format!("/in?tu={}", issue.first);
    let range = format!(
        "{} – {:06}",
        serial_name(around.unit, issue.first),
        issue.last
    );
    html! {
        tr {
            th scope="row" {
                (range) br;
                span class="note" { (issue.form) " · " (number::date(words, &issue.issued_on)) }
            }
            (cells(words, &issue.counts))
            td {
                a href=(around.address(&printing)) aria-label={ (words.say("paper_entry.print")) " " (range) } {
                    (words.say("paper_entry.print"))
                }
            }
        }
    }
}

fn cells(words: Words, counts: &Counts) -> Markup {
    let all = [
        counts.issued,
        counts.once,
        counts.twice,
        counts.batch,
        counts.stored,
        counts.spoiled,
        counts.out(),
    ];
    html! { @for n in all { td class="number" { (number::count(words, n)) } } }
}

/// Sheets that wait for another account, and those that are spoiled, with the reason.
fn waiting(overview: &Overview<'_>) -> Markup {
    let (account, words) = (overview.account, overview.around.words);
    let once: Vec<&EntryRow> = account.serials(Standing::Once).collect();
    let spoiled: Vec<&EntryRow> = account.serials(Standing::Spoiled).collect();
    html! {
        @if !once.is_empty() {
            (serials(overview, "paper_entry.waiting_second", &once, &|entry| {
                let account = entry.keyed_by.as_deref().unwrap_or_default();
                words.fill("paper_entry.first_by", &[("account", account)])
            }))
        }
        @if !spoiled.is_empty() {
            (serials(overview, "paper_entry.spoiled_list", &spoiled, &|entry| {
                entry.reason.clone().unwrap_or_default()
            }))
        }
    }
}

fn serials(
    overview: &Overview<'_>,
    key: &str,
    entries: &[&EntryRow],
    beside: &dyn Fn(&EntryRow) -> String,
) -> Markup {
    let words = overview.around.words;
    let more = entries.len().saturating_sub(MOST_LISTED);
    html! {
        details class="block serial-list" {
            summary { h2 { (words.say(key)) " (" (entries.len()) ")" } }
            ul {
                @for entry in entries.iter().take(MOST_LISTED) {
                    li {
                        b { (serial_name(overview.around.unit, entry.serial)) }
                        " " span class="note" { (beside(entry)) }
                    }
                }
                @if more > 0 { li { (words.fill("paper_entry.and_more", &[("n", &more.to_string())])) } }
            }
        }
    }
}

fn batches(words: Words, batches: &[BatchRow]) -> Markup {
    let caption = words.say("paper_entry.batches");
    html! {
        @if !batches.is_empty() {
            div class="scroll" tabindex="0" role="region" aria-label=(caption) {
                table {
                    caption { (caption) }
                    thead { tr {
                        th scope="col" { (words.say("paper_entry.batch_number")) }
                        th scope="col" { (words.say("paper_entry.stored_on")) }
                        th scope="col" class="number" { (words.say("desk.sheets")) }
                        th scope="col" { (words.say("paper_entry.recheck_result")) }
                    } }
                    tbody {
                        @for batch in batches {
                            tr {
                                th scope="row" { (batch.number) }
                                td { (number::date(words, &batch.stored_on)) }
                                td class="number" { (number::count(words, batch.sheet_count.unsigned_abs())) }
                                td { (batch::error_rate(words, batch.mended_count.unsigned_abs(), batch.rechecked_count.unsigned_abs())) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn issue_form(overview: &Overview<'_>) -> Markup {
    let (around, words) = (&overview.around, overview.around.words);
    html! {
        form method="post" class="entry block" action=(around.address("/cap")) {
            h2 { (words.say("paper_entry.issue_title")) }
            p class="note" { (words.say("paper_entry.issue_what")) }
            div class="field" {
                label for="issue-form" { (words.say("paper_entry.form")) }
                select id="issue-form" name="form" {
                    @for form in overview.forms {
                        option value=(form.form_ref) { (form.form_ref) " · " (form.title.get(words.tag())) }
                    }
                }
            }
            div class="field" {
                label for="issue-n" { (words.say("paper_entry.n_sheets")) }
                input id="issue-n" name="so-to" inputmode="numeric" autocomplete="off" required;
            }
            button class="button filled" type="submit" { (words.say("paper_entry.issue")) }
        }
    }
}

fn spoil_form(overview: &Overview<'_>) -> Markup {
    let (around, words) = (&overview.around, overview.around.words);
    html! {
        form method="post" class="entry block" action=(around.address("/hong")) {
            h2 { (words.say("paper_entry.spoil_title")) }
            p class="note" { (words.say("paper_entry.spoil_what")) }
            div class="pair" {
                div class="field" {
                    label for="spoil-from" { (words.say("paper_entry.from_serial")) }
                    input id="spoil-from" name="tu" autocomplete="off" required;
                }
                div class="field" {
                    label for="spoil-to" { (words.say("paper_entry.to_serial")) }
                    input id="spoil-to" name="den" autocomplete="off";
                }
            }
            div class="field" {
                label for="spoil-reason" { (words.say("paper_entry.reason")) }
                input id="spoil-reason" name="ly-do" maxlength="200" autocomplete="off" required;
            }
            button class="button" type="submit" { (words.say("paper_entry.spoil")) }
        }
    }
}

fn first_steps(words: Words) -> Markup {
    html! {
        section class="block" {
            h2 { (words.say("paper_entry.empty")) }
            ol class="steps" {
                li { span { (words.say("paper_entry.step_issue")) } }
                li { span { (words.say("paper_entry.step_hand_out")) } }
                li { span { (words.say("paper_entry.step_key")) } }
                li { span { (words.say("paper_entry.step_batch")) } }
            }
        }
    }
}
