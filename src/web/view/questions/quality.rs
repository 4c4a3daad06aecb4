//! The signs of quality: what, how grave, why, what to do, and what the unit says.

use maud::{Markup, html};

use super::{FormQuestions, Noting, QuestionsPage};
use crate::domain::quality::month::{Detector, Finding, Verdict};
use crate::usecase::judge_quality::{JudgedMonth, MOST_NOTE, MOST_NOTES, Quality};
use crate::web::text::Words;
use crate::web::view::quality_line::{
    detector_name, in_month, light, reason, short_month, verdict,
};
use crate::web::view::{number, result_table};

/// Where the section stands.
pub const ANCHOR: &str = "chat-luong";

/// The section.
#[must_use]
pub(super) fn section(words: Words, page: &QuestionsPage<'_>) -> Markup {
    let quality = page.quality;
    let is_judged = quality.months.iter().any(|month| month.light.is_some());
    html! {
        section class="block quality" id=(ANCHOR) {
            h2 { (words.say("quality.title")) " " (light(words, quality)) }
            @if is_judged { (table(words, quality)) } @else { p { (words.say("quality.none_judged")) } }
            @for form in page.forms { (other_figure(words, form)) }
            h3 { (words.say("quality.months")) }
            ul class="judged-months" {
                @for month in &quality.months { li { (one_month(words, month, page.noting)) } }
            }
            p class="note" { (words.say("quality.not_a_verdict")) }
            p class="note" { (words.say("quality.how")) " " (words.say("quality.not_found")) }
        }
    }
}

fn table(words: Words, quality: &Quality) -> Markup {
    let detectors = quality
        .months
        .iter()
        .find(|month| !month.findings.is_empty());
    let detectors: Vec<Detector> = detectors
        .map(|month| {
            month
                .findings
                .iter()
                .map(|finding| finding.detector)
                .collect()
        })
        .unwrap_or_default();
    let last = quality
        .months
        .iter()
        .rev()
        .find(|month| month.light.is_some());
    html! {
        @if let Some(last) = last {
            p class="note" { (words.fill("quality.counts_of", &[("month", &short_month(words, last))])) }
        }
        div class="scroll" tabindex="0" role="region" aria-label=(words.say("quality.title")) {
            table {
                thead { tr {
                    th scope="col" { (words.say("quality.sign")) }
                    th scope="col" { (words.say("quality.result")) }
                    th scope="col" { (words.say("quality.why")) }
                } }
                tbody { @for detector in detectors { (detector_row(words, quality, detector)) } }
            }
        }
    }
}

/// The gravest verdict of a detector, with the reasons of every month that has it; where nothing
/// is to be seen, the counts of the last month.
fn detector_row(words: Words, quality: &Quality, detector: Detector) -> Markup {
    let found = quality.months.iter().filter_map(|month| {
        let finding = month
            .findings
            .iter()
            .find(|finding| finding.detector == detector)?;
        Some((month, finding))
    });
    let found: Vec<(&JudgedMonth, &Finding)> = found.collect();
    let gravest = found.iter().map(|(_, finding)| finding.verdict).max();
    let gravest = gravest.unwrap_or(Verdict::NotJudged);
    let has_sign = gravest >= Verdict::Look;
    let told = found
        .iter()
        .rev()
        .filter(|(_, finding)| {
            finding.verdict == gravest || (has_sign && finding.verdict >= Verdict::Look)
        })
        .take(if has_sign { usize::MAX } else { 1 });
    html! {
        tr class=[has_sign.then_some("has-sign")] {
            th scope="row" { (detector_name(words, detector)) }
            td { (verdict(words, gravest)) }
            td {
                @for (month, finding) in told {
                    @let reason = reason(words, finding, quality.has_sheets);
                    @if has_sign { p { (in_month(words, month, &reason)) } }
                    @else { p class="note" { (reason) } }
                }
                @if has_sign { p { (what_to_do(words, detector)) } }
            }
        }
    }
}

fn what_to_do(words: Words, detector: Detector) -> &'static str {
    match detector {
        Detector::Bursts => words.say("quality.bursts_do"),
        Detector::TooFast => words.say("quality.too_fast_do"),
        Detector::Copies => words.say("quality.copies_do"),
        Detector::OutOfHours => words.say("quality.out_of_hours_do"),
        Detector::MoreThanDossiers => words.say("quality.more_than_dossiers_do"),
        Detector::OneLevel | Detector::Assisted => "",
    }
}

/// The raw figure stays the main one; the other stands beside it.
fn other_figure(words: Words, form: &FormQuestions<'_>) -> Markup {
    html! {
        @if let Some(others) = form.others {
            p class="other-figure" { (words.fill("quality.other_figure", &[
                ("n", &number::count(words, form.headline.flagged)),
                ("figure", &result_table::figure(words, others)),
                ("rest", &number::count(words, others.n)),
                ("raw", &result_table::figure(words, form.headline)),
            ])) }
        }
    }
}

fn one_month(words: Words, month: &JudgedMonth, noting: Option<Noting<'_>>) -> Markup {
    let label = month.period.to_string();
    let has_sign = month.light.is_some_and(|light| light >= Verdict::Look);
    let is_full = month.notes.len() >= MOST_NOTES;
    html! {
        p {
            strong { (words.fill("quality.month", &[("month", &number::month(words, &label))])) } " "
            @match month.light {
                Some(light) => (verdict(words, light)),
                None => span class="note" {
                    (words.say("quality.not_yet")) ": "
                    (words.fill("quality.judged_later", &[("date", &number::date(words, &month.judged_from.to_string()))]))
                },
            }
        }
        @for note in &month.notes {
            blockquote {
                p { (note.body) }
                p class="note" { (words.fill("quality.written", &[("author", &note.author), ("date", &number::date(words, &note.written_on))])) }
            }
        }
        @if let Some(noting) = noting.filter(|_| has_sign && !is_full) { (note_form(words, month, noting)) }
    }
}

fn note_form(words: Words, month: &JudgedMonth, noting: Noting<'_>) -> Markup {
    let label = month.period.to_string();
    let refused = noting.refused.filter(|(of, _, _)| *of == label);
    let name = short_month(words, month);
    let (id, hint, wrong) = (
        format!("ly-do-{label}"),
        format!("ly-do-{label}-y"),
        format!("ly-do-{label}-loi"),
    );
    let key = if month.notes.is_empty() {
        words.fill("quality.write", &[("month", &name)])
    } else {
        words.fill("quality.write_again", &[("month", &name)])
    };
    let described = if refused.is_some() {
        format!("{wrong} {hint}")
    } else {
        hint.clone()
    };
    html! {
        details open[refused.is_some()] {
            summary { (key) }
            form method="post" class="reason" action=(noting.action) {
                input type="hidden" name="month" value=(label);
                @if let Some((_, _, why)) = refused { p class="attention" role="alert" id=(wrong) { (why) } }
                label for=(id) { (words.fill("quality.reason", &[("n", &MOST_NOTE.to_string())])) }
                textarea id=(id) name="text" rows="4" maxlength=(MOST_NOTE) required
                    aria-invalid=[refused.is_some().then_some("true")] aria-describedby=(described) {
                    @if let Some((_, typed, _)) = refused { "\n" (typed) }
                }
                p class="note" id=(hint) { (words.say("quality.reason_hint")) }
                button class="button" type="submit" { (words.say("quality.save")) }
            }
        }
    }
}
