//! The one place that reads the time.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{Timestamp, ZonedDateTime, tz::TimeZone};

/// Where "now" comes from: the machine, or a hand that a test or a simulation moves.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A hand that stands still until [`Clock::set`] moves it; clones share it.
    Fixed(Arc<Mutex<Timestamp>>),
}

impl Clock {
    /// A clock that stands at `at`.
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Self::Fixed(Arc::new(Mutex::new(at)))
    }

    /// Moves a fixed clock; the machine's clock is not ours to move and stays as it is.
    pub fn set(&self, at: Timestamp) {
        match self {
            Self::System => {}
            Self::Fixed(hand) => *hand.lock().unwrap_or_else(PoisonError::into_inner) = at,
        }
    }

    /// The present moment.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the clock's one home")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Fixed(hand) => *hand.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// The present moment on the wall clock of Việt Nam.
    #[must_use]
    pub fn now_local(&self) -> ZonedDateTime {
        self.now().to_zoned_datetime(local_zone())
    }
}

/// `Asia/Ho_Chi_Minh`, the zone of every day and half-day in this program.
#[must_use]
pub fn local_zone() -> TimeZone {
    TimeZone::get("Asia/Ho_Chi_Minh").unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(7)))
}
