//! What pages call a unit.

use crate::storage::unit::UnitRow;
use crate::usecase::describe_unit::{Described, in_sentence};

/// A unit within a sentence: `xã Nấm Dẩn`.
#[must_use]
pub fn name(unit: &UnitRow) -> String {
    in_sentence(unit)
}

/// A unit where it stands: `Xã Nấm Dẩn (01141), tỉnh Tuyên Quang`.
#[must_use]
pub fn in_full(described: &Described) -> String {
    let unit = &described.unit;
    let above = described.parent.as_ref();
    let above = above.map_or(String::new(), |parent| format!(", {}", name(parent)));
    format!("{} ({}){above}", unit.full_name, unit.code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::unit::Edition;

    fn unit(kind: &str, name: &str, full_name: &str) -> UnitRow {
        UnitRow {
            code: "01141".to_owned(),
            parent: None,
            level: "commune".to_owned(),
            kind: kind.to_owned(),
            name: name.to_owned(),
            full_name: full_name.to_owned(),
        }
    }

    #[test]
    fn a_kind_is_small_within_a_sentence_and_an_office_keeps_its_name() {
        let commune = unit("xã", "Nấm Dẩn", "Xã Nấm Dẩn");
        assert_eq!(name(&commune), "xã Nấm Dẩn");
        let island = unit("đặc khu", "Phú Quốc", "Đặc khu Phú Quốc");
        assert_eq!(name(&island), "đặc khu Phú Quốc");
        let office = unit("sở", "Sở Y tế", "Sở Y tế");
        assert_eq!(name(&office), "Sở Y tế");
    }

    #[test]
    fn a_place_names_the_unit_above() {
        let described = Described {
            edition: Edition::Sept2026,
            unit: unit("xã", "Nấm Dẩn", "Xã Nấm Dẩn"),
            parent: Some(unit("tỉnh", "Tuyên Quang", "Tỉnh Tuyên Quang")),
            n_children: 0,
            predecessors: vec![],
        };
        assert_eq!(in_full(&described), "Xã Nấm Dẩn (01141), tỉnh Tuyên Quang");
    }
}
