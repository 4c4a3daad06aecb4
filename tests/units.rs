//! The embedded unit lists hold exactly the official facts.
//!
//! The hashes were taken when `src/units/generate.py --compare` had found no difference to the
//! lists of the statistics office; they stand for those lists where they are not at hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use hailong::domain::unit::{Edition, Kind, Level, Registry, Relation, UnitCode};
use hailong::domain::vietnamese::{fold, is_nfc, sort_key};
use sha2::{Digest, Sha256};

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| hailong::units::load().unwrap());

fn code(text: &str) -> UnitCode {
    UnitCode::parse(text).unwrap()
}

fn sha_256(rows: impl Iterator<Item = String>) -> String {
    let mut hash = Sha256::new();
    rows.for_each(|row| hash.update(format!("{row}\n")));
    hex::encode(hash.finalize())
}

#[test]
fn every_edition_has_its_numbers_of_units() {
    let table = [
        (Edition::Pre2025, Level::Province, 63),
        (Edition::Pre2025, Level::District, 696),
        (Edition::Pre2025, Level::Commune, 10_035),
        (Edition::July2025, Level::Province, 34),
        (Edition::July2025, Level::District, 0),
        (Edition::July2025, Level::Commune, 3_321),
        (Edition::Sept2026, Level::Province, 34),
        (Edition::Sept2026, Level::District, 0),
        (Edition::Sept2026, Level::Commune, 3_321),
    ];
    for (edition, level, expected) in table {
        let n_units = REGISTRY
            .units(edition)
            .filter(|unit| unit.level == level)
            .count();
        assert_eq!(n_units, expected, "{edition}, {}", level.as_str());
    }
}

#[test]
fn every_edition_has_its_numbers_of_kinds() {
    use Edition::{July2025, Pre2025, Sept2026};
    let table = [
        (Pre2025, Level::Province, "thành phố", 6),
        (Pre2025, Level::Province, "tỉnh", 57),
        (Pre2025, Level::District, "huyện", 508),
        (Pre2025, Level::District, "quận", 49),
        (Pre2025, Level::District, "thành phố", 87),
        (Pre2025, Level::District, "thị xã", 52),
        (Pre2025, Level::Commune, "phường", 1_726),
        (Pre2025, Level::Commune, "thị trấn", 617),
        (Pre2025, Level::Commune, "xã", 7_692),
        (July2025, Level::Province, "thành phố", 6),
        (July2025, Level::Province, "tỉnh", 28),
        (July2025, Level::Commune, "xã", 2_621),
        (July2025, Level::Commune, "phường", 687),
        (July2025, Level::Commune, "đặc khu", 13),
        (Sept2026, Level::Province, "thành phố", 9),
        (Sept2026, Level::Province, "tỉnh", 25),
        (Sept2026, Level::Commune, "xã", 2_599),
        (Sept2026, Level::Commune, "phường", 709),
        (Sept2026, Level::Commune, "đặc khu", 13),
    ];
    for (edition, level, kind, expected) in table {
        let of_kind = REGISTRY
            .units(edition)
            .filter(|unit| unit.level == level && Some(&unit.kind) == Kind::official(kind).as_ref())
            .count();
        assert_eq!(of_kind, expected, "{edition}, {kind}");
    }
}

#[test]
fn the_rows_are_those_that_were_compared() {
    let table = [
        (
            Edition::Pre2025,
            "8c7cacfe6a1e20e1890ce0e608e28befe4418e5434a4f7adccb6ddb8c46a25d1",
        ),
        (
            Edition::July2025,
            "b2bc4d6ca020d9501955c13dbc0373450a0047d28bb8cae3934bffe7706d8e83",
        ),
        (
            Edition::Sept2026,
            "3394d83fb18eff9f55b9b6f7e862b7db9c83bce8363bfff0150e564bf6b5ae0d",
        ),
    ];
    for (edition, expected) in table {
        let rows = REGISTRY.units(edition).map(|unit| {
            let parent = unit.parent.as_ref().map_or("", UnitCode::as_str);
            format!("{},{parent},{},{}", unit.code, unit.kind, unit.full_name)
        });
        assert_eq!(sha_256(rows), expected, "{edition}");
    }
    let steps = REGISTRY
        .successions()
        .map(|step| format!("{},{},{}", step.old, step.new, step.relation.as_str()));
    assert_eq!(
        sha_256(steps),
        "f594cf579fdedcba7a5b3b2babf0bb81ffe71272e0caf16210cb7ffe7d812ebb",
        "succession"
    );
}

