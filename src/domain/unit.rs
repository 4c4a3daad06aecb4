//! Administrative units: codes, editions of the official list, and what became of the old ones.
//!
//! A code means nothing without its edition: 3,316 of the 3,321 codes of July 2025 had been in
//! use before, more than half of them for a unit of another name. Everything is keyed
//! (edition, code).

mod code;
mod edition;
mod registry;

use std::fmt;

pub use code::{InvalidUnitCode, UnitCode};
pub use edition::Edition;
pub use registry::{Fault, Registry, SEARCH_LIMIT};

use crate::domain::vietnamese::capitalized;

/// A place or office as one edition of the list has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The edition whose list this is.
    pub edition: Edition,
    /// The code, unique within the edition.
    pub code: UnitCode,
    /// The unit directly above; `None` for provinces only.
    pub parent: Option<UnitCode>,
    /// Where in the hierarchy it stands.
    pub level: Level,
    /// What it is called generically.
    pub kind: Kind,
    /// The proper name without its kind: `Nấm Dẩn`, `Hà Giang 2`, `1`.
    pub name: String,
    /// The name as people write it: `Xã Nấm Dẩn`; of own units and reception points the name alone.
    pub full_name: String,
}

impl Unit {
    /// A unit of the official list; its full name begins with its kind.
    #[must_use]
    pub fn official(
        edition: Edition,
        code: UnitCode,
        parent: Option<UnitCode>,
        kind: Kind,
        name: &str,
    ) -> Self {
        let full_name = format!("{} {name}", kind.capitalized());
        Self {
            edition,
            level: code.level(),
            code,
            parent,
            kind,
            name: name.to_owned(),
            full_name,
        }
    }
}

/// A storey of the hierarchy. The code alone decides it ([`UnitCode::level`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Quận, huyện, thị xã, thành phố thuộc tỉnh; abolished on 1/7/2025.
    District,
    /// Xã, phường, thị trấn, đặc khu.
    Commune,
    /// An office that a province named in its own file: a centre, a department, a branch.
    Own,
    /// A counter of a commune or of an own unit that takes dossiers at another place.
    ReceptionPoint,
}

impl Level {
    /// The name in files and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
            Self::Own => "own",
            Self::ReceptionPoint => "reception-point",
        }
    }
}

/// What a unit is called generically, in the official lists' words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// tỉnh
    Tinh,
    /// thành phố, of a province's rank or of a district's
    ThanhPho,
    /// quận
    Quan,
    /// huyện
    Huyen,
    /// thị xã
    ThiXa,
    /// xã
    Xa,
    /// phường
    Phuong,
    /// thị trấn
    ThiTran,
    /// đặc khu
    DacKhu,
    /// Whatever a province's own file says: `trung tâm`, `sở`, `điểm tiếp nhận`.
    Own(String),
}

impl Kind {
    /// The official kind of that name, `None` for any other words.
    #[must_use]
    pub fn official(text: &str) -> Option<Self> {
        Some(match text {
            "tỉnh" => Self::Tinh,
            "thành phố" => Self::ThanhPho,
            "quận" => Self::Quan,
            "huyện" => Self::Huyen,
            "thị xã" => Self::ThiXa,
            "xã" => Self::Xa,
            "phường" => Self::Phuong,
            "thị trấn" => Self::ThiTran,
            "đặc khu" => Self::DacKhu,
            _ => return None,
        })
    }

    /// The official kind of that name, or the words themselves: the way back from storage.
    #[must_use]
    pub fn named(text: &str) -> Self {
        Self::official(text).unwrap_or_else(|| Self::Own(text.to_owned()))
    }

    /// The words in running text, lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Tinh => "tỉnh",
            Self::ThanhPho => "thành phố",
            Self::Quan => "quận",
            Self::Huyen => "huyện",
            Self::ThiXa => "thị xã",
            Self::Xa => "xã",
            Self::Phuong => "phường",
            Self::ThiTran => "thị trấn",
            Self::DacKhu => "đặc khu",
            Self::Own(words) => words,
        }
    }

    /// The words with a capital first letter, as they begin a full name.
    #[must_use]
    pub fn capitalized(&self) -> String {
        capitalized(self.as_str())
    }

    /// Whether units of that level may be of this kind in the official lists.
    #[must_use]
    pub fn fits(&self, level: Level) -> bool {
        match self {
            Self::Tinh => level == Level::Province,
            Self::ThanhPho => matches!(level, Level::Province | Level::District),
            Self::Quan | Self::Huyen | Self::ThiXa => level == Level::District,
            Self::Xa | Self::Phuong | Self::ThiTran | Self::DacKhu => level == Level::Commune,
            Self::Own(_) => matches!(level, Level::Own | Level::ReceptionPoint),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How much of an old unit went into a new one on 1/7/2025.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// All land and all people.
    Whole,
    /// Part of the land and part of the people; how many is published nowhere.
    Partial,
    /// Part of the land, nobody living on it.
    PartialArea,
    /// Part of the land, yet all the people.
    PartialAreaAllPeople,
}

impl Relation {
    /// The relation of that name in files and tables.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::Whole,
            Self::Partial,
            Self::PartialArea,
            Self::PartialAreaAllPeople,
        ]
        .into_iter()
        .find(|relation| relation.as_str() == text)
    }

    /// The name in files and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Partial => "partial",
            Self::PartialArea => "partial_area",
            Self::PartialAreaAllPeople => "partial_area_all_people",
        }
    }

    /// Whether answers given at the old unit may be counted for the new one.
    #[must_use]
    pub fn counts_as_whole(self) -> bool {
        match self {
            Self::Whole | Self::PartialAreaAllPeople => true,
            Self::Partial | Self::PartialArea => false,
        }
    }
}

/// One step from an old unit (edition `pre-2025`) to a new one (edition `2025-07-01` and its
/// code space).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Succession {
    /// Code before 1/7/2025.
    pub old: UnitCode,
    /// Code from 1/7/2025.
    pub new: UnitCode,
    /// How much of the old went into the new.
    pub relation: Relation,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_and_all_people_count_as_whole() {
        let table = [
            ("whole", true, "nothing was left behind"),
            ("partial", false, "nobody knows how many people moved"),
            ("partial_area", false, "land does not answer questionnaires"),
            ("partial_area_all_people", true, "everybody moved"),
        ];
        for (name, expected, why) in table {
            let relation = Relation::parse(name).unwrap();
            assert_eq!(relation.counts_as_whole(), expected, "{name}: {why}");
            assert_eq!(relation.as_str(), name);
        }
        assert_eq!(Relation::parse("half"), None);
    }

    #[test]
    fn a_kind_is_read_back_from_its_own_name() {
        for name in [
            "tỉnh",
            "thành phố",
            "quận",
            "huyện",
            "thị xã",
            "xã",
            "phường",
            "thị trấn",
            "đặc khu",
        ] {
            let kind = Kind::official(name).unwrap();
            assert_eq!(kind.as_str(), name);
            assert_eq!(Kind::named(name), kind);
        }
        assert_eq!(
            Kind::named("sở"),
            Kind::Own("sở".into()),
            "own words stay as they are"
        );
        assert_eq!(
            Kind::DacKhu.capitalized(),
            "Đặc khu",
            "đ has a capital of its own"
        );
    }
}
