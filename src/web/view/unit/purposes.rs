//! Answers by the purpose of the visit, over the visits that the one-stop system counted.

use maud::{Markup, html};

use crate::web::text::Words;
use crate::web::view::number;

/// Answers by purpose.
#[derive(Clone, Debug)]
pub struct Purposes {
    /// One line for each purpose, in the order of the form.
    pub lines: Vec<Line>,
    /// Whether the numbers of visits are the unit's own word.
    pub is_declared: bool,
}

/// One purpose.
#[derive(Clone, Debug)]
pub struct Line {
    /// In the words of the form.
    pub name: String,
    /// Answers.
    pub n: u64,
    /// Visits; `None`: unknown.
    pub visits: Option<u64>,
    /// Answers in percent of visits, such as `24.05`; `None`: cannot be told.
    pub rate: Option<String>,
}

pub(super) fn table(words: Words, purposes: &Purposes) -> Markup {
    let is_known = purposes.lines.iter().any(|line| line.visits.is_some());
    let source = match (is_known, purposes.is_declared) {
        (false, _) => words.say("glance.visits_unknown"),
        (true, true) => words.say("glance.visits_declared"),
        (true, false) => words.say("glance.visits_counted"),
    };
    html! {
        section class="block" {
            table class="purposes" {
                caption class="aside-to-ear" { (words.say("glance.purposes")) }
                thead { tr {
                    th scope="col" { (words.say("glance.purpose")) }
                    th scope="col" class="number" { (words.say("desk.sheets")) }
                    th scope="col" class="number" { (words.say("glance.visits")) }
                    th scope="col" class="number" { (words.say("glance.rate")) }
                } }
                tbody {
                    @for line in &purposes.lines {
                        tr {
                            th scope="row" { (line.name) }
                            td class="number" { (number::count(words, line.n)) }
                            @match line.visits {
                                Some(visits) => td class="number" { (number::count(words, visits)) },
                                None => td class="number note" { (words.say("glance.not_counted")) },
                            }
                            @match &line.rate {
                                Some(rate) => td class="number" { (number::percent(words, rate)) },
                                None => td class="number note" { (words.say("desk.no_figure")) },
                            }
                        }
                    }
                }
            }
            p class="note" { (source) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Language;

    #[test]
    fn an_unknown_rate_is_no_nought_and_the_source_is_named() {
        let line = |name: &str, visits, rate: Option<&str>| Line {
            name: name.to_owned(),
            n: 246,
            visits,
            rate: rate.map(str::to_owned),
        };
        let drawn = |lines, is_declared| {
            let purposes = Purposes { lines, is_declared };
            table(Words::of(Language::Vi), &purposes).into_string()
        };
        let known = drawn(
            vec![
                line("Nộp hồ sơ", Some(1023), Some("24.05")),
                line("Hỏi thông tin", None, None),
            ],
            true,
        );
        for part in ["1.023", "24,05%", "chưa có", "không tính được", "tự khai"] {
            assert!(known.contains(part), "{part} in {known}");
        }
        let unknown = drawn(vec![line("Nộp hồ sơ", None, None)], false);
        assert!(
            !unknown.contains("tự khai") && !unknown.contains("0,00%"),
            "{unknown}"
        );
    }
}
