//! The sound desk: which languages the tablets speak, and every text of one of them.

use maud::{Markup, html};

use crate::domain::spoken::{SpokenLanguage, Standing, TextKey};
use crate::storage::clip::ClipRow;
use crate::usecase::list_coverage::{Coverage, Recordings};
use crate::web::assets;
use crate::web::kiosk::clip::address;
use crate::web::kiosk::spoken::{Place, Screen, SpokenText};
use crate::web::text::Words;
use crate::web::view::layout::{self, Masthead};
use crate::web::view::number;

/// All languages of a unit.
#[derive(Clone, Debug)]
pub(crate) struct Overview<'a> {
    /// What stands in the masthead.
    pub(crate) masthead: Masthead<'a>,
    /// The way to the unit's other pages.
    pub(crate) nav: Option<Markup>,
    /// The unit, such as `Xã Nấm Dẩn`.
    pub(crate) unit_name: &'a str,
    /// The page's address.
    pub(crate) address: &'a str,
    /// The month whose sheets are counted, such as `2026-11`.
    pub(crate) month: &'a str,
    /// One line for each language.
    pub(crate) lines: &'a [Line],
}

/// One language of the overview.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// The language.
    pub(crate) language: &'static SpokenLanguage,
    /// How much is recorded.
    pub(crate) coverage: Coverage,
    /// Whether tablets offer it.
    pub(crate) is_offered: bool,
    /// Sheets answered in it this month.
    pub(crate) n_used: u64,
}

/// One language of a unit.
#[derive(Clone, Debug)]
pub(crate) struct Texts<'a> {
    /// What stands in the masthead.
    pub(crate) masthead: Masthead<'a>,
    /// The way to the unit's other pages.
    pub(crate) nav: Option<Markup>,
    /// The unit's code.
    pub(crate) unit: &'a str,
    /// The overview's address.
    pub(crate) address: &'a str,
    /// The language.
    pub(crate) language: &'static SpokenLanguage,
    /// Every text, each once.
    pub(crate) screens: &'a [Screen],
    /// What is recorded.
    pub(crate) recordings: &'a Recordings,
    /// How much of it.
    pub(crate) coverage: Coverage,
    /// Whether tablets offer it.
    pub(crate) is_offered: bool,
    /// The first text without a recording.
    pub(crate) next_missing: Option<&'a TextKey>,
    /// What a speaker who hears this page signs.
    pub(crate) fingerprint: &'a str,
}

/// The list of languages.
#[must_use]
pub(crate) fn overview(words: Words, page: &Overview<'_>) -> Markup {
    let title = words.fill("sound.title", &[("unit", page.unit_name)]);
    let month = number::month(words, page.month);
    let content = html! {
        main class="wide sound" id="content" {
            @if let Some(nav) = &page.nav { (nav) }
            div class="head" { h1 { (title) } }
            p class="lead" { (words.say("sound.what")) }
            div class="scroll" tabindex="0" role="region" aria-label=(words.say("sound.languages")) {
                table {
                    caption { (words.say("sound.languages")) }
                    thead { tr {
                        th scope="col" { (words.say("sound.language")) }
                        th scope="col" { (words.say("sound.recorded")) }
                        th scope="col" { (words.say("sound.on_tablets")) }
                        th scope="col" class="number" { (words.fill("sound.used", &[("month", &month)])) }
                    } }
                    tbody { @for line in page.lines { (language_row(words, page.address, line)) } }
                }
            }
            p class="note" { (words.say("sound.names_note")) }
            p class="note" { (words.say("sound.used_note")) }
        }
    };
    layout::desk(words, &title, page.masthead, &content)
}

fn language_row(words: Words, address: &str, line: &Line) -> Markup {
    let language = line.language;
    html! {
        tr {
            th scope="row" {
                a href={ (address) "?tieng=" (language.tag) } { (name(words, language)) }
                @if language.own_name != name(words, language) {
                    span class="note" lang=(language.tag) { (language.own_name) }
                }
            }
            td { (recorded(words, &line.coverage)) }
            td { (standing(words, line.language, &line.coverage, line.is_offered)) }
            td class="number" { (few(words, line.n_used)) }
        }
    }
}

/// A language in the reader's words.
fn name(words: Words, language: &SpokenLanguage) -> &'static str {
    words
        .language()
        .pick(language.vietnamese_name, language.english_name)
}

