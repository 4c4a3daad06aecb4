//! `/q` and `/q/{code}` as pages: what is asked, in which language, and by which code.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;

use crate::page::{PageForm, links};
use crate::server::{COMMUNE, Server, header, sent, text};
use crate::slip::{post, printed, with_sheet};

#[tokio::test]
async fn sensitive_questions_are_asked_by_slip_and_not_on_the_open_page() {
    let server = Server::commune().await;
    let cookie = server.signed_in("slip.sipas", Role::Officer, COMMUNE).await;
    let codes = printed(&server, &cookie, "sipas-xa", "1", "0").await;
    let by_slip = text(server.get(&format!("/q/{}", codes[0])).await).await;
    let openly = text(server.get("/phieu/01141/sipas-xa").await).await;
    let form = server.app.catalog.newest("sipas-xa").unwrap();
    let sensitive: Vec<_> = form
        .questions()
        .filter(|question| {
            question.is_asked_on(Channel::Qr) && !question.is_asked_on(Channel::Open)
        })
        .map(|question| format!("name=\"{}\"", question.id))
        .collect();
    assert!(!sensitive.is_empty());
    for name in sensitive {
        assert!(by_slip.contains(&name) && !openly.contains(&name), "{name}");
    }
}

#[tokio::test]
async fn the_languages_of_a_slips_page_keep_its_code() {
    let (server, _, codes) = with_sheet("slip.languages").await;
    let page = text(server.get(&format!("/q/{}", codes[0].to_lowercase())).await).await;
    let english = links(&page)
        .into_iter()
        .find(|link| link.ends_with("?lang=en"));
    let english = text(server.get(&english.expect("a link")).await).await;
    assert!(english.contains("<html lang=\"en\""));
    let form = PageForm::of(&english).tick("chung", "3");
    let response = post(&server, &form).await;
    assert_eq!(header(&response, "location"), "/cam-on/en");
    assert!(
        !response.headers().contains_key("set-cookie"),
        "no trace of a citizen"
    );
}

#[tokio::test]
async fn a_code_can_be_typed() {
    let (server, _, codes) = with_sheet("slip.typed").await;
    let page = text(server.get("/q").await).await;
    let form = PageForm::of(&page);
    let type_in = async |typed: &str| {
        let fields = [("ma", typed)];
        sent(server.client.post(server.url(&form.action)).form(&fields)).await
    };
    let bare = codes[3].replace('-', "");
    for typed in [
        codes[3].clone(),
        codes[3].to_lowercase(),
        format!(" {bare} "),
    ] {
        let response = type_in(&typed).await;
        assert_eq!(response.status(), 303, "{typed}");
        assert_eq!(header(&response, "location"), format!("/q/{bare}?lang=vi"));
    }
    let wrong = type_in("7K3MQ").await;
    assert_eq!(wrong.status(), 422);
    let page = text(wrong).await;
    assert!(page.contains("value=\"7K3MQ\"") && page.contains("role=\"alert\""));
    assert_eq!(server.get("/q").await.status(), 200);
}
