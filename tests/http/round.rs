//! `/tinh/{unit}/dot`, `/api/v1/rounds/{id}`, and two servers that exchange rounds, bundles and letters.

use hailong::domain::account::Role;
use hailong::usecase::trust_key::{own_key_text, trust};
use reqwest::Response;

use crate::page::PageForm;
use crate::server::{COMMUNE, MORNING, PROVINCE, Server, header, sent, text};
use crate::sheet::sheet;
use crate::slip::post_as;

const ROUNDS: &str = "/tinh/08/dot";

/// Opens the round that the page proposes, some fields typed over.
async fn open(server: &Server, cookie: &str, typed: &[(&str, &str)]) -> Response {
    let page = text(server.get_as(cookie, ROUNDS).await).await;
    let (_, page) = page
        .split_once("class=\"block open-round\"")
        .expect("a form");
    let mut form = PageForm::of(page);
    for (name, value) in typed {
        form = form.fill(name, value);
    }
    let mut fields: Vec<(&str, &str)> = form
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    fields.extend([
        ("form", "hai-long-quay@1"),
        ("method", "ty-le"),
        ("rule", "slovin"),
    ]);
    post_as(server, cookie, &form.action, &fields).await
}

/// Uploads a file as a browser does.
async fn upload(server: &Server, cookie: &str, path: &str, file: &[u8]) -> Response {
    let mut body =
        b"--xyz\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"a\"\r\n\r\n".to_vec();
    body.extend(file);
    body.extend(b"\r\n--xyz--\r\n");
    let request = server.client.post(server.url(path));
    let request = request.header("content-type", "multipart/form-data; boundary=xyz");
    sent(request.header("cookie", cookie).body(body)).await
}

async fn download(server: &Server, cookie: &str, path: &str) -> Vec<u8> {
    let response = server.get_as(cookie, path).await;
    assert_eq!(response.status(), 200, "{path}");
    response.bytes().await.unwrap().to_vec()
}

#[tokio::test]
async fn a_round_is_opened_by_the_form_for_the_next_reporting_quarter() {
    let server = Server::of(PROVINCE, MORNING).await;
    let cookie = server
        .signed_in("round.opens", Role::Province, PROVINCE)
        .await;
    let empty = text(server.get_as(&cookie, ROUNDS).await).await;
    for shown in [
        "Chưa có đợt khảo sát nào",
        "2027-Q1b",
        "Đợt khảo sát quý I/2027",
        "2027-03-24",
    ] {
        assert!(empty.contains(shown), "{shown}");
    }
    let opened = open(&server, &cookie, &[("goal", "85,5")]).await;
    assert_eq!(opened.status(), 200, "{}", text(opened).await);
    let page = text(server.get_as(&cookie, ROUNDS).await).await;
    assert!(page.contains("/api/v1/rounds/2027-q1") && page.contains("mọi đơn vị của tỉnh"));
    let file = server.get("/api/v1/rounds/2027-q1").await;
    assert_eq!(file.status(), 200, "without a session");
    assert!(header(&file, "content-disposition").contains("2027-q1.round.toml"));
    let file = text(file).await;
    assert!(file.contains("goal = \"85.5\"") && file.contains("\n# hailong-round ed25519:"));
    assert_eq!(server.get("/api/v1/rounds/2020-q1").await.status(), 404);
    let again = open(&server, &cookie, &[("goal", "90")]).await;
    assert_eq!(again.status(), 422, "the same round with another goal");
}

