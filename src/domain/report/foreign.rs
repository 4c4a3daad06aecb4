//! Steps that another server made: they add to a report and never change its past.

use super::{Followed, Side, State, Step};
use crate::domain::period::Period;

/// Why a step that another server made is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ForeignFault {
    /// It would come before a step that this side has taken since.
    Past,
    /// The report is put away.
    Archived,
    /// Its day is still to come.
    Ahead,
    /// On its day answers of the period still came in.
    PeriodRunning,
}

impl ForeignFault {
    /// Whether it contradicts what is held, rather than being wrong in itself.
    #[must_use]
    pub fn is_conflict(self) -> bool {
        match self {
            Self::Past | Self::Archived => true,
            Self::Ahead | Self::PeriodRunning => false,
        }
    }
}

impl Followed {
    /// Everything that stands against a new step of another server, on the day it came; `own` is
    /// the side that this server speaks for.
    #[must_use]
    pub fn foreign_faults(&self, step: &Step, own: Side, period: Period) -> Vec<ForeignFault> {
        let is_early = step.act.needs_whole_period() && step.day <= period.to();
        let faults = [
            (step.sequence <= self.last_sequence(own)).then_some(ForeignFault::Past),
            (self.state == State::Archived).then_some(ForeignFault::Archived),
            (step.day > step.received_on).then_some(ForeignFault::Ahead),
            is_early.then_some(ForeignFault::PeriodRunning),
        ];
        faults.into_iter().flatten().collect()
    }
}