#[test]
fn nam_dan_is_one_of_124_communes_and_three_old_ones() {
    for edition in [Edition::July2025, Edition::Sept2026] {
        let names: Vec<_> = REGISTRY
            .lineage(edition, &code("01141"))
            .into_iter()
            .map(|unit| unit.full_name.as_str())
            .collect();
        assert_eq!(names, ["Xã Nấm Dẩn", "Tỉnh Tuyên Quang"], "{edition}");
        assert_eq!(
            REGISTRY.children(edition, &code("08")).count(),
            124,
            "{edition}"
        );
    }
    let old: Vec<_> = REGISTRY
        .predecessors(&code("01141"))
        .map(|step| (step.old.to_string(), step.relation))
        .collect();
    let expected = ["01132", "01138", "01141"].map(|old| (old.to_owned(), Relation::Whole));
    assert_eq!(old, expected, "Tả Nhìu, Chế Là and the old Nấm Dẩn");
    let before: Vec<_> = REGISTRY
        .lineage(Edition::Pre2025, &code("01141"))
        .into_iter()
        .map(|unit| unit.full_name.as_str())
        .collect();
    assert_eq!(before, ["Xã Nấm Dẩn", "Huyện Xín Mần", "Tỉnh Hà Giang"]);
}

#[test]
fn a_code_needs_its_edition() {
    let reused: Vec<_> = REGISTRY
        .units(Edition::July2025)
        .filter(|unit| unit.level == Level::Commune)
        .filter_map(|unit| Some((unit, REGISTRY.get(Edition::Pre2025, &unit.code)?)))
        .collect();
    assert_eq!(reused.len(), 3_316, "of 3,321 codes had been in use");
    let renamed = reused
        .iter()
        .filter(|(now, before)| now.name != before.name)
        .count();
    assert_eq!(
        renamed, 1_842,
        "of these under another name, 19 only in where the tone is put"
    );
    assert_eq!(
        REGISTRY
            .get(Edition::Pre2025, &code("00691"))
            .unwrap()
            .full_name,
        "Phường Trần Phú"
    );
    assert_eq!(
        REGISTRY
            .get(Edition::July2025, &code("00691"))
            .unwrap()
            .full_name,
        "Phường Hà Giang 2"
    );
    let changed: BTreeSet<_> = ["15", "24", "44", "52", "80", "82", "91"].map(code).into();
    let differs = REGISTRY
        .provinces(Edition::July2025)
        .filter(|now| REGISTRY.get(Edition::Pre2025, &now.code).unwrap().name != now.name)
        .map(|now| now.code.clone())
        .collect::<BTreeSet<_>>();
    assert_eq!(
        differs, changed,
        "province codes that changed their meaning"
    );
}

#[test]
fn the_year_2026_changed_kinds_only() {
    let mut n_changed = BTreeMap::new();
    for now in REGISTRY.units(Edition::Sept2026) {
        let before = REGISTRY.get(Edition::July2025, &now.code).unwrap();
        assert_eq!((&before.name, &before.parent), (&now.name, &now.parent));
        if before.kind != now.kind {
            *n_changed
                .entry((before.kind.to_string(), now.kind.to_string()))
                .or_default() += 1;
        }
    }
    let expected = [(("tỉnh", "thành phố"), 3), (("xã", "phường"), 22)];
    let expected = expected.map(|((a, b), n)| ((a.to_owned(), b.to_owned()), n));
    assert_eq!(n_changed, BTreeMap::from(expected));
}

