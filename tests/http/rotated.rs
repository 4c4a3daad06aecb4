//! Sheets of a rotating block: what they say, and what they count as.

use hailong::domain::account::{Role, Scope};
use hailong::domain::form::Channel;
use hailong::domain::period::Period;
use hailong::domain::quality::month::{Detector, Finding, Verdict};
use hailong::domain::results::{By, ResultRow};
use hailong::domain::roll_up::RollUp;
use hailong::exchange::report::{Block, Status};
use hailong::usecase::compose_report::{Asked, compose};
use hailong::usecase::compute_results::Query;
use hailong::usecase::find_unit;
use hailong::usecase::follow_report::figures;
use hailong::usecase::import_dossiers::import;
use hailong::usecase::judge_quality::judge;
use hailong::usecase::release_results::compute_released;
use hailong::usecase::report_device::list_devices;
use hailong::usecase::seal_batch::seal_due;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::rotating::{PERIOD, ROTATES, hold};
use crate::server::{COMMUNE, MORNING, Server, json as body_of, problems, sent, text};
use crate::sheet::{answering, sheet, with};

/// A sheet of the block: one section of its form, and no other question.
fn rotated(levels: [u8; 3]) -> Value {
    let [on_time, right, fair] = levels;
    json!({
        "id": Uuid::new_v4().to_string(),
        "form": "sipas-xa@1",
        "collected_at": MORNING,
        "duration_s": 9,
        "assisted": "self",
        "sections": ["ket-qua"],
        "answers": {"dung-hen": on_time, "chinh-xac": right, "cong-bang": fair},
    })
}

async fn rows(server: &Server, form: &str, by: Option<By>) -> Vec<ResultRow> {
    server.rows((COMMUNE, PERIOD), Some(form), by).await
}

#[tokio::test]
async fn a_sheet_of_one_section_asks_nothing_else_and_is_stored_once() {
    let server = Server::commune().await;
    let token = server.tablet().await.token;
    let sheet = rotated([5, 4, 2]);
    assert_eq!(server.post(&token, &sheet).await.status(), 201);
    assert_eq!(server.post(&token, &sheet).await.status(), 200, "a retry");
    let all = with(&sheet, "sections", Value::Null);
    assert_eq!(
        server.post(&token, all).await.status(),
        409,
        "another answer"
    );
    let rows = rows(&server, "sipas-xa@1", Some(By::Question)).await;
    let row = |id: &str| {
        rows.iter()
            .find(|row| row.question.as_deref() == Some(id))
            .unwrap()
    };
    assert_eq!((row("dung-hen").n, row("dung-hen").not_asked), (1, 0));
    let other = row("thong-tin");
    assert_eq!(
        (other.n, other.left_out, other.not_asked),
        (0, 0, 1),
        "not left out"
    );
    for (field, value, expected) in [
        (
            "sections",
            json!(["ket-qua", "la"]),
            [("sections", "unknown-section")],
        ),
        ("sections", json!("ket-qua"), [("sections", "wrong-type")]),
        (
            "sections",
            json!(["ket-qua", 1]),
            [("sections", "wrong-type")],
        ),
        ("sections", json!([]), [("answers", "no-answer")]),
        ("sections", json!(["thu-tuc"]), [("answers", "no-answer")]),
    ] {
        let id = json!(Uuid::new_v4().to_string());
        let bad = with(&with(&sheet, "id", id), field, value.clone());
        let response = server.post(&token, bad).await;
        assert_eq!(response.status(), 422, "{value}");
        let found = problems(&body_of(response).await);
        let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
        assert_eq!(found, expected, "{value}");
    }
    let phone = server.device(COMMUNE, Channel::Qr).await.token;
    let part = with(&sheet, "id", json!(Uuid::new_v4().to_string()));
    let response = server.post(&phone, part).await;
    assert_eq!(response.status(), 422, "phones ask the whole form");
    let found = problems(&body_of(response).await);
    assert_eq!(found, [("sections".to_owned(), "wrong-channel".to_owned())]);
}

