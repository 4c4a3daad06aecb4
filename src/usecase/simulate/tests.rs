use jiff::civil::date;

use super::*;
use crate::domain::account::Scope;
use crate::domain::period::Period;
use crate::domain::results::By;
use crate::domain::roll_up::UnitRollUp;
use crate::usecase::compute_results::{Query, compute};
use crate::usecase::init_node::init;
use crate::usecase::open_node::{Opened, open};
use crate::usecase::verify_node::verify;

const UNITS: [&str; 3] = ["01141", "01108", "01117"];

async fn province(folder: &std::path::Path) -> Opened {
    let clock = Clock::fixed("2026-11-24T02:00:00Z".parse().unwrap());
    init(folder, "08", None, &clock).await.unwrap();
    open(folder, clock).await.unwrap()
}

fn plan(units: &[String], n_answers: usize) -> Plan<'_> {
    Plan {
        units,
        n_answers,
        first_day: date(2026, 11, 2),
        last_day: date(2026, 11, 13),
        profile: Profile::Honest,
        seed: 7,
    }
}

#[tokio::test]
async fn a_simulation_done_twice_is_all_duplicates_and_leaves_a_node_that_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let Opened { app, .. } = province(&folder.path().join("data")).await;
    let units = UNITS.map(str::to_owned);
    let mut half_days = Vec::new();
    let first = simulate(&app, &plan(&units, 400), &mut |progress| {
        half_days.push(progress);
    })
    .await
    .unwrap();
    assert_eq!(
        (first.n_stored, first.n_duplicate, first.n_conflict),
        (400, 0, 0)
    );
    assert_eq!(half_days.len(), 24, "two a day");
    assert_eq!(half_days.last().unwrap().n_sent, 400);
    let second = simulate(&app, &plan(&units, 400), &mut |_| {})
        .await
        .unwrap();
    assert_eq!(
        (second.n_stored, second.n_duplicate, second.n_sealed),
        (0, 400, 0)
    );
    let report = verify(&app).await.unwrap();
    assert_eq!(report.differences, Vec::<String>::new());
    assert_eq!((report.answers, report.batches), (400, first.n_sealed));
    let devices = device::all(&mut app.store.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!(
        devices.len(),
        UNITS.len(),
        "one tablet a unit, enrolled once"
    );
}

#[tokio::test]
async fn simulated_answers_are_counted_in_time_and_the_node_keeps_its_own_clock() {
    let folder = tempfile::tempdir().unwrap();
    let Opened { app, .. } = province(&folder.path().join("data")).await;
    let units = UNITS.map(str::to_owned);
    simulate(&app, &plan(&units, 300), &mut |_| {})
        .await
        .unwrap();
    assert_eq!(app.today(), "2026-11-24");
    let query = Query {
        unit: "08",
        period: Period::parse("2026-11").unwrap(),
        form: None,
        method: None,
        by: Some(By::Channel),
    };
    let rows = compute(&app, &Scope::of_shell(), query).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.late).sum::<u64>(), 0);
    let pooled = rows
        .iter()
        .filter(|row| row.units == UnitRollUp::PooledCounts);
    assert_eq!(pooled.map(|row| row.n).sum::<u64>(), 300);
}

#[tokio::test]
async fn days_that_are_not_over_or_not_yet_counted_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let Opened { app, .. } = province(&folder.path().join("data")).await;
    let units = UNITS.map(str::to_owned);
    for (first_day, last_day, why) in [
        (date(2026, 11, 3), date(2026, 11, 2), "backwards"),
        (
            date(2026, 11, 3),
            date(2026, 11, 24),
            "today is still being answered",
        ),
        (
            date(2025, 12, 31),
            date(2026, 1, 2),
            "before the first year",
        ),
    ] {
        let plan = Plan {
            first_day,
            last_day,
            ..plan(&units, 3)
        };
        let refused = simulate(&app, &plan, &mut |_| {}).await;
        assert!(matches!(refused, Err(UsecaseError::Invalid(_))), "{why}");
    }
}

#[test]
fn shares_add_up_and_differ() {
    let units: Vec<String> = (0..12).map(|n| format!("{n:05}")).collect();
    let shares = shares(&plan(&units, 12_000));
    assert_eq!(shares.iter().sum::<usize>(), 12_000);
    assert!(shares.iter().max() > shares.iter().min().map(|least| least * 3 / 2).as_ref());
}
