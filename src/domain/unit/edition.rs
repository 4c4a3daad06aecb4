//! The editions of the official list.

use std::fmt;

use jiff::civil::{Date, date};
use serde::{Serialize, Serializer};

/// An edition of the official list of units, ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// Three levels, until 30/6/2025.
    Pre2025,
    /// Two levels. Source: QĐ 19/2025/QĐ-TTg.
    July2025,
    /// The same codes; three provinces had become cities and 22 xã phường by 20/9/2026.
    Sept2026,
}

impl Edition {
    /// Every edition, oldest first.
    pub const ALL: [Self; 3] = [Self::Pre2025, Self::July2025, Self::Sept2026];

    /// The edition of that id.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|edition| edition.as_str() == id)
    }

    /// The id in files, tables and results.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pre2025 => "pre-2025",
            Self::July2025 => "2025-07-01",
            Self::Sept2026 => "2026-09-20",
        }
    }

    /// The first day the edition describes; `None` for the oldest, which just was.
    #[must_use]
    pub fn first_day(self) -> Option<Date> {
        match self {
            Self::Pre2025 => None,
            Self::July2025 => Some(date(2025, 7, 1)),
            Self::Sept2026 => Some(date(2026, 9, 20)),
        }
    }

    /// The edition that holds on `day`.
    #[must_use]
    pub fn in_force_on(day: Date) -> Self {
        let began = |edition: &Self| edition.first_day().is_none_or(|first| first <= day);
        Self::ALL
            .into_iter()
            .rev()
            .find(began)
            .unwrap_or(Self::Pre2025)
    }

    /// Whether a code means the same unit in both editions, so that counts may be added.
    #[must_use]
    pub fn same_code_space(self, other: Self) -> bool {
        (self == Self::Pre2025) == (other == Self::Pre2025)
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Edition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edition_holds_from_its_first_day() {
        let table = [
            (date(1999, 1, 1), Edition::Pre2025, "long before"),
            (
                date(2025, 6, 30),
                Edition::Pre2025,
                "the last day of three levels",
            ),
            (date(2025, 7, 1), Edition::July2025, "the first day of two"),
            (
                date(2026, 9, 19),
                Edition::July2025,
                "the day before Bắc Ninh became a city",
            ),
            (date(2026, 9, 20), Edition::Sept2026, "the day it did"),
            (
                date(2099, 12, 31),
                Edition::Sept2026,
                "nothing later is known",
            ),
        ];
        for (day, expected, why) in table {
            assert_eq!(Edition::in_force_on(day), expected, "{day}: {why}");
        }
    }

    #[test]
    fn the_reform_of_2025_parts_two_code_spaces() {
        use Edition::{July2025, Pre2025, Sept2026};
        let table = [
            (Pre2025, Pre2025, true),
            (Pre2025, July2025, false),
            (Pre2025, Sept2026, false),
            (July2025, Sept2026, true),
            (Sept2026, Sept2026, true),
        ];
        for (a, b, expected) in table {
            assert_eq!(a.same_code_space(b), expected, "{a} and {b}");
            assert_eq!(b.same_code_space(a), expected, "{b} and {a}");
        }
    }

    #[test]
    fn an_id_names_one_edition() {
        for edition in Edition::ALL {
            assert_eq!(Edition::parse(edition.as_str()), Some(edition));
        }
        assert_eq!(Edition::parse("2025"), None);
    }
}
