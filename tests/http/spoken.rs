//! What the tablet says and what the sound desk lists: the same texts, no more and no less.

use std::collections::BTreeSet;

use hailong::domain::account::Role;
use hailong::domain::spoken::TextKey;

use crate::server::{COMMUNE, Server, json, text};
use crate::sound::{actions, language_page, record_all, sign};

/// The tags and words of everything a page says.
fn said(page: &str) -> Vec<(String, String)> {
    let spans = page.split("<span data-say").skip(1);
    spans
        .map(|rest| {
            let (tag, rest) = rest.split_once('>').unwrap();
            let words = rest.split_once("</span>").unwrap().0;
            let words = words.replace("&quot;", "\"").replace("&amp;", "&");
            (tag.to_owned(), words)
        })
        .collect()
}

fn listed(page: &str) -> BTreeSet<String> {
    let actions = actions(page).into_iter();
    actions
        .map(|action| action.rsplit('/').next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn the_desk_lists_all_that_the_tablet_says_and_nothing_else() {
    let server = Server::commune().await;
    let tablet = format!("hailong-may={}", server.tablet().await.page);
    let officer = server
        .signed_in("spoken.list", Role::Officer, COMMUNE)
        .await;
    for (form, statement) in [
        ("hai-long-quay", "update device set form = 'hai-long-quay'"),
        ("mot-cau", "update device set form = 'mot-cau'"),
        ("sipas-xa", "update device set form = 'sipas-xa'"),
        (
            "danh-gia-ho-so",
            "update device set form = 'danh-gia-ho-so'",
        ),
    ] {
        server.run(statement).await;
        let response = server.get_as(&tablet, "/may/quay?lang=vi").await;
        assert_eq!(response.status(), 200, "{form}");
        let said: BTreeSet<String> = said(&text(response).await)
            .into_iter()
            .map(|(_, words)| TextKey::of(&words).to_string())
            .collect();
        assert!(said.len() > 20, "{form} says {}", said.len());
        let page = language_page(&server, &officer, COMMUNE, "vi").await;
        assert_eq!(listed(&page), said, "{form}");
    }
}

#[tokio::test]
async fn a_language_signed_off_is_offered_heard_whole_and_kept_offline() {
    let server = Server::commune().await;
    let tablet = format!("hailong-may={}", server.tablet().await.page);
    let officer = server
        .signed_in("spoken.offer", Role::Officer, COMMUNE)
        .await;
    record_all(&server, &officer, COMMUNE, "hmn").await;
    let offered = "data-tongue=\"hmn\"";
    let home = text(server.get_as(&tablet, "/may/quay").await).await;
    assert!(!home.contains(offered), "nobody has approved it yet");

    let page = language_page(&server, &officer, COMMUNE, "hmn").await;
    let address = "/don-vi/01141/am-thanh/hmn/duyet";
    let signed = sign(&server, &officer, address, &page, "Giàng A Páo").await;
    assert_eq!(signed.status(), 303);
    let home = text(server.get_as(&tablet, "/may/quay").await).await;
    assert!(home.contains(offered) && home.contains("Hmôngz"));

    let page = text(server.get_as(&tablet, "/may/quay?lang=hmn").await).await;
    let kept = json(server.get_as(&tablet, "/may/kho.json").await).await;
    let kept = kept["files"].to_string();
    for (tag, words) in said(&page) {
        let (_, rest) = tag.split_once("data-clip=\"").expect(&words);
        let clip = rest.split('"').next().unwrap();
        assert!(kept.contains(clip), "{words} is kept offline");
        assert_eq!(server.get_as(&tablet, clip).await.status(), 200, "{words}");
    }
    assert!(page.contains("data-language=\"hmn\"") && page.contains("Rất hài lòng"));
}
