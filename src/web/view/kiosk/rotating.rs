//! A round's rotating block: every section it may draw, for the script to put one of them among
//! the questions. Without a script nothing of it shows, and nothing of it is asked.

use maud::{Markup, html};

use crate::domain::form::{Form, Question, Section};
use crate::domain::rotation::sections;
use crate::web::view::kiosk::Kiosk;
use crate::web::view::question_field::{self, Field};
use crate::web::view::questionnaire::step;

/// A block and when it is asked.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// The form it is drawn from.
    pub form: &'a Form,
    /// First day, ISO.
    pub from: &'a str,
    /// Last day, ISO, included.
    pub to: &'a str,
}

/// The questions of every section, named `section.question` so that they are no question's of the
/// form itself.
pub(super) fn block(kiosk: &Kiosk<'_>) -> Markup {
    html! {
        @if let Some(block) = &kiosk.block {
            template class="rotating" data-form=(block.form.form_ref) data-from=(block.from) data-to=(block.to) {
                @for section in sections(block.form) { (questions(kiosk, section)) }
            }
        }
    }
}

/// The most questions a person can be asked of it.
pub(super) fn most_questions(kiosk: &Kiosk<'_>) -> usize {
    let blocks = kiosk.block.iter();
    let sections = blocks.flat_map(|block| sections(block.form));
    sections
        .map(|section| asked(kiosk, section).count())
        .max()
        .unwrap_or(0)
}

fn asked<'a>(kiosk: &Kiosk<'_>, section: &'a Section) -> impl Iterator<Item = &'a Question> {
    let channel = kiosk.sheet.channel;
    let questions = section.questions.iter();
    questions.filter(move |question| question.is_asked_on(channel))
}

fn questions(kiosk: &Kiosk<'_>, section: &Section) -> Markup {
    let sheet = &kiosk.sheet;
    let named = |id: &str| format!("{}.{id}", section.id);
    html! {
        @for question in asked(kiosk, section) {
            @let name = named(question.id.as_str());
            @let earlier = question.show_if.as_ref().map(|condition| named(condition.question.as_str()));
            (step(&name, question, earlier.as_deref(), &question_field::question(sheet.words(), &Field {
                name: &name,
                question,
                speech: sheet.speech(),
                place: None,
                condition: None,
                given: &[],
                problem: None,
            })))
        }
    }
}
