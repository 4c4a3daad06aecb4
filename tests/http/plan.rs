//! `/don-vi/{unit}/ke-hoach`: goals and tasks.

use hailong::domain::account::Role;
use serde_json::json;

use crate::server::{COMMUNE, NEIGHBOUR, PROVINCE, Server, sent, text};
use crate::sheet::{answering, sheet, with};

const PLAN: &str = "/don-vi/01141/ke-hoach?period=2026-Q4b";

/// A commune with 32 answers: 8 of them content with the procedures, 30 with the place.
async fn commune() -> Server {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    for n in 0..32 {
        let procedures = if n < 8 { 5 } else { 2 };
        let place = if n < 30 { 4 } else { 3 };
        let filled = answering(&sheet(), "thu-tuc", json!(procedures));
        let filled = answering(&filled, "tiep-can", json!(place));
        assert_eq!(server.post(&tablet.token, filled).await.status(), 201);
    }
    server
}

async fn post(server: &Server, cookie: &str, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let url = server.url(&format!("/don-vi/01141/ke-hoach{path}?period=2026-Q4b"));
    let response = sent(
        server
            .client
            .post(url)
            .header("cookie", cookie)
            .form(fields),
    )
    .await;
    (response.status().as_u16(), text(response).await)
}

fn task<'a>(what: &'a str, after: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("criterion", "factor:thu-tuc"),
        ("what", what),
        ("owner", "Trần Thị B"),
        ("position", "Công chức tư pháp – hộ tịch"),
        ("due", "2026-12-01"),
        ("after", after),
    ]
}

/// The part of the page between two texts.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let rest = page.split_once(from).map_or("", |(_, rest)| rest);
    rest.split_once(to).map_or(rest, |(part, _)| part)
}

#[tokio::test]
async fn criteria_stand_where_their_figures_put_them_and_goals_move_them() {
    let server = commune().await;
    let officer = server
        .signed_in("plan.officer", Role::Officer, COMMUNE)
        .await;
    let page = text(server.get_as(&officer, PLAN).await).await;
    let repair = between(&page, "<strong>Khắc phục</strong>", "<tbody>");
    assert!(repair.contains("Thủ tục hành chính") && repair.contains("25,00%"));
    let keep = between(&page, "<strong>Duy trì</strong>", "<tbody>");
    assert!(keep.contains("Tiếp cận dịch vụ") && keep.contains("93,75%"));
    let few = between(&page, "<strong>Chưa đủ mẫu</strong>", "</table>");
    assert!(few.contains("Kết quả"), "nobody was asked about the result");

    let fields = [("factor:tiep-can", "95,0"), ("factor:thu-tuc", "")];
    let (status, _) = post(&server, &officer, "/muc-tieu", &fields).await;
    assert_eq!(status, 303);
    let page = text(server.get_as(&officer, PLAN).await).await;
    let raise = between(&page, "<strong>Cải thiện</strong>", "<tbody>");
    assert!(
        raise.contains("Tiếp cận dịch vụ"),
        "below its goal, not clearly"
    );
    assert!(raise.contains("−1,25 điểm %, chưa rõ rệt"));
    assert!(raise.contains("của đơn vị: plan.officer, 24/11/2026"));
    let english = text(server.get_as(&officer, &format!("{PLAN}&lang=en")).await).await;
    assert!(english.contains("<strong>Raise</strong>") && english.contains("93.75%"));

    let fields = [("factor:tiep-can", "101"), ("factor:thu-tuc", "tám mươi")];
    let (status, page) = post(&server, &officer, "/muc-tieu", &fields).await;
    assert_eq!(status, 422);
    assert_eq!(
        page.matches("phải là số từ 0 đến 100").count(),
        2,
        "both at once"
    );
    assert!(page.contains("value=\"101\"") && page.contains("value=\"tám mươi\""));
    let events = server
        .text_of("select count(*) from event where action = 'plan-goal'")
        .await;
    assert_eq!(
        events, "1",
        "what was refused or did not change is no event"
    );
}

#[tokio::test]
async fn a_task_is_taken_on_once_and_shows_what_was_typed_as_text() {
    let server = commune().await;
    let officer = server
        .signed_in("task.officer", Role::Officer, COMMUNE)
        .await;
    let markup = "<script>alert(1)</script>";
    let (status, _) = post(&server, &officer, "/viec", &task(markup, "0")).await;
    assert_eq!(status, 303);
    let page = text(server.get_as(&officer, PLAN).await).await;
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains(markup));
    assert!(
        page.contains("quý IV/2026: 25,00% (n 32)"),
        "the figure at the start"
    );
    assert!(!page.contains("quá hạn"));
    let (status, page) = post(&server, &officer, "/viec", &task("Niêm yết lại", "0")).await;
    assert_eq!(status, 422, "the same page posted twice adds one");
    assert!(page.contains("vừa có việc khác được thêm") && page.contains("value=\"Niêm yết lại\""));
}

