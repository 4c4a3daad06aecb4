//! The slips of a unit: print, account, make void; and the switch of its open page.

use maud::{Markup, html};

use crate::usecase::print_vouchers::{Account, MOST_REASON_CHARS, MOST_SHEETS};
use crate::usecase::switch_open_page::OpenPage;
use crate::web::text::Words;
use crate::web::view::layout::{self, Masthead};
use crate::web::view::number;
use crate::web::view::unit_nav::{self, Place};

/// The page of a unit's slips.
#[derive(Clone, Copy, Debug)]
pub struct SlipDesk<'a> {
    /// What stands in the masthead.
    pub masthead: Masthead<'a>,
    /// Unit code.
    pub unit: &'a str,
    /// The unit, such as `Xã Nấm Dẩn`.
    pub name: &'a str,
    /// Id and name of each form a slip can lead to.
    pub forms: &'a [(String, String)],
    /// Where the printed codes will lead: this server as the reader sees it.
    pub origin: &'a str,
    /// What to say about that address.
    pub reach: Reach,
    /// The unit's sheets, newest first.
    pub accounts: &'a [Account],
    /// How its open page is set.
    pub open_page: OpenPage,
    /// What became of what was asked last.
    pub notice: Option<&'a Notice>,
}

/// Who can open the address that is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Whoever has the network to it.
    Others,
    /// Nobody but this machine.
    ThisMachine,
}

/// What became of something asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It is done.
    Done(String),
    /// It is not, and why.
    Refused(String),
}

/// The page.
#[must_use]
pub fn page(words: Words, desk: &SlipDesk<'_>) -> Markup {
    let title = format!("{}, {}", words.say("voucher.title"), desk.name);
    let content = html! {
        main class="wide" id="content" {
            (unit_nav::nav(words, desk.unit, Place::Slips))
            div class="head" { h1 { (title) } }
            @match desk.notice {
                Some(Notice::Done(text)) => { div class="notes" { p class="attention" role="status" { (text) } } },
                Some(Notice::Refused(text)) => { div class="notes" { p class="attention" role="alert" { (text) } } },
                None => {}
            }
            p class="block" { (words.say("voucher.what")) }
            div class="columns" {
                div { (sheets(words, desk)) }
                div {
                    (printing(words, desk))
                    (voiding(words, desk))
                    (open_page(words, desk))
                }
            }
            p class="foot" { (words.say("voucher.foot")) }
        }
    };
    layout::desk(words, &title, desk.masthead, &content)
}

fn printing(words: Words, desk: &SlipDesk<'_>) -> Markup {
    let last = desk
        .accounts
        .first()
        .map_or(0, |account| account.sheet.number);
    html! {
        section class="block entry" {
            h2 { (words.say("voucher.print")) }
            p class="note" { (words.fill("voucher.leads_to", &[("address", desk.origin)])) }
            @match desk.reach {
                Reach::ThisMachine => { p class="attention" { (words.say("voucher.only_here")) } },
                Reach::Others => {}
            }
            form method="post" action={ "/don-vi/" (desk.unit) "/ma" } {
                input type="hidden" name="after" value=(last);
                div class="field" {
                    label for="form" { (words.say("voucher.form")) }
                    select id="form" name="form" {
                        @for (id, name) in desk.forms { option value=(id) { (name) } }
                    }
                }
                div class="field" {
                    label for="sheets" { (words.fill("voucher.n_sheets", &[("most", &MOST_SHEETS.to_string())])) }
                    input id="sheets" name="sheets" type="number" min="1" max=(MOST_SHEETS) value="1" required;
                }
                button class="button filled" type="submit" { (words.say("voucher.print")) }
            }
        }
    }
}

