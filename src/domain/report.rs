//! The way of a unit's report on a period: from draft to archive, each step by who may take it.
//!
//! Steps are made on two servers and brought together as a union, so nothing here depends on the
//! order in which they came: each carries the number that followed all its server knew.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::account::Role;
use crate::domain::ledger::Hash;
use crate::domain::period::Period;
use crate::domain::plain_text::{Lines, is_plain};
use crate::domain::vietnamese::to_nfc;

mod act;
mod foreign;
#[cfg(test)]
mod tests;

pub use act::{Act, Side};
pub use foreign::{Carried, ForeignFault};

/// Most characters of a reason.
pub const MOST_REASON_CHARS: usize = 500;
/// Most characters of a position (*chức vụ*).
pub const MOST_POSITION_CHARS: usize = 100;
/// Highest number of a step: a report that goes back and forth more often is no report.
pub const MOST_STEPS: u64 = 999;

/// A name or position as it is kept: one line without blanks around it, composed, not too long.
#[must_use]
pub fn is_line(text: &str, most_chars: usize) -> bool {
    is_text(text, most_chars) && !text.contains('\n')
}

/// A reason as it is kept: the same, on one line or several.
#[must_use]
pub fn is_reason(text: &str) -> bool {
    is_text(text, MOST_REASON_CHARS)
}

fn is_text(text: &str, most_chars: usize) -> bool {
    (1..=most_chars).contains(&text.chars().count())
        && text.trim() == text
        && is_plain(text, Lines::Several)
        && *to_nfc(text) == *text
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nothing is written yet.
    Open,
    /// Drafted, for the leader to confirm.
    Drafted,
    /// Confirmed, to be handed in.
    Confirmed,
    /// With the province.
    Submitted,
    /// Back at the unit, with a reason.
    Returned,
    /// Accepted by the province.
    Accepted,
    /// Published.
    Published,
    /// Put away for good.
    Archived,
}

/// The figures a leader confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Hash over the unit's tallies of the period.
    pub tallies: Hash,
    /// Sheets counted in them.
    pub n_sheets: u64,
}

/// One step, never changed once made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// 32 random hexadecimal digits.
    pub id: String,
    /// One more than any step its server knew.
    pub sequence: u64,
    /// What was done.
    pub act: Act,
    /// Name of the account.
    pub account: String,
    /// The position (*chức vụ*) as typed, or the name of the role.
    pub position: String,
    /// Local day on which it was taken, by the clock of the server that took it.
    pub day: Date,
    /// Local day on which it came to this server; of a step taken here, that very day.
    pub received_on: Date,
    /// Why, where it was said.
    pub reason: Option<String>,
    /// What the leader confirmed.
    pub figures: Option<Figures>,
}

/// Why a step is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// Whoever drafted does not confirm.
    SameAccount,
    /// The role does not do this.
    Role,
    /// The report stands elsewhere.
    State(State),
    /// A reason is asked for.
    ReasonMissing,
    /// Answers of the period still come in.
    PeriodRunning,
    /// It is marked by publishing the period's figures, never by itself.
    WithFigures,
}

/// Who wants to take a step.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a> {
    /// Account name.
    pub account: &'a str,
    /// Its role.
    pub role: Role,
}

/// What somebody wants to do, and when.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// The step.
    pub act: Act,
    /// Why, where it is said.
    pub reason: Option<&'a str>,
    /// Where the period stands then.
    pub stage: Stage,
}

/// Whether answers of a period still come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Its last day is not over.
    Running,
    /// Its last day is over; its last spans may still be open.
    Over,
}

impl Stage {
    /// Where a period stands on a day.
    #[must_use]
    pub fn of(period: Period, today: Date) -> Self {
        if today > period.to() {
            Self::Over
        } else {
            Self::Running
        }
    }
}

/// A report as its steps make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// Where it stands.
    pub state: State,
    /// Steps in order, each with whether it was in turn; one out of turn changes nothing.
    pub steps: Vec<(Step, Turn)>,
}

/// Whether a step was in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It counts.
    InTurn,
    /// It came when something else was to be done, or from the wrong account.
    OutOfTurn,
}

/// Brings steps into their order and follows them, each id once.
#[must_use]
pub fn follow(steps: impl IntoIterator<Item = Step>) -> Followed {
    let mut ordered: BTreeMap<(u64, String), Step> = BTreeMap::new();
    for step in steps {
        ordered
            .entry((step.sequence, step.id.clone()))
            .or_insert(step);
    }
    let mut followed = Followed {
        state: State::Open,
        steps: Vec::new(),
    };
    for step in ordered.into_values() {
        let next = followed.state.after(step.act);
        let is_own_draft = step.act == Act::Confirm && followed.drafter() == Some(&step.account);
        let turn = match next {
            Some(next) if !is_own_draft => {
                followed.state = next;
                Turn::InTurn
            }
            Some(_) | None => Turn::OutOfTurn,
        };
        followed.steps.push((step, turn));
    }
    followed
}

