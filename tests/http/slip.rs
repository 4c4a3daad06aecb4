//! `/q`: answers by the one-time codes of slips.

use std::path::Path;

use hailong::domain::account::Role;
use hailong::domain::form::Channel;
use hailong::domain::voucher::VoucherCode;
use hailong::storage::event;
use hailong::usecase::seal_batch::seal_unit;
use hailong::usecase::submit_sheet::{Sender, Status, SubmitError, check, store, submit_all};
use reqwest::Response;
use serde_json::Value;

use crate::page::{PageForm, links};
use crate::server::{COMMUNE, NEIGHBOUR, Server, header, sent, text};
use crate::sheet::sheet;

pub(crate) const DESK: &str = "/don-vi/01141/ma";

pub(crate) async fn post_as(
    server: &Server,
    cookie: &str,
    path: &str,
    fields: &[(&str, &str)],
) -> Response {
    let request = server.client.post(server.url(path));
    sent(request.header("cookie", cookie).form(fields)).await
}

/// Prints sheets and reads the codes off them.
pub(crate) async fn printed(
    server: &Server,
    cookie: &str,
    form: &str,
    n: &str,
    after: &str,
) -> Vec<String> {
    let fields = [("form", form), ("sheets", n), ("after", after)];
    let response = post_as(server, cookie, DESK, &fields).await;
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "cache-control"), "no-store");
    codes(&text(response).await)
}

pub(crate) fn codes(page: &str) -> Vec<String> {
    let after = page.split("class=\"code\">").skip(1);
    after
        .filter_map(|rest| rest.split('<').next())
        .map(str::to_owned)
        .collect()
}

/// An officer's server with one sheet of slips.
pub(crate) async fn with_sheet(name: &str) -> (Server, String, Vec<String>) {
    let server = Server::commune().await;
    let cookie = server.signed_in(name, Role::Officer, COMMUNE).await;
    let codes = printed(&server, &cookie, "hai-long-quay", "1", "0").await;
    (server, cookie, codes)
}

/// The page of a slip, answered but not sent.
pub(crate) async fn answered(server: &Server, code: &str) -> PageForm {
    let response = server.get(&format!("/q/{code}")).await;
    assert_eq!(response.status(), 200);
    PageForm::of(&text(response).await).tick("chung", "5")
}

pub(crate) async fn post(server: &Server, form: &PageForm) -> Response {
    let request = server.client.post(server.url(&form.action));
    sent(request.form(&form.fields)).await
}

/// Printed, used, void and left of the only sheet, as the account shows them.
pub(crate) async fn account(server: &Server, cookie: &str) -> [String; 4] {
    let page = text(server.get_as(cookie, DESK).await).await;
    assert!(page.contains("data-identity=\"holds\""), "the sum agrees");
    let (_, line) = page
        .split_once("<th scope=\"row\">0001</th>")
        .expect("the sheet");
    let (line, _) = line.split_once("</tr>").expect("a whole line");
    let cells = line.split("<td class=\"number\">").skip(1);
    let cells: Vec<String> = cells
        .filter_map(|cell| cell.split('<').next())
        .map(str::to_owned)
        .collect();
    cells.try_into().expect("four numbers")
}

pub(crate) async fn event_lines(server: &Server) -> Vec<String> {
    let mut connection = server.app.store.read().await.unwrap();
    let events = event::all(&mut connection).await.unwrap();
    let line =
        |event: &event::EventRow| format!("{} {} {}", event.actor, event.action, event.subject);
    events.iter().map(line).collect()
}

/// Seals what the commune has open, whatever the hour.
pub(crate) async fn sealed(server: &Server) {
    seal_unit(&server.app, COMMUNE).await.unwrap();
}

/// The page of a slip without what differs from one asking to the next.
async fn page_of(server: &Server, code: &str) -> String {
    let response = server.get(&format!("/q/{code}")).await;
    assert_eq!(response.status(), 200);
    let page = text(response).await;
    let id = PageForm::of(&page).value("id").expect("an id").to_owned();
    page.replace(&id, "ID")
        .replace(&code.replace('-', ""), "CODE")
}

