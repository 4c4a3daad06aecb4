//! Simulated answers, the same for the same seed, shaped like those of real counters.
//!
//! A sheet begins with a latent mood of its person; each rating adds the effects of unit, channel,
//! service, day and question, and some noise. All of it is integers in thousandths of one standard
//! deviation, so that two machines agree to the last sheet. Nothing here claims to be a finding:
//! the sizes are chosen so that pages, exports and detectors meet plausible data.

mod answering;
mod dossiers;
mod profile;
#[cfg(test)]
mod tests;
mod visits;

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;
use uuid::Uuid;

pub use dossiers::{Dossiers, simulate_dossiers};
pub use profile::{InvalidProfile, Profile};

use crate::domain::form::{Channel, Code, Form};

/// What all units of one simulation share.
#[derive(Clone, Copy, Debug)]
pub struct Scenario<'a> {
    /// The form everyone answers.
    pub form: &'a Form,
    /// Service fields, the most frequent first; empty: nobody names one.
    pub services: &'a [Code],
    /// How honestly the sheets came about.
    pub profile: Profile,
    /// Equal seeds, equal sheets.
    pub seed: u64,
}

/// One unit's share of a simulation.
#[derive(Clone, Copy, Debug)]
pub struct UnitPlan {
    /// Position of the unit in the simulation; another index, other people and another level.
    pub unit_index: u32,
    /// How many sheets to make.
    pub n_sheets: usize,
    /// First day, included.
    pub first_day: Date,
    /// Last day, included.
    pub last_day: Date,
}

/// One sheet as a tablet, a telephone or a typist would send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulatedSheet {
    /// A version 4 id drawn from the seed, so that a repeated simulation is all duplicates.
    pub id: Uuid,
    /// Local time of finishing, always within office hours.
    pub collected_at: DateTime,
    /// The way it came; `Assisted` comes through a tablet with `assisted` = officer.
    pub channel: Channel,
    /// Who held the tablet.
    pub assisted: Assistance,
    /// Language tag, one of the form's.
    pub language: String,
    /// Seconds from the first question to *finish*; `None` on paper.
    pub duration_s: Option<u32>,
    /// Service field, where the form asks and the person named one.
    pub service: Option<Code>,
    /// Answers by question id; a question that was left out or not asked is absent.
    pub answers: BTreeMap<String, Answer>,
    /// Free comment, rarely.
    pub comment: Option<String>,
    /// Whether the profile made this sheet up. For judging detectors; never sent.
    pub stuffed: bool,
}

/// Who helped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Assistance {
    /// Nobody: written `self`.
    #[serde(rename = "self")]
    Alone,
    /// Somebody of the person's own.
    Relative,
    /// An officer of the unit.
    Officer,
}

/// An answer in the JSON shape of the API: an integer, a string or an array of strings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// A level's code.
    Level(u8),
    /// An option's value, a code outside the scale, or free text.
    Word(String),
    /// The options chosen.
    Words(Vec<String>),
}

/// The sheets of one unit in order of arrival; none when its offices are closed on every day of
/// the plan.
pub fn simulate_unit<'a>(
    scenario: &Scenario<'a>,
    plan: &UnitPlan,
) -> impl Iterator<Item = SimulatedSheet> + use<'a> {
    let scenario = *scenario;
    let mut rng = stream(scenario.seed, UNIT_STREAMS + u64::from(plan.unit_index));
    let effects = Effects::draw(&scenario, &mut rng);
    let visits = visits::draw_visits(plan, &mut rng);
    visits
        .into_iter()
        .map(move |visit| draw_sheet(&scenario, &effects, &visit, &mut rng))
}

/// Thousandths of a standard deviation.
type Milli = i32;

/// Stream 0 draws what all units share; each unit has a stream of its own above.
const UNIT_STREAMS: u64 = 1;

/// What moves a latent score before the person does.
struct Effects {
    /// The unit's level; a uniform draw that puts satisfied shares between 70 and 97 %.
    unit: Milli,
    /// Per question, in form order.
    questions: Vec<Milli>,
    /// Per service field, in the scenario's order.
    services: Vec<Milli>,
}

impl Effects {
    fn draw(scenario: &Scenario<'_>, rng: &mut ChaCha8Rng) -> Self {
        let mut shared = stream(scenario.seed, 0);
        let questions = scenario
            .form
            .questions()
            .map(|question| {
                let effect = shared.random_range(-250..=250);
                if Some(&question.id) == scenario.form.overall.as_ref() {
                    0
                } else {
                    effect
                }
            })
            .collect();
        let services = scenario
            .services
            .iter()
            .map(|_| shared.random_range(-200..=200))
            .collect();
        Self {
            unit: rng.random_range(560..=1_900),
            questions,
            services,
        }
    }
}