#[tokio::test]
async fn every_problem_of_a_round_stands_at_its_field_and_nothing_typed_is_lost() {
    let server = Server::of(PROVINCE, MORNING).await;
    let cookie = server
        .signed_in("round.wrong", Role::Province, PROVINCE)
        .await;
    let typed = [
        ("title", "Đợt \"thử\" <b>"),
        ("id", "Quý 4"),
        ("period", "2026-Q9"),
        ("decision", "12/QĐ"),
        ("deadline", "24/12/2026\nunits = []"),
        ("grace_days", "ba"),
        ("rule_number", "99"),
        ("goal", "120"),
        ("units", "01141, 99999"),
    ];
    let response = open(&server, &cookie, &typed).await;
    assert_eq!(response.status(), 422);
    let page = text(response).await;
    assert_eq!(
        page.matches("class=\"field wrong\"").count(),
        8,
        "the title is right"
    );
    for shown in [
        "Đợt &quot;thử&quot; &lt;b&gt;",
        "Quý 4",
        "2026-Q9",
        "99999",
        "value=\"120\"",
        "value=\"ba\"",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(page.contains("tỉnh không có đơn vị “99999”"));
    let english = text(server.get_as(&cookie, &format!("{ROUNDS}?lang=en")).await).await;
    assert!(english.contains("No round yet"), "nothing was opened");
}

#[tokio::test]
async fn only_the_province_opens_rounds_and_others_see_nothing_or_no_form() {
    let server = Server::of(PROVINCE, MORNING).await;
    let publisher = server
        .signed_in("round.publisher", Role::Publisher, PROVINCE)
        .await;
    let officer = server
        .signed_in("round.officer", Role::Officer, COMMUNE)
        .await;
    let page = text(server.get_as(&publisher, ROUNDS).await).await;
    assert!(
        !page.contains("open-round"),
        "no form for who does not open"
    );
    for (cookie, path, status) in [
        (&publisher, ROUNDS, 403),
        (&officer, ROUNDS, 404),
        (&publisher, "/tinh/01141/dot", 404),
        (&publisher, "/tinh/01/dot", 404),
    ] {
        assert_eq!(
            post_as(&server, cookie, path, &[("title", "x")])
                .await
                .status(),
            status,
            "{path}"
        );
    }
    assert_eq!(server.get_as(&officer, ROUNDS).await.status(), 404);
}

/// A commune's server and its province's that trust each other.
async fn two_nodes() -> (Server, Server) {
    let commune = Server::commune().await;
    let province = Server::of(PROVINCE, MORNING).await;
    trust(&province.app, COMMUNE, &own_key_text(&commune.app))
        .await
        .unwrap();
    trust(&commune.app, PROVINCE, &own_key_text(&province.app))
        .await
        .unwrap();
    (commune, province)
}

const REPORT: &str = "/don-vi/01141/bao-cao";
const DESK: &str = "/tinh/08/nhac-nop";

async fn step(server: &Server, cookie: &str, act: &str, reason: &str) -> u16 {
    let fields = [("act", act), ("reason", reason)];
    let path = format!("{REPORT}/buoc");
    post_as(server, cookie, &path, &fields)
        .await
        .status()
        .as_u16()
}

#[tokio::test]
async fn two_servers_play_a_quarter_by_files() {
    let (commune, province) = two_nodes().await;
    let officer = commune
        .signed_in("two.officer", Role::Officer, COMMUNE)
        .await;
    let leader = commune.signed_in("two.leader", Role::Leader, COMMUNE).await;
    let receiver = province
        .signed_in("two.receiver", Role::Province, PROVINCE)
        .await;
    let publisher = province
        .signed_in("two.publisher", Role::Publisher, PROVINCE)
        .await;
    let typed = [
        ("id", "2026-q4"),
        ("period", "2026-Q4b"),
        ("title", "Đợt khảo sát quý IV/2026"),
        ("deadline", "2026-12-20"),
        ("decision", "123/QĐ-UBND"),
        ("decision_date", "2026-09-01"),
    ];
    assert_eq!(open(&province, &receiver, &typed).await.status(), 200);
    let round = text(province.get("/api/v1/rounds/2026-q4").await).await;
    let taken = upload(
        &commune,
        &officer,
        &format!("{REPORT}/nhan"),
        round.as_bytes(),
    )
    .await;
    assert_eq!(taken.status(), 200);
    let page = text(taken).await;
    for shown in [
        "Đã nhận tệp.",
        "123/QĐ-UBND",
        "chậm nhất 20/12/2026",
        "còn 26 ngày",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    let tablet = commune.tablet().await;
    assert_eq!(commune.post(&tablet.token, sheet()).await.status(), 201);
    for (who, act) in [
        (&officer, "drafted"),
        (&leader, "confirmed"),
        (&leader, "submitted"),
    ] {
        assert_eq!(step(&commune, who, act, "").await, 303, "{act}");
    }
    let first = download(&commune, &officer, &format!("{REPORT}/thu")).await;
    let bundle = post_as(&commune, &officer, &format!("{REPORT}/goi"), &[]).await;
    assert!(header(&bundle, "content-disposition").contains("01141-2026-Q4b.hailong.jsonl"));
    let bundle = bundle.bytes().await.unwrap();
    let receive = format!("{DESK}/nhan");
    for (file, outcome) in [
        (&bundle[..], "Đã nhận tệp."),
        (&first, "Đã nhận tệp."),
        (&first, "từ trước"),
    ] {
        let response = upload(&province, &receiver, &receive, file).await;
        assert_eq!(response.status(), 200);
        assert!(text(response).await.contains(outcome), "{outcome}");
    }
    let desk = text(province.get_as(&receiver, DESK).await).await;
    assert!(
        !desk.contains("khác với số liệu"),
        "the leader confirmed these very figures"
    );
    assert_eq!(
        step(&province, &officer, "drafted", "").await,
        303,
        "a foreign cookie leads to sign-in"
    );
    assert_eq!(
        step(
            &province,
            &receiver,
            "change-requested",
            "xin bổ sung phiếu giấy"
        )
        .await,
        303
    );
    let returned = download(&province, &receiver, &format!("{REPORT}/thu")).await;
    let response = upload(&commune, &officer, &format!("{REPORT}/nhan"), &returned).await;
    assert!(text(response).await.contains("xin bổ sung phiếu giấy"));
    for (who, act) in [
        (&officer, "drafted"),
        (&leader, "confirmed"),
        (&officer, "submitted"),
    ] {
        assert_eq!(step(&commune, who, act, "").await, 303, "{act} again");
    }
    let second = download(&commune, &leader, &format!("{REPORT}/thu")).await;
    assert_eq!(
        upload(&province, &receiver, &receive, &second)
            .await
            .status(),
        200
    );
    let older = upload(&province, &receiver, &receive, &first).await;
    assert!(
        text(older).await.contains("từ trước"),
        "an older letter brings nothing"
    );
    assert_eq!(step(&province, &receiver, "accepted", "").await, 303);
    assert_eq!(step(&province, &publisher, "published", "").await, 303);
    assert_eq!(step(&province, &receiver, "archived", "").await, 303);
    let last = download(&province, &receiver, &format!("{REPORT}/thu")).await;
    assert_eq!(
        upload(&commune, &officer, &format!("{REPORT}/nhan"), &last)
            .await
            .status(),
        200
    );
    let history = async |server: &Server, cookie: &str| {
        let page = text(server.get_as(cookie, REPORT).await).await;
        let (_, rest) = page.split_once("<ol class=\"history\">").unwrap();
        rest.split_once("</ol>").unwrap().0.to_owned()
    };
    let here = history(&commune, &officer).await;
    assert_eq!(
        here,
        history(&province, &receiver).await,
        "both have the same steps"
    );
    assert_eq!(here.matches("<li>").count(), 10);
    assert_eq!(
        step(&commune, &officer, "drafted", "").await,
        422,
        "put away for good"
    );
}

#[tokio::test]
async fn a_letter_is_believed_only_from_its_own_side_whole_and_once() {
    let (commune, province) = two_nodes().await;
    let officer = commune
        .signed_in("letter.officer", Role::Officer, COMMUNE)
        .await;
    let receiver = province
        .signed_in("letter.receiver", Role::Province, PROVINCE)
        .await;
    let publisher = province
        .signed_in("letter.publisher", Role::Publisher, PROVINCE)
        .await;
    let early = commune.get_as(&officer, &format!("{REPORT}/thu")).await;
    assert_eq!(early.status(), 422, "there is no step yet");
    assert_eq!(step(&commune, &officer, "drafted", "").await, 303);
    let letter = download(&commune, &officer, &format!("{REPORT}/thu")).await;
    let whole = String::from_utf8(letter.clone()).unwrap();
    let receive = format!("{DESK}/nhan");
    for (file, why) in [
        (whole.replace("letter.officer", "letter.leader"), "tampered"),
        (
            whole.lines().take(2).collect::<Vec<_>>().join("\n"),
            "cut short",
        ),
        ("x".to_owned(), "no file of ours"),
        (String::new(), "empty"),
    ] {
        let response = upload(&province, &receiver, &receive, file.as_bytes()).await;
        assert_eq!(response.status(), 422, "{why}");
    }
    assert_eq!(
        upload(&province, &publisher, &receive, &letter)
            .await
            .status(),
        403
    );
    let back = upload(&commune, &officer, &format!("{REPORT}/nhan"), &letter).await;
    assert_eq!(back.status(), 422, "a letter of one's own side");
    let stranger = Server::of(PROVINCE, MORNING).await;
    let other = stranger
        .signed_in("letter.stranger", Role::Province, PROVINCE)
        .await;
    let response = upload(&stranger, &other, &receive, &letter).await;
    assert_eq!(response.status(), 422);
    assert!(
        text(response)
            .await
            .contains("không phải khóa được tin cậy cho 01141")
    );
    province.tablet().await;
    let here = upload(&province, &receiver, &receive, &letter).await;
    assert!(
        text(here).await.contains("ngay trên máy chủ này"),
        "collected on the province's server"
    );
    let large = vec![b'{'; 1024 * 1024 + 8 * 1024];
    let response = upload(&commune, &officer, &format!("{REPORT}/nhan"), &large).await;
    assert_eq!(response.status(), 413);
    let no_session = sent(commune.client.post(commune.url(&format!("{REPORT}/nhan")))).await;
    assert_eq!(no_session.status(), 303, "to the sign-in");
}

#[tokio::test]
async fn a_report_without_a_server_here_waits_for_its_letter() {
    let (_, province) = two_nodes().await;
    let officer = province
        .signed_in("else.officer", Role::Officer, COMMUNE)
        .await;
    let page = text(province.get_as(&officer, REPORT).await).await;
    assert!(page.contains("Đơn vị này thu phiếu trên máy chủ riêng"));
    assert!(!page.contains("name=\"act\""), "no step is offered");
    let fields = [("act", "drafted")];
    let path = format!("{REPORT}/buoc");
    let response = post_as(&province, &officer, &path, &fields).await;
    assert_eq!(response.status(), 422);
    for below in ["goi", "nhan"] {
        let path = format!("{REPORT}/{below}");
        assert_eq!(
            post_as(&province, &officer, &path, &[]).await.status(),
            403,
            "{below}"
        );
    }
}