fn recorded(words: Words, coverage: &Coverage) -> String {
    let (missing, all) = (coverage.n_missing.to_string(), coverage.n_texts.to_string());
    if coverage.n_missing == 0 {
        words.fill("sound.complete", &[("all", &all)])
    } else {
        words.fill("sound.missing", &[("n", &missing), ("all", &all)])
    }
}

fn standing(
    words: Words,
    language: &SpokenLanguage,
    coverage: &Coverage,
    is_offered: bool,
) -> Markup {
    let key = match (language.standing, is_offered, coverage.n_missing) {
        (Standing::Written, _, _) =>
        /* key */
        {
            "sound.always"
        }
        (Standing::Recorded, true, _) =>
        /* key */
        {
            "sound.offered"
        }
        (Standing::Recorded, false, 0) =>
        /* key */
        {
            "sound.waits"
        }
        (Standing::Recorded, false, _) =>
        /* key */
        {
            "sound.not_offered"
        }
    };
    html! { span class=(if is_offered { "state good" } else { "state" }) { (words.say(key)) } }
}

/// A count that points at nobody.
fn few(words: Words, n: u64) -> String {
    const FEWEST_SHOWN: u64 = 5;
    if n < FEWEST_SHOWN {
        words.say("sound.under_five").to_owned()
    } else {
        number::count(words, n)
    }
}

/// Every text of one language.
#[must_use]
pub(crate) fn language(words: Words, page: &Texts<'_>) -> Markup {
    let own = page.language;
    let title = match name(words, own) {
        name if name == own.own_name => name.to_owned(),
        name => format!("{name} · {}", own.own_name),
    };
    let content = html! {
        main class="wide sound" id="content"
            data-stop=(words.say("sound.stop")) data-refused=(words.say("sound.refused"))
            data-too-large=(words.say("sound.too_large")) {
            @if let Some(nav) = &page.nav { (nav) }
            p class="up" { a href=(page.address) { (words.say("sound.back")) } }
            div class="head" { h1 { (title) } }
            (progress(words, page))
            p { (words.say("sound.how")) " " (words.say("sound.formats")) }
            p class="attention" data-insecure hidden { (words.say("sound.insecure")) }
            @if page.language.standing == Standing::Recorded {
                p class="note" { (words.say("sound.shared_note")) }
            }
            @for screen in page.screens {
                section class="block" {
                    h2 { (place(words, screen.place)) }
                    ul class="texts" { @for text in &screen.texts { (row(words, page, text)) } }
                }
            }
            (sign_off(words, page))
        }
        script type="module" src=(assets::path("record.js")) {}
    };
    layout::desk(words, &title, page.masthead, &content)
}

fn progress(words: Words, page: &Texts<'_>) -> Markup {
    html! {
        p class="progress" {
            strong { (recorded(words, &page.coverage)) }
            (standing(words, page.language, &page.coverage, page.is_offered))
            @match page.next_missing {
                Some(text) => a href={ "#" (row_id(text)) } { (words.say("sound.next")) },
                None => a href="#duyet" { (words.say("sound.sign")) },
            }
        }
    }
}

fn place(words: Words, place: Place) -> String {
    match place {
        Place::Languages => words.say("sound.screen_languages").to_owned(),
        Place::Privacy => words.say("sound.screen_privacy").to_owned(),
        Place::Question(number) => {
            words.fill("sound.screen_question", &[("n", &number.to_string())])
        }
        Place::Profile => words.say("sound.screen_profile").to_owned(),
        Place::Comment => words.say("sound.screen_comment").to_owned(),
        Place::Prompts => words.say("sound.screen_prompts").to_owned(),
        Place::Thanks => words.say("sound.screen_thanks").to_owned(),
    }
}

/// The id of a text's row.
#[must_use]
pub(crate) fn row_id(text: &TextKey) -> String {
    format!("k-{text}")
}

