//! `/don-vi/{unit}/ke-hoach`: what a unit keeps, raises and repairs, its goals and its tasks.

use std::collections::BTreeMap;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use crate::domain::period::Period;
use crate::usecase::check_fields::Refused as NotTaken;
use crate::usecase::describe_unit::describe;
use crate::usecase::keep_plan::{
    NOT_TOLD, NewTask, Step, add_task, may_tell, set_goals, take_step,
};
use crate::usecase::plan_improvement::{Plan, may_change, plan};
use crate::usecase::{Invalid, UsecaseError};
use crate::web::desk::Desk;
use crate::web::error::{Failure, Shown};
use crate::web::extract::{Form, Path, single_values};
use crate::web::period;
use crate::web::site::Site;
use crate::web::unit::counter::may_keep;
use crate::web::view::desk_nav::Tabs;
use crate::web::view::plan::{self as view, PlaceOnPage, PlanDesk, Reach, Refused};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/don-vi/{unit}/ke-hoach", get(show))
        .route("/don-vi/{unit}/ke-hoach/muc-tieu", post(keep_goals))
        .route("/don-vi/{unit}/ke-hoach/viec", post(add))
        .route("/don-vi/{unit}/ke-hoach/viec/{number}/xong", post(finish))
        .route("/don-vi/{unit}/ke-hoach/viec/{number}/bo", post(give_up))
        .route("/don-vi/{unit}/ke-hoach/viec/{number}/mo-lai", post(reopen))
}

async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    let plan = plan(&desk.site.app, &desk.who.scope, &unit, desk.period).await?;
    page(&desk, &plan, None).await
}

async fn keep_goals(
    desk: Desk,
    Path(unit): Path<String>,
    Form(fields): Form,
) -> Result<Response, Failure> {
    let plan = changeable(&desk, &unit).await?;
    let typed = single_values(fields)?;
    let taken = set_goals(&desk.site.app, &desk.who, &plan, &typed).await;
    answer(&desk, &plan, taken, (PlaceOnPage::Goals, typed)).await
}

async fn add(
    desk: Desk,
    Path(unit): Path<String>,
    Form(fields): Form,
) -> Result<Response, Failure> {
    let plan = changeable(&desk, &unit).await?;
    let typed = single_values(fields)?;
    let field = |name: &str| typed.get(name).map_or("", String::as_str);
    let task = NewTask {
        criterion: field("criterion"),
        what: field("what"),
        owner: field("owner"),
        position: field("position"),
        due: field("due"),
        after: field("after"),
    };
    let taken = add_task(&desk.site.app, &desk.who, &plan, task).await;
    let taken = taken.map(|_number| ());
    answer(&desk, &plan, taken, (PlaceOnPage::NewTask, typed)).await
}

async fn finish(
    desk: Desk,
    Path((unit, number)): Path<(String, i64)>,
    Form(fields): Form,
) -> Result<Response, Failure> {
    let typed = single_values(fields)?;
    let field = |name: &str| typed.get(name).map_or("", String::as_str);
    let step = Step::Done {
        said: field("said"),
        told: field("told"),
    };
    take(&desk, (&unit, number), step, typed.clone()).await
}

async fn give_up(
    desk: Desk,
    Path((unit, number)): Path<(String, i64)>,
    Form(fields): Form,
) -> Result<Response, Failure> {
    let mut typed = single_values(fields)?;
    let reason = typed.entry("reason".to_owned()).or_default().clone();
    let step = Step::Dropped { reason: &reason };
    take(&desk, (&unit, number), step, typed).await
}

async fn reopen(
    desk: Desk,
    Path((unit, number)): Path<(String, i64)>,
) -> Result<Response, Failure> {
    take(&desk, (&unit, number), Step::Open, BTreeMap::new()).await
}

async fn take(
    desk: &Desk,
    (unit, number): (&str, i64),
    step: Step<'_>,
    typed: BTreeMap<String, String>,
) -> Result<Response, Failure> {
    let plan = changeable(desk, unit).await?;
    let taken = take_step(&desk.site.app, &desk.who, (unit, number), step).await;
    answer(desk, &plan, taken, (PlaceOnPage::Task(number), typed)).await
}

/// The plan of a unit whose goals and tasks the account keeps: 403 for all but its officers and
/// leaders, after 404 for what is out of reach.
async fn changeable(desk: &Desk, unit: &str) -> Result<Plan, Failure> {
    let plan = plan(&desk.site.app, &desk.who.scope, unit, desk.period).await?;
    if may_change(desk.who.role) {
        Ok(plan)
    } else {
        Err(Failure::new(StatusCode::FORBIDDEN))
    }
}

/// Back to the page once something is done; the page itself, with what was typed, when it is not.
async fn answer(
    desk: &Desk,
    plan: &Plan,
    taken: Result<(), NotTaken>,
    (place, typed): (PlaceOnPage, BTreeMap<String, String>),
) -> Result<Response, Failure> {
    let language = desk.words.language();
    let problems = match taken {
        Ok(()) => {
            let code = &plan.unit.code;
            let way = format!("/don-vi/{code}/ke-hoach?period={}", desk.period);
            let way = match place {
                PlaceOnPage::Goals => way,
                PlaceOnPage::NewTask => way + "#viec",
                PlaceOnPage::Task(number) => format!("{way}#viec-{number}"),
            };
            return Ok(Redirect::to(&way).into_response());
        }
        Err(NotTaken::Fields(problems)) => {
            let said = problems.into_iter().map(|problem| {
                let Invalid { vi, en } = problem.what;
                let has_field = !["after", NOT_TOLD].contains(&problem.field.as_str());
                let field = has_field.then_some(problem.field);
                (field, language.pick(vi, en))
            });
            said.collect()
        }
        Err(NotTaken::Other(UsecaseError::Invalid(Invalid { vi, en }))) => {
            vec![(None, language.pick(vi, en))]
        }
        Err(NotTaken::Other(error)) => return Err(error.into()),
    };
    let refused = Refused {
        place,
        problems,
        typed,
    };
    let mut response = page(desk, plan, Some(&refused)).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response.extensions_mut().insert(Shown);
    Ok(response)
}

async fn page(desk: &Desk, plan: &Plan, refused: Option<&Refused>) -> Result<Response, Failure> {
    let code = &plan.unit.code;
    let described = describe(&desk.site.app, plan.edition, code).await?;
    let head = desk.head(&described);
    let period = desk.period.to_string();
    let counter = may_keep(desk).then(|| format!("/don-vi/{code}/may"));
    let mut periods: BTreeMap<String, String> = BTreeMap::new();
    for task in &plan.tasks {
        let name = Period::parse(&task.row.period).map(|began| period::name(desk.words, began));
        periods.insert(task.row.period.clone(), name.unwrap_or_default());
    }
    let reach = if may_tell(desk.who.role) {
        Reach::Tell
    } else if may_change(desk.who.role) {
        Reach::Change
    } else {
        Reach::Read
    };
    let numbers = plan.tasks.iter().map(|task| task.row.number);
    let page = PlanDesk {
        masthead: head.masthead(),
        tabs: Tabs {
            unit: code,
            period: &period,
            counter: counter.as_deref(),
        },
        period: &period::shown(desk.words, &format!("/don-vi/{code}/ke-hoach"), desk.period),
        plan,
        reach,
        chosen: desk.query.get("viec"),
        refused,
        today: &desk.site.app.today(),
        last_task: numbers.max().unwrap_or(0),
        periods: &periods,
    };
    Ok(view::page(desk.words, &page).into_response())
}
