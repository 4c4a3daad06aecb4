//! The same submission twice is one row; other content under the same id is a conflict.

use hailong::domain::form::Channel;
use hailong::storage::intake_count;
use hailong::usecase::seal_batch::seal_due;
use hailong::usecase::submit_sheet::{Sender, Status, SubmitError};
use serde_json::json;

use crate::node::{Node, at, sheet, with};

#[tokio::test(flavor = "multi_thread")]
async fn fifty_equal_posts_at_once_are_one_row() {
    let node = Node::at("2026-11-24T09:30:00+07:00").await;
    let sheet = sheet("2026-11-24T09:29:00+07:00", 5);
    let posts = (0..50).map(|_| {
        let (app, sender, sheet) = (node.app.clone(), node.sender.clone(), sheet.clone());
        tokio::spawn(async move {
            hailong::usecase::submit_sheet::submit(&app, &sender, &sheet)
                .await
                .expect("taken")
                .status
        })
    });
    let mut n_stored = 0;
    for post in posts.collect::<Vec<_>>() {
        n_stored += usize::from(post.await.expect("a post") == Status::Stored);
    }
    assert_eq!(n_stored, 1, "one 201, the rest 200");
    assert_eq!(node.headline("2026-11").await.n, 1, "one row");
}

#[tokio::test]
async fn a_retry_is_a_duplicate_whenever_it_comes() {
    for (collected, later, why) in [
        (
            "2026-11-24T09:29:00+07:00",
            "2026-11-24T09:31:00+07:00",
            "in the same half-day",
        ),
        (
            "2026-11-24T11:59:00+07:00",
            "2026-11-24T12:01:00+07:00",
            "after noon",
        ),
        (
            "2026-11-24T09:29:00+07:00",
            "2026-11-26T08:00:00+07:00",
            "days later, after a seal",
        ),
        (
            "1970-01-01T00:00:10+00:00",
            "2026-11-24T15:00:00+07:00",
            "clock at 1970, after noon",
        ),
        (
            "1970-01-01T00:00:10+00:00",
            "2026-12-20T15:00:00+07:00",
            "clock at 1970, weeks later",
        ),
        (
            "2099-01-01T00:00:00+07:00",
            "2026-11-26T15:00:00+07:00",
            "clock at 2099",
        ),
        (
            "2026-11-27T08:00:00+07:00",
            "2026-11-27T09:00:00+07:00",
            "too far ahead, true later",
        ),
        (
            "2026-10-02T08:00:00+07:00",
            "2026-11-25T09:00:00+07:00",
            "late already when it came",
        ),
    ] {
        let node = Node::at("2026-11-24T09:30:00+07:00").await;
        let sheet = sheet(collected, 4);
        let first = node.submit(&sheet).await.expect(why);
        assert_eq!(first.status, Status::Stored, "{why}");
        for _ in 0..2 {
            let again = node.submit(&sheet).await.expect(why);
            assert_eq!(again.status, Status::Duplicate, "{why}, at once");
        }
        node.clock.set(at(later));
        seal_due(&node.app).await.expect("a seal");
        let again = node.submit(&sheet).await.expect(why);
        assert_eq!(again.status, Status::Duplicate, "{why}");
    }
}

#[tokio::test]
async fn only_what_stays_beside_the_id_makes_content() {
    let node = Node::at("2026-11-24T09:30:00+07:00").await;
    let first = sheet("2026-11-24T09:29:00+07:00", 4);
    node.submit(&first).await.expect("the first");
    let answers = |overall: u8, gender: &str| json!({"muc-dich": "nop-ho-so", "chung": overall, "tiep-can": 4, "gioi-tinh": gender});
    for (changed, is_same, why) in [
        (
            with(&first, "comment", json!("cảm ơn")),
            true,
            "a comment is apart",
        ),
        (
            with(&first, "language", json!("en")),
            true,
            "so is the language",
        ),
        (
            with(&first, "duration_s", json!(60)),
            true,
            "so is the time it took",
        ),
        (
            with(&first, "answers", answers(4, "nu")),
            true,
            "so is the profile",
        ),
        (
            with(&first, "collected_at", json!("2026-11-24T08:00:00+07:00")),
            true,
            "same half-day",
        ),
        (
            with(&first, "answers", answers(5, "nu")),
            false,
            "another answer",
        ),
        (
            with(&first, "service", json!("dat-dai")),
            false,
            "another service field",
        ),
        (
            with(&first, "assisted", json!("officer")),
            false,
            "an officer helped",
        ),
        (
            with(&first, "assisted", json!("relative")),
            false,
            "a relative helped",
        ),
        (
            with(&first, "form", json!("mot-cau@1")),
            false,
            "another form",
        ),
    ] {
        let mut changed = changed;
        if !is_same && why == "another form" {
            changed.insert("answers".to_owned(), json!({"chung": 4}));
        }
        match node.submit(&changed).await {
            Ok(receipt) => {
                assert!(is_same, "{why}: must conflict");
                assert_eq!(receipt.status, Status::Duplicate, "{why}");
            }
            Err(SubmitError::Conflict) => assert!(!is_same, "{why}: must be a duplicate"),
            Err(other) => panic!("{why}: {other:?}"),
        }
    }
    assert_eq!(
        node.headline("2026-11").await.counts["4"],
        1,
        "the first stays"
    );
}

