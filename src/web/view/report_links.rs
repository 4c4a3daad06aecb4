//! The files of a report, as links for a desk's page.

use maud::{Markup, html};

use crate::web::text::Words;

/// Whose files, and of when.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// The desk's address, such as `/don-vi/01141`.
    pub desk: &'a str,
    /// The period, such as `2026-Q4b`.
    pub period: &'a str,
    /// Whether the reader may set heads and signature.
    pub settings: Settings,
}

/// Whether a reader may set heads and signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settings {
    /// The way there is shown.
    Offered,
    /// It is not.
    Hidden,
}

/// Print, document, workbook and settings, each with a word on what it is for.
#[must_use]
pub fn links(words: Words, files: Files<'_>) -> Markup {
    let Files {
        desk,
        period,
        settings,
    } = files;
    let tag = words.tag();
    html! {
        section class="report-files" aria-labelledby="report-files" {
            h2 id="report-files" { (words.say("report_print.files")) }
            ul {
                li {
                    a href={ (desk) "/bao-cao/in?period=" (period) } { (words.say("report_print.print")) }
                    p { (words.say("report_print.print_what")) }
                }
                li {
                    a href={ (desk) "/bao-cao.docx?period=" (period) } download { (words.say("report_print.document")) }
                    p { (words.say("report_print.document_what")) }
                }
                li {
                    a href={ (desk) "/so-lieu.xlsx?period=" (period) "&lang=" (tag) } download { (words.say("desk.workbook")) }
                    p { (words.say("report_print.workbook_what")) }
                }
                @if settings == Settings::Offered {
                    li {
                        a href={ (desk) "/bao-cao/cai-dat?period=" (period) } { (words.say("report_print.settings")) }
                        p { (words.say("report_print.settings_what")) }
                    }
                }
            }
        }
    }
}
