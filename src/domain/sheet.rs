//! One finished questionnaire: parsed against its form, encoded for storage, decoded again.

mod answers;
mod encoding;
mod fields;
mod problem;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value;

pub use encoding::{CorruptSheet, content_bytes, decode, encode};
pub use fields::{MOST_COMMENT_CHARS, MOST_DURATION_S, PREPARED_LANGUAGES};
pub use problem::{Problem, Words};

use crate::domain::form::{Channel, Code, Form};
use crate::domain::mark::Mark;
use crate::domain::quality::{self, Flag};
use crate::domain::service_field::Services;

/// A sheet as it arrives, before anything is known to be right: JSON values, so that a wrong
/// type is one problem among the others. `None` and `null` are "not given".
///
/// A decoder of HTML forms fills the same shape: ratings as JSON integers, a multi as an array.
#[derive(Clone, Copy, Debug, Default)]
pub struct RawSheet<'a> {
    /// An object: question id → answer.
    pub answers: Option<&'a Value>,
    /// An array of ids of the sections that were put to the person; not given is all of them.
    pub sections: Option<&'a Value>,
    /// A code of the service list.
    pub service: Option<&'a Value>,
    /// Free text.
    pub comment: Option<&'a Value>,
    /// Language tag of the wording that was read.
    pub language: Option<&'a Value>,
    /// Seconds from the first question to the finish.
    pub duration_s: Option<&'a Value>,
    /// `self`, `relative` or `officer`; not given is `self`.
    pub assisted: Option<&'a Value>,
}

/// A sheet that fits its form. Only [`parse`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerSheet {
    channel: Channel,
    service: Option<Code>,
    assisted: Assisted,
    marks: Vec<Mark>,
    encoded: String,
    profile: BTreeMap<String, String>,
    texts: BTreeMap<String, String>,
    comment: Option<String>,
    language: Option<String>,
    duration_s: Option<u32>,
    overall_level: Option<u8>,
    flag: Option<Flag>,
}

/// Who held the pen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Assisted {
    /// The person alone.
    #[default]
    Alone,
    /// A relative or friend helped.
    Relative,
    /// An officer helped: such answers stand apart.
    Officer,
}

/// Reads a sheet against its form. `device_channel` is how it came; an officer's help moves it
/// to [`Channel::Assisted`], except from paper, where an officer always types.
///
/// Dropped without a word, and not even looked at: answers to questions whose condition is
/// false, to questions the channel does not ask, and to questions outside the sections put to the
/// person. All must still name a question of the form.
/// Whether a sheet has an answer at all is judged after dropping: at least one counted question,
/// be it outside the scale. Profile, free text and comment are no answer.
///
/// # Errors
/// Every problem at once, in the order: answers, then the fields beside them.
pub fn parse(
    form: &Form,
    services: &Services,
    device_channel: Channel,
    raw: RawSheet<'_>,
) -> Result<AnswerSheet, Vec<Problem>> {
    let mut problems = Vec::new();
    let assisted = fields::assisted(raw.assisted, &mut problems);
    let channel = effective_channel(device_channel, assisted);
    let put = answers::Put {
        channel,
        sections: fields::sections((form, channel), raw.sections, &mut problems),
    };
    let answers = answers::read(form, &put, raw.answers, &mut problems);
    let service = fields::service(services, raw.service, &mut problems);
    let comment = fields::comment(raw.comment, &mut problems);
    let language = fields::language(form, raw.language, &mut problems);
    let duration_s = fields::duration(raw.duration_s, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(AnswerSheet {
        channel,
        service,
        assisted,
        encoded: encode(form, &answers.marks),
        overall_level: overall_level(form, &answers.marks),
        flag: quality::judge(channel, &answers.marks, duration_s),
        marks: answers.marks,
        profile: answers.profile,
        texts: answers.texts,
        comment,
        language,
        duration_s,
    })
}

/// What is wrong beside the answers of a sheet whose form is not known here: whoever mends it
/// learns that too.
#[must_use]
pub fn problems_beside(services: &Services, raw: RawSheet<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    match raw.answers {
        None | Some(Value::Null) => problems.push(answers::no_answer()),
        Some(Value::Object(given)) if given.is_empty() => problems.push(answers::no_answer()),
        Some(Value::Object(_)) => {}
        Some(_) => problems.push(answers::no_object()),
    }
    fields::assisted(raw.assisted, &mut problems);
    fields::service(services, raw.service, &mut problems);
    fields::comment(raw.comment, &mut problems);
    fields::duration(raw.duration_s, &mut problems);
    problems
}

fn effective_channel(device_channel: Channel, assisted: Assisted) -> Channel {
    match (assisted, device_channel) {
        (Assisted::Alone | Assisted::Relative, channel)
        | (Assisted::Officer, channel @ Channel::Paper) => channel,
        (Assisted::Officer, Channel::Tablet | Channel::Qr | Channel::Assisted | Channel::Open) => {
            Channel::Assisted
        }
    }
}

fn overall_level(form: &Form, marks: &[Mark]) -> Option<u8> {
    match marks.get(form.overall_position()?)? {
        Mark::Level(code) => Some(*code),
        Mark::Option(_) | Mark::Options(_) | Mark::Outside(_) | Mark::LeftOut | Mark::NotAsked => {
            None
        }
    }
}

/// Whether a sheet is part of its form, left beside another sheet by the same person: the overall
/// question, which everybody else is asked, was not put. A form without one has no parts.
#[must_use]
pub fn is_part(form: &Form, marks: &[Mark]) -> bool {
    let overall = form.overall_position().and_then(|at| marks.get(at));
    overall == Some(&Mark::NotAsked)
}

impl AnswerSheet {
    /// The channel it counts under.
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.channel
    }

    /// The service field, where one was given.
    #[must_use]
    pub fn service(&self) -> Option<&Code> {
        self.service.as_ref()
    }

    /// Who helped.
    #[must_use]
    pub fn assisted(&self) -> Assisted {
        self.assisted
    }

    /// One mark per counted question, in the order of [`Form::counted`].
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// The marks as the text that is stored: see [`encode`].
    #[must_use]
    pub fn encoded(&self) -> &str {
        &self.encoded
    }

    /// Demographics: question id → level, option or outside code. Left out ones are absent;
    /// a multi's options stand in form order with commas between.
    #[must_use]
    pub fn profile(&self) -> &BTreeMap<String, String> {
        &self.profile
    }

    /// Free text answers: question id → text. Kept apart from the marks, like the comment.
    #[must_use]
    pub fn texts(&self) -> &BTreeMap<String, String> {
        &self.texts
    }

    /// The comment, in NFC and trimmed; a blank one is none.
    #[must_use]
    pub fn comment(&self) -> Option<&str> {
        self.comment.as_deref()
    }

    /// The language it was answered in.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// Seconds from the first question to the finish.
    #[must_use]
    pub fn duration_s(&self) -> Option<u32> {
        self.duration_s
    }

    /// The level of the form's overall question: what demographics may be crossed with.
    #[must_use]
    pub fn overall_level(&self) -> Option<u8> {
        self.overall_level
    }

    /// Why the sheet is marked, if it is.
    #[must_use]
    pub fn flag(&self) -> Option<Flag> {
        self.flag
    }
}

impl Assisted {
    /// Every way, in the order shown.
    pub const ALL: [Self; 3] = [Self::Alone, Self::Relative, Self::Officer];

    /// The name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Alone => "self",
            Self::Relative => "relative",
            Self::Officer => "officer",
        }
    }

    /// The way of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == name)
    }
}
