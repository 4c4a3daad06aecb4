//! What can be done with a report, on whose server and by whom.

use std::fmt;

use crate::domain::account::Role;
use crate::domain::report::MOST_STEPS;

/// What someone does with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// The officer drafts it, or drafts it again.
    Draft,
    /// The leader confirms it for the unit.
    Confirm,
    /// The unit hands it in.
    Submit,
    /// The province asks for a change, with a reason.
    RequestChange,
    /// The province accepts it.
    Accept,
    /// The publisher has published its figures.
    Publish,
    /// The province puts it away: nothing changes any more.
    Archive,
}

/// Whose server makes a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The server that collects for the unit.
    Unit,
    /// The province's.
    Province,
}

impl Side {
    /// The greatest number of a step made on that side. The last ninety-nine are the province's,
    /// so that no unit can make a report that cannot be sent back.
    #[must_use]
    pub fn most_steps(self) -> u64 {
        match self {
            Self::Unit => MOST_STEPS - 99,
            Self::Province => MOST_STEPS,
        }
    }
}

impl Act {
    /// Every act, in the order of a report that goes straight through.
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Confirm,
        Self::Submit,
        Self::RequestChange,
        Self::Accept,
        Self::Publish,
        Self::Archive,
    ];

    /// The name in files, forms and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "drafted",
            Self::Confirm => "confirmed",
            Self::Submit => "submitted",
            Self::RequestChange => "change-requested",
            Self::Accept => "accepted",
            Self::Publish => "published",
            Self::Archive => "archived",
        }
    }

    /// The act of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == name)
    }

    /// Whose server does it.
    #[must_use]
    pub fn side(self) -> Side {
        match self {
            Self::Draft | Self::Confirm | Self::Submit => Side::Unit,
            Self::RequestChange | Self::Accept | Self::Publish | Self::Archive => Side::Province,
        }
    }

    /// Whether an account of that role does it.
    #[must_use]
    pub fn is_done_by(self, role: Role) -> bool {
        match self {
            Self::Draft => role == Role::Officer,
            Self::Confirm => role == Role::Leader,
            Self::Submit => matches!(role, Role::Officer | Role::Leader),
            Self::RequestChange | Self::Accept | Self::Archive => role == Role::Province,
            Self::Publish => role == Role::Publisher,
        }
    }

    /// Whether it says of the period's figures that they are whole.
    #[must_use]
    pub fn needs_whole_period(self) -> bool {
        matches!(self, Self::Confirm | Self::Submit | Self::Accept)
    }

    /// Whether nobody does it without a position (*chức vụ*): who confirms signs for the unit.
    #[must_use]
    pub fn needs_position(self) -> bool {
        self == Self::Confirm
    }

    /// Whether nobody does it without saying why.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        self == Self::RequestChange
    }
}

impl Side {
    /// The name in files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Province => "province",
        }
    }

    /// The side of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Unit, Self::Province]
            .into_iter()
            .find(|side| side.as_str() == name)
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
