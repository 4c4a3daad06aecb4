//! The rotating block of a round: a tablet asks each person one factor of another form, drawn at
//! random, after the questions of its own.

use crate::domain::form::{Channel, Form, Section};
use crate::domain::round::Round;

/// Sheets a round expects of a unit, from which on its tablets ask the block: with five factors
/// each is then asked of a hundred people. What it expects does not grow with the dossiers that
/// come in, so that the block is asked from the first day to the last, or not at all.
pub const FEWEST_SHEETS_EXPECTED: u64 = 500;

/// Whether a form is put to people in parts on a channel: tablets draw, whoever types on them.
#[must_use]
pub fn is_drawn_on(channel: Channel) -> bool {
    match channel {
        Channel::Tablet | Channel::Assisted => true,
        Channel::Qr | Channel::Open | Channel::Paper => false,
    }
}

/// The sections a tablet draws one of: the factors it asks anything of.
#[must_use]
pub fn sections(form: &Form) -> Vec<&Section> {
    let is_asked = |section: &&Section| {
        let mut questions = section.questions.iter();
        questions.any(|question| question.is_asked_on(Channel::Tablet))
    };
    form.factors().filter(is_asked).collect()
}

/// Whether a form can be a rotating block: there are two factors to draw one of, and an overall
/// question, by which a part of the form is told from a whole sheet.
#[must_use]
pub fn can_rotate(form: &Form) -> bool {
    form.overall.is_some() && sections(form).len() > 1
}

/// Whether a round that names a block ever asks it: some unit may be expected to have enough
/// sheets, were it to receive more dossiers than any does.
#[must_use]
pub fn may_be_asked(round: &Round) -> bool {
    const MORE_THAN_ANY: u64 = 10_000_000;
    let of_all = round.target.as_ref();
    let of_all = of_all.and_then(|target| target.uncapped(Some(MORE_THAN_ANY)));
    let mut expected = round.targets.values().copied().chain(of_all);
    expected.any(|n| n >= FEWEST_SHEETS_EXPECTED)
}

/// The block that a round has for a unit of so many dossiers; `None`: the unit expects too few
/// sheets, or the round has no block.
#[must_use]
pub fn block_of<'a>(round: &'a Round, unit: &str, n_dossiers: Option<u64>) -> Option<&'a str> {
    let expected = round.sheets_expected(unit, n_dossiers)?;
    let block = round.rotating.as_deref()?;
    (expected >= FEWEST_SHEETS_EXPECTED).then_some(block)
}
