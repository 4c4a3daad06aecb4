//! A province's recordings at its communes: on its own server, and by file on theirs.

use hailong::domain::account::{Role, Scope};
use hailong::domain::spoken::SpokenLanguage;
use hailong::usecase::carry_recordings::{export, import};
use sha2::{Digest as _, Sha256};

use crate::server::{COMMUNE, MORNING, PROVINCE, Server};
use crate::sound::{actions, language_page, record_all, sign, sound, upload};

#[tokio::test]
async fn a_province_s_approved_recordings_stand_in_for_its_communes() {
    let server = Server::of(PROVINCE, MORNING).await;
    let province = server
        .signed_in("sound.province", Role::Province, PROVINCE)
        .await;
    let officer = server
        .signed_in("sound.commune", Role::Officer, COMMUNE)
        .await;
    server.tablet().await;
    let n = record_all(&server, &province, PROVINCE, "km").await;
    let page = language_page(&server, &officer, COMMUNE, "km").await;
    assert!(
        page.contains(&format!("còn thiếu {n} trong {n}")),
        "what nobody approved stays where it is"
    );
    let page = language_page(&server, &province, PROVINCE, "km").await;
    let address = "/don-vi/08/am-thanh/km/duyet";
    assert_eq!(
        sign(&server, &province, address, &page, "Sơn Thị A")
            .await
            .status(),
        303
    );
    let page = language_page(&server, &officer, COMMUNE, "km").await;
    assert!(page.contains(&format!("đủ {n} lời")) && page.contains("bản của tỉnh"));
    assert!(page.contains(">đang có<") && page.contains("Sơn Thị A"));
    assert!(
        !page.contains("/xoa\""),
        "what is the province's is not deleted here"
    );

    let first = actions(&page).remove(0);
    assert_eq!(
        upload(&server, &officer, &first, &sound(253))
            .await
            .status(),
        303
    );
    let page = language_page(&server, &officer, COMMUNE, "km").await;
    assert!(
        page.contains("Có 1 bản ghi chưa được") && page.contains(">đang có<"),
        "the province's speaks until the commune's own is approved"
    );
}

#[tokio::test]
async fn a_commune_with_a_server_of_its_own_takes_the_province_s_recordings_by_file() {
    let server = Server::of(PROVINCE, MORNING).await;
    let shell = Scope::of_shell();
    let khmer = SpokenLanguage::find("km").unwrap();
    let province = server
        .signed_in("sound.file", Role::Province, PROVINCE)
        .await;
    let early = export(&server.app, &shell, PROVINCE, khmer).await;
    assert!(early.is_err(), "nobody has approved anything yet");
    let n = record_all(&server, &province, PROVINCE, "km").await;
    let page = language_page(&server, &province, PROVINCE, "km").await;
    let address = "/don-vi/08/am-thanh/km/duyet";
    assert_eq!(
        sign(&server, &province, address, &page, "Sơn Thị A")
            .await
            .status(),
        303
    );
    let file = export(&server.app, &shell, PROVINCE, khmer).await.unwrap();

    let commune = Server::commune().await;
    let officer = commune
        .signed_in("sound.file", Role::Officer, COMMUNE)
        .await;
    for _ in 0..2 {
        let imported = import(&commune.app, &file).await.unwrap();
        assert_eq!((imported.unit.as_str(), imported.n_clips), (PROVINCE, n));
    }
    let page = language_page(&commune, &officer, COMMUNE, "km").await;
    assert!(page.contains(">đang có<") && page.contains("bản của tỉnh"));
    assert!(page.contains("Sơn Thị A"));
    let tablet = format!("hailong-may={}", commune.tablet().await.page);
    let clip = format!("/may/tieng/{}", hex::encode(Sha256::digest(sound(1))));
    assert_eq!(commune.get_as(&tablet, &clip).await.status(), 200);

    let text = String::from_utf8(file).unwrap();
    let foreign = text.replace("\"unit\":\"08\"", "\"unit\":\"01144\"");
    assert!(
        import(&commune.app, foreign.as_bytes()).await.is_err(),
        "a neighbour's"
    );
    let cut = text.get(..text.len() - 20).unwrap();
    assert!(
        import(&commune.app, cut.as_bytes()).await.is_err(),
        "cut short"
    );
    let page = language_page(&commune, &officer, COMMUNE, "km").await;
    assert!(
        page.contains(">đang có<"),
        "what was refused changed nothing"
    );
}