impl Followed {
    /// Everything that stands against a step; empty: it may be taken.
    #[must_use]
    pub fn refusals(&self, who: Who<'_>, wish: Wish<'_>) -> Vec<Refusal> {
        let Wish { act, reason, stage } = wish;
        let is_own_draft = act == Act::Confirm && self.drafter() == Some(who.account);
        let refusals = [
            is_own_draft.then_some(Refusal::SameAccount),
            (!is_own_draft && !act.is_done_by(who.role)).then_some(Refusal::Role),
            self.state
                .after(act)
                .is_none()
                .then_some(Refusal::State(self.state)),
            (act.needs_reason() && reason.is_none()).then_some(Refusal::ReasonMissing),
            (act.needs_whole_period() && stage == Stage::Running).then_some(Refusal::PeriodRunning),
            (act == Act::Publish).then_some(Refusal::WithFigures),
        ];
        refusals.into_iter().flatten().collect()
    }

    /// The newest step of a kind that counts.
    #[must_use]
    pub fn last(&self, act: Act) -> Option<&Step> {
        self.in_turn().rfind(|step| step.act == act)
    }

    /// The day on which the report first came, handed in: being asked for a change makes nobody
    /// late, and no day that another server wrote makes anybody early.
    #[must_use]
    pub fn submitted_on(&self) -> Option<Date> {
        self.in_turn()
            .find(|step| step.act == Act::Submit)
            .map(|step| step.received_on)
    }

    /// The number of the last step that counts of those a side made; 0: it made none.
    #[must_use]
    pub fn last_sequence(&self, side: Side) -> u64 {
        let last = self.in_turn().rfind(|step| step.act.side() == side);
        last.map_or(0, |step| step.sequence)
    }

    /// Steps that count, in order.
    #[must_use]
    pub fn in_turn(&self) -> impl DoubleEndedIterator<Item = &Step> {
        let steps = self.steps.iter();
        steps.filter_map(|(step, turn)| (*turn == Turn::InTurn).then_some(step))
    }

    /// The number of the next step.
    #[must_use]
    pub fn next_sequence(&self) -> u64 {
        let last = self.steps.last();
        last.map_or(1, |(step, _)| step.sequence.saturating_add(1))
    }

    /// Who wrote the draft as it stands.
    fn drafter(&self) -> Option<&str> {
        self.last(Act::Draft).map(|step| step.account.as_str())
    }
}

impl State {
    /// Where an act leads from here; `None`: it is not its turn.
    #[must_use]
    pub fn after(self, act: Act) -> Option<Self> {
        match (self, act) {
            (Self::Open | Self::Drafted | Self::Confirmed | Self::Returned, Act::Draft) => {
                Some(Self::Drafted)
            }
            (Self::Drafted, Act::Confirm) => Some(Self::Confirmed),
            (Self::Confirmed, Act::Submit) => Some(Self::Submitted),
            (Self::Submitted | Self::Accepted, Act::RequestChange) => Some(Self::Returned),
            (Self::Submitted, Act::Accept) => Some(Self::Accepted),
            (Self::Accepted, Act::Publish) => Some(Self::Published),
            (Self::Published, Act::Archive) => Some(Self::Archived),
            (
                Self::Open
                | Self::Drafted
                | Self::Confirmed
                | Self::Submitted
                | Self::Returned
                | Self::Accepted
                | Self::Published
                | Self::Archived,
                Act::Draft
                | Act::Confirm
                | Act::Submit
                | Act::RequestChange
                | Act::Accept
                | Act::Publish
                | Act::Archive,
            ) => None,
        }
    }

    /// What is to be done from here on a report that goes straight through; `None`: nothing more.
    #[must_use]
    pub fn next_act(self) -> Option<Act> {
        match self {
            Self::Open | Self::Returned => Some(Act::Draft),
            Self::Drafted => Some(Act::Confirm),
            Self::Confirmed => Some(Act::Submit),
            Self::Submitted => Some(Act::Accept),
            Self::Accepted => Some(Act::Publish),
            Self::Published => Some(Act::Archive),
            Self::Archived => None,
        }
    }

    /// Whether the unit's leader stands for it.
    #[must_use]
    pub fn is_confirmed(self) -> bool {
        self == Self::Confirmed || self.is_received()
    }

    /// Whether the province has it, or had it and is done.
    #[must_use]
    pub fn is_received(self) -> bool {
        match self {
            Self::Submitted | Self::Accepted | Self::Published | Self::Archived => true,
            Self::Open | Self::Drafted | Self::Confirmed | Self::Returned => false,
        }
    }
}
