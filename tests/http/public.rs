//! `/ket-qua`: what everybody may see.

use hailong::domain::account::Role;

use crate::publication::{CLOSED, province, published};
use crate::server::{COMMUNE, PROVINCE, Server, header, sent, text};

#[tokio::test]
async fn nothing_shows_before_it_is_published() {
    let server = province().await;
    server.set_time(CLOSED);
    let pages = [
        "/ket-qua",
        "/ket-qua/01141",
        "/ket-qua/08",
        "/ket-qua/01141/to-dan",
        "/",
    ];
    for path in pages {
        let response = server.get(path).await;
        assert_eq!(response.status(), 200, "{path}");
        let page = text(response).await;
        assert!(!page.contains("81,82") && !page.contains("82 "), "{path}");
        assert!(
            !page.contains("href=\"/ket-qua?lang=vi\">Kết quả đã công bố"),
            "{path}"
        );
    }
    let page = text(server.get("/ket-qua/01141").await).await;
    assert!(page.contains("Kết quả của nơi này chưa được công bố."));
    for (path, why) in [
        ("/ket-qua/00004", "another province's commune"),
        ("/ket-qua/01", "another province"),
        ("/ket-qua/99999", "no unit at all"),
        ("/ket-qua/99999/to-dan", "nor a poster of it"),
        (
            "/ket-qua/01141?ky=2026-Q4b",
            "a period that is not published",
        ),
    ] {
        assert_eq!(server.get(path).await.status(), 404, "{why}");
    }
}