#[tokio::test]
async fn rotated_items_count_by_the_mean_of_questions_under_their_own_form() {
    let server = Server::commune().await;
    hold(&server, ("q4", 1), ROTATES).await;
    let token = server.tablet().await.token;
    assert_eq!(server.post(&token, sheet()).await.status(), 201);
    // Satisfied: 2 of 2, 1 of 2 and 0 of 1, which are 3 of 5 together and a half in the mean.
    for levels in [[5, 4, 2], [4, 1, 3]] {
        assert_eq!(server.post(&token, rotated(levels)).await.status(), 201);
    }
    let skips = answering(&rotated([5, 5, 5]), "cong-bang", json!("skip"));
    assert_eq!(server.post(&token, skips).await.status(), 201);
    let sections = rows(&server, "sipas-xa@1", Some(By::Section)).await;
    let section = |id: Option<&str>| {
        sections
            .iter()
            .find(|row| row.section.as_deref() == id)
            .unwrap()
    };
    let factor = section(Some("ket-qua"));
    // 3 of 3, 2 of 3 and 0 of 2.
    assert_eq!(
        (factor.roll_up, factor.percent.as_deref()),
        (RollUp::MeanOfQuestions, Some("55.56"))
    );
    assert_eq!(
        (factor.numerator, &factor.interval.is_none()),
        (None, &true)
    );
    assert_eq!(section(Some("thu-tuc")).percent, None, "nobody was asked");
    let headline = rows(&server, "sipas-xa@1", None).await.remove(0);
    assert_eq!(
        (headline.roll_up, headline.percent.as_deref()),
        (RollUp::MeanOfQuestions, Some("55.56"))
    );
    let own = rows(&server, "hai-long-quay@1", None).await.remove(0);
    assert_eq!(
        (own.n, own.roll_up),
        (1, RollUp::OverallQuestion),
        "a person counts once"
    );
}

#[tokio::test]
async fn nothing_of_the_block_is_told_before_its_half_month_is_closed() {
    let server = Server::commune().await;
    hold(&server, ("q4", 1), ROTATES).await;
    let token = server.tablet().await.token;
    for _ in 0..12 {
        assert_eq!(server.post(&token, sheet()).await.status(), 201);
        assert_eq!(server.post(&token, rotated([5, 4, 2])).await.status(), 201);
    }
    let told = async |form| {
        let query = Query {
            unit: COMMUNE,
            period: Period::parse(PERIOD).unwrap(),
            form: Some(form),
            method: None,
            by: Some(By::Question),
        };
        let rows = compute_released(&server.app, &Scope::of_shell(), query).await;
        let people = rows.unwrap().into_iter().map(|row| row.n);
        people.max().unwrap_or(0)
    };
    assert_eq!(told("hai-long-quay@1").await, 12, "of the counter form");
    assert_eq!(told("sipas-xa@1").await, 0, "of the block");
    let (app, scope) = (&server.app, Scope::of_shell());
    let period = Period::parse(PERIOD).unwrap();
    let found = find_unit::find(app, &scope, COMMUNE, period).await.unwrap();
    let confirmed = figures(app, &found.unit, period).await.unwrap();
    assert_eq!(confirmed.n_sheets, 12, "people, not sheets");
    server.set_time("2026-12-25T08:00:00+07:00");
    assert_eq!(told("sipas-xa@1").await, 12, "once it is closed");
}

/// A commune whose 32 people left two sheets each, in a period that is closed.
async fn asked_and_closed() -> Server {
    let server = Server::commune().await;
    hold(&server, ("q4", 1), ROTATES).await;
    let token = server.tablet().await.token;
    for at in 0..32 {
        let levels = [3 + u8::try_from(at % 3).unwrap(), 4, 5];
        assert_eq!(server.post(&token, sheet()).await.status(), 201);
        assert_eq!(server.post(&token, rotated(levels)).await.status(), 201);
    }
    server.set_time("2027-01-10T09:30:00+07:00");
    seal_due(&server.app).await.unwrap();
    server
}

/// What the detectors say of the month that [`MORNING`] lies in.
async fn signs(server: &Server) -> impl Fn(Detector) -> Finding + use<> {
    let period = Period::parse(PERIOD).unwrap();
    let found = find_unit::find(&server.app, &Scope::of_shell(), COMMUNE, period)
        .await
        .unwrap();
    let quality = judge(&server.app, &found.unit, period).await.unwrap();
    let mut months = quality.months.into_iter();
    let month = months.find(|month| month.period.to_string() == "2026-12b");
    let findings = month.unwrap().findings;
    move |detector| *findings.iter().find(|it| it.detector == detector).unwrap()
}

