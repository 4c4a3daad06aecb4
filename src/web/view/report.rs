//! The administrative report as a page to print, and as a file that needs nothing else.

use jiff::civil::Date;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::exchange::report::{
    Align, Appendix, Block, Cell, Issuer, Orientation, Report, Signature, Table, Weight,
};
use crate::usecase::print_report::{Origin, Present};
use crate::web::assets;
use crate::web::text::Words;
use crate::web::view::number;

/// A report to print, and the ways on from it.
#[derive(Clone, Copy, Debug)]
pub struct PrintPage<'a> {
    /// The report.
    pub report: &'a Report,
    /// Where it comes from.
    pub origin: Origin,
    /// The report as it was confirmed.
    pub settled: &'a str,
    /// The report composed of what is known by now.
    pub present: &'a str,
    /// Back to the desk.
    pub back: &'a str,
    /// The same as a document.
    pub document: &'a str,
    /// The settings of heads and signature, for who may set them.
    pub settings: Option<&'a str>,
}

/// The page. The report itself is Vietnamese whatever the reader's language: it goes upward.
#[must_use]
pub fn page(words: Words, printed: &PrintPage<'_>) -> Markup {
    html! {
        (DOCTYPE)
        html lang="vi" {
            head {
                (described(printed.report))
                link rel="icon" href=(assets::path("icon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(assets::path("base.css"));
                link rel="stylesheet" href=(assets::path("report.css"));
            }
            body {
                (tools(words, printed))
                (sheets(printed.report))
            }
        }
    }
}

/// The report as one file, its stylesheet inside.
#[must_use]
pub fn file(report: &Report) -> Markup {
    html! {
        (DOCTYPE)
        html lang="vi" {
            head {
                (described(report))
                style { (PreEscaped(include_str!("../assets/report.css"))) }
            }
            body { (sheets(report)) }
        }
    }
}

fn described(report: &Report) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="robots" content="noindex";
        title { (report.subject) }
    }
}

fn tools(words: Words, printed: &PrintPage<'_>) -> Markup {
    html! {
        header class="print-tools" lang=(words.tag()) {
            p { strong { (words.say("report_print.how")) } " " (words.say("report_print.how_more")) }
            nav aria-label=(words.say("report_print.files")) {
                a href=(printed.back) { (words.say("report_print.back")) }
                a href=(printed.document) download { (words.say("report_print.document")) }
                @if let Some(settings) = printed.settings {
                    a href=(settings) { (words.say("report_print.settings")) }
                }
            }
            (origin(words, printed))
        }
    }
}

/// Where the sheets below come from, and the way to the other version.
fn origin(words: Words, printed: &PrintPage<'_>) -> Markup {
    let told = |key: &'static str, day: Date| {
        words.fill(key, &[("day", &number::date(words, &day.to_string()))])
    };
    html! {
        @match printed.origin {
            Origin::Composed => {},
            Origin::Kept { confirmed_on, present } => p class="origin" {
                strong { (told("report_print.kept", confirmed_on)) }
                @if present == Present::Other {
                    " " (words.say("report_print.changed_since")) " "
                    a href=(printed.present) { (words.say("report_print.see_present")) }
                }
            },
            Origin::Anew { confirmed_on } => p class="origin" {
                strong { (words.say("report_print.anew")) }
                " "
                a href=(printed.settled) { (told("report_print.see_kept", confirmed_on)) }
            },
            Origin::NotHere { confirmed_on } => p class="origin" {
                (told("report_print.not_here", confirmed_on))
            },
        }
    }
}

fn sheets(report: &Report) -> Markup {
    html! {
        main class="report" id="content" {
            article class="page" {
                @if let Some(draft) = &report.draft { p class="draft" { (draft) } }
                (top(&report.issuer, &report.national))
                h1 { (report.kind) " " span { (report.subject) } }
                p class="aside" { (report.aside) }
                div class="rule" {}
                div class="addressees" { @for line in &report.addressees { p { (line) } } }
                (blocks(&report.body))
                (signature(&report.signature))
                p class="foot" { (report.foot) }
            }
            @for (place, appendix) in (1..).zip(&report.appendices) { (appended(place, appendix)) }
        }
    }
}

