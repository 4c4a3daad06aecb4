//! One finished questionnaire: parsed against its form, encoded for storage, decoded again.

/// What one counted question got.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A level of the question's scale, by code.
    Level(u8),
    /// An option, by position in the form version.
    Option(usize),
    /// Options chosen, one flag per option in form order.
    Options(Vec<bool>),
    /// An answer outside the scale, by position among the question's outside codes.
    Outside(usize),
    /// Asked and left out.
    LeftOut,
    /// Not asked: its condition was false, or its channel does not ask it.
    NotAsked,
}