#[tokio::test]
async fn signs_of_quality_count_a_person_once() {
    let server = asked_and_closed().await;
    let found = signs(&server).await;
    for detector in [Detector::Bursts, Detector::TooFast, Detector::OutOfHours] {
        assert_eq!(found(detector).among, 32, "{detector:?}");
    }
    assert_eq!(found(Detector::MoreThanDossiers).seen, 32);
    assert_eq!(
        found(Detector::TooFast).seen,
        0,
        "nine seconds are enough for three answers"
    );
}

/// A commune that handled 40 dossiers, its period closed, after `sheets` came from a tablet.
async fn handled_forty(sheets: impl IntoIterator<Item = Value>) -> Server {
    let server = Server::commune().await;
    hold(&server, ("q4", 1), ROTATES).await;
    let token = server.tablet().await.token;
    for mut sheet in sheets {
        sheet["id"] = json!(Uuid::new_v4().to_string());
        assert_eq!(server.post(&token, sheet).await.status(), 201);
    }
    server.set_time("2027-01-10T09:30:00+07:00");
    seal_due(&server.app).await.unwrap();
    let dossiers = "unit_code,day,service,received,returned\n\
                    01141,2026-11-16,,10,10\n01141,2026-12-07,,10,10\n";
    import(&server.app, dossiers.as_bytes()).await.unwrap();
    server
}

/// A whole sheet with one level throughout.
fn of_one_level() -> Value {
    let answers = json!({"muc-dich": "nop-ho-so", "chung": 4, "tiep-can": 4, "thu-tuc": 4,
                         "cong-chuc": 4, "ket-qua": 4});
    with(&sheet(), "answers", answers)
}

/// A sheet of the block's longest factor, with two levels by turns.
fn of_five_answers() -> Value {
    let answers = json!({"lich-su": 5, "tra-loi": 4, "huong-dan": 5, "dung-quy-dinh": 4,
                         "tan-tuy": 5});
    let sections = with(&rotated([5, 4, 2]), "sections", json!(["cong-chuc"]));
    with(&sections, "answers", answers)
}

#[tokio::test]
async fn parts_of_the_counter_form_are_people_and_hide_no_sheets() {
    let part = with(&of_one_level(), "sections", json!(["tiep-can"]));
    let part = with(&part, "answers", json!({"tiep-can": 5}));
    let sheets = [of_one_level(), part];
    let server = handled_forty(sheets.into_iter().cycle().take(64)).await;
    let found = signs(&server).await;
    let dossiers = found(Detector::MoreThanDossiers);
    assert_eq!((dossiers.seen, dossiers.among), (64, 40));
    assert_eq!(dossiers.verdict, Verdict::Look);
    for detector in [Detector::Bursts, Detector::TooFast, Detector::OutOfHours] {
        assert_eq!(found(detector).among, 64, "{detector:?}");
    }
}

#[tokio::test]
async fn second_sheets_are_compared_with_no_whole_ones_and_only_while_their_round_holds() {
    let sheets = [of_one_level(), of_five_answers()];
    let server = handled_forty(sheets.into_iter().cycle().take(64)).await;
    let found = signs(&server).await;
    assert_eq!(found(Detector::MoreThanDossiers).seen, 32);
    let same = found(Detector::OneLevel);
    assert_eq!((same.seen, same.among), (32, 32), "whole sheets alone");
    assert_eq!(found(Detector::Copies).verdict, Verdict::NotJudged);
    let without = ROTATES.replace("rotating = \"sipas-xa@1\"\n", "");
    hold(&server, ("q4", 2), &without).await;
    let found = signs(&server).await;
    assert_eq!(found(Detector::MoreThanDossiers).seen, 64, "judged again");
    let same = found(Detector::OneLevel);
    assert_eq!((same.seen, same.among), (32, 64));
    let copies = found(Detector::Copies);
    assert_eq!((copies.seen, copies.verdict), (32, Verdict::Check));
}

