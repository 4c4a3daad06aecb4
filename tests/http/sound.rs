//! `/don-vi/{unit}/am-thanh` and `/may/tieng/{sha256}`.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use reqwest::Response;
use sha2::{Digest as _, Sha256};

use crate::page::links;
use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, header, sent, text};

const BOUNDARY: &str = "----hailong";

/// A whole second of silence in WAV, told apart by its last byte.
pub(crate) fn sound(mark: u8) -> Vec<u8> {
    let samples = 8_000_u32;
    let mut wav = Vec::new();
    wav.extend(b"RIFF");
    wav.extend((36 + samples).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16_u32.to_le_bytes());
    for number in [1_u16, 1] {
        wav.extend(number.to_le_bytes());
    }
    for number in [samples, samples] {
        wav.extend(number.to_le_bytes());
    }
    for number in [1_u16, 8] {
        wav.extend(number.to_le_bytes());
    }
    wav.extend(b"data");
    wav.extend(samples.to_le_bytes());
    wav.extend(vec![0x80; 7_999]);
    wav.push(mark);
    wav
}

/// Posts a file as a browser does.
pub(crate) async fn upload(server: &Server, cookie: &str, action: &str, file: &[u8]) -> Response {
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"a.wav\"\r\n\
         Content-Type: audio/wav\r\n\r\n"
    )
    .into_bytes();
    body.extend(file);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
    let request = server.client.post(server.url(action));
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = request
        .header("cookie", cookie)
        .header("content-type", kind);
    sent(request.body(body)).await
}

/// Where each text's recording is posted to, in page order.
pub(crate) fn actions(page: &str) -> Vec<String> {
    let forms = page
        .split("<form class=\"recorder\" method=\"post\" action=\"")
        .skip(1);
    forms
        .filter_map(|rest| rest.split('"').next().map(str::to_owned))
        .collect()
}

pub(crate) async fn language_page(server: &Server, cookie: &str, unit: &str, tag: &str) -> String {
    let address = format!("/don-vi/{unit}/am-thanh?tieng={tag}");
    let response = server.get_as(cookie, &address).await;
    assert_eq!(response.status(), 200, "{address}");
    text(response).await
}

/// Records every text of a language.
pub(crate) async fn record_all(server: &Server, cookie: &str, unit: &str, tag: &str) -> usize {
    let actions = actions(&language_page(server, cookie, unit, tag).await);
    for (place, action) in actions.iter().enumerate() {
        let mark = u8::try_from(place % 250).unwrap();
        let kept = upload(server, cookie, action, &sound(mark)).await;
        assert_eq!(kept.status(), 303, "{action}");
    }
    actions.len()
}

/// Signs a language off with what the page shows.
pub(crate) async fn sign(
    server: &Server,
    cookie: &str,
    address: &str,
    page: &str,
    name: &str,
) -> Response {
    let (_, rest) = page
        .split_once("name=\"heard\" value=\"")
        .unwrap_or_default();
    let heard = rest.split('"').next().unwrap_or_default();
    let request = server.client.post(server.url(address));
    let fields = [("heard", heard), ("speaker", name)];
    sent(request.header("cookie", cookie).form(&fields)).await
}

#[tokio::test]
async fn a_recording_is_kept_heard_replaced_and_deleted() {
    let server = Server::commune().await;
    let cookie = server.signed_in("sound.keep", Role::Officer, COMMUNE).await;
    let page = language_page(&server, &cookie, COMMUNE, "hmn").await;
    let all = actions(&page);
    assert!(all.len() > 40, "{} texts", all.len());
    let n = all.len();
    assert!(page.contains(&format!("còn thiếu {n} trong {n}")));
    let action = &all[1];
    let kept = upload(&server, &cookie, action, &sound(1)).await;
    assert_eq!(kept.status(), 303);
    let key = action.rsplit('/').next().unwrap();
    assert_eq!(
        header(&kept, "location"),
        format!("/don-vi/01141/am-thanh?tieng=hmn#k-{key}")
    );
    let page = language_page(&server, &cookie, COMMUNE, "hmn").await;
    assert!(page.contains(&format!("còn thiếu {} trong {n}", n - 1)));
    let address = format!("/may/tieng/{}", hex::encode(Sha256::digest(sound(1))));
    assert!(page.contains(&format!("src=\"{address}\"")));
    let heard = server.get_as(&cookie, &address).await;
    assert_eq!(heard.status(), 200);
    assert_eq!(header(&heard, "content-type"), "audio/wav");
    assert_eq!(header(&heard, "x-content-type-options"), "nosniff");
    assert!(header(&heard, "cache-control").contains("immutable"));
    assert_eq!(heard.bytes().await.unwrap(), sound(1));

    assert_eq!(
        upload(&server, &cookie, action, &sound(2)).await.status(),
        303
    );
    assert_eq!(
        server.get_as(&cookie, &address).await.status(),
        404,
        "the old sound is gone"
    );
    let remove = format!("{action}/xoa");
    for expected in [303, 404] {
        let request = server.client.post(server.url(&remove));
        let response = sent(request.header("cookie", &cookie)).await;
        assert_eq!(response.status(), expected);
    }
    let page = language_page(&server, &cookie, COMMUNE, "hmn").await;
    assert!(page.contains(&format!("còn thiếu {n} trong {n}")));
}

