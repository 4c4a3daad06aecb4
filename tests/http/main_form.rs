//! Desk, report, plan and publication of a period are about one form.

use hailong::domain::account::{Role, Scope};
use hailong::domain::period::Period;
use hailong::domain::round::Round;
use hailong::exchange::report::Status;
use hailong::usecase::compose_report::{Asked, compose};
use hailong::usecase::overview_province::{self, Reach, overview};
use hailong::usecase::plan_improvement::plan;
use hailong::usecase::snapshot_results::snapshot;
use hailong::usecase::{find_round, find_unit};
use serde_json::json;

use crate::publication::{CLOSED, province};
use crate::server::{COMMUNE, PROVINCE, Server, text};
use crate::sheet::{sheet, with};

const PERIOD: &str = "2026-Q4b";
const FORMS: [&str; 2] = ["hai-long-quay@1", "mot-cau@1"];

/// What each of them is about.
async fn about(server: &Server) -> [String; 5] {
    let (app, scope) = (&server.app, Scope::of_shell());
    let period = Period::parse(PERIOD).unwrap();
    let found = find_unit::find(app, &scope, PROVINCE, period)
        .await
        .unwrap();
    let round = find_round::of_unit(app, &found.unit, period).await.unwrap();
    let asked = overview_province::Asked {
        unit: PROVINCE.to_owned(),
        period,
        reach: Reach::Period,
        form: None,
        of_round: round.map(|round: Round| round.form),
        drill: None,
    };
    let desk = overview(app, &scope, &asked).await.unwrap();
    let plan = plan(app, &scope, COMMUNE, period).await.unwrap();
    let published = snapshot(app, &scope, PROVINCE, period).await.unwrap();
    [
        desk.shown.as_ref().unwrap().form.form_ref.to_string(),
        plan.form.unwrap().form_ref.to_string(),
        published.map_or_else(String::new, |snapshot| snapshot.form),
        reported(server, PROVINCE).await,
        reported(server, COMMUNE).await,
    ]
}

/// The form that a report names first.
async fn reported(server: &Server, unit: &str) -> String {
    let asked = Asked {
        unit,
        period: Period::parse(PERIOD).unwrap(),
        compiler: None,
        day: server.app.clock.now_local().date(),
        status: Status::Draft,
    };
    let composed = compose(&server.app, &Scope::of_shell(), asked)
        .await
        .unwrap();
    let text = format!("{:?}", composed.report);
    let place = |form: &&str| text.find(*form).unwrap_or(usize::MAX);
    FORMS.into_iter().min_by_key(place).unwrap().to_owned()
}

async fn open_round(server: &Server, form: &str, revision: u32) {
    let body = format!(
        "id = \"q4\"\nrevision = {revision}\ntitle = \"Quý IV\"\nprovince = \"08\"\n\
         period = \"{PERIOD}\"\nform = \"{form}\"\nmethod = \"ty-le\"\n\
         channels = [\"tablet\", \"qr\"]\ndeadline = 2026-12-20\ngrace_days = 0\n"
    );
    server.hold_round(&body).await;
}

#[tokio::test]
async fn desk_report_plan_and_publication_are_about_one_form() {
    let server = province().await;
    let tablet = server.tablet().await;
    for _ in 0..31 {
        let sheet = with(&sheet(), "form", json!("mot-cau@1"));
        let sheet = with(&sheet, "answers", json!({"chung": 4}));
        assert_eq!(server.post(&tablet.token, sheet).await.status(), 201);
    }
    server.set_time(CLOSED);
    let all = |form: &str| [(); 5].map(|()| form.to_owned());
    assert_eq!(about(&server).await, all(FORMS[0]), "33 sheets, and 31");
    open_round(&server, FORMS[1], 1).await;
    assert_eq!(about(&server).await, all(FORMS[1]), "the round's");
    open_round(&server, FORMS[0], 2).await;
    assert_eq!(about(&server).await, all(FORMS[0]), "the round's again");
    open_round(&server, "sipas-xa@1", 3).await;
    let cookie = server
        .signed_in("form.province", Role::Province, PROVINCE)
        .await;
    let page = text(
        server
            .get_as(&cookie, &format!("/tinh/08?period={PERIOD}"))
            .await,
    )
    .await;
    assert!(page.contains("Chưa có phiếu nào của mẫu “Phiếu hỏi ý kiến"));
    assert!(page.contains("Đợt khảo sát “Quý IV” dùng mẫu phiếu này."));
    assert!(!page.contains("ranks-table"), "there is nothing to rank");
    let [desk, plan, published, ..] = about(&server).await;
    assert_eq!(
        [desk, plan],
        [(); 2].map(|()| "sipas-xa@1".to_owned()),
        "without a sheet"
    );
    assert_eq!(published, "", "there is nothing to publish of it");
}
