//! `/don-vi/{unit}/gop-y`: a comment that names a person is hidden, kept and counted.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use hailong::usecase::verify_node::verify;

use crate::comments::{OCTOBER, OCTOBER_IS_CLOSED, PAGE, comment, shown};
use crate::server::{COMMUNE, PROVINCE, Server, text};
use crate::slip::{event_lines, post_as};

/// A province's server with ten comments of a commune that may be read, and its readers.
struct Readers {
    server: Server,
    officer: String,
    leader: String,
    province: String,
}

impl Readers {
    async fn of(prefix: &str) -> Self {
        let server = Server::of(PROVINCE, OCTOBER).await;
        server.device(COMMUNE, Channel::Tablet).await;
        comment(&server, OCTOBER, 0..10).await;
        server.set_time(OCTOBER_IS_CLOSED);
        let signed = async |role: Role, unit| {
            let name = format!("{prefix}.{role}");
            server.signed_in(&name, role, unit).await
        };
        Self {
            officer: signed(Role::Officer, COMMUNE).await,
            leader: signed(Role::Leader, COMMUNE).await,
            province: signed(Role::Province, PROVINCE).await,
            server,
        }
    }

    async fn page(&self, cookie: &str, query: &str) -> String {
        let path = format!("{PAGE}{query}");
        text(self.server.get_as(cookie, &path).await).await
    }

    async fn post(&self, cookie: &str, path: &str, reason: &str) -> u16 {
        let fields = [("reason", reason)];
        let response = post_as(&self.server, cookie, path, &fields).await;
        response.status().as_u16()
    }
}

/// Where the comment of that number is hidden, on the page of who may.
fn hiding(page: &str, number: usize) -> String {
    let (_, rest) = page.split_once(&format!("ý kiến {number}.")).unwrap();
    let (_, rest) = rest.split_once("action=\"").unwrap();
    rest.split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_hidden_comment_is_kept_counted_and_read_by_those_who_may_show_it_again() {
    let readers = Readers::of("hide").await;
    let page = readers.page(&readers.leader, "").await;
    let hide = hiding(&page, 3);
    for reason in ["", "vì", "Person"] {
        let status = readers.post(&readers.leader, &hide, reason).await;
        assert_eq!(status, 422, "{reason:?} is no reason");
    }
    assert_eq!(readers.post(&readers.leader, &hide, "person").await, 303);
    assert_eq!(readers.post(&readers.province, &hide, "insult").await, 303);
    let other = hiding(&readers.page(&readers.province, "").await, 5);
    assert_eq!(readers.post(&readers.province, &other, "insult").await, 303);

    let seen = readers.page(&readers.officer, "").await;
    let mut left = shown(&seen);
    left.sort_unstable();
    assert_eq!(left, [0, 1, 2, 4, 6, 7, 8, 9]);
    let told = "2 ý kiến được che, vì: nêu tên người (1), xúc phạm (1).";
    assert!(seen.contains(told), "the first reason stays: {seen}");
    assert!(!seen.contains("/che?") && !seen.contains("/hien?"));
    let sought = readers.page(&readers.officer, "?tim=kien+3").await;
    assert_eq!(shown(&sought).len(), 0, "nor is it found");
    for cookie in [&readers.leader, &readers.province] {
        let page = readers.page(cookie, "").await;
        assert_eq!(shown(&page).len(), 10, "below, to be shown again");
    }
    let kept = "select count(*) from released_comment";
    assert_eq!(
        readers.server.text_of(kept).await,
        "10",
        "nothing is deleted"
    );

    let show = hide.replace("/che", "/hien");
    assert_eq!(readers.post(&readers.officer, &show, "").await, 403);
    assert_eq!(readers.post(&readers.leader, &show, "").await, 303);
    assert_eq!(readers.post(&readers.leader, &show, "").await, 404, "once");
    let seen = readers.page(&readers.officer, "").await;
    assert_eq!(shown(&seen).len(), 9);
    assert!(seen.contains("1 ý kiến được che, vì: xúc phạm (1)."));
    let events = event_lines(&readers.server).await;
    let told = |action| events.iter().filter(|line| line.contains(action)).count();
    assert_eq!((told("comment-hide"), told("comment-show")), (2, 1));
    let report = verify(&readers.server.app).await.unwrap();
    assert!(report.differences.is_empty());
}

#[tokio::test]
async fn officers_hide_nothing_and_nobody_hides_what_is_not_there() {
    let readers = Readers::of("reach").await;
    let page = readers.page(&readers.leader, "").await;
    let hide = hiding(&page, 3);
    assert_eq!(readers.post(&readers.officer, &hide, "person").await, 403);
    for path in [
        format!("{PAGE}/{}/che", "0".repeat(32)),
        format!("{PAGE}/x/che"),
        hide.replace("01141", "01144"),
    ] {
        let status = readers.post(&readers.province, &path, "person").await;
        assert_eq!(status, 404, "{path}");
        let path = path.replace("/che", "/hien");
        assert_eq!(
            readers.post(&readers.province, &path, "").await,
            404,
            "{path}"
        );
    }
    assert_eq!(shown(&readers.page(&readers.officer, "").await).len(), 10);
}
