//! Breakdowns by question, channel, month, service and unit.

use super::{as_they_are, ask, shown, tablet, unit};
use crate::domain::form::Channel;
use crate::domain::mark::Mark;
use crate::domain::results::{By, ResultRow, UnitData};
use crate::domain::roll_up::UnitRollUp;
use crate::domain::tally::Cell;
use crate::domain::tally::fixtures::{cell, code, sheet, tally_of};

#[test]
fn every_counted_question_has_a_row() {
    let mut marks = sheet([5, 5, 5, 5]);
    marks[5] = Mark::Options(vec![true, false, true]);
    marks[1] = Mark::Outside(0);
    let tally = tally_of(&[
        (cell(Channel::Qr), marks),
        (cell(Channel::Qr), sheet([4, 4, 4, 4])),
    ]);
    let rows = ask(&[unit("01141", &[tally])], Some(By::Question), as_they_are);
    let ids: Vec<&str> = rows
        .iter()
        .map(|row| row.question.as_deref().unwrap())
        .collect();
    assert_eq!(ids, ["muc-dich", "chung", "a", "b", "c", "cai-thien"]);
    assert_eq!(
        (shown(&rows[0]).as_str(), rows[0].n),
        ("-/- = - -", 2),
        "a choice has counts only"
    );
    assert_eq!(rows[0].counts["x"], 2);
    assert_eq!(
        (rows[1].n, rows[1].skipped, rows[1].outside["skip"]),
        (1, 1, 1)
    );
    assert_eq!(shown(&rows[2]), "2/2 = 100.00 A");
    let several = &rows[5];
    assert_eq!(
        (several.n, several.left_out),
        (1, 1),
        "one person, who chose two options"
    );
    assert_eq!(
        (
            several.counts["x"],
            several.counts["y"],
            several.counts["z"]
        ),
        (1, 0, 1)
    );
}

#[test]
fn channels_stand_apart_and_the_headline_sums_its_own() {
    let one = |channel, ratings| (cell(channel), sheet(ratings));
    let tally = tally_of(&[
        one(Channel::Tablet, [5, 0, 0, 0]),
        one(Channel::Qr, [1, 0, 0, 0]),
        one(Channel::Assisted, [5, 0, 0, 0]),
        one(Channel::Open, [4, 0, 0, 0]),
    ]);
    let data = [unit("01141", &[tally])];
    assert_eq!(
        shown(&ask(&data, None, as_they_are)[0]),
        "1/2 = 50.00 D",
        "tablet and qr"
    );
    let rows = ask(&data, Some(By::Channel), as_they_are);
    let found: Vec<(&str, String)> = rows
        .iter()
        .map(|row| (row.channel.as_deref().unwrap(), shown(row)))
        .collect();
    let all = "1/1 = 100.00 A".to_owned();
    let expected = [
        ("tablet", all.clone()),
        ("qr", "0/1 = 0.00 E".to_owned()),
        ("assisted", all.clone()),
        ("open", all),
    ];
    assert_eq!(found, expected, "nothing came on paper");
    assert_eq!(rows[2].channels, ["assisted"]);
}

#[test]
fn months_services_and_flags_are_told_apart() {
    let place = |service: Option<&str>, flagged| Cell {
        channel: Channel::Tablet,
        service: service.map(code),
        flagged,
    };
    let october = tally_of(&[(place(None, false), sheet([5, 0, 0, 0]))]);
    let november = tally_of(&[
        (place(Some("ho-tich"), false), sheet([5, 0, 0, 0])),
        (place(Some("dat-dai"), true), sheet([1, 0, 0, 0])),
    ]);
    let months = [
        ("2026-10".to_owned(), october),
        ("2026-11".to_owned(), november),
    ]
    .into();
    let data = [UnitData {
        unit: "01141".to_owned(),
        months,
        late: 4,
        dossiers: Some(5),
        enough: None,
        released: None,
        pooled: None,
    }];
    let rows = ask(&data, Some(By::Month), as_they_are);
    let found: Vec<(&str, String, u64)> = rows
        .iter()
        .map(|row| (row.month.as_deref().unwrap(), shown(row), row.flagged))
        .collect();
    let expected = [
        ("2026-10", "1/1 = 100.00 A".to_owned(), 0),
        ("2026-11", "1/2 = 50.00 D".to_owned(), 1),
    ];
    assert_eq!(found, expected);
    let rows = ask(&data, Some(By::Service), as_they_are);
    let found: Vec<(&str, String)> = rows
        .iter()
        .map(|row| (row.service.as_deref().unwrap(), shown(row)))
        .collect();
    let yes = "1/1 = 100.00 A".to_owned();
    let expected = [
        ("", yes.clone()),
        ("dat-dai", "0/1 = 0.00 E".to_owned()),
        ("ho-tich", yes),
    ];
    assert_eq!(found, expected);
    let headline = &ask(&data, None, as_they_are)[0];
    assert_eq!(
        (headline.n, headline.flagged, headline.late),
        (3, 1, 4),
        "the raw figure"
    );
    assert!(headline.enough, "3 is half of 5 dossiers and more");
}

#[test]
fn units_are_ranked_among_those_with_enough_answers() {
    let mixed = |happy, not| [tablet(happy, [5, 0, 0, 0]), tablet(not, [1, 0, 0, 0])];
    let units = [
        unit("a", &mixed(20, 20)),
        unit("b", &mixed(39, 1)),
        unit("c", &mixed(5, 0)),
        unit("d", &[]),
        unit("e", &mixed(20, 20)),
        unit("f", &mixed(38, 2)),
        UnitData {
            dossiers: Some(10),
            ..unit("g", &mixed(0, 5))
        },
    ];
    let rows = ask(&units, Some(By::Unit), as_they_are);
    let place = |row: &ResultRow| match (row.rank, row.rank_low, row.rank_high) {
        (Some(rank), Some(low), Some(high)) => format!("{} {rank} ({low}–{high})", row.unit),
        (_, _, _) => format!("{} -", row.unit),
    };
    let found: Vec<String> = rows.iter().map(place).collect();
    let expected = [
        "a 3 (3–5)",
        "b 1 (1–2)",
        "c -",
        "d -",
        "e 3 (3–5)",
        "f 2 (1–2)",
        "g 5 (3–5)",
    ];
    assert_eq!(
        found, expected,
        "c has five answers and unknown dossiers, g half of its ten"
    );
    assert_eq!(
        (rows[3].n, rows[3].percent.as_deref()),
        (0, None),
        "no data is not 0 %"
    );
    assert!(rows.iter().all(|row| row.units == UnitRollUp::PooledCounts));
}