#[tokio::test]
async fn a_task_goes_late_is_done_is_opened_again_and_dropped() {
    let server = commune().await;
    let officer = server
        .signed_in("task.officer", Role::Officer, COMMUNE)
        .await;
    let (status, _) = post(&server, &officer, "/viec", &task("Niêm yết lại", "0")).await;
    assert_eq!(status, 303);
    server.set_time("2026-12-04T09:00:00+07:00");
    let officer = server.signed_in_again("task.officer").await;
    let page = text(server.get_as(&officer, PLAN).await).await;
    assert!(page.contains("quá hạn 3 ngày"));
    let words = [("said", "Giấy tờ khó hiểu"), ("told", "Viết lại ngắn hơn")];
    for words in [&words[..], &words[..1], &words[1..]] {
        let (status, page) = post(&server, &officer, "/viec/1/xong", words).await;
        assert_eq!(status, 422, "an officer publishes nothing alone");
        assert!(page.contains("Lãnh đạo đơn vị ghi lời công khai"));
    }
    assert_eq!(post(&server, &officer, "/viec/1/xong", &[]).await.0, 303);
    let page = text(server.get_as(&officer, PLAN).await).await;
    assert!(page.contains("Đã xong") && !page.contains("name=\"said\""));

    let leader = server
        .signed_in("words.leader", Role::Leader, COMMUNE)
        .await;
    let page = text(server.get_as(&leader, PLAN).await).await;
    assert!(
        page.contains("Sửa lời trên áp phích") && page.contains("name=\"said\""),
        "the leader adds the words later"
    );
    let long = "ồ".repeat(301);
    let (status, page) = post(
        &server,
        &leader,
        "/viec/1/xong",
        &[("said", &long), ("told", "")],
    )
    .await;
    assert_eq!(status, 422);
    assert!(page.contains("nhiều nhất là 300") && page.contains("chúng tôi đã làm: chưa ghi"));
    assert!(page.contains(&long), "what was typed is kept");
    assert_eq!(post(&server, &leader, "/viec/1/xong", &words).await.0, 303);
    let page = text(server.get_as(&officer, PLAN).await).await;
    assert!(page.contains("Đã xong") && !page.contains("quá hạn"));
    assert!(page.contains("Viết lại ngắn hơn"));
    assert_eq!(
        post(&server, &officer, "/viec/1/bo", &[("reason", "x")])
            .await
            .0,
        422
    );
    assert_eq!(post(&server, &officer, "/viec/1/mo-lai", &[]).await.0, 303);
    let page = text(server.get_as(&officer, PLAN).await).await;
    assert!(
        page.contains("quá hạn 3 ngày") && page.contains("Giấy tờ khó hiểu"),
        "words are kept"
    );
    assert_eq!(
        post(&server, &officer, "/viec/1/bo", &[("reason", "")])
            .await
            .0,
        422
    );
    assert_eq!(
        post(&server, &officer, "/viec/1/bo", &[("reason", "Trùng việc")])
            .await
            .0,
        303
    );
    assert_eq!(
        post(&server, &officer, "/viec/2/bo", &[("reason", "x")])
            .await
            .0,
        404
    );
    let acts = "select group_concat(action, ' ') from (select action from event
                where action like 'plan-%' order by sequence)";
    assert_eq!(
        server.text_of(acts).await,
        "plan-task-add plan-task-done plan-task-done plan-task-reopen plan-task-drop"
    );
}