#[tokio::test]
async fn second_sheets_beyond_the_whole_ones_are_people() {
    let whole = std::iter::repeat_n(of_one_level(), 8);
    let second = std::iter::repeat_n(of_five_answers(), 41);
    let server = handled_forty(whole.chain(second)).await;
    let found = signs(&server).await;
    let dossiers = found(Detector::MoreThanDossiers);
    assert_eq!((dossiers.seen, dossiers.verdict), (41, Verdict::Look));
    assert_eq!(found(Detector::Bursts).among, 41);
    assert_eq!(found(Detector::OneLevel).among, 0, "eight are too few");
}

#[tokio::test]
async fn desk_and_report_tell_the_block_by_people_asked() {
    let server = asked_and_closed().await;
    let officer = server.signed_in("rot.reads", Role::Officer, COMMUNE).await;
    for path in ["/don-vi/01141", "/don-vi/01141/cau-hoi"] {
        let page = text(
            server
                .get_as(&officer, &format!("{path}?period={PERIOD}"))
                .await,
        )
        .await;
        assert!(
            page.contains("sipas-xa@1"),
            "{path}: beside the round's form"
        );
        let said = page.matches("mỗi người chỉ được hỏi một nhóm").count();
        assert_eq!(said, 1, "{path}: of this form alone");
    }
    let asked = Asked {
        unit: COMMUNE,
        period: Period::parse(PERIOD).unwrap(),
        compiler: None,
        day: server.app.clock.now_local().date(),
        status: Status::Draft,
    };
    let composed = compose(&server.app, &Scope::of_shell(), asked)
        .await
        .unwrap();
    let mut appendices = composed.report.appendices.iter();
    let block = appendices
        .find(|appendix| appendix.title.contains("LUÂN PHIÊN"))
        .expect("an appendix");
    let rows = block.blocks.iter().find_map(|block| match block {
        Block::Table(table) => Some(&table.rows),
        Block::Heading(_) | Block::Paragraph(_) | Block::Item(_) | Block::Note(_) => None,
    });
    let lines: Vec<Vec<&str>> = rows
        .unwrap()
        .iter()
        .map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect())
        .collect();
    let line = |word: &str| lines.iter().find(|line| line[0].contains(word)).unwrap();
    assert_eq!(line("trả kết quả đúng hẹn")[1..], ["32", "32", "65,63"]);
    assert_eq!(
        line("tìm và hiểu thông tin")[1..],
        ["0", "0", "không có câu trả lời"]
    );
}

#[tokio::test]
async fn a_second_sheet_is_no_second_visit_and_hides_no_lost_one() {
    let server = Server::commune().await;
    let tablet = server.tablet().await;
    for sheet in [sheet(), rotated([5, 4, 2])] {
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
    // Two people finished, one of them was asked the block: of three sheets two are here.
    let mut told = json!({
        "version": "v", "waiting": 0, "refused": 0, "storage": "persistent", "encrypted": true,
        "offline": true, "store_id": "0123456789abcdef",
        "counts": [{"half_day": "2026-11-24-am", "started": 2, "finished": 2, "abandoned": 0,
                    "declined": 0}],
    });
    for (rotated, missing) in [(None, 0), (Some(1), 1)] {
        if let Some(rotated) = rotated {
            told["counts"][0]["rotated"] = json!(rotated);
        }
        let request = server.client.post(server.url("/api/v1/device"));
        let request = request.bearer_auth(&tablet.token).json(&told);
        assert_eq!(sent(request).await.status(), 200, "{rotated:?}");
        let states = list_devices(&server.app, &Scope::of_shell(), COMMUNE).await;
        let state = states.unwrap().remove(0);
        assert_eq!((state.visits.finished, state.missing), (2, missing));
    }
    let officer = server
        .signed_in("rot.tablets", Role::Officer, COMMUNE)
        .await;
    let page = text(server.get_as(&officer, "/don-vi/01141/may").await).await;
    let (_, finished) = page.split_once("data-label=\"Xong tháng này\">").unwrap();
    let (finished, _) = finished.split_once("</td>").unwrap();
    assert_eq!(finished, "2<p class=\"note\">thêm 1 phiếu luân phiên</p>");
}
