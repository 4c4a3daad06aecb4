//! The whole questionnaire as one page that needs no JavaScript.

mod steps;

use std::collections::BTreeMap;

use maud::{Markup, html};

pub(super) use steps::{not_a_complaint, numbered, step};

use crate::domain::form::{Channel, Choice, Form};
use crate::web::text::Words;
use crate::web::view::speech::{Clips, Speech};
use crate::web::view::{face, icon, layout, question_field};

/// A questionnaire to be filled in, or one that came back with problems.
#[derive(Clone, Copy, Debug)]
pub struct Questionnaire<'a> {
    /// The form asked.
    pub form: &'a Form,
    /// The unit that served, such as `xã Nấm Dẩn`.
    pub unit_name: &'a str,
    /// Where the page lives and posts to: `/phieu/{unit}/{form}`.
    pub address: &'a str,
    /// Tag of the language shown, one of the form's.
    pub language: &'a str,
    /// Channel the answer will come by: questions it does not ask are not shown.
    pub channel: Channel,
    /// Service fields to choose from, where the form asks for one.
    pub services: &'a [Choice],
    /// The answer's UUID, so that sending twice counts once.
    pub id: &'a str,
    /// When the page was made, ISO with offset; a repeated post repeats it.
    pub collected_at: &'a str,
    /// What was typed before, by field name.
    pub given: &'a Given,
    /// What is wrong, in page order.
    pub problems: &'a [Wrong],
    /// Recordings, where the page can be heard; `None` where it is only read.
    pub clips: Option<&'a Clips>,
}

impl<'a> Questionnaire<'a> {
    /// The words around the questions.
    #[must_use]
    pub fn words(&self) -> Words {
        Words::for_tag(self.language)
    }

    /// How its texts are read and heard.
    #[must_use]
    pub fn speech(&self) -> Speech<'a> {
        Speech {
            language: self.language,
            clips: self.clips,
        }
    }
}

/// Values as posted, by field name.
pub type Given = BTreeMap<String, Vec<String>>;

/// Something to be mended on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Name of the field; empty: the sheet as a whole.
    pub field: String,
    /// What to do, in the reader's language.
    pub message: String,
}

/// The page.
#[must_use]
pub fn page(sheet: &Questionnaire<'_>) -> Markup {
    let words = sheet.words();
    let content = html! {
        (face::symbols())
        (icon::symbols())
        main class="sheet two" {
            (opening(words, sheet))
            form method="post" action=(action(sheet)) autocomplete="off" novalidate {
                (fields(words, sheet))
                button class="button" type="submit" { (words.say("paper.send")) }
            }
        }
    };
    layout::paper(&title(sheet), sheet.language, &content)
}

/// The document's title, which says first when something is to be mended.
pub(super) fn title(sheet: &Questionnaire<'_>) -> String {
    let title = sheet.form.title.get(sheet.language);
    if sheet.problems.is_empty() {
        title.to_owned()
    } else {
        let words = sheet.words();
        words.fill("paper.title_with_problems", &[("title", title)])
    }
}

/// Where the form is posted to.
pub(super) fn action(sheet: &Questionnaire<'_>) -> String {
    format!("{}?lang={}", sheet.address, sheet.language)
}

/// What is posted, and what is to be mended: all of the form but its button.
pub(super) fn fields(words: Words, sheet: &Questionnaire<'_>) -> Markup {
    html! {
        input type="hidden" name="id" value=(sheet.id);
        input type="hidden" name="collected_at" value=(sheet.collected_at);
        input type="hidden" name="language" value=(sheet.language);
        (problem_summary(words, sheet.problems))
        (steps::steps(words, sheet))
    }
}

/// Where one is, what is asked, and what is promised.
pub(super) fn opening(words: Words, sheet: &Questionnaire<'_>) -> Markup {
    html! {
        header class="opening" {
            p class="place" { (words.fill("paper.place", &[("unit", sheet.unit_name)])) }
            h1 { (Speech::silent(sheet.language).text(&sheet.form.title)) }
            p class="lead quiet" { (how_long(sheet)) }
            p class="lead" { strong { (words.say("paper.privacy")) } }
            (languages(words, sheet))
        }
    }
}

/// Links to the other languages of the form, each under its own name.
fn languages(words: Words, sheet: &Questionnaire<'_>) -> Markup {
    let others = sheet
        .form
        .languages
        .iter()
        .filter(|tag| *tag != sheet.language);
    html! {
        @if sheet.form.languages.len() > 1 {
            nav class="tools" aria-label=(words.say("paper.languages")) {
                @for tag in others {
                    a class="tool" href={ (sheet.address) "?lang=" (tag) } lang=(tag) hreflang=(tag) {
                        (icon::icon("languages"))
                        (language_name(tag))
                    }
                }
            }
        }
    }
}

/// How many questions there are, how long they take, and that no name is asked.
pub(super) fn how_long(sheet: &Questionnaire<'_>) -> String {
    counted(
        sheet,
        /* key */ "paper.how_long",
        steps::numbered(sheet),
    )
}

/// The same of a page that asks each person a part of its questions, `n_questions` at most.
pub(super) fn how_long_at_most(sheet: &Questionnaire<'_>, n_questions: usize) -> String {
    counted(sheet, /* key */ "kiosk.how_long_at_most", n_questions)
}

fn counted(sheet: &Questionnaire<'_>, key: &str, n_questions: usize) -> String {
    /// A question is read and answered in about twelve seconds.
    const QUESTIONS_A_MINUTE: usize = 5;
    let minutes = n_questions.div_ceil(QUESTIONS_A_MINUTE).max(1).to_string();
    let values = [("n", &*n_questions.to_string()), ("m", &*minutes)];
    sheet.words().fill(key, &values)
}

/// What a language calls itself. Names of minority languages await a speaker's sign-off, so a tag
/// that is not here shows itself.
pub(super) fn language_name(tag: &str) -> &str {
    match tag {
        "vi" => "Tiếng Việt",
        "en" => "English",
        other => other,
    }
}

fn problem_summary(words: Words, problems: &[Wrong]) -> Markup {
    html! {
        @if !problems.is_empty() {
            section class="summary" id="problems" role="alert" aria-labelledby="problems-title" tabindex="-1" {
                h2 id="problems-title" { (words.say("paper.problems")) }
                ul {
                    @for wrong in problems {
                        li {
                            @if wrong.field.is_empty() { (wrong.message) }
                            @else { a href={ "#" (question_field::first_id(&wrong.field)) } { (wrong.message) } }
                        }
                    }
                }
            }
        }
    }
}