#[tokio::test]
async fn what_is_no_sound_or_no_text_is_refused_with_words() {
    let server = Server::commune().await;
    let cookie = server.signed_in("sound.bad", Role::Officer, COMMUNE).await;
    let page = language_page(&server, &cookie, COMMUNE, "hmn").await;
    let action = actions(&page).remove(0);
    let mut large = sound(0);
    large.resize(1024 * 1024 + 1, 0x80);
    for (file, status, words, why) in [
        (
            b"<svg onload=alert(1)>".to_vec(),
            422,
            "WebM, Ogg, MP3",
            "markup",
        ),
        (Vec::new(), 422, "chưa chọn tệp", "no file chosen"),
        (large.clone(), 422, "1 MB", "a byte too large"),
        (
            vec![0x80; 1024 * 1024 + 9_000],
            413,
            "1 MB",
            "far too large",
        ),
    ] {
        let response = upload(&server, &cookie, &action, &file).await;
        assert_eq!(response.status(), status, "{why}");
        assert!(text(response).await.contains(words), "{why}");
    }
    large.truncate(1024 * 1024);
    let largest = upload(&server, &cookie, &action, &large).await;
    assert_eq!(largest.status(), 303, "just small enough");
    for (path, why) in [
        (
            "/don-vi/01141/am-thanh/fr/0123456789abcdef",
            "no such language",
        ),
        (
            "/don-vi/01141/am-thanh/hmn/0123456789abcdef",
            "a text nobody says",
        ),
        ("/don-vi/01141/am-thanh/hmn/x", "no key"),
    ] {
        let response = upload(&server, &cookie, path, &sound(0)).await;
        assert_eq!(response.status(), 404, "{why}");
    }
}

#[tokio::test]
async fn a_foreign_unit_is_a_missing_one() {
    let server = Server::of(PROVINCE, MORNING).await;
    let here = server.signed_in("sound.here", Role::Officer, COMMUNE).await;
    let there = server
        .signed_in("sound.there", Role::Officer, NEIGHBOUR)
        .await;
    let own = server.tablet().await;
    let tablet = server.device(NEIGHBOUR, Channel::Tablet).await;
    let page = language_page(&server, &there, NEIGHBOUR, "tyz").await;
    let action = actions(&page).remove(0);
    assert_eq!(
        upload(&server, &there, &action, &sound(9)).await.status(),
        303
    );
    let clip = format!("/may/tieng/{}", hex::encode(Sha256::digest(sound(9))));
    for path in [
        "/don-vi/01144/am-thanh",
        "/don-vi/08/am-thanh",
        "/don-vi/01144/am-thanh?tieng=tyz",
        "/don-vi/99999/am-thanh",
        &clip,
    ] {
        assert_eq!(server.get_as(&here, path).await.status(), 404, "{path}");
    }
    for path in [action.clone(), format!("{action}/xoa")] {
        let response = upload(&server, &here, &path, &sound(9)).await;
        assert_eq!(response.status(), 404, "{path}");
    }
    assert_eq!(server.get(&clip).await.status(), 404, "nobody");
    assert_eq!(upload(&server, "", &action, &sound(9)).await.status(), 303);
    for (device, status) in [(own, 404), (tablet, 200)] {
        let cookie = format!("hailong-may={}", device.page);
        assert_eq!(server.get_as(&cookie, &clip).await.status(), status);
    }
    let request = server.client.post(server.url(&action));
    let request = request.header("cookie", &there);
    let cross = sent(request.header("sec-fetch-site", "cross-site")).await;
    assert_eq!(cross.status(), 403);
}

