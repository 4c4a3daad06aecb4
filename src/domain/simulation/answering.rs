//! How one simulated person answers a form.

use std::collections::BTreeMap;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::{Answer, Milli, bell, chance};
use crate::domain::form::{Channel, Choice, Condition, Form, Kind, Question, Scale};

/// Somebody who fills in one sheet.
pub(super) struct Person {
    /// What all ratings of this person share.
    pub(super) mood: Milli,
    /// Decides which questions are asked.
    pub(super) channel: Channel,
    /// Whether it is the unit that pretends to be a person.
    pub(super) stuffed: bool,
}

impl Person {
    /// Answers to what is asked; never none at all where the form asks one rating or choice.
    /// `effects` are per question in form order.
    pub(super) fn answer(
        &self,
        form: &Form,
        effects: &[Milli],
        rng: &mut ChaCha8Rng,
    ) -> BTreeMap<String, Answer> {
        let mut answers = BTreeMap::new();
        for (question, effect) in form.questions().zip(effects) {
            if !question.is_asked_on(self.channel)
                || !question
                    .show_if
                    .as_ref()
                    .is_none_or(|condition| holds(condition, &answers))
            {
                continue;
            }
            let given = if self.stuffed {
                stuff(question, rng)
            } else {
                self.answer_question(question, *effect, rng)
            };
            if let Some(answer) = given {
                answers.insert(question.id.as_str().to_owned(), answer);
            }
        }
        if !form
            .counted()
            .any(|question| answers.contains_key(question.id.as_str()))
        {
            answers.extend(self.answer_one(form));
        }
        answers
    }

    /// A few words, from about one person in a hundred.
    pub(super) fn comment(&self, form: &Form, rng: &mut ChaCha8Rng) -> Option<String> {
        (form.comment && !self.stuffed && chance(rng, 12)).then(|| self.words(rng))
    }

    /// `None`: left out.
    fn answer_question(
        &self,
        question: &Question,
        effect: Milli,
        rng: &mut ChaCha8Rng,
    ) -> Option<Answer> {
        if chance(rng, if question.profile { 180 } else { 20 }) {
            return None;
        }
        if let Some(code) = draw_outside(&question.outside, rng) {
            return Some(Answer::Word(code.value.as_str().to_owned()));
        }
        match &question.kind {
            Kind::Rating(scale) if scale.satisfied.is_empty() => {
                let at = rng.random_range(0..scale.levels.len().max(1));
                scale.levels.get(at).map(|level| Answer::Level(level.code))
            }
            Kind::Rating(scale) => level(scale, self.mood + effect + bell(rng, 600)),
            Kind::Choice(options) => draw_option(options, rng),
            Kind::Multi { options, most } => self.choose_several(options, *most, rng),
            Kind::Text => chance(rng, 12).then(|| Answer::Word(self.words(rng))),
        }
    }

    /// The unhappy name more to improve; most of the happy nothing.
    fn choose_several(
        &self,
        options: &[Choice],
        most: usize,
        rng: &mut ChaCha8Rng,
    ) -> Option<Answer> {
        let wanted = match self.mood {
            ..0 => rng.random_range(1..=most.max(1)),
            0..1_000 => rng.random_range(0..=2),
            _ => usize::from(chance(rng, 150)),
        };
        let mut left: Vec<&Choice> = options.iter().collect();
        let mut chosen = Vec::new();
        while chosen.len() < wanted.min(most) && !left.is_empty() {
            chosen.push(
                left.swap_remove(rng.random_range(0..left.len()))
                    .value
                    .as_str()
                    .to_owned(),
            );
        }
        (!chosen.is_empty()).then_some(Answer::Words(chosen))
    }

    /// The one rating, or else choice, that a sheet cannot do without.
    fn answer_one(&self, form: &Form) -> Option<(String, Answer)> {
        form.counted()
            .filter(|question| question.show_if.is_none() && question.is_asked_on(self.channel))
            .find_map(|question| {
                let answer = match &question.kind {
                    Kind::Rating(scale) => level(scale, self.mood),
                    Kind::Choice(options) => options.first().map(word),
                    Kind::Multi { .. } | Kind::Text => None,
                }?;
                Some((question.id.as_str().to_owned(), answer))
            })
    }

