use super::*;

fn code(text: &str) -> UnitCode {
    UnitCode::parse(text).unwrap()
}

fn unit(edition: Edition, text: &str, parent: &str, kind: &str, name: &str) -> Unit {
    let parent = (!parent.is_empty()).then(|| code(parent));
    Unit::official(edition, code(text), parent, Kind::named(kind), name)
}

/// One province of each time, and the commune that stayed.
fn small() -> Vec<Unit> {
    vec![
        unit(Edition::Pre2025, "02", "", "tỉnh", "Hà Giang"),
        unit(Edition::Pre2025, "033", "02", "huyện", "Xín Mần"),
        unit(Edition::Pre2025, "01141", "033", "xã", "Nấm Dẩn"),
        unit(Edition::July2025, "08", "", "tỉnh", "Tuyên Quang"),
        unit(Edition::July2025, "01141", "08", "xã", "Nấm Dẩn"),
    ]
}

fn faults_of(extra: Unit) -> Vec<Fault> {
    let mut units = small();
    units.push(extra);
    Registry::new(units, Vec::new()).err().unwrap_or_default()
}

#[test]
fn a_unit_that_does_not_fit_is_named() {
    use Edition::{July2025, Pre2025};
    let table = [
        (
            unit(July2025, "01141", "08", "xã", "Khác"),
            Some(Fault::Twice(July2025, code("01141"))),
            "taken",
        ),
        (
            unit(July2025, "01144", "02", "xã", "X"),
            Some(Fault::Parent(July2025, code("01144"))),
            "02 is of another edition",
        ),
        (
            unit(July2025, "01144", "", "xã", "X"),
            Some(Fault::Parent(July2025, code("01144"))),
            "no parent",
        ),
        (
            unit(July2025, "01144", "01141", "xã", "X"),
            Some(Fault::Parent(July2025, code("01144"))),
            "below a commune",
        ),
        (
            unit(Pre2025, "01144", "02", "xã", "X"),
            Some(Fault::Parent(Pre2025, code("01144"))),
            "then below a district",
        ),
        (
            unit(July2025, "10", "08", "tỉnh", "X"),
            Some(Fault::Parent(July2025, code("10"))),
            "nothing is above a province",
        ),
        (
            unit(July2025, "01144", "08", "huyện", "X"),
            Some(Fault::Kind(July2025, code("01144"))),
            "five digits, no district",
        ),
        (
            unit(July2025, "01144", "08", "làng", "X"),
            Some(Fault::Kind(July2025, code("01144"))),
            "no official kind",
        ),
        (
            unit(July2025, "01144", "08", "xã", ""),
            Some(Fault::Name(July2025, code("01144"))),
            "no name",
        ),
        (
            unit(July2025, "01144", "08", "xã", "Ha\u{300}"),
            Some(Fault::Name(July2025, code("01144"))),
            "not NFC",
        ),
        (
            unit(July2025, "01144", "08", "phường", "X"),
            None,
            "all well",
        ),
        (
            unit(Pre2025, "01144", "033", "thị trấn", "X"),
            None,
            "all well in its time",
        ),
    ];
    for (extra, expected, why) in table {
        assert_eq!(faults_of(extra), Vec::from_iter(expected), "{why}");
    }
}

#[test]
fn a_succession_joins_the_old_list_with_the_new() {
    let steps = |old: &str, new: &str, relation| {
        vec![Succession {
            old: code(old),
            new: code(new),
            relation,
        }]
    };
    let registry = Registry::new(small(), steps("01141", "01141", Relation::Partial)).unwrap();
    let unknown = registry
        .clone()
        .with(Vec::new(), steps("01138", "01141", Relation::Whole));
    assert_eq!(
        unknown,
        Err(vec![Fault::Succession(code("01138"), code("01141"))])
    );
    let backwards = registry
        .clone()
        .with(Vec::new(), steps("08", "02", Relation::Whole));
    assert!(
        backwards.is_err(),
        "08 is not of the old list here, 02 not of the new"
    );

    let corrected = registry
        .with(Vec::new(), steps("01141", "01141", Relation::Whole))
        .unwrap();
    let relations: Vec<_> = corrected
        .successors(&code("01141"))
        .map(|step| step.relation)
        .collect();
    assert_eq!(
        relations,
        [Relation::Whole],
        "the later word replaces the earlier"
    );
    assert!(
        corrected
            .predecessors(&code("01141"))
            .eq(corrected.successions())
    );
}

#[test]
fn the_order_of_the_lists_does_not_matter() {
    let mut reversed = small();
    reversed.reverse();
    assert_eq!(
        Registry::new(reversed, Vec::new()),
        Registry::new(small(), Vec::new())
    );
}

#[test]
fn an_unknown_code_has_nothing_below_or_above() {
    let registry = Registry::new(small(), Vec::new()).unwrap();
    assert_eq!(registry.children(Edition::July2025, &code("10")).count(), 0);
    assert!(registry.lineage(Edition::July2025, &code("10")).is_empty());
    assert!(
        registry.get(Edition::Sept2026, &code("08")).is_none(),
        "nothing was loaded there"
    );
}

#[test]
fn the_best_match_comes_first() {
    let mut units = small();
    units.push(unit(Edition::July2025, "01150", "08", "xã", "Hoà An"));
    units.push(unit(Edition::July2025, "01153", "08", "xã", "Hoa"));
    units.push(unit(Edition::July2025, "01156", "08", "xã", "Thái Hòa"));
    units.push(unit(Edition::July2025, "01159", "08", "xã", "Hòa"));
    let registry = Registry::new(units, Vec::new()).unwrap();
    let names = |query: &str| -> Vec<&str> {
        registry
            .search(Edition::July2025, query)
            .into_iter()
            .map(|u| u.name.as_str())
            .collect()
    };
    assert_eq!(
        names("hòa"),
        ["Hòa", "Hoa", "Hoà An", "Thái Hòa"],
        "accents as typed first"
    );
    assert_eq!(
        names("hoa"),
        ["Hoa", "Hòa", "Hoà An", "Thái Hòa"],
        "then by the alphabet"
    );
    assert_eq!(names("01150"), ["Hoà An"], "by code");
    assert_eq!(
        names("0115"),
        ["Hoa", "Hòa", "Hoà An", "Thái Hòa"],
        "by the beginning of a code"
    );
}
