//! Nobody speaks for a unit but its own key, and nothing changed on the way is taken.

use hailong::domain::merge::Outcome;
use hailong::exchange::bundle::{MAX_FILE_BYTES, key_text, signing_key};
use hailong::storage::FILE_NAME;
use hailong::usecase::trust_key::{own_key_text, trust};
use sqlx::Connection as _;

use crate::node::{NAM_DAN, NEIGHBOUR, Node, PROVINCE, sheets};

#[tokio::test]
async fn what_a_stranger_signed_or_anybody_changed_is_refused() {
    let (one, other, impostor) = (
        Node::of(NAM_DAN).await,
        Node::of(NEIGHBOUR).await,
        Node::of(NAM_DAN).await,
    );
    one.take(NAM_DAN, &sheets(3, 8)).await;
    impostor.take(NAM_DAN, &sheets(3, 9)).await;
    let good = one.bundle(NAM_DAN, "2026-11").await;
    let province = Node::province(&[(NEIGHBOUR, &other)]).await;
    let refused = |code| (Outcome::Refused, vec![code]);
    assert_eq!(
        province.merge(&good).await,
        refused("key-untrusted"),
        "nobody trusts it yet"
    );
    trust(&province.app, NAM_DAN, &own_key_text(&one.app))
        .await
        .unwrap();
    let by_impostor = impostor.bundle(NAM_DAN, "2026-11").await;
    assert_eq!(
        province.merge(&by_impostor).await,
        refused("key-untrusted"),
        "another node's key"
    );
    for at in (0..good.len()).step_by(211) {
        let mut forged = good.clone();
        forged[at] ^= 1;
        assert_eq!(
            province.merge(&forged).await.0,
            Outcome::Refused,
            "byte {at}"
        );
    }
    for (bytes, why) in [
        (Vec::new(), "nothing"),
        (good[..good.len() - 2].to_vec(), "cut off"),
        (vec![b'\n'; MAX_FILE_BYTES + 1], "too large"),
    ] {
        assert_eq!(province.merge(&bytes).await.0, Outcome::Refused, "{why}");
    }
    assert_eq!(
        province.n(PROVINCE, "2026-11").await,
        0,
        "nothing of all that counts"
    );
    assert_eq!(
        province.merge(&good).await,
        (Outcome::Merged, vec![]),
        "the true one does"
    );
}

#[tokio::test]
async fn a_key_speaks_for_its_own_unit_only() {
    let (one, thief) = (Node::of(NAM_DAN).await, Node::of(NAM_DAN).await);
    thief.take(NAM_DAN, &sheets(3, 8)).await;
    let province = Node::province(&[(NAM_DAN, &one), (NEIGHBOUR, &thief)]).await;
    let file = thief.bundle(NAM_DAN, "2026-11").await;
    assert_eq!(
        province.merge(&file).await,
        (Outcome::Refused, vec!["key-of-other-unit"])
    );
    let again = trust(&province.app, NAM_DAN, &own_key_text(&thief.app)).await;
    assert!(again.is_err(), "nor can it be trusted for two");
}

#[tokio::test]
async fn units_of_others_are_not_merged() {
    let hoan_kiem = Node::of("00070").await;
    hoan_kiem.take("00070", &sheets(3, 4)).await;
    let file = hoan_kiem.bundle("00070", "2026-11").await;
    let province = Node::of(PROVINCE).await;
    let key = own_key_text(&hoan_kiem.app);
    assert!(
        trust(&province.app, "00070", &key).await.is_err(),
        "a commune of Hà Nội"
    );
    assert!(
        trust(&province.app, PROVINCE, &key).await.is_err(),
        "the province itself"
    );
    assert!(
        trust(&province.app, NAM_DAN, "ed25519:AAAA").await.is_err(),
        "no key"
    );
    let own = own_key_text(&province.app);
    assert!(
        trust(&province.app, NAM_DAN, &own).await.is_err(),
        "its own key"
    );
    assert_eq!(
        province.merge(&file).await,
        (Outcome::Refused, vec!["unit-unknown"])
    );
    let commune = Node::of(NAM_DAN).await;
    assert_eq!(
        commune.merge(&file).await,
        (Outcome::Refused, vec!["not-a-province"])
    );
    assert!(
        trust(&commune.app, NAM_DAN, &key).await.is_err(),
        "a commune trusts nobody"
    );
}

#[tokio::test]
async fn a_new_key_replaces_the_old_one_and_its_ledger_is_another() {
    let (old, new) = (Node::of(NAM_DAN).await, Node::of(NAM_DAN).await);
    old.take(NAM_DAN, &sheets(3, 8)).await;
    new.take(NAM_DAN, &sheets(18, 4)).await;
    let province = Node::province(&[(NAM_DAN, &old)]).await;
    let first = old.bundle(NAM_DAN, "2026-11").await;
    assert_eq!(province.merge(&first).await.0, Outcome::Merged);
    trust(&province.app, NAM_DAN, &own_key_text(&new.app))
        .await
        .unwrap();
    assert_eq!(
        province.merge(&first).await,
        (Outcome::Refused, vec!["key-untrusted"])
    );
    let month = new.bundle(NAM_DAN, "2026-11").await;
    assert_eq!(
        province.merge(&month).await,
        (Outcome::Conflict, vec!["key-changed"])
    );
    let half = new.bundle(NAM_DAN, "2026-12b").await;
    assert_eq!(
        province.merge(&half).await,
        (Outcome::Merged, vec![]),
        "where nothing was counted under the old key the new one may speak"
    );
    assert_eq!(province.n(PROVINCE, "2026-11").await, 6 + 3);
    assert_eq!(province.differences().await, Vec::<String>::new());
}

#[tokio::test]
async fn verify_sees_figures_that_nobody_signed() {
    for (change, expected) in [
        (
            "update bundle_tally set cells = replace(cells, '2', '3')",
            "tallies differ",
        ),
        ("delete from bundle_tally", "tallies differ"),
        ("update bundle_span set revision = 9", "held otherwise"),
        (
            "update bundle_span set late = '{\"mot-cau@1\":1}'",
            "held otherwise",
        ),
        ("update bundle set body = null", "file is missing"),
        ("update bundle set body = substr(body, 2)", "line 1"),
        ("update bundle_span set is_withdrawn = 1", "withdrawn, yet"),
        ("delete from bundle_span", "without a bundle"),
    ] {
        let one = Node::of(NAM_DAN).await;
        one.take(NAM_DAN, &sheets(3, 8)).await;
        let province = Node::province(&[(NAM_DAN, &one)]).await;
        assert_eq!(
            province
                .merge(&one.bundle(NAM_DAN, "2026-11").await)
                .await
                .0,
            Outcome::Merged
        );
        assert_eq!(province.differences().await, Vec::<String>::new());
        let file = format!(
            "sqlite:{}",
            province.folder.path().join(FILE_NAME).display()
        );
        let mut hand = sqlx::SqliteConnection::connect(&file).await.unwrap();
        sqlx::query(change).execute(&mut hand).await.unwrap();
        let found = province.differences().await;
        assert!(
            found.iter().any(|what| what.contains(expected)),
            "{change}: {found:?}"
        );
    }
}

#[test]
fn a_key_is_what_key_show_prints() {
    let text = key_text(&signing_key(&[7; 32]).verifying_key());
    assert!(
        text.starts_with("ed25519:") && !text.contains(char::is_whitespace),
        "{text}"
    );
}
