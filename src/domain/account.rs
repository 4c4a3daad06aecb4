//! Roles, and how far an account reaches.

use std::fmt;

/// What an account may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Drafts for a unit.
    Officer,
    /// Confirms for a unit; never the same account as the officer.
    Leader,
    /// Receives for the province.
    Province,
    /// Publishes for the province.
    Publisher,
    /// Keeps accounts, devices and tokens.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [
        Self::Officer,
        Self::Leader,
        Self::Province,
        Self::Publisher,
        Self::Admin,
    ];

    /// The name in files, the database and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::Leader => "leader",
            Self::Province => "province",
            Self::Publisher => "publisher",
            Self::Admin => "admin",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The units a request may see: one, and those right below it.
///
/// A parameter of every query for people and programs, so that a route cannot forget it. Foreign
/// and missing units look the same to whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    unit: Option<String>,
}

impl Scope {
    /// What someone with an account or token of `unit` sees. Made where sessions and tokens are
    /// checked, and nowhere else.
    #[must_use]
    pub fn of_unit(unit: &str) -> Self {
        Self {
            unit: Some(unit.to_owned()),
        }
    }

    /// What someone at the command line sees: whoever has a shell has the file.
    #[must_use]
    pub fn of_shell() -> Self {
        Self { unit: None }
    }

    /// Whether a unit with that code and parent may be seen.
    #[must_use]
    pub fn covers(&self, code: &str, parent: Option<&str>) -> bool {
        match &self.unit {
            None => true,
            Some(unit) => unit == code || parent == Some(unit.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_reaches_its_unit_and_those_right_below() {
        for (scope, code, parent, covered, why) in [
            ("01141", "01141", Some("08"), true, "its own unit"),
            ("01141", "01138", Some("08"), false, "a neighbour"),
            ("01141", "08", None, false, "the province above"),
            ("08", "01141", Some("08"), true, "a commune below"),
            (
                "08",
                "00004",
                Some("01"),
                false,
                "another province's commune",
            ),
        ] {
            assert_eq!(Scope::of_unit(scope).covers(code, parent), covered, "{why}");
        }
        assert!(
            Scope::of_shell().covers("00004", Some("01")),
            "the shell has the file"
        );
    }
}