#[tokio::test]
async fn a_slip_takes_one_answer_and_its_channel_is_in_the_headline() {
    let (server, cookie, codes) = with_sheet("slip.once").await;
    assert_eq!(codes.len(), 24);
    let first = answered(&server, &codes[0]).await;
    let second = answered(&server, &codes[0]).await;
    assert_eq!(
        account(&server, &cookie).await,
        ["24", "0", "0", "24"],
        "asking uses nothing up"
    );
    let response = post(&server, &first).await;
    assert_eq!(response.status(), 303);
    assert_eq!(header(&response, "location"), "/cam-on");
    let again = post(&server, &first).await;
    assert_eq!(again.status(), 303, "the same sent twice is thanked twice");
    assert_eq!(
        post(&server, &second).await.status(),
        410,
        "before the seal"
    );
    assert_eq!(
        page_of(&server, &codes[0]).await,
        page_of(&server, &codes[1]).await,
        "whoever printed the slip cannot see that it is answered"
    );
    assert_eq!(account(&server, &cookie).await, ["24", "0", "0", "24"]);
    sealed(&server).await;
    for refused in [
        post(&server, &second).await,
        server.get(&format!("/q/{}", codes[0])).await,
    ] {
        assert_eq!(refused.status(), 410);
        let page = text(refused).await;
        assert!(
            page.contains("Mã này không dùng được") && page.contains("Ông/Bà"),
            "{page}"
        );
        assert!(
            links(&page).contains(&"/q".to_owned()),
            "the code can be typed again"
        );
    }
    assert_eq!(account(&server, &cookie).await, ["24", "1", "0", "23"]);
    let headline = server.headline(COMMUNE, "2026-Q4b").await.unwrap();
    assert_eq!(headline.n, 1, "tablet and qr are summed");
    assert_eq!(server.n_stored().await, 1);
}

#[tokio::test]
async fn another_answer_under_the_same_id_is_a_conflict_and_uses_nothing_up() {
    let (server, cookie, codes) = with_sheet("slip.conflict").await;
    let first = answered(&server, &codes[0]).await;
    assert_eq!(post(&server, &first).await.status(), 303);
    let mut other = answered(&server, &codes[1]).await.tick("thu-tuc", "1");
    for (name, value) in &mut other.fields {
        if ["id", "collected_at"].contains(&name.as_str()) {
            first.value(name).expect("a value").clone_into(value);
        }
    }
    assert_eq!(post(&server, &other).await.status(), 409);
    sealed(&server).await;
    assert_eq!(account(&server, &cookie).await, ["24", "1", "0", "23"]);
}

#[tokio::test]
async fn of_twenty_answers_by_one_code_at_once_one_is_stored() {
    let (server, cookie, codes) = with_sheet("slip.many").await;
    let mut forms = Vec::new();
    for _ in 0..20 {
        forms.push(answered(&server, &codes[7]).await);
    }
    let mut posts = Vec::new();
    for form in forms {
        let request = server
            .client
            .post(server.url(&form.action))
            .form(&form.fields);
        posts.push(tokio::spawn(sent(request)));
    }
    let mut statuses = Vec::new();
    for post in posts {
        statuses.push(post.await.unwrap().status().as_u16());
    }
    statuses.sort_unstable();
    assert_eq!(statuses[0], 303);
    assert!(
        statuses[1..].iter().all(|status| *status == 410),
        "{statuses:?}"
    );
    assert_eq!(server.n_stored().await, 1);
    sealed(&server).await;
    assert_eq!(account(&server, &cookie).await, ["24", "1", "0", "23"]);
}

#[tokio::test]
async fn of_answers_by_one_code_in_one_group_one_is_stored() {
    let (server, cookie, codes) = with_sheet("slip.group").await;
    let sender = Sender {
        device: None,
        unit: COMMUNE.to_owned(),
        channel: Channel::Qr,
    };
    let hash = |code: &str| VoucherCode::parse(code).unwrap().hash();
    let ready = |sheet: &Value| check(&server.app, &sender, sheet.as_object().unwrap()).unwrap();
    let first = sheet();
    let group = vec![
        ready(&first).with_voucher(hash(&codes[0])),
        ready(&sheet()).with_voucher(hash(&codes[0])),
        ready(&first).with_voucher(hash(&codes[0])),
        ready(&sheet()).with_voucher(hash(&codes[1])),
        ready(&sheet()).with_voucher([7; 32]),
        ready(&sheet()),
    ];
    // Handed in without a pause, they are one group of the one writer.
    let outcomes = submit_all(&server.app, group).await;
    let words: Vec<_> = outcomes
        .iter()
        .map(|outcome| match outcome {
            Ok(receipt) if receipt.status == Status::Stored => "stored",
            Ok(_) => "duplicate",
            Err(SubmitError::VoucherUsed) => "used",
            Err(other) => panic!("{other:?}"),
        })
        .collect();
    let expected = ["stored", "used", "duplicate", "stored", "used", "stored"];
    assert_eq!(words, expected);
    sealed(&server).await;
    assert_eq!(account(&server, &cookie).await, ["24", "2", "0", "22"]);
    let foreign = Sender {
        unit: NEIGHBOUR.to_owned(),
        ..sender
    };
    let foreign = check(&server.app, &foreign, sheet().as_object().unwrap()).unwrap();
    let refused = store(&server.app, foreign.with_voucher(hash(&codes[2]))).await;
    assert!(
        matches!(refused, Err(SubmitError::VoucherUsed)),
        "a slip of another unit: {refused:?}"
    );
}