fn stream(seed: u64, number: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(number);
    rng
}

fn draw_sheet(
    scenario: &Scenario<'_>,
    effects: &Effects,
    visit: &visits::Visit,
    rng: &mut ChaCha8Rng,
) -> SimulatedSheet {
    let id = draw_id(rng);
    let stuffed = match scenario.profile {
        Profile::Honest => false,
        Profile::Stuffed { percent } => chance(rng, u32::from(percent) * 10),
    };
    let channel = if stuffed {
        Channel::Tablet
    } else {
        draw_channel(rng)
    };
    let service = draw_service(scenario, rng);
    let service_effect = service
        .and_then(|at| effects.services.get(at))
        .copied()
        .unwrap_or(0);
    let person = answering::Person {
        mood: effects.unit
            + service_effect
            + visit.day_effect
            + channel_effect(channel)
            + bell(rng, 800),
        channel,
        stuffed,
    };
    let answers = person.answer(scenario.form, &effects.questions, rng);
    let n_answers = u32::try_from(answers.len()).unwrap_or(u32::MAX);
    SimulatedSheet {
        id,
        collected_at: visit.finished_at,
        channel,
        assisted: draw_assistance(channel, rng),
        language: draw_language(scenario.form, &person, rng),
        duration_s: draw_duration(&person, n_answers, rng),
        service: service.and_then(|at| scenario.services.get(at)).cloned(),
        comment: person.comment(scenario.form, rng),
        answers,
        stuffed,
    }
}

fn draw_id(rng: &mut ChaCha8Rng) -> Uuid {
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

fn draw_channel(rng: &mut ChaCha8Rng) -> Channel {
    match rng.random_range(0..1_000_u32) {
        0..700 => Channel::Tablet,
        700..830 => Channel::Qr,
        830..900 => Channel::Paper,
        900..970 => Channel::Assisted,
        _ => Channel::Open,
    }
}

/// People are kinder where somebody sees or helps, and franker on their own telephone.
fn channel_effect(channel: Channel) -> Milli {
    match channel {
        Channel::Tablet => 0,
        Channel::Qr => -250,
        Channel::Paper => 100,
        Channel::Assisted => 350,
        Channel::Open => -300,
    }
}

fn draw_assistance(channel: Channel, rng: &mut ChaCha8Rng) -> Assistance {
    match channel {
        Channel::Assisted => Assistance::Officer,
        Channel::Tablet if chance(rng, 60) => Assistance::Relative,
        Channel::Tablet | Channel::Qr | Channel::Paper | Channel::Open => Assistance::Alone,
    }
}

/// Position of the service field; the smaller of two draws makes the first ones frequent.
fn draw_service(scenario: &Scenario<'_>, rng: &mut ChaCha8Rng) -> Option<usize> {
    if scenario.form.service_after.is_none() || scenario.services.is_empty() || chance(rng, 30) {
        return None;
    }
    let positions = 0..scenario.services.len();
    Some(
        rng.random_range(positions.clone())
            .min(rng.random_range(positions)),
    )
}

fn draw_language(form: &Form, person: &answering::Person, rng: &mut ChaCha8Rng) -> String {
    let others: Vec<&String> = form.languages.iter().filter(|tag| *tag != "vi").collect();
    if person.stuffed || others.is_empty() || !chance(rng, 30) {
        return "vi".to_owned();
    }
    others
        .get(rng.random_range(0..others.len()))
        .map_or("vi", |tag| tag.as_str())
        .to_owned()
}

/// Two to twelve seconds a question after a look at the page; two at most for a stuffed sheet.
fn draw_duration(person: &answering::Person, n_answers: u32, rng: &mut ChaCha8Rng) -> Option<u32> {
    match (person.channel, person.stuffed) {
        (_, true) => Some(3 + (0..n_answers).map(|_| rng.random_range(0..=2)).sum::<u32>()),
        (Channel::Paper, false) => None,
        (Channel::Tablet | Channel::Qr | Channel::Assisted | Channel::Open, false) => Some(
            12 + (0..n_answers)
                .map(|_| rng.random_range(2..=12))
                .sum::<u32>(),
        ),
    }
}

/// Whether an event of that many cases in a thousand happens.
fn chance(rng: &mut ChaCha8Rng, per_mille: u32) -> bool {
    rng.random_range(0..1_000_u32) < per_mille
}

/// A draw from a bell curve around 0 with that standard deviation: twelve uniform draws between 0
/// and `sd` have a sum of mean `6 sd` and standard deviation `sd`.
fn bell(rng: &mut ChaCha8Rng, sd: Milli) -> Milli {
    (0..12).map(|_| rng.random_range(0..=sd)).sum::<Milli>() - 6 * sd
}
