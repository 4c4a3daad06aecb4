//! What a running server keeps of released results is what a fresh start would count.

use hailong::domain::account::Scope;
use hailong::domain::period::Period;
use hailong::domain::results::By;
use hailong::usecase::close_period::close;
use hailong::usecase::compute_results::Query;
use hailong::usecase::find_unit::find;
use hailong::usecase::judge_quality::judge;
use hailong::usecase::list_reports::bundles;
use hailong::usecase::overview_province::{Asked, Drill, Reach, overview};
use hailong::usecase::release_results::compute_released;
use hailong::usecase::seal_batch::seal_due;
use hailong::usecase::withdraw_bundle::withdraw;
use hailong::usecase::{App, open_node};
use serde_json::json;

use crate::node::{NAM_DAN, NEIGHBOUR, Node, PROVINCE, sheets, sheets_at};

const PERIODS: [&str; 6] = [
    "2026-10", "2026-11", "2026-11b", "2026-Q4", "2026-Q4b", "2026",
];

/// Everything that is shown of the three units, as text.
async fn shown(app: &App) -> Vec<String> {
    let scope = Scope::of_shell();
    let mut shown = Vec::new();
    for (unit, period) in [PROVINCE, NAM_DAN, NEIGHBOUR]
        .into_iter()
        .flat_map(|unit| PERIODS.map(|period| (unit, period)))
    {
        let period = Period::parse(period).unwrap();
        for by in [None, Some(By::Question), Some(By::Channel), Some(By::Month)] {
            let query = Query {
                unit,
                period,
                form: None,
                method: None,
                by,
            };
            let rows = compute_released(app, &scope, query).await.unwrap();
            shown.push(json!(rows).to_string());
        }
        if unit == PROVINCE {
            let asked = Asked {
                unit: unit.to_owned(),
                period,
                reach: Reach::Period,
                form: None,
                of_round: None,
                drill: Some(Drill::Questions),
            };
            let overview = overview(app, &scope, &asked).await.unwrap();
            shown.push(format!("{overview:?}"));
        } else {
            let unit = find(app, &scope, unit, period).await.unwrap().unit;
            let quality = judge(app, &unit, period).await.unwrap();
            shown.push(format!("{quality:?}"));
        }
    }
    shown
}

/// Compares what `node` shows, having shown it before, with a fresh start.
async fn check(node: &Node, before: &mut Vec<String>, act: &str) {
    let kept = shown(&node.app).await;
    let fresh = open_node::open(node.folder.path(), node.clock.clone())
        .await
        .unwrap();
    assert_eq!(kept, shown(&fresh.app).await, "after {act}");
    assert_ne!(kept, *before, "{act} changes what is shown");
    *before = kept;
}

#[tokio::test]
async fn every_act_that_changes_figures_changes_those_that_are_kept() {
    let one = Node::of(NAM_DAN).await;
    one.take(NAM_DAN, &sheets(3, 9)).await;
    let first = one.bundle(NAM_DAN, "2026-11").await;
    one.take(NAM_DAN, &sheets(4, 12)).await;
    let second = one.bundle(NAM_DAN, "2026-11").await;

    let node = Node::province(&[(NAM_DAN, &one)]).await;
    let mut before = shown(&node.app).await;
    node.take(NEIGHBOUR, &sheets(19, 8)).await;
    check(&node, &mut before, "answers on a half-day").await;
    node.take(NEIGHBOUR, &sheets(19, 7)).await;
    check(&node, &mut before, "more of the same half-day").await;
    node.take(NEIGHBOUR, &sheets(18, 9)).await;
    check(&node, &mut before, "answers on another one").await;
    node.merge(&first).await;
    check(&node, &mut before, "a bundle").await;
    node.merge(&second).await;
    check(&node, &mut before, "a newer one").await;
    let newest = bundles(&node.app).await.unwrap();
    let newest = newest.iter().max_by_key(|it| it.bundle.revision).unwrap();
    withdraw(&node.app, &newest.bundle.id, "nhầm tệp", "shell")
        .await
        .unwrap();
    check(&node, &mut before, "its withdrawal").await;

    node.set("2026-11-23T09:30:00+07:00");
    let n_sealed = seal_due(&node.app).await.unwrap();
    assert_eq!(n_sealed, 2, "half-days of the neighbour");
    node.take(NEIGHBOUR, &sheets_at("2026-11-23T08:00:00+07:00", 15))
        .await;
    check(&node, &mut before, "as many sheets as were sealed").await;
    close(&node.app, NEIGHBOUR, Period::parse("2026-11").unwrap())
        .await
        .unwrap();
    check(&node, &mut before, "closing the month by hand").await;
    node.take(NEIGHBOUR, &sheets(18, 6)).await;
    check(&node, &mut before, "late answers").await;
    node.set("2027-01-20T09:30:00+07:00");
    check(&node, &mut before, "the end of every span").await;
}
