//! What one question got, as it is stored and counted.

/// What one counted question got.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A level of the question's scale, by code.
    Level(u8),
    /// An option, by position in the form version.
    Option(usize),
    /// Options chosen, one flag per option in form order; at least one is chosen.
    Options(Vec<bool>),
    /// An answer outside the scale, by position among the question's outside codes.
    Outside(usize),
    /// Asked and left out.
    LeftOut,
    /// Not asked: its condition was false, or its channel does not ask it.
    NotAsked,
}

impl Mark {
    /// Whether the person gave an answer, in or outside the scale.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        match self {
            Self::Level(_) | Self::Option(_) | Self::Options(_) | Self::Outside(_) => true,
            Self::LeftOut | Self::NotAsked => false,
        }
    }
}
