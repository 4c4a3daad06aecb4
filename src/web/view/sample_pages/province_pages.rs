//! The province's overview, filled and empty.

use std::collections::BTreeMap;

use jiff::civil::date;

use crate::domain::board::{Board, Due, Evidence};
use crate::domain::results::{Limits, Order, ResultRow, Table, UnitLine};
use crate::domain::roll_up::UnitRollUp;
use crate::domain::round::Rounds;
use crate::usecase::list_reports::Source;
use crate::usecase::overview_province::Reach;
use crate::usecase::release_results::Disclosed;
use crate::usecase::watch_reports::{Line, Watched};
use crate::web::text::Words;
use crate::web::view::layout::Masthead;
use crate::web::view::province::{self, Drill, Links, MeasuredForm, Overview, Previous};
use crate::web::view::sample;
use crate::web::view::sample_pages::{DOWNLOADS, masthead};
use crate::web::view::trend::{Measured, Point, Trend};

const N_UNITS: usize = 124;
const N_RANKED: usize = 111;
const N_FEW: usize = 4;

/// 111 ranked units, four with too few sheets, one row folded, eight without anything.
pub(crate) fn overview(words: Words) -> String {
    let names = (0..N_UNITS)
        .map(|place| (code(place), format!("Xã số {place}")))
        .collect();
    let table = table();
    let previous = Previous {
        name: "quý II/2026".into(),
        row: Some(sample::row()),
    };
    let form = sample::form();
    let trend = trend();
    let drill = Drill::Services(vec![("Hộ tịch, tư pháp".into(), sample::row())]);
    let measured = MeasuredForm {
        form: &form,
        table: &table,
        order: &Order::default(),
        names: &names,
        four_quarters: &BTreeMap::from([(code(N_RANKED), 118)]),
        previous: Some(&previous),
        trend: Some(&trend),
        drill: Some(&drill),
    };
    page(words, Some(&measured))
}

/// A province before its first report.
pub(crate) fn empty(words: Words) -> String {
    page(words, None)
}

fn page(words: Words, measured: Option<&MeasuredForm<'_>>) -> String {
    let links = Links {
        unit: "08".into(),
        period: "2026-Q3b".into(),
        form: None,
        reach: Reach::Period,
    };
    province::page(
        words,
        &Overview {
            masthead: Masthead {
                place: "Tỉnh Tuyên Quang",
                ..masthead()
            },
            name: "Tỉnh Tuyên Quang",
            period: &sample::period(),
            links: &links,
            downloads: measured.is_some().then_some(DOWNLOADS),
            watched: &watched(),
            measured,
            disclosed: Disclosed {
                is_open: false,
                is_divided: true,
                is_folded: false,
                covered: None,
            },
            forms: &[],
        },
    )
    .into_string()
}

fn code(place: usize) -> String {
    format!("{:05}", 1000 + place)
}

fn watched() -> Watched {
    let due = Due {
        period_end: date(2026, 9, 14),
        deadline: date(2026, 9, 24),
        today: date(2026, 9, 28),
    };
    let lines: Vec<Line> = (0..N_UNITS)
        .map(|place| {
            let source = if place < N_UNITS - 8 {
                Source::Here
            } else {
                Source::Nothing
            };
            let evidence = match source {
                Source::Here => Evidence::Here,
                Source::Merged { .. } | Source::Withdrawn { .. } | Source::Nothing => {
                    Evidence::Nothing
                }
            };
            Line {
                unit: code(place),
                name: format!("Xã số {place}"),
                source,
                due,
                place: due.place(evidence),
                last: None,
            }
        })
        .collect();
    Watched {
        due,
        rounds: Rounds::default(),
        board: Board::of(lines.iter().map(|line| line.place)),
        lines,
    }
}

/// Every number of the province is the sum of its lines.
fn table() -> Table {
    let units: Vec<UnitLine> = (0..N_UNITS).map(line).collect();
    let sum = |part: fn(&ResultRow) -> u64| units.iter().map(|line| part(&line.headline)).sum();
    let pooled = ResultRow {
        unit: "08".into(),
        n: sum(|row| row.n),
        numerator: Some(sum(|row| row.numerator.unwrap_or(0))),
        denominator: Some(sum(|row| row.denominator.unwrap_or(0))),
        ..sample::row()
    };
    let mean = ResultRow {
        units: UnitRollUp::MeanOfUnits,
        numerator: None,
        denominator: None,
        percent: Some("86.85".into()),
        ..pooled.clone()
    };
    let sections = sections(&sample::row());
    Table {
        headline: vec![pooled, mean],
        answered: sections.iter().map(|row| row.n).collect(),
        sections,
        weighted: Some("86.90".into()),
        units,
    }
}

fn line(place: usize) -> UnitLine {
    let unit = code(place);
    let headline = match place {
        0..N_RANKED => ResultRow {
            rank: Some(place + 1),
            rank_low: Some(place.max(3) - 2),
            rank_high: Some((place + 4).min(N_RANKED)),
            late: u64::from(place == 0),
            ..sample::row()
        },
        _ if place < N_RANKED + N_FEW => ResultRow {
            enough: false,
            n: 12,
            numerator: Some(9),
            denominator: Some(12),
            ..sample::row()
        },
        _ if place == N_RANKED + N_FEW => ResultRow {
            enough: false,
            folded: true,
            n: 7,
            numerator: Some(5),
            denominator: Some(7),
            ..sample::row()
        },
        _ => ResultRow {
            enough: false,
            n: 0,
            numerator: Some(0),
            denominator: Some(0),
            percent: None,
            interval: None,
            ..sample::row()
        },
    };
    let sections = sections(&headline);
    UnitLine {
        answered: sections.iter().map(|row| row.n).collect(),
        sections,
        headline: ResultRow { unit, ..headline },
        dossiers: Some(2_000),
    }
}

fn sections(row: &ResultRow) -> Vec<ResultRow> {
    let form = sample::form();
    let row = |id: &str| ResultRow {
        section: Some(id.to_owned()),
        ..row.clone()
    };
    form.factors()
        .map(|section| row(section.id.as_str()))
        .collect()
}

fn trend() -> Trend {
    let point = |short: &str, percent: &str| Point {
        short: short.into(),
        name: format!("quý {short}"),
        measured: Some(Measured {
            percent: percent.into(),
            interval: Some(Limits {
                low: "80.00".into(),
                high: "90.00".into(),
            }),
        }),
        n_sheets: 55_927,
        ..Point::default()
    };
    Trend {
        title: "Theo quý".into(),
        points: vec![point("II/26", "85.20"), point("III/26", "86.91")],
        goal: None,
    }
}
