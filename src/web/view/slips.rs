//! Sheets of slips as they are printed: A4, three slips beside each other, eight below.

use maud::{Markup, html};

use crate::domain::voucher::{VoucherCode, serial};
use crate::web::text::Words;
use crate::web::view::{layout, qr};

/// Sheets to be printed now. Nothing else ever shows their codes.
#[derive(Clone, Copy, Debug)]
pub struct Slips<'a> {
    /// The unit, such as `Xã Nấm Dẩn`.
    pub unit_name: &'a str,
    /// Name of the form they lead to, in the reader's language.
    pub form: &'a str,
    /// The day of issue, as it is read.
    pub day: &'a str,
    /// Where this server is reached: `https://khaosat.tuyenquang.gov.vn`.
    pub origin: &'a str,
    /// Number and codes of each sheet.
    pub sheets: &'a [(i64, &'a [VoucherCode])],
    /// Where the account of the sheets is kept.
    pub account: &'a str,
}

/// The page. What stands on paper is Vietnamese with a line of English, whoever prints it.
#[must_use]
pub fn page(words: Words, slips: &Slips<'_>) -> Markup {
    let title = words.say("voucher.print_now");
    let content = html! {
        main {
            div class="notice" {
                h1 { (title) }
                p { (words.say("voucher.print_now_why")) }
                ol {
                    li { (words.say("voucher.print_how")) }
                    li { (words.say("voucher.cut_how")) }
                    li { (words.say("voucher.give_how")) }
                }
                p { a href=(slips.account) { (words.say("voucher.to_account")) } }
            }
            @for (number, codes) in slips.sheets {
                section class="page" aria-label=(words.fill("voucher.sheet", &[("number", &format!("{number:04}"))])) {
                    (heading(slips, *number, codes.len()))
                    ul class="grid" lang="vi" {
                        @for (place, code) in (1..).zip(codes.iter()) {
                            li class="slip" { (slip(slips, &serial(*number, place), code)) }
                        }
                    }
                }
            }
        }
    };
    layout::slips(title, words.tag(), &content)
}

/// What an officer reads on the whole sheet; it falls off with the edge.
fn heading(slips: &Slips<'_>, number: i64, n_slips: usize) -> Markup {
    let paper = Words::for_tag("vi");
    let (number, n_slips) = (format!("{number:04}"), n_slips.to_string());
    html! {
        p class="edge" lang="vi" {
            span { (slips.unit_name) }
            span { (paper.fill("voucher.sheet_of", &[("number", &number), ("n", &n_slips), ("day", slips.day)])) }
            span { (slips.form) }
        }
    }
}

fn slip(slips: &Slips<'_>, serial: &str, code: &VoucherCode) -> Markup {
    let paper = Words::for_tag("vi");
    let english = Words::for_tag("en");
    let address = format!("{}/q/{}", slips.origin, code.as_str());
    let host = slips
        .origin
        .split_once("://")
        .map_or(slips.origin, |(_, host)| host);
    html! {
        div class="drawn" {
            (qr::code(&address, &code.grouped()))
            p class="serial" { (serial) }
        }
        div class="words" {
            p class="unit" { (slips.unit_name) }
            p class="ask" { (paper.say("voucher.slip_ask")) }
            p class="rule" { (paper.say("voucher.slip_rule")) }
            p class="rule" lang="en" { (english.say("voucher.slip_rule")) }
            p class="type" { (paper.say("voucher.slip_type")) " " b { (host) "/q" } }
            p class="code" { (code.grouped()) }
        }
    }
}
