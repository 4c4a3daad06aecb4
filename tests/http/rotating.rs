//! The rotating block of a round: where and when a tablet asks it, and who is told.

use hailong::domain::account::Role;
use hailong::domain::form::Channel;

use crate::server::{COMMUNE, MORNING, NEIGHBOUR, PROVINCE, Server, sent, text};

pub(crate) const PERIOD: &str = "2026-Q4b";
const BLOCK: &str = "<template class=\"rotating\" data-form=\"sipas-xa@1\"";

/// A round that is held here; `more` are further lines of its file.
pub(crate) async fn hold(server: &Server, (id, revision): (&str, u32), more: &str) {
    let body = format!(
        "id = \"{id}\"\nrevision = {revision}\ntitle = \"Quý IV\"\nprovince = \"08\"\n\
         period = \"{PERIOD}\"\nmethod = \"ty-le\"\nchannels = [\"tablet\", \"qr\"]\n\
         deadline = 2026-12-20\ngrace_days = 0\n{more}"
    );
    server.hold_round(&body).await;
}

/// A round with the block, and a target for each of two units.
pub(crate) const ROTATES: &str = "form = \"hai-long-quay@1\"\nrotating = \"sipas-xa@1\"\n\
                       target = { rule = \"quota\", answers = 499 }\ntargets = { 01141 = 500 }\n";

async fn shown(server: &Server, page: &str, path: &str) -> String {
    let request = server.client.get(server.url(path));
    let cookie = format!("hailong-may={page}");
    text(sent(request.header("cookie", cookie)).await).await
}

#[tokio::test]
async fn a_tablet_has_the_block_where_five_hundred_sheets_are_wanted_and_on_days_of_the_period() {
    let server = Server::of(PROVINCE, MORNING).await;
    let own = server.device(COMMUNE, Channel::Tablet).await.page;
    let next = server.device(NEIGHBOUR, Channel::Tablet).await.page;
    hold(
        &server,
        ("q4", 1),
        "form = \"hai-long-quay@1\"\ntargets = { 01141 = 500 }\n",
    )
    .await;
    assert!(
        !shown(&server, &own, "/may/quay").await.contains(BLOCK),
        "a round without a block"
    );
    let before = shown(&server, &own, "/may/kho.json").await;
    hold(&server, ("q4", 2), ROTATES).await;
    let page = shown(&server, &own, "/may/quay").await;
    let days = format!("{BLOCK} data-from=\"2026-09-15\" data-to=\"2026-12-14\">");
    assert!(
        page.contains(&days),
        "the tablet knows when to stop by itself"
    );
    assert!(
        page.contains("Nhiều nhất 14 câu"),
        "nine, and the longest factor's five"
    );
    assert!(
        !page.contains("data-screen=\"check\""),
        "nine questions of its own are not checked"
    );
    for asked in [
        "name=\"tiep-can.thong-tin\"",
        "name=\"phan-anh.bao-ket-qua\"",
    ] {
        assert!(page.contains(asked), "{asked}");
    }
    for other in [
        "sipas-xa.chung",
        "chung.chung",
        ".phien-ha",
        ".can-thoi-gian",
        "ca-nhan.",
    ] {
        assert!(!page.contains(other), "{other} is in no factor");
    }
    let english = shown(&server, &own, "/may/quay?lang=en").await;
    assert!(english.contains(BLOCK) && english.contains("signs that lead to the office"));
    assert_ne!(
        shown(&server, &own, "/may/kho.json").await,
        before,
        "tablets fetch it"
    );
    assert!(
        !shown(&server, &next, "/may/quay").await.contains(BLOCK),
        "499 sheets are wanted"
    );
    for (now, expected) in [
        ("2026-09-14T23:59:00+07:00", false),
        ("2026-09-15T00:00:00+07:00", true),
        ("2026-12-14T23:59:00+07:00", true),
        ("2026-12-15T00:00:00+07:00", false),
    ] {
        server.set_time(now);
        let page = shown(&server, &own, "/may/quay").await;
        assert_eq!(page.contains(BLOCK), expected, "{now}");
    }
    server.set_time(MORNING);
    let other = ROTATES.replace("hai-long-quay@1", "mot-cau@1");
    hold(&server, ("q4", 3), &other).await;
    assert!(
        !shown(&server, &own, "/may/quay").await.contains(BLOCK),
        "the tablet asks another form than the round"
    );
}

#[tokio::test]
async fn the_desk_of_rounds_offers_the_block_and_the_units_task_tells_it() {
    let server = Server::of(PROVINCE, MORNING).await;
    let cookie = server
        .signed_in("rot.opens", Role::Province, PROVINCE)
        .await;
    let page = text(server.get_as(&cookie, "/tinh/08/dot").await).await;
    let (_, offered) = page.split_once("<select id=\"rotating\"").unwrap();
    let (offered, _) = offered.split_once("</select>").unwrap();
    assert!(offered.contains("sipas-xa@1") && !offered.contains("mot-cau@1"));
    let typed = [
        ("id", "q4"),
        ("period", PERIOD),
        ("deadline", "2026-12-20"),
        ("rotating", "mot-cau@1"),
        ("rule_number", "5"),
    ];
    let refused = crate::round::open(&server, &cookie, &typed).await;
    assert_eq!(refused.status(), 422);
    let refused = text(refused).await;
    assert!(refused.contains("hai yếu tố để rút thăm"));
    assert!(refused.contains("không đơn vị nào có chỉ tiêu tới 500 phiếu"));
    let typed = typed.map(|(name, value)| (name, if value == "5" { "4" } else { value }));
    let typed = typed.map(|(name, value)| (name, value.replace("mot-cau", "sipas-xa")));
    let typed = typed
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let opened = crate::round::open(&server, &cookie, &typed).await;
    assert_eq!(opened.status(), 200, "{}", text(opened).await);
    let page = text(server.get_as(&cookie, "/tinh/08/dot").await).await;
    assert!(page.contains("Khối luân phiên: sipas-xa@1"));
    let file = text(server.get("/api/v1/rounds/q4").await).await;
    assert!(
        file.contains("\nrotating = \"sipas-xa@1\"\n"),
        "the signed file says so"
    );
    let officer = server
        .signed_in("rot.officer", Role::Officer, COMMUNE)
        .await;
    let task = format!("/don-vi/{COMMUNE}/bao-cao?period={PERIOD}");
    let task = text(server.get_as(&officer, &task).await).await;
    assert!(task.contains("khối câu hỏi luân phiên sipas-xa@1"));
}