fn voiding(words: Words, desk: &SlipDesk<'_>) -> Markup {
    let sheets: Vec<&Account> = desk
        .accounts
        .iter()
        .filter(|account| account.left > 0)
        .collect();
    html! {
        @if !sheets.is_empty() {
            section class="block entry" {
                h2 { (words.say("voucher.void_sheet")) }
                p class="note" { (words.say("voucher.void_why")) }
                form method="post" action={ "/don-vi/" (desk.unit) "/ma/huy-to" } {
                    div class="field" {
                        label for="sheet" { (words.say("voucher.sheet_number")) }
                        select id="sheet" name="sheet" {
                            @for account in &sheets {
                                option value=(account.sheet.number) {
                                    (words.fill("voucher.with_left", &[
                                        ("number", &format!("{:04}", account.sheet.number)),
                                        ("n", &account.left.to_string())]))
                                }
                            }
                        }
                    }
                    div class="field" {
                        label for="reason" { (words.say("voucher.reason")) }
                        input id="reason" name="reason" type="text" maxlength=(MOST_REASON_CHARS) required autocomplete="off";
                    }
                    button class="button" type="submit" { (words.say("voucher.void_rest")) }
                }
            }
            section class="block entry" {
                h2 { (words.say("voucher.void_slip")) }
                form method="post" action={ "/don-vi/" (desk.unit) "/ma/huy" } {
                    div class="field" {
                        label for="code" { (words.say("voucher.code")) }
                        input id="code" name="ma" type="text" maxlength="40" required autocomplete="off"
                            autocapitalize="characters" spellcheck="false";
                    }
                    button class="button" type="submit" { (words.say("voucher.void_one")) }
                }
            }
        }
    }
}

fn open_page(words: Words, desk: &SlipDesk<'_>) -> Markup {
    let (state, verb, wanted) = match desk.open_page {
        OpenPage::On => (
            words.say("voucher.page_on"),
            words.say("voucher.page_close"),
            "off",
        ),
        OpenPage::Off => (
            words.say("voucher.page_off"),
            words.say("voucher.page_reopen"),
            "on",
        ),
    };
    html! {
        section class="block entry" {
            h2 { (words.say("voucher.page")) }
            p { (state) }
            p class="note" { (words.say("voucher.page_what")) }
            form method="post" action={ "/don-vi/" (desk.unit) "/ma/trang-mo" } {
                input type="hidden" name="open" value=(wanted);
                button class="button" type="submit" { (verb) }
            }
        }
    }
}

/// Every sheet with what became of its slips, and the sum that shows that none is missing.
fn sheets(words: Words, desk: &SlipDesk<'_>) -> Markup {
    let sum = |part: fn(&Account) -> i64| desk.accounts.iter().map(part).sum::<i64>();
    let total = [
        sum(|account| account.sheet.printed),
        sum(|account| account.sheet.used),
        sum(|account| account.sheet.void),
        sum(|account| account.left),
    ];
    let agrees = desk.accounts.iter().all(Account::adds_up);
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(words.say("voucher.account")) {
            table {
                caption { (words.say("voucher.account")) }
                thead { tr {
                    th scope="col" { (words.say("voucher.sheet_number")) }
                    th scope="col" { (words.say("voucher.issued_on")) }
                    th scope="col" { (words.say("voucher.form")) }
                    th scope="col" class="number" { (words.say("voucher.printed")) }
                    th scope="col" class="number" { (words.say("voucher.used")) }
                    th scope="col" class="number" { (words.say("voucher.void")) }
                    th scope="col" class="number" { (words.say("voucher.left")) }
                } }
                tbody {
                    @for account in desk.accounts { (line(words, desk, account)) }
                    @if desk.accounts.is_empty() { tr { td colspan="7" { (words.say("voucher.none")) } } }
                }
                @if !desk.accounts.is_empty() {
                    tfoot { tr class="total" {
                        th scope="row" colspan="3" { (words.say("voucher.all_sheets")) }
                        @for n in total { td class="number" { (count(words, n)) } }
                    } }
                }
            }
        }
        @if !desk.accounts.is_empty() {
            p class="identity" data-identity=(if agrees { "holds" } else { "broken" }) {
                (words.say("voucher.identity")) " "
                strong { @if agrees { (words.say("voucher.agrees")) } @else { (words.say("voucher.differs")) } }
            }
        }
    }
}

fn line(words: Words, desk: &SlipDesk<'_>, account: &Account) -> Markup {
    let sheet = &account.sheet;
    let form = desk.forms.iter().find(|(id, _)| *id == sheet.form);
    html! {
        tr {
            th scope="row" { (format!("{:04}", sheet.number)) }
            td { (number::date(words, &sheet.issued_on)) }
            td {
                (form.map_or(sheet.form.as_str(), |(_, name)| name))
                @if let Some(reason) = &sheet.void_reason {
                    p class="note" { (words.say("voucher.reason")) ": " (reason) }
                }
            }
            td class="number" { (count(words, sheet.printed)) }
            td class="number" { (count(words, sheet.used)) }
            td class="number" { (count(words, sheet.void)) }
            td class="number" { (count(words, account.left)) }
        }
    }
}

/// Counts of slips are never negative.
fn count(words: Words, n: i64) -> String {
    number::count(words, n.unsigned_abs())
}
