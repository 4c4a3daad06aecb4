//! A bundle replaces, it never adds: order and repetition make no difference.

use hailong::domain::merge::Outcome;
use hailong::usecase::back_up::{back_up, restore};
use hailong::usecase::list_reports::{Source, bundles};
use hailong::usecase::merge_bundle::Mode;
use hailong::usecase::open_node;

use crate::node::{NAM_DAN, NEIGHBOUR, Node, PROVINCE, sheets, sheets_at};

#[tokio::test]
async fn any_order_and_any_repetition_give_the_figures_of_a_direct_count() {
    let (one, other) = (Node::of(NAM_DAN).await, Node::of(NEIGHBOUR).await);
    let (first, second, more) = (sheets(3, 14), sheets(16, 9), sheets(17, 5));
    one.take(NAM_DAN, &first).await;
    other.take(NEIGHBOUR, &second).await;
    let of_other = other.bundle(NEIGHBOUR, "2026-11").await;
    let wrong = one.bundle(NAM_DAN, "2026-11").await;
    one.take(NAM_DAN, &more).await;
    let corrected = one.bundle(NAM_DAN, "2026-11").await;

    let direct = Node::of(PROVINCE).await;
    direct.take(NAM_DAN, &[first, more].concat()).await;
    direct.take(NEIGHBOUR, &second).await;
    let expected = direct.rows(PROVINCE, "2026-11").await;
    assert!(
        expected.len() > 20 && expected[0]["n"] == 22,
        "{:?}",
        expected[0]
    );

    let files = [&wrong, &corrected, &of_other];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let province = Node::province(&[(NAM_DAN, &one), (NEIGHBOUR, &other)]).await;
        for at in order.into_iter().chain(order) {
            let (outcome, problems) = province.merge(files[at]).await;
            assert!(outcome.is_settled(), "{order:?}: {problems:?}");
        }
        let rows = province.rows(PROVINCE, "2026-11").await;
        assert_eq!(rows, expected, "merged in the order {order:?}, twice");
        assert_eq!(
            province.rows(NAM_DAN, "2026-11").await,
            one.rows(NAM_DAN, "2026-11").await
        );
        for at in order {
            assert_eq!(province.merge(files[at]).await, (Outcome::Already, vec![]));
        }
        assert_eq!(province.differences().await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_month_and_then_its_quarter_count_the_month_once() {
    let one = Node::of(NAM_DAN).await;
    one.set("2026-10-20T09:00:00+07:00");
    one.take(NAM_DAN, &sheets_at("2026-10-20T08:00:00+07:00", 8))
        .await;
    one.set(crate::node::NOW);
    one.take(NAM_DAN, &sheets(18, 12)).await;
    let (month, quarter) = (
        one.bundle(NAM_DAN, "2026-11").await,
        one.bundle(NAM_DAN, "2026-Q4").await,
    );
    for files in [[&month, &quarter], [&quarter, &month]] {
        let province = Node::province(&[(NAM_DAN, &one)]).await;
        for file in files {
            assert!(province.merge(file).await.0.is_settled());
        }
        for period in ["2026-11", "2026-Q4", "2026-Q4b"] {
            let merged = province.rows(NAM_DAN, period).await;
            assert_eq!(merged, one.rows(NAM_DAN, period).await, "{period}");
        }
        assert_eq!(
            province.n(PROVINCE, "2026-Q4").await,
            15,
            "6 in October, 9 in November"
        );
    }
}

#[tokio::test]
async fn an_unchanged_ledger_gives_equal_bytes() {
    let one = Node::of(NAM_DAN).await;
    one.take(NAM_DAN, &sheets(3, 6)).await;
    let first = one.bundle(NAM_DAN, "2026-Q4").await;
    one.set("2026-11-21T18:00:00+07:00");
    assert_eq!(
        one.bundle(NAM_DAN, "2026-Q4").await,
        first,
        "a day later, same spans open"
    );
    assert_eq!(
        one.differences().await,
        Vec::<String>::new(),
        "the seal was proper"
    );
    one.set("2026-11-25T00:00:00+07:00");
    assert_ne!(
        one.bundle(NAM_DAN, "2026-Q4").await,
        first,
        "a span has closed"
    );
}

#[tokio::test]
async fn what_was_provisional_becomes_final_without_an_answer_more() {
    let one = Node::of(NAM_DAN).await;
    one.take(NAM_DAN, &sheets(18, 6)).await;
    let provisional = one.bundle(NAM_DAN, "2026-11").await;
    one.set("2026-12-11T00:00:00+07:00");
    let closed = one.bundle(NAM_DAN, "2026-11").await;
    let province = Node::province(&[(NAM_DAN, &one)]).await;
    assert_eq!(province.standing(NAM_DAN, "2026-11").await, Source::Nothing);
    assert_eq!(
        province.merge(&provisional).await,
        (Outcome::Merged, vec![])
    );
    let open = Source::Merged {
        revision: 1,
        n_spans: 2,
        is_final: false,
        late: 0,
    };
    assert_eq!(province.standing(NAM_DAN, "2026-11").await, open);
    let before = province.rows(PROVINCE, "2026-11").await;
    assert_eq!(province.merge(&closed).await, (Outcome::Merged, vec![]));
    let done = Source::Merged {
        revision: 1,
        n_spans: 2,
        is_final: true,
        late: 0,
    };
    assert_eq!(province.standing(NAM_DAN, "2026-11").await, done);
    assert_eq!(
        province.rows(PROVINCE, "2026-11").await,
        before,
        "it counted from the first"
    );
    assert_eq!(
        province.merge(&provisional).await,
        (Outcome::Already, vec![]),
        "and stays final"
    );
    assert_eq!(province.standing(NAM_DAN, "2026-11").await, done);
    assert_eq!(province.differences().await, Vec::<String>::new());
}

#[tokio::test]
async fn one_revision_cannot_say_two_things() {
    let one = Node::of(NAM_DAN).await;
    one.take(NAM_DAN, &sheets(3, 4)).await;
    let copy = one.folder.path().join("copy.db");
    back_up(&one.app.store, &copy).await.unwrap();
    let twin_folder = tempfile::TempDir::new().unwrap();
    let twin_path = twin_folder.path().join("twin");
    restore(&copy, &twin_path).await.unwrap();
    let twin = open_node::open(&twin_path, one.clock.clone())
        .await
        .unwrap()
        .app;
    let twin = Node {
        folder: twin_folder,
        clock: one.clock.clone(),
        app: twin,
    };
    one.take(NAM_DAN, &sheets(4, 1)).await;
    twin.take(NAM_DAN, &sheets(4, 2)).await;
    let (first, second) = (
        one.bundle(NAM_DAN, "2026-11").await,
        twin.bundle(NAM_DAN, "2026-11").await,
    );
    let province = Node::province(&[(NAM_DAN, &one)]).await;
    assert_eq!(province.merge(&first).await, (Outcome::Merged, vec![]));
    let before = province.rows(PROVINCE, "2026-11").await;
    assert_eq!(
        province.merge(&second).await,
        (Outcome::Conflict, vec!["other-tallies"])
    );
    assert_eq!(
        province.rows(PROVINCE, "2026-11").await,
        before,
        "the first stays"
    );
}

#[tokio::test]
async fn a_dry_run_says_what_would_be_and_does_nothing() {
    let one = Node::of(NAM_DAN).await;
    one.take(NAM_DAN, &sheets(3, 4)).await;
    let file = one.bundle(NAM_DAN, "2026-11").await;
    let province = Node::province(&[(NAM_DAN, &one)]).await;
    for _ in 0..2 {
        let line = province.merge_line(&file, Mode::DryRun).await;
        assert_eq!(line.outcome, Outcome::Merged);
    }
    assert_eq!(bundles(&province.app).await.unwrap(), []);
    assert_eq!(province.n(PROVINCE, "2026-11").await, 0);
}

#[tokio::test]
async fn a_province_collects_for_a_unit_or_merges_it_and_never_both() {
    let one = Node::of(NAM_DAN).await;
    one.take(NAM_DAN, &sheets(3, 4)).await;
    let file = one.bundle(NAM_DAN, "2026-11").await;
    let province = Node::province(&[(NAM_DAN, &one)]).await;
    province.take(NAM_DAN, &sheets(5, 8)).await;
    assert_eq!(
        province.merge(&file).await,
        (Outcome::Conflict, vec!["collected-here"])
    );
    assert_eq!(province.standing(NAM_DAN, "2026-11").await, Source::Here);
    let own = province.bundle(NAM_DAN, "2026-11").await;
    assert_eq!(
        province.merge(&own).await,
        (Outcome::Conflict, vec!["collected-here"])
    );
    assert_eq!(province.n(PROVINCE, "2026-11").await, 6);

    let merging = Node::province(&[(NAM_DAN, &one)]).await;
    assert_eq!(merging.merge(&file).await.0, Outcome::Merged);
    let device = hailong::usecase::enrol_device::enrol(
        &merging.app,
        "quầy",
        NAM_DAN,
        hailong::domain::form::Channel::Tablet,
    );
    assert!(device.await.is_err(), "its figures come by bundle");
}
