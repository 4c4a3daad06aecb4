//! `/tinh/{unit}/dot`, `/api/v1/rounds/{id}`, and which files of another server are believed.

use hailong::domain::account::Role;
use hailong::usecase::trust_key::{own_key_text, trust};
use reqwest::Response;

use crate::confirmation::Seen;
use crate::page::PageForm;
use crate::report::position;
use crate::server::{COMMUNE, MORNING, PROVINCE, Server, header, sent, text};
use crate::slip::post_as;

const ROUNDS: &str = "/tinh/08/dot";

/// Opens the round that the page proposes, some fields typed over.
pub(crate) async fn open(server: &Server, cookie: &str, typed: &[(&str, &str)]) -> Response {
    let page = text(server.get_as(cookie, ROUNDS).await).await;
    let (_, page) = page
        .split_once("class=\"block open-round\"")
        .expect("a form");
    let mut form = PageForm::of(page);
    for (name, value) in typed {
        // No box is ticked beforehand, and each that is sends a field; nor is a list a field here.
        if ["units", "rotating"].contains(name) {
            form.fields.push(((*name).to_owned(), (*value).to_owned()));
        } else {
            form = form.fill(name, value);
        }
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
pub(crate) async fn upload(server: &Server, cookie: &str, path: &str, file: &[u8]) -> Response {
    let mut body =
        b"--xyz\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"a\"\r\n\r\n".to_vec();
    body.extend(file);
    body.extend(b"\r\n--xyz--\r\n");
    let request = server.client.post(server.url(path));
    let request = request.header("content-type", "multipart/form-data; boundary=xyz");
    sent(request.header("cookie", cookie).body(body)).await
}

pub(crate) async fn download(server: &Server, cookie: &str, path: &str) -> Vec<u8> {
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
async fn units_are_ticked_in_a_list_and_all_of_them_are_every_unit() {
    let server = Server::of(PROVINCE, MORNING).await;
    let cookie = server
        .signed_in("round.ticks", Role::Province, PROVINCE)
        .await;
    let page = text(server.get_as(&cookie, ROUNDS).await).await;
    let (_, page) = page.split_once("class=\"block open-round\"").unwrap();
    let form = PageForm::of(page);
    let offered = form.choices["units"].clone();
    assert_eq!(offered.len(), 124, "every unit of the province");
    assert_eq!(form.value("units"), None, "none is ticked beforehand");
    assert!(page.contains("value=\"01141\">Xã Nấm Dẩn</label>"));
    let all: Vec<(&str, &str)> = offered
        .iter()
        .map(|code| ("units", code.as_str()))
        .collect();
    let cases = [
        ("hai", &all[..2], "2 đơn vị"),
        ("mot", &all[..1], "1 đơn vị"),
        ("het", &all[..], "mọi đơn vị của tỉnh"),
        ("typed", &[("units", "01141; 01144\n01147")], "3 đơn vị"),
    ];
    for (id, units, shown) in cases {
        let typed: Vec<(&str, &str)> = [("id", id)].into_iter().chain(units.to_vec()).collect();
        let opened = open(&server, &cookie, &typed).await;
        assert_eq!(opened.status(), 200, "{id}: {}", text(opened).await);
        let page = text(server.get_as(&cookie, ROUNDS).await).await;
        let (_, row) = page.split_once(&format!("{id}, bản 1")).unwrap();
        let (row, _) = row.split_once("</tr>").unwrap();
        assert!(row.contains(shown), "{id}: {shown}: {row}");
    }
    let wrong = [("id", "sai"), ("units", "01141"), ("units", "99999")];
    let refused = text(open(&server, &cookie, &wrong).await).await;
    assert!(
        refused.contains("<details open>") && refused.contains("Đã chọn 2 trong 124 đơn vị"),
        "what was ticked is there to be mended"
    );
    for kept in ["value=\"01141\" checked", "value=\"99999\" checked"] {
        assert!(refused.contains(kept), "{kept}");
    }
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
pub(crate) async fn two_nodes(now: &str) -> (Server, Server) {
    let commune = Server::of(COMMUNE, now).await;
    let province = Server::of(PROVINCE, now).await;
    trust(&province.app, COMMUNE, &own_key_text(&commune.app))
        .await
        .unwrap();
    trust(&commune.app, PROVINCE, &own_key_text(&province.app))
        .await
        .unwrap();
    (commune, province)
}

/// The day after the last reporting quarter of 2026, whose last days still count.
pub(crate) const OVER: &str = "2026-12-16T09:30:00+07:00";
pub(crate) const REPORT: &str = "/don-vi/01141/bao-cao";
pub(crate) const DESK: &str = "/tinh/08/nhac-nop";

pub(crate) async fn step(server: &Server, cookie: &str, act: &str, reason: &str) -> u16 {
    let page = format!("{REPORT}?period=2026-Q4b");
    let seen = Seen::on(server, cookie, &page).await;
    let fields = [
        ("act", act),
        ("position", position(act)),
        ("reason", reason),
    ];
    let fields: Vec<_> = fields.into_iter().chain(seen.fields()).collect();
    let path = format!("{REPORT}/buoc?period=2026-Q4b");
    post_as(server, cookie, &path, &fields)
        .await
        .status()
        .as_u16()
}

#[tokio::test]
async fn a_letter_is_believed_only_from_its_own_side_whole_and_once() {
    let (commune, province) = two_nodes(MORNING).await;
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
    let (_, province) = two_nodes(MORNING).await;
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