#[tokio::test]
async fn a_language_is_signed_off_whole_by_name_and_again_after_a_change() {
    let server = Server::commune().await;
    let cookie = server.signed_in("sound.sign", Role::Leader, COMMUNE).await;
    let address = "/don-vi/01141/am-thanh/hmn/duyet";
    let page = language_page(&server, &cookie, COMMUNE, "hmn").await;
    let early = sign(&server, &cookie, address, &page, "Giàng A Páo").await;
    assert_eq!(early.status(), 422);
    assert!(text(early).await.contains("còn thiếu"));

    let n = record_all(&server, &cookie, COMMUNE, "hmn").await;
    let page = language_page(&server, &cookie, COMMUNE, "hmn").await;
    assert!(page.contains(&format!("đủ {n} lời")) && page.contains("chờ người bản ngữ"));
    for (name, why) in [(" ", "no name"), (&*"á".repeat(101), "no name is so long")] {
        let response = sign(&server, &cookie, address, &page, name).await;
        assert_eq!(response.status(), 422, "{why}");
    }
    let last = actions(&page).pop().unwrap();
    assert_eq!(
        upload(&server, &cookie, &last, &sound(251)).await.status(),
        303
    );
    let stale = sign(&server, &cookie, address, &page, "Giàng A Páo").await;
    assert_eq!(stale.status(), 422, "one recording is another now");

    let page = language_page(&server, &cookie, COMMUNE, "hmn").await;
    let signed = sign(&server, &cookie, address, &page, "<b>Giàng</b> A \"Páo\"").await;
    assert_eq!(signed.status(), 303);
    let page = language_page(&server, &cookie, COMMUNE, "hmn").await;
    assert!(
        page.contains(
            "&lt;b&gt;Giàng&lt;/b&gt; A &quot;Páo&quot; đã nghe và duyệt ngày 24/11/2026"
        ),
        "a name is text"
    );
    assert!(page.contains(">đang có<") && !page.contains("name=\"speaker\""));

    assert_eq!(
        upload(&server, &cookie, &last, &sound(252)).await.status(),
        303
    );
    let page = language_page(&server, &cookie, COMMUNE, "hmn").await;
    assert!(page.contains("Có 1 bản ghi chưa được người bản ngữ nghe"));
    assert!(page.contains("chờ người bản ngữ") && page.contains("name=\"speaker\""));
    let again = sign(&server, &cookie, address, &page, "Giàng A Páo").await;
    assert_eq!(again.status(), 303);
    let page = language_page(&server, &cookie, COMMUNE, "hmn").await;
    assert!(page.contains(">đang có<"));
}

#[tokio::test]
async fn the_overview_says_what_is_missing_and_which_languages_are_used() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    let cookie = server.signed_in("sound.all", Role::Officer, COMMUNE).await;
    for (tag, n) in [("vi", 6), ("hmn", 5), ("tyz", 4)] {
        for _ in 0..n {
            let mut sheet = crate::sheet::sheet();
            sheet["language"] = tag.into();
            assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
        }
    }
    let response = server.get_as(&cookie, "/don-vi/01141/am-thanh").await;
    let page = text(response).await;
    let row = |tag: &str| {
        let (_, rest) = page.split_once(&format!("?tieng={tag}\"")).unwrap();
        rest.split("</tr>").next().unwrap().to_owned()
    };
    assert!(row("vi").contains(">6<") && row("vi").contains("luôn có"));
    assert!(row("hmn").contains(">5<") && row("hmn").contains("chưa ghi đủ"));
    assert!(row("tyz").contains("dưới 5") && row("km").contains("dưới 5"));
    assert!(page.contains("còn chờ người bản ngữ xác nhận"));
    let languages = links(&page);
    let languages: Vec<_> = languages
        .iter()
        .filter(|it| it.contains("?tieng="))
        .collect();
    assert_eq!(languages.len(), 8);
    for link in languages {
        assert_eq!(server.get_as(&cookie, link).await.status(), 200, "{link}");
    }
    let english = server
        .get_as(&cookie, "/don-vi/01141/am-thanh?lang=en")
        .await;
    let english = text(english).await;
    assert!(english.contains("Hmong") && english.contains(" missing"));
}
