//! `/don-vi/{unit}/gop-y`: what people wrote, ten or more together.
//!
//! Read by the unit's officers and leaders and by the province. Not by those who publish or keep
//! accounts: comments are for mending the service, and may tell of people.

use axum::Router;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::{get, post};
use maud::Markup;

use crate::domain::account::Role;
use crate::domain::unit::Level;
use crate::usecase::UsecaseError;
use crate::usecase::describe_unit::describe;
use crate::usecase::find_unit::{find_collected, find_today};
use crate::usecase::hide_comment::{hide, show_again};
use crate::usecase::permit::Deed;
use crate::usecase::release_comments::{Asked, MOST_SOUGHT, read};
use crate::web::desk::Desk;
use crate::web::error::Failure;
use crate::web::extract::{Form, Path, single_values};
use crate::web::problem::Problem;
use crate::web::site::Site;
use crate::web::unit::counter::may_keep;
use crate::web::view::comments::{self as view, CommentsPage, Reach};
use crate::web::view::desk_nav::Tabs;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/don-vi/{unit}/gop-y", get(show))
        .route("/don-vi/{unit}/gop-y/{id}/che", post(hide_one))
        .route("/don-vi/{unit}/gop-y/{id}/hien", post(show_one))
}

async fn hide_one(
    desk: Desk,
    Path((unit, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Redirect, Failure> {
    let fields = single_values(fields)?;
    let reason = fields.get("reason").map_or("", String::as_str);
    hide(&desk.site.app, &desk.who, (&unit, &id), reason).await?;
    Ok(back(&desk, &unit))
}

async fn show_one(
    desk: Desk,
    Path((unit, id)): Path<(String, String)>,
) -> Result<Redirect, Failure> {
    show_again(&desk.site.app, &desk.who, (&unit, &id)).await?;
    Ok(back(&desk, &unit))
}

fn back(desk: &Desk, unit: &str) -> Redirect {
    Redirect::to(&format!("/don-vi/{unit}/gop-y?period={}", desk.period))
}

async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Markup, Failure> {
    let app = &desk.site.app;
    let found = find_today(app, &desk.who.scope, &unit).await?;
    if found.unit.level == Level::Province.as_str() {
        return Err(Failure::not_found());
    }
    if !may_read(desk.who.role) {
        return Err(Failure::new(StatusCode::FORBIDDEN));
    }
    let sought = desk.query.get("tim").unwrap_or_default().trim();
    if sought.chars().count() > MOST_SOUGHT {
        return Err(too_long());
    }
    let page = desk.query.get("trang").and_then(|page| page.parse().ok());
    let asked = Asked {
        text: sought,
        page: page.filter(|page| *page > 0).unwrap_or(1),
    };
    let is_collected = match find_collected(app, &unit).await {
        Ok(_) => true,
        Err(UsecaseError::UnknownUnit(_)) => false,
        Err(error) => return Err(error.into()),
    };
    let released = if is_collected {
        Some(read(app, &desk.who, &unit, asked).await?)
    } else {
        None
    };
    let described = describe(app, found.edition, &unit).await?;
    let head = desk.head(&described);
    let (period, address) = (desk.period.to_string(), format!("/don-vi/{unit}/gop-y"));
    let counter = (is_collected && may_keep(&desk)).then(|| format!("/don-vi/{unit}/may"));
    let page = CommentsPage {
        masthead: head.masthead(),
        name: &found.unit.full_name,
        tabs: Tabs {
            unit: &unit,
            period: &period,
            counter: counter.as_deref(),
        },
        address: &address,
        released: released.as_ref(),
        sought,
        page: asked.page,
        reach: if desk.who.may(app, Deed::HideComment) {
            Reach::Hide
        } else {
            Reach::Read
        },
    };
    Ok(view::page(desk.words, &page))
}

fn may_read(role: Role) -> bool {
    match role {
        Role::Officer | Role::Leader | Role::Province => true,
        Role::Publisher | Role::Admin => false,
    }
}

fn too_long() -> Failure {
    let problem = Problem::whole(
        "too-long",
        &format!("Từ tìm kiếm dài nhất {MOST_SOUGHT} ký tự."),
        &format!("Search for at most {MOST_SOUGHT} characters."),
    );
    Failure::with(StatusCode::UNPROCESSABLE_ENTITY, vec![problem])
}