    fn words(&self, rng: &mut ChaCha8Rng) -> String {
        const KIND: [&str; 4] = [
            "Cán bộ hướng dẫn tận tình, tôi cảm ơn.",
            "Giải quyết nhanh, đúng hẹn.",
            "Chỗ ngồi chờ sạch sẽ, mát mẻ.",
            "Mọi việc đều tốt.",
        ];
        const FRANK: [&str; 4] = [
            "Chờ lâu, nên có thêm người tiếp nhận vào sáng thứ hai.",
            "Phải đi lại hai lần vì thiếu giấy tờ mà lần đầu không được nói rõ.",
            "Máy lấy số hay hỏng.",
            "Đường lên trung tâm khó đi, mong có điểm tiếp nhận ở thôn.",
        ];
        let words = if self.mood < 300 { FRANK } else { KIND };
        words
            .get(rng.random_range(0..words.len()))
            .copied()
            .unwrap_or_default()
            .to_owned()
    }
}

/// The best level everywhere, the first thing offered elsewhere, nothing that costs time.
fn stuff(question: &Question, rng: &mut ChaCha8Rng) -> Option<Answer> {
    match &question.kind {
        Kind::Rating(scale) => level(scale, Milli::MAX),
        Kind::Choice(options) if !question.profile => draw_option(options, rng),
        Kind::Choice(_) | Kind::Multi { .. } | Kind::Text => None,
    }
}

/// The level for a latent score: from 1,000 up the best satisfied level, from 0 up the least
/// satisfied one, then neutral, then the better and the worst of the dissatisfied ones.
/// Whatever a scale lacks falls to its neighbour.
fn level(scale: &Scale, score: Milli) -> Option<Answer> {
    let codes = scale.codes();
    let ends = |wanted: fn(&Scale, u8) -> bool| {
        let codes: Vec<u8> = codes
            .iter()
            .copied()
            .filter(|code| wanted(scale, *code))
            .collect();
        (codes.first().copied(), codes.last().copied())
    };
    let (good, best) = ends(|scale, code| scale.satisfied.contains(&code));
    let (neutral, _) = ends(|scale, code| scale.neutral.contains(&code));
    let (worst, bad) =
        ends(|scale, code| !scale.satisfied.contains(&code) && !scale.neutral.contains(&code));
    let code = match score {
        1_000.. => best,
        0..1_000 => good,
        -650..0 => neutral.or(bad),
        -1_400..-650 => bad.or(neutral),
        _ => worst.or(neutral),
    };
    code.or_else(|| codes.last().copied()).map(Answer::Level)
}

fn draw_option(options: &[Choice], rng: &mut ChaCha8Rng) -> Option<Answer> {
    let total: u32 = options.iter().map(option_weight).sum();
    let mut draw = rng.random_range(0..total.max(1));
    let chosen = options.iter().find(|option| {
        let weight = option_weight(option);
        let found = draw < weight;
        draw = draw.saturating_sub(weight);
        found
    });
    chosen.map(word)
}

/// Why people come to a counter; all options of other questions weigh the same.
fn option_weight(option: &Choice) -> u32 {
    match option.value.as_str() {
        "nop-ho-so" => 400,
        "bo-sung" => 90,
        "nhan-ket-qua" => 380,
        "hoi-thong-tin" => 130,
        _ => 100,
    }
}

/// A code outside the scale: seldom, but for *chưa từng gửi*, which holds for most people.
fn draw_outside<'a>(outside: &'a [Choice], rng: &mut ChaCha8Rng) -> Option<&'a Choice> {
    outside.iter().find(|code| {
        let per_mille = if code.value.as_str() == "chua-gui" {
            620
        } else {
            25
        };
        chance(rng, per_mille)
    })
}

fn word(option: &Choice) -> Answer {
    Answer::Word(option.value.as_str().to_owned())
}

/// Whether the answers so far fulfil a condition; an absent answer fulfils none.
fn holds(condition: &Condition, answers: &BTreeMap<String, Answer>) -> bool {
    let is_wanted = |value: &str| condition.any_of.iter().any(|wanted| wanted == value);
    match answers.get(condition.question.as_str()) {
        None => false,
        Some(Answer::Level(code)) => is_wanted(&code.to_string()),
        Some(Answer::Word(value)) => is_wanted(value),
        Some(Answer::Words(values)) => values.iter().any(|value| is_wanted(value)),
    }
}
