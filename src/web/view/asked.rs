//! A form as the numbered things a channel asks, in page order: what pages show, paper prints and
//! a desk types in.

use maud::Markup;

use crate::domain::form::{Channel, Choice, Form, Kind, Question, Text};
use crate::web::text::Words;
use crate::web::view::face;

/// A form on a channel.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The form.
    pub form: &'a Form,
    /// Questions this channel does not ask are left out.
    pub channel: Channel,
    /// Service fields to choose from, where the form asks for one.
    pub services: &'a [Choice],
    /// Tag of the language read.
    pub language: &'a str,
}

/// One thing asked.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// Its number; questions about the person have none.
    pub number: Option<usize>,
    /// A heading that stands before it.
    pub heading: Option<&'a Text>,
    /// What is asked.
    pub what: What<'a>,
    /// When it applies, in words.
    pub condition: Option<String>,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub enum What<'a> {
    /// A question of the form.
    Question(&'a Question),
    /// What brought the person here.
    Service(&'a [Choice]),
}

/// One answer that can be ticked.
#[derive(Clone, Debug)]
pub struct Tick<'a> {
    /// The key it is typed in with, printed in its box: a level's code, else its place; `s`, `t`,
    /// `u` outside the scale; empty where there are more options than keys.
    pub key: String,
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: &'a Text,
    /// A face, where the word is a level.
    pub face: Option<Markup>,
    /// Whether it stands outside the scale.
    pub is_outside: bool,
}

/// How an item is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// One level of a scale.
    Level,
    /// One of the options.
    One,
    /// So many of the options at most.
    Most(usize),
    /// In words.
    Words,
}

impl<'a> Asked<'a> {
    /// Everything asked, in page order; the comment is not among them.
    #[must_use]
    pub fn items(&self) -> Vec<Item<'a>> {
        let mut number = 0;
        let mut items = Vec::new();
        for section in &self.form.sections {
            let asked: Vec<&Question> = section
                .questions
                .iter()
                .filter(|question| question.is_asked_on(self.channel))
                .collect();
            let has_heading = asked.len() > 1 || asked.iter().any(|question| question.profile);
            let mut heading = has_heading.then_some(&section.title);
            for question in asked {
                number += usize::from(!question.profile);
                items.push(Item {
                    number: (!question.profile).then_some(number),
                    heading: heading.take(),
                    what: What::Question(question),
                    condition: self.condition(question, &items),
                });
                if !self.services.is_empty()
                    && self.form.service_after.as_ref() == Some(&question.id)
                {
                    number += 1;
                    items.push(Item {
                        number: Some(number),
                        heading: None,
                        what: What::Service(self.services),
                        condition: None,
                    });
                }
            }
        }
        items
    }

    /// When a question applies, in words: paper, and a page without JavaScript, show every question.
    fn condition(&self, question: &Question, before: &[Item<'_>]) -> Option<String> {
        let words = Words::for_tag(self.language);
        let condition = question.show_if.as_ref()?;
        let earlier = before
            .iter()
            .find(|item| item.field() == condition.question.as_str())?;
        let ticks = earlier.ticks();
        let labels: Vec<String> = ticks
            .iter()
            .filter(|tick| condition.any_of.contains(&tick.value))
            .map(|tick| format!("“{}”", tick.label.get(self.language)))
            .collect();
        let number = earlier.number.map_or(String::new(), |n| n.to_string());
        let answers = labels.join(words.say("paper.or"));
        Some(words.fill("paper.only_if", &[("i", &number), ("answers", &answers)]))
    }
}

impl<'a> Item<'a> {
    /// The name of its field.
    #[must_use]
    pub fn field(&self) -> &'a str {
        match self.what {
            What::Question(question) => question.id.as_str(),
            What::Service(_) => "service",
        }
    }

    /// The wording.
    #[must_use]
    pub fn text(&self, language: &str) -> &'a str {
        match self.what {
            What::Question(question) => question.text.get(language),
            What::Service(_) => Words::for_tag(language).say("paper.service"),
        }
    }

    /// How it is answered.
    #[must_use]
    pub fn manner(&self) -> Manner {
        match self.what {
            What::Service(_) => Manner::One,
            What::Question(question) => match &question.kind {
                Kind::Rating(_) => Manner::Level,
                Kind::Choice(_) => Manner::One,
                Kind::Multi { most, .. } => Manner::Most(*most),
                Kind::Text => Manner::Words,
            },
        }
    }

    /// Every answer that can be ticked, those outside the scale last.
    #[must_use]
    pub fn ticks(&self) -> Vec<Tick<'a>> {
        let (mut ticks, outside) = match self.what {
            What::Service(services) => (options(services), &[][..]),
            What::Question(question) => {
                let inside = match &question.kind {
                    Kind::Rating(scale) => scale
                        .levels
                        .iter()
                        .map(|level| Tick {
                            key: level.code.to_string(),
                            value: level.code.to_string(),
                            label: &level.label,
                            face: face::face(scale, level),
                            is_outside: false,
                        })
                        .collect(),
                    Kind::Choice(choices)
                    | Kind::Multi {
                        options: choices, ..
                    } => options(choices),
                    Kind::Text => Vec::new(),
                };
                (inside, question.outside.as_slice())
            }
        };
        ticks.extend(outside.iter().zip(OUTSIDE_KEYS).map(|(choice, key)| Tick {
            key: key.to_string(),
            value: choice.value.to_string(),
            label: &choice.label,
            face: None,
            is_outside: true,
        }));
        ticks
    }
}

const OUTSIDE_KEYS: [char; 3] = ['s', 't', 'u'];

fn options(choices: &[Choice]) -> Vec<Tick<'_>> {
    let keys = ('1'..='9').chain('a'..='z');
    let mut keys = keys.filter(|key| !OUTSIDE_KEYS.contains(key));
    choices
        .iter()
        .map(|choice| Tick {
            key: keys.next().map_or(String::new(), String::from),
            value: choice.value.to_string(),
            label: &choice.label,
            face: None,
            is_outside: false,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::view::sample;

    #[test]
    fn everything_asked_is_numbered_once_and_every_tick_has_a_key_of_its_own() {
        let form = sample::form();
        let services = [sample::choice("ho-tich", "Hộ tịch", "Civil status")];
        let asked = Asked {
            form: &form,
            channel: Channel::Paper,
            services: &services,
            language: "vi",
        };
        let items = asked.items();
        let numbers: Vec<usize> = items.iter().filter_map(|item| item.number).collect();
        assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>());
        assert!(items.iter().any(|item| item.field() == "service"));
        for item in &items {
            let mut keys: Vec<String> = item.ticks().into_iter().map(|tick| tick.key).collect();
            let n = keys.len();
            keys.sort();
            keys.dedup();
            assert_eq!(keys.len(), n, "{}", item.field());
        }
    }

    #[test]
    fn more_options_than_digits_go_on_with_letters_that_mean_nothing_else() {
        let many: Vec<Choice> = (0..35)
            .map(|i| sample::choice(&format!("c{i}"), "một", "one"))
            .collect();
        let keys: Vec<String> = options(&many).into_iter().map(|tick| tick.key).collect();
        assert_eq!(keys[8..11], ["9", "a", "b"]);
        assert!(
            !keys
                .iter()
                .any(|key| ["s", "t", "u"].contains(&key.as_str()))
        );
    }
}
