//! The light of a unit's data, in one line and in words.

use maud::{Markup, html};

use crate::domain::quality::month::{Detector, FEWEST_SHEETS, Finding, Share, Verdict};
use crate::usecase::judge_quality::{JudgedMonth, Quality};
use crate::web::text::Words;
use crate::web::view::number;

/// *Chất lượng dữ liệu*, its light, the first sign with its month, and the way to all of them.
#[must_use]
pub fn line(words: Words, quality: &Quality, address: &str) -> Markup {
    let sign = quality.months.iter().rev().find_map(|month| {
        let finding = month
            .findings
            .iter()
            .find(|finding| finding.verdict >= Verdict::Look)?;
        Some(in_month(
            words,
            month,
            &reason(words, finding, quality.has_sheets),
        ))
    });
    html! {
        p class="quality-line" {
            strong { (words.say("quality.title")) } " "
            (light(words, quality)) " "
            @if let Some(sign) = sign { span { (sign) } " " }
            a href=(address) { (words.say("quality.line_why")) }
        }
    }
}

/// The light of all months, with the number of signs.
#[must_use]
pub fn light(words: Words, quality: &Quality) -> Markup {
    let verdict = quality.light();
    if quality.months.iter().all(|month| month.light.is_none()) {
        return label(Verdict::NotJudged, words.say("quality.not_yet"));
    }
    let name = verdict_name(words, verdict);
    if verdict < Verdict::Look {
        return label(verdict, name);
    }
    let n = quality.n_signs().to_string();
    label(
        verdict,
        &words.fill("quality.line_signs", &[("light", name), ("n", &n)]),
    )
}

/// One verdict in words, marked where it asks for attention.
#[must_use]
pub fn verdict(words: Words, verdict: Verdict) -> Markup {
    label(verdict, verdict_name(words, verdict))
}

/// What a sign is called.
#[must_use]
pub fn detector_name(words: Words, detector: Detector) -> &'static str {
    match detector {
        Detector::Bursts => words.say("quality.bursts"),
        Detector::TooFast => words.say("quality.too_fast"),
        Detector::Copies => words.say("quality.copies"),
        Detector::OutOfHours => words.say("quality.out_of_hours"),
        Detector::MoreThanDossiers => words.say("quality.more_than_dossiers"),
        Detector::OneLevel => words.say("quality.one_level"),
        Detector::Assisted => words.say("quality.assisted"),
    }
}

/// Why a detector says what it says, without a full stop.
#[must_use]
pub fn reason(words: Words, finding: &Finding, has_sheets: bool) -> String {
    let fill = |key: &str| {
        let values = [
            ("part", part(words, finding)),
            ("near", near(words, finding)),
            ("all", number::count(words, finding.among)),
            ("half_days", finding.half_days.to_string()),
        ];
        let values = values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        words.fill(key, &values)
    };
    match (finding.detector, finding.verdict) {
        (Detector::MoreThanDossiers, Verdict::NotJudged) => {
            words.say("quality.no_dossiers").to_owned()
        }
        (Detector::Bursts | Detector::Copies | Detector::OutOfHours | Detector::OneLevel, _)
            if !has_sheets =>
        {
            words.say("quality.elsewhere").to_owned()
        }
        (
            Detector::Bursts | Detector::TooFast | Detector::Copies | Detector::OutOfHours,
            Verdict::NotJudged,
        ) => words.say("quality.few").to_owned(),
        (Detector::OneLevel | Detector::Assisted, _) if finding.among < FEWEST_SHEETS => {
            words.say("quality.few").to_owned()
        }
        (Detector::Copies, Verdict::Usual) => words.say("quality.copies_usual").to_owned(),
        (Detector::Bursts, _) => fill(/* key */ "quality.bursts_seen"),
        (Detector::TooFast, _) => fill(/* key */ "quality.too_fast_seen"),
        (Detector::Copies, _) => fill(/* key */ "quality.copies_seen"),
        (Detector::OutOfHours, _) => fill(/* key */ "quality.out_of_hours_seen"),
        (Detector::MoreThanDossiers, _) => fill(/* key */ "quality.more_than_dossiers_seen"),
        (Detector::OneLevel, _) => fill(/* key */ "quality.one_level_seen"),
        (Detector::Assisted, _) => fill(/* key */ "quality.assisted_seen"),
    }
}

/// The sheets a finding speaks of, without a number of one to four people.
fn part(words: Words, finding: &Finding) -> String {
    let is_part = !matches!(
        finding.detector,
        Detector::Copies | Detector::MoreThanDossiers
    );
    let n = number::count(words, finding.seen);
    match finding.share() {
        Share::FewSeen => words.say("quality.few_sheets").to_owned(),
        Share::FewElse if is_part => words.say("quality.nearly_all").to_owned(),
        Share::Counts if is_part => {
            let all = number::count(words, finding.among);
            words.fill("quality.some_of", &[("n", &n), ("all", &all)])
        }
        Share::Counts | Share::FewElse => words.fill("quality.so_many", &[("n", &n)]),
    }
}

/// The sheets that stand next to copies.
fn near(words: Words, finding: &Finding) -> String {
    match finding.share() {
        Share::FewElse => words.say("quality.few_sheets").to_owned(),
        Share::Counts | Share::FewSeen => {
            let n = number::count(words, finding.among);
            words.fill("quality.so_many", &[("n", &n)])
        }
    }
}

/// `Tháng 8/2026: …`.
#[must_use]
pub fn in_month(words: Words, month: &JudgedMonth, reason: &str) -> String {
    let name = short_month(words, month);
    words.fill("quality.in_month", &[("month", &name), ("reason", reason)])
}

/// The month without its days.
#[must_use]
pub fn short_month(words: Words, month: &JudgedMonth) -> String {
    let label = month.period.to_string();
    number::month(words, label.trim_end_matches('b'))
}

fn verdict_name(words: Words, verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotJudged => words.say("quality.not_judged"),
        Verdict::Usual => words.say("quality.usual"),
        Verdict::Look => words.say("quality.look"),
        Verdict::Check => words.say("quality.check"),
    }
}

fn label(verdict: Verdict, text: &str) -> Markup {
    let class = match verdict {
        Verdict::NotJudged => "light not-judged",
        Verdict::Usual => "light usual",
        Verdict::Look => "light look",
        Verdict::Check => "light check",
    };
    html! { span class=(class) { (text) } }
}