#[tokio::test]
async fn a_page_that_comes_back_to_be_mended_uses_nothing_up() {
    let (server, cookie, codes) = with_sheet("slip.mend").await;
    let page = text(server.get(&format!("/q/{}", codes[0])).await).await;
    let empty = PageForm::of(&page);
    let response = post(&server, &empty).await;
    assert_eq!(response.status(), 422, "no answer at all");
    assert_eq!(header(&response, "referrer-policy"), "strict-origin");
    let mended = PageForm::of(&text(response).await).tick("chung", "1");
    assert_eq!(mended.value("id"), empty.value("id"));
    assert_eq!(account(&server, &cookie).await, ["24", "0", "0", "24"]);
    assert_eq!(post(&server, &mended).await.status(), 303);
    sealed(&server).await;
    assert_eq!(account(&server, &cookie).await, ["24", "1", "0", "23"]);
}

#[tokio::test]
async fn used_void_mistyped_and_unknown_codes_look_the_same() {
    let (server, cookie, codes) = with_sheet("slip.same").await;
    assert_eq!(
        post(&server, &answered(&server, &codes[0]).await)
            .await
            .status(),
        303
    );
    let path = format!("{DESK}/huy");
    let voided = post_as(&server, &cookie, &path, &[("ma", &codes[1].to_lowercase())]).await;
    assert_eq!(voided.status(), 200);
    assert!(text(voided).await.contains("Đã hủy 1 mã của tờ 0001."));
    sealed(&server).await;
    let mut pages = Vec::new();
    for code in [
        codes[0].as_str(),
        codes[1].as_str(),
        "ABC",
        "00000-00000",
        "%20",
        "Â",
    ] {
        let response = server.get(&format!("/q/{code}")).await;
        assert_eq!(response.status(), 410, "{code}");
        pages.push(text(response).await);
    }
    assert!(pages.iter().all(|page| *page == pages[0]));
    let english = text(server.get("/q/ABC?lang=en").await).await;
    assert!(english.contains("This code cannot be used"));
    let direct = server
        .client
        .post(server.url("/q/ABC"))
        .form(&[("chung", "5")]);
    assert_eq!(sent(direct).await.status(), 410);
    let twice = post_as(&server, &cookie, &path, &[("ma", &codes[1])]).await;
    assert_eq!(twice.status(), 422, "a void code is void already");
    assert_eq!(account(&server, &cookie).await, ["24", "1", "1", "22"]);
}

#[tokio::test]
async fn a_code_is_in_no_file_in_no_event_and_in_no_referrer() {
    let (server, _, codes) = with_sheet("slip.file").await;
    let page = server.get(&format!("/q/{}", codes[0])).await;
    assert_eq!(header(&page, "cache-control"), "no-store");
    assert_eq!(header(&page, "referrer-policy"), "strict-origin");
    let form = PageForm::of(&text(page).await).tick("chung", "5");
    assert_eq!(post(&server, &form).await.status(), 303);
    sealed(&server).await;
    let used = VoucherCode::parse(&codes[0]).unwrap();
    let good = VoucherCode::parse(&codes[1]).unwrap();
    server.app.store.truncate_log().await.unwrap();
    let bytes = files(server.folder());
    let has = |wanted: &[u8]| bytes.windows(wanted.len()).any(|part| part == wanted);
    for code in [&used, &good] {
        assert!(!has(code.as_str().as_bytes()) && !has(code.grouped().as_bytes()));
    }
    assert!(has(&good.hash()), "the hash of a good code is what is kept");
    assert!(!has(&used.hash()), "of a sealed one nothing is");
    let events = event_lines(&server).await.join("\n");
    assert!(!events.contains(used.as_str()) && !events.contains(&used.grouped()));
}

#[tokio::test]
async fn an_answer_by_slip_is_never_older_than_its_sheet_nor_of_a_day_to_come() {
    let (server, _, codes) = with_sheet("slip.backdated").await;
    let honest = answered(&server, &codes[0]).await;
    assert_eq!(post(&server, &honest).await.status(), 303);
    let batches = "select group_concat(half_day) from batch";
    let today = server.text_of(batches).await;
    for (code, said) in [
        (&codes[1], "2026-11-20T09:00:00+07:00"),
        (&codes[2], "2026-11-30T09:00:00+07:00"),
        (&codes[3], "1999-01-01T09:00:00+07:00"),
    ] {
        let mut form = answered(&server, code).await;
        for (name, value) in &mut form.fields {
            if name == "collected_at" {
                said.clone_into(value);
            }
        }
        assert_eq!(post(&server, &form).await.status(), 303, "{said}");
        assert_eq!(post(&server, &form).await.status(), 303, "{said} again");
        assert_eq!(server.text_of(batches).await, today, "{said}");
    }
    assert_eq!(server.n_stored().await, 4);
}

fn files(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            all.extend(std::fs::read(path).unwrap());
        }
    }
    all
}