#[tokio::test]
async fn a_figure_is_set_against_the_first_one_of_its_own_kind_alone() {
    const LATER: &str = "/don-vi/01141/ke-hoach?period=2027-Q1b";
    const JANUARY: &str = "2027-01-11T09:00:00+07:00";
    let server = commune().await;
    let officer = server
        .signed_in("kind.officer", Role::Officer, COMMUNE)
        .await;
    let (status, _) = post(&server, &officer, "/viec", &task("Niêm yết lại", "0")).await;
    assert_eq!(status, 303);
    server.set_time(JANUARY);
    let tablet = server.tablet().await;
    for _ in 0..40 {
        let sheet = with(&sheet(), "collected_at", json!(JANUARY));
        let sheet = answering(&sheet, "thu-tuc", json!(5));
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
    let officer = server.signed_in_again("kind.officer").await;
    let cases: [(&'static str, &str, &str); 5] = [
        ("select 1", "+75,00 điểm %", "the same"),
        (
            "update plan_task set start_method = 'diem'",
            "không so được: khác phương pháp",
            "another method",
        ),
        (
            "update plan_task set start_method = 'ty-le', start_channels = 'paper'",
            "không so được: khác kênh được cộng",
            "other channels",
        ),
        (
            "update plan_task set start_form = 'hai-long-quay@9'",
            "không so được: khác mẫu phiếu",
            "another version",
        ),
        (
            "update plan_task set start_form = null, start_method = null, start_channels = null",
            "không so được: chưa ghi số ban đầu",
            "a task from before this was written down",
        ),
    ];
    for (statement, expected, why) in cases {
        server.run(statement).await;
        let page = text(server.get_as(&officer, LATER).await).await;
        let tasks = between(&page, "id=\"viec\"", "</section>");
        assert!(
            tasks.contains("25,00% (n 32)") && tasks.contains("100,00% (n 40)"),
            "{why}"
        );
        assert!(tasks.contains(expected), "{why}: {tasks}");
        let is_compared = tasks.contains("điểm %");
        assert_eq!(
            is_compared,
            why == "the same",
            "{why}: no difference beside it"
        );
    }
}

#[tokio::test]
async fn every_problem_of_a_task_is_said_at_once_and_nothing_typed_is_lost() {
    let server = commune().await;
    let leader = server.signed_in("task.leader", Role::Leader, COMMUNE).await;
    let what = "a".repeat(201);
    let fields = [
        ("criterion", "factor:no-such"),
        ("what", what.as_str()),
        ("owner", " "),
        ("position", "Phó \"Chủ tịch\""),
        ("due", "2026-11-23"),
        ("after", "0"),
    ];
    let (status, page) = post(&server, &leader, "/viec", &fields).await;
    assert_eq!(status, 422);
    for problem in [
        "chưa chọn tiêu chí",
        "dài 201 ký tự, nhiều nhất là 200",
        "người phụ trách: chưa ghi",
        "hạn xong đã qua",
    ] {
        assert!(page.contains(problem), "{problem}");
    }
    assert!(page.contains(&what) && page.contains("Phó &quot;Chủ tịch&quot;"));
    let (status, page) = post(&server, &leader, "/viec", &[("due", "mai")]).await;
    assert_eq!(status, 422);
    assert!(page.contains("ghi như 31/12/2026"));
    assert_eq!(server.text_of("select count(*) from plan_task").await, "0");
}

#[tokio::test]
async fn only_the_units_officers_and_leaders_change_its_plan_and_strangers_see_none() {
    let server = Server::of(PROVINCE, crate::server::MORNING).await;
    let tablet = server.tablet().await;
    for _ in 0..6 {
        assert_eq!(server.post(&tablet.token, sheet()).await.status(), 201);
    }
    for (name, role, unit, read, change) in [
        ("reach.officer", Role::Officer, COMMUNE, 200, 303),
        ("reach.leader", Role::Leader, COMMUNE, 200, 303),
        ("reach.province", Role::Province, PROVINCE, 200, 403),
        ("reach.publisher", Role::Publisher, PROVINCE, 200, 403),
        ("reach.admin", Role::Admin, PROVINCE, 200, 403),
        ("reach.stranger", Role::Officer, NEIGHBOUR, 404, 404),
    ] {
        let cookie = server.signed_in(name, role, unit).await;
        let response = server.get_as(&cookie, PLAN).await;
        assert_eq!(response.status(), read, "{name} reads");
        let page = text(response).await;
        assert_eq!(
            page.contains("/muc-tieu"),
            change == 303,
            "{name} sees the form"
        );
        for path in [
            "/muc-tieu",
            "/viec",
            "/viec/1/xong",
            "/viec/1/bo",
            "/viec/1/mo-lai",
        ] {
            let (status, _) = post(&server, &cookie, path, &[]).await;
            if change != 303 {
                assert_eq!(status, change, "{name} {path}");
            }
        }
        let (status, _) = post(&server, &cookie, "/muc-tieu", &[]).await;
        assert_eq!(status, change, "{name} changes");
    }
    let province = server.signed_in_again("reach.province").await;
    for path in [
        "/don-vi/99999/ke-hoach",
        "/don-vi/00004/ke-hoach",
        "/don-vi/08/ke-hoach",
    ] {
        assert_eq!(server.get_as(&province, path).await.status(), 404, "{path}");
    }
    let empty = server.get_as(&province, "/don-vi/01144/ke-hoach").await;
    assert!(
        text(empty)
            .await
            .contains("Kỳ này chưa có phiếu nào để xét")
    );
    assert_eq!(
        server.get(PLAN).await.status(),
        303,
        "and nobody without sign-in"
    );
}
