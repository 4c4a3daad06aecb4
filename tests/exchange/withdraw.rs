//! A withdrawn bundle counts no more, and only something newer takes its place.

use hailong::domain::merge::Outcome;
use hailong::usecase::list_reports::{Source, bundles};
use hailong::usecase::withdraw_bundle::withdraw;

use crate::node::{NAM_DAN, Node, PROVINCE, sheets};

#[tokio::test]
async fn a_withdrawn_bundle_counts_no_more_until_a_newer_one_comes() {
    let one = Node::of(NAM_DAN).await;
    one.take(NAM_DAN, &sheets(3, 8)).await;
    let (month, quarter) = (
        one.bundle(NAM_DAN, "2026-11").await,
        one.bundle(NAM_DAN, "2026-Q4").await,
    );
    let province = Node::province(&[(NAM_DAN, &one)]).await;
    province.merge(&month).await;
    assert_eq!(province.n(PROVINCE, "2026-11").await, 6);
    let listed = bundles(&province.app).await.unwrap();
    let id = listed[0].bundle.id.clone();
    assert_eq!((listed.len(), listed[0].n_spans), (1, 2));

    for reason in ["", "  ", "hai\ndòng", &"x".repeat(501)] {
        assert!(
            withdraw(&province.app, &id, reason, "shell").await.is_err(),
            "{reason:?}"
        );
    }
    assert!(
        withdraw(&province.app, "0000", "sai", "shell")
            .await
            .is_err(),
        "no such bundle"
    );
    assert_eq!(
        withdraw(&province.app, &id, "nhập nhầm phiếu tập huấn", "shell")
            .await
            .unwrap(),
        2
    );
    assert!(
        withdraw(&province.app, &id, "lần nữa", "shell")
            .await
            .is_err(),
        "it is already"
    );

    assert_eq!(province.n(PROVINCE, "2026-11").await, 0);
    assert_eq!(
        province.standing(NAM_DAN, "2026-11").await,
        Source::Withdrawn {
            reason: "nhập nhầm phiếu tập huấn".to_owned()
        }
    );
    let listed = bundles(&province.app).await.unwrap();
    assert_eq!(
        listed[0].bundle.reason.as_deref(),
        Some("nhập nhầm phiếu tập huấn")
    );
    assert_eq!(listed[0].n_spans, 0);
    assert_eq!(
        province.merge(&month).await,
        (Outcome::Refused, vec!["withdrawn"]),
        "the same file again"
    );
    assert_eq!(
        province.merge(&quarter).await,
        (Outcome::Refused, vec!["span-withdrawn", "span-withdrawn"]),
        "the same counts under another name"
    );
    assert_eq!(province.differences().await, Vec::<String>::new());

    one.take(NAM_DAN, &sheets(4, 4)).await;
    let newer = one.bundle(NAM_DAN, "2026-Q4").await;
    assert_eq!(province.merge(&newer).await, (Outcome::Merged, vec![]));
    assert_eq!(province.n(PROVINCE, "2026-11").await, 9);
    assert_eq!(province.differences().await, Vec::<String>::new());
}

#[tokio::test]
async fn withdrawing_what_was_replaced_changes_no_figure() {
    let one = Node::of(NAM_DAN).await;
    one.take(NAM_DAN, &sheets(3, 8)).await;
    let first = one.bundle(NAM_DAN, "2026-11").await;
    one.take(NAM_DAN, &sheets(4, 4)).await;
    let second = one.bundle(NAM_DAN, "2026-11").await;
    let province = Node::province(&[(NAM_DAN, &one)]).await;
    province.merge(&first).await;
    province.merge(&second).await;
    let listed = bundles(&province.app).await.unwrap();
    let old = listed
        .iter()
        .find(|received| received.n_spans == 0)
        .unwrap();
    assert_eq!(
        withdraw(&province.app, &old.bundle.id, "cũ", "shell")
            .await
            .unwrap(),
        0
    );
    assert_eq!(province.n(PROVINCE, "2026-11").await, 9);
    assert_eq!(province.merge(&second).await, (Outcome::Already, vec![]));
}
