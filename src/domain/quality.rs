//! Signs that a sheet was not answered in earnest. A sign is kept beside the raw figure and
//! never deletes an answer.

pub mod month;
mod pattern;
mod tail;

use crate::domain::form::Channel;
use crate::domain::mark::Mark;

/// Why a sheet is marked. At most one per sheet: the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// Finished faster than anyone reads: under [`SHORTEST_ANSWER_S`] per question answered.
    TooFast,
}

/// Seconds that reading one question and touching one answer takes at the very least.
///
/// Questions are written to take up to 8 seconds read aloud; a practised reader needs two.
/// One second leaves room for people who knew the form, so that an honest sheet is not marked.
pub const SHORTEST_ANSWER_S: u64 = 1;

impl Flag {
    /// Every flag.
    pub const ALL: [Self; 1] = [Self::TooFast];

    /// The flag's name in files and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TooFast => "too-fast",
        }
    }

    /// The flag of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.as_str() == name)
    }
}

/// Judges one finished sheet; `duration_s` is what the device measured, if it did.
///
/// Paper is never too fast: its duration is the typist's, and typing a sheet is quick work.
#[must_use]
pub fn judge(channel: Channel, marks: &[Mark], duration_s: Option<u32>) -> Option<Flag> {
    let n_answered = marks.iter().filter(|mark| mark.is_answer()).count();
    let shortest_s = u64::try_from(n_answered)
        .ok()?
        .saturating_mul(SHORTEST_ANSWER_S);
    let too_fast = duration_s.is_some_and(|taken_s| u64::from(taken_s) < shortest_s);
    (too_fast && channel != Channel::Paper).then_some(Flag::TooFast)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_faster_than_a_second_per_answer_is_marked() {
        let three = [
            Mark::Level(5),
            Mark::LeftOut,
            Mark::Outside(0),
            Mark::Option(1),
        ];
        for (channel, duration_s, expected, why) in [
            (
                Channel::Tablet,
                Some(2),
                Some(Flag::TooFast),
                "three answers in two seconds",
            ),
            (
                Channel::Tablet,
                Some(3),
                None,
                "a second each is the edge, and honest",
            ),
            (Channel::Tablet, None, None, "no duration is no evidence"),
            (
                Channel::Qr,
                Some(0),
                Some(Flag::TooFast),
                "every screen is judged alike",
            ),
            (
                Channel::Paper,
                Some(0),
                None,
                "the typist's time says nothing",
            ),
        ] {
            assert_eq!(judge(channel, &three, duration_s), expected, "{why}");
        }
    }

    #[test]
    fn a_flag_is_found_by_its_name() {
        for flag in Flag::ALL {
            assert_eq!(Flag::parse(flag.as_str()), Some(flag));
        }
        assert_eq!(Flag::parse("too-slow"), None);
    }
}