fn row(words: Words, page: &Texts<'_>, text: &SpokenText) -> Markup {
    let clip = page.recordings.shown(page.language.tag, &text.key);
    let action = format!("{}/{}/{}", page.address, page.language.tag, text.key);
    html! {
        li id=(row_id(&text.key)) class=[clip.is_none().then_some("missing")] {
            div class="wording" {
                p lang="vi" { (text.vietnamese) }
                @if let Some(own) = &text.own { p class="note" lang=(page.language.tag) { (own) } }
            }
            div class="heard" { (heard(words, page, text, clip)) }
            (recorder(words, text, &action, clip.is_some()))
            @if clip.is_some_and(|clip| clip.unit == page.unit) {
                details class="delete" {
                    summary aria-label={ (words.say("sound.delete")) ": " (text.vietnamese) } { (words.say("sound.delete")) }
                    form method="post" action={ (action) "/xoa" } {
                        button class="button" type="submit" { (words.say("sound.delete_sure")) }
                    }
                }
            }
        }
    }
}

fn heard(words: Words, page: &Texts<'_>, text: &SpokenText, clip: Option<&ClipRow>) -> Markup {
    let Some(clip) = clip else {
        return html! { span class="state" { (words.say("sound.none")) } };
    };
    let day = number::date(words, &clip.recorded_on);
    let key = match (clip.unit == page.unit, clip.reviewed) {
        (true, true) =>
        /* key */
        {
            "sound.reviewed"
        }
        (true, false) =>
        /* key */
        {
            "sound.unreviewed"
        }
        (false, _) =>
        /* key */
        {
            "sound.shared"
        }
    };
    html! {
        audio controls preload="none" src=(address(&clip.sha256))
            aria-label={ (words.say("sound.listen")) ": " (text.vietnamese) } {}
        span class=(if clip.reviewed { "state good" } else { "state" }) { (words.fill(key, &[("day", &day)])) }
    }
}

/// A file to choose; `record.js` puts what it records in the same place.
fn recorder(words: Words, text: &SpokenText, action: &str, is_recorded: bool) -> Markup {
    let record = words.say(if is_recorded {
        /* key */
        "sound.again"
    } else {
        /* key */
        "sound.record"
    });
    let field = format!("tep-{}", text.key);
    html! {
        form class="recorder" method="post" action=(action) enctype="multipart/form-data" {
            button class="button" type="button" data-record hidden aria-label={ (record) ": " (text.vietnamese) } { (record) }
            details {
                summary aria-label={ (words.say("sound.file")) ": " (text.vietnamese) } { (words.say("sound.file")) }
                label class="aside-to-ear" for=(field) { (words.say("sound.file")) ": " (text.vietnamese) }
                input type="file" id=(field) name="tep" required
                    accept="audio/webm,audio/ogg,audio/mpeg,audio/mp4,audio/wav,.webm,.ogg,.mp3,.m4a,.wav";
                button class="button filled" type="submit" { (words.say("sound.save")) }
            }
            div class="take" hidden {
                audio controls aria-label={ (words.say("sound.take")) ": " (text.vietnamese) } {}
                button class="button filled" type="submit" { (words.say("sound.save")) }
            }
        }
    }
}

fn sign_off(words: Words, page: &Texts<'_>) -> Markup {
    let coverage = &page.coverage;
    let signed = page.recordings.sign_off(page.language.tag);
    let (missing, changed) = (
        coverage.n_missing.to_string(),
        coverage.n_unreviewed.to_string(),
    );
    html! {
        section class="block" id="duyet" tabindex="-1" {
            h2 { (words.say("sound.sign")) }
            @if let Some(row) = signed {
                p { (words.fill("sound.signed", &[("name", &row.speaker), ("day", &number::date(words, &row.signed_on))])) }
                @if coverage.n_unreviewed > 0 {
                    p class="attention" { (words.fill("sound.changed_since", &[("n", &changed)])) }
                }
            }
            @if coverage.n_missing > 0 {
                p class="attention" { (words.fill("sound.not_yet", &[("n", &missing)])) }
            } @else if coverage.n_unreviewed > 0 {
                p { (words.say("sound.sign_what")) }
                form class="entry" method="post" action={ (page.address) "/" (page.language.tag) "/duyet" } {
                    input type="hidden" name="heard" value=(page.fingerprint);
                    div class="field" {
                        label for="speaker" { (words.say("sound.speaker")) }
                        input id="speaker" name="speaker" required maxlength="100" autocomplete="off";
                    }
                    button class="button filled" type="submit" { (words.say("sound.sign_button")) }
                }
            }
        }
    }
}