#[tokio::test]
async fn a_published_unit_is_read_in_plain_words_without_a_cookie_and_kept_for_a_while() {
    let server = province().await;
    published(&server).await;
    let response = server.get("/ket-qua/01141").await;
    assert_eq!(header(&response, "cache-control"), "public, max-age=300");
    assert_eq!(header(&response, "set-cookie"), "");
    let page = text(response).await;
    for shown in [
        "<span class=\"large\">82</span>",
        "trong 100 người trả lời hài lòng",
        "81,82%",
        "27 trong 33",
        "quý IV/2026",
        "không phải Chỉ số SIPAS do Bộ Nội vụ công bố",
        "123/QĐ-UBND ngày 24/12/2026",
        "Rất hài lòng",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    let request = server.client.get(server.url("/ket-qua/01141?lang=en"));
    let response = sent(
        request
            .header("cookie", "lang=vi")
            .header("accept-language", "vi"),
    )
    .await;
    assert_eq!(
        header(&response, "set-cookie"),
        "",
        "not even for the language"
    );
    let english = text(response).await;
    assert!(english.contains("of 100 respondents are satisfied") && english.contains("81.82%"));
    let request = server.client.get(server.url("/ket-qua/01141"));
    let plain = sent(request.header("accept-language", "en")).await;
    assert_eq!(
        text(plain).await,
        page,
        "the address alone decides what is shown"
    );
}

#[tokio::test]
async fn a_unit_with_too_few_answers_keeps_its_figure_and_the_whole_does_not_tell_it() {
    let server = province().await;
    published(&server).await;
    let few = text(server.get("/ket-qua/01144").await).await;
    assert!(few.contains("chưa đủ mẫu") && !few.contains("66,67"));
    let whole = text(server.get("/ket-qua/08").await).await;
    assert!(whole.contains("81,82%"), "the commune's");
    // 29 of 36, which would tell that two of three neighbours were satisfied.
    assert!(!whole.contains("80,56") && !whole.contains("66,67"));
    let snapshot = server.text_of("select snapshot from publication").await;
    assert!(!snapshot.contains("80.56") && !snapshot.contains("66.67"));
    for word in ["ho-tich", "channel\"", "month", "service"] {
        assert!(!snapshot.contains(word), "{word}");
    }
}

#[tokio::test]
async fn the_list_finds_names_with_and_without_marks_in_vietnamese_order() {
    let server = province().await;
    published(&server).await;
    let list = text(server.get("/ket-qua").await).await;
    assert!(list.contains("Xã Nấm Dẩn") && list.contains("Tỉnh Tuyên Quang"));
    let few = list.split_once("chưa đủ mẫu").map_or("", |(_, rest)| rest);
    let place = |name: &str| few.find(&format!(">{name}<"));
    assert!(place("Xã Bạch Xa") < place("Xã Bắc Mê"), "a before ă");
    assert!(place("Xã Bạch Xa").is_some() && place("Xã Bắc Mê").is_some());
    for (search, found) in [
        ("nam%20dan", true),
        ("N%E1%BA%A5m%20D%E1%BA%A9n", true),
        ("tuyen%20quang", true),
        ("ha%20noi", false),
        ("%3Cscript%3E", false),
    ] {
        let page = text(server.get(&format!("/ket-qua?tim={search}")).await).await;
        assert_eq!(page.contains("/ket-qua/01141"), found, "{search}");
        assert!(!page.contains("<script>"), "{search}");
    }
    let long = "a".repeat(5_000);
    assert_eq!(
        server.get(&format!("/ket-qua?tim={long}")).await.status(),
        200
    );
    let home = text(server.get("/").await).await;
    let sign_in = text(server.get("/dang-nhap").await).await;
    assert!(home.contains("Kết quả đã công bố") && sign_in.contains("Kết quả đã công bố"));
}

#[tokio::test]
async fn the_poster_leads_to_the_page_and_tells_what_was_done() {
    let server = province().await;
    published(&server).await;
    server
        .run(
            "insert into plan_task values ('01141', 1, 'hai-long-quay', 'factor:thu-tuc', '2026-Q4b',
                 null, null, null, 0, 'x', 'y', '', '2026-12-30', 'done', null,
                 'Chờ lâu <i>quá</i>', 'Thêm một quầy', 'a', '2026-12-25', 'a', '2026-12-25', null, null, null),
             ('01141', 2, 'hai-long-quay', 'factor:thu-tuc', '2026-Q4b',
                 null, null, null, 0, 'x', 'y', '', '2026-12-30', 'open', null,
                 'Chưa công khai', 'Đang làm dở', 'a', '2026-12-25', 'a', '2026-12-25', null, null, null)",
        )
        .await;
    for path in ["/ket-qua/01141", "/ket-qua/01141/to-dan"] {
        let page = text(server.get(path).await).await;
        assert!(page.contains("Chờ lâu &lt;i&gt;quá&lt;/i&gt;") && page.contains("Thêm một quầy"));
        assert!(!page.contains("Đang làm dở"), "{path}: not done, not told");
    }
    let poster = text(server.get("/ket-qua/01141/to-dan").await).await;
    let address = server.url("/ket-qua/01141");
    assert!(
        poster.contains("class=\"qr\"") && poster.contains(&format!("aria-label=\"{address}\""))
    );
    assert!(
        poster.contains("chỉ mở được trên máy này"),
        "a loopback address is no good on paper"
    );
    let few = text(server.get("/ket-qua/01144/to-dan").await).await;
    assert!(few.contains("chưa được công bố"), "no figure, no poster");
}

#[tokio::test]
async fn a_commune_node_says_that_nothing_is_published_there() {
    let server = Server::commune().await;
    assert_eq!(server.get("/ket-qua/01141").await.status(), 200);
    assert_eq!(
        server.get("/ket-qua/01144").await.status(),
        404,
        "a neighbour"
    );
    let list = text(server.get("/ket-qua").await).await;
    assert!(list.contains("Chưa có kết quả nào được công bố."));
    let officer = server
        .signed_in("public.officer", Role::Officer, COMMUNE)
        .await;
    assert_eq!(
        server
            .get_as(&officer, &format!("/tinh/{PROVINCE}/cong-bo"))
            .await
            .status(),
        404
    );
}
