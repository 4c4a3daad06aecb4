//! A batch: drawn, compared with its paper, stored, and what is left of it.

use hailong::usecase::{key_paper, store_paper, submit_sheet};
use serde_json::{Map, Value};

use super::{Desk, PAPER};
use crate::page::PageForm;
use crate::server::{COMMUNE, header};

#[tokio::test]
async fn paper_goes_from_the_serial_to_the_answers_and_nothing_joins_them_afterwards() {
    let desk = Desk::with_issue(10).await;
    assert_eq!(desk.sums().await, [10, 0, 0, 10]);
    desk.key_twice(7).await;
    assert_eq!(desk.sums().await, [10, 7, 0, 3]);
    assert_eq!(
        desk.server.n_stored().await,
        0,
        "nothing counts before the batch"
    );
    let response = desk.post(&desk.one, "/lo", &[]).await;
    assert_eq!(header(&response, "location"), format!("{PAPER}/lo"));
    let early = desk.post(&desk.one, "/luu", &[]).await;
    assert_eq!(early.status(), 422, "the sample is to be looked at first");
    assert_eq!(desk.agree_to_all().await, 5, "five of seven are drawn");
    let page = desk.page("/lo").await;
    assert!(page.contains("0 trong 5 phiếu so lại có chỗ phải sửa (0,0%)"));
    let response = desk.post(&desk.one, "/luu", &[]).await;
    assert_eq!(header(&response, "location"), PAPER);
    assert_eq!(desk.server.n_stored().await, 7);
    assert_eq!(
        desk.sums().await,
        [10, 7, 0, 3],
        "stored sheets are returned ones"
    );
    let rows = desk
        .server
        .text_of("select count(*) from answer where channel = 'paper'")
        .await;
    assert_eq!(rows, "7");
    for (statement, why) in [
        (
            "select count(*) from paper_entry where body is not null",
            "no sheet stays beside a serial",
        ),
        ("select count(*) from paper_leaving", "none is on its way"),
        (
            "select count(*) from paper_entry where recheck is not null",
            "nor what was drawn",
        ),
    ] {
        assert_eq!(desk.server.text_of(statement).await, "0", "{why}");
    }
    let again = desk.post(&desk.one, "/luu", &[]).await;
    assert_eq!(again.status(), 303, "once more does no harm");
    assert_eq!(desk.server.n_stored().await, 7);
}

#[tokio::test]
async fn a_batch_that_was_interrupted_loses_nothing_and_doubles_nothing() {
    let desk = Desk::with_issue(12).await;
    desk.key_twice(12).await;
    desk.post(&desk.one, "/lo", &[]).await;
    desk.agree_to_all().await;
    let app = &desk.server.app;
    store_paper::close_batch(app, "paper.one", COMMUNE)
        .await
        .expect("closed");
    // The program ends here: one sheet has arrived, and is not forgotten yet.
    let first = desk
        .server
        .text_of("select id || body from paper_leaving order by id limit 1")
        .await;
    let (id, body) = first.split_at(36);
    let mut sheet: Map<String, Value> = serde_json::from_str(body).expect("a sheet");
    sheet.insert("id".to_owned(), id.into());
    submit_sheet::submit(app, &key_paper::sender(COMMUNE), &sheet)
        .await
        .expect("stored");
    assert_eq!(desk.server.n_stored().await, 1);
    let page = desk.page("").await;
    assert!(
        page.contains("còn 12 phiếu chưa lưu xong"),
        "it says what is left"
    );
    assert_eq!(desk.post(&desk.one, "/luu", &[]).await.status(), 303);
    assert_eq!(desk.server.n_stored().await, 12);
    assert_eq!(
        desk.server
            .text_of("select count(*) from paper_leaving")
            .await,
        "0"
    );
}

#[tokio::test]
async fn a_sheet_that_differs_from_its_paper_is_mended_and_counted() {
    let desk = Desk::with_issue(3).await;
    desk.key_twice(3).await;
    desk.post(&desk.one, "/lo", &[]).await;
    let page = desk.page("/lo/2/sua").await;
    let (_, main) = page.split_once("<main").expect("a page");
    let mut form = PageForm::of(main);
    form.fields
        .retain(|(name, value)| name != "chung" || value != "5");
    let form = form.tick("chung", "1");
    assert_eq!(desk.send(&desk.two, &form).await.status(), 303);
    let events = "select count(*) from event where action = 'paper-mend' and actor = 'paper.two'";
    assert_eq!(
        desk.server.text_of(events).await,
        "1",
        "who mended it is kept"
    );
    let own = desk.post(&desk.two, "/lo/2", &[]).await;
    assert_eq!(
        own.status(),
        422,
        "whoever mended it does not say it is right"
    );
    for serial in [1, 3] {
        desk.post(&desk.two, &format!("/lo/{serial}"), &[]).await;
    }
    let early = desk.post(&desk.one, "/luu", &[]).await;
    assert_eq!(early.status(), 422, "nobody else has seen the mended sheet");
    let other = desk.post(&desk.one, "/lo/2", &[]).await;
    assert_eq!(other.status(), 303, "another account confirms it");
    let page = desk.page("/lo").await;
    assert!(page.contains("1 trong 3 phiếu so lại có chỗ phải sửa (33,3%)"));
    desk.post(&desk.one, "/luu", &[]).await;
    let headline = desk
        .server
        .text_of("select count(*) from answer where sheet like '_1%' or sheet like '1%'")
        .await;
    assert_eq!(headline, "1", "the mended sheet is stored as mended");
    assert!(
        desk.page("")
            .await
            .contains("1 trong 3 phiếu so lại có chỗ phải sửa (33,3%)")
    );
    assert_eq!(
        desk.server
            .get_as(&desk.one, &format!("{PAPER}/lo/2/sua"))
            .await
            .status(),
        404
    );
}

#[tokio::test]
async fn whoever_has_not_declared_neither_draws_compares_mends_nor_stores() {
    let desk = Desk::with_issue(1).await;
    desk.key_twice(1).await;
    let server = &desk.server;
    let undeclared = server
        .signed_in(
            "paper.four",
            hailong::domain::account::Role::Leader,
            COMMUNE,
        )
        .await;
    let draw = desk.post(&undeclared, "/lo", &[]).await;
    assert_eq!(draw.status(), 422, "drawn");
    desk.post(&desk.one, "/lo", &[]).await;
    let agree = desk.post(&undeclared, "/lo/1", &[]).await;
    assert_eq!(agree.status(), 422, "compared");
    let page = server
        .get_as(&undeclared, &format!("{PAPER}/lo/1/sua"))
        .await;
    let page = crate::server::text(page).await;
    let (_, main) = page.split_once("<main").expect("a page");
    let form = PageForm::of(main);
    assert_eq!(desk.send(&undeclared, &form).await.status(), 422, "mended");
    desk.agree_to_all().await;
    let store = desk.post(&undeclared, "/luu", &[]).await;
    assert_eq!(store.status(), 422, "stored");
    assert_eq!(server.n_stored().await, 0);
}