#[tokio::test]
async fn an_answer_for_a_closed_span_is_kept_and_not_counted() {
    let node = Node::at("2026-11-24T09:30:00+07:00").await;
    node.submit(&sheet("2026-11-03T09:00:00+07:00", 5))
        .await
        .expect("still open on the tenth day");
    node.submit(&sheet("2026-10-31T09:00:00+07:00", 1))
        .await
        .expect("kept as late");
    assert_eq!(
        (
            node.headline("2026-11").await.n,
            node.headline("2026-11").await.late
        ),
        (1, 0)
    );
    assert_eq!(
        (
            node.headline("2026-10").await.n,
            node.headline("2026-10").await.late
        ),
        (0, 1)
    );
    node.clock.set(at("2026-11-25T00:00:00+07:00"));
    node.submit(&sheet("2026-11-03T09:00:00+07:00", 5))
        .await
        .expect("kept as late");
    let row = node.headline("2026-11").await;
    assert_eq!(
        (row.n, row.late),
        (1, 1),
        "closed at the end of the tenth day"
    );
}

#[tokio::test]
async fn the_channel_of_a_retry_is_no_content() {
    let node = Node::at("2026-11-24T09:30:00+07:00").await;
    let sheet = sheet("2026-11-24T09:00:00+07:00", 5);
    node.submit(&sheet).await.expect("taken");
    node.clock.set(at("2026-11-24T12:00:00+07:00"));
    seal_due(&node.app).await.expect("a seal");
    let open_page = Sender {
        device: None,
        channel: Channel::Open,
        ..node.sender.clone()
    };
    let again = hailong::usecase::submit_sheet::submit(&node.app, &open_page, &sheet).await;
    assert_eq!(
        again.expect("a duplicate").status,
        Status::Duplicate,
        "as before the seal"
    );
}

#[tokio::test]
async fn the_last_moment_of_a_quarter_counts_in_it() {
    let node = Node::at("2026-12-31T23:59:59+07:00").await;
    node.submit(&sheet("2026-12-31T23:59:59+07:00", 5))
        .await
        .expect("taken");
    assert_eq!(
        node.headline("2026-Q4").await.n,
        1,
        "a filter that ends at 00:00 would lose it"
    );
    assert_eq!(node.headline("2027-Q1").await.n, 0, "and in no other");
}

#[tokio::test]
async fn a_revoked_device_stores_nothing_more() {
    let node = Node::at("2026-11-24T09:30:00+07:00").await;
    let first = sheet("2026-11-24T09:29:00+07:00", 5);
    node.submit(&first).await.expect("taken");
    let id = node.sender.device.clone().expect("a device");
    hailong::usecase::enrol_device::revoke(&node.app, &id)
        .await
        .expect("revoked");
    for (sheet, why) in [
        (&first, "a retry"),
        (&sheet("2026-11-24T09:29:00+07:00", 5), "a new one"),
    ] {
        let refused = node.submit(sheet).await;
        assert!(
            matches!(refused, Err(SubmitError::DeviceRevoked)),
            "{why}: {refused:?}"
        );
    }
    assert_eq!(
        node.headline("2026-11").await.n,
        1,
        "what came before stays"
    );
}

#[tokio::test]
async fn only_what_the_open_page_took_is_counted_as_its() {
    for (channel, assisted, expected, why) in [
        (Channel::Open, "self", 1, "the open page"),
        (
            Channel::Open,
            "officer",
            1,
            "the open page, with an officer's help",
        ),
        (Channel::Paper, "self", 0, "paper"),
        (Channel::Tablet, "self", 0, "the queue of a revoked tablet"),
        (Channel::Qr, "self", 0, "a code without its device"),
    ] {
        let node = Node::at("2026-11-24T09:30:00+07:00").await;
        let sender = Sender {
            device: None,
            channel,
            ..node.sender.clone()
        };
        let sheet = with(
            &sheet("2026-11-24T09:29:00+07:00", 5),
            "assisted",
            json!(assisted),
        );
        hailong::usecase::submit_sheet::submit(&node.app, &sender, &sheet)
            .await
            .expect(why);
        let mut connection = node.app.store.read().await.expect("a connection");
        let counted = format!("open-{}", sender.unit);
        let n = intake_count::stored(&mut connection, &counted, ("", "~")).await;
        assert_eq!(n.expect("a count"), expected, "{why}");
    }
}
