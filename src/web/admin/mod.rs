//! `/quan-tri`: accounts, devices and tokens of the units below, for their administrator.

use std::collections::BTreeSet;

use axum::Router;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::{get, post};
use maud::Markup;

use crate::domain::account::Role;
use crate::storage::account::AccountRow;
use crate::storage::device::DeviceRow;
use crate::storage::token::TokenRow;
use crate::usecase::describe_unit::describe;
use crate::usecase::find_unit::find_today;
use crate::usecase::{enrol_device, issue_token, manage_account};
use crate::web::desk::Desk;
use crate::web::error::Failure;
use crate::web::extract::Path;
use crate::web::site::Site;
use crate::web::text::Words;
use crate::web::view::admin::{self as view, Administration, Line, role_name};
use crate::web::view::unit::channel_name;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/quan-tri", get(show))
        .route("/quan-tri/thiet-bi/{id}/thu-hoi", post(revoke_device))
}

async fn show(desk: Desk) -> Result<Markup, Failure> {
    let reach = reach(&desk).await?;
    let (app, words) = (&desk.site.app, desk.words);
    let unit = describe(app, app.edition(), &desk.who.unit).await?;
    let head = desk.head(&unit);
    let accounts = manage_account::list(app).await?;
    let devices = enrol_device::list(app).await?;
    let tokens = issue_token::list(app).await?;
    let accounts = accounts.into_iter().filter(|row| reach.contains(&row.unit));
    let devices = devices.into_iter().filter(|row| reach.contains(&row.unit));
    let tokens = tokens.into_iter().filter(|row| reach.contains(&row.unit));
    let page = Administration {
        masthead: head.masthead(),
        accounts: &accounts.map(|row| account(words, row)).collect::<Vec<_>>(),
        devices: &devices.map(|row| device(words, row)).collect::<Vec<_>>(),
        tokens: &tokens.map(|row| token(words, row)).collect::<Vec<_>>(),
    };
    Ok(view::page(words, &page))
}

/// A device out of reach looks like one that is not there.
async fn revoke_device(desk: Desk, Path(id): Path<String>) -> Result<Redirect, Failure> {
    let reach = reach(&desk).await?;
    let app = &desk.site.app;
    let devices = enrol_device::list(app).await?;
    let found = devices
        .iter()
        .find(|row| row.id == id && reach.contains(&row.unit));
    let found = found.ok_or_else(Failure::not_found)?;
    enrol_device::revoke_as(app, &desk.who.name, &found.id).await?;
    Ok(Redirect::to("/quan-tri"))
}

/// The units an administrator keeps: their own and those right below.
async fn reach(desk: &Desk) -> Result<BTreeSet<String>, Failure> {
    if desk.who.role != Role::Admin {
        return Err(Failure::new(StatusCode::FORBIDDEN));
    }
    let found = find_today(&desk.site.app, &desk.who.scope, &desk.who.unit).await?;
    let below = found.below.into_iter().map(|unit| unit.code);
    Ok(below.chain([found.unit.code]).collect())
}

fn account(words: Words, row: AccountRow) -> Line {
    let state = if row.disabled {
        words.say("admin.disabled")
    } else {
        words.say("admin.in_use")
    };
    let role = role_name(words, &row.role).to_owned();
    Line {
        cells: vec![row.name, role, row.unit, state.to_owned()],
        revoke: None,
    }
}

fn device(words: Words, row: DeviceRow) -> Line {
    let revoke = (!row.revoked).then(|| format!("/quan-tri/thiet-bi/{}/thu-hoi", row.id));
    let channel = channel_name(words, &row.channel).to_owned();
    Line {
        cells: vec![
            row.name,
            row.id,
            row.unit,
            channel,
            revocable_state(words, row.revoked).to_owned(),
        ],
        revoke,
    }
}

fn token(words: Words, row: TokenRow) -> Line {
    let role = role_name(words, &row.role).to_owned();
    Line {
        cells: vec![
            row.name,
            row.id,
            row.unit,
            role,
            revocable_state(words, row.revoked).to_owned(),
        ],
        revoke: None,
    }
}

fn revocable_state(words: Words, revoked: bool) -> &'static str {
    if revoked {
        words.say("admin.revoked")
    } else {
        words.say("admin.in_use")
    }
}