#[test]
fn every_old_commune_went_somewhere_and_every_new_one_came_from_somewhere() {
    let communes = |edition| {
        REGISTRY
            .units(edition)
            .filter(|unit| unit.level == Level::Commune)
            .map(|u| &u.code)
    };
    assert!(communes(Edition::Pre2025).all(|old| REGISTRY.successors(old).count() > 0));
    assert!(communes(Edition::July2025).all(|new| REGISTRY.predecessors(new).count() > 0));
    let split: Vec<_> = communes(Edition::Pre2025)
        .map(|old| REGISTRY.successors(old).count())
        .filter(|n| *n > 1)
        .collect();
    assert_eq!(split.len(), 440, "old communes split");
    assert_eq!(split.iter().max(), Some(&5), "into five at most");
    let mut n_steps = BTreeMap::new();
    for step in REGISTRY.successions() {
        *n_steps
            .entry((step.old.level(), step.relation))
            .or_default() += 1;
    }
    let expected = [
        ((Level::Province, Relation::Whole), 63),
        ((Level::District, Relation::Whole), 5),
        ((Level::Commune, Relation::Whole), 9_595),
        ((Level::Commune, Relation::Partial), 970),
    ];
    assert_eq!(n_steps, BTreeMap::from(expected));
}

#[test]
fn communes_stay_within_the_province_their_province_went_to() {
    let province =
        |edition, unit: &UnitCode| REGISTRY.lineage(edition, unit).last().unwrap().code.clone();
    for step in REGISTRY.successions() {
        let old = province(Edition::Pre2025, &step.old);
        let expected = REGISTRY.successors(&old).next().unwrap().new;
        assert_eq!(
            province(Edition::July2025, &step.new),
            expected,
            "{} to {}",
            step.old,
            step.new
        );
    }
}

#[test]
fn every_name_is_nfc_and_every_list_in_order() {
    for edition in Edition::ALL {
        assert!(
            REGISTRY.units(edition).all(|unit| is_nfc(&unit.full_name)),
            "{edition}"
        );
        for province in REGISTRY.provinces(edition) {
            let keys: Vec<_> = REGISTRY
                .children(edition, &province.code)
                .map(|unit| sort_key(&unit.name))
                .collect();
            assert!(
                !keys.is_empty() && keys.is_sorted(),
                "{edition}, {}",
                province.name
            );
        }
    }
    let cities: Vec<_> = REGISTRY
        .provinces(Edition::July2025)
        .map(|p| p.name.as_str())
        .collect();
    assert_eq!(cities.first(), Some(&"An Giang"));
    assert_eq!(cities.last(), Some(&"Vĩnh Long"));
}

#[test]
fn a_search_ignores_accents_and_where_the_tone_is_put() {
    let names = |edition, query: &str| -> Vec<String> {
        REGISTRY
            .search(edition, query)
            .into_iter()
            .map(|unit| unit.full_name.clone())
            .collect()
    };
    for query in [
        "nam dan",
        "NẤM DẨN",
        "xã nấm",
        "na\u{302}\u{301}m da\u{302}\u{309}n",
        "01141",
    ] {
        let found = names(Edition::July2025, query);
        assert!(
            found.contains(&"Xã Nấm Dẩn".to_owned()),
            "{query}: {found:?}"
        );
    }
    for query in ["dong hoa", "Đông Hòa", "Đông Hoà", "phuong dong hoa"] {
        let found = names(Edition::Pre2025, query);
        assert!(
            found.iter().any(|name| name.ends_with("Hoà")),
            "{query}: {found:?}"
        );
        assert!(
            query.starts_with('p') || found.iter().any(|name| name.ends_with("Hòa")),
            "{query}: {found:?}"
        );
    }
    assert!(
        names(Edition::July2025, "hoa")
            .iter()
            .all(|name| fold(name).contains("hoa"))
    );
    assert_eq!(
        names(Edition::July2025, "tuyên quang")[0],
        "Tỉnh Tuyên Quang",
        "the name itself first"
    );
    for nothing in ["", "  ", "'", "zzz", &"a".repeat(10_000)] {
        assert!(
            names(Edition::July2025, nothing).is_empty(),
            "{nothing:.10}"
        );
    }
}