fn top(issuer: &Issuer, [country, motto]: &[String; 2]) -> Markup {
    html! {
        div class="top" {
            div class="agency" {
                @for line in &issuer.superior { span { (line) } }
                p { @for line in &issuer.agency { b { (line) } } }
            }
            div {
                p class="country" { (country) }
                p { span class="motto" { (motto) } }
            }
            p class="number" { (issuer.number) }
            p class="date" { (issuer.place_and_date) }
        }
    }
}

fn signature(signature: &Signature) -> Markup {
    html! {
        div class="end" {
            p class="recipients" {
                strong { (signature.label) }
                @for line in &signature.recipients { span { (line) } }
            }
            p class="signature" {
                @for line in &signature.authority { span { (line) } }
                span class="signer" { (signature.signer) }
            }
        }
    }
}

/// An appendix on pages with numbers of their own, by its place among the appendices.
fn appended(place: u8, appendix: &Appendix) -> Markup {
    let class = match appendix.orientation {
        Orientation::Portrait => format!("page appendix upright-{place}"),
        Orientation::Landscape => format!("page appendix side side-{place}"),
    };
    html! {
        section class=(class) {
            h2 { (appendix.number) }
            p class="subject" { (appendix.title) }
            p class="aside" { (appendix.aside) }
            div class="rule" {}
            (blocks(&appendix.blocks))
        }
    }
}

fn blocks(blocks: &[Block]) -> Markup {
    html! {
        @for block in blocks {
            @match block {
                Block::Heading(text) => h2 class="heading" { (text) },
                Block::Paragraph(text) | Block::Item(text) => p class="text" { (text) },
                Block::Note(text) => p class="note" { (text) },
                Block::Table(table) => (grid(table)),
            }
        }
    }
}

fn grid(table: &Table) -> Markup {
    html! {
        table {
            colgroup { @for width in &table.widths { col width=(percent(*width)); } }
            thead {
                @for row in &table.head { tr { @for cell in row { (head_cell(cell)) } } }
            }
            tbody {
                @for row in &table.rows {
                    tr { @for cell in &row.cells { (cell_of_row(cell, row.weight)) } }
                }
            }
        }
    }
}

fn head_cell(cell: &Cell) -> Markup {
    let scope = if cell.columns > 1 { "colgroup" } else { "col" };
    html! {
        th class="bold" scope=(scope) colspan=[span(cell.columns)] rowspan=[span(cell.rows)] { (cell.text) }
    }
}

fn cell_of_row(cell: &Cell, weight: Weight) -> Markup {
    let is_bold = [cell.weight, weight].contains(&Weight::Bold);
    let class = match (cell.align, is_bold) {
        (Align::Left, true) => Some("words bold"),
        (Align::Left, false) => Some("words"),
        (Align::Center, true) => Some("bold"),
        (Align::Center, false) => None,
    };
    html! { td class=[class] colspan=[span(cell.columns)] { (cell.text) } }
}

fn span(n: u8) -> Option<u8> {
    (n > 1).then_some(n)
}

/// Thousandths as a percent: `56` is `5.6%`.
fn percent(thousandths: u16) -> String {
    let digits = format!("{thousandths:02}");
    let (whole, tenths) = digits.split_at(digits.len() - 1);
    format!("{whole}.{tenths}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_appendix_has_pages_that_are_counted_by_themselves() {
        let style = include_str!("../assets/report.css");
        for (orientation, name) in [
            (Orientation::Portrait, "upright"),
            (Orientation::Landscape, "side"),
        ] {
            for place in 1..=2 {
                let appendix = Appendix {
                    orientation,
                    number: "Phụ lục I".to_owned(),
                    title: "SỐ TRẢ LỜI".to_owned(),
                    aside: "(Kèm theo Báo cáo)".to_owned(),
                    blocks: Vec::new(),
                };
                let page = format!("{name}-{place}");
                let shown = appended(place, &appendix).into_string();
                assert!(shown.contains(&format!(" {page}\"")), "{shown}");
                assert!(style.contains(&format!(".{page} {{ page: {page}; }}")));
                let counted = format!("counter-increment: appendix-{place};");
                let rule = style.split(&format!("@page {page} {{")).nth(1).unwrap();
                let (rule, _) = rule.split_once('\n').unwrap();
                assert!(rule.contains(&counted), "{rule}");
                assert_eq!(rule.contains("landscape"), name == "side");
            }
        }
    }
}
