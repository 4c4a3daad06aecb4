//! Steps that another server made: they add to a report and never change its past.

use super::{Followed, Side, State, Step};
use crate::domain::period::Period;

/// The letter a step came with.
#[derive(Clone, Copy, Debug)]
pub struct Carried {
    /// The side that the server it came to speaks for.
    pub to: Side,
    /// The period reported on.
    pub period: Period,
    /// Steps in the letter.
    pub n_steps: usize,
}

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
    /// Its number is higher than there are steps to count.
    Leap,
}

impl ForeignFault {
    /// Whether it contradicts what is held, rather than being wrong in itself.
    #[must_use]
    pub fn is_conflict(self) -> bool {
        match self {
            Self::Past | Self::Archived => true,
            Self::Ahead | Self::PeriodRunning | Self::Leap => false,
        }
    }
}

impl Followed {
    /// Everything that stands against a new step of another server, on the day it came.
    #[must_use]
    pub fn foreign_faults(&self, step: &Step, carried: Carried) -> Vec<ForeignFault> {
        let is_early = step.act.needs_whole_period() && step.day <= carried.period.to();
        // A number is one more than any its server knew, so honest ones never outrun the steps; a
        // single leap to the last number would leave none for those that follow.
        let n_known = self.steps.len().saturating_add(carried.n_steps);
        let is_leap = usize::try_from(step.sequence).map_or(true, |number| number > n_known);
        let faults = [
            (step.sequence <= self.last_sequence(carried.to)).then_some(ForeignFault::Past),
            (self.state == State::Archived).then_some(ForeignFault::Archived),
            (step.day > step.received_on).then_some(ForeignFault::Ahead),
            is_early.then_some(ForeignFault::PeriodRunning),
            is_leap.then_some(ForeignFault::Leap),
        ];
        faults.into_iter().flatten().collect()
    }
}
