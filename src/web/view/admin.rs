//! The administration: who and what may do something here, and the way to end it.

use maud::{Markup, html};

use crate::web::text::Words;
use crate::web::view::layout::{self, Masthead};

/// Everything the administration shows. Secrets and their hashes are no part of it.
#[derive(Clone, Copy, Debug)]
pub struct Administration<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// Name, role, unit, state.
    pub accounts: &'a [Line],
    /// Name, id, unit, channel, state.
    pub devices: &'a [Line],
    /// Name, id, unit, role, state.
    pub tokens: &'a [Line],
}

/// One line of a table.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Its cells in column order.
    pub cells: Vec<String>,
    /// Where it is revoked, if it can be.
    pub revoke: Option<String>,
}

/// The page.
#[must_use]
pub fn page(words: Words, administration: &Administration<'_>) -> Markup {
    let title = words.say("admin.title");
    let (unit, state) = (words.say("admin.unit"), words.say("admin.state"));
    let (id, role) = (words.say("admin.id"), words.say("admin.role"));
    let content = html! {
        main class="wide" id="content" {
            div class="head" { h1 { (title) } }
            p class="block" { (words.say("admin.made_at_shell")) }
            (table(words, words.say("admin.accounts"),
                &[words.say("admin.account"), role, unit, state], administration.accounts))
            (table(words, words.say("admin.devices"),
                &[words.say("admin.device"), id, unit, words.say("admin.channel"), state],
                administration.devices))
            p class="note" { (words.say("admin.revoke_note")) }
            (table(words, words.say("admin.tokens"),
                &[words.say("admin.token"), id, unit, role, state], administration.tokens))
        }
    };
    layout::desk(words, title, administration.masthead, &content)
}

fn table(words: Words, caption: &str, columns: &[&str], lines: &[Line]) -> Markup {
    let revoke = lines
        .iter()
        .any(|line| line.revoke.is_some())
        .then(|| words.say("admin.revoke"));
    html! {
        div class="scroll block" tabindex="0" role="region" aria-label=(caption) {
            table {
                caption { (caption) }
                thead { tr {
                    @for column in columns { th scope="col" { (column) } }
                    @if let Some(revoke) = revoke { th scope="col" { (revoke) } }
                } }
                tbody {
                    @for line in lines {
                        tr {
                            @for (place, cell) in line.cells.iter().enumerate() {
                                @if place == 0 { th scope="row" { (cell) } } @else { td { (cell) } }
                            }
                            @if let Some(revoke) = revoke { td { (button(revoke, line)) } }
                        }
                    }
                    @if lines.is_empty() { tr { td colspan=(columns.len()) { (words.say("admin.none")) } } }
                }
            }
        }
    }
}

fn button(word: &str, line: &Line) -> Markup {
    // Read aloud, each button says which device it is for.
    let named = line.cells.iter().take(2).map(String::as_str);
    let label: Vec<&str> = std::iter::once(word).chain(named).collect();
    html! {
        @if let Some(address) = &line.revoke {
            form method="post" action=(address) {
                button class="button" type="submit" aria-label=(label.join(" ")) { (word) }
            }
        }
    }
}

/// A role of an account in words.
#[must_use]
pub fn role_name(words: Words, role: &str) -> &str {
    match role {
        "officer" => words.say("admin.officer"),
        "leader" => words.say("admin.leader"),
        "province" => words.say("admin.province"),
        "publisher" => words.say("admin.publisher"),
        "admin" => words.say("admin.admin"),
        "api" => words.say("admin.api"),
        "node" => words.say("admin.node"),
        "metrics" => words.say("admin.metrics"),
        other => other,
    }
}
